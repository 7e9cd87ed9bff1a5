//! The names that lessons give to socket options.

use crate::model::{Acks, SocketOption};

use super::expression::Factor;
use super::lesson::{BoundValue, KnobKind, Lesson, OptionBinding, Settings, Value};

/// What values an option takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OptionKind {
    /// True or false.
    Switch,
    /// Bytes, where zero leaves the kernel's own value; seconds or milliseconds.
    Number,
    /// One of [`ACKS`].
    Acks,
}

/// Every option with its name in lessons.
pub(super) const OPTIONS: [(&str, OptionKind); 11] = [
    ("nagle", OptionKind::Switch),
    ("cork", OptionKind::Switch),
    ("acks", OptionKind::Acks),
    ("mss", OptionKind::Number),
    ("send-buffer", OptionKind::Number),
    ("recv-buffer", OptionKind::Number),
    ("linger", OptionKind::Number),
    ("reuse-address", OptionKind::Switch),
    ("non-blocking", OptionKind::Switch),
    ("send-timeout-ms", OptionKind::Number),
    ("recv-timeout-ms", OptionKind::Number),
];

/// The settings of acknowledgements with their names in lessons.
pub(super) const ACKS: [(&str, Acks); 3] =
    [("kernel", Acks::Kernel), ("delayed", Acks::Delayed), ("quick", Acks::Quick)];

impl OptionKind {
    /// What a value of this kind looks like, for messages.
    pub fn expected(self) -> &'static str {
        match self {
            Self::Switch => "true, false, or a toggle knob",
            Self::Number => "a number or a slider knob",
            Self::Acks => "`\"kernel\"`, `\"delayed\"`, `\"quick\"`, or a choice knob with these values",
        }
    }

    /// Whether every value of a knob is one of this option.
    pub fn takes(self, knob: &KnobKind) -> bool {
        match (self, knob) {
            (Self::Switch, KnobKind::Toggle { .. }) | (Self::Number, KnobKind::Slider { .. }) => true,
            (Self::Acks, KnobKind::Choice { choices, .. }) => {
                choices.iter().all(|choice| acks(&choice.value).is_some())
            }
            _ => false,
        }
    }
}

/// What an option binding comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// This option is set.
    Socket(SocketOption),
    /// Acknowledgements are set.
    Acks(Acks),
    /// Nothing: the kernel's own value stays.
    Nothing,
}

/// The name in the manual pages of an option of that name in lessons.
fn kernel_name(option: &str) -> &'static str {
    match option {
        "nagle" => "TCP_NODELAY",
        "cork" => "TCP_CORK",
        "acks" => "TCP_QUICKACK",
        "mss" => "TCP_MAXSEG",
        "send-buffer" => "SO_SNDBUF",
        "recv-buffer" => "SO_RCVBUF",
        "linger" => "SO_LINGER",
        "reuse-address" => "SO_REUSEADDR",
        "non-blocking" => "O_NONBLOCK",
        "send-timeout-ms" => "SO_SNDTIMEO",
        "recv-timeout-ms" => "SO_RCVTIMEO",
        _ => "",
    }
}

impl Lesson {
    /// The socket options that a knob decides: endpoint, and the option's name in the manual pages.
    pub fn options_bound_to<'a>(
        &'a self,
        knob: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'static str)> {
        self.endpoints.iter().flat_map(move |endpoint| {
            let bound = endpoint.options.iter().filter(move |binding| binding.value.names(knob));
            bound.map(|binding| (endpoint.name.as_str(), kernel_name(&binding.option)))
        })
    }
}

impl BoundValue {
    fn names(&self, knob: &str) -> bool {
        match self {
            Self::Knob(name) => name == knob,
            Self::Number(expression) => expression
                .factors
                .iter()
                .any(|factor| matches!(factor, Factor::Knob(name) if name == knob)),
            Self::Switch(_) | Self::Choice(_) => false,
        }
    }
}

impl OptionBinding {
    /// What it comes to with these settings, or why it comes to nothing.
    pub(super) fn resolve(&self, settings: &Settings) -> Result<Bound, String> {
        let value = match &self.value {
            BoundValue::Number(expression) => return self.numeric(expression.evaluate(settings)?),
            BoundValue::Switch(on) => &Value::Switch(*on),
            BoundValue::Choice(choice) => &Value::Choice(choice.clone()),
            BoundValue::Knob(name) => {
                settings.get(name).ok_or_else(|| format!("`{name}` has no value"))?
            }
        };
        match value {
            Value::Switch(on) => {
                switch(&self.option, *on).ok_or("true and false mean nothing here".to_owned())
            }
            Value::Number(number) => {
                let number = u64::try_from(*number).map_err(|_| "less than nothing".to_owned())?;
                self.numeric(number)
            }
            Value::Choice(name) => {
                acks(name).map(Bound::Acks).ok_or_else(|| format!("`{name}` means nothing here"))
            }
        }
    }

    fn numeric(&self, number: u64) -> Result<Bound, String> {
        let value = u32::try_from(number).ok().filter(|&value| i32::try_from(value).is_ok());
        let value = value.ok_or_else(|| format!("{number} is more than the kernel takes"))?;
        let option = match (self.option.as_str(), value) {
            ("mss" | "send-buffer" | "recv-buffer", 0) => return Ok(Bound::Nothing),
            ("mss", _) => SocketOption::MaxSegment(value),
            ("send-buffer", _) => SocketOption::SendBuffer(value),
            ("recv-buffer", _) => SocketOption::ReceiveBuffer(value),
            ("send-timeout-ms", _) => SocketOption::SendTimeout(value),
            ("recv-timeout-ms", _) => SocketOption::ReceiveTimeout(value),
            ("linger", _) => {
                let seconds =
                    u16::try_from(value).map_err(|_| format!("{value} seconds are too many"))?;
                SocketOption::Linger(Some(seconds))
            }
            _ => return Err("a number means nothing here".to_owned()),
        };
        Ok(Bound::Socket(option))
    }
}

fn switch(option: &str, on: bool) -> Option<Bound> {
    let option = match option {
        "nagle" => SocketOption::NoDelay(!on),
        "cork" => SocketOption::Cork(on),
        "reuse-address" => SocketOption::ReuseAddress(on),
        "non-blocking" => SocketOption::NonBlocking(on),
        _ => return None,
    };
    Some(Bound::Socket(option))
}

/// The setting of acknowledgements of that name.
pub(super) fn acks(name: &str) -> Option<Acks> {
    ACKS.iter().find(|(known, _)| *known == name).map(|&(_, acks)| acks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::script::When;

    fn binding(option: &str, value: BoundValue) -> OptionBinding {
        let when = When::default();
        OptionBinding { option: option.to_owned(), value, when, line: 1, span: 0..0 }
    }

    #[test]
    fn options_become_what_the_kernel_calls_them() {
        let settings = Settings::from([
            ("nagle".to_owned(), Value::Switch(true)),
            ("acks".to_owned(), Value::Choice("delayed".to_owned())),
            ("buffer".to_owned(), Value::Number(4096)),
        ]);
        let check = |option: &str, value: BoundValue, expected: Bound| {
            assert_eq!(binding(option, value).resolve(&settings), Ok(expected), "{option}");
        };
        let knob = |name: &str| BoundValue::Knob(name.to_owned());
        let number = |number| {
            let factors = vec![Factor::Number(number)];
            BoundValue::Number(crate::lesson::Expression { factors, span: 0..0 })
        };
        check("nagle", knob("nagle"), Bound::Socket(SocketOption::NoDelay(false)));
        check("nagle", BoundValue::Switch(false), Bound::Socket(SocketOption::NoDelay(true)));
        check("cork", BoundValue::Switch(true), Bound::Socket(SocketOption::Cork(true)));
        check("reuse-address", BoundValue::Switch(true), Bound::Socket(SocketOption::ReuseAddress(true)));
        check("non-blocking", BoundValue::Switch(true), Bound::Socket(SocketOption::NonBlocking(true)));
        check("acks", knob("acks"), Bound::Acks(Acks::Delayed));
        check("acks", BoundValue::Choice("quick".to_owned()), Bound::Acks(Acks::Quick));
        check("send-buffer", knob("buffer"), Bound::Socket(SocketOption::SendBuffer(4096)));
        check("recv-buffer", number(7), Bound::Socket(SocketOption::ReceiveBuffer(7)));
        check("mss", number(88), Bound::Socket(SocketOption::MaxSegment(88)));
        for option in ["mss", "send-buffer", "recv-buffer"] {
            check(option, number(0), Bound::Nothing);
        }
        check("linger", number(0), Bound::Socket(SocketOption::Linger(Some(0))));
        check("send-timeout-ms", number(5), Bound::Socket(SocketOption::SendTimeout(5)));
        check("recv-timeout-ms", number(0), Bound::Socket(SocketOption::ReceiveTimeout(0)));
        assert!(binding("linger", number(70_000)).resolve(&settings).is_err());
        assert!(binding("mss", number(1 << 31)).resolve(&settings).is_err());
    }

    #[test]
    fn every_option_is_resolved() {
        for (option, kind) in OPTIONS {
            let value = match kind {
                OptionKind::Switch => BoundValue::Switch(true),
                OptionKind::Acks => BoundValue::Choice("kernel".to_owned()),
                OptionKind::Number => BoundValue::Knob("n".to_owned()),
            };
            let settings = Settings::from([("n".to_owned(), Value::Number(1))]);
            assert!(binding(option, value).resolve(&settings).is_ok(), "{option}");
        }
    }
}
