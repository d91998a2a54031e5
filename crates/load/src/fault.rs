//! Rows that cannot be converted.

use jauge_domain::{CellError, Message};

/// A row that cannot be converted.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fault {
    /// The row in its batch.
    pub(crate) row: usize,
    /// Why.
    pub(crate) why: Message,
}

/// What `read` makes of each value; null where it fails, and the rows at fault.
pub(crate) fn each<T, U>(
    values: impl Iterator<Item = Option<T>>,
    mut read: impl FnMut(T) -> Result<U, Message>,
) -> (Vec<Option<U>>, Vec<Fault>) {
    let mut faults = Vec::new();
    let mut fault = |row, why| {
        faults.push(Fault { row, why });
        None
    };
    let read = values
        .enumerate()
        .map(|(row, value)| value.and_then(|value| read(value).map_or_else(|why| fault(row, why), Some)))
        .collect();
    (read, faults)
}

/// Cells that cannot be read, as faults of their rows.
pub(crate) fn faults(errors: Vec<(usize, CellError)>) -> Vec<Fault> {
    errors.into_iter().map(|(row, error)| Fault { row, why: error.into() }).collect()
}

/// Words of a library, as they came.
pub(crate) fn quoted(error: impl ToString) -> Message {
    Message::Quoted(error.to_string())
}
