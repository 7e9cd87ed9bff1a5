//! Asking a class: hands are counted, and stay with the lesson's progress.

use super::Session;
use crate::lesson::StepKind;

/// More hands than any room has.
const MOST_HANDS: u32 = 999;

impl Session {
    /// A class looks on from now on, or does no more. What is in sight then stays in sight.
    pub fn set_presenting(&mut self, presents: bool) {
        let asked = self.step().filter(|step| step.kind == StepKind::Predict);
        let decided = asked.filter(|_| !self.is_hidden()).map(|step| step.id.clone());
        if presents && let (Some(open), Some(step)) = (&mut self.open, decided) {
            open.shown.insert(step);
        }
        self.presents = presents;
    }

    /// The hands that were raised for each choice of this step's question; nothing where none is asked.
    pub fn votes(&self) -> Vec<u32> {
        let Some(step) = self.step().filter(|step| step.kind == StepKind::Predict) else {
            return Vec::new();
        };
        let record = self.lesson().and_then(|lesson| self.progress.lessons.get(&lesson.id));
        let mut votes = record.and_then(|record| record.votes.get(&step.id)).cloned().unwrap_or_default();
        votes.resize(step.choices.len(), 0);
        votes
    }

    /// One hand more for a choice, or one less. Says whether that was possible: the question has such a
    /// choice, and is still open.
    pub fn vote(&mut self, choice: usize, more: bool) -> bool {
        let mut votes = self.votes();
        let (true, Some(hands)) = (self.is_asking(), votes.get_mut(choice)) else { return false };
        *hands = if more { (*hands + 1).min(MOST_HANDS) } else { hands.saturating_sub(1) };
        self.keep_votes(votes);
        true
    }

    /// Asks the class anew: the hands go down, and the result is kept back again. What was answered at the
    /// desk stays.
    pub fn ask_class_again(&mut self) {
        let none = vec![0; self.votes().len()];
        self.keep_votes(none);
        let Some(open) = &mut self.open else { return };
        let Some(step) = open.current().map(|step| step.id.clone()) else { return };
        open.revealed.remove(&step);
        open.shown.remove(&step);
        self.enter_step(self.step_index());
    }

    fn keep_votes(&mut self, votes: Vec<u32>) {
        let (Some(lesson), Some(step)) = (self.lesson().map(|lesson| lesson.id.clone()), self.step())
        else {
            return;
        };
        let id = step.id.clone();
        let record = self.progress.lessons.entry(lesson).or_default();
        if votes.iter().any(|&hands| hands > 0) {
            record.votes.insert(id, votes);
        } else {
            record.votes.remove(&id);
        }
        self.save_progress();
    }
}
