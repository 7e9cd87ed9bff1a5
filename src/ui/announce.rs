//! Says to those who listen what came of a run, when it has ended, and where a replay stands.

use eframe::egui::accesskit::Live;
use eframe::egui::{Id, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use crate::lesson::Lang;
use crate::session::{LessonRun, Session};
use crate::text::Words;

use super::outcomes;
use super::replay;
use super::stage::facts::StreamFacts;
use super::stage::labels::Telling;
use super::waiting;

/// What was said last.
#[derive(Default)]
pub struct Announcer {
    /// Of which run, whether it was kept back, in which language.
    about: Option<(u64, bool, Lang)>,
    text: String,
}

impl Announcer {
    /// Puts what is to be said where a screen reader looks for it: a status that is polite waits until
    /// nothing else is spoken.
    pub fn show(&mut self, ui: &Ui, session: &Session, words: &Words) {
        self.follow(ui, session, words);
        let place = Rect::from_min_size(ui.max_rect().left_bottom() - vec2(0.0, 1.0), vec2(1.0, 1.0));
        let response = ui.interact(place, Id::unique("announcement"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &self.text));
        let ctx = ui.ctx();
        ctx.accesskit_node_builder(eframe::egui::accesskit_root_id(), |node| {
            node.set_label(words.window.name);
        });
        ctx.accesskit_node_builder(response.id, |node| {
            node.set_role(Role::Status);
            node.set_label(self.text.as_str());
            node.clear_value();
            node.set_live(Live::Polite);
        });
    }

    fn follow(&mut self, ui: &Ui, session: &Session, words: &Words) {
        // Not of each run while a knob is turned, and not of each hundred of many.
        if session.long_run().is_some() {
            (self.about, self.text) = (None, words.waiting.on_its_way.to_owned());
            return;
        }
        if session.is_running() || session.is_counting() || ui.input(|input| input.pointer.any_down()) {
            return;
        }
        if let Some(counted) = outcomes::bar::status(session, words) {
            let [text, _] = counted;
            (self.about, self.text) = (None, text);
            return;
        }
        if let Some([ended, ..]) = waiting::status(session, words) {
            (self.about, self.text) = (None, ended);
            return;
        }
        if let Some(playback) = session.playback() {
            // Not of each frame while it plays.
            if !playback.is_playing() {
                (self.about, self.text) = (None, replay::moment(playback, &words.replay));
            }
            return;
        }
        let Some(run) = session.run_kept() else { return };
        let about = Some((run.number, session.is_hidden(), session.lang()));
        if self.about != about {
            self.about = about;
            self.text = said_of(run, session, words);
        }
    }
}

/// "Run 3 is done. TCP: 2 sends → 1 recv, broken. UDP: 2 sends → 2 recvs."
fn said_of(run: &LessonRun, session: &Session, words: &Words) -> String {
    let spoken = &words.spoken;
    if session.is_hidden() {
        return (spoken.kept_back)(run.number);
    }
    let separator = match session.lang() {
        Lang::En => " ",
        Lang::Zh => "",
    };
    let mut panes = Vec::new();
    for pane in &run.lesson.panes {
        let title = pane.title.get(session.lang());
        let Some(done) = run.pane(&pane.name) else { continue };
        let Ok(trace) = &done.result else {
            panes.push((spoken.failed)(title));
            continue;
        };
        let streams = StreamFacts::of_pane(&trace.scenario, Some(trace), Some(trace));
        let telling = |facts| Telling { facts, trace: Some(trace), words: &words.stage };
        let lines: Vec<String> = streams.iter().map(|facts| telling(facts).line()).collect();
        let is_broken = |facts: &StreamFacts| facts.reckoning.misses_boundaries();
        let broken = streams.iter().any(is_broken);
        panes.push((spoken.pane)(title, &lines.join(words.stage.comma), broken));
    }
    (spoken.run)(run.number, &panes.join(separator))
}
