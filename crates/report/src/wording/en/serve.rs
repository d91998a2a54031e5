//! What `jauge serve` says.

use jauge_domain::ServeMessage;

use super::system;

pub(super) fn message(message: &ServeMessage) -> String {
    match message {
        ServeMessage::Serving => "Pages are served on this machine alone; Ctrl-C ends it.".to_owned(),
        ServeMessage::NotLoopback { address } => {
            format!(
                "`{address}` is not an address of this machine alone: pages have no password, and others could read them"
            )
        }
        ServeMessage::CannotListen { address, reason } => {
            format!("cannot listen on {address}: {}", system::reason(reason))
        }
        ServeMessage::WrongHost { host: Some(host) } => {
            format!("`{host}` is not a name of this machine: another page may have sent the browser here")
        }
        ServeMessage::WrongHost { host: None } => "the request does not say which host it is for".to_owned(),
        ServeMessage::Embedded => "another page asked for this one, and nobody followed a link".to_owned(),
        ServeMessage::ReadOnly => "pages can only be read".to_owned(),
        ServeMessage::NoSuchPage { path } => format!("there is no page `{path}`"),
        ServeMessage::NotAValue { key, value, .. } => format!("`{key}` cannot be `{value}`"),
        ServeMessage::TooManyRows { rows, most } => {
            format!("the answer has {rows} rows, and a page shows {most} at most")
        }
        ServeMessage::BrokenOff => "the page could not be made: a fault of Jauge's own".to_owned(),
    }
}

pub(super) fn help(message: &ServeMessage) -> Option<String> {
    match message {
        ServeMessage::NotLoopback { .. } => {
            Some("use 127.0.0.1, ::1 or localhost; `jauge report` writes a page to send to others".to_owned())
        }
        ServeMessage::CannotListen { .. } => Some("`--port 0` takes any port that is free".to_owned()),
        ServeMessage::WrongHost { .. } | ServeMessage::Embedded => {
            Some("open the address that `jauge serve` printed".to_owned())
        }
        ServeMessage::NoSuchPage { .. } => Some("`/` leads to all pages".to_owned()),
        ServeMessage::NotAValue { known, .. } => Some(format!("it takes {}", known.join(", "))),
        ServeMessage::TooManyRows { .. } => {
            Some("take a shorter period or a coarser grain; `jauge ask` answers with all of them".to_owned())
        }
        ServeMessage::Serving | ServeMessage::ReadOnly | ServeMessage::BrokenOff => None,
    }
}
