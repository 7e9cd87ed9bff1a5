//! Playing a run once more, slowly: a playhead over the moments at which something happened.
//!
//! There is no clock here: whoever shows the replay says how much time went by. All panes of a run
//! share one axis, nanoseconds since just before the [origin](Trace::before_origin_ns) of each pane's own
//! run, so that panes whose warm-ups took differently long go side by side. A warm-up is over when the
//! replay begins.

use super::run::LessonRun;
use crate::model::Trace;

/// How many times slower than it was a run can be replayed.
pub const SLOWDOWNS: [u32; 13] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];
/// For how long the way to each event can last, in seconds.
pub const EVENT_SECONDS: [f64; 6] = [0.05, 0.1, 0.2, 0.5, 1.0, 2.0];
/// How long a run should take to watch, in seconds, if nobody says otherwise.
const WATCHED_FOR: f64 = 8.0;
/// How long a loop shows the end before it begins anew, in seconds.
const REST: f64 = 1.0;
const NS_PER_SECOND: f64 = 1e9;

/// How time is stretched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pace {
    /// Evenly: so many times slower than it was.
    EvenTime {
        /// From 1 to 10 000.
        slowdown: u32,
    },
    /// The way to each event takes equally long, so that nothing flashes by.
    PerEvent {
        /// How long, in seconds; more than zero.
        seconds: f64,
    },
}

/// A run that is replayed.
#[derive(Clone, Debug, PartialEq)]
pub struct Playback {
    /// The distinct moments at which something happened, in nanoseconds, ascending.
    events: Vec<f64>,
    position: f64,
    playing: bool,
    looping: bool,
    pace: Pace,
    /// How long the end has been shown, in seconds.
    rested: f64,
}

impl Playback {
    /// At the beginning of a run with these moments, in nanoseconds since its origin, in any order.
    /// It stands still.
    pub fn new(mut moments: Vec<u64>) -> Self {
        moments.sort_unstable();
        moments.dedup();
        let events: Vec<f64> = moments.into_iter().map(|moment| moment as f64).collect();
        let duration = events.last().copied().unwrap_or(0.0);
        let pace = Pace::EvenTime { slowdown: usual_slowdown(duration) };
        Self { events, position: 0.0, playing: false, looping: false, pace, rested: 0.0 }
    }

    /// At the beginning of that run: its moments are those at which a call began or returned, and
    /// at which bytes left or were acknowledged, in any of its panes.
    pub fn of(run: &LessonRun) -> Self {
        Self::new(run.traces().flat_map(moments).collect())
    }

    /// The distinct moments at which something happened, in nanoseconds, ascending.
    pub fn events(&self) -> &[f64] {
        &self.events
    }

    /// The last moment of the pane that took longest, in nanoseconds.
    pub fn duration_ns(&self) -> f64 {
        self.events.last().copied().unwrap_or(0.0)
    }

    /// Where the playhead is, in nanoseconds, from zero to the duration.
    pub fn position_ns(&self) -> f64 {
        self.position
    }

    /// Whether it moves by itself.
    pub fn is_playing(&self) -> bool {
        self.playing
    }

    /// Whether it begins anew at the end.
    pub fn is_looping(&self) -> bool {
        self.looping
    }

    /// How time is stretched.
    pub fn pace(&self) -> Pace {
        self.pace
    }

    /// Whether the playhead has come to the end.
    pub fn is_at_end(&self) -> bool {
        self.position >= self.duration_ns()
    }

    /// Stretches time in another way, from where the playhead is.
    ///
    /// What is out of range is put at the end of the range.
    pub fn set_pace(&mut self, pace: Pace) {
        let [first, .., last] = SLOWDOWNS;
        let [shortest, .., longest] = EVENT_SECONDS;
        self.pace = match pace {
            Pace::EvenTime { slowdown } => Pace::EvenTime { slowdown: slowdown.clamp(first, last) },
            Pace::PerEvent { seconds } => Pace::PerEvent { seconds: seconds.max(shortest).min(longest) },
        };
    }

    /// Begins anew at the end, or stops there.
    pub fn set_looping(&mut self, looping: bool) {
        self.looping = looping;
    }

    /// Lets the playhead move; from the beginning, if it has come to the end.
    pub fn play(&mut self) {
        if self.is_at_end() {
            self.move_to(0.0);
        }
        self.playing = !self.events.is_empty();
    }

    /// Holds the playhead.
    pub fn pause(&mut self) {
        self.playing = false;
    }

    /// Plays, or pauses.
    pub fn toggle(&mut self) {
        if self.playing { self.pause() } else { self.play() }
    }

    /// Puts the playhead somewhere, in nanoseconds. It goes on playing if it did.
    pub fn scrub(&mut self, to_ns: f64) {
        let to = if to_ns.is_nan() { 0.0 } else { to_ns };
        self.move_to(to.clamp(0.0, self.duration_ns()));
    }

    /// To the beginning, where it stops.
    pub fn home(&mut self) {
        self.pause();
        self.move_to(0.0);
    }

    /// To the end, where it stops.
    pub fn end(&mut self) {
        self.pause();
        self.move_to(self.duration_ns());
    }

    /// To the next event, where it stops.
    pub fn step_next(&mut self) {
        self.pause();
        let next = self.events.partition_point(|&event| event <= self.position);
        self.move_to(self.events.get(next).copied().unwrap_or(self.duration_ns()));
    }

    /// To the event before, or else to the beginning; there it stops.
    pub fn step_previous(&mut self) {
        self.pause();
        let before = self.events.partition_point(|&event| event < self.position);
        self.move_to(before.checked_sub(1).map_or(0.0, |before| self.events[before]));
    }

    /// So many seconds went by for whoever watches. Says whether the playhead moves on from here.
    pub fn advance(&mut self, seconds: f64) -> bool {
        if !self.playing || seconds.is_nan() || seconds <= 0.0 {
            return self.playing;
        }
        if self.is_at_end() {
            self.rested += seconds;
            if self.rested >= REST {
                self.move_to(0.0);
            }
            return self.playing;
        }
        let to = match self.pace {
            Pace::EvenTime { slowdown } => self.position + seconds * NS_PER_SECOND / f64::from(slowdown),
            Pace::PerEvent { seconds: each } => self.after_events(seconds / each),
        };
        self.move_to(to.min(self.duration_ns()));
        self.playing = self.looping || !self.is_at_end();
        self.playing
    }

    fn move_to(&mut self, position: f64) {
        self.position = position;
        self.rested = 0.0;
    }

    /// Where the playhead is once it has passed so many events, parts of the way included.
    fn after_events(&self, count: f64) -> f64 {
        let next = self.events.partition_point(|&event| event <= self.position);
        let before = next.checked_sub(1).map_or(0.0, |before| self.events[before]);
        let Some(&after) = self.events.get(next) else { return self.duration_ns() };
        let passed = next as f64 + (self.position - before) / (after - before) + count;
        self.at_share(passed)
    }

    /// The moment at which so many ways from event to event lie behind.
    fn at_share(&self, passed: f64) -> f64 {
        let whole = passed.floor();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count of events, and not negative"
        )]
        let next = whole as usize;
        let before = next.checked_sub(1).and_then(|before| self.events.get(before));
        let before = if next == 0 { Some(&0.0) } else { before };
        match (before, self.events.get(next)) {
            (Some(before), Some(after)) => before + (after - before) * (passed - whole),
            _ => self.duration_ns(),
        }
    }
}

/// The slowdown with which that many nanoseconds take about as long to watch as they should.
fn usual_slowdown(duration_ns: f64) -> u32 {
    let wanted = WATCHED_FOR * NS_PER_SECOND / duration_ns.max(1.0);
    let distance = |slowdown: u32| (f64::from(slowdown) / wanted).ln().abs();
    let nearest = SLOWDOWNS.into_iter().min_by(|one, other| distance(*one).total_cmp(&distance(*other)));
    nearest.unwrap_or(1)
}

fn moments(trace: &Trace) -> Vec<u64> {
    let mut moments: Vec<u64> =
        trace.calls().flat_map(|(_, call)| [call.start_ns, call.end_ns]).collect();
    for stream in trace.scenario.stream_ids() {
        let departures = trace.evidence.iter().flat_map(|evidence| evidence.departures(stream));
        moments.extend(
            departures
                .flat_map(|departure| [departure.sent_ns.or(departure.scheduled_ns), departure.acked_ns])
                .flatten(),
        );
    }
    let origin = trace.before_origin_ns();
    moments.retain(|&moment| moment > origin);
    for moment in &mut moments {
        *moment -= origin;
    }
    moments
}

#[cfg(test)]
mod tests;
