//! What the commands about plugins say.

use jauge_domain::{Adding, PluginNote};

use super::{Wording, forms::counted, plugin::permissions};

pub(super) fn message(note: &PluginNote, wording: &Wording) -> String {
    match note {
        PluginNote::Added { how, name, version, says } => {
            let how = match how {
                Adding::Added => "Added",
                Adding::Kept => "Kept",
                Adding::Replaced => "Replaced",
            };
            format!("{how} `{name}` {version}: {says}")
        }
        PluginNote::AddedBrings { sources, pack } => {
            let sources = sources.iter().map(|source| format!("connector `{source}`"));
            let pack = pack.iter().map(|(pack, files)| format!("pack `{pack}` ({})", counted(*files, "file", "files")));
            format!("  brings   {}", sources.chain(pack).collect::<Vec<_>>().join(", "))
        }
        PluginNote::AddedMayUse { permissions: Some(may) } => {
            format!("  may use  {}; beside that only the files that its settings name", permissions(may))
        }
        PluginNote::AddedMayUse { permissions: None } => "  may use  nothing: it is SQL".to_owned(),
        PluginNote::Grant { wants, permitted } => {
            format!("It wants {}, and was permitted {}. Permit it? [y/N] ", permissions(wants), permissions(permitted))
        }
        PluginNote::AddedHash { sha256 } => format!("  sha256   {sha256} (jauge.lock)"),
        PluginNote::NamePack { pack } => {
            format!("Name it in jauge.toml to ask its KPIs: packs = [\"{pack}\"]")
        }
        PluginNote::Brings { sources, pack } => {
            let pack = pack.iter().map(|pack| format!("pack {pack}"));
            sources.iter().cloned().chain(pack).collect::<Vec<_>>().join(", ")
        }
        PluginNote::MayUse { permissions: may } => permissions(may),
        PluginNote::Removed { name } => {
            format!("Took `{name}` out of plugins/ and jauge.lock; what it loaded stays.")
        }
        PluginNote::FolderStays { dir } => format!("`{dir}` stays: Jauge did not make all that is in it"),
        PluginNote::Verified { name, version } => format!("{name} {version}: ok"),
        PluginNote::TestPassed { what } => format!("ok    {}", super::message(what, wording)),
        PluginNote::TestFailed { what, why } => {
            format!("fails {}: {}", super::message(what, wording), super::message(why, wording))
        }
        PluginNote::Example { source, says } => format!("{source}: {says}"),
        PluginNote::PackFiles { pack, files } => format!("{pack}: {}", counted(*files, "file", "files")),
        PluginNote::ExampleSettings { reason } => format!("its settings are no table: {reason}"),
        PluginNote::ExampleCounts { rows, rejects, declared_rows, declared_rejects } => {
            format!("{rows} rows and {rejects} rejects, {declared_rows} and {declared_rejects} are declared")
        }
        PluginNote::ExampleColumn { stream, column, announced, came } => {
            let came = came.as_ref().map_or_else(|| "does not come".to_owned(), |came| format!("comes as {came}"));
            format!("`{stream}`: `schema()` announces `{column}` as {announced}, and it {came}")
        }
        PluginNote::ExampleSelect { why } => {
            format!("a `select` of its columns fails: {}", super::message(why, wording))
        }
        PluginNote::ExampleSelectCounts { rows, selected } => {
            format!("a scan gives {rows} rows, a `select` of all columns {selected}")
        }
        PluginNote::ExampleUnsteady => "a second scan gives other rows".to_owned(),
        PluginNote::RowsAfterCheckpoint { stream } => format!("`{stream}` has rows after its last checkpoint"),
        PluginNote::ProjectName { name } => format!("`{name}` cannot be a plugin's name"),
        PluginNote::ProjectExists { name } => format!("`{name}` is there already"),
        PluginNote::PackInC => "a pack in C has nothing to do".to_owned(),
        PluginNote::ProjectMade { name, next } => {
            format!("Made `{name}`.\nNext: cd {name} && {next} && jauge load")
        }
    }
}

pub(super) fn help(note: &PluginNote) -> Option<String> {
    match note {
        PluginNote::ProjectName { .. } => {
            Some("use at most 64 lower-case letters, digits, `-` and `_`, and begin with a letter".to_owned())
        }
        PluginNote::ProjectExists { .. } => Some("choose another name or folder".to_owned()),
        PluginNote::PackInC => Some("leave out `--lang`: a pack is SQL".to_owned()),
        PluginNote::Added { .. }
        | PluginNote::AddedBrings { .. }
        | PluginNote::AddedMayUse { .. }
        | PluginNote::Grant { .. }
        | PluginNote::AddedHash { .. }
        | PluginNote::NamePack { .. }
        | PluginNote::Brings { .. }
        | PluginNote::MayUse { .. }
        | PluginNote::Removed { .. }
        | PluginNote::FolderStays { .. }
        | PluginNote::Verified { .. }
        | PluginNote::TestPassed { .. }
        | PluginNote::TestFailed { .. }
        | PluginNote::Example { .. }
        | PluginNote::PackFiles { .. }
        | PluginNote::ExampleSettings { .. }
        | PluginNote::ExampleCounts { .. }
        | PluginNote::ExampleColumn { .. }
        | PluginNote::ExampleSelect { .. }
        | PluginNote::ExampleSelectCounts { .. }
        | PluginNote::ExampleUnsteady
        | PluginNote::RowsAfterCheckpoint { .. }
        | PluginNote::ProjectMade { .. } => None,
    }
}
