//! English with every letter doubled: what shows single letters was never put into words.

/// `text` with its letters doubled; names in backticks stay what they are.
pub(super) fn doubled(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let parts = parts.map(|(nth, part)| if nth % 2 == 0 { letters(part) } else { part.to_owned() });
    parts.collect::<Vec<_>>().join("`")
}

fn letters(text: &str) -> String {
    text.chars().flat_map(|letter| std::iter::repeat_n(letter, if letter.is_alphabetic() { 2 } else { 1 })).collect()
}
