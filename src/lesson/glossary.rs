//! The words that lessons explain once: glossary.toml.

use std::ops::Range;
use std::sync::Arc;

use super::diagnostic::{Diagnostic, Problems, Source};
use super::lesson::{Bilingual, Lang};
use super::parse::table::Table;
use super::parse::{distinct, document, tables};
use super::terms;

/// A word and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// kebab-case: "byte-stream".
    pub id: String,
    /// The word itself.
    pub word: Bilingual,
    /// What it means, as Markdown without links.
    pub means: Bilingual,
    source: Arc<Source>,
    place: Range<usize>,
}

/// All terms, in the order of their files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glossary {
    terms: Vec<Term>,
}

impl Glossary {
    /// Reads glossary.toml.
    pub(super) fn read(source: &Arc<Source>) -> Result<Self, Vec<Diagnostic>> {
        let problems = Problems::new(Arc::clone(source));
        let terms = document(&problems, |root| read(&root)).flatten();
        match terms {
            Some(terms) if problems.is_empty() => Ok(Self { terms }),
            _ => Err(problems.into_list()),
        }
    }

    /// The term of that id.
    pub fn term(&self, id: &str) -> Option<&Term> {
        self.terms.iter().find(|term| term.id == id)
    }

    /// All of them, in the order of their files.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.terms.iter()
    }

    /// The terms in which a text stands, in either language and whatever its case; all for none.
    pub fn search<'a>(&'a self, text: &str) -> impl Iterator<Item = &'a Term> + use<'a> {
        let wanted = text.trim().to_lowercase();
        self.terms.iter().filter(move |term| {
            let texts = [&term.word, &term.means].map(|text| Lang::ALL.map(|lang| text.get(lang)));
            texts.as_flattened().iter().any(|text| text.to_lowercase().contains(&wanted))
        })
    }

    /// Adds terms; of two with one id, the later stays.
    pub(super) fn extend(&mut self, later: Self) {
        self.terms.retain(|term| later.term(&term.id).is_none());
        self.terms.extend(later.terms);
    }

    /// The ids of all terms.
    pub(super) fn ids(&self) -> Vec<&str> {
        self.terms.iter().map(|term| term.id.as_str()).collect()
    }
}

impl Term {
    /// Whether it stands in that file.
    pub(super) fn is_from(&self, source: &Source) -> bool {
        *self.source == *source
    }

    /// A diagnostic about it, at its id.
    pub(super) fn problem(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::at(&self.source, &self.place, message)
    }
}

fn read(root: &Table<'_>) -> Option<Vec<Term>> {
    if let Some(format) = root.need("format") {
        format.number_within(1..=1);
    }
    let tables = tables(root, "term");
    let ids = distinct(&tables, "id", "term");
    let terms: Vec<_> = tables.iter().zip(ids).map(|(table, id)| term(table, id)).collect();
    root.report_unknown();
    terms.into_iter().collect()
}

fn term(table: &Table<'_>, id: Option<&str>) -> Option<Term> {
    let word = table.need("word").and_then(|node| node.bilingual());
    let means = table.need("means");
    if let Some((_, node)) = table.entry("means") {
        for (_, _, text) in node.table().iter().flat_map(Table::entries) {
            for link in text.value.as_str().map(terms::links).unwrap_or_default() {
                let expected = "expected its words alone: a card opens no other card";
                text.problems.add(&text.inside(link.place), "this text links to a term", expected);
            }
        }
    }
    let means = means.and_then(|node| node.bilingual());
    let place = table.entry("id").map_or(table.span.clone(), |(_, node)| node.span);
    table.report_unknown();
    let source = Arc::clone(&table.problems.source);
    Some(Term { id: id?.to_owned(), word: word?, means: means?, source, place })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = r#"format = 1
[[term]]
id = "byte-stream"
word = { en = "byte stream", zh = "字节流" }
means = { en = "Bytes in their order.", zh = "按顺序排列的字节。" }
[[term]]
id = "mtu"
word = { en = "MTU", zh = "最大传输单元（MTU）" }
means = { en = "The most that fits.", zh = "一次最多能装多少。" }
"#;

    fn glossary(toml: &str) -> Result<Glossary, String> {
        let read = Glossary::read(&Source::new("glossary.toml", toml));
        read.map_err(|found| found.iter().map(Diagnostic::to_string).collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn terms_are_found_by_any_part_in_either_language() {
        let glossary = glossary(TWO).unwrap();
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<&str> = glossary.search(text).map(|term| term.id.as_str()).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("", &["byte-stream", "mtu"]);
        check(" Byte ", &["byte-stream"]);
        check("mtu", &["mtu"]);
        check("字节", &["byte-stream"]);
        check("fits", &["mtu"]);
        check("packet", &[]);
    }

    #[test]
    fn a_mistake_is_shown_with_its_place() {
        let check = |from: &str, to: &str, place: &str, phrase: &str| {
            assert!(TWO.contains(from), "{from}");
            let found = glossary(&TWO.replacen(from, to, 1)).unwrap_err();
            assert!(found.contains(place) && found.contains(phrase), "{found}");
        };
        check(", zh = \"字节流\"", "", "glossary.toml:4:8", "the Chinese text is missing");
        check("en = \"The most that fits.\", ", "", "glossary.toml:9:9", "the English text is missing");
        check("\"mtu\"", "\"byte-stream\"", "glossary.toml:7:6", "there is another term `byte-stream`");
        check("\"mtu\"", "\"M T U\"", "glossary.toml:7:6", "is not a name");
        check(
            "word = { en = \"MTU\"",
            "wordy = { en = \"MTU\"",
            "glossary.toml:8:1",
            "did you mean `word`?",
        );
        check("that fits", "of [bytes](term:byte-stream)", "glossary.toml:9:42", "links to a term");
        check("format = 1", "format = 2", "glossary.toml:1:10", "from 1 to 1");
    }

    #[test]
    fn of_two_with_one_id_the_later_stays() {
        let mut all = glossary(TWO).unwrap();
        all.extend(
            glossary(&TWO.replace("Bytes in their order.", "Ours.").replace("mtu", "mss")).unwrap(),
        );
        assert_eq!(all.ids(), ["mtu", "byte-stream", "mss"]);
        assert_eq!(all.term("byte-stream").unwrap().means.en, "Ours.");
    }
}
