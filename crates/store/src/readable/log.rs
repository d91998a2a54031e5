//! The log of a table as it lies on the disk.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use jauge_domain::Damage;
use serde_json::Value;

use super::{damaged::Damaged, data};

/// The log of a table as it lies on the disk.
#[derive(Debug, Default)]
pub(crate) struct Log {
    dir: PathBuf,
    /// The commits there are, and those that are missing between them.
    commits: BTreeMap<u64, Result<Commit, Damage>>,
    /// The newest version that a readable checkpoint holds.
    checkpoint: Option<u64>,
    /// Checkpoints, and the pointer to the last one, that cannot be read.
    others: Vec<Damaged>,
    /// How many files were read.
    pub(crate) files: usize,
}

/// What one commit says, as far as a repair must know.
#[derive(Debug, Default)]
struct Commit {
    adds: Vec<String>,
    removes: Vec<String>,
    batch: Option<i64>,
}

/// How far a log reaches.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// To its end.
    Whole,
    /// To before its last commits.
    ToTail,
    /// It leads nowhere.
    Broken,
}

impl Log {
    /// Reads the log of the table in the folder `table`, checkpoints included.
    pub(crate) async fn read(table: &Path) -> io::Result<Self> {
        let dir = table.join("_delta_log");
        let mut log = Self { dir: dir.clone(), ..Self::default() };
        let entries = match fs::read_dir(&dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(log),
            Err(error) => return Err(error),
        };
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            let version = name.get(..20).and_then(|digits| digits.parse::<u64>().ok());
            match (version, &name) {
                (Some(version), name) if name.len() == 25 && name.ends_with(".json") => {
                    log.commits.insert(version, commit(&path));
                }
                (Some(version), name) if name.contains(".checkpoint") && name.ends_with(".parquet") => {
                    match data::damage(&path, None).await {
                        None => log.checkpoint = log.checkpoint.max(Some(version)),
                        Some(damage) => log.others.push(Damaged { path, damage }),
                    }
                }
                (None, name) if name == "_last_checkpoint" => log.others.extend(pointer(path)),
                _ => continue,
            }
            log.files += 1;
        }
        log.note_gaps();
        Ok(log)
    }

    /// Notes the commits that are missing: between two, or before the first where no checkpoint stands for them.
    fn note_gaps(&mut self) {
        let keys = || self.commits.keys().copied();
        let (Some(first), Some(last)) = (keys().next(), keys().next_back()) else { return };
        let has_checkpoint = self.checkpoint.is_some() || !self.others.is_empty();
        let before = (!has_checkpoint && first > 0).then(|| first - 1);
        for version in before.into_iter().chain(self.checkpoint.map_or(first, |version| version + 1)..last) {
            self.commits.entry(version).or_insert(Err(Damage::Missing));
        }
    }

    /// True where the log begins with the table's first commit, or with a checkpoint.
    fn has_beginning(&self) -> bool {
        self.checkpoint.is_some() || self.commits.contains_key(&0)
    }

    /// The first version that the state follows from, beside the checkpoint's.
    fn first(&self) -> u64 {
        self.checkpoint.map_or(0, |version| version + 1)
    }

    /// The commits that the state follows from, beside the checkpoint.
    fn needed(&self) -> impl DoubleEndedIterator<Item = &Result<Commit, Damage>> {
        self.commits.range(self.first()..).map(|(_, commit)| commit)
    }

    /// How far the log reaches.
    pub(crate) fn extent(&self) -> Extent {
        let (all, good) = (self.needed().count(), self.needed().take_while(|commit| commit.is_ok()).count());
        let leads = self.has_beginning() && (good > 0 || self.checkpoint.is_some());
        match self.needed().skip(good).all(Result::is_err) {
            _ if self.files == 0 => Extent::Whole,
            _ if leads && good == all => Extent::Whole,
            true if leads => Extent::ToTail,
            _ => Extent::Broken,
        }
    }

    /// The files that cannot be read, and those that are missing.
    pub(crate) fn damaged(&self) -> Vec<Damaged> {
        let commits = self.commits.iter().filter_map(|(version, commit)| {
            let damage = commit.as_ref().err()?.clone();
            Some(Damaged { path: self.dir.join(format!("{version:020}.json")), damage })
        });
        commits.chain(self.others.iter().cloned()).collect()
    }

    /// The data files that a commit took out and none brought back.
    pub(crate) fn removed(&self) -> BTreeSet<String> {
        let mut removed = BTreeSet::new();
        for commit in self.commits.values().flatten() {
            removed.extend(commit.removes.iter().cloned());
            removed.retain(|path| !commit.adds.contains(path));
        }
        removed
    }

    /// The last batch that a readable commit says has landed.
    pub(crate) fn batch(&self) -> Option<i64> {
        self.commits.values().flatten().filter_map(|commit| commit.batch).max()
    }
}

fn commit(path: &Path) -> Result<Commit, Damage> {
    let bytes = fs::read(path).map_err(data::unreadable)?;
    if bytes.is_empty() {
        return Err(Damage::Empty);
    }
    let mut commit = Commit::default();
    let mut is_whole = false;
    for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let action: Value = serde_json::from_slice(line).map_err(data::unreadable)?;
        let text = |pointer: &str| action.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        commit.adds.extend(text("/add/path"));
        commit.removes.extend(text("/remove/path"));
        if text("/txn/appId").as_deref() == Some("jauge") {
            commit.batch = action.pointer("/txn/version").and_then(Value::as_i64);
        }
        // A commit of ours ends with the batch; the first one of a table says what the table is.
        is_whole |= ["txn", "metaData"].iter().any(|key| action.get(key).is_some());
    }
    if is_whole { Ok(commit) } else { Err(Damage::Cut) }
}

fn pointer(path: PathBuf) -> Option<Damaged> {
    let read = fs::read(&path).map_err(data::unreadable);
    let read = read.and_then(|bytes| serde_json::from_slice::<Value>(&bytes).map_err(data::unreadable));
    read.err().map(|damage| Damaged { path, damage })
}

/// What of the log of the table in `dir` cannot be read, the first of it; `None` where all can.
pub(crate) async fn cause(dir: &Path) -> Option<Damaged> {
    Log::read(dir).await.ok()?.damaged().into_iter().next()
}

/// The first commit of the table in `dir` that is there and has no content.
pub(crate) fn empty(dir: &Path) -> Option<PathBuf> {
    let entries = fs::read_dir(dir.join("_delta_log")).ok()?;
    let is_empty = |entry: &fs::DirEntry| entry.metadata().is_ok_and(|found| found.is_file() && found.len() == 0);
    let commits = entries.flatten().filter(|entry| entry.path().extension().is_some_and(|name| name == "json"));
    commits.filter(is_empty).map(|entry| entry.path()).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "{\"metaData\":{}}\n";
    const WHOLE: &str = "{\"add\":{\"path\":\"a\"}}\n{\"txn\":{\"appId\":\"jauge\",\"version\":7}}\n";

    async fn of(commits: &[(u64, &str)]) -> Log {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("_delta_log")).unwrap();
        for (version, text) in commits {
            fs::write(dir.path().join(format!("_delta_log/{version:020}.json")), text).unwrap();
        }
        Log::read(dir.path()).await.unwrap()
    }

    #[tokio::test]
    async fn a_log_is_whole_or_lacks_its_tail_or_leads_nowhere() {
        assert_eq!(of(&[]).await.extent(), Extent::Whole, "whoever made the folder was killed");
        assert_eq!(of(&[(0, FIRST), (1, WHOLE)]).await.extent(), Extent::Whole);
        for half in ["", "{\"add\":{\"pa", "{\"add\":{\"path\":\"a\"}}\n", "\0\0\0\0"] {
            assert_eq!(of(&[(0, FIRST), (1, half)]).await.extent(), Extent::ToTail, "{half:?}");
            assert_eq!(of(&[(0, FIRST), (1, half), (2, WHOLE)]).await.extent(), Extent::Broken, "{half:?}");
            assert_eq!(of(&[(0, half)]).await.extent(), Extent::Broken, "{half:?}");
        }
        assert_eq!(of(&[(0, FIRST), (2, WHOLE)]).await.extent(), Extent::Broken);
        assert_eq!(of(&[(1, WHOLE), (2, WHOLE)]).await.extent(), Extent::Broken);
    }

    #[tokio::test]
    async fn what_is_missing_between_two_commits_is_named() {
        let log = of(&[(0, FIRST), (2, WHOLE)]).await;
        let [gap] = &log.damaged()[..] else { panic!("{log:?}") };
        assert!(gap.path.ends_with("00000000000000000001.json"));
        assert_eq!((&gap.damage, log.batch()), (&Damage::Missing, Some(7)));
    }
}
