//! Accepted rows on their way to the store: the columns they have, and the stamps they are given.

use std::sync::Arc;

use arrow::{
    array::{ArrayRef, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray},
    datatypes::{DataType, Field, Schema, SchemaRef},
    error::ArrowError,
};

use jauge_store::tables::{BATCH_ID, RECEIVED_AT, SOURCE_NAME, TableSpec};

/// The columns of accepted rows: the incoming ones, and the id that a derived key was given.
pub(crate) fn accepted_schema(columns: &SchemaRef, spec: &TableSpec) -> SchemaRef {
    // Those of a load's own are not kept.
    let own = columns.fields().iter().filter(|field| !field.name().starts_with('#'));
    let own = own.filter(|field| !spec.derived_key || field.name() != &spec.key[0]).cloned();
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
