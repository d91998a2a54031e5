//! What a loss of power or a failing disk leaves: found, set aside, and made good out of what is still readable.

mod aside;
mod frame;
mod how;
mod inspect;
mod mend;
mod orphans;
mod salvage;

pub use aside::SetAside;
pub use frame::{BegunRepair, LostBatch};
pub use how::{Drops, Mending, Role};
pub use inspect::Inspected;
pub use mend::{Mended, TableMended};
