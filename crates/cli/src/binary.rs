//! Parquet and Arrow on stdout: what core writes, with its errors as the command's.

use std::io::{self, Write};

use arrow::{array::RecordBatch, datatypes::SchemaRef, error::ArrowError};
pub(crate) use jauge_core::output::BinaryFormat as Binary;
use jauge_core::output::{answers_batch, table_batch, write_batches};
use jauge_domain::{Answer, CommandMessage};
use jauge_report::{Sheet, Wording};

use crate::error::CliError;

/// Writes `batches`, which all have the columns of `schema`.
pub(crate) fn write(
    out: &mut (dyn Write + Send),
    format: Binary,
    schema: &SchemaRef,
    batches: &[RecordBatch],
) -> Result<(), CliError> {
    write_batches(out, format, schema, batches).map_err(|error| unwritten(&error))
}

/// An error of what writes bytes.
pub(crate) fn unwritten(error: &impl ToString) -> CliError {
    CliError::told(CommandMessage::CannotWrite { reason: error.to_string() })
}

/// An error of what makes a workbook.
pub(crate) fn no_workbook(error: &io::Error) -> CliError {
    match error.kind() {
        io::ErrorKind::FileTooLarge => CliError::told(CommandMessage::WorkbookTooSmall),
        _ => unwritten(error),
    }
}

/// A sheet as one batch: each column of the type that its values have.
pub(crate) fn batch(sheet: &Sheet) -> Result<RecordBatch, ArrowError> {
    table_batch(&sheet.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(), &sheet.rows)
}

/// Answers as one batch: a row each, with a column for each dimension.
pub(crate) fn answers(answers: &[Answer]) -> Result<RecordBatch, ArrowError> {
    answers_batch(answers, |answer| answer.why.clone().map(|why| Wording::default().message(&why.into())))
}

#[cfg(test)]
mod tests {
    use jauge_domain::{Calendar, Message, Weekday};
    use jauge_report::{Column, Format, Style, sheet_workbook};

    use super::*;

    #[test]
    fn a_workbook_that_is_too_small_is_said_to_be_so() {
        let columns = (0..16_385).map(|nth| Column::text(format!("c{nth}"))).collect();
        let calendar = Calendar::new("UTC", Weekday::Monday, (1, 1)).unwrap();
        let made = sheet_workbook(&Sheet { columns, rows: Vec::new() }, &Style::new(Format::Table, calendar));
        let message = no_workbook(&made.unwrap_err()).message;
        assert_eq!(*message, Message::Command(CommandMessage::WorkbookTooSmall));
    }
}
