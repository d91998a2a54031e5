//! What a workspace was trusted with.

use jauge_domain::{Power, ReadFault, SystemFault, TrustMessage};

use super::{super::visible::visible, plugin::permissions, read, system};

pub(super) fn message(message: &TrustMessage) -> String {
    match message {
        TrustMessage::Withheld { source, powers } => {
            format!(
                "the source `{}` is not read: this workspace was not trusted to {}",
                visible(source),
                listed(powers)
            )
        }
        TrustMessage::Allows { what } => power(what),
        TrustMessage::AsksNothing { folder } => format!(
            "`{}` asks for nothing that takes your trust: it runs no code of its own and stays in its folder",
            visible(folder)
        ),
        TrustMessage::Asks { folder, powers } => {
            let lines: String = powers.iter().map(|one| format!("\n  {}", power(one))).collect();
            format!("`{}` was not trusted yet to{lines}", visible(folder))
        }
        TrustMessage::Question => "Trust it with all of this? [y/N] ".to_owned(),
        TrustMessage::NotGiven => "no trust was given".to_owned(),
        TrustMessage::Given { folder, powers } => format!("`{}` is trusted with {powers} things", visible(folder)),
        TrustMessage::HowWithoutTerminal { hash } => {
            format!("to trust it: `jauge trust --yes`, or for one run JAUGE_TRUST={hash}")
        }
        TrustMessage::OtherHash { found } => {
            format!("JAUGE_TRUST is `{}`, and this workspace asks for something else", visible(found))
        }
        TrustMessage::Revoked { folder } => format!("`{}` is trusted no more", visible(folder)),
        TrustMessage::NothingToRevoke { folder } => format!("`{}` was not trusted with anything", visible(folder)),
        TrustMessage::Unreadable { path, reason } => {
            format!("cannot look up in `{path}` what is trusted: {}", unread(reason))
        }
        TrustMessage::Unwritable { path, reason } => {
            format!("cannot write down in `{path}` what is trusted: {}", system::reason(reason))
        }
        TrustMessage::NoHome => "there is no folder to write down what is trusted".to_owned(),
    }
}

pub(super) fn help(message: &TrustMessage) -> Option<String> {
    match message {
        TrustMessage::Withheld { .. } => {
            Some("`jauge trust` shows all that this workspace would be allowed, and asks".to_owned())
        }
        TrustMessage::OtherHash { .. } => Some("`jauge trust` shows what it asks for, and the hash of that".to_owned()),
        TrustMessage::Unreadable { path, .. } => {
            Some(format!("remove `{path}`, then say again what you trust with `jauge trust`"))
        }
        TrustMessage::Unwritable { path, .. } => Some(format!(
            "`{path}` must be a file or not be there, in a folder of yours: move it away where it is anything else"
        )),
        TrustMessage::NoHome => Some("set HOME, or XDG_DATA_HOME to a folder of your own".to_owned()),
        TrustMessage::Allows { .. }
        | TrustMessage::AsksNothing { .. }
        | TrustMessage::Asks { .. }
        | TrustMessage::Question
        | TrustMessage::NotGiven
        | TrustMessage::Given { .. }
        | TrustMessage::HowWithoutTerminal { .. }
        | TrustMessage::Revoked { .. }
        | TrustMessage::NothingToRevoke { .. } => None,
    }
}

/// Why a file of what is trusted gives nothing.
fn unread(reason: &ReadFault) -> String {
    match reason {
        ReadFault::System(words) if SystemFault::read(words).is_none() => {
            format!("its content makes no sense ({words})")
        }
        fault => read::fault(fault),
    }
}

fn listed(powers: &[Power]) -> String {
    powers.iter().map(power).collect::<Vec<_>>().join("; to ")
}

/// What a power is, after "to".
fn power(power: &Power) -> String {
    let said = |text: &str| visible(text);
    match power {
        Power::Plugin { plugin, sha256, permissions: may } => {
            format!(
                "run the plugin `{}` (sha256 {}), which may use {}",
                said(plugin),
                short(sha256),
                said(&permissions(may))
            )
        }
        Power::InProcess { plugin } => {
            format!("run the plugin `{}` in Jauge's own process, where it can do whatever you can", said(plugin))
        }
        Power::PluginPath { plugin, path } => format!("let the plugin `{}` read `{}`", said(plugin), said(path)),
        Power::Driver { source, driver, sha256 } => {
            let hash = sha256.as_deref().map(|hash| format!(" (sha256 {})", short(hash))).unwrap_or_default();
            format!("load the driver `{}`{hash} for the source `{}`", said(driver), said(source))
        }
        Power::Command { source, setting, command, files, .. } => {
            let hashed = |(file, hash): (&String, &String)| format!("`{}` sha256 {}", said(file), short(hash));
            let files: Vec<String> = files.iter().map(hashed).collect();
            let with = if files.is_empty() { String::new() } else { format!(" ({})", files.join(", ")) };
            let (command, source, setting) = (said(command), said(source), said(setting));
            format!("run `{command}`{with} and tell the source `{source}` its output as `{setting}`")
        }
        Power::Environment { source, setting, variable, .. } => {
            format!("tell the source `{}` the variable `{}` as `{}`", said(source), said(variable), said(setting))
        }
        Power::SecretFile { source, setting, path, .. } => {
            format!("tell the source `{}` what `{}` holds as `{}`", said(source), said(path), said(setting))
        }
        Power::Reads { source, path } => format!("read `{}` for the source `{}`", said(path), said(source)),
    }
}

/// As much of a hash as people compare.
fn short(hash: &str) -> &str {
    hash.get(..16).unwrap_or(hash)
}
