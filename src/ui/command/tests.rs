//! The table of commands is whole, and no key means two things.

use std::collections::HashMap;

use super::*;
use crate::text::{EN, ZH};

/// Every situation that there can be, and some that there cannot.
fn situations() -> impl Iterator<Item = Situation> {
    let answers = [0, 1, 2, 5, MOST_ANSWERS];
    (0..1u16 << 9).flat_map(move |bits| {
        let is = move |bit: u16| bits & (1 << bit) != 0;
        answers.into_iter().map(move |answers| Situation {
            present: is(0),
            covered: is(1),
            // Where a question is open, its answer is kept back.
            hidden: is(2) || answers > 0,
            replay: is(3),
            over_time: is(4),
            by_hand: is(5),
            focused: is(6) || is(7) || is(8),
            typing: is(7),
            sliding: is(8) && !is(7),
            answers,
        })
    })
}

#[test]
fn no_two_commands_share_their_keys_in_any_situation() {
    for now in situations() {
        let mut taken: HashMap<KeyboardShortcut, Command> = HashMap::new();
        let mut looser: Vec<(KeyboardShortcut, Command)> = Vec::new();
        for command in Command::all() {
            for shortcut in command.shortcuts_in(&now) {
                let other = taken.insert(shortcut, command);
                assert_eq!(other, None, "{shortcut:?} is {command:?} too in {now:?}");
                // Extra Shift and Alt do not keep a shortcut from being found.
                let earlier = looser.iter().find(|(earlier, _)| {
                    earlier.logical_key == shortcut.logical_key
                        && shortcut.modifiers.matches_logically(earlier.modifiers)
                });
                assert_eq!(earlier, None, "it would be found before {command:?}");
                looser.push((shortcut, command));
            }
        }
    }
}

#[test]
fn every_command_has_its_keys_in_some_situation() {
    for command in Command::all() {
        for shortcut in command.shortcuts() {
            let mut all = situations();
            assert!(all.any(|now| command.shortcuts_in(&now).contains(&shortcut)), "{command:?}");
        }
        for present in [false, true] {
            let found =
                situations().any(|now| now.present == present && !command.shortcuts_in(&now).is_empty());
            assert_eq!(found, command.belongs_to(present), "{command:?}, present: {present}");
        }
    }
}

#[test]
fn screen_magnifiers_keep_their_keys() {
    for shortcut in Command::all().flat_map(Command::shortcuts) {
        let magnifier = [Key::Num1, Key::Num2, Key::Num3, Key::Num4].contains(&shortcut.logical_key);
        assert!(!magnifier || !shortcut.modifiers.command, "{shortcut:?}");
    }
}

#[test]
fn a_field_keeps_the_keys_that_text_is_typed_with() {
    let typing = Situation { focused: true, typing: true, ..Situation::default() };
    for now in situations().filter(|now| now.typing).chain([typing]) {
        for shortcut in Command::all().flat_map(|command| command.shortcuts_in(&now)) {
            let key = shortcut.logical_key;
            let is_text = key.name().len() == 1 || matches!(key, Key::Space | Key::Home | Key::End);
            let is_bare = shortcut.modifiers.is_none() || shortcut.modifiers.shift_only();
            assert!(!(is_text && is_bare) && key != Key::Z, "{shortcut:?} in {now:?}");
        }
    }
}

#[test]
fn every_command_has_a_label_and_a_tooltip_that_names_its_keys() {
    let check = |command: Command, english: &str, chinese: &str| {
        assert_eq!(command.hint(&EN), english);
        assert_eq!(command.hint(&ZH), chinese);
    };
    check(Command::Next, "To the next step (PageDown)", "到下一步（PageDown）");
    check(
        Command::Run,
        "Runs the lesson again, over real sockets (Space or Ctrl+Enter)",
        "用真实的套接字再运行一次（空格 或 Ctrl+Enter）",
    );
    check(Command::Redo, "Turns it again (Ctrl+Shift+Z)", "恢复刚撤销的调节（Ctrl+Shift+Z）");
    check(Command::ZoomIn, "Magnifies time (+)", "把时间放大（+）");
    for words in [&EN, &ZH] {
        for command in Command::all() {
            let (label, tooltip) = command.words(words);
            assert!(!label.is_empty() && !tooltip.is_empty(), "{command:?}");
            assert!(!command.keys(words).is_empty(), "{command:?}");
        }
    }
}
