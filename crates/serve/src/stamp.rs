//! What a workspace's files look like: while that stays, what was answered holds.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// How deep folders of definitions are looked into: `queries/kpis/file.sql`.
const DEPTH: usize = 3;

/// The last commit of each table and each file of definitions, with when and how large it was last written: a table that was made
/// anew may have as many commits as the one before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stamp {
    files: BTreeMap<String, (Option<SystemTime>, u64)>,
}

impl Stamp {
    /// Of the workspace in `root`, whose tables lie in `store`, and its feasts in a file of their own. What cannot be looked at is left
    /// out: who opens it will say so.
    pub(crate) fn of(root: &Path, store: &Path, feasts: Option<&Path>) -> Self {
        let mut stamp = Self::default();
        for table in entries(store) {
            let last = entries(&table.join("_delta_log")).into_iter().filter(|file| ends_with(file, "json")).max();
            last.iter().for_each(|last| stamp.add(last, 0));
        }
        for path in ["jauge.lock", "objectives", "queries"].map(Path::new).into_iter().chain(feasts) {
            stamp.add(&root.join(path), DEPTH);
        }
        // jauge.toml, which may be a link to another beside it.
        let settings = entries(root).into_iter().filter(|file| ends_with(file, "toml"));
        settings.for_each(|file| stamp.add(&file, 0));
        stamp
    }

    fn add(&mut self, path: &Path, depth: usize) {
        let Ok(facts) = fs::symlink_metadata(path) else { return };
        self.files.insert(path.display().to_string(), (facts.modified().ok(), facts.len()));
        if facts.is_dir() && depth > 0 {
            entries(path).iter().for_each(|entry| self.add(entry, depth - 1));
        }
    }
}

/// True for a name with this ending; commits of a Delta log end in `json`, and sort as they were made.
fn ends_with(file: &Path, ending: &str) -> bool {
    file.extension().is_some_and(|end| end == ending)
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries.filter_map(|entry| Some(entry.ok()?.path())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[test]
    fn a_table_made_anew_is_another_also_with_as_many_commits() {
        let dir = tempfile::tempdir().unwrap();
        let (root, store) = (dir.path(), dir.path().join(".jauge"));
        let commit = ".jauge/events/_delta_log/00000000000000000000.json";
        write(root, commit, "{}");
        let first = Stamp::of(root, &store, None);
        fs::remove_dir_all(&store).unwrap();
        write(root, commit, "{\"of\": \"other rows\"}");
        assert_ne!(first, Stamp::of(root, &store, None));
    }

    #[test]
    fn a_commit_and_a_changed_definition_are_seen_and_nothing_else_is() {
        let dir = tempfile::tempdir().unwrap();
        let (root, store) = (dir.path(), dir.path().join(".jauge"));
        let first = Stamp::of(root, &store, None);
        write(root, ".jauge/events/_delta_log/00000000000000000000.json", "{}");
        let loaded = Stamp::of(root, &store, None);
        assert_ne!(first, loaded);
        write(root, ".jauge/events/part.parquet", "half written");
        write(root, "exports/a.csv", "a");
        assert_eq!(loaded, Stamp::of(root, &store, None));
        write(root, ".jauge/events/_delta_log/00000000000000000001.json", "{}");
        let again = Stamp::of(root, &store, None);
        assert_ne!(loaded, again);
        write(root, "objectives/shop.toml", "[[objective]]");
        let stated = Stamp::of(root, &store, None);
        assert_ne!(again, stated);
        write(root, "objectives/shop.toml", "[[objective]]\nid = \"more\"");
        assert_ne!(stated, Stamp::of(root, &store, None));
    }

    #[test]
    fn feasts_are_looked_after_wherever_they_are() {
        let dir = tempfile::tempdir().unwrap();
        let looked = || Stamp::of(dir.path(), &dir.path().join(".jauge"), Some(Path::new("calendar/feasts.toml")));
        let before = looked();
        write(dir.path(), "calendar/feasts.toml", "[fair]");
        let there = looked();
        write(dir.path(), "calendar/feasts.toml", "[other_fair]");
        assert!(before != there && there != looked());
    }
}
