//! Paints a chart: lanes, waits, queues, ways, calls, and what makes them answer.

use eframe::egui::{
    Align2, Color32, Id, Mesh, Painter, Rect, Shape, Stroke, StrokeKind, Ui, Vec2, pos2, vec2,
};

use crate::ui::card;
use crate::ui::theme::{Fill, Palette, Scale};

use super::columns::Columns;
use super::details::{Teller, Thing};
use super::model::CallSort;
use super::notes::{Note, NoteKind};
use super::pane::one_line;
use super::scale::{TimeScale, narrow, tick_label};
use super::scene::{Ack, Bar, Chart, Scene, Shade, Take};
use super::{playhead, tags};

/// The height of a label, in points.
pub fn tag_height(sizes: Scale) -> f64 {
    f64::from(sizes.small().size * 1.33)
}

/// How far above the moment of its arrival an ACK begins, so that it does not lie on what it releases. In
/// points: on loopback it takes no time that could be drawn.
pub const ACK_SLANT: f32 = 6.0;
/// Half the width of a wait's shade, in points.
pub const SHADE: f32 = 8.0;

/// The colour of bytes that wait in a kernel.
pub fn queue_color(palette: &Palette) -> Color32 {
    palette.neutral.gamma_multiply(0.45)
}

/// The shade of a wait. Its edge tells it from the ground, its inside leaves in sight what crosses it.
pub fn wait_shade(painter: &Painter, rect: Rect, color: Color32, factor: f32) {
    painter.rect(rect, 5.0, Palette::faint(color), Stroke::new(1.0 * factor, color), StrokeKind::Inside);
}

/// A chart being painted.
pub struct Painting<'a> {
    /// Where.
    pub ui: &'a Ui,
    /// The identity of the card.
    pub id: Id,
    /// The chart.
    pub chart: Rect,
    /// The row above it for what came before the measured part.
    pub strip: Rect,
    /// From left to right.
    pub columns: Columns,
    /// From top to bottom.
    pub scale: TimeScale,
    /// What lies where.
    pub scene: &'a Scene,
    /// What is written between the lanes.
    pub notes: &'a [Note],
    /// Who tells of it.
    pub teller: Teller<'a>,
    /// Colours.
    pub palette: &'static Palette,
    /// Sizes of type.
    pub sizes: Scale,
    /// The thing whose card is pinned.
    pub pinned: &'a mut Option<Id>,
    /// Up to which moment everything is shown, in nanoseconds since the measured part began.
    pub playhead: Option<f64>,
}

impl Painting<'_> {
    /// Paints everything.
    pub fn paint(&mut self) {
        self.axis();
        self.lanes();
        self.warm_up();
        let past = self.past();
        for shade in &self.scene.shades {
            self.shade(&past, shade);
        }
        for chart in &self.scene.charts {
            self.queue(&past, chart);
        }
        for strand in &self.scene.strands {
            self.strand(&past, strand);
        }
        for take in &self.scene.takes {
            self.take(&past, take);
        }
        for shade in &self.scene.shades {
            self.together(&past, shade);
        }
        for ack in &self.scene.acks {
            self.ack(&past, ack);
        }
        for bar in &self.scene.bars {
            self.bar(&past, bar);
        }
        tags::paint(self);
        for note in self.notes {
            self.note(note);
        }
        playhead::paint(self);
    }

    /// Whoever paints with it paints no further than the playhead.
    fn past(&self) -> Painter {
        self.ui.painter().with_clip_rect(self.seen().intersect(self.ui.clip_rect()))
    }

    /// The chart as far as it is shown.
    pub fn seen(&self) -> Rect {
        let whole = self.chart.expand2(vec2(14.0, 0.0));
        match self.playhead {
            Some(ns) => whole.with_max_y(narrow(self.scale.y(ns)).clamp(whole.top(), whole.bottom())),
            None => whole,
        }
    }

    /// Whether a moment is shown.
    pub fn is_past(&self, ns: f64) -> bool {
        self.playhead.is_none_or(|playhead| ns <= playhead)
    }

    /// The height of a label.
    pub fn tag_height(&self) -> f64 {
        tag_height(self.sizes)
    }

    /// By what lengths are multiplied.
    pub fn factor(&self) -> f32 {
        self.sizes.factor()
    }

    /// Gives the thing its accessible name and its card, as far as it is seen.
    pub fn inspect(&mut self, rect: Rect, id: Id, direction: usize, thing: Thing<'_>) {
        let rect = rect.intersect(self.seen());
        if rect.is_positive() {
            card::inspect(self.ui, rect, id, self.pinned, &self.teller.of(direction, thing));
        }
    }

    /// The colour of a message.
    pub fn fill_of(&self, direction: usize, message: usize) -> Fill {
        let facts = &self.teller.direction(direction).facts;
        match facts.view.messages.get(message) {
            Some(message) if message.measured => {
                self.palette.message(facts.stream, facts.message_number(message.number) - 1)
            }
            _ => self.palette.pale,
        }
    }

    fn axis(&self) {
        let painter = self.ui.painter().with_clip_rect(self.ui.clip_rect());
        let (ticks, step) = self.scale.ticks(f64::from(46.0 * self.factor()));
        let stretch = self.scale.stretch();
        let largest = stretch.start.abs().max(stretch.end().abs());
        let hairline = Stroke::new(1.0, self.palette.border.gamma_multiply(0.6));
        let half = self.sizes.small().size * 0.55;
        let line =
            |text: &str| one_line(self.ui, text, self.sizes.small(), self.palette.muted, f32::INFINITY);
        let fits = |text: &str| line(text).size().x <= self.columns.axis - self.chart.left();
        // Where there is little room, the unit stands once: behind the first number, or else above it.
        let (mut is_told, mut above) = (!self.columns.is_narrow, None);
        for tick in ticks {
            let y = narrow(self.scale.y(tick));
            painter.hline(self.columns.axis + 5.0..=self.columns.right.1, y, hairline);
            if y < self.strip.bottom() + half || y > self.chart.bottom() - half {
                // The label would stand outside.
                let top = self.chart.top() + half;
                let inside = y.clamp(top, (self.chart.bottom() - half).max(top));
                if (inside - y).abs() > half {
                    continue;
                }
            }
            let text = tick_label(tick, step, largest);
            let galley = match text.split_once(' ').filter(|_| self.columns.is_narrow) {
                Some((number, unit)) if is_told || !fits(&text) => {
                    above = above.or_else(|| (!is_told).then(|| unit.to_owned()));
                    line(number)
                }
                _ => line(&text),
            };
            is_told = true;
            let middle = y.min(self.chart.bottom() - half);
            let at = pos2(self.columns.axis - galley.size().x, middle - galley.size().y / 2.0);
            painter.galley(at, galley, self.palette.muted);
        }
        if let Some(unit) = above {
            let galley = line(&unit);
            let above = self.strip.top() - galley.size().y - 2.0;
            painter.galley(pos2(self.chart.left(), above), galley, self.palette.muted);
        }
    }

    fn lanes(&self) {
        let lane = Stroke::new(3.0 * self.factor(), self.palette.neutral.gamma_multiply(0.3));
        for x in self.columns.lanes {
            self.ui.painter().vline(x, self.chart.y_range(), lane);
        }
    }

    /// What came before the measured part, in one pale row of its own.
    fn warm_up(&mut self) {
        if self.teller.conversation.warm_up.is_none() {
            return;
        }
        let (palette, factor) = (self.palette, self.factor());
        let y = self.strip.center().y;
        let painter = self.ui.painter();
        let word = self.teller.words.time.lanes.warm_up;
        let galley = one_line(self.ui, word, self.sizes.small(), palette.muted, f32::INFINITY);
        let width = galley.size().x.min(self.columns.axis - self.strip.left());
        painter.galley(pos2(self.columns.axis - width, y - galley.size().y / 2.0), galley, palette.muted);
        let stroke = Stroke::new(1.5 * factor, palette.pale.edge);
        let radius = 5.5 * factor;
        let [first, .., last] = self.columns.lanes;
        let line = [pos2(first + radius, y), pos2(last - radius - 3.0, y)];
        painter.extend(Shape::dotted_line(&line, palette.pale.edge, 5.0 * factor, 1.3 * factor));
        painter.circle(pos2(first, y), radius, palette.panel, stroke);
        let end = Rect::from_center_size(pos2(last, y), vec2(18.0, 10.0) * factor);
        painter.rect(end, 3.0, palette.panel, stroke, StrokeKind::Middle);
        let rect = Rect::from_min_max(
            pos2(first - radius, y - 8.0 * factor),
            pos2(end.right(), y + 8.0 * factor),
        );
        let told = self.teller.of(0, Thing::WarmUp);
        card::inspect(self.ui, rect, self.id.with("warm-up"), self.pinned, &told);
    }

    fn shade(&mut self, past: &Painter, shade: &Shade) {
        let rect = Rect::from_min_max(pos2(shade.x, narrow(shade.y.0)), pos2(shade.x, narrow(shade.y.1)))
            .expand2(vec2(SHADE * self.factor(), 2.0));
        let rect = rect.intersect(self.chart.expand(8.0));
        wait_shade(past, rect, self.wait_color(shade), self.factor());
        let id = self.id.with(("wait", shade.direction, shade.wait));
        self.inspect(rect, id, shade.direction, Thing::Wait(shade.wait));
    }

    /// Red where a kernel holds back, and neutral where a program has not come yet.
    fn wait_color(&self, shade: &Shade) -> Color32 {
        let why = self.teller.direction(shade.direction).waits[shade.wait].why;
        if why.is_unread() { self.palette.neutral } else { self.palette.red }
    }

    fn queue(&mut self, past: &Painter, chart: &Chart) {
        let (base, room) = chart.x;
        let start = base + room.signum() * 2.0 * self.factor();
        let mut mesh = Mesh::default();
        let color = queue_color(self.palette);
        let mut whole = Rect::NOTHING;
        for &(from, to, share) in chart.steps.iter().filter(|(.., share)| *share > 0.0) {
            let edge = start + room * share;
            let rect = Rect::from_two_pos(
                pos2(start, narrow(from)),
                pos2(edge, narrow(to).max(narrow(from) + 1.0)),
            );
            mesh.add_colored_rect(rect, color);
            whole = whole.union(rect);
        }
        past.add(mesh);
        let id = self.id.with(("queue", chart.direction, chart.sending));
        self.inspect(whole, id, chart.direction, Thing::Queue(chart));
    }

    /// Of a way, in points.
    pub fn thickness(&self) -> f32 {
        self.sizes.stroke().max(2.0)
    }

    /// Into the program: thick and red where it takes more or less than one message.
    fn take(&self, past: &Painter, take: &Take) {
        let direction = self.teller.direction(take.direction);
        let reads = &direction.reads[take.reads.clone()];
        let broken = reads.iter().any(|read| read.broken);
        let single = reads.len() == 1 && reads[0].messages.0 == reads[0].messages.1;
        let color = match (broken, single) {
            (_, true) => self.fill_of(take.direction, reads[0].messages.0).line,
            (true, false) => self.palette.red,
            (false, false) => self.palette.segment.fill,
        };
        let width = self.thickness() * if single { 1.0 } else { 1.7 };
        let (from, to) = (narrow(take.y.0), narrow(take.y.1));
        let rect = Rect::from_two_pos(pos2(take.x.0, from), pos2(take.x.1, to));
        past.rect_filled(rect.expand2(vec2(0.0, width / 2.0)), 0.0, color);
    }

    /// Messages that waited together and went on as one.
    fn together(&self, past: &Painter, shade: &Shade) {
        let direction = self.teller.direction(shade.direction);
        let wait = &direction.waits[shade.wait];
        if wait.why.is_unread() || wait.messages.len() < 2 {
            return;
        }
        let merged = direction.reads.iter().any(|read| {
            read.broken && read.messages.0 < wait.messages.end && read.messages.1 >= wait.messages.start
        });
        let color = if merged { self.palette.red } else { self.palette.segment.edge };
        let (from, to) = if direction.forward { (1, 2) } else { (2, 1) };
        let y = narrow(shade.y.1);
        let line = [pos2(self.columns.lanes[from], y), pos2(self.columns.lanes[to], y)];
        past.line_segment(line, Stroke::new(self.thickness() * 1.7, color));
    }

    fn ack(&mut self, past: &Painter, ack: &Ack) {
        let y = narrow(ack.y);
        let factor = self.factor();
        let (from, to) = (pos2(ack.x.0, y - ACK_SLANT * factor), pos2(ack.x.1, y));
        let towards: Vec2 = (to - from).normalized();
        let tip = to - towards * 4.0 * factor;
        let color = if ack.releases { self.palette.text } else { self.palette.neutral };
        let stroke = Stroke::new(self.sizes.stroke() * if ack.releases { 1.4 } else { 0.8 }, color);
        past.extend(Shape::dashed_line(&[from, tip], stroke, 4.0 * factor, 3.0 * factor));
        let back = tip - towards * 7.0 * factor;
        let side = towards.rot90() * 3.5 * factor;
        past.add(Shape::convex_polygon(vec![tip, back + side, back - side], color, Stroke::NONE));
        let rect = Rect::from_two_pos(from, to).expand2(vec2(-10.0, 4.0));
        let id = self.id.with(("ack", ack.direction, ack.message));
        self.inspect(rect, id, ack.direction, Thing::Ack(ack.message));
    }

    fn bar(&mut self, past: &Painter, bar: &Bar) {
        let factor = self.factor();
        let calls = &self.teller.conversation.calls[bar.side][bar.calls.clone()];
        let (top, bottom) = self.scale.range();
        let (from, to) = (bar.y.0.max(top - 20.0), bar.y.1.min(bottom + 20.0));
        let rect = Rect::from_min_max(pos2(bar.x, narrow(from)), pos2(bar.x, narrow(to)))
            .expand2(vec2(3.5 * factor, if to - from < 3.0 { 1.5 } else { 0.0 }));
        let failed = calls.iter().any(|call| call.error.is_some());
        let only = |sort: CallSort| calls.iter().all(|call| call.sort == sort);
        let color = match (failed, calls.iter().all(|call| !call.measured)) {
            (true, _) => self.palette.red,
            (_, true) => self.palette.pale.edge.gamma_multiply(0.6),
            _ => self.palette.segment.edge,
        };
        if only(CallSort::End) {
            let tick = Rect::from_center_size(rect.center(), vec2(14.0, 3.0) * factor);
            past.rect_filled(tick, 1.0, self.palette.text);
        } else if only(CallSort::Recv) && to - from >= 6.0 {
            // Hollow: a program that waits.
            let stroke = Stroke::new(self.sizes.stroke(), color);
            past.rect(rect, 2.0, self.palette.panel, stroke, StrokeKind::Inside);
        } else {
            past.rect_filled(rect, 2.0, color);
        }
        let id = self.id.with(("call", bar.side, bar.calls.start));
        self.inspect(rect.expand2(vec2(3.0, 1.0)), id, 0, Thing::Calls(bar.side, bar.calls.clone()));
    }

    fn note(&self, note: &Note) {
        if !self.is_past(note.ns) {
            return;
        }
        let color = match note.kind {
            NoteKind::Held | NoteKind::Error => self.palette.red,
            NoteKind::Unread | NoteKind::Mark => self.palette.muted,
            NoteKind::Ack => self.palette.text,
        };
        let painter =
            self.ui.painter().with_clip_rect(self.chart.expand(4.0).intersect(self.ui.clip_rect()));
        // The lane is interrupted where words stand on it.
        painter.rect_filled(note.rect, 0.0, self.palette.panel);
        let room = note.rect.shrink2(vec2(2.0, 0.0));
        let at = Align2::LEFT_CENTER.align_size_within_rect(note.galley.size(), room);
        painter.galley_with_override_text_color(at.min, note.galley.clone(), color);
    }
}
