//! What has too little contrast, from the shapes that were painted.

use std::collections::BTreeSet;

use eframe::egui::accesskit::Role;
use eframe::egui::epaint::{ClippedShape, Mesh, TextShape, Vertex};
use eframe::egui::text::LayoutSection;
use eframe::egui::{Color32, Pos2, Rect, Shape, Stroke, vec2};
use egui_kittest::Node;
use egui_kittest::kittest::NodeT;
use stickylab::ui::theme::{Palette, contrast};

use crate::driver::Window;
use crate::legible::each_shape;

const TEXT: f32 = 4.5;
const SHAPE: f32 = 3.0;
/// How far from its edge the ground of a mark begins, in points: a lane is 3 points wide.
const BESIDE: f32 = 3.5;
/// How far the outline of a block may be from it.
const RING: f32 = 6.0;
/// What is seen through more than this is shading.
const SHADING: u8 = 128;

/// What fills an area.
enum Area<'a> {
    Rect(Rect, Color32),
    Circle(Pos2, f32, Color32),
    Polygon(&'a [Pos2], Color32),
    Mesh(&'a Mesh),
}

impl Area<'_> {
    fn at(&self, point: Pos2) -> Option<Color32> {
        match self {
            Self::Rect(rect, fill) => rect.contains(point).then_some(*fill),
            Self::Circle(center, radius, fill) => (center.distance(point) <= *radius).then_some(*fill),
            Self::Polygon(corners, fill) => is_inside(corners, point).then_some(*fill),
            Self::Mesh(mesh) => {
                let found = triangles(mesh)
                    .find(|corners| is_inside(&corners.map(|corner| corner.pos), point))?;
                Some(found[0].color)
            }
        }
    }
}

fn triangles(mesh: &Mesh) -> impl Iterator<Item = [Vertex; 3]> {
    let (corners, _) = mesh.indices.as_chunks::<3>();
    corners.iter().map(|corners| corners.map(|corner| mesh.vertices[corner as usize]))
}

/// Whether a point lies in a convex or simple polygon: a ray from it crosses the outline an odd number of
/// times.
fn is_inside(corners: &[Pos2], point: Pos2) -> bool {
    let mut inside = false;
    for (at, one) in corners.iter().enumerate() {
        let other = corners[(at + 1) % corners.len()];
        if (one.y > point.y) != (other.y > point.y) {
            let x = one.x + (point.y - one.y) / (other.y - one.y) * (other.x - one.x);
            inside ^= point.x < x;
        }
    }
    inside
}

/// A colour seen over another.
fn over(top: Color32, beneath: Color32) -> Color32 {
    beneath.blend(top)
}

/// The same, but for what was rounded when it was seen through.
fn is_like(one: Color32, other: Color32) -> bool {
    one.to_array().iter().zip(other.to_array()).all(|(one, other)| one.abs_diff(other) <= 3)
}

/// What is painted, from the bottom up.
struct Painted<'a> {
    palette: &'static Palette,
    areas: Vec<(Rect, Area<'a>)>,
}

impl Painted<'_> {
    /// The colour there after so many areas, from the bottom up.
    fn ground(&self, point: Pos2, areas: usize) -> Color32 {
        self.fills(point, areas).fold(self.palette.background, |ground, fill| over(fill, ground))
    }

    /// The same without shading and graphs that are seen through: a mark may cross them, as it may cross
    /// another mark.
    fn solid_ground(&self, point: Pos2, areas: usize) -> Color32 {
        let solid = self.fills(point, areas).filter(|fill| fill.a() >= SHADING);
        solid.fold(self.palette.background, |ground, fill| over(fill, ground))
    }

    fn fills(&self, point: Pos2, areas: usize) -> impl Iterator<Item = Color32> {
        let there = self.areas[..areas].iter().filter(move |(clip, _)| clip.contains(point));
        there.filter_map(move |(_, area)| area.at(point))
    }

    /// Whether something is painted over that point later.
    fn is_covered(&self, point: Pos2, areas: usize) -> bool {
        let there = self.areas[areas..].iter().filter(|(clip, _)| clip.contains(point));
        there.filter_map(|(_, area)| area.at(point)).any(|fill| fill.a() > 0)
    }

    /// A ground, or a hairline around what belongs together: it may be quiet.
    fn is_quiet(&self, color: Color32) -> bool {
        let palette = self.palette;
        let quiet = [
            palette.background,
            palette.panel,
            palette.field,
            palette.field_hovered,
            palette.selected,
            palette.border,
            palette.pale.fill,
        ];
        color.a() < SHADING || quiet.iter().any(|quiet| is_like(*quiet, color.to_opaque()))
    }

    /// Lines of messages that cross, and a verdict around a block, are told apart by what the tests of
    /// the theme ask of their colours.
    fn is_message(&self, color: Color32) -> bool {
        (0..8)
            .map(|place| self.palette.hue(place))
            .any(|message| [message.fill, message.edge, message.line].contains(&color))
    }
}

/// Everything in the window that has too little contrast. What is out of use may be pale.
pub fn flaws(window: &Window) -> BTreeSet<String> {
    let palette = Palette::of(&window.harness.ctx.global_style().visuals);
    let nodes: Vec<_> = window.harness.root().children_recursive().collect();
    let drawn = nodes.iter().filter(|node| node.accesskit_node().bounding_box().is_some());
    let disabled: Vec<Rect> =
        drawn.filter(|node| node.accesskit_node().is_disabled()).map(Node::rect).collect();
    let mut found = judge(&window.harness.output().shapes, palette, &disabled);
    judge_controls(window, palette, &mut found);
    found
}

pub fn judge(shapes: &[ClippedShape], palette: &'static Palette, disabled: &[Rect]) -> BTreeSet<String> {
    let mut painted = Painted { palette, areas: Vec::new() };
    let (mut texts, mut marks) = (Vec::new(), Vec::new());
    for clipped in shapes {
        each_shape(&clipped.shape, &mut |shape| {
            let (clip, below) = (clipped.clip_rect, painted.areas.len());
            match shape {
                Shape::Text(text) => texts.push((text, clip, below)),
                other => marks.push((other, clip, below)),
            }
            painted.areas.extend(area(shape).map(|area| (clip, area)));
        });
    }
    let mut found = BTreeSet::new();
    for (text, clip, below) in texts {
        judge_text(&painted, text, (clip, below), disabled, &mut found);
    }
    let rings: Vec<Rect> = marks.iter().filter_map(|(shape, ..)| ring(&painted, shape)).collect();
    for (shape, clip, below) in marks {
        judge_shape(&painted, shape, (clip, below), (disabled, &rings), &mut found);
    }
    found
}

fn area(shape: &Shape) -> Option<Area<'_>> {
    match shape {
        Shape::Rect(rect) if rect.blur_width == 0.0 && rect.fill.a() > 0 => {
            Some(Area::Rect(rect.rect, rect.fill))
        }
        Shape::Circle(circle) if circle.fill.a() > 0 => {
            Some(Area::Circle(circle.center, circle.radius, circle.fill))
        }
        Shape::Path(path) if path.closed && path.fill.a() > 0 => {
            Some(Area::Polygon(&path.points, path.fill))
        }
        Shape::Mesh(mesh) => Some(Area::Mesh(mesh)),
        _ => None,
    }
}

fn judge_text(
    painted: &Painted<'_>,
    text: &TextShape,
    (clip, below): (Rect, usize),
    disabled: &[Rect],
    found: &mut BTreeSet<String>,
) {
    let mut behind = 0;
    for row in &text.galley.rows {
        for glyph in &row.glyphs {
            let at = behind;
            behind += glyph.chr.len_utf8();
            if glyph.chr.is_whitespace() {
                continue;
            }
            let left = text.pos + row.pos.to_vec2() + glyph.pos.to_vec2();
            let point = left + vec2(glyph.advance_width / 2.0, -0.35 * glyph.font_ascent);
            let is_out = disabled.iter().any(|rect| rect.contains(point));
            if is_out || !clip.contains(point) || painted.is_covered(point, below) {
                continue;
            }
            let sections = &text.galley.job.sections;
            let is_of = |section: &&LayoutSection| section.byte_range.end.0 > at;
            let section = sections.iter().find(is_of).or(sections.last()).unwrap();
            let color = match (text.override_text_color, section.format.color) {
                (None, Color32::PLACEHOLDER) => text.fallback_color,
                (Some(color), _) | (None, color) => color,
            };
            let ground = painted.ground(point, below);
            let color = over(color.gamma_multiply(text.opacity_factor), ground);
            let got = contrast(color, ground);
            if got < TEXT {
                let words = text.galley.text();
                found.insert(format!("text {words:?}: {got:.2}, {color:?} on {ground:?}"));
                return;
            }
        }
        behind += usize::from(row.ends_with_newline);
    }
}

/// The place of an outline that is seen on its panel: a verdict around a block, the edge of a block.
fn ring(painted: &Painted<'_>, shape: &Shape) -> Option<Rect> {
    let Shape::Rect(rect) = shape else { return None };
    let is_seen = contrast(rect.stroke.color, painted.palette.panel) >= SHAPE;
    (rect.fill.a() == 0 && rect.stroke.width >= 1.0 && is_seen).then_some(rect.rect)
}

/// A mark is told from its ground above and below, or at both sides: what stands in a row touches its
/// neighbours.
fn judge_shape(
    painted: &Painted<'_>,
    shape: &Shape,
    (clip, below): (Rect, usize),
    (disabled, rings): (&[Rect], &[Rect]),
    found: &mut BTreeSet<String>,
) {
    let Some(mark) = Mark::of(shape) else { return };
    let is_out = disabled.iter().any(|rect| rect.expand(2.0).contains(mark.place.center()));
    let seen: Vec<Color32> = mark.colors.iter().copied().filter(|color| color.a() > 0).collect();
    let is_quiet = seen.iter().all(|color| painted.is_quiet(*color));
    if is_out || is_quiet || !clip.contains_rect(mark.place) {
        return;
    }
    let at = |point: Pos2| {
        let ground = painted.solid_ground(point, below);
        let told = seen.iter().map(|color| contrast(over(*color, ground), ground));
        if painted.is_message(ground) { f32::INFINITY } else { told.fold(1.0, f32::max) }
    };
    let around = mark.place.expand(BESIDE);
    let aside = at(around.left_center()).min(at(around.right_center()));
    let along = at(around.center_top()).min(at(around.center_bottom()));
    let best = aside.max(along);
    let is_ringed = rings.iter().any(|ring| {
        let near = [ring.top() - mark.place.top(), ring.bottom() - mark.place.bottom()];
        ring.expand(1.0).contains_rect(mark.place) && near.iter().all(|gap| gap.abs() < RING)
    });
    if best < SHAPE && !is_ringed && !painted.is_covered(mark.place.center(), below + 1) {
        let ground = painted.ground(around.center_top(), below);
        found.insert(format!("{best:.2}: {seen:?} on {ground:?}, {:?}", mark.place));
    }
}

/// Something that is drawn to be seen.
struct Mark {
    place: Rect,
    colors: Vec<Color32>,
}

impl Mark {
    fn of(shape: &Shape) -> Option<Self> {
        let solid = |stroke: Stroke| if stroke.width > 0.0 { stroke.color } else { Color32::TRANSPARENT };
        let square =
            |center: Pos2, radius: f32| Rect::from_center_size(center, vec2(2.0 * radius, 2.0 * radius));
        let (place, colors) = match shape {
            Shape::Rect(rect) if rect.blur_width == 0.0 && rect.rect.is_positive() => {
                (rect.rect, vec![rect.fill, solid(rect.stroke)])
            }
            Shape::Circle(circle) => {
                (square(circle.center, circle.radius), vec![circle.fill, solid(circle.stroke)])
            }
            Shape::LineSegment { points, stroke } => {
                (Rect::from_two_pos(points[0], points[1]), vec![solid(*stroke)])
            }
            Shape::Path(path) if path.closed => (Rect::from_points(&path.points), vec![path.fill]),
            _ => return None,
        };
        Some(Self { place, colors })
    }
}

/// What one has to find on a control: its ring, its box, its handle, its edge. (A choice that is drawn as a
/// button is found by its words.)
fn judge_controls(window: &Window, palette: &Palette, found: &mut BTreeSet<String>) {
    let mut judged = 0;
    for node in window.harness.root().children_recursive() {
        let inner = node.accesskit_node();
        let role = inner.role();
        let is_meant =
            matches!(role, Role::RadioButton | Role::CheckBox | Role::Slider | Role::TextInput);
        if !is_meant || inner.is_disabled() || inner.bounding_box().is_none() {
            continue;
        }
        let rect = node.rect().expand(1.0);
        for clipped in &window.harness.output().shapes {
            each_shape(&clipped.shape, &mut |shape| {
                let is_round = matches!(role, Role::RadioButton | Role::Slider);
                let is_its_own = matches!(shape, Shape::Circle(_)) == is_round;
                let Some(mark) = Mark::of(shape).filter(|_| is_its_own) else { return };
                let edge = mark.colors[1..].first().filter(|edge| edge.a() > 0);
                if let Some(&edge) = edge.filter(|_| rect.contains_rect(mark.place)) {
                    judged += 1;
                    let best = contrast(edge, palette.panel);
                    if best < SHAPE {
                        found.insert(format!("the edge of {role:?} {:?}: {best:.2}", inner.label()));
                    }
                }
            });
        }
    }
    assert!(judged > 0 || window.session().is_greeting() || window.is_region("Present mode"));
}
