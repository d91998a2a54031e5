//! The real process, killed at any moment, and with every call failing once.

mod chaos;

use std::{
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{
    real::retail,
    support::{Workspace, real_data},
};

/// Moments spread over nearly the whole of a load without two alike: the golden ratio's multiples.
fn moments(whole: Duration) -> impl Iterator<Item = Duration> {
    (1..).map(move |nth| whole.mul_f64((f64::from(nth) * 0.618_033_988_749_895).fract() * 0.95))
}

/// Starts `command` and kills it after `delay`; false where it was done before.
fn killed(mut command: Command, delay: Duration) -> bool {
    let start = Instant::now();
    let mut process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while start.elapsed() < delay {
        if process.try_wait().unwrap().is_some() {
            return false;
        }
        thread::sleep(Duration::from_millis(2));
    }
    process.kill().unwrap();
    process.wait().unwrap();
    true
}

fn rows(workspace: &Workspace, condition: &str) -> String {
    workspace.sql(&format!("SELECT count(*) FROM events WHERE {condition}"))
}

/// Fifty kills of the load of the files that `pattern` names, then one clean run: `rows` rows, every total of `totals`.
fn fifty_kills(pattern: &str, wanted: &str, totals: &[&str]) {
    let Some(folder) = real_data("online-retail") else { return };
    let new = || retail::shop(&folder, retail::INVOICES, "").with_path(pattern);
    let start = Instant::now();
    new().ok(&["load"]);
    let whole = start.elapsed();
    let (mut shop, mut kills) = (new(), 0);
    for delay in moments(whole) {
        let interrupted = killed(shop.command(&["load", "--quiet"]), delay);
        kills += u32::from(interrupted);
        // Looking takes as long as a kill, so it is done now and then, and always where a load was done first.
        if !interrupted || kills % 10 == 0 {
            let found = rows(&shop, "true");
            assert!(["0", wanted].contains(&found.as_str()), "{found} rows are visible after {kills} kills");
            if kills == 50 {
                break;
            }
            if found == wanted {
                // The rest of the kills are for another shop.
                shop = new();
            }
        }
    }
    shop.ok(&["load"]);
    let all = shop.ok(&["ask", "orders", "revenue", "refunds", "--period", "all", "--format", "json"]);
    for total in totals {
        assert!(all.contains(&format!("\"value\": {total},")), "{all}");
    }
    assert_eq!(rows(&shop, "true"), wanted);
    assert_eq!(shop.sql("SELECT count(DISTINCT event_id) FROM events"), wanted);
    let unlanded = "SELECT count(*) FROM loads WHERE batch_id NOT IN (SELECT batch_id FROM events)";
    assert_eq!(shop.sql(unlanded), "0", "entries of loads that never landed are gone");
}

#[test]
fn fifty_kills_leave_nothing_half_loaded_and_one_clean_run_loads_it_all() {
    fifty_kills("2010-12-*.csv.gz", "2025", &["1699", "823746.1400"]);
}

/// The whole year: some minutes.
#[test]
#[ignore = "takes minutes: `cargo test --workspace --test acceptance -- --ignored`"]
fn fifty_kills_of_the_whole_year() {
    fifty_kills("*.csv.gz", "25900", &["22064", "10644560.4240", "896812.4900"]);
}

#[test]
fn a_replacement_killed_at_any_moment_is_whole_or_not_at_all() {
    let Some(folder) = real_data("online-retail") else { return };
    let shop = retail::shop(&folder, retail::INVOICES, "").with_path("2010-12-*.csv.gz");
    shop.ok(&["load"]);
    let wanted = retail::content(&shop);
    let start = Instant::now();
    shop.ok(&["load", "--replace", "invoices"]);
    for delay in moments(start.elapsed()).take(10) {
        killed(shop.command(&["load", "--quiet", "--replace", "invoices"]), delay);
        assert_eq!(retail::content(&shop), wanted);
    }
    let last = shop.sql("SELECT max(batch_id) FROM events");
    for delay in moments(Duration::from_millis(300)).take(5) {
        killed(shop.command(&["load", "--quiet", "--undo", &last]), delay);
        let found = retail::content(&shop);
        assert!(found == wanted || found.lines().count() == 1, "an undone batch is gone as a whole");
    }
    shop.ok(&["load"]);
    assert_eq!(retail::content(&shop), wanted);
}

#[test]
fn a_rebuild_killed_at_any_moment_changes_nothing() {
    let Some(folder) = real_data("online-retail") else { return };
    let shop = retail::shop(&folder, retail::INVOICES, "").with_path("2010-12-0[1-5].csv.gz");
    for day in 1..=5 {
        let shop = shop.path().join("jauge.toml");
        let config = std::fs::read_to_string(&shop).unwrap();
        let (head, tail) = config.split_once("2010-12-0").unwrap();
        let tail = tail.split_once(".csv.gz").unwrap().1;
        std::fs::write(&shop, format!("{head}2010-12-0[1-{day}].csv.gz{tail}")).unwrap();
        let ran =
            Command::new(crate::support::jauge()).args(["load", "--quiet", "-w"]).arg(shop.parent().unwrap()).output();
        assert!(ran.unwrap().status.success());
    }
    let wanted = retail::content(&shop);
    for delay in moments(Duration::from_millis(400)).take(10) {
        killed(shop.command(&["rebuild", "--quiet"]), delay);
        assert_eq!(retail::content(&shop), wanted);
    }
    shop.ok(&["rebuild"]);
    assert_eq!(retail::content(&shop), wanted);
}

/// A shop of made-up orders, for machines without the real data.
fn made_up(days: u32) -> Workspace {
    let shop = Workspace::new(
        "[workspace]\nname = \"shop\"\n[[source]]\nname = \"in\"\npath = \"in/*.csv\"\n\
         select = \"SELECT 'purchase' AS event_name, at AS event_time, who AS visitor_id, amount AS value FROM raw\"\n",
    );
    for day in 1..=days {
        let line =
            |nth: u32| format!("2026-01-{day:02} {:02}:{:02}:00,v{},{nth}.25\n", nth / 60 % 24, nth % 60, nth % 97);
        let lines: String = (0..ROWS_A_DAY).map(line).collect();
        shop.write(&format!("in/{day:02}.csv"), format!("at,who,amount\n{lines}"));
    }
    shop
}

const ROWS_A_DAY: u32 = 1440;

fn content(shop: &Workspace) -> String {
    shop.ok(&["sql", "SELECT count(*), count(DISTINCT event_id), sum(value) FROM events", "--format", "csv"])
}

#[test]
fn made_up_rows_are_loaded_as_a_whole_or_not_at_all_and_survive_every_rewrite() {
    const DAYS: u32 = 12;
    let all = (DAYS * ROWS_A_DAY).to_string();
    let start = Instant::now();
    made_up(DAYS).ok(&["load"]);
    let whole = start.elapsed();
    let mut shop = made_up(DAYS);
    for delay in moments(whole).take(8) {
        let interrupted = killed(shop.command(&["load", "--quiet"]), delay);
        let found = rows(&shop, "true");
        assert!(["0", all.as_str()].contains(&found.as_str()), "{found} of {all} rows are visible");
        if !interrupted || found == all {
            shop = made_up(DAYS);
        }
    }
    shop.ok(&["load"]);
    let wanted = content(&shop);
    assert!(wanted.contains(&format!("{all},{all},")), "{wanted}");
    for args in [["load", "--quiet", "--replace", "in"].as_slice(), &["rebuild", "--quiet"], &["load", "--quiet"]] {
        for delay in moments(whole).take(4) {
            killed(shop.command(args), delay);
            assert_eq!(content(&shop), wanted, "{args:?}");
        }
    }
}
