//! `jauge forget`: for good, whatever happened before, in between and after.

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use super::{files, load, naming, site};

/// No other word of the store is like it.
const ANNA: &str = "anna-5f3c9a";
/// As the store knows a forgotten visitor.
const HASH: &str = "0123456789abcdef0123456789abcdef";
const BOTH: &str = "2026-01-05 10:00:00,page_view,anna-5f3c9a,/,\n2026-01-05 11:00:00,page_view,ben,/,\n";

#[test]
fn forgetting_nobody_leaves_nothing_behind() {
    let site = site("");
    let ran = site.run(&["forget", "nobody"]);
    assert_eq!((ran.code, site.path().join(".jauge").exists()), (0, false), "{}", ran.stderr);
    load(&site, "a", BOTH);
    site.ok(&["sql", "SELECT count(*) FROM sessions"]);
    let before = files(&site);
    let ran = site.run(&["forget", "nobody"]);
    assert!(ran.stderr.contains("nothing names `nobody`"), "{}", ran.stderr);
    assert_eq!(files(&site), before);
}

#[test]
fn a_visitor_of_whom_there_is_nothing_yet_can_be_refused() {
    let site = site("");
    site.ok(&["forget", ANNA, "--refuse"]);
    assert_eq!(naming(&site, ANNA), "");
    load(&site, "a", BOTH);
    assert_eq!(site.sql("SELECT string_agg(visitor_id, ' ') FROM events"), "ben");
}

/// Killed when the rows are gone and older versions are not: whoever comes next, a reader too, goes on to the end.
#[test]
fn what_a_killed_forget_began_is_finished_by_the_next_command() {
    for next in [&["sql", "SELECT count(*) FROM hits"][..], &["load"], &["rebuild"], &["forget", ANNA]] {
        let site = site("");
        load(&site, "a", BOTH);
        let intent = format!("{{\"names\": [\"{ANNA}\"], \"hashes\": [\"{HASH}\"]}}");
        site.write(".jauge/forgetting", &intent).write(".jauge/forgetting#1", &intent[..20]);
        site.write(".jauge/key", "k".repeat(32));
        let ran = site.run(next);
        assert_eq!(ran.code, 0, "{next:?}: {}", ran.stderr);
        assert_eq!(naming(&site, ANNA), "", "after {next:?}");
        assert_eq!(site.sql("SELECT string_agg(visitor_id, ' ') FROM hits"), "ben", "after {next:?}");
        let refused = fs::read_to_string(site.path().join(".jauge/forgotten")).unwrap();
        assert!(refused.contains(HASH), "after {next:?}");
    }
}

#[test]
fn a_killed_forget_is_told_and_a_repair_ends_it() {
    let site = site("");
    load(&site, "a", BOTH);
    site.write(".jauge/forgetting", format!("{{\"names\": [\"{ANNA}\"], \"hashes\": [\"{HASH}\"]}}"));
    site.write(".jauge/key", "k".repeat(32));
    let doctor = site.run(&["doctor"]);
    assert!(doctor.stdout.contains("is not forgotten whole"), "{}", doctor.stdout);
    site.ok(&["repair"]);
    assert_eq!(naming(&site, ANNA), "");
    assert!(!site.run(&["doctor"]).stdout.contains("is not forgotten whole"));
}

/// Who was to be forgotten is not known any more, and that is said.
#[test]
fn a_damaged_note_of_who_is_being_forgotten_stops_writers_until_it_is_repaired() {
    let site = site("");
    load(&site, "a", BOTH);
    for half in ["", "{\"names\": [\"anna"] {
        site.write(".jauge/forgetting", half);
        let ran = site.run(&["load"]);
        assert!(ran.code == 4 && ran.stderr.contains("forgetting` is damaged"), "{}", ran.stderr);
        assert_eq!(site.run(&["doctor", "--deep"]).code, 1);
        let ran = site.run(&["repair"]);
        assert!(ran.code == 1 && ran.stderr.contains("forget that visitor again"), "{}", ran.stderr);
        site.ok(&["load", "--quiet"]);
    }
}

/// What a repair put aside cannot be read, and may name anybody.
#[test]
fn what_was_put_aside_as_damaged_goes_with_whoever_is_forgotten() {
    let site = site("");
    load(&site, "a", BOTH);
    site.write(".jauge/damaged/events/part.parquet", "nobody knows what it says");
    site.ok(&["forget", ANNA]);
    assert!(!site.path().join(".jauge/damaged").exists());
    assert_eq!(naming(&site, ANNA), "");
}

#[test]
fn rows_that_were_taken_back_are_forgotten_in_the_versions_that_had_them() {
    let site = site("");
    load(&site, "a", BOTH);
    site.ok(&["load", "--undo", "1", "--quiet"]);
    assert_ne!(naming(&site, ANNA), "", "the versions before are there");
    let ran = site.run(&["forget", ANNA]);
    assert!(ran.stderr.contains("is left in any version"), "{}", ran.stderr);
    assert_eq!(naming(&site, ANNA), "");
    site.ok(&["load", "--quiet"]);
    assert_eq!(site.sql("SELECT string_agg(visitor_id, ' ') FROM events"), "ben");
}

#[test]
fn rejected_rows_that_quote_a_visitor_go_and_others_stay() {
    let site = site("");
    load(
        &site,
        "a",
        &format!("{BOTH}2026-01-05 12:00:00,page_view,{ANNA},/,1,too,many\n2026-01-05,x,hanna-5f3c9ab,/,1,2\n"),
    );
    assert_eq!(site.sql("SELECT count(*) FROM rejects"), "2");
    site.ok(&["forget", ANNA]);
    assert_eq!(site.sql("SELECT count(*) FROM rejects WHERE value LIKE '%hanna-5f3c9ab%'"), "1");
    assert_eq!(site.sql("SELECT count(*) FROM rejects"), "1");
    let again = site.run(&["forget", ANNA]);
    assert!(again.stderr.contains("is left in any version"), "it is refused still: {}", again.stderr);
}

/// A clock that was set back, or a folder that was copied: the log's own times say nothing.
#[test]
fn logs_go_whatever_time_they_carry() {
    let site = site("");
    load(&site, "a", BOTH);
    let ahead = SystemTime::now() + Duration::from_secs(2 * 86_400);
    for path in files(&site).into_keys().filter(|path| path.to_string_lossy().contains("_delta_log")) {
        File::options().write(true).open(path).unwrap().set_modified(ahead).unwrap();
    }
    site.ok(&["forget", ANNA]);
    assert_eq!(naming(&site, ANNA), "");
    assert_eq!(site.sql("SELECT count(*) FROM events"), "1");
}

/// Older versions go only once those who read them are done.
#[test]
fn readers_are_not_disturbed_by_what_is_forgotten_meanwhile() {
    let site = site("");
    let rows: String =
        (0..3_000).map(|nth| format!("2026-01-{:02} 10:00:00,page_view,v{},/,\n", 1 + nth % 28, nth % 50)).collect();
    load(&site, "a", &rows);
    std::thread::scope(|scope| {
        let forgets = scope.spawn(|| (1..4).for_each(|nth| drop(site.ok(&["forget", &format!("v{nth}"), "-q"]))));
        let mut reads = 0;
        while !forgets.is_finished() || reads == 0 {
            site.ok(&["sql", "SELECT count(*), count(DISTINCT visitor_id) FROM hits", "-q"]);
            reads += 1;
        }
        forgets.join().unwrap();
    });
    assert_eq!(site.sql("SELECT count(DISTINCT visitor_id) FROM hits"), "47");
}

#[test]
fn nobody_is_no_visitor() {
    assert_eq!(site("").run(&["forget", ""]).code, 2);
}
