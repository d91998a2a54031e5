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

use jauge_store::{EVENT_NAMES, PAGE_VIEW, tables::timestamp};

/// What went by of the streams of a load, by their numbers.
#[derive(Debug)]
pub(crate) struct Seen {
    /// When the load began, microseconds since 1970: what lies after that is no sign of how far the data reach.
    clock: i64,
    streams: Mutex<BTreeMap<u32, Stream>>,
    statuses: Mutex<BTreeSet<String>>,
}

/// Statuses of orders that are remembered: no shop has more, and what a slip puts there may be anything.
const STATUSES: usize = 200;

/// What went by of one stream.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stream {
    /// Rows.
    pub(crate) rows: u64,
    /// The names of its events, as many as the ledger keeps.
    pub(crate) events: BTreeSet<String>,
    first: Option<i64>,
    last: Option<i64>,
    /// The last one that the clock had reached.
    reached: Option<i64>,
}

impl Seen {
    /// Nothing yet, of a load that begins at `clock`.
    pub(crate) fn at(clock: Timestamp) -> Self {
        Self { clock: clock.as_microsecond(), streams: Mutex::default(), statuses: Mutex::default() }
    }

    /// Takes notice of `rows` of the stream `number`; `time` is the table's time column.
    pub(crate) fn note(&self, number: u32, rows: &RecordBatch, time: Option<&str>) {
        let times = time.and_then(|time| rows.column_by_name(time)).and_then(|times| cast(times, &timestamp()).ok());
        let times = times.as_ref().map(|times| times.as_primitive::<TimestampMicrosecondType>());
        let mut seen = self.lock();
        let stream = seen.entry(number).or_default();
        stream.rows += rows.num_rows() as u64;
        if let Some(times) = times {
            stream.last = stream.last.max(max(times));
            let past = times.iter().flatten().filter(|time| *time <= self.clock).max();
            stream.reached = stream.reached.max(past);
            stream.first = [stream.first, min(times)].into_iter().flatten().min();
        }
        let names = rows.column_by_name("event_name").and_then(|names| names.as_string_opt::<i32>());
        for name in names.into_iter().flatten().flatten() {
            if !stream.events.contains(name) && (stream.events.len() < EVENT_NAMES || name == PAGE_VIEW) {
                stream.events.insert(name.to_owned());
            }
        }
    }

    /// Takes notice of the statuses of orders in `rows`.
    pub(crate) fn note_statuses(&self, rows: &RecordBatch) {
        let statuses = rows.column_by_name("status").and_then(|statuses| statuses.as_string_opt::<i32>());
        let mut seen = self.statuses.lock().unwrap_or_else(PoisonError::into_inner);
        for status in statuses.into_iter().flatten().flatten() {
            if seen.len() < STATUSES && !seen.contains(status) {
                seen.insert(status.to_owned());
            }
        }
    }

    /// The statuses of orders that went by.
    pub(crate) fn statuses(&self) -> BTreeSet<String> {
        self.statuses.lock().unwrap_or_else(PoisonError::into_inner).clone()
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
        let high = seen.values().filter_map(|stream| stream.last).max();
        (text(low, -1_000_000), text(high, 1_000_000))
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u32, Stream>> {
        // Whoever panicked while holding it left whole values behind.
        self.streams.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stream {
    /// The earliest time among its rows.
    pub(crate) fn began(&self) -> Option<Timestamp> {
        Timestamp::from_microsecond(self.first?).ok()
    }

    /// The latest time among its rows that the load's clock had reached.
    pub(crate) fn reached(&self) -> Option<Timestamp> {
        Timestamp::from_microsecond(self.reached?).ok()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{ArrayRef, StringArray, TimestampMicrosecondArray};

    use super::*;

    fn rows(times: Vec<i64>, names: Vec<String>) -> RecordBatch {
        let times: ArrayRef = Arc::new(TimestampMicrosecondArray::from(times).with_timezone("UTC"));
        let names: ArrayRef = Arc::new(StringArray::from(names));
        RecordBatch::try_from_iter([("event_time", times), ("event_name", names)]).unwrap()
    }

    #[test]
    fn a_time_that_is_still_to_come_does_not_move_how_far_the_data_reach() {
        let seen = Seen::at(Timestamp::from_microsecond(1_000).unwrap());
        seen.note(0, &rows(vec![10, 5_000, 900], vec!["a".to_owned(); 3]), Some("event_time"));
        let reached = seen.of(0).reached().unwrap().as_microsecond();
        assert_eq!((reached, seen.of(0).began().unwrap().as_microsecond()), (900, 10));
        assert!(seen.span().1.as_str().unwrap() > "1970-01-01T00:00:01", "stored rows are looked up in all of it");
    }

    #[test]
    fn statuses_of_orders_are_remembered_once() {
        let statuses: ArrayRef = Arc::new(StringArray::from(vec![Some("paid"), None, Some("paidd"), Some("paid")]));
        let seen = Seen::at(Timestamp::now());
        seen.note_statuses(&RecordBatch::try_from_iter_with_nullable([("status", statuses, true)]).unwrap());
        assert_eq!(seen.statuses().into_iter().collect::<Vec<_>>(), ["paid", "paidd"]);
    }

    #[test]
    fn page_views_are_remembered_however_many_names_there_are() {
        let seen = Seen::at(Timestamp::now());
        let names: Vec<_> =
            (0..2 * EVENT_NAMES).map(|nth| format!("junk{nth}")).chain([PAGE_VIEW.to_owned()]).collect();
        seen.note(0, &rows(vec![0; names.len()], names), Some("event_time"));
        assert_eq!(seen.of(0).events.len(), EVENT_NAMES + 1);
        assert!(seen.of(0).events.contains(PAGE_VIEW));
    }
}
