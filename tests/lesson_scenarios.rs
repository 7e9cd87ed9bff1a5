//! What lessons come to at given knobs, and the lessons that are part of the program.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::time::Duration;

use stickylab::lesson::{Catalog, Lesson, Settings, Value, load_folder};
use stickylab::model::{Acks, Action, Gate, Payload, Scenario, SocketOption, Step};

const HEAD: &str = r#"format = 1
id = "base"
[title]
en = "Base"
zh = "基础"
[[knob]]
name = "messages"
kind = "slider"
min = 1
max = 20
default = 3
label = { en = "Messages", zh = "消息数" }
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
family = "v6"
title = { en = "TCP", zh = "TCP" }
[[pane]]
name = "off"
transport = "tcp"
title = { en = "TCP", zh = "TCP" }
fixed = { nagle = false, messages = 2 }
[[pane]]
name = "udp"
transport = "udp"
title = { en = "UDP", zh = "UDP" }
[[step]]
id = "why"
kind = "explain"
[[claim]]
pane = "tcp"
fact = "reads"
at-least = 1
"#;

fn write(folder: &Path, toml: &str) {
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("lesson.toml"), toml).unwrap();
    for name in ["en.md", "zh.md"] {
        fs::write(folder.join(name), "## why\nBecause.\n").unwrap();
    }
}

fn lesson(options: &str, client: &str, server: &str) -> Lesson {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("base");
    let toml = format!(
        "{HEAD}[[endpoint]]\nname = \"client\"\noptions = {{ {options} }}\nscript = [{client}]\n\
         [[endpoint]]\nname = \"server\"\nscript = [{server}]\n"
    );
    write(&folder, &toml);
    load_folder(&folder).unwrap_or_else(|found| {
        panic!("{}", found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

fn scenario(lesson: &Lesson, pane: &str, settings: &[(&str, Value)]) -> Scenario {
    let settings: Settings =
        settings.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    lesson.scenario(lesson.pane(pane).unwrap(), &settings).unwrap()
}

/// A script in one line: `send hello; 3*[recv 10]; wait AllQueued`.
fn short(steps: &[Step]) -> String {
    let one = |step: &Step| match &step.action {
        Action::Send { payload: Payload::Bytes(bytes), .. } => {
            format!("send {}", String::from_utf8_lossy(bytes))
        }
        Action::Send { payload: Payload::Pattern(len), .. } => format!("send #{len}"),
        Action::Recv { size, limit: None } => format!("recv {size}"),
        Action::Recv { size, limit: Some(limit) } => format!("recv {size} in {limit:?}"),
        Action::RecvUntilEnd { size } => format!("recv {size} to the end"),
        Action::Repeat { times, steps } => format!("{times}*[{}]", short(steps)),
        Action::Wait(gate) => format!("wait {gate:?}"),
        Action::Sleep(time) => format!("sleep {time:?}"),
        other => format!("{other:?}"),
    };
    steps.iter().map(one).collect::<Vec<_>>().join("; ")
}

#[test]
fn scripts_come_out_at_the_knobs_they_are_given() {
    let check =
        |client: &str, server: &str, pane: &str, settings: &[(&str, Value)], expected: [&str; 2]| {
            let scenario = scenario(&lesson("", client, server), pane, settings);
            let scripts = [&scenario.endpoints[0].script, &scenario.endpoints[1].script]
                .map(|script| short(script));
            assert_eq!(scripts, expected, "{client} | {server} in {pane}");
        };
    let free = [("order", Value::Choice("free".to_owned()))];
    let two = [("messages", Value::Number(2))];
    // Lists are gone through by turns, and only then a repeat is written out.
    let list =
        "{ repeat = \"messages\", steps = [{ send = [\"a\", \"b\"] }] }, { send = [\"c\", \"d\"] }";
    check(list, "", "tcp", &[], ["send a; send b; send a; send c", ""]);
    check(list, "", "off", &[], ["send a; send b; send c", ""]);
    let nested = "{ repeat = 2, steps = [{ repeat = \"messages\", steps = [{ send = [\"a\", \"b\"] }] }, { send = \"-\" }] }";
    check(nested, "", "tcp", &[], ["send a; send b; send a; send -; send b; send a; send b; send -", ""]);
    let plain = "{ repeat = \"messages\", steps = [{ send = { bytes = \"messages * 100\" } }, { sleep-ms = 2 }] }";
    check(plain, "", "tcp", &two, ["2*[send #200; sleep 2ms]", ""]);
    check("{ send = { hex = \"61 62\" } }", "", "tcp", &[], ["send ab", ""]);
    // The end, where there is one, and as many reads as datagrams where there is none.
    let send =
        "{ repeat = \"messages\", steps = [{ send = \"a\" }] }, { send = \"b\" }, { close = true }";
    let end = "{ recv = 10, until = \"end\" }";
    check(send, end, "tcp", &[], ["3*[send a]; send b; Close", "recv 10 to the end"]);
    check(send, end, "udp", &[], ["3*[send a]; send b; Close", "4*[recv 10]"]);
    check(
        send,
        &format!("{{ recv = 5 }}, {end}"),
        "udp",
        &[],
        ["3*[send a]; send b; Close", "recv 5; 3*[recv 10]"],
    );
    check(
        send,
        "{ recv = 10, times = \"messages\", limit-ms = 50 }",
        "tcp",
        &[],
        ["3*[send a]; send b; Close", "3*[recv 10 in 50ms]"],
    );
    check(
        "{ sleep-ms = 2 }, { sleep-us = \"messages * 10\" }",
        "",
        "tcp",
        &[],
        ["sleep 2ms; sleep 30µs", ""],
    );
    // Conditions.
    let when = "{ wait = \"all-queued\", when = { order = \"gated\" } }, { recv = 1, when = { transport = \"stream\", pane = [\"off\", \"udp\"] } }";
    check("{ send = \"a\" }", when, "tcp", &[], ["send a", "wait AllQueued"]);
    check("{ send = \"a\" }", when, "tcp", &free, ["send a", ""]);
    check("{ send = \"a\" }", when, "off", &[], ["send a", "wait AllQueued; recv 1"]);
    check("{ send = \"a\" }", when, "udp", &free, ["send a", ""]);
}

#[test]
fn options_are_bound_to_knobs_and_left_out_where_they_mean_nothing() {
    let check = |options: &str, pane: &str, expected: &[SocketOption], acks: Acks| {
        let scenario = scenario(&lesson(options, "{ send = \"a\" }", ""), pane, &[]);
        assert_eq!(scenario.endpoints[0].options, expected, "{options} in {pane}");
        assert_eq!(scenario.endpoints[0].acks, acks, "{options} in {pane}");
    };
    check("nagle = \"nagle\"", "tcp", &[SocketOption::NoDelay(false)], Acks::Kernel);
    check("nagle = \"nagle\"", "off", &[SocketOption::NoDelay(true)], Acks::Kernel);
    check(
        "send-buffer = 4096, nagle = true, mss = 0",
        "udp",
        &[SocketOption::SendBuffer(4096)],
        Acks::Kernel,
    );
    let off = "nagle = { value = false, when = { pane = [\"off\", \"udp\"] } }";
    check(off, "tcp", &[], Acks::Kernel);
    check(off, "off", &[SocketOption::NoDelay(true)], Acks::Kernel);
    check("acks = { value = \"quick\", when = { order = \"gated\" } }", "tcp", &[], Acks::Quick);
    check("acks = { value = \"quick\", when = { order = \"free\" } }", "tcp", &[], Acks::Kernel);
    // In the order of the file.
    let both = [SocketOption::SendBuffer(4096), SocketOption::Cork(true), SocketOption::MaxSegment(3)];
    check(
        "send-buffer = 4096, cork = true, mss = \"messages\", acks = \"delayed\"",
        "tcp",
        &both,
        Acks::Delayed,
    );
    check("acks = \"quick\"", "udp", &[], Acks::Kernel);
}

#[test]
fn steps_keep_their_lines_and_names() {
    let lesson = lesson(
        "",
        "\n{ send = \"a\", id = \"first\" },\n{ repeat = 2, steps = [\n{ send = [\"b\", \"c\"], all = true, more = true, to = \"server\" } ] }",
        "{ wait = { after = \"client.first\" } }",
    );
    let scenario = scenario(&lesson, "tcp", &[]);
    let client = &scenario.endpoints[0].script;
    let head = u32::try_from(HEAD.lines().count()).unwrap();
    let lines: Vec<u32> = client.iter().map(|step| step.line - head).collect();
    assert_eq!(lines, [5, 7, 7]);
    assert_eq!(client[0].label.as_deref(), Some("first"));
    let server = stickylab::model::EndpointId(1);
    assert!(
        matches!(client[1].action, Action::Send { all: true, more: true, to: Some(to), .. } if to == server)
    );
    let gate = Action::Wait(Gate::After(stickylab::model::EndpointId(0), "first".into()));
    assert_eq!(scenario.endpoints[1].script[0].action, gate);
    assert_eq!(scenario.family, stickylab::model::Family::V6);
    assert_eq!(scenario.deadline, Duration::from_secs(2));
    assert_eq!(scenario.find_stream("client-to-server"), Some(stickylab::model::StreamId(0)));
}

#[test]
fn what_a_user_types_for_a_knob_is_read_or_explained() {
    let lesson = lesson("", "{ send = \"a\" }", "");
    let check = |knob: &str, typed: &str, expected: Result<Value, &str>| {
        let got = lesson.parse_setting(knob, typed).map_err(|error| error.to_string());
        match (&got, &expected) {
            (Err(message), Err(phrase)) => assert!(message.contains(phrase), "{message}"),
            _ => assert_eq!(got, expected.map_err(str::to_owned)),
        }
    };
    check("messages", "20", Ok(Value::Number(20)));
    check("messages", "21", Err("from 1 to 20"));
    check("messages", "many", Err("from 1 to 20"));
    check("nagle", "false", Ok(Value::Switch(false)));
    check("nagle", "off", Err("true or false"));
    check("order", "free", Ok(Value::Choice("free".to_owned())));
    check("order", "fre", Err("did you mean `free`?"));
    check("mesages", "3", Err("did you mean `messages`?"));
    check("speed", "3", Err("expected one of `messages`, `order`, `nagle`"));
}

#[test]
fn the_lessons_of_the_program_are_whole() {
    let catalog = Catalog::embedded();
    // A course may name a lesson that is still to be written: everything else is a mistake.
    let mistakes: Vec<String> = catalog
        .diagnostics()
        .iter()
        .filter(|diagnostic| !diagnostic.message.starts_with("there is no lesson"))
        .map(ToString::to_string)
        .collect();
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
    let lesson = catalog.lesson("two-sends-one-recv").unwrap();
    assert_eq!(lesson.default_settings()["recv-size"], Value::Number(10));
    let udp = scenario(lesson, "udp", &[]);
    assert_eq!(short(&udp.endpoints[0].script), "send hello; send feng; Close");
    assert_eq!(short(&udp.endpoints[1].script), "wait AllQueued; 2*[recv 10]");
    let lock_step = [("order", Value::Choice("lock-step".to_owned()))];
    let tcp = scenario(lesson, "tcp", &lock_step);
    assert_eq!(short(&tcp.endpoints[0].script), "wait Taken; send hello; wait Taken; send feng; Close");
    assert_eq!(short(&tcp.endpoints[1].script), "recv 10 to the end");
}

#[test]
fn a_folder_of_lessons_is_added_and_its_mistakes_stay_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("mine");
    let toml = |id: &str| {
        format!(
            "{}[[endpoint]]\nname = \"client\"\nscript = [{{ send = \"a\" }}]\n[[endpoint]]\nname = \"server\"\nscript = []\n",
            HEAD.replace("\"base\"", &format!("\"{id}\""))
        )
    };
    write(&root.join("good"), &toml("good"));
    write(&root.join("broken"), &toml("other"));
    fs::create_dir_all(root.join("images")).unwrap();
    fs::write(root.join("README.md"), "x").unwrap();
    let shipped = Catalog::embedded();
    let catalog = Catalog::with_folder(&root);
    let added: Vec<_> = catalog.diagnostics().iter().skip(shipped.diagnostics().len()).collect();
    assert_eq!(added.len(), 1, "{added:?}");
    assert!(added[0].file.ends_with("lesson.toml") && added[0].line == 2, "{added:?}");
    assert!(catalog.lesson("good").is_some() && catalog.lesson("other").is_none());
    assert_eq!(catalog.lessons().count(), shipped.lessons().count() + 1);
    let last = catalog.course().chapters.last().unwrap();
    assert_eq!((last.title.en.as_str(), last.title.zh.as_str()), ("mine", "mine"));
    assert_eq!(last.lessons, ["good"]);

    // A course of its own names them; of two lessons with one id, the folder's is taken.
    let shipped_id = shipped.lessons().next().unwrap().id.clone();
    write(&root.join(&shipped_id), &toml(&shipped_id));
    let course = format!(
        "format = 1\n[title]\nen = \"My course\"\nzh = \"我的课\"\n[[chapter]]\nid = \"one\"\nlessons = [\"good\", \"{shipped_id}\", \"god\"]\ntitle = {{ en = \"One\", zh = \"一\" }}\n"
    );
    fs::write(root.join("course.toml"), course).unwrap();
    let catalog = Catalog::with_folder(&root);
    let missing = catalog.diagnostics().last().unwrap();
    assert!(missing.file.ends_with("course.toml"), "{missing}");
    assert_eq!((missing.line, missing.message.as_str()), (7, "there is no lesson `god`"));
    assert!(missing.to_string().contains("did you mean `good`?"), "{missing}");
    assert_eq!(catalog.course().title.en, "My course");
    assert_eq!(
        catalog.course().chapters.last().unwrap().lessons,
        ["good".to_owned(), shipped_id.clone()]
    );
    assert_eq!(catalog.lesson(&shipped_id).unwrap().title.en, "Base");
    assert_eq!(catalog.lessons().filter(|lesson| lesson.id == shipped_id).count(), 1);
    assert_eq!(catalog.lessons().last().unwrap().id, shipped_id);

    // A lesson's own folder will do, and one that is not there is told.
    assert!(Catalog::with_folder(&root.join("good")).lesson("good").is_some());
    let nowhere = Catalog::with_folder(&root.join("nowhere"));
    assert!(nowhere.diagnostics().last().unwrap().to_string().contains("cannot be read"));
    assert!(nowhere.lesson(&shipped_id).is_some());
}

#[test]
fn a_broken_course_leaves_the_lessons() {
    let check = |course: &str, line: u32, phrase: &str| {
        let dir = tempfile::tempdir().unwrap();
        write(
            &dir.path().join("base"),
            &format!(
                "{HEAD}[[endpoint]]\nname = \"a\"\nscript = [{{ send = \"a\" }}]\n[[endpoint]]\nname = \"b\"\nscript = []\n"
            ),
        );
        fs::write(dir.path().join("course.toml"), course).unwrap();
        let catalog = Catalog::with_folder(dir.path());
        let last = catalog.diagnostics().last().unwrap();
        assert!(
            last.file.ends_with("course.toml") && last.line == line && last.to_string().contains(phrase),
            "{last}"
        );
        assert!(catalog.lesson("base").is_some());
    };
    let title = "format = 1\ntitle = { en = \"x\", zh = \"x\" }\n";
    let chapter = |rest: &str| {
        format!("{title}[[chapter]]\nid = \"one\"\ntitle = {{ en = \"x\", zh = \"x\" }}\n{rest}")
    };
    check("format = ", 1, "expected");
    check(&format!("{title}chapters = []\n"), 3, "did you mean `chapter`?");
    check(&chapter("lesson = [\"base\"]\nlessons = []"), 6, "did you mean `lessons`?");
    check(&chapter("lessons = [\"base\", \"base\"]"), 6, "each lesson once");
    check(&chapter("lessons = 3"), 6, "expected a list");
}
