//! An error that is known by its message alone.

use std::{error::Error, fmt, sync::Arc};

use super::Message;

/// An error as it crosses a room that does not know its type, such as a plugin's on its way through a load: what to say, and
/// what it came from.
#[derive(Clone, Debug)]
pub struct Told {
    /// What to say of it.
    pub message: Message,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl Told {
    /// An error of which `message` is to be said, and that `source` led to.
    pub fn new(message: impl Into<Message>, source: Option<Arc<dyn Error + Send + Sync>>) -> Self {
        Self { message: message.into(), source }
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.message)
    }
}

impl Error for Told {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn Error + 'static))
    }
}
