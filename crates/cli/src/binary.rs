//! Parquet and Arrow on stdout: what core writes, with its errors as the command's.

use std::io::Write;

use arrow::{array::RecordBatch, datatypes::SchemaRef, error::ArrowError};
pub(crate) use jauge_core::output::BinaryFormat as Binary;
use jauge_core::output::{answers_batch, table_batch, write_batches};
use jauge_domain::{Answer, CommandMessage};
use jauge_report::Sheet;

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

/// A sheet as one batch: each column of the type that its values have.
pub(crate) fn batch(sheet: &Sheet) -> Result<RecordBatch, ArrowError> {
    table_batch(&sheet.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(), &sheet.rows)
}

/// Answers as one batch: a row each, with a column for each dimension.
pub(crate) fn answers(answers: &[Answer]) -> Result<RecordBatch, ArrowError> {
    answers_batch(answers, |answer| answer.why.clone())
}
