//! Mistakes in services and in the gates that wait for their answers.

use super::{check, check_edits};

/// The server's script, in whose place a service is put.
const READ: &str = "{ recv = \"recv-size\", until = \"end\" }";
const GATE: &str = "    { wait = \"all-queued\", when = { order = \"gated\" } },\n";
const SECOND: &str = "{ send = [\"feng\", \"yun\"] }";

fn check_serve(step: &str, phrase: &str) {
    check_edits(&[(GATE, ""), (READ, step)], phrase);
}

#[test]
fn services_that_do_not_exist_or_lack_something() {
    check_serve("{ serve = ¦\"shel\" }", "did you mean `shell`");
    check_serve("{ ¦answers = [\"hi\"], serve = \"echo\" }", "`serve = \"chat\"`");
    check_serve("¦{ serve = \"chat\" }", "`answers` is missing");
    check_serve("{ serve = \"chat\", answers = ¦[] }", "there is no answer");
    check_serve("{ serve = \"echo\", requests = ¦0 }", "0 requests");
    check_serve("{ serve = \"echo\", request-size = ¦0 }", "a recv of 0 bytes");
    check(READ, "{ recv = 1, ¦request-size = 3 }", "only with `serve`");
    check_serve("¦{ serve = \"shell\" }", "`commands` is missing");
    let shell = |commands: &str, files: &str| {
        format!("{{ serve = \"shell\", commands = [{commands}], files = [{files}] }}")
    };
    let ls = "{ text = \"ls\", run = [\"ls\"] }";
    check_serve(&shell("{ text = \"ls\", run = [¦\"/bin/ls\"] }", ""), "this is a path");
    check_serve(&shell("{ text = \"ls\", run = ¦[] }", ""), "there is no program");
    check_serve(&shell("¦{ text = \"ls\" }", ""), "`run` is missing");
    for name in ["../x", ".x", "a/b", "", "-x", "消息"] {
        let file = format!("{{ name = ¦\"{name}\", text = \"\" }}");
        check_serve(&shell(ls, &file), "this is not a file's name");
    }
    check_serve(&shell(ls, "¦{ name = \"x-#\", text = \"\" }"), "go together");
    check_serve(&shell(ls, "¦{ name = \"x\", text = \"\", count = 3 }"), "go together");
    check_serve(&shell(ls, "¦{ name = \"x-#\", text = \"\", count = 1001 }"), "more than 1000 files");
    check_serve(&shell(ls, "{ name = \"x\", lines = ¦1048577 }"), "a file of 1048577 bytes");
    check_serve(
        &shell(ls, "{ name = \"x\", text = \"\" }, ¦{ name = \"x\", text = \"\" }"),
        "there is another file `x`",
    );
}

#[test]
fn gates_and_services_that_wait_for_ever() {
    let close = "    { close = true },\n";
    let replied = |phrase: &str| format!("{SECOND},\n{phrase}");
    let serve = (READ, "{ serve = \"echo\" }");
    check_edits(
        &[(SECOND, &replied("{ ¦wait = { replied = \"server\" } }"))],
        "server runs no service in pane `tcp`",
    );
    check_edits(
        &[(GATE, ""), serve, (SECOND, &replied("{ ¦wait = { sent = \"server\" } }"))],
        "nobody knows how much the service of server sends",
    );
    check_edits(
        &[(GATE, ""), serve, (SECOND, &replied("{ ¦wait = \"all-queued\" }"))],
        "nobody knows how much the service of server sends",
    );
    let thrice = "{ repeat = 3, steps = [{ ¦wait = { replied = \"server\" } }] }";
    let twice = (READ, "{ serve = \"echo\", requests = 2 }");
    check_edits(&[(GATE, ""), twice, (SECOND, &replied(thrice))], "waits for answer number 3");
    check_edits(
        &[(GATE, ""), (close, ""), (READ, "{ ¦serve = \"echo\" }")],
        "this service cannot end in pane `tcp`",
    );
    check_edits(
        &[(GATE, ""), (close, ""), (READ, "{ ¦serve = \"echo\", requests = 3 }")],
        "this service cannot end in pane `tcp`: 2 came",
    );
}
