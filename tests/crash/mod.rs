//! The real process, killed at any moment.

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

#[test]
fn fifty_kills_leave_nothing_half_loaded_and_one_clean_run_loads_it_all() {
    let Some(folder) = real_data("online-retail") else { return };
    let start = Instant::now();
    retail::shop(&folder, retail::INVOICES, "").ok(&["load"]);
    let whole = start.elapsed();
    let mut shop = retail::shop(&folder, retail::INVOICES, "");
    let mut kills = 0;
    for delay in moments(whole) {
        let interrupted = killed(shop.command(&["load", "--quiet"]), delay);
        kills += u32::from(interrupted);
        // Looking takes as long as a kill, so it is done now and then, and always where a load was done first.
        if !interrupted || kills % 10 == 0 {
            let found = rows(&shop, "true");
            assert!(["0", "25900"].contains(&found.as_str()), "{found} rows are visible after {kills} kills");
            if kills == 50 {
                break;
            }
            if found == "25900" {
                // The rest of the kills are for another shop.
                shop = retail::shop(&folder, retail::INVOICES, "");
            }
        }
    }
    shop.ok(&["load"]);
    let all = shop.ok(&["ask", "orders", "revenue", "refunds", "--period", "all", "--format", "json"]);
    for total in ["22064", "10644560.4240", "896812.4900"] {
        assert!(all.contains(&format!("\"value\": {total},")), "{all}");
    }
    assert_eq!(rows(&shop, "true"), "25900");
    assert_eq!(shop.sql("SELECT count(DISTINCT event_id) FROM events"), "25900");
    assert_eq!(shop.sql("SELECT count(*) FROM loads"), "305", "entries of loads that never landed are gone");
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
