//! Many runs: `run --repeat` and `sweep`.

use super::*;

const LESSON: &str = "two-sends-one-recv";

#[test]
fn outcomes_add_up_and_come_with_an_interval() {
    let outcomes = json_of(&["run", LESSON, "--set", "order=free", "--repeat", "40", "--json"]);
    assert_eq!((&outcomes["asked"], &outcomes["cancelled"]), (&40.into(), &false.into()));
    for pane in outcomes["panes"].as_array().expect("panes") {
        let listed = pane["outcomes"].as_array().expect("outcomes");
        let runs: Vec<u64> = listed.iter().map(|row| row["runs"].as_u64().expect("a number")).collect();
        assert_eq!(runs.iter().sum::<u64>(), 40, "{pane}");
        assert!(runs.is_sorted_by(|a, b| a >= b), "the most frequent comes first: {pane}");
        let broken = pane["broken"].as_f64().expect("a number") / 40.0;
        let end = |key: &str| pane[key].as_f64().expect("a number");
        assert!((end("broken_low")..=end("broken_high")).contains(&broken), "{pane}");
    }
}

#[test]
fn a_sweep_has_a_point_for_each_value_and_pane() {
    let sweep = json_of(&[
        "sweep",
        LESSON,
        "--knob",
        "recv-size",
        "--values",
        "5, 9,3",
        "--repeat",
        "6",
        "--set",
        "messages=2",
        "--json",
    ]);
    assert_eq!(sweep["schema"], "stickylab.sweep/1");
    assert_eq!((&sweep["lesson"], &sweep["knob"]), (&LESSON.into(), &"recv-size".into()));
    assert_eq!(sweep["settings"], serde_json::json!({"messages": 2, "order": "gated"}));
    let points = |pane: usize| -> Vec<(i64, i64, i64)> {
        let points = sweep["panes"][pane]["points"].as_array().expect("points");
        let number = |point: &Json, key: &str| point[key].as_i64().expect("a number");
        points.iter().map(|at| (number(at, "value"), number(at, "runs"), number(at, "broken"))).collect()
    };
    // Gated: "hello" and "feng" are queued, and recv(5) happens to end where they do.
    assert_eq!(points(0), [(5, 6, 0), (9, 6, 6), (3, 6, 6)]);
    assert_eq!(points(1), [(5, 6, 0), (9, 6, 0), (3, 6, 6)]);
}

#[test]
fn a_range_is_even_and_a_choice_can_be_swept() {
    let range = ["--from", "1", "--to", "9", "--points", "3"];
    let base = ["sweep", LESSON, "--pane", "udp", "--repeat", "2"];
    let csv = text_of(&[&base[..], &["--knob", "recv-size", "--csv"], &range].concat());
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines[0], "lesson,pane,knob,value,runs,broken,share,low,high");
    let starts = [1, 5, 9].map(|value| format!("{LESSON},udp,recv-size,{value},2,"));
    assert_eq!(lines.len(), 4, "{csv}");
    assert!(lines[1..].iter().zip(&starts).all(|(line, start)| line.starts_with(start)), "{csv}");

    let text = text_of(&[&base[..], &["--knob", "order", "--values", "gated,lock-step"]].concat());
    for part in ["The reader starts", "gated  │●", "lock-step  │●", "0 of 2 is not never: up to 77.6 %"]
    {
        assert!(text.contains(part), "no {part:?} in\n{text}");
    }
}

#[test]
fn a_sweep_that_makes_no_sense_is_refused() {
    let refuse = |arguments: &[&str], parts: &[&str]| {
        refuses(&[&["sweep", LESSON, "--repeat", "5"], arguments].concat(), parts);
    };
    refuse(&["--knob", "size", "--values", "1"], &["size", "recv-size", "messages", "order"]);
    refuse(&["--knob", "recv-size", "--values", "1,21"], &["--values", "from 1 to 20", "21"]);
    refuse(&["--knob", "recv-size", "--values", "many"], &["--values", "many"]);
    refuse(&["--knob", "order", "--values", "random"], &["random", "lock-step"]);
    let range = |from, to, points| ["--from", from, "--to", to, "--points", points];
    let recv_size = ["--knob", "recv-size"];
    let check = |range: [&str; 6], parts: &[&str]| refuse(&[&recv_size[..], &range].concat(), parts);
    check(range("9", "3", "4"), &["from 9 to 3"]);
    check(range("0", "3", "4"), &["from 1 to 20", "`0`"]);
    check(range("1", "9", "1"), &["2 to 200 points"]);
    check(range("low", "9", "3"), &["--from", "low"]);
    refuse(&[&["--knob", "order"][..], &range("1", "2", "2")].concat(), &["no slider", "gated"]);
    let both = [&recv_size[..], &["--values", "3"], &range("1", "9", "3")].concat();
    refuse(&both, &["--values", "--from", "cannot be used with"]);
    refuse(&recv_size, &["--values", "--from"]);
    refuse(&[&recv_size[..], &["--from", "3"]].concat(), &["--to", "--points"]);
    let held = [&recv_size[..], &["--values", "3", "--set", "recv-size=4"]].concat();
    refuse(&held, &["recv-size", "--set"]);
    let two = [&recv_size[..], &["--values", "3", "--json", "--csv"]].concat();
    refuse(&two, &["--json", "--csv"]);
    refuses(&["sweep", LESSON, "--knob", "recv-size", "--values", "3"], &["--repeat"]);
}

/// Ctrl-C in the middle: what was run until then is told, and the exit code says that it is not all.
#[cfg(unix)]
#[test]
fn an_interrupt_keeps_what_there_is() {
    for arguments in [
        &["run", LESSON, "--repeat", "1000000", "--json"][..],
        &["sweep", LESSON, "--knob", "messages", "--values", "2", "--repeat", "1000000", "--json"],
    ] {
        let mut child = command(arguments);
        child.stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = child.spawn().expect("the program starts");
        std::thread::sleep(std::time::Duration::from_secs(1));
        let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        assert!(sent.expect("kill(1) starts").success());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        assert!(stderr(&output).contains("cancelled"), "{}", stderr(&output));
        let object: Json = serde_json::from_str(&stdout(&output)).expect("what there is, is told");
        assert_eq!((&object["asked"], &object["cancelled"]), (&1_000_000.into(), &true.into()));
        let pane = &object["panes"][0];
        let runs = if pane["runs"].is_null() { &pane["points"][0]["runs"] } else { &pane["runs"] };
        let runs = runs.as_u64().expect("a number");
        assert!(runs > 0 && runs < 1_000_000, "{runs}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_sees_how_far_it_is_and_nothing_of_it_is_left_in_the_output() {
    let shell = format!("'{PROGRAM}' run {LESSON} --repeat 300 --json 2>/dev/tty");
    let output = Command::new("script")
        .args(["-qefc", &shell, "/dev/null"])
        .stdin(Stdio::null())
        .env("LC_ALL", "C.UTF-8")
        .env("TERM", "xterm")
        .output()
        .expect("script(1) starts");
    let text = stdout(&output);
    assert!(text.contains("of 300 runs"), "{text}");
    let json = text.lines().last().and_then(|line| line.find('{').map(|at| &line[at..]));
    let object: Json = serde_json::from_str(json.expect("an object")).expect("one object");
    assert_eq!(object["panes"][0]["runs"], 300);
}
