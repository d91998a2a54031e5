//! The workspace's plugins, as core takes them: connectors and packs.

use std::{env, sync::Arc};

use jauge_core::{
    load::Connectors,
    settings::{Settings, SourceConfig},
};
use jauge_domain::CommandMessage;
use jauge_plugin::{ConnectorError, Host, SourceConnector};
use jauge_plugin_host::{PluginSettings, Plugins};

use crate::error::CliError;

/// The plugins of `workspace`.
pub(crate) fn plugins(workspace: &Settings) -> Result<Plugins, CliError> {
    let settings = workspace.config.plugins.iter().map(|(name, table)| {
        let read = toml::Value::Table(table.clone()).try_into::<PluginSettings>();
        let wrong = |error: toml::de::Error| {
            CliError::told(CommandMessage::PluginSettings { name: name.clone(), reason: error.message().to_owned() })
        };
        Ok((name.clone(), read.map_err(wrong)?))
    });
    let settings = settings.collect::<Result<_, CliError>>()?;
    Ok(Plugins::new(&workspace.root, &workspace.store_dir(), settings, env::current_exe()?))
}

/// Connectors that plugins bring.
pub(crate) struct Hosted(Plugins);

impl Hosted {
    /// Those of `workspace`.
    pub(crate) fn new(workspace: &Settings) -> Result<Self, CliError> {
        Ok(Self(plugins(workspace)?))
    }
}

impl Connectors for Hosted {
    fn connect(&self, source: &SourceConfig, host: Arc<dyn Host>) -> Result<Arc<dyn SourceConnector>, ConnectorError> {
        self.0.connect(&source.connector, &source.settings, host)
    }
}
