//! What outlives the window.

use super::*;

#[test]
fn a_restart_goes_on_where_the_user_was() {
    let desk = Desk::new();
    let mut seat = Seat::at_step(&desk, "beta", 1);
    seat.session.answer(0);
    seat.session.next();
    seat.session.set_lang(Lang::Zh);
    seat.session.set_theme(Theme::Light);
    assert_eq!(seat.session.progress("beta"), LessonProgress::Started);
    drop(seat);
    let mut seat = desk.sit(None);
    assert_eq!(seat.session.lesson().unwrap().id, "beta");
    assert_eq!(seat.session.step().unwrap().id, "look");
    assert_eq!((seat.session.lang(), seat.session.theme()), (Lang::Zh, Theme::Light));
    seat.session.back();
    assert_eq!(seat.session.answered(), Some(Answer { choice: 0, right: Some(false) }));
    assert!(!seat.session.is_hidden());
    seat.session.go_to_step(3);
    assert_eq!(seat.session.progress("beta"), LessonProgress::Finished);
    assert_eq!(seat.session.progress("alpha"), LessonProgress::NotStarted);
    assert!(!seat.session.can_next());
    seat.session.select_lesson("alpha");
    seat.session.select_lesson("beta");
    assert_eq!(seat.session.step_index(), 0, "a finished lesson begins again");
    assert!(seat.told().is_empty());
}

#[test]
fn a_language_of_the_command_line_is_not_remembered() {
    let desk = Desk::new();
    let options = StartOptions { lang: Some(Lang::Zh), ..desk.options(None) };
    assert_eq!(Seat::take(options, engine::run).session.lang(), Lang::Zh);
    assert_eq!(desk.sit(None).session.lang(), Lang::En);
}

#[test]
fn damaged_files_are_set_aside_and_the_lab_goes_on() {
    let desk = Desk::new();
    fs::write(desk.file("settings.toml"), "lang = ").unwrap();
    fs::write(desk.file("progress.toml"), "format = 9").unwrap();
    let mut seat = desk.sit(Some("alpha"));
    let kept: Vec<_> = seat.session.take_notices().into_iter().filter_map(kept_as).collect();
    assert_eq!(kept, [desk.file("settings.toml.damaged"), desk.file("progress.toml.damaged")]);
    assert_eq!(fs::read_to_string(&kept[0]).unwrap(), "lang = ");
    seat.settle();
    assert_eq!(seat.read_sizes(), [9, 0]);
    assert!(desk.file("settings.toml").exists());
}

fn kept_as(notice: Notice) -> Option<PathBuf> {
    match notice {
        Notice::Damaged { kept_as, .. } => kept_as,
        _ => None,
    }
}

#[test]
fn a_folder_that_cannot_be_written_stops_nothing() {
    let desk = Desk::new();
    fs::write(desk.file("in-the-way"), "").unwrap();
    let storage = Storage::in_folder(&desk.file("in-the-way/deeper"));
    let options = StartOptions { storage, ..desk.options(Some("alpha")) };
    let mut seat = Seat::take(options, engine::run);
    seat.settle();
    assert_eq!(seat.read_sizes(), [9, 0]);
    assert!(!seat.told().is_empty());
    seat.session.next();
    seat.session.set_theme(Theme::Dark);
    assert!(seat.told().is_empty(), "it was said already");
    seat.session.reveal();
    seat.settle();
    assert!(matches!(seat.session.save(), Err(SaveError::CannotWrite { .. })));
}

#[test]
fn saving_counts_up_and_never_overwrites() {
    let desk = Desk::new();
    let mut seat = Seat::at_step(&desk, "alpha", 2);
    let first = seat.session.save().unwrap().remove(0);
    assert_eq!(first, desk.file("runs/alpha-1.json"));
    fs::write(desk.file("runs/alpha-7.json"), "mine").unwrap();
    assert_eq!(seat.session.save().unwrap(), [desk.file("runs/alpha-8.json")]);
    assert_eq!(fs::read_to_string(desk.file("runs/alpha-7.json")).unwrap(), "mine");
    let saved: serde_json::Value = serde_json::from_str(&fs::read_to_string(first).unwrap()).unwrap();
    assert_eq!(saved["schema"], "stickylab.run/1");
    assert_eq!(saved["settings"].to_string(), r#"{"recv-size":10,"messages":2}"#);
    assert_eq!(saved["panes"][0]["summary"][0]["boundaries_lost"], 1);
    let names: Vec<_> = fs::read_dir(desk.file("runs")).unwrap().collect();
    assert_eq!(names.len(), 3, "nothing else is left in the folder");
    let told = seat.told();
    assert!(matches!(&told[..], [Notice::Saved(_), Notice::Saved(_)]), "{told:?}");
}

#[test]
fn a_hidden_run_is_not_saved() {
    let desk = Desk::new();
    let mut seat = Seat::at_step(&desk, "alpha", 1);
    assert!(matches!(seat.session.save(), Err(SaveError::NoRun)));
}
