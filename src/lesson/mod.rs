//! Lesson folders → lessons, their course, and what is wrong with them.
//!
//! [`load_folder`] reads one folder and [`Catalog`] all of them. [`Lesson::scenario`] resolves a
//! lesson at given knobs to something that can be run; [`Condition`] judges what came of it.

pub mod catalog;
pub mod characters;
pub mod codec;
pub mod condition;
pub mod course;
pub mod diagnostic;
pub mod expression;
pub mod facts;
pub mod folder;
mod gates;
pub mod glossary;
#[expect(clippy::module_inception, reason = "the module is about lessons, and this file is one lesson")]
pub mod lesson;
mod options;
mod parse;
pub mod resolve;
mod review;
mod schema;
pub mod script;
pub mod sweep;
pub mod terms;
mod until_end;
mod validate;
pub mod value;

pub use catalog::Catalog;
pub use characters::covers;
pub use condition::{Certainty, Claim, Condition, Expected, Fact, Test};
pub use course::{Chapter, Course, CoursePath};
pub use diagnostic::Diagnostic;
pub use expression::Expression;
pub use facts::{FactKind, Judgement, broken_percent};
pub use folder::load_folder;
pub use glossary::{Glossary, Term};
pub use lesson::{
    Bilingual, Knob, KnobChoice, KnobKind, Lang, Lesson, LessonStep, Pane, PredictionChoice, Settings,
    StepHands, StepKind, Value, View,
};
pub use review::{review, review_glossary};
pub use schema::{SCHEMA_FILE, schema};
pub use sweep::SweepError;
pub use terms::{term_of, without_terms};
pub use value::SettingError;
