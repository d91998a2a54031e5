//! GA4's BigQuery export: nested Parquet, loaded with one `select`.

use std::{fs::File, path::Path, sync::LazyLock};

use polars::prelude::*;

use crate::support::{Workspace, real_data};

const SELECT: &str = "
SELECT event_name, event_timestamp AS event_time, user_pseudo_id AS visitor_id, user_id,
       device['category'] AS device_category, device['operating_system'] AS operating_system, geo['country'] AS country,
       traffic_source['source'] AS source, traffic_source['medium'] AS medium,
       nullif(ecommerce['transaction_id'], '(not set)') AS transaction_id, ecommerce['purchase_revenue'] AS value, items
FROM raw";

/// A workspace over the export, nothing loaded yet.
pub fn site(folder: &Path) -> Workspace {
    Workspace::new(&format!(
        "[workspace]\nname = \"ga4\"\ntimezone = \"America/Los_Angeles\"\n\n[[source]]\nname = \"export\"\npath = \"{}/*.parquet\"\n\
         select = '''{SELECT}'''\n",
        folder.display()
    ))
}

fn loaded() -> Option<&'static Workspace> {
    static GA4: LazyLock<Option<Workspace>> = LazyLock::new(|| {
        let folder = real_data("ga4")?;
        let workspace = site(&folder);
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
fn every_event_is_what_polars_reads_in_the_export() {
    let Some(ga4) = loaded() else { return };
    let text = |of: Expr| of.cast(DataType::String).fill_null(lit(""));
    let device = |name: &str| text(col("device").struct_().field_by_name(name));
    let source = |name: &str| text(col("traffic_source").struct_().field_by_name(name));
    let ecommerce = |name: &str| col("ecommerce").struct_().field_by_name(name);
    let id = text(ecommerce("transaction_id"));
    let wanted = export().select([
        text(col("event_timestamp")),
        text(col("event_name")),
        text(col("user_pseudo_id")),
        text(col("user_id")),
        device("category"),
        device("operating_system"),
        text(col("geo").struct_().field_by_name("country")),
        source("source"),
        source("medium"),
        when(id.clone().eq(lit("(not set)"))).then(lit("")).otherwise(id),
        text(ecommerce("purchase_revenue").cast(DataType::Decimal(18, 4))),
        text(col("items").list().len()),
    ]);
    let found = "SELECT concat_ws('|', event_time::BIGINT, event_name, visitor_id, coalesce(user_id, ''),
                        coalesce(device_category, ''), coalesce(operating_system, ''), coalesce(country, ''),
                        coalesce(source, ''), coalesce(medium, ''), coalesce(transaction_id, ''),
                        coalesce(value::VARCHAR, ''), coalesce(cardinality(items), 0)) AS row FROM events";
    same(ga4, found, wanted);
}

#[test]
fn every_item_is_what_polars_reads_in_the_export() {
    let Some(ga4) = loaded() else { return };
    let item = |name: &str| col("items").struct_().field_by_name(name);
    let text = |of: Expr| of.cast(DataType::String).fill_null(lit(""));
    let options = ExplodeOptions { empty_as_null: false, keep_nulls: false };
    let wanted = export().explode(cols(["items"]), options).select([
        text(col("event_timestamp")),
        text(item("item_id")),
        text(item("item_name")),
        text(item("item_category")),
        text(item("price").cast(DataType::Decimal(18, 4))),
        text(item("quantity").cast(DataType::Decimal(18, 4))),
    ]);
    let found =
        "SELECT concat_ws('|', event_time::BIGINT, coalesce(item['item_id'], ''), coalesce(item['item_name'], ''),
                        coalesce(item['item_category'], ''), coalesce(item['price']::VARCHAR, ''),
                        coalesce(item['quantity']::VARCHAR, '')) AS row
                 FROM (SELECT event_time, unnest(items) AS item FROM events)";
    let rows = same(ga4, found, wanted);
    assert_eq!(rows, 23_294);
}

/// The export as Polars reads it.
pub fn export() -> LazyFrame {
    let file = real_data("ga4").unwrap().join("ga4_events_sampled.snappy.parquet");
    ParquetReader::new(File::open(file).unwrap()).finish().unwrap().lazy()
}

/// Compares two lists of rows without regard to their order; answers how many there are.
fn same(ga4: &Workspace, query: &str, wanted: LazyFrame) -> usize {
    let found = ga4.json(&["sql", query]);
    let mut found: Vec<&str> = found.as_array().unwrap().iter().map(|row| row["row"].as_str().unwrap()).collect();
    let wanted = wanted.collect().unwrap();
    let columns: Vec<_> = wanted.columns().iter().map(|column| column.str().unwrap()).collect();
    let row = |nth| columns.iter().map(|column| column.get(nth).unwrap()).collect::<Vec<_>>().join("|");
    let mut wanted: Vec<String> = (0..wanted.height()).map(row).collect();
    found.sort_unstable();
    wanted.sort_unstable();
    for (found, wanted) in found.iter().zip(&wanted) {
        assert_eq!(found, wanted);
    }
    assert_eq!(found.len(), wanted.len());
    found.len()
}

#[test]
fn loading_again_adds_nothing() {
    let Some(ga4) = loaded() else { return };
    assert_eq!(ga4.json(&["load"])[0]["new"], 0);
}
