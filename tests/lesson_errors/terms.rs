//! Links to terms, and the glossary that they lead to.

use std::fs;
use std::path::Path;

use stickylab::lesson::{Catalog, Glossary, Lang, load_folder, review, review_glossary, without_terms};

use super::{TEXT, TOML, pictures, write};

/// What `check` finds in the good lesson with these texts.
fn found(glossary: &Glossary, en: &str, zh: &str) -> String {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("base");
    write(&folder, TOML, en, zh);
    let lesson = load_folder(&folder).unwrap_or_else(|found| panic!("{}", pictures(&found)));
    pictures(&review(&lesson, glossary))
}

fn glossary(word: &str) -> String {
    format!(
        "format = 1\n[[term]]\nid = \"{word}\"\nword = {{ en = \"{word}\", zh = \"词\" }}\nmeans = {{ en = \"A word.\", zh = \"一个词。\" }}\n"
    )
}

/// A folder with the good lesson in it, whose texts begin with these links, and with a glossary.
fn shelf(link: &str, glossary: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let text = TEXT.replace("What?", link);
    write(&dir.path().join("base"), TOML, &text, &text);
    fs::write(dir.path().join("glossary.toml"), glossary).unwrap();
    dir
}

#[test]
fn a_term_that_is_none_is_shown_with_its_place() {
    let glossary = Catalog::embedded().glossary().clone();
    let check = |en: &str, zh: &str, expected: &[&str]| {
        let text = |what: &str| TEXT.replace("What?", what);
        let found = found(&glossary, &text(en), &text(zh));
        assert_eq!(found.is_empty(), expected.is_empty(), "{found}");
        assert!(expected.iter().all(|part| found.contains(part)), "{expected:?} not in\n{found}");
    };
    check("A [stream](term:byte-stream)?", "[流](term:byte-stream)？", &[]);
    check(
        "A [stream](term:byte-steam)?",
        "[流](term:byte-stream)？",
        &["en.md:2:17", "unknown term `byte-steam`", "did you mean `byte-stream`?"],
    );
    check(
        "A stream?",
        "这是[流](term:byte-stream)？",
        &["zh.md:2:12", "en.md has no link to the term `byte-stream`", "in both languages"],
    );
    check("`[stream](term:byte-steam)`?", "流？", &[]);
}

#[test]
fn the_terms_of_the_course_are_all_explained_and_all_used() {
    let catalog = Catalog::embedded();
    assert_eq!(pictures(catalog.diagnostics()), "");
    assert_eq!(pictures(&review_glossary(&catalog)), "");
    assert!(catalog.glossary().terms().count() > 20);
    for lesson in catalog.lessons() {
        assert_eq!(pictures(&review(lesson, catalog.glossary())), "");
    }
}

/// Whoever goes through the course has met the explanation of a word before the word, or with it.
#[test]
fn a_term_is_explained_where_the_course_first_uses_it() {
    let catalog = Catalog::embedded();
    for lang in Lang::ALL {
        let steps =
            || catalog.lessons().flat_map(|lesson| lesson.steps.iter().map(move |step| (lesson, step)));
        for term in catalog.glossary().terms() {
            // "MSS（最大报文段长度）" is the word with its long form.
            let word = term.word.get(lang).split(['（', '(']).next().unwrap().trim().to_lowercase();
            let link = format!("](term:{})", term.id);
            let first = steps().position(|(_, step)| step.text.get(lang).contains(&link)).unwrap();
            let before = steps().take(first).find(|(_, step)| {
                let text = without_terms(step.text.get(lang)).replace('\n', " ").to_lowercase();
                text.contains(&word)
            });
            let place = before.map(|(lesson, step)| format!("{}, {}", lesson.id, step.id));
            assert_eq!(place, None, "{}: {word} is explained only later", term.id);
        }
    }
}

/// A learner who is stopped at every other word does not read on.
#[test]
fn no_step_has_more_than_a_few_links() {
    for lesson in Catalog::embedded().lessons() {
        for step in &lesson.steps {
            for text in [&step.text.en, &step.text.zh] {
                let links = text.matches("](term:").count();
                assert!(links <= 3, "{}, {}: {links} links", lesson.id, step.id);
            }
        }
        // A chapter's page has the sentence to remember without them.
        for sentence in Lang::ALL.into_iter().filter_map(|lang| lesson.to_remember(lang)) {
            assert!(!sentence.contains("term:"), "{}: {sentence}", lesson.id);
        }
    }
}

#[test]
fn a_folder_adds_terms_of_its_own_and_may_say_ours_in_other_words() {
    let dir = shelf("[gossip](term:gossip), [frame](term:frame)", &glossary("gossip"));
    let catalog = Catalog::with_folder(dir.path());
    assert_eq!(pictures(catalog.diagnostics()), "");
    assert_eq!(pictures(&review_glossary(&catalog)), "");
    assert_eq!(catalog.glossary().term("gossip").unwrap().means.en, "A word.");
    assert!(catalog.glossary().term("byte-stream").is_some());
    let lesson = catalog.lesson("base").unwrap();
    assert_eq!(pictures(&review(lesson, catalog.glossary())), "");
    assert_eq!(catalog.first_link_to("gossip").unwrap().id, "base");

    let dir = shelf("What?", &glossary("byte-stream"));
    let catalog = Catalog::with_folder(dir.path());
    assert_eq!(catalog.glossary().term("byte-stream").unwrap().means.en, "A word.");
}

#[test]
fn a_term_that_nobody_links_to_is_found_in_its_own_file() {
    let dir = shelf("What?", &glossary("gossip"));
    let catalog = Catalog::with_folder(dir.path());
    let found = pictures(&review_glossary(&catalog));
    for part in ["glossary.toml:3:6", "no lesson links to the term `gossip`", "[gossip](term:gossip)"] {
        assert!(found.contains(part), "{found}");
    }
    // One lesson of a folder does not say what the others link to.
    let alone = Catalog::with_folder(&dir.path().join("base"));
    assert!(alone.glossary().term("gossip").is_some());
    assert_eq!(pictures(&review_glossary(&alone)), "");
}

#[test]
fn a_broken_glossary_takes_no_lesson_down() {
    let dir = shelf("What?", "format = 1\n[[term]]\nid = \"gossip\"\nword = { en = \"gossip\" }\n");
    let catalog = Catalog::with_folder(dir.path());
    assert!(catalog.lesson("base").is_some());
    let found = pictures(catalog.diagnostics());
    for part in ["glossary.toml:4:8", "the Chinese text is missing", "`means` is missing"] {
        assert!(found.contains(part), "{found}");
    }
    let around = Catalog::embedded().glossary_for(&dir.path().join("base"));
    assert!(around.is_err());
    assert!(Catalog::embedded().glossary_for(Path::new("/nowhere/at-all")).is_ok());
}

#[test]
fn a_character_that_nobody_can_read_is_found_in_a_glossary_too() {
    let dir = shelf("[gossip](term:gossip)", &glossary("gossip").replace("A word.", "A \u{2603}."));
    let found = pictures(&review_glossary(&Catalog::with_folder(dir.path())));
    assert!(found.contains("glossary.toml:5:19") && found.contains("U+2603"), "{found}");
}
