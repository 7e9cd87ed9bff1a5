//! What the kernel said, and who lost a boundary by it.

use serde_json::{Value, json};
use stickylab::model::{
    CallIndex, Departure, Evidence, Missing, Quantity, Sample, StreamId, StreamOffset, Transport,
};

use crate::{CLIENT, SERVER, merged, pane, recv, send, trace};

/// What the client's kernel says after a send: so many bytes left, in so many segments.
fn sample(call: u32, at_ns: u64, left: u64, segments: u64) -> Sample {
    let mut sample = Sample::new(CLIENT, at_ns);
    sample.call = Some(CallIndex(call));
    for (quantity, value) in [
        (Quantity::DataSegsOut, segments),
        (Quantity::BytesSent, left),
        (Quantity::BytesRetransmitted, 0),
    ] {
        sample.set(quantity, value);
    }
    sample
}

#[test]
fn what_the_kernel_said_names_who_merged_and_how_the_bytes_left() {
    let mut trace = merged();
    let samples = vec![sample(1, 16, 5, 1), sample(3, 26, 9, 2)];
    let left = Departure {
        stream: StreamId(0),
        end: StreamOffset(9),
        scheduled_ns: Some(21),
        sent_ns: Some(22),
        acked_ns: Some(24),
    };
    trace.evidence = Some(Evidence::new(samples, vec![left], Vec::new()));
    let pane = pane(&trace);
    let lost = json!([{"after_message": 0, "causes": ["late-read"], "wait_ns": null, "inferred": false,
                       "stream": "client-to-server", "call": 4}]);
    assert_eq!(pane["lost"], lost);
    let handovers = json!([
        {"stream": "client-to-server", "from": 0, "to": 5, "segments": 1, "cuts": [],
         "cuts_are": "measured", "left_ns": 15, "left_inferred": true, "acked_ns": null,
         "measured": true},
        {"stream": "client-to-server", "from": 5, "to": 9, "segments": 1, "cuts": [],
         "cuts_are": "measured", "left_ns": 22, "left_inferred": false, "acked_ns": 24,
         "measured": true},
    ]);
    assert_eq!(pane["handovers"], handovers);
}

#[test]
fn a_recv_that_was_too_small_is_named() {
    let calls = [send(10, 0, 0, 5), recv(30, 3, 0, 3), recv(40, 3, 3, 2)];
    let pane = pane(&trace(Transport::Tcp, b"hello", &calls, &[]));
    let cuts = json!([{"call": 1, "causes": ["small-recv"], "wait_ns": null, "inferred": false}]);
    assert_eq!(pane["cuts"], cuts);
}

#[test]
fn what_the_kernel_said_is_told_with_its_growth() {
    let sample = |endpoint, at_ns, call: Option<u32>, values: &[(Quantity, u64)]| {
        let mut sample = Sample::new(endpoint, at_ns);
        sample.call = call.map(CallIndex);
        for &(quantity, value) in values {
            sample.set(quantity, value);
        }
        sample
    };
    let (segments, queue) = (Quantity::DataSegsOut, Quantity::ReceiveQueue);
    let samples = vec![
        sample(CLIENT, 1, None, &[(segments, 3)]),
        sample(CLIENT, 12, Some(2), &[(segments, 5), (Quantity::NotSent, 7)]),
        sample(CLIENT, 13, None, &[(queue, 9)]),
        sample(SERVER, 14, None, &[(segments, 8)]),
        sample(CLIENT, 15, Some(4), &[(segments, 5)]),
    ];
    let departures = vec![Departure {
        stream: StreamId(0),
        end: StreamOffset(5),
        scheduled_ns: Some(11),
        sent_ns: Some(12),
        acked_ns: None,
    }];
    let missing = vec![Missing { endpoint: SERVER, what: "rcv_wnd", reason: "an old kernel".to_owned() }];
    let mut trace = merged();
    trace.evidence = Some(Evidence::new(samples, departures, missing));
    let pane = pane(&trace);
    let rows = pane["kernel"].as_array().unwrap();
    let expected = json!({
        "call": 2, "endpoint": "client", "at_ns": 12, "data_segs_out": 5, "bytes_sent": null,
        "bytes_retrans": null, "notsent_bytes": 7, "unacked": null, "bytes_acked": null,
        "retransmits": null, "snd_mss": null, "snd_wnd": null, "rcv_wnd": null, "send_queue": null,
        "receive_queue": null, "drops": null, "datagram_size": null,
        "delta": {"data_segs_out": 2, "bytes_sent": null, "bytes_retrans": null, "bytes_acked": null,
                  "retransmits": null, "drops": null},
    });
    // As text, so that the order of the keys counts too.
    assert_eq!(rows[1].to_string(), expected.to_string());
    let grown: Vec<&Value> = rows.iter().map(|row| &row["delta"]["data_segs_out"]).collect();
    assert_eq!(json!(grown), json!([null, 2, null, null, 0]), "each socket counts for itself");
    assert_eq!(
        pane["departures"],
        json!([{"stream": "client-to-server", "end": 5, "scheduled_ns": 11, "sent_ns": 12,
                "acked_ns": null}])
    );
    assert_eq!(
        pane["kernel_unavailable"],
        json!([{"endpoint": "server", "what": "rcv_wnd", "reason": "an old kernel"}])
    );
}
