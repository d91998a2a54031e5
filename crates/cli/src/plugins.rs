//! The workspace's plugins, as core takes them: connectors and packs.

use std::{env, sync::Arc};

use jauge_core::{
    load::Connectors,
    settings::{Settings, SourceConfig},
};
use jauge_domain::{CommandMessage, Power, Told, TrustMessage, nearest};
use jauge_lockfile::LockFile;
use jauge_plugin::{ConnectorError, Host, HostError, SourceConnector};
use jauge_plugin_host::{Origin, PluginSettings, Plugins};

use crate::error::CliError;

/// The plugins of `workspace`.
pub(crate) fn plugins(workspace: &Settings) -> Result<Plugins, CliError> {
    let settings = workspace.config.plugins.iter().map(|(name, table)| {
        let read = toml::Value::Table(table.clone()).try_into::<PluginSettings>();
        let wrong = |error: toml::de::Error| {
            CliError::told(CommandMessage::PluginSettings { name: name.clone(), reason: error.message().to_owned() })
        };
        Ok((name.clone(), permitted(workspace, name, read.map_err(wrong)?)))
    });
    let settings = settings.collect::<Result<_, CliError>>()?;
    let plugins = Plugins::new(&workspace.root, &workspace.store_dir(), settings, env::current_exe()?);
    Ok(plugins.with_consent(workspace.consent.clone()))
}

/// What is wrong with the first of `packs` that none of `plugins` brings.
pub(crate) fn no_pack(plugins: &Plugins, packs: &[String]) -> Option<CommandMessage> {
    let known = plugins.pack_names();
    let pack = packs.iter().find(|pack| !known.contains(pack))?.clone();
    let near = nearest(&pack, known.iter().map(String::as_str)).map(str::to_owned);
    Some(CommandMessage::NoSuchPack { pack, near, known })
}

/// As [`plugins`], for who uses them: where one was added and jauge.lock is damaged, nobody knows what was agreed to.
pub(crate) fn agreed_plugins(workspace: &Settings) -> Result<Plugins, CliError> {
    let plugins = plugins(workspace)?;
    let was_added = || plugins.find().iter().flatten().any(|found| found.origin != Origin::Shipped);
    match LockFile::read(&workspace.root).and_then(|lock| lock.plugins()) {
        Err(error) if was_added() => Err(error.into()),
        _ => Ok(plugins),
    }
}

/// `settings` of the plugin `name` without what `workspace` was not trusted with.
fn permitted(workspace: &Settings, name: &str, settings: PluginSettings) -> PluginSettings {
    let consent = &workspace.consent;
    let trusted = settings.trusted && consent.permits(&Power::InProcess { plugin: name.to_owned() });
    let is_open = |path: &String| workspace.plugin_path(name, path).is_none_or(|power| consent.permits(&power));
    let paths = settings.paths.into_iter().filter(is_open).collect();
    PluginSettings { trusted, paths, ..settings }
}

/// Connectors that plugins bring.
pub(crate) struct Hosted {
    plugins: Plugins,
    workspace: Settings,
}

impl Hosted {
    /// Those of `workspace`.
    pub(crate) fn new(workspace: &Settings) -> Result<Self, CliError> {
        Ok(Self { plugins: plugins(workspace)?, workspace: workspace.clone() })
    }

    /// As [`Self::new`], where what was agreed to can be known.
    pub(crate) fn agreed(workspace: &Settings) -> Result<Self, CliError> {
        Ok(Self { plugins: agreed_plugins(workspace)?, workspace: workspace.clone() })
    }
}

impl Connectors for Hosted {
    fn connect(&self, source: &SourceConfig, host: Arc<dyn Host>) -> Result<Arc<dyn SourceConnector>, ConnectorError> {
        // A plugin that is set up otherwise than jauge.toml says would read something else: it reads nothing.
        let plugin = self.plugins.bringing(&source.connector)?.manifest.name;
        let powers = self.workspace.consent.withheld(self.workspace.powers_of_plugin(&plugin));
        if !powers.is_empty() {
            let message = TrustMessage::Withheld { source: source.name.clone(), powers };
            return Err(ConnectorError::Plugin(HostError::new(Told::new(message, None))));
        }
        self.plugins.connect(&source.connector, &source.settings, host)
    }

    fn version(&self, source: &SourceConfig) -> Option<String> {
        Some(self.plugins.bringing(&source.connector).ok()?.manifest.version)
    }
}
