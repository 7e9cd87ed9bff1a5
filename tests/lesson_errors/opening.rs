//! Mistakes in scripts that open their own sockets.

use super::{check, check_edits};

const HELLO: &str = "    { send = \"hello\", id = \"hello\" },\n";

/// The client's script with a step before its first.
fn check_first(step: &str, phrase: &str) {
    check(HELLO, &format!("    {step},\n{HELLO}"), phrase);
}

#[test]
fn steps_that_open_a_socket() {
    check_first("{ bind = ¦\"serve\" }", "did you mean `server`");
    check_first("{ bind = ¦false }", "this step does nothing");
    check_first("{ connect = ¦\"client\" }", "there is no link to this endpoint");
    check_first("{ name = ¦\"mine\" }", "`own` or `peer`");
    check_first("{ accept = ¦1 }", "expected true");
    check_first("{ ¦listen = 5 }", "pane `udp` has no connections");
    check_edits(
        &[
            ("name = \"udp\"\ntransport = \"udp\"", "name = \"udp\"\ntransport = \"unix-dgram\""),
            (HELLO, &format!("    {{ ¦connect = \"server\" }},\n{HELLO}")),
        ],
        "pane `udp` opens its sockets by itself",
    );
}
