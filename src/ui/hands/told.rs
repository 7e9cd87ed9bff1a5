//! What is said of an endpoint that is led by hand.

use crate::engine::Queues;
use crate::model::{Action, Call, Transport};
use crate::text::{HandsWords, SystemWords};
use crate::ui::refusals;
use crate::ui::stage::facts::written;

/// "3 bytes unread here · 10 bytes unacknowledged"
pub fn queues(queues: &Queues, transport: Transport, words: &HandsWords) -> String {
    let is_single = matches!(transport, Transport::Udp | Transport::UnixDgram);
    let unread = match (&queues.unread, queues.readable) {
        (Ok(0), true) if transport.is_stream() => words.end_waits.to_owned(),
        (Ok(0), true) if is_single => words.empty_waits.to_owned(),
        (Ok(0), false) if is_single => words.nothing_waits.to_owned(),
        (Ok(bytes), _) if is_single => (words.next_datagram)(*bytes),
        (Ok(bytes), _) => (words.unread)(*bytes),
        (Err(reason), _) => (words.unknown)(reason),
    };
    let sent = queues.unacknowledged.as_ref().map(|known| match known {
        Ok(bytes) => (words.unacknowledged)(*bytes),
        Err(reason) => (words.unknown)(reason),
    });
    [Some(unread), sent].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What became of a call.
pub fn outcome(
    call: &Call,
    transport: Transport,
    (words, system): (&HandsWords, &SystemWords),
) -> String {
    let name = written(call.kind, transport);
    let moves = call.kind.is_send() || call.kind.is_recv();
    let made = if moves { format!("{name}({})", call.asked) } else { format!("{name}()") };
    let has_end = transport.is_connected();
    match call.outcome {
        Err(error) => {
            let told = (words.meaning)(error.name());
            let meaning = if told.is_empty() { refusals::meaning(error, system) } else { told };
            (words.failed)(&made, error.name(), meaning)
        }
        Ok(got) if call.truncated => (words.truncated)(&made, got),
        Ok(0) if call.kind.is_recv() && has_end && call.datagram.is_none() => (words.ended)(&made),
        Ok(got) => (words.returned)(&made, got),
    }
}

/// An action as a program writes it.
pub fn action(action: &Action) -> String {
    match action {
        Action::Send { payload, .. } => format!("send({})", payload.len()),
        Action::Recv { size, .. } => format!("recv({size})"),
        Action::Shutdown(_) => "shutdown()".to_owned(),
        Action::Close | Action::Reset => "close()".to_owned(),
        Action::Set(option) => format!("setsockopt({})", option.name()),
        _ => "…".to_owned(),
    }
}
