//! Codecs as a lesson writes them, before knobs are known.

use std::ops::Range;
use std::sync::Arc;

use crate::model::codec::{DEFAULT_LIMIT, LARGEST_LIMIT};
use crate::model::{ByteOrder, Codec, Framing, Width};

use super::expression::Expression;
use super::lesson::{BoundValue, Settings, Value};
use super::script::When;

/// `codec`, or one of several.
#[derive(Clone, Debug)]
pub struct CodecWord {
    /// How the end of a frame is marked.
    pub framing: FramingWord,
    /// `limit`, in bytes of payload.
    pub limit: Option<Expression>,
    /// When it is used at all.
    pub when: When,
}

/// `kind`, with what belongs to it.
#[derive(Clone, Debug)]
pub enum FramingWord {
    /// `"fixed-length"`
    FixedLength {
        /// `length`
        length: Expression,
    },
    /// `"delimiter"`
    Delimiter {
        /// `delimiters`
        any_of: Arc<[u8]>,
    },
    /// `"length-prefix"`
    LengthPrefix {
        /// `width`: a number, or a choice knob
        width: BoundValue,
        /// `order`: one of [`ByteOrder::ALL`], or a choice knob
        order: BoundValue,
        /// `counts-itself`: true, false, or a toggle knob
        counts_itself: BoundValue,
    },
    /// `"json-header"`
    JsonHeader {
        /// `name`
        name: Arc<str>,
    },
    /// `"content-length"`
    ContentLength {
        /// `start-line`
        start_line: Arc<str>,
    },
}

/// What is wrong with a codec at some settings.
pub(super) struct Wrong {
    pub span: Range<usize>,
    pub what: String,
    pub expected: String,
}

impl CodecWord {
    /// What it comes to with these settings.
    pub(super) fn resolve(&self, settings: &Settings) -> Result<Codec, Wrong> {
        let framing = match &self.framing {
            FramingWord::FixedLength { length } => {
                Framing::FixedLength { length: bytes(length, settings, LARGEST_LIMIT)? }
            }
            FramingWord::Delimiter { any_of } => Framing::Delimiter { any_of: Arc::clone(any_of) },
            FramingWord::LengthPrefix { width, order, counts_itself } => Framing::LengthPrefix {
                width: width_of(value(width, settings).as_ref()).unwrap_or(Width::Four),
                order: order_of(value(order, settings).as_ref()).unwrap_or_default(),
                counts_itself: value(counts_itself, settings) == Some(Value::Switch(true)),
            },
            FramingWord::JsonHeader { name } => Framing::JsonHeader { name: Arc::clone(name) },
            FramingWord::ContentLength { start_line } => {
                Framing::ContentLength { start_line: Arc::clone(start_line) }
            }
        };
        let limit = match &self.limit {
            Some(limit) => bytes(limit, settings, LARGEST_LIMIT)?,
            None => DEFAULT_LIMIT,
        };
        Ok(Codec { framing, limit })
    }
}

fn bytes(expression: &Expression, settings: &Settings, most: u32) -> Result<u32, Wrong> {
    let range = format!("expected 1 byte to {most}");
    let wrong = |what: String, expected| Wrong { span: expression.span.clone(), what, expected };
    let number = expression
        .evaluate(settings)
        .map_err(|why| wrong(why, format!("expected a smaller value of `{expression}`")))?;
    let within = u32::try_from(number).ok().filter(|bytes| (1..=most).contains(bytes));
    within.ok_or_else(|| wrong(format!("{number} bytes are out of range"), range))
}

/// The value of a binding; what it may be was checked when the lesson was read.
fn value(bound: &BoundValue, settings: &Settings) -> Option<Value> {
    match bound {
        BoundValue::Number(expression) => {
            i64::try_from(expression.evaluate(settings).ok()?).ok().map(Value::Number)
        }
        BoundValue::Switch(on) => Some(Value::Switch(*on)),
        BoundValue::Choice(name) => Some(Value::Choice(name.clone())),
        BoundValue::Knob(name) => settings.get(name).cloned(),
    }
}

fn width_of(value: Option<&Value>) -> Option<Width> {
    match value {
        Some(Value::Number(bytes)) => Width::from_bytes(u64::try_from(*bytes).ok()?),
        Some(Value::Choice(name)) => width_named(name),
        _ => None,
    }
}

fn order_of(value: Option<&Value>) -> Option<ByteOrder> {
    match value {
        Some(Value::Choice(name)) => order_named(name),
        _ => None,
    }
}

/// The width that a choice of that name stands for: "4".
pub(super) fn width_named(name: &str) -> Option<Width> {
    name.parse().ok().and_then(Width::from_bytes)
}

/// The order of that name.
pub(super) fn order_named(name: &str) -> Option<ByteOrder> {
    ByteOrder::ALL.iter().find(|(_, known)| *known == name).map(|&(order, _)| order)
}
