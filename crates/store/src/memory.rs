//! How much memory the engine may use, and whether that was enough.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use datafusion::{
    common::Result,
    execution::memory_pool::{FairSpillPool, MemoryConsumer, MemoryLimit, MemoryPool, MemoryReservation},
};

/// The variable that says how many MiB a question may use; loading and deriving take their share of it.
const VARIABLE: &str = "JAUGE_MEMORY";

/// MiB where nobody says otherwise.
const USUAL: usize = 1024;

/// Less than this, and no sort gets anywhere.
const LEAST: usize = 16;

/// MiB that a question may use.
pub fn mebibytes() -> usize {
    let said = std::env::var(VARIABLE).ok().and_then(|text| text.trim().parse().ok());
    said.unwrap_or(USUAL).max(LEAST)
}

/// What all work of one session may use together. It notices when somebody who could put rows on disk had to.
#[derive(Debug)]
pub struct Memory {
    pool: FairSpillPool,
    spilled: AtomicBool,
}

impl Memory {
    /// So many `bytes`.
    pub(crate) fn new(bytes: usize) -> Arc<Self> {
        Arc::new(Self { pool: FairSpillPool::new(bytes), spilled: AtomicBool::new(false) })
    }

    /// True once it did not suffice, and rows were put on disk.
    pub fn has_spilled(&self) -> bool {
        self.spilled.load(Ordering::Relaxed)
    }
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pool.fmt(f)
    }
}

impl MemoryPool for Memory {
    fn name(&self) -> &str {
        self.pool.name()
    }

    fn register(&self, consumer: &MemoryConsumer) {
        self.pool.register(consumer);
    }

    fn unregister(&self, consumer: &MemoryConsumer) {
        self.pool.unregister(consumer);
    }

    fn grow(&self, reservation: &MemoryReservation, additional: usize) {
        self.pool.grow(reservation, additional);
    }

    fn shrink(&self, reservation: &MemoryReservation, shrink: usize) {
        self.pool.shrink(reservation, shrink);
    }

    fn try_grow(&self, reservation: &MemoryReservation, additional: usize) -> Result<()> {
        let grown = self.pool.try_grow(reservation, additional);
        if grown.is_err() && reservation.consumer().can_spill() {
            self.spilled.store(true, Ordering::Relaxed);
        }
        grown
    }

    fn reserved(&self) -> usize {
        self.pool.reserved()
    }

    fn memory_limit(&self) -> MemoryLimit {
        self.pool.memory_limit()
    }
}
