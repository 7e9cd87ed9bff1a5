//! Opens the window, or does in the terminal what the command line says.

use std::process::ExitCode;

use clap::Parser as _;
use stickylab::cli::{self, Arguments, Exit, NoWindow};
#[cfg(feature = "gui")]
use stickylab::ui;

fn main() -> ExitCode {
    env_logger::init();
    let arguments = Arguments::parse();
    let exit = match &arguments.command {
        Some(command) => cli::execute(command, &arguments),
        None => open_window(&arguments),
    };
    exit.into()
}

#[cfg(feature = "gui")]
fn open_window(arguments: &Arguments) -> Exit {
    if !has_display() {
        return cli::without_window(NoWindow::NoDisplay, arguments);
    }
    let catalog = match cli::catalog_for_window(arguments) {
        Ok(catalog) => catalog,
        Err(failure) => return cli::refuse(&failure),
    };
    let (lesson, lang) = (arguments.lesson.clone(), arguments.shared.lang);
    let folder = arguments.shared.folder.clone();
    match ui::open(ui::Start { catalog, folder, lesson, lang, present: arguments.present }) {
        Ok(()) => Exit::Done,
        Err(error) => {
            cli::complain(&error.to_string());
            Exit::Failed
        }
    }
}

#[cfg(not(feature = "gui"))]
fn open_window(arguments: &Arguments) -> Exit {
    cli::without_window(NoWindow::NotBuilt, arguments)
}

/// Whether a window can open. Only on systems with X11 or Wayland it may be that none can.
#[cfg(feature = "gui")]
fn has_display() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let always = cfg!(any(windows, target_os = "macos"));
    always || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}
