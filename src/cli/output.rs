//! Where a command writes, and how inks look in a terminal.

use std::io::{self, Write};

use anstyle::{AnsiColor, Color, Style};

use crate::lesson::Lang;
use crate::text;

use super::tape::{Ink, Line, TapeStyle};

/// Columns where the terminal does not tell.
const DEFAULT_WIDTH: usize = 80;

/// Where a command writes.
pub struct Output<'a> {
    /// Standard output; it drops colours where nobody wants them.
    pub to: &'a mut dyn Write,
    /// Columns of the terminal.
    pub width: usize,
    /// The language of lessons and tapes.
    pub lang: Lang,
}

impl Output<'_> {
    /// How tapes are to be written here.
    pub fn tape_style(&self) -> TapeStyle<'static> {
        let words = match self.lang {
            Lang::En => &text::EN,
            Lang::Zh => &text::ZH,
        };
        TapeStyle { words, width: self.width }
    }

    /// Writes a line with its inks.
    ///
    /// # Errors
    /// When standard output takes no more.
    pub fn line(&mut self, line: &Line) -> io::Result<()> {
        for (text, ink) in line.pieces() {
            let style = style_of(ink);
            write!(self.to, "{style}{text}{style:#}")?;
        }
        writeln!(self.to)
    }

    /// Writes text, wrapped to the terminal's width; lines after the first are indented.
    ///
    /// # Errors
    /// When standard output takes no more.
    pub fn text(&mut self, text: &str, ink: Ink, indent: usize) -> io::Result<()> {
        for line in super::tape::wrap(text, self.width, indent) {
            self.line(&Line::new(line, ink))?;
        }
        Ok(())
    }
}

/// Columns of the terminal that standard output is; 80 where that is not known.
pub fn terminal_width() -> usize {
    let size = terminal_size::terminal_size_of(io::stdout());
    size.map_or(DEFAULT_WIDTH, |(terminal_size::Width(columns), _)| usize::from(columns.max(1)))
}

/// Messages take turns with these; their number tells them apart without colour too.
const MESSAGES: [(AnsiColor, AnsiColor); 5] = [
    (AnsiColor::White, AnsiColor::Blue),
    (AnsiColor::Black, AnsiColor::Yellow),
    (AnsiColor::Black, AnsiColor::Green),
    (AnsiColor::White, AnsiColor::Magenta),
    (AnsiColor::Black, AnsiColor::Cyan),
];

/// The colour of the first message of a stream that answers, so that it differs from the question's.
const FIRST_ANSWER: usize = 3;

fn style_of(ink: Ink) -> Style {
    let text = |color: AnsiColor| Style::new().fg_color(Some(Color::Ansi(color)));
    match ink {
        Ink::Plain => Style::new(),
        Ink::Strong => Style::new().bold(),
        Ink::Pale => Style::new().dimmed(),
        Ink::Kept => text(AnsiColor::Green),
        Ink::Lost => text(AnsiColor::Red).bold(),
        Ink::Message(stream, number) => {
            let first = if stream.is_backward() { FIRST_ANSWER } else { 0 };
            let (front, back) = MESSAGES[(first + number as usize) % MESSAGES.len()];
            text(front).bg_color(Some(Color::Ansi(back)))
        }
    }
}
