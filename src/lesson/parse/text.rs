//! The text of a lesson's steps: one section per step under a heading `## id`.

use std::ops::Range;

use crate::lesson::diagnostic::Problems;

/// The text of one step in one language.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Section {
    pub id: String,
    /// The place of the id in its heading, in bytes.
    pub place: Range<usize>,
    /// Markdown, without blank lines around it; never empty.
    pub text: String,
}

/// The sections of a file. Empty ones, doubles, and text before the first heading are noted.
pub(super) fn sections(problems: &Problems) -> Vec<Section> {
    let text = problems.source.text.as_str();
    let mut headings = Vec::new();
    let mut fenced = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        fenced ^= line.trim_start().starts_with("```");
        if let (false, Some(id)) = (fenced, line.strip_prefix("## ")) {
            let from = at + 3 + id.len() - id.trim_start().len();
            headings.push((from..from + id.trim().len(), at + line.len(), at));
        }
        at += line.len();
    }
    check_before(problems, headings.first().map_or(text.len(), |&(_, _, line)| line));
    let ends = headings.iter().skip(1).map(|&(_, _, line)| line).chain([text.len()]);
    let mut sections: Vec<Section> = Vec::new();
    for ((place, from, _), end) in headings.iter().zip(ends) {
        let id = &text[place.clone()];
        let body = text[*from..end].trim();
        if sections.iter().any(|section| section.id == id) {
            problems.add(
                place,
                format!("there is another section `{id}`"),
                "expected one section per step",
            );
        } else if body.is_empty() {
            problems.add(place, format!("section `{id}` has no text"), "expected a paragraph below it");
        }
        sections.push(Section { id: id.to_owned(), place: place.clone(), text: body.to_owned() });
    }
    sections
}

fn check_before(problems: &Problems, end: usize) {
    let before = &problems.source.text[..end];
    let blank = before.len() - before.trim_start().len();
    if blank < before.len() {
        let line = before[blank..].lines().next().unwrap_or_default();
        let message = "this text belongs to no step";
        problems.add(
            &(blank..blank + line.len()),
            message,
            "expected a heading with a step's id: `## guess`",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::diagnostic::Source;

    #[test]
    fn headings_cut_a_text_into_sections() {
        let check = |text: &str, expected: &[(&str, &str)]| {
            let problems = Problems::new(Source::new("en.md", text));
            let found = sections(&problems);
            let pairs: Vec<_> = found.iter().map(|s| (s.id.as_str(), s.text.as_str())).collect();
            assert_eq!(pairs, expected);
            assert_eq!(problems.into_list(), []);
        };
        check("", &[]);
        check("\n## a\none\n\ntwo\n## b \r\nthree\n", &[("a", "one\n\ntwo"), ("b", "three")]);
        check("## a\n### b\n#c\n", &[("a", "### b\n#c")]);
        check("## a\n```\n## b\n```\n", &[("a", "```\n## b\n```")]);
    }
}
