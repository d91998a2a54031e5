//! The ways people go: four lines, an exit code in a shell, a report for CI, a mail, a baseline that moves.

use std::fs;

use jiff::civil::date;

use super::{evaluated, objectives, shop};
use crate::{ecommerce::site::SMALL_SITE, support::Workspace};

/// Four lines each, every kind of target.
#[test]
fn four_lines_are_enough() {
    let shop = shop(date(2025, 1, 1), 500);
    let targets = [
        ("orders", "130"),
        ("orders", "\"+10%\""),
        ("conversion", "\"48%\""),
        ("conversion", "\"+9.5pt\""),
        ("revenue", "\"3 000\""),
    ];
    let text: String = targets
        .iter()
        .enumerate()
        .map(|(nth, (kpi, target))| {
            format!("[[objective]]\nid = \"o{nth}\"\nkpi = \"{kpi}\"\ntarget = {target}\nperiod = \"2026-05\"\n\n")
        })
        .collect();
    objectives(&shop, &text);
    let found = evaluated(&shop, "2026-05-14");
    assert_eq!(found.as_array().unwrap().len(), targets.len());
    for one in found.as_array().unwrap() {
        let status = one["status"].as_str().unwrap();
        assert!(["on_track", "at_risk", "off_track", "achieved"].contains(&status), "{one}");
        for key in ["actual", "target", "baseline", "progress", "expected"] {
            assert!(one[key].is_number(), "{key}: {one}");
        }
        assert!(!one["statement"].as_str().unwrap().is_empty(), "{one}");
        // What is derived is shown.
        for letter in ["specific", "measurable", "achievable", "realistic", "time_bound"] {
            assert!(one["smart"][letter]["state"].is_string(), "{one}");
        }
        if one["status"] != "achieved" {
            let forecast = &one["forecast"];
            let [low, value, high] = ["low", "value", "high"].map(|key| forecast[key].as_f64().unwrap());
            assert!(low <= value && value <= high, "{one}");
        }
    }
}

/// What a shell, a cron line and CI rely on.
#[test]
fn exit_codes_and_junit() {
    let shop = shop(date(2025, 1, 1), 500);
    let one = |target: &str| {
        let text = format!("[[objective]]\nid = \"goal\"\nkpi = \"orders\"\ntarget = {target}\nperiod = \"2026-05\"\n");
        objectives(&shop, &text);
        shop.run(&["evaluate", "goal", "--as-of", "2026-05-13", "--format", "junit", "-q"])
    };
    let fine = one("60");
    assert_eq!(fine.code, 0, "{}", fine.stderr);
    assert!(fine.stdout.contains("failures=\"0\"") && fine.stdout.contains("name=\"goal\"/>"), "{}", fine.stdout);
    let late = one("400");
    assert_eq!(late.code, 1, "{}", late.stderr);
    assert!(late.stdout.contains("<failure type=\"off_track\""), "{}", late.stdout);
    objectives(
        &shop,
        "[[objective]]\nid = \"goal\"\nkpi = \"orders\"\ntarget = 1\nperiod = \"2026-05\"\nwhere = \"source = 'x'\"\n",
    );
    let none = shop.run(&["evaluate", "--as-of", "2026-05-13", "-q"]);
    assert_eq!(none.code, 3, "{}", none.stdout);
    let elsewhere = shop.run(&["ask", "orders", "--format", "junit"]);
    assert_eq!(elsewhere.code, 2);
    assert!(elsewhere.stderr.contains("of `jauge evaluate` only"), "{}", elsewhere.stderr);
    let empty = shop_without_objectives();
    let ran = empty.run(&["evaluate"]);
    assert!(ran.code == 0 && ran.stderr.contains("no objectives yet"), "{}", ran.stderr);
}

fn shop_without_objectives() -> Workspace {
    shop(date(2026, 1, 1), 3)
}

/// Whoever asks for 50 of a share is asked back; the others are judged all the same, and what is missed is hidden by nothing empty.
#[test]
fn the_gravest_of_several_is_the_exit_code() {
    let shop = shop(date(2025, 1, 1), 500);
    let one = |id: &str, kpi: &str, target: &str, more: &str| {
        format!("[[objective]]\nid = \"{id}\"\nkpi = \"{kpi}\"\ntarget = {target}\nperiod = \"2026-04\"\n{more}\n\n")
    };
    let (met, missed) = (one("met", "orders", "1", ""), one("missed", "orders", "4000", ""));
    let (none, asked) = (one("none", "orders", "1", "where = \"source = 'x'\""), one("asked", "conversion", "50", ""));
    let code = |objectives_of: &[&String]| {
        objectives(&shop, &objectives_of.iter().map(|text| text.as_str()).collect::<String>());
        shop.run(&["evaluate", "--as-of", "2026-04-30", "-q"]).code
    };
    assert_eq!([code(&[&none]), code(&[&none, &met]), code(&[&none, &met, &missed])], [3, 0, 1]);
    assert_eq!([code(&[&asked]), code(&[&met, &missed, &none, &asked])], [2, 2]);
    let found = shop.run(&["evaluate", "asked", "met", "--as-of", "2026-04-30"]);
    assert!(found.stdout.contains("did you mean \"50%\"?") && found.stdout.contains("achieved"), "{}", found.stdout);
}

/// Every evaluation is kept, and what was judged lately is not due.
#[test]
fn evaluations_are_kept_and_due_again_after_their_frequency() {
    let shop = shop(date(2025, 1, 1), 500);
    objectives(
        &shop,
        "[[objective]]\nid = \"daily\"\nkpi = \"orders\"\ntarget = 60\nperiod = \"2026-05\"\nfrequency = \"daily\"\n\n\
         [[objective]]\nid = \"weekly\"\nkpi = \"orders\"\ntarget = 60\nperiod = \"2026-05\"\n",
    );
    let due = |day: &str| {
        let found = shop.run(&["evaluate", "--due", "--as-of", day, "--format", "json", "-q"]).stdout;
        let found: serde_json::Value = serde_json::from_str(&found).unwrap();
        found.as_array().unwrap().iter().map(|one| one["objective"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(due("2026-05-04"), ["daily", "weekly"]);
    assert_eq!(due("2026-05-04"), [""; 0]);
    assert_eq!(due("2026-05-05"), ["daily"]);
    assert_eq!(due("2026-05-11"), ["daily", "weekly"]);
    let kept = shop.sql("SELECT count(*) FROM evaluations WHERE status = 'on_track' OR status = 'achieved'");
    assert_eq!(kept, "5");
    assert_eq!(shop.sql("SELECT count(DISTINCT as_of) FROM evaluations"), "3");
}

/// A baseline is what it was when it was agreed to; a change is told, and accepted with a reason.
#[test]
fn a_baseline_that_moves_is_told_and_accepted() {
    let shop = shop(date(2025, 1, 1), 500);
    objectives(&shop, "[[objective]]\nid = \"goal\"\nkpi = \"orders\"\ntarget = \"+5%\"\nperiod = \"2026-05\"\n");
    evaluated(&shop, "2026-05-13");
    let lock = fs::read_to_string(shop.path().join("jauge.lock")).unwrap();
    assert!(lock.contains("[baseline.goal]"), "{lock}");
    let sql = "SELECT count(*) FROM events WHERE event_name = 'purchase' AND value > 21";
    shop.kpi("shop.orders", "count", sql);
    let again = shop.run(&["evaluate", "--as-of", "2026-05-13"]);
    assert!(again.stderr.contains("definition is not the one of 2026-05-13"), "{}", again.stderr);
    let check = shop.run(&["objective", "check", "goal", "--as-of", "2026-05-13"]);
    assert!(check.stdout.contains("objective rebase goal"), "{}", check.stdout);
    let without = shop.run(&["objective", "rebase", "goal", "--reason", " ", "--as-of", "2026-05-13"]);
    assert_eq!(without.code, 2);
    shop.ok(&["objective", "rebase", "goal", "--reason", "small orders no longer count", "--as-of", "2026-05-13"]);
    let lock = fs::read_to_string(shop.path().join("jauge.lock")).unwrap();
    assert!(lock.contains("small orders no longer count"), "{lock}");
    let quiet = shop.run(&["evaluate", "--as-of", "2026-05-13"]);
    assert!(!quiet.stderr.contains("definition"), "{}", quiet.stderr);
}

/// A day that is not over freezes nothing, and hides no later evaluation.
#[test]
fn looking_ahead_freezes_nothing() {
    let shop = shop(date(2025, 1, 1), 500);
    objectives(&shop, "[[objective]]\nid = \"goal\"\nkpi = \"orders\"\ntarget = \"+5%\"\nperiod = \"2026-05\"\n");
    let frozen = || fs::read_to_string(shop.path().join("jauge.lock")).unwrap_or_default().contains("[baseline.goal]");
    assert!(evaluated(&shop, "9000-01-01")[0]["baseline"].is_number());
    assert!(!frozen());
    let rebased = shop.run(&["objective", "rebase", "goal", "--reason", "soon", "--as-of", "9000-01-01"]);
    assert_eq!(rebased.code, 2, "{}", rebased.stderr);
    assert!(rebased.stderr.contains("which 9000-01-01 is not") && !frozen(), "{}", rebased.stderr);
    let due = shop.run(&["evaluate", "--due", "--as-of", "2026-05-13", "--format", "json", "-q"]).stdout;
    assert!(due.contains("\"goal\"") && frozen(), "{due}");
}

/// A new objective out of history, as a file that is judged at once; templates come with their pack.
#[test]
fn a_new_objective_proposes_what_history_makes_possible() {
    let shop = shop(date(2024, 7, 1), 680);
    let new = shop.run(&["objective", "new", "orders", "--period", "2026-Q2", "--owner", "growth"]);
    assert_eq!(new.code, 0, "{}", new.stderr);
    assert!(new.stderr.contains("proposed target") && new.stderr.contains("baseline"), "{}", new.stderr);
    let file = fs::read_to_string(shop.path().join("objectives/orders-2026-q2.toml")).unwrap();
    assert!(file.starts_with("#:schema schema.json\n[[objective]]\nid = \"orders-2026-q2\"\n"), "{file}");
    assert!(file.contains("owner = \"growth\""), "{file}");
    assert!(shop.path().join("objectives/schema.json").is_file());
    assert_eq!(evaluated(&shop, "2026-05-01")[0]["objective"], "orders-2026-q2");
    let again = shop.run(&["objective", "new", "orders", "--period", "2026-Q2"]);
    assert!(again.code == 2 && again.stderr.contains("is there already"), "{}", again.stderr);

    let list = SMALL_SITE.ok(&["objective", "new"]);
    assert!(list.contains("ecommerce.more-revenue"), "{list}");
    for template in list.lines().filter_map(|line| line.split_whitespace().next()) {
        let made = SMALL_SITE.run(&["objective", "new", "--template", template, "--period", "2026-12", "--dry-run"]);
        assert_eq!(made.code, 0, "{template}: {}", made.stderr);
        assert!(made.stdout.contains("period = \"2026-12\""), "{}", made.stdout);
    }
    let unknown = SMALL_SITE.run(&["objective", "new", "--template", "more-revenu", "--period", "2026-12"]);
    assert!(
        unknown.code == 2 && unknown.stderr.contains("did you mean `ecommerce.more-revenue`?"),
        "{}",
        unknown.stderr
    );
}

/// Tables for programs, patterns with several stars, and a baseline that cannot be read.
#[test]
fn nothing_asked_for_is_passed_over() {
    let shop = shop(date(2026, 1, 1), 80);
    let one = |id: &str, kpi: &str| {
        format!("[[objective]]\nid = \"{id}\"\nkpi = \"{kpi}\"\ntarget = 9\nperiod = \"2026-02\"\n\n")
    };
    objectives(&shop, &[one("a-b-c", "orders"), one("a-c", "orders"), one("typo", "order")].concat());
    let named = |pattern: &str| {
        let ran = shop.run(&["evaluate", pattern, "--as-of", "2026-02-20", "--format", "json", "-q"]);
        let found: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        found.as_array().unwrap().len()
    };
    assert_eq!([named("a*b*c"), named("a*c")], [1, 2]);
    for command in [&["evaluate", "a-c"][..], &["objective", "check", "a-c"]] {
        let args = [command, &["--as-of", "2026-02-20", "--format", "parquet", "-q"]].concat();
        let bytes = shop.command(&args).output().unwrap().stdout;
        assert!(bytes.starts_with(b"PAR1"), "{args:?}");
    }
    let rebased = shop.run(&["objective", "rebase", "typo", "--reason", "why not", "--as-of", "2026-02-20"]);
    assert!(rebased.code == 2 && rebased.stderr.contains("typo: no KPI is called `order`"), "{}", rebased.stderr);
}

/// In one scan a model, however many there are; in the language of the reader.
#[test]
fn many_at_once_and_in_french() {
    let shop = shop(date(2025, 1, 1), 500);
    let text: String = (0..60)
        .map(|nth| {
            let kpi = ["orders", "conversion", "revenue"][nth % 3];
            format!(
                "[[objective]]\nid = \"o{nth}\"\nkpi = \"{kpi}\"\ntarget = \"+5%\"\nperiod = \"2026-05\"\nwhere = \"value > {nth} OR value IS NULL\"\n\n"
            )
        })
        .collect();
    objectives(&shop, &text);
    let all = shop.run(&["evaluate", "--as-of", "2026-05-13", "--format", "md", "--locale", "fr"]);
    assert!(all.stderr.contains("60 objectifs jugés, une lecture par modèle : events"), "{}", all.stderr);
    assert!(all.stdout.contains("**Semaine 20 · ") && all.stdout.contains("| État "), "{}", all.stdout);
}

#[test]
fn where_there_are_no_objectives_checking_them_says_how_one_is_made() {
    let shop = crate::support::Workspace::new("[workspace]\nname = \"w\"\n");
    let ran = shop.run(&["objective", "check"]);
    assert!(ran.code == 0 && ran.stderr.contains("no objectives yet: `jauge objective new KPI`"), "{}", ran.stderr);
}
