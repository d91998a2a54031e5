//! What a loss of power or a failing disk leaves: it is told from a newer version, named, and made good.

#[cfg(target_os = "linux")]
mod power;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use crate::support::Workspace;

/// How a file is damaged.
#[derive(Clone, Copy, Debug)]
enum Harm {
    Emptied,
    Halved,
    Zeroed,
    Removed,
}

const HARMS: [Harm; 4] = [Harm::Emptied, Harm::Halved, Harm::Zeroed, Harm::Removed];

fn harm(path: &Path, how: Harm) {
    let content = fs::read(path).unwrap();
    match how {
        Harm::Emptied => fs::write(path, "").unwrap(),
        Harm::Halved => fs::write(path, &content[..content.len() / 2]).unwrap(),
        Harm::Zeroed => fs::write(path, vec![0; content.len()]).unwrap(),
        Harm::Removed => fs::remove_file(path).unwrap(),
    }
}

const ROWS: [&str; 3] = [
    "2026-01-05 10:00:00,page_view,anna,\n2026-01-05 10:01:00,purchase,anna,10\n2026-01-05 11:00:00,page_view,ben,\nnever,page_view,ben,\n",
    "2026-01-06 10:00:00,page_view,cid,\n2026-01-06 10:01:00,purchase,cid,5\n",
    "2026-01-07 10:00:00,page_view,dan,\n",
];

/// A workspace with three loads behind it: made once in a run, then copied.
fn loaded(repeats: &'static str) -> Workspace {
    static MADE: Mutex<BTreeMap<&str, Workspace>> = Mutex::new(BTreeMap::new());
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    made.entry(repeats).or_insert_with(|| load(repeats)).copy()
}

fn load(repeats: &str) -> Workspace {
    let shop = Workspace::new(&format!(
        "[workspace]\nname = \"shop\"\ntimezone = \"UTC\"\n[[source]]\nname = \"in\"\npath = \"in/*.csv\"\nrepeats = \"{repeats}\"\n"
    ));
    for (name, rows) in ["a", "b", "c"].into_iter().zip(ROWS) {
        shop.write(&format!("in/{name}.csv"), format!("event_time,event_name,visitor_id,value\n{rows}"));
        shop.run(&["load", "--quiet"]);
    }
    shop
}

fn content(shop: &Workspace) -> String {
    let events = "SELECT string_agg(row, ' ' ORDER BY row) FROM (SELECT concat(event_time, event_name, visitor_id, value) AS row FROM events)";
    let sessions = "SELECT concat(count(*), ' with ', sum(page_views)) FROM sessions";
    shop.ok(&["sql", &format!("SELECT ({events}) AS events, ({sessions}) AS sessions"), "--format", "csv"])
}

/// The files of the log of `table`, or its data files; sorted.
fn files(shop: &Workspace, table: &str, of_log: bool) -> Vec<PathBuf> {
    let dir = shop.path().join(".jauge").join(table);
    let dir = if of_log { dir.join("_delta_log") } else { dir };
    let wanted = if of_log { "json" } else { "parquet" };
    let all = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = all.filter(|path| path.extension().is_some_and(|end| end == wanted)).collect();
    files.sort();
    files
}

/// A file of the store, from the workspace's folder on.
fn within(shop: &Workspace, path: &Path) -> PathBuf {
    path.strip_prefix(shop.path()).unwrap().to_owned()
}

/// Every file of the tables named, with how it is to be damaged: each in one way, or in `all`.
fn harms(shop: &Workspace, tables: &[&str], of_log: bool, all: bool) -> Vec<(PathBuf, Harm)> {
    let files = tables.iter().flat_map(|table| files(shop, table, of_log)).map(|path| within(shop, &path));
    let ways = |(nth, path): (usize, PathBuf)| {
        let ways = if all { HARMS.to_vec() } else { vec![HARMS[nth % HARMS.len()]] };
        ways.into_iter().map(move |how| (path.clone(), how))
    };
    files.enumerate().flat_map(ways).collect()
}

const TABLES: [&str; 5] = ["events", "loads", "rejects", "hits", "sessions"];

/// Damages each file in turn, but for the first `from`, or every `step`th; where its sources are at hand, a repair makes all of it
/// good, and nothing comes twice.
fn each_file_is_made_good(repeats: &'static str, all: bool, from: usize, step: usize) {
    let shop = loaded(repeats);
    let wanted = content(&shop);
    let (logs, data) = (harms(&shop, &TABLES, true, all), harms(&shop, &TABLES, false, all));
    assert!(logs.len() >= 15 && data.len() >= 7, "{logs:?} {data:?}");
    for (path, how) in logs.into_iter().chain(data).skip(from).step_by(step) {
        let damaged = shop.copy();
        harm(&damaged.path().join(&path), how);
        let ran = damaged.run(&["repair"]);
        let case = format!("{} {how:?}, {repeats}: {}{}", path.display(), ran.stdout, ran.stderr);
        assert_eq!(ran.code, 0, "{case}");
        assert_eq!(content(&damaged), wanted, "{case}");
        damaged.run(&["load", "--quiet"]);
        assert_eq!(content(&damaged), wanted, "loaded once more: {case}");
        let deep = damaged.run(&["doctor", "--deep"]);
        assert_eq!(deep.code, 0, "{case}{}", deep.stdout);
    }
}

#[test]
fn a_repair_makes_every_file_good_where_the_sources_are_at_hand() {
    each_file_is_made_good("overlapping", false, 0, 2);
    each_file_is_made_good("disjoint", false, 1, 2);
}

#[test]
#[ignore = "takes minutes: `cargo test --workspace --test acceptance -- --ignored`"]
fn a_repair_makes_every_file_good_whatever_happened_to_it() {
    each_file_is_made_good("overlapping", true, 0, 1);
    each_file_is_made_good("disjoint", true, 0, 1);
}

#[test]
fn a_lost_log_loses_no_row_where_the_sources_are_gone() {
    let shop = loaded("disjoint");
    let wanted = content(&shop);
    for (path, how) in harms(&shop, &["events", "loads"], true, false) {
        let damaged = shop.copy();
        fs::remove_dir_all(damaged.path().join("in")).unwrap();
        harm(&damaged.path().join(&path), how);
        let ran = damaged.run(&["repair"]);
        assert_eq!(content(&damaged), wanted, "{} {how:?}: {}{}", path.display(), ran.stdout, ran.stderr);
    }
    let damaged = shop.copy();
    fs::remove_dir_all(damaged.path().join("in")).unwrap();
    fs::remove_dir_all(damaged.path().join(".jauge/events/_delta_log")).unwrap();
    damaged.run(&["repair"]);
    assert_eq!(content(&damaged), wanted);
}

#[test]
fn rows_that_are_left_are_kept_where_their_file_is_gone() {
    let shop = loaded("overlapping");
    let lost = files(&shop, "events", false);
    let before = shop.sql("SELECT count(*) FROM events");
    let rows = shop.sql("SELECT count(*) FROM events WHERE batch_id = 1");
    fs::remove_file(shop.path().join("in/a.csv")).unwrap();
    let of_first = lost.iter().find(|path| {
        let (kept, rest) = (shop.copy(), within(&shop, path));
        fs::remove_file(kept.path().join(&rest)).unwrap();
        let ran = kept.run(&["repair"]);
        ran.code == 1 && kept.sql("SELECT count(*) FROM events WHERE batch_id = 1") == "0"
    });
    let of_first = of_first.expect("a data file holds the first batch");
    fs::write(of_first, "").unwrap();
    let ran = shop.run(&["repair"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("batch 1 has lost rows") && ran.stderr.contains("in/a.csv"), "{}", ran.stderr);
    let left: i64 = before.parse::<i64>().unwrap() - rows.parse::<i64>().unwrap();
    assert_eq!(shop.sql("SELECT count(*) FROM events"), left.to_string());
    let doctor = shop.run(&["doctor"]);
    assert!(doctor.code == 1 && doctor.stdout.contains("batch 1 has lost rows"), "{}", doctor.stdout);
    let ran = shop.run(&["load"]);
    assert!(ran.stderr.contains("batch 1 has lost rows"), "not silent while they are missing: {}", ran.stderr);
    shop.write("in/a.csv", format!("event_time,event_name,visitor_id,value\n{}", ROWS[0]));
    shop.ok(&["load"]);
    assert_eq!(shop.sql("SELECT count(*) FROM events"), before, "back with their file");
    assert_eq!(shop.run(&["doctor", "--deep"]).code, 0);
    shop.ok(&["load"]);
    assert_eq!(shop.sql("SELECT count(*) FROM events"), before, "and once");
}

/// A commit that the engine passes over or stumbles at, and files that are folders: named, made good, and never in the way for good.
#[test]
fn what_jauge_never_writes_is_damage_and_made_good() {
    let shop = loaded("overlapping");
    let wanted = content(&shop);
    let logs = files(&shop, "events", true);
    let last = within(&shop, logs.last().unwrap());
    let said = fs::read_to_string(shop.path().join(&last)).unwrap();
    let vector = "\"deletionVector\":{\"storageType\":\"p\",\"pathOrInlineDv\":\"file:///etc/hostname\",\"offset\":1,\"sizeInBytes\":1,\"cardinality\":1},\"size\"";
    let part = said.split('"').find(|word| word.starts_with("part-")).unwrap();
    let cases = [
        said.replace(part, "../part.parquet"),
        said.replace(part, "file:///etc/hostname"),
        said.replace("\"size\"", vector),
        said.replace("\"modificationTime\"", "\"modificationTime\":1,\"modificationTime\""),
        said.replace("\"size\":", "\"size\":-"),
        format!("{{\"add\":null}}\n{said}"),
        "{\"metaData\":{}}".to_owned(),
        "{\"commitInfo\":{\"timestamp\":\"x\"}}".to_owned(),
    ];
    for text in cases {
        let damaged = shop.copy();
        fs::write(damaged.path().join(&last), &text).unwrap();
        for command in [&["load"][..], &["sql", "SELECT * FROM events"], &["forget", "anna"], &["rebuild"]] {
            let ran = damaged.run(command);
            assert_eq!(ran.code, 4, "{command:?} {text}: {}{}", ran.stdout, ran.stderr);
            assert!(ran.stderr.contains("jauge repair"), "{command:?} {text}: {}", ran.stderr);
        }
        assert_eq!(damaged.run(&["doctor"]).code, 1, "{text}");
        damaged.ok(&["repair"]);
        assert_eq!(content(&damaged), wanted, "{text}");
    }
}

#[test]
fn a_pointer_to_no_checkpoint_and_a_folder_for_a_file_are_put_aside() {
    let shop = loaded("overlapping");
    let wanted = content(&shop);
    shop.write(".jauge/events/_delta_log/_last_checkpoint", "{\"version\":7,\"size\":1}");
    for name in ["format", "forgotten", "forgetting", "repair", "short"] {
        let path = shop.path().join(".jauge").join(name);
        let _ = fs::remove_file(&path);
        fs::create_dir_all(path.join("x")).unwrap();
    }
    assert_eq!(shop.run(&["load"]).code, 4);
    let ran = shop.run(&["repair"]);
    assert_eq!(ran.code, 1, "who was forgotten is not known: {}", ran.stderr);
    assert_eq!(content(&shop), wanted);
    assert_eq!(shop.run(&["doctor", "--deep"]).code, 0);
}

#[cfg(unix)]
#[test]
fn nobody_waits_for_a_pipe_in_the_place_of_a_commit() {
    let shop = loaded("overlapping");
    let wanted = content(&shop);
    let last = files(&shop, "events", true).pop().unwrap();
    fs::remove_file(&last).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&last).status().unwrap().success());
    for command in [&["load"][..], &["sql", "SELECT 1 FROM events"], &["doctor", "--deep"]] {
        let ran = shop.run(command);
        let said = ran.stdout + &ran.stderr;
        assert!(matches!(ran.code, 1 | 4) && said.contains(".json` is damaged"), "{command:?}: {said}");
    }
    shop.ok(&["repair"]);
    assert_eq!(content(&shop), wanted);
}

#[test]
fn a_repair_that_can_do_nothing_keeps_nobody_out() {
    let shop = loaded("overlapping");
    let log = shop.path().join(".jauge/loads/_delta_log");
    fs::rename(&log, shop.path().join("log")).unwrap();
    fs::write(&log, "").unwrap();
    assert_ne!(shop.run(&["repair"]).code, 0);
    fs::remove_file(&log).unwrap();
    fs::rename(shop.path().join("log"), &log).unwrap();
    shop.ok(&["load"]);
}

#[test]
fn a_log_that_counts_rows_wrong_is_found_by_reading_them() {
    let shop = loaded("overlapping");
    let wanted = content(&shop);
    for path in files(&shop, "events", true) {
        let said = fs::read_to_string(&path).unwrap();
        fs::write(&path, said.replace("numRecords\\\":", "numRecords\\\":9")).unwrap();
    }
    assert!(shop.sql("SELECT count(*) FROM events").len() > 1, "the engine believes the log");
    let deep = shop.run(&["doctor", "--deep"]);
    assert!(deep.code == 1 && deep.stdout.contains("the log says"), "{}", deep.stdout);
    let ran = shop.run(&["repair"]);
    assert!(ran.code == 0 && ran.stderr.contains("is written anew"), "{}", ran.stderr);
    assert_eq!(content(&shop), wanted);
    assert_eq!(shop.run(&["doctor", "--deep"]).code, 0);
}

#[test]
fn a_damaged_file_is_named_and_is_not_a_newer_version() {
    let shop = loaded("overlapping");
    let log = files(&shop, "events", true).pop().unwrap();
    let cases: [(PathBuf, &str, &[&str]); 4] = [
        (shop.path().join(".jauge/format"), "", &["format` is damaged: it is empty"]),
        (shop.path().join(".jauge/format"), "\0", &["format` is damaged: it is empty"]),
        (log.clone(), "", &["it is empty", ".json"]),
        (log, "{\"add\":{\"pa", &[".json` is damaged"]),
    ];
    for (path, text, words) in cases {
        let damaged = shop.copy();
        fs::write(damaged.path().join(within(&shop, &path)), text).unwrap();
        for command in [&["load"][..], &["sql", "SELECT 1 FROM events"], &["forget", "anna"]] {
            let ran = damaged.run(command);
            let said = ran.stderr.replace("\n  │ ", " ");
            assert_eq!(ran.code, 4, "{command:?}: {said}");
            assert!(words.iter().all(|word| said.contains(word)), "{command:?}: {said}");
            assert!(said.contains("jauge repair") && !said.contains("newer"), "{command:?}: {said}");
        }
        assert_eq!(damaged.run(&["doctor", "--deep"]).code, 1);
        damaged.ok(&["repair"]);
        assert_eq!(content(&damaged), content(&shop));
    }
}

#[test]
fn what_is_whole_is_left_as_it_is() {
    let shop = loaded("overlapping");
    let names = || files(&shop, "events", false).into_iter().chain(files(&shop, "events", true)).collect::<Vec<_>>();
    let before = names();
    let ran = shop.run(&["repair"]);
    assert_eq!((ran.code, ran.stderr.contains("nothing is damaged")), (0, true), "{}", ran.stderr);
    assert_eq!(names(), before);
    let said = shop.ok(&["doctor", "--deep"]);
    assert!(said.contains("all are as they were written"), "{said}");
}

#[test]
fn a_repair_that_was_interrupted_goes_on_and_nothing_else_does() {
    let shop = loaded("overlapping");
    let wanted = content(&shop);
    shop.write(".jauge/repair", "2 events\n");
    for command in [&["load"][..], &["sql", "SELECT 1"], &["rebuild"]] {
        let ran = shop.run(command);
        assert_eq!((ran.code, ran.stderr.contains("`jauge repair` again")), (4, true), "{}", ran.stderr);
    }
    let ran = shop.run(&["repair"]);
    assert!(ran.stderr.contains("batch 2 has lost rows, and is loaded again"), "{}", ran.stderr);
    assert_eq!(content(&shop), wanted);
}

#[test]
fn the_damaged_list_of_the_forgotten_lets_nobody_back_in_unsaid() {
    let shop = loaded("overlapping");
    shop.ok(&["forget", "ben"]);
    let list = shop.path().join(".jauge/forgotten");
    let whole = fs::read_to_string(&list).unwrap();
    for text in [String::new(), format!("{whole}0123")] {
        fs::write(&list, &text).unwrap();
        shop.write("in/d.csv", "event_time,event_name,visitor_id,value\n2026-01-08 10:00:00,page_view,ben,\n");
        let ran = shop.run(&["load"]);
        assert!(ran.code == 4 && ran.stderr.contains("forgotten` is damaged"), "{}", ran.stderr);
        assert_eq!(shop.run(&["doctor", "--deep"]).code, 1);
    }
    let ran = shop.run(&["repair"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("the list of forgotten visitors has lost some of them; 1 are"), "{}", ran.stderr);
    shop.run(&["load"]);
    assert_eq!(shop.sql("SELECT count(*) FROM events WHERE visitor_id = 'ben'"), "0");
}

#[test]
fn an_empty_jauge_lock_is_damaged_and_agrees_to_nothing() {
    let shop = loaded("overlapping");
    shop.write("jauge.lock", "");
    let ran = shop.run(&["evaluate"]);
    assert!(ran.code == 2 && ran.stderr.contains("jauge.lock has no content"), "{}{}", ran.stdout, ran.stderr);
}
