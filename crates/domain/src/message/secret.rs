//! Why a secret cannot be had.

use serde::Serialize;

use super::ReadFault;

/// Why a secret that jauge.toml assigns cannot be had. It has nothing of what a command wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum SecretFault {
    /// The environment lacks the variable.
    NoVariable {
        /// Its name.
        variable: String,
    },
    /// The file cannot be read.
    NoFile {
        /// The file, as jauge.toml has it.
        path: String,
        /// Why.
        reason: ReadFault,
    },
    /// The command cannot be started.
    NotRun {
        /// What the shell was to run.
        command: String,
        /// What the system said.
        reason: String,
    },
    /// The command failed.
    Failed {
        /// What the shell ran.
        command: String,
        /// Its exit code; `None` where a signal ended it.
        exit_code: Option<i32>,
    },
    /// The command wrote no UTF-8.
    NoText {
        /// What the shell ran.
        command: String,
    },
}
