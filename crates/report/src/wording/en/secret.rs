//! Why a secret cannot be had.

use jauge_domain::SecretFault;

use super::read;

pub(super) fn message(fault: &SecretFault) -> String {
    match fault {
        SecretFault::NoVariable { variable } => format!("the environment has no text `{variable}`"),
        SecretFault::NoFile { path, reason } => format!("cannot read `{path}`: {}", read::fault(reason)),
        SecretFault::NotRun { command, reason } => format!("the command `{command}` cannot be run: {reason}"),
        SecretFault::Failed { command, exit_code: Some(code) } => {
            format!("the command `{command}` failed with exit code {code}")
        }
        SecretFault::Failed { command, exit_code: None } => format!("the command `{command}` was ended by a signal"),
        SecretFault::NoText { command } => format!("what the command `{command}` wrote is no UTF-8"),
    }
}

pub(super) fn help(fault: &SecretFault) -> String {
    match fault {
        SecretFault::NoVariable { .. } => "set the variable where `jauge` runs".to_owned(),
        SecretFault::NoFile { .. } => {
            "a path is taken from the workspace's folder, and the file must be readable".to_owned()
        }
        SecretFault::NotRun { .. } | SecretFault::Failed { .. } | SecretFault::NoText { .. } => {
            "run the command yourself in the workspace's folder: what it says of itself is not shown here".to_owned()
        }
    }
}
