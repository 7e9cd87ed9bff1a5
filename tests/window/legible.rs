//! Whether every text of a frame can be read: from the shapes that were painted, without a pixel.
//!
//! A text is judged by the ink of its lines. What lies in a layer above (a card, a list, a sheet) may
//! hide what is beneath it; everything else may not.

use std::f32::consts::SQRT_2;

use eframe::egui::accesskit::Role;
use eframe::egui::epaint::{ClippedShape, TextShape};
use eframe::egui::{Id, LayerId, Order, Rect, Shape, Vec2};
use egui_kittest::kittest::NodeT;

use crate::driver::Window;

/// Letters may come so close, in points: where the ink ends is rounded to pixels.
const SLACK: f32 = 1.0;
/// What is no larger, in points, hides no letter.
const DOT: f32 = 3.0;

/// What was painted, and what is known about it.
#[derive(Clone, Debug)]
pub struct Picture {
    pub shapes: Vec<ClippedShape>,
    pub screen: Rect,
    /// Where something can be scrolled that is larger than its room.
    pub scroll_bars: Vec<Rect>,
    /// What lies over the rest.
    pub above: Vec<Rect>,
}

/// A line of a text that is in sight.
#[derive(Clone, Debug)]
struct Line<'a> {
    /// Which of the picture's texts it is of.
    text: usize,
    words: &'a str,
    ink: Rect,
    clip: Rect,
    /// How many areas have been filled before it.
    filled: usize,
}

/// A part of the picture that hides what was painted before.
struct Filled {
    /// As much as is filled for certain, and as it is at most: a circle has no corners.
    inner: Rect,
    outer: Rect,
    /// Whether it is of something that may hide what is beneath it.
    is_above: bool,
}

/// Every text of the window that cannot be read, and why.
pub fn flaws(window: &Window) -> Vec<String> {
    Picture::of(window).flaws()
}

impl Picture {
    /// What the window shows.
    pub fn of(window: &Window) -> Self {
        let ctx = &window.harness.ctx;
        let layers = ctx.memory(|memory| memory.areas().visible_layer_ids());
        let over = |layer: &LayerId| layer.order != Order::Background;
        let rect = |id: Id| ctx.memory(|memory| memory.area_rect(id));
        let nodes = window.harness.root().children_recursive();
        let bars = nodes.filter(|node| node.accesskit_node().role() == Role::ScrollBar);
        Self {
            shapes: window.harness.output().shapes.clone(),
            screen: ctx.content_rect(),
            scroll_bars: bars.map(|bar| bar.rect()).collect(),
            above: layers.iter().filter(|layer| over(layer)).filter_map(|layer| rect(layer.id)).collect(),
        }
    }

    /// Every text that cannot be read, and why.
    pub fn flaws(&self) -> Vec<String> {
        let mut flaws = Vec::new();
        let (mut lines, mut filled) = (Vec::new(), Vec::new());
        let mut texts = 0;
        for clipped in &self.shapes {
            each_shape(&clipped.shape, &mut |shape| match shape {
                Shape::Text(text) => {
                    texts += 1;
                    self.take(text, clipped.clip_rect, (texts, filled.len()), &mut lines, &mut flaws);
                }
                other => filled.extend(self.filled(other, clipped.clip_rect)),
            });
        }
        let seen: Vec<Line<'_>> =
            lines.into_iter().filter_map(|line| uncovered(line, &filled, &mut flaws)).collect();
        for (at, line) in seen.iter().enumerate() {
            self.is_cut(line, &mut flaws);
            is_over_edge(line, &filled[..line.filled], &mut flaws);
            for other in seen[at + 1..].iter().filter(|other| other.text != line.text) {
                let both = [line.visible(), other.visible()];
                if is_area(both[0].intersect(both[1])) {
                    flaws.push(format!("overlap: {:?} and {:?} {both:?}", line.words, other.words));
                }
            }
        }
        flaws
    }

    fn take<'a>(
        &self,
        text: &'a TextShape,
        clip: Rect,
        (number, filled): (usize, usize),
        lines: &mut Vec<Line<'a>>,
        flaws: &mut Vec<String>,
    ) {
        let words = text.galley.text();
        let is_seen = clip.intersect(self.screen).intersects(text.visual_bounding_rect());
        if is_seen && words.contains("**") {
            flaws.push(format!("a mark that means nothing: {words:?}"));
        }
        // Only a block shortens its text, to as much of its message as fits after the number. A count
        // that is cut off is another one.
        let is_block = words.starts_with(|first: char| first.is_ascii_digit()) && !words.contains('·');
        if is_seen && text.galley.elided && !is_block {
            flaws.push(format!("shortened: {words:?}"));
        }
        for row in &text.galley.rows {
            let ink = row.visuals.mesh_bounds.translate(row.pos.to_vec2() + text.pos.to_vec2());
            if ink.is_positive() && text.angle == 0.0 {
                lines.push(Line { text: number, words, ink, clip, filled });
            }
        }
    }

    fn filled(&self, shape: &Shape, clip: Rect) -> Option<Filled> {
        let (inner, outer, fill) = match shape {
            Shape::Rect(rect) if rect.blur_width == 0.0 => (rect.rect, rect.rect, rect.fill),
            Shape::Circle(circle) => {
                let square = |side: f32| Rect::from_center_size(circle.center, Vec2::splat(side));
                let (inner, outer) = (circle.radius * SQRT_2, 2.0 * circle.radius);
                (square(inner), square(outer), circle.fill)
            }
            _ => return None,
        };
        let [inner, outer] = [inner, outer].map(|rect| rect.intersect(clip));
        let is_above = self.above.iter().any(|above| above.expand(SLACK).contains_rect(outer));
        // The dots of a line are not in the way.
        let is_dot = inner.size().max_elem() < DOT;
        (fill.a() == u8::MAX && inner.is_positive() && !is_dot).then_some(Filled {
            inner,
            outer,
            is_above,
        })
    }

    /// Whether that bar moves what is in a part of the window: it stands in it, or moves the whole window.
    fn moves(&self, bar: Rect, clip: Rect) -> bool {
        let is_near = clip.expand(2.0 * 8.0).contains_rect(bar);
        let (long, side) = if is_tall(bar) {
            (bar.height(), self.screen.height())
        } else {
            (bar.width(), self.screen.width())
        };
        is_near || long > 0.9 * side
    }

    /// What the edge of its part of the window, or of the window, cuts off.
    fn is_cut(&self, line: &Line<'_>, flaws: &mut Vec<String>) {
        let Line { ink, clip, words, .. } = line;
        // What is scrolled out of sight as a whole.
        if !clip.is_positive() {
            return;
        }
        let bar = |tall: bool| {
            self.scroll_bars.iter().any(|bar| is_tall(*bar) == tall && self.moves(*bar, *clip))
        };
        let room = clip.expand(SLACK);
        let aside = ink.left() < room.left() || ink.right() > room.right();
        let above = ink.top() < room.top() || ink.bottom() > room.bottom();
        if aside && !bar(false) || above && !bar(true) {
            let is_gone = !self.screen.intersects(line.visible());
            let what = if is_gone { "outside" } else { "cut off" };
            flaws.push(format!("{what}: {words:?} {ink:?} in {clip:?}"));
        }
    }
}

fn is_tall(bar: Rect) -> bool {
    bar.height() > bar.width()
}

impl Line<'_> {
    fn visible(&self) -> Rect {
        self.ink.intersect(self.clip)
    }
}

fn is_area(rect: Rect) -> bool {
    rect.width() > SLACK && rect.height() > SLACK
}

/// The line, unless something above hides it.
fn uncovered<'a>(line: Line<'a>, filled: &[Filled], flaws: &mut Vec<String>) -> Option<Line<'a>> {
    for later in
        filled[line.filled..].iter().filter(|later| is_area(later.inner.intersect(line.visible())))
    {
        if later.is_above {
            return None;
        }
        flaws.push(format!("covered: {:?} {:?} by {:?}", line.words, line.ink, later.inner));
    }
    Some(line)
}

/// A text that runs over the edge of what it stands on: a button, a block, a field, a card.
fn is_over_edge(line: &Line<'_>, before: &[Filled], flaws: &mut Vec<String>) {
    let ink = line.visible();
    for beneath in before.iter().rev() {
        if beneath.outer.expand(SLACK).contains_rect(ink) {
            // Nothing farther down is to be seen there.
            return;
        }
        if is_area(beneath.inner.intersect(ink)) {
            flaws.push(format!("over an edge: {:?} {ink:?} and {:?}", line.words, beneath.outer));
        }
    }
}

/// A text in sight.
pub struct Seen {
    pub text: String,
    pub rect: Rect,
    /// Of its smallest type.
    pub size: f32,
}

/// Every text in sight.
pub fn texts(window: &Window) -> Vec<Seen> {
    let mut found = Vec::new();
    for clipped in &window.harness.output().shapes {
        each_shape(&clipped.shape, &mut |shape| {
            let Shape::Text(text) = shape else { return };
            let rect = text.visual_bounding_rect();
            let sizes = text.galley.job.sections.iter().map(|section| section.format.font_id.size);
            if clipped.clip_rect.intersects(rect) {
                let (text, size) = (text.galley.text().to_owned(), sizes.fold(f32::INFINITY, f32::min));
                found.push(Seen { text, rect, size });
            }
        });
    }
    found
}

/// Every shape, those in groups too.
pub fn each_shape<'a>(shape: &'a Shape, look: &mut impl FnMut(&'a Shape)) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| each_shape(shape, look)),
        other => look(other),
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Color32, FontId, Painter, pos2};
    use egui_kittest::Harness;
    use stickylab::ui::fonts;
    use stickylab::ui::theme::{BLACK, WHITE};

    use super::*;

    const SCREEN: Rect = Rect { min: pos2(0.0, 0.0), max: pos2(400.0, 300.0) };

    /// What a painter leaves.
    fn painted(paint: impl Fn(&Painter)) -> Picture {
        let harness = Harness::builder().with_size(SCREEN.size()).with_context_setup(fonts::install);
        let harness = harness.build_ui(|ui| paint(&ui.painter().with_clip_rect(SCREEN)));
        let shapes = harness.output().shapes.clone();
        Picture { shapes, screen: SCREEN, scroll_bars: Vec::new(), above: Vec::new() }
    }

    fn write(painter: &Painter, (x, y): (f32, f32), text: &str) {
        let galley = painter.layout_no_wrap(text.to_owned(), FontId::proportional(16.0), BLACK);
        painter.galley(pos2(x, y), galley, BLACK);
    }

    fn fill(painter: &Painter, rect: Rect, color: Color32) {
        painter.rect_filled(rect, 0.0, color);
    }

    #[track_caller]
    fn check(picture: &Picture, expected: &[&str]) {
        let flaws = picture.flaws();
        let kinds: Vec<&str> = flaws.iter().filter_map(|flaw| flaw.split(':').next()).collect();
        assert_eq!(kinds, expected, "{flaws:#?}");
    }

    #[test]
    fn texts_with_room_are_legible() {
        check(
            &painted(|painter| {
                fill(painter, SCREEN, WHITE);
                fill(painter, Rect::from_min_max(pos2(10.0, 10.0), pos2(120.0, 40.0)), BLACK);
                write(painter, (20.0, 14.0), "hello");
                write(painter, (130.0, 14.0), "feng");
                write(painter, (130.0, 34.0), "two\nlines");
            }),
            &[],
        );
    }

    #[test]
    fn what_the_edge_of_a_part_cuts_off_is_found() {
        let cut = |right: f32| {
            painted(move |painter| {
                let room = Rect::from_min_max(pos2(10.0, 10.0), pos2(right, 40.0));
                write(&painter.with_clip_rect(room), (20.0, 14.0), "hello");
            })
        };
        check(&cut(100.0), &[]);
        check(&cut(40.0), &["cut off"]);
        let mut scrolled = painted(|painter| {
            let room = Rect::from_min_max(pos2(10.0, 10.0), pos2(100.0, 24.0));
            write(&painter.with_clip_rect(room), (20.0, 14.0), "hello");
        });
        check(&scrolled, &["cut off"]);
        scrolled.scroll_bars.push(Rect::from_min_max(pos2(94.0, 10.0), pos2(100.0, 24.0)));
        check(&scrolled, &[]);
    }

    #[test]
    fn texts_over_texts_are_found() {
        let beside = |right: f32| {
            painted(move |painter| {
                write(painter, (20.0, 14.0), "hello");
                write(painter, (right, 16.0), "feng");
            })
        };
        check(&beside(70.0), &[]);
        check(&beside(50.0), &["overlap"]);
    }

    #[test]
    fn texts_over_the_edge_of_a_control_or_beneath_it_are_found() {
        let on = |right: f32| {
            painted(move |painter| {
                fill(painter, Rect::from_min_max(pos2(10.0, 10.0), pos2(right, 40.0)), WHITE);
                write(painter, (20.0, 14.0), "hello");
            })
        };
        check(&on(100.0), &[]);
        check(&on(40.0), &["over an edge"]);
        let mut covered = painted(|painter| {
            write(painter, (20.0, 14.0), "hello");
            fill(painter, Rect::from_min_max(pos2(40.0, 10.0), pos2(90.0, 40.0)), WHITE);
        });
        check(&covered, &["covered"]);
        // A card may hide what is beneath it.
        covered.above.push(Rect::from_min_max(pos2(40.0, 10.0), pos2(90.0, 40.0)));
        check(&covered, &[]);
    }

    #[test]
    fn texts_outside_of_the_screen_are_found() {
        let at = |x: f32| painted(move |painter| write(painter, (x, 14.0), "hello"));
        check(&at(340.0), &[]);
        check(&at(380.0), &["cut off"]);
        check(&at(-500.0), &["outside"]);
    }

    #[test]
    fn what_is_shortened_is_found_unless_a_block_does_it() {
        let short = |text: &'static str| {
            painted(move |painter| {
                let mut job = eframe::egui::text::LayoutJob::simple_singleline(
                    text.to_owned(),
                    FontId::proportional(16.0),
                    BLACK,
                );
                job.wrap = eframe::egui::text::TextWrapping::truncate_at_width(60.0);
                painter.galley(pos2(10.0, 10.0), painter.layout_job(job), BLACK);
            })
        };
        check(&short("hello"), &[]);
        check(&short("hello feng, how are you?"), &["shortened"]);
        check(&short("1 hello feng, how are you?"), &[]);
    }
}
