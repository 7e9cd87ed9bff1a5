//! A row of character cells, in which Chinese characters take two.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::model::StreamId;

/// What a piece of text stands for; the terminal decides how that looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ink {
    /// Nothing in particular.
    #[default]
    Plain,
    /// A heading.
    Strong,
    /// What may be passed over.
    Pale,
    /// Bytes of the message at that place of a stream.
    Message(StreamId, u32),
    /// What a program may rely on: intact, kept.
    Kept,
    /// Where taking a recv for a message goes wrong.
    Lost,
}

/// A line of text, in pieces of one ink each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line(Vec<(String, Ink)>);

impl Line {
    /// A line without anything.
    pub fn empty() -> Self {
        Self::default()
    }

    /// A line of one ink.
    pub fn new(text: impl Into<String>, ink: Ink) -> Self {
        Self(vec![(text.into(), ink)])
    }

    /// Appends text.
    #[must_use]
    pub fn then(mut self, text: impl Into<String>, ink: Ink) -> Self {
        self.0.push((text.into(), ink));
        self
    }

    /// Appends another line's text.
    #[must_use]
    pub fn join(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The pieces, from left to right.
    pub fn pieces(&self) -> impl Iterator<Item = (&str, Ink)> {
        self.0.iter().map(|(text, ink)| (text.as_str(), *ink))
    }

    /// The text alone.
    pub fn plain(&self) -> String {
        self.pieces().map(|(text, _)| text).collect()
    }

    /// The columns it takes.
    pub fn columns(&self) -> usize {
        self.pieces().map(|(text, _)| text.width()).sum()
    }
}

/// A row of cells to write into.
#[derive(Debug)]
pub struct Canvas {
    /// `None` is the second half of a wide character.
    cells: Vec<(Option<char>, Ink)>,
}

impl Canvas {
    /// So many blanks.
    pub fn new(columns: usize) -> Self {
        Self { cells: vec![(Some(' '), Ink::Plain); columns] }
    }

    /// Puts one narrow character there, over what was there.
    pub fn mark(&mut self, column: usize, mark: char, ink: Ink) {
        if column < self.cells.len() {
            self.free(column, column + 1);
            self.cells[column] = (Some(mark), ink);
        }
    }

    /// Blanks wide characters that stand half inside the columns `from..to`.
    fn free(&mut self, from: usize, to: usize) {
        for edge in [from, to] {
            if edge > 0 && self.cells.get(edge).is_some_and(|(cell, _)| cell.is_none()) {
                self.cells[edge - 1].0 = Some(' ');
                self.cells[edge].0 = Some(' ');
            }
        }
    }

    /// Puts one narrow character there if nothing was written over the place.
    pub fn mark_if_blank(&mut self, column: usize, mark: char, ink: Ink) {
        if self.cells.get(column) == Some(&(Some(' '), Ink::Plain)) {
            self.mark(column, mark, ink);
        }
    }

    /// Writes into the columns `from..to`, as much as the text needs of them.
    pub fn note(&mut self, from: usize, to: usize, text: &str, ink: Ink) {
        self.write(from, to.min(from + text.width()), text, ink);
    }

    /// Writes into the columns `from..to`, and gives them its ink; what does not fit is cut off with "…".
    pub fn write(&mut self, from: usize, to: usize, text: &str, ink: Ink) {
        let to = to.min(self.cells.len());
        let Some(room) = to.checked_sub(from) else { return };
        self.free(from, to);
        let mut cells = clip(text, room).chars().flat_map(cells_of).collect::<Vec<_>>();
        cells.resize(room, Some(' '));
        for (cell, content) in self.cells[from..to].iter_mut().zip(cells) {
            *cell = (content, ink);
        }
    }

    /// The row as a line, without blanks at its end.
    pub fn into_line(mut self) -> Line {
        let is_blank = |&(cell, ink): &(Option<char>, Ink)| cell == Some(' ') && ink == Ink::Plain;
        let used = self.cells.iter().rposition(|cell| !is_blank(cell)).map_or(0, |last| last + 1);
        self.cells.truncate(used);
        let mut line = Line::empty();
        for (cell, ink) in self.cells {
            match line.0.last_mut() {
                Some((text, last)) if *last == ink => text.extend(cell),
                _ => line.0.push((cell.into_iter().collect(), ink)),
            }
        }
        line
    }
}

fn cells_of(character: char) -> impl Iterator<Item = Option<char>> {
    let rest = character.width().unwrap_or(0).saturating_sub(1);
    std::iter::once(Some(character)).chain(std::iter::repeat_n(None, rest))
}

/// As much of the text as fits into so many columns, with "…" for the rest.
pub fn clip(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let Some(room) = columns.checked_sub(1) else { return String::new() };
    let mut used = 0;
    let fits = |character: &char| {
        used += character.width().unwrap_or(0);
        used <= room
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

/// The text in lines of at most so many columns, broken at blanks where there are any.
///
/// Lines after the first begin with `indent` blanks.
pub fn wrap(text: &str, columns: usize, indent: usize) -> Vec<String> {
    let columns = columns.max(2);
    let indent = " ".repeat(indent.min(columns / 4));
    let (first, mut rest) = split_line(text, columns);
    let mut lines = vec![first.to_owned()];
    while !rest.is_empty() {
        let (line, behind) = split_line(rest, columns - indent.len());
        lines.push(format!("{indent}{line}"));
        rest = behind;
    }
    lines
}

/// As much of the text as one line holds, and the rest without the blanks between them.
fn split_line(text: &str, columns: usize) -> (&str, &str) {
    let mut used = 0;
    let overflow = text.char_indices().find(|(_, character)| {
        used += character.width().unwrap_or(0);
        used > columns
    });
    let Some((overflow, next)) = overflow else { return (text.trim_end(), "") };
    // A character that is wider than the line has one for itself.
    let narrow = if overflow == 0 { next.len_utf8() } else { overflow };
    let at = break_until(text, overflow).unwrap_or(narrow);
    (text[..at].trim_end(), text[at..].trim_start())
}

/// The last place up to there at which a line may end: at a blank, or between Chinese characters, which are
/// written without, but never before a mark that closes.
fn break_until(text: &str, end: usize) -> Option<usize> {
    const CLOSING: &str = "，。、；：？！）》”’…";
    let is_wide = |letter: char| letter.width() == Some(2);
    let letters: Vec<(usize, char)> = text.char_indices().take_while(|(at, _)| *at <= end).collect();
    let may_end = |pair: &[(usize, char)]| {
        let (before, here) = (pair[0].1, pair[1].1);
        let is_place = [before, here].into_iter().any(|letter| letter == ' ' || is_wide(letter));
        (is_place && !CLOSING.contains(here)).then_some(pair[1].0)
    };
    letters.windows(2).rev().find_map(may_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_breaks_between_characters_and_never_before_a_mark_that_closes() {
        let check = |text: &str, columns, expected: &[&str]| {
            assert_eq!(wrap(text, columns, 2), expected);
        };
        check("hello feng", 8, &["hello", "  feng"]);
        check("mine  粘包是谁的错？", 12, &["mine  粘包是", "  谁的错？"]);
        check("一二三，四五", 6, &["一二", " 三，", " 四五"]);
        check("用 recv(10) 读", 8, &["用", "  recv(1", "  0) 读"]);
    }

    #[test]
    fn wide_characters_take_two_cells() {
        let check = |columns, from, to, text: &str, expected: &str| {
            let mut canvas = Canvas::new(columns);
            canvas.mark(columns - 1, '│', Ink::Plain);
            canvas.write(from, to, text, Ink::Strong);
            let line = canvas.into_line();
            assert_eq!(line.plain(), expected);
            assert_eq!(line.columns(), columns);
        };
        check(8, 1, 7, "粘包", " 粘包  │");
        check(8, 1, 7, "粘包实验", " 粘包… │");
        check(8, 1, 7, "hello", " hello │");
        check(8, 1, 7, "hello all", " hello…│");
    }

    #[test]
    fn half_of_a_wide_character_is_none() {
        let check = |column, expected: &str| {
            let mut canvas = Canvas::new(6);
            canvas.write(0, 6, "粘包x", Ink::Pale);
            canvas.mark(column, '│', Ink::Plain);
            assert_eq!(canvas.into_line().plain(), expected);
        };
        check(0, "│ 包x ");
        check(1, " │包x ");
        check(2, "粘│ x ");
        check(4, "粘包│ ");
    }

    #[test]
    fn text_is_clipped_to_its_columns() {
        let check = |text, columns, expected: &str| assert_eq!(clip(text, columns), expected);
        check("hello", 5, "hello");
        check("hello", 4, "hel…");
        check("粘包", 3, "粘…");
        check("粘包", 2, "…");
        check("hello", 0, "");
    }

    #[test]
    fn text_is_wrapped_at_blanks() {
        let check = |text, columns, expected: &[&str]| assert_eq!(wrap(text, columns, 2), expected);
        check("one two three", 20, &["one two three"]);
        check("one two three", 8, &["one two", "  three"]);
        check("一二三四五六七", 8, &["一二三四", "  五六七"]);
        check("abcdefghijklmn", 8, &["abcdefgh", "  ijklmn"]);
        check("", 5, &[""]);
    }
}
