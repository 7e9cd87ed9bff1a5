//! Scrolling by keys: of the stage while nothing has the focus, and of a text that has it.

use eframe::egui::scroll_area::ScrollAreaOutput;
use eframe::egui::{Align, Context, EventFilter, Id, Key, Rect, Role, Sense, Ui, WidgetInfo, vec2};

/// How far one press goes, in points.
const STEP: f32 = 80.0;

fn asked() -> Id {
    Id::unique("scroll-asked")
}

/// Asks what stands in the middle of the window to move on, or back.
pub fn ask(ctx: &Context, on: bool) {
    let step = if on { 1.0 } else { -1.0 };
    ctx.data_mut(|data| *data.get_temp_mut_or_default::<f32>(asked()) += step);
}

/// How many steps were asked for; whoever takes them moves.
pub fn taken(ctx: &Context) -> f32 {
    ctx.data_mut(|data| data.remove_temp::<f32>(asked())).unwrap_or_default()
}

/// Inside of what scrolls: moves as far as was asked for.
pub fn obey(ui: &Ui) {
    let steps = taken(ui.ctx());
    if steps != 0.0 {
        ui.scroll_with_delta(vec2(0.0, -STEP * steps));
    }
}

/// Inside of what scrolls: brings those in sight, or as many from the first as there is room for.
pub fn seek(ui: &Ui, wanted: &[Rect]) {
    let Some((&first, others)) = wanted.split_first() else { return };
    let room = ui.clip_rect().size();
    let fits = |all: &Rect| all.width() <= room.x + 1.0 && all.height() <= room.y + 1.0;
    let all = others.iter().scan(first, |all, &other| {
        *all = all.union(other);
        Some(*all)
    });
    let seen = all.take_while(fits).last().unwrap_or(first);
    ui.scroll_to_rect(seen, if fits(&seen) { None } else { Some(Align::Min) });
}

/// Inside of a text that may be higher than its room: moves it while it has the focus.
pub fn obey_focus(ui: &Ui, id: Id) {
    if !ui.memory(|memory| memory.has_focus(id)) {
        return;
    }
    let all = ui.min_rect().height();
    let ways =
        [(Key::ArrowUp, STEP / 2.0), (Key::ArrowDown, -STEP / 2.0), (Key::Home, all), (Key::End, -all)];
    let presses = |key: Key| ui.input(|input| input.num_presses(key)) as f32;
    let moved: f32 = ways.into_iter().map(|(key, way)| way * presses(key)).sum();
    if moved != 0.0 {
        ui.scroll_with_delta(vec2(0.0, moved));
    }
}

/// What is kept clear for the bar, in points.
pub const CLEAR: f32 = 12.0;

/// At the beginning of a text of which [`reach`] knows whether it is higher than its room: the bar does not
/// lie over it.
pub fn clear_the_bar(ui: &mut Ui, id: Id) {
    if ui.data(|data| data.get_temp::<bool>(id)).unwrap_or(false) {
        ui.set_max_width(ui.available_width() - CLEAR);
    }
}

/// Lets the focus go to a text that is higher than its room.
pub fn reach<R>(ui: &Ui, id: Id, area: &ScrollAreaOutput<R>, name: &str) {
    let is_higher = area.content_size.y >= area.inner_rect.height() + 1.0;
    let was_higher = ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or_default(id), is_higher));
    if was_higher != is_higher {
        ui.request_repaint();
    }
    if !is_higher {
        return;
    }
    let response = ui.interact(area.inner_rect, id, Sense::focusable_noninteractive());
    response.widget_info(|| WidgetInfo::labeled(Role::ScrollView, true, name));
    if response.has_focus() {
        let arrows = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
    }
}
