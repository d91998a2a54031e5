//! Where the fields of one csv row begin and end.
//!
//! The `csv` crate tells neither an empty field from a quoted empty one, nor a quote that never closes, nor the line a
//! row begins on after blank lines, nor does it bound a row's size; on well-formed rows the two agree (see the tests).

use std::borrow::Cow;

/// What tells the fields of a row apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) separator: u8,
    /// What stands around a field that holds separators, line ends or quotes; `None`: nothing does.
    pub(super) quote: Option<u8>,
    /// What takes its meaning from the character behind it.
    pub(super) escape: Option<u8>,
}

impl Dialect {
    /// With quotes as they are usual.
    pub(super) fn of(separator: u8) -> Self {
        Self { separator, quote: Some(b'"'), escape: None }
    }
}

/// One field: its bytes in the row, quotes aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field {
    start: usize,
    end: usize,
    /// Where the field is in quotes.
    quoted: bool,
    written: Written,
}

/// How a field is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    Plain,
    /// With this quote doubled.
    Doubled(u8),
    /// With this escape; in quotes, with this quote doubled where it is none.
    Escaped(u8, Option<u8>),
}

/// The end of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The row has this many bytes, its line end included.
    Row(usize),
    /// So has this one, but something follows a closing quote.
    AfterQuote(usize),
    /// The quote at this byte never closes.
    Open(usize),
    /// The bytes end within the row.
    Unknown,
}

impl Field {
    /// The field's text; `None` where there is nothing between two separators.
    pub(super) fn text<'a>(&self, row: &'a str) -> Option<Cow<'a, str>> {
        let text = row.get(self.start..self.end).unwrap_or_default();
        match self.written {
            _ if text.is_empty() => self.quoted.then_some(Cow::Borrowed(text)),
            Written::Plain => Some(Cow::Borrowed(text)),
            Written::Doubled(quote) => {
                let quote = char::from(quote).to_string();
                Some(Cow::Owned(text.replace(&quote.repeat(2), &quote)))
            }
            // Databases write so that there is no value.
            Written::Escaped(escape, None) if text.as_bytes() == [escape, b'N'] => None,
            Written::Escaped(escape, quote) => Some(Cow::Owned(unescaped(text, escape.into(), quote.map(char::from)))),
        }
    }
}

/// `text` without its escapes. In quotes they are of a quote, of themselves and of line ends, and anything else is as it is; elsewhere
/// some letters behind them mean what cannot be written.
fn unescaped(text: &str, escape: char, quote: Option<char>) -> String {
    let (mut chars, mut plain) = (text.chars(), String::with_capacity(text.len()));
    while let Some(char) = chars.next() {
        if Some(char) == quote {
            chars.next();
        }
        if char != escape {
            plain.push(char);
            continue;
        }
        match (chars.next(), quote) {
            (None, _) => plain.push(escape),
            (Some(behind), Some(quote)) if ![escape, quote, '\n'].contains(&behind) => plain.extend([escape, behind]),
            (Some('n'), None) => plain.push('\n'),
            (Some('r'), None) => plain.push('\r'),
            (Some('t'), None) => plain.push('\t'),
            (Some(behind), _) => plain.push(behind),
        }
    }
    plain
}

/// True for a line without anything on it.
pub(super) fn is_blank(fields: &[Field]) -> bool {
    matches!(fields, [Field { start, end, quoted: false, .. }] if start == end)
}

/// True where a carriage return stands in `row` outside of quotes and not before its line end: a line that was ended by that alone.
pub(super) fn has_bare_return(row: &str, fields: &[Field]) -> bool {
    let is_quoted = |at: usize| fields.iter().any(|field| field.quoted && (field.start..field.end).contains(&at));
    row.trim_end_matches(['\r', '\n']).match_indices('\r').any(|(at, _)| !is_quoted(at))
}

/// Splits the row at the start of `bytes`; `last` where no bytes follow these.
pub(super) fn split(bytes: &[u8], dialect: Dialect, last: bool, fields: &mut Vec<Field>) -> End {
    fields.clear();
    let (mut at, mut after_quote) = (0, false);
    loop {
        let (field, next) = match dialect.quote.filter(|quote| bytes.get(at) == Some(quote)) {
            Some(quote) => {
                let Some((field, closed)) = quoted(bytes, at, (quote, dialect.escape), last) else {
                    return if last { End::Open(at) } else { End::Unknown };
                };
                let next = find(bytes, closed, dialect.separator);
                after_quote |= bytes[closed..next].iter().any(|byte| !byte.is_ascii_whitespace());
                (field, next)
            }
            None => bare(bytes, at, dialect),
        };
        if next == bytes.len() && !last {
            return End::Unknown;
        }
        fields.push(field);
        if bytes.get(next) != Some(&dialect.separator) {
            trim_return(bytes, fields);
            let length = bytes.len().min(next + 1);
            return if after_quote { End::AfterQuote(length) } else { End::Row(length) };
        }
        at = next + 1;
    }
}

/// The quoted field whose quote opens at `open`, and where its closing quote is passed.
fn quoted(bytes: &[u8], open: usize, (quote, escape): (u8, Option<u8>), last: bool) -> Option<(Field, usize)> {
    let (mut at, mut written) = (open + 1, Written::Plain);
    loop {
        let rest = bytes.get(at..)?;
        let mark = at
            + match escape {
                None => rest.iter().position(|byte| *byte == quote)?,
                Some(escape) => rest.iter().position(|byte| *byte == quote || *byte == escape)?,
            };
        if let Some(escape) = escape.filter(|escape| bytes[mark] == *escape) {
            (at, written) = (mark + 2, Written::Escaped(escape, Some(quote)));
            continue;
        }
        match bytes.get(mark + 1) {
            Some(next) if *next == quote => {
                at = mark + 2;
                written = if written == Written::Plain { Written::Doubled(quote) } else { written };
            }
            // The quote may be the first of two.
            None if !last => return None,
            _ => return Some((Field { start: open + 1, end: mark, quoted: true, written }, mark + 1)),
        }
    }
}

/// The field without quotes that begins at `start`, and where it ends.
fn bare(bytes: &[u8], start: usize, dialect: Dialect) -> (Field, usize) {
    let mut end = find(bytes, start, dialect.separator);
    let mut written = Written::Plain;
    if let Some(escape) = dialect.escape {
        let mut at = start;
        while let Some(found) = bytes[at..end].iter().position(|byte| *byte == escape) {
            written = Written::Escaped(escape, None);
            at = bytes.len().min(at + found + 2);
            if at > end {
                end = find(bytes, at, dialect.separator);
            }
        }
    }
    (Field { start, end, quoted: false, written }, end)
}

fn find(bytes: &[u8], from: usize, separator: u8) -> usize {
    bytes[from..].iter().position(|byte| *byte == separator || *byte == b'\n').map_or(bytes.len(), |at| from + at)
}

/// Leaves carriage returns before a line end out of the last field: there are two where a line end was made one of Windows twice.
fn trim_return(bytes: &[u8], fields: &mut [Field]) {
    if let Some(Field { start, end, quoted: false, .. }) = fields.last_mut() {
        while *end > *start && bytes[*end - 1] == b'\r' {
            *end -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(text: &str, dialect: Dialect) -> Vec<Vec<Option<String>>> {
        let (mut rest, mut fields, mut rows) = (text, Vec::new(), Vec::new());
        while !rest.is_empty() {
            let End::Row(length) = split(rest.as_bytes(), dialect, true, &mut fields) else { panic!("{rest:?}") };
            if !is_blank(&fields) {
                rows.push(fields.iter().map(|field| field.text(rest).map(Cow::into_owned)).collect());
            }
            rest = &rest[length..];
        }
        rows
    }

    #[test]
    fn an_empty_field_is_null_and_a_quoted_one_is_not() {
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            rows("a,,\"\"\r\n\r\n\"x \"\"y\"\"\n,\",1", Dialect::of(b',')),
            [vec![text("a"), None, text("")], vec![text("x \"y\"\n,"), text("1")]]
        );
    }

    #[test]
    fn line_ends_of_all_kinds_end_a_row() {
        let dialect = Dialect::of(b',');
        assert_eq!(cells("a,b\r\r\n1,2\n3,\r\n", dialect), ["a", "b", "1", "2", "3", "~"]);
        assert_eq!(cells("x\ry,\"z\r\"\r\n", dialect), ["x\ry", "z\r"]);
    }

    #[test]
    fn what_is_not_finished_is_told_from_what_never_will_be() {
        let split = |text: &str, last| split(text.as_bytes(), Dialect::of(b','), last, &mut Vec::new());
        assert_eq!(split("a,b", false), End::Unknown);
        assert_eq!(split("a,b", true), End::Row(3));
        assert_eq!(split("a,\"b\"", false), End::Unknown);
        assert_eq!(split("a,\"b\nc", true), End::Open(2));
        assert_eq!(split("a,\"b\"c\nd", true), End::AfterQuote(7));
        assert_eq!(split("a,\"b\" \nd", true), End::Row(7));
    }

    /// The cells of all rows of `text`, null as `~`.
    fn cells(text: &str, dialect: Dialect) -> Vec<String> {
        rows(text, dialect).into_iter().flatten().map(|cell| cell.unwrap_or_else(|| "~".to_owned())).collect()
    }

    #[test]
    fn without_quotes_they_are_letters() {
        let dialect = Dialect { quote: None, ..Dialect::of(b'\t') };
        assert_eq!(cells("\"Best\" of\t1\n\"open\t\n", dialect), ["\"Best\" of", "1", "\"open", "~"]);
        let single = Dialect { quote: Some(b'\''), ..Dialect::of(b',') };
        assert_eq!(cells("'it''s, \"x\"',1\n", single), ["it's, \"x\"", "1"]);
    }

    #[test]
    fn an_escape_takes_its_meaning_from_what_is_behind_it() {
        let quoted = Dialect { escape: Some(b'\\'), ..Dialect::of(b',') };
        let text = r#""5\" screen","C:\new ""x""","a\\","","\\""#.to_owned() + "\n";
        assert_eq!(cells(&text, quoted), ["5\" screen", "C:\\new \"x\"", "a\\", "", "\\"]);
        let bare = Dialect { quote: None, ..quoted };
        assert_eq!(
            cells("a\\,b,c\\nd,\\N,\\\\\ne\\\nf,\\t,,\n", bare),
            ["a,b", "c\nd", "~", "\\", "e\nf", "\t", "~", "~"]
        );
        let split = |text: &str, last| split(text.as_bytes(), quoted, last, &mut Vec::new());
        assert_eq!(split("\"a\\\"", true), End::Open(0));
        assert_eq!(split("\"a\\", false), End::Unknown);
        assert_eq!(split("a\\", true), End::Row(2));
        assert_eq!(split("a\\", false), End::Unknown);
    }

    proptest! {
        #[test]
        fn what_escapes_were_put_into_reads_the_same(cells_in in proptest::collection::vec("[a-z\"\\\\, é]{0,6}", 1..5)) {
            let written = |cell: &String| format!("\"{}\"", cell.replace('\\', "\\\\").replace('"', "\\\""));
            let row = cells_in.iter().map(written).collect::<Vec<_>>().join(",");
            let dialect = Dialect { escape: Some(b'\\'), ..Dialect::of(b',') };
            prop_assert_eq!(cells(&row, dialect), cells_in);
        }

        #[test]
        fn what_the_csv_crate_writes_and_reads_reads_the_same(
            rows_in in proptest::collection::vec(proptest::collection::vec("[a-z\",;\n\r é]{0,6}", 3), 0..6),
            quote in any::<bool>(),
        ) {
            let style = if quote { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
            let mut writer = csv::WriterBuilder::new().quote_style(style).from_writer(Vec::new());
            for row in &rows_in {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let read: Vec<Vec<String>> = rows(&text, Dialect::of(b','))
                .into_iter()
                .map(|row| row.into_iter().map(Option::unwrap_or_default).collect())
                .collect();
            prop_assert_eq!(read, rows_in);
        }
    }
}
