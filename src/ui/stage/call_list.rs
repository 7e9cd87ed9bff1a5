//! Every call in the order of their returns, a column for each endpoint: where scripts open their own sockets, the calls are
//! what there is to see.

use std::collections::HashMap;

use eframe::egui::{Color32, FontId, Label, RichText, Sense, Ui, pos2, vec2};

use crate::model::{Call, CallKind, EndpointId, Trace};
use crate::text::stage::LineWords;
use crate::ui::theme::{Palette, Scale, space};

use super::facts::written;
use super::{Density, PaneView};

/// Calls that are written out at most.
const MOST: usize = 40;

/// What a pane says above its calls when no byte has moved, and whether an error was among them.
pub fn line(words: &LineWords, trace: &Trace) -> (String, bool) {
    let failed = trace.calls().map(|(_, call)| call).find(|call| call.outcome.is_err());
    match failed {
        Some(call) => (format!("{} → {}", call.kind.name(), result(&call)), true),
        None => (words.no_error.to_owned(), false),
    }
}

/// Writes the calls, or leaves as much room for them while the result is kept back.
pub fn show(ui: &mut Ui, view: &PaneView<'_>, palette: &Palette, kept: &Trace) {
    let calls = in_order(kept);
    let (font, row) = type_of(view);
    let gap = space::SMALL * view.scale.factor();
    let room = ui.available_height() - gap;
    let most = if view.parts.is_some() { fitting(room, row, calls.len()) } else { MOST };
    let shown = calls.len().min(most);
    let lines = shown + 1 + usize::from(calls.len() > shown);
    let size = vec2(ui.available_width(), row * lines as f32);
    let (room, _) = ui.allocate_exact_size(size, Sense::hover());
    // So that the last call is not read as the name of the lane beneath.
    ui.add_space(gap);
    if view.hide_result {
        let text = RichText::new(view.words.stage.line.predict_first).font(view.scale.body());
        ui.painter().rect_filled(room, space::PANEL_ROUNDING, palette.field);
        ui.put(room, Label::new(text.color(palette.muted)));
        return;
    }
    let speakers: Vec<EndpointId> = {
        let speaks = |id: &EndpointId| calls.iter().any(|(call, _)| call.endpoint == *id);
        kept.scenario.endpoint_ids().filter(speaks).collect()
    };
    let column = room.width() / speakers.len().max(1) as f32;
    let fits = |text: &str| {
        let galley = ui.painter().layout_no_wrap(text.to_owned(), font.clone(), palette.text);
        // A label breaks its line a little earlier than its text is wide.
        galley.size().x < column - 6.0 - space::TIGHT
    };
    let detail = Detail::ALL
        .into_iter()
        .find(|&detail| calls.iter().take(shown).all(|listed| fits(&told(view, kept, listed, detail))))
        .unwrap_or(Detail::Result);
    let mut write = |at: usize, line: usize, text: String, color: Color32| {
        let left_top = pos2(room.left() + column * at as f32, room.top() + row * line as f32);
        let cell = eframe::egui::Rect::from_min_size(left_top, vec2(column - 6.0, row));
        let text = RichText::new(text).font(font.clone()).color(color);
        ui.scope_builder(eframe::egui::UiBuilder::new().max_rect(cell), |ui| {
            ui.add(Label::new(text).truncate());
        });
    };
    for (at, &speaker) in speakers.iter().enumerate() {
        write(at, 0, kept.scenario.endpoint(speaker).name.clone(), palette.muted);
    }
    for (line, listed) in calls.iter().take(shown).enumerate() {
        let (call, _) = listed;
        let at = speakers.iter().position(|&speaker| speaker == call.endpoint).unwrap_or(0);
        let color = if call.outcome.is_err() { palette.red } else { palette.text };
        write(at, line + 1, told(view, kept, listed, detail), color);
    }
    if calls.len() > shown {
        let more = (view.words.stage.line.more_calls)(calls.len() - shown);
        write(0, shown + 1, more, palette.muted);
    }
}

/// On which of its two sockets an endpoint makes a call.
#[derive(Clone, Copy, PartialEq, Eq)]
enum On {
    Listener,
    Connection,
}

/// A call, and on which socket where its endpoint has two.
type Listed = (Call, Option<On>);

/// The calls as they came to an end, each with its socket.
fn in_order(trace: &Trace) -> Vec<Listed> {
    let mut calls: Vec<Call> =
        trace.calls().map(|(_, call)| call).filter(|call| call.kind != CallKind::SetOption).collect();
    let is_accepted = |call: &Call| call.kind == CallKind::Accept && call.outcome.is_ok();
    let accepted: Vec<u64> =
        calls.iter().filter(|call| is_accepted(call)).map(|call| call.end_ns).collect();
    calls.sort_by_key(|call| {
        // A connection is made before it is accepted, however late the program that asked for it wakes up.
        let then = accepted.iter().copied().filter(|&end| end > call.start_ns).min();
        match (call.kind, then) {
            (CallKind::Connect, Some(then)) if call.outcome.is_ok() => call.end_ns.min(then - 1),
            _ => call.end_ns,
        }
    });
    let mut open: HashMap<EndpointId, (bool, bool)> = HashMap::new();
    let listed = |call: Call| {
        let (listens, accepted) = open.entry(call.endpoint).or_default();
        let on = listens.then_some(if *accepted { On::Connection } else { On::Listener });
        match call.kind {
            CallKind::Listen => *listens = true,
            CallKind::Accept => *accepted |= call.outcome.is_ok(),
            CallKind::Close if *accepted => *accepted = false,
            _ => {}
        }
        (call, on)
    };
    calls.into_iter().map(listed).collect()
}

/// The type of a line, and its height: in present mode as large as its pane has room for.
fn type_of(view: &PaneView<'_>) -> (FontId, f32) {
    let mono = view.scale.mono();
    let (font, apart) = match (view.scale, view.density) {
        (Scale::Window, _) => (mono, 1.45),
        (Scale::Present, Density::Dense) => (view.scale.small_mono(), 1.12),
        (Scale::Present, Density::Compact | Density::Close) => (mono, 1.2),
        (Scale::Present, _) => (FontId { size: view.scale.body().size, ..mono }, 1.3),
    };
    (font.clone(), font.size * apart)
}

/// How many of so many calls fit a page of their own, beneath the line of names and above that about
/// the others.
fn fitting(room: f32, row: f32, all: usize) -> usize {
    let fits =
        |lines: usize| (1..=MOST).take_while(|&calls| (calls + lines) as f32 * row <= room).count();
    if fits(1) >= all { all } else { fits(2).max(1) }
}

/// How much of a call is told, from all to what fits everywhere.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    Address,
    Port,
    Result,
}

impl Detail {
    const ALL: [Self; 3] = [Self::Address, Self::Port, Self::Result];
}

/// "connect(127.0.0.1:40001) → ECONNREFUSED", "connect(:40001) → ECONNREFUSED", or "connect → ECONNREFUSED".
fn told(view: &PaneView<'_>, trace: &Trace, (call, on): &Listed, detail: Detail) -> String {
    let said = call_alone(trace, call, detail);
    let moves = call.kind.is_send() || call.kind.is_recv();
    match (on, call.kind) {
        (None, _) | (_, CallKind::Accept) => said,
        _ if moves => said,
        // Where there is little room, the listener's end alone says so.
        (on, kind)
            if detail == Detail::Result && (*on, kind) != (Some(On::Listener), CallKind::Close) =>
        {
            said
        }
        (Some(On::Listener), _) => (view.words.stage.line.on_listener)(&said),
        (Some(On::Connection), _) => (view.words.stage.line.on_connection)(&said),
    }
}

fn call_alone(trace: &Trace, call: &Call, detail: Detail) -> String {
    let name = written(call.kind, trace.scenario.transport);
    let whole = trace.address(call).unwrap_or_default();
    let port = whole.rfind(':').and_then(|at| whole.get(at..)).unwrap_or(whole);
    let address = if detail == Detail::Address { whole } else { port };
    let result = result(call);
    match call.kind {
        _ if detail == Detail::Result && call.outcome.is_err() => format!("{name} → {result}"),
        CallKind::Bind | CallKind::Connect if call.outcome.is_ok() => format!("{name}({address})"),
        CallKind::Bind | CallKind::Connect => format!("{name}({address}) → {result}"),
        CallKind::Accept | CallKind::SocketName | CallKind::PeerName if call.outcome.is_ok() => {
            format!("{name}() → {address}")
        }
        CallKind::Listen => format!("{name}({})", call.asked),
        kind if kind.is_send() || kind.is_recv() => format!("{name}({}) → {result}", call.asked),
        _ if call.outcome.is_ok() => format!("{name}()"),
        _ => format!("{name}() → {result}"),
    }
}

fn result(call: &Call) -> String {
    match call.outcome {
        Ok(returned) => returned.to_string(),
        Err(error) => error.name().to_owned(),
    }
}
