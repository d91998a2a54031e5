//! Reading a log and looking at what came out.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use jauge_plugin::{
    ConnectorError, Reject, Scan,
    arrow_array::{
        Array, MapArray, PrimitiveArray, RecordBatch, StringArray,
        types::{Int16Type, Int64Type, TimestampMicrosecondType},
    },
    testkit::Diagnostics,
};
use serde_json::{Value, json};

/// What came out of some files.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Read {
    pub(crate) rows: Vec<BTreeMap<String, String>>,
    pub(crate) rejects: Vec<Reject>,
    pub(crate) notes: Vec<String>,
}

/// Reads the bytes `scan` asks for of the files that `config` names.
pub(crate) fn read_with(config: &Value, scan: &Scan) -> Result<Read, ConnectorError> {
    let host = Arc::new(Diagnostics::default());
    let plugin = source_weblog::plugin();
    let connector = (plugin.sources[0].connect)(config, host.clone())?;
    let mut rows = Vec::new();
    for stream in connector.streams()? {
        for batch in connector.scan(&stream, scan, host.clone())?.batches {
            rows.extend(cells(&batch?));
        }
    }
    Ok(Read { rows, rejects: host.rejects(), notes: host.notes() })
}

/// Reads a fixture.
pub(crate) fn fixture(name: &str) -> Read {
    read_with(&json!({"path": fixture_path(name)}), &Scan::default()).unwrap()
}

pub(crate) fn fixture_path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// Writes a log, for one test.
pub(crate) fn written(name: &str, content: &[u8]) -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{number}", std::process::id()));
    fs::create_dir_all(&dir).unwrap();
    let path = dir.join(name);
    fs::write(&path, content).unwrap();
    path
}

/// How many rows have each value of `column`.
pub(crate) fn counts(read: &Read, column: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for row in &read.rows {
        *counts.entry(row.get(column).cloned().unwrap_or_default()).or_default() += 1;
    }
    counts
}

fn cells(batch: &RecordBatch) -> Vec<BTreeMap<String, String>> {
    let schema = batch.schema();
    let cell = |row: usize| {
        let cells = schema.fields().iter().zip(batch.columns()).filter(|(_, column)| column.is_valid(row));
        cells.flat_map(|(field, column)| shown(field.name(), column.as_ref(), row)).collect()
    };
    (0..batch.num_rows()).map(cell).collect()
}

fn shown(name: &str, column: &dyn Array, row: usize) -> Vec<(String, String)> {
    let any = column.as_any();
    let text = if let Some(texts) = any.downcast_ref::<StringArray>() {
        texts.value(row).to_owned()
    } else if let Some(times) = any.downcast_ref::<PrimitiveArray<TimestampMicrosecondType>>() {
        times.value(row).to_string()
    } else if let Some(numbers) = any.downcast_ref::<PrimitiveArray<Int64Type>>() {
        numbers.value(row).to_string()
    } else if let Some(numbers) = any.downcast_ref::<PrimitiveArray<Int16Type>>() {
        numbers.value(row).to_string()
    } else {
        let entries = any.downcast_ref::<MapArray>().unwrap().value(row);
        let texts = |index: usize| entries.column(index).as_any().downcast_ref::<StringArray>().unwrap();
        let entry = |entry| (format!("{name}.{}", texts(0).value(entry)), texts(1).value(entry).to_owned());
        return (0..entries.len()).map(entry).collect();
    };
    vec![(name.to_owned(), text)]
}
