//! Sheets of Excel and OpenDocument, as the csv that says the same: one set of rules holds for their cells, too.
//!
//! Such a file is read as a whole: it cannot be read from its start on.

use std::{
    fmt::Display,
    io::{self, Cursor, Read},
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{Cell, Data, DataRef, ExcelDateTime, Ods, Range, Reader, Xlsx, XlsxError, open_workbook_from_rs};
use jauge_domain::FileFault;
use jauge_plugin::ConnectorError;
use zip::ZipArchive;

use super::{FileFormat, error::damage, input::Input, settings::TableChoice};

/// Rows among which the header is looked for.
const FIRST_ROWS: usize = 60;

/// The most cells between the first and the last of a sheet: all rows of Excel, with 47 columns. Room is made for each, filled or not.
const MOST_CELLS: u64 = 50_000_000;

/// The most bytes of a file, of its texts, and of what it holds beside its sheets once inflated.
const MOST_BYTES: u64 = 1 << 30;

type Content = Cursor<Vec<u8>>;

/// One sheet of a file.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) name: String,
    /// What the other sheets are called.
    pub(super) others: Vec<String>,
    /// Its rows, each on its line as long as no cell has several, between commas.
    pub(super) csv: Vec<u8>,
}

/// Reads the sheet `wanted` out of `input`; by default the first.
pub(super) fn read(
    mut input: Input,
    format: FileFormat,
    wanted: Option<&TableChoice>,
) -> Result<Sheet, ConnectorError> {
    let content = content(&mut input)?;
    let is_ods = format == FileFormat::Ods;
    let kind = if is_ods { Ods::<Content>::KIND } else { Xlsx::<Content>::KIND };
    let read = || if is_ods { sheet::<Ods<Content>>(content, wanted) } else { sheet::<Xlsx<Content>>(content, wanted) };
    // What is damaged may make its reader panic rather than answer an error.
    let wrong = || Err(FileFault::LengthsWrong { format: kind.to_owned() });
    let read = catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| wrong());
    read.map_err(|fault| damage(input.stream(), None, fault))
}

fn content(input: &mut Input) -> Result<Vec<u8>, ConnectorError> {
    let (mut content, mut buffer) = (Vec::new(), vec![0; 256 * 1024]);
    loop {
        let count = input.read(&mut buffer)?;
        if count == 0 {
            return Ok(content);
        }
        content.extend_from_slice(&buffer[..count]);
        if content.len() as u64 > MOST_BYTES {
            return Err(damage(input.stream(), None, too_large()));
        }
    }
}

fn too_large() -> FileFault {
    FileFault::WorkbookTooLarge { cells: MOST_CELLS, mebibytes: MOST_BYTES >> 20 }
}

fn unread(kind: &str, error: impl Display) -> FileFault {
    FileFault::NotOfFormat { format: kind.to_owned(), reason: error.to_string() }
}

/// True where what `content` holds beside the sheets of Excel is longer than `most` once inflated: room is made for all of it, while
/// those are read cell by cell.
fn swells(content: &[u8], most: u64) -> bool {
    // What is no archive is told by who reads it.
    let Ok(mut archive) = ZipArchive::new(Cursor::new(content)) else { return false };
    let mut left = most;
    for nth in 0..archive.len() {
        if archive.by_index_data(nth).is_ok_and(|entry| entry.name_raw().starts_with(b"xl/worksheets/")) {
            continue;
        }
        let inflated = archive.by_index(nth).map(|file| io::copy(&mut file.take(left + 1), &mut io::sink()));
        match left.checked_sub(inflated.map_or(0, |inflated| inflated.unwrap_or(0))) {
            Some(rest) => left = rest,
            None => return true,
        }
    }
    false
}

/// A file of sheets.
trait Book: Reader<Content> {
    /// What it is a file of.
    const KIND: &'static str;

    /// The cells of the sheet `name`.
    fn cells(&mut self, name: &str) -> Result<Range<Data>, FileFault>;
}

impl Book for Ods<Content> {
    const KIND: &'static str = "OpenDocument";

    fn cells(&mut self, name: &str) -> Result<Range<Data>, FileFault> {
        let range = self.worksheet_range(name).map_err(|error| unread(Self::KIND, error))?;
        if range.end().is_some_and(is_far) { Err(too_large()) } else { Ok(range) }
    }
}

impl Book for Xlsx<Content> {
    const KIND: &'static str = "Excel";

    /// As its own reader does it, which makes room for a sheet of thousands of columns because of one cell far off.
    fn cells(&mut self, name: &str) -> Result<Range<Data>, FileFault> {
        let mut reader = match self.worksheet_cells_reader(name) {
            // A chart stands in the place of a sheet.
            Err(XlsxError::NotAWorksheet(_)) => return Ok(Range::empty()),
            reader => reader.map_err(|error| unread(Self::KIND, error))?,
        };
        let (mut cells, mut end, mut bytes) = (Vec::new(), (0, 0), 0);
        while let Some(cell) = reader.next_cell().map_err(|error| unread(Self::KIND, error))? {
            let value = match cell.get_value() {
                DataRef::Empty => continue,
                value => Data::from(value.clone()),
            };
            let at = cell.get_position();
            end = (at.0.max(end.0), at.1.max(end.1));
            bytes += if let Data::String(text) = &value { text.len() as u64 } else { 0 };
            if is_far(end) || bytes > MOST_BYTES || cells.len() as u64 >= MOST_CELLS {
                return Err(too_large());
            }
            cells.push(Cell::new(at, value));
        }
        Ok(Range::from_sparse(cells))
    }
}

/// True where a sheet whose last row and column these are has too many cells.
fn is_far((row, column): (u32, u32)) -> bool {
    (u64::from(row) + 1) * (u64::from(column) + 1) > MOST_CELLS
}

fn sheet<B: Book>(content: Vec<u8>, wanted: Option<&TableChoice>) -> Result<Sheet, FileFault>
where
    B::Error: Display,
{
    if swells(&content, MOST_BYTES) {
        return Err(too_large());
    }
    let mut book: B = open_workbook_from_rs(Cursor::new(content)).map_err(|error: B::Error| unread(B::KIND, error))?;
    let mut others = book.sheet_names();
    let nth = match wanted {
        None => Some(0),
        Some(TableChoice::Nth(nth)) => nth.checked_sub(1),
        Some(TableChoice::Named(name)) => others.iter().position(|other| other == name),
    };
    let Some(nth) = nth.filter(|nth| *nth < others.len()) else {
        let wanted = wanted.map(ToString::to_string).unwrap_or_default();
        return Err(FileFault::NoTable { wanted, known: others });
    };
    let name = others.remove(nth);
    let range = book.cells(&name)?;
    Ok(Sheet { name, others, csv: csv(&range).into_bytes() })
}

fn csv(range: &Range<Data>) -> String {
    let rows: Vec<Vec<String>> = range.rows().take(FIRST_ROWS).map(texts).collect();
    let filled = |row: &Vec<String>| row.iter().filter(|text| !text.is_empty()).count();
    // A title above the header ends at its last cell, as it does in csv; from the header on all rows have all cells.
    let most = rows.iter().map(filled).max().unwrap_or(0);
    let header = rows.iter().position(|row| filled(row) * 2 > most).unwrap_or(0);
    let mut csv = "\n".repeat(range.start().map_or(0, |(row, _)| row as usize));
    for (nth, row) in range.rows().enumerate() {
        let mut row = texts(row);
        if nth < header || row.iter().all(String::is_empty) {
            let length = row.iter().rposition(|text| !text.is_empty()).map_or(0, |last| last + 1);
            row.truncate(length);
        }
        put_row(&mut csv, &row);
    }
    csv
}

fn put_row(csv: &mut String, row: &[String]) {
    for (nth, text) in row.iter().enumerate() {
        if nth > 0 {
            csv.push(',');
        }
        if text.contains([',', '"', '\n', '\r']) {
            csv.push('"');
            csv.push_str(&text.replace('"', "\"\""));
            csv.push('"');
        } else {
            csv.push_str(text);
        }
    }
    csv.push('\n');
}

fn texts(row: &[Data]) -> Vec<String> {
    row.iter().map(text).collect()
}

/// A cell as text; an empty one is an empty text.
fn text(cell: &Data) -> String {
    match cell {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => shown(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(is) => is.to_string(),
        Data::DateTime(time) => moment(*time),
        Data::Error(error) => error.to_string(),
        Data::Empty => String::new(),
    }
}

/// A number with the 15 digits that Excel knows of it: `0.1 + 0.2` is 0.3 there.
fn shown(number: f64) -> String {
    format!("{number:.14e}").parse::<f64>().unwrap_or(number).to_string()
}

/// A day, a time of one, or a time alone, as ISO 8601 without an offset; a length of time as hours, minutes and seconds.
fn moment(time: ExcelDateTime) -> String {
    if time.is_duration() {
        let seconds = (time.as_f64() * 86_400.0).round() as i64;
        return format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
    let decimals = if milli > 0 { format!(".{milli:03}") } else { String::new() };
    let clock = format!("{hour:02}:{minute:02}:{second:02}{decimals}");
    match clock.as_str() {
        _ if time.as_f64() < 1.0 => clock,
        "00:00:00" => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02}T{clock}"),
    }
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    fn at(value: f64) -> Data {
        Data::DateTime(ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false))
    }

    #[test]
    fn a_sheet_is_the_csv_that_says_the_same() {
        let word = |text: &str| Data::String(text.to_owned());
        let cells = [
            ((1, 0), word("Report")),
            ((2, 0), word("day")),
            ((2, 1), word("net, EUR")),
            ((2, 2), word("paid")),
            ((3, 0), at(46115.0)),
            ((3, 1), Data::Float(0.1 + 0.2)),
            ((3, 2), Data::Bool(true)),
            ((5, 0), at(46115.5)),
        ];
        let range = Range::from_sparse(cells.into_iter().map(|(at, value)| Cell::new(at, value)).collect());
        let wanted = "\nReport\nday,\"net, EUR\",paid\n2026-04-03,0.3,true\n\n2026-04-03T12:00:00,,\n";
        assert_eq!(csv(&range), wanted);
    }

    #[test]
    fn what_is_made_room_for_is_measured_inflated_and_sheets_of_excel_are_not() {
        use std::io::Write;

        let mut book = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"] {
            book.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            book.write_all(&[b' '; 5000]).unwrap();
        }
        let content = book.finish().unwrap().into_inner();
        assert!(content.len() < 1000 && swells(&content, 4999) && !swells(&content, 5000));
        assert!(!swells(b"no archive", 1));
    }

    #[test]
    fn numbers_and_times_are_shown_as_excel_knows_them() {
        assert_eq!(shown(1234.5), "1234.5");
        assert_eq!(shown(12_345_678_901_234.0), "12345678901234");
        assert_eq!(shown(-0.07), "-0.07");
        assert_eq!(text(&at(0.75)), "18:00:00");
        let length = ExcelDateTime::new(1.5, ExcelDateTimeType::TimeDelta, false);
        assert_eq!(moment(length), "36:00:00");
    }
}
