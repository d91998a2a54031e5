//! Files put into their places.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use crate::sync_folder;

/// A file beside its place. Dropped before it is put there, it is removed.
#[derive(Debug)]
pub struct Aside {
    file: File,
    /// `None` once it is in its place.
    path: Option<PathBuf>,
    place: PathBuf,
}

impl Aside {
    /// Begins a file for `place`, beside it: `place#1`, or the next number that is free. Readers of Delta tables and
    /// Jauge itself pass over such names.
    ///
    /// # Errors
    /// The folder is missing or cannot be written.
    pub fn new(place: &Path) -> io::Result<Self> {
        Self::with(place, OpenOptions::new().write(true).create_new(true))
    }

    /// As [`Self::new`], a file that nobody but its owner may read or write.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn private(place: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Self::with(place, &options)
    }

    fn with(place: &Path, options: &OpenOptions) -> io::Result<Self> {
        let mut number = 1;
        loop {
            let path = numbered(place, number);
            match options.open(&path) {
                Ok(file) => return Ok(Self { file, path: Some(path), place: place.to_owned() }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(error),
            }
        }
    }

    fn holding(mut self, bytes: &[u8]) -> io::Result<Self> {
        self.write_all(bytes)?;
        Ok(self)
    }

    /// Puts the file into its place, instead of one that is there.
    ///
    /// # Errors
    /// The disk does not take it. What was there before stays, unless only the folder could not be brought to the disk.
    pub fn replace(mut self) -> io::Result<()> {
        self.file.sync_all()?;
        if let Some(path) = &self.path {
            fs::rename(path, &self.place)?;
        }
        self.path = None;
        sync_folder(parent(&self.place))
    }

    /// Puts the file into its place, where nothing is there.
    ///
    /// # Errors
    /// As [`Self::replace`], and `AlreadyExists` where a file is there.
    pub fn create(mut self) -> io::Result<()> {
        self.file.sync_all()?;
        if let Some(path) = &self.path {
            fs::hard_link(path, &self.place)?;
        }
        self.remove();
        sync_folder(parent(&self.place))
    }

    /// Removes it from beside its place. What cannot be removed is in nobody's way.
    fn remove(&mut self) {
        if let Some(path) = self.path.take() {
            let _ = fs::remove_file(path);
        }
    }
}

impl Write for Aside {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        self.remove();
    }
}

/// Puts a file with `bytes` at `place`, instead of one that is there.
///
/// # Errors
/// As [`Aside::replace`].
pub fn replace(place: &Path, bytes: &[u8]) -> io::Result<()> {
    Aside::new(place)?.holding(bytes)?.replace()
}

/// Puts a file with `bytes` at `place`, where nothing is there.
///
/// # Errors
/// As [`Aside::create`].
pub fn create(place: &Path, bytes: &[u8]) -> io::Result<()> {
    Aside::new(place)?.holding(bytes)?.create()
}

/// As [`replace`], for nobody but the file's owner to read.
///
/// # Errors
/// As [`Aside::replace`].
pub fn replace_private(place: &Path, bytes: &[u8]) -> io::Result<()> {
    Aside::private(place)?.holding(bytes)?.replace()
}

/// As [`create`], for nobody but the file's owner to read.
///
/// # Errors
/// As [`Aside::create`].
pub fn create_private(place: &Path, bytes: &[u8]) -> io::Result<()> {
    Aside::private(place)?.holding(bytes)?.create()
}

/// Brings a file that was written already, and its name, to the disk.
///
/// # Errors
/// The disk does not take it.
pub fn sync_file(path: &Path) -> io::Result<()> {
    // Not every system brings a file to the disk that was opened for reading.
    OpenOptions::new().write(true).open(path)?.sync_all()?;
    sync_folder(parent(path))
}

fn numbered(place: &Path, number: u32) -> PathBuf {
    let mut path = place.as_os_str().to_owned();
    path.push(format!("#{number}"));
    path.into()
}

fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dir: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_takes_the_place_of_another_and_leaves_nothing_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("format");
        replace(&place, b"1").unwrap();
        replace(&place, b"2").unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"2");
        assert_eq!(names(dir.path()), ["format"]);
    }

    #[test]
    fn what_is_there_is_not_created_again() {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("key");
        create(&place, b"first").unwrap();
        assert_eq!(create(&place, b"second").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&place).unwrap(), b"first");
        assert_eq!(names(dir.path()), ["key"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_private_file_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("key");
        create_private(&place, b"first").unwrap();
        replace_private(&place, b"second").unwrap();
        assert_eq!(fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read(&place).unwrap(), b"second");
    }

    #[test]
    fn what_is_given_up_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let mut aside = Aside::new(&dir.path().join("half")).unwrap();
        aside.write_all(b"ha").unwrap();
        assert_eq!(names(dir.path()), ["half#1"]);
        drop(aside);
        assert!(names(dir.path()).is_empty());
    }

    #[test]
    fn what_a_killed_writer_left_is_in_nobodys_way() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("format#1"), "").unwrap();
        replace(&dir.path().join("format"), b"1").unwrap();
        assert_eq!(names(dir.path()), ["format", "format#1"]);
    }
}
