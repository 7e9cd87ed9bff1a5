//! The command line: `list`, `run`, `check`, `sweep`, `new`, and the tapes in the terminal.

mod arguments;
mod by_hand;
mod check;
mod claims;
mod count;
mod exit;
mod list;
mod lookup;
mod new;
mod output;
mod progress;
mod questions;
mod repeat;
mod run;
mod runner;
mod sweep;
pub mod tape;
mod terminal;

use std::ffi::OsString;
use std::io::Write as _;

use anstyle::{AnsiColor, Style};

use crate::lesson::{Catalog, Diagnostic, Lang};

pub use arguments::{Arguments, Command};
pub use exit::{Exit, Failure};
pub use terminal::NoWindow;

use output::Output;

/// Does what a command says, on standard output.
pub fn execute(command: &Command, arguments: &Arguments) -> Exit {
    end(arguments, |catalog, output| {
        if let Some(lesson) = &arguments.lesson {
            let hint = "--lesson is for the window; name the lesson behind the command instead";
            return Err(Failure::Usage(format!("--lesson {lesson}: {hint}")));
        }
        match command {
            Command::List(list) => list::list(catalog, list.json, output),
            Command::Run(run) => run::run(&*lookup::lesson(catalog, &run.lesson)?, run, output),
            Command::Check(check) => check::check(catalog, check, output),
            Command::Sweep(sweep) => {
                sweep::sweep(&*lookup::lesson(catalog, &sweep.lesson)?, sweep, output)
            }
            Command::New(new) => new::new(&new.lesson, output),
            Command::Schema => {
                writeln!(output.to, "{:#}", crate::lesson::schema())?;
                Ok(Exit::Done)
            }
        }
    })
}

/// Runs a lesson in the terminal because no window can open, and tells how to go on.
pub fn without_window(why: NoWindow, arguments: &Arguments) -> Exit {
    end(arguments, |catalog, output| {
        terminal::without_window(why, catalog, arguments.lesson.as_deref(), output)
    })
}

/// The lessons that the arguments name: the course, and the folder given with `--lessons`.
///
/// # Errors
/// When the folder cannot be read.
fn catalog(arguments: &Arguments) -> Result<Catalog, Failure> {
    lookup::catalog(arguments.shared.folder.as_deref())
}

/// The same, where the lesson to open is one of them.
///
/// # Errors
/// When the folder cannot be read, or the lesson does not exist or is broken.
pub fn catalog_for_window(arguments: &Arguments) -> Result<Catalog, Failure> {
    let catalog = catalog(arguments)?;
    if let Some(name) = arguments.lesson.as_deref().filter(|name| catalog.lesson(name).is_none()) {
        lookup::lesson(&catalog, name)?;
        let hint = "open a folder of lessons with --lessons DIR, and name the lesson by its id";
        return Err(Failure::Usage(format!("--lesson {name} is a folder: {hint}")));
    }
    Ok(catalog)
}

/// Tells on standard error why a command could not be done, unless nobody is left to read it.
pub fn refuse(failure: &Failure) -> Exit {
    match failure {
        Failure::Lesson(diagnostics) => show(diagnostics),
        _ if failure.is_closed_pipe() => {}
        _ => complain(&failure.to_string()),
    }
    failure.exit()
}

/// The language that the arguments name, or else that of the system.
fn language(arguments: &Arguments) -> Lang {
    arguments.shared.lang.unwrap_or_else(|| language_of_system(|name| std::env::var_os(name)))
}

/// Prints an error on standard error. Where nobody reads that, nothing can be done.
pub fn complain(message: &str) {
    let style = Style::new().fg_color(Some(AnsiColor::Red.into())).bold();
    let _ = writeln!(anstream::stderr(), "{style}error:{style:#} {message}");
}

/// Prints what is wrong with lessons on standard error.
fn show(diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        let _ = writeln!(anstream::stderr(), "{diagnostic}");
    }
}

/// Tells on standard error what is worth knowing and no error.
fn mention(message: &str) {
    let _ = writeln!(anstream::stderr(), "note: {message}");
}

/// Runs a command and turns its end into an exit code, with a message where it failed.
fn end(
    arguments: &Arguments,
    command: impl FnOnce(&Catalog, &mut Output<'_>) -> Result<Exit, Failure>,
) -> Exit {
    let mut to = anstream::stdout().lock();
    let width = output::terminal_width();
    let mut output = Output { to: &mut to, width, lang: language(arguments) };
    let done = catalog(arguments).and_then(|catalog| {
        let exit = command(&catalog, &mut output)?;
        output.to.flush()?;
        Ok(exit)
    });
    done.unwrap_or_else(|failure| refuse(&failure))
}

/// Chinese where the environment asks for it, as setlocale(3) reads it; English otherwise.
fn language_of_system(variable: impl Fn(&str) -> Option<OsString>) -> Lang {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"];
    let locale = names.into_iter().filter_map(variable).find(|locale| !locale.is_empty());
    match locale {
        Some(locale) if locale.to_string_lossy().starts_with("zh") => Lang::Zh,
        _ => Lang::En,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_that_is_set_decides_the_language() {
        let check = |set: &[(&str, &str)], expected| {
            let variable = |name: &str| {
                let value = set.iter().find(|(known, _)| *known == name);
                value.map(|(_, value)| OsString::from(value))
            };
            assert_eq!(language_of_system(variable), expected);
        };
        check(&[], Lang::En);
        check(&[("LANG", "zh_CN.UTF-8")], Lang::Zh);
        check(&[("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")], Lang::En);
        check(&[("LC_ALL", ""), ("LC_MESSAGES", "zh_TW"), ("LANG", "en_GB")], Lang::Zh);
    }
}
