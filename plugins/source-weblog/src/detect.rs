//! Which format a log has, told from its first lines.

use std::{io, path::Path};

use jauge_plugin::ConnectorError;

use crate::{
    formats::{Fault, Format, NAMED, W3c, pattern::Pattern},
    hit::shown,
    input::Input,
    settings::LogFormat,
};

/// So many lines are looked at.
const LINES: usize = 100;

/// A line may go on behind these, where a server was told to add something.
const OPEN: [&str; 4] = ["vhost_combined", "host_combined", "combined", "common"];

/// The format of a log.
pub(crate) struct Detected {
    /// Its format; of one with columns, before any were named.
    pub(crate) format: Format,
    /// What it is called; `None` where it was set, or there is nothing to tell it by.
    pub(crate) says: Option<String>,
}

/// The format of the file at `path`, which messages call `stream`: the one that was set, else the one that most of its first
/// lines fit.
pub(crate) fn detect(path: &Path, stream: &str, set: Option<&LogFormat>) -> Result<Detected, ConnectorError> {
    let head = head(path).map_err(|error| ConnectorError::read(stream, error.to_string()))?;
    let lines = head.iter().filter(|(_, line)| !line.starts_with(b"#")).count();
    if let Some(LogFormat { format, spelling }) = set {
        let seen = try_on(format.clone(), &head);
        return match seen.fault {
            Some((line, fault)) if seen.fits == 0 => {
                let message = format!("none of its first {lines} lines fits `log_format`, `{spelling}`: {fault}");
                Err(ConnectorError::format(stream, Some(line), message))
            }
            _ => Ok(Detected { format: format.clone(), says: None }),
        };
    }
    let exact =
        best(NAMED.iter().filter_map(|(name, says, _)| Some((Format::named(name)?, (*says).to_owned()))), &head);
    let open = best(OPEN.iter().filter_map(|name| opened(name)), &head);
    // One line that breaks off fits a format that asks for less, and tells nothing.
    let surplus = if exact.0.fits * 2 < lines { 0 } else { (lines / 10).max(1) };
    let (seen, format, says) = if open.0.fits > exact.0.fits + surplus { open } else { exact };
    match lines {
        // Nothing but lines about the log, whose rows are still to come.
        0 if !head.is_empty() => Ok(Detected { format: Format::W3c(W3c::default()), says: None }),
        0 => Ok(Detected { format, says: None }),
        _ if seen.fits * 2 >= lines => Ok(Detected { format, says: Some(seen.dialect.map_or(says, str::to_owned)) }),
        _ => Err(ConnectorError::format(stream, None, unknown(&head, lines))),
    }
}

/// A line and its number, from 1.
type Line = (u64, Vec<u8>);

/// How a format fits some lines.
#[derive(Default)]
struct Seen {
    fits: usize,
    dialect: Option<&'static str>,
    /// The first line that does not fit, from 1, and why.
    fault: Option<(u64, Fault)>,
}

fn try_on(mut format: Format, head: &[Line]) -> Seen {
    let mut seen = Seen::default();
    for (number, line) in head {
        if format.directive(line) {
            continue;
        }
        match format.read(line) {
            Ok(_) => seen.fits += 1,
            Err(fault) => drop(seen.fault.get_or_insert((*number, fault))),
        }
    }
    seen.dialect = format.dialect();
    seen
}

/// The format that most lines of `head` fit; of those that fit as many, the first.
fn best(formats: impl Iterator<Item = (Format, String)>, head: &[Line]) -> (Seen, Format, String) {
    let mut best = (Seen::default(), Format::Pattern(Pattern::default()), String::new());
    for (format, says) in formats {
        let seen = try_on(format.clone(), head);
        if seen.fits > best.0.fits || best.2.is_empty() {
            best = (seen, format, says);
        }
    }
    best
}

/// The format called `name` with more behind it.
fn opened(name: &str) -> Option<(Format, String)> {
    let (_, says, spelling) = NAMED.iter().find(|(known, ..)| *known == name)?;
    let (format, last) = match name {
        // A size has no end of its own.
        "common" => (crate::formats::tokens::compile(&format!("{} %{{more}}x", (*spelling)?)).ok()?, "size"),
        _ => (Pattern { open: true, ..crate::formats::tokens::compile((*spelling)?).ok()? }, "user agent"),
    };
    Some((Format::Pattern(format), format!("{says}, of which nothing after the {last} is read")))
}

fn unknown(head: &[Line], lines: usize) -> String {
    let names: Vec<&str> = NAMED.iter().map(|(name, ..)| *name).collect();
    let first = head.iter().find(|(_, line)| !line.starts_with(b"#"));
    let first = first.map(|(_, line)| shown(line)).unwrap_or_default();
    let cure = "set `log_format` to the format as the server's configuration spells it, such as \
                '%h %l %u %t \"%r\" %>s %b' or '$remote_addr [$time_local] \"$request\" $status'";
    format!(
        "fewer than half of its first {lines} lines fit any of {}, the first being `{first}`: {cure}",
        names.join(", ")
    )
}

/// The first lines that are not empty, and what is said about the log before and between them.
fn head(path: &Path) -> io::Result<Vec<Line>> {
    let mut input = Input::open(path)?;
    let mut head = Vec::new();
    let mut line = Vec::new();
    while head.len() < LINES && input.next_line(&mut line)? {
        if !line.trim_ascii().is_empty() {
            head.push((input.line, line.clone()));
        }
    }
    Ok(head)
}
