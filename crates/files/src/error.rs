//! Errors of the connector: messages, in the type that every connector's errors have.

use std::{error::Error, sync::Arc};

use jauge_domain::{FileFault, FilesMessage, Told};
use jauge_plugin::{ConnectorError, HostError};

/// What is wrong with the file that errors call `stream`; `line` from 1 where it has lines.
pub(crate) fn damage(stream: &str, line: Option<u64>, fault: FileFault) -> ConnectorError {
    failed(stream, line, fault, None)
}

/// The same, where `source` led to it.
pub(crate) fn damage_by(
    stream: &str,
    line: Option<u64>,
    fault: FileFault,
    source: impl Error + Send + Sync + 'static,
) -> ConnectorError {
    failed(stream, line, fault, Some(Arc::new(source)))
}

fn failed(
    stream: &str,
    line: Option<u64>,
    fault: FileFault,
    source: Option<Arc<dyn Error + Send + Sync>>,
) -> ConnectorError {
    let message = FilesMessage::File { stream: stream.to_owned(), line, fault };
    ConnectorError::Plugin(HostError::new(Told::new(message, source)))
}

/// What is wrong with the settings.
pub(crate) fn setting(message: FilesMessage) -> ConnectorError {
    ConnectorError::Settings(HostError::new(Told::new(message, None)))
}
