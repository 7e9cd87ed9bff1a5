//! Paints a tape: its lanes from top to bottom, and what makes them answer.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use eframe::egui::epaint::text::TextWrapping;
use eframe::egui::text::LayoutJob;
use eframe::egui::{
    Align2, Color32, FontId, Galley, Id, Mesh, Painter, Rect, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

use crate::text::numbers::in_bytes;
use crate::ui::theme::{Fill, Palette, Scale, space};

use super::details::{Inspector, Subject};
use super::labels::Telling;
use super::layout::{Block, FOLDED_BELOW, LABELLED_FROM, Tape};
use super::marks;
use super::rows::{Row, Rows};

/// One tape being painted.
pub struct Easel<'a, 'b> {
    /// Where.
    pub ui: &'a Ui,
    /// The identity of the tape.
    pub tape_id: Id,
    /// The tape's top.
    pub top: f32,
    /// Left end of the lanes' names.
    pub left: f32,
    /// The lanes from top to bottom.
    pub rows: Rows,
    /// The lanes from left to right.
    pub tape: &'a Tape,
    /// What there is to say.
    pub telling: Telling<'a>,
    /// Who answers for what is drawn.
    pub inspector: &'a mut Inspector<'b>,
    /// Colours.
    pub palette: &'static Palette,
    /// Sizes of type.
    pub scale: Scale,
    /// Whether the result is kept back.
    pub hidden: bool,
    /// What stands where there is no run.
    pub no_run: &'static str,
}

impl Easel<'_, '_> {
    /// Paints everything.
    pub fn paint(&mut self) {
        self.names();
        self.warm_up();
        if self.telling.facts.is_idle() {
            return super::paint_idle::paint(self);
        }
        super::paint_reads::lead_down(self);
        self.sends();
        super::paint_untaken::paint(self);
        super::paint_handed::paint(self);
        if self.telling.facts.shown {
            super::paint_reads::paint(self);
        } else {
            self.placeholder();
        }
    }

    /// What paints.
    pub fn painter(&self) -> &Painter {
        self.ui.painter()
    }

    /// By what lengths are multiplied.
    pub fn factor(&self) -> f32 {
        self.scale.factor()
    }

    /// A row between two points.
    pub fn rect(&self, row: Row, left: f32, right: f32) -> Rect {
        Rows::rect(self.top, row, left, right)
    }

    /// The identity of the thing of that sort at that place of this tape.
    pub fn id(&self, sort: &str, place: usize) -> Id {
        self.tape_id.with((sort, place))
    }

    /// Gives the thing its accessible name and its card.
    pub fn inspect(&mut self, rect: Rect, sort: &str, place: usize, subject: &Subject<'_>) {
        let id = self.id(sort, place);
        self.inspector.inspect(self.ui, rect, id, subject);
    }

    /// Text in one line, cut off at a width.
    pub fn line(&self, text: String, font: FontId, color: Color32, width: f32) -> Arc<Galley> {
        let mut job = LayoutJob::simple_singleline(text, font, color);
        job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
        self.painter().layout_job(job)
    }

    /// Text in one line, if it fits.
    pub fn fitting(&self, text: String, font: FontId, color: Color32, width: f32) -> Option<Arc<Galley>> {
        let galley = self.painter().layout_no_wrap(text, font, color);
        (galley.size().x <= width).then_some(galley)
    }

    /// Paints text so that it stands in the middle of a rectangle, or at its left end. In a low one
    /// letters that reach far down move up, so that their ink stays inside.
    pub fn place(&self, galley: Arc<Galley>, rect: Rect, align: Align2) {
        let at = align.align_size_within_rect(galley.size(), rect).min;
        let ink = galley.mesh_bounds.translate(at.to_vec2());
        let below = (ink.bottom() - rect.bottom() - 0.8).max(0.0);
        let up = below.min((ink.center().y - rect.center().y).max(0.0));
        self.painter().galley(at - vec2(0.0, up), galley, self.palette.text);
    }

    fn names(&self) {
        let (facts, words) = (self.telling.facts, &self.telling.words.lanes);
        let handed = match (facts.transport.is_stream(), facts.transport.is_internet()) {
            (true, true) if self.tape.is_inferred() => words.inferred_segments,
            (true, true) => words.segments,
            (true, false) => words.kernel,
            (false, _) => words.datagrams,
        };
        let (send, recv) = (format!("{}()", facts.call_names.0), format!("{}()", facts.call_names.1));
        let rows = &self.rows;
        let lanes = [
            (send.as_str(), rows.sends),
            (handed, rows.handed),
            (&recv, rows.reads),
            (self.telling.words.frames.lane, rows.frames),
            (words.program_sees, rows.sees),
        ];
        for (place, (name, row)) in lanes.into_iter().enumerate() {
            if row.1 <= 0.0 {
                continue;
            }
            let room = self.rect(row, self.left, self.tape.lane.0 - space::SMALL);
            let color = self.palette.muted;
            let galley =
                self.fitting(name.to_owned(), self.scale.label(), color, room.width()).unwrap_or_else(
                    || self.line(name.to_owned(), self.scale.small_strong(), color, room.width()),
                );
            let response = self.ui.interact(room, self.id("lane", place), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, name));
            // It stands on nothing that it could run out of.
            let at = Align2::LEFT_CENTER.align_size_within_rect(galley.size(), room).min;
            self.painter().galley(at, galley, self.palette.muted);
        }
    }

    fn warm_up(&mut self) {
        let Some((left, right)) = self.tape.warm_up else { return };
        let messages = &self.telling.facts.view.messages;
        let bytes =
            messages.iter().filter(|message| !message.measured).map(|message| message.span.len).sum();
        let room = self.rect(self.rows.sizes, left, right);
        if room.height() > 0.0 {
            let word = self.telling.words.marks.warm_up.to_owned();
            let galley = self.line(word, self.scale.small(), self.palette.muted, room.width());
            self.place(galley, room, Align2::LEFT_CENTER);
        }
        self.inspect(room.expand2(vec2(0.0, 1.0)), "warm-up", 0, &Subject::WarmUp(bytes));
    }

    fn sends(&mut self) {
        let tape = self.tape;
        for block in &tape.sends {
            let rect = self.rect(self.rows.sends, block.left, block.right);
            let items = block.items.clone();
            if items.start >= self.telling.facts.offered() {
                super::paint_replay::unsent(self, block);
                continue;
            }
            self.messages(block, rect, &|place| tape.scale.message(place), &|place| place);
            if !block.is_folded() {
                let text = self.telling.text_of(self.telling.message(block.items.start));
                self.label(rect, block.items.start, &text, 0.0);
            }
            self.size_above(block);
            self.inspect(rect, "send", block.items.start, &Subject::Sends(items));
        }
    }

    fn size_above(&self, block: &Block) {
        let message = self.telling.message(block.items.start);
        let room = self.rect(self.rows.sizes, block.left, block.right);
        if room.height() <= 0.0 || !message.measured {
            return;
        }
        let (font, color) = (self.scale.small(), self.palette.muted);
        let text = if block.is_folded() {
            (self.telling.words.marks.sends)(block.items.len() as u64)
        } else {
            in_bytes(message.span.len)
        };
        let room = room.with_min_x(room.left() + 3.0 * self.factor());
        if let Some(galley) = self.fitting(text, font, color, room.width()) {
            self.place(galley, room, Align2::LEFT_CENTER);
        }
    }

    /// One message, or the columns of many. `edges` and `message` tell where an item lies and whose it is.
    pub fn messages(
        &self,
        block: &Block,
        rect: Rect,
        edges: &dyn Fn(usize) -> (f32, f32),
        message: &dyn Fn(usize) -> usize,
    ) {
        let fill_of = |item: usize| self.fill_of(message(item));
        if block.is_folded() {
            let color = |item: usize| fill_of(item).fill;
            columns(self.painter(), rect, &block.items, edges, &color);
            return;
        }
        let fill = fill_of(block.items.start);
        let plain = rect.width() < LABELLED_FROM * self.factor();
        if rect.width() < 2.0 * FOLDED_BELOW {
            self.painter().rect_filled(rect, 0.0, fill.line);
            return;
        }
        self.box_of(rect.shrink2(vec2(if plain { 0.5 } else { 1.0 }, 0.0)), fill);
    }

    /// A filled block with its outline.
    pub fn box_of(&self, rect: Rect, fill: Fill) {
        let rounding = if rect.width() < 12.0 { 1 } else { space::BLOCK_ROUNDING };
        let stroke = Stroke::new(1.0, fill.edge);
        self.painter().rect(rect, rounding, fill.fill, stroke, StrokeKind::Inside);
    }

    /// The colour of the message at that place.
    pub fn fill_of(&self, place: usize) -> Fill {
        let message = self.telling.message(place);
        if message.measured {
            self.palette.message(self.telling.facts.stream, self.telling.number(message) - 1)
        } else {
            self.palette.pale
        }
    }

    /// A message's number with its text, or the number alone, or nothing: what fits.
    ///
    /// `margin` is left free at both ends. What has no byte says so.
    pub fn label(&self, rect: Rect, place: usize, text: &str, margin: f32) {
        let message = self.telling.message(place);
        if !message.measured {
            return;
        }
        if message.span.is_empty() {
            return self.empty_label(rect, place, margin);
        }
        let color = self.fill_of(place).text;
        let number = self.telling.number(message).to_string();
        let least = if rect.width() < LABELLED_FROM * self.factor() { 2.0 } else { 5.0 * self.factor() };
        let width = marks::inner_width(rect, margin.max(least));
        let galley = if width >= (LABELLED_FROM - 10.0) * self.factor() {
            let font = self.block_font(rect.height());
            let whole = format!("{number} {text}");
            let small = self.scale.small_mono();
            let whole = self
                .fitting(whole.clone(), font.clone(), color, width)
                .or_else(|| self.fitting(whole, small, color, width));
            let short = || self.line(format!("{number} {}", without_header(text)), font, color, width);
            Some(whole.unwrap_or_else(short))
        } else {
            self.fitting(number, self.scale.small(), color, width)
        };
        if let Some(galley) = galley {
            self.place(galley, rect, Align2::CENTER_CENTER);
        }
    }

    fn empty_label(&self, rect: Rect, place: usize, margin: f32) {
        let number = self.telling.number(self.telling.message(place));
        let width = marks::inner_width(rect, margin.max(2.0));
        let texts = [format!("{number} · 0 B"), "0 B".to_owned(), number.to_string()];
        let color = self.fill_of(place).text;
        let fits = |text| self.fitting(text, self.scale.small_strong(), color, width);
        if let Some(galley) = texts.into_iter().find_map(fits) {
            self.place(galley, rect, Align2::CENTER_CENTER);
        }
    }

    /// The type in a block of that height: a little smaller in a low one, so that brackets stay inside.
    fn block_font(&self, height: f32) -> FontId {
        let FontId { size, family } = self.scale.block();
        FontId { size: size.min((height * 0.97).max(self.scale.small().size)), family }
    }

    fn placeholder(&self) {
        let line = &self.telling.words.line;
        let text = if self.hidden { line.predict_first } else { self.no_run };
        let (left, right) = self.tape.lane;
        let reads = self.rect(self.rows.reads, left, right);
        let below = self.rect(self.rows.sees, left, right);
        let rect = Rect::from_min_max(reads.min, below.max);
        self.painter().rect_filled(rect, space::PANEL_ROUNDING, self.palette.field);
        let galley = self.line(text.to_owned(), self.scale.body(), self.palette.muted, rect.width());
        self.place(galley, rect, Align2::CENTER_CENTER);
        let response = self.ui.interact(rect, self.id("placeholder", 0), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    }
}

/// The text without the bytes before it that are no text: where there is little room, a length in front
/// would hide what it counts.
fn without_header(text: &str) -> Cow<'_, str> {
    let mut rest = text;
    while rest.starts_with("\\x") {
        rest = rest.get(4..).unwrap_or_default();
    }
    if rest.is_empty() || rest.len() == text.len() { text.into() } else { format!("…{rest}").into() }
}

/// Many narrow things: one column per point, in the colour of what lies there, in one mesh.
fn columns(
    painter: &Painter,
    rect: Rect,
    items: &Range<usize>,
    edges: &dyn Fn(usize) -> (f32, f32),
    color: &dyn Fn(usize) -> Color32,
) {
    let mut mesh = Mesh::default();
    let mut x = rect.left();
    while x < rect.right() {
        let next = (x + 1.0).min(rect.right());
        let middle = x.midpoint(next);
        let (mut low, mut high) = (items.start, items.end - 1);
        while low < high {
            let center = low.midpoint(high);
            if edges(center).1 <= middle { low = center + 1 } else { high = center }
        }
        // Between two of them may stand what the kernel did not take.
        if edges(low).0 <= middle + 1.0 {
            mesh.add_colored_rect(
                Rect::from_min_max(pos2(x, rect.top()), pos2(next, rect.bottom())),
                color(low),
            );
        }
        x = next;
    }
    painter.add(mesh);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_in_front_gives_way_to_what_it_counts() {
        let check = |text: &str, expected: &str| assert_eq!(without_header(text), expected);
        check("\\x00\\x00\\x00\\x05ls -l", "…ls -l");
        check("ls -l", "ls -l");
        check("\\x00\\x00", "\\x00\\x00");
        check("", "");
    }
}
