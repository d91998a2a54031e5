//! Record batches as a sheet.

use arrow::array::RecordBatch;
use jauge_core::store::values_of;
use jauge_report::{Column, Sheet};

use crate::{binary::unwritten, error::CliError};

/// The rows of `batches`, exact numbers as such, what has no simple value as text.
pub(crate) fn sheet(batches: &[RecordBatch]) -> Result<Sheet, CliError> {
    let schema = batches.first().map(RecordBatch::schema);
    let fields = schema.iter().flat_map(|schema| schema.fields().iter());
    let columns = fields.map(|field| {
        if field.data_type().is_numeric() { Column::number(field.name(), None) } else { Column::text(field.name()) }
    });
    let columns = columns.collect();
    let mut rows = Vec::new();
    for batch in batches {
        let cells = batch.columns().iter().map(values_of).collect::<Result<Vec<_>, _>>();
        let cells = cells.map_err(|error| unwritten(&error))?;
        rows.extend((0..batch.num_rows()).map(|row| cells.iter().map(|column| column[row].clone()).collect()));
    }
    Ok(Sheet { columns, rows })
}
