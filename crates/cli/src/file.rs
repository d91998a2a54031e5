//! Files that commands write for the user.

use std::{fs, io, path::Path};

use jauge_domain::CommandMessage;

use crate::error::CliError;

/// Writes `text` to `path`, with the folders above it.
pub(crate) fn write(path: &Path, text: impl AsRef<[u8]>) -> Result<(), CliError> {
    path.parent().map(folder).transpose()?;
    fs::write(path, text).map_err(unwritable(path))
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
