//! The look of the window: the only place with colours, sizes of type, and spacing.
//!
//! `palette` has the colours of each theme, `style` makes egui's widgets of them.

mod palette;
mod style;

use eframe::egui::{FontFamily, FontId};

use super::fonts;

pub use palette::{BLACK, Fill, Palette, WHITE, contrast};
pub use style::{dress, install, style};

/// Distances in points.
pub mod space {
    use eframe::egui::Margin;

    /// Between lines of one thing.
    pub const HAIR: f32 = 2.0;
    /// Between parts of one control.
    pub const TIGHT: f32 = 4.0;
    /// Between things that belong together.
    pub const SMALL: f32 = 6.0;
    /// Between things.
    pub const MEDIUM: f32 = 12.0;
    /// Between a panel's edge and what is in it.
    pub const LARGE: f32 = 18.0;
    /// Between panels.
    pub const GAP: f32 = 10.0;
    /// Inside a card.
    pub const CARD: Margin = Margin::symmetric(18, 10);
    /// Inside a page that lies over the window.
    pub const SHEET: Margin = Margin::same(18);
    /// Inside anything smaller that lies over it.
    pub const POPUP: Margin = Margin::same(14);
    /// Rounding of panels.
    pub const PANEL_ROUNDING: u8 = 8;
    /// Rounding of buttons and fields.
    pub const ROUNDING: u8 = 6;
    /// Rounding of blocks on the stage.
    pub const BLOCK_ROUNDING: u8 = 4;
}

/// How large everything is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    /// For one person at a desk.
    #[default]
    Window,
    /// For the last row of a classroom.
    Present,
}

impl Scale {
    /// By what lengths in points are multiplied.
    pub fn factor(self) -> f32 {
        match self {
            Self::Window => 1.0,
            Self::Present => 1.75,
        }
    }

    /// The width of a line that must be seen, in points.
    pub fn stroke(self) -> f32 {
        match self {
            Self::Window => 1.25,
            Self::Present => 4.0,
        }
    }

    /// The key fact of a pane: "2 sends → 1 recv".
    pub fn verdict(self) -> FontId {
        self.pick(22.0, 48.0, fonts::bold())
    }

    /// The name of a pane, of a lesson.
    pub fn title(self) -> FontId {
        self.pick(20.0, 40.0, fonts::bold())
    }

    /// Text to read.
    pub fn body(self) -> FontId {
        self.pick(16.0, 30.0, FontFamily::Proportional)
    }

    /// The same, but what matters in it.
    pub fn strong(self) -> FontId {
        self.pick(16.0, 30.0, fonts::bold())
    }

    /// What is beside a control.
    pub fn control(self) -> FontId {
        self.pick(15.0, 27.0, FontFamily::Proportional)
    }

    /// Names of lanes and of groups.
    pub fn label(self) -> FontId {
        self.pick(14.0, 26.0, fonts::bold())
    }

    /// Verdicts of reads.
    pub fn remark(self) -> FontId {
        self.pick(13.0, 24.0, fonts::bold())
    }

    /// Sizes of messages, and other small print.
    pub fn small(self) -> FontId {
        self.pick(12.0, 22.0, FontFamily::Proportional)
    }

    /// The same, but what matters in it.
    pub fn small_strong(self) -> FontId {
        self.pick(12.0, 22.0, fonts::bold())
    }

    /// The text in blocks.
    pub fn block(self) -> FontId {
        self.pick(16.0, 28.0, fonts::mono_bold())
    }

    /// What the program sees, and code.
    pub fn mono(self) -> FontId {
        self.pick(15.0, 26.0, FontFamily::Monospace)
    }

    /// What is typed.
    pub fn typed(self) -> FontId {
        self.pick(14.0, 24.5, FontFamily::Monospace)
    }

    /// Names of options, and other code in small print.
    pub fn small_mono(self) -> FontId {
        self.pick(12.0, 22.0, FontFamily::Monospace)
    }

    fn pick(self, window: f32, present: f32, family: FontFamily) -> FontId {
        let size = match self {
            Self::Window => window,
            Self::Present => present,
        };
        FontId { size, family }
    }
}

#[cfg(test)]
mod tests;
