//! A stream that is to be loaded.

use jauge_domain::{FileNote, SourceNote};
use jauge_plugin::{Checkpoint, Scan, Stream};

use super::known_files::Content;

/// A stream to load, and what of it.
#[derive(Clone, Debug)]
pub(crate) struct Due {
    pub(crate) stream: Stream,
    /// What identifies the content of a file; `None` for a stream that goes on from a cursor.
    pub(crate) fingerprint: Option<Content>,
    /// The bytes that were hashed, less those loaded before; or where the last load had come to.
    pub(crate) scan: Scan,
    /// Where the reading has come to, for a stream that goes on from a cursor.
    pub(crate) reached: Checkpoint,
    /// True for a file of which every row was rejected before, under the settings of now.
    pub(crate) rejected_before: bool,
    /// The stream that begins with all there is in this one, of which nothing is read then.
    pub(crate) within: Option<String>,
    /// Others whose rows are read with its, as if they were one.
    pub(crate) with: Vec<Due>,
}

impl Due {
    /// All of `stream`, as a preview reads it.
    pub(crate) fn whole(stream: &Stream) -> Self {
        let (scan, reached) = (Scan::default(), Checkpoint::default());
        let (within, with) = (None, Vec::new());
        Self { stream: stream.clone(), fingerprint: None, scan, reached, rejected_before: false, within, with }
    }

    /// All of `due` as one; none where there are none.
    pub(crate) fn as_one(mut due: Vec<Self>) -> Vec<Self> {
        let with = due.split_off(due.len().min(1));
        due.into_iter().map(|first| Self { with: with.clone(), ..first }).collect()
    }

    /// Where the next load is to go on: where this one has come to, or started.
    pub(crate) fn cursor(&self) -> Option<String> {
        self.reached.get().or_else(|| self.scan.cursor.clone())
    }

    /// True where the stream goes on from a cursor and has nothing new.
    pub(crate) fn is_at_its_end(&self) -> bool {
        self.fingerprint.is_none() && self.scan.cursor.is_some() && self.cursor() == self.scan.cursor
    }
}

/// True for a file of no bytes: nothing tells its format or columns, and there is nothing to read.
pub(crate) fn is_empty(stream: &Stream) -> bool {
    stream.file.as_ref().is_some_and(|file| file.metadata().is_ok_and(|found| found.is_file() && found.len() == 0))
}

/// That there is nothing to read in the file `stream`.
pub(crate) fn empty(stream: &Stream) -> SourceNote {
    SourceNote::OfFiles { stream: stream.name.clone(), more: 0, note: FileNote::Empty }
}
