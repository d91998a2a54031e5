//! Texts of somebody else's, so that a terminal shows what they are and not what they would make of it.

/// `text` with every character that moves the cursor, changes colours or turns the direction of reading written as its number.
pub(super) fn visible(text: &str) -> String {
    let turns = |char: char| matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let one = |char: char| match char {
        char if char.is_control() || turns(char) => char.escape_unicode().to_string(),
        char => char.to_string(),
    };
    text.chars().map(one).collect()
}

/// `text` up to the end of its first line: what programs say has the rest for their authors, backtraces among it.
pub(super) fn first_line(text: &str) -> &str {
    text.trim_start().lines().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_cannot_hide_behind_escape_sequences() {
        assert_eq!(visible("id\u{1b}[2K\r# nothing"), "id\\u{1b}[2K\\u{d}# nothing");
        assert_eq!(visible("a\u{202e}b"), "a\\u{202e}b");
        assert_eq!(visible("pass show café"), "pass show café");
    }
}
