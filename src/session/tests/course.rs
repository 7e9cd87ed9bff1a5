//! Paths, chapters, and beginning anew.

use super::*;

/// The two lessons in a chapter of their own, and a path with the second one alone.
fn desk_with_course() -> Desk {
    let desk = Desk::new();
    let course = r#"format = 1
[title]
en = "Mine"
zh = "我的"
[[chapter]]
id = "both"
title = { en = "Both", zh = "两课" }
lessons = ["alpha", "beta"]
[[path]]
id = "short"
title = { en = "Short", zh = "短" }
lessons = ["beta"]
"#;
    fs::write(desk.lessons.path().join("course.toml"), course).unwrap();
    desk
}

#[test]
fn behind_a_chapter_stands_its_page() {
    let desk = desk_with_course();
    let mut seat = Seat::at_step(&desk, "alpha", 1);
    seat.session.answer(1);
    seat.session.go_to_step(3);
    seat.session.advance();
    assert_eq!(seat.session.lesson().unwrap().id, "beta");
    seat.settle();
    seat.session.go_to_step(1);
    seat.settle();
    seat.session.answer(0);
    seat.session.go_to_step(3);
    seat.session.advance();
    let page = seat.session.page().expect("the chapter's page").clone();
    assert_eq!(page.id, "both");
    let progress = seat.session.chapter_progress(&page);
    let expected = ChapterProgress { lessons: 2, finished: 2, decided: 2, right: 1 };
    assert_eq!(progress, expected);
    assert!(progress.is_done());
    seat.session.close_page();
    assert_eq!(seat.session.lesson().unwrap().id, "beta");
}

#[test]
fn a_path_leaves_lessons_out_and_is_remembered() {
    let desk = desk_with_course();
    let mut seat = Seat::at_step(&desk, "alpha", 0);
    seat.session.set_path(Some("short"));
    drop(seat);
    let mut seat = desk.sit(None);
    assert_eq!(seat.session.path().unwrap().id, "short");
    let chapter = seat.session.chapter().unwrap().clone();
    let ids: Vec<String> =
        seat.session.lessons_of(&chapter).iter().map(|lesson| lesson.id.clone()).collect();
    assert_eq!(ids, ["beta"]);
    assert_eq!(seat.session.lesson().unwrap().id, "alpha", "what is open stays open");
    assert_eq!(seat.session.neighbour(true).unwrap().id, "beta");
    seat.session.advance();
    assert!(seat.session.neighbour(true).is_none() && seat.session.neighbour(false).is_none());
    seat.session.set_path(Some("gone"));
    assert!(seat.session.path().is_none(), "a path that is not there is the whole course");
}

#[test]
fn progress_is_forgotten_only_with_a_copy_beside() {
    let desk = desk_with_course();
    let mut seat = Seat::at_step(&desk, "beta", 3);
    assert_eq!(seat.session.progress("beta"), LessonProgress::Finished);
    let before_text = fs::read_to_string(desk.file("progress.toml")).unwrap();
    seat.session.reset_progress();
    assert_eq!(seat.session.progress("beta"), LessonProgress::NotStarted);
    let kept = seat.session.take_notices().into_iter().find_map(|notice| match notice {
        Notice::ProgressReset { kept_as } => kept_as,
        _ => None,
    });
    assert_eq!(fs::read_to_string(kept.unwrap()).unwrap(), before_text);
    let seen = "seen = [\"intro\", \"turn\"]\nran = true";
    assert!(before_text.contains(seen), "{before_text}");
    drop(seat);
    assert_eq!(desk.sit(None).session.progress("beta"), LessonProgress::NotStarted);
}
