//! What an order is worth, and whether it counts.

use crate::support::Workspace;

const ORDERS: &str = "order_id,ordered_at,status,revenue,tax,shipping,refunded,currency\n\
                      1,2024-01-03T10:00:00Z,Paid,120.00,20.00,10.00,24.00,EUR\n\
                      2,2024-01-04T10:00:00Z,voided,60.00,10.00,0.00,,EUR\n\
                      3,2024-01-04T10:00:00Z,cancelled,60.00,10.00,0.00,,EUR\n\
                      4,2024-01-04T10:00:00Z,Remboursée,30.00,5.00,0.00,,EUR\n\
                      5,2024-01-04T10:00:00Z,on-hold,7.00,,,,EUR\n\
                      6,2024-01-04T10:00:00Z,paidd,1.00,0.00,0.00,,EUR\n\
                      7,2024-01-05T10:00:00Z,,2.00,1.00,1.00,0.00,EUR\n";

/// A shop with a tag, which saw the orders 1 and 2, and with `orders` in jauge.toml.
fn shop(orders: &str) -> Workspace {
    let head = "[workspace]\nname = \"shop\"\npacks = [\"ecommerce\"]\ncurrency = \"EUR\"\n";
    let sources = "[[source]]\nname = \"tag\"\npath = \"e.csv\"\n[[source]]\nname = \"shop\"\npath = \"o.csv\"\ninto = \"shop_orders\"\n";
    let shop = Workspace::new(&format!("{head}{orders}{sources}"));
    let events = "event_time,event_name,visitor_id,transaction_id,value,currency\n\
                  2024-01-03T09:00:00Z,page_view,a,,,\n2024-01-03T09:10:00Z,purchase,a,1,120.00,EUR\n\
                  2024-01-04T09:00:00Z,page_view,a,,,\n2024-01-04T09:10:00Z,purchase,a,2,60.00,EUR\n\
                  2024-01-05T09:10:00Z,refund,a,1,12.00,EUR\n";
    shop.write("e.csv", events).write("o.csv", ORDERS);
    // A status that nobody knows is a finding of the load.
    let code = if orders.contains("paidd") { 0 } else { 1 };
    assert_eq!(shop.run(&["load", "-q"]).code, code);
    shop
}

fn value(shop: &Workspace, kpi: &str) -> Option<f64> {
    shop.json(&["ask", kpi, "--period", "2024-01-03/2024-01-05"])[0]["value"].as_f64()
}

fn values(shop: &Workspace) -> Vec<Option<f64>> {
    ["orders", "revenue", "refunds", "net_revenue"].iter().map(|kpi| value(shop, kpi)).collect()
}

#[test]
fn what_is_voided_waiting_cancelled_or_unknown_is_no_order_and_what_was_refunded_is_one() {
    let shop = shop("");
    assert_eq!(values(&shop), [Some(3.0), Some(152.0), Some(54.0), Some(98.0)]);
    assert_eq!(value(&shop, "purchase_conversion"), Some(1.0 / 3.0), "the purchase that was voided is none");
    let out =
        "SELECT string_agg(order_id || ' ' || standing, ', ' ORDER BY order_id) FROM order_statuses WHERE NOT counts";
    assert_eq!(shop.sql(out), "2 never, 3 cancelled, 5 waiting, 6 unknown");
}

#[test]
fn statuses_that_are_listed_count() {
    let shop = shop("[orders]\ncounts = [\"On hold\", \"paidd\"]\n");
    assert_eq!(
        shop.sql("SELECT string_agg(order_id, ' ' ORDER BY order_id) FROM orders"),
        "4 5 6 7",
        "what was refunded counts in any case, and what has no status"
    );
}

#[test]
fn tax_and_shipping_are_taken_off_orders_and_refunds_alike() {
    let without_tax = shop("[orders]\nrevenue = \"without tax\"\n");
    assert_eq!(values(&without_tax), [Some(3.0), Some(126.0), Some(45.0), Some(81.0)]);
    let goods = shop("[orders]\nrevenue = \"goods without tax\"\n");
    assert_eq!(values(&goods), [Some(3.0), Some(115.0), Some(43.0), Some(72.0)]);
    let sums = "SELECT (SELECT sum(refunded) FROM orders) = (SELECT sum(amount) FROM refunds)";
    assert_eq!(goods.sql(sums), "true");
}

#[test]
fn an_order_whose_tax_is_unknown_has_no_amount_without_it() {
    let shop = shop("[orders]\nrevenue = \"without tax\"\ncounts = [\"on-hold\"]\n");
    assert_eq!(shop.sql("SELECT count(*) FROM orders WHERE order_id = '5' AND revenue IS NULL"), "1");
}
