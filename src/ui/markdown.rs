//! The text of a step: Markdown, in the window's own type.
//!
//! The parser is pulldown-cmark. The layout is ours, because bold has to be a bold face: on a
//! projector another shade of grey is no emphasis.

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{Color32, FontFamily, FontId, Label, Rect, Sense, Ui, pos2, vec2};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::fonts;
use super::theme::{Palette, Scale};

/// A paragraph, a point of a list, or the sentence to remember.
struct Block {
    kind: BlockKind,
    job: LayoutJob,
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

/// Shows a text over the available width.
pub fn show(ui: &mut Ui, text: &str, scale: Scale) {
    let palette = Palette::of(ui.visuals());
    for (at, block) in blocks(text, palette, scale).into_iter().enumerate() {
        if at > 0 {
            ui.add_space(if block.kind == BlockKind::Item { 2.0 } else { 8.0 } * scale.factor());
        }
        match block.kind {
            BlockKind::Paragraph => drop(ui.add(Label::new(block.job).wrap())),
            BlockKind::Item => marked(ui, block.job, |ui, top| {
                let center = pos2(ui.min_rect().left() + 8.0, top + scale.body().size * 0.7);
                ui.painter().circle_filled(center, 2.5, palette.muted);
            }),
            BlockKind::Quote => marked(ui, block.job, |ui, top| {
                let left = ui.min_rect().left();
                let bar = Rect::from_min_max(pos2(left, top), pos2(left + 4.0, ui.min_rect().bottom()));
                ui.painter().rect_filled(bar, 2.0, palette.accent);
            }),
        }
    }
}

/// How high a text is over that width, where nothing but its own distances stands between paragraphs.
pub fn height(ui: &Ui, text: &str, scale: Scale, width: f32) -> f32 {
    let blocks = blocks(text, Palette::of(ui.visuals()), scale);
    let mut height = 0.0;
    for (at, mut block) in blocks.into_iter().enumerate() {
        if at > 0 {
            height += if block.kind == BlockKind::Item { 2.0 } else { 8.0 } * scale.factor();
        }
        let inset =
            if block.kind == BlockKind::Paragraph { 0.0 } else { 8.0 + ui.spacing().item_spacing.x };
        block.job.wrap.max_width = width - inset;
        height += ui.painter().layout_job(block.job).size().y;
    }
    height
}

/// Text that is set in from the left, with a mark beside it.
fn marked(ui: &mut Ui, job: LayoutJob, mark: impl FnOnce(&Ui, f32)) {
    ui.horizontal_top(|ui| {
        ui.allocate_exact_size(vec2(8.0, 1.0), Sense::hover());
        let response = ui.add(Label::new(job).wrap());
        mark(ui, response.rect.top());
    });
}

fn blocks(text: &str, palette: &Palette, scale: Scale) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut job = LayoutJob::default();
    let mut emphasis = Emphasis::default();
    for event in Parser::new(text) {
        match event {
            Event::Start(tag) => emphasis.enter(&tag),
            Event::End(end) => {
                if matches!(end, TagEnd::Paragraph | TagEnd::Item) && !job.text.is_empty() {
                    let kind = emphasis.block();
                    blocks.push(Block { kind, job: std::mem::take(&mut job) });
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
        font_id: FontId::new(size, family),
        color,
        line_height: Some(size * 1.45),
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
    }

    #[test]
    fn bold_is_another_face() {
        let blocks = blocks("a **b**", &Palette::LIGHT, Scale::Window);
        let families: Vec<_> =
            blocks[0].job.sections.iter().map(|section| section.format.font_id.family.clone()).collect();
        assert_eq!(families, [FontFamily::Proportional, fonts::bold()]);
    }
}
