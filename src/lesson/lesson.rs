//! A lesson in memory, as it was read and found to be whole.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use crate::model::{Counts, EndpointId, Transport};

use super::codec::CodecWord;
use super::condition::{Claim, Condition};
use super::diagnostic::Source;
use super::expression::Expression;
use super::script::{ScriptStep, When};
use super::terms::without_terms;

/// A language that the lab speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English
    #[default]
    En,
    /// Chinese, in simplified characters
    Zh,
}

impl Lang {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::En, Self::Zh];

    /// "en" or "zh", as on the command line and in the names of lesson files.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh",
        }
    }
}

/// A text in both languages; neither is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bilingual {
    /// English
    pub en: String,
    /// Chinese
    pub zh: String,
}

impl Bilingual {
    /// The text in that language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }

    /// The same without the marks around code.
    pub fn plain(&self, lang: Lang) -> String {
        self.pieces(lang).map(|(piece, _)| piece).collect()
    }

    /// Its pieces, and whether each is code: what stands between two `` ` ``.
    pub fn pieces(&self, lang: Lang) -> impl Iterator<Item = (&str, bool)> {
        let pieces = self.get(lang).split('`').enumerate();
        pieces.map(|(place, piece)| (piece, place % 2 == 1)).filter(|(piece, _)| !piece.is_empty())
    }
}

/// One lesson.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// The id by which course and command line know it: the folder's name.
    pub id: String,
    /// Its title.
    pub title: Bilingual,
    /// The article's numbers that it covers: "P7", "C12".
    pub covers: Vec<String>,
    /// The view that it opens in.
    pub view: View,
    /// What can be turned.
    pub knobs: Vec<Knob>,
    /// The variations that are run one after the other and drawn side by side.
    pub panes: Vec<Pane>,
    /// The endpoints and their scripts, the same for every pane but for `when`.
    pub endpoints: Vec<EndpointScript>,
    /// Who connects to whom, by place in `endpoints`.
    pub links: Vec<(usize, usize)>,
    /// How long a step of a script may take.
    pub deadline: Duration,
    /// What the learner is led through.
    pub steps: Vec<LessonStep>,
    /// What is promised to happen, and is checked.
    pub claims: Vec<Claim>,
    /// The text of lesson.toml, for errors that depend on the knobs.
    pub source: Arc<Source>,
    /// en.md and zh.md.
    pub texts: [Arc<Source>; 2],
    /// The ids of the terms that its texts link to.
    pub terms: Vec<String>,
}

/// How the stage shows a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum View {
    /// Tapes of bytes.
    #[default]
    Bytes,
    /// Lanes over time.
    Time,
    /// How many runs fell out.
    Outcomes,
}

impl View {
    /// All of them with their names in lesson.toml.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Bytes, "bytes"), (Self::Time, "time"), (Self::Outcomes, "outcomes")];
}

impl Lesson {
    /// The sentence to remember: the last quotation in the texts of the steps, as Markdown.
    pub fn to_remember(&self, lang: Lang) -> Option<String> {
        let quoted = |text: &str| {
            let lines = text.lines().skip_while(|line| !line.starts_with('>'));
            let quote: Vec<&str> =
                lines.map_while(|line| line.strip_prefix('>')).map(str::trim).collect();
            let whole = quote.join(if lang == Lang::Zh { "" } else { " " });
            (!quote.is_empty()).then(|| without_terms(&whole))
        };
        self.steps.iter().rev().find_map(|step| quoted(step.text.get(lang)))
    }
}

/// A value that a learner can change.
#[derive(Clone, Debug)]
pub struct Knob {
    /// kebab-case, the same in every lesson where it means the same.
    pub name: String,
    /// What it is called in the window.
    pub label: Bilingual,
    /// One sentence on what it does; may be empty in both languages.
    pub help: Bilingual,
    /// Its values.
    pub kind: KnobKind,
    /// Whether it is tucked away until asked for.
    pub folded: bool,
}

/// The values of a knob.
#[derive(Clone, Debug)]
pub enum KnobKind {
    /// A number on a scale.
    Slider {
        /// The smallest value.
        min: i64,
        /// The largest value.
        max: i64,
        /// The value at the start.
        default: i64,
        /// Whether equal distances are equal ratios.
        logarithmic: bool,
        /// "B", "ms", or nothing.
        unit: String,
    },
    /// On or off.
    Toggle {
        /// The value at the start.
        default: bool,
    },
    /// One of several.
    Choice {
        /// The value at the start, one of the choices.
        default: String,
        /// What there is to choose.
        choices: Vec<KnobChoice>,
    },
}

/// One value of a choice knob.
#[derive(Clone, Debug)]
pub struct KnobChoice {
    /// kebab-case, as `--set` and scripts know it.
    pub value: String,
    /// What it is called in the window.
    pub label: Bilingual,
}

/// The value of a knob.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Of a slider.
    Number(i64),
    /// Of a toggle.
    Switch(bool),
    /// Of a choice.
    Choice(String),
}

/// The values of all knobs of a lesson, by name.
pub type Settings = BTreeMap<String, Value>;

/// A variation of the lesson: its own transport and some knobs held fixed.
#[derive(Clone, Debug)]
pub struct Pane {
    /// kebab-case: "tcp", "nagle-on".
    pub name: String,
    /// What it is called in the window.
    pub title: Bilingual,
    /// What carries the bytes.
    pub transport: Transport,
    /// Whether it runs over IPv6.
    pub v6: bool,
    /// What it counts, to judge what arrived.
    pub counts: Counts,
    /// Knobs that have another value in this pane than the learner set.
    pub fixed: Settings,
}

/// An endpoint with its options and its script, before knobs and pane are known.
#[derive(Clone, Debug)]
pub struct EndpointScript {
    /// "client", "server", …; the first one connects to the second unless the lesson says otherwise.
    pub name: String,
    /// Socket options set before the script begins.
    pub options: Vec<OptionBinding>,
    /// How it frames and decodes: the first one whose condition holds.
    pub codecs: Vec<CodecWord>,
    /// Its steps.
    pub script: Vec<ScriptStep>,
}

/// A socket option bound to a value or to a knob.
#[derive(Clone, Debug)]
pub struct OptionBinding {
    /// The option's name in lessons: "nagle", "send-buffer", …
    pub option: String,
    /// Where its value comes from.
    pub value: BoundValue,
    /// When it is set at all.
    pub when: When,
    /// The line in lesson.toml.
    pub line: u32,
    /// Its place in lesson.toml, in bytes.
    pub span: Range<usize>,
}

/// A value in a script: given, or taken from a knob.
#[derive(Clone, Debug, PartialEq)]
pub enum BoundValue {
    /// A number, or a product of numbers and knobs.
    Number(Expression),
    /// True or false.
    Switch(bool),
    /// One of the option's own names: "delayed".
    Choice(String),
    /// The value of a knob.
    Knob(String),
}

/// A step of the lesson.
#[derive(Clone, Debug)]
pub struct LessonStep {
    /// kebab-case; the heading of its section in both languages' text.
    pub id: String,
    /// What the learner does in it.
    pub kind: StepKind,
    /// Its text in Markdown.
    pub text: Bilingual,
    /// The question's choices; empty unless the kind is [`StepKind::Predict`].
    pub choices: Vec<PredictionChoice>,
    /// How many runs decide the question; `None` if one does.
    pub runs: Option<u32>,
    /// Knob values that the step starts with, where it wants others than the learner's.
    pub set: Settings,
    /// The view that the step begins in, where it wants another.
    pub view: Option<View>,
    /// The names of the panes that it is about, in the order in which they are presented; empty where it
    /// is about all of them.
    pub panes: Vec<String>,
    /// Whom the learner leads by hand from the beginning of the step; `None` where scripts run.
    pub hands: Option<StepHands>,
    /// The line in lesson.toml.
    pub line: u32,
}

/// A step that begins with endpoints led by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepHands {
    /// The pane's name.
    pub pane: String,
    /// The endpoints; never empty. The others follow their scripts.
    pub led: BTreeSet<EndpointId>,
}

/// What the learner does in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// Reads.
    Read,
    /// Says what will happen, before it is shown.
    Predict,
    /// Runs.
    Run,
    /// Looks at what happened.
    Observe,
    /// Turns the knobs.
    Explore,
    /// Is told why.
    Explain,
}

impl StepKind {
    /// All of them with their names in lesson.toml.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Read, "read"),
        (Self::Predict, "predict"),
        (Self::Run, "run"),
        (Self::Observe, "observe"),
        (Self::Explore, "explore"),
        (Self::Explain, "explain"),
    ];

    /// Whether it may begin with endpoints led by hand: not where a result may still be kept back, which
    /// hands would tell.
    pub fn has_hands(self) -> bool {
        !matches!(self, Self::Read | Self::Predict)
    }
}

/// One answer to a prediction. The facts of the run, or of its many runs, decide which one is right.
#[derive(Clone, Debug)]
pub struct PredictionChoice {
    /// What it says.
    pub label: Bilingual,
    /// When it is right.
    pub right_if: Condition,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(label: &str, pieces: &[(&str, bool)], plain: &str) {
        let label = Bilingual { en: label.to_owned(), zh: String::new() };
        assert_eq!(label.pieces(Lang::En).collect::<Vec<_>>(), pieces);
        assert_eq!(label.plain(Lang::En), plain);
    }

    #[test]
    fn code_in_a_label_is_told_from_words() {
        check("It returns `b''`", &[("It returns ", false), ("b''", true)], "It returns b''");
        check("`b''`, the end", &[("b''", true), (", the end", false)], "b'', the end");
        check("never", &[("never", false)], "never");
        check("", &[], "");
    }
}
