//! GA4's BigQuery export: nested Parquet, loaded with one `select`.

use std::sync::LazyLock;

use crate::support::{Workspace, real_data};

const SELECT: &str = "
SELECT event_name, event_timestamp AS event_time, user_pseudo_id AS visitor_id, user_id,
       device['category'] AS device_category, device['operating_system'] AS operating_system, geo['country'] AS country,
       traffic_source['source'] AS source, traffic_source['medium'] AS medium,
       nullif(ecommerce['transaction_id'], '(not set)') AS transaction_id, ecommerce['purchase_revenue'] AS value, items
FROM raw";

fn loaded() -> Option<&'static Workspace> {
    static GA4: LazyLock<Option<Workspace>> = LazyLock::new(|| {
        let folder = real_data("ga4")?;
        let workspace = Workspace::new(&format!(
            "[workspace]\nname = \"ga4\"\ntimezone = \"America/Los_Angeles\"\n\n[[source]]\nname = \"export\"\npath = \"{}/*.parquet\"\n\
             select = '''{SELECT}'''\n",
            folder.display()
        ));
        let row = workspace.json(&["load"]);
        assert_eq!([&row[0]["read"], &row[0]["new"], &row[0]["rejected"]], [24_219, 24_219, 0]);
        Some(workspace)
    });
    GA4.as_ref()
}

#[test]
fn every_event_is_there_by_its_name() {
    let Some(ga4) = loaded() else { return };
    let count = |name: &str| ga4.sql(&format!("SELECT count(*) FROM events WHERE event_name = '{name}'"));
    let names = ["page_view", "view_item", "purchase", "add_to_cart", "view_search_results"];
    assert_eq!(names.map(count), ["7498", "2119", "624", "305", "144"]);
    assert_eq!(ga4.json(&["ask", "core.page_views", "--period", "all"])[0]["value"], 7_498);
}

#[test]
fn a_moment_stays_the_moment_it_was() {
    let Some(ga4) = loaded() else { return };
    let span = ga4.json(&["sql", "SELECT min(event_time) AS low, max(event_time) AS high FROM events"]);
    assert!(span[0]["low"].as_str().unwrap() >= "2020-11-01", "{span}");
    assert!(span[0]["high"].as_str().unwrap() < "2021-02-02", "{span}");
}

#[test]
fn items_are_kept() {
    let Some(ga4) = loaded() else { return };
    let items = "SELECT count(*) FROM (SELECT unnest(items) AS item FROM events) WHERE item['item_id'] IS NOT NULL";
    assert_ne!(ga4.sql(items), "0");
    let priced = "SELECT count(*) FROM (SELECT unnest(items) AS item FROM events) WHERE item['price'] > 0";
    assert_ne!(ga4.sql(priced), "0");
}

#[test]
fn loading_again_adds_nothing() {
    let Some(ga4) = loaded() else { return };
    assert_eq!(ga4.json(&["load"])[0]["new"], 0);
}
