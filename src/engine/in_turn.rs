//! The engine's own recorder and observer on the calling thread, so that their cost can be measured.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::model::{Scenario, Trace};

use super::board::Board;
use super::endpoint::Actor;
use super::performance::Ended;
use super::refusal::RunError;
use super::run;

/// Runs the scripts of a scenario in turn, on this thread and as often as asked: each round does every
/// endpoint's script once, in the order of endpoints. Says how long the rounds took beside what was
/// recorded; `observed` as in [`super::run_observed`].
///
/// There is no deadline and nobody interrupts: a call that blocks, blocks for ever.
///
/// # Errors
/// When the sockets cannot be made.
pub fn run_in_turn(
    scenario: &Arc<Scenario>,
    rounds: u32,
    observed: bool,
) -> Result<(Duration, Trace), RunError> {
    let board = Board::new(Arc::clone(scenario));
    let (stage, parts) = run::set_up(&board, observed)?;
    let mut actors: Vec<_> = parts.into_iter().map(|part| Actor::new(&board, part)).collect();
    let start = Instant::now();
    let outcome = perform(&mut actors, rounds);
    let took = start.elapsed();
    let mut outcome = Some(outcome);
    let mut done = Vec::new();
    for (place, actor) in actors.into_iter().enumerate() {
        // The first that fails ends the rounds; the others only stop with it.
        let own = outcome.take_if(|outcome| outcome.as_ref().is_err_and(|(failed, _)| *failed == place));
        done.push(actor.go_home(own.map_or(Ok(()), |failed| failed.map_err(|(_, ended)| ended))));
    }
    Ok((took, stage.take_down(&board, done)))
}

/// On failure also whose script it was.
fn perform(actors: &mut [Actor<'_>], rounds: u32) -> Result<(), (usize, Ended)> {
    for _ in 0..rounds {
        for (place, actor) in actors.iter_mut().enumerate() {
            actor.script().map_err(|ended| (place, ended))?;
        }
    }
    Ok(())
}
