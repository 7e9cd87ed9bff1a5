//! Numbers and products of knobs, as scripts write them.

use toml::de::DeValue;

use super::names::Names;
use super::table::Node;
use crate::lesson::expression::{Expression, Factor};
use crate::lesson::lesson::KnobKind;

const EXPECTED: &str = "a number, a slider knob, or a product: `\"messages * 10\"`";

pub(super) fn expression(node: &Node<'_>, names: &Names) -> Option<Expression> {
    let factors = match node.value {
        DeValue::Integer(_) => {
            let number = node.number()?;
            let Ok(number) = u64::try_from(number) else {
                node.problem(format!("{number} is less than nothing"), "expected a number from 0 on");
                return None;
            };
            vec![Factor::Number(number)]
        }
        DeValue::String(text) => product(node, text, names)?,
        _ => return node.wrong_type(EXPECTED),
    };
    Some(Expression { factors, span: node.span.clone() })
}

fn product(node: &Node<'_>, text: &str, names: &Names) -> Option<Vec<Factor>> {
    let mut factors = Vec::new();
    let mut at = 0;
    for word in text.split('*') {
        let start = at + word.len() - word.trim_start().len();
        at += word.len() + 1;
        let word = word.trim();
        factors.push(factor(node, word, start, names));
    }
    factors.into_iter().collect()
}

fn factor(node: &Node<'_>, word: &str, start: usize, names: &Names) -> Option<Factor> {
    let span = node.inside(start..start + word.len());
    if let Ok(number) = word.parse() {
        return Some(Factor::Number(number));
    }
    if word.is_empty() || word.contains(|letter: char| letter.is_whitespace() || "+/()".contains(letter))
    {
        node.problems.add(
            &span,
            format!("`{word}` is not a number or a knob"),
            format!("expected {EXPECTED}"),
        );
        return None;
    }
    if matches!(names.knob(node, &span, word)?, KnobKind::Slider { .. }) {
        return Some(Factor::Knob(word.to_owned()));
    }
    node.problems.add(&span, format!("`{word}` is not a slider"), format!("expected {EXPECTED}"));
    None
}
