//! Where a replay is: a line across the lanes, and the bytes that are on their way just then.

use eframe::egui::{Rect, Stroke, pos2};

use crate::ui::stage::facts::StreamFacts;

use super::model::Way;
use super::paint::Painting;
use super::pane::label;
use super::scale::{duration_label, narrow};
use super::tags::disc;

/// Discs side by side on one lane at most.
const MOST: usize = 10;

/// Paints the line, and each message under way as a disc on its lane.
pub fn paint(painting: &mut Painting<'_>) {
    let Some(now) = painting.playhead else { return };
    let y = narrow(painting.scale.y(now));
    if !painting.chart.y_range().contains(y) {
        return;
    }
    let (palette, factor) = (painting.palette, painting.factor());
    let left = painting.columns.axis + 4.0;
    let stroke = Stroke::new(2.0 * factor, palette.accent);
    painting.ui.painter().hline(left..=painting.columns.right.1, y, stroke);
    let text = (painting.teller.words.time.names.playhead)(&duration_label(now.max(0.0)));
    let rect = Rect::from_min_max(pos2(left, y - 3.0), pos2(painting.columns.right.1, y + 3.0));
    label(painting.ui, painting.id.with("playhead"), rect, &text);
    let mut waiting = [[0usize; 2]; 2];
    for (place, direction) in painting.teller.conversation.directions.iter().enumerate() {
        let mut lanes = painting.columns.lanes;
        if !direction.forward {
            lanes.reverse();
        }
        let first = direction.ways.partition_point(|way| way.offered <= now);
        for at in 0..first {
            let Some((x, lane)) = position(&direction.ways[at], now, lanes) else { continue };
            let aside = match lane {
                Some(lane) => {
                    let count = &mut waiting[usize::from(direction.forward)][lane];
                    *count += 1;
                    if *count > MOST {
                        continue;
                    }
                    (*count - 1) as f32 * 15.0 * factor * if direction.forward { 1.0 } else { -1.0 }
                }
                None => 0.0,
            };
            let number = number(&direction.facts, at);
            let fill = painting.fill_of(place, at);
            disc(painting.ui, pos2(x + aside, y), 7.0 * factor, number, fill, painting.sizes);
        }
    }
}

fn number(facts: &StreamFacts, place: usize) -> u32 {
    facts.message_number(facts.view.messages[place].number)
}

/// Where a message is at that moment: between two lanes, or waiting on the first or second kernel's.
fn position(way: &Way, now: f64, lanes: [f32; 4]) -> Option<(f32, Option<usize>)> {
    if way.taken.is_some_and(|taken| taken <= now) || !way.measured {
        return None;
    }
    let left = way.left?;
    let enters = way.accepted.min(left).max(way.offered);
    if now < enters {
        let share = narrow((now - way.offered) / (enters - way.offered));
        Some((lanes[0] + share * (lanes[1] - lanes[0]), None))
    } else if now < left {
        Some((lanes[1], Some(0)))
    } else {
        (!way.dropped).then_some((lanes[2], Some(1)))
    }
}
