//! From a source into a table: read, select, conform, tell new rows from known ones, commit once.
//!
//! The table's commit is the load: before it nothing is visible, after it everything is. The ledger knows which files were
//! loaded, so that loading again adds nothing.

mod conform;
mod convert;
mod error;
mod forget;
mod from_json;
mod identity;
mod infer;
mod keys;
#[cfg(test)]
mod laws;
mod ledger;
mod loader;
mod merge;
mod plan;
mod pseudonym;
mod raw;
mod read;
mod rejects;
mod rewrite;
mod rows;
mod run;
mod seen;
mod select;
mod stored;
mod summary;
#[cfg(test)]
mod table_laws;
mod traffic;
mod undo;

pub use error::LoadError;
pub use forget::{expire, forget};
pub use ledger::{Entry, LOADS, Ledger, REJECTS};
pub(crate) use ledger::{append, bookkeeping};
pub use loader::{Loader, Options};
pub use merge::Counts;
pub use plan::{BuiltIn, Connectors, Preview, preview};
pub use pseudonym::{Address, PrivacyConfig};
pub use summary::{Progress, Summary};
pub use undo::undo;
