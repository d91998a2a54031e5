//! What the commands about plugins say.

use serde::Serialize;

use super::Message;
use crate::Permissions;

/// What `jauge plugin` says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum PluginNote {
    /// A plugin was added.
    Added {
        /// What became of it.
        how: Adding,
        /// Its name.
        name: String,
        /// Its version.
        version: String,
        /// What it says it is for.
        says: String,
    },
    /// What the added plugin brings.
    AddedBrings {
        /// Its connectors.
        sources: Vec<String>,
        /// Its pack, and how many files it has.
        pack: Option<(String, usize)>,
    },
    /// What the added plugin may do.
    AddedMayUse {
        /// `None` for SQL, which may do nothing.
        permissions: Option<Permissions>,
    },
    /// Asks whether a plugin that is added again is permitted what it wants now.
    Grant {
        /// What it wants now.
        wants: Permissions,
        /// What it was permitted.
        permitted: Permissions,
    },
    /// The hash that jauge.lock holds now.
    AddedHash {
        /// SHA-256 in hexadecimal digits.
        sha256: String,
    },
    /// What to do so that an added pack is asked.
    NamePack {
        /// The pack.
        pack: String,
    },
    /// What a plugin brings, in a cell.
    Brings {
        /// Its connectors.
        sources: Vec<String>,
        /// Its pack.
        pack: Option<String>,
    },
    /// What a plugin may do, in a cell.
    MayUse {
        /// What it was permitted.
        permissions: Permissions,
    },
    /// A plugin was taken out.
    Removed {
        /// Its name.
        name: String,
    },
    /// `jauge plugin remove`: a folder stays, because Jauge did not make all of it.
    FolderStays {
        /// The folder.
        dir: String,
    },
    /// A plugin is what was agreed to.
    Verified {
        /// Its name.
        name: String,
        /// Its version.
        version: String,
    },
    /// An example, or a pack, is as declared.
    TestPassed {
        /// Which one.
        what: Box<Message>,
    },
    /// An example, or a pack, is not as declared.
    TestFailed {
        /// Which one.
        what: Box<Message>,
        /// What is wrong.
        why: Box<Message>,
    },
    /// An example of a connector.
    Example {
        /// The connector.
        source: String,
        /// What the example says it is.
        says: String,
    },
    /// A pack and its length.
    PackFiles {
        /// The pack.
        pack: String,
        /// How many files it has.
        files: usize,
    },
    /// An example's settings are no table.
    ExampleSettings {
        /// What the parser said.
        reason: String,
    },
    /// An example gives other numbers than it declares.
    ExampleCounts {
        /// Rows that came.
        rows: u64,
        /// Rejects that came.
        rejects: u64,
        /// Rows that are declared.
        declared_rows: u64,
        /// Rejects that are declared.
        declared_rejects: u64,
    },
    /// An example gives other rows when it is read again.
    ExampleUnsteady,
    /// A column comes otherwise than it was announced.
    ExampleColumn {
        /// The stream.
        stream: String,
        /// The column.
        column: String,
        /// The type that was announced, in Arrow's word.
        announced: String,
        /// The type that came; `None` where the column did not.
        came: Option<String>,
    },
    /// A `select` over an example's columns failed.
    ExampleSelect {
        /// Why.
        why: Box<Message>,
    },
    /// A `select` of all columns gives other rows than a scan.
    ExampleSelectCounts {
        /// Rows of the scan.
        rows: u64,
        /// Rows of the `select`.
        selected: u64,
    },
    /// A stream goes on after the checkpoint that it called its last.
    RowsAfterCheckpoint {
        /// The stream.
        stream: String,
    },
    /// A project cannot have this name.
    ProjectName {
        /// The name as written.
        name: String,
    },
    /// Where the project would be something is already.
    ProjectExists {
        /// The folder.
        name: String,
    },
    /// A pack in C was asked for.
    PackInC,
    /// A project was made.
    ProjectMade {
        /// Its folder.
        name: String,
        /// The commands that make use of it.
        next: String,
    },
}

/// What became of a plugin that was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Adding {
    /// It was not there before.
    Added,
    /// It was there, the same.
    Kept,
    /// It was there, another.
    Replaced,
}

impl From<PluginNote> for Message {
    fn from(note: PluginNote) -> Self {
        Self::PluginNote(note)
    }
}
