//! What a load tells its user, while it runs and when it is done.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

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
