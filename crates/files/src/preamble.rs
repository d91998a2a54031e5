//! What stands above the header of a csv file: a title, days in words, comments, `sep=;`.

use std::borrow::Cow;

use super::{FileFormat, FileSettings, detect, record::Dialect};

/// The column with what stands above the header, in files where something does.
pub const PREAMBLE_COLUMN: &str = "#preamble";

/// More rows than these above a header are no preamble.
const MOST_ROWS: usize = 60;

/// Rows looked at to tell where the table begins.
const ROWS: usize = 1000;

type Row<'a> = Vec<Option<Cow<'a, str>>>;

/// What tells apart the fields of a file that begins with `sample`, which is `whole` or not, and how many rows that are not
/// blank stand above its header or, where it has none, its first row.
pub(super) fn start(sample: &str, whole: bool, format: FileFormat, settings: &FileSettings) -> (Dialect, usize) {
    let (separator, above) = separator(sample, whole, format, settings);
    let dialect = settings.dialect(separator);
    let is_open = settings.quote.is_none() && separator == b'\t';
    let quote = dialect.quote.filter(|_| !is_open || !detect::quotes_are_letters(sample, dialect, whole));
    (Dialect { quote, ..dialect }, above)
}

fn separator(sample: &str, whole: bool, format: FileFormat, settings: &FileSettings) -> (u8, usize) {
    if let (Some(separator), Some(above)) = (settings.separator, settings.above) {
        return (separator as u8, above);
    }
    let stated = stated(sample);
    let above = usize::from(stated.is_some());
    let fixed = settings.separator.map(|separator| separator as u8).or(stated);
    let fixed = fixed.or_else(|| (format == FileFormat::Tsv).then_some(b'\t'));
    let plain = match fixed {
        Some(separator) => Some((separator, share(&counts(sample, whole, settings.dialect(separator), above)))),
        None => detect::separator(sample, settings.dialect(b','), whole),
    };
    let (separator, share) = plain.unwrap_or((b',', 0.0));
    if share >= 0.9 || settings.header == Some(false) {
        return (separator, above);
    }
    let candidates = fixed.map_or_else(|| detect::SEPARATORS.to_vec(), |separator| vec![separator]);
    let found = candidates.into_iter().filter_map(|separator| {
        let rows: Vec<Row<'_>> = detect::rows(sample, settings.dialect(separator), whole).take(ROWS).collect();
        table(&rows, above).map(|(above, columns)| (columns, separator, above))
    });
    // The separator that makes the most columns; the first of those that make as many.
    let widest = found.reduce(|best, next| if next.0 > best.0 { next } else { best });
    widest.map_or((separator, above), |(_, separator, above)| (separator, above))
}

/// The separator that a first line `sep=;` states, as Excel writes it.
fn stated(sample: &str) -> Option<u8> {
    let line = sample.lines().next()?.trim_end_matches('\r').trim_matches('"');
    match line.strip_prefix("sep=").or_else(|| line.strip_prefix("SEP="))?.as_bytes() {
        [separator] if separator.is_ascii() => Some(*separator),
        _ => None,
    }
}

fn counts(sample: &str, whole: bool, dialect: Dialect, above: usize) -> Vec<usize> {
    detect::rows(sample, dialect, whole).skip(above).take(ROWS).map(|row| row.len()).collect()
}

/// The share of rows that have as many fields as the first; of no rows, all.
fn share(counts: &[usize]) -> f64 {
    let Some(first) = counts.first() else { return 1.0 };
    counts.iter().filter(|count| *count == first).count() as f64 / counts.len() as f64
}

/// How many rows stand above the first, from row `first` on, with more fields than all before it, and as many as those behind it, which names
/// columns; and how many columns those are. Below it there must be numbers or dates: between rows of words nothing tells a
/// title from a header that is short of a name.
fn table(rows: &[Row<'_>], first: usize) -> Option<(usize, usize)> {
    let mut most = 0;
    for (above, row) in rows.iter().enumerate().take(MOST_ROWS).skip(first) {
        let behind = &rows[above + 1..];
        let holds = || {
            let same = behind.iter().filter(|other| other.len() == row.len()).count();
            // In a short table, a row of totals alone may be longer or shorter.
            let is_but_one = same > 1 && same + 1 == behind.len();
            !behind.is_empty() && (is_but_one || same as f64 >= behind.len() as f64 * 0.9)
        };
        if above > first && row.len() > 1 && row.len() > most && holds() {
            return (detect::has_header(&rows[above..]) && has_typed(behind)).then_some((above, row.len()));
        }
        most = most.max(row.len());
    }
    None
}

fn has_typed(rows: &[Row<'_>]) -> bool {
    rows.first().is_some_and(|row| row.iter().flatten().any(|cell| detect::is_typed(cell)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(sample: &str) -> (char, usize) {
        let (dialect, above) = start(sample, true, FileFormat::Csv, &FileSettings::default());
        (char::from(dialect.separator), above)
    }

    #[test]
    fn a_title_and_days_in_words_stand_above_the_header() {
        let report = "Campaign report\n\"January 1, 2026 - January 31, 2026\"\nDay,Campaign,Cost\n2026-01-01,a,1.5\n";
        assert_eq!(of(report), (',', 2));
        assert_eq!(of("# ---\n# Titre, en deux mots\n\nJour;Coût;Clics\n2026-01-01;1,5;3\n"), (';', 2));
        assert_eq!(of("sep=;\nJour;Coût\n2026-01-01;1,5\n"), (';', 1));
        let users = "# ---\n# Users\n\nID,Events,Sessions\n,48,5,Grand total\n7.1,42,3\n3.1,3,1\n";
        assert_eq!(of(users), (',', 2));
        assert_eq!(of("sep=;\r\nRapport\r\nJour;Coût\r\n2026-01-01;1,5\r\n"), (';', 2));
    }

    #[test]
    fn a_header_short_of_a_name_is_no_title() {
        assert_eq!(of("a,b\n1,2,3\n4,5,6\n"), (',', 0));
        assert_eq!(of("note\nhello, world\ngood, bye\n"), (',', 0));
        assert_eq!(of("day,clicks\n2026-01-01,3\n"), (',', 0));
        assert_eq!(of("one\ntwo\n"), (',', 0));
    }
}
