//! What is written between the lanes, as it is painted, at the sizes at which panes are seen.

use eframe::egui::epaint::TextShape;
use eframe::egui::{Rect, Shape};
use stickylab::model::{Trace, Transport};
use stickylab::text::{EN, Words, ZH};
use stickylab::ui::theme::{Palette, Scale};

use crate::runs::{self, CLIENT, Run, SERVER};
use crate::told::{ENGLISH, How, Shown};

const MS: u64 = 1_000_000;

/// A pane as it stands beside another, or beside two others, in the smallest usual window; the height of
/// the stage there; and a pane among three on a projector.
const TWO_IN_SIGHT: (f32, f32, Scale) = (384.0, 371.0, Scale::Window);
const THREE_IN_SIGHT: (f32, f32, Scale) = (253.0, 371.0, Scale::Window);
const PROJECTED: (f32, f32, Scale) = (613.0, 776.0, Scale::Present);
const ALL: [(f32, f32, Scale); 3] = [TWO_IN_SIGHT, THREE_IN_SIGHT, PROJECTED];

/// Every text that is painted, and where.
fn painted(
    trace: Trace,
    (width, height, scale): (f32, f32, Scale),
    words: &'static Words,
) -> Vec<(String, Rect)> {
    let how = How { words, scale, size: (width + 16.0, height), ..ENGLISH };
    let shown = Shown::new(vec![trace], how);
    let mut texts = Vec::new();
    let mut look = |text: &TextShape| {
        if text.galley.text().trim() != "" {
            let cut = if text.galley.elided { "…" } else { "" };
            let said = text.galley.text().replace('\u{a0}', " ");
            texts.push((format!("{said}{cut}"), text.visual_bounding_rect()));
        }
    };
    for clipped in &shown.harness.output().shapes {
        each_text(&clipped.shape, &mut look);
    }
    texts
}

fn each_text(shape: &Shape, look: &mut impl FnMut(&TextShape)) {
    match shape {
        Shape::Text(text) => look(text),
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| each_text(shape, look)),
        _ => {}
    }
}

/// How many texts hold that one.
#[track_caller]
fn tells(trace: impl Fn() -> Trace, wanted: &str, times: usize) {
    for size in ALL {
        for words in [&EN, &ZH] {
            let texts = painted(trace(), size, words);
            // The heading and the axis tell moments, and no waits.
            let found = texts.iter().filter(|(text, _)| text.contains(wanted) && !text.contains(" · 4"));
            let count =
                found.filter(|(text, _)| !text.contains("segment") && !text.contains("报文段")).count();
            assert!(count >= times, "{count} × {wanted:?} at {size:?}: {texts:#?}");
            lie_apart(&texts, size);
        }
    }
}

#[track_caller]
fn lie_apart(texts: &[(String, Rect)], size: (f32, f32, Scale)) {
    for (at, (one, place)) in texts.iter().enumerate() {
        for (other, its) in &texts[at + 1..] {
            let both = place.shrink(1.0).intersect(its.shrink(1.0));
            assert!(!both.is_positive(), "{one:?} {place:?} lies on {other:?} {its:?} at {size:?}");
        }
    }
}

#[test]
fn every_round_of_a_conversation_says_how_long_it_waited() {
    tells(|| runs::write_write_read(5), "43 ms", 5);
}

#[test]
fn nine_messages_that_wait_for_an_ack_say_so() {
    tells(runs::nagle, "41 ms", 1);
}

#[test]
fn what_msg_more_holds_back_is_labelled() {
    tells(runs::more, "20 ms", 1);
}

#[test]
fn a_send_that_blocks_says_for_how_long() {
    tells(runs::blocked, "100 ms", 1);
}

/// Ten messages, 10 ms apart, fill the room from lane to lane; one recv takes them all.
#[test]
fn a_wait_beside_which_there_is_no_room_is_labelled_all_the_same() {
    tells(
        || {
            let mut run = Run::new(Transport::Tcp);
            for number in 0..10 {
                let at = number * 10 * MS;
                run = run.send(CLIENT, 10, at, at + 20_000).left(CLIENT, at + 10_000, at + 30_000);
            }
            run.recv(SERVER, 100, 95 * MS, 95 * MS + 20_000).trace()
        },
        "95 ms",
        1,
    );
}

/// The longest wait is told first, whatever the order of time.
#[test]
fn a_short_wait_takes_no_room_from_a_long_one() {
    tells(
        || {
            Run::new(Transport::Tcp)
                .send(CLIENT, 5, 0, 20_000)
                .left(CLIENT, 10_000, 30_000)
                .recv(SERVER, 5, 9 * MS, 9 * MS + 900_000)
                .send(CLIENT, 5, 10 * MS, 10 * MS + 20_000)
                .left(CLIENT, 10 * MS + 10_000, 10 * MS + 30_000)
                .recv(SERVER, 5, 61 * MS, 61 * MS + 20_000)
                .trace()
        },
        "51 ms",
        1,
    );
}

#[test]
fn a_number_stays_with_its_unit_and_with_what_it_counts() {
    for size in ALL {
        let texts = painted(runs::late(true), size, &ZH);
        let lines = texts.iter().flat_map(|(text, _)| text.lines());
        for line in lines {
            assert!(!line.starts_with(' ') && !line.ends_with('共'), "{line:?} in {texts:#?}");
        }
    }
}

#[test]
fn no_label_is_cut_short() {
    for size in ALL {
        for trace in [runs::many(1000), runs::crowded(), runs::write_write_read(5)] {
            let texts = painted(trace, size, &EN);
            assert!(texts.iter().all(|(text, _)| !text.contains('…')), "{texts:#?}");
        }
    }
}

#[test]
fn failures_of_a_kind_are_told_once() {
    let shown = Shown::new(vec![runs::crowded()], ENGLISH);
    shown.says(&["client: 800 calls → EAGAIN"]);
    for size in ALL {
        let texts = painted(runs::crowded(), size, &EN);
        let errors = texts.iter().filter(|(text, _)| text.starts_with("EAGAIN"));
        assert!(errors.count() <= 1, "{texts:#?}");
    }
}

#[test]
fn slow_rounds_are_not_called_good() {
    let shown = Shown::new(vec![runs::write_write_read(5)], ENGLISH);
    let mut colors = Vec::new();
    let mut look = |text: &TextShape| {
        if text.galley.text().starts_with("15 segments") {
            colors.extend(text.galley.job.sections.iter().map(|section| section.format.color));
        }
    };
    for clipped in &shown.harness.output().shapes {
        each_text(&clipped.shape, &mut look);
    }
    let palette = Palette::of(&shown.harness.ctx.global_style().visuals);
    assert_eq!(colors, [palette.text]);
}

#[test]
fn what_is_drawn_as_an_area_is_in_the_legend() {
    Shown::new(vec![runs::nagle()], ENGLISH).says(&["a message waits", "bytes in the kernel"]);
}
