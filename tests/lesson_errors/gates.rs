//! Scripts that wait for what never comes, and scripts that only look so.

use super::{check, check_edits, errors_of, pictures};

#[test]
fn scripts_that_wait_for_ever() {
    let all_queued = "{ wait = \"all-queued\", when = { order = \"gated\" } }";
    let second = "{ send = [\"feng\", \"yun\"] }";
    let tcp = "when = { pane = \"tcp\" }";
    check(all_queued, "{ wait = { finished = ¦\"server\" } }", "waits for itself");
    check(all_queued, "{ wait = { sent = ¦\"server\" } }", "waits for itself");
    check(
        all_queued,
        "{ wait = { after = ¦\"server.x\" } }, { close = true, id = \"x\" }",
        "waits for itself",
    );
    check_edits(
        &[
            ("name = \"tcp\"\ntransport = \"tcp\"", "name = \"tcp\"\ntransport = \"unix-dgram\""),
            (all_queued, "{ ¦wait = { queued = 9 } }"),
        ],
        "cannot be counted in pane `tcp`",
    );
    let queued = |bytes: &str| format!("{{ ¦wait = {{ queued = {bytes} }}, id = \"all\", {tcp} }}");
    check(all_queued, &queued("10"), "9 of 10 queued, and client is done");
    check(all_queued, &queued("\"recv-size * 2\""), "9 of 20 queued, and client is done");
    // Each waits for the other: the place of the first gate, and where the other waits.
    let waits = format!("{{ wait = {{ after = \"server.all\" }}, {tcp} }},\n    {second}");
    let found = errors_of(&[(all_queued, &queued("9").replace('¦', "")), (second, &waits)]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!((found[0].line, found[0].column, found[1].line), (42, 7, 49), "{found:?}");
    assert!(found[1].message.contains("5 of 9 queued, and client waits in line 42"), "{found:?}");
    // Who only waits for a gate that cannot open is not to blame.
    let close = format!("{{ wait = {{ finished = \"server\" }}, {tcp} }}, {{ close = true }}");
    check_edits(&[("{ close = true }", &close), (all_queued, &queued("10"))], "9 of 10 queued");
    // The server reads first, so that less can wait.
    let read = format!("{{ recv = 1, {tcp} }},\n    {}", queued("9"));
    check(all_queued, &read, "8 of 9 queued, and client is done");
    check(
        all_queued,
        "{ repeat = 2, steps = [{ ¦wait = { after = \"client.hello\" } }] }",
        "`hello` is done 1 times of 2",
    );
    check_edits(
        &[
            ("id = \"hello\" }", "id = \"hello\", when = { order = \"free\" } }"),
            (all_queued, "{ ¦wait = { after = \"client.hello\" } }"),
        ],
        "`hello` is done 0 times of 1, and client is done",
    );
    check_edits(
        &[
            ("{ recv = \"recv-size\", until = \"end\" }", "{ recv = 1 }"),
            (second, &format!("{second},\n{{ ¦wait = \"taken\" }}")),
        ],
        "not everything can be read: server is done",
    );
    check_edits(
        &[("    { close = true },\n", ""), ("{ recv = \"recv-size\"", "{ ¦recv = \"recv-size\"")],
        "this read cannot end in pane `tcp`: it is not closed, and client is done",
    );
}

#[test]
fn scripts_that_only_look_stuck() {
    let all_queued = "{ wait = \"all-queued\", when = { order = \"gated\" } }";
    let check_fine = |edits: &[(&str, &str)]| {
        let found = errors_of(edits);
        assert!(found.is_empty(), "{edits:?}\n{}", pictures(&found));
    };
    check_fine(&[(all_queued, "{ wait = { queued = 9 }, when = { transport = \"stream\" } }")]);
    check_fine(&[(
        all_queued,
        "{ wait = { queued = 10 }, when = { order = \"free\", pane = \"tcp\" } }",
    )]);
    check_fine(&[(all_queued, "{ wait = { after = \"client.hello\" } }")]);
    check_fine(&[(
        all_queued,
        "{ wait = { sent = \"client\" } },\n{ wait = { finished = \"client\" } }",
    )]);
    check_fine(&[
        ("{ send = [\"feng\", \"yun\"] }", "{ wait = \"taken\" },\n{ send = [\"feng\", \"yun\"] }"),
        (all_queued, "{ sleep-ms = 1 }"),
    ]);
    // A read may return less than it asks for, so that enough may be left.
    check_fine(&[(
        all_queued,
        "{ recv = 5, when = { pane = \"tcp\" } },\n{ wait = { queued = 8 }, when = { pane = \"tcp\" } }",
    )]);
}
