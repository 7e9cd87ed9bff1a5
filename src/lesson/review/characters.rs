//! Characters that the embedded fonts do not have.

use toml::de::DeValue;

use super::super::characters::covers;
use super::super::diagnostic::Problems;
use super::super::parse::table::{Node, Table};

const EXPECTED: &str = "expected a character that the embedded fonts have";

/// Notes each such character of a text once, where it first stands.
pub(super) fn check_text(problems: &Problems) {
    for (at, character) in missing(&problems.source.text) {
        problems.add(&(at..at + character.len_utf8()), told(character), EXPECTED);
    }
}

/// Notes them in the words that the window shows. What a script sends may be any character.
pub(super) fn check_words(root: &Table<'_>) {
    for (key, _, node) in root.entries() {
        match node.value {
            DeValue::String(text) if matches!(key, "en" | "zh" | "unit") => {
                for (at, character) in missing(text) {
                    let place = node.inside(at..at + character.len_utf8());
                    node.problems.add(&place, told(character), EXPECTED);
                }
            }
            DeValue::Array(_) => {
                let items = node.list().unwrap_or_default();
                items.iter().filter_map(inner).for_each(|table| check_words(&table));
            }
            _ => {
                if let Some(table) = inner(&node) {
                    check_words(&table);
                }
            }
        }
    }
}

fn inner<'a>(node: &Node<'a>) -> Option<Table<'a>> {
    if matches!(node.value, DeValue::Table(_)) { node.table() } else { None }
}

fn missing(text: &str) -> Vec<(usize, char)> {
    let mut seen: Vec<(usize, char)> = Vec::new();
    for (at, character) in text.char_indices() {
        let is_shown = character != '\n' && character != '\r' && character != '\t';
        if is_shown && !covers(character) && seen.iter().all(|&(_, other)| other != character) {
            seen.push((at, character));
        }
    }
    seen
}

fn told(character: char) -> String {
    format!("the window cannot show `{}` (U+{:04X})", character.escape_debug(), u32::from(character))
}
