//! What the keys do.

use std::path::Path;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use serde_json::Value as Json;

use crate::driver::{Opening, Window, folder, stage};

const LESSON: &str = "two-sends-one-recv";

fn open(folder: &Path) -> Window {
    let mut window = Opening::new(folder).lesson(LESSON).open();
    window.settle();
    window
}

/// The lesson with its result in sight.
fn revealed(folder: &Path) -> Window {
    let mut window = open(folder);
    window.press(Key::PageDown);
    window.click(Role::Button, "Just show me");
    window.settle();
    window
}

#[test]
fn space_runs_again() {
    let folder = folder();
    let mut window = revealed(folder.path());
    let before = stage(&window).number;
    for number in [before + 1, before + 2] {
        window.press(Key::Space);
        window.step_until_says(&format!("run {number} took"));
        window.pane_says("TCP", &["recv 1: 9 bytes, merged, messages 1 and 2"]);
    }
}

#[test]
fn page_keys_go_through_steps_and_lessons() {
    let folder = folder();
    let mut window = open(folder.path());
    let mut check = |modifiers: Modifiers, key: Key, expected: &str| {
        window.press_with(modifiers, key);
        window.says(expected);
    };
    let (plain, command) = (Modifiers::NONE, Modifiers::COMMAND);
    check(plain, Key::PageUp, "Step 1 of 5 · Read");
    check(plain, Key::PageDown, "Step 2 of 5 · Predict");
    check(plain, Key::PageDown, "Step 3 of 5 · Observe");
    check(plain, Key::PageUp, "Step 2 of 5 · Predict");
    for place in ["Step 3", "Step 4", "Step 5 of 5 · Explain", "Step 5 of 5 · Explain"] {
        check(plain, Key::PageDown, place);
    }
    check(plain, Key::PageDown, "This is the last step. “Next lesson” (Ctrl+PageDown) goes on.");
    check(command, Key::PageDown, "One send, two recvs, not begun");
    check(plain, Key::PageDown, "One send, two recvs, begun");
    check(command, Key::PageUp, "Two sends, one recv, finished");
    check(plain, Key::PageUp, "Step 1 of 5 · Read");
}

#[test]
fn a_path_that_leaves_the_open_lesson_out_says_where_it_goes_on() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).lesson("sandbox").open();
    window.settle();
    window.click(Role::ComboBox, "Path through the course: Whole course");
    window.click(Role::Button, "45 minutes");
    window.harness.run_steps(2);
    window.says("“Sandbox” is not on this path.");
    window.press_with(Modifiers::COMMAND, Key::PageDown);
    let catalog = window.session().catalog();
    let path = catalog.course().paths.iter().find(|path| path.id == "45-minutes").unwrap();
    let lessons = path.lessons.clone();
    assert_eq!(window.session().lesson().unwrap().id, lessons[0]);
    for lesson in &lessons[1..] {
        window.press_with(Modifiers::COMMAND, Key::PageDown);
        assert_eq!(window.session().lesson().unwrap().id, *lesson);
    }
    window.press_with(Modifiers::COMMAND, Key::PageDown);
    window.harness.step();
    window.says("This is the last lesson of this path.");
}

#[test]
fn what_is_saved_is_what_the_stage_says() {
    let folder = folder();
    let mut window = open(folder.path());
    window.press_with(Modifiers::COMMAND, Key::S);
    window.says("There is no run on the stage yet");

    drop(window);
    let mut window = revealed(folder.path());
    window.press(Key::PageDown);
    window.press(Key::PageDown);
    window.drag("Bytes per recv(n)", &[4], |_| {});
    window.settle();
    window.press_with(Modifiers::COMMAND, Key::S);
    let path = folder.path().join("runs").join(format!("{LESSON}-1.json"));
    window.says(&format!("Saved as {}", path.display()));

    let saved: Json = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    assert_eq!(saved["lesson"], LESSON);
    assert_eq!(saved["settings"]["recv-size"], 4);
    let panes = saved["panes"].as_array().unwrap();
    assert_eq!(panes.len(), 2);
    for (pane, title) in panes.iter().zip(["TCP", "UDP"]) {
        let told = told_by(pane);
        window.pane_says(title, &told.iter().map(String::as_str).collect::<Vec<_>>());
    }
    assert!(told_by(&panes[0]).contains(&"recv 2: 4 bytes, mixed, messages 1 and 2".to_owned()));
}

/// What the stage says of a saved pane of two messages.
fn told_by(pane: &Json) -> Vec<String> {
    let number = |json: &Json| json.as_u64().unwrap();
    let reads = pane["reads"].as_array().unwrap();
    let told = reads.iter().enumerate().map(|(at, read)| {
        let returned =
            number(&pane["calls"][usize::try_from(number(&read["call"])).unwrap()]["returned"]);
        let verdict = read["verdict"].as_str().unwrap();
        let pieces = read["pieces"].as_array().unwrap();
        let worth = match (verdict, &pieces[..]) {
            ("end-of-stream", _) => "end of stream".to_owned(),
            ("partial", [piece]) => format!("partial, part of message {}", number(&piece["message"]) + 1),
            (_, [piece]) => format!("{verdict}, message {}", number(&piece["message"]) + 1),
            _ => format!("{verdict}, messages 1 and 2"),
        };
        let plural = if returned == 1 { "" } else { "s" };
        format!("recv {}: {returned} byte{plural}, {worth}", at + 1)
    });
    let mut told: Vec<String> = told.collect();
    let summary = &pane["summary"][0];
    let fate = if number(&summary["boundaries_lost"]) == 1 { "lost" } else { "kept" };
    told.push(format!("boundary after message 1: {fate}"));
    told
}

#[test]
fn the_language_changes_everywhere_and_back() {
    let folder = folder();
    let mut window = revealed(folder.path());
    let english = window.labels();
    window.press_with(Modifiers::COMMAND, Key::L);
    window.settle();
    window.pane_says(
        "TCP",
        &[
            "2 次 send → 1 次 recv",
            "报文段",
            "send 1：5 字节，'hello'",
            "recv 1：9 字节，合并，消息 1 和 2",
            "消息 1 之后的边界：丢失了",
        ],
    );
    window.region("课程");
    for text in
        ["可以调节", "第 2 步，共 5 步 · 预测", "每次 recv(n) 的字节数", "两次 send，一次 recv，学习中"]
    {
        window.says(text);
    }
    let chinese = window.labels();
    let same = chinese.iter().filter(|label| english.contains(label));
    let in_english = same.filter(|label| has_english_word(label)).collect::<Vec<_>>();
    assert!(in_english.is_empty(), "{in_english:?}");

    window.press_with(Modifiers::COMMAND, Key::L);
    window.settle();
    assert_eq!(window.labels(), english);
}

/// Whether there is more than names of calls, names of transports, numbers, and bytes.
fn has_english_word(label: &str) -> bool {
    let quoted = label.split('\'').skip(1).step_by(2).collect::<Vec<_>>();
    let bare = quoted.iter().fold(label.to_owned(), |bare, quoted| bare.replace(quoted, ""));
    let mut words = bare.split(|character: char| !character.is_ascii_alphabetic());
    let known =
        ["send", "recv", "sendto", "recvfrom", "recvmsg", "TCP", "UDP", "Sticky", "Packet", "Lab"];
    words.any(|word| word.len() > 1 && !known.contains(&word))
}
