//! Opening the window on the screen.

use eframe::egui::{self, vec2};
use thiserror::Error;

use crate::lesson::{Catalog, Lang};
use crate::session::{Session, StartOptions, Storage};

use super::LabApp;

/// What the window begins with.
pub struct Start {
    /// The lessons.
    pub catalog: Catalog,
    /// The id of the lesson to open; the one that was open last if left out.
    pub lesson: Option<String>,
    /// The language; the one that was chosen last if left out.
    pub lang: Option<Lang>,
}

/// The window could not be opened.
#[derive(Debug, Error)]
#[error(
    "the window cannot be opened: {reason}\n\
     On Debian and Ubuntu it needs these packages:\n  \
     apt-get install libgl1 libgl1-mesa-dri libx11-6 libx11-xcb1 libxcursor1 libxi6 libxkbcommon-x11-0\n\
     Without a window, `stickylab list` and `stickylab run LESSON` do the same in the terminal."
)]
pub struct OpenError {
    reason: String,
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// When the display cannot be used; the message names the packages that are usually missing.
pub fn open(start: Start) -> Result<(), OpenError> {
    let viewport = egui::ViewportBuilder::default()
        .with_title("Sticky Packet Lab")
        .with_app_id("stickylab")
        .with_inner_size(vec2(1440.0, 860.0))
        .with_min_inner_size(vec2(800.0, 560.0));
    let options = eframe::NativeOptions { viewport, centered: true, ..eframe::NativeOptions::default() };
    let create: eframe::AppCreator<'_> = Box::new(move |creation| {
        let ctx = &creation.egui_ctx;
        let Start { catalog, lesson, lang } = start;
        let options = StartOptions { catalog, lesson, lang, storage: Storage::of_user() };
        let session = Session::start(options, LabApp::waker(ctx));
        Ok(Box::new(LabApp::new(ctx, session)))
    });
    quietly(|| eframe::run_native("stickylab", options, create))
}

/// A missing library is an error in some places below us and a panic in others; both end the same way.
fn quietly(run: impl FnOnce() -> eframe::Result) -> Result<(), OpenError> {
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(|panic| log::error!("{panic}")));
    let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
    std::panic::set_hook(told);
    match ended {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(OpenError { reason: error.to_string() }),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            Err(OpenError { reason: text.unwrap_or_else(|| "a library failed".to_owned()) })
        }
    }
}
