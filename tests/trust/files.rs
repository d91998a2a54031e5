//! The files that Jauge reads for itself are the workspace's own: no link leads out of it, and nothing is waited for or read without end.

use std::{
    fs::{self, File},
    os::unix::fs::symlink,
    path::Path,
    process::Command,
};

use super::{fetched, said, unbroken};
use crate::support::Workspace;

const SECRET: &str = "-----BEGIN TOPSECRET-----\nTOPSECRET line\n";

/// Where Jauge looks for files by itself.
const OWN: [&str; 6] = [
    "queries/kpis/k.sql",
    "queries/models/m.sql",
    "queries/funnels/f.toml",
    "objectives/o.toml",
    "plugins/p/plugin.toml",
    "jauge.lock",
];

/// What looks at all of them.
const COMMANDS: [&[&str]; 8] = [
    &["ask", "core.events", "--period", "all"],
    &["kpi", "check"],
    &["objective", "check"],
    &["evaluate", "--as-of", "2026-01-20"],
    &["plugin", "list"],
    &["doctor"],
    &["trust"],
    &["load"],
];

fn loaded() -> Workspace {
    let workspace = fetched("");
    workspace.ok(&["load"]);
    workspace
}

/// Makes the folder of `file` and answers its path.
fn place(workspace: &Workspace, file: &str) -> std::path::PathBuf {
    let place = workspace.path().join(file);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    place
}

#[test]
fn no_link_leads_out_and_nothing_of_what_it_leads_to_is_shown() {
    let elsewhere = tempfile::tempdir().unwrap();
    let secret = elsewhere.path().join("id_rsa");
    fs::write(&secret, SECRET).unwrap();
    let workspace = loaded();
    for file in OWN {
        symlink(&secret, place(&workspace, file)).unwrap();
    }
    let mut told = String::new();
    for command in COMMANDS {
        let ran = workspace.run(command);
        let all = format!("{}{}", ran.stdout, said(&ran));
        assert!(!all.contains("TOPSECRET") && ran.code != 101, "{command:?}: {all}");
        told += &unbroken(&all);
    }
    assert!(told.contains(&unbroken("such links are not followed")), "{told}");
    for file in OWN {
        assert!(told.contains(file), "nothing names {file}: {told}");
    }
    assert_eq!(workspace.sql("SELECT count(*) FROM events"), "1");
}

#[test]
fn a_folder_of_queries_that_leads_out_is_not_looked_into() {
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("k.sql"), SECRET).unwrap();
    let workspace = loaded();
    symlink(elsewhere.path(), place(&workspace, "queries/kpis")).unwrap();
    let ran = workspace.run(&["ask", "core.events", "--period", "all"]);
    assert!(ran.code == 0 && said(&ran).contains("queries/kpis:1:1: cannot be read"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("k.sql") && !ran.stderr.contains("TOPSECRET"), "{}", ran.stderr);
}

#[test]
fn jauge_toml_is_the_folders_own() {
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("id_rsa"), SECRET).unwrap();
    for target in [elsewhere.path().join("id_rsa").as_path(), Path::new("/dev/zero")] {
        let workspace = fetched("");
        let config = workspace.path().join("jauge.toml");
        fs::remove_file(&config).unwrap();
        symlink(target, &config).unwrap();
        let ran = workspace.run(&["load", "-w", workspace.path().to_str().unwrap()]);
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        assert!(unbroken(&said(&ran)).contains(&unbroken("such links are not followed")), "{}", ran.stderr);
        assert!(!ran.stderr.contains("TOPSECRET"), "{}", ran.stderr);
    }
    // One that stays inside is followed, as where a folder is mounted by its version.
    let workspace = fetched("");
    fs::rename(workspace.path().join("jauge.toml"), workspace.path().join("v1.toml")).unwrap();
    symlink("v1.toml", workspace.path().join("jauge.toml")).unwrap();
    workspace.ok(&["load"]);
}

#[test]
fn what_has_no_end_is_neither_waited_for_nor_read() {
    let workspace = loaded();
    let all_go_on = |what: &str| {
        for command in COMMANDS {
            assert_ne!(workspace.run(command).code, 101, "{what}: {command:?}");
        }
    };
    let places = OWN.map(|file| place(&workspace, file));
    for place in &places {
        assert!(Command::new("mkfifo").arg(place).status().unwrap().success());
    }
    all_go_on("pipes");
    for place in &places {
        fs::remove_file(place).unwrap();
        symlink("/dev/zero", place).unwrap();
    }
    all_go_on("devices");
    let workspace = loaded();
    let long = place(&workspace, "queries/kpis/k.sql");
    File::create(&long).unwrap().set_len(17 << 20).unwrap();
    let ran = workspace.run(&["ask", "core.events", "--period", "all"]);
    assert!(ran.code == 0 && said(&ran).contains("it is longer than 16 MiB"), "{}", ran.stderr);
}
