//! The log of a table as it lies on the disk.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use deltalake::kernel::{Action, Protocol};
use jauge_domain::Damage;
use serde_json::Value;

use super::{damaged::Damaged, data};
use crate::links::is_file_name;

/// The application that numbers the batches of every table, in commits.
pub(crate) const APP: &str = "jauge";
/// The newest protocol of readers and of writers that tables of Jauge ask for.
const PROTOCOL: (i32, i32) = (1, 2);
/// More than the bytes and rows of any file, and than the milliseconds until the year 9999.
const MOST: i64 = 1 << 48;

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
pub(super) struct Commit {
    adds: Vec<String>,
    removes: Vec<String>,
    /// The version of each application that it names.
    pub(super) versions: BTreeMap<String, i64>,
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
        let mut pointers = Vec::new();
        for (path, kind) in names(&dir)? {
            log.files += 1;
            match kind {
                Kind::Commit(version) => drop(log.commits.insert(version, commit(&path))),
                Kind::Checkpoint(version) => match data::damage(&path, None).await {
                    None => log.checkpoint = log.checkpoint.max(Some(version)),
                    Some(damage) => log.others.push(Damaged { path, damage }),
                },
                Kind::Pointer => pointers.push(path),
            }
        }
        let leads_to = log.checkpoint;
        log.others.extend(pointers.into_iter().filter_map(|path| pointer(path, leads_to)));
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
        self.commits.values().flatten().filter_map(|commit| commit.versions.get(APP).copied()).max()
    }
}

impl Commit {
    /// Notes what `action` says; true where a commit of ours may end with it: with the batch, or, the first one of a table, with
    /// what the table is.
    fn note(&mut self, action: Action) -> Result<bool, Damage> {
        match action {
            Action::Add(add) if add.deletion_vector.is_none() => {
                let stats =
                    add.stats.as_deref().map_or(Ok(Value::Null), serde_json::from_str).map_err(data::unreadable)?;
                let rows = stats.get("numRecords").map(|rows| rows.as_i64().unwrap_or(-1)).unwrap_or_default();
                foreign(&add.path, [add.size, add.modification_time, rows]).map_or(Ok(()), Err)?;
                self.adds.push(add.path);
            }
            Action::Remove(remove) if remove.deletion_vector.is_none() => {
                foreign(&remove.path, []).map_or(Ok(()), Err)?;
                self.removes.push(remove.path);
            }
            Action::Txn(told) => {
                let is_batch = told.app_id == APP;
                self.versions.insert(told.app_id, told.version);
                return Ok(is_batch);
            }
            Action::Metadata(_) => return Ok(true),
            Action::Protocol(protocol) if is_known(&protocol) => {}
            Action::CommitInfo(_) => {}
            Action::Add(_) | Action::Remove(_) | Action::Protocol(_) | Action::Cdc(_) | Action::DomainMetadata(_) => {
                return Err(Damage::Foreign);
            }
        }
        Ok(false)
    }
}

/// What is wrong with what the log says of a data file: it lies in the table's folder, and its bytes, its rows and the millisecond
/// it was written are numbers that add up.
pub(crate) fn foreign<const N: usize>(path: &str, numbers: [i64; N]) -> Option<Damage> {
    match is_file_name(path) {
        false => Some(Damage::Outside { path: path.to_owned() }),
        true => numbers.iter().any(|number| !(0..MOST).contains(number)).then_some(Damage::Foreign),
    }
}

/// True for what Jauge asks of those who read and write its tables. More of it means that rows are not as the data files say.
pub(crate) fn is_known(protocol: &Protocol) -> bool {
    protocol.min_reader_version() <= PROTOCOL.0 && protocol.min_writer_version() <= PROTOCOL.1
}

/// What the commit in the file `path` says.
pub(super) fn commit(path: &Path) -> Result<Commit, Damage> {
    if data::length(path)? == 0 {
        return Err(Damage::Empty);
    }
    let bytes = fs::read(path).map_err(data::unreadable)?;
    let mut commit = Commit::default();
    let mut is_whole = false;
    for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        is_whole |= commit.note(serde_json::from_slice(line).map_err(data::unreadable)?)?;
    }
    if is_whole { Ok(commit) } else { Err(Damage::Cut) }
}

/// The pointer to the last checkpoint, where it leads elsewhere than to the one of version `to`.
fn pointer(path: PathBuf, to: Option<u64>) -> Option<Damaged> {
    let read = data::length(&path).and_then(|_| fs::read(&path).map_err(data::unreadable));
    let read = read.and_then(|bytes| serde_json::from_slice::<Value>(&bytes).map_err(data::unreadable));
    let damage = match read {
        Ok(pointer) if pointer.get("version").and_then(Value::as_u64).is_some_and(|version| Some(version) == to) => {
            return None;
        }
        Ok(_) => Damage::Foreign,
        Err(damage) => damage,
    };
    Some(Damaged { path, damage })
}

/// What of the log of the table in `dir` cannot be read, the first of it; `None` where all can.
pub(crate) async fn cause(dir: &Path) -> Option<Damaged> {
    Log::read(dir).await.ok()?.damaged().into_iter().next()
}

/// A file of a log.
pub(super) enum Kind {
    Commit(u64),
    Checkpoint(u64),
    /// Names the last checkpoint.
    Pointer,
}

impl Kind {
    fn of(name: &str) -> Option<Self> {
        let version = name.get(..20).and_then(|digits| digits.parse::<u64>().ok());
        match version {
            Some(version) if name.len() == 25 && name.ends_with(".json") => Some(Self::Commit(version)),
            Some(version) if name.contains(".checkpoint") && name.ends_with(".parquet") => {
                Some(Self::Checkpoint(version))
            }
            None if name == "_last_checkpoint" => Some(Self::Pointer),
            _ => None,
        }
    }

    pub(super) fn commit(&self) -> Option<u64> {
        match self {
            Self::Commit(version) => Some(*version),
            Self::Checkpoint(_) | Self::Pointer => None,
        }
    }

    pub(super) fn checkpoint(&self) -> Option<u64> {
        match self {
            Self::Checkpoint(version) => Some(*version),
            Self::Commit(_) | Self::Pointer => None,
        }
    }
}

/// The files of the log in `dir` that the table is read from; none where there is no log.
pub(super) fn names(dir: &Path) -> io::Result<Vec<(PathBuf, Kind)>> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        if let Some(kind) = entry.file_name().to_str().and_then(Kind::of) {
            found.push((entry.path(), kind));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = r#"{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}
{"metaData":{"id":"8d89bbf8-9f3b-479e-9111-ea7c83942d18","name":"a","description":null,"format":{"provider":"parquet","options":{}},"schemaString":"{\"type\":\"struct\",\"fields\":[]}","partitionColumns":[],"createdTime":1,"configuration":{}}}
"#;
    const ADD: &str = r#"{"add":{"path":"a","partitionValues":{},"size":1,"modificationTime":1,"dataChange":true}}
"#;
    const BATCH: &str = r#"{"txn":{"appId":"jauge","version":7}}
"#;

    async fn of(commits: &[(u64, &str)]) -> Log {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("_delta_log")).unwrap();
        for (version, text) in commits {
            fs::write(dir.path().join(format!("_delta_log/{version:020}.json")), text).unwrap();
        }
        Log::read(dir.path()).await.unwrap()
    }

    fn whole() -> String {
        [ADD, BATCH].concat()
    }

    #[tokio::test]
    async fn a_log_is_whole_or_lacks_its_tail_or_leads_nowhere() {
        let whole = whole();
        assert_eq!(of(&[]).await.extent(), Extent::Whole, "whoever made the folder was killed");
        assert_eq!(of(&[(0, FIRST), (1, &whole)]).await.extent(), Extent::Whole);
        for half in ["", "{\"add\":{\"pa", ADD, "\0\0\0\0"] {
            assert_eq!(of(&[(0, FIRST), (1, half)]).await.extent(), Extent::ToTail, "{half:?}");
            assert_eq!(of(&[(0, FIRST), (1, half), (2, &whole)]).await.extent(), Extent::Broken, "{half:?}");
            assert_eq!(of(&[(0, half)]).await.extent(), Extent::Broken, "{half:?}");
        }
        assert_eq!(of(&[(0, FIRST), (2, &whole)]).await.extent(), Extent::Broken);
        assert_eq!(of(&[(1, &whole), (2, &whole)]).await.extent(), Extent::Broken);
    }

    #[tokio::test]
    async fn what_no_commit_of_ours_says_is_damage() {
        let vector = r#""deletionVector":{"storageType":"p","pathOrInlineDv":"file:///x","offset":1,"sizeInBytes":1,"cardinality":1},"path""#;
        let more = r#"{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["deletionVectors"],"writerFeatures":["deletionVectors"]}}
"#;
        for foreign in [
            &ADD.replace("\"a\"", "\"../a\""),
            &ADD.replace("\"a\"", "\"file:///a\""),
            &ADD.replace("\"size\":1", "\"size\":-1"),
            &ADD.replace("Time\":1", "Time\":9223372036854775807"),
            &ADD.replace("\"dataChange\"", "\"stats\":\"{\\\"numRecords\\\":9223372036854775807}\",\"dataChange\""),
            &ADD.replace("\"path\"", vector),
            more,
            "{\"add\":null}\n",
            "{\"metaData\":{}}\n",
        ] {
            let log = of(&[(0, FIRST), (1, &[foreign, BATCH].concat())]).await;
            assert_eq!((log.extent(), log.damaged().len()), (Extent::ToTail, 1), "{foreign}");
        }
    }

    #[tokio::test]
    async fn a_pointer_to_a_checkpoint_that_is_not_there_is_damage() {
        let dir = tempfile::tempdir().unwrap();
        let log = dir.path().join("_delta_log");
        fs::create_dir(&log).unwrap();
        fs::write(log.join("00000000000000000000.json"), FIRST).unwrap();
        fs::write(log.join("_last_checkpoint"), r#"{"version":7,"size":1}"#).unwrap();
        let log = Log::read(dir.path()).await.unwrap();
        assert_eq!((log.extent(), log.damaged()[0].damage.clone()), (Extent::Whole, Damage::Foreign));
    }

    #[tokio::test]
    async fn what_is_missing_between_two_commits_is_named() {
        let log = of(&[(0, FIRST), (2, &whole())]).await;
        let [gap] = &log.damaged()[..] else { panic!("{log:?}") };
        assert!(gap.path.ends_with("00000000000000000001.json"));
        assert_eq!((&gap.damage, log.batch()), (&Damage::Missing, Some(7)));
    }
}
