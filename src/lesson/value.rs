//! Values of knobs: the defaults, and what a user types for them.

use std::fmt;

use serde_json::Value as Json;
use thiserror::Error;

use super::diagnostic::suggest;
use super::lesson::{Knob, KnobKind, Lesson, Pane, Settings, Value};

/// Why a knob cannot be set as asked.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SettingError {
    /// The lesson has no such knob.
    #[error("unknown knob `{name}`: {}", known_knobs(name, known))]
    UnknownKnob {
        /// What was asked for.
        name: String,
        /// The lesson's knobs.
        known: Vec<String>,
    },
    /// A slider takes a number.
    #[error("`{knob}` takes a number from {min} to {max}, not `{value}`")]
    OutOfRange {
        /// The knob.
        knob: String,
        /// What was typed.
        value: String,
        /// The smallest value.
        min: i64,
        /// The largest value.
        max: i64,
    },
    /// A toggle is on or off.
    #[error("`{knob}` takes true or false, not `{value}`")]
    NotASwitch {
        /// The knob.
        knob: String,
        /// What was typed.
        value: String,
    },
    /// A choice takes one of its values.
    #[error("`{knob}` cannot be `{value}`: {}", suggest_from(value, known))]
    NotAChoice {
        /// The knob.
        knob: String,
        /// What was typed.
        value: String,
        /// What there is to choose.
        known: Vec<String>,
    },
}

fn suggest_from(name: &str, known: &[String]) -> String {
    suggest(name, &known.iter().map(String::as_str).collect::<Vec<_>>())
}

fn known_knobs(name: &str, known: &[String]) -> String {
    match known {
        [] => "this lesson has no knobs".to_owned(),
        known => suggest_from(name, known),
    }
}

impl Value {
    /// As it stands in the JSON of a run.
    pub fn json(&self) -> Json {
        match self {
            Self::Number(number) => Json::from(*number),
            Self::Switch(on) => Json::from(*on),
            Self::Choice(name) => Json::from(name.as_str()),
        }
    }
}

impl Lesson {
    /// Settings as they stand in the JSON of a run, in the lesson's order.
    pub fn settings_json(&self, settings: &Settings) -> Vec<(String, Json)> {
        let known = self.knobs.iter().filter_map(|knob| settings.get_key_value(&knob.name));
        known.map(|(name, value)| (name.clone(), value.json())).collect()
    }
}

impl Knob {
    /// What a slider's number counts; empty where it is a bare number.
    pub fn unit(&self) -> &str {
        match &self.kind {
            KnobKind::Slider { unit, .. } => unit,
            KnobKind::Toggle { .. } | KnobKind::Choice { .. } => "",
        }
    }

    /// The value at the start.
    pub fn default_value(&self) -> Value {
        match &self.kind {
            KnobKind::Slider { default, .. } => Value::Number(*default),
            KnobKind::Toggle { default } => Value::Switch(*default),
            KnobKind::Choice { default, .. } => Value::Choice(default.clone()),
        }
    }

    /// The values at which a lesson is tried: the ends of a slider, every choice.
    pub(super) fn trial_values(&self) -> Vec<Value> {
        match &self.kind {
            KnobKind::Slider { min, max, .. } => vec![Value::Number(*min), Value::Number(*max)],
            KnobKind::Toggle { .. } => vec![Value::Switch(false), Value::Switch(true)],
            KnobKind::Choice { choices, .. } => {
                choices.iter().map(|choice| Value::Choice(choice.value.clone())).collect()
            }
        }
    }

    pub(super) fn parse(&self, typed: &str) -> Result<Value, SettingError> {
        let (knob, value) = (self.name.clone(), typed.to_owned());
        match &self.kind {
            &KnobKind::Slider { min, max, .. } => match typed.parse() {
                Ok(number) if (min..=max).contains(&number) => Ok(Value::Number(number)),
                _ => Err(SettingError::OutOfRange { knob, value, min, max }),
            },
            KnobKind::Toggle { .. } => {
                typed.parse().map(Value::Switch).map_err(|_| SettingError::NotASwitch { knob, value })
            }
            KnobKind::Choice { choices, .. } => {
                let known: Vec<String> = choices.iter().map(|choice| choice.value.clone()).collect();
                if known.contains(&value) {
                    Ok(Value::Choice(value))
                } else {
                    Err(SettingError::NotAChoice { knob, value, known })
                }
            }
        }
    }
}

impl Lesson {
    /// Every knob at its default.
    pub fn default_settings(&self) -> Settings {
        self.knobs.iter().map(|knob| (knob.name.clone(), knob.default_value())).collect()
    }

    /// Every knob at its default but for those of `set`: how a claim is judged.
    pub fn settings_with(&self, set: &Settings) -> Settings {
        let mut settings = self.default_settings();
        settings.extend(set.clone());
        settings
    }

    /// The knob of that name.
    pub fn knob(&self, name: &str) -> Option<&Knob> {
        self.knobs.iter().find(|knob| knob.name == name)
    }

    /// Whether turning that knob changes anything: some pane does not hold it to a value of its own.
    pub fn turns(&self, knob: &Knob) -> bool {
        self.panes.iter().any(|pane| !pane.fixed.contains_key(&knob.name))
    }

    /// The pane of that name.
    pub fn pane(&self, name: &str) -> Option<&Pane> {
        self.panes.iter().find(|pane| pane.name == name)
    }

    /// Reads what a user typed for a knob.
    ///
    /// # Errors
    /// When there is no such knob, or when the knob does not take this value; the message names what it takes.
    pub fn parse_setting(&self, knob: &str, value: &str) -> Result<Value, SettingError> {
        match self.knob(knob) {
            Some(knob) => knob.parse(value),
            None => Err(SettingError::UnknownKnob {
                name: knob.to_owned(),
                known: self.knobs.iter().map(|knob| knob.name.clone()).collect(),
            }),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Switch(on) => write!(f, "{on}"),
            Self::Choice(name) => f.write_str(name),
        }
    }
}
