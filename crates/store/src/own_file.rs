//! The store's own small files, beside the tables: read whole, or found not to be what Jauge writes.

use std::{fs, io, path::Path};

use jauge_domain::Damage;

use crate::StoreError;

/// No file of the store's own is longer.
const MOST: u64 = 256 << 20;

/// The content of the file `path`; `None` where there is none. A folder, a pipe or a device is no file of Jauge's, and is not opened.
///
/// # Errors
/// It is no file, or cannot be read.
pub fn read_own(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    let found = match path.symlink_metadata() {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(StoreError::io(path)(source)),
    };
    if !found.is_file() || found.len() > MOST {
        return Err(StoreError::Damaged { path: path.to_owned(), damage: Damage::Foreign });
    }
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(StoreError::io(path)(source)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_file_is_not_opened() {
        let dir = tempfile::tempdir().unwrap();
        let foreign = |read| matches!(read, Err(StoreError::Damaged { damage: Damage::Foreign, .. }));
        assert!(foreign(read_own(dir.path())));
        assert!(foreign(read_own(Path::new("/dev/zero"))));
        assert_eq!(read_own(&dir.path().join("none")).unwrap(), None);
        fs::write(dir.path().join("some"), "x").unwrap();
        assert_eq!(read_own(&dir.path().join("some")).unwrap().as_deref(), Some(&b"x"[..]));
    }
}
