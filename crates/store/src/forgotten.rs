//! Who must not come back.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use jauge_domain::Damage;

use crate::{Change, LOADS, Note, Store, StoreError, WriterLock, bookkeeping, small_file::read_small};

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

impl Store {
    /// Notes in `loads` how many visitors are forgotten, so that a list which lost some, or is gone, is found to be short.
    pub(crate) async fn note_forgotten(&self, lock: &WriterLock) -> Result<(), StoreError> {
        let known = i64::try_from(forgotten(self.dir())?.len()).unwrap_or(i64::MAX);
        let is_needed = known > 0 || self.table(LOADS).await?.is_some();
        for spec in bookkeeping().into_iter().filter(|spec| is_needed && spec.name == LOADS) {
            let mut loads = self.table_or_new(spec, lock).await?;
            if loads.noted(Note::Forgotten).await?.unwrap_or(0) != known {
                loads.amend(Change { notes: vec![(Note::Forgotten, known)], ..Change::default() }).await?;
            }
        }
        Ok(())
    }

    /// What is wrong with the list of the forgotten: it cannot be read, or is shorter than it was. Nothing is written.
    ///
    /// # Errors
    /// That it is so.
    pub async fn check_forgotten(&self) -> Result<(), StoreError> {
        let known = forgotten(self.dir())?.len();
        let Some(loads) = self.table(LOADS).await? else { return Ok(()) };
        let noted = loads.noted(Note::Forgotten).await?.unwrap_or(0);
        match usize::try_from(noted).is_ok_and(|noted| known < noted) {
            true => Err(StoreError::ForgottenLost { path: self.dir().join(FORGOTTEN), noted, known }),
            false => Ok(()),
        }
    }

    /// Writes the list of the forgotten anew where it is damaged, of what is left of it. True where it was.
    ///
    /// # Errors
    /// The list cannot be read or written.
    pub fn mend_forgotten(&self, _lock: &WriterLock) -> Result<bool, StoreError> {
        match forgotten(self.dir()) {
            Err(StoreError::Damaged { path, .. }) => self.rewrite_forgotten(&path).map(|()| true),
            read => read.map(|_| false),
        }
    }

    /// Notes how many the list has, once it is read as it is. True where those are fewer than there were.
    ///
    /// # Errors
    /// The list or `loads` cannot be read or written.
    pub async fn settle_forgotten(&self, lock: &WriterLock) -> Result<bool, StoreError> {
        let is_short = match self.check_forgotten().await {
            Err(StoreError::ForgottenLost { .. }) => true,
            checked => checked.map(|()| false)?,
        };
        self.note_forgotten(lock).await?;
        Ok(is_short)
    }

    fn rewrite_forgotten(&self, path: &Path) -> Result<(), StoreError> {
        self.aside().put_foreign(path).map_err(StoreError::io(path))?;
        let hashes: BTreeSet<String> = hashes(&text(self.dir())?.0.unwrap_or_default()).collect();
        let written = match hashes.is_empty() && path.exists() {
            true => fs::remove_file(path),
            false if hashes.is_empty() => Ok(()),
            false => write(path, &hashes),
        };
        written.map_err(StoreError::io(path))
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
    let bytes = read_small(dir, FORGOTTEN)?;
    Ok((bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()), path))
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
        let store = Store::open(dir.path().to_owned()).unwrap();
        let lock = store.lock(|| {}).unwrap();
        assert!(store.mend_forgotten(&lock).unwrap());
        assert_eq!(forgotten(dir.path()).unwrap(), BTreeSet::from([ANN.to_owned()]));
        assert!(!store.mend_forgotten(&lock).unwrap());
    }

    #[test]
    fn a_folder_in_the_place_of_the_list_is_put_aside() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join(FORGOTTEN)).unwrap();
        let store = Store::open(dir.path().to_owned()).unwrap();
        let lock = store.lock(|| {}).unwrap();
        assert!(store.mend_forgotten(&lock).unwrap());
        assert!(store.aside().dir().join(FORGOTTEN).is_dir());
        assert_eq!(forgotten(dir.path()).unwrap().len(), 0);
    }

    #[tokio::test]
    async fn a_list_that_lost_lines_or_is_gone_is_found_to_be_short_until_it_is_mended() {
        let dir = list(&format!("{ANN}\n{BEN}\n"));
        let store = Store::open(dir.path().to_owned()).unwrap();
        let lock = store.lock(|| {}).unwrap();
        assert!(!store.settle_forgotten(&lock).await.unwrap());
        store.check_forgotten().await.unwrap();
        let path = dir.path().join(FORGOTTEN);
        fs::write(&path, format!("{ANN}\n")).unwrap();
        assert!(matches!(store.check_forgotten().await, Err(StoreError::ForgottenLost { noted: 2, known: 1, .. })));
        fs::remove_file(&path).unwrap();
        assert!(matches!(store.check_forgotten().await, Err(StoreError::ForgottenLost { noted: 2, known: 0, .. })));
        assert!(store.settle_forgotten(&lock).await.unwrap());
        store.check_forgotten().await.unwrap();
    }
}
