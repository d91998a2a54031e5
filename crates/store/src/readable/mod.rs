//! What of the files on the disk can be read, looked at without the engine that wrote them.

mod damaged;
pub(crate) mod data;
pub(crate) mod log;
pub(crate) mod tail;

pub use damaged::Damaged;
