//! How a csv file is written, told from its first part.

use std::{borrow::Cow, collections::HashSet};

use jauge_domain::FileNote;

use super::record::{Dialect, End, Field, is_blank, split};
use crate::cells::{DayOrder, Mark, mark_of, order_of, parse_time};

/// Rows looked at to find the separator.
const SEPARATOR_ROWS: usize = 1000;

/// In the order they are preferred where several fit: a comma may be a decimal mark.
pub(super) const SEPARATORS: [u8; 4] = [b'\t', b';', b'|', b','];

/// The rows of `sample`, without what does not parse; the last is left out unless the sample is `whole`.
pub(super) fn rows(sample: &str, dialect: Dialect, whole: bool) -> impl Iterator<Item = Vec<Option<Cow<'_, str>>>> {
    let (mut at, mut fields) = (0, Vec::<Field>::new());
    std::iter::from_fn(move || {
        loop {
            let row = sample.get(at..).filter(|row| !row.is_empty())?;
            let length = match split(row.as_bytes(), dialect, whole, &mut fields) {
                End::Row(length) | End::AfterQuote(length) => length,
                End::Open(_) | End::Unknown => return None,
            };
            at += length;
            if !is_blank(&fields) {
                return Some(fields.iter().map(|field| field.text(row)).collect());
            }
        }
    })
}

/// The separator under which most rows have as many fields as the first, and the share of rows that do; `None` where
/// every row is one field. In all else they are as in `plain`.
pub(super) fn separator(sample: &str, plain: Dialect, whole: bool) -> Option<(u8, f64)> {
    let mut best: Option<(u8, f64)> = None;
    for separator in SEPARATORS {
        let dialect = Dialect { separator, ..plain };
        let counts: Vec<usize> = rows(sample, dialect, whole).take(SEPARATOR_ROWS).map(|row| row.len()).collect();
        let Some(first) = counts.first().copied().filter(|first| *first > 1) else { continue };
        let share = counts.iter().filter(|count| **count == first).count() as f64 / counts.len() as f64;
        if best.is_none_or(|(_, most)| share > most + 0.02) {
            best = Some((separator, share));
        }
    }
    best
}

/// True where quotes are letters: without them all rows of `sample` have as many fields, and of the fields that begin with one most do
/// not end with one.
pub(super) fn quotes_are_letters(sample: &str, dialect: Dialect, whole: bool) -> bool {
    let Some(quote) = dialect.quote.map(char::from).filter(|quote| sample.contains(*quote)) else { return false };
    let plain = Dialect { quote: None, ..dialect };
    let rows: Vec<_> = rows(sample, plain, whole).take(SEPARATOR_ROWS).collect();
    let columns = rows.first().map_or(0, Vec::len);
    let begun = rows.iter().flatten().flatten().filter(|cell| cell.starts_with(quote));
    let ended = begun.clone().filter(|cell| cell.len() > 1 && cell.ends_with(quote)).count();
    columns > 1 && rows.iter().all(|row| row.len() == columns) && begun.count() > 2 * ended
}

/// Whether the first of `rows` names the columns: no number or date is among its cells, and it is either all names or
/// above columns of numbers and dates.
pub(super) fn has_header(rows: &[Vec<Option<Cow<'_, str>>>]) -> bool {
    let Some((first, rest)) = rows.split_first() else { return true };
    if first.iter().flatten().any(|cell| is_typed(cell)) {
        return false;
    }
    let mut seen = HashSet::new();
    if first.iter().all(|cell| cell.as_ref().is_some_and(|cell| !cell.trim().is_empty() && seen.insert(cell.trim()))) {
        return true;
    }
    (0..first.len()).any(|column| {
        let mut cells = rest.iter().filter_map(|row| row.get(column)?.as_ref()).peekable();
        first[column].is_some() && cells.peek().is_some() && cells.all(|cell| is_typed(cell))
    })
}

/// True for a number or a date.
pub(super) fn is_typed(cell: &str) -> bool {
    let is_date = || order_of(cell) != DayOrder::Other || parse_time(cell, &jiff::tz::TimeZone::UTC, None).is_ok();
    mark_of(cell) != Mark::NotANumber || is_date()
}

/// The decimal mark that the numbers among `cells` show; `None` where none shows one, or they disagree.
pub(super) fn decimal_mark<'a>(cells: impl Iterator<Item = &'a str>) -> Option<char> {
    let (mut dots, mut commas) = (0, 0);
    for cell in cells.filter(|cell| cell.contains(['.', ','])) {
        match mark_of(cell) {
            Mark::Is('.') => dots += 1,
            Mark::Is(_) => commas += 1,
            _ => {}
        }
    }
    match (dots, commas) {
        (1.., 0) => Some('.'),
        (0, 1..) => Some(','),
        _ => None,
    }
}

/// The decimal mark of one column in a file whose numbers agree on `file`: the one that its own numbers show. Where they leave
/// it open, that of the file, unless it is `,` and they have a `.`: `1.234` between numbers such as `12,50` is as likely
/// what a machine wrote as a thousand, and nothing tells.
pub(super) fn mark_of_column<'a>(cells: impl Iterator<Item = &'a str> + Clone, file: Option<char>) -> Option<char> {
    let own = decimal_mark(cells.clone());
    let open = || cells.clone().any(|cell| mark_of(cell) == Mark::Either('.'));
    let shown = || cells.clone().any(|cell| matches!(mark_of(cell), Mark::Is(_)));
    match file {
        // Its own numbers disagree with each other.
        _ if own.is_none() && shown() => None,
        Some(',') if own.is_none() && open() => None,
        file => own.or(file),
    }
}

/// Names for `columns` columns: those of the `header`, trimmed, made unique and never empty; also what was changed.
pub(super) fn names(
    header: Option<&[Option<Cow<'_, str>>]>,
    columns: usize,
    taken: &str,
) -> (Vec<String>, Vec<FileNote>) {
    let mut used = HashSet::from([taken.to_owned()]);
    let (mut names, mut notes) = (Vec::with_capacity(columns), Vec::new());
    for index in 0..columns {
        let given = header.and_then(|header| header.get(index)?.as_deref()).map_or("", str::trim);
        let base = if given.is_empty() { format!("column{}", index + 1) } else { given.to_owned() };
        let mut name = base.clone();
        for number in 2.. {
            if used.insert(name.clone()) {
                break;
            }
            name = format!("{base}_{number}");
        }
        if header.is_some() && name != given {
            let (column, name) = (index + 1, name.clone());
            notes.push(match given {
                "" => FileNote::ColumnUnnamed { column, name },
                given => FileNote::ColumnRenamed { column, name, given: given.to_owned() },
            });
        }
        names.push(name);
    }
    (names, notes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detect(sample: &str) -> Option<u8> {
        separator(sample, Dialect::of(b','), true).map(|(separator, _)| separator)
    }

    fn header(sample: &str) -> bool {
        has_header(&rows(sample, Dialect::of(b','), true).collect::<Vec<_>>())
    }

    #[test]
    fn the_separator_is_the_one_that_splits_rows_alike() {
        assert_eq!(detect("a,b,c\n1,2,3\n"), Some(b','));
        assert_eq!(detect("a;b\n1,5;2,5\n"), Some(b';'));
        assert_eq!(detect("1,5;2,5\n1,5;3,5\n"), Some(b';'));
        assert_eq!(detect("a\tb\nx, y\tz; w\n"), Some(b'\t'));
        assert_eq!(detect("name,note\nx,\"a;b\"\ny,\"c;d;e\"\n"), Some(b','));
        assert_eq!(detect("one\ntwo\n"), None);
    }

    #[test]
    fn quotes_are_letters_where_only_that_makes_all_rows_alike() {
        let letters = |sample: &str| quotes_are_letters(sample, Dialect::of(b'\t'), true);
        assert!(letters("a\tb\n\"Best\" of\t1\n\"open\t2\nx\t3\n"));
        assert!(!letters("a\tb\n\"x\ty\"\t1\n"), "a tab in quotes");
        assert!(!letters("a\tb\n\"x\"\t1\n\"y\"\t2\n\"z\" of\t\"3\"\n"), "one row is wrong");
        assert!(!letters("a\tb\nx\t\"1\"\n"), "either way");
        assert!(!letters("a\tb\nx\t1\n"));
    }

    #[test]
    fn a_header_has_no_numbers_and_names_every_column() {
        assert!(header("day,clicks\n2026-04-01,3\n"));
        assert!(header("city,country\nParis,France\n"));
        assert!(!header("2026-04-01,3\n2026-04-02,4\n"));
        assert!(!header("Paris,,x\nLyon,,y\n"));
        assert!(header("clicks,,clicks\n3,,4\n"));
    }

    #[test]
    fn the_decimal_mark_is_what_the_numbers_agree_on() {
        assert_eq!(decimal_mark(["1.234", "12,5", "x"].into_iter()), Some(','));
        assert_eq!(decimal_mark(["1,234", "12.50"].into_iter()), Some('.'));
        assert_eq!(decimal_mark(["1,234", "7"].into_iter()), None);
        assert_eq!(decimal_mark(["1,5", "1.5"].into_iter()), None);
    }

    #[test]
    fn a_column_shows_its_own_decimal_mark_and_another_is_no_witness_where_it_matters() {
        let of = |cells: &[&'static str], file| mark_of_column(cells.iter().copied(), file);
        assert_eq!(of(&["1.5", "1.234"], Some(',')), Some('.'));
        assert_eq!(of(&["1.234", "7"], Some(',')), None, "a thousand, or one and a bit");
        assert_eq!(of(&["1,234", "7"], Some('.')), Some('.'), "a thousand, as everywhere in such a file");
        assert_eq!(of(&["1,234", "7"], Some(',')), Some(','));
        assert_eq!(of(&["x", "7"], Some(',')), Some(','));
        assert_eq!(of(&["12,5", "12.5"], Some('.')), None);
        assert_eq!(of(&["12,5"], None), Some(','));
    }

    #[test]
    fn names_are_unique_and_never_empty() {
        let header = [Some("a".into()), None, Some(" a ".into()), Some("#line".into())];
        let (names, notes) = names(Some(&header), 4, "#line");
        assert_eq!(names, ["a", "column2", "a_2", "#line_2"]);
        assert_eq!(notes.len(), 3);
    }
}
