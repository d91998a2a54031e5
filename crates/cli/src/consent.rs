//! What a workspace asks for beyond its folder, and what of that its user has said yes to.

use std::{collections::BTreeSet, env};

use jauge_core::settings::{FILES, Settings, SourceConfig};
use jauge_domain::Power;
use jauge_plugin_host::Origin;
use jauge_trust::{TrustStore, digest};

use crate::{error::CliError, plugins::plugins};

/// The variable that gives trust for one run: the hash of all that the workspace asks for.
const TRUST: &str = "JAUGE_TRUST";

/// All that `workspace` asks for, each once and sorted.
pub(crate) fn powers(workspace: &Settings) -> Result<Vec<Power>, CliError> {
    let plugins = plugins_of(workspace)?.into_iter().map(|(power, _)| power);
    let powers: BTreeSet<Power> = workspace.powers().into_iter().chain(plugins).collect();
    Ok(powers.into_iter().collect())
}

/// What `sources` of `workspace` ask for.
pub(crate) fn powers_of(workspace: &Settings, sources: &[SourceConfig]) -> Result<Vec<Power>, CliError> {
    let mut powers: Vec<Power> = sources.iter().flat_map(|source| workspace.powers_of(source)).collect();
    if sources.iter().any(|source| source.connector != FILES) {
        let read = |connector: &String| sources.iter().any(|source| source.connector == *connector);
        let plugins = plugins_of(workspace)?.into_iter().filter(|(_, connectors)| connectors.iter().any(read));
        powers.extend(plugins.map(|(power, _)| power));
    }
    Ok(powers)
}

/// What it takes to run the plugins of `workspace` that were not shipped, with the connectors each brings.
fn plugins_of(workspace: &Settings) -> Result<Vec<(Power, Vec<String>)>, CliError> {
    let plugins = plugins(workspace)?;
    let mut powers = Vec::new();
    for found in plugins.find().into_iter().flatten() {
        let manifest = &found.manifest;
        let settings = workspace.powers_of_plugin(&manifest.name).into_iter();
        powers.extend(settings.map(|power| (power, manifest.sources.clone())));
        if found.origin != Origin::Shipped && found.library.is_some() {
            let locked = plugins.locked(&manifest.name).ok().flatten();
            powers.extend(locked.map(|locked| (locked.power(), manifest.sources.clone())));
        }
    }
    Ok(powers)
}

/// `workspace` with what the environment trusts it with.
pub(crate) fn with_environment(mut workspace: Settings) -> Settings {
    let Some(found) = in_environment() else { return workspace };
    if let Ok(powers) = powers(&workspace)
        && found == digest(&powers)
    {
        workspace.consent.allow(powers);
    }
    workspace
}

/// What the environment holds as trust, where it holds anything.
pub(crate) fn in_environment() -> Option<String> {
    env::var(TRUST).ok().map(|found| found.trim().to_owned()).filter(|found| !found.is_empty())
}

/// Trusts `workspace` with `powers` beside what it is trusted with.
pub(crate) fn trust_also(workspace: &Settings, powers: Vec<Power>) -> Result<(), CliError> {
    let store = TrustStore::of_user();
    let mut trusted = store.get(&workspace.root)?;
    trusted.extend(powers);
    Ok(store.put(&workspace.root, trusted)?)
}

/// Trusts `workspace` with the plugin `name` as it was just added, and no more with what it was before.
pub(crate) fn trust_plugin(workspace: &Settings, name: &str) -> Result<(), CliError> {
    let added = plugins(workspace)?.locked(name)?.map(|locked| locked.power());
    let store = TrustStore::of_user();
    let mut trusted = store.get(&workspace.root)?;
    trusted.retain(|power| !matches!(power, Power::Plugin { plugin, .. } if plugin == name));
    trusted.extend(added);
    Ok(store.put(&workspace.root, trusted)?)
}
