//! What `jauge doctor` finds.

use serde::Serialize;

use super::Message;

/// What `jauge doctor` finds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum DoctorMessage {
    /// Which Jauge this is, and on what.
    Program {
        /// Its version.
        version: String,
        /// The system.
        os: String,
        /// The architecture.
        arch: String,
    },
    /// Which workspace this is.
    Workspace {
        /// Its name.
        name: String,
        /// Its folder.
        root: String,
        /// Its time zone.
        timezone: String,
        /// Its currency.
        currency: Option<String>,
    },
    /// What is stored.
    Loaded {
        /// Rows.
        rows: u64,
        /// Files they came from.
        files: usize,
        /// When the last was loaded.
        last: String,
    },
    /// Others may read a file that tells who somebody is.
    NotPrivate {
        /// The file.
        path: String,
    },
    /// A visitor is being forgotten: whoever did it was killed.
    Forgetting,
    /// Every file of the store was read, and is as it was written.
    Intact {
        /// How many they are.
        files: usize,
    },
    /// Nothing is stored.
    NothingLoaded,
    /// The store's folder cannot be written.
    StoreReadOnly {
        /// What the system said.
        reason: String,
    },
    /// All models and KPIs can be used.
    Catalog {
        /// How many KPIs there are.
        kpis: usize,
        /// How many models.
        models: usize,
    },
    /// A plugin that can be used.
    Plugin {
        /// Its name.
        name: String,
        /// Its version.
        version: String,
    },
    /// Plugins are shut in.
    Isolated,
    /// The kernel lacks something that shuts plugins in.
    NotIsolated {
        /// True where it lacks landlock.
        files: bool,
        /// True where it lacks seccomp.
        calls: bool,
        /// True where it lacks what tells Jauge of threads.
        threads: bool,
        /// True where the user has said that plugins run all the same.
        allowed: bool,
    },
    /// A plugin that runs in Jauge's own process.
    Trusted {
        /// Its name.
        name: String,
    },
}

impl From<DoctorMessage> for Message {
    fn from(message: DoctorMessage) -> Self {
        Self::Doctor(message)
    }
}
