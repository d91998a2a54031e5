//! Bad places: no workspace, a newer store, a full disk, a read-only one, another writer.

use std::{
    fs::{self, File},
    path::Path,
    process::Command,
};

use crate::support::{Ran, Workspace, program, trust};

const CONFIG: &str = "[workspace]\nname = \"shop\"\n[[source]]\nname = \"in\"\npath = \"in/*\"\n\
                      select = \"SELECT 'x' AS event_name, at AS event_time, who AS visitor_id FROM raw\"\n";

fn shop() -> Workspace {
    let shop = Workspace::new(CONFIG);
    shop.write("in/a.csv", "at,who\n2026-01-05,a\n");
    shop
}

fn says(ran: &Ran, code: i32, words: &[&str]) {
    assert_eq!(ran.code, code, "{}", ran.stderr);
    let said = ran.stderr.replace("\n  │ ", " ");
    for word in words {
        assert!(said.contains(word), "no {word:?} in:\n{said}");
    }
}

#[test]
fn no_workspace() {
    let empty = tempfile::tempdir().unwrap();
    let ran = program().arg("load").current_dir(empty.path()).output().unwrap().into();
    says(&ran, 2, &["no workspace here", "jauge init DIR"]);
}

#[test]
fn a_store_of_a_newer_version() {
    let shop = shop();
    shop.ok(&["load"]);
    shop.write(".jauge/format", "99");
    says(&shop.run(&["load"]), 2, &["written by a newer Jauge (format 99, this one knows 7)"]);
    says(&shop.run(&["ask", "core.events"]), 2, &["written by a newer Jauge"]);
}

#[test]
fn another_writer_is_waited_for() {
    let shop = shop();
    fs::create_dir(shop.path().join(".jauge")).unwrap();
    let lock = File::create(shop.path().join(".jauge/lock")).unwrap();
    lock.lock().unwrap();
    let mut load = shop.command(&["load"]);
    let load = load.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(800));
    lock.unlock().unwrap();
    let ran = Ran::from(load.wait_with_output().unwrap());
    says(&ran, 0, &["waiting for another jauge that is writing"]);
    assert_eq!(shop.sql("SELECT count(*) FROM events"), "1");
}

/// Runs `test` in a small file system mounted with `options`; skipped, saying so, where one may not be mounted.
fn mounted(options: &str, test: impl FnOnce(&Path)) {
    let dir = tempfile::tempdir().unwrap();
    let mount = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(dir.path()).output();
    if !mount.is_ok_and(|ran| ran.status.success()) {
        eprintln!("skipped: no file system may be mounted here");
        return;
    }
    test(dir.path());
    let _ = Command::new("umount").arg(dir.path()).status();
}

fn run_in(dir: &Path, args: &[&str]) -> Ran {
    trust(dir);
    program().args(args).arg("-w").arg(dir).output().unwrap().into()
}

#[test]
fn a_full_disk() {
    mounted("size=2m", |dir| {
        fs::write(dir.join("jauge.toml"), CONFIG.replace("in/*", "/tmp/jauge-full-*.csv")).unwrap();
        let rows: String =
            (0..120_000).map(|row| format!("2026-01-05 10:00:00,visitor-{}\n", row * 2_654_435_761u64)).collect();
        let csv = tempfile::Builder::new().prefix("jauge-full-").suffix(".csv").tempfile().unwrap();
        fs::write(csv.path(), format!("at,who\n{rows}")).unwrap();
        fs::write(dir.join("jauge.toml"), CONFIG.replace("in/*", csv.path().to_str().unwrap())).unwrap();
        says(&run_in(dir, &["load"]), 4, &["disk is full"]);
        let ran = run_in(dir, &["sql", "SELECT count(*) AS n FROM events", "--format", "json"]);
        assert!(ran.stdout.contains("\"n\": 0") || ran.stdout.contains("\"n\":0"), "{}{}", ran.stdout, ran.stderr);
    });
}

#[test]
fn a_read_only_disk() {
    mounted("size=8m", |dir| {
        fs::write(dir.join("jauge.toml"), CONFIG).unwrap();
        fs::create_dir(dir.join("in")).unwrap();
        fs::write(dir.join("in/a.csv"), "at,who\n2026-01-05,a\n").unwrap();
        says(&run_in(dir, &["load"]), 0, &[]);
        fs::write(dir.join("in/b.csv"), "at,who\n2026-01-06,b\n").unwrap();
        assert!(Command::new("mount").args(["-o", "remount,ro"]).arg(dir).status().unwrap().success());
        says(&run_in(dir, &["load"]), 4, &["must be writable"]);
        says(&run_in(dir, &["load", "--dry-run"]), 0, &[]);
        // Reading goes on.
        let ran = run_in(dir, &["sql", "SELECT count(*) AS n FROM events", "--format", "csv"]);
        assert_eq!(ran.stdout, "n\n1\n", "{}", ran.stderr);
    });
}

#[test]
fn doctor_says_what_is_wrong_with_the_store_in_words() {
    let site = Workspace::new("[workspace]\nname = \"site\"\nlanguage = \"fr\"\n");
    site.write(".jauge/format", "99");
    let [english, french] = ["en", "fr"].map(|locale| site.run(&["doctor", "--locale", locale]).stdout);
    assert!(english.contains("was written by a newer Jauge (format 99"), "{english}");
    assert!(!french.contains("Newer") && !french.contains("newer Jauge") && french.contains("99"), "{french}");
}
