//! What `stickylab` does where no window can open: the first lesson, and how to go on.

use crate::lesson::{Catalog, KnobKind};

use super::exit::{Exit, Failure};
use super::output::Output;
use super::tape::{Ink, Line};

/// Why there is no window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoWindow {
    /// Neither `DISPLAY` nor `WAYLAND_DISPLAY` is set.
    NoDisplay,
    /// This program was built without the feature `gui`.
    NotBuilt,
}

impl NoWindow {
    fn message(self) -> &'static str {
        match self {
            Self::NoDisplay => {
                "No display here (DISPLAY and WAYLAND_DISPLAY are not set): the lesson in the terminal instead."
            }
            Self::NotBuilt => {
                "This stickylab was built without its window: the lesson in the terminal instead."
            }
        }
    }
}

/// Runs a lesson, the first one of the course unless one is named, and tells how to go on.
///
/// # Errors
/// When the lesson does not exist, or sockets cannot be made.
pub fn without_window(
    why: NoWindow,
    catalog: &Catalog,
    lesson: Option<&str>,
    output: &mut Output<'_>,
) -> Result<Exit, Failure> {
    let lesson = match lesson {
        Some(name) => super::lookup::lesson(catalog, name)?,
        None => catalog
            .lessons()
            .next()
            .cloned()
            .ok_or_else(|| Failure::Lesson(catalog.diagnostics().to_vec()))?,
    };
    output.text(why.message(), Ink::Plain, 0)?;
    output.line(&Line::empty())?;
    let panes: Vec<_> = lesson.panes.iter().collect();
    let exit = super::run::draw(&lesson, &panes, &lesson.default_settings(), output)?;
    output.line(&Line::empty())?;
    output.text("How to go on:", Ink::Strong, 2)?;
    output.text("  stickylab list", Ink::Plain, 4)?;
    if let Some(knob) = lesson.knobs.first() {
        let value = another_value(&knob.kind);
        let command = format!("  stickylab run {} --set {}={value}", lesson.id, knob.name);
        output.text(&command, Ink::Plain, 4)?;
    }
    output.text("  stickylab --help", Ink::Plain, 4)?;
    Ok(exit)
}

/// A value other than the default, to try.
fn another_value(kind: &KnobKind) -> String {
    match kind {
        KnobKind::Slider { min, max, default, .. } => if min == default { max } else { min }.to_string(),
        KnobKind::Toggle { default } => (!default).to_string(),
        KnobKind::Choice { default, choices } => {
            let other = choices.iter().map(|choice| &choice.value).find(|value| *value != default);
            other.unwrap_or(default).clone()
        }
    }
}
