//! What outlives the window, and what is done when it is damaged.

use std::fs;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use stickylab::session::Theme;

use crate::driver::{Opening, folder};

#[test]
fn progress_and_settings_survive_a_restart() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).language_as_left().open();
    window.press_with(Modifiers::COMMAND, Key::L);
    window.press_with(Modifiers::COMMAND, Key::T);
    window.press_with(Modifiers::COMMAND, Key::T);
    window.click(Role::ListBoxOption, "两次 send，一次 recv，未开始");
    window.press(Key::PageDown);
    window.settle();
    window.click(Role::RadioButton, "A b'hello'");
    window.step_until_says("你选了 A。这次运行的答案是 B");
    window.press(Key::PageDown);
    drop(window);

    let mut window = Opening::new(folder.path()).language_as_left().open();
    window.settle();
    assert_eq!(window.session().theme(), Theme::Dark);
    window.says("第 3 步，共 5 步 · 观察");
    window.node(Role::ListBoxOption, "两次 send，一次 recv，学习中");
    // The question was answered: the result is not kept back.
    window.pane_says("TCP", &["recv 1：9 字节，合并，消息 1 和 2"]);
    window.press(Key::PageUp);
    window.settle();
    window.says("你选了 A。这次运行的答案是 B");
    window.press(Key::PageDown);
    window.press(Key::PageDown);
    window.press(Key::PageDown);
    drop(window);

    let mut window = Opening::new(folder.path()).language_as_left().open();
    window.settle();
    window.node(Role::ListBoxOption, "两次 send，一次 recv，已学完");
}

#[test]
fn damaged_settings_are_set_aside_and_the_lab_starts() {
    let folder = folder();
    let path = folder.path().join("settings.toml");
    fs::write(&path, "format = 1\nlang = [").unwrap();
    let mut window = Opening::new(folder.path()).lesson("two-sends-one-recv").open();
    window.settle();
    let kept = folder.path().join("settings.toml.damaged");
    window.says(&format!("{} could not be read and was set aside as {}", path.display(), kept.display()));
    assert_eq!(fs::read_to_string(kept).unwrap(), "format = 1\nlang = [");
    window.pane_says("TCP", &["2 sends → ?"]);

    window.press_with(Modifiers::COMMAND, Key::T);
    assert!(fs::read_to_string(&path).unwrap().contains("theme = \"light\""), "a new one is begun");
    // An error stays until it is closed.
    window.says("was set aside");
    window.click(Role::Button, "Close");
    window.settle();
    window.is_silent_about("was set aside");
}
