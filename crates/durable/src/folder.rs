//! Folders, which remember the names of files.

use std::{
    fs::{self, File},
    io,
    path::Path,
};

/// Brings the names in `dir` to the disk.
///
/// # Errors
/// The disk does not take them. A file system that cannot be asked to is no error: it does what it does.
pub fn sync_folder(dir: &Path) -> io::Result<()> {
    if cfg!(not(unix)) {
        // Elsewhere a folder is no file, and its file system keeps names by itself.
        return Ok(());
    }
    match File::open(dir)?.sync_all() {
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        done => done,
    }
}

/// Makes `dir` and the folders above it that are missing, and brings their names to the disk.
///
/// # Errors
/// A folder cannot be made.
pub fn make_folder(dir: &Path) -> io::Result<()> {
    let missing: Vec<_> =
        dir.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists()).collect();
    fs::create_dir_all(dir)?;
    let above = missing.iter().rev().filter_map(|made| made.parent());
    above.map(|above| if above.as_os_str().is_empty() { Path::new(".") } else { above }).try_for_each(sync_folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_made_with_those_above_them() {
        let dir = tempfile::tempdir().unwrap();
        let deep = dir.path().join("a/b/c");
        make_folder(&deep).unwrap();
        make_folder(&deep).unwrap();
        assert!(deep.is_dir());
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        assert!(cfg!(not(unix)) || sync_folder(&dir.path().join("none")).is_err());
    }
}
