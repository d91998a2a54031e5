//! Orders, key events and refunds count once, however often and in whatever way they are told.

use crate::support::Workspace;

const HEAD: &str = "[workspace]\nname = \"shop\"\npacks = [\"ecommerce\"]\ncurrency = \"EUR\"\n\
                    [[source]]\nname = \"tag\"\npath = \"e.csv\"\n";

/// A shop of these purchases and refunds, with one visitor who looks at a page on each of five days.
fn shop(events: &str) -> Workspace {
    let shop = Workspace::new(HEAD);
    let pages: String = (3..8).map(|day| format!("2024-01-0{day}T09:00:00Z,page_view,a,,,\n")).collect();
    shop.write("e.csv", format!("event_time,event_name,visitor_id,transaction_id,value,currency\n{pages}{events}"));
    shop.ok(&["load", "-q"]);
    shop
}

/// The values of a KPI from the third of January to the sixth.
fn days(shop: &Workspace, kpi: &str) -> Vec<Option<f64>> {
    let period = ["--from", "2024-01-03", "--to", "2024-01-06", "--grain", "day"];
    let rows = shop.json(&[&["ask", kpi][..], &period[..]].concat());
    rows.as_array().unwrap().iter().map(|row| row["value"].as_f64()).collect()
}

fn sql(shop: &Workspace, text: &str) -> String {
    shop.ok(&["sql", text, "--format", "csv"]).lines().skip(1).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_purchase_sent_again_on_the_next_day_counts_on_the_first_alone() {
    let events = "2024-01-03T09:10:00Z,purchase,a,1001,50.00,EUR\n2024-01-03T09:12:00Z,purchase,a,1001,50.00,EUR\n\
                  2024-01-04T09:00:00Z,purchase,a,1001,50.00,EUR\n";
    let shop = shop(events);
    let (one, none) = (Some(1.0), Some(0.0));
    for kpi in ["orders", "key_events", "visitor_conversion", "purchase_conversion", "key_event_rate"] {
        assert_eq!(days(&shop, kpi), [one, none, none, none], "{kpi}");
    }
}

#[test]
fn an_id_that_is_not_set_makes_no_two_orders_one() {
    let events =
        "2024-01-03T10:00:00Z,purchase,a,(not set),7.00,EUR\n2024-01-03T10:01:00Z,purchase,a,(not set),8.00,EUR\n";
    let of_shop = shop(events);
    assert_eq!(days(&of_shop, "orders")[0], Some(2.0));
    assert_eq!(days(&of_shop, "revenue")[0], Some(15.0));
    // A theme writes `#` before what its script does not know.
    let of_theme = shop(&events.replace("(not set)", "#undefined"));
    assert_eq!(days(&of_theme, "orders")[0], Some(2.0));
    assert_eq!(days(&of_theme, "revenue")[0], Some(15.0));
}

#[test]
fn what_was_paid_back_whole_is_not_paid_back_again() {
    let bought = "2024-01-03T10:00:00Z,purchase,a,1,300.00,EUR\n";
    let refund = |day: u8, value: &str| format!("2024-01-0{day}T10:00:00Z,refund,a,1,{value},EUR\n");
    let some = |value: f64| Some(value);
    for (told, wanted) in [
        ([refund(4, ""), refund(5, "")], [some(0.0), some(300.0), some(0.0), some(0.0)]),
        ([refund(4, "300.00"), refund(5, "300.00")], [some(0.0), some(300.0), some(0.0), some(0.0)]),
        ([refund(4, "100.00"), refund(5, "")], [some(0.0), some(100.0), some(200.0), some(0.0)]),
        ([refund(4, "100.00"), refund(5, "100.00")], [some(0.0), some(100.0), some(100.0), some(0.0)]),
    ] {
        let shop = shop(&format!("{bought}{}", told.concat()));
        assert_eq!(days(&shop, "refunds"), wanted, "{told:?}");
        let sums = "SELECT (SELECT sum(refunded) FROM orders) = (SELECT sum(amount) FROM refunds)";
        assert_eq!(sql(&shop, sums), "true", "{told:?}");
    }
}

#[test]
fn what_the_shop_paid_back_beyond_the_events_stands_beside_them() {
    let events = "2024-01-03T10:00:00Z,purchase,a,1,100.00,EUR\n2024-01-05T10:00:00Z,refund,a,1,40.00,EUR\n";
    for (by_shop, wanted) in [("60.00", "20.0000 40.0000"), ("40.00", "40.0000"), ("10.00", "40.0000")] {
        let shop = shop(events);
        let orders =
            format!("order_id,ordered_at,revenue,refunded,currency\n1,2024-01-03T10:00:00Z,100.00,{by_shop},EUR\n");
        shop.write("o.csv", orders);
        shop.ok(&["load", "--file", "o.csv", "--into", "shop_orders", "-q"]);
        assert_eq!(sql(&shop, "SELECT amount FROM refunds ORDER BY amount"), wanted, "{by_shop}");
        let sums = "SELECT (SELECT sum(refunded) FROM orders) = (SELECT sum(amount) FROM refunds)";
        assert_eq!(sql(&shop, sums), "true", "{by_shop}");
    }
}

#[test]
fn a_sessions_orders_and_what_they_came_to_are_those_of_the_one_place() {
    let events = "2024-01-03T09:10:00Z,purchase,a,1001,50.00,EUR\n2024-01-03T09:11:00Z,purchase,a,1001,50.00,EUR\n\
                  2024-01-03T09:12:00Z,purchase,a,1002,7.00,EUR\n2024-01-04T09:00:00Z,purchase,a,1001,50.00,EUR\n\
                  2024-01-05T09:10:00Z,purchase,b,1003,1700,JPY\n2024-01-05T09:00:00Z,page_view,b,,,\n";
    let shop = shop(events);
    let each = "SELECT string_agg(concat_ws(' ', visitor_id, CAST(orders AS VARCHAR), coalesce(CAST(revenue AS VARCHAR), '-'), currency), ', ' ORDER BY \
                session_start, visitor_id) AS told FROM sessions WHERE session_start < TIMESTAMP '2024-01-06 00:00:00'";
    assert_eq!(shop.sql(each), "a 2 57.0000 EUR, a 0 -, a 0 -, b 1 1700.0000 JPY");
    let visitors = "SELECT string_agg(concat_ws(' ', visitor_id, CAST(orders AS VARCHAR), CAST(revenue AS VARCHAR), currency), ', ' ORDER BY visitor_id) \
                    AS told FROM visitors";
    assert_eq!(shop.sql(visitors), "a 2 57.0000 EUR, b 1 1700.0000 JPY");
    let rates = "\n[[source]]\nname = \"rates\"\npath = \"rates.csv\"\ninto = \"rates\"\n";
    shop.write("jauge.toml", format!("{HEAD}{rates}"))
        .write("rates.csv", "date,currency,rate\n2024-01-01,JPY,0.0061\n");
    shop.ok(&["load", "-q"]);
    assert_eq!(shop.sql(visitors), "a 2 57.0000 EUR, b 1 10.3700 EUR");
}

#[test]
fn questions_that_ask_for_no_orders_read_none() {
    let shop = shop("2024-01-03T09:10:00Z,purchase,a,1001,50.00,EUR\n");
    let plan = |kpi: &str| shop.ok(&["kpi", "explain", kpi]);
    for kpi in ["core.sessions", "core.bounce_rate", "core.new_visitor_share", "core.retention_d1"] {
        assert!(!plan(kpi).contains(".jauge/hits/"), "{kpi}: {}", plan(kpi));
    }
    shop.write(
        "queries/kpis/sold.sql",
        "/*---\nid = \"shop.sold\"\nunit = \"number\"\n---*/\nSELECT sum(orders) FROM sessions\n",
    );
    assert!(plan("shop.sold").contains(".jauge/hits/"), "{}", plan("shop.sold"));
}

#[test]
fn a_refund_of_nothing_gave_nothing_back() {
    let shop = shop("2024-01-03T09:10:00Z,purchase,a,1001,50.00,EUR\n2024-01-04T09:10:00Z,refund,a,1001,0.00,EUR\n");
    assert_eq!(sql(&shop, "SELECT CAST(is_refunded AS VARCHAR) FROM orders"), "false");
}
