//! Both ends of the data, asked of a workspace.

use serde_json::Value;

use crate::support::Workspace;

/// Ten days of page views in March 2025, orders on the 2nd and the 10th, spend from the 5th to the 8th.
fn shop() -> Workspace {
    let shop = Workspace::new(
        "[workspace]\nname = \"shop\"\npacks = [\"ecommerce\"]\ncurrency = \"EUR\"\ntimezone = \"Europe/Paris\"\n\
         [[source]]\nname = \"e\"\npath = \"events.csv\"\n\
         [[source]]\nname = \"s\"\npath = \"spend.csv\"\ninto = \"spend\"\n",
    );
    let mut events = "event_id,event_time,event_name,visitor_id,transaction_id,value\n".to_owned();
    for day in 1..=10 {
        events.push_str(&format!("p{day},2025-03-{day:02}T10:00:00Z,page_view,v{day},,\n"));
    }
    for day in [2, 10] {
        events.push_str(&format!("o{day},2025-03-{day:02}T10:05:00Z,purchase,v{day},t{day},50.00\n"));
    }
    shop.write("events.csv", events);
    let spend: Vec<String> = (5..=8).map(|day| format!("2025-03-0{day},google,cpc,x,10.00,EUR\n")).collect();
    shop.write("spend.csv", format!("date,source,medium,campaign,cost,currency\n{}", spend.concat()));
    shop.ok(&["load", "-q"]);
    shop
}

/// Each answer's value and whether it is complete.
fn values(answers: &Value) -> Vec<(Option<f64>, bool)> {
    let one = |answer: &Value| (answer["value"].as_f64(), answer["complete"].as_bool().unwrap());
    answers.as_array().unwrap().iter().map(one).collect()
}

const NONE: (Option<f64>, bool) = (None, false);

#[test]
fn a_period_before_the_data_has_no_value_and_says_when_they_begin() {
    let shop = shop();
    for kpi in ["sessions", "visitors", "orders", "revenue", "core.events", "bounce_rate", "spend"] {
        let ran = shop.run(&["ask", kpi, "--period", "2025-02", "--format", "json"]);
        assert_eq!(ran.code, 3, "{kpi}: {}", ran.stdout);
        let answers: Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(values(&answers), [NONE], "{kpi}");
        let began = if kpi == "spend" { "the data begin on 2025-03-05" } else { "the data begin on 2025-03-01" };
        assert_eq!(answers[0]["why"], began, "{kpi}");
        assert!(ran.stderr.contains(began), "{kpi}: {}", ran.stderr);
    }
    let asked = ["ask", "sessions", "orders", "--from", "2025-03-01", "--to", "2025-03-09", "--compare", "previous"];
    let compared = shop.json(&asked);
    for answer in compared.as_array().unwrap() {
        assert!(answer["compare"].is_null() && answer["change"].is_null(), "{answer}");
    }
}

#[test]
fn spend_is_unknown_before_its_first_row_and_after_its_last_whatever_was_sold() {
    let shop = shop();
    let days = |kpi: &str, from: &str, to: &str| {
        let ran = shop.run(&["ask", kpi, "--from", from, "--to", to, "--grain", "day", "--format", "json"]);
        values(&serde_json::from_str(&ran.stdout).unwrap())
    };
    for kpi in ["spend", "cost_per_order"] {
        assert_eq!(days(kpi, "2025-03-01", "2025-03-04"), [NONE; 4], "{kpi}");
        assert_eq!(days(kpi, "2025-03-09", "2025-03-10"), [NONE; 2], "{kpi}");
    }
    assert_eq!(days("spend", "2025-03-05", "2025-03-06"), [(Some(10.0), true); 2]);
}

#[test]
fn the_day_after_an_as_of_cutoff_is_as_unknown_as_the_next() {
    let asked =
        ["ask", "sessions", "--from", "2025-03-05", "--to", "2025-03-07", "--grain", "day", "--as-of", "2025-03-05"];
    let answers = shop().json(&asked);
    assert_eq!(values(&answers), [(Some(1.0), true), NONE, NONE]);
    for after in [1, 2] {
        assert_eq!(answers[after]["why"], "the data reach 2025-03-05 only");
    }
}

#[test]
fn a_rolling_value_over_fewer_days_than_asked_is_marked() {
    let asked = ["ask", "sessions", "--from", "2025-03-01", "--to", "2025-03-08", "--grain", "day", "--rolling", "7d"];
    let ran = shop().run(&[&asked[..], &["--format", "json"]].concat());
    let complete: Vec<bool> = values(&serde_json::from_str(&ran.stdout).unwrap()).iter().map(|one| one.1).collect();
    assert_eq!(complete, [false, false, false, false, false, false, true, true]);
    assert!(ran.stderr.contains("look back over fewer days than asked"), "{}", ran.stderr);
}

#[test]
fn an_empty_workspace_has_no_value() {
    let empty = Workspace::new("[workspace]\nname = \"shop\"\npacks = [\"ecommerce\"]\n");
    let ran = empty.run(&["ask", "core.events", "sessions", "orders", "--period", "2025-03", "--format", "json"]);
    let answers: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((ran.code, values(&answers)), (3, vec![NONE; 3]), "{}", ran.stderr);
    assert!(answers.as_array().unwrap().iter().all(|answer| answer["why"].is_string()), "{answers}");
}

#[test]
fn refunds_that_no_source_supplied_are_not_0() {
    let asks = |columns: &str, row: &str| {
        let shop = Workspace::new(
            "[workspace]\nname = \"shop\"\npacks = [\"ecommerce\"]\ncurrency = \"EUR\"\n\
             [[source]]\nname = \"o\"\npath = \"orders.csv\"\ninto = \"shop_orders\"\n",
        );
        shop.write("orders.csv", format!("order_id,ordered_at,revenue{columns}\n1,2025-03-05T10:00:00Z,50.00{row}\n"));
        shop.ok(&["load", "-q"]);
        shop.run(&["ask", "ecommerce.refunds", "net_revenue", "--period", "all", "--format", "json"]).stdout
    };
    let unknown: Value = serde_json::from_str(&asks("", "")).unwrap();
    assert!(unknown[0]["value"].is_null() && unknown[1]["value"].is_null(), "{unknown}");
    assert!(unknown[0]["why"].as_str().unwrap().contains("no row of `shop_orders` has `refunded`"), "{unknown}");
    let known: Value = serde_json::from_str(&asks(",refunded", ",0.00")).unwrap();
    assert_eq!([&known[0]["value"], &known[1]["value"]].map(Value::as_f64), [Some(0.0), Some(50.0)]);
}
