//! The e-commerce pack: hand-made edge cases, and a year of a real shop.

mod books;
mod cohorts;
mod counted;
mod currencies;
mod once;
pub mod site;
mod tree;
mod worth;

use std::fs;

use crate::{
    edge,
    oracle::same_as_polars,
    real::retail,
    support::{Workspace, real_data},
};

/// Each line of `edge/expected.md`, which says how it was worked out.
#[test]
fn edge_cases_are_what_they_were_worked_out_to_be() {
    let asked = edge::ask_each(&edge(), include_str!("edge/expected.md"));
    assert!(asked > 50, "only {asked} lines were read");
}

/// The same of products, baskets, refunds by product, vouchers, cohorts and segments: `products/expected.md`.
#[test]
fn products_and_customers_are_what_they_were_worked_out_to_be() {
    let asked = edge::ask_each(&edge::workspace("ecommerce/products"), include_str!("products/expected.md"));
    assert!(asked > 40, "only {asked} lines were read");
}

/// Amounts in two currencies are no amount, until rates say what one is worth in the other.
#[test]
fn currencies_are_converted_or_never_added_up() {
    let shop = edge();
    let revenue = shop.run(&["ask", "ecommerce.revenue", "--period", "all", "--format", "json"]).stdout;
    assert!(revenue.contains("load the table `rates`"), "{revenue}");
    shop.write("rates.csv", "date,currency,rate\n2026-01-01,USD,0.5\n2026-02-01,USD,0.9\n");
    shop.ok(&["load", "--file", "rates.csv", "--into", "rates"]);
    // 649 in EUR, and 70 USD at the rate that held on the day.
    let revenue = shop.json(&["ask", "ecommerce.revenue", "--period", "all"]);
    assert_eq!(revenue[0]["value"], 712.0);
    let by = shop.json(&["ask", "ecommerce.revenue", "--period", "all", "--by", "currency"]);
    assert_eq!(by.as_array().unwrap().len(), 1, "{by}");
    // The same holds for a KPI of the user's own over events.
    shop.kpi("edge.paid", "money", "SELECT sum(value) FROM events WHERE event_name = 'purchase'");
    let own = shop.run(&["ask", "edge.paid", "--period", "all", "--format", "json"]).stdout;
    assert!(own.contains("amounts in EUR, USD are not added up"), "{own}");
}

/// The pack's funnel counts what its models count, and a funnel of the user's own follows visitors from session to session.
#[test]
fn funnels() {
    let shop = edge();
    let steps = shop.json(&["ask", "--funnel", "purchase", "--period", "all"]);
    let entered: Vec<_> = steps.as_array().unwrap().iter().map(|step| step["entered"].as_u64()).collect();
    assert_eq!(entered, [Some(12), Some(11), Some(10), None, Some(9)]);
    let reached = "SELECT count(*) FILTER (WHERE reached_product), count(*) FILTER (WHERE reached_cart),
                          count(*) FILTER (WHERE reached_checkout), count(*) FILTER (WHERE reached_purchase)
                   FROM shop_sessions";
    let reached = shop.json(&["sql", reached]);
    let reached: Vec<_> = reached[0].as_object().unwrap().values().map(|count| count.as_u64()).collect();
    assert_eq!(reached, [Some(12), Some(11), Some(10), Some(9)]);
    // Payment is not tracked: the purchase is compared with the checkout.
    assert_eq!(steps[4]["rate"], 0.9);
    let funnel = "id = \"edge.path\"\nper = \"visitor\"\norder = \"strict\"\nwindow = \"1h\"\n\
                  [[steps]]\nname = \"Page\"\nevent = \"page_view\"\n[[steps]]\nname = \"Order\"\nevent = \"purchase\"\n";
    shop.write("queries/funnels/path.toml", funnel);
    let path = shop.json(&["ask", "--funnel", "edge.path", "--period", "2026-03-07"]);
    // The session over midnight: its purchase is on the next day, within the hour.
    assert_eq!((&path[0]["entered"], &path[1]["entered"]), (&1.into(), &1.into()), "{path}");
    assert_eq!(path[1]["median_time"], 1200.0);
    let unknown = shop.run(&["ask", "--funnel", "edge.pat"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("did you mean `edge.path`?"), "{}", unknown.stderr);
}

/// Online Retail through the pack: totals that are known.
#[test]
fn online_retail_through_the_pack() {
    let (Some(folder), Some(loaded)) = (real_data("online-retail"), retail::loaded()) else { return };
    let shop = loaded.copy();
    let config = fs::read_to_string(shop.path().join("jauge.toml")).unwrap();
    shop.write("jauge.toml", config.replace("[workspace]\n", "[workspace]\npacks = [\"ecommerce\"]\n"));
    let value = |kpi: &str| shop.json(&["ask", kpi, "--period", "all"])[0]["value"].as_f64().unwrap();
    assert_eq!(value("ecommerce.orders"), 22_064.0);
    assert_eq!(value("ecommerce.average_order_value"), 482.4402);
    let none = shop.run(&["ask", "ecommerce.purchase_conversion", "--period", "all", "--format", "json"]);
    assert_eq!(none.code, 3);
    assert!(none.stdout.contains("no `page_view` event was ever loaded"), "{}", none.stdout);
    shop.ok(&["kpi", "check"]);
    same_as_polars(&shop, "ecommerce/retail.py", &folder);
}

fn edge() -> Workspace {
    edge::workspace("ecommerce/edge")
}
