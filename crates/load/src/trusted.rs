//! What a source may do: what jauge.toml asks for beyond the folder is inert until the user trusts it.

use jauge_domain::Power;
use jauge_plugin::Stream;
use jauge_workspace::{Settings, SourceConfig};

use super::LoadError;

/// Refuses a source that takes what `workspace` was not trusted with.
pub(crate) fn check_settings(workspace: &Settings, source: &SourceConfig) -> Result<(), LoadError> {
    permitted(workspace, source, workspace.powers_of(source))
}

/// Refuses `streams` of a source that are links out of the folder, or out of a trusted one, where they were not trusted themselves.
pub(crate) fn check_streams(workspace: &Settings, source: &SourceConfig, streams: &[Stream]) -> Result<(), LoadError> {
    if source.typed {
        return Ok(());
    }
    let mut links = workspace.links(source);
    let files = streams.iter().filter_map(|stream| stream.file.as_deref());
    let powers = files.filter_map(|file| Settings::power_of_link(source, file, &mut links)).collect();
    permitted(workspace, source, powers)
}

fn permitted(workspace: &Settings, source: &SourceConfig, powers: Vec<Power>) -> Result<(), LoadError> {
    let powers = workspace.consent.withheld(powers);
    if powers.is_empty() { Ok(()) } else { Err(LoadError::Untrusted { source_name: source.name.clone(), powers }) }
}
