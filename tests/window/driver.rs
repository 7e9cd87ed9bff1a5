//! A window without a display, and how a user turns it: by names, keys and the pointer.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, bounded};
use eframe::egui::accesskit::Role;
use eframe::egui::{
    Event, Key, Modifiers, PointerButton, Pos2, Rect, Vec2, ViewportId, lerp, pos2, vec2,
};
use egui_kittest::kittest::NodeT;
use egui_kittest::{Harness, Node};
use stickylab::engine;
use stickylab::lesson::{Catalog, Lang};
use stickylab::session::{ByHand, Runner, Session, StartOptions, Storage};
use stickylab::ui::LabApp;

/// Long enough for a busy machine; nothing waits as long unless it hangs.
const DEADLINE: Duration = Duration::from_mins(1);

/// A laptop at a projector: the size that everything must fit.
pub const PROJECTOR: Vec2 = vec2(1280.0, 720.0);

/// What a window begins with.
pub struct Opening<'a> {
    folder: &'a Path,
    catalog: Catalog,
    watched: Option<&'a Path>,
    lesson: Option<&'a str>,
    lang: Option<Lang>,
    size: Vec2,
    pixels_per_point: f32,
}

impl<'a> Opening<'a> {
    /// The lessons of the program; things are kept in that folder.
    pub fn new(folder: &'a Path) -> Self {
        Self {
            folder,
            catalog: Catalog::embedded(),
            watched: None,
            lesson: None,
            lang: Some(Lang::En),
            size: PROJECTOR,
            pixels_per_point: 1.0,
        }
    }

    pub fn lesson(self, id: &'a str) -> Self {
        Self { lesson: Some(id), ..self }
    }

    pub fn catalog(self, catalog: Catalog) -> Self {
        Self { catalog, ..self }
    }

    pub fn size(self, size: Vec2) -> Self {
        Self { size, ..self }
    }

    /// On a display with so many pixels to a point.
    pub fn pixels_per_point(self, pixels_per_point: f32) -> Self {
        Self { pixels_per_point, ..self }
    }

    /// With the lessons of that folder, which is looked after.
    pub fn watching(self, folder: &'a Path) -> Self {
        Self { catalog: Catalog::with_folder(folder), watched: Some(folder), ..self }
    }

    pub fn lang(self, lang: Lang) -> Self {
        Self { lang: Some(lang), ..self }
    }

    /// The language as it was left.
    pub fn language_as_left(self) -> Self {
        Self { lang: None, ..self }
    }

    pub fn open(self) -> Window {
        self.open_with(engine::run_observed)
    }

    /// With something else in the engine's place.
    pub fn open_with(self, runner: impl Runner) -> Window {
        let (wake, repaint) = bounded(1);
        let options = StartOptions {
            catalog: self.catalog,
            folder: self.watched.map(Path::to_owned),
            lesson: self.lesson.map(str::to_owned),
            lang: self.lang,
            storage: Storage::in_folder(self.folder),
        };
        let builder = Harness::builder().with_size(self.size).with_step_dt(1.0 / 60.0);
        let builder = builder.with_pixels_per_point(self.pixels_per_point);
        let harness = builder.build_eframe(|creation| {
            let ctx = &creation.egui_ctx;
            ctx.set_request_repaint_callback(move |info| {
                if info.delay.is_zero() {
                    // If it is full, a frame is on its way already.
                    let _ = wake.try_send(());
                }
            });
            let session = Session::start_with(options, LabApp::waker(ctx), runner);
            LabApp::new(ctx, session)
        });
        Window { harness, repaint }
    }
}

/// The window.
pub struct Window {
    pub harness: Harness<'static, LabApp>,
    /// Someone asked for a frame.
    repaint: Receiver<()>,
}

impl Window {
    pub fn session(&self) -> &Session {
        self.harness.state().session()
    }

    /// Frame after frame as they are asked for, as on a screen, until the condition holds.
    #[track_caller]
    pub fn step_until(&mut self, what: &str, condition: impl Fn(&Self) -> bool) {
        let end = Instant::now() + DEADLINE;
        loop {
            self.harness.step();
            if condition(self) {
                return;
            }
            let delay = self.harness.output().viewport_output[&ViewportId::ROOT].repaint_delay;
            let left = end.saturating_duration_since(Instant::now());
            let asked = delay.is_zero() || self.repaint.recv_timeout(left).is_ok();
            assert!(asked && !left.is_zero(), "waited in vain until {what}: {:#?}", self.labels());
        }
    }

    /// Until every run is there and nothing moves any more.
    #[track_caller]
    pub fn settle(&mut self) {
        self.step_until("all is still", |window| {
            let output = &window.harness.output().viewport_output[&ViewportId::ROOT];
            let session = window.session();
            // What is led by hand is looked at for the first time a moment after it is open.
            let is_seen = |hands: &ByHand| hands.is_open() && session.run_kept().is_some();
            !session.is_running()
                && session.by_hand().is_none_or(is_seen)
                && !output.repaint_delay.is_zero()
        });
    }

    #[track_caller]
    pub fn step_until_says(&mut self, text: &str) {
        self.step_until(&format!("it says {text:?}"), |window| window.is_saying(text));
    }

    fn nodes(&self) -> Vec<Node<'_>> {
        self.harness.root().children_recursive().collect()
    }

    /// Names and values of everything, from top to bottom of the tree.
    pub fn labels(&self) -> Vec<String> {
        self.nodes().iter().flat_map(labels_of).collect()
    }

    /// Names and values of what stands in the pane of that title.
    #[track_caller]
    pub fn pane(&self, title: &str) -> Vec<String> {
        let pane = self.region(title);
        pane.children_recursive().flat_map(|node| labels_of(&node)).collect()
    }

    /// A part of the window by its name.
    #[track_caller]
    pub fn region(&self, name: &str) -> Node<'_> {
        self.node(Role::Region, name)
    }

    /// Whether there is a part of that name.
    pub fn is_region(&self, name: &str) -> bool {
        let is_meant = |node: &Node<'_>| {
            let node = node.accesskit_node();
            node.role() == Role::Region && node.label().as_deref() == Some(name)
        };
        self.nodes().iter().any(is_meant)
    }

    /// The thing of that name in the pane of that title.
    #[track_caller]
    pub fn pane_node(&self, title: &str, name: &str) -> Node<'_> {
        let mut nodes = self.region(title).children_recursive();
        let found =
            nodes.find(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with(name)));
        found.unwrap_or_else(|| panic!("no {name:?} in {:#?}", self.pane(title)))
    }

    pub fn is_saying(&self, text: &str) -> bool {
        self.labels().iter().any(|label| label.contains(text))
    }

    #[track_caller]
    pub fn says(&self, text: &str) {
        assert!(self.is_saying(text), "no {text:?} in {:#?}", self.labels());
    }

    #[track_caller]
    pub fn is_silent_about(&self, text: &str) {
        assert!(!self.is_saying(text), "{text:?} in {:#?}", self.labels());
    }

    #[track_caller]
    pub fn pane_says(&self, title: &str, expected: &[&str]) {
        let labels = self.pane(title);
        for expected in expected {
            // Who did it stands behind what happened, and depends on the machine.
            let says = |label: &String| {
                label
                    .strip_prefix(expected)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '。']))
            };
            assert!(labels.iter().any(says), "no {expected:?} in {labels:#?}");
        }
    }

    /// The one node with that role and name.
    #[track_caller]
    pub fn node(&self, role: Role, name: &str) -> Node<'_> {
        let is_meant = |node: &Node<'_>| {
            let node = node.accesskit_node();
            node.role() == role && node.label().as_deref() == Some(name)
        };
        let mut found: Vec<_> = self.nodes().into_iter().filter(is_meant).collect();
        assert_eq!(found.len(), 1, "{role:?} {name:?} in {:#?}", self.labels());
        found.remove(0)
    }

    /// Where the first thing of that name that is drawn stands.
    #[track_caller]
    pub fn place_of(&self, name: &str) -> Rect {
        let nodes = self.nodes();
        let is_meant = |node: &&Node<'_>| {
            node.accesskit_node().bounding_box().is_some() && labels_of(node).any(|label| label == name)
        };
        nodes.iter().find(is_meant).unwrap_or_else(|| panic!("no {name:?}")).rect()
    }

    /// Clicks with the pointer; a frame later what it did is to be seen.
    #[track_caller]
    pub fn click(&mut self, role: Role, name: &str) {
        self.node(role, name).click();
        self.harness.run_steps(2);
    }

    pub fn press(&mut self, key: Key) {
        self.press_with(Modifiers::NONE, key);
    }

    pub fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.step();
    }

    #[track_caller]
    #[expect(clippy::cast_possible_truncation, reason = "a slider's numbers are whole and small")]
    pub fn slider(&self, name: &str) -> Slider {
        let node = self.node(Role::Slider, name);
        let inner = node.accesskit_node();
        let [value, min, max] =
            [inner.numeric_value(), inner.min_numeric_value(), inner.max_numeric_value()]
                .map(|number| number.unwrap() as i32);
        Slider { rect: node.rect(), value, min, max }
    }

    /// The names of all sliders.
    pub fn sliders(&self) -> Vec<String> {
        let nodes = self.nodes().into_iter();
        let sliders = nodes.filter(|node| node.accesskit_node().role() == Role::Slider);
        sliders.filter_map(|node| node.accesskit_node().label()).collect()
    }

    /// Takes a slider by its handle, moves it to these values one after the other, and lets go.
    /// Between two frames it calls `look`.
    #[track_caller]
    pub fn drag(&mut self, name: &str, values: &[i32], mut look: impl FnMut(&Self)) {
        let slider = self.slider(name);
        self.pointer(slider.handle(slider.value), Some(true));
        for &value in values {
            self.pointer(slider.handle(value), None);
            assert_eq!(self.slider(name).value, value, "where the handle is");
            look(self);
        }
        self.pointer(slider.handle(*values.last().unwrap()), Some(false));
        self.harness.remove_cursor();
        self.harness.step();
    }

    /// Presses the pointer down in one place and lets it go in another.
    pub fn drag_between(&mut self, from: Pos2, to: Pos2) {
        self.pointer(from, Some(true));
        self.pointer(from.lerp(to, 0.5), None);
        self.pointer(to, None);
        self.pointer(to, Some(false));
        self.harness.remove_cursor();
        self.harness.step();
    }

    /// Moves the pointer there, and presses its button down or lets it go.
    pub fn pointer(&mut self, pos: Pos2, pressed: Option<bool>) {
        self.harness.event(Event::PointerMoved(pos));
        if let Some(pressed) = pressed {
            let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
            self.harness.event(Event::PointerButton { pos, button, pressed, modifiers });
        }
        self.harness.step();
    }
}

fn labels_of(node: &Node<'_>) -> impl Iterator<Item = String> + use<> {
    let node = node.accesskit_node();
    node.label().into_iter().chain(node.value())
}

/// A linear slider on the screen.
pub struct Slider {
    rect: Rect,
    pub value: i32,
    min: i32,
    pub max: i32,
}

impl Slider {
    /// The middle of the round handle at a value: at the ends it touches the ends of the slider.
    pub fn handle(&self, value: i32) -> Pos2 {
        let radius = self.rect.height() / 2.5;
        let share = (value - self.min) as f32 / (self.max - self.min) as f32;
        pos2(lerp(self.rect.x_range().shrink(radius), share), self.rect.center().y)
    }
}

/// A folder that goes when the test ends.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// What is on the stage.
pub fn stage(window: &Window) -> Arc<stickylab::session::LessonRun> {
    Arc::clone(window.session().stage().expect("a run on the stage"))
}
