//! Who hears of what is found in files.

use jauge_domain::{FileNote, RejectReason, RejectedRow, SourceNote};
use jauge_plugin::Host;

/// A host that takes messages, where others take sentences.
pub trait Hears: Host {
    /// A row that cannot be used, and is left out.
    fn rejected(&self, row: RejectedRow);
    /// Something the user should read once.
    fn found(&self, note: SourceNote);
}

/// Tells `host` of what was found in the file `stream`.
pub(crate) fn tell(host: &dyn Hears, stream: &str, note: FileNote) {
    host.found(SourceNote::OfFiles { stream: stream.to_owned(), more: 0, note });
}

/// A reject of the row that begins on `line` with `row`.
pub(crate) fn reject(stream: &str, line: u64, row: &[u8], why: RejectReason) -> RejectedRow {
    let mut start = String::from_utf8_lossy(&row[..row.len().min(400)]).trim_end().to_owned();
    if let Some((cut, _)) = start.char_indices().nth(100) {
        start.truncate(cut);
        start.push('…');
    }
    let why = Box::new(why.into());
    RejectedRow { stream: stream.to_owned(), line: Some(line), column: None, value: Some(start), why }
}
