//! Batches with the columns of a table.

use arrow::{
    array::{RecordBatch, RecordBatchOptions, new_null_array},
    compute::cast,
    datatypes::SchemaRef,
    error::ArrowError,
};

/// `batch` with exactly the columns of `schema`: those it lacks are null, their order and nullability as there.
pub fn aligned(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
    let columns = schema.fields().iter().map(|field| match batch.column_by_name(field.name()) {
        Some(column) if column.data_type() == field.data_type() => Ok(column.clone()),
        Some(column) => cast(column, field.data_type()),
        None => Ok(new_null_array(field.data_type(), batch.num_rows())),
    });
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(schema.clone(), columns, &options)
}
