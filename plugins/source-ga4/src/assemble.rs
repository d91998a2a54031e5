//! From rows of the export to batches of events, the same for every file format.

use std::sync::Arc;

use jauge_plugin::{ConnectorError, Host, Reject, Scan, arrow_array::RecordBatch, arrow_schema::SchemaRef};

use crate::{columns::Builders, identity::Ids, mapping::map, record::Event};

/// Rows of a batch.
pub(crate) const BATCH: usize = 8192;

/// The longest start of a bad row that is shown.
const SHOWN: usize = 120;

/// Why rows without a visitor go on to Jauge, which refuses them unless a `select` names one.
const NO_VISITOR: &str = "some events have no `user_pseudo_id`: GA4 keeps none of visitors who refused its cookies; Jauge needs a \
    visitor and rejects them; to keep them, name one in `select`, such as `coalesce(visitor_id, 'unknown ' || event_id)`";

/// Makes batches of events out of one stream.
pub(crate) struct Assembler {
    stream: String,
    host: Arc<dyn Host>,
    ids: Option<Ids>,
    builders: Builders,
    left: u64,
    noted: bool,
}

/// Where a row stands in its file, from 1.
#[derive(Clone, Copy)]
pub(crate) enum Place<'a> {
    /// A line, and what stands there.
    Line(u64, &'a [u8]),
    /// A row of a format without lines.
    Row(u64),
}

impl Assembler {
    pub(crate) fn new(stream: &str, scan: &Scan, lines: bool, host: Arc<dyn Host>) -> Self {
        let builders = Builders::new(scan, lines);
        let ids = builders.has("event_id").then(Ids::default);
        Self { stream: stream.to_owned(), host, ids, builders, left: scan.limit.unwrap_or(u64::MAX), noted: false }
    }

    pub(crate) fn schema(&self) -> SchemaRef {
        self.builders.schema.clone()
    }

    /// True where rows are to be read even before those that are wanted: they tell which occurrence a later one is.
    pub(crate) fn counts(&self) -> bool {
        self.ids.is_some()
    }

    /// True where the column called `name` comes out, or tells events apart.
    pub(crate) fn needs(&self, name: &str) -> bool {
        self.counts() || self.builders.has(name)
    }

    /// True once no more rows are needed.
    pub(crate) fn is_done(&self) -> bool {
        self.left == 0
    }

    /// True once a batch is full.
    pub(crate) fn is_full(&self) -> bool {
        self.builders.rows >= BATCH
    }

    /// Counts a row that is not wanted itself.
    pub(crate) fn skip(&mut self, event: &Event<'_>) {
        if let Some(ids) = &mut self.ids
            && map(event).is_ok()
        {
            ids.next(event);
        }
    }

    /// Adds a row, or rejects it.
    pub(crate) fn add(&mut self, event: &Event<'_>, place: Place<'_>) {
        let mut row = match map(event) {
            Ok(row) => row,
            Err(fault) => return self.reject(place, Some(fault.column), fault.value, &fault.reason),
        };
        if row.visitor_id.is_none() && !self.noted {
            self.noted = true;
            self.host.note(NO_VISITOR);
        }
        row.event_id = self.ids.as_mut().map(|ids| ids.next(event));
        let line = match place {
            Place::Line(line, _) => Some(line),
            Place::Row(_) => None,
        };
        self.builders.append(&row, line);
        self.left = self.left.saturating_sub(1);
    }

    /// Says that a row cannot be used.
    pub(crate) fn reject(&self, place: Place<'_>, column: Option<&str>, value: Option<String>, reason: &str) {
        let (line, value, reason) = match place {
            Place::Line(line, text) => (Some(line), value.or_else(|| Some(start(text))), reason.to_owned()),
            Place::Row(row) => (None, value, format!("row {row}: {reason}")),
        };
        self.host.reject(Reject {
            stream: self.stream.clone(),
            line,
            column: column.map(str::to_owned),
            value,
            reason,
        });
    }

    /// An error once the user wants to stop.
    pub(crate) fn check_cancelled(&self) -> Result<(), ConnectorError> {
        if self.host.is_cancelled() { Err(ConnectorError::Cancelled) } else { Ok(()) }
    }

    /// The rows since the last batch, if any.
    pub(crate) fn batch(&mut self) -> Result<Option<RecordBatch>, ConnectorError> {
        self.check_cancelled()?;
        if self.builders.rows == 0 {
            return Ok(None);
        }
        let batch = self.builders.finish();
        batch.map(Some).map_err(|error| ConnectorError::format(&self.stream, None, error.to_string()))
    }

    /// Says something that the user should read once.
    pub(crate) fn note(&self, text: &str) {
        self.host.note(text);
    }

    /// Says how far the file is read, in bytes as stored.
    pub(crate) fn progress(&self, bytes: u64) {
        self.host.progress(bytes);
    }
}

fn start(text: &[u8]) -> String {
    String::from_utf8_lossy(text).trim_end().chars().take(SHOWN).collect()
}
