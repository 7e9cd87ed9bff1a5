//! Present mode: the stage and the step alone, readable from the last row, driven by a clicker.
//!
//! All is laid out on a canvas of 1080 points' height, and the window's zoom makes the screen that
//! canvas: so sizes are what [`Scale::Present`] says at 1080 lines, and in proportion elsewhere.
//! `pages` splits what does not fit, `heights` measures panes, `plan` says what of the stage stands on which
//! page, `turning` goes through them, `votes` asks the class, `outcomes` shows many runs.

mod heights;
mod outcomes;
mod pages;
mod plan;
mod replay_bar;
mod turning;
mod votes;

use std::time::Duration;

use eframe::egui::{
    Align2, Color32, Context, CursorIcon, Event, FontId, RawInput, Rect, Role, Sense, Theme, Ui,
    UiBuilder, ViewportCommand, WidgetInfo, pos2, vec2,
};

use crate::lesson::{Lesson, LessonStep, StepKind};
use crate::session::{self, Session};
use crate::text::Words;

use super::center::Center;
use super::hands::HandsForm;
use super::theme::{self, Palette, Scale, space};
use super::toasts::Clear;
use super::{hands, markdown, parts, waiting};
use heights::Heights;
use plan::Shown;
use turning::Blank;

/// The canvas: as high as a common projector has lines, and wide enough for 4:3.
const CANVAS: (f32, f32) = (1440.0, 1080.0);
/// Around everything.
const MARGIN: (f32, f32) = (40.0, 22.0);
/// The line of the title.
const TITLE: f32 = 62.0;
/// What the dot of a page takes of it.
const DOT: f32 = 26.0;
/// Between the parts.
const GAP: f32 = 14.0;
/// Around the text in its band.
const BAND: (f32, f32) = (26.0, 16.0);
/// The highest text that is split: four lines and a half.
const TEXT: f32 = 192.0;
/// The same where something stands beneath it: two lines.
const SHORT_TEXT: f32 = 104.0;

/// After so long without a move the pointer is out of the way.
const POINTER_SECONDS: f64 = 3.0;

/// Present mode, while it lasts.
#[derive(Default)]
pub struct Present {
    center: Center,
    blank: Option<Blank>,
    /// The page of the step, and how many there are.
    page: usize,
    pages: usize,
    /// Which lesson and step the page is of.
    place: (String, usize),
    heights: Heights,
    /// When the pointer was moved last, in the window's seconds; `None` while it is out of the way.
    pointed: Option<f64>,
    /// The zoom to go back to.
    zoom: f32,
}

/// Where the parts are.
struct Parts {
    title: Rect,
    stage: Rect,
    band: Rect,
    replay: Rect,
}

impl Present {
    /// Takes the whole screen, if the window manager lets it.
    pub fn enter(ctx: &Context) -> Self {
        ctx.send_viewport_cmd(ViewportCommand::Fullscreen(true));
        let pointed = Some(ctx.input(|input| input.time));
        Self { zoom: ctx.zoom_factor(), pointed, ..Self::default() }
    }

    /// Gives the screen back.
    pub fn leave(self, ctx: &Context) {
        ctx.set_zoom_factor(self.zoom);
        ctx.send_viewport_cmd(ViewportCommand::Fullscreen(false));
    }

    /// Closes the cards that clicks have pinned. Says whether there were any.
    pub fn unpin(&mut self) -> bool {
        self.center.unpin()
    }

    /// A pointer that lies still is taken out of the picture, with the card of what is beneath it.
    pub fn rest_pointer(&mut self, ctx: &Context, input: &mut RawInput) {
        let now = input.time.unwrap_or_else(|| ctx.input(|input| input.time));
        let is_pointer =
            |event: &Event| matches!(event, Event::PointerMoved(_) | Event::PointerButton { .. });
        if input.events.iter().any(is_pointer) {
            self.pointed = Some(now);
        }
        let held = ctx.input(|input| input.pointer.any_down());
        let Some(pointed) = self.pointed else { return };
        let left = POINTER_SECONDS - (now - pointed);
        if left <= 0.0 && !held {
            // Said once: each event asks for one more frame.
            self.pointed = None;
            input.events.push(Event::PointerGone);
        } else {
            ctx.request_repaint_after(Duration::from_secs_f64(left.max(0.1)));
        }
    }

    /// Makes the screen the canvas. A projector wants light, unless someone chose.
    fn dress(ctx: &Context, session: &Session) {
        let size = ctx.content_rect().size() * ctx.zoom_factor();
        let zoom = (size.x / CANVAS.0).min(size.y / CANVAS.1).max(0.1);
        if (zoom - ctx.zoom_factor()).abs() > 1e-3 {
            ctx.set_zoom_factor(zoom);
        }
        let is_light = ctx.options(|options| options.theme_preference) == Theme::Light.into();
        if session.theme() == session::Theme::System && !is_light {
            ctx.set_theme(Theme::Light);
        }
    }

    /// Draws it over the whole window. Says what must stay in sight, or nothing while the screen
    /// shows nothing.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        session: &mut Session,
        form: &mut HandsForm,
        words: &'static Words,
    ) -> Option<Clear> {
        Self::dress(ui.ctx(), session);
        if self.pointed.is_none() {
            ui.ctx().set_cursor_icon(CursorIcon::None);
        }
        let whole = ui.max_rect();
        if let Some(blank) = self.blank {
            turning::cover(ui, whole, blank, words);
            return None;
        }
        let palette = Palette::of(ui.visuals());
        ui.set_style(theme::style(palette, Scale::Present));
        ui.painter().rect_filled(whole, 0.0, palette.panel);
        parts::region(ui, words.present.title);
        let (Some(lesson), Some(step)) = (session.lesson().cloned(), session.step().cloned()) else {
            return None;
        };
        self.arrive(session, 0);
        let inner = whole.shrink2(vec2(MARGIN.0, MARGIN.1));
        let Pages { texts, text_height, hands, parts, plan } =
            self.lay_out(ui, session, (&lesson, &step), inner, words);
        let asks = step.kind == StepKind::Predict;
        self.pages = texts.len().max(plan.len());
        self.page = self.page.min(self.pages - 1);
        let text = &texts[self.page.min(texts.len() - 1)];
        let shown = &plan[self.page.min(plan.len() - 1)];
        self.title(ui, parts.title, session, &lesson, words);
        self.stage(ui, parts.stage, session, (&lesson, shown), words);
        ui.painter().rect_filled(parts.band, space::PANEL_ROUNDING, palette.field);
        let mut room = parts.band.shrink2(vec2(BAND.0, BAND.1));
        say_text(ui, room.with_max_y(room.top() + text_height), text);
        if asks {
            room.min.y = room.max.y - hands;
            inside(ui, room, |ui| votes::show(ui, session, &step, words));
        } else if hands > 0.0 {
            room.min.y = room.max.y - hands;
            inside(ui, room, |ui| hands::present(ui, session, form, words));
        }
        if session.playback().is_some() {
            inside(ui, parts.replay, |ui| replay_bar::show(ui, session, words));
        }
        Some(Clear { above: parts.stage.top(), below: whole.bottom() - parts.stage.bottom() })
    }

    /// What stands on the pages of the step. Its text is whole on each of them, unless the stage has no
    /// room beneath it, or would take more pages for it.
    fn lay_out(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        (lesson, step): (&Lesson, &LessonStep),
        inner: Rect,
        words: &'static Words,
    ) -> Pages {
        let asks = step.kind == StepKind::Predict;
        let replays = session.playback().is_some();
        let width = inner.width() - 2.0 * BAND.0;
        let led = hands::present_room(session);
        let hands = if asks { votes::height(ui, session, step, width) } else { led };
        self.measure(ui, session, (lesson, inner), words);
        let height_of = |text: &str| markdown::height(ui, text, Scale::Present, width);
        let paged = |texts: Vec<String>| {
            let text_height = texts.iter().map(|text| height_of(text)).fold(0.0, f32::max);
            let parts = Parts::new(inner, text_height + hands, replays);
            let (plan, fits) = self.plan(session, parts.stage);
            (Pages { texts, text_height, hands, parts, plan }, fits)
        };
        let text = step.text.get(session.lang());
        let (whole, fits) = paged(pages::balanced(text, f32::INFINITY, height_of));
        let most = if asks || replays || led > 0.0 { SHORT_TEXT } else { TEXT };
        let (split, _) = paged(pages::balanced(text, most, height_of));
        let is_whole = fits && (asks || whole.plan.len() <= split.plan.len().max(split.texts.len()));
        if is_whole || split.texts.len() == 1 { whole } else { split }
    }

    fn title(&self, ui: &Ui, room: Rect, session: &Session, lesson: &Lesson, words: &Words) {
        let place = format!("{} / {}", session.step_index() + 1, lesson.steps.len());
        let place = say(ui, room, Align2::RIGHT_CENTER, &place, Scale::Present.body());
        let room = room.with_max_x(place.left() - 20.0);
        let mut left = if self.pages > 1 { self.dots(ui, room, words) } else { room.right() };
        if let Some(told) = waiting::presented(session, words) {
            let room = room.with_max_x(left).with_min_x(room.center().x);
            left = say(ui, room, Align2::RIGHT_CENTER, &told, Scale::Present.small()).left();
        }
        let room = room.with_max_x(left - 20.0);
        say(ui, room, Align2::LEFT_CENTER, lesson.title.get(session.lang()), Scale::Present.title());
    }

    /// One dot per page of the step, the one in sight filled. Says where the first one stands.
    fn dots(&self, ui: &Ui, room: Rect, words: &Words) -> f32 {
        let palette = Palette::of(ui.visuals());
        let left = room.right() - DOT * self.pages as f32;
        for at in 0..self.pages {
            let center = pos2(left + DOT * (at as f32 + 0.5), room.center().y);
            if at == self.page {
                ui.painter().circle_filled(center, 8.0, palette.accent);
            } else {
                ui.painter().circle_stroke(center, 7.0, (2.5, palette.neutral));
            }
        }
        let response = ui.interact(room.with_min_x(left), ui.unique_id().with("page"), Sense::hover());
        let name = (words.present.page)(self.page + 1, self.pages);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
        left
    }
}

/// The pages of a step.
struct Pages {
    texts: Vec<String>,
    /// Of the highest text.
    text_height: f32,
    /// The height of what stands beneath it: choices, or endpoints that are led.
    hands: f32,
    parts: Parts,
    plan: Vec<Shown>,
}

impl Parts {
    fn new(inner: Rect, text: f32, replays: bool) -> Self {
        let across = |top: f32, bottom: f32| {
            Rect::from_min_max(pos2(inner.left(), top), pos2(inner.right(), bottom))
        };
        let title = across(inner.top(), inner.top() + TITLE);
        let end = if replays { inner.bottom() - replay_bar::HEIGHT } else { inner.bottom() };
        let replay = across(end, inner.bottom());
        let band = across(end - text - 2.0 * BAND.1, end);
        let stage = across(title.bottom() + GAP, band.top() - GAP);
        Self { title, stage, band, replay }
    }
}

fn inside(ui: &mut Ui, room: Rect, show: impl FnOnce(&mut Ui)) {
    ui.scope_builder(UiBuilder::new().max_rect(room), show);
}

/// Writes the text of a page. A sentence to remember that has the page for itself is large, in the middle.
fn say_text(ui: &mut Ui, room: Rect, text: &str) {
    const BAR: (f32, f32) = (8.0, 30.0);
    let set = |share: f32| {
        let font = FontId { size: Scale::Present.title().size * share, ..Scale::Present.title() };
        let mut job = markdown::sentence(ui, text, &font)?;
        job.wrap.max_width = room.width() - BAR.1;
        Some(ui.painter().layout_job(job))
    };
    // A little smaller where that spares a line: a single word on one is none.
    let sizes = [1.0, 0.92, 0.84].map(set);
    let fewest = sizes.iter().flatten().map(|galley| galley.rows.len()).min();
    let fitting = sizes.into_iter().flatten().find(|galley| Some(galley.rows.len()) == fewest);
    if let Some(galley) = fitting.filter(|galley| galley.size().y <= room.height()) {
        let rect = Align2::LEFT_CENTER.align_size_within_rect(galley.size(), room);
        let response = ui.interact(rect, ui.unique_id().with("to remember"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, galley.text()));
        let palette = Palette::of(ui.visuals());
        ui.painter().rect_filled(rect.with_max_x(rect.left() + BAR.0), 2.0, palette.accent);
        ui.painter().galley(rect.min + vec2(BAR.1, 0.0), galley, palette.text);
        return;
    }
    inside(ui, room, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.spacing_mut().interact_size.y = 0.0;
        markdown::show(ui, text, Scale::Present, None);
    });
}

/// Writes a line, smaller where it would not fit; returns where it stands.
fn say(ui: &Ui, room: Rect, align: Align2, text: &str, font: FontId) -> Rect {
    say_in(ui, room, align, text, (font, Palette::of(ui.visuals()).text))
}

/// The same in a colour.
fn say_in(ui: &Ui, room: Rect, align: Align2, text: &str, (mut font, color): (FontId, Color32)) -> Rect {
    let lay_out = |font: &FontId| ui.painter().layout_no_wrap(text.to_owned(), font.clone(), color);
    let mut galley = lay_out(&font);
    if galley.size().x > room.width() {
        font.size *= 0.97 * (room.width() / galley.size().x).max(0.4);
        galley = lay_out(&font);
    }
    let rect = align.align_size_within_rect(galley.size(), room);
    let response = ui.interact(rect, ui.unique_id().with(("says", text)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    ui.painter().galley(rect.min, galley, color);
    rect
}
