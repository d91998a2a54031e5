//! Where one statement ends and the next begins, and where it stands in its text.

use jauge_domain::Position;

/// Lines that are longer than so many characters are not shown with a mark below.
const WIDEST: usize = 400;

/// A query, and the text in which it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Query<'a> {
    /// The text's file; `None` where it was typed.
    pub(super) file: Option<&'a str>,
    /// The whole text.
    pub(super) text: &'a str,
    /// The query, a part of it.
    pub(super) sql: &'a str,
}

impl<'a> Query<'a> {
    /// One that was typed.
    pub(super) fn typed(sql: &'a str) -> Self {
        Self { file: None, text: sql, sql }
    }

    /// Those of `text`, which is that of `file`.
    pub(super) fn all(text: &'a str, file: Option<&'a str>) -> Vec<Self> {
        split(text).all().into_iter().map(|sql| Self { file, text, sql }).collect()
    }

    /// The place in the text of a place in the query; `None` where the lines around it are too long to be shown.
    pub(super) fn shown_at(self, at: Position) -> Option<Position> {
        let start = self.sql.as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        let before = self.text.get(..start)?;
        let line = before.matches('\n').count().saturating_add(at.line);
        let indent = before.rsplit('\n').next().map_or(0, |first| first.chars().count());
        let column = if at.line == 1 { indent.saturating_add(at.column) } else { at.column };
        let near = self.text.lines().skip(line.saturating_sub(2)).take(3);
        let widest = near.map(|line| line.chars().count()).max()?;
        (widest <= WIDEST).then_some(Position { line, column })
    }

    /// The place of its last character.
    pub(super) fn end(self) -> Position {
        let sql = self.sql.trim_end();
        let last = sql.rsplit('\n').next().unwrap_or_default();
        Position { line: sql.matches('\n').count() + 1, column: last.chars().count().max(1) }
    }
}

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
    fn a_place_in_a_query_is_one_in_its_text() {
        let text = "SELECT 1;\n-- é\n SELECT a,\n  b FROM c; SELECT\n2";
        let queries = Query::all(text, Some("a.sql"));
        let at = |nth: usize, line, column| queries[nth].shown_at(Position { line, column });
        // The comment belongs to the query that it stands before.
        assert_eq!(at(1, 2, 9), Some(Position { line: 3, column: 9 }));
        assert_eq!(at(1, 3, 3), Some(Position { line: 4, column: 3 }));
        assert_eq!(at(2, 1, 1), Some(Position { line: 4, column: 13 }));
        assert_eq!(
            (queries[2].end(), at(2, 2, 1)),
            (Position { line: 2, column: 1 }, Some(Position { line: 5, column: 1 }))
        );
        assert_eq!(at(1, usize::MAX, usize::MAX), None);
        assert_eq!(Query::typed(&"x".repeat(500)).shown_at(Position { line: 1, column: 1 }), None);
        assert_eq!(Query::typed("").end(), Position { line: 1, column: 1 });
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
