//! Opening the window on the screen.

use std::cell::Cell;
use std::path::PathBuf;

use eframe::egui::{self, vec2};
use thiserror::Error;

use crate::lesson::{Catalog, Lang};
use crate::session::{Session, StartOptions, Storage};

use super::LabApp;

/// What the window begins with.
pub struct Start {
    /// The lessons.
    pub catalog: Catalog,
    /// The folder of a teacher's lessons among them, to be looked after.
    pub folder: Option<PathBuf>,
    /// The id of the lesson to open; the one that was open last if left out.
    pub lesson: Option<String>,
    /// The language; the one that was chosen last if left out.
    pub lang: Option<Lang>,
    /// Whether it opens in present mode.
    pub present: bool,
}

/// There was no window, or it ended with an error.
#[derive(Debug, Error)]
pub enum OpenError {
    /// It could not be opened.
    #[error(
        "the window cannot be opened: {0}\n\
         On Debian and Ubuntu it needs these packages:\n  \
         apt-get install libgl1 libgl1-mesa-dri libx11-6 libx11-xcb1 libxcursor1 libxi6 libxkbcommon-x11-0\n\
         Without a window, `stickylab list` and `stickylab run LESSON` do the same in the terminal."
    )]
    NotOpened(String),
    /// It was open, and then the display or a library failed.
    #[error("the window ended: {0}")]
    Ended(String),
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// When the display cannot be used; the message names the packages that are usually missing. When it
/// fails later.
pub fn open(start: Start) -> Result<(), OpenError> {
    let viewport = egui::ViewportBuilder::default()
        .with_title("Sticky Packet Lab")
        .with_app_id("stickylab")
        .with_inner_size(vec2(1440.0, 860.0))
        .with_min_inner_size(vec2(800.0, 560.0));
    let options = eframe::NativeOptions { viewport, centered: true, ..eframe::NativeOptions::default() };
    let opened = Cell::new(false);
    let create: eframe::AppCreator<'_> = Box::new(|creation| {
        opened.set(true);
        let ctx = &creation.egui_ctx;
        let Start { catalog, folder, lesson, lang, present } = start;
        let options = StartOptions { catalog, folder, lesson, lang, storage: Storage::of_user() };
        let session = Session::start(options, LabApp::waker(ctx));
        let mut app = LabApp::new(ctx, session);
        if present {
            app.present(ctx);
        }
        Ok(Box::new(app))
    });
    let ended = quietly(|| eframe::run_native("stickylab", options, create));
    ended.map_err(if opened.get() { OpenError::Ended } else { OpenError::NotOpened })
}

/// A missing library is an error in some places below us and a panic in others; both end the same way.
fn quietly(run: impl FnOnce() -> eframe::Result) -> Result<(), String> {
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(|panic| log::error!("{panic}")));
    let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
    std::panic::set_hook(told);
    match ended {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(without_source(&error.to_string()).to_owned()),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            Err(text.unwrap_or_else(|| "a library failed".to_owned()))
        }
    }
}

/// winit puts a place in its source before what the system said.
fn without_source(text: &str) -> &str {
    let place_first = text.split_once("os error at ").and_then(|(_, rest)| rest.split_once(": "));
    place_first.map_or(text, |(_, said)| said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_source_code_are_left_out() {
        let check = |text: &str, expected: &str| assert_eq!(without_source(text), expected);
        check("winit EventLoopError: os error at /a/mod.rs:788: No X server", "No X server");
        check("os error at src/mod.rs:7: it failed: why", "it failed: why");
        check("no configuration was found: none", "no configuration was found: none");
    }
}
