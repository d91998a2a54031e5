//! The store's own small files, beside the tables: read whole, or found not to be what Jauge writes.

use std::{
    io,
    path::{Path, PathBuf},
};

use jauge_domain::{Damage, ReadFault};

use crate::StoreError;

/// Who can read these can find out who a pseudonym is.
const PRIVATE: [&str; 3] = ["key", "forgotten", "forgetting"];

/// The content of the file `name` in the folder `dir`; `None` where there is none. A folder, a pipe or a device is no file of Jauge's.
///
/// # Errors
/// It is no file, or cannot be read.
pub fn read_small(dir: &Path, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let path = dir.join(name);
    match jauge_durable::read_within(dir, &path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => match ReadFault::of(&error) {
            ReadFault::System(_) => Err(StoreError::io(path)(error)),
            ReadFault::LeadsOut | ReadFault::NoFile | ReadFault::NotYours | ReadFault::TooLong => {
                Err(StoreError::Damaged { path, damage: Damage::Foreign })
            }
        },
    }
}

/// Those of the store's files in `dir` that tell who somebody is, and that others than their owner may read.
#[cfg(unix)]
pub fn not_private(dir: &Path) -> Vec<PathBuf> {
    use std::os::unix::fs::PermissionsExt;
    let is_open = |path: &PathBuf| path.metadata().is_ok_and(|found| found.permissions().mode() & 0o077 != 0);
    PRIVATE.map(|name| dir.join(name)).into_iter().filter(is_open).collect()
}

/// Those of the store's files in `dir` that tell who somebody is, and that others than their owner may read: not known here.
#[cfg(not(unix))]
pub fn not_private(_: &Path) -> Vec<PathBuf> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_is_no_file_is_not_opened() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("folder")).unwrap();
        let read = read_small(dir.path(), "folder");
        assert!(matches!(read, Err(StoreError::Damaged { damage: Damage::Foreign, .. })), "{read:?}");
        assert_eq!(read_small(dir.path(), "none").unwrap(), None);
        fs::write(dir.path().join("some"), "x").unwrap();
        assert_eq!(read_small(dir.path(), "some").unwrap().as_deref(), Some(&b"x"[..]));
    }
}
