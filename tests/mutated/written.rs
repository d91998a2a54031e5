//! Files that people write, mutated: a sentence says what is wrong, nothing panics, and nothing but queries runs.

use std::{fs, path::Path};

use super::{
    keep,
    mutate::{Random, corpus, mutated},
    rounds, sane,
};
use crate::support::Workspace;

const CONFIG: &str =
    "[workspace]\nname = \"w\"\ntimezone = \"UTC\"\n[[source]]\nname = \"s\"\npath = \"in/*.csv\"\ninto = \"events\"\n";
const EVENTS: &str = "event_time,event_name,visitor_id,value\n2026-01-05 10:00:00,page_view,anna,\n2026-01-05 10:01:00,purchase,ben,10\n";
/// Files of one kind in a round: one command reads them all.
const FILES: usize = 16;
const SQL: [&str; 22] = [
    "; DROP TABLE events; ",
    "COPY events TO 'stolen.csv'",
    "INSERT INTO events SELECT * FROM events",
    "CREATE EXTERNAL TABLE t STORED AS CSV LOCATION 'in/1.csv'; ",
    "SET datafusion.execution.batch_size = 1",
    "'in/1.csv'",
    " UNION ALL ",
    "SELECT ",
    " FROM events ",
    " WHERE ",
    "count(DISTINCT visitor_id)",
    "sum(value)",
    " OVER (PARTITION BY 1) ",
    "CASE WHEN ",
    "INTERVAL '1' MONTH",
    "CAST(value AS DECIMAL(38, 38))",
    "1 / 0",
    "repeat('x', 1000000000)",
    "generate_series(1, 9223372036854775807)",
    "event_time",
    "---*/",
    "unit = \"",
];
const TOML: [&str; 12] = [
    "[[source]]\n",
    "[workspace]\n",
    "[table.x]\n",
    "[sessions]\ntimeout = \"0s\"\n",
    "key = [\"id\"]\n",
    "path = \"**/*\"\n",
    "timeout = \"999999999999999999d\"\n",
    "timezone = \"../../etc/localtime\"\n",
    "week_start = \"\"\n",
    "1e309",
    "period = \"2026-W54\"\n",
    "[privacy]\nkeep = \"-1d\"\n",
];

fn loaded() -> Workspace {
    let workspace = Workspace::new(CONFIG);
    workspace.write("in/1.csv", EVENTS);
    workspace.ok(&["load", "-q"]);
    workspace
}

/// Mutated texts of a folder of the corpus.
fn texts(random: &mut Random, folder: &str, tokens: &[&str]) -> Vec<Vec<u8>> {
    let corpus = corpus(folder);
    let others: Vec<&[u8]> = corpus.iter().map(|(_, text)| text.as_slice()).collect();
    let text = |_| {
        let text = *random.one(&others);
        mutated(random, text, tokens, &others)
    };
    (0..FILES).map(text).collect()
}

/// The files outside of the store, by name and length: reading changes none.
fn files(workspace: &Workspace) -> Vec<(String, u64)> {
    fn walk(path: &Path, found: &mut Vec<(String, u64)>) {
        for entry in fs::read_dir(path).unwrap().map(|entry| entry.unwrap()) {
            if entry.path().is_dir() {
                if entry.file_name() != ".jauge" {
                    walk(&entry.path(), found);
                }
            } else {
                found.push((entry.path().display().to_string(), entry.metadata().unwrap().len()));
            }
        }
    }
    let mut found = Vec::new();
    walk(workspace.path(), &mut found);
    found.sort();
    found
}

/// Two rows are there, and no file that was not.
fn unharmed(workspace: &Workspace, before: &[(String, u64)], seed: u64) {
    let after = files(workspace);
    assert!(after == before, "seed {seed}: in {}: {before:#?} became {after:#?}", keep(workspace));
    let clean = loaded_store(workspace);
    assert_eq!(clean, "2", "seed {seed}: in {}", keep(workspace));
}

/// Rows of the store, read without the files that were mutated.
fn loaded_store(workspace: &Workspace) -> String {
    let clean = Workspace::new(CONFIG);
    clean.write("in/1.csv", EVENTS);
    let copied =
        std::process::Command::new("cp").arg("-a").arg(workspace.path().join(".jauge")).arg(clean.path()).status();
    assert!(copied.unwrap().success());
    clean.sql("SELECT count(*) FROM events")
}

#[test]
fn a_mutated_kpi_or_model_is_told_and_runs_nothing_but_queries() {
    let workspace = loaded();
    rounds(1, |random, seed| {
        for (folder, kind) in [("kpis", "kpis"), ("models", "models")] {
            for (nth, text) in texts(random, folder, &SQL).into_iter().enumerate() {
                workspace.write(&format!("queries/{kind}/m{nth}.sql"), text);
            }
        }
        let before = files(&workspace);
        sane(&workspace, &["kpi", "check"], seed);
        sane(&workspace, &["kpi", "list", "--format", "json"], seed);
        sane(&workspace, &["ask", "shop.*", "--period", "all", "--format", "json"], seed);
        unharmed(&workspace, &before, seed);
    });
}

#[test]
fn a_mutated_objective_is_told_and_the_others_are_judged() {
    let workspace = loaded();
    rounds(1, |random, seed| {
        for (nth, text) in texts(random, "objectives", &TOML).into_iter().enumerate() {
            workspace.write(&format!("objectives/m{nth}.toml"), text);
        }
        workspace.write(
            "objectives/fine.toml",
            "[[objective]]\nid = \"fine\"\nkpi = \"core.page_views\"\ntarget = 1\nperiod = \"2026-01-05/2026-01-05\"\n",
        );
        sane(&workspace, &["objective", "check"], seed);
        let judged = sane(&workspace, &["evaluate", "--as-of", "2026-01-05", "--format", "json"], seed);
        let judged = String::from_utf8_lossy(&judged.stdout);
        assert!(judged.contains("\"fine\""), "seed {seed}: in {}: {judged}", keep(&workspace));
    });
}

#[test]
fn a_mutated_jauge_toml_is_told_and_loses_nothing() {
    let workspace = loaded();
    rounds(6, |random, seed| {
        let text = texts(random, "toml", &TOML).remove(0);
        workspace.write("jauge.toml", text);
        let before = files(&workspace);
        for args in [&["source", "list"][..], &["doctor"], &["ask", "page_views", "--period", "all"]] {
            sane(&workspace, args, seed);
        }
        unharmed(&workspace, &before, seed);
    });
}
