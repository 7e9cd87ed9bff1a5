//! Values and conditions as text.

use std::fmt;

use super::Unknown;
use crate::lesson::condition::{Condition, Expected, Fact, Test};

/// How much of a long list is written out.
const SHOWN: usize = 20;

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotThere(why) => f.write_str(why),
            Self::NotAvailable(None) => f.write_str("not available here"),
            Self::NotAvailable(Some(why)) => write!(f, "not available here: {why}"),
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Switch(on) => write!(f, "{on}"),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Numbers(numbers) => write_list(f, numbers),
            Self::Texts(texts) => write_list(f, texts),
        }
    }
}

fn write_list<T: fmt::Display>(f: &mut fmt::Formatter<'_>, items: &[T]) -> fmt::Result {
    let shown: Vec<String> = items.iter().take(SHOWN).map(T::to_string).collect();
    match items.len() {
        len if len > SHOWN => write!(f, "[{}, … {len} in all]", shown.join(", ")),
        _ => write!(f, "[{}]", shown.join(", ")),
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.pane, self.stream, self.fact.name())?;
        if matches!(self.fact, Fact::ReadData | Fact::ReadMessages) {
            write!(f, " of read {}", self.read)?;
        }
        if self.fact == Fact::FrameData {
            write!(f, " of frame {}", self.read)?;
        }
        match &self.test {
            Test::Equals(expected) => write!(f, " equals {expected}"),
            Test::Differs(expected) => write!(f, " differs from {expected}"),
            Test::AtLeast(least) => write!(f, " is at least {least}"),
            Test::AtMost(most) => write!(f, " is at most {most}"),
            Test::Within(least, most) => write!(f, " is at least {least} and at most {most}"),
        }
    }
}
