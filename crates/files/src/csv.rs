//! Comma-separated files and their kin.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use jauge_domain::{FileFault, FileNote, RejectReason, RowKind};
use jauge_plugin::{ConnectorError, Host, LINE_COLUMN, Rows, TextFormat};

use super::{
    FileFormat, FileSettings,
    asides::{Asides, given_names},
    batches::{Batch, Batches, MOST_COLUMNS, RowReader, text_schema},
    detect,
    fill::FillDown,
    hears::{Hears, reject, tell},
    preamble::{self, PREAMBLE_COLUMN},
    record::{Dialect, End, Field, has_bare_return, is_blank, split},
    tables,
    text::{LARGEST_ROW, Text},
    totals::Totals,
    values::Values,
};
use crate::cells::{DayOrder, order_of};

/// How much of a file is looked at to tell how it is written.
const SAMPLE: usize = 1 << 20;

/// How one csv file is written.
struct Layout {
    dialect: Dialect,
    names: Vec<String>,
    headless: bool,
    /// What stands above the header.
    preamble: Option<String>,
    /// Bytes up to the first row after the header, as UTF-8.
    header: usize,
    format: TextFormat,
    /// Columns whose dates leave day and month open in the sample.
    open_dates: Vec<usize>,
    notes: Vec<FileNote>,
}

/// Opens a csv file, or a sheet as csv. `again` begins the file anew, after the given bytes of it; answers also their length as UTF-8.
pub(super) fn open(
    mut text: Text,
    format: FileFormat,
    settings: &FileSettings,
    skip: u64,
    host: Arc<dyn Hears>,
    again: impl Fn(u64) -> Result<(Text, u64), ConnectorError>,
) -> Result<Rows, ConnectorError> {
    let whole = text.sample(SAMPLE)?;
    if !text.rest().contains(&b'\n') && text.rest().iter().filter(|byte| **byte == b'\r').count() > 1 {
        return Err(text.error(1, FileFault::CarriageReturns));
    }
    let sample = String::from_utf8_lossy(text.rest()).into_owned();
    let (dialect, above) = preamble::start(&sample, whole, format, settings);
    if rows_end_in_returns(&sample, dialect, above + 1) {
        return Err(text.error(1, FileFault::CarriageReturns));
    }
    let first = detect::rows(&sample, dialect, whole).next().map(|row| row.len());
    let is_cut = first.is_none() && !whole;
    // Of a first row that is longer than the sample, at least the columns in it.
    let columns = first.unwrap_or_else(|| sample.bytes().filter(|byte| *byte == dialect.separator).count() + 1);
    if columns > MOST_COLUMNS {
        return Err(text.error(1, FileFault::TooManyColumns { has: columns, most: MOST_COLUMNS }));
    }
    if is_cut {
        return Err(text.error(1, FileFault::RowTooLarge { mebibytes: SAMPLE >> 20, kind: RowKind::Csv }));
    }
    let mut layout = Layout::detect(&sample, whole, (dialect, above), settings);
    // Names are compared, so that they must be what was written; what is wrong with a row is said where it stands.
    let header = &text.rest()[..layout.header.min(text.rest().len())];
    if let Err(error) = str::from_utf8(header) {
        return Err(text.not_utf8(header, error.valid_up_to()));
    }
    if !whole && !layout.open_dates.is_empty() {
        layout.scan_dates(again(0)?.0, &*host)?;
    }
    layout.format.ambiguous = layout.open_dates.iter().map(|column| layout.names[*column].clone()).collect();
    let is_sheet = matches!(format, FileFormat::Xlsx | FileFormat::Ods);
    layout.describe(&text, is_sheet).into_iter().for_each(|note| tell(&*host, text.stream(), note));
    layout.notes.drain(..).for_each(|note| tell(&*host, text.stream(), note));
    let (mut fill, lacking) = FillDown::of(settings, &layout.names);
    lacking.into_iter().for_each(|column| tell(&*host, text.stream(), FileNote::NothingToFill { column }));
    let mut past_header = 0;
    if skip > 0 {
        let (rest, passed) = again(skip)?;
        if !fill.is_idle() {
            layout.pass(&mut text, passed, &mut fill, settings)?;
        }
        (text, past_header) = (rest, usize::try_from(passed).unwrap_or(usize::MAX));
    }
    if past_header < layout.header {
        text.sample(layout.header - past_header)?;
        text.consume(layout.header - past_header);
    }
    let columns = layout.names.len();
    let (stream, stored) = (text.stream().to_owned(), text.stored());
    let asides = Asides::of(&mut layout.names, settings, &stream, layout.preamble);
    let schema = text_schema(&layout.names);
    let rows = CsvReader {
        text,
        dialect: layout.dialect,
        columns,
        asides,
        totals: Totals::of(settings),
        fill,
        values: Values::new(settings),
        fields: Vec::new(),
    };
    let batches = Batches::new(rows, schema.clone(), &stream, host, stored);
    Ok(Rows { text: Some(layout.format), ..Rows::new(schema, Box::new(batches)) })
}

impl Layout {
    /// Of a file whose fields are told apart so, with so many rows above its header.
    fn detect(sample: &str, whole: bool, (dialect, above): (Dialect, usize), settings: &FileSettings) -> Self {
        let rows: Vec<_> = detect::rows(sample, dialect, whole).skip(above).collect();
        let has_header = settings.header.unwrap_or_else(|| detect::has_header(&rows));
        let first = rows.first().map(Vec::as_slice).unwrap_or_default();
        let given: Vec<_> = given_names(&settings.columns).map(|name| Some(Cow::Borrowed(name))).collect();
        let header = if has_header { Some(first) } else { Some(given.as_slice()).filter(|given| !given.is_empty()) };
        let (names, mut notes) = detect::names(header, first.len(), LINE_COLUMN);
        let rows = &rows[usize::from(has_header).min(rows.len())..];
        let cells = rows.iter().flatten().flatten().map(Cow::as_ref);
        let decimal_mark = settings.decimal_mark.or_else(|| detect::decimal_mark(cells));
        let nulls = settings.nulls.clone();
        let header = rows_length(sample, dialect, above + usize::from(has_header));
        let preamble = Some(&sample[..rows_length(sample, dialect, above)]).filter(|_| above > 0);
        let preamble = preamble.filter(|_| !names.iter().any(|name| name == PREAMBLE_COLUMN));
        notes.extend(preamble.map(|_| FileNote::Preamble { rows: above }));
        let tables = if settings.sheet.is_none() { tables::several(sample, dialect) } else { Vec::new() };
        notes.extend((!tables.is_empty()).then_some(FileNote::SeveralTables { tables }));
        let is_told = settings.quote.is_some() || dialect.quote.is_some();
        notes.extend((!is_told).then_some(FileNote::QuotesAreLetters));
        let (preamble, headless) = (preamble.map(|text| text.trim().to_owned()), !has_header);
        let format = TextFormat { decimal_mark, nulls, ..TextFormat::default() };
        let mut layout = Self { dialect, names, headless, preamble, header, format, open_dates: Vec::new(), notes };
        layout.detect_marks(rows, settings);
        layout.detect_dates(rows, settings);
        layout
    }

    /// Each column's own decimal mark, where it is another than the file's: one column is no witness for the next.
    fn detect_marks(&mut self, rows: &[Vec<Option<Cow<'_, str>>>], settings: &FileSettings) {
        if settings.decimal_mark.is_some() {
            return;
        }
        for (column, name) in self.names.iter().enumerate() {
            let cells = rows.iter().filter_map(|row| row.get(column)?.as_deref());
            let mark = detect::mark_of_column(cells, self.format.decimal_mark);
            if mark != self.format.decimal_mark {
                self.format.marks.insert(name.clone(), mark);
            }
        }
    }

    fn detect_dates(&mut self, rows: &[Vec<Option<Cow<'_, str>>>], settings: &FileSettings) {
        if let Some(order) = &settings.dates {
            let set = |day_first| self.names.iter().map(|name| (name.clone(), day_first)).collect();
            self.format.day_first = order.day_first().map_or_else(BTreeMap::new, set);
            return;
        }
        for (column, name) in self.names.iter().enumerate() {
            let cells = rows.iter().filter_map(|row| row.get(column)?.as_deref());
            match crate::cells::detect_day_first(cells) {
                DayOrder::Other => {}
                DayOrder::Open => self.open_dates.push(column),
                decided => drop(self.format.day_first.insert(name.clone(), decided == DayOrder::DayFirst)),
            }
        }
    }

    /// Reads the whole file for a date that tells day from month, in the columns where the sample has none.
    fn scan_dates(&mut self, mut text: Text, host: &dyn Host) -> Result<(), ConnectorError> {
        let mut fields = Vec::new();
        let mut rows = 0u64;
        text.sample(self.header)?;
        text.consume(self.header);
        while let Some(end) = next_row(&mut text, self.dialect, &mut fields)? {
            if let (End::Row(length), false) = (end, self.open_dates.is_empty()) {
                let row = String::from_utf8_lossy(&text.rest()[..length]);
                self.open_dates.retain(|column| {
                    let cell = fields.get(*column).and_then(|field| field.text(&row));
                    let order = cell.map_or(DayOrder::Other, |cell| order_of(&cell));
                    let decided = matches!(order, DayOrder::DayFirst | DayOrder::MonthFirst);
                    if decided {
                        self.format.day_first.insert(self.names[*column].clone(), order == DayOrder::DayFirst);
                    }
                    !decided
                });
            }
            rows += 1;
            if self.open_dates.is_empty() {
                break;
            }
            if rows.is_multiple_of(8192) && host.is_cancelled() {
                return Err(ConnectorError::Cancelled);
            }
            consume(&mut text, end);
        }
        Ok(())
    }

    /// Reads the first `passed` bytes of a file for what its cells say to those behind them.
    fn pass(
        &self,
        text: &mut Text,
        passed: u64,
        fill: &mut FillDown,
        settings: &FileSettings,
    ) -> Result<(), ConnectorError> {
        let (mut at, mut fields, mut totals) = (self.header as u64, Vec::new(), Totals::of(settings));
        text.sample(self.header)?;
        text.consume(self.header);
        while at < passed
            && let Some(end) = next_row(text, self.dialect, &mut fields)?
        {
            if let End::Row(length) | End::AfterQuote(length) = end {
                let row = String::from_utf8_lossy(&text.rest()[..length]);
                if fields.len() == self.names.len() && !totals.take(&fields, &row) {
                    fill.see(&fields, &row);
                }
                at += length as u64;
            }
            consume(text, end);
        }
        Ok(())
    }

    /// How the file is written; of a sheet, whose commas are ours, nothing where no more is to be said.
    fn describe(&self, text: &Text, is_sheet: bool) -> Option<FileNote> {
        let days = &self.format.day_first;
        let first = days.values().next().copied();
        let day_first = first.filter(|first| days.values().all(|day| day == first));
        let own = days.iter().filter(|_| day_first.is_none());
        let headless = self.headless && !self.names.is_empty();
        let note = FileNote::Layout {
            separator: (!is_sheet).then_some(char::from(self.dialect.separator)),
            decimal_mark: self.format.decimal_mark,
            encoding: (text.encoding() != encoding_rs::UTF_8).then(|| text.encoding().name().to_lowercase()),
            headless,
            day_first,
            dates: own.map(|(name, day_first)| (name.clone(), *day_first)).collect(),
            open: self.open_dates.iter().map(|column| self.names[*column].clone()).collect(),
        };
        let is_bare = self.format.decimal_mark.is_none() && days.is_empty() && self.open_dates.is_empty();
        (!is_sheet || headless || !is_bare).then_some(note)
    }
}

/// How the rows of a file end that may still be growing.
pub(super) enum Ends {
    /// The last row has its line end.
    Whole,
    /// So many lines are whole rows; behind them is a row without its line end, or with an open quote on the line `open`.
    Unfinished { lines: u64, open: Option<u64> },
}

/// How the rows of `text` end.
pub(super) fn ends(mut text: Text, format: FileFormat, settings: &FileSettings) -> Result<Ends, ConnectorError> {
    let whole = text.sample(SAMPLE)?;
    let (dialect, _) = preamble::start(&String::from_utf8_lossy(text.rest()), whole, format, settings);
    let mut fields = Vec::new();
    while let Some(end) = next_row(&mut text, dialect, &mut fields)? {
        let lines = text.line() - 1;
        match end {
            End::Open(quote) => {
                let open = text.line() + super::input::newlines(&text.rest()[..quote]);
                return Ok(Ends::Unfinished { lines, open: Some(open) });
            }
            End::Row(length) | End::AfterQuote(length) if text.rest()[..length].last() != Some(&b'\n') => {
                return Ok(Ends::Unfinished { lines, open: None });
            }
            _ => consume(&mut text, end),
        }
    }
    Ok(Ends::Whole)
}

/// Bytes of the first `count` rows that are not blank, and of the blank ones before them.
fn rows_length(sample: &str, dialect: Dialect, count: usize) -> usize {
    let (mut at, mut fields, mut seen) = (0, Vec::new(), 0);
    while seen < count
        && let End::Row(length) | End::AfterQuote(length) = split(&sample.as_bytes()[at..], dialect, true, &mut fields)
    {
        at += length;
        seen += usize::from(!is_blank(&fields));
        if length == 0 {
            break;
        }
    }
    at
}

/// True where one of the first `count` rows that are not blank was ended by a carriage return alone. The last of them names the
/// columns.
fn rows_end_in_returns(sample: &str, dialect: Dialect, count: usize) -> bool {
    let (mut rest, mut fields) = (&sample[..rows_length(sample, dialect, count)], Vec::new());
    while let End::Row(length @ 1..) | End::AfterQuote(length) = split(rest.as_bytes(), dialect, true, &mut fields) {
        if has_bare_return(&rest[..length], &fields) {
            return true;
        }
        rest = &rest[length..];
    }
    false
}

/// Splits the next row, buffering what it takes; `None` at the end. The row is left to consume.
fn next_row(text: &mut Text, dialect: Dialect, fields: &mut Vec<Field>) -> Result<Option<End>, ConnectorError> {
    let mut last = false;
    loop {
        let end = split(text.rest(), dialect, last, fields);
        match end {
            End::Unknown if text.rest().len() > LARGEST_ROW => {
                let quote = match split(text.rest(), dialect, true, fields) {
                    End::Open(quote) => quote,
                    _ => 0,
                };
                let line = text.line() + super::input::newlines(&text.rest()[..quote]);
                return Err(text.too_large(line, RowKind::Csv));
            }
            End::Unknown => last = !text.more()?,
            _ if text.rest().is_empty() => return Ok(None),
            _ => return Ok(Some(end)),
        }
    }
}

fn consume(text: &mut Text, end: End) {
    match end {
        End::Row(length) | End::AfterQuote(length) => text.consume(length),
        End::Open(_) | End::Unknown => text.consume(usize::MAX),
    }
}

struct CsvReader {
    text: Text,
    dialect: Dialect,
    /// Fields of a row.
    columns: usize,
    asides: Asides,
    totals: Totals,
    fill: FillDown,
    values: Values,
    fields: Vec<Field>,
}

impl RowReader for CsvReader {
    fn next_row(&mut self, batch: &mut Batch, host: &dyn Hears) -> Result<bool, ConnectorError> {
        let Some(end) = next_row(&mut self.text, self.dialect, &mut self.fields)? else {
            let left_out = Some(self.totals.left_out()).filter(|rows| *rows > 0);
            left_out.into_iter().for_each(|rows| tell(host, self.text.stream(), FileNote::Totals { rows }));
            return Ok(false);
        };
        let line = self.text.line();
        let bad = |row: &[u8], line, why| host.rejected(reject(self.text.stream(), line, row, why));
        match end {
            End::Row(length) => {
                let row = &self.text.rest()[..length];
                let row = str::from_utf8(row).map_err(|error| self.text.not_utf8(row, error.valid_up_to()))?;
                if is_blank(&self.fields) || self.totals.take(&self.fields, row) {
                } else if self.fields.len() == self.columns {
                    self.fill.see(&self.fields, row);
                    put(&self.fields, row, &self.fill, &self.values, batch);
                    self.asides.put(batch);
                    batch.end_row(line);
                } else {
                    let (has, wanted) = (self.fields.len(), self.columns);
                    bad(row.as_bytes(), line, RejectReason::Fields { has, wanted });
                }
            }
            End::AfterQuote(length) => {
                let row = &self.text.rest()[..length];
                let backslash = row.windows(2).any(|two| two == b"\\\"");
                bad(row, line, RejectReason::AfterQuote { backslash });
            }
            End::Open(quote) => {
                let line = line + super::input::newlines(&self.text.rest()[..quote]);
                bad(&self.text.rest()[quote..], line, RejectReason::OpenQuote);
            }
            End::Unknown => {}
        }
        consume(&mut self.text, end);
        Ok(true)
    }
}

fn put(fields: &[Field], row: &str, fill: &FillDown, values: &Values, batch: &mut Batch) {
    for (column, field) in fields.iter().enumerate() {
        let own = field.text(row);
        let is_blank = || own.as_ref().is_none_or(|text| text.trim().is_empty());
        let text = match fill.above(column) {
            Some(above) if is_blank() => Some(Cow::Borrowed(above)),
            _ => own,
        };
        let text = text.and_then(|text| values.of(text));
        batch.put(column, text.as_deref());
    }
}
