//! Files that commands write for the user.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::Path,
};

use jauge_domain::CommandMessage;
use jauge_trust::{make_file, put_file};

use crate::error::CliError;

/// Makes the file `root`/`relative` where nothing is called that; false where something is, which stays as it is.
pub(crate) fn make(root: &Path, relative: impl AsRef<Path>, text: impl AsRef<[u8]>) -> Result<bool, CliError> {
    make_file(root, relative.as_ref(), text.as_ref()).map_err(unwritable(&root.join(relative)))
}

/// Puts the file `root`/`relative` in the place of what is called that.
pub(crate) fn put(root: &Path, relative: impl AsRef<Path>, text: impl AsRef<[u8]>) -> Result<(), CliError> {
    put_file(root, relative.as_ref(), text.as_ref()).map_err(unwritable(&root.join(relative)))
}

/// Adds `text` to the end of the file at `path`.
pub(crate) fn append(path: &Path, text: &str) -> Result<(), CliError> {
    let file = OpenOptions::new().append(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(unwritable(path))
}

/// Makes the folder `path` and those above it, where they are not there.
pub(crate) fn folder(path: &Path) -> Result<(), CliError> {
    fs::create_dir_all(path).map_err(unwritable(path))
}

/// Writes the file that the user named, whole or not at all. A pipe or a device takes the bytes itself and stays what it is:
/// `/dev/null` too.
pub(crate) fn write_named(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let takes_bytes = fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir());
    let written = if takes_bytes {
        OpenOptions::new().write(true).open(path).and_then(|mut file| file.write_all(bytes))
    } else {
        jauge_durable::replace(path, bytes)
    };
    written.map_err(unwritable(path))
}

/// `path` cannot be written.
pub(crate) fn unwritable(path: &Path) -> impl FnOnce(io::Error) -> CliError {
    let path = path.display().to_string();
    move |error| CliError::told(CommandMessage::Unwritable { path, reason: error.to_string() })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_device_takes_the_bytes_and_a_file_is_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let (nowhere, file) = (dir.path().join("nowhere"), dir.path().join("page.html"));
        symlink("/dev/null", &nowhere).unwrap();
        fs::write(&file, "before").unwrap();
        assert!(write_named(&nowhere, b"page").is_ok() && write_named(&file, b"page").is_ok());
        assert!(fs::symlink_metadata(&nowhere).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&file).unwrap(), "page");
        assert!(write_named(dir.path(), b"page").is_err());
    }
}
