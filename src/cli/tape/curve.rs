//! A sweep's points in text: one line each, from no run broken on the left to all of them on the right.

use crate::model::Share;

use super::{Ink, Line, TapeStyle, clip};

/// Columns of the scale at most.
const WIDEST: usize = 40;
/// Columns of the scale at least; in a narrower terminal it is left out.
const NARROWEST: usize = 10;

/// A pane's points: (value with its unit, share of broken runs). `titles` are the pane's and the knob's.
pub fn curve((title, knob): (&str, &str), points: &[(&str, Share)], style: TapeStyle<'_>) -> Vec<Line> {
    let words = &style.words.outcomes;
    let mut lines = vec![super::headline(title, knob, Ink::Pale, style)];
    let columns = |text: &str| Line::new(text, Ink::Plain).columns();
    let label = points.iter().map(|(label, _)| columns(label)).max().unwrap_or(0);
    let told: Vec<String> = points.iter().map(|(_, share)| tell(*share, style)).collect();
    let widest = told.iter().map(|text| columns(text)).max().unwrap_or(0);
    let room = style.width.saturating_sub(label + widest + 8).min(WIDEST);
    for ((value, share), told) in points.iter().zip(told) {
        let ink = if share.hits > 0 { Ink::Lost } else { Ink::Kept };
        let indent = " ".repeat(2 + label - columns(value));
        let line = Line::new(format!("{indent}{value}  "), Ink::Plain);
        let line = if room < NARROWEST { line } else { scale(line, *share, room, ink) };
        let left = style.width.saturating_sub(line.columns());
        lines.push(line.then(clip(&told, left), ink));
    }
    if let Some((_, share)) = points.iter().find(|(_, share)| share.hits == 0 && share.of > 0) {
        let text = (words.not_never)(share.of, &words.percent(share.interval().1));
        lines.extend(super::notes::indented(&text, Ink::Pale, style));
    }
    lines
}

fn tell(share: Share, style: TapeStyle<'_>) -> String {
    let words = &style.words.outcomes;
    let (low, high) = share.interval();
    let value = words.percent(share.value().unwrap_or(0.0));
    (words.point)(share.hits, share.of, &value, &words.percent(low), &words.percent(high))
}

/// `│  ├──●───┤      │`: the interval, and the share in it.
fn scale(line: Line, share: Share, room: usize, ink: Ink) -> Line {
    let (low, high) = share.interval();
    let [low, at, high] = [low, share.value().unwrap_or(0.0), high].map(|share| place(share, room));
    let part = |column: usize| match column {
        _ if column == at => '●',
        _ if (low..=high).contains(&column) => '─',
        _ => ' ',
    };
    let text: String = (0..room).map(part).collect();
    line.then("│", Ink::Pale).then(text, ink).then("│ ", Ink::Pale)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share is from 0 to 1")]
fn place(share: f64, room: usize) -> usize {
    (share * (room - 1) as f64).round() as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::EN;

    #[test]
    fn a_point_stands_where_its_share_is() {
        let style = TapeStyle { words: &EN, width: 70 };
        let points = [("0 ms", Share { hits: 200, of: 200 }), ("10 ms", Share { hits: 0, of: 200 })];
        let lines = curve(("Eager", "Gap"), &points, style);
        let text: Vec<String> =
            lines.iter().map(|line| line.pieces().map(|(text, _)| text).collect()).collect();
        assert_eq!(text[0], "Eager  Gap");
        assert!(text[1].starts_with("   0 ms  │ "), "{text:?}");
        assert!(text[1].contains("●│ 200 of 200"), "{text:?}");
        assert!(text[2].starts_with("  10 ms  │●"), "{text:?}");
        assert!(text[3].contains("0 of 200 is not never: up to 1.5 %"), "{text:?}");
        assert!(lines.iter().all(|line| line.columns() <= 70));
    }

    #[test]
    fn a_narrow_terminal_has_no_scale() {
        let style = TapeStyle { words: &EN, width: 30 };
        let lines = curve(("Eager", "Gap"), &[("0 ms", Share { hits: 1, of: 2 })], style);
        assert!(lines.iter().all(|line| line.columns() <= 30));
    }
}
