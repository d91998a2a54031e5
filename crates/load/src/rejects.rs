//! Rows that were not loaded, each with its reason.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    sync::{Arc, Mutex, PoisonError},
};

use jauge_plugin::{Host, Reject};

use super::Progress;

/// Rejects kept with their reason; past this number they are only counted, and the summary says so.
const KEPT: usize = 100_000;

/// Gathers what a load has to say: rejects, notes, progress. Shared by all threads of a load.
#[derive(Default)]
pub(crate) struct Gathered {
    inner: Mutex<Inner>,
    progress: Arc<Progress>,
}

/// Where a reject stands: stream, line, column, value.
type Place = (String, Option<u64>, Option<String>, Option<String>);

#[derive(Default)]
struct Inner {
    seen: HashSet<Place>,
    rejects: Vec<Reject>,
    rejected: BTreeMap<String, u64>,
    notes: BTreeSet<String>,
}

impl Gathered {
    /// Tells `progress` how far the reading is, and stops when it says so.
    pub(crate) fn new(progress: Arc<Progress>) -> Self {
        Self { progress, ..Self::default() }
    }

    /// The rejects kept, in a stable order.
    pub(crate) fn rejects(&self) -> Vec<Reject> {
        let mut rejects = self.lock().rejects.clone();
        rejects.sort_by(|a, b| (&a.stream, a.line, &a.column, &a.value).cmp(&(&b.stream, b.line, &b.column, &b.value)));
        rejects
    }

    /// How many rows of `stream` were rejected.
    pub(crate) fn rejected(&self, stream: &str) -> u64 {
        self.lock().rejected.get(stream).copied().unwrap_or(0)
    }

    /// What the user should read, each once.
    pub(crate) fn notes(&self) -> Vec<String> {
        self.lock().notes.iter().cloned().collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        // Whoever panicked while holding it left whole values behind: each change is one push.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Host for Gathered {
    fn reject(&self, reject: Reject) {
        let mut inner = self.lock();
        // A file that the SQL reads twice has each bad line twice.
        let Reject { stream, line, column, value, .. } = &reject;
        if line.is_some() && !inner.seen.insert((stream.clone(), *line, column.clone(), value.clone())) {
            return;
        }
        *inner.rejected.entry(reject.stream.clone()).or_default() += 1;
        if inner.rejects.len() < KEPT {
            inner.rejects.push(reject);
        }
    }

    fn note(&self, text: &str) {
        self.lock().notes.insert(text.to_owned());
    }

    fn progress(&self, bytes: u64) {
        self.progress.read(bytes);
    }

    fn is_cancelled(&self) -> bool {
        self.progress.is_stopped()
    }
}
