//! Words and headings.

use super::super::Label;

pub(super) fn words(label: Label) -> &'static str {
    match label {
        Label::CheckIsolation => "isolation",
        Label::CheckJauge => "jauge",
        Label::CheckNote => "à noter",
        Label::CheckOk => "ok",
        Label::CheckPlugin => "plugin",
        Label::CheckSays => "constat",
        Label::CheckState => "état",
        Label::CheckStore => "stockage",
        Label::CheckWhat => "quoi",
        Label::CheckWorkspace => "espace de travail",
        Label::CheckWrong => "à corriger",
        Label::PluginAgreed => "accepté",
        Label::PluginBrings => "apporte",
        Label::PluginFrom => "origine",
        Label::PluginMayUse => "peut utiliser",
        Label::PluginName => "plugin",
        Label::PluginNotAgreed => "absent de jauge.lock",
        Label::PluginShipped => "livré avec Jauge",
        Label::PluginSqlOnly => "SQL seulement",
        Label::PluginState => "état",
        Label::PluginUser => "utilisateur",
        Label::PluginVersion => "version",
        Label::PluginWorkspace => "espace de travail",
    }
}
