//! What a workspace can ask for beyond its own folder.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Permissions;

/// One thing that a workspace may only do once its user has said so: to run code, to reach beyond its folder, to be told secrets.
///
/// It holds what matters about the thing, so that a changed thing is another power.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "power", rename_all = "snake_case")]
pub enum Power {
    /// To run a plugin that was added, isolated.
    Plugin {
        /// Its name.
        plugin: String,
        /// SHA-256 of its library, in hexadecimal digits.
        sha256: String,
        /// What it may do.
        permissions: Permissions,
    },
    /// To run a plugin in Jauge's own process: `trusted = true`.
    InProcess {
        /// Its name.
        plugin: String,
    },
    /// To let a plugin read a file or folder outside of the workspace.
    PluginPath {
        /// The plugin's name.
        plugin: String,
        /// What it reads, without links.
        path: String,
    },
    /// To load a database's driver.
    Driver {
        /// The source.
        source: String,
        /// Its path or name as jauge.toml has it.
        driver: String,
        /// SHA-256 of its content; `None` for the name of an installed one, and where it is not there.
        sha256: Option<String>,
    },
    /// To run a command whose output is a secret.
    Command {
        /// The source.
        source: String,
        /// The setting that the output becomes.
        setting: String,
        /// What the shell runs.
        command: String,
        /// The files of the workspace that the command names, with SHA-256 of what they hold.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        files: BTreeMap<String, String>,
        /// A hash of the source's settings, which say who is told.
        told: String,
    },
    /// To tell a source's connector a variable of the environment.
    Environment {
        /// The source.
        source: String,
        /// The setting that the value becomes.
        setting: String,
        /// The variable.
        variable: String,
        /// A hash of the source's settings, which say who is told.
        told: String,
    },
    /// To tell a source's connector what a file outside of the workspace holds.
    SecretFile {
        /// The source.
        source: String,
        /// The setting that the content becomes.
        setting: String,
        /// The file, without links.
        path: String,
        /// A hash of the source's settings, which say who is told.
        told: String,
    },
    /// To read files outside of the workspace.
    Reads {
        /// The source.
        source: String,
        /// The file, folder or pattern, without links.
        path: String,
    },
}
