//! Plugins that cannot be used, or that failed.

use jauge_domain::{
    Claim, ClaimValue, Ending, ForeignFault, ManifestFault, Permissions, PluginIssue, PluginMessage, RowsFault,
};

use super::{
    Wording,
    connector::meant,
    contract, read,
    secret::{help as secret_help, message as secret},
    system,
};

pub(super) fn message(message: &PluginMessage, wording: &Wording) -> String {
    format!("the plugin `{}` {}", message.plugin, issue(&message.issue, wording))
}

fn issue(issue: &PluginIssue, wording: &Wording) -> String {
    match issue {
        PluginIssue::NotHere => "is not here".to_owned(),
        PluginIssue::NotInWorkspace { .. } => "is not in this workspace".to_owned(),
        PluginIssue::NotAName => "has no such name: a name is not a path".to_owned(),
        PluginIssue::NotPlaced { .. } => "is not in jauge.lock: Jauge did not put it into plugins/".to_owned(),
        PluginIssue::FolderTaken { dir } => format!("is not copied: `{dir}` is there, and Jauge did not make it"),
        PluginIssue::NoSuchPack { .. } => "is not here: jauge.toml names a pack that no plugin brings".to_owned(),
        PluginIssue::NoManifest => "has no plugin.toml beside or above it".to_owned(),
        PluginIssue::Manifest { fault, .. } => format!("cannot be read: {}", manifest(fault)),
        PluginIssue::NotBuilt { file, dir } | PluginIssue::LibraryGone { file, dir } => {
            format!("has no library `{file}` in `{dir}`")
        }
        PluginIssue::OnlySql => "has no library".to_owned(),
        PluginIssue::Unreadable { reason, .. } => format!("cannot be read or written: {}", read::fault(reason)),
        PluginIssue::Foreign { path, fault, .. } => format!("cannot be loaded: `{path}` {}", foreign(*fault)),
        PluginIssue::Lock { reason } => format!("cannot be checked: {}", super::message(reason, wording)),
        PluginIssue::NotAgreed { .. } => "is not in jauge.lock: nobody has agreed to it".to_owned(),
        PluginIssue::NotTrusted { .. } => "is not run: this workspace was not trusted with it".to_owned(),
        PluginIssue::Wants { wants, permitted, .. } => {
            format!("now wants {}, and was permitted {}", permissions(wants), permissions(permitted))
        }
        PluginIssue::NotGranted { wants, permitted } => {
            format!("wants {}, and was permitted {}: it stays as it was", permissions(wants), permissions(permitted))
        }
        PluginIssue::Twice { what, name, dirs } => {
            format!("cannot be told from another: {} `{name}` is in {}", rivals(*what), dirs.join(" and in "))
        }
        PluginIssue::PackTooLarge { most } => format!("brings a pack of more than {most} bytes"),
        PluginIssue::Changed { .. } => "is not what jauge.lock agreed to: it was changed or rebuilt".to_owned(),
        PluginIssue::Differs { about, said, is } => {
            format!("says {} {} in plugin.toml and {} in its library", claim(*about), value(said), value(is))
        }
        PluginIssue::DescribesNoJson { reason } => format!("describes itself as no JSON: {reason}"),
        PluginIssue::Secret { setting, fault } => format!("is not told `{setting}`: {}", secret(fault)),
        PluginIssue::NotStarted { reason } => format!("cannot be started: {}", system::reason(reason)),
        PluginIssue::NotShutIn { files, calls, threads } => {
            let missing = [(*files, "landlock"), (*calls, "seccomp"), (*threads, "notices of seccomp")];
            let missing: Vec<&str> = missing.into_iter().filter(|(lacks, _)| *lacks).map(|(_, name)| name).collect();
            format!("is not run: this machine cannot shut it in, for want of {}", missing.join(" and "))
        }
        PluginIssue::Computing { seconds } => {
            format!("computed for more than {seconds} s while nothing was asked of it, and was stopped")
        }
        PluginIssue::TimedOut { seconds } => format!("did not answer for {seconds} s and was stopped"),
        PluginIssue::Ended { how, last_words } => {
            let said = last_words.as_ref().map(|said| format!("; its last words: {said}")).unwrap_or_default();
            format!("{}{said}", ending(how))
        }
        PluginIssue::GivenUp { times } => format!("failed {times} times and is not started again"),
        PluginIssue::Connection { reason } | PluginIssue::Other { reason } => reason.clone(),
        PluginIssue::FrameInstead { kind } => format!("sent {kind} where an answer was due"),
        PluginIssue::FrameOfHost { kind } => format!("sent {kind}, which only Jauge sends"),
        PluginIssue::FrameUnknown { kind } => format!("sent a frame of the unknown kind {kind}"),
        PluginIssue::FrameTooLong { bytes, most } => {
            format!("announced {bytes} bytes, and {most} is the most that is taken")
        }
        PluginIssue::AnswerUnreadable { reason } => format!("sent what is no answer: {reason}"),
        PluginIssue::Rows { fault } => format!("sent {}", rows(fault)),
        PluginIssue::BatchDamaged { reason } => format!("sent a damaged batch: {reason}"),
        PluginIssue::BatchUnreadable => "sent a batch so damaged that it cannot be read".to_owned(),
        PluginIssue::StreamsUnreadable { reason } => format!("lists its streams as no JSON array: {reason}"),
        PluginIssue::FileNotNamed { path } => format!("names the file `{path}`, which no setting names"),
        PluginIssue::NoColumns => "sent no columns".to_owned(),
        PluginIssue::Contract { breach } => contract::breach(breach),
    }
}

/// What to do next.
pub(super) fn help(message: &PluginMessage) -> String {
    match &message.issue {
        PluginIssue::NotHere => "`jauge plugin list` shows what is; a path works too".to_owned(),
        PluginIssue::NotInWorkspace { near } => format!("{}`jauge plugin list` shows what is", meant(near)),
        PluginIssue::NotAName => format!("{}; `jauge plugin list` shows them", manifest(&ManifestFault::Names)),
        PluginIssue::NotPlaced { dir } => {
            format!(
                "after jauge.lock was lost, `jauge plugin add {dir}` agrees to it again; if you want it gone, remove `{dir}` \
                 yourself"
            )
        }
        PluginIssue::FolderTaken { dir } => {
            format!("agree to what is there with `jauge plugin add {dir}`, or move `{dir}` away")
        }
        PluginIssue::NoSuchPack { near } => format!(
            "{}take it out of `packs` in jauge.toml, or add the plugin that brings it with `jauge plugin add`",
            meant(near)
        ),
        PluginIssue::NoManifest => {
            "write one beside it: name, version, says, library, sources or pack; see the guide".to_owned()
        }
        PluginIssue::Manifest { path, .. } | PluginIssue::Unreadable { path, .. } => format!("look at `{path}`"),
        PluginIssue::NotBuilt { file, .. } => format!("build it, then `jauge plugin add` its library `{file}`"),
        PluginIssue::LibraryGone { .. } => "add it again with `jauge plugin add`".to_owned(),
        PluginIssue::Foreign { arch, .. } => format!("build it for this machine ({arch})"),
        PluginIssue::Lock { reason } => super::help(reason).unwrap_or_else(|| "mend `jauge.lock`".to_owned()),
        PluginIssue::NotAgreed { dir } => {
            format!("add it with `jauge plugin add {dir}`, which shows what it may do")
        }
        PluginIssue::NotTrusted { .. } => {
            "`jauge trust` shows all that this workspace would be allowed, and asks".to_owned()
        }
        PluginIssue::Wants { dir, .. } | PluginIssue::Changed { dir } => {
            format!("if that is as it should be, accept it with `jauge plugin add {dir}`")
        }
        PluginIssue::NotGranted { .. } => {
            "to permit it, add it again and say yes, or with `--yes` where there is no terminal".to_owned()
        }
        PluginIssue::Twice { .. } => "keep one of them: `jauge plugin remove`, or take the other folder away".to_owned(),
        PluginIssue::NotShutIn { .. } => {
            "`jauge doctor` says what is missing; where you trust the plugin with all you can read, JAUGE_UNCONFINED=1 in the \
             environment of this machine runs it all the same"
                .to_owned()
        }
        PluginIssue::Secret { fault, .. } => secret_help(fault),
        PluginIssue::NotStarted { .. } => "see `jauge doctor`".to_owned(),
        PluginIssue::TimedOut { .. } => {
            format!("if it needs longer, give it time in jauge.toml: [plugins.{}] timeout = \"10m\"", message.plugin)
        }
        PluginIssue::OnlySql
        | PluginIssue::Differs { .. }
        | PluginIssue::DescribesNoJson { .. }
        | PluginIssue::Ended { .. }
        | PluginIssue::GivenUp { .. }
        | PluginIssue::Connection { .. }
        | PluginIssue::FrameInstead { .. }
        | PluginIssue::FrameOfHost { .. }
        | PluginIssue::FrameUnknown { .. }
        | PluginIssue::FrameTooLong { .. }
        | PluginIssue::AnswerUnreadable { .. }
        | PluginIssue::Rows { .. }
        | PluginIssue::PackTooLarge { .. }
        | PluginIssue::Computing { .. }
        | PluginIssue::BatchDamaged { .. }
        | PluginIssue::BatchUnreadable
        | PluginIssue::StreamsUnreadable { .. }
        | PluginIssue::FileNotNamed { .. }
        | PluginIssue::NoColumns
        | PluginIssue::Contract { .. }
        | PluginIssue::Other { .. } => format!(
            "this is a fault in the plugin: tell its author, or leave it out with `jauge plugin remove {}`",
            message.plugin
        ),
    }
}

/// What a plugin may do, as an object: "the network and to read /data".
pub(super) fn permissions(permissions: &Permissions) -> String {
    let network = if permissions.network { "the network" } else { "no network" };
    match permissions.paths.as_slice() {
        [] => network.to_owned(),
        paths => format!("{network} and to read {}", paths.join(", ")),
    }
}

fn manifest(fault: &ManifestFault) -> String {
    match fault {
        ManifestFault::Read { reason } => read::fault(reason),
        ManifestFault::Unreadable { reason } => reason.clone(),
        ManifestFault::Names => {
            "names are at most 64 lower-case letters, digits, `-` and `_`, and begin with a letter".to_owned()
        }
        ManifestFault::WithoutLibrary => "without `library` it can only bring a `pack`".to_owned(),
        ManifestFault::BringsNothing => "it brings neither `sources` nor a `pack`".to_owned(),
        ManifestFault::LibraryIsPath => "`library` is a name without folder, `lib` and extension".to_owned(),
    }
}

fn rows(fault: &RowsFault) -> String {
    match fault {
        RowsFault::Cut => "rows that end before they are whole".to_owned(),
        RowsFault::NoStream => "rows that are no stream of Arrow's".to_owned(),
        RowsFault::Several => "rows with more behind their end".to_owned(),
        RowsFault::Compressed => "compressed rows, which are not taken".to_owned(),
        RowsFault::Dictionary => "rows in a dictionary, which are not taken".to_owned(),
        RowsFault::Head { reason } => format!("rows whose description is not taken: {reason}"),
        RowsFault::HeadTooLong { bytes, most } => {
            format!("rows whose description has {bytes} bytes, and {most} is the most that is taken")
        }
        RowsFault::TooManyRows { rows, most } => format!("{rows} rows at once, and {most} is the most that is taken"),
    }
}

fn rivals(what: Claim) -> &'static str {
    match what {
        Claim::Name => "a plugin called",
        Claim::Sources => "a connector called",
        Claim::Pack => "a pack called",
        Claim::Version => "the version",
        Claim::Permissions => "the permission",
    }
}

fn foreign(fault: ForeignFault) -> &'static str {
    match fault {
        ForeignFault::NoLibrary => "is no shared library",
        ForeignFault::OtherMachine => "is built for another machine",
    }
}

fn claim(claim: Claim) -> &'static str {
    match claim {
        Claim::Name => "that it is called",
        Claim::Version => "that its version is",
        Claim::Sources => "that its sources are",
        Claim::Pack => "that its pack is",
        Claim::Permissions => "that it needs",
    }
}

fn value(value: &ClaimValue) -> String {
    match value {
        ClaimValue::Names(names) if names.is_empty() => "none".to_owned(),
        ClaimValue::Names(names) => names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
        ClaimValue::Permissions(needs) => permissions(needs),
    }
}

fn ending(how: &Ending) -> String {
    match how {
        Ending::ClosedConnection => "closed its connection and was stopped".to_owned(),
        Ending::Signal { number, name } => {
            let why = match number {
                6 => "it gave up (abort), ran out of memory, or could not unwind a panic",
                7 | 11 => "it touched memory that is not its own, or its stack overflowed",
                9 => "somebody, perhaps the kernel for want of memory, stopped it",
                31 => "it made a system call that is not permitted",
                _ => "it was stopped",
            };
            format!("was ended by {}: {why}", name.as_deref().unwrap_or("a signal"))
        }
        Ending::Exit { exit: 0 } => "ended itself before it had answered".to_owned(),
        Ending::Exit { exit } => format!("ended itself with exit code {exit} before it had answered"),
    }
}
