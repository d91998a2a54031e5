//! What `jauge doctor` finds.

use jauge_domain::DoctorMessage;

use super::{forms::counted, system};

pub(super) fn message(message: &DoctorMessage) -> String {
    match message {
        DoctorMessage::Program { version, os, arch } => format!("{version} on {os} {arch}"),
        DoctorMessage::Workspace { name, root, timezone, currency } => {
            format!("`{name}` in {root}, {timezone}, {}", currency.as_deref().unwrap_or("no currency"))
        }
        DoctorMessage::Loaded { rows, files, last } => {
            let (rows, files) = (counted(*rows, "row", "rows"), counted(*files, "file", "files"));
            format!("{rows} from {files}, the last loaded {last}")
        }
        DoctorMessage::NotPrivate { path } => {
            format!("others may read `{path}`, which tells who somebody is: `chmod 600` keeps them out")
        }
        DoctorMessage::Forgetting => {
            "a visitor is not forgotten whole: whoever began it was killed, and the next command that writes ends it"
                .to_owned()
        }
        DoctorMessage::Intact { files } => {
            format!("{}, and all are as they were written", counted(*files, "file was read", "files were read"))
        }
        DoctorMessage::NothingLoaded => "nothing is loaded yet: `jauge load`".to_owned(),
        DoctorMessage::StoreReadOnly { reason } => format!("cannot be written: {}", system::reason(reason)),
        DoctorMessage::Catalog { kpis, models } => format!("KPIs: {kpis}, models: {models}; all of them can be used"),
        DoctorMessage::Plugin { name, version } => format!("`{name}` {version}"),
        DoctorMessage::Isolated => {
            "plugins read only the files their settings name, and make no forbidden system call".to_owned()
        }
        DoctorMessage::NotIsolated { files, calls, threads, allowed } => {
            let missing = [
                (*files, "landlock (files)"),
                (*calls, "seccomp (system calls)"),
                (*threads, "notices of seccomp (threads)"),
            ];
            let missing: Vec<&str> = missing.into_iter().filter(|(lacks, _)| *lacks).map(|(_, name)| name).collect();
            let so = if *allowed {
                "plugins run all the same, because JAUGE_UNCONFINED is 1"
            } else {
                "only the plugins that came with Jauge run"
            };
            format!("not isolated by {}, which this machine does not have: {so}", missing.join(" and "))
        }
        DoctorMessage::Trusted { name } => format!("`{name}` is trusted, and runs in Jauge's own process"),
    }
}
