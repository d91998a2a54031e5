//! A batch on its way through a load: its columns put in order, its stamps put on.

use std::sync::Arc;

use arrow::{
    array::{
        ArrayRef, Int64Array, RecordBatch, RecordBatchOptions, StringArray, TimestampMicrosecondArray, new_null_array,
    },
    compute::cast,
    datatypes::{DataType, Field, Schema, SchemaRef},
    error::ArrowError,
};

use crate::tables::{BATCH_ID, RECEIVED_AT, SOURCE_NAME, TableSpec};

/// `batch` with exactly the columns of `schema`: those it lacks are null, their order and nullability as there.
pub(crate) fn aligned(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
    let columns = schema.fields().iter().map(|field| match batch.column_by_name(field.name()) {
        Some(column) if column.data_type() == field.data_type() => Ok(column.clone()),
        Some(column) => cast(column, field.data_type()),
        None => Ok(new_null_array(field.data_type(), batch.num_rows())),
    });
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(schema.clone(), columns, &options)
}

/// The columns of accepted rows: the incoming ones, and the id that a derived key was given.
pub(crate) fn accepted_schema(columns: &SchemaRef, spec: &TableSpec) -> SchemaRef {
    let own = columns.fields().iter().filter(|field| !spec.derived_key || field.name() != &spec.key[0]).cloned();
    let id = spec.key.iter().filter(|_| spec.derived_key);
    let id = id.map(|key| Field::new(key, DataType::Utf8, true).into());
    Arc::new(Schema::new(own.chain(id).collect::<Vec<_>>()))
}

/// `rows` with who brought them, in which batch, and when (microseconds since 1970).
pub(crate) fn stamped(rows: &RecordBatch, source: &str, batch: i64, received: i64) -> Result<RecordBatch, ArrowError> {
    let count = rows.num_rows();
    let stamps: [(&str, ArrayRef); 3] = [
        (SOURCE_NAME, Arc::new(StringArray::from(vec![source; count]))),
        (BATCH_ID, Arc::new(Int64Array::from(vec![batch; count]))),
        (RECEIVED_AT, Arc::new(TimestampMicrosecondArray::from(vec![received; count]).with_timezone("UTC"))),
    ];
    let own = rows.schema_ref().fields().iter().map(|field| field.name().clone()).zip(rows.columns().iter().cloned());
    let stamps = stamps.into_iter().map(|(name, column)| (name.to_owned(), column));
    RecordBatch::try_from_iter_with_nullable(own.chain(stamps).map(|(name, column)| (name, column, true)))
}
