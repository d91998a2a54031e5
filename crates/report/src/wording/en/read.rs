//! Why a file of a workspace cannot be read.

use jauge_domain::ReadFault;

use super::system;

pub(super) fn fault(fault: &ReadFault) -> String {
    match fault {
        ReadFault::LeadsOut => {
            "it is a link out of the folder or to nothing, and such links are not followed".to_owned()
        }
        ReadFault::NoFile => "it is no file but a folder, a pipe or a device".to_owned(),
        ReadFault::NotYours => "it is a link, somebody else's, or not yours alone to write".to_owned(),
        ReadFault::TooLong => format!("it is longer than {} MiB", ReadFault::MOST >> 20),
        ReadFault::System(words) => system::reason(words),
    }
}

pub(super) fn help(fault: &ReadFault) -> Option<String> {
    match fault {
        ReadFault::LeadsOut | ReadFault::NoFile => Some("put the file itself in its place, or take it away".to_owned()),
        ReadFault::TooLong => Some("put a shorter file in its place, or take it away".to_owned()),
        ReadFault::System(words) => system::help(words),
        ReadFault::NotYours => None,
    }
}
