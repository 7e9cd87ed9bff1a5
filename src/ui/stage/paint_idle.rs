//! A tape on which no byte has moved: its lanes are there, and say what was tried.

use eframe::egui::{Align2, Color32, vec2};

use super::details::Subject;
use super::marks;
use super::paint::Easel;
use super::rows::Row;
use super::{paint_frames, paint_reads, remarks, strays};

/// Paints it.
pub fn paint(easel: &mut Easel<'_, '_>) {
    let words = easel.telling.words;
    let facts = easel.telling.facts;
    let (sent, read) = if facts.now.is_some() {
        (Vec::new(), Vec::new())
    } else {
        let sent = match facts.strays.empty_sends {
            // Where people send, or the kernel refused it, there is nothing to be said here.
            0 if facts.reckoning.sends > 0 || !facts.was_read_in_vain() => Vec::new(),
            0 => vec![words.marks.no_send.to_owned()],
            _ => strays::empty_sends(facts, words).into(),
        };
        let failed = &facts.strays.failed;
        (sent, if failed.is_empty() { Vec::new() } else { vec![facts.strays.told(words)] })
    };
    let rows = easel.rows;
    lane(easel, ("send", rows.sends), sent, easel.palette.muted);
    lane(easel, ("read", rows.reads), read, easel.palette.text);
    paint_reads::end(easel);
    remarks::paint(easel);
    paint_frames::paint(easel);
}

fn lane(easel: &mut Easel<'_, '_>, (sort, row): (&str, Row), texts: Vec<String>, color: Color32) {
    let (left, right) = easel.tape.lane;
    let rect = easel.rect(row, left, right);
    marks::vacant(easel.painter(), rect, easel.palette.neutral, easel.scale.stroke());
    let Some(text) = texts.first().cloned() else { return };
    let room = rect.shrink2(vec2(10.0 * easel.factor(), 0.0));
    let font = strays::type_of(&text, easel.scale);
    let fits = |text| easel.fitting(text, font.clone(), color, room.width());
    let galley = texts.into_iter().find_map(fits);
    let galley = galley.unwrap_or_else(|| easel.line(text.clone(), font, color, room.width()));
    easel.place(galley, room, Align2::LEFT_CENTER);
    easel.inspect(rect, sort, 0, &Subject::Said(&text));
}
