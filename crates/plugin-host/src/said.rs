//! What a plugin says, in a form that can be shown, and no more of it than anybody reads.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

use jauge_plugin::Reject;

/// Notes that are passed on of one source.
const NOTES: usize = 100;
/// Rejects of one source that are passed on whole.
const REJECTS: usize = 100_000;
/// The same, in bytes of their texts.
const REJECTED_BYTES: usize = 8 << 20;
/// The longest text in a reject, in bytes.
const LONGEST: usize = 4096;

/// What one source may still say.
#[derive(Default)]
pub(crate) struct Said {
    notes: AtomicUsize,
    /// Rejects that were passed on whole, and the bytes of their texts.
    rejects: Mutex<(usize, usize)>,
}

impl Said {
    /// True where one more note is passed on.
    pub(crate) fn may_note(&self) -> bool {
        self.notes.fetch_update(Ordering::AcqRel, Ordering::Acquire, |said| (said < NOTES).then_some(said + 1)).is_ok()
    }

    /// `reject` as it is passed on: with its texts cut, and, where there were too many before, only to be counted.
    pub(crate) fn reject(&self, reject: Reject) -> Reject {
        // A value is data: it is kept as it is, and escaped by whoever shows it.
        let reject = Reject {
            column: reject.column.map(|column| shortened(plain(&column))),
            value: reject.value.map(shortened),
            reason: shortened(plain(&reject.reason)),
            ..reject
        };
        let bytes = reject.reason.len()
            + reject.column.as_ref().map_or(0, String::len)
            + reject.value.as_ref().map_or(0, String::len);
        let mut said = self.rejects.lock().unwrap_or_else(PoisonError::into_inner);
        if said.0 >= REJECTS || said.1 + bytes > REJECTED_BYTES {
            return Reject { stream: reject.stream, reason: "…".to_owned(), ..Reject::default() };
        }
        *said = (said.0 + 1, said.1 + bytes);
        reject
    }
}

fn shortened(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(LONGEST));
    text
}

/// `text` in one line, with what a terminal would obey escaped.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => plain.push(' '),
            // Controls, and marks that turn the direction of what follows.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => plain.extend(c.escape_default()),
            c if c.is_control() => plain.extend(c.escape_default()),
            c => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_escaped() {
        assert_eq!(plain("a\u{1b}[2Jb\nc\u{202e}d é"), "a\\u{1b}[2Jb c\\u{202e}d é");
    }

    #[test]
    fn a_hundred_notes_are_enough() {
        let said = Said::default();
        assert_eq!((0..1000).filter(|_| said.may_note()).count(), NOTES);
    }

    #[test]
    fn rejects_are_cut_and_past_a_sum_only_counted() {
        let said = Said::default();
        let long =
            || Reject { line: Some(1), value: Some("é".repeat(9000)), reason: "r".to_owned(), ..Reject::default() };
        let first = said.reject(long());
        assert_eq!((first.line, first.value.unwrap().len()), (Some(1), LONGEST));
        let whole = (0..10_000).filter(|_| said.reject(long()).line.is_some()).count();
        assert!(whole < REJECTED_BYTES / LONGEST, "{whole}");
        assert_eq!(said.reject(long()), Reject { reason: "…".to_owned(), ..Reject::default() });
    }
}
