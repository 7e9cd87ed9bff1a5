//! Words between the lanes: how long a wait is, what an ACK is. None covers another thing.

use std::sync::Arc;

use eframe::egui::{FontId, Galley, Rect, Ui, Vec2, pos2, vec2};

use crate::ui::stage::facts::written;
use crate::ui::theme::Scale;

use super::details::{Teller, WaitForm};
use super::layout::{Frame, QUEUE};
use super::model::{CallSort, Direction, Why};
use super::paint::{ACK_SLANT, SHADE};
use super::scale::{duration_label, narrow};
use super::scene::{Bar, Scene, Shade};

/// Waits that are labelled at most: the longest ones.
const MOST: usize = 12;
/// A space at which no line is broken.
const NO_BREAK: &str = "\u{a0}";
/// A send is said to block if its call is so many points long.
const BLOCKED_FROM: f64 = 40.0;
/// More obstacles are too many to look for room between them.
const MOST_OBSTACLES: usize = 1500;
/// Closer to one another than this, in points, failures are told once.
const SAME_ERROR: f32 = 40.0;
/// How far left of the axis times may stand, in points.
const AXIS: f32 = 60.0;
/// A label of whole sentences has so many lines at most, and this width at least.
const SENTENCES: (usize, f32) = (4, 50.0);

/// What sort of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// A wait in the sender's kernel.
    Held,
    /// A wait for recv.
    Unread,
    /// An acknowledgement.
    Ack,
    /// A call that failed.
    Error,
    /// A call that moves no bytes.
    Mark,
}

/// How sorry one would be to see a thing covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Firm {
    /// What is drawn as an area: a queue, a shade.
    Area,
    /// What is drawn as a line: a way, an ACK.
    Line,
    /// What is to be read, and the programs' lanes.
    Never,
}

/// Words, and where they stand.
#[derive(Clone, Debug)]
pub struct Note {
    /// What sort.
    pub kind: NoteKind,
    /// The words; their colour is the painter's.
    pub galley: Arc<Galley>,
    /// Where.
    pub rect: Rect,
    /// From which moment on they are shown, in nanoseconds since the measured part began.
    pub ns: f64,
}

/// Finds room for as many words as there is. The longest wait is told in any case.
pub fn place(ui: &Ui, scene: &Scene, teller: Teller<'_>, frame: &Frame<'_>, sizes: Scale) -> Vec<Note> {
    let mut obstacles = obstacles(scene, frame, sizes);
    let crowded = obstacles.len() > MOST_OBSTACLES;
    if crowded {
        obstacles.retain(|(_, firm)| *firm == Firm::Never);
    }
    let mut desk = Desk { ui, frame, sizes, obstacles, notes: Vec::new() };
    let mut shades: Vec<&Shade> = scene.shades.iter().collect();
    shades.sort_by(|one, other| (other.y.1 - other.y.0).total_cmp(&(one.y.1 - one.y.0)));
    if let Some((longest, others)) = shades.split_first() {
        if !desk.wait(teller, longest) {
            desk.wait_somehow(teller, longest);
        }
        let others = others.iter().take(if crowded { 0 } else { MOST - 1 });
        for shade in others {
            desk.wait(teller, shade);
        }
    }
    if crowded {
        return desk.notes;
    }
    for ack in scene.acks.iter().filter(|ack| ack.releases).take(MOST) {
        desk.ack(ack.x, ack.y, teller.words.time.legend.ack);
    }
    for bar in &scene.bars {
        desk.mark(teller, bar);
    }
    desk.notes
}

/// Everything that must not be covered.
fn obstacles(scene: &Scene, frame: &Frame<'_>, sizes: Scale) -> Vec<(Rect, Firm)> {
    let mut rects = Vec::new();
    let margin = 2.5 * sizes.factor();
    let (top, bottom) = frame.scale.range();
    let y = |y: f64| narrow(y.clamp(top - 50.0, bottom + 50.0));
    for strand in &scene.strands {
        for pair in strand.corners.windows(2) {
            let (from, to) = (pos2(pair[0].0, y(pair[0].1)), pos2(pair[1].0, y(pair[1].2)));
            // A slanted line in pieces, or else it would block all of its bounding box.
            let pieces = ((to.y - from.y).abs() / 12.0).ceil().clamp(1.0, 40.0);
            let pieces = if (from.x - to.x).abs() < 1.0 { 1.0 } else { pieces };
            let mut at = 0.0;
            while at < pieces {
                let (one, other) =
                    (from + (to - from) * (at / pieces), from + (to - from) * ((at + 1.0) / pieces));
                rects.push((Rect::from_two_pos(one, other).expand(margin), Firm::Line));
                at += 1.0;
            }
        }
    }
    for take in &scene.takes {
        let rect = Rect::from_two_pos(pos2(take.x.0, y(take.y.0)), pos2(take.x.1, y(take.y.1)));
        rects.push((rect.expand(margin), Firm::Line));
    }
    for ack in &scene.acks {
        let slant = ACK_SLANT * sizes.factor();
        let line = [pos2(ack.x.0, y(ack.y) - slant), pos2(ack.x.1, y(ack.y))];
        rects.push((Rect::from_points(&line).expand(1.0), Firm::Line));
    }
    for shade in &scene.shades {
        let lane = Rect::from_min_max(pos2(shade.x, y(shade.y.0)), pos2(shade.x, y(shade.y.1)));
        rects.push((lane.expand2(vec2(SHADE * sizes.factor(), 0.0)), Firm::Area));
    }
    for chart in &scene.charts {
        let (base, room) = chart.x;
        for &(from, to, share) in chart.steps.iter().filter(|(.., share)| *share > 0.0) {
            let rect = Rect::from_two_pos(pos2(base, y(from)), pos2(base + room * share, y(to)));
            rects.push((rect.expand(margin), Firm::Area));
        }
    }
    for tag in &scene.tags {
        let half = frame.tag / 2.0;
        let rect = Rect::from_min_max(pos2(tag.x.0, y(tag.y - half)), pos2(tag.x.1, y(tag.y + half)));
        rects.push((rect, Firm::Never));
    }
    // Times are never covered, nor the programs' lanes interrupted.
    let axis = pos2(frame.columns.axis - AXIS * sizes.factor(), y(top));
    rects.push((Rect::from_min_max(axis, pos2(frame.columns.axis + 2.0, y(bottom))), Firm::Never));
    for x in [frame.columns.lanes[0], frame.columns.lanes[3]] {
        let lane = Rect::from_min_max(pos2(x, y(top)), pos2(x, y(bottom)));
        rects.push((lane.expand2(vec2(margin, 0.0)), Firm::Never));
    }
    rects
}

/// Words that were placed, and what they must not cover.
struct Desk<'a> {
    ui: &'a Ui,
    frame: &'a Frame<'a>,
    sizes: Scale,
    obstacles: Vec<(Rect, Firm)>,
    notes: Vec<Note>,
}

impl Desk<'_> {
    fn galley(&self, text: String, font: FontId, width: f32) -> Arc<Galley> {
        // The painter gives it its colour.
        self.ui.painter().layout(text, font, self.ui.visuals().text_color(), width)
    }

    /// Whether a rectangle can be seen and covers nothing, or nothing but what is less firm than that.
    fn is_free(&self, rect: Rect, spare: Firm) -> bool {
        self.is_seen(rect)
            && !self.obstacles.iter().any(|(taken, firm)| *firm >= spare && taken.intersects(rect))
    }

    fn is_seen(&self, rect: Rect) -> bool {
        let (top, bottom) = self.frame.scale.range();
        let columns = &self.frame.columns;
        rect.top() >= narrow(top)
            && rect.bottom() <= narrow(bottom)
            && rect.left() >= columns.axis
            && rect.right() <= columns.right.1
    }

    fn put(&mut self, kind: NoteKind, galley: Arc<Galley>, rect: Rect, ns: f64) {
        self.obstacles.push((rect, Firm::Never));
        self.notes.push(Note { kind, galley, rect, ns });
    }

    /// Beside the wait, towards the other kernel; where that is too narrow, over the next lane. In whole
    /// sentences where there is room for them, and else shorter. Says whether there was room.
    fn wait(&mut self, teller: Teller<'_>, shade: &Shade) -> bool {
        let forms = teller.wait_forms(shade.direction, shade.wait);
        let tries = [(0, Firm::Area), (1, Firm::Area), (1, Firm::Line), (2, Firm::Area), (2, Firm::Line)];
        tries.into_iter().any(|(form, spare)| self.wait_as(teller, shade, &forms[form], spare))
    }

    /// How long the longest wait is, whatever that covers.
    fn wait_somehow(&mut self, teller: Teller<'_>, shade: &Shade) {
        let [.., shortest] = teller.wait_forms(shade.direction, shade.wait);
        if self.wait_as(teller, shade, &shortest, Firm::Never) {
            return;
        }
        let Some(galley) = self.compose(&shortest, f32::INFINITY) else { return };
        let size = galley.size() + vec2(4.0, 4.0);
        let middle = narrow(shade.y.0.midpoint(shade.y.1)) - size.y / 2.0;
        let (top, bottom) = self.frame.scale.range();
        let at = middle.clamp(narrow(top), (narrow(bottom) - size.y).max(narrow(top)));
        let aside = SHADE * self.sizes.factor() + 3.0;
        let is_left = shade.x > f32::midpoint(self.frame.columns.lanes[1], self.frame.columns.lanes[2]);
        let left = if is_left { shade.x - aside - size.x } else { shade.x + aside };
        let columns = &self.frame.columns;
        let left = left.min(columns.right.1 - size.x).max(columns.axis);
        let wanted = Rect::from_min_size(pos2(left, at), size);
        let rect = self.anywhere(wanted).unwrap_or(wanted);
        self.put_wait(teller, shade, galley, rect);
    }

    /// The place between the programs' lanes that is nearest in height, and covers nothing that is read.
    fn anywhere(&self, wanted: Rect) -> Option<Rect> {
        let [first, .., last] = self.frame.columns.lanes;
        let margin = 3.0 * self.sizes.factor();
        let range = first + margin..=(last - margin - wanted.width()).max(first + margin);
        let lefts =
            [wanted.left(), *range.start(), f32::midpoint(*range.start(), *range.end()), *range.end()];
        let steps = |by: f32| lefts.into_iter().flat_map(move |left| [(left, by), (left, -by)]);
        let (top, bottom) = self.frame.scale.range();
        let reach = narrow(bottom - top);
        let moves = std::iter::successors(Some(0.0), |by| Some(by + 3.0)).take_while(|by| *by <= reach);
        moves.flat_map(steps).find_map(|(left, by)| {
            let rect = Rect::from_min_size(pos2(left, wanted.top() + by), wanted.size());
            self.is_free(rect, Firm::Never).then_some(rect)
        })
    }

    fn put_wait(&mut self, teller: Teller<'_>, shade: &Shade, galley: Arc<Galley>, rect: Rect) {
        let wait = &teller.direction(shade.direction).waits[shade.wait];
        let kind = if wait.why.is_unread() { NoteKind::Unread } else { NoteKind::Held };
        self.put(kind, galley, rect, wait.to);
    }

    fn wait_as(&mut self, teller: Teller<'_>, shade: &Shade, form: &WaitForm, spare: Firm) -> bool {
        let (apart, factor) = (self.frame.columns.apart(), self.sizes.factor());
        let (top, bottom) = self.frame.scale.range();
        let (from, to) = (narrow(shade.y.0.max(top)), narrow(shade.y.1.min(bottom)));
        // Both ways from the lane; first the way that the bytes go.
        let forward: f32 = if teller.direction(shade.direction).forward { 1.0 } else { -1.0 };
        let near = |way: f32| [(way, 1.0), (way, 2.0)];
        let ways = near(forward).into_iter().chain(near(-forward)).chain([(forward, 3.0)]);
        for (way, lanes) in ways {
            // The queue is drawn on the side to which the bytes go.
            let beside = if way * forward > 0.0 { apart * QUEUE + 3.0 } else { 0.0 };
            let aside = (SHADE * factor).max(beside) + 5.0 * factor;
            let width = lanes * apart - aside - 6.0;
            if form.who.is_some() && width < SENTENCES.1 * factor {
                continue;
            }
            let Some(galley) = self.compose(form, width) else { continue };
            let size = galley.size() + vec2(4.0, 4.0);
            let left = if way > 0.0 { shade.x + aside } else { shade.x - aside - size.x };
            if let Some(rect) = self.find(left, size, (from, to), spare) {
                self.put_wait(teller, shade, galley, rect);
                return true;
            }
        }
        false
    }

    /// The words in lines of that width, if they can be: what may not be torn stays on one line.
    fn compose(&self, form: &WaitForm, width: f32) -> Option<Arc<Galley>> {
        let font = self.sizes.remark();
        let whole = |text: &str| text.replace(' ', NO_BREAK);
        let wide = |text: &str| self.galley(text.to_owned(), font.clone(), f32::INFINITY).size().x;
        let mut lines: Vec<String> = form.who.iter().cloned().collect();
        let mut line = String::new();
        for part in form.parts.iter().map(|part| whole(part)) {
            let longer = format!("{line}{}{part}", whole(form.between));
            if line.is_empty() {
                line = part;
            } else if wide(&longer) <= width {
                line = longer;
            } else {
                lines.push(std::mem::replace(&mut line, part));
            }
            if wide(&line) > width {
                return None;
            }
        }
        lines.push(line);
        // A hair wider than measured, so that rounding breaks no line.
        let galley = self.galley(lines.join("\n"), font, width + 0.5);
        (galley.rows.len() <= SENTENCES.0 && galley.size().x <= width + 1.0).then_some(galley)
    }

    /// The free place nearest to the middle of a stretch.
    fn find(&self, left: f32, size: Vec2, (from, to): (f32, f32), spare: Firm) -> Option<Rect> {
        let middle = f32::midpoint(from, to) - size.y / 2.0;
        let reach = ((to - from) / 2.0).max(size.y);
        let all =
            Rect::from_min_max(pos2(left, middle - reach), pos2(left + size.x, middle + reach + size.y));
        let near = |(taken, firm): &&(Rect, Firm)| *firm >= spare && taken.intersects(all);
        let near: Vec<Rect> = self.obstacles.iter().filter(near).map(|(taken, _)| *taken).collect();
        // Words over a queue must not hide where its level changes.
        let is_area = |(taken, firm): &&(Rect, Firm)| *firm == Firm::Area && taken.intersects(all);
        let areas = self.obstacles.iter().filter(is_area).map(|(taken, _)| *taken);
        let steps: Vec<f32> = areas.flat_map(|area| [area.top(), area.bottom()]).collect();
        let free = |rect: &Rect| self.is_seen(*rect) && !near.iter().any(|taken| taken.intersects(*rect));
        let hides_none = |rect: &Rect| !steps.iter().any(|&y| rect.y_range().contains(y));
        let places = || {
            let moves = std::iter::successors(Some(0.0), |by| Some(by + 3.0));
            let moves = moves.take_while(|by| *by <= reach);
            moves
                .flat_map(|by| [middle + by, middle - by])
                .map(|top| Rect::from_min_size(pos2(left, top), size))
        };
        places().filter(free).find(hides_none).or_else(|| places().find(free))
    }

    fn ack(&mut self, x: (f32, f32), y: f64, word: &str) {
        let galley = self.galley(word.to_owned(), self.sizes.remark(), f32::INFINITY);
        let size = galley.size() + vec2(4.0, 2.0);
        let left = f32::midpoint(x.0, x.1) - size.x / 2.0;
        let above = narrow(y) - size.y - (ACK_SLANT + 2.0) * self.sizes.factor();
        let rect = Rect::from_min_size(pos2(left, above), size);
        if self.is_free(rect, Firm::Area) {
            let ns = self.frame.scale.ns(y);
            self.put(NoteKind::Ack, galley, rect, ns);
        }
    }

    /// The name of a call that failed or moves no bytes, inwards of its lane.
    fn mark(&mut self, teller: Teller<'_>, bar: &Bar) {
        let call = teller.conversation.calls[bar.side][bar.calls.start];
        let waits = |direction: &Direction| {
            direction
                .waits
                .iter()
                .any(|wait| wait.why == Why::ForRoom && (wait.from - call.start).abs() < 1.0)
        };
        let is_told = teller.conversation.directions.iter().any(waits);
        let blocked = call.sort == CallSort::Send && bar.y.1 - bar.y.0 >= BLOCKED_FROM && !is_told;
        let told = call.sort == CallSort::End || call.error.is_some() || blocked;
        let Some(trace) = teller.trace.filter(|_| told) else { return };
        let (made, transport) = (trace.call(call.index), trace.scenario.transport);
        let (kind, text) = match made.outcome {
            Err(error) if bar.calls.len() > 1 => {
                (NoteKind::Error, format!("{} × {}", error.name(), bar.calls.len()))
            }
            Err(error) => (NoteKind::Error, error.name().to_owned()),
            Ok(_) if blocked => {
                let took = duration_label(call.end - call.start);
                (NoteKind::Mark, format!("{}({}) {took}", written(made.kind, transport), made.asked))
            }
            Ok(_) => (NoteKind::Mark, format!("{}()", written(made.kind, transport))),
        };
        let galley = self.galley(text, self.sizes.small(), f32::INFINITY);
        let size = galley.size() + vec2(4.0, 1.0);
        let aside = 10.0 * self.sizes.factor();
        let left = if bar.side == 0 { bar.x + aside } else { bar.x - aside - size.x };
        let (_, bottom) = self.frame.scale.range();
        let half = narrow(if blocked { (bar.y.1 - bar.y.0) / 2.0 } else { 1.0 });
        let middle = if blocked { bar.y.0.midpoint(bar.y.1) } else { bar.y.1 };
        let at = narrow(middle.min(bottom - 1.0));
        let same =
            |note: &&Note| note.kind == NoteKind::Error && (note.rect.center().y - at).abs() < SAME_ERROR;
        if kind == NoteKind::Error && self.notes.iter().any(|note| same(&note)) {
            return;
        }
        if let Some(rect) = self.find(left, size, (at - half, at + half), Firm::Area) {
            self.put(kind, galley, rect, call.end);
        }
    }
}
