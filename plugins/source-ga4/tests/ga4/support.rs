//! Reads with the connector and writes cells as texts.

use std::{path::PathBuf, sync::Arc};

use jauge_plugin::{
    ConnectorError, Scan, SourceConnector,
    arrow_array::{
        Array, ArrayRef, RecordBatch,
        cast::AsArray,
        types::{Decimal128Type, Float64Type, Int64Type, TimestampMicrosecondType},
    },
    arrow_schema::{DataType, Schema},
    testkit::Diagnostics,
};
use serde_json::{Value, json};

/// What came of a scan.
pub(crate) struct Read {
    /// All rows.
    pub(crate) batch: RecordBatch,
    /// What the host heard.
    pub(crate) heard: Arc<Diagnostics>,
}

/// A file of the fixtures.
pub(crate) fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// Settings for `path`, absolute or relative to this crate.
pub(crate) fn config(path: &str) -> Value {
    json!({"path": PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)})
}

/// The connector for `path`.
pub(crate) fn connect(path: &str) -> (Box<dyn SourceConnector>, Arc<Diagnostics>) {
    let heard = Arc::new(Diagnostics::default());
    let connector = (source_ga4::plugin().sources[0].connect)(&config(path), heard.clone()).unwrap();
    (connector, heard)
}

/// Reads all that `path` names.
pub(crate) fn read(path: &str, scan: &Scan) -> Result<Read, ConnectorError> {
    let (connector, heard) = connect(path);
    let mut schema = Arc::new(Schema::empty());
    let mut batches = Vec::new();
    for stream in connector.streams()? {
        let rows = connector.scan(&stream, scan, heard.clone())?;
        schema = rows.schema.clone();
        for batch in rows.batches {
            batches.push(batch?);
        }
    }
    let batch = match <[RecordBatch; 1]>::try_from(batches) {
        Ok([batch]) => batch,
        Err(batches) => joined(&schema, &batches),
    };
    Ok(Read { batch, heard })
}

fn joined(schema: &Arc<Schema>, batches: &[RecordBatch]) -> RecordBatch {
    assert!(batches.is_empty(), "one batch at most: these files are small");
    RecordBatch::new_empty(schema.clone())
}

/// The cells of a column; `-` for null.
pub(crate) fn texts(batch: &RecordBatch, name: &str) -> Vec<String> {
    let column = batch.column_by_name(name).unwrap();
    (0..column.len()).map(|row| text(column, row)).collect()
}

fn text(array: &ArrayRef, row: usize) -> String {
    if array.is_null(row) {
        return "-".to_owned();
    }
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(row).to_owned(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).to_string(),
        DataType::Float64 => array.as_primitive::<Float64Type>().value(row).to_string(),
        DataType::Decimal128(_, _) => array.as_primitive::<Decimal128Type>().value_as_string(row),
        DataType::Timestamp(_, _) => array.as_primitive::<TimestampMicrosecondType>().value(row).to_string(),
        DataType::List(_) => {
            let list = array.as_list::<i32>().value(row);
            (0..list.len()).map(|nth| text(&list, nth)).collect::<Vec<_>>().join(" ")
        }
        DataType::Struct(_) => {
            array.as_struct().columns().iter().map(|part| text(part, row)).collect::<Vec<_>>().join("|")
        }
        DataType::Map(_, _) => {
            let map = array.as_map().value(row);
            let entry = |nth| map.columns().iter().map(|part| text(part, nth)).collect::<Vec<_>>().join("=");
            (0..map.len()).map(entry).collect::<Vec<_>>().join(" ")
        }
        other => panic!("{other}"),
    }
}
