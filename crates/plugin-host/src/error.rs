//! Why a plugin cannot be used.

use std::{error::Error, sync::Arc};

use jauge_domain::{ConnectorMessage, ContractBreach, Message, PluginIssue, PluginMessage, Told};
use jauge_plugin::{ConnectorError, HostError};

/// Why a plugin cannot be used, or failed: which one, and what happened. The workspace is as it was.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{:?}", self.message())]
pub struct PluginError {
    /// The plugin's name.
    pub plugin: String,
    /// What is wrong with it.
    pub issue: Box<PluginIssue>,
    #[source]
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl PluginError {
    /// `issue` of the plugin called `plugin`.
    pub fn new(plugin: &str, issue: PluginIssue) -> Self {
        Self { plugin: plugin.to_owned(), issue: Box::new(issue), source: None }
    }

    /// How the plugin's library breaks the contract.
    pub(crate) fn breach(plugin: &str, breach: ContractBreach) -> Self {
        Self::new(plugin, PluginIssue::Contract { breach })
    }

    /// The same, where `source` led to it.
    pub(crate) fn because(self, source: impl Error + Send + Sync + 'static) -> Self {
        Self { source: Some(Arc::new(source)), ..self }
    }

    /// What a connector said while nothing was loaded by it.
    pub(crate) fn of(plugin: &str, error: ConnectorError) -> Self {
        let told = match &error {
            ConnectorError::Plugin(host) => host.get::<Told>(),
            _ => None,
        };
        let message = match told.map(|told| &told.message) {
            Some(Message::Plugin(message)) => message.clone(),
            _ => {
                let issue = PluginIssue::Other { reason: error.to_string() };
                PluginMessage { plugin: plugin.to_owned(), issue }
            }
        };
        Self::new(&message.plugin, message.issue).because(error)
    }

    /// What to say of it.
    pub fn message(&self) -> Message {
        Message::Plugin(PluginMessage { plugin: self.plugin.clone(), issue: (*self.issue).clone() })
    }
}

impl From<PluginError> for ConnectorError {
    fn from(error: PluginError) -> Self {
        let message = error.message();
        Self::Plugin(HostError::new(Told::new(message, error.source)))
    }
}

/// Settings that do not fit a connector, as the connector's error.
pub(crate) fn settings_error(message: ConnectorMessage) -> ConnectorError {
    ConnectorError::Settings(HostError::new(Told::new(message, None)))
}
