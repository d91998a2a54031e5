//! Several tables in one csv file: each begins with its line of names, and ends at a line that is blank or a comment.

use jauge_domain::FileFault;

use super::{
    FileFormat, FileSettings, detect,
    record::{Dialect, End, Field, is_blank, split},
    settings::TableChoice,
};

/// A longer name is shortened where it is told.
const SHOWN: usize = 60;

/// More tables than these are not named: one is chosen by its number, too.
const MOST_NAMED: usize = 20;

/// One of the tables in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    /// Its line of names, with commas between them.
    pub(super) name: String,
    /// Where it begins, what stands above it since the one before included.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// Rows above its line of names.
    pub(super) above: usize,
    /// How many names it has.
    columns: usize,
    /// Its rows, the line of names included.
    rows: usize,
}

/// The table of `text` that is `wanted`, and what separates its fields.
pub(super) fn choose(
    text: &str,
    wanted: &TableChoice,
    format: FileFormat,
    settings: &FileSettings,
) -> Result<(Table, u8), FileFault> {
    let fixed = settings.separator.map(|separator| separator as u8);
    let fixed = fixed.or_else(|| (format == FileFormat::Tsv).then_some(b'\t'));
    let separators = fixed.map_or_else(|| detect::SEPARATORS.to_vec(), |separator| vec![separator]);
    let name = match wanted {
        TableChoice::Named(name) => Some(plain(name)),
        TableChoice::Nth(_) => None,
    };
    let mut best: Option<(Vec<Table>, u8)> = None;
    let mut chosen: Option<(Table, u8)> = None;
    for separator in separators {
        let tables = tables(text, settings.dialect(separator), name.as_deref());
        let named = tables.iter().find(|table| name.as_ref().is_some_and(|name| plain(&table.name) == *name));
        // Under another separator a line of names is one name.
        let is_wider = |table: &&Table| chosen.as_ref().is_none_or(|(known, _)| table.columns > known.columns);
        if let Some(table) = named.filter(is_wider) {
            chosen = Some((table.clone(), separator));
        }
        if best.as_ref().is_none_or(|(best, _)| rows(&tables) > rows(best)) {
            best = Some((tables, separator));
        }
    }
    if let Some(chosen) = chosen {
        return Ok(chosen);
    }
    let (tables, separator) = best.unwrap_or_default();
    let nth = match wanted {
        TableChoice::Nth(nth) => nth.checked_sub(1),
        TableChoice::Named(_) => None,
    };
    match nth.and_then(|nth| tables.get(nth)) {
        Some(table) => Ok((table.clone(), separator)),
        None => Err(FileFault::NoTable { wanted: wanted.to_string(), known: names(&tables) }),
    }
}

/// What the tables of a text that begins with `sample` are called, where it looks as if there were several: a second line of
/// names above numbers or dates, behind a line that is blank or a comment.
pub(super) fn several(sample: &str, dialect: Dialect) -> Vec<String> {
    if !["\n\n", "\n\r\n", "\n#"].iter().any(|gap| sample.contains(gap)) {
        return Vec::new();
    }
    let mut found = tables(sample, dialect, None);
    found.retain(|table| is_table(&sample[table.start..table.end], table, dialect));
    let differ = found.iter().any(|table| table.name != found[0].name);
    if differ { names(&found) } else { Vec::new() }
}

/// True where names stand above a number or a date in `text`, the part of the sample that is `table`.
fn is_table(text: &str, table: &Table, dialect: Dialect) -> bool {
    let mut rows = detect::rows(text, dialect, true).skip(table.above);
    let is_typed =
        |row: Vec<Option<std::borrow::Cow<'_, str>>>| row.iter().flatten().any(|cell| detect::is_typed(cell));
    let names = rows.next().is_some_and(|row| !is_typed(row));
    names && rows.next().is_some_and(is_typed)
}

fn rows(tables: &[Table]) -> usize {
    tables.iter().map(|table| table.rows).sum()
}

/// A name as it is compared: in lower case, without spaces around commas.
fn plain(name: &str) -> String {
    name.split(',').map(str::trim).collect::<Vec<_>>().join(",").to_lowercase()
}

/// What `tables` are called, as far as they are named.
fn names(tables: &[Table]) -> Vec<String> {
    let more = (tables.len() > MOST_NAMED).then(|| "…".to_owned());
    tables.iter().take(MOST_NAMED).map(shown).chain(more).collect()
}

fn shown(table: &Table) -> String {
    match table.name.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{}…", &table.name[..cut]),
        None => table.name.clone(),
    }
}

/// The tables of `text`. One that is `named` begins wherever its line stands; others have several columns.
fn tables(text: &str, dialect: Dialect, named: Option<&str>) -> Vec<Table> {
    let (mut found, mut fields) = (Vec::<Table>::new(), Vec::new());
    let (mut at, mut start, mut above, mut is_open) = (0, 0, 0, false);
    while at < text.len() {
        let length = match split(&text.as_bytes()[at..], dialect, true, &mut fields) {
            End::Row(length) | End::AfterQuote(length) => length,
            End::Open(_) | End::Unknown => text.len() - at,
        };
        let row = text.get(at..at + length).unwrap_or_default();
        let is_named = named.is_some_and(|named| plain(&name(&fields, row)) == named);
        let begins = is_named || (!is_open && fields.len() > 1);
        if !is_named && is_gap(&fields, row) {
            if is_open {
                (start, above) = (at, 0);
            }
            is_open = false;
            above += usize::from(!is_blank(&fields));
        } else if begins {
            if is_open {
                (start, above) = (at, 0);
            }
            is_open = true;
            let (name, columns) = (name(&fields, row), fields.len());
            found.push(Table { name, start, end: at, above, columns, rows: 0 });
        } else if !is_open {
            above += 1;
        }
        at += length;
        if let Some(table) = found.last_mut().filter(|_| is_open) {
            (table.end, table.rows) = (at, table.rows + 1);
        }
    }
    found
}

/// The fields of a line of names, with commas between them.
fn name(fields: &[Field], row: &str) -> String {
    fields.iter().map(|field| field.text(row).unwrap_or_default().trim().to_owned()).collect::<Vec<_>>().join(",")
}

/// True for a row of nothing, or of a comment.
fn is_gap(fields: &[Field], row: &str) -> bool {
    let mut texts = fields.iter().map(|field| field.text(row).unwrap_or_default());
    let first = texts.next().unwrap_or_default();
    let is_comment = first.starts_with('#') && (fields.len() == 1 || first.len() > 1);
    is_comment || (first.trim().is_empty() && texts.all(|text| text.trim().is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "# Report\n# Start: 1\nNth day,Users\n0,5\n1,6\n\n# Start: 2\nNth day,New users\n0,3\n\nTop\nPage;x,Views\n/a,9\n,9\n";

    fn chosen(wanted: TableChoice) -> Result<(String, String, usize), FileFault> {
        let (table, separator) = choose(REPORT, &wanted, FileFormat::Csv, &FileSettings::default())?;
        assert_eq!(separator, b',');
        Ok((table.name, REPORT[table.start..table.end].to_owned(), table.above))
    }

    #[test]
    fn a_table_ends_at_a_gap_and_takes_along_what_stands_above_it() {
        let second = ("Nth day,New users".to_owned(), "\n# Start: 2\nNth day,New users\n0,3\n".to_owned(), 1);
        assert_eq!(chosen(TableChoice::Nth(2)), Ok(second.clone()));
        assert_eq!(chosen(TableChoice::Named("nth day, new users".to_owned())), Ok(second));
        let first = "# Report\n# Start: 1\nNth day,Users\n0,5\n1,6\n".to_owned();
        assert_eq!(chosen(TableChoice::Nth(1)), Ok(("Nth day,Users".to_owned(), first, 2)));
        let third = "\nTop\nPage;x,Views\n/a,9\n,9\n".to_owned();
        assert_eq!(chosen(TableChoice::Nth(3)), Ok(("Page;x,Views".to_owned(), third, 1)));
    }

    #[test]
    fn a_table_that_is_not_there_is_told_with_those_that_are() {
        for wanted in [TableChoice::Nth(0), TableChoice::Nth(4), TableChoice::Named("Users".to_owned())] {
            let known = ["Nth day,Users", "Nth day,New users", "Page;x,Views"].map(str::to_owned).to_vec();
            assert_eq!(chosen(wanted.clone()), Err(FileFault::NoTable { wanted: wanted.to_string(), known }));
        }
    }

    #[test]
    fn several_tables_are_seen_and_one_with_gaps_is_one() {
        let of = |sample: &str| several(sample, Dialect::of(b','));
        assert_eq!(of(REPORT), ["Nth day,Users", "Nth day,New users", "Page;x,Views"]);
        for one in ["a,b\n1,2\n\n3,4\n", "a,b\nx,y\n\nz,w\nu,v\n", "a,b\n1,2\n", "", "# x\n\na,b\n1,2\n"] {
            assert!(of(one).is_empty(), "{one:?}");
        }
    }
}
