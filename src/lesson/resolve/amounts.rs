//! What the expressions of a script come to, within the limits.

use std::time::Duration;

use crate::lesson::diagnostic::Diagnostic;
use crate::lesson::expression::Expression;
use crate::lesson::script::{ScriptStep, TimeUnit, Word};

use super::{LARGEST_RECV, LONGEST_MS, LONGEST_SLEEP, Resolver};

impl Resolver<'_> {
    pub(super) fn evaluate(&self, expression: &Expression) -> Result<u64, Diagnostic> {
        let expected = format!("expected a smaller value of `{expression}`");
        expression.evaluate(&self.settings).map_err(|why| self.error(&expression.span, why, expected))
    }

    /// How many steps a script comes to.
    pub(super) fn count(&self, script: &[ScriptStep]) -> u64 {
        let done = script.iter().filter(|step| step.when.holds(self.pane, &self.settings));
        let count = |step: &ScriptStep| match &step.word {
            Word::Repeat { times, steps } => {
                times.evaluate(&self.settings).unwrap_or(0).saturating_mul(self.count(steps))
            }
            Word::Recv { times: Some(times), .. } => times.evaluate(&self.settings).unwrap_or(0),
            _ => 1,
        };
        done.map(count).fold(0, u64::saturating_add)
    }

    pub(super) fn recv_size(&self, size: &Expression) -> Result<u32, Diagnostic> {
        let bytes = self.evaluate(size)?;
        match u32::try_from(bytes) {
            Ok(small) if (1..=LARGEST_RECV).contains(&bytes) => Ok(small),
            _ => {
                let message = format!("a recv of {bytes} bytes");
                Err(self.error(&size.span, message, "expected 1 byte to 4 MiB (4194304)"))
            }
        }
    }

    pub(super) fn milliseconds(&self, time: &Expression, least: u64) -> Result<Duration, Diagnostic> {
        let asked = self.evaluate(time)?;
        if (least..=LONGEST_MS).contains(&asked) {
            return Ok(Duration::from_millis(asked));
        }
        let message = format!("{asked} ms is out of range");
        Err(self.error(&time.span, message, format!("expected {least} to {LONGEST_MS} milliseconds")))
    }

    pub(super) fn sleep(
        &mut self,
        time: &Expression,
        unit: TimeUnit,
        times: u64,
    ) -> Result<Duration, Diagnostic> {
        let once = match unit {
            TimeUnit::Milliseconds => self.milliseconds(time, 0)?,
            TimeUnit::Microseconds => self.microseconds(time)?,
        };
        let all = once.saturating_mul(u32::try_from(times).unwrap_or(u32::MAX));
        self.slept = self.slept.saturating_add(all);
        if self.slept > LONGEST_SLEEP {
            let message = "with this, the scripts sleep for more than 10 minutes";
            return Err(self.error(&time.span, message, "expected less sleep"));
        }
        Ok(once)
    }

    fn microseconds(&self, time: &Expression) -> Result<Duration, Diagnostic> {
        let asked = self.evaluate(time)?;
        let longest = LONGEST_MS * 1000;
        if asked <= longest {
            return Ok(Duration::from_micros(asked));
        }
        let message = format!("{asked} µs is out of range");
        Err(self.error(&time.span, message, format!("expected 0 to {longest} microseconds")))
    }
}
