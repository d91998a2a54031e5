//! About a library that breaks the contract with plugins.

use serde::{Deserialize, Serialize};

/// How a library breaks the contract, or what it says went wrong. Found in the plugin's process, and sent to Jauge's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ContractBreach {
    /// The plugin says what went wrong.
    Said {
        /// Its own words.
        text: String,
    },
    /// A call failed without a word.
    Silent {
        /// The status it answered.
        status: i32,
    },
    /// A stream of rows failed without a word.
    SilentStream {
        /// The errno it answered.
        errno: i32,
    },
    /// The system cannot load it.
    NotLoadable {
        /// What the system said.
        reason: String,
    },
    /// It lacks the symbol that makes a library a plugin.
    NoSymbol,
    /// It cannot start.
    NotStarted {
        /// Why.
        why: Box<ContractBreach>,
    },
    /// A struct is too small.
    StructTooSmall {
        /// The struct.
        of: ContractStruct,
        /// Its length in bytes, as announced.
        bytes: u32,
        /// The least it can be.
        least: u64,
    },
    /// The plugin's struct lacks functions that it must have.
    PluginIncomplete,
    /// A source's struct lacks functions that it must have.
    SourceIncomplete,
    /// A function is missing that is called now.
    NoFunction {
        /// Its name.
        name: String,
    },
    /// A text is too long, or not UTF-8.
    BadText,
    /// Columns that are none.
    BadColumns {
        /// What Arrow said.
        reason: String,
    },
    /// A column of a type that does not cross.
    ColumnType {
        /// The column.
        column: String,
        /// Its type, as Arrow calls it.
        of: String,
    },
    /// A batch has more rows than can be given at once.
    TooManyRows {
        /// How many.
        rows: u64,
        /// The most that are taken.
        most: u64,
    },
    /// A row is too long to cross.
    RowTooLong {
        /// How long, in bytes.
        bytes: u64,
        /// The most that is taken, in bytes.
        most: u64,
    },
    /// A stream of rows without functions.
    StreamWithoutFunctions,
    /// A batch is damaged.
    BatchDamaged {
        /// What Arrow said.
        reason: String,
    },
    /// A batch has other columns than were announced.
    BatchOfOtherColumns,
    /// A batch has rows that are null as a whole.
    BatchOfNullRows,
    /// The library is loaded already.
    LoadedAlready,
    /// No source was opened.
    NoSourceOpen,
}

/// A struct of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContractStruct {
    /// The plugin's functions.
    Plugin,
    /// A source's functions.
    Source,
}
