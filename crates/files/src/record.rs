//! Where the fields of one csv row begin and end.
//!
//! The `csv` crate tells neither an empty field from a quoted empty one, nor a quote that never closes, nor the line a
//! row begins on after blank lines, nor does it bound a row's size; on well-formed rows the two agree (see the tests).

use std::borrow::Cow;

/// One field: its bytes in the row, quotes aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field {
    start: usize,
    end: usize,
    /// Where the field is in quotes.
    quoted: bool,
    /// Where it has doubled quotes.
    doubled: bool,
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
        match self {
            Self { quoted: false, .. } if text.is_empty() => None,
            Self { doubled: true, .. } => Some(Cow::Owned(text.replace("\"\"", "\""))),
            _ => Some(Cow::Borrowed(text)),
        }
    }
}

/// True for a line without anything on it.
pub(super) fn is_blank(fields: &[Field]) -> bool {
    matches!(fields, [Field { start, end, quoted: false, .. }] if start == end)
}

/// Splits the row at the start of `bytes`; `last` where no bytes follow these.
pub(super) fn split(bytes: &[u8], separator: u8, last: bool, fields: &mut Vec<Field>) -> End {
    fields.clear();
    let (mut at, mut after_quote) = (0, false);
    loop {
        let (field, next) = if bytes.get(at) == Some(&b'"') {
            let Some((field, closed)) = quoted(bytes, at, last) else {
                return if last { End::Open(at) } else { End::Unknown };
            };
            let next = find(bytes, closed, separator);
            after_quote |= bytes[closed..next].iter().any(|byte| !byte.is_ascii_whitespace());
            (field, next)
        } else {
            let next = find(bytes, at, separator);
            (Field { start: at, end: next, quoted: false, doubled: false }, next)
        };
        if next == bytes.len() && !last {
            return End::Unknown;
        }
        fields.push(field);
        if bytes.get(next) != Some(&separator) {
            trim_return(bytes, fields);
            let length = bytes.len().min(next + 1);
            return if after_quote { End::AfterQuote(length) } else { End::Row(length) };
        }
        at = next + 1;
    }
}

/// The quoted field whose quote opens at `open`, and where its closing quote is passed.
fn quoted(bytes: &[u8], open: usize, last: bool) -> Option<(Field, usize)> {
    let (mut at, mut doubled) = (open + 1, false);
    loop {
        let quote = at + bytes[at..].iter().position(|byte| *byte == b'"')?;
        match bytes.get(quote + 1) {
            Some(b'"') => (at, doubled) = (quote + 2, true),
            // The quote may be the first of two.
            None if !last => return None,
            _ => return Some((Field { start: open + 1, end: quote, quoted: true, doubled }, quote + 1)),
        }
    }
}

fn find(bytes: &[u8], from: usize, separator: u8) -> usize {
    bytes[from..].iter().position(|byte| *byte == separator || *byte == b'\n').map_or(bytes.len(), |at| from + at)
}

/// Leaves the carriage return before a line end out of the last field.
fn trim_return(bytes: &[u8], fields: &mut [Field]) {
    if let Some(Field { start, end, quoted: false, .. }) = fields.last_mut()
        && *end > *start
        && bytes[*end - 1] == b'\r'
    {
        *end -= 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(text: &str, separator: u8) -> Vec<Vec<Option<String>>> {
        let (mut rest, mut fields, mut rows) = (text, Vec::new(), Vec::new());
        while !rest.is_empty() {
            let End::Row(length) = split(rest.as_bytes(), separator, true, &mut fields) else { panic!("{rest:?}") };
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
            rows("a,,\"\"\r\n\r\n\"x \"\"y\"\"\n,\",1", b','),
            [vec![text("a"), None, text("")], vec![text("x \"y\"\n,"), text("1")]]
        );
    }

    #[test]
    fn what_is_not_finished_is_told_from_what_never_will_be() {
        let split = |text: &str, last| split(text.as_bytes(), b',', last, &mut Vec::new());
        assert_eq!(split("a,b", false), End::Unknown);
        assert_eq!(split("a,b", true), End::Row(3));
        assert_eq!(split("a,\"b\"", false), End::Unknown);
        assert_eq!(split("a,\"b\nc", true), End::Open(2));
        assert_eq!(split("a,\"b\"c\nd", true), End::AfterQuote(7));
        assert_eq!(split("a,\"b\" \nd", true), End::Row(7));
    }

    proptest! {
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
            let read: Vec<Vec<String>> = rows(&text, b',')
                .into_iter()
                .map(|row| row.into_iter().map(Option::unwrap_or_default).collect())
                .collect();
            prop_assert_eq!(read, rows_in);
        }
    }
}
