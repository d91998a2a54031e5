//! In which order a load reaches the disk. No file system here can lose its power; what can be seen is what is brought to the
//! disk before what.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::support::Workspace;

/// What was done, in order: `sync` or `place`, and the file.
type Done = Vec<(String, PathBuf)>;

/// The shim, built into `dir`; `None`, said so, where there is no C compiler.
fn shim(dir: &Path) -> Option<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("damage/shim.c");
    let shim = dir.join("shim.so");
    let built = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&shim).arg(source).arg("-ldl").status();
    if !built.is_ok_and(|status| status.success()) {
        eprintln!("skipped: no C compiler");
        return None;
    }
    Some(shim)
}

/// Runs `jauge` under the shim; what it did to files of the store.
fn watched(shop: &Workspace, shim: &Path, args: &[&str]) -> Done {
    let log = shop.path().join("shim.log");
    let ran = shop.command(args).env("LD_PRELOAD", shim).env("SHIM_LOG", &log).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let text = fs::read_to_string(&log).unwrap();
    fs::remove_file(&log).unwrap();
    let root = shop.path().canonicalize().unwrap();
    let of_store = |line: &str| {
        let (what, path) = line.split_once(' ')?;
        Some((what.to_owned(), Path::new(path).strip_prefix(&root).ok()?.to_owned()))
    };
    text.lines().filter_map(of_store).collect()
}

/// When `path` was brought to the disk first, counted from `from`.
fn synced(done: &Done, path: &Path, from: usize) -> Option<usize> {
    (from..done.len()).find(|nth| done[*nth].0 == "sync" && done[*nth].1 == path)
}

/// When something was put in its place at `path`.
fn placed(done: &Done, path: &Path) -> Option<usize> {
    done.iter().position(|(what, placed)| what == "place" && placed == path)
}

fn aside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("#1");
    name.into()
}

/// The data files that the commit `path` names.
fn named(shop: &Workspace, path: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(shop.path().join(path)).unwrap();
    let actions = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let table = path.parent().unwrap().parent().unwrap();
    actions.filter_map(|action| Some(table.join(action.pointer("/add/path")?.as_str()?))).collect()
}

#[test]
fn what_a_commit_names_is_on_the_disk_before_it_and_loads_before_the_target() {
    let dir = tempfile::tempdir().unwrap();
    let Some(shim) = shim(dir.path()) else { return };
    let shop = Workspace::new(
        "[workspace]\nname = \"shop\"\ntimezone = \"UTC\"\n[[source]]\nname = \"in\"\npath = \"in/*.csv\"\n",
    );
    shop.write(
        "in/a.csv",
        "event_time,event_name,visitor_id\n2026-01-05 10:00:00,page_view,anna\nnever,page_view,ben\n",
    );
    let done = watched(&shop, &shim, &["load", "--quiet"]);
    let commits: Vec<&PathBuf> = done
        .iter()
        .filter(|(what, path)| what == "place" && path.extension().is_some_and(|end| end == "json"))
        .map(|(_, path)| path)
        .collect();
    assert!(commits.len() >= 8, "{done:#?}");
    for commit in &commits {
        let at = placed(&done, commit).unwrap();
        let content = synced(&done, &aside(commit), 0);
        assert!(content.is_some_and(|content| content < at), "the content of {commit:?} first: {done:#?}");
        assert!(synced(&done, commit.parent().unwrap(), at).is_some(), "then its name: {done:#?}");
        for data in named(&shop, commit) {
            let name = placed(&done, &data).unwrap();
            let content = synced(&done, &aside(&data), 0).or_else(|| synced(&done, &data, name));
            let name = synced(&done, data.parent().unwrap(), name);
            let both = content.zip(name).is_some_and(|(content, name)| content < at && name < at);
            assert!(both, "{data:?} before {commit:?}: {done:#?}");
        }
    }
    let commit = |table: &str| PathBuf::from(format!(".jauge/{table}/_delta_log/00000000000000000001.json"));
    for table in ["rejects", "loads"] {
        let at = placed(&done, &commit(table)).unwrap();
        let safe = synced(&done, commit(table).parent().unwrap(), at).unwrap();
        assert!(safe < placed(&done, &commit("events")).unwrap(), "{table} is on the disk before events: {done:#?}");
    }
    for folder in [".jauge", ".jauge/events"] {
        assert!(synced(&done, Path::new(folder), 0).is_some(), "{folder}: {done:#?}");
    }
    assert!(synced(&done, Path::new(""), 0).is_some(), "the name of .jauge itself: {done:#?}");
}

#[test]
fn jauge_lock_the_list_of_the_forgotten_and_the_format_are_on_the_disk_before_they_are_in_place() {
    let dir = tempfile::tempdir().unwrap();
    let Some(shim) = shim(dir.path()) else { return };
    let shop = Workspace::new(
        "[workspace]\nname = \"shop\"\ntimezone = \"UTC\"\n[[source]]\nname = \"in\"\npath = \"in/*.csv\"\n",
    );
    shop.write("in/a.csv", "event_time,event_name,visitor_id\n2026-01-05 10:00:00,page_view,anna\n");
    let mut done = watched(&shop, &shim, &["load", "--quiet"]);
    done.extend(watched(&shop, &shim, &["forget", "anna"]));
    for file in [".jauge/format", ".jauge/forgotten"] {
        let at = placed(&done, Path::new(file)).unwrap();
        assert!(synced(&done, &aside(Path::new(file)), 0).is_some_and(|content| content < at), "{file}: {done:#?}");
        assert!(synced(&done, Path::new(".jauge"), at).is_some(), "{file}: {done:#?}");
    }
}
