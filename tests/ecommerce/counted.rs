//! What counts as an order, on which day it was paid back, and what answers say of it.

use crate::support::{Ran, Workspace};

const HEAD: &str = "[workspace]\nname = \"shop\"\npacks = [\"ecommerce\"]\ncurrency = \"EUR\"\n";
const SOURCE: &str = "[[source]]\nname = \"shop\"\npath = \"*.csv\"\ninto = \"shop_orders\"\n";
const JANUARY: [&str; 2] = ["--period", "2024-01"];

/// A shop of these orders, whose last file reaches the end of March, with `orders` in jauge.toml.
fn shop(orders: &str, head: &str, rows: &str) -> Workspace {
    let shop = Workspace::new(&format!("{HEAD}{orders}{SOURCE}"));
    shop.write("a.csv", format!("order_id,ordered_at,status,revenue,currency,{head}\n{rows}"));
    shop.write("z.csv", "order_id,ordered_at,status,revenue,currency\nz,2024-04-02T10:00:00Z,paid,1.00,EUR\n");
    shop
}

/// What was said, long lines whole.
fn said(ran: &Ran) -> String {
    ran.stderr.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn months(shop: &Workspace, kpi: &str) -> Vec<Option<f64>> {
    let period = ["--from", "2024-01-01", "--to", "2024-03-31", "--grain", "month", "--format", "json"];
    let rows: serde_json::Value =
        serde_json::from_str(&shop.run(&[&["ask", kpi][..], &period[..]].concat()).stdout).unwrap();
    rows.as_array().unwrap().iter().map(|row| row["value"].as_f64()).collect()
}

#[test]
fn a_load_names_the_statuses_that_nobody_knows_and_ends_with_1() {
    let rows = "1,2024-01-05T10:00:00Z,paid,9.00,EUR\n2,2024-01-05T10:00:00Z,in orbit,7.00,EUR\n";
    let config = |orders: &str| format!("{HEAD}{orders}{SOURCE}");
    let shop = Workspace::new(&config(""));
    shop.write("a.csv", format!("order_id,ordered_at,status,revenue,currency\n{rows}"));
    let ran = shop.run(&["load"]);
    assert!(
        ran.code == 1 && said(&ran).contains("`in orbit`") && said(&ran).contains("[orders] counts"),
        "{}",
        said(&ran)
    );
    assert_eq!(shop.sql("SELECT count(*) FROM shop_orders"), "2", "it is loaded all the same");
    let french = said(&shop.run(&["load", "--dry-run", "--replace", "shop", "--locale", "fr"]));
    assert!(french.contains("statut de commande inconnu"), "{french}");
    let listed = Workspace::new(&config("[orders]\ncounts = [\"paid\", \"In-Orbit\"]\n"));
    listed.write("a.csv", format!("order_id,ordered_at,status,revenue,currency\n{rows}"));
    assert_eq!(listed.run(&["load"]).code, 0);
}

#[test]
fn a_cancelled_order_counts_only_where_it_was_paid_and_is_refunded_then() {
    let rows = "1,2024-01-05T10:00:00Z,paid,10.00,EUR,2024-02-01T10:00:00Z,0.00\n\
                2,2024-01-05T10:00:00Z,pending,20.00,EUR,2024-02-01T10:00:00Z,0.00\n\
                3,2024-01-05T10:00:00Z,partially_refunded,40.00,EUR,2024-02-01T10:00:00Z,15.00\n\
                4,2024-01-05T10:00:00Z,,80.00,EUR,2024-02-01T10:00:00Z,\n\
                5,2024-01-05T10:00:00Z,paid,160.00,EUR,,0.00\n";
    for orders in ["", "[orders]\ncounts = [\"paid\", \"partially refunded\", \"pending\"]\n"] {
        let shop = shop(orders, "cancelled_at,refunded", rows);
        shop.ok(&["load", "-q"]);
        let value = |kpi: &str| shop.json(&[&["ask", kpi][..], &JANUARY[..]].concat())[0]["value"].as_f64();
        assert_eq!(["orders", "revenue", "refunds"].map(value), [Some(3.0), Some(210.0), Some(25.0)], "{orders}");
        let out = "SELECT string_agg(order_id, ' ' ORDER BY order_id) FROM order_statuses WHERE standing = 'cancelled'";
        assert_eq!(shop.sql(out), "2 4");
    }
}

#[test]
fn what_a_shop_writes_below_zero_was_paid_back_all_the_same() {
    let shop = shop("", "refunded", "1,2024-01-05T10:00:00Z,paid,100.00,EUR,-20.00\n");
    shop.ok(&["load", "-q"]);
    let value = |kpi: &str| shop.json(&[&["ask", kpi][..], &JANUARY[..]].concat())[0]["value"].as_f64();
    assert_eq!(["refunds", "net_revenue", "return_rate"].map(value), [Some(20.0), Some(80.0), Some(1.0)]);
    assert_eq!(shop.sql("SELECT (SELECT sum(refunded) FROM orders) = (SELECT sum(amount) FROM refunds)"), "true");
}

/// One advertiser is paid no more, another is: what is known of it is answered, and not complete.
#[test]
fn what_is_spent_is_answered_beyond_the_end_of_one_source() {
    let source = |name: &str| format!("[[source]]\nname = \"{name}\"\npath = \"{name}.csv\"\ninto = \"spend\"\n");
    let head = "[workspace]\nname = \"shop\"\ncurrency = \"EUR\"\npacks = [\"ecommerce\"]\n";
    let shop = Workspace::new(&format!("{head}{}{}", source("old"), source("new")));
    shop.write("old.csv", "date,source,medium,cost\n2026-03-05,google,cpc,10\n")
        .write("new.csv", "date,source,medium,cost\n2026-03-06,bing,cpc,20\n2026-04-07,bing,cpc,30\n");
    shop.ok(&["load", "-q"]);
    let months = shop.json(&["ask", "ecommerce.spend", "--period", "2026-03-01/2026-04-30", "--grain", "month"]);
    let found: Vec<_> = months.as_array().unwrap().iter().map(|row| row["value"].as_f64()).collect();
    assert_eq!(found, [Some(30.0), Some(30.0)], "{months}");
    assert_eq!(months[1]["complete"], false, "{months}");
}

/// What was spent goes on, and the shop's export ended: nobody knows what it brought in.
#[test]
fn money_spent_on_days_without_known_orders_brought_in_nothing_known() {
    let spend = "[[source]]\nname = \"ads\"\npath = \"ads/*\"\ninto = \"spend\"\n";
    let shop = Workspace::new(&format!("{HEAD}{SOURCE}{spend}"));
    shop.write("a.csv", "order_id,ordered_at,status,revenue,currency\n1,2026-03-05T10:00:00Z,paid,50.00,EUR\n")
        .write("ads/a.csv", "date,source,medium,cost\n2026-03-05,google,cpc,10\n2026-04-07,google,cpc,10\n");
    shop.ok(&["load", "-q"]);
    let asked = ["ask", "marketing_efficiency", "--period", "2026-03-01/2026-04-30", "--grain", "month"];
    let months = shop.json(&asked);
    let found: Vec<_> = months.as_array().unwrap().iter().map(|row| row["value"].as_f64()).collect();
    assert_eq!(found, [Some(5.0), None], "{months}");
}

#[test]
fn a_refund_stands_on_the_day_the_shop_says_else_on_its_orders_with_a_note() {
    let rows = "1,2024-01-05T10:00:00Z,refunded,10.00,EUR,2024-03-01T10:00:00Z,10.00\n\
                2,2024-01-05T10:00:00Z,paid,20.00,EUR,,0.00\n";
    let dated = shop("", "refunded_at,refunded", rows);
    dated.ok(&["load", "-q"]);
    assert_eq!(months(&dated, "refunds"), [Some(0.0), Some(0.0), Some(10.0)]);
    assert_eq!(months(&dated, "net_revenue"), [Some(30.0), Some(0.0), Some(-10.0)]);
    let ask = ["ask", "net_revenue", "--period", "2024-01"];
    assert!(!said(&dated.run(&ask)).contains("will still fall"));
    let undated = shop("", "refunded", "1,2024-01-05T10:00:00Z,refunded,10.00,EUR,10.00\n");
    undated.ok(&["load", "-q"]);
    assert_eq!(months(&undated, "refunds"), [Some(10.0), Some(0.0), Some(0.0)]);
    assert!(said(&undated.run(&ask)).contains("recent months will still fall"), "{}", said(&undated.run(&ask)));
    assert!(!said(&undated.run(&["ask", "revenue", "--period", "2024-01"])).contains("will still fall"));
}

#[test]
fn none_is_no_refund_only_where_refunds_are_tracked() {
    let rows = "order_id,ordered_at,status,revenue,currency\n1,2024-01-05T10:00:00Z,paid,10.00,EUR\n";
    let with = |orders: &str| {
        let shop = Workspace::new(&format!("{HEAD}{orders}{SOURCE}"));
        shop.write("a.csv", format!("{rows}z,2024-04-02T10:00:00Z,paid,1.00,EUR\n")).ok(&["load", "-q"]);
        shop
    };
    let (unknown, tracked) = (with(""), with("[orders]\nrefunds = \"tracked\"\n"));
    let net = ["ask", "net_revenue", "--period", "2024-01", "--format", "json"];
    assert!(unknown.run(&net).stdout.contains("no `refund` event was ever loaded"), "{}", unknown.run(&net).stdout);
    assert_eq!(months(&tracked, "refunds"), [Some(0.0), Some(0.0), Some(0.0)]);
    assert_eq!(months(&tracked, "net_revenue"), [Some(10.0), Some(0.0), Some(0.0)]);
    assert_eq!(tracked.json(&["ask", "return_rate", "--period", "2024-01"])[0]["value"], 0.0);
    let slip = Workspace::new(&format!("{HEAD}[orders]\nrefunds = \"some\"\n{SOURCE}"));
    assert_eq!(slip.run(&["load"]).code, 2);
}

#[test]
fn what_is_left_out_is_counted_and_said() {
    let rows = "1,2024-01-05T10:00:00Z,paid,10.00,EUR,\n2,2024-01-05T10:00:00Z,pending,20.00,EUR,\n\
                3,2024-01-06T10:00:00Z,pending,20.00,EUR,\n4,2024-01-06T10:00:00Z,voided,20.00,EUR,\n\
                5,2024-01-06T10:00:00Z,cancelled,20.00,EUR,5.00\n6,2024-02-06T10:00:00Z,voided,20.00,EUR,\n";
    let shop = shop("", "refunded", rows);
    shop.ok(&["load", "-q"]);
    let ask = |kpi, period| said(&shop.run(&["ask", kpi, "--period", period]));
    for kpi in ["revenue", "orders"] {
        let told = ask(kpi, "2024-01");
        assert!(told.contains("not counted: 3 orders of the period by status (2 pending, 1 voided)"), "{told}");
    }
    assert!(ask("orders", "2024-02").contains("1 order of the period by status (1 voided)"));
    assert!(!ask("orders", "2024-03").contains("not counted"));
}

#[test]
fn answers_of_revenue_say_whether_tax_and_shipping_are_in_it() {
    let rows = "1,2024-01-05T10:00:00Z,paid,12.00,EUR,2.00,1.00\n2,2024-01-05T10:00:00Z,paid,6.00,EUR,,\n";
    for (orders, basis, english, french) in [
        ("", "total", "tax and shipping in", "TTC, livraison comprise"),
        ("[orders]\nrevenue = \"without tax\"\n", "without tax", "without tax, shipping in", "HT, livraison comprise"),
        ("[orders]\nrevenue = \"goods without tax\"\n", "goods without tax", "without shipping", "HT, hors livraison"),
    ] {
        let shop = shop(orders, "tax,shipping", rows);
        shop.ok(&["load", "-q"]);
        for kpi in ["revenue", "average_order_value", "net_revenue"] {
            let row = &serde_json::from_str::<serde_json::Value>(
                &shop.run(&["ask", kpi, "--period", "2024-01", "--format", "json"]).stdout,
            )
            .unwrap()[0];
            assert_eq!(row["basis"], basis, "{kpi}: {row}");
        }
        let each = shop.json(&["ask", "average_order_value", "--period", "2024-01"])[0]["value"].as_f64().unwrap();
        let wanted = if basis == "without tax" { 10.0 } else { 9.0 };
        assert_eq!(each, wanted, "an order whose tax is unknown is no order of 0");
        let count = &shop.json(&["ask", "orders", "--period", "2024-01"])[0];
        assert!(count.get("basis").is_none(), "{count}");
        let told = said(&shop.run(&["ask", "revenue", "--period", "2024-01"]));
        assert!(told.contains(english), "{told}");
        assert_eq!(told.contains("without a known tax"), basis != "total", "{told}");
        let told = said(&shop.run(&["ask", "revenue", "--period", "2024-01", "--locale", "fr"]));
        assert!(told.contains(french), "{told}");
        // On the page it stands with the figure: a basis is nothing that is missing.
        for (locale, gaps, says) in
            [("en", "What the data do not cover", english), ("fr", "Ce que les données ne couvrent pas", french)]
        {
            let page = shop.run(&["report", "-o", "-", "--as-of", "2024-01-10", "--locale", locale]).stdout;
            let (before, after) = page.split_once(gaps).unwrap();
            assert!(before.contains(says) && !after.contains(says), "{locale} {basis}: {page}");
        }
    }
}
