//! The one place that makes texts of data, plugins and file names harmless where they are shown: on a terminal, in a
//! spreadsheet, on a page.
//!
//! What a terminal would obey is shown as its escape: control characters (a colour, a title, a cursor that moves) and the marks
//! that turn the order of reading around. Numbers, and what programs read exactly, are never changed.

use std::borrow::Cow;

/// True where `c` is obeyed rather than shown.
fn is_obeyed(c: char) -> bool {
    let turns_around = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || turns_around || matches!(c, '\u{2028}' | '\u{2029}')
}

/// `text` as one line that a terminal only shows.
pub fn one_line(text: &str) -> Cow<'_, str> {
    escaped(text, is_obeyed)
}

/// As [`one_line`], of a text of several lines: line breaks and tabs stay.
pub fn lines(text: &str) -> Cow<'_, str> {
    escaped(text, |c| is_obeyed(c) && !matches!(c, '\n' | '\t'))
}

/// As [`lines`], each character in its place, so that columns count as before: what is obeyed becomes a sign for it.
pub fn in_place(text: &str) -> String {
    let sign = |c: char| match c {
        '\n' | '\t' => c,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        c if is_obeyed(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(sign).collect()
}

/// `text`, on one line, as Markdown that says it and does nothing else: no picture, link, HTML or emphasis.
pub fn markdown(text: &str) -> String {
    let shown = one_line(text);
    let chars: Vec<char> = shown.chars().collect();
    let mut safe = String::with_capacity(shown.len());
    for (at, c) in chars.iter().enumerate() {
        let near = |place: Option<usize>| place.and_then(|place| chars.get(place)).copied().unwrap_or(' ');
        let (before, after) = (near(at.checked_sub(1)), near(Some(at + 1)));
        let means_something = match c {
            '\\' | '`' | '[' | ']' | '<' | '>' | '|' | '~' => true,
            // An underscore within a word and a star between spaces are themselves.
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            '*' => !(before.is_whitespace() && after.is_whitespace()),
            '&' => after == '#' || after.is_ascii_alphanumeric(),
            _ => false,
        };
        if means_something {
            safe.push('\\');
        }
        safe.push(*c);
    }
    safe
}

/// `text` as a cell that a spreadsheet does not run. A text that is a number is left as it is: it runs as itself.
pub(crate) fn not_run(text: &str) -> Cow<'_, str> {
    // A spreadsheet leaves out the white space before it.
    let bare = text.trim_start_matches([' ', '\t', '\r', '\n']);
    let runs = bare.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) || text.starts_with(['\t', '\r']);
    if runs && !is_number(bare) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// JSON whose strings a terminal only shows: the same values, written otherwise.
pub(crate) fn json(object: &str) -> Cow<'_, str> {
    if !object.contains(is_obeyed) {
        return Cow::Borrowed(object);
    }
    // JSON escapes the lowest ones itself, and all that are left here stand in strings and take four hexadecimal digits.
    let shown = |c: char| if is_obeyed(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
    Cow::Owned(object.chars().map(shown).collect())
}

fn escaped(text: &str, hides: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&hides) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| if hides(c) { c.escape_default().to_string() } else { c.to_string() };
    Cow::Owned(text.chars().map(shown).collect())
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_shown() {
        assert_eq!(one_line("a\u{1b}[31mb\n\u{9b}c\u{202e}d"), "a\\u{1b}[31mb\\n\\u{9b}c\\u{202e}d");
        assert_eq!(lines("a\n\tb\r\u{7}"), "a\n\tb\\r\\u{7}");
        assert!(matches!(one_line("naïve – 日本"), Cow::Borrowed(_)));
    }

    #[test]
    fn in_place_no_character_moves() {
        assert_eq!(in_place("a\u{1b}b\u{9b}c\n"), "a␛b\u{fffd}c\n");
    }

    #[test]
    fn markdown_says_the_text_and_does_nothing() {
        assert_eq!(markdown("![x](http://evil.example/x.png)"), "!\\[x\\](http://evil.example/x.png)");
        assert_eq!(markdown("<script>alert(1)</script>"), "\\<script\\>alert(1)\\</script\\>");
        assert_eq!(markdown("a|b `c` **d** ~~e~~ \\"), "a\\|b \\`c\\` \\*\\*d\\*\\* \\~\\~e\\~\\~ \\\\");
        assert_eq!(markdown("page_view _x_ 2 * 3 R&D &amp; a *"), "page_view \\_x\\_ 2 * 3 R\\&D \\&amp; a *");
    }

    #[test]
    fn a_spreadsheet_runs_no_text_and_numbers_stay() {
        let run = ["=1+1", "+SUM(A1)", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "＝1", "\n=1", " =1", " \r\n @A1"];
        assert!(run.iter().all(|text| not_run(text) == format!("'{text}")));
        let kept = ["-12.5", "+33", "-1,234.5", "a=b", "", "2026-01-05", "'=x", " a", "\nb", " -12.5"];
        assert!(kept.iter().all(|text| not_run(text) == *text), "{:?}", kept.map(not_run));
    }

    #[test]
    fn json_keeps_its_values() {
        let object = serde_json::json!({"a": "x\u{1b}\u{9b}\u{202e}\u{7f}"});
        let shown = json(&object.to_string()).into_owned();
        assert!(!shown.contains(is_obeyed), "{shown}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).unwrap(), object);
    }
}
