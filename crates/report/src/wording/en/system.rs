//! What the system says of files and folders.

use jauge_domain::SystemFault;

/// Why, after what was tried: in words of ours where `words` are the system's.
pub(super) fn reason(words: &str) -> String {
    SystemFault::read(words).map_or_else(|| words.to_owned(), |fault| self::fault(fault).to_owned())
}

/// What to do about what `words` say.
pub(super) fn help(words: &str) -> Option<String> {
    let text = match SystemFault::read(words)? {
        SystemFault::NotFound => "check the name, and from which folder it is meant",
        SystemFault::IsAFolder => "move the folder away, or name a file in it",
        SystemFault::NotAFolder => "move the file away, or name another folder",
        SystemFault::Exists => "move it away, or choose another name",
        SystemFault::Denied => "take it over with `chown` or `chmod`, or run Jauge as its owner",
        SystemFault::ReadOnly => "make the disk writable, or work on a copy elsewhere",
        SystemFault::Full => "free some space, then run this again",
        SystemFault::NotEmpty => "move away what is in it",
        SystemFault::Circle => "replace the link by what it should lead to",
        SystemFault::NameTooLong => "choose a shorter name",
        SystemFault::NotText => "write it anew in UTF-8",
        SystemFault::Device => "look after the disk: run this again, and restore a copy if it stays so",
    };
    Some(text.to_owned())
}

pub(super) fn fault(fault: SystemFault) -> &'static str {
    match fault {
        SystemFault::NotFound => "it is not there",
        SystemFault::IsAFolder => "it is a folder, where a file belongs",
        SystemFault::NotAFolder => "a file is where a folder belongs",
        SystemFault::Exists => "something is there already",
        SystemFault::Denied => "you may not",
        SystemFault::ReadOnly => "the disk is read-only",
        SystemFault::Full => "no space is left on the disk",
        SystemFault::NotEmpty => "the folder is not empty",
        SystemFault::Circle => "links lead in a circle",
        SystemFault::NameTooLong => "its name is too long",
        SystemFault::NotText => "it is no text in UTF-8",
        SystemFault::Device => "the disk or the network fails",
    }
}
