//! All pages of present mode in one picture, from real runs and without a display, to see at a glance
//! whether anything is cut off, cramped or empty.
//!
//! `cargo run --features images --example contact_sheet -- [OUT.png]`; `--help` tells its options. It
//! needs a software Vulkan driver (Debian: `mesa-vulkan-drivers libvulkan1`).
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a picture that fails is no picture")]

#[expect(dead_code, reason = "the tests of the window use the rest")]
#[path = "../window/driver.rs"]
mod driver;
#[path = "../window/turning.rs"]
mod turning;

mod image;
mod mount;
mod photo;

use std::path::PathBuf;

use clap::Parser;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use driver::Opening;
use eframe::egui::{Key, Vec2, vec2};
use image::Picture;
use mount::Captions;
use stickylab::lesson::{Catalog, Lang, StepKind};
use stickylab::session::Theme;
use stickylab::text::{EN, ZH};
use turning::Page;

/// Writes one picture of all pages of lessons in present mode.
#[derive(Parser)]
struct Options {
    /// Where to write it [default: stickylab-contact-sheet.png in the folder for temporary files]
    out: Option<PathBuf>,
    /// A lesson by its id; may be given several times
    #[arg(long = "lesson", value_name = "ID", default_values = ["two-sends-one-recv", "nagle", "length-prefix"])]
    lessons: Vec<String>,
    /// All lessons of the course
    #[arg(long, conflicts_with = "lessons")]
    all: bool,
    /// A folder with more lessons
    #[arg(long = "lessons", id = "folder", value_name = "DIR")]
    folder: Option<PathBuf>,
    /// The language
    #[arg(long, default_value = "zh", value_parser = languages())]
    lang: Lang,
    /// The projector, in pixels
    #[arg(long, default_value = "1024x768", value_parser = size)]
    size: Vec2,
    /// The theme
    #[arg(long, default_value = "light", value_parser = themes())]
    theme: Theme,
    /// How large a page is on the sheet, beside how large it was shown
    #[arg(long, default_value_t = 0.5, value_parser = share)]
    scale: f32,
    /// How many pages stand side by side
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..))]
    columns: u8,
}

fn main() {
    let options = Options::parse();
    let catalog = options.folder.as_deref().map_or_else(Catalog::embedded, Catalog::with_folder);
    let lessons = if options.all {
        catalog.lessons().map(|lesson| lesson.id.clone()).collect()
    } else {
        options.lessons.clone()
    };
    if let Some(unknown) = lessons.iter().find(|id| catalog.lesson(id).is_none()) {
        eprintln!("there is no lesson {unknown}");
        std::process::exit(2);
    }
    let mut pages = Vec::new();
    for lesson in &lessons {
        pages.extend(take(lesson, &catalog, &options));
        eprintln!("{lesson}: {} pages until here", pages.len());
    }
    let count = pages.len();
    let name = "stickylab-contact-sheet.png";
    let out = options.out.unwrap_or_else(|| std::env::temp_dir().join(name));
    mount::in_rows(&pages, usize::from(options.columns)).save(&out);
    println!("{count} pages: {}", out.display());
}

/// Each page of a lesson, beneath what it is.
fn take(lesson: &str, catalog: &Catalog, options: &Options) -> Vec<Picture> {
    let home = driver::folder();
    let opening = Opening::new(home.path()).catalog(catalog.clone()).lesson(lesson).lang(options.lang);
    let mut window = opening.size(options.size).open();
    photo::wear(&mut window, options.theme);
    window.press(Key::F5);
    let mut captions = Captions::new(options.size.x * options.scale);
    let mut pages = Vec::new();
    turning::each_page(&mut window, |window, page| {
        let open = window.session().lesson().unwrap();
        let caption = caption(open.title.get(options.lang), open.steps.len(), page, options.lang);
        let picture = mount::shrunk(&photo::of(window), options.scale);
        pages.push(mount::beneath(captions.picture_of(caption), picture));
    });
    pages
}

fn caption(title: &str, steps: usize, page: &Page, lang: Lang) -> String {
    let (words, decided) = match lang {
        Lang::En => (&EN, ["asked", "answered"]),
        Lang::Zh => (&ZH, ["提问", "揭晓"]),
    };
    let kind = StepKind::ALL.iter().position(|(kind, _)| *kind == page.kind).unwrap();
    let kind = words.window.step.kinds[kind];
    let (at, pages) = page.part;
    let parts = [
        Some(format!("{title} · {} / {steps} {kind}", page.step + 1)),
        page.decided.map(|is_decided| decided[usize::from(is_decided)].to_owned()),
        (pages > 1).then(|| (words.present.page)(at, pages)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn languages() -> impl TypedValueParser<Value = Lang> {
    PossibleValuesParser::new(Lang::ALL.map(Lang::code))
        .map(|code| Lang::ALL.into_iter().find(|lang| lang.code() == code).unwrap())
}

fn themes() -> impl TypedValueParser<Value = Theme> {
    PossibleValuesParser::new(["light", "dark", "high-contrast"]).map(|name| match name.as_str() {
        "dark" => Theme::Dark,
        "high-contrast" => Theme::HighContrast,
        _ => Theme::Light,
    })
}

fn size(text: &str) -> Result<Vec2, String> {
    let side = |text: &str| text.parse::<u16>().ok().filter(|side| (320..=8192).contains(side));
    let sides = text.split_once('x').and_then(|(width, height)| Some((side(width)?, side(height)?)));
    let (width, height) = sides.ok_or("write width and height in pixels, as in 1024x768")?;
    Ok(vec2(f32::from(width), f32::from(height)))
}

fn share(text: &str) -> Result<f32, String> {
    let share = text.parse().ok().filter(|share| (0.1..=1.0).contains(share));
    share.ok_or("write a number from 0.1 to 1".to_owned())
}
