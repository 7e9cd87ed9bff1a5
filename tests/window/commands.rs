//! Every command by each of its keys, where it applies: what it changes, and that it changes nothing else.

use std::fmt::Write as _;
use std::path::Path;

use eframe::egui::{KeyboardShortcut, Popup};
use stickylab::lesson::{Lang, Value, View};
use stickylab::session::{ByHand, Theme};
use stickylab::text::{EN, ZH};
use stickylab::ui::command::{Command as C, MOST_ANSWERS};

use crate::by_keyboard::focused;
use crate::driver::{Opening, Window, folder};
use crate::legible::texts;

const LESSON: &str = "two-sends-one-recv";
/// A lesson whose question has as many answers as there are keys for.
const MANY: &str = "many-answers";

/// All that commands change.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    place: (String, usize),
    answered: Option<usize>,
    votes: Vec<u32>,
    hidden: bool,
    run: u64,
    knob: Value,
    /// The opening of sockets that are led by hand.
    opening: Option<u64>,
    counted: Option<u64>,
    view: View,
    /// Over time: what is written at the axis, and how far down in points. A short way along it leaves
    /// the same words.
    moments: Vec<(String, f32)>,
    /// Position in nanoseconds, whether it plays, whether it begins anew.
    replay: Option<(f64, bool, bool)>,
    lang: Lang,
    theme: Theme,
    text_scale: u16,
    /// What lies over the window or in its place, by what it says.
    over: Vec<&'static str>,
    menu: bool,
    saved: usize,
    focused: bool,
}

fn look(window: &Window, home: &Path) -> Seen {
    let session = window.session();
    let over = [
        ("keys", [EN.keys.how_to_close, ZH.keys.how_to_close]),
        ("black", [EN.present.black, ZH.present.black]),
        ("white", [EN.present.white, ZH.present.white]),
        ("terms", [EN.terms.search, ZH.terms.search]),
    ];
    let over = over.into_iter().filter(|(_, says)| says.iter().any(|text| window.is_saying(text)));
    let over = over.map(|(name, _)| name);
    let presents = window.is_region(EN.present.title) || window.is_region(ZH.present.title);
    let playback = session.playback();
    let moments = texts(window).into_iter().map(|seen| (seen.text, seen.rect.top()));
    let moments = moments.filter(|(text, _)| text.ends_with(" ms") || text.ends_with(" µs"));
    Seen {
        place: (session.lesson().unwrap().id.clone(), session.step_index()),
        answered: session.answered().map(|answer| answer.choice),
        votes: session.votes(),
        hidden: session.is_hidden(),
        run: session.run_kept().map_or(0, |run| run.number),
        knob: session.settings().unwrap()["recv-size"].clone(),
        opening: session.by_hand().map(ByHand::number),
        counted: session.outcomes().map(|counted| counted.done),
        view: session.view(),
        moments: if session.view() == View::Time { moments.collect() } else { Vec::new() },
        replay: playback.map(|now| (now.position_ns(), now.is_playing(), now.is_looping())),
        lang: session.lang(),
        theme: session.theme(),
        text_scale: session.text_scale(),
        over: presents.then_some("present").into_iter().chain(over).collect(),
        menu: Popup::is_any_open(&window.harness.ctx),
        saved: std::fs::read_dir(home.join("runs")).map_or(0, Iterator::count),
        focused: focused(window).is_some(),
    }
}

/// What leads to the place where a command applies. Of several keys the first is pressed.
fn before(command: C) -> &'static [C] {
    const SHOWN: &[C] = &[C::Next, C::Next];
    const TIMED: &[C] = &[C::Next, C::Next, C::ViewTime];
    const REPLAYED: &[C] = &[C::Next, C::Next, C::Replay, C::NextEvent];
    const CLASS: &[C] = &[C::Next, C::Present];
    match command {
        C::Smaller => &[C::Larger],
        C::PlayPause | C::PreviousEvent | C::NextEvent | C::ToStart | C::ToEnd | C::Loop => REPLAYED,
        C::Close => &[C::Help],
        C::Fit | C::ScrollUp | C::ScrollDown => &[C::Next, C::Next, C::ViewTime, C::ZoomIn],
        C::ZoomIn | C::ZoomOut | C::ViewBytes => TIMED,
        C::StartOver => &[C::Next, C::Next, C::ByHand],
        C::ViewTime
        | C::ViewOutcomes
        | C::Run
        | C::Repeat
        | C::Replay
        | C::ByHand
        | C::Save
        | C::Undo
        | C::Redo
        | C::Reset => SHOWN,
        C::Black | C::White => &[C::Present],
        C::Back | C::Answer(_) => &[C::Next],
        C::HandUp(_) | C::HandDown(_) | C::Reveal => CLASS,
        _ => &[],
    }
}

/// What is done by other means than commands.
fn prepare(window: &mut Window, command: C) {
    match command {
        C::Undo | C::Redo | C::Reset => {
            window.drag("Bytes per recv(n)", &[4], |_| {});
            window.settle();
            if command == C::Redo {
                press(window, C::Undo.shortcuts()[0]);
            }
        }
        C::HandDown(place) => press(window, C::HandUp(place).shortcuts()[0]),
        _ => {}
    }
}

/// What is to be seen after a command, if that is certain.
fn expected(command: C, was: &Seen) -> Option<Seen> {
    let mut now = was.clone();
    let hand = |place: u8, more: i32| {
        let mut votes = was.votes.clone();
        let count = &mut votes[usize::from(place)];
        *count = count.saturating_add_signed(more);
        votes
    };
    match command {
        C::Run => now.run += 1,
        C::Repeat => (now.counted, now.view) = (Some(200), View::Outcomes),
        C::ByHand => (now.opening, now.focused) = (Some(1), true),
        C::StartOver => now.opening = Some(2),
        C::ViewBytes => (now.view, now.moments) = (View::Bytes, Vec::new()),
        C::ViewOutcomes => now.view = View::Outcomes,
        C::Loop => now.replay = was.replay.map(|(at, plays, loops)| (at, plays, !loops)),
        C::ToStart => now.replay = was.replay.map(|(_, plays, loops)| (0.0, plays, loops)),
        C::HandUp(place) => now.votes = hand(place, 1),
        C::HandDown(place) => now.votes = hand(place, -1),
        C::Black => now.over = vec!["black"],
        C::White => now.over = vec!["white"],
        C::Save => now.saved += 1,
        C::Undo | C::Reset => (now.knob, now.run) = (Value::Number(10), was.run + 1),
        C::Redo => (now.knob, now.run) = (Value::Number(4), was.run + 1),
        C::Language => now.lang = Lang::Zh,
        C::Theme => now.theme = was.theme.next(),
        C::Larger => now.text_scale = 110,
        C::Smaller => now.text_scale = 100,
        C::Settings => (now.menu, now.focused) = (true, true),
        C::Present => now.over = vec!["present"],
        C::Terms => (now.over, now.focused) = (vec!["terms"], true),
        C::Lessons | C::NextPart | C::PreviousPart => now.focused = true,
        C::Help => (now.over, now.focused) = (vec!["keys"], true),
        C::Close => (now.over, now.focused) = (Vec::new(), false),
        _ => return None,
    }
    Some(now)
}

/// What is to be seen where more than one thing follows, or a run's own times decide.
#[track_caller]
fn check(command: C, was: &Seen, now: &Seen) {
    let at = |seen: &Seen| seen.replay.map(|(at, _, _)| at);
    match command {
        C::Next => assert_eq!((&now.place, now.hidden), (&(LESSON.to_owned(), 1), true)),
        C::Back => assert_eq!((&now.place, now.hidden), (&(LESSON.to_owned(), 0), true)),
        C::PreviousLesson => assert_eq!(now.place, (LESSON.to_owned(), 0)),
        C::NextLesson => assert_eq!(now.place, ("one-send-two-recvs".to_owned(), 0)),
        C::Answer(place) => {
            assert_eq!((now.answered, now.hidden), (Some(usize::from(place)), false));
        }
        C::Reveal => assert_eq!((was.hidden, now.hidden, now.answered), (true, false, None)),
        C::ViewTime => assert!(now.view == View::Time && now.moments.len() > 2, "{now:?}"),
        C::Fit | C::ZoomIn | C::ZoomOut | C::ScrollUp | C::ScrollDown => {
            assert_eq!((now.view, &now.place, now.run), (was.view, &was.place, was.run));
            assert_ne!(now.moments, was.moments, "{command:?}");
        }
        C::Replay => assert!(was.replay.is_none() && now.replay.is_some(), "{now:?}"),
        C::PlayPause => assert!(now.replay.unwrap().1, "it plays"),
        C::PreviousEvent => assert!(at(now) < at(was), "{:?} and {:?}", at(now), at(was)),
        C::NextEvent | C::ToEnd => assert!(at(now) > at(was), "{:?} and {:?}", at(now), at(was)),
        other => panic!("{other:?} is checked nowhere"),
    }
}

#[test]
fn every_command_does_what_it_says_by_each_of_its_keys() {
    let lessons = folder();
    write_many_answers(lessons.path());
    let mut flaws = Vec::new();
    for command in C::all() {
        for shortcut in command.shortcuts() {
            let home = folder();
            let of_many = matches!(command, C::Answer(_) | C::HandUp(_) | C::HandDown(_));
            let lesson = match command {
                C::PreviousLesson => "one-send-two-recvs",
                _ if of_many => MANY,
                _ => LESSON,
            };
            let opening = Opening::new(home.path());
            let opening = if of_many { opening.watching(lessons.path()) } else { opening };
            let mut window = opening.lesson(lesson).open();
            window.settle();
            for &command in before(command) {
                press(&mut window, command.shortcuts()[0]);
            }
            prepare(&mut window, command);
            let was = look(&window, home.path());
            press(&mut window, shortcut);
            let now = look(&window, home.path());
            assert_ne!(now, was, "{command:?} by {shortcut:?}");
            match expected(command, &was) {
                Some(expected) if now != expected => {
                    flaws.push(format!("{command:?} by {shortcut:?}: {now:?}\n not {expected:?}"));
                }
                Some(_) => {}
                None => check(command, &was, &now),
            }
        }
    }
    assert!(flaws.is_empty(), "{} flaws:\n{}", flaws.len(), flaws.join("\n"));
}

fn press(window: &mut Window, shortcut: KeyboardShortcut) {
    window.press_with(shortcut.modifiers, shortcut.logical_key);
    window.harness.run_steps(2);
    if window.session().by_hand().is_some() {
        window.settle();
        window.harness.run_steps(3);
    } else if window.session().playback().is_none_or(|playback| !playback.is_playing()) {
        window.step_until("all is counted", |window| !window.session().is_counting());
        window.settle();
    }
}

/// The lesson itself, with more wrong answers.
fn write_many_answers(lessons: &Path) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons").join(LESSON);
    let to = lessons.join(MANY);
    std::fs::create_dir_all(&to).unwrap();
    for file in ["en.md", "zh.md"] {
        std::fs::copy(from.join(file), to.join(file)).unwrap();
    }
    let toml = std::fs::read_to_string(from.join("lesson.toml")).unwrap();
    let last = "equals = \"feng\" },\n";
    let mut more = String::new();
    for place in 3..MOST_ANSWERS {
        let label = format!("{{ en = \"{place}\", zh = \"{place}\" }}");
        let fact = "fact = \"read-data\", pane = \"tcp\", read = 0";
        writeln!(more, "    {{ label = {label}, {fact}, equals = \"{place}\" }},").unwrap();
    }
    assert!(toml.contains(last));
    let toml = toml.replace(last, &format!("{last}{more}"));
    std::fs::write(to.join("lesson.toml"), toml.replace(LESSON, MANY)).unwrap();
}
