//! What a load tells its user, while it runs and when it is done.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
};

use jauge_domain::{Message, RejectedRow};

use super::Counts;

/// Shared with whoever shows how far a load is, and who may stop it.
#[derive(Default)]
pub struct Progress {
    done: AtomicU64,
    total: AtomicU64,
    stopped: AtomicBool,
    waiting: Option<Waiting>,
}

/// Called where a load waits for another process that writes to the store.
type Waiting = Box<dyn Fn() + Send + Sync>;

/// What a load did.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// The source.
    pub source: String,
    /// The table it fills.
    pub table: String,
    /// The batch; `None` where there was nothing to load, or under `--dry-run`.
    pub batch: Option<i64>,
    /// Streams (files) there are.
    pub streams: usize,
    /// Streams that were loaded before and are left alone.
    pub known: usize,
    /// Rows that the streams gave.
    pub read: u64,
    /// What became of them.
    pub counts: Counts,
    /// Rows rejected, conflicts included.
    pub rejected: u64,
    /// Rows of earlier loads that `--replace` took out.
    pub removed: u64,
    /// The first rejects.
    pub rejects: Vec<RejectedRow>,
    /// The statuses of orders that went by.
    pub statuses: BTreeSet<String>,
    /// What the user should read.
    pub notes: Vec<Message>,
}

impl Summary {
    /// True where more rows were rejected than not.
    pub fn is_mostly_rejected(&self) -> bool {
        self.rejected * 2 > self.read
    }

    /// True where no row was kept.
    pub fn is_wholly_rejected(&self) -> bool {
        self.rejected > 0 && self.counts == Counts::default()
    }

    /// The first of the rejects for the reason that most of them have, in the column that most of them have it in: what is
    /// probably to be mended.
    pub fn likely_cause(&self) -> Option<&RejectedRow> {
        let mut kinds = HashMap::new();
        for (nth, row) in self.rejects.iter().enumerate() {
            kinds.entry((&row.column, code(&row.why))).or_insert((0, Reverse(nth))).0 += 1;
        }
        let (_, Reverse(first)): (usize, Reverse<usize>) = kinds.into_values().max()?;
        self.rejects.get(first)
    }
}

/// What kind of reason `why` is, whatever it speaks of.
fn code(why: &Message) -> String {
    let value = serde_json::to_value(why).unwrap_or_default();
    let code = value.get("code").unwrap_or(&value);
    code.as_str().unwrap_or_default().to_owned()
}

impl Progress {
    /// Bytes read and bytes to read, as stored.
    pub fn bytes(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }

    /// Calls `waiting` where the load has to wait for another process that writes to the store.
    pub fn new(waiting: impl Fn() + Send + Sync + 'static) -> Self {
        Self { waiting: Some(Box::new(waiting)), ..Self::default() }
    }

    /// Asks the load to stop; it leaves nothing behind.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// True once somebody asked it to stop.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    pub(crate) fn wait(&self) {
        self.waiting.iter().for_each(|waiting| waiting());
    }

    pub(crate) fn expect(&self, bytes: u64) {
        self.total.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(crate) fn read(&self, bytes: u64) {
        self.done.fetch_add(bytes, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use jauge_domain::{CellError, RejectReason};

    use super::*;

    fn row(line: u64, column: &str, why: impl Into<Message>) -> RejectedRow {
        let (stream, column) = ("a.csv".to_owned(), Some(column.to_owned()));
        RejectedRow { stream, line: Some(line), column, value: None, why: Box::new(why.into()) }
    }

    #[test]
    fn the_likely_cause_is_the_first_reject_of_the_most_frequent_kind() {
        let sign = |line, sign: &str| row(line, "total", CellError::CurrencySign { sign: sign.to_owned() });
        let fields = |line| row(line, "", RejectReason::Fields { has: 1, wanted: 3 });
        let rejects = vec![fields(2), sign(3, "$"), sign(4, "£"), row(5, "at", CellError::NotATime)];
        let summary = Summary { read: 7, rejected: 4, rejects, ..Summary::default() };
        assert_eq!(summary.likely_cause().and_then(|row| row.line), Some(3));
        assert!(summary.is_mostly_rejected() && summary.is_wholly_rejected());
        assert_eq!(Summary::default().likely_cause(), None);
        assert!(!Summary { read: 8, ..summary }.is_mostly_rejected());
    }
}
