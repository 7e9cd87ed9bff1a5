//! Links to terms that are none, and terms that one language alone explains.

use super::super::diagnostic::{Problems, Source};
use super::super::glossary::Glossary;
use super::super::terms::{TermLink, links};

/// Notes them in a text, of which `other` is the same in the other language.
pub(super) fn check(problems: &Problems, other: &Source, glossary: &Glossary) {
    let there = links(&other.text);
    let mut seen: Vec<TermLink> = Vec::new();
    for link in links(&problems.source.text) {
        let is_known = |links: &[TermLink]| links.iter().any(|other| other.id == link.id);
        if glossary.term(&link.id).is_none() {
            problems.unknown(&link.place, "term", &link.id, &glossary.ids());
        } else if !is_known(&there) && !is_known(&seen) {
            let file = other.file.rsplit(['/', '\\']).next().unwrap_or(&other.file);
            let message = format!("{file} has no link to the term `{}`", link.id);
            problems.add(&link.place, message, "expected it in both languages, or in none");
        }
        seen.push(link);
    }
}
