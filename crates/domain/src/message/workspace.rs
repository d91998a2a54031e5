//! About a workspace and its jauge.toml.

use serde::Serialize;

use super::{Message, ReadFault, TomlFault};
use crate::{Position, calendar::CalendarError};

/// Why a workspace cannot be opened.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum WorkspaceMessage {
    /// No folder from here upwards is a workspace.
    NotFound {
        /// Where the search began.
        start: String,
    },
    /// The folder that was named is none.
    NoConfig {
        /// The folder.
        dir: String,
    },
    /// jauge.toml cannot be read.
    Read {
        /// The file.
        path: String,
        /// Why.
        reason: ReadFault,
    },
    /// jauge.toml is malformed or says something impossible.
    Config {
        /// The file.
        path: String,
        /// Where in it.
        at: Position,
        /// What is wrong.
        fault: Box<ConfigFault>,
    },
    /// A recipe of the workspace's own, or of a pack, cannot be read.
    Recipe {
        /// The file.
        path: String,
        /// Where in it.
        at: Position,
        /// What is wrong.
        fault: Box<Message>,
    },
}

/// What is wrong with a jauge.toml.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ConfigFault {
    /// It cannot be read.
    Toml {
        /// Why.
        fault: TomlFault,
    },
    /// A table that a later Jauge reads, and this one does not.
    NoEffectYet {
        /// The table.
        table: String,
    },
    /// The connector `files` has no such setting.
    UnknownSetting {
        /// The setting.
        key: String,
        /// The setting probably meant.
        near: Option<String>,
    },
    /// A setting of the connector `files` has a wrong value.
    SettingValue {
        /// The setting.
        key: String,
        /// What is wrong.
        fault: TomlFault,
    },
    /// A source of files does not say which.
    NoPath {
        /// The source.
        source: String,
    },
    /// Two sources have the same name.
    SourceTwice {
        /// The name.
        name: String,
    },
    /// A source fills a table that is nowhere declared.
    UndeclaredTable {
        /// The source.
        source: String,
        /// The table.
        table: String,
        /// The table probably meant.
        near: Option<String>,
    },
    /// A table of the user's own has a name that is Jauge's.
    ReservedTable {
        /// The name.
        name: String,
    },
    /// A table of the user's own has letters in its name that no table may have.
    TableName {
        /// The name.
        name: String,
    },
    /// No type has this name.
    UnknownType {
        /// The name.
        word: String,
        /// The type probably meant.
        near: Option<String>,
        /// The types there are.
        known: Vec<String>,
    },
    /// `on_duplicate` has none of its values.
    OnDuplicate,
    /// Lines are to be gathered that no `select` puts together, or that are in no files.
    LinesOf {
        /// The source.
        source: String,
    },
    /// A table has no key to replace rows by.
    NoKey {
        /// The table.
        table: String,
    },
    /// `[privacy] hash` names what no table has.
    NothingToHash {
        /// The name.
        column: String,
        /// The column probably meant.
        near: Option<String>,
    },
    /// A source is `like` a recipe that is not there.
    UnknownRecipe {
        /// The recipe as written.
        id: String,
        /// The recipe probably meant.
        near: Option<String>,
    },
    /// A source keeps what its recipe says is personal.
    Personal {
        /// The column.
        column: String,
        /// The recipe.
        recipe: String,
    },
    /// What `jauge init --from` could not know was not answered yet.
    Unanswered {
        /// The key.
        key: String,
        /// The answers there are, or what an answer looks like.
        choices: String,
    },
    /// A text that is no currency of ISO 4217.
    Currency {
        /// As written.
        text: String,
        /// The code probably meant.
        near: Option<String>,
    },
    /// A text that is no day of the year.
    NotADayOfYear {
        /// As written.
        text: String,
    },
    /// A text that is no length of time.
    NotALength {
        /// As written.
        text: String,
    },
    /// No feasts of this region come with Jauge.
    UnknownRegion {
        /// As written.
        text: String,
        /// The regions there are.
        known: Vec<String>,
    },
    /// The file of feasts cannot be read.
    Feasts {
        /// The file as written.
        file: String,
        /// Why.
        fault: ReadFault,
    },
    /// The zone, the week or the fiscal year is wrong.
    Calendar {
        /// Why.
        why: CalendarError,
    },
}

impl From<WorkspaceMessage> for Message {
    fn from(message: WorkspaceMessage) -> Self {
        Self::Workspace(message)
    }
}

impl From<ConfigFault> for Message {
    fn from(fault: ConfigFault) -> Self {
        Self::Config(fault)
    }
}
