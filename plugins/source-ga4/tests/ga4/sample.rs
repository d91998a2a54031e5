//! Google's sample of GA4's export. Skipped where `JAUGE_REAL_DATA` does not name the folder of real data.

use std::{
    collections::{BTreeMap, HashSet},
    env,
    path::PathBuf,
    sync::Arc,
};

use crate::support::{connect, texts};
use jauge_plugin::{
    Scan,
    arrow_array::{Array, RecordBatch, cast::AsArray, types::Decimal128Type},
    testkit::Diagnostics,
};

/// The sample's batches; `None`: it is not here.
fn sample() -> Option<(Vec<RecordBatch>, Arc<Diagnostics>)> {
    let Some(folder) = env::var_os("JAUGE_REAL_DATA") else {
        eprintln!("skipped: JAUGE_REAL_DATA names no folder");
        return None;
    };
    let path = PathBuf::from(folder).join("ga4/ga4_events_sampled.snappy.parquet");
    let (connector, heard) = connect(path.to_str()?);
    let stream = connector.streams().unwrap().remove(0);
    let rows = connector.scan(&stream, &Scan::default(), heard.clone()).unwrap();
    Some((rows.batches.collect::<Result<_, _>>().unwrap(), heard))
}

fn all(batches: &[RecordBatch], name: &str) -> Vec<String> {
    batches.iter().flat_map(|batch| texts(batch, name)).collect()
}

fn sum(batches: &[RecordBatch], name: &str) -> i128 {
    let column = |batch: &RecordBatch| batch.column_by_name(name).unwrap().as_primitive::<Decimal128Type>().clone();
    batches.iter().flat_map(|batch| column(batch).iter().flatten().collect::<Vec<_>>()).sum()
}

#[test]
fn every_event_is_there_by_its_name_with_an_id_of_its_own() {
    let Some((batches, heard)) = sample() else { return };
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    all(&batches, "event_name").into_iter().for_each(|name| *names.entry(name).or_default() += 1);
    let known = ["page_view", "view_item", "purchase", "add_to_cart", "view_search_results"];
    assert_eq!(known.map(|name| names[name]), [7498, 2119, 624, 305, 144]);
    let ids: HashSet<_> = all(&batches, "event_id").into_iter().collect();
    assert_eq!((names.values().sum::<usize>(), ids.len()), (24_219, 24_219));
    assert_eq!((heard.rejects().len(), heard.notes().len()), (0, 0));
}

#[test]
fn revenue_items_sessions_and_orders_are_kept() {
    let Some((batches, _)) = sample() else { return };
    // What Polars sums over `ecommerce.purchase_revenue` and `.tax_value` of the 575 purchases that have them.
    assert_eq!(sum(&batches, "value"), 41_529 * 10_000);
    let valued = all(&batches, "value").iter().filter(|value| *value != "-").count();
    let items = |batch: &RecordBatch| batch.column_by_name("items").unwrap().as_list::<i32>().values().len();
    assert_eq!((valued, batches.iter().map(items).sum::<usize>()), (575, 23_294));
    // 531 in `ecommerce.transaction_id`, and 44 that were sent as numbers, which only the parameter kept.
    let orders = all(&batches, "transaction_id").iter().filter(|id| *id != "-").count();
    let sessions = all(&batches, "session_id").iter().filter(|id| *id == "-").count();
    assert_eq!((orders, sessions), (575, 0));
}

#[test]
fn pages_and_searches_have_their_columns_and_the_rest_is_in_properties() {
    let Some((batches, _)) = sample() else { return };
    let filled = |name: &str| all(&batches, name).iter().filter(|value| *value != "-").count();
    let found = ["page_location", "page_referrer", "search_term", "progress", "engagement_ms", "currency"].map(filled);
    assert_eq!(found, [24_219, 6_393, 144, 2_766, 13_878, 808]);
    let properties = all(&batches, "properties").join(" ");
    assert!(["session_engaged=1", "payment_type=", "ga_session_number="].iter().all(|part| properties.contains(part)));
    assert!(!properties.contains("page_location=") && !properties.contains("ga_session_id="));
}
