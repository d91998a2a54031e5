//! Who must not come back.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use jauge_domain::Damage;

use crate::StoreError;

/// Keyed hashes of the visitors that were forgotten, one a line, so that no file brings them back.
const FORGOTTEN: &str = "forgotten";
/// Letters of a hash.
const HASH: usize = 32;

/// The keyed hashes of visitors that were forgotten in the store in `dir`.
///
/// # Errors
/// The list cannot be read, or is damaged: whoever is missing in it would come back.
pub fn forgotten(dir: &Path) -> Result<BTreeSet<String>, StoreError> {
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

/// Adds `hashes` to those of forgotten visitors.
pub(crate) fn remember(dir: &Path, hashes: &BTreeSet<String>) -> Result<(), StoreError> {
    let known = forgotten(dir)?;
    if hashes.is_subset(&known) {
        return Ok(());
    }
    let path = dir.join(FORGOTTEN);
    write(&path, &known.union(hashes).cloned().collect()).map_err(StoreError::io(path))
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

/// True for what is a hash of a forgotten visitor.
pub(crate) fn is_hash(line: &str) -> bool {
    line.len() == HASH && line.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Writes the list at once: whoever was in it is in it, whatever happens. Nobody but its owner reads it.
fn write(path: &Path, hashes: &BTreeSet<String>) -> io::Result<()> {
    let text: String = hashes.iter().map(|hash| format!("{hash}\n")).collect();
    jauge_durable::replace_private(path, text.as_bytes())
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
    text.lines().filter(|line| is_hash(line)).map(str::to_owned)
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
            let more = remember(dir.path(), &BTreeSet::from([BEN.to_owned()]));
            assert!(matches!(more, Err(StoreError::Damaged { .. })), "{text:?}");
        }
        assert_eq!(forgotten(list(&format!("{ANN}\n{BEN}\n")).path()).unwrap().len(), 2);
        assert_eq!(forgotten(tempfile::tempdir().unwrap().path()).unwrap().len(), 0);
    }

    #[test]
    fn who_is_forgotten_is_added_to_those_who_were() {
        let dir = list(&format!("{ANN}\n"));
        remember(dir.path(), &BTreeSet::from([BEN.to_owned()])).unwrap();
        assert_eq!(forgotten(dir.path()).unwrap(), BTreeSet::from([ANN, BEN].map(str::to_owned)));
    }

    #[test]
    fn what_is_whole_of_a_damaged_list_is_kept() {
        let dir = list(&format!("{ANN}\nfedcba"));
        assert_eq!(mend_forgotten(dir.path()).unwrap(), Some(1));
        assert_eq!(forgotten(dir.path()).unwrap(), BTreeSet::from([ANN.to_owned()]));
        assert_eq!(mend_forgotten(dir.path()).unwrap(), None);
    }
}
