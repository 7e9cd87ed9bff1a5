//! Everything in the article that the lab brings to life is covered by a lesson.

use std::fmt::Write;
use std::path::Path;

use stickylab::lesson::Catalog;

/// The article's numbers: background, programs, claims.
const NUMBERS: [(char, u32); 3] = [('A', 6), ('P', 9), ('C', 14)];
/// What no lesson covers.
const OPEN: [&str; 0] = [];

fn numbers() -> impl Iterator<Item = String> {
    NUMBERS.iter().flat_map(|&(letter, last)| (1..=last).map(move |number| format!("{letter}{number}")))
}

/// The lessons that cover a number, in the order of the course.
fn covering<'a>(catalog: &'a Catalog, number: &str) -> Vec<&'a str> {
    let lessons = catalog.lessons().filter(|lesson| lesson.covers.iter().any(|own| own == number));
    lessons.map(|lesson| lesson.id.as_str()).collect()
}

#[test]
fn every_number_of_the_article_is_covered() {
    let catalog = Catalog::embedded();
    let open: Vec<String> = numbers().filter(|number| covering(&catalog, number).is_empty()).collect();
    assert_eq!(open, OPEN, "keep the list of what no lesson covers");
}

#[test]
fn no_lesson_covers_what_the_article_does_not_have() {
    let known: Vec<String> = numbers().collect();
    for lesson in Catalog::embedded().lessons() {
        for number in &lesson.covers {
            assert!(known.contains(number), "{} covers {number}", lesson.id);
        }
        let mut once = lesson.covers.clone();
        once.dedup();
        assert_eq!(once, lesson.covers, "{}", lesson.id);
        assert!(!once.is_empty(), "{} covers nothing", lesson.id);
    }
}

#[test]
fn the_page_shows_who_covers_what() {
    let catalog = Catalog::embedded();
    let mut table = "| number | lessons |\n|---|---|\n".to_owned();
    for number in numbers() {
        let links: Vec<String> =
            covering(&catalog, &number).iter().map(|id| format!("[{id}]({id})")).collect();
        let links = if links.is_empty() { "none yet".to_owned() } else { links.join(", ") };
        writeln!(table, "| {number} | {links} |").unwrap();
    }
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons/README.md");
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.contains(&table), "lessons/README.md should have this table:\n{table}");
}
