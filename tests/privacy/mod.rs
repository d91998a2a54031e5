//! What is kept of whom: forgetting, `[privacy]`, keys, and what is shown of data.

mod forgetting;
mod hashed;
mod kept;
mod shown;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::support::Workspace;

const SOURCE: &str = "[[source]]\nname = \"s\"\npath = \"in/*.csv\"\n";

/// A workspace with one source of csv, and `more` of jauge.toml.
fn site(more: &str) -> Workspace {
    Workspace::new(&format!("[workspace]\nname = \"w\"\n{more}{SOURCE}"))
}

/// Writes a file of events and loads it.
fn load(site: &Workspace, name: &str, rows: &str) {
    let head = "event_time,event_name,visitor_id,page_location,value\n";
    site.write(&format!("in/{name}.csv"), format!("{head}{rows}"));
    let ran = site.run(&["load", "--quiet"]);
    // 1 where most of the rows are rejected.
    assert!(matches!(ran.code, 0 | 1), "{}", ran.stderr);
}

/// The files of the store that have `text` as it is.
fn naming(site: &Workspace, text: &str) -> String {
    let found = Command::new("grep").args(["-rlaF", "--", text]).arg(site.path().join(".jauge")).output().unwrap();
    String::from_utf8(found.stdout).unwrap()
}

/// Every file under the store with its length, but for the locks.
fn files(site: &Workspace) -> BTreeMap<PathBuf, u64> {
    fn add(dir: &Path, files: &mut BTreeMap<PathBuf, u64>) {
        for entry in fs::read_dir(dir).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                add(&path, files);
            } else {
                files.insert(path, entry.metadata().unwrap().len());
            }
        }
    }
    let mut files = BTreeMap::new();
    add(&site.path().join(".jauge"), &mut files);
    files
}
