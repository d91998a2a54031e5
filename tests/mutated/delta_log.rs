//! A store that somebody or something damaged: an error, never a panic, and never a row that was not there.

use std::fs;

use super::{
    keep,
    mutate::{Random, mutated},
    rounds, sane,
};
use crate::support::Workspace;

const TOKENS: [&str; 12] = [
    "{\"remove\":{\"path\":\"",
    "\"size\":-1",
    "\"path\":\"../../jauge.toml\"",
    "\"path\":\"/etc/passwd\"",
    "\"version\":9223372036854775807",
    "\"dataChange\":false",
    "\"minReaderVersion\":99",
    "\"readerFeatures\":[\"x\"]",
    "\"stats\":\"{\\\"numRecords\\\":-1}\"",
    "{\"metaData\":",
    "{\"protocol\":",
    "\"nullCount\":{}",
];

fn loaded() -> Workspace {
    let workspace = Workspace::new(
        "[workspace]\nname = \"w\"\ntimezone = \"UTC\"\n[[source]]\nname = \"s\"\npath = \"in/*.csv\"\ninto = \"events\"\n",
    );
    for day in 1..=2 {
        let row = format!("2026-01-0{day} 10:00:00,page_view,v{day}\n");
        workspace.write(&format!("in/{day}.csv"), format!("event_time,event_name,visitor_id\n{row}"));
        workspace.ok(&["load", "-q"]);
    }
    workspace
}

/// One file of the log of one table, or a data file, mutated in a copy of `workspace`.
fn damaged(workspace: &Workspace, random: &mut Random) -> (Workspace, String) {
    let copy = Workspace::new("");
    let copied = std::process::Command::new("cp").arg("-a").arg(workspace.path().join(".")).arg(copy.path()).status();
    assert!(copied.unwrap().success());
    let table = *random.one(&["events", "loads", "hits", "sessions"]);
    let store = copy.path().join(".jauge");
    let folder =
        fs::read_dir(&store).unwrap().map(|entry| entry.unwrap().path()).find(|path| path.ends_with(table)).unwrap();
    let folder = if random.below(4) == 0 { folder } else { folder.join("_delta_log") };
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    files.sort();
    let file = random.one(&files).clone();
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, mutated(random, &bytes, &TOKENS, &[&bytes])).unwrap();
    (copy, file.strip_prefix(&store).unwrap().display().to_string())
}

#[test]
fn a_damaged_log_or_data_file_is_an_error_and_never_a_panic() {
    let workspace = loaded();
    rounds(4, |random, seed| {
        let (damaged, file) = damaged(&workspace, random);
        for args in [
            &["sql", "-q", "SELECT count(*) FROM events", "--format", "csv"][..],
            &["ask", "page_views", "--period", "all"],
            &["doctor"],
            &["load", "-q"],
            &["rebuild", "-q"],
        ] {
            let output = sane(&damaged, args, seed);
            if args[0] == "sql" && output.status.success() {
                let rows = String::from_utf8_lossy(&output.stdout);
                let rows = rows.lines().last().and_then(|count| count.parse::<u64>().ok()).unwrap_or(u64::MAX);
                assert!(rows <= 2, "seed {seed}: {file} in {}: {rows} rows", keep(&damaged));
            }
        }
    });
}
