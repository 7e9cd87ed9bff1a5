//! Calls that moved no byte: sends of nothing, and calls that failed or waited in vain. They are in no lane,
//! for they have no place among the bytes, and are told at the end of their stream.

use eframe::egui::FontId;

use crate::model::{Call, ErrorName, StreamId, Trace};
use crate::text::StageWords;
use crate::text::cause::wait;

use crate::ui::theme::Scale;

use super::facts::{StreamFacts, written};

/// From here on, in nanoseconds, a call has waited.
const WAITED: u64 = 1_000_000;
/// Calls that are named at most.
const MOST: usize = 3;

/// Measured calls of one stream that moved nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strays {
    /// Sends without a byte, on a byte stream.
    pub empty_sends: u64,
    /// Calls that failed and that no verdict tells of.
    pub failed: Vec<Stray>,
}

/// Calls that failed alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stray {
    /// The endpoint that called.
    pub who: String,
    /// As the program writes it: "recv(64)".
    pub call: String,
    /// How it failed.
    pub error: ErrorName,
    /// How often.
    pub times: u64,
    /// How long the longest of them waited.
    pub waited_ns: u64,
    /// Whether it is a recv that waited and found nothing.
    pub in_vain: bool,
}

impl Strays {
    /// The calls of a stream; of those that failed, the ones among `errors`.
    pub fn of(trace: &Trace, stream: StreamId, errors: &[(String, ErrorName, u64)]) -> Self {
        let mut strays = Self::default();
        let is_its = |call: &Call| call.stream == Some(stream) && trace.is_measured(call);
        for (_, call) in trace.calls().filter(|(_, call)| is_its(call)) {
            let error = match call.outcome {
                Ok(0)
                    if call.kind.is_send() && call.asked == 0 && trace.scenario.transport.is_stream() =>
                {
                    strays.empty_sends += 1;
                    continue;
                }
                Ok(_) => continue,
                Err(error) => error,
            };
            let text = format!("{}({})", written(call.kind, trace.scenario.transport), call.asked);
            if errors.iter().any(|(known, its, _)| *known == text && *its == error) {
                strays.add(&trace.scenario.endpoint(call.endpoint).name, text, &call, error);
            }
        }
        strays
    }

    fn add(&mut self, who: &str, text: String, call: &Call, error: ErrorName) {
        let waited_ns = call.end_ns.saturating_sub(call.start_ns);
        let in_vain = call.kind.is_recv() && error == ErrorName::Again && waited_ns >= WAITED;
        let is_like = |one: &&mut Stray| one.who == who && one.call == text && one.error == error;
        match self.failed.iter_mut().find(is_like) {
            Some(one) => {
                one.times += 1;
                one.waited_ns = one.waited_ns.max(waited_ns);
                one.in_vain |= in_vain;
            }
            None => self.failed.push(Stray {
                who: who.to_owned(),
                call: text,
                error,
                times: 1,
                waited_ns,
                in_vain,
            }),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.empty_sends == 0 && self.failed.is_empty()
    }

    /// What is said of the calls that failed, in one line.
    pub fn told(&self, words: &StageWords) -> String {
        let (told, rest) = self.failed.split_at(self.failed.len().min(MOST));
        let told: Vec<String> = told.iter().map(|one| one.told(words)).collect();
        let more = if rest.is_empty() { "" } else { " …" };
        told.join(words.semicolon) + more
    }
}

impl Stray {
    fn told(&self, words: &StageWords) -> String {
        let trouble = &words.trouble;
        if self.in_vain {
            (trouble.in_vain)(&self.who, &self.call, &wait(self.waited_ns), self.times)
        } else {
            let what = (trouble.error)(&self.call, self.error.name(), self.times);
            format!("{}{}{what}", self.who, words.colon)
        }
    }
}

/// What is said of sends without a byte: what comes of them too, or only how often.
pub fn empty_sends(facts: &StreamFacts, words: &StageWords) -> [String; 2] {
    let sends = (words.marks.empty_sends)(facts.strays.empty_sends);
    let nothing = (words.marks.comes_to_nothing)(facts.transport.is_internet());
    [format!("{sends}{}{nothing}", words.colon), sends]
}

/// The type of a line: the two quotes of `b''` are two only where all letters are equally wide.
pub fn type_of(text: &str, scale: Scale) -> FontId {
    if text.contains("b''") { scale.small_mono() } else { scale.remark() }
}

/// What stands at the end of a tape, in one line; nothing where all calls moved bytes.
pub fn at_the_end(facts: &StreamFacts, words: &StageWords) -> Option<String> {
    let strays = &facts.strays;
    let empty = (strays.empty_sends > 0).then(|| {
        let [told, _] = empty_sends(facts, words);
        format!("{}{}{told}", facts.ends.0, words.colon)
    });
    let failed = (!strays.failed.is_empty()).then(|| strays.told(words));
    let told: Vec<String> = empty.into_iter().chain(failed).collect();
    (!told.is_empty()).then(|| told.join(words.semicolon))
}
