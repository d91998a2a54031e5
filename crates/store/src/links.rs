//! Links in the store: whoever may write a workspace's folder could have put them there to have other files overwritten.

use std::{fs, path::Path};

use crate::StoreError;

/// Refuses a store in `dir` that is a link, or has one anywhere in it: nothing is written through links.
pub(crate) fn refuse_links(dir: &Path) -> Result<(), StoreError> {
    let is_link = dir.symlink_metadata().is_ok_and(|found| found.file_type().is_symlink());
    if is_link { Err(StoreError::Link { path: dir.to_owned() }) } else { below(dir) }
}

fn below(dir: &Path) -> Result<(), StoreError> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(StoreError::io(dir)(error)),
    };
    for entry in entries.flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_symlink() => return Err(StoreError::Link { path: entry.path() }),
            Ok(kind) if kind.is_dir() => below(&entry.path())?,
            // What another process has just removed is no link.
            Ok(_) | Err(_) => {}
        }
    }
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use crate::{Store, StoreError};

    #[test]
    fn a_store_with_a_link_in_it_is_not_written() {
        let dir = tempfile::tempdir().unwrap();
        let victim = dir.path().join("victim");
        std::fs::write(&victim, "mine").unwrap();
        for name in ["format.new", "lock", "format", "events/_delta_log/00000000000000000000.json", "events"] {
            let store = dir.path().join(name.replace('/', "-"));
            let link = store.join(name);
            std::fs::create_dir_all(link.parent().unwrap()).unwrap();
            symlink(&victim, &link).unwrap();
            let opened = Store::open(store).unwrap_or_else(|_| Store::open(dir.path().join("none")).unwrap());
            let locked = opened.lock(|| {});
            if name != "format" {
                assert!(matches!(locked, Err(StoreError::Link { path }) if path == link), "{name}");
            }
            assert_eq!(std::fs::read_to_string(&victim).unwrap(), "mine", "{name}");
        }
        let linked = dir.path().join("linked");
        symlink(dir.path().join("elsewhere"), &linked).unwrap();
        assert!(matches!(Store::open(linked).unwrap().try_lock(), Err(StoreError::Link { .. })));
        assert!(!dir.path().join("elsewhere").exists());
    }
}
