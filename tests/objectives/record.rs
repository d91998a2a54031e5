//! Forecasts beside what came, from the first evaluation to the page.

use std::sync::LazyLock;

use jiff::civil::date;
use serde_json::Value;

use super::{evaluated, objectives, shop};
use crate::support::Workspace;

const AS_OF: &str = "2026-04-15";

/// A shop whose objective of each month was looked at twice in January and February, once in March and April: once in a run, then copied.
fn looked_at() -> Workspace {
    static LOOKED_AT: LazyLock<Workspace> = LazyLock::new(|| {
        let shop = shop(date(2025, 1, 1), 500);
        objectives(
            &shop,
            "[[objective]]\nid = \"more\"\nkpi = \"orders\"\ntarget = 107\nperiod = \"2026-01\"\nrepeat = \"monthly\"\nsettle = \"1d\"\n",
        );
        for day in ["2026-01-10", "2026-01-20", "2026-02-10", "2026-02-20", "2026-03-15", AS_OF] {
            evaluated(&shop, day);
        }
        shop
    });
    LOOKED_AT.copy()
}

fn record(shop: &Workspace, of: &[&str]) -> Vec<Value> {
    let args = [&["evaluate", "--record", "--as-of", AS_OF, "-q"][..], of].concat();
    shop.json(&args).as_array().unwrap().clone()
}

#[test]
fn a_period_that_is_over_has_its_last_word_though_the_next_one_is_judged() {
    let shop = looked_at();
    let last_words = "SELECT string_agg(period, ' ' ORDER BY period) FROM evaluations WHERE is_final";
    assert_eq!(shop.sql(last_words), "2026-01 2026-02 2026-03");
    // Judged again, nothing more is to be said of them.
    assert_eq!(evaluated(&shop, AS_OF).as_array().unwrap().len(), 1);
    assert_eq!(shop.sql(last_words), "2026-01 2026-02 2026-03");
}

#[test]
fn the_record_is_what_the_table_of_evaluations_says() {
    let shop = looked_at();
    let rows = record(&shop, &[]);
    let all = rows.iter().find(|row| row["objective"].is_null() && row["from"].is_null()).unwrap();
    let joined = "FROM evaluations f JOIN evaluations o ON o.period = f.period AND o.is_final WHERE NOT f.is_final";
    let met = "CASE o.status WHEN 'achieved' THEN 1.0 ELSE 0.0 END";
    let paced = "CASE WHEN f.actual >= f.expected THEN 1.0 ELSE 0.0 END";
    let asked = |of: &str| shop.sql(&format!("SELECT {of} {joined}")).parse::<f64>().unwrap();
    assert_eq!((&all["forecasts"], &all["periods"]), (&5.into(), &3.into()));
    for (key, of) in [
        ("met", format!("avg({met})")),
        ("forecast", "avg(f.p_hit)".to_owned()),
        (
            "inside",
            "avg(CASE WHEN o.actual BETWEEN f.forecast_low AND f.forecast_high THEN 1.0 ELSE 0.0 END)".to_owned(),
        ),
        ("brier", format!("avg(power(f.p_hit - {met}, 2))")),
        ("pace_brier", format!("avg(power({paced} - {met}, 2))")),
    ] {
        let (found, again) = (all[key].as_f64().unwrap(), asked(&of));
        assert!((found - again).abs() < 1e-9, "{key}: {found}, and should be {again}");
    }
    let of_one: Vec<&Value> = rows.iter().filter(|row| row["objective"] == "more").collect();
    assert_eq!(of_one[0]["brier"], all["brier"]);
    assert_eq!(record(&shop, &["more"]), rows);
    assert_eq!(shop.run(&["evaluate", "--record", "mor"]).code, 2);
}

#[test]
fn the_page_draws_the_same_figures_and_a_part_of_it_has_none() {
    let shop = looked_at();
    let brier = record(&shop, &[])[1]["brier"].as_f64().unwrap();
    let page = |options: &[&str]| shop.run(&[&["report", "--as-of", AS_OF, "-o", "-"][..], options].concat()).stdout;
    let whole = page(&[]);
    assert!(whole.contains(&format!("data-of=\"record\" data-field=\"brier\" value=\"{brier}\"")), "{brier}: {whole}");
    assert!(whole.contains("Track record") && whole.contains("5 forecasts of 3 periods that are over"), "{whole}");
    assert!(page(&["--locale", "fr"]).contains("5 prévisions sur 3 périodes terminées"));
    assert!(!page(&["--level", "tactical"]).contains("Track record"));
    // As of a day before the first period was over, nothing had come.
    let earlier = shop.run(&["report", "--as-of", "2026-01-20", "-o", "-"]).stdout;
    assert!(!earlier.contains("Track record"), "{earlier}");
}

#[test]
fn without_a_period_that_is_over_there_is_no_record() {
    let shop = looked_at();
    let ran = shop.run(&["evaluate", "--record", "--as-of", "2026-01-20"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{}", ran.stderr);
    assert!(ran.stderr.contains("no forecast can be held against what came yet"), "{}", ran.stderr);
    let junit = shop.run(&["evaluate", "--record", "--format", "junit"]);
    assert_eq!(junit.code, 2, "{}", junit.stderr);
    let table = shop.run(&["evaluate", "--record", "--as-of", AS_OF, "--locale", "fr"]);
    assert!(
        table.stdout.contains("Total") && table.stderr.contains("score de Brier"),
        "{}{}",
        table.stdout,
        table.stderr
    );
}
