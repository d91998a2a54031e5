//! The store: one Delta table per workspace table, in the folder `.jauge`.
//!
//! Every change of a table is one Delta commit that carries the number of the batch that made it, so that a batch is
//! there as a whole or not at all.

mod aligned;
mod damage;
mod disk;
mod dropped;
pub mod engine;
mod error;
pub mod feed;
mod filtered;
mod folder;
mod forgetting;
mod forgotten;
mod ledger;
mod links;
pub mod local;
mod lock;
mod memory;
mod nesting;
mod opened;
mod problem;
mod purge;
mod queries;
mod reach;
mod readable;
mod readers;
mod rebuild;
mod repair;
mod rewrite;
mod small_file;
mod stored;
pub mod tables;
mod tidy;
mod value;

pub use aligned::aligned;
pub use damage::{BegunRepair, Drops, Inspected, LostBatch, Mended, Mending, Role, SetAside, TableMended};
pub use dropped::DroppedTable;
pub use error::StoreError;
pub use folder::Store;
pub use forgetting::{Forgetting, forgetting_fault};
pub use forgotten::forgotten;
pub use ledger::{LOADS, Ledger, LedgerEntry, REJECTS, announce, announced, append, bookkeeping};
pub use lock::WriterLock;
pub use memory::mebibytes;
pub use nesting::bounded;
pub use problem::{disk_fault, engine_text, placed_at, plain, said_at, told, unknown_column, unplaced};
pub use queries::{one_query, only_reads, writing_in};
pub use reach::{EVENT_NAMES, PAGE_VIEW, has_more_names};
pub use readable::Damaged;
pub use readers::ReaderLock;
pub use rebuild::Rebuilt;
pub use rewrite::{Rest, rewritten, without};
pub use small_file::{not_private, read_small};
pub use stored::{Change, Note, StoredFile, StoredTable, named_rows};
pub use value::{array_of, values_of};
