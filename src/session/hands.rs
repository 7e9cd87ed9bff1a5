//! A pane of the open lesson whose endpoints are led by hand.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::run::views_of;
use super::{LessonRun, Notice, PaneRun, Session};
use crate::engine::{Hands, Queues};
use crate::lesson::{Pane, View};
use crate::model::trace::FailureKind;
use crate::model::{Action, Call, EndpointId, Scenario};

/// The pane that is led by hand.
#[derive(Debug)]
pub struct ByHand {
    pane: String,
    hands: Hands,
    /// The looks that the run on the stage shows.
    shown: Option<u64>,
}

impl ByHand {
    /// The pane's name in the lesson.
    pub fn pane(&self) -> &str {
        &self.pane
    }

    /// What is run.
    pub fn scenario(&self) -> &Scenario {
        self.hands.scenario()
    }

    /// The endpoints that are led by hand; the others follow their scripts.
    pub fn led(&self) -> BTreeSet<EndpointId> {
        self.scenario().endpoint_ids().filter(|&id| self.hands.is_hand(id)).collect()
    }

    /// The action that an endpoint has begun and not ended.
    pub fn calling(&self, endpoint: EndpointId) -> Option<Action> {
        self.hands.calling(endpoint)
    }

    /// Why an endpoint's last action came to no call.
    pub fn refused(&self, endpoint: EndpointId) -> Option<FailureKind> {
        self.hands.refused(endpoint)
    }

    /// What the kernel holds for an endpoint now; `None` once its socket is closed.
    pub fn queues(&self, endpoint: EndpointId) -> Option<Queues> {
        self.hands.queues(endpoint)
    }
}

impl Session {
    /// The pane that is led by hand, if one is.
    pub fn by_hand(&self) -> Option<&ByHand> {
        self.open.as_ref()?.by_hand.as_ref()
    }

    /// Whether a pane can be taken over: not while a result is kept back, which hands would tell.
    pub fn can_take_over(&self) -> bool {
        !self.is_hidden() && self.page().is_none() && self.lesson().is_some()
    }

    /// Opens new sockets for a pane, the endpoints in `led` to be led by hand. Without a pane the first
    /// one, and without endpoints all of them. Says whether that was possible.
    pub fn take_over(&mut self, pane: Option<&str>, led: Option<&BTreeSet<EndpointId>>) -> bool {
        if !self.can_take_over() {
            return false;
        }
        self.cancel_job();
        self.drop_hands();
        let Some(open) = &mut self.open else { return false };
        let mut panes = open.lesson.panes.iter();
        let named = |found: &&Pane| pane.is_none_or(|name| found.name == name);
        let Some(pane) = panes.find(named) else { return false };
        let opened = match open.lesson.scenario(pane, open.knobs.values()) {
            Ok(scenario) => {
                let all = || scenario.endpoint_ids().collect();
                let led = led.cloned().unwrap_or_else(all);
                Hands::open(&scenario, &led, &self.waker).map_err(|error| error.to_string())
            }
            Err(diagnostic) => Err(diagnostic.to_string()),
        };
        match opened {
            Ok(hands) => {
                // What is on its way is not what is led by hand.
                open.stage_from = self.requested + 1;
                open.asked_with = None;
                open.stage = None;
                open.playback = None;
                if open.view == View::Outcomes {
                    open.view = View::Bytes;
                }
                open.by_hand = Some(ByHand { pane: pane.name.clone(), hands, shown: None });
                self.poll_hands();
                true
            }
            Err(error) => {
                let (lesson, pane) = (open.lesson.id.clone(), Some(pane.name.clone()));
                self.notices.push(Notice::RunFailed { lesson, pane, error });
                false
            }
        }
    }

    /// Begins or ends to lead the lesson by hand.
    pub fn toggle_hands(&mut self) {
        if self.by_hand().is_some() {
            self.let_go();
        } else {
            self.take_over(None, None);
        }
    }

    /// Closes everything and opens new sockets for the same hands.
    pub fn start_over(&mut self) {
        if let Some((pane, led)) = self.by_hand().map(|by_hand| (by_hand.pane.clone(), by_hand.led())) {
            self.take_over(Some(&pane), Some(&led));
        }
    }

    /// Gives an endpoint to a hand or back to its script; both begin anew.
    pub fn lead(&mut self, endpoint: EndpointId, by_hand: bool) {
        let Some(now) = self.by_hand() else { return };
        let (pane, mut led) = (now.pane.clone(), now.led());
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
        self.by_hand().is_some_and(|by_hand| by_hand.hands.act(endpoint, action))
    }

    /// Brings an endpoint back from a call that blocks.
    pub fn interrupt(&self, endpoint: EndpointId) {
        if let Some(by_hand) = self.by_hand() {
            by_hand.hands.interrupt(endpoint);
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
        let requested = self.requested;
        let Some(open) = &mut self.open else { return false };
        let Some(by_hand) = &mut open.by_hand else { return false };
        let looks = Some(by_hand.hands.looks());
        if by_hand.shown == looks {
            return false;
        }
        let Some(trace) = by_hand.hands.trace() else { return true };
        by_hand.shown = looks;
        let (took, views) = (trace.took, views_of(&trace));
        let pane = PaneRun { name: by_hand.pane.clone(), result: Ok(Arc::new(trace)), views };
        open.stage = Some(Arc::new(LessonRun {
            number: requested,
            of: None,
            lesson: Arc::clone(&open.lesson),
            settings: open.knobs.values().clone(),
            panes: vec![pane],
            took,
        }));
        true
    }
}
