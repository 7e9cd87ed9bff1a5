//! Where the focus is: it has a ring around it, and what scrolls follows it.

use eframe::egui::{
    Context, EventFilter, FocusDirection, Id, Key, LayerId, Memory, Order, Popup, Rangef, Rect, Response,
    Stroke, StrokeKind, Ui, Vec2, Widget, WidgetText, vec2,
};

use super::theme::{Palette, Scale, space};

/// Where it is kept whom the view has followed.
fn followed() -> Id {
    Id::unique("focus-followed")
}

/// At the end of what scrolls: brings what has just got the focus into sight.
pub fn follow(ui: &Ui) {
    let Some(id) = ui.memory(Memory::focused) else { return };
    let known = ui.data(|data| data.get_temp::<Id>(followed()));
    if known == Some(id) {
        return;
    }
    let Some(response) = ui.ctx().read_response(id) else { return };
    // What stands above or below the room of this one may lie over what is scrolled out of it.
    let shown = response.interact_rect;
    let is_elsewhere = shown.is_positive() && !ui.clip_rect().intersects(shown);
    let is_here = response.layer_id == ui.layer_id() && ui.min_rect().contains(response.rect.center());
    if is_here && !is_elsewhere {
        ui.scroll_to_rect(response.rect.expand(space::MEDIUM), None);
    }
}

/// Whether what is drawn there stands neither in the row nor in the column of what was drawn before.
pub fn begins_a_row(ui: &Ui, rect: Rect) -> bool {
    let last = ui.data(|data| data.get_temp::<Rect>(Id::unique("drawn-last")));
    ui.data_mut(|data| data.insert_temp(Id::unique("drawn-last"), rect));
    let near = |one: f32, other: f32| (one - other).abs() < 1.0;
    last.is_none_or(|last| {
        !near(last.center().y, rect.center().y) && !near(last.center().x, rect.center().x)
    })
}

/// What can be walked to with arrows in this frame.
#[derive(Clone, Default)]
struct Walkable(Vec<Place>);

/// Whose place it is, in which layer, and where.
#[derive(Clone, Copy)]
struct Place {
    id: Id,
    layer: LayerId,
    rect: Rect,
}

fn walkable_id() -> Id {
    Id::unique("walkable")
}

/// Lets arrows lead to a drawn thing, and from it to its neighbours. (Those of egui may lead behind a
/// menu.)
pub fn walkable(ui: &Ui, response: &Response) {
    if ui.memory(|memory| memory.focused().is_none()) {
        return;
    }
    ui.data_mut(|data| {
        let known = data.get_temp_mut_or_default::<Walkable>(walkable_id());
        known.0.push(Place { id: response.id, layer: response.layer_id, rect: response.rect });
    });
    if response.has_focus() {
        let arrows =
            EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    }
}

/// Where it is kept that something which had the focus is out of use, and nothing has taken it since.
fn orphaned() -> Id {
    Id::unique("focus-orphaned")
}

/// A control that may be out of use. If it has the focus then, the focus goes on to the next one: egui
/// takes it from what is out of use, and the Tab key would begin anew.
pub fn add_enabled(ui: &mut Ui, enabled: bool, widget: impl Widget) -> Response {
    let before = ui.memory(Memory::focused);
    let response = ui.add_enabled(enabled, widget);
    if !enabled && before == Some(response.id) {
        ui.memory_mut(|memory| memory.move_focus(FocusDirection::Next));
        ui.data_mut(|data| data.insert_temp(orphaned(), true));
    }
    response
}

/// At the beginning of the frame: where nothing came after what is out of use, the last control that can
/// be used takes the focus.
pub fn begin(ctx: &Context) {
    let is_orphaned = ctx.data_mut(|data| data.remove_temp::<bool>(orphaned())).unwrap_or(false);
    if is_orphaned && ctx.memory(Memory::focused).is_none() {
        ctx.memory_mut(|memory| memory.move_focus(FocusDirection::Previous));
    }
}

/// Where it is kept what has got the focus from the pointer.
fn pointed() -> Id {
    Id::unique("focus-pointed")
}

/// Gives the focus to what the pointer has taken hold of, so that keys go on with it.
pub fn take_hold(response: &Response) {
    if response.drag_started() {
        response.request_focus();
        response.ctx.data_mut(|data| data.insert_temp(pointed(), response.id));
    }
}

/// Whether what has the focus got it so.
pub fn is_held(ctx: &Context) -> bool {
    let focused = ctx.memory(Memory::focused);
    focused.is_some() && focused == ctx.data(|data| data.get_temp(pointed()))
}

/// What is told of a thing under the pointer is told of it too while it has the focus, unless the focus
/// came with the pointer.
pub fn tell(response: Response, text: impl Into<WidgetText>) -> Response {
    let text = text.into();
    if response.has_focus() && !is_held(&response.ctx) {
        response.show_tooltip_text(text);
        return response;
    }
    response.on_hover_text(text)
}

/// The same for a line of a list that lies over the window. While it is open, the focus is in it: on the
/// line that is chosen, if it is not there yet.
pub fn in_list(ui: &Ui, line: &Response, is_chosen: bool) {
    let focused = ui.memory(Memory::focused).and_then(|id| ui.ctx().read_response(id));
    if is_chosen && focused.is_none_or(|focused| focused.layer_id != ui.layer_id()) {
        line.request_focus();
    }
    walkable(ui, line);
}

/// Goes from the drawn thing that has the focus to the one that an arrow points at.
fn walk(ctx: &Context, focused: Id) {
    let things = ctx.data_mut(|data| data.remove_temp::<Walkable>(walkable_id())).unwrap_or_default().0;
    let Some(here) = things.iter().find(|place| place.id == focused) else { return };
    let arrows = [
        (Key::ArrowLeft, vec2(-1.0, 0.0)),
        (Key::ArrowRight, vec2(1.0, 0.0)),
        (Key::ArrowUp, vec2(0.0, -1.0)),
        (Key::ArrowDown, vec2(0.0, 1.0)),
    ];
    let way = arrows.into_iter().find(|(key, _)| ctx.input(|input| input.key_pressed(*key)));
    let Some((_, way)) = way else { return };
    let others = things.iter().filter(|place| place.id != focused && place.layer == here.layer);
    let nearest = others
        .filter_map(|place| Some((place.id, distance(here.rect, place.rect, way)?)))
        .min_by(|one, other| one.1.total_cmp(&other.1));
    if let Some((id, _)) = nearest {
        ctx.memory_mut(|memory| memory.request_focus(id));
        ctx.request_repaint();
    }
}

/// How far it is from one thing to another one way; `None` if it does not lie there. What lies aside
/// is farther than what lies ahead.
fn distance(from: Rect, to: Rect, way: Vec2) -> Option<f32> {
    let ahead = (to.center() - from.center()).dot(way);
    if ahead <= 0.5 {
        return None;
    }
    let gap = |from: Rangef, to: Rangef| (to.min - from.max).max(from.min - to.max).max(0.0);
    let aside =
        if way.x == 0.0 { gap(from.x_range(), to.x_range()) } else { gap(from.y_range(), to.y_range()) };
    Some(ahead + 8.0 * aside)
}

/// The control of the window that had the focus before something over it did, and whether that does.
#[derive(Clone, Copy, Default)]
struct Beneath {
    control: Option<Id>,
    is_covered: bool,
}

fn is_beneath_a_sheet(ctx: &Context) -> bool {
    ctx.memory(Memory::top_modal_layer).is_some()
}

/// When a menu, a sheet or a drawer has closed, gives the focus back to the control that had it before.
fn come_back(ctx: &Context, focused: Option<Id>) {
    let key = Id::unique("focus-beneath");
    let mut beneath = ctx.data(|data| data.get_temp::<Beneath>(key)).unwrap_or_default();
    let layer = focused.and_then(|id| ctx.read_response(id)).map(|response| response.layer_id.order);
    match (focused, layer) {
        (Some(_), Some(Order::Background)) | (None, _) if !beneath.is_covered => {
            beneath.control = focused;
        }
        (Some(_), Some(Order::Background)) => beneath = Beneath { control: focused, is_covered: false },
        (Some(_), Some(_)) => beneath.is_covered = true,
        // What lies beneath a sheet or a drawer takes the focus only when that is gone.
        (None, _) if Popup::is_any_open(ctx) || is_beneath_a_sheet(ctx) => {}
        (None, _) => {
            if let Some(control) = beneath.control {
                ctx.memory_mut(|memory| memory.request_focus(control));
                ctx.request_repaint();
            }
            beneath.is_covered = false;
        }
        _ => {}
    }
    ctx.data_mut(|data| data.insert_temp(key, beneath));
}

/// At the end of the frame: draws the ring. Says what has the focus.
pub fn end(ctx: &Context, scale: Scale) -> Option<Id> {
    let focused = ctx.memory(Memory::focused);
    if focused != ctx.data(|data| data.get_temp(pointed())) {
        ctx.data_mut(|data| data.remove::<Id>(pointed()));
    }
    come_back(ctx, focused);
    let Some(id) = focused else {
        ctx.data_mut(|data| data.remove::<Id>(followed()));
        return None;
    };
    ctx.data_mut(|data| data.insert_temp(followed(), id));
    walk(ctx, id);
    if let Some(response) = ctx.read_response(id) {
        let factor = scale.factor();
        let palette = Palette::of(&ctx.global_style().visuals);
        let rect = response.interact_rect.expand(2.5 * factor);
        let painter = ctx.layer_painter(response.layer_id);
        // Of two colours, so that it is seen on any ground.
        for (width, color) in [(3.5, palette.panel), (2.0, palette.accent)] {
            let stroke = Stroke::new(width * factor, color);
            painter.rect_stroke(rect, space::ROUNDING, stroke, StrokeKind::Middle);
        }
    }
    focused
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::pos2;

    #[test]
    fn arrows_prefer_what_lies_ahead() {
        let place = |x: f32, y: f32| Rect::from_min_size(pos2(x, y), vec2(40.0, 20.0));
        let here = place(100.0, 100.0);
        let right = |to: Rect| distance(here, to, vec2(1.0, 0.0));
        assert_eq!(right(place(160.0, 100.0)), Some(60.0));
        assert_eq!(right(place(100.0, 200.0)), None, "straight below");
        assert_eq!(right(place(0.0, 100.0)), None, "behind");
        assert!(
            right(place(300.0, 100.0)) < right(place(150.0, 140.0)),
            "the end of the row before the next row"
        );
        let down = |to: Rect| distance(here, to, vec2(0.0, 1.0));
        assert!(down(place(120.0, 130.0)) < down(place(190.0, 125.0)));
    }
}
