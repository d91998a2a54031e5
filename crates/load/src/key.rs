//! The keys of pseudonyms: one that new rows get theirs under, and those of before, by which a visitor is still found.

use std::{io, path::Path};

use jauge_store::{Note, Store, StoreError, StoredTable, forgotten, read_small};

/// Where the keys lie in the store.
const KEY_FILE: &str = "key";
/// Bytes of a key.
const LENGTH: usize = 32;

/// One key of pseudonyms.
pub(crate) type Key = [u8; LENGTH];

/// The keys of a store, the oldest first. There is at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeyRing {
    first: Key,
    later: Vec<Key>,
}

impl KeyRing {
    /// Those of the store in `dir`; `None` where none was needed yet.
    pub(crate) fn read(dir: &Path) -> Result<Option<Self>, StoreError> {
        let path = dir.join(KEY_FILE);
        match read_small(dir, KEY_FILE)? {
            Some(bytes) => Self::parse(&bytes).map(Some).ok_or(StoreError::Key { path }),
            // Under another key whoever was forgotten is nobody that is known.
            None if forgotten(dir)?.is_empty() => Ok(None),
            None => Err(StoreError::KeyLost { path }),
        }
    }

    /// Refuses keys that `table` was not loaded under: every row of it would be another one.
    ///
    /// # Errors
    /// The first key is gone or another, or the table cannot be read.
    pub(crate) async fn check(dir: &Path, table: &StoredTable) -> Result<(), StoreError> {
        let keys = Self::read(dir)?;
        match table.noted(Note::Key).await? {
            Some(noted) if keys.is_none_or(|keys| keys.note() != noted) => {
                Err(StoreError::KeyLost { path: dir.join(KEY_FILE) })
            }
            _ => Ok(()),
        }
    }

    /// As [`Self::check`], of every table of `store`.
    ///
    /// # Errors
    /// The first key is gone or another, or a table cannot be read.
    pub(crate) async fn check_all(store: &Store) -> Result<(), StoreError> {
        for name in store.names()? {
            if let Some(table) = store.table(&name).await? {
                Self::check(store.dir(), &table).await?;
            }
        }
        Ok(())
    }

    /// What a table notes of the keys that its pseudonyms are under. It tells nothing of them.
    pub(crate) fn note(&self) -> i64 {
        let hash = blake3::keyed_hash(&self.first, b"which key this is");
        let [a, b, c, d, e, f, g, h, ..] = *hash.as_bytes();
        i64::from_le_bytes([a, b, c, d, e, f, g, h]) & i64::MAX
    }

    /// Those of the store in `dir`; where there are none, a first one is made. Whoever makes it first has made it for all.
    pub(crate) fn read_or_make(dir: &Path) -> Result<Self, StoreError> {
        if let Some(keys) = Self::read(dir)? {
            return Ok(keys);
        }
        let path = dir.join(KEY_FILE);
        let key = fresh(&path)?;
        jauge_durable::make_folder(dir).map_err(StoreError::io(dir))?;
        // Who reads it at this moment finds no file or all of the key, and nobody but its owner reads it.
        match jauge_durable::create_private(&path, &key) {
            Ok(()) => Ok(Self { first: key, later: Vec::new() }),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Self::read(dir)?.ok_or_else(|| StoreError::io(&path)(error))
            }
            Err(source) => Err(StoreError::io(path)(source)),
        }
    }

    /// Those of the store in `dir`; where there are none, one that is kept nowhere.
    pub(crate) fn read_or_lend(dir: &Path) -> Result<Self, StoreError> {
        match Self::read(dir)? {
            Some(keys) => Ok(keys),
            None => Ok(Self { first: fresh(&dir.join(KEY_FILE))?, later: Vec::new() }),
        }
    }

    /// Adds a key that new rows get their pseudonyms under. The caller holds the writer's lock.
    pub(crate) fn rotate(dir: &Path) -> Result<Self, StoreError> {
        let mut keys = Self::read_or_make(dir)?;
        let path = dir.join(KEY_FILE);
        keys.later.push(fresh(&path)?);
        let bytes: Vec<u8> = keys.all().flatten().copied().collect();
        jauge_durable::replace_private(&path, &bytes).map_err(StoreError::io(&path))?;
        Ok(keys)
    }

    /// The one that rows are told apart under, and that forgotten visitors are known by: it never changes.
    pub(crate) fn first(&self) -> &Key {
        &self.first
    }

    /// The one that new rows get their pseudonyms under.
    pub(crate) fn newest(&self) -> &Key {
        self.later.last().unwrap_or(&self.first)
    }

    /// All of them, the oldest first.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.first).chain(&self.later)
    }

    /// True where pseudonyms of before differ from those of new rows.
    pub(crate) fn were_rotated(&self) -> bool {
        !self.later.is_empty()
    }

    /// Keys that are whole. What a loss of power leaves of a file may have its length and nothing in it.
    fn parse(bytes: &[u8]) -> Option<Self> {
        let mut keys = bytes.chunks(LENGTH).map(whole).collect::<Option<Vec<Key>>>()?.into_iter();
        Some(Self { first: keys.next()?, later: keys.collect() })
    }
}

fn whole(key: &[u8]) -> Option<Key> {
    key.try_into().ok().filter(|key| *key != [0; LENGTH])
}

fn fresh(path: &Path) -> Result<Key, StoreError> {
    let mut key = [0; LENGTH];
    getrandom::fill(&mut key).map_err(|error| StoreError::io(path)(io::Error::other(error)))?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs};

    use super::*;

    #[test]
    fn a_key_is_made_once() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(KeyRing::read(dir.path()).unwrap(), None);
        let keys = [0; 2].map(|_| KeyRing::read_or_make(dir.path()).unwrap());
        assert_eq!(keys[0], keys[1]);
        assert_ne!(*keys[0].first(), [0; LENGTH]);
        let left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert_eq!(left, [KEY_FILE], "what was written aside is gone");
    }

    #[test]
    fn what_is_no_file_of_the_store_is_no_key() {
        let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::create_dir(dir.path().join(KEY_FILE)).unwrap();
        assert!(matches!(KeyRing::read(dir.path()), Err(StoreError::Damaged { .. })));
        fs::remove_dir(dir.path().join(KEY_FILE)).unwrap();
        fs::write(other.path().join("key"), [1; LENGTH]).unwrap();
        std::os::unix::fs::symlink(other.path().join("key"), dir.path().join(KEY_FILE)).unwrap();
        assert!(matches!(KeyRing::read(dir.path()), Err(StoreError::Damaged { .. })));
    }

    #[test]
    fn those_who_race_for_a_key_agree_on_one() {
        let dir = tempfile::tempdir().unwrap();
        let made = std::thread::scope(|scope| {
            let racers: Vec<_> =
                (0..8).map(|_| scope.spawn(|| *KeyRing::read_or_make(dir.path()).unwrap().first())).collect();
            racers.into_iter().map(|racer| racer.join().unwrap()).collect::<BTreeSet<_>>()
        });
        assert_eq!(made.len(), 1);
    }

    #[test]
    fn a_new_key_keeps_those_of_before() {
        let dir = tempfile::tempdir().unwrap();
        let first = KeyRing::read_or_make(dir.path()).unwrap();
        let second = KeyRing::rotate(dir.path()).unwrap();
        assert_eq!(second.first(), first.first());
        assert!(second.were_rotated() && second.newest() != first.first() && second.all().count() == 2);
        assert_eq!(KeyRing::read(dir.path()).unwrap(), Some(second));
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_may_read_a_key() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let mode = || fs::metadata(dir.path().join(KEY_FILE)).unwrap().permissions().mode() & 0o777;
        KeyRing::read_or_make(dir.path()).unwrap();
        assert_eq!(mode(), 0o600);
        KeyRing::rotate(dir.path()).unwrap();
        assert_eq!(mode(), 0o600);
    }

    #[test]
    fn a_key_of_another_length_is_none() {
        let dir = tempfile::tempdir().unwrap();
        for half in [0, 5, 33, 63] {
            fs::write(dir.path().join(KEY_FILE), vec![1; half]).unwrap();
            assert!(matches!(KeyRing::read(dir.path()), Err(StoreError::Key { .. })), "{half} bytes");
        }
        for empty in [vec![0; 32], [[1; 32], [0; 32]].concat()] {
            fs::write(dir.path().join(KEY_FILE), &empty).unwrap();
            assert!(matches!(KeyRing::read(dir.path()), Err(StoreError::Key { .. })), "{empty:?}");
        }
    }

    #[test]
    fn a_lost_key_is_not_made_anew_where_visitors_are_known_by_it() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("forgotten"), format!("{}\n", "ab".repeat(16))).unwrap();
        assert!(matches!(KeyRing::read(dir.path()), Err(StoreError::KeyLost { .. })));
        assert!(matches!(KeyRing::read_or_make(dir.path()), Err(StoreError::KeyLost { .. })));
        assert!(!dir.path().join(KEY_FILE).exists());
    }
}
