//! Numbers in scripts: given, taken from a slider, or products of such.

use std::fmt;
use std::ops::Range;

use super::lesson::{Settings, Value};

/// A number, the name of a slider knob, or a product of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// What is multiplied; never empty.
    pub factors: Vec<Factor>,
    /// Its place in lesson.toml, in bytes.
    pub span: Range<usize>,
}

/// One factor of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Factor {
    /// Given.
    Number(u64),
    /// The value of the slider of that name.
    Knob(String),
}

impl Expression {
    /// Its value with these settings, or why it has none.
    pub(super) fn evaluate(&self, settings: &Settings) -> Result<u64, String> {
        let value = |factor: &Factor| match factor {
            Factor::Number(number) => Ok(*number),
            Factor::Knob(name) => match settings.get(name) {
                Some(Value::Number(number)) => {
                    u64::try_from(*number).map_err(|_| format!("`{name}` is {number}, less than nothing"))
                }
                _ => Err(format!("`{name}` is not a slider")),
            },
        };
        let mut product = 1u64;
        for factor in &self.factors {
            product = product.checked_mul(value(factor)?).ok_or("the product is too large")?;
        }
        Ok(product)
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, factor) in self.factors.iter().enumerate() {
            if at > 0 {
                f.write_str(" * ")?;
            }
            match factor {
                Factor::Number(number) => write!(f, "{number}")?,
                Factor::Knob(name) => f.write_str(name)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_is_the_product_of_its_factors() {
        let settings = Settings::from([
            ("messages".to_owned(), Value::Number(10)),
            ("none".to_owned(), Value::Number(0)),
            ("below".to_owned(), Value::Number(-1)),
            ("on".to_owned(), Value::Switch(true)),
        ]);
        let check = |factors: &[Factor], expected: Result<u64, &str>| {
            let expression = Expression { factors: factors.to_vec(), span: 0..0 };
            assert_eq!(
                expression.evaluate(&settings).as_ref().map_err(String::as_str),
                expected.as_ref().map_err(|e| *e)
            );
        };
        let knob = |name: &str| Factor::Knob(name.to_owned());
        check(&[Factor::Number(7)], Ok(7));
        check(&[knob("messages"), Factor::Number(3), knob("messages")], Ok(300));
        check(&[knob("none"), knob("messages")], Ok(0));
        check(&[Factor::Number(u64::MAX), Factor::Number(2)], Err("the product is too large"));
        check(&[knob("below")], Err("`below` is -1, less than nothing"));
        check(&[knob("on")], Err("`on` is not a slider"));
    }
}
