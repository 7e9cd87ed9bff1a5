//! The characters that the embedded fonts can show.

use std::sync::OnceLock;

/// Every character that body, bold and code can show, in order; made together with the fonts.
const CHARACTERS: &str = include_str!("../../assets/fonts/characters.txt");

/// Whether every font of the window can show the character.
pub fn covers(character: char) -> bool {
    static SORTED: OnceLock<Vec<char>> = OnceLock::new();
    let sorted = SORTED.get_or_init(|| CHARACTERS.chars().collect());
    sorted.binary_search(&character).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_characters_is_sorted_and_has_the_signs_that_the_lab_writes() {
        assert!(CHARACTERS.chars().is_sorted());
        for character in "→×≥≤·…–—“”‘’✓黏包".chars() {
            assert!(covers(character), "{character}");
        }
        for painted in "✕▾⏸⏮\n".chars() {
            assert!(!covers(painted), "{painted}");
        }
    }
}
