//! Where one statement ends and the next begins.

/// A text cut at the `;` between statements.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Split<'a> {
    /// Those that are ended, without their `;`.
    pub(super) done: Vec<&'a str>,
    /// What stands behind the last `;`.
    pub(super) rest: &'a str,
    /// True where `rest` is more than space and comments: a statement that goes on.
    pub(super) is_open: bool,
}

impl<'a> Split<'a> {
    /// All statements, the last one with or without its `;`.
    pub(super) fn all(self) -> Vec<&'a str> {
        let last = self.is_open.then_some(self.rest.trim());
        self.done.into_iter().chain(last).collect()
    }
}

/// What a character is part of.
#[derive(Clone, Copy)]
enum Within {
    Plain,
    /// Between two of this.
    Quoted(char),
    /// `-- …`
    Line,
    /// `/* … */`
    Block,
}

/// Cuts `text` into statements: a `;` in quotes and comments ends none.
pub(super) fn split(text: &str) -> Split<'_> {
    let (mut done, mut start, mut is_open, mut within) = (Vec::new(), 0, false, Within::Plain);
    let mut chars = text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        match (within, char) {
            (Within::Plain, ';') => {
                done.extend(is_open.then(|| text[start..at].trim()));
                (start, is_open) = (at + 1, false);
            }
            (Within::Plain, '-') if next == Some('-') => within = Within::Line,
            (Within::Plain, '/') if next == Some('*') => {
                chars.next();
                within = Within::Block;
            }
            (Within::Plain, '\'' | '"') => (within, is_open) = (Within::Quoted(char), true),
            (Within::Plain, char) => is_open |= !char.is_whitespace(),
            // A quote that is doubled ends the text and begins it again.
            (Within::Quoted(quote), char) if char == quote => within = Within::Plain,
            (Within::Line, '\n') => within = Within::Plain,
            (Within::Block, '*') if next == Some('/') => {
                chars.next();
                within = Within::Plain;
            }
            (Within::Quoted(_) | Within::Line | Within::Block, _) => {}
        }
    }
    let is_open = is_open || matches!(within, Within::Block);
    Split { done, rest: &text[start..], is_open }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_semicolon_ends_a_statement_but_in_quotes_and_comments() {
        let text = "SELECT ';' AS a, \"b;\" -- c;\n, 'it''s;' /* ; */;  SELECT 2;;";
        let wanted = ["SELECT ';' AS a, \"b;\" -- c;\n, 'it''s;' /* ; */", "SELECT 2"];
        assert_eq!(split(text), Split { done: wanted.into(), rest: "", is_open: false });
    }

    #[test]
    fn what_is_not_ended_goes_on() {
        for (text, is_open) in [
            ("SELECT 1", true),
            ("SELECT 1; -- done", false),
            ("SELECT 'a;", true),
            ("SELECT 1; /* and", true),
            (" \n", false),
            ("-- a; b", false),
            ("é;", false),
        ] {
            assert_eq!(split(text).is_open, is_open, "{text}");
        }
        assert_eq!(split("SELECT 1;\nSELECT 2 ").all(), ["SELECT 1", "SELECT 2"]);
        assert_eq!(split("SELECT 1; -- done").all(), ["SELECT 1"]);
    }
}
