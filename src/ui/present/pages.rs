//! A text that is longer than its room becomes pages: between paragraphs if that will do, else between
//! sentences. Panes that do not fit one page are spread over several.

use std::ops::Range;

/// Splits Markdown into pages that fit, each as full as can be; a sentence is never split.
pub fn split(text: &str, fits: impl Fn(&str) -> bool) -> Vec<String> {
    let mut pages: Vec<String> = Vec::new();
    let mut page = String::new();
    for paragraph in text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
        let longer = joined(&page, "\n\n", paragraph);
        if fits(&longer) {
            page = longer;
            continue;
        }
        if !page.is_empty() {
            pages.push(std::mem::take(&mut page));
        }
        for sentence in sentences(paragraph) {
            let longer = joined(&page, "", sentence);
            if page.is_empty() || fits(longer.trim_end()) {
                page = longer;
            } else {
                pages.push(page.trim_end().to_owned());
                sentence.trim_start().clone_into(&mut page);
            }
        }
    }
    if !page.is_empty() || pages.is_empty() {
        pages.push(page);
    }
    pages
}

fn joined(before: &str, between: &str, after: &str) -> String {
    if before.is_empty() { after.to_owned() } else { format!("{before}{between}{after}") }
}

/// The sentences of a paragraph, each with the space behind it. A quotation or list is one: its marks
/// stand at the beginnings of its lines. What is bold or code is not torn apart either.
fn sentences(paragraph: &str) -> Vec<&str> {
    if paragraph.starts_with(['>', '-']) {
        return vec![paragraph];
    }
    let mut list = Vec::new();
    let (mut start, mut bold, mut code) = (0, 0, 0);
    let mut letters = paragraph.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '*' => bold += 1,
            '`' => code += 1,
            _ => {}
        }
        let next = letters.peek().map(|&(_, next)| next);
        let chinese = matches!(letter, '。' | '？' | '！' | '；');
        let western = matches!(letter, '.' | '?' | '!') && next.is_some_and(char::is_whitespace);
        let closes = matches!(next, Some('”' | '）' | '*' | '`'));
        if (chinese && !closes || western) && bold % 2 == 0 && code % 2 == 0 {
            let end = at + letter.len_utf8() + usize::from(western);
            list.push(&paragraph[start..end]);
            start = end;
        }
    }
    if start < paragraph.len() {
        list.push(&paragraph[start..]);
    }
    list
}

/// Splits Markdown into as few pages of that height as can be, which are about equally full.
pub fn balanced(text: &str, most: f32, height_of: impl Fn(&str) -> f32) -> Vec<String> {
    /// Between the heights that are tried, in points.
    const STEP: f32 = 12.0;
    let up_to = |limit: f32| split(text, |page| height_of(page) <= limit);
    let mut pages = up_to(most);
    let mut limit = most - STEP;
    while pages.len() > 1 && limit > STEP {
        let lower = up_to(limit);
        if lower.len() > pages.len() {
            break;
        }
        pages = lower;
        limit -= STEP;
    }
    pages
}

/// Which things that lie one below the other stand on which page: on as few as can be, and spread evenly
/// over them. Each page has one at least.
pub fn spread(heights: &[f32], gap: f32, room: f32) -> Vec<Range<usize>> {
    let fewest = fill(heights, gap, (room, heights.len()));
    let even = heights.len().div_ceil(fewest.len().max(1));
    let caps = even..heights.len();
    let tried = caps.map(|most| fill(heights, gap, (room, most)));
    tried.into_iter().find(|pages| pages.len() <= fewest.len()).unwrap_or(fewest)
}

/// Each page as full as can be, with so many things at most.
fn fill(heights: &[f32], gap: f32, (room, most): (f32, usize)) -> Vec<Range<usize>> {
    let mut pages = Vec::new();
    let (mut start, mut used) = (0, 0.0);
    for (at, height) in heights.iter().enumerate() {
        let longer = if at == start { *height } else { used + gap + height };
        if at > start && (longer > room || at - start >= most) {
            pages.push(start..at);
            (start, used) = (at, *height);
        } else {
            used = longer;
        }
    }
    if start < heights.len() || pages.is_empty() {
        pages.push(start..heights.len());
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, letters: usize, expected: &[&str]) {
        assert_eq!(split(text, |page| page.chars().count() <= letters), expected);
    }

    #[test]
    fn what_fits_stays_together() {
        check("One. Two.\n\nThree.", 40, &["One. Two.\n\nThree."]);
        check("", 40, &[""]);
    }

    #[test]
    fn paragraphs_are_kept_whole_where_they_fit() {
        check("One. Two.\n\nThree. Four.", 12, &["One. Two.", "Three. Four."]);
    }

    #[test]
    fn long_paragraphs_are_split_between_sentences() {
        check("One two. Three four. Five.", 20, &["One two. Three four.", "Five."]);
        check("一二三。四五六？七八九！", 8, &["一二三。四五六？", "七八九！"]);
    }

    #[test]
    fn emphasis_code_numbers_and_quotations_are_not_torn() {
        check("Is **it. So** big. Or not.", 18, &["Is **it. So** big.", "Or not."]);
        check("Call `a. b` now. Then 3.5 s.", 16, &["Call `a. b` now.", "Then 3.5 s."]);
        check("> One. Two. Three.", 5, &["> One. Two. Three."]);
        check("他说“好。”然后走。再见。", 9, &["他说“好。”然后走。", "再见。"]);
    }

    #[test]
    fn pages_of_a_text_are_about_equally_full() {
        let height_of = |page: &str| 10.0 * page.chars().count() as f32;
        let text = "One two three. Four five six. Seven eight. End.";
        assert_eq!(
            balanced(text, 430.0, height_of),
            ["One two three. Four five six.", "Seven eight. End."]
        );
        assert_eq!(balanced(text, 480.0, height_of), [text]);
    }

    #[test]
    fn panes_are_spread_over_as_few_pages_as_can_be() {
        let check = |heights: &[f32], room: f32, expected: &[(usize, usize)]| {
            let pages = spread(heights, 10.0, room).into_iter().map(|page| (page.start, page.end));
            assert_eq!(pages.collect::<Vec<_>>(), expected);
        };
        check(&[100.0, 100.0], 210.0, &[(0, 2)]);
        check(&[100.0, 100.0], 209.0, &[(0, 1), (1, 2)]);
        check(&[100.0; 3], 210.0, &[(0, 2), (2, 3)]);
        check(&[100.0; 4], 320.0, &[(0, 2), (2, 4)]);
        check(&[100.0; 5], 430.0, &[(0, 3), (3, 5)]);
        check(&[300.0, 50.0, 50.0, 50.0], 120.0, &[(0, 1), (1, 3), (3, 4)]);
        check(&[50.0, 50.0, 50.0, 300.0], 300.0, &[(0, 3), (3, 4)]);
        check(&[], 120.0, &[(0, 0)]);
    }
}
