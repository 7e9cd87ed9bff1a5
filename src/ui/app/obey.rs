//! What commands do.

use eframe::egui::Context;

use crate::lesson::{Lang, View};
use crate::session::SaveError;
use crate::ui::command::{Command, Group};
use crate::ui::glossary_page::GlossaryPage;
use crate::ui::present::Present;
use crate::ui::sheet::Sheet;
use crate::ui::{replay, scrolling, settings, wording};

use super::LabApp;

impl LabApp {
    pub(super) fn obey(&mut self, ctx: &Context, command: Command) {
        if !matches!(
            command,
            Command::Terms | Command::Language | Command::Theme | Command::Help | Command::Lessons
        ) {
            self.glossary = None;
        }
        let session = &mut self.session;
        // What is meant for a lesson brings it first.
        if session.is_greeting() && command.group() != Group::Window && command != Command::Lessons {
            return session.end_greeting();
        }
        if let Some(present) = &mut self.present
            && present.obey(session, command)
        {
            return;
        }
        match command {
            Command::Run => session.run_again(),
            Command::Repeat => session.repeat(),
            Command::Replay => session.toggle_replay(),
            Command::ByHand => session.toggle_hands(),
            Command::StartOver => session.start_over(),
            Command::Next => session.next(),
            Command::Back => session.back(),
            Command::NextLesson => session.advance(),
            Command::PreviousLesson => {
                if let Some(id) = session.neighbour(false).map(|lesson| lesson.id.clone()) {
                    session.select_lesson(&id);
                }
            }
            Command::Lessons if self.sheet.is_some() => {}
            Command::Lessons => self.list.toggle(),
            Command::ViewBytes => session.set_view(View::Bytes),
            Command::ViewTime => session.set_view(View::Time),
            Command::ViewOutcomes => session.set_view(View::Outcomes),
            Command::ScrollUp => scrolling::ask(ctx, false),
            Command::ScrollDown => scrolling::ask(ctx, true),
            Command::PlayPause
            | Command::PreviousEvent
            | Command::NextEvent
            | Command::ToStart
            | Command::ToEnd
            | Command::Loop => replay::obey(session, command),
            Command::Answer(place) => drop(session.answer(usize::from(place))),
            Command::Save => self.save(ctx),
            Command::Present if self.present.is_some() => self.leave_present(ctx),
            Command::Present => self.present(ctx),
            Command::Terms => {
                self.glossary = self.glossary.take().xor(Some(GlossaryPage::default()));
            }
            Command::Undo => session.undo(),
            Command::Redo => session.redo(),
            Command::Reset => session.reset_knobs(),
            Command::Language => session.set_lang(match session.lang() {
                Lang::En => Lang::Zh,
                Lang::Zh => Lang::En,
            }),
            Command::Theme => session.set_theme(session.theme().next()),
            Command::Settings => settings::toggle(ctx),
            Command::Larger => session.step_text_scale(true),
            Command::Smaller => session.step_text_scale(false),
            Command::NextPart => self.walk.go(ctx, true),
            Command::PreviousPart => self.walk.go(ctx, false),
            Command::Help => self.sheet = self.sheet.take().xor(Some(Sheet::default())),
            // Present mode's own, and those that are taken where they are drawn.
            Command::HandDown(_)
            | Command::HandUp(_)
            | Command::Reveal
            | Command::Black
            | Command::White
            | Command::Fit
            | Command::ZoomIn
            | Command::ZoomOut
            | Command::Close => {}
        }
    }

    fn save(&mut self, ctx: &Context) {
        match self.session.save() {
            // The file's name comes with the notices.
            Ok(_) => self.hear_notices(ctx),
            Err(SaveError::NoRun) => {
                let text = self.words().window.messages.nothing_to_save.to_owned();
                self.toasts.complain(text);
            }
            Err(error) => self.toasts.complain(wording::save_error(&error, self.words())),
        }
    }

    /// Closes what lies on top, one thing at a time.
    pub(super) fn escape(&mut self, ctx: &Context) {
        let focused = self.had_focus;
        if self.glossary.take().is_some() {
            // That was on top.
        } else if self.session.is_counting() {
            self.session.cancel_job();
        } else if self.session.long_run().is_some() {
            self.session.cancel_run();
        } else if self.unpin() || self.toasts.close_newest() {
            // Who walks by keyboard stays where the card was.
            if let Some(id) = focused {
                ctx.memory_mut(|memory| memory.request_focus(id));
            }
        } else if self.session.is_greeting() {
            self.session.end_greeting();
        } else if self.session.page().is_some() {
            self.session.close_page();
        } else if focused.is_some() {
            // It leaves what had the focus, and not what was typed in it.
        } else if self.present.is_some() {
            self.leave_present(ctx);
        } else if self.session.playback().is_some() {
            self.session.unload_replay();
        } else {
            self.session.let_go();
        }
    }

    fn unpin(&mut self) -> bool {
        let presented = self.present.as_mut().is_some_and(Present::unpin);
        self.center.unpin() || presented
    }
}
