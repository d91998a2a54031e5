//! A row that cannot be converted.

use jauge_domain::Message;

/// A row that cannot be converted.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fault {
    /// The row in its batch.
    pub(crate) row: usize,
    /// Why.
    pub(crate) why: Message,
}
