//! The end of a table's log: the commits that are read beside its newest checkpoint.

use std::{collections::BTreeMap, path::Path};

use super::{
    damaged::Damaged,
    log::{commit, names},
};

/// What the commits of a log say that are read beside its newest checkpoint.
#[derive(Debug, Default)]
pub(crate) struct Tail {
    /// The version of the table that they lead to.
    newest: Option<u64>,
    /// True where a checkpoint may tell of applications that no commit names.
    has_checkpoint: bool,
    /// The last version of each application that they name.
    versions: BTreeMap<String, i64>,
}

impl Tail {
    /// The tail of a table that was made just now.
    pub(crate) fn of_new() -> Self {
        Self { newest: Some(0), ..Self::default() }
    }

    /// The tail of the table in `dir`.
    ///
    /// # Errors
    /// The first of its commits that is not as it was written. The engine passes over some of them as over a change of nothing.
    pub(crate) fn read(dir: &Path) -> Result<Self, Damaged> {
        let names = names(&dir.join("_delta_log")).unwrap_or_default();
        let newest = names.iter().filter_map(|(_, kind)| kind.checkpoint()).max();
        let mut tail = Self { newest, has_checkpoint: newest.is_some(), ..Self::default() };
        let commits = names.into_iter().filter_map(|(path, kind)| Some((kind.commit()?, path)));
        let mut commits: Vec<_> =
            commits.filter(|(version, _)| newest.is_none_or(|newest| *version > newest)).collect();
        commits.sort();
        for (version, path) in commits {
            let said = commit(&path).map_err(|damage| Damaged { path, damage })?;
            tail.versions.extend(said.versions);
            tail.newest = Some(version);
        }
        Ok(tail)
    }

    /// The last version of `app` in version `of` of the table, 0 where nobody named it; `None` where these commits do not tell.
    pub(crate) fn version(&self, app: &str, of: u64) -> Option<i64> {
        let told = self.versions.get(app).copied().or((!self.has_checkpoint).then_some(0));
        told.filter(|_| self.newest == Some(of))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use jauge_domain::Damage;

    use super::*;
    use crate::readable::log::APP;

    const FIRST: &str = r#"{"metaData":{"id":"8d89bbf8-9f3b-479e-9111-ea7c83942d18","name":"a","description":null,"format":{"provider":"parquet","options":{}},"schemaString":"{\"type\":\"struct\",\"fields\":[]}","partitionColumns":[],"createdTime":1,"configuration":{}}}"#;
    const BATCH: &str = r#"{"txn":{"appId":"jauge","version":7}}"#;
    const CUT: &str = r#"{"add":{"path":"a","partitionValues":{},"size":1,"modificationTime":1,"dataChange":true}}"#;

    #[test]
    fn the_last_commits_tell_each_version_unless_a_checkpoint_may() {
        let dir = tempfile::tempdir().unwrap();
        let log = dir.path().join("_delta_log");
        fs::create_dir(&log).unwrap();
        let write = |name: &str, text: &str| fs::write(log.join(name), text).unwrap();
        write("00000000000000000000.json", FIRST);
        write("00000000000000000001.json", BATCH);
        write("00000000000000000002.json", &BATCH.replace('7', "9"));
        let tail = Tail::read(dir.path()).unwrap();
        assert_eq!((tail.version(APP, 2), tail.version("other", 2)), (Some(9), Some(0)));
        assert_eq!(tail.version(APP, 3), None, "a commit has landed since");
        write("00000000000000000001.checkpoint.parquet", "");
        let tail = Tail::read(dir.path()).unwrap();
        assert_eq!((tail.version(APP, 2), tail.version("other", 2)), (Some(9), None));
        write("00000000000000000002.json", CUT);
        assert_eq!(Tail::read(dir.path()).unwrap_err().damage, Damage::Cut);
    }
}
