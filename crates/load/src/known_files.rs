//! What files looked like when their content was last hashed: one that looks the same is not read again.
//!
//! A cache, which may be thrown away at any time: whether content was loaded is known by its hash alone.

use std::{
    collections::BTreeMap,
    fs::{self, Metadata},
    io,
    os::unix::fs::MetadataExt,
    path::Path,
};

use jauge_domain::FileNote;
use serde::{Deserialize, Serialize};

/// The file in the store's folder.
const FILE: &str = "files.json";

/// A file that changed more recently than so many seconds before it was hashed may change again within one tick of the
/// file system's clock.
const SETTLED: i64 = 2;

/// Files by source, each by its path.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct KnownFiles(BTreeMap<String, BTreeMap<String, KnownFile>>);

/// One file: how it looked, and what was in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct KnownFile {
    stat: Stat,
    content: Content,
}

/// Length, times of change (of content and of anything; seconds and nanoseconds), inode and device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stat(u64, (i64, i64), (i64, i64), u64, u64);

/// What was found in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Content {
    /// The length of its whole rows.
    pub(crate) bytes: u64,
    /// Their hash.
    pub(crate) hash: String,
    /// What stands behind them.
    pub(crate) tail: Option<Tail>,
}

/// What stands behind the last whole row of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tail {
    /// The length of all that the file has.
    pub(crate) bytes: u64,
    /// The hash of all that the file has.
    pub(crate) hash: String,
    /// The line on which a row begins whose quote is open.
    pub(crate) open: Option<u64>,
}

impl KnownFiles {
    /// Those kept in the folder `dir`; none where they cannot be read.
    pub(crate) fn read(dir: &Path) -> Self {
        let path = dir.join(FILE);
        // A pipe in its place is not waited for.
        let json = path.is_file().then(|| fs::read(&path).ok()).flatten();
        json.and_then(|json| serde_json::from_slice(&json).ok()).unwrap_or_default()
    }

    /// Keeps them in the folder `dir`.
    pub(crate) fn write(&self, dir: &Path) -> io::Result<()> {
        jauge_durable::replace(&dir.join(FILE), &serde_json::to_vec(self)?)
    }

    /// What is in the file at `path` of `source`, where it still looks as it did.
    pub(crate) fn of(&self, source: &str, path: &Path, stat: &Stat) -> Option<&KnownFile> {
        self.0.get(source)?.get(path.to_str()?).filter(|file| file.stat == *stat)
    }

    /// Puts `files` in the place of what was known of `source`.
    pub(crate) fn put(&mut self, source: &str, files: BTreeMap<String, KnownFile>) {
        self.0.insert(source.to_owned(), files);
    }
}

impl KnownFile {
    /// `content` of a file that looked like `stat` before and after it was read; `None` where it may still change unseen.
    pub(crate) fn settled(stat: Stat, content: Content, now: jiff::Timestamp) -> Option<Self> {
        let changed = stat.1.0.max(stat.2.0);
        (changed < now.as_second() - SETTLED).then_some(Self { stat, content })
    }

    /// What was in it.
    pub(crate) fn content(&self) -> &Content {
        &self.content
    }
}

impl Stat {
    /// How the file at `path` looks.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let stat = |file: Metadata| {
            let modified = (file.mtime(), file.mtime_nsec());
            Self(file.len(), modified, (file.ctime(), file.ctime_nsec()), file.ino(), file.dev())
        };
        path.metadata().ok().map(stat)
    }
}

impl Tail {
    /// What is to be said of it.
    pub(crate) fn note(&self) -> FileNote {
        self.open.map_or(FileNote::TailWaits, |line| FileNote::OpenTail { line })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_looks_different_is_not_known() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.csv");
        fs::write(&path, "a\n").unwrap();
        let stat = Stat::of(&path).unwrap();
        let content = Content { bytes: 2, hash: "h".to_owned(), tail: None };
        let now = jiff::Timestamp::now();
        assert!(KnownFile::settled(stat, content.clone(), now).is_none(), "it may change again in this very moment");
        let later = now + jiff::SignedDuration::from_secs(10);
        let known = KnownFile::settled(stat, content, later).unwrap();
        let mut files = KnownFiles::default();
        files.put("s", BTreeMap::from([(path.to_str().unwrap().to_owned(), known.clone())]));
        files.write(dir.path()).unwrap();
        let files = KnownFiles::read(dir.path());
        assert_eq!(files.of("s", &path, &stat), Some(&known));
        assert_eq!(files.of("t", &path, &stat), None);
        fs::write(&path, "b\n").unwrap();
        assert_eq!(files.of("s", &path, &Stat::of(&path).unwrap()), None);
        fs::write(dir.path().join(FILE), "{").unwrap();
        assert_eq!(KnownFiles::read(dir.path()), KnownFiles::default());
    }
}
