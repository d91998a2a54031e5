//! Which events there are, by the names that the ledger keeps.

use crate::LedgerEntry;

/// Event names that the ledger keeps of one stream: enough for any honest one. Of streams with more, names are looked up in
/// their rows.
pub const EVENT_NAMES: usize = 1000;

/// The event without which a source makes no sessions: its name is kept however many others there are.
pub const PAGE_VIEW: &str = "page_view";

/// True where `entry` may have brought events whose names it does not list.
pub fn has_more_names(entry: &LedgerEntry) -> bool {
    entry.events.as_ref().is_some_and(|names| names.len() >= EVENT_NAMES)
}
