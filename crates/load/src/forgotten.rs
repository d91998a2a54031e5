//! Who must not come back.

use std::{collections::BTreeSet, fs, path::Path};

use arrow::array::{Array, AsArray, RecordBatch};
use jauge_store::StoreError;

/// Keyed hashes of the visitors that were forgotten, one a line, so that no file brings them back.
pub(crate) const FORGOTTEN: &str = "forgotten";

/// The keyed hashes of forgotten visitors.
pub(crate) fn forgotten(dir: &Path) -> Result<BTreeSet<String>, StoreError> {
    let path = dir.join(FORGOTTEN);
    match fs::read_to_string(&path) {
        Ok(text) => Ok(text.lines().map(str::to_owned).collect()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeSet::new()),
        Err(source) => Err(StoreError::io(path)(source)),
    }
}

/// Which rows of `batch` are of a forgotten visitor.
pub(crate) fn of_forgotten(
    batch: &RecordBatch,
    pseudonym: impl Fn(&str) -> Result<String, StoreError>,
    forgotten: &BTreeSet<String>,
) -> Result<Vec<usize>, StoreError> {
    let Some(visitors) = batch.column_by_name("visitor_id").and_then(|ids| ids.as_string_opt::<i32>()) else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for row in (0..visitors.len()).filter(|row| visitors.is_valid(*row)) {
        if forgotten.contains(&pseudonym(visitors.value(row))?) {
            found.push(row);
        }
    }
    Ok(found)
}
