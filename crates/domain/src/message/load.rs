//! About loads.

use serde::Serialize;

use super::{CellKind, EngineMessage, FileNote, Message, RejectedRow};

/// Why nothing was loaded.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum LoadMessage {
    /// The `select` cannot be planned over the file.
    Select {
        /// The source.
        source: String,
        /// The file it was planned over.
        stream: Option<String>,
        /// What is wrong.
        fault: Box<SelectFault>,
    },
    /// The rows do not fit the table at all.
    Fit {
        /// The source.
        source: String,
        /// The table.
        table: String,
        /// What is wrong.
        fault: Box<FitFault>,
    },
    /// The dates of a column may be read in two ways.
    AmbiguousDates {
        /// What was read.
        stream: String,
        /// The column.
        column: String,
    },
    /// A column came otherwise than its connector said.
    NotAsAnnounced {
        /// What was read.
        stream: String,
        /// The column.
        column: String,
        /// The type that was said, in Arrow's word.
        announced: String,
    },
    /// Rows were rejected under `--strict`.
    Strict {
        /// The source.
        source: String,
        /// How many.
        rejected: u64,
        /// The first of them.
        first: Option<Box<RejectedRow>>,
    },
    /// The query engine failed.
    Engine {
        /// The source.
        source: String,
        /// The file at hand.
        stream: Option<String>,
        /// What the engine said.
        reason: String,
        /// The disk is full.
        disk_full: bool,
    },
    /// Reading or merging stopped, for a reason that has words of its own.
    Stopped {
        /// The source.
        source: String,
        /// The file at hand.
        stream: Option<String>,
        /// Why.
        why: Box<Message>,
    },
    /// What `--replace` would take out came from files that are gone.
    Gone {
        /// The source.
        source: String,
        /// The files, each with the batch that loaded it.
        streams: Vec<(String, i64)>,
    },
    /// Rows of one file have one key and differ, and nothing says which is the later.
    KeyTwice {
        /// The file.
        stream: String,
        /// The table.
        table: String,
        /// The columns of its key.
        key: String,
        /// What they hold.
        value: String,
    },
    /// What is stored was loaded while `[privacy]` hashed other columns.
    HashedOtherwise {
        /// The sources that brought it.
        sources: Vec<String>,
        /// The columns that are hashed on one side only.
        columns: Vec<String>,
    },
    /// A batch claims rows without number, and holds next to nothing.
    Hollow {
        /// What was read.
        stream: String,
        /// How many it claims.
        rows: u64,
    },
    /// There is no such batch.
    UnknownBatch {
        /// The number asked for.
        batch: i64,
    },
}

/// What is wrong with a `select`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum SelectFault {
    /// Words of the SQL engine.
    Sql {
        /// As they came.
        text: String,
    },
    /// What the SQL engine cannot do, by a name of ours.
    Engine {
        /// What it is.
        why: EngineMessage,
    },
    /// The file has no such column.
    UnknownColumn {
        /// The column.
        column: String,
        /// The one probably meant.
        near: Option<String>,
        /// Those there are.
        known: Vec<String>,
    },
    /// Two texts are compared by which is greater, and nothing tells what they mean.
    TextOrder {
        /// The column.
        column: String,
    },
    /// It is put together in a way that nothing can be kept beside it.
    CannotKeep,
    /// Not one query.
    NotOneQuery,
    /// No value of the column's type can become what the table keeps.
    Misfit {
        /// The column.
        column: String,
        /// The type the table keeps.
        wanted: CellKind,
        /// What the values are.
        from: CellKind,
        /// What they, or parts of them, should become.
        to: CellKind,
    },
    /// A column cannot become what the table keeps.
    Column {
        /// The column.
        column: String,
        /// The type the table keeps.
        wanted: CellKind,
        /// What the engine said.
        reason: String,
    },
}

/// Why rows do not fit a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum FitFault {
    /// Nobody declares the table.
    Undeclared,
    /// The table's settings name a column that the rows do not have.
    NoColumn {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// Those there are.
        known: Vec<String>,
    },
    /// The table has no such column.
    UnknownColumn {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// The one probably meant.
        near: Option<String>,
    },
    /// The table holds rows, and has not this column, or another type of it.
    StoredOtherwise {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// Something is to be kept, and the table has no properties.
    KeepsNothing {
        /// The table.
        table: String,
    },
    /// A column is to be kept that the file does not have.
    NotThereToKeep {
        /// The column.
        column: String,
        /// The one probably meant.
        near: Option<String>,
    },
    /// A column is to be kept that says what privacy hides.
    KeepsHidden {
        /// The column of the file.
        column: String,
        /// What is hidden, and made of it.
        hidden: String,
    },
    /// A column is given twice.
    ColumnTwice {
        /// The column.
        column: String,
    },
    /// A column of a table of the user's own is called as one that Jauge fills.
    OwnName {
        /// The column.
        column: String,
    },
    /// A column is missing that every row needs.
    Needed {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// A column is to be hashed and keeps no text.
    NotHashed {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// The source's zone is none.
    Zone {
        /// As written.
        zone: String,
    },
}

/// What a load says beside its numbers.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum SourceNote {
    /// What was found out about some of the files.
    OfFiles {
        /// The first of them.
        stream: String,
        /// How many more.
        more: usize,
        /// What was found.
        note: FileNote,
    },
    /// The source's settings changed, and files loaded before do not know.
    RecipeChanged {
        /// The source.
        source: String,
        /// The last batch before that.
        batch: i64,
        /// It is a file that was named at the command line, and no source of jauge.toml.
        once: bool,
    },
    /// What was loaded was read by another version of the source's plugin.
    OtherVersion {
        /// The source.
        source: String,
        /// How many files, or other streams.
        files: usize,
        /// The version that is there.
        now: String,
    },
    /// A file grew, and only what was added is read.
    GrewReadOn {
        /// The file.
        stream: String,
    },
    /// A file grew, and all of it is read.
    GrewReadAgain {
        /// The file.
        stream: String,
    },
    /// A file is another one than it was.
    Changed {
        /// The file.
        stream: String,
        /// The batch that loaded it.
        batch: i64,
        /// The source.
        source: String,
        /// It is a file that was named at the command line, and no source of jauge.toml.
        once: bool,
    },
    /// A file has the name of another that was loaded.
    AnotherFile {
        /// The file.
        stream: String,
    },
    /// A log holds nothing but the beginning of another one that is read in the same load.
    BeginningOf {
        /// The shorter one.
        stream: String,
        /// The longer one.
        other: String,
    },
    /// Another source loaded the same content in the same way into the same table.
    ByAnotherSource {
        /// The file.
        stream: String,
        /// That source.
        source: String,
        /// Its batch.
        batch: i64,
    },
    /// Every row of a file was rejected before, and it is read again.
    RejectedBefore {
        /// The file.
        stream: String,
    },
    /// A row was rejected.
    Rejected {
        /// Which one, and why.
        row: Box<RejectedRow>,
    },
    /// The store is as it was, as far as this source goes.
    NothingOfSource,
}

impl From<LoadMessage> for Message {
    fn from(message: LoadMessage) -> Self {
        Self::Load(message)
    }
}

impl From<SourceNote> for Message {
    fn from(note: SourceNote) -> Self {
        Self::SourceNote(note)
    }
}
