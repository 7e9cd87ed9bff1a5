//! The same window without a display, of the same size and at the same place of the course: it knows by
//! their names where things stand, so that the mouse of the real one finds them.

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Pos2, vec2};
use tempfile::TempDir;

use super::driver::{self, Opening, Window};

/// A place on the screen, in pixels from its upper left corner.
pub type Place = (usize, usize);

pub struct Twin {
    window: Window,
    _home: TempDir,
}

impl Twin {
    pub fn open(width: usize, height: usize) -> Self {
        let home = driver::folder();
        let opening = Opening::new(home.path()).language_as_left();
        let mut window = opening.size(vec2(width as f32, height as f32)).open();
        window.settle();
        Self { window, _home: home }
    }

    /// The middle of what has that role and name.
    #[track_caller]
    pub fn place(&self, role: Role, name: &str) -> Place {
        pixel(self.window.node(role, name).rect().center())
    }

    /// The middles of a slider's handle at those values.
    #[track_caller]
    pub fn handle(&self, slider: &str, values: [i32; 2]) -> [Place; 2] {
        let slider = self.window.slider(slider);
        values.map(|value| pixel(slider.handle(value)))
    }

    #[track_caller]
    pub fn click(&mut self, role: Role, name: &str) {
        self.window.click(role, name);
        self.window.harness.remove_cursor();
        self.window.settle();
    }

    /// Presses keys by the names that xdotool gives them.
    #[track_caller]
    pub fn press(&mut self, keys: &str) {
        let (mut modifiers, mut pressed) = (Modifiers::NONE, None);
        for name in keys.split('+') {
            match name {
                "ctrl" => modifiers |= Modifiers::COMMAND,
                "shift" => modifiers |= Modifiers::SHIFT,
                "Next" => pressed = Some(Key::PageDown),
                "Prior" => pressed = Some(Key::PageUp),
                name => pressed = Key::from_name(&name.to_uppercase()).or(Key::from_name(name)),
            }
        }
        self.window.press_with(modifiers, pressed.unwrap_or_else(|| panic!("no key {keys:?}")));
        self.window.settle();
    }

    /// The ids of the lesson and of the step that are open.
    pub fn place_in_course(&self) -> (String, String) {
        let session = self.window.session();
        (session.lesson().unwrap().id.clone(), session.step().unwrap().id.clone())
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place on the screen")]
fn pixel(place: Pos2) -> Place {
    (place.x.round() as usize, place.y.round() as usize)
}
