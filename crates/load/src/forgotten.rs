//! Who must not come back.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use arrow::array::{Array, AsArray, RecordBatch};
use jauge_domain::Damage;
use jauge_store::StoreError;

/// Keyed hashes of the visitors that were forgotten, one a line, so that no file brings them back.
pub(crate) const FORGOTTEN: &str = "forgotten";
/// Letters of a hash.
const HASH: usize = 32;

/// The keyed hashes of forgotten visitors.
///
/// # Errors
/// The list cannot be read, or is damaged: whoever is missing in it would come back.
pub(crate) fn forgotten(dir: &Path) -> Result<BTreeSet<String>, StoreError> {
    let (text, path) = text(dir)?;
    let Some(text) = text else { return Ok(BTreeSet::new()) };
    let is_nothing = text.trim_matches(['\0', '\n']).is_empty();
    let hashes: BTreeSet<String> = hashes(&text).collect();
    match hashes.len() == text.lines().count() && text.ends_with('\n') {
        true => Ok(hashes),
        false if is_nothing => Err(StoreError::Damaged { path, damage: Damage::Empty }),
        false => Err(StoreError::Damaged { path, damage: Damage::Cut }),
    }
}

/// Writes the list anew where it is damaged, of what is left of it; says how many visitors those are.
///
/// # Errors
/// The list cannot be read or written.
pub fn mend_forgotten(dir: &Path) -> Result<Option<usize>, StoreError> {
    match forgotten(dir) {
        Err(StoreError::Damaged { path, .. }) => {
            let hashes: BTreeSet<String> = hashes(&text(dir)?.0.unwrap_or_default()).collect();
            let written = if hashes.is_empty() { fs::remove_file(&path) } else { write(&path, &hashes) };
            written.map_err(StoreError::io(path))?;
            Ok(Some(hashes.len()))
        }
        read => read.map(|_| None),
    }
}

/// Writes the list at once: whoever was in it is in it, whatever happens.
pub(crate) fn write(path: &Path, hashes: &BTreeSet<String>) -> io::Result<()> {
    let text: String = hashes.iter().map(|hash| format!("{hash}\n")).collect();
    jauge_durable::replace(path, text.as_bytes())
}

fn text(dir: &Path) -> Result<(Option<String>, PathBuf), StoreError> {
    let path = dir.join(FORGOTTEN);
    match fs::read(&path) {
        Ok(bytes) => Ok((Some(String::from_utf8_lossy(&bytes).into_owned()), path)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok((None, path)),
        Err(source) => Err(StoreError::io(path)(source)),
    }
}

/// The lines that are whole.
fn hashes(text: &str) -> impl Iterator<Item = String> {
    let is_hash = |line: &&str| line.len() == HASH && line.bytes().all(|byte| byte.is_ascii_hexdigit());
    text.lines().filter(is_hash).map(str::to_owned)
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

#[cfg(test)]
mod tests {
    use super::*;

    const ANN: &str = "0123456789abcdef0123456789abcdef";
    const BEN: &str = "fedcba9876543210fedcba9876543210";

    fn list(text: &str) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(FORGOTTEN), text).unwrap();
        dir
    }

    #[test]
    fn a_damaged_list_is_an_error_and_not_a_shorter_list() {
        for text in ["", "\0\0\0", &format!("{ANN}\nfedcba"), &format!("{ANN}\n{BEN}"), &format!("{ANN}\n\0\0\n")] {
            let dir = list(text);
            assert!(matches!(forgotten(dir.path()), Err(StoreError::Damaged { .. })), "{text:?}");
        }
        assert_eq!(forgotten(list(&format!("{ANN}\n{BEN}\n")).path()).unwrap().len(), 2);
        assert_eq!(forgotten(tempfile::tempdir().unwrap().path()).unwrap().len(), 0);
    }

    #[test]
    fn what_is_whole_of_a_damaged_list_is_kept() {
        let dir = list(&format!("{ANN}\nfedcba"));
        assert_eq!(mend_forgotten(dir.path()).unwrap(), Some(1));
        assert_eq!(forgotten(dir.path()).unwrap(), BTreeSet::from([ANN.to_owned()]));
        assert_eq!(mend_forgotten(dir.path()).unwrap(), None);
    }
}
