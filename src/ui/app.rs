//! The window as a whole: news first, then commands, then the panels.

mod around;
mod course;
mod look;
mod obey;
mod pages;
mod walk;

use std::sync::Arc;

use eframe::egui::{
    self, CentralPanel, Context, Frame, Id, Key, Margin, Popup, RawInput, ScrollArea, Sense, Theme, Ui,
    UiBuilder, Vec2, vec2,
};

use crate::lesson::Lang;
use crate::session::{Session, Waker};
use crate::text::{EN, Words, ZH};

use super::announce::Announcer;
use super::center::Center;
use super::command::{Command, Situation};
use super::glossary_page::GlossaryPage;
use super::hands::HandsForm;
use super::order::Order;
use super::present::Present;
use super::resting::Resting;
use super::sheet::Sheet;
use super::step_panel::StepAction;
use super::theme::{self, Palette, Scale, space};
use super::toasts::{Clear, Toasts};
use super::{focus, fonts, hands, lesson_errors, parts, replay, scrolling, step_panel, waiting, wording};
use course::CourseList;
use look::Look;
use walk::{Part, Walk};

/// The narrowest window that has room for the course beside the stage.
const ROOM_FOR_COURSE: f32 = 930.0;
/// The narrowest bar that has room for the lab's name in both languages.
const ROOM_FOR_BOTH_NAMES: f32 = 1150.0;

/// The bar above, and the run bar below it, in points.
const BAR: f32 = 60.0;
const RUN_BAR: f32 = 44.0;

/// The least room that the window is laid out in; in a smaller one it is scrolled.
const LEAST: Vec2 = vec2(780.0, 520.0);

/// The window.
pub struct LabApp {
    session: Session,
    center: Center,
    /// Present mode, while it lasts.
    present: Option<Present>,
    hands: HandsForm,
    /// The page with all terms, while it is open.
    glossary: Option<GlossaryPage>,
    order: Order,
    /// What had the focus in the last frame.
    had_focus: Option<Id>,
    list: CourseList,
    /// The sheet of keys, while it is open.
    sheet: Option<Sheet>,
    walk: Walk,
    look: Look,
    announcer: Announcer,
    toasts: Toasts,
    /// What messages must not cover; `None` where there are to be none.
    clear: Option<Clear>,
}

impl LabApp {
    /// Dresses the context and takes over the session.
    pub fn new(ctx: &Context, session: Session) -> Self {
        fonts::install(ctx);
        ctx.add_plugin(Resting::default());
        // Where the system does not say, a projector wants light.
        ctx.options_mut(|options| {
            options.fallback_theme = Theme::Light;
            options.zoom_with_keyboard = false;
        });
        let look = Look::of(&session);
        theme::dress(ctx, look.theme, look.still);
        Self {
            session,
            center: Center::default(),
            hands: HandsForm::default(),
            glossary: None,
            order: Order::default(),
            present: None,
            had_focus: None,
            list: CourseList::default(),
            sheet: None,
            walk: Walk::default(),
            look,
            announcer: Announcer::default(),
            toasts: Toasts::default(),
            clear: None,
        }
    }

    /// A waker that asks the context for a new frame.
    pub fn waker(ctx: &Context) -> Waker {
        let ctx = ctx.clone();
        Arc::new(move || ctx.request_repaint())
    }

    /// What the user is doing.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Shows the stage and the step alone.
    pub fn present(&mut self, ctx: &Context) {
        self.session.end_greeting();
        self.session.close_page();
        self.hands.keep_focus();
        self.session.set_presenting(true);
        self.present.get_or_insert_with(|| Present::enter(ctx));
    }

    fn leave_present(&mut self, ctx: &Context) {
        if let Some(present) = self.present.take() {
            present.leave(ctx);
            self.hands.keep_focus();
            self.session.set_presenting(false);
            self.look.is_worn = false;
        }
    }

    fn words(&self) -> &'static Words {
        match self.session.lang() {
            Lang::En => &EN,
            Lang::Zh => &ZH,
        }
    }

    fn hear_notices(&mut self, ctx: &Context) {
        let words = self.words();
        for notice in self.session.take_notices() {
            match wording::notice(&notice, self.session.lang(), words) {
                wording::Wording::Told(text) => self.toasts.tell(ctx, text),
                wording::Wording::Advice(text) => self.toasts.advise(text),
                wording::Wording::Complaint(text) => self.toasts.complain(text),
                wording::Wording::Nothing => {}
            }
        }
    }
}

impl eframe::App for LabApp {
    fn raw_input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        self.order.keep(ctx, input);
        if let Some(present) = &mut self.present {
            present.rest_pointer(ctx, input);
        }
    }

    fn logic(&mut self, ctx: &Context, _: &mut eframe::Frame) {
        focus::begin(ctx);
        self.session.poll();
        if let Some(present) = &mut self.present {
            present.wake(ctx);
        }
        if self.session.by_hand().is_none() {
            self.hands.rest();
        }
        let covers = (self.present.is_some(), self.sheet.is_some() || self.list.covers());
        let situation = Situation::of(ctx, &self.session, covers);
        for command in Command::pressed(ctx, &situation) {
            self.obey(ctx, command);
        }
        let escape = ctx.input(|input| input.key_pressed(Key::Escape)) && !Popup::is_any_open(ctx);
        if escape && self.sheet.is_none() && !self.list.covers() {
            self.escape(ctx);
        }
        self.walk.begin(ctx, self.had_focus.is_some());
        replay::advance(ctx, &mut self.session);
        waiting::watch(ctx, &self.session);
        self.look.follow(ctx, &self.session, self.present.is_some());
        self.hear_notices(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        let words = self.words();
        self.announcer.show(ui, &self.session, words);
        if let Some(mut present) = self.present.take() {
            self.clear = present.show(ui, &mut self.session, &mut self.hands, words);
            self.present = Some(present);
            self.over_all(&ctx);
            return;
        }
        let room = ui.max_rect();
        if room.width() >= LEAST.x && room.height() >= LEAST.y {
            self.window(ui);
        } else {
            // Large type in a small window: nothing is left out, and what has the focus is in sight.
            ScrollArea::both().auto_shrink(false).id_salt("window").show(ui, |ui| {
                let (whole, _) = ui.allocate_exact_size(room.size().max(LEAST), Sense::hover());
                self.window(&mut ui.new_child(UiBuilder::new().max_rect(whole)));
                focus::follow(ui);
            });
        }
        self.over_all(&ctx);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        Palette::of(visuals).background.to_normalized_gamma_f32()
    }
}

impl LabApp {
    /// The working window, over the room that there is.
    fn window(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        let palette = Palette::of(ui.visuals());
        let mut pressed = Vec::new();
        self.side_panels(ui, &mut pressed);
        let frame = Frame::new().fill(palette.background).inner_margin(Margin {
            left: 14,
            right: 12,
            top: 12,
            bottom: 12,
        });
        CentralPanel::no_frame().frame(frame).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if !self.page_instead(ui) {
                self.lesson(ui, &mut pressed);
            }
        });
        for command in pressed {
            self.obey(&ctx, command);
        }
    }

    /// The run bar and the stage, and below them the step.
    fn lesson(&mut self, ui: &mut Ui, pressed: &mut Vec<Command>) {
        let step_height = step_panel::room(ui, &self.session);
        let led = self.session.by_hand().is_some();
        let step_height = if led {
            hands::room(ui, &self.session, ui.available_height()).max(step_height)
        } else {
            step_height
        };
        let whole = ui.available_rect_before_wrap();
        let (mut upper, mut lower) = (whole, whole);
        lower.min.y = whole.max.y - step_height;
        upper.max.y = lower.min.y - space::GAP;
        let window = ui.ctx().content_rect();
        self.clear = Some(Clear { above: BAR + RUN_BAR, below: window.bottom() - upper.max.y });
        // The replay takes the lower edge of the step's room, so that nothing else moves.
        let taken = if self.session.playback().is_some() { replay::ROOM } else { 0.0 };
        lower.max.y -= taken;
        ui.scope_builder(UiBuilder::new().max_rect(upper), |ui| {
            let words = self.words();
            self.walk.enter(ui.ctx(), Part::Stage, upper);
            pressed.extend(self.center.show(ui, &mut self.session, words));
        });
        self.walk.enter(ui.ctx(), Part::Step, lower.with_max_y(whole.max.y));
        self.step(ui, (lower, whole), pressed);
    }

    /// The step, or in its place what is wrong with the lesson or the endpoints that are led by hand.
    fn step(
        &mut self,
        ui: &mut Ui,
        (lower, whole): (egui::Rect, egui::Rect),
        pressed: &mut Vec<Command>,
    ) {
        let errors = self.session.lesson_errors();
        if !errors.is_empty() {
            let words = self.words();
            ui.scope_builder(UiBuilder::new().max_rect(lower), |ui| {
                lesson_errors::show(ui, &errors, words);
            });
            return;
        }
        if self.session.by_hand().is_some() {
            pressed.extend(self.hands_card(ui, lower, whole));
            return;
        }
        let palette = Palette::of(ui.visuals());
        let action = ui.scope_builder(UiBuilder::new().max_rect(lower), |ui| {
            parts::card(palette)
                .show(ui, |ui| {
                    ui.set_min_size(ui.available_size());
                    step_panel::show(ui, &self.session, self.words(), whole.max.y - lower.max.y)
                })
                .inner
        });
        let words = self.words();
        replay::show(ui, whole, &mut self.session, words);
        match action.inner {
            None => {}
            Some(StepAction::Command(command)) => pressed.push(command),
            Some(StepAction::Answer(choice)) => drop(self.session.answer(choice)),
            Some(StepAction::AskAgain) => self.session.ask_again(),
            Some(StepAction::Reveal) => self.session.reveal(),
        }
    }

    /// What lies over everything else.
    fn over_all(&mut self, ctx: &Context) {
        let words = self.words();
        if let Some(mut sheet) = self.sheet.take() {
            if sheet.show(ctx, words, self.present.is_some()) {
                ctx.request_repaint();
            } else {
                self.sheet = Some(sheet);
            }
        }
        if let Some(place) = self.toasts.place() {
            self.walk.enter(ctx, Part::Messages, place);
        }
        let scale = if self.present.is_some() { Scale::Present } else { Scale::Window };
        if let Some(clear) = self.clear {
            self.toasts.show(ctx, clear, (words, scale));
        }
        self.walk.end();
        // Where nothing scrolls, the wish does not wait for something that does.
        scrolling::taken(ctx);
        self.had_focus = focus::end(ctx, scale);
    }

    /// In the place of the step, while endpoints are led by hand.
    fn hands_card(&mut self, ui: &mut Ui, room: egui::Rect, whole: egui::Rect) -> Option<Command> {
        let words = self.words();
        let palette = Palette::of(ui.visuals());
        let card = |ui: &mut Ui| {
            ui.set_min_size(ui.available_size());
            hands::show(ui, &mut self.session, &mut self.hands, (words, whole.height()))
        };
        let shown = |ui: &mut Ui| parts::card(palette).show(ui, card).inner;
        let pressed = ui.scope_builder(UiBuilder::new().max_rect(room), shown).inner;
        replay::show(ui, whole, &mut self.session, words);
        pressed
    }
}
