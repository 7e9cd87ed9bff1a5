//! What commands do.

use eframe::egui::Context;

use crate::lesson::{Lang, View};
use crate::session::{SaveError, Session};
use crate::ui::command::{Command, Group};
use crate::ui::glossary_page::GlossaryPage;
use crate::ui::present::Present;
use crate::ui::sheet::Sheet;
use crate::ui::toasts::Toasts;
use crate::ui::{course_panel, replay, scrolling, settings, wording};

use super::LabApp;

impl LabApp {
    pub(super) fn obey(&mut self, ctx: &Context, command: Command) {
        if !matches!(
            command,
            Command::Terms
                | Command::Language
                | Command::Theme
                | Command::Help
                | Command::Lessons
                | Command::ScrollUp
                | Command::ScrollDown
        ) {
            self.glossary = None;
        }
        if command.group() != Group::Window {
            course_panel::forget_question(ctx);
        }
        if command.group() == Group::Steps {
            self.forget_last_step();
        }
        if matches!(command, Command::ScrollUp | Command::ScrollDown) {
            return scrolling::ask(ctx, command == Command::ScrollDown);
        }
        let session = &mut self.session;
        // Nothing has run that could be saved, and no lesson is asked for.
        if session.is_greeting() && command == Command::Save {
            return self.toasts.complain(self.words().window.messages.nothing_to_save.to_owned());
        }
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
            Command::Next if session.can_next() => session.next(),
            Command::Next => self.tell_way_on(ctx),
            Command::Back => session.back(),
            Command::NextLesson => self.advance(ctx),
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
            | Command::ScrollUp
            | Command::ScrollDown
            | Command::Fit
            | Command::ZoomIn
            | Command::ZoomOut
            | Command::Close => {}
        }
    }

    /// To the next lesson, or says that there is none.
    fn advance(&mut self, ctx: &Context) {
        let place = |session: &Session| {
            let lesson = session.lesson().map(|lesson| lesson.id.clone());
            (lesson, session.page().map(|page| page.id.clone()))
        };
        let before = place(&self.session);
        self.session.advance();
        if place(&self.session) == before {
            let text = self.words().window.messages.last_lesson.to_owned();
            self.toasts.tell(ctx, text);
        }
    }

    /// What leads on from the last step of a lesson.
    fn tell_way_on(&mut self, ctx: &Context) {
        let text = self.last_step();
        self.toasts.tell(ctx, text);
    }

    /// It is not at the last step any more.
    pub(super) fn forget_last_step(&mut self) {
        self.toasts.withdraw(&self.last_step());
    }

    fn last_step(&self) -> String {
        let words = self.words();
        let (way, keys) = (Command::NextLesson.words(words).0, Command::NextLesson.keys(words));
        (words.window.messages.last_step)(way, &keys)
    }

    /// Takes another path. If the lesson that is open is not on it, says where it goes on.
    pub(super) fn take_path(&mut self, ctx: &Context, id: Option<&str>) {
        self.session.set_path(id);
        let (words, lang) = (self.words(), self.session.lang());
        let open = self.session.lesson().filter(|open| !self.session.is_on_path(open));
        if let Some((open, next)) = open.zip(self.session.neighbour(true)) {
            let (way, keys) = (Command::NextLesson.words(words).0, Command::NextLesson.keys(words));
            let [open, next] = [open, next].map(|lesson| lesson.title.get(lang));
            let text = (words.window.messages.off_path)(open, next, way, &keys);
            self.toasts.tell(ctx, text);
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
        } else if self.unpin()
            || course_panel::forget_question(ctx)
            || self.toasts.close_error()
            || (Toasts::has_focus(ctx, focused) && self.toasts.close_told())
        {
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
        } else if self.session.playback().is_some() {
            self.session.unload_replay();
        } else if self.toasts.close_told() {
            // It would have gone by itself.
        } else if self.present.is_some() {
            self.leave_present(ctx);
        } else {
            self.session.let_go();
        }
    }

    fn unpin(&mut self) -> bool {
        let presented = self.present.as_mut().is_some_and(Present::unpin);
        self.center.unpin() || presented
    }
}
