//! Runs the program in a network namespace of its own, beside tcpdump.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value as Json;

/// Switches off everything by which a device takes several segments as one, captures what passes while
/// the program runs, and ends the capture once nothing more is written.
const SCRIPT: &str = r#"
ip link set lo up && ethtool -K lo tso off gso off gro off || exit 99
folder=$1; shift
tcpdump -i lo -n -tt --nano --immediate-mode -l -s 128 -B 16384 tcp >"$folder/frames" 2>"$folder/log" &
witness=$!
until grep -q 'listening on' "$folder/log"; do
    kill -0 $witness 2>/dev/null || exit 98
    sleep 0.02
done
"$@"
status=$?
size=none
until [ "$(wc -c <"$folder/frames")" = "$size" ]; do
    size=$(wc -c <"$folder/frames")
    sleep 0.3
done
kill -INT $witness
wait $witness
exit $status
"#;

/// A TCP segment that was seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// When, in seconds since 1970.
    pub time: f64,
    /// The port that it went to.
    pub to_port: u16,
    /// Bytes of data in it.
    pub length: u64,
}

/// Standard output of the program as JSON, and what passed meanwhile.
#[track_caller]
pub fn capture(arguments: &[&str]) -> (Json, Vec<Frame>) {
    let tools =
        [("unshare", "util-linux"), ("ip", "iproute2"), ("ethtool", "ethtool"), ("tcpdump", "tcpdump")];
    for (tool, package) in tools {
        let started =
            Command::new(tool).arg("--help").stdout(Stdio::null()).stderr(Stdio::null()).status();
        assert!(started.is_ok(), "{tool} is missing: apt-get install {package}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let output = Command::new("unshare")
        .args(["--net", "sh", "-c", SCRIPT, "sh"])
        .arg(folder.path())
        .arg(env!("CARGO_BIN_EXE_stickylab"))
        .args(arguments)
        .stdin(Stdio::null())
        .env("LC_ALL", "C")
        .output()
        .expect("unshare starts");
    let complaint = String::from_utf8_lossy(&output.stderr);
    let log = fs::read_to_string(folder.path().join("log")).unwrap_or_default();
    assert!(output.status.success(), "{arguments:?}: {complaint}\n{log}");
    assert!(log.contains("\n0 packets dropped by kernel"), "the capture is not whole: {log}");
    let run = serde_json::from_slice(&output.stdout).expect("standard output is one JSON object");
    (run, frames_in(&folder.path().join("frames")))
}

fn frames_in(file: &Path) -> Vec<Frame> {
    let text = fs::read_to_string(file).expect("tcpdump wrote lines of text");
    // At its end tcpdump writes an empty line.
    let lines = text.lines().filter(|line| !line.is_empty());
    lines.map(|line| frame_in(line).unwrap_or_else(|| panic!("not understood: {line}"))).collect()
}

/// `1700000000.000000001 IP 127.0.0.1.40001 > 127.0.0.1.40002: Flags [P.], …, length 10`
fn frame_in(line: &str) -> Option<Frame> {
    let (time, rest) = line.split_once(" IP ")?;
    let (_, rest) = rest.split_once(" > ")?;
    let (to, rest) = rest.split_once(": ")?;
    let (_, length) = rest.rsplit_once("length ")?;
    let end = length.find(|character: char| !character.is_ascii_digit()).unwrap_or(length.len());
    Some(Frame {
        time: time.parse().ok()?,
        to_port: to.rsplit_once('.')?.1.parse().ok()?,
        length: length[..end].parse().ok()?,
    })
}

#[test]
fn lines_of_tcpdump_are_understood() {
    let check = |line, to_port, length| {
        assert_eq!(frame_in(line), Some(Frame { time: 1_700_000_000.25, to_port, length }));
    };
    check(
        "1700000000.250000000 IP 127.0.0.1.40001 > 127.0.0.1.40002: Flags [P.], seq 1:11, ack 1, \
         win 512, options [nop,nop,TS val 1 ecr 1], length 10",
        40002,
        10,
    );
    check("1700000000.250000000 IP 127.0.0.1.9 > 127.0.0.1.8080: Flags [.], length 5: HTTP", 8080, 5);
    assert_eq!(frame_in("tcpdump: listening on lo"), None);
}
