//! Why a plugin cannot be used.

use jauge_plugin::ConnectorError;

/// Why a plugin cannot be used, or failed: which one, what happened, and what to do next. The workspace is as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the plugin `{plugin}` {message}")]
pub struct PluginError {
    /// The plugin's name.
    pub plugin: String,
    /// What happened, as the rest of a sentence that begins with the plugin.
    pub message: String,
    /// What to do next.
    pub help: String,
}

impl PluginError {
    pub(crate) fn new(plugin: &str, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { plugin: plugin.to_owned(), message: message.into(), help: help.into() }
    }

    /// A fault in the plugin itself, that only its author can mend.
    pub(crate) fn fault(plugin: &str, message: impl Into<String>) -> Self {
        let help = format!(
            "this is a fault in the plugin: tell its author, or leave it out with `jauge plugin remove {plugin}`"
        );
        Self::new(plugin, message, help)
    }
}

impl From<PluginError> for ConnectorError {
    fn from(error: PluginError) -> Self {
        Self::Plugin { plugin: error.plugin, message: error.message, help: error.help }
    }
}
