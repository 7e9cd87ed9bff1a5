//! Links from a step's text to the glossary: `[byte stream](term:byte-stream)`.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// What the target of such a link begins with.
const SCHEME: &str = "term:";

/// A link to a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TermLink {
    /// The term's id.
    pub id: String,
    /// The place of the id, in bytes.
    pub place: Range<usize>,
}

/// The id of the term that a link's target names, if it names one.
pub fn term_of(target: &str) -> Option<&str> {
    target.strip_prefix(SCHEME)
}

/// The links to terms in a text, in its order. What stands in code is none.
pub(super) fn links(text: &str) -> Vec<TermLink> {
    let link = |(event, span): (Event<'_>, Range<usize>)| {
        let Event::Start(Tag::Link { dest_url, .. }) = event else { return None };
        let id = term_of(&dest_url)?;
        let at = text[span.clone()].rfind(&*dest_url).map(|at| span.start + at + SCHEME.len());
        let place = at.map_or(span, |at| at..at + id.len());
        Some(TermLink { id: id.to_owned(), place })
    };
    Parser::new(text).into_offset_iter().filter_map(link).collect()
}

/// A text without the targets of its links to terms, otherwise as it is.
pub fn without_terms(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let (mut done, mut ends) = (0, Vec::new());
    for (event, span) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) if term_of(&dest_url).is_some() => {
                plain.push_str(&text[done..span.start]);
                done = span.start + 1;
                ends.push(span);
            }
            Event::End(TagEnd::Link) => {
                let Some(link) = ends.pop_if(|link| *link == span) else { continue };
                let close = text[link.clone()].rfind("](").map_or(link.end, |at| link.start + at);
                plain.push_str(&text[done..close]);
                done = link.end;
            }
            _ => {}
        }
    }
    plain.push_str(&text[done..]);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_with_the_place_of_their_id() {
        let check = |text: &str, expected: &[&str]| {
            let found = links(text);
            let ids: Vec<&str> = found.iter().map(|link| link.id.as_str()).collect();
            assert_eq!(ids, expected, "{text}");
            for link in &found {
                assert_eq!(text[link.place.clone()], link.id, "{text}");
            }
        };
        check("none", &[]);
        check(
            "## why\nA [byte stream](term:byte-stream) has no [end](term:end).",
            &["byte-stream", "end"],
        );
        check("这是[字节流](term:byte-stream)。", &["byte-stream"]);
        check("**a [mss](term:mss)**\n\n> [mtu](term:mtu)", &["mss", "mtu"]);
        check("`[mss](term:mss)` and [a page](https://example.org)", &[]);
        check("[term](term:term) twice [term:mss](term:mss)", &["term", "mss"]);
    }

    #[test]
    fn words_stay_where_targets_go() {
        let check = |text: &str, expected: &str| assert_eq!(without_terms(text), expected);
        check("plain", "plain");
        check(
            "A [byte stream](term:byte-stream) **has** no [end](term:end).",
            "A byte stream **has** no end.",
        );
        check("[**粘包**](term:sticky)是误称", "**粘包**是误称");
        check(
            "`[mss](term:mss)` and [a page](https://example.org)",
            "`[mss](term:mss)` and [a page](https://example.org)",
        );
    }
}
