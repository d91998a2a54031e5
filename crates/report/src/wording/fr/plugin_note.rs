//! What the commands about plugins say.

use jauge_domain::{Adding, PluginNote};

use super::{Wording, forms::counted, plugin::permissions};

pub(super) fn message(note: &PluginNote, wording: &Wording) -> String {
    match note {
        PluginNote::Added { how, name, version, says } => {
            let how = match how {
                Adding::Added => "Ajouté :",
                Adding::Kept => "Inchangé :",
                Adding::Replaced => "Remplacé :",
            };
            format!("{how} `{name}` {version} — {says}")
        }
        PluginNote::AddedBrings { sources, pack } => {
            let sources = sources.iter().map(|source| format!("connecteur `{source}`"));
            let pack =
                pack.iter().map(|(pack, files)| format!("pack `{pack}` ({})", counted(*files, "fichier", "fichiers")));
            format!("  apporte        {}", sources.chain(pack).collect::<Vec<_>>().join(", "))
        }
        PluginNote::AddedMayUse { permissions: Some(may) } => {
            format!(
                "  peut utiliser  {} ; hormis cela, seulement les fichiers que ses réglages nomment",
                permissions(may)
            )
        }
        PluginNote::AddedMayUse { permissions: None } => "  peut utiliser  rien : c'est du SQL".to_owned(),
        PluginNote::Grant { wants, permitted } => {
            format!(
                "Il demande {}, et s'est vu accorder {}. L'accorder ? [o/N] ",
                permissions(wants),
                permissions(permitted)
            )
        }
        PluginNote::AddedHash { sha256 } => format!("  sha256         {sha256} (jauge.lock)"),
        PluginNote::NamePack { pack } => {
            format!("Pour interroger ses KPI, le nommer dans jauge.toml : packs = [\"{pack}\"]")
        }
        PluginNote::Brings { sources, pack } => {
            let pack = pack.iter().map(|pack| format!("pack {pack}"));
            sources.iter().cloned().chain(pack).collect::<Vec<_>>().join(", ")
        }
        PluginNote::MayUse { permissions: may } => permissions(may),
        PluginNote::Removed { name } => {
            format!("`{name}` est ôté de plugins/ et de jauge.lock ; ce qu'il a chargé reste.")
        }
        PluginNote::FolderStays { dir } => format!("`{dir}` reste : Jauge n'a pas fait tout ce qui s'y trouve"),
        PluginNote::Verified { name, version } => format!("{name} {version} : ok"),
        PluginNote::TestPassed { what } => format!("ok      {}", super::message(what, wording)),
        PluginNote::TestFailed { what, why } => {
            format!("échoue  {} : {}", super::message(what, wording), super::message(why, wording))
        }
        PluginNote::Example { source, says } => format!("{source} : {says}"),
        PluginNote::PackFiles { pack, files } => format!("{pack} : {}", counted(*files, "fichier", "fichiers")),
        PluginNote::ExampleSettings { reason } => format!("ses réglages ne forment pas une table : {reason}"),
        PluginNote::ExampleCounts { rows, rejects, declared_rows, declared_rejects } => {
            format!("{rows} lignes et {rejects} rejets ; {declared_rows} et {declared_rejects} sont déclarés")
        }
        PluginNote::ExampleColumn { stream, column, announced, came } => {
            let came = came.as_ref().map_or_else(|| "n'arrive pas".to_owned(), |came| format!("arrive comme {came}"));
            format!("`{stream}` : `schema()` annonce `{column}` comme {announced}, et elle {came}")
        }
        PluginNote::ExampleSelect { why } => {
            format!("un `select` de ses colonnes échoue : {}", super::message(why, wording))
        }
        PluginNote::ExampleSelectCounts { rows, selected } => {
            format!("une lecture donne {rows} lignes, un `select` de toutes les colonnes {selected}")
        }
        PluginNote::ExampleUnsteady => "une seconde lecture donne d'autres lignes".to_owned(),
        PluginNote::RowsAfterCheckpoint { stream } => {
            format!("`{stream}` a des lignes après son dernier point de reprise")
        }
        PluginNote::ProjectName { name } => format!("`{name}` ne peut pas être le nom d'un plugin"),
        PluginNote::ProjectExists { name } => format!("`{name}` existe déjà"),
        PluginNote::PackInC => "un pack en C n'a rien à faire".to_owned(),
        PluginNote::ProjectMade { name, next } => {
            format!("`{name}` est créé.\nÀ suivre : cd {name} && {next} && jauge load")
        }
    }
}

pub(super) fn help(note: &PluginNote) -> Option<String> {
    match note {
        PluginNote::ProjectName { .. } => {
            Some("prendre au plus 64 minuscules, chiffres, `-` et `_`, et commencer par une lettre".to_owned())
        }
        PluginNote::ProjectExists { .. } => Some("choisir un autre nom ou un autre dossier".to_owned()),
        PluginNote::PackInC => Some("omettre `--lang` : un pack est du SQL".to_owned()),
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
