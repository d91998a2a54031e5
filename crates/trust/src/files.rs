//! Files that Jauge makes in a folder that somebody else may have prepared: nothing of theirs is overwritten, and no link of theirs
//! leads a file elsewhere.

use std::{
    fs::{self, OpenOptions},
    io::{self, ErrorKind, Write},
    path::{Component, Path, PathBuf},
};

/// Makes the file `root`/`relative`, where nothing is called that; false where something is, which stays as it is.
///
/// # Errors
/// A folder on the way is a link, or the system does not let it.
pub fn make_file(root: &Path, relative: &Path, content: &[u8]) -> io::Result<bool> {
    let path = way(root, relative)?;
    match write_new(&path, content) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

/// Puts the file `root`/`relative` in the place of what is called that, in one step; of a link, the link itself is replaced.
///
/// # Errors
/// A folder on the way is a link, or the system does not let it.
pub fn put_file(root: &Path, relative: &Path, content: &[u8]) -> io::Result<()> {
    let path = way(root, relative)?;
    jauge_durable::replace(&path, content)
}

/// The first folder from `root` down to `relative`, both included, that is a link.
pub fn link_on_the_way(root: &Path, relative: &Path) -> Option<PathBuf> {
    let mut place = root.to_owned();
    let parts = relative.components().map(|part| part.as_os_str());
    let places = std::iter::once(root.to_owned()).chain(parts.map(|part| {
        place.push(part);
        place.clone()
    }));
    let is_link = |place: &PathBuf| fs::symlink_metadata(place).is_ok_and(|found| found.file_type().is_symlink());
    places.into_iter().skip(1).find(is_link)
}

/// The path of `relative`, with the folders it is in.
fn way(root: &Path, relative: &Path) -> io::Result<PathBuf> {
    if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(io::Error::from(ErrorKind::InvalidFilename));
    }
    let folder = relative.parent().unwrap_or(Path::new(""));
    if link_on_the_way(root, folder).is_some() {
        return Err(io::Error::from(ErrorKind::NotADirectory));
    }
    fs::create_dir_all(root.join(folder))?;
    Ok(root.join(relative))
}

/// Writes a file that is not there: never through a link.
fn write_new(path: &Path, content: &[u8]) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(content)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn what_is_there_stays_and_links_lead_nowhere() {
        let dir = tempfile::tempdir().unwrap();
        let (root, victim) = (dir.path().join("site"), dir.path().join("victim"));
        fs::create_dir(&root).unwrap();
        fs::write(&victim, "mine").unwrap();
        fs::write(root.join("a"), "mine").unwrap();
        symlink(&victim, root.join("b")).unwrap();
        symlink(dir.path().join("not-yet"), root.join("c")).unwrap();
        symlink(dir.path(), root.join("folder")).unwrap();
        for name in ["a", "b", "c"] {
            assert!(!make_file(&root, Path::new(name), b"theirs").unwrap(), "{name}");
        }
        assert!(make_file(&root, Path::new("d/e"), b"new").unwrap());
        assert!(make_file(&root, Path::new("folder/e"), b"new").is_err());
        put_file(&root, Path::new("b"), b"new").unwrap();
        assert!(put_file(&root, Path::new("folder/victim"), b"new").is_err());
        assert!(put_file(&root, Path::new("../victim"), b"new").is_err());
        assert_eq!(fs::read_to_string(&victim).unwrap(), "mine");
        assert_eq!(fs::read_to_string(root.join("b")).unwrap(), "new");
        assert!(!dir.path().join("not-yet").exists());
        assert_eq!(fs::read_dir(&root).unwrap().count(), 5, "nothing is left beside");
    }
}
