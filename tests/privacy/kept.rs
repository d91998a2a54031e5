//! `[privacy]`: what of a row is kept, how long, and under which key.

use std::fs;

use super::{load, naming, site};

#[test]
fn no_address_and_no_personal_parameter_is_kept_of_a_row_that_is_rejected() {
    let site = site("");
    load(
        &site,
        "a",
        "2026-01-05 10:00:00,page_view,ann,/p?email=bob%40example.org&a=1,1\n\
         2026-01-05 10:00:00,page_view,ann,/p,from 198.51.100.77\n\
         198.51.100.77,page_view,ann,https://x.example/?email=bob@example.org,1,2\n",
    );
    assert_eq!(site.sql("SELECT page_location FROM events"), "/p?a=1");
    assert_eq!(site.sql("SELECT count(*) FROM rejects"), "2");
    for text in ["198.51.100.77", "bob"] {
        assert_eq!(site.sql(&format!("SELECT count(*) FROM rejects WHERE value LIKE '%{text}%'")), "0", "{text}");
        assert_eq!(naming(&site, text), "");
    }
}

#[test]
fn a_row_that_cannot_be_taken_apart_is_not_quoted_where_identifiers_are_hashed() {
    let site = site("[privacy]\nhash = [\"visitor_id\"]\n");
    load(&site, "a", "2026-01-05 10:00:00,page_view,ann,/,1\n2026-01-05 10:00:00,page_view,carol-7,/,1,2\n");
    assert_eq!(site.sql("SELECT count(*) FROM rejects WHERE line = 3 AND value IS NULL"), "1");
    assert_eq!(naming(&site, "carol-7"), "");
}

#[test]
fn the_list_of_personal_parameters_is_the_users() {
    let site = site("[privacy]\ndrop_parameters = [\"token\"]\n");
    load(&site, "a", "2026-01-05 10:00:00,page_view,ann,/p?email=b&Token=x#t,1\n");
    assert_eq!(site.sql("SELECT page_location FROM events"), "/p?email=b#t");
}

#[test]
fn what_is_older_than_may_be_kept_goes_from_every_table_version_and_log() {
    let site = site("[privacy]\nkeep = \"400d\"\n");
    load(&site, "old", "2020-01-05 10:00:00,page_view,old-4711,/,\n2020-01-05 10:00:00,page_view,old-4711,/,x-4712\n");
    let now = jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M:%S").to_string();
    load(&site, "new", &format!("{now},page_view,new,/,\n{now},page_view,new,/,x-4713\n"));
    assert_eq!(site.sql("SELECT count(*) FROM hits"), "2");
    let ran = site.run(&["rebuild"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for (table, rows) in [("events", "1"), ("hits", "1"), ("sessions", "1"), ("rejects", "1")] {
        assert_eq!(site.sql(&format!("SELECT count(*) FROM {table}")), rows, "{table}");
    }
    assert_eq!(naming(&site, "old-4711") + &naming(&site, "x-4712"), "");
    assert_ne!(naming(&site, "x-4713"), "");
    site.ok(&["load", "--quiet"]);
    assert_eq!(site.sql("SELECT count(*) FROM events"), "1", "what expired is not loaded again");
}

#[test]
fn a_key_that_is_lost_or_another_stops_who_would_write_under_it() {
    let site = site("[privacy]\nhash = [\"visitor_id\"]\n");
    let rows = "2026-01-05 10:00:00,page_view,ann,/,1\n2026-01-05 10:00:00,page_view,ben,/,1\n";
    load(&site, "a", rows);
    let path = site.path().join(".jauge/key");
    let key = fs::read(&path).unwrap();
    for other in [None, Some([7; 32])] {
        match other {
            None => fs::remove_file(&path).unwrap(),
            Some(other) => fs::write(&path, other).unwrap(),
        }
        site.write(
            "in/a.csv",
            format!(
                "event_time,event_name,visitor_id,page_location,value\n{rows}2026-01-06 10:00:00,page_view,ann,/,1\n"
            ),
        );
        for command in [&["load"][..], &["forget", "ann"], &["rotate-key"]] {
            let ran = site.run(command);
            assert!(ran.code == 4 && ran.stderr.contains(".jauge/key"), "{command:?}: {}", ran.stderr);
        }
        assert_eq!(site.run(&["doctor"]).code, 1);
        assert_eq!(site.run(&["repair"]).code, 1);
        assert_eq!(site.sql("SELECT count(*) FROM events"), "2", "whoever asks is answered");
        assert_eq!(path.exists(), other.is_some(), "no new key is made");
    }
    fs::write(&path, key).unwrap();
    site.ok(&["load", "--quiet"]);
    assert_eq!(site.sql("SELECT count(*) * 10 + count(DISTINCT visitor_id) FROM events"), "32");
}

#[test]
fn a_list_of_the_forgotten_that_lost_some_stops_who_would_bring_them_back() {
    let site = site("");
    load(&site, "a", "2026-01-05 10:00:00,page_view,ann,/,1\n2026-01-05 10:00:00,page_view,ben,/,1\n");
    site.ok(&["forget", "ann", "--quiet"]);
    site.ok(&["forget", "ben", "--quiet"]);
    let path = site.path().join(".jauge/forgotten");
    let list = fs::read_to_string(&path).unwrap();
    let first = list.split_inclusive('\n').next().unwrap();
    for left in [Some(first), None] {
        match left {
            Some(left) => fs::write(&path, left).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        for command in [&["load", "--replace", "s"][..], &["forget", "cid", "--refuse"], &["rebuild"]] {
            let ran = site.run(command);
            assert!(ran.code == 4 && ran.stderr.contains("forgotten"), "{command:?}: {}", ran.stderr);
        }
        assert_eq!(site.run(&["doctor"]).code, 1);
        assert_eq!(site.sql("SELECT count(*) FROM events"), "0");
    }
    let ran = site.run(&["repair"]);
    assert!(ran.code == 1 && ran.stderr.contains("nobody can tell who is missing"), "{}", ran.stderr);
    assert_eq!(site.run(&["doctor"]).code, 0);
    site.ok(&["forget", "ann", "--refuse", "--quiet"]);
    site.ok(&["forget", "ben", "--refuse", "--quiet"]);
    site.run(&["load", "--replace", "s"]);
    assert_eq!(site.sql("SELECT count(*) FROM events"), "0");
}

/// A visitor is another one under a new key, but a row that overlaps is still the same row.
#[test]
fn a_new_key_doubles_no_row_and_forgets_under_every_key() {
    let site = site("[privacy]\nhash = [\"visitor_id\"]\n");
    load(&site, "a", "2026-01-05 10:00:00,page_view,ann,/,1\n2026-01-05 10:00:00,page_view,ben,/,1\n");
    let before = site.sql("SELECT min(visitor_id) FROM events WHERE visitor_id != 'ann'");
    assert_eq!(before.len(), 32);
    site.ok(&["rotate-key"]);
    load(&site, "b", "2026-01-05 10:00:00,page_view,ann,/,1\n2026-01-06 10:00:00,page_view,ann,/,1\n");
    assert_eq!(site.sql("SELECT count(*) FROM events"), "3", "the row of before was recognised");
    assert_eq!(site.sql("SELECT count(DISTINCT visitor_id) FROM events"), "3", "and new rows have another name");
    site.ok(&["forget", "ann"]);
    assert_eq!(site.sql("SELECT count(*) FROM events"), "1");
    site.ok(&["rotate-key"]);
    load(&site, "c", "2026-01-07 10:00:00,page_view,ann,/,1\n2026-01-07 10:00:00,page_view,cy,/,1\n");
    assert_eq!(site.sql("SELECT count(*) FROM events"), "2", "refused under the newest key, too");
}

#[test]
fn rows_with_ids_of_their_own_are_no_conflict_under_a_new_key() {
    let config = "[workspace]\nname = \"w\"\n[privacy]\nhash = [\"visitor_id\"]\n\
                  [[source]]\nname = \"s\"\npath = \"in/*.csv\"\n";
    let site = crate::support::Workspace::new(config);
    let rows = "event_id,event_time,event_name,visitor_id\n1,2026-01-05 10:00:00,page_view,ann\n";
    site.write("in/a.csv", rows).ok(&["load", "-q"]);
    site.ok(&["rotate-key"]);
    site.write("in/b.csv", format!("{rows}2,2026-01-06 10:00:00,page_view,ann\n")).ok(&["load", "-q"]);
    assert_eq!(site.sql("SELECT count(*) FROM events"), "2");
    assert_eq!(site.sql("SELECT count(*) FROM rejects"), "0");
}

#[cfg(unix)]
#[test]
fn what_tells_who_somebody_is_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let site = site("[privacy]\nhash = [\"visitor_id\"]\n");
    load(&site, "a", "2026-01-05 10:00:00,page_view,ann,/,1\n");
    site.ok(&["forget", "ann"]);
    site.ok(&["rotate-key"]);
    for name in ["key", "forgotten"] {
        let mode = std::fs::metadata(site.path().join(".jauge").join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    assert_eq!(site.run(&["doctor"]).code, 0);
    fs::set_permissions(site.path().join(".jauge/key"), PermissionsExt::from_mode(0o644)).unwrap();
    let doctor = site.run(&["doctor"]);
    assert!(doctor.code == 1 && doctor.stdout.contains("chmod 600"), "{}", doctor.stdout);
}
