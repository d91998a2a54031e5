//! What went by of each stream: how many rows, which span of time, which events.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use arrow::{
    array::{AsArray, RecordBatch},
    compute::{cast, max, min},
    datatypes::TimestampMicrosecondType,
};
use jiff::Timestamp;

use jauge_store::tables::timestamp;

/// Event names remembered of one stream: enough for any honest one.
const EVENT_NAMES: usize = 1000;

/// What went by of the streams of a load, by their numbers.
#[derive(Debug, Default)]
pub(crate) struct Seen(Mutex<BTreeMap<u32, Stream>>);

/// What went by of one stream.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stream {
    /// Rows.
    pub(crate) rows: u64,
    /// The names of its events.
    pub(crate) events: BTreeSet<String>,
    first: Option<i64>,
    reached: Option<i64>,
}

impl Seen {
    /// Takes notice of `rows` of the stream `number`; `time` is the table's time column.
    pub(crate) fn note(&self, number: u32, rows: &RecordBatch, time: Option<&str>) {
        let times = time.and_then(|time| rows.column_by_name(time)).and_then(|times| cast(times, &timestamp()).ok());
        let times = times.as_ref().map(|times| times.as_primitive::<TimestampMicrosecondType>());
        let mut seen = self.lock();
        let stream = seen.entry(number).or_default();
        stream.rows += rows.num_rows() as u64;
        if let Some(times) = times {
            stream.reached = stream.reached.max(max(times));
            stream.first = [stream.first, min(times)].into_iter().flatten().min();
        }
        let names = rows.column_by_name("event_name").and_then(|names| names.as_string_opt::<i32>());
        for name in names.into_iter().flatten().flatten() {
            if stream.events.len() < EVENT_NAMES && !stream.events.contains(name) {
                stream.events.insert(name.to_owned());
            }
        }
    }

    /// What went by of the stream `number`.
    pub(crate) fn of(&self, number: u32) -> Stream {
        self.lock().get(&number).cloned().unwrap_or_default()
    }

    /// The span of time of all rows, as the log of a Delta table writes it, a second wider on both sides because that log
    /// keeps milliseconds.
    pub(crate) fn span(&self) -> (serde_json::Value, serde_json::Value) {
        let seen = self.lock();
        let text = |micros: Option<i64>, by: i64| {
            let at = micros.and_then(|micros| Timestamp::from_microsecond(micros.saturating_add(by)).ok());
            at.map_or(serde_json::Value::Null, |at| format!("{at:.3}").into())
        };
        let low = seen.values().filter_map(|stream| stream.first).min();
        let high = seen.values().filter_map(|stream| stream.reached).max();
        (text(low, -1_000_000), text(high, 1_000_000))
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u32, Stream>> {
        // Whoever panicked while holding it left whole values behind.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stream {
    /// The earliest time among its rows.
    pub(crate) fn began(&self) -> Option<Timestamp> {
        Timestamp::from_microsecond(self.first?).ok()
    }

    /// The latest time among its rows.
    pub(crate) fn reached(&self) -> Option<Timestamp> {
        Timestamp::from_microsecond(self.reached?).ok()
    }
}
