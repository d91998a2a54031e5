//! What `jauge load` and `jauge source` say around what the load itself finds.

use serde::Serialize;

use super::{Message, RejectedRow};

/// What there is to say of sources, before, during and after they are loaded.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum LoadNote {
    /// jauge.toml has no source.
    NoSources,
    /// jauge.toml has no source of this name.
    NoSource {
        /// The name.
        name: String,
        /// A source whose name is like it.
        near: Option<String>,
        /// The sources there are.
        known: Vec<String>,
    },
    /// The table that a file is to go into is not there.
    NoTable {
        /// The table.
        name: String,
        /// A table whose name is like it.
        near: Option<String>,
    },
    /// The first load of a table finds its columns, and there was none yet.
    ColumnsUnknown {
        /// The table.
        table: String,
    },
    /// Few orders of the tag are the shop's, under the id that the shop's are told apart by.
    FewOrdersMatch {
        /// The orders that the tag sent while the shop has any.
        tagged: i64,
        /// How many of them are an `order_id` of the shop.
        matching: i64,
        /// How many are an `other_id`, where those are more.
        other: Option<i64>,
    },
    /// A source failed that a connector of a plugin reads.
    FromConnector {
        /// The source.
        source: String,
        /// The connector.
        connector: String,
        /// What went wrong.
        reason: Box<Message>,
        /// What its plugin was kept from, where that is why.
        kept_from: Option<KeptFrom>,
    },
    /// How far a load has come.
    Read {
        /// Bytes that were read.
        done: u64,
        /// Bytes there are.
        total: u64,
    },
    /// Where to see all rows that were rejected.
    AllRejects {
        /// How many.
        rejected: u64,
        /// How many of them were kept.
        kept: u64,
        /// The batch.
        batch: i64,
    },
    /// More rows of a source were rejected than not.
    MostRejected {
        /// The source.
        source: String,
        /// How many were.
        rejected: u64,
        /// Of how many.
        read: u64,
        /// One of those for the reason that most of them have.
        cause: Option<Box<RejectedRow>>,
        /// No row was kept.
        whole: bool,
        /// It is a file that was named at the command line, and no source of jauge.toml.
        once: bool,
    },
    /// Orders have statuses that nobody knows.
    UnknownStatuses {
        /// The source.
        source: String,
        /// The statuses.
        statuses: Vec<String>,
    },
    /// A dry run keeps nothing.
    DryRun {
        /// The source.
        source: String,
    },
    /// A source had nothing new.
    NothingNew {
        /// The source.
        source: String,
    },
    /// A batch was taken back.
    TookBack {
        /// The batch.
        batch: i64,
        /// The rows that are gone.
        rows: u64,
        /// The table they were in.
        table: String,
    },
    /// Sessions were brought up to the events.
    Derived {
        /// Days that were derived.
        days: usize,
        /// Bytes that were written.
        bytes: u64,
    },
    /// Sessions were thrown away and derived again.
    DerivedAnew {
        /// Days that were derived.
        days: usize,
    },
    /// What a source reads, and where it goes.
    Reads {
        /// The source.
        source: String,
        /// How many streams it has.
        streams: usize,
        /// True where its streams are files.
        files: bool,
        /// The table.
        table: String,
    },
}

/// What a plugin was kept from by what it may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum KeptFrom {
    /// Reading a file.
    Files {
        /// The plugin.
        plugin: String,
    },
    /// The network.
    Network {
        /// The plugin.
        plugin: String,
    },
}

impl KeptFrom {
    /// What the plugin `plugin`, which may use the network or not, was kept from where it says `words`: landlock denies files (EACCES),
    /// seccomp sockets (EPERM).
    pub fn read(words: &str, plugin: &str, has_network: bool) -> Option<Self> {
        let says = |text: &str| words.contains(text);
        let plugin = plugin.to_owned();
        if says("Permission denied") || says("os error 13") {
            return Some(Self::Files { plugin });
        }
        let is_call = says("Operation not permitted") || says("os error 1)");
        (is_call && !has_network).then_some(Self::Network { plugin })
    }
}

impl From<LoadNote> for Message {
    fn from(note: LoadNote) -> Self {
        Self::LoadNote(note)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_plugin_was_kept_from_is_told_by_the_systems_number() {
        let read = |words: &str, network| KeptFrom::read(words, "crm", network);
        let plugin = "crm".to_owned();
        let files = Some(KeptFrom::Files { plugin: plugin.clone() });
        assert_eq!(read("/etc/crm.key: Permission denied (os error 13)", false), files);
        let socket = "cannot connect: Operation not permitted (os error 1)";
        assert_eq!(read(socket, false), Some(KeptFrom::Network { plugin }));
        assert_eq!([read(socket, true), read("no such table", false)], [None, None]);
    }
}
