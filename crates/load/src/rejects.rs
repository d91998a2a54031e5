//! Rows that were not loaded, each with its reason.

use std::{
    collections::{BTreeMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};

use jauge_domain::{Message, RejectedRow, SourceNote};
use jauge_files::Hears;
use jauge_plugin::{Host, Reject};

use super::{Progress, scrub::Scrub};

/// Rejects kept with their reason; past this number they are only counted, and the summary says so.
const KEPT: usize = 100_000;

/// Gathers what a load has to say: rejects, notes, progress. Shared by all threads of a load.
#[derive(Default)]
pub(crate) struct Diagnostics {
    inner: Mutex<Inner>,
    progress: Arc<Progress>,
    scrub: Scrub,
}

/// Where a reject stands: stream, line, column, value.
type Place = (String, Option<u64>, Option<String>, Option<String>);

#[derive(Default)]
struct Inner {
    seen: HashSet<Place>,
    rejects: Vec<RejectedRow>,
    rejected: BTreeMap<String, u64>,
    /// By their codes, which are a stable order.
    notes: BTreeMap<String, Message>,
}

impl Diagnostics {
    /// Tells `progress` how far the reading is, and stops when it says so.
    pub(crate) fn new(progress: Arc<Progress>, scrub: Scrub) -> Self {
        Self { progress, scrub, ..Self::default() }
    }

    /// The rejects kept, in a stable order.
    pub(crate) fn rejects(&self) -> Vec<RejectedRow> {
        let mut rejects = self.lock().rejects.clone();
        rejects.sort_by(|a, b| (&a.stream, a.line, &a.column, &a.value).cmp(&(&b.stream, b.line, &b.column, &b.value)));
        rejects
    }

    /// How many rows of `stream` were rejected.
    pub(crate) fn rejected_of(&self, stream: &str) -> u64 {
        self.lock().rejected.get(stream).copied().unwrap_or(0)
    }

    /// What the user should read, each once.
    pub(crate) fn notes(&self) -> Vec<Message> {
        alike(self.lock().notes.values().cloned())
    }

    fn note_once(&self, note: Message) {
        self.lock().notes.insert(format!("{note:?}"), note);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        // Whoever panicked while holding it left whole values behind: each change is one push.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Host for Diagnostics {
    fn reject(&self, reject: Reject) {
        let Reject { stream, line, column, value, reason } = reject;
        self.rejected(RejectedRow { stream, line, column, value, why: Box::new(Message::Quoted(reason)) });
    }

    fn note(&self, text: &str) {
        self.note_once(Message::Quoted(text.to_owned()));
    }

    fn progress(&self, bytes: u64) {
        self.progress.read(bytes);
    }

    fn is_cancelled(&self) -> bool {
        self.progress.is_stopped()
    }
}

impl Hears for Diagnostics {
    fn rejected(&self, row: RejectedRow) {
        let row = self.scrub.row(row);
        let mut inner = self.lock();
        // A file that the SQL reads twice has each bad line twice.
        let RejectedRow { stream, line, column, value, .. } = &row;
        if line.is_some() && !inner.seen.insert((stream.clone(), *line, column.clone(), value.clone())) {
            return;
        }
        *inner.rejected.entry(row.stream.clone()).or_default() += 1;
        if inner.rejects.len() < KEPT {
            inner.rejects.push(row);
        }
    }

    fn found(&self, note: SourceNote) {
        self.note_once(note.into());
    }
}

/// Notes that differ only in the file they speak of, said once.
fn alike(notes: impl Iterator<Item = Message>) -> Vec<Message> {
    let mut said: Vec<Message> = Vec::new();
    for note in notes {
        let known = said.iter_mut().find_map(|known| match (known, &note) {
            (
                Message::SourceNote(SourceNote::OfFiles { more, note: known, .. }),
                Message::SourceNote(SourceNote::OfFiles { note, .. }),
            ) if known == note => Some(more),
            _ => None,
        });
        match known {
            Some(more) => *more += 1,
            None => said.push(note),
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use jauge_domain::{FileNote, RejectReason};

    use super::*;

    fn unnamed(stream: &str, column: usize) -> SourceNote {
        let note = FileNote::ColumnUnnamed { column, name: format!("column{column}") };
        SourceNote::OfFiles { stream: stream.to_owned(), more: 0, note }
    }

    #[test]
    fn what_is_found_in_several_files_is_said_once() {
        let diagnostics = Diagnostics::default();
        for note in [unnamed("b.csv", 1), unnamed("a.csv", 1), unnamed("a.csv", 1), unnamed("a.csv", 2)] {
            diagnostics.found(note);
        }
        diagnostics.note("a plugin's words");
        let SourceNote::OfFiles { stream, note, .. } = unnamed("a.csv", 1) else { panic!("another note") };
        let both = SourceNote::OfFiles { stream, more: 1, note };
        let expected = [Message::Quoted("a plugin's words".to_owned()), both.into(), unnamed("a.csv", 2).into()];
        assert_eq!(diagnostics.notes(), expected);
    }

    #[test]
    fn a_line_that_is_read_twice_is_rejected_once() {
        let diagnostics = Diagnostics::default();
        let why = Box::new(RejectReason::NotWhole.into());
        let row = RejectedRow { stream: "a.csv".to_owned(), line: Some(2), column: None, value: None, why };
        [row.clone(), row.clone()].into_iter().for_each(|row| diagnostics.rejected(row));
        assert_eq!((diagnostics.rejects(), diagnostics.rejected_of("a.csv")), (vec![row], 1));
    }
}
