//! A plugin made with the kit for authors, whose code panics: what the kit must catch, at every place where it calls the author.

use std::sync::Arc;

use jauge_plugin::{
    Checkpoint, ConnectorError, Host, Plugin, Rows, Scan, Source, SourceConnector, Stream,
    arrow_array::{Int64Array, RecordBatch, StringArray},
    arrow_schema::SchemaRef,
    export_plugin,
};
use serde_json::{Value, json};

/// What goes wrong, and where.
pub const FAULTS: [&str; 10] = [
    "none",
    "panic_in_open",
    "panic_in_streams",
    "panic_in_schema",
    "panic_in_scan",
    "panic_in_get_next",
    "panic_in_drop",
    "panic_twice",
    "schema_drift",
    "error_in_get_next",
];

struct Caught(String);

struct Batches {
    fault: String,
    reached: Checkpoint,
    next: i64,
}

impl Caught {
    fn reach(&self, place: &str) {
        trip(&self.0, place);
    }
}

impl SourceConnector for Caught {
    fn streams(&self) -> Result<Vec<Stream>, ConnectorError> {
        self.reach("panic_in_streams");
        Ok(vec![Stream::named("rows")])
    }

    fn schema(&self, _: &Stream) -> Result<Option<SchemaRef>, ConnectorError> {
        self.reach("panic_in_schema");
        Ok(Some(ids(0..0)?.schema()))
    }

    fn scan(&self, _: &Stream, scan: &Scan, _: Arc<dyn Host>) -> Result<Rows, ConnectorError> {
        self.reach("panic_in_scan");
        let reached = Checkpoint::default();
        let next = scan.cursor.as_deref().and_then(|cursor| cursor.parse().ok()).unwrap_or(0);
        let batches = Batches { fault: self.0.clone(), reached: reached.clone(), next };
        Ok(Rows::new(ids(0..0)?.schema(), Box::new(batches)).with_checkpoint(reached))
    }
}

impl Drop for Caught {
    fn drop(&mut self) {
        self.reach("panic_in_drop");
    }
}

/// Three batches of 10 rows; what goes wrong does so in the second.
impl Iterator for Batches {
    type Item = Result<RecordBatch, ConnectorError>;

    fn next(&mut self) -> Option<Self::Item> {
        let first = self.next;
        if first >= 30 {
            return None;
        }
        if first == 10 {
            trip(&self.fault, "panic_in_get_next");
            trip(&self.fault, "panic_twice");
        }
        self.next += 10;
        self.reached.set(self.next.to_string());
        Some(match self.fault.as_str() {
            "schema_drift" if first == 10 => names(),
            "error_in_get_next" if first == 10 => Err(ConnectorError::read("rows", "gone")),
            _ => ids(first + 1..self.next + 1),
        })
    }
}

impl Drop for Batches {
    fn drop(&mut self) {
        trip(&self.fault, "panic_in_drop");
        trip(&self.fault, "panic_twice");
    }
}

fn trip(fault: &str, place: &str) {
    assert!(fault != place, "stress: {place}");
}

fn ids(ids: std::ops::Range<i64>) -> Result<RecordBatch, ConnectorError> {
    let batch = RecordBatch::try_from_iter([("id", Arc::new(Int64Array::from_iter_values(ids)) as _)]);
    batch.map_err(|error| ConnectorError::format("rows", None, error.to_string()))
}

fn names() -> Result<RecordBatch, ConnectorError> {
    let batch = RecordBatch::try_from_iter([("id", Arc::new(StringArray::from(vec!["one"; 10])) as _)]);
    batch.map_err(|error| ConnectorError::format("rows", None, error.to_string()))
}

fn connect(config: &Value, _: Arc<dyn Host>) -> Result<Box<dyn SourceConnector>, ConnectorError> {
    let fault = config["fault"].as_str().unwrap_or("none");
    if !FAULTS.contains(&fault) {
        return Err(ConnectorError::config(format!("no fault `{fault}`: there are {}", FAULTS.join(", "))));
    }
    trip(fault, "panic_in_open");
    Ok(Box::new(Caught(fault.to_owned())))
}

/// What this library brings.
pub fn plugin() -> Plugin {
    let config = json!({"type": "object", "properties": {"fault": {"type": "string", "enum": FAULTS}}});
    let source = Source::new("caught", "Panics as `fault` says", config, connect);
    let example = source.example("no fault", json!({"fault": "none"}), 30, 0);
    Plugin::new("caught", "0.1.0", "Panics on purpose").source(example)
}

export_plugin!(plugin);
