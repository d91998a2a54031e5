//! About a plugin that cannot be used, or that failed.

use serde::Serialize;

use super::{ContractBreach, ReadFault, SecretFault};
use crate::Permissions;

/// What is wrong with a plugin, and which one it is. Reasons are the system's, a parser's or the plugin's own words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PluginMessage {
    /// The plugin's name.
    pub plugin: String,
    /// What is wrong.
    #[serde(flatten)]
    pub issue: PluginIssue,
}

/// What is wrong with a plugin.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum PluginIssue {
    /// There is no plugin of this name, and no file either.
    NotHere,
    /// The workspace has no plugin of this name.
    NotInWorkspace {
        /// The one probably meant.
        near: Option<String>,
    },
    /// What was given as its name is none.
    NotAName,
    /// It lies in `plugins/`, and jauge.lock does not list it: Jauge did not put it there.
    NotPlaced {
        /// Its folder.
        dir: String,
    },
    /// Something that Jauge did not make stands where it would be copied.
    FolderTaken {
        /// The folder, or the link.
        dir: String,
    },
    /// jauge.toml names a pack that no plugin brings.
    NoSuchPack {
        /// The one probably meant.
        near: Option<String>,
    },
    /// A library without plugin.toml.
    NoManifest,
    /// plugin.toml is not what it must be.
    Manifest {
        /// The file.
        path: String,
        /// What is wrong with it.
        #[serde(flatten)]
        fault: ManifestFault,
    },
    /// A project whose library was not built yet.
    NotBuilt {
        /// The library's file name.
        file: String,
        /// The project's folder.
        dir: String,
    },
    /// A plugin whose library is gone.
    LibraryGone {
        /// The library's file name.
        file: String,
        /// The plugin's folder.
        dir: String,
    },
    /// A plugin that is only SQL, asked for its library.
    OnlySql,
    /// A file or folder of it cannot be read or written.
    Unreadable {
        /// The file or folder.
        path: String,
        /// Why.
        reason: ReadFault,
    },
    /// The library is no library, or one for another machine.
    Foreign {
        /// The library.
        path: String,
        /// Why.
        #[serde(flatten)]
        fault: ForeignFault,
        /// The architecture of this machine.
        arch: String,
    },
    /// Whether it was agreed to cannot be read.
    Lock {
        /// Why.
        reason: Box<super::Message>,
    },
    /// jauge.lock does not list it.
    NotAgreed {
        /// Its folder.
        dir: String,
    },
    /// jauge.lock agrees to it, and this user does not: whoever wrote the folder wrote the lock, too.
    NotTrusted {
        /// What it takes.
        power: crate::Power,
    },
    /// It wants more than it was permitted, or other things.
    Wants {
        /// What it wants now.
        wants: Permissions,
        /// What it was permitted.
        permitted: Permissions,
        /// Its folder.
        dir: String,
    },
    /// It was permitted less than it wants now, and the user was asked and did not agree.
    NotGranted {
        /// What it wants now.
        wants: Permissions,
        /// What it was permitted.
        permitted: Permissions,
    },
    /// Another plugin has its name, or brings what it brings.
    Twice {
        /// What both bring: their name, a connector, or a pack.
        what: Claim,
        /// The name of it.
        name: String,
        /// Their folders.
        dirs: Vec<String>,
    },
    /// The files of its pack are too many or too long.
    PackTooLarge {
        /// The most that is taken, in bytes.
        most: u64,
    },
    /// Its content is not what was agreed to.
    Changed {
        /// Its folder.
        dir: String,
    },
    /// plugin.toml and the library say different things.
    Differs {
        /// About what.
        about: Claim,
        /// What plugin.toml says.
        said: ClaimValue,
        /// What the library says.
        is: ClaimValue,
    },
    /// What its library says of itself is no JSON.
    DescribesNoJson {
        /// What the parser said.
        reason: String,
    },
    /// A secret that jauge.toml assigns cannot be had.
    Secret {
        /// The setting.
        setting: String,
        /// Why.
        #[serde(flatten)]
        fault: SecretFault,
    },
    /// Its process cannot be started.
    NotStarted {
        /// What the system said.
        reason: String,
    },
    /// This machine lacks something that shuts plugins in.
    NotShutIn {
        /// True where it lacks what guards files.
        files: bool,
        /// True where it lacks what guards system calls.
        calls: bool,
        /// True where it lacks what counts threads.
        threads: bool,
    },
    /// It computed for too long while nothing was asked of it.
    Computing {
        /// How long it was given, in seconds.
        seconds: f64,
    },
    /// It took too long over one answer.
    TimedOut {
        /// How long it was given, in seconds.
        seconds: f64,
    },
    /// Its process ended before it had answered.
    Ended {
        /// How.
        how: Ending,
        /// The last it wrote.
        last_words: Option<String>,
    },
    /// It failed so often that it is not started again.
    GivenUp {
        /// How often.
        times: u32,
    },
    /// The connection to its process broke.
    Connection {
        /// What the system said.
        reason: String,
    },
    /// A frame of one kind came where another was due.
    FrameInstead {
        /// The kind that came.
        kind: String,
    },
    /// It sent a frame that only the host sends.
    FrameOfHost {
        /// The kind that came.
        kind: String,
    },
    /// It sent a frame of no known kind.
    FrameUnknown {
        /// The kind's number.
        kind: u8,
    },
    /// It announced a frame that is too long to be taken.
    FrameTooLong {
        /// What it announced, in bytes.
        bytes: u64,
        /// The most that is taken, in bytes.
        most: u64,
    },
    /// An answer is no JSON, or has other keys.
    AnswerUnreadable {
        /// What the parser said.
        reason: String,
    },
    /// Rows in a form that is not taken.
    Rows {
        /// What is wrong with it.
        #[serde(flatten)]
        fault: RowsFault,
    },
    /// A batch is damaged.
    BatchDamaged {
        /// What the decoder said.
        reason: String,
    },
    /// A batch is so damaged that the decoder gave up.
    BatchUnreadable,
    /// Its list of streams is no JSON array.
    StreamsUnreadable {
        /// What the parser said.
        reason: String,
    },
    /// A stream names a file that the plugin may not read itself.
    FileNotNamed {
        /// The file.
        path: String,
    },
    /// A stream without columns.
    NoColumns,
    /// Its library breaks the contract, or says what went wrong.
    Contract {
        /// How, or what.
        breach: ContractBreach,
    },
    /// Anything else, in the words of who found it.
    Other {
        /// The words.
        reason: String,
    },
}

/// What is wrong with a plugin.toml.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum ManifestFault {
    /// It cannot be read.
    Read {
        /// Why.
        reason: ReadFault,
    },
    /// It is no such TOML.
    Unreadable {
        /// What the parser said.
        reason: String,
    },
    /// A name with other characters than names have.
    Names,
    /// It brings more than a pack and has no library.
    WithoutLibrary,
    /// It brings nothing.
    BringsNothing,
    /// `library` is a path or a file name.
    LibraryIsPath,
}

/// Why rows that cross are not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum RowsFault {
    /// They end before they are whole, or lie outside of what was sent.
    Cut,
    /// They are no stream of Arrow's.
    NoStream,
    /// More follows where they should end.
    Several,
    /// They are compressed.
    Compressed,
    /// They stand in a dictionary.
    Dictionary,
    /// What describes them is damaged, or takes more memory than it is long.
    Head {
        /// What the reader said.
        reason: String,
    },
    /// What describes them is too long.
    HeadTooLong {
        /// How long, in bytes.
        bytes: u64,
        /// The most that is taken, in bytes.
        most: u64,
    },
    /// They are too many at once.
    TooManyRows {
        /// How many.
        rows: i64,
        /// The most that are taken.
        most: i64,
    },
}

/// Why a file is no library for this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum ForeignFault {
    /// It is no shared library.
    NoLibrary,
    /// It is built for another machine.
    OtherMachine,
}

/// What plugin.toml and the library both say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Claim {
    /// Its name.
    Name,
    /// Its version.
    Version,
    /// The connectors it brings.
    Sources,
    /// The pack it brings.
    Pack,
    /// What it needs.
    Permissions,
}

/// What one of the two says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum ClaimValue {
    /// Names; none where it brings none.
    Names(Vec<String>),
    /// What it needs.
    Permissions(Permissions),
}

/// How a process ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Ending {
    /// It closed its connection, and was stopped.
    ClosedConnection,
    /// A signal ended it.
    Signal {
        /// The signal's number.
        number: i32,
        /// Its name, where it has one.
        name: Option<String>,
    },
    /// It ended itself.
    Exit {
        /// With this exit code.
        exit: i32,
    },
}

impl From<PluginMessage> for super::Message {
    fn from(message: PluginMessage) -> Self {
        Self::Plugin(message)
    }
}
