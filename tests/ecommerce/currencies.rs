//! Money carries its currency from the cell to the answer.

use std::fs;

use crate::support::Workspace;

const HEADER: &str = "event_time,event_name,visitor_id,transaction_id,value,currency,source,medium";
const JANUARY: [&str; 2] = ["--period", "2026-01"];

/// A shop in EUR with `events`, and whatever else `sources` names.
fn shop(events: &[&str], sources: &str) -> Workspace {
    let shop = Workspace::new(&format!(
        "[workspace]\nname = \"shop\"\npacks = [\"ecommerce\"]\ncurrency = \"eur\"\n\n[[source]]\nname = \"e\"\npath = \"events.csv\"\n\
         into = \"events\"\n{sources}"
    ));
    let ends = ["2026-01-05T09:00:00Z,page_view,a,,,,google,cpc", "2026-02-20T11:00:00Z,page_view,z,,,,,"];
    let rows = ends[..1].iter().chain(events).chain(&ends[1..]).copied().collect::<Vec<_>>().join("\n");
    shop.write("events.csv", format!("{HEADER}\n{rows}\n"));
    shop
}

/// EUR and JPY, one order each.
fn two() -> Workspace {
    let orders = ["2026-01-05T10:00:00Z,purchase,a,1,10.00,EUR,,", "2026-01-06T10:00:00Z,purchase,a,2,1700,jpy,,"];
    let shop = shop(&orders, "");
    shop.ok(&["load", "-q"]);
    shop
}

/// The answer of January to one KPI.
fn january(shop: &Workspace, kpi: &str) -> serde_json::Value {
    let ran = shop.run(&[&["ask", kpi, "--format", "json", "-q"], &JANUARY[..]].concat());
    let answers: serde_json::Value =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{kpi}: {}{}", ran.stdout, ran.stderr));
    answers[0].clone()
}

/// An amount and what it is in.
fn amount(row: &serde_json::Value) -> (Option<f64>, Option<&str>) {
    (row["value"].as_f64(), row["currency"].as_str())
}

fn no_value(shop: &Workspace, kpi: &str, words: &[&str]) {
    let answer = january(shop, kpi);
    assert!(answer["value"].is_null() && answer["currency"].is_null(), "{answer}");
    let why = answer["why"].as_str().unwrap_or_default();
    assert!(words.iter().all(|word| why.contains(word)), "{kpi}: {why}");
}

#[test]
fn several_currencies_have_no_sum_and_the_reason_names_them_and_the_day_without_a_rate() {
    let shop = two();
    for kpi in ["revenue", "average_order_value", "revenue_per_session", "customer_value"] {
        no_value(&shop, kpi, &["EUR, JPY"]);
    }
    no_value(&shop, "revenue", &["EUR, JPY", "`rates`", "2026-01-06"]);
    assert_eq!(january(&shop, "ecommerce.orders")["value"], 2);
    let ran = shop.run(&[&["ask", "revenue"], &JANUARY[..]].concat());
    assert!(ran.code == 3 && !ran.stderr.contains("no data in this period"), "there are data: {}", ran.stderr);
    let by = shop.json(&[&["ask", "revenue", "--by", "currency"], &JANUARY[..]].concat());
    let groups: Vec<_> = by.as_array().unwrap().iter().map(amount).collect();
    assert_eq!(groups, [(Some(10.0), Some("EUR")), (Some(1700.0), Some("JPY"))]);
    let visitors = shop.json(&["sql", "SELECT revenue AS value, currency FROM visitors WHERE visitor_id = 'a'"]);
    assert_eq!(amount(&visitors[0]), (None, Some("EUR+JPY")));
    let sessions = shop.json(&["sql", "SELECT revenue AS value, currency FROM sessions WHERE orders > 0 ORDER BY 2"]);
    let sessions: Vec<_> = sessions.as_array().unwrap().iter().map(amount).collect();
    assert_eq!(sessions, [(Some(10.0), Some("EUR")), (Some(1700.0), Some("JPY"))]);
}

#[test]
fn rates_convert_each_amount_by_its_day() {
    let shop = two();
    shop.write(
        "rates.csv",
        "date,currency,rate\n2026-01-01,jpy,0.0061\n2026-01-02,JPY,0\n2026-01-02,USD,-1\n2026-01-02,EUR,2\n",
    );
    let loaded = shop.run(&["load", "--file", "rates.csv", "--into", "rates"]);
    assert!(loaded.stderr.contains("a rate is above 0"), "{}", loaded.stderr);
    assert!(loaded.stderr.contains("the workspace's own currency has no rate"), "{}", loaded.stderr);
    assert_eq!(amount(&january(&shop, "revenue")), (Some(20.37), Some("EUR")));
}

#[test]
fn foreign_money_alone_is_labelled_with_its_own_currency_and_meets_no_target() {
    let shop = shop(&["2026-01-05T10:00:00Z,purchase,a,1,1700,JPY,,"], "");
    fs::create_dir_all(shop.path().join("objectives")).unwrap();
    let objective = |id: &str, kpi: &str| {
        format!("[[objective]]\nid = \"{id}\"\nkpi = \"{kpi}\"\ntarget = 100\nperiod = \"2026-01\"\n")
    };
    let kpis = ["revenue", "average_order_value", "revenue_per_session"];
    let text: String = kpis.iter().zip(["a", "b", "c"]).map(|(kpi, id)| objective(id, kpi)).collect();
    shop.write("objectives/o.toml", text);
    shop.ok(&["load", "-q"]);
    for kpi in kpis {
        let answer = january(&shop, kpi);
        assert_eq!(answer["currency"], "JPY", "{answer}");
    }
    let ask = |format: &str| shop.ok(&[&["ask", "revenue", "-q", "--format", format], &JANUARY[..]].concat());
    assert!(ask("table").contains("1,700 JPY"), "{}", ask("table"));
    assert_eq!(ask("csv"), "from,to,ecommerce.revenue,currency,complete\n2026-01-01,2026-01-31,1700.0000,JPY,true\n");
    let ran = shop.run(&["evaluate", "--as-of", "2026-01-31", "--format", "json", "-q"]);
    let evaluations: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    for one in evaluations.as_array().unwrap() {
        assert!(one["status"] == "no_data" && one["actual"].is_null(), "{one}");
        assert!(one.to_string().contains("JPY"), "{one}");
    }
}

#[test]
fn what_is_computed_from_two_currencies_has_no_value() {
    let refund = ["2026-01-05T10:00:00Z,purchase,a,1,1700,JPY,,", "2026-01-06T10:00:00Z,refund,a,0,5,EUR,,"];
    let net = shop(&refund, "");
    net.ok(&["load", "-q"]);
    no_value(&net, "net_revenue", &["EUR, JPY"]);
    no_value(&net, "refund_rate", &["EUR, JPY"]);
    let spend = "[[source]]\nname = \"s\"\npath = \"spend.csv\"\ninto = \"spend\"\n";
    let ads = shop(&["2026-01-05T09:10:00Z,purchase,a,1,100,EUR,,"], spend);
    let costs = "2026-01-05,google,cpc,a,50,USD\n2026-02-20,google,cpc,a,1,USD";
    ads.write("spend.csv", format!("date,source,medium,campaign,cost,currency\n{costs}\n"));
    ads.ok(&["load", "-q"]);
    no_value(&ads, "return_on_ad_spend", &["EUR, USD"]);
    no_value(&ads, "marketing_efficiency", &["EUR, USD"]);
    assert_eq!(january(&ads, "ecommerce.spend")["currency"], "USD");
}

#[test]
fn an_amount_of_the_shop_is_in_the_currency_that_the_shop_names() {
    let orders = "[[source]]\nname = \"o\"\npath = \"orders.csv\"\ninto = \"shop_orders\"\n";
    let both = shop(&["2026-01-05T09:10:00Z,purchase,a,1,1700,JPY,,"], orders);
    both.write(
        "orders.csv",
        "order_id,ordered_at,revenue,status\n1,2026-01-05T09:11:00Z,10.37,paid\n9,2026-02-20T09:11:00Z,1,paid\n",
    );
    both.ok(&["load", "-q"]);
    assert_eq!(amount(&january(&both, "revenue")), (Some(10.37), Some("EUR")));
}

#[test]
fn a_cell_may_have_the_sign_of_the_workspaces_currency_and_a_currency_is_one_of_iso_4217() {
    let rows = [
        "2026-01-05T09:10:00Z,purchase,a,1,10.00 €,€,,",
        "2026-01-05T09:11:00Z,purchase,a,2,EUR 5.50,,,",
        "2026-01-05T09:12:00Z,purchase,a,3,$7.00,EUR,,",
        "2026-01-05T09:13:00Z,purchase,a,4,7.00,euro,,",
    ];
    let shop = shop(&rows, "");
    let loaded = shop.run(&["load"]);
    for word in ["no currency: write a code of ISO 4217", "remove `$` in `select`"] {
        assert!(loaded.stderr.contains(word), "{word}: {}", loaded.stderr);
    }
    assert_eq!(amount(&january(&shop, "revenue")), (Some(15.5), Some("EUR")));
    let config = fs::read_to_string(shop.path().join("jauge.toml")).unwrap();
    shop.write("jauge.toml", config.replace("\"eur\"", "\"euro\""));
    let refused = shop.run(&["ask", "revenue"]);
    // A long message is broken over lines.
    let said = refused.stderr.replace("\n  │ ", " ");
    assert_eq!(refused.code, 2, "{said}");
    for word in ["jauge.toml:4:1", "`euro` is no currency", "did you mean `EUR`?"] {
        assert!(said.contains(word), "{word}: {said}");
    }
}
