//! Present mode, page by page, as a teacher turns it.

use eframe::egui::{Key, Modifiers};
use stickylab::lesson::{Lang, StepKind, View};
use stickylab::text::{EN, ZH};

use crate::driver::Window;

/// More than any step has.
const MOST_PAGES: usize = 12;

/// What of a lesson is on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// From 0 on.
    pub step: usize,
    pub kind: StepKind,
    /// Of the step, from 1 on, and how many it has.
    pub part: (usize, usize),
    /// Whether the question of this step is decided; `None` where none is asked.
    pub decided: Option<bool>,
}

/// Looks at every page of the lesson that is open, beginning with where it is: a question before and
/// after the answer is revealed, many runs where a step is about them.
pub fn each_page(window: &mut Window, mut look: impl FnMut(&mut Window, &Page)) {
    let lesson = window.session().lesson().unwrap().id.clone();
    let mut before: Option<Page> = None;
    loop {
        window.settle();
        run_many(window);
        let page = page_of(window);
        look(window, &page);
        let (at, pages) = page.part;
        let is_same = |before: &Page| (before.step, before.decided) == (page.step, page.decided);
        // By hand the scripts of others go on, and what they send needs room.
        let is_still = window.session().by_hand().is_none();
        if let Some(before) = before.filter(is_same).filter(|_| is_still) {
            assert_eq!(
                (before.part.0 + 1, before.part.1),
                (at, pages),
                "{lesson}: another number of pages"
            );
        }
        before = Some(page.clone());
        if window.session().is_asking() && at == pages {
            (1..pages).for_each(|_| window.press(Key::PageUp));
            window.press(Key::A);
            window.press(Key::Space);
            continue;
        }
        window.press(Key::PageDown);
        window.settle();
        // At the end of the course it leads no further.
        if window.session().lesson().unwrap().id != lesson || page_of(window) == page {
            return;
        }
    }
}

/// Runs it many times where the step shows that, and nobody did yet.
fn run_many(window: &mut Window) {
    let session = window.session();
    let shows_many = session.view() == View::Outcomes && !session.is_hidden();
    if shows_many && session.outcomes().is_none() && session.sweep().is_none() {
        window.press_with(Modifiers::COMMAND, Key::R);
    }
    window.step_until("all runs are counted", |window| !window.session().is_counting());
    window.settle();
}

fn page_of(window: &Window) -> Page {
    let session = window.session();
    let words = if session.lang() == Lang::En { &EN } else { &ZH };
    let name = |part: &(usize, usize)| (words.present.page)(part.0, part.1);
    let labels = window.labels();
    let mut all = (2..MOST_PAGES).flat_map(|pages| (1..=pages).map(move |page| (page, pages)));
    let part = all.find(|part| labels.contains(&name(part))).unwrap_or((1, 1));
    let kind = session.step().unwrap().kind;
    let decided = (kind == StepKind::Predict).then(|| !session.is_asking());
    Page { step: session.step_index(), kind, part, decided }
}
