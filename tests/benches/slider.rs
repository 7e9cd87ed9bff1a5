//! From a move of the slider to the picture of the run that it made.
//!
//! `cargo bench --bench slider` prints how long that takes, and how that compares with the sockets
//! alone: the same scenarios run without a window, and an empty frame. It judges no time, but a move
//! that never shows is an error.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a failed measurement is no result")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, bounded};
use eframe::App as _;
use eframe::egui::accesskit::Role;
use eframe::egui::{
    Context, Event, FullOutput, Modifiers, PointerButton, Pos2, RawInput, Rect, Shape, Ui, Vec2,
    ViewportId, lerp, pos2, vec2,
};
use stickylab::engine::{self, Cancel};
use stickylab::lesson::{Catalog, Lang, Lesson, Settings, Value};
use stickylab::session::{Session, StartOptions, Storage};
use stickylab::ui::LabApp;

const LESSON: &str = "two-sends-one-recv";
const KNOB: &str = "recv-size";
const MOVES: usize = 200;
const SIZE: Vec2 = vec2(1920.0, 1080.0);
const LONG: Duration = Duration::from_secs(10);

fn main() {
    let mut window = Window::open();
    let handle = window.find_slider();
    window.press(handle(10));
    // Each place differs from the one before, near and far.
    let values = (0..MOVES).map(|at| 1 + i64::try_from(at * 7 % 20).unwrap());
    let values: Vec<i64> = values.collect();
    let lesson = Arc::clone(window.app.session().lesson().expect("a lesson"));
    let bare = Bare::new();
    // By turns, so that what else the machine does weighs on both.
    let (mut shown, mut alone) = (Vec::new(), Vec::new());
    for value in values {
        shown.push(window.turn(handle(value), value));
        alone.push(bare.run(&lesson, value));
    }

    let (median, bare_median) = (share(&shown, 0.5), share(&alone, 0.5));
    println!("{MOVES} moves of {KNOB} in {LESSON}, {} × {}", SIZE.x, SIZE.y);
    println!(
        "to the picture:           median {median:.2} ms, 95 of 100 within {:.2} ms",
        share(&shown, 0.95)
    );
    println!(
        "sockets and empty frame:  median {bare_median:.2} ms, 95 of 100 within {:.2} ms",
        share(&alone, 0.95)
    );
    println!("ratio of the medians:     {:.2}", median / bare_median);
}

/// So many of them took at most that long, in milliseconds.
fn share(times: &[Duration], share: f64) -> f64 {
    let mut times: Vec<f64> = times.iter().map(|time| time.as_secs_f64() * 1e3).collect();
    times.sort_by(f64::total_cmp);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in the list")]
    let place = ((times.len() - 1) as f64 * share).round() as usize;
    times[place]
}

/// The window as the screen would have it, but for the graphics card.
struct Window {
    ctx: Context,
    app: LabApp,
    frame: eframe::Frame,
    repaint: Receiver<()>,
    began: Instant,
}

impl Window {
    fn open() -> Self {
        let ctx = Context::default();
        let (wake, repaint) = bounded(1);
        ctx.set_request_repaint_callback(move |info| {
            if info.delay.is_zero() {
                // If it is full, a frame is on its way already.
                let _ = wake.try_send(());
            }
        });
        let options = StartOptions {
            folder: None,
            catalog: Catalog::embedded(),
            lesson: Some(LESSON.to_owned()),
            lang: Some(Lang::En),
            storage: Storage::nowhere(),
        };
        let mut session = Session::start(options, LabApp::waker(&ctx));
        session.take_notices();
        // To the step where one explores; its question is passed over.
        session.next();
        session.reveal();
        session.next();
        session.next();
        let app = LabApp::new(&ctx, session);
        let mut window =
            Self { ctx, app, frame: eframe::Frame::_new_kittest(), repaint, began: Instant::now() };
        window.show_until(|window| window.number_shown().is_some());
        window
    }

    /// One frame, down to the triangles. Says whether the next one is due at once.
    fn show(&mut self, events: Vec<Event>) -> (FullOutput, bool) {
        let mut output = one_frame(&self.ctx, self.began, events, |ui| {
            self.app.logic(ui.ctx(), &mut self.frame);
            self.app.ui(ui, &mut self.frame);
        });
        output.textures_delta.clear();
        let is_due = output.viewport_output[&ViewportId::ROOT].repaint_delay.is_zero();
        (output, is_due)
    }

    /// Frames as they are asked for, until one shows it.
    fn show_until(&mut self, mut is_shown: impl FnMut(&Self) -> bool) -> FullOutput {
        let end = Instant::now() + LONG;
        loop {
            let (output, is_due) = self.show(Vec::new());
            if is_shown(self) {
                return output;
            }
            let left = end.saturating_duration_since(Instant::now());
            let asked = is_due || self.repaint.recv_timeout(left).is_ok();
            assert!(asked && !left.is_zero(), "the run is never shown");
        }
    }

    /// The number of the run on the stage, if it is the one that was asked for last.
    fn number_shown(&self) -> Option<u64> {
        let session = self.app.session();
        let run = session.stage().filter(|run| Some(&run.settings) == session.settings());
        run.filter(|_| !session.is_running()).map(|run| run.number)
    }

    /// Where the handle of the first slider is for a value, by the accessibility tree.
    fn find_slider(&mut self) -> impl Fn(i64) -> Pos2 + use<> {
        self.ctx.enable_accesskit();
        let (output, _) = self.show(Vec::new());
        let tree = output.platform_output.accesskit_update.expect("an accessibility tree");
        self.ctx.disable_accesskit();
        let sliders = tree.nodes.iter().map(|(_, node)| node).filter(|node| node.role() == Role::Slider);
        let first = sliders.filter_map(|node| Some((node.bounds()?, node)));
        let first = first.min_by(|(one, _), (other, _)| one.y0.total_cmp(&other.y0));
        let (bounds, node) = first.expect("a slider");
        let (min, max) = (node.min_numeric_value().unwrap(), node.max_numeric_value().unwrap());
        #[expect(clippy::cast_possible_truncation, reason = "points on the screen")]
        let [left, top, right, bottom] =
            [bounds.x0, bounds.y0, bounds.x1, bounds.y1].map(|edge| edge as f32);
        let rect = Rect::from_min_max(pos2(left, top), pos2(right, bottom));
        move |value| {
            #[expect(clippy::cast_possible_truncation, reason = "a share")]
            let share = ((value as f64 - min) / (max - min)) as f32;
            pos2(lerp(rect.x_range().shrink(rect.height() / 2.5), share), rect.center().y)
        }
    }

    fn press(&mut self, pos: Pos2) {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        let press = Event::PointerButton { pos, button, pressed: true, modifiers };
        self.show(vec![Event::PointerMoved(pos), press]);
    }

    /// Moves the pointer; how long until the run with that value is to be seen.
    fn turn(&mut self, to: Pos2, value: i64) -> Duration {
        let expected = Value::Number(value);
        let begin = Instant::now();
        self.show(vec![Event::PointerMoved(to)]);
        let is_set = |window: &Self| window.app.session().settings().unwrap()[KNOB] == expected;
        assert!(is_set(self), "the slider did not follow the pointer to {value}");
        let output = self.show_until(|window| window.number_shown().is_some());
        let took = begin.elapsed();
        let number = self.number_shown().unwrap();
        let text = format!("run {number} took");
        assert!(
            output.shapes.iter().any(|clipped| says(&clipped.shape, &text)),
            "no {text:?} is painted"
        );
        took
    }
}

fn says(shape: &Shape, text: &str) -> bool {
    match shape {
        Shape::Text(shape) => shape.galley.text().contains(text),
        Shape::Vec(shapes) => shapes.iter().any(|shape| says(shape, text)),
        _ => false,
    }
}

fn one_frame(ctx: &Context, began: Instant, events: Vec<Event>, show: impl FnMut(&mut Ui)) -> FullOutput {
    let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, SIZE));
    let time = Some(began.elapsed().as_secs_f64());
    let output = ctx.run_ui(RawInput { screen_rect, time, events, ..RawInput::default() }, show);
    let triangles = ctx.tessellate(output.shapes.clone(), output.pixels_per_point);
    std::hint::black_box(triangles);
    output
}

/// The same panes without a window, and frames in which there is nothing.
struct Bare {
    ctx: Context,
    began: Instant,
}

impl Bare {
    fn new() -> Self {
        let bare = Self { ctx: Context::default(), began: Instant::now() };
        // The first frame of a context makes its fonts.
        bare.empty_frame();
        bare
    }

    fn empty_frame(&self) {
        one_frame(&self.ctx, self.began, Vec::new(), |_| {}).textures_delta.clear();
    }

    fn run(&self, lesson: &Lesson, value: i64) -> Duration {
        let set = Settings::from([(KNOB.to_owned(), Value::Number(value))]);
        let settings = lesson.default_settings().into_iter().chain(set).collect();
        let scenario = |pane| Arc::new(lesson.scenario(pane, &settings).expect("a scenario"));
        let scenarios: Vec<_> = lesson.panes.iter().map(scenario).collect();
        let start = Instant::now();
        for scenario in &scenarios {
            engine::run(scenario, &Cancel::new()).expect("a run");
        }
        self.empty_frame();
        start.elapsed()
    }
}
