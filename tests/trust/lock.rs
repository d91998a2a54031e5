//! jauge.lock says what was agreed to: damaged, it stops what would read it, everything alike, and there is a way out.

use std::{fs, os::unix::fs::symlink};

use super::{fetched, names::pack, said, unbroken};
use crate::support::Workspace;

const USERS: [&[&str]; 4] =
    [&["load"], &["ask", "core.events", "--period", "all"], &["plugin", "list"], &["plugin", "verify"]];

/// A workspace with an added pack, and the folder that was added.
fn with_pack() -> (Workspace, tempfile::TempDir) {
    let (workspace, source) = (fetched(""), tempfile::tempdir().unwrap());
    pack(source.path());
    workspace.ok(&["plugin", "add", source.path().to_str().unwrap()]);
    workspace.ok(&["load"]);
    (workspace, source)
}

/// What uses plugins stops, and says how it goes on.
fn stop(workspace: &Workspace, users: &[&[&str]], what: &str) {
    for args in users {
        let ran = workspace.run(args);
        let told = said(&ran);
        assert!(ran.code == 2 && told.contains("jauge.lock"), "{what} {args:?}: {}{}", ran.stdout, ran.stderr);
        assert!(
            unbroken(&told).contains(&unbroken("`jauge plugin add plugins/NAME` agrees")),
            "{what} {args:?}: {told}"
        );
    }
}

fn doctor_finds(workspace: &Workspace) {
    let ran = workspace.run(&["doctor", "--format", "json"]);
    let checks: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let of_lock = |check: &&serde_json::Value| check.as_object().unwrap().values().any(|cell| cell == "jauge.lock");
    assert!(ran.code == 1 && checks.as_array().unwrap().iter().any(|check| of_lock(&check)), "{checks}");
}

#[test]
fn a_damaged_lock_stops_what_uses_plugins_and_doctor_says_so() {
    let (workspace, _source) = with_pack();
    let lock = workspace.path().join("jauge.lock");
    let whole = fs::read_to_string(&lock).unwrap();
    let head = whole.lines().next().unwrap().to_owned() + "\n";
    let half = whole[..whole.find("sha256").unwrap()].to_owned();
    for content in ["", "}{", head.as_str(), half.as_str()] {
        fs::write(&lock, content).unwrap();
        stop(&workspace, &USERS[1..3], content);
    }
    fs::write(&lock, [0xff, 0xfe, 0xfd]).unwrap();
    stop(&workspace, &USERS[1..3], "bytes");
    fs::remove_file(&lock).unwrap();
    fs::create_dir(&lock).unwrap();
    stop(&workspace, &USERS[1..3], "a folder");
    fs::remove_dir(&lock).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("lock"), &whole).unwrap();
    symlink(elsewhere.path().join("lock"), &lock).unwrap();
    stop(&workspace, &USERS, "a link");
    doctor_finds(&workspace);
    fs::remove_file(&lock).unwrap();
    fs::write(&lock, &whole).unwrap();
    USERS.iter().for_each(|args| drop(workspace.ok(args)));
    workspace.ok(&["doctor"]);
}

#[test]
fn without_a_plugin_doctor_says_it_and_the_rest_goes_on() {
    let workspace = fetched("");
    workspace.write("jauge.lock", "}{");
    workspace.ok(&["load"]);
    workspace.ok(&["ask", "core.events", "--period", "all"]);
    doctor_finds(&workspace);
}

#[test]
fn a_lost_lock_is_made_anew_by_adding_again() {
    let (workspace, source) = with_pack();
    let (lock, place) = (workspace.path().join("jauge.lock"), workspace.path().join("plugins/nice"));
    fs::remove_file(&lock).unwrap();
    let ran = workspace.run(&["plugin", "remove", "nice"]);
    assert!(ran.code == 4 && unbroken(&said(&ran)).contains("jaugepluginadd"), "{}", ran.stderr);
    // It lies there to the byte as it would be put there: Jauge did.
    workspace.ok(&["plugin", "add", source.path().to_str().unwrap()]);
    workspace.ok(&["plugin", "remove", "nice"]);
    assert!(!place.exists());
    workspace.ok(&["plugin", "add", source.path().to_str().unwrap()]);
    fs::remove_file(&lock).unwrap();
    fs::write(place.join("models/mine.sql"), "/*---\nname = \"mine\"\n---*/\nSELECT 1 AS one\n").unwrap();
    let ran = workspace.run(&["plugin", "add", source.path().to_str().unwrap()]);
    assert!(ran.code == 4 && said(&ran).contains("Jauge did not make it"), "{}", ran.stderr);
    // What lies there is agreed to as it is, and stays.
    workspace.ok(&["plugin", "add", "plugins/nice"]);
    workspace.ok(&["plugin", "remove", "nice"]);
    assert!(place.join("models/mine.sql").exists());
}
