//! Words and headings.

use super::super::Label;

pub(super) fn words(label: Label) -> &'static str {
    match label {
        Label::CheckIsolation => "isolation",
        Label::CheckJauge => "jauge",
        Label::CheckNote => "note",
        Label::CheckOk => "ok",
        Label::CheckPlugin => "plugin",
        Label::CheckSays => "says",
        Label::CheckState => "state",
        Label::CheckStore => "store",
        Label::CheckWhat => "what",
        Label::CheckWorkspace => "workspace",
        Label::CheckWrong => "wrong",
        Label::PluginAgreed => "agreed",
        Label::PluginBrings => "brings",
        Label::PluginFrom => "from",
        Label::PluginMayUse => "may use",
        Label::PluginName => "plugin",
        Label::PluginNotAgreed => "not in jauge.lock",
        Label::PluginShipped => "shipped",
        Label::PluginSqlOnly => "SQL only",
        Label::PluginState => "state",
        Label::PluginUser => "user",
        Label::PluginVersion => "version",
        Label::PluginWorkspace => "workspace",
    }
}
