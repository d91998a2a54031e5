//! Books against tag: what the shop has, what the tag saw of it, and the day it broke.

use serde_json::Value;

use crate::support::Workspace;

/// A shop with ten orders a day in March and April 2026, of which the tag sees nine, and from 20 April on none; two page views for each
/// order that it sees, of a visitor each.
fn shop() -> Workspace {
    shop_with_events_to(jiff::civil::date(2026, 4, 30))
}

/// The same, whose events were exported up to this day.
fn shop_with_events_to(last: jiff::civil::Date) -> Workspace {
    let shop = Workspace::new(
        "[workspace]\nname = \"shop\"\ncurrency = \"EUR\"\npacks = [\"ecommerce\"]\n\
         [[source]]\nname = \"tag\"\npath = \"events.csv\"\ninto = \"events\"\n\
         [[source]]\nname = \"books\"\npath = \"orders.csv\"\ninto = \"shop_orders\"\n",
    );
    let mut events = "event_time,event_name,visitor_id,transaction_id,value,currency\n".to_owned();
    let mut orders = "order_id,ordered_at,revenue,currency,status\n".to_owned();
    let mut day = jiff::civil::date(2026, 3, 1);
    while day <= jiff::civil::date(2026, 4, 30) {
        for nth in 0..10 {
            let (id, amount) = (format!("{day}-{nth}"), if nth == 9 { 250 } else { 30 });
            orders.push_str(&format!("{id},{day}T10:0{nth}:30Z,{amount},EUR,paid\n"));
            if day > last {
                continue;
            }
            let seen = nth < 9 && day < jiff::civil::date(2026, 4, 20);
            events
                .push_str(&format!("{day}T09:0{nth}:00Z,page_view,{id},,,\n{day}T09:0{nth}:10Z,page_view,{id}x,,,\n"));
            if seen {
                events.push_str(&format!("{day}T09:0{nth}:20Z,purchase,{id},{id},{amount},EUR\n"));
            }
        }
        day = day.tomorrow().unwrap();
    }
    shop.write("events.csv", events);
    shop.write("orders.csv", orders);
    shop.ok(&["load", "-q"]);
    shop
}

#[test]
fn the_books_say_what_the_tag_missed_since_when_and_what_that_leaves_unsure() {
    let shop = shop();
    let ran = shop.run(&["reconcile", "--format", "json"]);
    assert_eq!(ran.code, 1, "still broken: {}", ran.stderr);
    let rows: Value = serde_json::from_str(&ran.stdout).unwrap();
    let whole = &rows[0];
    assert_eq!((whole["seen"].as_i64(), whole["of"].as_i64()), (Some(450), Some(610)), "{whole}");
    assert_eq!((whole["broke"].as_str(), whole["until"].is_null()), (Some("2026-04-20"), true), "{whole}");
    assert_eq!((whole["usual"].as_f64(), whole["during"].as_f64()), (Some(0.9), Some(0.0)));
    let (tag, books) = (whole["tag"].as_f64().unwrap(), whole["books"].as_f64().unwrap());
    assert!((tag - 450.0 / 1220.0).abs() < 1e-9 && (books - 610.0 / 1220.0).abs() < 1e-9, "{whole}");
    let large = rows.as_array().unwrap().iter().find(|row| row["value"] == "5 from 200").unwrap();
    assert_eq!(
        (large["dimension"].as_str(), large["seen"].as_i64(), large["of"].as_i64()),
        (Some("amount_class"), Some(0), Some(61))
    );
    let before = shop.run(&["reconcile", "books_tracked", "--period", "2026-03", "--locale", "fr"]);
    assert!(before.code == 0 && before.stderr.contains("rien n'est corrigé"), "{}{}", before.stdout, before.stderr);
    assert_eq!(shop.run(&["reconcile", "ecommerce.orders"]).code, 2);
}

#[test]
fn books_that_are_newer_than_the_tags_export_are_no_break() {
    let shop = shop_with_events_to(jiff::civil::date(2026, 4, 19));
    let ran = shop.run(&["reconcile"]);
    assert!(ran.code == 0 && !ran.stderr.contains("it broke"), "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains("120 of them since 2026-04-19"), "{}", ran.stderr);
    let french = shop.run(&["reconcile", "--locale", "fr"]);
    assert!(french.stderr.contains("chargez ce qui est plus récent"), "{}", french.stderr);
}

#[test]
fn the_share_is_a_kpi_that_an_objective_can_watch() {
    let shop = shop();
    let alarm = "[[objective]]\nid = \"tag\"\nkpi = \"ecommerce.books_tracked\"\ntarget = \"85%\"\n\
                 direction = \"maintain_above\"\nperiod = \"2026-04\"\n";
    shop.write("objectives/tag.toml", alarm);
    let ran = shop.run(&["evaluate", "tag", "--as-of", "2026-04-30"]);
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
}
