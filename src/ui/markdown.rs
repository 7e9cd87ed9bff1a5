//! The text of a step: Markdown, in the window's own type.
//!
//! The parser is pulldown-cmark. The layout is ours, because bold has to be a bold face: on a
//! projector another shade of grey is no emphasis.

use std::ops::Range;
use std::sync::Arc;

use eframe::egui::text::{CharIndex, LayoutJob, TextFormat};
use eframe::egui::{Color32, FontFamily, FontId, Galley, Label, Pos2, Rect, Sense, Ui, pos2, vec2};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::lesson::term_of;

use super::fonts;
use super::term::{self, Terms};
use super::theme::{Palette, Scale, space};

/// The height of a line beside the size of its type.
const LINE: f32 = 1.45;
/// Between two paragraphs, in points.
const PARAGRAPH: f32 = 8.0;

/// A paragraph, a point of a list, or the sentence to remember.
struct Block {
    kind: BlockKind,
    job: LayoutJob,
    terms: Vec<TermSpan>,
}

/// Where a block speaks of a term.
struct TermSpan {
    id: String,
    /// Which of the block's characters.
    characters: Range<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum BlockKind {
    Paragraph,
    Item,
    Quote,
}

/// How text is set at the place that is being read.
#[derive(Clone, Copy, Default)]
struct Emphasis {
    bold: u8,
    italic: u8,
    quote: bool,
    item: bool,
}

/// Shows a text over the available width. Terms are marked and have cards where `terms` explains them,
/// and are plain words elsewhere. Says whether all terms are asked for.
pub fn show(ui: &mut Ui, text: &str, scale: Scale, terms: Option<Terms<'_>>) -> bool {
    let palette = Palette::of(ui.visuals());
    let mut asked = false;
    for (at, block) in blocks(text, palette, scale).into_iter().enumerate() {
        if at > 0 {
            ui.add_space(
                if block.kind == BlockKind::Item { space::HAIR } else { PARAGRAPH } * scale.factor(),
            );
        }
        let written = match block.kind {
            BlockKind::Paragraph => write(ui, block.job),
            BlockKind::Item => marked(ui, block.job, |ui, top| {
                let center = pos2(ui.min_rect().left() + 8.0, top + scale.body().size * 0.7);
                ui.painter().circle_filled(center, 2.5, palette.muted);
            }),
            BlockKind::Quote => marked(ui, block.job, |ui, top| {
                let left = ui.min_rect().left();
                let bar = Rect::from_min_max(pos2(left, top), pos2(left + 4.0, ui.min_rect().bottom()));
                ui.painter().rect_filled(bar, 2.0, palette.accent);
            }),
        };
        for (place, span) in block.terms.iter().enumerate() {
            let Some(terms) = terms else { continue };
            let Some(term) = terms.glossary.term(&span.id) else { continue };
            let id = ui.scope_id().with(("term", at, place));
            asked |= term::link(ui, &written.pieces(&span.characters), id, term, terms);
        }
    }
    asked
}

/// A block on the screen.
struct Written {
    at: Pos2,
    galley: Arc<Galley>,
}

impl Written {
    /// Where some of its characters stand: one rectangle for each line.
    fn pieces(&self, characters: &Range<usize>) -> Vec<Rect> {
        let mut pieces = Vec::new();
        let mut start = 0;
        for row in &self.galley.rows {
            let len = row.char_count_including_newline().0;
            let column = |character: usize| CharIndex(character.clamp(start, start + len) - start);
            let (from, to) = (column(characters.start), column(characters.end));
            if from.0 < to.0 {
                let (left, right) = (row.x_offset(from), row.x_offset(to));
                let line = Rect::from_x_y_ranges(left..=right, 0.0..=row.height());
                pieces.push(line.translate(self.at.to_vec2() + row.pos.to_vec2()));
            }
            start += len;
        }
        pieces
    }
}

fn write(ui: &mut Ui, mut job: LayoutJob) -> Written {
    job.wrap.max_width = ui.available_width();
    let galley = ui.painter().layout_job(job);
    let response = ui.add(Label::new(Arc::clone(&galley)));
    Written { at: response.rect.min, galley }
}

/// How high a text is over that width, where nothing but its own distances stands between paragraphs.
pub fn height(ui: &Ui, text: &str, scale: Scale, width: f32) -> f32 {
    let blocks = blocks(text, Palette::of(ui.visuals()), scale);
    let mut height = 0.0;
    for (at, mut block) in blocks.into_iter().enumerate() {
        if at > 0 {
            height +=
                if block.kind == BlockKind::Item { space::HAIR } else { PARAGRAPH } * scale.factor();
        }
        let inset =
            if block.kind == BlockKind::Paragraph { 0.0 } else { 8.0 + ui.spacing().item_spacing.x };
        block.job.wrap.max_width = width - inset;
        height += ui.painter().layout_job(block.job).size().y;
    }
    height
}

/// The sentence to remember in that type, if the text is nothing else.
pub fn sentence(ui: &Ui, text: &str, font: &FontId) -> Option<LayoutJob> {
    let mut blocks = blocks(text, Palette::of(ui.visuals()), Scale::Present).into_iter();
    let (Some(block), None) = (blocks.next(), blocks.next()) else { return None };
    let mut job = block.job;
    for section in &mut job.sections {
        section.format.font_id.size = font.size;
        section.format.line_height = Some(font.size * LINE);
    }
    (block.kind == BlockKind::Quote).then_some(job)
}

/// Text that is set in from the left, with a mark beside it.
fn marked(ui: &mut Ui, job: LayoutJob, mark: impl FnOnce(&Ui, f32)) -> Written {
    let inside = |ui: &mut Ui| {
        ui.allocate_exact_size(vec2(8.0, 1.0), Sense::hover());
        let written = write(ui, job);
        mark(ui, written.at.y);
        written
    };
    ui.horizontal_top(inside).inner
}

fn blocks(text: &str, palette: &Palette, scale: Scale) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut job = LayoutJob::default();
    let mut terms: Vec<TermSpan> = Vec::new();
    let mut emphasis = Emphasis::default();
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                let start = job.text.chars().count();
                let span = |id: &str| TermSpan { id: id.to_owned(), characters: start..start };
                terms.extend(term_of(&dest_url).map(span));
            }
            Event::End(TagEnd::Link) => {
                // The end of another link leaves the last term where it ended.
                if let Some(open) = terms.last_mut().filter(|term| term.characters.is_empty()) {
                    open.characters.end = job.text.chars().count();
                }
            }
            Event::Start(tag) => emphasis.enter(&tag),
            Event::End(end) => {
                if matches!(end, TagEnd::Paragraph | TagEnd::Item) && !job.text.is_empty() {
                    let (job, terms) = (std::mem::take(&mut job), std::mem::take(&mut terms));
                    blocks.push(Block { kind: emphasis.block(), job, terms });
                }
                emphasis.leave(end);
            }
            Event::Text(text) => job.append(&text, 0.0, emphasis.format(palette, scale)),
            Event::Code(code) => job.append(&code, 0.0, code_format(palette, scale)),
            // A line of the source that goes on: Chinese is written without spaces.
            Event::SoftBreak if ends_in_chinese(&job.text) => {}
            Event::SoftBreak => job.append(" ", 0.0, emphasis.format(palette, scale)),
            Event::HardBreak => job.append("\n", 0.0, emphasis.format(palette, scale)),
            _ => {}
        }
    }
    blocks
}

fn ends_in_chinese(text: &str) -> bool {
    text.chars().next_back().is_some_and(|last| last >= '\u{2e80}')
}

impl Emphasis {
    fn enter(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Strong => self.bold += 1,
            Tag::Emphasis => self.italic += 1,
            Tag::BlockQuote(_) => self.quote = true,
            Tag::Item => self.item = true,
            _ => {}
        }
    }

    fn leave(&mut self, end: TagEnd) {
        match end {
            TagEnd::Strong => self.bold = self.bold.saturating_sub(1),
            TagEnd::Emphasis => self.italic = self.italic.saturating_sub(1),
            TagEnd::BlockQuote(_) => self.quote = false,
            TagEnd::Item => self.item = false,
            _ => {}
        }
    }

    fn block(self) -> BlockKind {
        match (self.quote, self.item) {
            (true, _) => BlockKind::Quote,
            (_, true) => BlockKind::Item,
            _ => BlockKind::Paragraph,
        }
    }

    fn format(self, palette: &Palette, scale: Scale) -> TextFormat {
        let bold = self.bold > 0 || self.quote;
        let family = if bold { fonts::bold() } else { FontFamily::Proportional };
        TextFormat { italics: self.italic > 0, ..format(scale, family, palette.text) }
    }
}

fn code_format(palette: &Palette, scale: Scale) -> TextFormat {
    format(scale, FontFamily::Monospace, palette.text)
}

fn format(scale: Scale, family: FontFamily, color: Color32) -> TextFormat {
    let size = scale.body().size;
    TextFormat {
        font_id: FontId { size, family },
        color,
        line_height: Some(size * LINE),
        ..TextFormat::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(markdown: &str) -> Vec<(bool, String)> {
        let blocks = blocks(markdown, &Palette::LIGHT, Scale::Window);
        blocks.into_iter().map(|block| (block.kind == BlockKind::Quote, block.job.text)).collect()
    }

    #[test]
    fn lines_of_the_source_become_paragraphs() {
        let check = |markdown: &str, expected: &[(bool, &str)]| {
            let expected: Vec<_> =
                expected.iter().map(|&(quote, text)| (quote, text.to_owned())).collect();
            assert_eq!(texts(markdown), expected);
        };
        check("one\ntwo\n\nthree", &[(false, "one two"), (false, "three")]);
        check("一行\n接着写", &[(false, "一行接着写")]);
        check("> remember **this**", &[(true, "remember this")]);
        check("- a\n- b", &[(false, "a"), (false, "b")]);
        check("`recv(10)` takes", &[(false, "recv(10) takes")]);
        check("a [byte stream](term:byte-stream)", &[(false, "a byte stream")]);
    }

    #[test]
    fn terms_are_told_by_their_characters() {
        let check = |markdown: &str, expected: &[(&str, &str)]| {
            let blocks = blocks(markdown, &Palette::LIGHT, Scale::Window);
            let found = blocks.iter().flat_map(|block| {
                let words = |range: &Range<usize>| {
                    block.job.text.chars().skip(range.start).take(range.len()).collect::<String>()
                };
                block.terms.iter().map(move |term| (term.id.as_str(), words(&term.characters)))
            });
            let expected = expected.iter().map(|&(id, words)| (id, words.to_owned()));
            assert_eq!(found.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
        };
        check(
            "A [byte stream](term:byte-stream) of\n[MSS](term:mss)",
            &[("byte-stream", "byte stream"), ("mss", "MSS")],
        );
        check(
            "这是[字节**流**](term:byte-stream)。\n\n- [报文段](term:segment)",
            &[("byte-stream", "字节流"), ("segment", "报文段")],
        );
        check("[here](https://example.org) and [MTU](term:mtu) and [there](x)", &[("mtu", "MTU")]);
        check("`[MTU](term:mtu)`", &[]);
    }

    #[test]
    fn bold_is_another_face() {
        let blocks = blocks("a **b**", &Palette::LIGHT, Scale::Window);
        let families: Vec<_> =
            blocks[0].job.sections.iter().map(|section| section.format.font_id.family.clone()).collect();
        assert_eq!(families, [FontFamily::Proportional, fonts::bold()]);
    }
}
