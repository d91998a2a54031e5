//! Why the store cannot answer.

use std::path::PathBuf;

use datafusion::error::DataFusionError;
use jauge_domain::{Damage, DiskFault, EngineMessage, Message, StoreMessage};

use crate::problem::{damage_of_table, disk_fault, first_line, plain};

/// Why the store cannot answer.
#[derive(Debug, thiserror::Error)]
#[error("{:?}", self.message())]
pub enum StoreError {
    /// The store was written by a newer Jauge.
    Newer {
        /// The store's folder.
        path: PathBuf,
        /// Its format.
        found: String,
        /// The format this program writes.
        known: u32,
    },
    /// The store was written by an older Jauge.
    Older {
        /// The store's folder.
        path: PathBuf,
        /// Its format.
        found: String,
        /// The format this program writes.
        known: u32,
    },
    /// The folder cannot be read or written.
    Io {
        /// What was touched.
        path: PathBuf,
        /// What happened.
        source: std::io::Error,
    },
    /// A file of the store is not as it was written.
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        damage: Damage,
    },
    /// The table `loads` has lost what it knew of a batch.
    Behind {
        /// The table that the batch went into.
        table: String,
        /// The batch.
        batch: i64,
    },
    /// A repair was interrupted.
    RepairUnfinished {
        /// The store's folder.
        path: PathBuf,
    },
    /// The store is a link or has one in it.
    Link {
        /// The link.
        path: PathBuf,
    },
    /// The key of pseudonyms is no key.
    Key {
        /// Its file.
        path: PathBuf,
    },
    /// The key of pseudonyms is gone or another, and rows or forgotten visitors are known by it alone.
    KeyLost {
        /// Its file.
        path: PathBuf,
    },
    /// The list of the forgotten is shorter than it was.
    ForgottenLost {
        /// Its file.
        path: PathBuf,
        /// How many were forgotten.
        noted: i64,
        /// How many it has.
        known: usize,
    },
    /// A row of the ledger is not as this Jauge writes it.
    Entry {
        /// The table.
        table: String,
        /// What happened.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The Delta table cannot be read or written.
    Delta {
        /// The table.
        table: String,
        /// What happened.
        source: Box<deltalake::DeltaTableError>,
    },
    /// A query over the store's own files failed.
    Query {
        /// The table.
        table: String,
        /// What happened.
        source: Box<DataFusionError>,
    },
}

impl StoreError {
    /// What to say of it.
    pub fn message(&self) -> Message {
        let message = match self {
            Self::Newer { path, found, known } => {
                StoreMessage::Newer { path: path.display().to_string(), found: found.clone(), known: *known }
            }
            Self::Older { path, found, known } => {
                StoreMessage::Older { path: path.display().to_string(), found: found.clone(), known: *known }
            }
            Self::Io { path, source } => StoreMessage::Io {
                path: path.display().to_string(),
                reason: source.to_string(),
                disk: disk_fault(source),
            },
            Self::Damaged { path, damage } => {
                StoreMessage::Damaged { path: path.display().to_string(), damage: damage.clone() }
            }
            Self::Behind { table, batch } => StoreMessage::Behind { table: table.clone(), batch: *batch },
            Self::RepairUnfinished { path } => StoreMessage::RepairUnfinished { path: path.display().to_string() },
            Self::Link { path } => StoreMessage::Link { path: path.display().to_string() },
            Self::Key { path } => StoreMessage::Key { path: path.display().to_string() },
            Self::KeyLost { path } => StoreMessage::KeyLost { path: path.display().to_string() },
            Self::ForgottenLost { path, noted, known } => {
                StoreMessage::ForgottenLost { path: path.display().to_string(), noted: *noted, known: *known }
            }
            Self::Entry { table, source } => {
                StoreMessage::Entry { table: table.clone(), reason: first_line(&source.to_string()).to_owned() }
            }
            Self::Delta { table, source } => {
                let (table, disk) = (table.clone(), disk_fault(source.as_ref()));
                match damage_of_table(source).filter(|_| disk.is_none()) {
                    Some(damage) => StoreMessage::Broken { table: Some(table), damage },
                    None => StoreMessage::Table { table, reason: first_line(&source.to_string()).to_owned(), disk },
                }
            }
            Self::Query { table, source } => return of_query(table.clone(), source),
        };
        message.into()
    }

    /// True where whoever asked may read the store and not write it.
    pub fn is_read_only(&self) -> bool {
        let fault = match self {
            Self::Io { source, .. } => disk_fault(source),
            Self::Delta { source, .. } => disk_fault(source.as_ref()),
            Self::Query { source, .. } => disk_fault(source.as_ref()),
            Self::Newer { .. }
            | Self::Older { .. }
            | Self::Damaged { .. }
            | Self::Behind { .. }
            | Self::RepairUnfinished { .. }
            | Self::Link { .. }
            | Self::Key { .. }
            | Self::KeyLost { .. }
            | Self::ForgottenLost { .. }
            | Self::Entry { .. } => None,
        };
        fault == Some(DiskFault::Closed)
    }

    /// The file or folder `path` cannot be read or written.
    pub fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }

    /// The table cannot be read or written.
    pub fn delta(table: &str) -> impl Fn(deltalake::DeltaTableError) -> Self + '_ {
        move |source| Self::Delta { table: table.to_owned(), source: Box::new(source) }
    }

    /// A query over the table failed.
    pub fn query(table: &str) -> impl Fn(DataFusionError) -> Self + '_ {
        move |source| Self::Query { table: table.to_owned(), source: Box::new(source) }
    }
}

/// Why a query over `table` failed.
fn of_query(table: String, error: &DataFusionError) -> Message {
    let disk = disk_fault(error);
    match plain(error) {
        Message::Engine(EngineMessage::Other { said: reason }) => StoreMessage::Table { table, reason, disk }.into(),
        Message::Store(StoreMessage::Broken { damage, .. }) => {
            StoreMessage::Broken { table: Some(table), damage }.into()
        }
        why => Message::About { subject: table, message: Box::new(why) },
    }
}

#[cfg(test)]
mod tests {
    use deltalake::DeltaTableError;

    use super::*;

    #[test]
    fn a_log_that_cannot_be_read_is_damaged_and_says_so_in_one_line() {
        let data = DeltaTableError::InvalidData { message: "no such action\n   0: main".to_owned() };
        let damage = Damage::Unreadable { reason: "no such action".to_owned() };
        let broken = StoreMessage::Broken { table: Some("events".to_owned()), damage };
        assert_eq!(StoreError::delta("events")(data).message(), broken.into());
    }

    #[test]
    fn two_writers_at_once_damage_nothing() {
        let met = StoreError::delta("events")(DeltaTableError::VersionAlreadyExists(3)).message();
        assert!(matches!(met, Message::Store(StoreMessage::Table { .. })), "{met:?}");
    }

    #[test]
    fn what_a_query_of_the_store_lacks_is_said_by_its_name() {
        let error = DataFusionError::Plan("table 'datafusion.public.hits' not found".to_owned());
        let known = EngineMessage::NoTable { name: "hits".to_owned(), near: None, known: Vec::new() };
        let about = Message::About { subject: "events".to_owned(), message: Box::new(known.into()) };
        assert_eq!(StoreError::query("events")(error).message(), about);
    }
}
