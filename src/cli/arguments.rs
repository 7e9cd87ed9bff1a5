//! What can be said on the command line.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::{ArgGroup, Args, Parser, Subcommand};

use crate::lesson::Lang;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    version,
    about = "Shows over real sockets that TCP delivers a byte stream, not messages",
    after_help = "Without a command, the window opens."
)]
pub struct Arguments {
    /// What to do in the terminal; the window without it.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Open the window at this lesson.
    #[arg(long, value_name = "ID")]
    pub lesson: Option<String>,
    /// Open the window in present mode: stage and step alone, for a classroom.
    #[arg(long)]
    pub present: bool,
    /// What goes for every command.
    #[command(flatten)]
    pub shared: Shared,
}

/// What goes for every command.
#[derive(Debug, Args)]
pub struct Shared {
    /// Language of lessons and tapes [default: the system's]
    #[arg(long, global = true, value_parser = languages())]
    pub lang: Option<Lang>,
    /// A folder with lessons of your own, added to the course
    #[arg(long = "lessons", global = true, value_name = "DIR")]
    pub folder: Option<PathBuf>,
}

/// What to do in the terminal.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the lessons of the course
    List(ListArguments),
    /// Run a lesson once and draw what happened, or many times and count
    Run(RunArguments),
    /// Check that lessons are well-formed and that what they claim happens
    Check(CheckArguments),
    /// Run a lesson many times at each of several values of one knob, and count broken runs
    Sweep(SweepArguments),
    /// Make a small lesson of your own that works
    New(NewArguments),
    /// Print the JSON Schema of lesson.toml, for editors
    Schema,
}

/// What `list` can be told.
#[derive(Debug, Args)]
pub struct ListArguments {
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

/// What `run` can be told.
#[derive(Debug, Args)]
pub struct RunArguments {
    /// The lesson's id, or its folder
    pub lesson: String,
    /// Turn a knob; may be given several times
    #[arg(long, value_name = "KNOB=VALUE", value_parser = setting)]
    pub set: Vec<(String, String)>,
    /// Run only this pane
    #[arg(long, value_name = "NAME")]
    pub pane: Option<String>,
    /// Run so many times and count the outcomes
    #[arg(long, value_name = "N", value_parser = runs())]
    pub repeat: Option<u32>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

/// What `new` can be told.
#[derive(Debug, Args)]
pub struct NewArguments {
    /// The lesson's folder; its last part becomes the id
    #[arg(value_name = "DIR")]
    pub lesson: PathBuf,
}

/// What `check` can be told.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// Ids or folders of the lessons; all of them without any
    #[arg(value_name = "LESSON")]
    pub lessons: Vec<String>,
    /// How often to run what is claimed to be certain; a share has its own number
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = runs())]
    pub repeat: u32,
}

/// What `sweep` can be told.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("points-of-the-sweep").args(["values", "from"]).required(true)))]
pub struct SweepArguments {
    /// The lesson's id, or its folder
    pub lesson: String,
    /// The knob to sweep
    #[arg(long, value_name = "NAME")]
    pub knob: String,
    /// The values that it is given
    #[arg(long, value_name = "A,B,…", value_delimiter = ',', allow_hyphen_values = true)]
    pub values: Vec<String>,
    /// Or: where a range begins, even on the knob's own scale: steps, or ratios where it is logarithmic
    #[arg(long, value_name = "A", requires = "to", requires = "points", allow_hyphen_values = true)]
    pub from: Option<i64>,
    /// Where it ends
    #[arg(long, value_name = "B", requires = "from", allow_hyphen_values = true)]
    pub to: Option<i64>,
    /// How many values it has, both ends counted
    #[arg(long, value_name = "K", requires = "from")]
    pub points: Option<usize>,
    /// How often to run at each value
    #[arg(long, value_name = "N", value_parser = runs())]
    pub repeat: u32,
    /// Turn another knob; may be given several times
    #[arg(long, value_name = "KNOB=VALUE", value_parser = setting)]
    pub set: Vec<(String, String)>,
    /// Run only this pane
    #[arg(long, value_name = "NAME")]
    pub pane: Option<String>,
    /// Print one JSON object
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Print comma-separated values with a header
    #[arg(long)]
    pub csv: bool,
}

fn runs() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(1..=1_000_000)
}

fn languages() -> impl clap::builder::TypedValueParser<Value = Lang> {
    PossibleValuesParser::new(Lang::ALL.map(Lang::code))
        .map(|code| Lang::ALL.into_iter().find(|lang| lang.code() == code).unwrap_or_default())
}

fn setting(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((knob, value)) if !knob.is_empty() => Ok((knob.to_owned(), value.to_owned())),
        _ => Err("write a knob's name, an equals sign and a value, as in recv-size=3".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_setting_is_cut_at_its_first_equals_sign() {
        let check = |text, expected: Option<(&str, &str)>| {
            let expected = expected.map(|(knob, value)| (knob.to_owned(), value.to_owned()));
            assert_eq!(setting(text).ok(), expected);
        };
        check("recv-size=3", Some(("recv-size", "3")));
        check("text=a=b", Some(("text", "a=b")));
        check("text=", Some(("text", "")));
        check("recv-size", None);
        check("=3", None);
    }
}
