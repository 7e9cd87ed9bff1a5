//! The course: at the left, or where there is no room for it a drawer over the stage.

use eframe::egui::{Align2, Context, Frame, Id, Margin, Modal, Panel, Ui, Vec2, vec2};

use crate::ui::course_panel;
use crate::ui::theme::Palette;

use super::walk::Part;
use super::{LabApp, ROOM_FOR_COURSE};

/// How wide the drawer is, in points.
const DRAWER: f32 = 290.0;

/// What is asked of the list of lessons.
#[derive(Debug, Default)]
pub struct CourseList {
    /// The focus goes to the lesson that is open.
    wants_focus: bool,
    /// It lies over the stage, if there is no room for it beside.
    is_drawn_out: bool,
}

impl CourseList {
    /// Whether it lies over the window.
    pub fn covers(&self) -> bool {
        self.is_drawn_out
    }

    /// Brings the list, or puts it away where it lies over the stage.
    pub fn toggle(&mut self) {
        self.is_drawn_out = !self.is_drawn_out;
        self.wants_focus = self.is_drawn_out;
    }
}

impl LabApp {
    /// Draws the list in a window of that width, if it is to be seen.
    pub(super) fn course(&mut self, ui: &mut Ui, width: f32) {
        let palette = Palette::of(ui.visuals());
        let margin = Margin { left: 16, right: 2, top: 2, bottom: 6 };
        let frame = Frame::new().fill(palette.panel).inner_margin(margin);
        if width < ROOM_FOR_COURSE {
            return self.drawer(ui.ctx(), frame);
        }
        self.list.is_drawn_out = false;
        let takes_focus = std::mem::take(&mut self.list.wants_focus);
        let size = (width * 0.16).clamp(238.0, 290.0);
        let picked =
            Panel::left("course").exact_size(size).resizable(false).frame(frame).show(ui, |ui| {
                self.walk.enter(ui.ctx(), Part::Course, ui.max_rect());
                course_panel::show(ui, &self.session, self.words(), takes_focus)
            });
        self.in_course(&ui.ctx().clone(), picked.inner);
    }

    /// Over everything, from the left edge; a choice, Escape and a click beside it close it.
    fn drawer(&mut self, ctx: &Context, frame: Frame) {
        if !self.list.covers() {
            return;
        }
        let (id, takes_focus) = (Id::unique("lessons"), std::mem::take(&mut self.list.wants_focus));
        let area = Modal::default_area(id).anchor(Align2::LEFT_TOP, Vec2::ZERO);
        let shown = Modal::new(id).area(area).frame(frame).show(ctx, |ui| {
            let margin = frame.total_margin().sum();
            let room = vec2(DRAWER, ui.ctx().content_rect().height()) - margin;
            ui.set_min_size(room);
            ui.set_max_size(room);
            course_panel::show(ui, &self.session, self.words(), takes_focus)
        });
        let is_choice = shown.inner.as_ref().is_some_and(course_panel::CourseAction::leads_away);
        if is_choice || shown.should_close() {
            self.list.is_drawn_out = false;
            ctx.request_repaint();
        }
        self.in_course(ctx, shown.inner);
    }
}
