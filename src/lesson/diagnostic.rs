//! What is wrong with a lesson, and where.

use std::cell::RefCell;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

/// A text file of a lesson or a course, kept so that errors can show the line.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// Its path, as messages show it.
    pub file: String,
    /// All of it.
    pub text: String,
}

impl Source {
    /// A file of that path with that text.
    pub fn new(file: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { file: file.into(), text: text.into() })
    }

    /// The line of a byte, counted from one.
    pub fn line_of(&self, byte: usize) -> u32 {
        let before = self.text.as_bytes().iter().take(byte);
        u32::try_from(before.filter(|&&byte| byte == b'\n').count()).map_or(u32::MAX, |count| count + 1)
    }

    /// The byte where the character begins that this byte belongs to.
    fn character(&self, byte: usize) -> usize {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    }

    /// Where the line of a byte begins and ends, without its line break.
    fn line_range(&self, byte: usize) -> Range<usize> {
        let byte = self.character(byte);
        let (before, after) = self.text.split_at(byte);
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let end = after.find('\n').map_or(self.text.len(), |at| byte + at);
        start..start + self.text[start..end].trim_end_matches('\r').len()
    }
}

/// One thing that is wrong: where, what, and what was expected instead.
///
/// Its `Display` is the whole picture: file, line and column, the line with a caret, without colour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file's path.
    pub file: String,
    /// Counted from one.
    pub line: u32,
    /// In characters, counted from one.
    pub column: u32,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What was expected instead; may be empty.
    pub expected: String,
    excerpt: String,
    marked: Range<usize>,
}

impl Diagnostic {
    /// Points at a span of bytes; of a span over several lines, the first line is shown.
    pub fn at(source: &Source, span: &Range<usize>, message: impl Into<String>) -> Self {
        let line = source.line_range(span.start);
        let clamp = |byte: usize| source.character(byte).clamp(line.start, line.end) - line.start;
        let excerpt = source.text[line.clone()].to_owned();
        let marked = clamp(span.start)..clamp(span.end);
        let before = excerpt.char_indices().take_while(|&(at, _)| at < marked.start).count();
        Self {
            file: source.file.clone(),
            line: source.line_of(span.start),
            column: u32::try_from(before + 1).unwrap_or(u32::MAX),
            message: message.into(),
            expected: String::new(),
            excerpt,
            marked,
        }
    }

    /// About a file as a whole, or one that is not there.
    pub fn about_file(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self::at(&Source { file: file.into(), text: String::new() }, &(0..0), message)
    }

    /// The same with what was expected instead.
    #[must_use]
    pub fn expecting(self, expected: impl Into<String>) -> Self {
        Self { expected: expected.into(), ..self }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let title = Level::ERROR.primary_title(self.message.as_str());
        let line = self.line as usize;
        let group = if self.excerpt.is_empty() {
            let origin = Origin::path(self.file.as_str()).line(line).char_column(self.column as usize);
            let group = title.element(origin);
            if self.expected.is_empty() {
                group
            } else {
                group.element(Level::NOTE.message(self.expected.as_str()))
            }
        } else {
            let caret = AnnotationKind::Primary.span(self.marked.clone());
            let caret =
                if self.expected.is_empty() { caret } else { caret.label(self.expected.as_str()) };
            let snippet = Snippet::source(self.excerpt.as_str()).line_start(line);
            title.element(snippet.path(self.file.as_str()).annotation(caret))
        };
        let renderer = Renderer::plain().decor_style(DecorStyle::Ascii);
        f.write_str(&renderer.render(&[group]))
    }
}

impl std::error::Error for Diagnostic {}

/// Gathers what is wrong with one file while it is read.
#[derive(Debug)]
pub(super) struct Problems {
    pub source: Arc<Source>,
    list: RefCell<Vec<Diagnostic>>,
}

impl Problems {
    pub fn new(source: Arc<Source>) -> Self {
        Self { source, list: RefCell::default() }
    }

    pub fn add(&self, span: &Range<usize>, message: impl Into<String>, expected: impl Into<String>) {
        self.push(Diagnostic::at(&self.source, span, message).expecting(expected));
    }

    pub fn push(&self, diagnostic: Diagnostic) {
        self.list.borrow_mut().push(diagnostic);
    }

    /// A name that is not among the known ones, with the one that was probably meant.
    pub fn unknown(&self, span: &Range<usize>, what: &str, name: &str, known: &[&str]) {
        self.add(span, format!("unknown {what} `{name}`"), suggest(name, known));
    }

    pub fn is_empty(&self) -> bool {
        self.list.borrow().is_empty()
    }

    /// Everything found, in the order of the file.
    pub fn into_list(self) -> Vec<Diagnostic> {
        let mut list = self.list.into_inner();
        list.sort_by_key(|diagnostic| (diagnostic.line, diagnostic.column));
        list
    }
}

/// "did you mean `recv-size`?" where one name is close, and the known names where none is.
pub(super) fn suggest(name: &str, known: &[&str]) -> String {
    let near = known.iter().map(|&candidate| (distance(name, candidate), candidate)).min();
    let room = (name.chars().count() / 3).max(1);
    match near {
        Some((distance, candidate)) if distance <= room => format!("did you mean `{candidate}`?"),
        Some(_) => format!("expected {}", one_of(known)),
        None => "there is none here".to_owned(),
    }
}

/// "`a`", "`a` or `b`", "one of `a`, `b`, `c`".
pub(super) fn one_of(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [one] => one.clone(),
        [one, other] => format!("{one} or {other}"),
        all => format!("one of {}", all.join(", ")),
    }
}

/// How many characters to insert, delete, replace or swap with their neighbour.
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut two_above: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (i, &a) in from.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &b) in to.iter().enumerate() {
            let mut least = (above[j] + usize::from(a != b)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a == to[j - 1] && from[i - 1] == b {
                least = least.min(two_above[j - 1] + 1);
            }
            row.push(least);
        }
        two_above = std::mem::replace(&mut above, row);
    }
    above[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_under_what_is_meant_behind_wide_characters_too() {
        let source = Source::new("a/lesson.toml", "format = 1\nlabel = { zh = \"黏包\", eng = \"x\" }\n");
        let start = source.text.find("eng").unwrap();
        let diagnostic = Diagnostic::at(&source, &(start..start + 3), "unknown key `eng`");
        assert_eq!((diagnostic.line, diagnostic.column), (2, 22));
        let picture = diagnostic.expecting("did you mean `en`?").to_string();
        let lines: Vec<&str> = picture.lines().collect();
        let shown = lines.iter().find(|line| line.contains("eng = ")).unwrap();
        let caret = lines.iter().find(|line| line.contains("^^^")).unwrap();
        let columns = unicode_width::UnicodeWidthStr::width(&shown[..shown.find("eng").unwrap()]);
        assert_eq!(columns, caret.find('^').unwrap(), "{picture}");
        assert!(picture.contains("a/lesson.toml:2:22"), "{picture}");
        assert!(caret.contains("did you mean `en`?"), "{picture}");
        assert!(!picture.contains('\u{1b}'));
    }

    #[test]
    fn a_place_survives_what_editors_leave_behind() {
        let check = |text: &str, byte: usize, line: u32, column: u32, excerpt: &str| {
            let diagnostic = Diagnostic::at(&Source::new("f", text), &(byte..byte), "m");
            assert_eq!((diagnostic.line, diagnostic.column), (line, column), "{text:?}");
            assert_eq!(diagnostic.excerpt, excerpt);
            assert!(diagnostic.to_string().contains(&format!("f:{line}:{column}")), "{diagnostic}");
        };
        check("", 0, 1, 1, "");
        check("a\r\nbc\r\n", 4, 2, 2, "bc");
        check("a\r\nbc\r\n", 5, 2, 3, "bc");
        check("a\nb", 99, 2, 2, "b");
        check("ä", 1, 1, 1, "ä");
    }

    #[test]
    fn a_slip_of_the_finger_is_recognised_and_another_word_is_not() {
        let check = |name: &str, expected: &str| {
            assert_eq!(suggest(name, &["recv-size", "messages", "order"]), expected);
        };
        check("recv-sze", "did you mean `recv-size`?");
        check("ercv-size", "did you mean `recv-size`?");
        check("message", "did you mean `messages`?");
        check("nagle", "expected one of `recv-size`, `messages`, `order`");
    }
}
