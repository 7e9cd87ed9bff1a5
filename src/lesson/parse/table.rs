//! Reading TOML tables key by key: every mistake is noted with its place, and reading goes on.

use std::cell::RefCell;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::lesson::diagnostic::{Problems, one_of, suggest};
use crate::lesson::lesson::Bilingual;

/// A value with its place.
#[derive(Clone)]
pub(in crate::lesson) struct Node<'a> {
    pub value: &'a DeValue<'a>,
    pub span: Range<usize>,
    pub problems: &'a Problems,
}

impl<'a> Node<'a> {
    /// Notes what is wrong with this value.
    pub fn problem(&self, message: impl Into<String>, expected: impl Into<String>) {
        self.problems.add(&self.span, message, expected);
    }

    /// Notes that this is the wrong kind of value.
    pub fn wrong_type<T>(&self, expected: &str) -> Option<T> {
        self.problem(format!("this is {}", self.kind()), format!("expected {expected}"));
        None
    }

    fn kind(&self) -> &'static str {
        match self.value {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) => "a number",
            DeValue::Float(_) => "a number with a fraction",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        }
    }

    pub fn text(&self) -> Option<&'a str> {
        self.value.as_str().or_else(|| self.wrong_type("a text"))
    }

    pub fn switch(&self) -> Option<bool> {
        self.value.as_bool().or_else(|| self.wrong_type("true or false"))
    }

    pub fn number(&self) -> Option<i64> {
        let Some(number) = self.value.as_integer() else { return self.wrong_type("a number") };
        let parsed = i64::from_str_radix(number.as_str(), number.radix()).ok();
        if parsed.is_none() {
            self.problem("this number is too large", "expected a number below 2^63");
        }
        parsed
    }

    /// A number in a range; outside of it is noted.
    pub fn number_within(&self, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
        let number = self.number()?;
        if range.contains(&number) {
            return Some(number);
        }
        let (start, end) = range.into_inner();
        self.problem(
            format!("{number} is out of range"),
            format!("expected a number from {start} to {end}"),
        );
        None
    }

    /// A share from 0 to 1.
    pub fn share(&self) -> Option<f64> {
        let share: Option<f64> = match self.value {
            DeValue::Integer(number) => number.as_str().parse().ok(),
            DeValue::Float(number) => number.as_str().parse().ok(),
            _ => return self.wrong_type("a share from 0 to 1"),
        };
        let share = share.filter(|share| (0.0..=1.0).contains(share));
        if share.is_none() {
            self.problem("this share is out of range", "expected a share from 0 to 1");
        }
        share
    }

    pub fn list(&self) -> Option<Vec<Node<'a>>> {
        let DeValue::Array(items) = self.value else { return self.wrong_type("a list") };
        let node = |item: &'a toml::Spanned<DeValue<'a>>| Node {
            value: item.get_ref(),
            span: item.span(),
            problems: self.problems,
        };
        Some(items.iter().map(node).collect())
    }

    pub fn table(&self) -> Option<Table<'a>> {
        let DeValue::Table(entries) = self.value else { return self.wrong_type("a table") };
        Some(Table::new(entries, self.span.clone(), self.problems))
    }

    /// A text out of a closed list.
    pub fn one_of(&self, what: &str, names: &[&str]) -> Option<usize> {
        let text = self.text()?;
        let found = names.iter().position(|&name| name == text);
        if found.is_none() {
            self.problems.unknown(&self.span, what, text, names);
        }
        found
    }

    /// A kebab-case name.
    pub fn name(&self) -> Option<&'a str> {
        let text = self.text()?;
        let mut letters = text.chars();
        let starts =
            letters.next().is_some_and(|first| first.is_ascii_lowercase() || first.is_ascii_digit());
        if starts
            && letters
                .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-')
        {
            return Some(text);
        }
        self.problem(
            format!("`{text}` is not a name"),
            "expected small letters, digits and hyphens: `recv-size`",
        );
        None
    }

    /// The place of a part of this text, counted in bytes; the whole where the text has escapes.
    pub fn inside(&self, part: Range<usize>) -> Range<usize> {
        let plain = self.value.as_str().is_some_and(|text| text.len() + 2 == self.span.len());
        let first = self.span.start + 1;
        if plain { first + part.start..first + part.end } else { self.span.clone() }
    }

    /// A table with a text in each language.
    pub fn bilingual(&self) -> Option<Bilingual> {
        let table = self.table()?;
        let (en, zh) = (table.language("en", "English"), table.language("zh", "Chinese"));
        table.finish();
        Some(Bilingual { en: en?, zh: zh? })
    }
}

/// A table that remembers which keys it was asked for: the others are unknown.
pub(in crate::lesson) struct Table<'a> {
    entries: &'a DeTable<'a>,
    pub span: Range<usize>,
    pub problems: &'a Problems,
    known: RefCell<Vec<&'static str>>,
}

impl<'a> Table<'a> {
    pub fn new(entries: &'a DeTable<'a>, span: Range<usize>, problems: &'a Problems) -> Self {
        Self { entries, span, problems, known: RefCell::default() }
    }

    /// The value of a key, if it is there.
    pub fn get(&self, key: &'static str) -> Option<Node<'a>> {
        self.known.borrow_mut().push(key);
        self.entry(key).map(|(_, node)| node)
    }

    /// The value of a key that must be there.
    pub fn need(&self, key: &'static str) -> Option<Node<'a>> {
        let node = self.get(key);
        if node.is_none() && !self.is_misspelt(&[key]) {
            self.problems.add(&self.span, format!("`{key}` is missing"), format!("expected `{key} = …`"));
        }
        node
    }

    /// The items of a list under a key; none if the key is not there.
    pub fn items(&self, key: &'static str) -> Vec<Node<'a>> {
        self.get(key).and_then(|node| node.list()).unwrap_or_default()
    }

    /// All entries with the places of their keys, in the order of the file.
    pub fn entries(&self) -> Vec<(&'a str, Range<usize>, Node<'a>)> {
        let mut entries: Vec<_> = self
            .entries
            .iter()
            .map(|(key, value)| {
                let node = Node { value: value.get_ref(), span: value.span(), problems: self.problems };
                (key.get_ref().as_ref(), key.span(), node)
            })
            .collect();
        entries.sort_by_key(|(_, span, _)| span.start);
        entries
    }

    /// The place of a key, and its value.
    pub fn entry(&self, key: &str) -> Option<(Range<usize>, Node<'a>)> {
        let (key, value) = self.entries.iter().find(|(name, _)| name.get_ref() == key)?;
        Some((key.span(), Node { value: value.get_ref(), span: value.span(), problems: self.problems }))
    }

    fn language(&self, key: &'static str, language: &str) -> Option<String> {
        let Some(node) = self.get(key) else {
            if self.is_misspelt(&[key]) {
                return None;
            }
            let message = format!("the {language} text is missing");
            self.problems.add(&self.span, message, format!("expected `{key} = \"…\"`"));
            return None;
        };
        let text = node.text()?;
        if text.trim().is_empty() {
            node.problem(format!("the {language} text is empty"), "expected a text");
            return None;
        }
        Some(text.to_owned())
    }

    /// Notes every key that nobody asked for; the table is not needed any more.
    pub fn finish(self) {
        self.report_unknown();
    }

    /// Notes every key that nobody has asked for so far.
    pub fn report_unknown(&self) {
        let known = self.known.borrow();
        #[cfg(test)]
        asked::note(&known);
        for (key, span, _) in self.entries() {
            if !known.contains(&key) {
                self.problems.add(&span, format!("unknown key `{key}`"), suggest(key, &known));
            }
        }
    }

    /// Notes that these keys are asked for.
    pub fn known(&self, keys: &[&'static str]) {
        self.known.borrow_mut().extend(keys);
    }

    /// The one key out of several that is there; none or two are noted.
    pub fn exactly_one(&self, keys: &[&'static str]) -> Option<(&'static str, Range<usize>, Node<'a>)> {
        self.known.borrow_mut().extend(keys);
        let found = |&key: &&'static str| self.entry(key).map(|(span, node)| (key, span, node));
        let mut found: Vec<_> = keys.iter().filter_map(found).collect();
        found.sort_by_key(|(_, span, _)| span.start);
        match found.as_slice() {
            [] => {
                self.none_of(keys);
                None
            }
            [_] => found.pop(),
            [(first, ..), (second, span, _), ..] => {
                let message = format!("`{second}` does not go with `{first}`");
                self.problems.add(
                    span,
                    message,
                    format!("expected only one of `{first}` and `{second}`"),
                );
                None
            }
        }
    }

    fn none_of(&self, keys: &[&'static str]) {
        if !self.is_misspelt(keys) {
            let expected = format!("expected {}", one_of(keys));
            self.problems.add(&self.span, "nothing says what it does", expected);
        }
    }

    /// Whether a key that nobody asked for looks like one of these: [`Self::finish`] will say so.
    fn is_misspelt(&self, keys: &[&str]) -> bool {
        let known = self.known.borrow();
        let mut strangers = self.entries().into_iter().filter(|(key, ..)| !known.contains(key));
        strangers.any(|(key, ..)| suggest(key, keys).starts_with("did you mean"))
    }
}

/// Every key that the parser asked for, so that tests can compare them with the schema.
#[cfg(test)]
pub(in crate::lesson) mod asked {
    use std::cell::RefCell;
    use std::collections::BTreeSet;

    thread_local!(static ASKED: RefCell<BTreeSet<&'static str>> = RefCell::default());

    pub(super) fn note(keys: &[&'static str]) {
        ASKED.with_borrow_mut(|asked| asked.extend(keys));
    }

    /// What was asked for in this thread so far.
    pub fn keys() -> BTreeSet<&'static str> {
        ASKED.with_borrow(Clone::clone)
    }
}
