//! From a source into a table: read, select, conform, tell new rows from known ones, commit once.
//!
//! The table's commit is the load: before it nothing is visible, after it everything is. The ledger knows which files were
//! loaded, so that loading again adds nothing.

mod beginnings;
mod choose;
mod conform;
mod convert;
mod day;
mod due;
mod error;
mod exact;
mod fault;
mod first_key;
mod forget;
mod from_json;
mod gather;
mod hashing;
mod head;
mod identity;
mod infer;
mod json;
mod kept;
mod key;
mod keys;
mod known_files;
mod loader;
mod local;
mod marks;
mod merge;
mod money;
mod options;
mod order_id;
mod origins;
mod parse;
mod place;
mod plan;
mod pseudonym;
mod raw;
mod read;
mod read_as;
mod reader;
#[cfg(test)]
mod recipe_tests;
mod rejects;
mod reload;
mod rows;
mod run;
mod scratch;
mod scrub;
mod seen;
mod select;
mod stored;
mod summary;
mod syntax;
mod times;
mod traffic;
mod trusted;
mod unaccounted;
mod undo;

pub use error::{LoadError, connector_message};
pub use forget::{Expired, Forgot, expire, forget, rotate_key};
pub use head::{FileHead, SeenHead, heads_of};
pub use json::json_functions;
pub use loader::{Loader, Say};
pub use local::reads;
pub use merge::Counts;
pub use options::Options;
pub use plan::{BuiltIn, Connectors, Preview, preview};
pub use pseudonym::{forgotten_rows, privacy_faults};
pub use reload::{Gone, Reloadable, reloadable};
pub use summary::{Progress, Summary};
pub use unaccounted::{Again, Unaccounted, account};
pub use undo::undo;
