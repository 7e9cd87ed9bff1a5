//! The Tab key goes through a row as it is read.

use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use egui_kittest::kittest::NodeT;

use crate::driver::{Opening, folder};

#[test]
fn the_header_and_the_ways_on_are_gone_through_as_they_are_read() {
    let folder = folder();
    let mut window = Opening::new(folder.path()).lesson("two-sends-one-recv").open();
    window.settle();
    window.press(Key::PageDown);
    window.press(Key::PageDown);
    window.settle();
    for row in [&["中文", "Settings", "Keys", "Save", "Present"][..], &["By hand", "Back", "Next"]] {
        window.node(Role::Button, row[0]).focus();
        window.harness.run_steps(2);
        for name in row {
            assert!(window.node(Role::Button, name).accesskit_node().is_focused(), "{name}");
            window.press(Key::Tab);
            window.harness.step();
        }
    }
}
