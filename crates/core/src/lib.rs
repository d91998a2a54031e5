//! The rooms behind the command: a workspace that loads, a snapshot that answers and judges.

mod by_day;
pub mod evaluations;
pub mod fixtures;
mod goals;
mod interrupt;
pub mod judge;
pub mod kpi_diff;
mod leads;
#[cfg(test)]
mod load_laws;
mod named_events;
mod noise;
#[cfg(test)]
mod order_laws;
mod order_match;
mod orders;
pub mod output;
mod pack;
pub mod reconcile;
mod repair;
mod session;
mod short;
pub mod snapshot;
#[cfg(test)]
mod store_laws;
#[cfg(test)]
mod table_laws;
pub mod tree;
#[cfg(test)]
mod tree_laws;
pub mod what_if;
mod workspace;

pub use jauge_ask as ask;
pub use jauge_ask::catalog;
pub use jauge_load as load;
pub use jauge_sessions as sessions;
pub use jauge_store as store;
pub use jauge_workspace as settings;
pub use repair::Repaired;
pub use short::{short_batches, short_message};
pub use workspace::{Derived, LoadWatcher, Loaded, Workspace, WorkspaceRebuilt};
