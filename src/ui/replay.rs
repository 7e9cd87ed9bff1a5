//! The bar that plays the run on the stage once more, slowly.

use eframe::egui::{
    Align, Context, Frame, Label, Layout, Margin, Rect, RichText, Slider, SliderClamping, Stroke, Ui,
    UiBuilder, pos2, vec2,
};

use crate::session::playback::{EVENT_SECONDS, SLOWDOWNS};
use crate::session::{Pace, Playback, Session};
use crate::text::{ReplayWords, Words};

use super::command::Command;
use super::icons::{self, Icon, Look};
use super::theme::{Palette, Scale, space};
use super::{controls, focus, parts, wording};

/// The bar with its distance to what stands above it, in points.
pub const ROOM: f32 = BAR + space::SMALL;
const BAR: f32 = 46.0;
/// The longest frame that counts in full, in seconds: a window that was stuck does not jump.
const LONGEST_FRAME: f64 = 0.1;
/// The menu of speeds.
const PACE_WIDTH: f32 = 132.0;

/// What the user wants of the replay.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Wish {
    Do(Command),
    Close,
    Scrub(f64),
    Pace(Pace),
}

/// Moves the playhead by the time since the last frame, and asks for the next one while it plays.
pub fn advance(ctx: &Context, session: &mut Session) {
    let Some(playback) = session.playback_mut().filter(|playback| playback.is_playing()) else { return };
    let seconds = ctx.input(|input| f64::from(input.stable_dt)).min(LONGEST_FRAME);
    playback.advance(seconds);
    ctx.request_repaint();
}

/// Does what a command of the replay asks for.
pub fn obey(session: &mut Session, command: Command) {
    let Some(playback) = session.playback_mut() else { return };
    match command {
        Command::PlayPause => playback.toggle(),
        Command::ToStart => playback.home(),
        Command::PreviousEvent => playback.step_previous(),
        Command::NextEvent => playback.step_next(),
        Command::ToEnd => playback.end(),
        Command::Loop => playback.set_looping(!playback.is_looping()),
        _ => {}
    }
}

fn grant(session: &mut Session, wish: Wish) {
    let Some(playback) = session.playback_mut() else { return };
    match wish {
        Wish::Do(command) => obey(session, command),
        Wish::Scrub(to_ns) => playback.scrub(to_ns),
        Wish::Pace(pace) => playback.set_pace(pace),
        Wish::Close => session.unload_replay(),
    }
}

/// Shows the bar over the lower edge of the room, if a replay is loaded.
pub fn show(ui: &mut Ui, room: Rect, session: &mut Session, words: &Words) {
    let Some(playback) = session.playback() else { return };
    let palette = Palette::of(ui.visuals());
    let rect = room.with_min_y(room.max.y - BAR);
    let mut wish = None;
    ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| {
        parts::region(ui, words.replay.title);
        let frame = Frame::new()
            .fill(palette.panel)
            .stroke(Stroke::new(1.0, palette.border))
            .corner_radius(space::PANEL_ROUNDING)
            .inner_margin(Margin::symmetric(8, 6));
        frame.show(ui, |ui| {
            ui.set_min_size(ui.available_size());
            ui.spacing_mut().item_spacing.x = space::TIGHT;
            ui.horizontal_centered(|ui| wish = bar(ui, playback, words));
        });
    });
    if let Some(wish) = wish {
        grant(session, wish);
    }
}

fn bar(ui: &mut Ui, playback: &Playback, all: &Words) -> Option<Wish> {
    let words = &all.replay;
    let mut wish = None;
    let (play, play_words) =
        if playback.is_playing() { (Icon::Pause, words.pause) } else { (Icon::Play, words.play) };
    let looping = if playback.is_looping() { Look::On } else { Look::Off };
    let mut button = |ui: &mut Ui, icon, command: Command, look| {
        let (label, tooltip) =
            if command == Command::PlayPause { play_words } else { command.words(all) };
        if icons::button(ui, icon, (label, command.hint_of(tooltip, all)), look).clicked() {
            wish = Some(Wish::Do(command));
        }
    };
    button(ui, Icon::ToStart, Command::ToStart, Look::Quiet);
    button(ui, Icon::Previous, Command::PreviousEvent, Look::Quiet);
    button(ui, play, Command::PlayPause, Look::Primary);
    button(ui, Icon::Next, Command::NextEvent, Look::Quiet);
    button(ui, Icon::ToEnd, Command::ToEnd, Look::Quiet);
    ui.add_space(space::SMALL);
    let right = ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let (close, tooltip) = words.close;
        let close = (close, Command::Close.hint_of(tooltip, all));
        let closed = icons::button(ui, Icon::Close, close, Look::Quiet).clicked();
        button(ui, Icon::Loop, Command::Loop, looping);
        let pace = pace_menu(ui, playback, words);
        ui.add_space(space::SMALL);
        let scrubbed = ui.with_layout(Layout::top_down(Align::Min), |ui| scrubber(ui, playback, words));
        closed.then_some(Wish::Close).or(pace).or(scrubbed.inner)
    });
    wish.or(right.inner)
}

/// The playhead on its rail, the events as ticks on it, and in words what is seen.
fn scrubber(ui: &mut Ui, playback: &Playback, words: &ReplayWords) -> Option<Wish> {
    let duration = playback.duration_ns();
    let mut position = playback.position_ns();
    let width = ui.available_width();
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.spacing_mut().slider_width = width;
    ui.spacing_mut().slider_rail_height = 5.0;
    ui.spacing_mut().interact_size.y = 18.0;
    let slider = Slider::new(&mut position, 0.0..=duration)
        .show_value(false)
        .smart_aim(false)
        .clamping(SliderClamping::Always);
    let moved = controls::slider(ui, slider, 2.5);
    let time = wording::time_of(position, duration);
    ui.ctx().accesskit_node_builder(moved.id, |node| {
        node.set_label(words.scrubber);
        node.set_value(time.as_str());
    });
    ticks(ui, moved.rect, playback);
    told(ui, caption(playback, &time, words), &time);
    moved.changed().then_some(Wish::Scrub(position))
}

/// "event 3 of 9 · 28.6 / 43.4 ms"
pub fn moment(playback: &Playback, words: &ReplayWords) -> String {
    let behind = playback.events().partition_point(|&event| event <= playback.position_ns());
    let time = wording::time_of(playback.position_ns(), playback.duration_ns());
    format!("{} · {time}", (words.event)(behind, playback.events().len()))
}

/// Beneath the rail: all that is told of it, or the moment alone where there is no room for more; how fast
/// it goes stands beside it.
fn told(ui: &mut Ui, whole: String, time: &str) {
    let (font, color) = (Scale::Window.small(), Palette::of(ui.visuals()).muted);
    let width = ui.painter().layout_no_wrap(whole.clone(), font.clone(), color).size().x;
    let shown = if width <= ui.available_width() { whole.as_str() } else { time };
    ui.add(Label::new(RichText::new(shown).font(font).color(color)).truncate()).on_hover_text(whole);
}

/// "A real run, slowed 100 times · 28.6 / 43.4 ms"
pub fn caption(playback: &Playback, time: &str, words: &ReplayWords) -> String {
    match playback.pace() {
        Pace::EvenTime { slowdown } => format!("{} · {time}", (words.slowed)(slowdown)),
        Pace::PerEvent { .. } => {
            format!("{} · {}", words.by_event, moment(playback, words))
        }
    }
}

/// One tick on the rail per event, or per point where there are more; none lies over the handle.
fn ticks(ui: &Ui, rail: Rect, playback: &Playback) {
    let palette = Palette::of(ui.visuals());
    // As egui's slider lays out its handle.
    let radius = rail.height() / 2.5;
    let (left, width) = (rail.left() + radius, rail.width() - 2.0 * radius);
    let duration = playback.duration_ns().max(1.0);
    #[expect(clippy::cast_possible_truncation, reason = "points on a screen need no more digits")]
    let place = |ns: f64| left + (ns / duration) as f32 * width;
    let handle = place(playback.position_ns());
    let mut last = f32::NEG_INFINITY;
    for x in playback.events().iter().map(|&event| place(event)) {
        if x - last >= 2.0 && (x - handle).abs() > radius + 2.0 {
            last = x;
            let y = rail.center().y;
            ui.painter().line_segment([pos2(x, y - 5.0), pos2(x, y + 5.0)], (1.0, palette.neutral));
        }
    }
}

fn pace_menu(ui: &mut Ui, playback: &Playback, words: &ReplayWords) -> Option<Wish> {
    let mut chosen = None;
    let now = match playback.pace() {
        Pace::EvenTime { slowdown } => (words.slowdown)(slowdown),
        Pace::PerEvent { seconds } => (words.seconds)(&seconds.to_string()),
    };
    let font = Scale::Window.small();
    let button = eframe::egui::Button::new(RichText::new(now.clone()).font(font))
        .min_size(vec2(PACE_WIDTH, 32.0))
        .truncate();
    let menu = eframe::egui::containers::menu::MenuButton::from_button(button);
    let (response, _) = ui.scope(|ui| menu.ui(ui, |ui| chosen = paces(ui, playback, words))).inner;
    response.ctx.accesskit_node_builder(response.id, |node| {
        node.set_label(words.pace.0);
        node.set_value(now.as_str());
    });
    response.on_hover_text(words.pace.1);
    chosen.map(Wish::Pace)
}

fn paces(ui: &mut Ui, playback: &Playback, words: &ReplayWords) -> Option<Pace> {
    let now = playback.pace();
    let mut chosen = None;
    let mut choice = |ui: &mut Ui, pace: Pace, label: String| {
        let line = controls::radio(ui, now == pace, label);
        focus::in_list(ui, &line, now == pace);
        if line.clicked() {
            chosen = Some(pace);
            ui.close();
        }
    };
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::LARGE;
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::HAIR;
            parts::group_title(ui, words.even_time);
            for slowdown in SLOWDOWNS {
                choice(ui, Pace::EvenTime { slowdown }, (words.slowdown)(slowdown));
            }
        });
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::HAIR;
            parts::group_title(ui, words.per_event);
            for seconds in EVENT_SECONDS {
                choice(ui, Pace::PerEvent { seconds }, (words.seconds)(&seconds.to_string()));
            }
        });
    });
    chosen
}
