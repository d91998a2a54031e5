//! Objectives on KPIs that are computed from others: their actual is what `ask` says.

use jiff::civil::date;

use super::{evaluated, objectives, shop};
use crate::support::Workspace;

/// What they are computed from is scanned in `shop`; one is computed from another of them.
const DERIVED: [(&str, &str); 5] = [
    ("shop.per_order", "\"shop.revenue\" / nullif(\"shop.orders\", 0)"),
    ("shop.views", "\"shop.hits\" - \"shop.orders\""),
    ("shop.bought", "\"shop.orders\" * 1.0 / nullif(\"shop.views\", 0)"),
    ("shop.a_day", "\"shop.orders\" * 1.0 / period_days"),
    ("shop.growth", "\"shop.orders\" * 1.0 / nullif(previous(\"shop.orders\"), 0)"),
];

fn derived() -> Workspace {
    let shop = shop(date(2025, 1, 1), 500);
    shop.kpi("shop.hits", "count", "SELECT count(*) FROM events");
    for (id, sql) in DERIVED {
        shop.kpi(id, "number", &format!("SELECT {sql} FROM kpis"));
    }
    shop
}

#[test]
fn an_objective_on_a_computed_kpi_has_what_ask_says() {
    let shop = derived();
    for filter in [None, Some("medium = 'email'"), Some("value IS NULL OR value > 21")] {
        let scope = filter.map(|filter| format!("where = \"{filter}\"\n")).unwrap_or_default();
        let one = |(id, _): &(&str, &str)| {
            let name = id.replace("shop.", "").replace('_', "-");
            format!("[[objective]]\nid = \"{name}\"\nkpi = \"{id}\"\ntarget = 2\nperiod = \"2026-04\"\n{scope}\n")
        };
        objectives(&shop, &DERIVED.iter().map(one).collect::<String>());
        let found = evaluated(&shop, "2026-04-30");
        assert_eq!(found.as_array().unwrap().len(), DERIVED.len(), "{found}");
        for one in found.as_array().unwrap() {
            let mut args = vec!["ask", one["kpi"].as_str().unwrap(), "--period", "2026-04"];
            args.extend(filter.iter().flat_map(|filter| ["--where", *filter]));
            let (actual, asked) = (one["actual"].as_f64(), shop.json(&args)[0]["value"].as_f64());
            let (actual, asked) = (actual.unwrap_or(f64::NAN), asked.unwrap_or(f64::NAN));
            assert!((actual - asked).abs() < 1e-9 * asked.abs(), "{filter:?}: asked {asked}: {one}");
            assert!(["achieved", "missed"].contains(&one["status"].as_str().unwrap()), "{one}");
        }
    }
}

/// What adds up, or is a ratio of what does, has a forecast like any other.
#[test]
fn a_computed_kpi_is_forecast_like_any_other() {
    let shop = derived();
    let one = |id: &str, target: &str| {
        format!("[[objective]]\nid = \"{id}\"\nkpi = \"{id}\"\ntarget = {target}\nperiod = \"2026-04\"\n\n")
    };
    objectives(&shop, &[one("views", "\"+5%\""), one("bought", "\"+5%\"")].concat());
    let found = evaluated(&shop, "2026-04-14");
    for one in found.as_array().unwrap() {
        assert!(one["forecast"]["value"].is_number() && one["baseline"].is_number(), "{one}");
    }
    let new = shop.run(&["objective", "new", "per_order", "--period", "2026-05", "--dry-run"]);
    assert_eq!(new.code, 0, "{}", new.stderr);
}
