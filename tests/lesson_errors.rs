//! Every mistake that a lesson can hold is shown with its place: a good lesson with one edit.

use std::fs;
use std::path::Path;

use stickylab::lesson::{Diagnostic, load_folder};

/// A lesson without a mistake, with everything that the tables below break.
const TOML: &str = r#"format = 1
id = "base"
covers = ["P7"]
[title]
en = "Base"
zh = "基础"
[[knob]]
name = "recv-size"
kind = "slider"
min = 1
max = 20
default = 10
label = { en = "Bytes per recv", zh = "每次字节数" }
[[knob]]
name = "order"
kind = "choice"
default = "gated"
label = { en = "Order", zh = "顺序" }
choices = [
    { value = "gated", label = { en = "gated", zh = "到齐" } },
    { value = "free", label = { en = "free", zh = "立刻" } },
]
[[knob]]
name = "nagle"
kind = "toggle"
default = true
label = { en = "Nagle", zh = "Nagle" }
[[pane]]
name = "tcp"
transport = "tcp"
title = { en = "TCP", zh = "TCP" }
fixed = { nagle = false }
[[pane]]
name = "udp"
transport = "udp"
title = { en = "UDP", zh = "UDP" }
[[endpoint]]
name = "client"
options = { nagle = "nagle", send-buffer = 65536 }
script = [
    { send = "hello", id = "hello" },
    { send = ["feng", "yun"] },
    { close = true },
]
[[endpoint]]
name = "server"
script = [
    { wait = "all-queued", when = { order = "gated" } },
    { recv = "recv-size", until = "end" },
]
[[step]]
id = "guess"
kind = "predict"
choices = [
    { label = { en = "5", zh = "5" }, fact = "read-sizes", pane = "tcp", equals = [5, 0] },
    { label = { en = "9", zh = "9" }, fact = "read-sizes", pane = "tcp", equals = [9, 0] },
]
[[step]]
id = "why"
kind = "explain"
[[claim]]
pane = "tcp"
fact = "read-sizes"
equals = [9, 0]
"#;
const TEXT: &str = "## guess\nWhat?\n\n## why\nBecause.\n";

fn write(folder: &Path, toml: &str, en: &str, zh: &str) {
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("lesson.toml"), toml).unwrap();
    fs::write(folder.join("en.md"), en).unwrap();
    fs::write(folder.join("zh.md"), zh).unwrap();
}

fn load(toml: &str, en: &str, zh: &str) -> Result<(), Vec<Diagnostic>> {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("base");
    write(&folder, toml, en, zh);
    load_folder(&folder).map(|_| ())
}

/// The one diagnostic of a lesson in which `from` is replaced by `to`.
///
/// The mark `¦` in `to` is left out of the lesson: the caret is expected there.
fn check(from: &str, to: &str, phrase: &str) {
    check_edits(&[(from, to)], phrase);
}

/// The same with several edits, of which one has the mark.
fn check_edits(edits: &[(&str, &str)], phrase: &str) {
    let mut marked = TOML.to_owned();
    for (from, to) in edits {
        assert_eq!(marked.matches(from).count(), 1, "{from:?} is not there once");
        marked = marked.replace(from, to);
    }
    let to = edits.last().unwrap().1;
    let at = marked.find('¦').unwrap_or_else(|| panic!("no mark in {to:?}"));
    let toml = marked.replace('¦', "");
    let line_start = marked[..at].rfind('\n').map_or(0, |at| at + 1);
    let line = 1 + marked[..at].matches('\n').count();
    let column = 1 + marked[line_start..at].chars().count();
    let found = load(&toml, TEXT, TEXT).expect_err(&format!("{to:?} was accepted"));
    let pictures: Vec<String> = found.iter().map(ToString::to_string).collect();
    let picture = pictures.join("\n");
    assert_eq!(found.len(), 1, "one mistake, one diagnostic: {to:?}\n{picture}");
    assert!(found[0].file.ends_with("lesson.toml"), "{picture}");
    assert_eq!((found[0].line as usize, found[0].column as usize), (line, column), "{to:?}\n{picture}");
    assert!(picture.contains(phrase), "{phrase:?} is not in\n{picture}");
    assert!(picture.contains(&format!("lesson.toml:{line}:{column}")), "{picture}");
    let shown = toml.lines().nth(line - 1).unwrap().trim_end();
    assert!(picture.contains(shown) && picture.contains('^'), "the line is not shown:\n{picture}");
}

#[test]
fn the_lesson_that_is_edited_here_is_whole() {
    if let Err(found) = load(TOML, TEXT, TEXT) {
        panic!("{}", found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    }
}

#[test]
fn syntax_and_types() {
    check("format = 1", "format = ¦one", "quoted");
    check("id = \"base\"", "id = \"base¦", "basic string");
    check("max = 20", "max =¦", "expected");
    check("max = 20", "max = 20\n¦max = 21", "duplicate key");
    check("max = 20", "max = ¦\"20\"", "expected a number");
    check("max = 20", "max = ¦2.5", "expected a number");
    check("max = 20", "max = ¦99999999999999999999", "too large");
    check("default = true", "default = ¦1", "expected true or false");
    check("covers = [\"P7\"]", "covers = ¦\"P7\"", "expected a list");
    check("zh = \"基础\"", "zh = ¦3", "expected a text");
    check("label = { en = \"Nagle\", zh = \"Nagle\" }", "label = ¦\"Nagle\"", "expected a table");
    check("format = 1", "format = ¦2", "expected a number from 1 to 1");
    check("format = 1\n", "¦", "`format` is missing");
    check("covers = [\"P7\"]", "deadline-ms = ¦60001", "expected a number from 1 to 60000");
    check("id = \"guess\"", "id = ¦\"Guess!\"", "is not a name");
}

#[test]
fn unknown_keys_everywhere() {
    check("covers =", "¦cover =", "did you mean `covers`?");
    check("en = \"Base\"", "en = \"Base\"\n¦de = \"Basis\"", "unknown key `de`");
    check("max = 20", "max = 20\n¦scael = \"log\"", "did you mean `scale`?");
    check("en = \"free\"", "¦fr = \"x\", en = \"free\"", "unknown key `fr`");
    check("{ value = \"free\",", "{ ¦values = 1, value = \"free\",", "did you mean `value`?");
    check("transport = \"udp\"", "transport = \"udp\"\n¦famly = \"v4\"", "did you mean `family`?");
    check("name = \"server\"", "name = \"server\"\n¦option = 1", "did you mean `options`?");
    check("id = \"hello\" }", "¦idd = \"hello\" }", "unknown key `idd`");
    check("{ close = true }", "{ ¦clos = true }", "did you mean `close`?");
    check("until = \"end\" }", "¦untill = \"end\" }", "did you mean `until`?");
    check("kind = \"explain\"", "kind = \"explain\"\n¦sett = 1", "did you mean `set`?");
    check(
        "fact = \"read-sizes\", pane = \"tcp\", equals = [5, 0]",
        "fact = \"read-sizes\", pane = \"tcp\", equals = [5, 0], ¦pnae = 1",
        "did you mean `pane`?",
    );
    check("equals = [9, 0]\n", "equals = [9, 0]\n¦shares = 1\n", "did you mean `share`?");
    check(
        "equals = [9, 0]\n",
        "equals = [9, 0]\nshare = { runs = 5, at-least = 1, ¦at-lest = 1 }\n",
        "did you mean `at-least`?",
    );
    check("{ close = true }", "{ send = { bytes = 5, ¦byte = 5 } }", "did you mean `bytes`?");
    check(
        "{ wait = \"all-queued\",",
        "{ wait = { sent = \"client\", ¦send = 1 },",
        "did you mean `sent`?",
    );
}

#[test]
fn unknown_names() {
    check("options = { nagle = \"nagle\",", "options = { nagle = ¦\"nagel\",", "did you mean `nagle`?");
    check("recv = \"recv-size\"", "recv = \"2 * ¦recv-sise\"", "did you mean `recv-size`?");
    check("when = { order = \"gated\" }", "when = { ¦ordre = \"gated\" }", "did you mean `order`?");
    check("when = { order = \"gated\" }", "when = { order = ¦\"gatde\" }", "did you mean `gated`?");
    check(
        "when = { order = \"gated\" }",
        "when = { order = [\"free\", ¦\"late\"] }",
        "`gated` or `free`",
    );
    check("when = { order = \"gated\" }", "when = { pane = ¦\"tpc\" }", "did you mean `tcp`?");
    check(
        "when = { order = \"gated\" }",
        "when = { transport = ¦\"streams\" }",
        "did you mean `stream`?",
    );
    check("when = { order = \"gated\" }", "when = { pane = ¦[] }", "never holds");
    check("fixed = { nagle = false }", "fixed = { ¦nagel = false }", "did you mean `nagle`?");
    check("kind = \"explain\"", "kind = \"explain\"\nset = { ¦recv = 3 }", "unknown knob `recv`");
    check(
        "equals = [9, 0]\n",
        "equals = [9, 0]\nset = { ¦orders = \"free\" }\n",
        "did you mean `order`?",
    );
    check("transport = \"udp\"", "transport = ¦\"upd\"", "did you mean `udp`?");
    check("transport = \"udp\"", "transport = \"udp\"\nfamily = ¦\"ipv6\"", "expected `v4` or `v6`");
    check("kind = \"toggle\"", "kind = ¦\"togle\"", "did you mean `toggle`?");
    check("kind = \"explain\"", "kind = ¦\"explian\"", "did you mean `explain`?");
    check("[[claim]]\npane = \"tcp\"", "[[claim]]\npane = ¦\"tcpp\"", "did you mean `tcp`?");
    check(
        "[[claim]]\npane = \"tcp\"\nfact = \"read-sizes\"",
        "[[claim]]\npane = \"tcp\"\nfact = ¦\"read-size\"",
        "did you mean `read-sizes`?",
    );
    check("equals = [9, 0]\n", "equals = [9, 0]\nstream = ¦\"client-server\"\n", "unknown stream");
    check("covers = [\"P7\"]", "links = [[\"client\", ¦\"sever\"]]", "did you mean `server`?");
    check("{ close = true }", "{ send = \"x\", to = ¦\"srver\" }", "did you mean `server`?");
    check("{ close = true }", "{ send = \"x\", to = ¦\"client\" }", "no link");
    check("send-buffer = 65536", "¦send-bufer = 65536", "did you mean `send-buffer`?");
    check("{ close = true }", "{ set = { ¦crok = true } }", "did you mean `cork`?");
    check("{ wait = \"all-queued\",", "{ wait = ¦\"all-queud\",", "did you mean `all-queued`?");
    check("{ wait = \"all-queued\",", "{ wait = { after = \"client.¦helo\" },", "did you mean `hello`?");
    check(
        "{ wait = \"all-queued\",",
        "{ wait = { after = \"¦cleint.hello\" },",
        "did you mean `client`?",
    );
    check("{ wait = \"all-queued\",", "{ wait = { after = ¦\"hello\" },", "\"client.hello\"");
    check("{ wait = \"all-queued\",", "{ wait = { sent = ¦\"clients\" },", "did you mean `client`?");
    check("{ wait = \"all-queued\",", "{ wait = { finished = ¦\"nobody\" },", "unknown endpoint");
    check("{ close = true }", "{ shutdown = ¦\"wirte\" }", "did you mean `write`?");
    check("{ close = true }", "{ close = ¦\"rest\" }", "did you mean");
    check("until = \"end\" }", "until = ¦\"eof\" }", "expected `end`");
}

#[test]
fn values_that_do_not_fit() {
    check("default = 10", "default = ¦21", "expected a number from 1 to 20");
    check("default = 10", "default = ¦0", "out of range");
    check("min = 1\nmax = 20", "min = ¦21\nmax = 20", "not above `max`");
    check("min = 1\n", "min = ¦-1\n", "out of range");
    check("default = \"gated\"", "default = ¦\"lock-step\"", "unknown choice");
    check("fixed = { nagle = false }", "fixed = { recv-size = ¦21 }", "expected a number from 1 to 20");
    check("fixed = { nagle = false }", "fixed = { nagle = ¦0 }", "expected true or false");
    check("kind = \"explain\"", "kind = \"explain\"\nset = { recv-size = ¦0 }", "out of range");
    check("equals = [9, 0]\n", "equals = [9, 0]\nset = { order = ¦\"later\" }\n", "unknown choice");
    check("when = { order = \"gated\" }", "when = { recv-size = ¦99 }", "out of range");
    check("recv = \"recv-size\"", "recv = ¦true", "expected a number, a slider knob, or a product");
    check("recv = \"recv-size\"", "recv = \"¦order\"", "is not a slider");
    check("recv = \"recv-size\"", "recv = \"¦recv-size + 1\"", "is not a number or a knob");
    check("recv = \"recv-size\"", "recv = \"recv-size *¦\"", "is not a number or a knob");
    check("recv = \"recv-size\"", "recv = ¦-4", "less than nothing");
    check("options = { nagle = \"nagle\",", "options = { nagle = ¦\"recv-size\",", "a toggle knob");
    check("options = { nagle = \"nagle\",", "options = { nagle = ¦1,", "expected true, false");
    check("options = { nagle = \"nagle\",", "options = { acks = ¦\"order\",", "does not fit");
    check("send-buffer = 65536", "send-buffer = ¦\"nagle\"", "a slider knob");
    check("send-buffer = 65536", "¦send-buffer = 4294967296", "more than the kernel takes");
    check("send-buffer = 65536", "¦linger = 70000", "too many");
    check("{ close = true }", "{ set = { ¦acks = \"quick\" } }", "`options`");
    check("{ close = true }", "{ set = ¦{ cork = true, nagle = true } }", "one option");
    check("{ close = true }", "{ close = ¦false }", "does nothing");
    check("{ close = true }", "{ measure = ¦1 }", "expected true");
    check("{ close = true }", "{ send = ¦[] }", "nothing to send");
    check("{ close = true }", "{ send = ¦5 }", "a list of texts");
    check("{ close = true }", "{ send = { hex = ¦\"0g\" } }", "hexadecimal");
    check("{ close = true }", "{ send = { hex = ¦\"000\" } }", "hexadecimal");
    check("{ close = true }", "¦{ id = \"nothing\" }", "nothing says what it does");
    check("{ close = true }", "{ close = true, ¦sleep-ms = 5 }", "`sleep-ms` does not go with `close`");
    check("{ close = true }", "{ close = true, ¦all = true }", "only with `send`");
    check("until = \"end\" }", "until = \"end\", ¦times = 2 }", "does not go with `until`");
    check("until = \"end\" }", "until = \"end\", ¦limit-ms = 2 }", "does not go with `until`");
    check("{ close = true }", "¦{ repeat = 2 }", "`steps` is missing");
    check("equals = [9, 0]\n", "equals = [9, 0]\nshare = { runs = ¦0, at-least = 0.5 }\n", "from 1 to");
    check("equals = [9, 0]\n", "equals = [9, 0]\nshare = { runs = 5, at-least = ¦1.5 }\n", "from 0 to 1");
    check("equals = [9, 0]\n", "equals = [9, 0]\nshare = ¦{ runs = 5 }\n", "never wrong");
    check(
        "equals = [9, 0]\n",
        "equals = [9, 0]\nshare = { runs = 5, at-least = ¦1, at-most = 0.5 }\n",
        "not above",
    );
    check("transport = \"udp\"", "transport = \"unix-dgram\"\nfamily = ¦\"v6\"", "no address family");
    check("equals = [9, 0]\n", "equals = ¦9\n", "expected a list of numbers");
    check("equals = [9, 0]\n", "¦at-least = 9\n", "expected `equals` or `differs`");
    check("equals = [9, 0]\n", "equals = [9, 0]\n¦differs = [9]\n", "does not go with `equals`");
    check(
        "[[claim]]\npane = \"tcp\"\nfact = \"read-sizes\"\nequals = [9, 0]\n",
        "¦[[claim]]\npane = \"tcp\"\nfact = \"reads\"\n",
        "one of `equals`",
    );
    check(
        "fact = \"read-sizes\"\nequals = [9, 0]\n",
        "fact = \"verdicts\"\nequals = [¦\"merge\"]\n",
        "did you mean `merged`?",
    );
    check(
        "fact = \"read-sizes\"\nequals = [9, 0]\n",
        "fact = \"errors\"\nequals = [¦\"EGAIN\"]\n",
        "did you mean `EAGAIN`?",
    );
    check(
        "fact = \"read-sizes\"\nequals = [9, 0]\n",
        "fact = \"broken\"\nequals = ¦1\n",
        "expected true or false",
    );
    check(
        "[[claim]]\npane = \"tcp\"\nfact = \"read-sizes\"\nequals = [9, 0]\n",
        "¦[[claim]]\npane = \"tcp\"\nfact = \"read-data\"\nequals = \"x\"\n",
        "`read` is missing",
    );
    check("equals = [9, 0]\n", "equals = [9, 0]\nread = ¦1\n", "only with `read-data`");
}

#[test]
fn names_that_come_twice() {
    check(
        "[[knob]]\nname = \"nagle\"",
        "[[knob]]\nname = ¦\"order\"\nkind = \"toggle\"\ndefault = true\nfolded = true\nlabel = { en = \"x\", zh = \"x\" }\n[[knob]]\nname = \"nagle\"",
        "another knob `order`",
    );
    check("name = \"udp\"", "name = ¦\"tcp\"", "another pane `tcp`");
    check(
        "name = \"server\"\nscript = [\n    { wait = \"all-queued\", when = { order = \"gated\" } },\n    { recv = \"recv-size\", until = \"end\" },\n",
        "name = ¦\"client\"\nscript = [\n",
        "another endpoint `client`",
    );
    check("{ value = \"free\"", "{ value = ¦\"gated\"", "another choice `gated`");
    check("{ close = true }", "{ close = true, id = ¦\"hello\" }", "another step `hello`");
    check(
        "[[step]]\nid = \"why\"",
        "[[step]]\nid = ¦\"guess\"\nkind = \"read\"\n[[step]]\nid = \"why\"",
        "another step `guess`",
    );
    check(
        "covers = [\"P7\"]",
        "links = [[\"client\", \"server\"], ¦[\"server\", \"client\"]]",
        "linked already",
    );
    check(
        "[[knob]]\nname = \"nagle\"",
        "[[knob]]\nname = ¦\"pane\"\nkind = \"toggle\"\ndefault = true\nfolded = true\nlabel = { en = \"x\", zh = \"x\" }\n[[knob]]\nname = \"nagle\"",
        "cannot be called `pane`",
    );
}

#[test]
fn links_and_endpoints() {
    check("covers = [\"P7\"]", "links = [¦[\"client\", \"client\"]]", "two different endpoints");
    check("covers = [\"P7\"]", "links = [¦[\"client\"]]", "two ends");
    check(
        "[[step]]\nid = \"guess\"",
        "¦[[endpoint]]\nname = \"third\"\nscript = []\n[[step]]\nid = \"guess\"",
        "linked with no other",
    );
    check_edits(
        &[
            ("covers = [\"P7\"]", "links = [[\"client\", \"server\"], [\"third\", \"server\"]]"),
            ("[[endpoint]]\nname = \"server\"", "¦[[endpoint]]\nname = \"server\""),
            (
                "[[step]]\nid = \"guess\"",
                "[[endpoint]]\nname = \"third\"\nscript = []\n[[step]]\nid = \"guess\"",
            ),
        ],
        "several peers",
    );
}

#[test]
fn what_a_lesson_must_have() {
    let claim = "[[claim]]\npane = \"tcp\"\nfact = \"read-sizes\"\nequals = [9, 0]\n";
    check_edits(&[("format = 1", "¦format = 1"), (claim, "")], "no claim");
    check("id = \"base\"", "id = ¦\"bass\"", "expected the folder's name, `base`");
    check("kind = \"explain\"", "kind = \"explain\"\n¦choices = []", "only a prediction has choices");
    let second = "    { label = { en = \"9\", zh = \"9\" }, fact = \"read-sizes\", pane = \"tcp\", equals = [9, 0] },\n";
    check_edits(
        &[("kind = \"predict\"\nchoices = [", "kind = \"predict\"\nchoices = ¦["), (second, "")],
        "two choices",
    );
    check(
        "[[step]]\nid = \"why\"\nkind = \"explain\"",
        "¦[[step]]\nid = \"why\"\nkind = \"predict\"",
        "`choices` is missing",
    );
    let knob = |name: &str| {
        format!(
            "[[knob]]\nname = \"{name}\"\nkind = \"toggle\"\ndefault = true\nlabel = {{ en = \"x\", zh = \"x\" }}\n"
        )
    };
    let first_pane = "[[pane]]\nname = \"tcp\"";
    check(first_pane, &format!("¦{}{first_pane}", knob("cork")), "more than 3 knobs");
    let panes = |names: &[&str]| -> String {
        let pane = |name: &&str| {
            format!(
                "[[pane]]\nname = \"{name}\"\ntransport = \"tcp\"\ntitle = {{ en = \"x\", zh = \"x\" }}\n"
            )
        };
        names.iter().map(pane).collect()
    };
    check(
        "[[endpoint]]\nname = \"client\"",
        &format!("{}¦{}[[endpoint]]\nname = \"client\"", panes(&["c", "d", "e"]), panes(&["f"])),
        "more than 5 panes",
    );
    check(
        "{ send = \"hello\", id = \"hello\" }",
        "{ measure = true }, { ¦measure = true }",
        "measured twice",
    );
    check(
        "{ send = \"hello\", id = \"hello\" }",
        "{ repeat = 2, steps = [{ ¦measure = true }] }",
        "measured twice",
    );
    check_edits(
        &[
            ("{ wait = \"all-queued\", when", "{ ¦measure = true },\n    { wait = \"all-queued\", when"),
            ("{ send = \"hello\"", "{ measure = true }, { send = \"hello\""),
        ],
        "measured twice",
    );
    let server = "[[endpoint]]\nname = \"server\"\nscript = [\n    { wait = \"all-queued\", when = { order = \"gated\" } },\n    { recv = \"recv-size\", until = \"end\" },\n]\n";
    check_edits(
        &[("[[endpoint]]\nname = \"client\"", "¦[[endpoint]]\nname = \"client\""), (server, "")],
        "two endpoints",
    );
    let nothing = "{ send = \"hello\", id = \"hello\" },\n    { send = [\"feng\", \"yun\"] },\n";
    check_edits(
        &[(nothing, ""), ("{ recv = \"recv-size\"", "{ ¦recv = \"recv-size\"")],
        "no datagram is left to read here in pane `udp`",
    );
}

#[test]
fn a_missing_language() {
    check(
        "title = { en = \"UDP\", zh = \"UDP\" }",
        "title = ¦{ en = \"UDP\" }",
        "the Chinese text is missing",
    );
    check(
        "title = { en = \"UDP\", zh = \"UDP\" }",
        "title = ¦{ zh = \"UDP\" }",
        "the English text is missing",
    );
    check("zh = \"到齐\"", "zh = ¦\" \"", "the Chinese text is empty");
    check("label = { en = \"Nagle\", zh = \"Nagle\" }", "label = ¦{ en = \"Nagle\" }", "expected `zh = ");
    check("{ en = \"9\", zh = \"9\" }", "¦{ en = \"9\" }", "the Chinese text is missing");
    check(
        "[title]\nen = \"Base\"\nzh = \"基础\"\n",
        "¦[title]\nen = \"Base\"\n",
        "the Chinese text is missing",
    );
}

/// The diagnostics of a lesson whose text files are these, as (file, line, column, message).
fn check_text(en: &str, zh: &str, expected: (&str, u32, u32), phrase: &str) {
    let found = load(TOML, en, zh).expect_err("accepted");
    let picture: String = found.iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), 1, "{picture}");
    let file = Path::new(&found[0].file).file_name().unwrap().to_str().unwrap();
    assert_eq!((file, found[0].line, found[0].column), expected, "{picture}");
    assert!(picture.contains(phrase), "{phrase:?} is not in\n{picture}");
}

#[test]
fn texts_that_do_not_fit_the_steps() {
    let line_of_why =
        u32::try_from(TOML.lines().position(|line| line == "id = \"why\"").unwrap() + 1).unwrap();
    check_text(
        "## guess\nWhat?\n",
        TEXT,
        ("lesson.toml", line_of_why, 6),
        "step `why` has no text in en.md",
    );
    check_text(
        TEXT,
        "## guess\nWhat?\n",
        ("lesson.toml", line_of_why, 6),
        "step `why` has no text in zh.md",
    );
    check_text(&format!("{TEXT}\n## whi\nx\n"), TEXT, ("en.md", 7, 4), "did you mean `why`?");
    check_text(TEXT, &format!("{TEXT}\n##  多余\nx\n"), ("zh.md", 7, 5), "unknown step `多余`");
    check_text(&format!("\nHello\n{TEXT}"), TEXT, ("en.md", 2, 1), "belongs to no step");
    check_text(TEXT, "## guess\n\n## why\nx\n", ("zh.md", 1, 4), "has no text");
    check_text(&format!("{TEXT}## why\nx\n"), TEXT, ("en.md", 6, 4), "another section `why`");
}

#[test]
fn files_that_are_missing_or_too_many() {
    let check_file = |change: &dyn Fn(&Path), expected: &str, phrase: &str| {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("base");
        write(&folder, TOML, TEXT, TEXT);
        change(&folder);
        let found = load_folder(&folder).map(|_| ()).expect_err("accepted");
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(Path::new(&found[0].file), folder.join(expected));
        assert_eq!((found[0].line, found[0].column), (1, 1));
        let picture = found[0].to_string();
        assert!(picture.contains(phrase) && picture.contains(expected), "{picture}");
    };
    for name in ["lesson.toml", "en.md", "zh.md"] {
        check_file(&|folder| fs::remove_file(folder.join(name)).unwrap(), name, "missing");
    }
    check_file(&|folder| fs::write(folder.join("notes.txt"), "x").unwrap(), "notes.txt", "nobody names");
    check_file(&|folder| fs::create_dir(folder.join("images")).unwrap(), "images", "nobody names");
    check_file(
        &|folder| fs::write(folder.join("zh.md"), b"\xff\xfe").unwrap(),
        "zh.md",
        "cannot be read",
    );
    check_file(&|folder| fs::remove_dir_all(folder).unwrap(), "", "cannot be read");
}

#[test]
fn what_editors_leave_behind_is_passed_over() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("base");
    let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    write(&folder, &windows(TOML), &windows(TEXT), &windows(TEXT));
    fs::write(folder.join(".en.md.swp"), "x").unwrap();
    fs::write(folder.join("en.md~"), "x").unwrap();
    let lesson = load_folder(&folder).unwrap();
    assert_eq!(lesson.steps[1].text.en, "Because.");
}

#[test]
fn limits() {
    let send = "{ send = \"hello\", id = \"hello\" }";
    check(send, "{ repeat = ¦100001, steps = [{ send = \"x\" }] }", "100000 steps");
    check(send, "{ repeat = ¦100001, steps = [{ send = [\"x\", \"y\"] }] }", "100000 steps");
    check(
        send,
        "{ repeat = ¦1000, steps = [{ repeat = 101, steps = [{ send = \"x\" }] }] }",
        "100000 steps",
    );
    check(send, "{ repeat = ¦99999999999, steps = [{ send = \"x\" }] }", "100000 steps");
    check(
        "recv = \"recv-size\", until = \"end\"",
        "recv = \"recv-size\", times = ¦100001",
        "100000 steps",
    );
    check(send, "{ ¦send = { bytes = 67108865 } }", "64 MiB");
    check(send, "{ repeat = 65, steps = [{ ¦send = { bytes = 1048576 } }] }", "64 MiB");
    check(
        send,
        "{ repeat = 65, steps = [{ ¦send = { bytes = 1048576 } }, { send = [\"x\", \"y\"] }] }",
        "64 MiB",
    );
    check("recv = \"recv-size\"", "recv = ¦0", "expected 1 byte to 4 MiB");
    check("recv = \"recv-size\"", "recv = ¦4194305", "expected 1 byte to 4 MiB");
    check("recv = \"recv-size\"", "recv = ¦\"recv-size * 4000000\"", "4 MiB");
    check_edits(
        &[("min = 1\n", "min = 0\n"), ("recv = \"recv-size\"", "recv = ¦\"recv-size\"")],
        "a recv of 0 bytes (with recv-size = 0)",
    );
    check(send, "{ sleep-ms = ¦2001 }", "another `deadline-ms`");
    check(
        "recv = \"recv-size\", until = \"end\"",
        "recv = \"recv-size\", limit-ms = ¦60001",
        "longer than a step may take",
    );
    check(send, "{ send = { bytes = ¦\"recv-size * 9223372036854775807 * 9\" } }", "too large");
}

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
}

/// What is wrong with the lesson after some edits without marks.
fn errors_of(edits: &[(&str, &str)]) -> Vec<Diagnostic> {
    let mut toml = TOML.to_owned();
    for (from, to) in edits {
        assert_eq!(toml.matches(from).count(), 1, "{from:?} is not there once");
        toml = toml.replace(from, to);
    }
    load(&toml, TEXT, TEXT).err().unwrap_or_default()
}

#[test]
fn scripts_that_only_look_stuck() {
    let all_queued = "{ wait = \"all-queued\", when = { order = \"gated\" } }";
    let check_fine = |edits: &[(&str, &str)]| {
        let found = errors_of(edits);
        assert!(
            found.is_empty(),
            "{edits:?}\n{}",
            found.iter().map(ToString::to_string).collect::<String>()
        );
    };
    check_fine(&[(all_queued, "{ wait = { queued = 9 }, when = { transport = \"stream\" } }")]);
    check_fine(&[(
        all_queued,
        "{ wait = { queued = 10 }, when = { order = \"free\", pane = \"tcp\" } }",
    )]);
    check_fine(&[(
        all_queued,
        "{ wait = { after = \"client.hello\" } },\n{ wait = { after = \"client.hello\" } }",
    )]);
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

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]

    /// Whatever is typed into a lesson, it is read or explained: a place in the file, and a picture.
    #[test]
    fn nothing_that_is_typed_is_too_much(at in 0usize..TOML.len(), gone in 0usize..40, typed in "[a-z0-9\"'\\[\\]{}=,.\n *#中-]{0,12}") {
        let floor = |mut at: usize| {
            while !TOML.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (start, end) = (floor(at), floor((at + gone).min(TOML.len())));
        let toml = format!("{}{typed}{}", &TOML[..start], &TOML[end..]);
        for diagnostic in load(&toml, TEXT, TEXT).err().unwrap_or_default() {
            let lines = u32::try_from(toml.split('\n').count()).unwrap();
            proptest::prop_assert!((1..=lines).contains(&diagnostic.line), "{diagnostic}");
            let place = format!(":{}:{}", diagnostic.line, diagnostic.column);
            proptest::prop_assert!(diagnostic.to_string().contains(&place), "{diagnostic}");
        }
    }
}
