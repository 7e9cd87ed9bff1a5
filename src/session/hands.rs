//! A pane of the open lesson whose endpoints are led by hand.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::opener::{Closer, Opened, Order};
use super::run::views_of;
use super::{LessonRun, Notice, OpenLesson, PaneError, PaneRun, Session};
use crate::engine::{Hands, Queues};
use crate::lesson::{Pane, StepHands, View};
use crate::model::trace::FailureKind;
use crate::model::{Action, Call, EndpointId, Scenario};

/// The pane that is led by hand.
#[derive(Debug)]
pub struct ByHand {
    pane: String,
    scenario: Arc<Scenario>,
    led: BTreeSet<EndpointId>,
    /// Of the order for its sockets.
    number: u64,
    /// `None` while they are being opened.
    hands: Option<Hands>,
    /// The looks that the run on the stage shows.
    shown: Option<u64>,
    closer: Closer,
}

impl Drop for ByHand {
    fn drop(&mut self) {
        if let Some(hands) = self.hands.take() {
            self.closer.close(hands);
        }
    }
}

impl ByHand {
    /// The pane's name in the lesson.
    pub fn pane(&self) -> &str {
        &self.pane
    }

    /// What the lesson would run.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The endpoints that are led by hand; the others follow their scripts.
    pub fn led(&self) -> &BTreeSet<EndpointId> {
        &self.led
    }

    /// Which opening of sockets it is: each has another number.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Whether the sockets are open yet.
    pub fn is_open(&self) -> bool {
        self.hands.is_some()
    }

    /// The action that an endpoint has begun and not ended.
    pub fn calling(&self, endpoint: EndpointId) -> Option<Action> {
        self.hands.as_ref()?.calling(endpoint)
    }

    /// Why an endpoint's last action came to no call.
    pub fn refused(&self, endpoint: EndpointId) -> Option<FailureKind> {
        self.hands.as_ref()?.refused(endpoint)
    }

    /// What the kernel holds for an endpoint now; `None` once its socket is closed, or before it is
    /// open.
    pub fn queues(&self, endpoint: EndpointId) -> Option<Queues> {
        self.hands.as_ref()?.queues(endpoint)
    }

    /// Whether this is what a step begins with.
    fn is_as(&self, wanted: &StepHands) -> bool {
        let all_led = || self.scenario.opens_itself();
        self.pane == wanted.pane && (self.led == wanted.led || all_led())
    }
}

impl Session {
    /// The pane that is led by hand, if one is.
    pub fn by_hand(&self) -> Option<&ByHand> {
        self.open.as_ref()?.by_hand.as_ref()
    }

    /// The places of the panes that the stage has: all of the lesson's, or the one that is led by hand.
    pub fn panes_on_stage(&self) -> Range<usize> {
        let panes = self.lesson().map_or(&[][..], |lesson| &lesson.panes);
        let led = self.by_hand().and_then(|led| panes.iter().position(|pane| pane.name == led.pane));
        led.map_or(0..panes.len(), |place| place..place + 1)
    }

    /// The places of the panes that the step is about, in its order: all of the lesson's where it names
    /// none, or the one that is led by hand.
    pub fn panes_of_step(&self) -> Vec<usize> {
        let panes = self.lesson().map_or(&[][..], |lesson| &lesson.panes);
        let named = self.step().map_or(&[][..], |step| &step.panes);
        if self.by_hand().is_some() || named.is_empty() {
            return self.panes_on_stage().collect();
        }
        named.iter().filter_map(|name| panes.iter().position(|pane| pane.name == *name)).collect()
    }

    /// Whether a pane can be taken over: not while a result is kept back, which hands would tell.
    pub fn can_take_over(&self) -> bool {
        !self.is_hidden() && self.page().is_none() && self.lesson().is_some()
    }

    /// Orders new sockets for a pane, the endpoints in `led` to be led by hand. Without a pane the first
    /// one, and without endpoints all of them. Says whether that was possible; if the system refuses the
    /// sockets, a notice says so later.
    ///
    /// Where scripts open their sockets themselves, all endpoints are led by hand.
    pub fn take_over(&mut self, pane: Option<&str>, led: Option<&BTreeSet<EndpointId>>) -> bool {
        if !self.can_take_over() {
            return false;
        }
        self.cancel_job();
        self.drop_hands();
        let (Some(open), Some(opener)) = (&mut self.open, &self.opener) else { return false };
        let mut panes = open.lesson.panes.iter();
        let named = |found: &&Pane| pane.is_none_or(|name| found.name == name);
        let Some(pane) = panes.find(named) else { return false };
        let scenario = match open.lesson.scenario_by_hand(pane, open.knobs.values()) {
            Ok(scenario) => Arc::new(scenario),
            Err(diagnostic) => {
                let error = Arc::new(PaneError::Lesson(diagnostic.to_string()));
                self.notices.push(Notice::NotByHand { pane: pane.title.clone(), error });
                return false;
            }
        };
        let led = led.filter(|_| !scenario.opens_itself()).cloned();
        let led = led.unwrap_or_else(|| scenario.endpoint_ids().collect());
        self.hands_ordered += 1;
        let number = self.hands_ordered;
        opener.order(Order { number, scenario: Arc::clone(&scenario), led: led.clone() });
        let (pane, closer) = (pane.name.clone(), opener.closer());
        self.forget_run();
        let Some(open) = &mut self.open else { return false };
        // What is on its way is not what is led by hand.
        open.stage_from = self.requested + 1;
        open.asked_with = None;
        open.cancelled = None;
        open.stage = None;
        open.playback = None;
        if open.view == View::Outcomes {
            open.view = View::Bytes;
        }
        open.by_hand = Some(ByHand { pane, scenario, led, number, hands: None, shown: None, closer });
        true
    }

    /// Begins or ends to lead the lesson by hand, as the step has it if it says so.
    pub fn toggle_hands(&mut self) {
        if self.by_hand().is_some() {
            self.let_go();
        } else {
            self.take_over_for_step();
        }
    }

    fn take_over_for_step(&mut self) {
        let wanted = self.step().and_then(|step| step.hands.clone());
        let (pane, led) = (wanted.as_ref().map(|hands| hands.pane.as_str()), wanted.as_ref());
        self.take_over(pane, led.map(|hands| &hands.led));
    }

    /// A step begins: what the one before has done by hand goes on where this one wants the same, and
    /// ends where it does not. Says whether the step is led by hand.
    pub(super) fn hands_for_step(&mut self, knobs_turned: bool) -> bool {
        let Some(open) = &mut self.open else { return false };
        let Some(wanted) = open.current().and_then(|step| step.hands.as_ref()) else {
            open.by_hand = None;
            return false;
        };
        let goes_on = open.by_hand.as_ref().is_some_and(|by_hand| by_hand.is_as(wanted));
        if !goes_on || knobs_turned {
            self.take_over_for_step();
        }
        self.by_hand().is_some()
    }

    /// Whether anything was sent by hand.
    pub(super) fn has_talked(&self) -> bool {
        let run = self.stage().filter(|_| self.by_hand().is_some());
        let has_messages = |pane: &PaneRun| pane.views.iter().any(|view| !view.messages.is_empty());
        run.is_some_and(|run| run.panes.iter().any(has_messages))
    }

    /// Closes everything and opens new sockets for the same hands.
    pub fn start_over(&mut self) {
        if let Some((pane, led)) =
            self.by_hand().map(|by_hand| (by_hand.pane.clone(), by_hand.led.clone()))
        {
            self.take_over(Some(&pane), Some(&led));
        }
    }

    /// Gives an endpoint to a hand or back to its script; both begin anew.
    pub fn lead(&mut self, endpoint: EndpointId, by_hand: bool) {
        let Some(now) = self.by_hand() else { return };
        let (pane, mut led) = (now.pane.clone(), now.led.clone());
        if by_hand {
            led.insert(endpoint);
        } else {
            led.remove(&endpoint);
        }
        self.take_over(Some(&pane), Some(&led));
    }

    /// Does what a step of a script would do. Says whether the endpoint was free for it.
    pub fn act(&mut self, endpoint: EndpointId, action: Action) -> bool {
        if let Some(open) = &mut self.open {
            open.playback = None;
        }
        let hands = self.by_hand().and_then(|by_hand| by_hand.hands.as_ref());
        hands.is_some_and(|hands| hands.act(endpoint, action))
    }

    /// Brings an endpoint back from a call that blocks.
    pub fn interrupt(&self, endpoint: EndpointId) {
        if let Some(hands) = self.by_hand().and_then(|by_hand| by_hand.hands.as_ref()) {
            hands.interrupt(endpoint);
        }
    }

    /// Lets go: the scripts run again.
    pub fn let_go(&mut self) {
        if self.by_hand().is_some() {
            self.run_again();
        }
    }

    /// Ends the run by hand; what it came to stays on the stage until another run takes its place.
    pub(super) fn drop_hands(&mut self) {
        if let Some(open) = &mut self.open {
            open.by_hand = None;
        }
    }

    /// The last call of an endpoint that is led by hand.
    pub fn last_call(&self, endpoint: EndpointId) -> Option<Call> {
        let pane = self.stage()?.pane(self.by_hand()?.pane())?;
        let trace = pane.result.as_ref().ok()?;
        trace.calls().map(|(_, call)| call).filter(|call| call.endpoint == endpoint).last()
    }

    /// Puts what the hands have done on the stage. Says whether there is anything to see.
    pub(super) fn poll_hands(&mut self) -> bool {
        let opened = self.take_opened();
        let requested = self.requested;
        let Some(open) = &mut self.open else { return opened };
        opened | open.show_hands(requested)
    }

    /// Takes the sockets that were ordered.
    fn take_opened(&mut self) -> bool {
        let Some(opener) = &self.opener else { return false };
        let Some(Opened { number, hands }) = opener.poll() else { return false };
        let by_hand = self.open.as_mut().and_then(|open| open.by_hand.as_mut());
        match (by_hand.filter(|by_hand| by_hand.number == number), hands) {
            (Some(by_hand), Ok(hands)) => by_hand.hands = Some(hands),
            (Some(by_hand), Err(error)) => {
                let name = by_hand.pane.clone();
                let pane = self.lesson().and_then(|lesson| lesson.pane(&name));
                let pane = pane.map(|pane| pane.title.clone()).unwrap_or_default();
                let error = Arc::new(PaneError::Run(error));
                self.notices.push(Notice::NotByHand { pane, error });
                self.let_go();
            }
            // Nobody wants them any more.
            (None, Ok(hands)) => opener.closer().close(hands),
            (None, Err(_)) => {}
        }
        true
    }
}

impl OpenLesson {
    fn show_hands(&mut self, requested: u64) -> bool {
        let Some(by_hand) = &mut self.by_hand else { return false };
        let Some(hands) = &by_hand.hands else { return false };
        let looks = Some(hands.looks());
        if by_hand.shown == looks {
            return false;
        }
        let Some(trace) = hands.trace() else { return true };
        by_hand.shown = looks;
        let (took, views) = (trace.took, views_of(&trace));
        let pane = PaneRun { name: by_hand.pane.clone(), result: Ok(Arc::new(trace)), views };
        self.stage = Some(Arc::new(LessonRun {
            number: requested,
            of: None,
            lesson: Arc::clone(&self.lesson),
            settings: self.knobs.values().clone(),
            panes: vec![pane],
            took,
        }));
        true
    }
}
