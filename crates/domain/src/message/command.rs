//! What the commands say that no room below them says: what cannot be done as asked, what was made, changed or removed.

use serde::Serialize;

use super::Message;

/// What a command says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum CommandMessage {
    /// JUnit's XML was asked of a command that judges nothing.
    JunitElsewhere,
    /// JUnit's XML was asked of what is no verdict.
    JunitOfVerdicts,
    /// `txt` or `eml` was asked of a command that writes no letter.
    LetterElsewhere,
    /// A workbook was asked of a command that writes none.
    WorkbookElsewhere,
    /// A workbook would go to a terminal.
    WorkbookForTerminal,
    /// A workbook has no place for so many rows or columns.
    WorkbookTooSmall,
    /// A file was named, and no workbook is written.
    OutputElsewhere,
    /// `jauge report` was asked for a format that is neither a page nor a letter.
    NoReportAs,
    /// `jauge report`: addresses of a mail were given, and no mail is written.
    NotAMail,
    /// `--safe-csv` was given, and no CSV is written.
    SafeCsvElsewhere,
    /// The system refuses something that has no place of its own.
    System {
        /// What the system said.
        reason: String,
    },
    /// Parquet or Arrow would go to a terminal.
    NotForTerminal,
    /// Parquet or Arrow cannot be written.
    CannotWrite {
        /// What the writer said.
        reason: String,
    },
    /// A file or folder cannot be written.
    Unwritable {
        /// Its path.
        path: String,
        /// What the system said.
        reason: String,
    },
    /// The settings of a plugin in jauge.toml cannot be read.
    PluginSettings {
        /// The plugin.
        name: String,
        /// What the parser said.
        reason: String,
    },
    /// Another process holds the writer's lock.
    Waiting,
    /// No plugin brings a pack of this name.
    NoSuchPack {
        /// The name.
        pack: String,
        /// The one probably meant.
        near: Option<String>,
        /// Those there are.
        known: Vec<String>,
    },
    /// `jauge init`: something else is where a folder is to be made.
    InTheWay {
        /// What it is called.
        path: String,
    },
    /// `jauge init`: the folder is a workspace.
    ConfigThere {
        /// Its jauge.toml.
        path: String,
    },
    /// `jauge init`: a workspace was made.
    Made {
        /// Its folder.
        dir: String,
    },
    /// `jauge init`: a file is there, and stays as it is.
    Kept {
        /// The file.
        path: String,
    },
    /// `jauge demo`: the folder holds something.
    NotEmpty {
        /// The folder.
        dir: String,
    },
    /// `jauge demo`: the folder is a workspace.
    DemoThere {
        /// The folder.
        dir: String,
    },
    /// `jauge demo`: the exports are being written.
    DemoWriting {
        /// The folder.
        dir: String,
    },
    /// `jauge demo`: the exports are being loaded.
    DemoLoading,
    /// `jauge profile`: the file is not there.
    NoFile {
        /// The file.
        path: String,
    },
    /// `jauge profile`: the file is of no format that is read.
    NotTabular {
        /// The file.
        path: String,
    },
    /// `jauge profile`: the file has no rows and columns as it stands.
    NoTable {
        /// The file.
        path: String,
    },
    /// `jauge profile`: the file cannot be opened or read.
    CannotRead {
        /// The file.
        path: String,
        /// What the system said.
        reason: String,
    },
    /// `jauge profile`: how large a file is.
    Profiled {
        /// The file.
        path: String,
        /// Its rows.
        rows: i64,
        /// Its columns.
        columns: usize,
    },
    /// `jauge rebuild`: what was kept long enough is gone.
    Expired {
        /// How many events.
        rows: u64,
        /// How many rejected rows.
        rejects: u64,
        /// The instant that they lay before.
        cut: String,
    },
    /// `jauge rebuild`: a table was written anew.
    Rewritten {
        /// The table.
        table: String,
        /// Its files before.
        before: usize,
        /// Its files after.
        after: usize,
    },
    /// `jauge forget`: nothing was there of a visitor.
    NothingToForget {
        /// The visitor.
        visitor: String,
    },
    /// `jauge forget`: no row of a visitor is there, not now or any more; those that come are refused.
    NothingLeft {
        /// The visitor.
        visitor: String,
    },
    /// `jauge table drop`: the table is Jauge's.
    NotYourTable {
        /// The table.
        table: String,
    },
    /// `jauge table drop`: the store has no such table.
    NoTableToDrop {
        /// The name.
        table: String,
        /// The one probably meant.
        near: Option<String>,
    },
    /// `jauge table drop`: the question at a terminal.
    AsksToDrop {
        /// The table.
        table: String,
    },
    /// `jauge table drop`: nobody is there to be asked.
    DropUnasked {
        /// The table.
        table: String,
    },
    /// `jauge table drop`: the answer was no.
    NotDropped {
        /// The table.
        table: String,
    },
    /// `jauge table drop`: a table is gone.
    Dropped {
        /// The table.
        table: String,
        /// The rows it had.
        rows: u64,
        /// The files that were loaded into it.
        files: usize,
    },
    /// A page or a workbook is in its place.
    PageWritten {
        /// Its file.
        path: String,
    },
    /// `jauge rotate-key`: new rows get their pseudonyms under a new key.
    KeyRotated,
    /// `jauge forget`: rows of a visitor are gone.
    Forgotten {
        /// The table they were in.
        table: String,
        /// How many.
        rows: u64,
    },
}

impl From<CommandMessage> for Message {
    fn from(message: CommandMessage) -> Self {
        Self::Command(message)
    }
}
