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

/// `path` cannot be written.
pub(crate) fn unwritable(path: &Path) -> impl FnOnce(io::Error) -> CliError {
    let path = path.display().to_string();
    move |error| CliError::told(CommandMessage::Unwritable { path, reason: error.to_string() })
}
