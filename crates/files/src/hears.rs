//! Who hears of what is found in files.

use jauge_domain::{FileNote, RejectedRow, SourceNote};
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
