//! How the window is dressed: theme, size, and whether it holds still, as the settings have it.

use eframe::egui::Context;

use crate::session::{self, Session};
use crate::ui::theme;

/// What the context wears.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// The theme.
    pub theme: session::Theme,
    /// Whether nothing moves by itself.
    pub still: bool,
    /// Whether it is worn: present mode wears another one.
    pub is_worn: bool,
}

impl Look {
    /// What is chosen.
    pub fn of(session: &Session) -> Self {
        Self { theme: session.theme(), still: session.reduces_motion(), is_worn: true }
    }

    /// Puts on what is chosen, if it is not worn already. Present mode sees to its sizes itself.
    pub fn follow(&mut self, ctx: &Context, session: &Session, presents: bool) {
        let chosen = Self::of(session);
        if *self != chosen {
            theme::dress(ctx, chosen.theme, chosen.still);
            *self = chosen;
        }
        let zoom = f32::from(session.text_scale()) / 100.0;
        if !presents && (ctx.zoom_factor() - zoom).abs() > 1e-3 {
            ctx.set_zoom_factor(zoom);
        }
    }
}
