//! A workbook's bytes.

use std::{collections::HashMap, io};

use jiff::civil::DateTime;
use rust_xlsxwriter::{ColNum, ExcelDateTime, Format, RowNum, Workbook, Worksheet, XlsxError};

use super::cells::{Cell, Tabular, word};
use crate::style::Style;
use crate::wording::WorkbookWord;

/// No column is made wider than so many pixels by what is in it.
const WIDEST: u32 = 420;
/// The width of the column of notes, in characters.
const NOTE: f64 = 110.0;
/// A cell holds no more characters, as UTF-16 counts them.
const LONGEST: usize = 32_767;

/// `tabular` as a workbook.
///
/// # Errors
/// `FileTooLarge`: more rows or columns than there are.
pub(super) fn bytes(tabular: &Tabular, style: &Style) -> io::Result<Vec<u8>> {
    build(tabular, style).map_err(|error| match error {
        XlsxError::RowColumnLimitError => io::Error::from(io::ErrorKind::FileTooLarge),
        other => io::Error::other(other.to_string()),
    })
}

fn build(tabular: &Tabular, style: &Style) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(&tabular.name)?.set_freeze_panes(1, 0)?;
    head(sheet, &tabular.headings)?;
    let mut formats = HashMap::new();
    for (nth, cells) in tabular.rows.iter().enumerate() {
        for (at, cell) in cells.iter().enumerate() {
            put(sheet, (row(nth + 1)?, column(at)?), cell, &mut formats)?;
        }
    }
    sheet.set_autofit_max_width(WIDEST).autofit();
    if !tabular.notes.is_empty() {
        notes(workbook.add_worksheet(), &tabular.notes, style)?;
    }
    workbook.save_to_buffer()
}

fn head(sheet: &mut Worksheet, headings: &[String]) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    for (at, heading) in headings.iter().enumerate() {
        sheet.write_string_with_format(0, column(at)?, fitting(heading), &bold)?;
    }
    Ok(())
}

fn notes(sheet: &mut Worksheet, notes: &[String], style: &Style) -> Result<(), XlsxError> {
    let name = word(WorkbookWord::Notes, style);
    sheet.set_name(&name)?.set_freeze_panes(1, 0)?.set_column_width(0, NOTE)?;
    head(sheet, &[name])?;
    let wrapped = Format::new().set_text_wrap();
    for (nth, note) in notes.iter().enumerate() {
        sheet.write_string_with_format(row(nth + 1)?, 0, fitting(note), &wrapped)?;
    }
    Ok(())
}

/// Writes `cell` at `place`. A text is never a formula.
fn put(
    sheet: &mut Worksheet,
    place: (RowNum, ColNum),
    cell: &Cell,
    formats: &mut HashMap<String, Format>,
) -> Result<(), XlsxError> {
    let (row, column) = place;
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            sheet.write_string(row, column, fitting(text))?;
        }
        Cell::Flag(flag) => {
            sheet.write_boolean(row, column, *flag)?;
        }
        Cell::Number(number, form) => {
            sheet.write_number_with_format(row, column, *number, format(form, formats))?;
        }
        Cell::Moment(at, form) => match moment(*at) {
            Ok(moment) => {
                sheet.write_datetime_with_format(row, column, &moment, format(form, formats))?;
            }
            // Spreadsheets know no day before 1900.
            Err(_) => {
                sheet.write_string(row, column, at.to_string())?;
            }
        },
    }
    Ok(())
}

fn format<'a>(form: &str, formats: &'a mut HashMap<String, Format>) -> &'a Format {
    formats.entry(form.to_owned()).or_insert_with(|| Format::new().set_num_format(form))
}

fn moment(at: DateTime) -> Result<ExcelDateTime, XlsxError> {
    let part = |part: i8| u8::try_from(part).unwrap_or_default();
    let year = u16::try_from(at.year()).unwrap_or_default();
    let day = ExcelDateTime::from_ymd(year, part(at.month()), part(at.day()))?;
    day.and_hms(u16::from(part(at.hour())), part(at.minute()), part(at.second()))
}

/// As much of `text` as a cell holds, ended by `…` where that is not all.
fn fitting(text: &str) -> String {
    if text.encode_utf16().count() <= LONGEST {
        return text.to_owned();
    }
    let mut length = '…'.len_utf16();
    let fits = |char: &char| {
        length += char.len_utf16();
        length <= LONGEST
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

fn row(nth: usize) -> Result<RowNum, XlsxError> {
    RowNum::try_from(nth).map_err(|_| XlsxError::RowColumnLimitError)
}

fn column(at: usize) -> Result<ColNum, XlsxError> {
    ColNum::try_from(at).map_err(|_| XlsxError::RowColumnLimitError)
}
