//! What a loss of power or a failing disk leaves: found, set aside, and made good out of what is still readable.

mod aside;
mod data;
mod found;
mod frame;
mod how;
mod inspect;
pub(crate) mod log;
mod mend;
mod orphans;
mod salvage;

pub use aside::SetAside;
pub use found::{Damaged, Inspected};
pub use frame::LostBatch;
pub use how::{Drops, Mending, Role};
pub use mend::{Mended, TableMended};
