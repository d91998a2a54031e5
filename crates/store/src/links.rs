//! Ways out of the store: whoever may write a workspace's folder could have put links there, or paths into a log, to have other files
//! read or overwritten.

use std::{fs, path::Path};

use crate::StoreError;

/// Refuses a store in `dir` that is a link, or has one anywhere in it.
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

/// True where a table's log names a data file as this program does: by a file name, never by a path or an address.
pub(crate) fn is_file_name(path: &str) -> bool {
    let plain = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_' | '.' | '=');
    !path.is_empty() && !path.starts_with('.') && path.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::is_file_name;
    use crate::{Store, StoreError};

    #[test]
    fn a_store_with_a_link_in_it_is_not_opened() {
        let dir = tempfile::tempdir().unwrap();
        let victim = dir.path().join("victim");
        std::fs::write(&victim, "mine").unwrap();
        for name in ["format.new", "lock", "format", "events/_delta_log/00000000000000000000.json", "events"] {
            let store = dir.path().join(name.replace('/', "-"));
            let link = store.join(name);
            let opened = Store::open(store.clone()).unwrap();
            std::fs::create_dir_all(link.parent().unwrap()).unwrap();
            symlink(&victim, &link).unwrap();
            assert!(matches!(Store::open(store), Err(StoreError::Link { path }) if path == link), "{name}");
            assert!(matches!(opened.lock(|| {}), Err(StoreError::Link { .. })), "{name}");
            assert!(matches!(opened.try_lock(), Err(StoreError::Link { .. })), "{name}");
        }
        let linked = dir.path().join("linked");
        symlink(dir.path().join("elsewhere"), &linked).unwrap();
        assert!(matches!(Store::open(linked), Err(StoreError::Link { .. })));
        assert!(!dir.path().join("elsewhere").exists());
        assert_eq!(std::fs::read_to_string(&victim).unwrap(), "mine");
    }

    #[test]
    fn a_data_file_is_a_name() {
        assert!(is_file_name("part-00000-0d1f3a5c-8a2b-4b39-9f7e-000000000000-c000.zstd.parquet"));
        let paths =
            ["", "/etc/x.parquet", "../x.parquet", "..", "a/b", "file:///etc/x", "%2e%2e%2fx", ".hidden", "a\\b"];
        assert!(!paths.into_iter().any(is_file_name));
    }
}
