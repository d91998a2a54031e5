//! Recipes of the workspace and of its packs, and the sources that are like them.

use std::env;

use jauge_core::{
    settings::{Recipes, Settings, WorkspaceError},
    snapshot::core_pack,
};
use jauge_domain::{ConfigFault, KpiPack};
use jauge_plugin_host::Plugins;

use crate::{error::CliError, plugins::agreed_plugins};

/// `workspace` with its sources as the recipes make them that they are `like`.
pub(crate) fn with_recipes(workspace: Settings) -> Result<Settings, CliError> {
    if !workspace.wants_recipes() {
        return Ok(workspace);
    }
    let (packs, missing) = agreed_plugins(&workspace)?.packs(&workspace.config.workspace.packs);
    let recipes = Recipes::of(Some(&workspace.root), std::iter::once(&core_pack()).chain(&packs));
    match workspace.with_recipes(&recipes) {
        // It may be missing because its pack is, or because its file is wrong: that says more.
        Err(error) if lacks_recipe(&error) => {
            let pack = missing.into_iter().next().map(CliError::from);
            let file = || recipes.problems.into_iter().next().map(CliError::from);
            Err(pack.or_else(file).unwrap_or_else(|| error.into()))
        }
        done => Ok(done?),
    }
}

fn lacks_recipe(error: &WorkspaceError) -> bool {
    matches!(error, WorkspaceError::Config { fault, .. } if matches!(**fault, ConfigFault::UnknownRecipe { .. }))
}

/// The built-in pack and every pack that a plugin brings, whether a workspace uses it or not; `workspace`: the one one is in.
pub(crate) fn all_packs(workspace: Option<&Settings>) -> Result<Vec<KpiPack>, CliError> {
    let plugins = match workspace {
        Some(workspace) => agreed_plugins(workspace)?,
        None => Plugins::nowhere(env::current_exe()?),
    };
    // What nobody agreed to brings no recipes.
    let (packs, _) = plugins.packs(&plugins.pack_names());
    Ok(std::iter::once(core_pack()).chain(packs).collect())
}
