//! Words and headings of tables, which are no sentences.

/// A word, or the heading of a column. Sorted by topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// `jauge doctor`: what shuts plugins in.
    CheckIsolation,
    /// `jauge doctor`: the program.
    CheckJauge,
    /// `jauge doctor`: worth knowing.
    CheckNote,
    /// `jauge doctor`: as it should be.
    CheckOk,
    /// `jauge doctor`: a plugin.
    CheckPlugin,
    /// `jauge doctor`: heading of what was found.
    CheckSays,
    /// `jauge doctor`: heading of how a check came out.
    CheckState,
    /// `jauge doctor`: the store.
    CheckStore,
    /// `jauge doctor`: heading of what was checked.
    CheckWhat,
    /// `jauge doctor`: the workspace.
    CheckWorkspace,
    /// `jauge doctor`: to be mended.
    CheckWrong,
    /// `jauge plugin list`: in jauge.lock.
    PluginAgreed,
    /// `jauge plugin list`: heading of connectors and packs.
    PluginBrings,
    /// `jauge plugin list`: heading of where it comes from.
    PluginFrom,
    /// `jauge plugin list`: heading of permissions.
    PluginMayUse,
    /// `jauge plugin list`: heading of names.
    PluginName,
    /// `jauge plugin list`: not in jauge.lock.
    PluginNotAgreed,
    /// `jauge plugin list`: it came with Jauge.
    PluginShipped,
    /// `jauge plugin list`: it has no library.
    PluginSqlOnly,
    /// `jauge plugin list`: heading of whether it was agreed to.
    PluginState,
    /// `jauge plugin list`: from the user's data folder.
    PluginUser,
    /// `jauge plugin list`: heading of versions.
    PluginVersion,
    /// `jauge plugin list`: from the workspace.
    PluginWorkspace,
}
