//! The fonts of the window, embedded: a proportional and a monospaced one, and a Chinese one behind both.

use std::sync::Arc;

use eframe::egui::{Context, FontData, FontDefinitions, FontFamily};

pub use crate::lesson::covers;

const SANS: (&str, &[u8]) = ("Inter", include_bytes!("../../assets/fonts/Inter-Regular.otf"));
const SANS_BOLD: (&str, &[u8]) =
    ("Inter SemiBold", include_bytes!("../../assets/fonts/Inter-SemiBold.otf"));
const MONO: (&str, &[u8]) =
    ("JetBrains Mono", include_bytes!("../../assets/fonts/JetBrainsMono-Regular.ttf"));
const MONO_BOLD: (&str, &[u8]) =
    ("JetBrains Mono SemiBold", include_bytes!("../../assets/fonts/JetBrainsMono-SemiBold.ttf"));
const CHINESE: (&str, &[u8]) =
    ("Noto Sans SC", include_bytes!("../../assets/fonts/NotoSansSC-Regular.otf"));
const CHINESE_BOLD: (&str, &[u8]) =
    ("Noto Sans SC Bold", include_bytes!("../../assets/fonts/NotoSansSC-Bold.otf"));

/// How far Chinese characters are lifted to stand on the Latin base line, in parts of their size.
const CHINESE_RISE: f32 = -0.06;

/// The family of headings, verdicts and lane labels.
pub fn bold() -> FontFamily {
    FontFamily::Name("bold".into())
}

/// The family of the text in blocks.
pub fn mono_bold() -> FontFamily {
    FontFamily::Name("mono bold".into())
}

/// Hands the fonts to egui; needed once per context, before anything is shown.
pub fn install(ctx: &Context) {
    ctx.set_fonts(definitions());
}

fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    for (name, bytes) in [SANS, SANS_BOLD, MONO, MONO_BOLD, CHINESE, CHINESE_BOLD] {
        let mut data = FontData::from_static(bytes);
        if name.starts_with(CHINESE.0) {
            data.tweak.y_offset_factor = CHINESE_RISE;
        }
        fonts.font_data.insert(name.to_owned(), Arc::new(data));
    }
    let families = [
        (FontFamily::Proportional, vec![SANS, CHINESE]),
        (bold(), vec![SANS_BOLD, CHINESE_BOLD, CHINESE]),
        (FontFamily::Monospace, vec![MONO, CHINESE]),
        (mono_bold(), vec![MONO_BOLD, CHINESE_BOLD, CHINESE]),
    ];
    for (family, members) in families {
        let names = members.into_iter().map(|(name, _)| name.to_owned()).collect();
        fonts.families.insert(family, names);
    }
    fonts
}
