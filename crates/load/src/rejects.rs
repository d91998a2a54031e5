//! Rows that were not loaded, each with its reason.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use jauge_domain::{Message, RejectedRow, SourceNote};
use jauge_files::Hears;
use jauge_plugin::{Host, Reject};

use super::{Progress, scrub::Scrub};

/// Rejects kept with their reason; past this number they are only counted, and the summary says so.
const KEPT: usize = 10_000;

/// Gathers what a load has to say: rejects, notes, progress. Shared by all threads of a load.
#[derive(Default)]
pub(crate) struct Diagnostics {
    inner: Mutex<Inner>,
    progress: Arc<Progress>,
    scrub: Scrub,
}

#[derive(Default)]
struct Inner {
    /// Rows that were read and did not fit, by stream.
    own: BTreeMap<String, Counted>,
    /// Rows that could not be read, by stream and reading of it: SQL may read a file twice.
    passes: BTreeMap<String, Vec<Counted>>,
    /// How many were kept of each reading's.
    kept: BTreeMap<usize, usize>,
    /// By their codes, which are a stable order.
    notes: BTreeMap<String, Message>,
}

/// Rejects of one stream: all are counted, and the first kept.
#[derive(Default)]
struct Counted {
    count: u64,
    kept: Vec<RejectedRow>,
}

/// One reading of a stream. Each bad row of the stream is heard of once in it.
pub(crate) struct Pass {
    diagnostics: Arc<Diagnostics>,
    stream: String,
    number: usize,
}

impl Diagnostics {
    /// Tells `progress` how far the reading is, and stops when it says so.
    pub(crate) fn new(progress: Arc<Progress>, scrub: Scrub) -> Self {
        Self { progress, scrub, ..Self::default() }
    }

    /// One more reading of `stream`.
    pub(crate) fn pass(self: &Arc<Self>, stream: &str) -> Arc<Pass> {
        let mut inner = self.lock();
        let passes = inner.passes.entry(stream.to_owned()).or_default();
        passes.push(Counted::default());
        let number = passes.len() - 1;
        Arc::new(Pass { diagnostics: self.clone(), stream: stream.to_owned(), number })
    }

    /// The rejects kept, in a stable order.
    pub(crate) fn rejects(&self) -> Vec<RejectedRow> {
        let inner = self.lock();
        let of_passes = inner.passes.values().filter_map(|passes| fullest(passes));
        let mut rejects: Vec<_> = of_passes.chain(inner.own.values()).flat_map(|found| &found.kept).cloned().collect();
        rejects.sort_by(|a, b| (&a.stream, a.line, &a.column, &a.value).cmp(&(&b.stream, b.line, &b.column, &b.value)));
        rejects.truncate(KEPT);
        rejects
    }

    /// How many rows of `stream` were rejected.
    pub(crate) fn rejected_of(&self, stream: &str) -> u64 {
        let inner = self.lock();
        let own = inner.own.get(stream).map_or(0, |found| found.count);
        own + inner.passes.get(stream).and_then(|passes| fullest(passes)).map_or(0, |found| found.count)
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

impl Inner {
    /// Counts `row`, and keeps it while there is room, in the reading `pass`; `None` where it had been read. What is kept is
    /// scrubbed first.
    fn take_in(&mut self, row: RejectedRow, pass: Option<(&str, usize)>, scrub: &Scrub) {
        let kept = self.kept.entry(pass.map_or(0, |(_, number)| number)).or_default();
        let found = match pass {
            None => Some(self.own.entry(row.stream.clone()).or_default()),
            Some((stream, number)) => self.passes.get_mut(stream).and_then(|passes| passes.get_mut(number)),
        };
        let Some(found) = found else { return };
        found.count += 1;
        if *kept < KEPT {
            *kept += 1;
            found.kept.push(scrub.row(row));
        }
    }
}

/// The reading that heard of most: others were cut short.
fn fullest(passes: &[Counted]) -> Option<&Counted> {
    passes.iter().rev().max_by_key(|found| found.count)
}

impl Host for Diagnostics {
    fn reject(&self, reject: Reject) {
        self.rejected(quoted(reject));
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
        self.lock().take_in(row, None, &self.scrub);
    }

    fn found(&self, note: SourceNote) {
        self.note_once(note.into());
    }
}

impl Host for Pass {
    fn reject(&self, reject: Reject) {
        self.rejected(quoted(reject));
    }

    fn note(&self, text: &str) {
        self.diagnostics.note(text);
    }

    fn progress(&self, bytes: u64) {
        self.diagnostics.progress(bytes);
    }

    fn is_cancelled(&self) -> bool {
        self.diagnostics.is_cancelled()
    }
}

impl Hears for Pass {
    fn rejected(&self, row: RejectedRow) {
        let diagnostics = &self.diagnostics;
        diagnostics.lock().take_in(row, Some((&self.stream, self.number)), &diagnostics.scrub);
    }

    fn found(&self, note: SourceNote) {
        self.diagnostics.found(note);
    }
}

/// A plugin's reject, in its own words.
fn quoted(reject: Reject) -> RejectedRow {
    let Reject { stream, line, column, value, reason } = reject;
    RejectedRow { stream, line, column, value, why: Box::new(Message::Quoted(reason)) }
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

    fn row(line: u64) -> RejectedRow {
        let why = Box::new(RejectReason::NotWhole.into());
        RejectedRow { stream: "a.csv".to_owned(), line: Some(line), column: None, value: None, why }
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
        let diagnostics = Arc::new(Diagnostics::default());
        let [cut_short, first, second] = [(); 3].map(|()| diagnostics.pass("a.csv"));
        cut_short.rejected(row(2));
        for line in [2, 3] {
            first.rejected(row(line));
            second.rejected(row(line));
        }
        assert_eq!((diagnostics.rejects(), diagnostics.rejected_of("a.csv")), (vec![row(2), row(3)], 2));
    }

    #[test]
    fn equal_rows_of_one_line_are_all_counted() {
        let diagnostics = Arc::new(Diagnostics::default());
        let pass = diagnostics.pass("a.json");
        [row(1), row(1)].into_iter().for_each(|row| pass.rejected(row));
        [row(1), row(1)].into_iter().for_each(|row| diagnostics.rejected(row));
        assert_eq!((diagnostics.rejected_of("a.json"), diagnostics.rejected_of("a.csv")), (2, 2));
    }

    #[test]
    fn the_first_are_kept_and_all_are_counted() {
        let diagnostics = Arc::new(Diagnostics::default());
        let pass = diagnostics.pass("a.csv");
        let lines = 3 * KEPT as u64;
        (0..lines).for_each(|line| pass.rejected(row(line)));
        assert_eq!((diagnostics.rejects().len(), diagnostics.rejected_of("a.csv")), (KEPT, lines));
    }
}
