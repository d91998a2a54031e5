//! The demo shop's KPIs computed a second time, by Polars and from the exports: another engine and another way in.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
};

use flate2::read::MultiGzDecoder;
use polars::prelude::*;
use serde_json::value::RawValue;

use crate::support::Workspace;

/// A KPI's value, numerator and denominator as JSON writes them, by KPI, start of the bucket and country.
type Figures = BTreeMap<[String; 3], [String; 3]>;

const KPIS: [&str; 12] = [
    "core.events",
    "core.visitors",
    "core.page_views",
    "site.visitors",
    "site.orders",
    "site.revenue",
    "site.refunds",
    "site.average_order_value",
    "site.refund_rate",
    "site.buyers_share",
    "site.repeat_buyers",
    "site.revenue_per_visitor",
];

/// KPIs of the user's own, over events as they came.
const OWN: [(&str, &str, &str); 9] = [
    (
        "site.visitors",
        "count",
        "SELECT count(DISTINCT visitor_id) FROM events WHERE event_name = 'page_view' AND is_bot IS NOT TRUE",
    ),
    ("site.orders", "count", "SELECT count(DISTINCT transaction_id) FROM events WHERE event_name = 'purchase'"),
    ("site.revenue", "money", "SELECT sum(value) FROM events WHERE event_name = 'purchase'"),
    ("site.refunds", "money", "SELECT sum(value) FROM events WHERE event_name = 'refund'"),
    (
        "site.average_order_value",
        "money",
        "SELECT sum(value) / nullif(count(DISTINCT transaction_id), 0) FROM events WHERE event_name = 'purchase'",
    ),
    (
        "site.refund_rate",
        "ratio",
        "SELECT sum(value) FILTER (WHERE event_name = 'refund')
                / nullif(sum(value) FILTER (WHERE event_name = 'purchase'), 0) FROM events",
    ),
    (
        "site.buyers_share",
        "ratio",
        "SELECT count(DISTINCT visitor_id) FILTER (WHERE event_name = 'purchase') * 1.0 / nullif(count(DISTINCT visitor_id), 0)
         FROM events WHERE event_name IN ('page_view', 'purchase') AND is_bot IS NOT TRUE",
    ),
    (
        "site.repeat_buyers",
        "ratio",
        "SELECT count(*) FILTER (WHERE orders > 1) * 1.0 / nullif(count(*), 0)
         FROM (SELECT visitor_id, count(DISTINCT transaction_id) AS orders FROM events WHERE event_name = 'purchase'
               GROUP BY visitor_id)",
    ),
    ("site.revenue_per_visitor", "money", "SELECT \"site.revenue\" / nullif(\"site.visitors\", 0) FROM kpis"),
];

#[test]
fn the_demo_s_kpis_are_what_polars_finds_in_the_exports() {
    let shop = Workspace::new("");
    fs::remove_file(shop.path().join("jauge.toml")).unwrap();
    shop.ok(&["demo", ".", "--quiet", "--events", "30000"]);
    for (id, unit, sql) in OWN {
        shop.kpi(id, unit, sql);
    }
    let events = events(&shop.path().join("exports"));

    let all = ["--from", "2024-11-01", "--to", "2026-10-31"];
    let months = ["--period", "all", "--grain", "month"];
    // The two days on which Paris changes its clocks have 23 and 25 hours.
    let spring = ["--from", "2025-03-29", "--to", "2025-03-31", "--grain", "hour"];
    let autumn = ["--from", "2025-10-25", "--to", "2025-10-27", "--grain", "hour"];
    let by_country = |args: &[&'static str]| [args, &["--by", "country"]].concat();
    let hours = |first: &str, last: &str| {
        let date = || col("at").dt().to_string("%Y-%m-%d");
        events.clone().filter(date().gt_eq(lit(first)).and(date().lt_eq(lit(last))))
    };
    let none = || lit("");
    same("all", &shop, &all, figures(&events, lit("2024-11-01T00:00:00+01:00"), none()));
    same("month", &shop, &months, figures(&events, start("%Y-%m-01T00:00:00"), none()));
    same("country", &shop, &by_country(&months), figures(&events, start("%Y-%m-01T00:00:00"), col("country")));
    same("day", &shop, &["--period", "2025", "--grain", "day"], {
        let year = events.clone().filter(col("at").dt().year().eq(lit(2025)));
        figures(&year, start("%Y-%m-%dT00:00:00"), none())
    });
    let hour = || col("at").dt().to_string("%Y-%m-%dT%H:00:00%:z");
    same("spring", &shop, &spring, figures(&hours("2025-03-29", "2025-03-31"), hour(), none()));
    same("autumn", &shop, &autumn, figures(&hours("2025-10-25", "2025-10-27"), hour(), none()));
}

/// Asks, and compares every figure with the `wanted` ones. Buckets without an event have none in Polars, and 0 or null here.
fn same(name: &str, shop: &Workspace, args: &[&str], wanted: Figures) {
    let found = asked(shop, args);
    for (key, figure) in &wanted {
        let nothing = ["0", "null"].contains(&figure[0].as_str()) && !found.contains_key(key);
        assert!(nothing || found.get(key) == Some(figure), "{name}: {key:?} is {:?}, not {figure:?}", found.get(key));
    }
    for (key, [value, ..]) in &found {
        assert!(
            wanted.contains_key(key) || ["0", "0.0000", "null"].contains(&value.as_str()),
            "{name}: {key:?} is {value}"
        );
    }
}

fn asked(shop: &Workspace, args: &[&str]) -> Figures {
    let text = shop.ok(&[&["ask"], &KPIS[..], args, &["--format", "json"]].concat());
    let rows: Vec<BTreeMap<&str, &RawValue>> = serde_json::from_str(&text).unwrap();
    let text = |value: &RawValue| value.get().trim_matches('"').to_owned();
    let figures = rows.iter().map(|row| {
        let by: BTreeMap<String, Option<String>> = serde_json::from_str(row["by"].get()).unwrap();
        let country = by.get("country").cloned().flatten().unwrap_or_default();
        let key = [text(row["kpi"]), text(row["start"]), country];
        (key, ["value", "numerator", "denominator"].map(|part| row[part].get().to_owned()))
    });
    figures.collect()
}

/// The bucket of an event that starts at `format` of its local time; the offset is the one of that moment.
fn start(format: &str) -> Expr {
    let local = col("at").dt().to_string(format);
    let options = StrptimeOptions { format: Some("%Y-%m-%dT%H:%M:%S".into()), ..Default::default() };
    let start = local.str().to_datetime(Some(TimeUnit::Microseconds), Some(paris()), options, lit("earliest"));
    start.dt().to_string("%Y-%m-%dT%H:%M:%S%:z")
}

/// The KPIs of [`KPIS`] for each bucket and country.
fn figures(events: &LazyFrame, bucket: Expr, country: Expr) -> Figures {
    let is = |name: &'static str| col("event").eq(lit(name));
    let visitors = |of: Expr| col("visitor").filter(of).n_unique();
    let events = events.clone().with_columns([bucket.alias("bucket"), country.alias("group")]);
    let keys = [col("bucket"), col("group")];
    let counted = events.clone().group_by(keys.clone()).agg([
        len().alias("events"),
        // Refunds stand in a source that makes no sessions.
        visitors(is("refund").not()).alias("visitors"),
        is("page_view").sum().alias("views"),
        visitors(is("page_view")).alias("viewers"),
        visitors(is("page_view").or(is("purchase"))).alias("people"),
        visitors(is("purchase")).alias("buyers"),
        col("id").filter(is("purchase")).n_unique().alias("orders"),
        col("value").filter(is("purchase")).sum().alias("revenue"),
        col("value").filter(is("refund")).sum().alias("refunds"),
        is("refund").sum().alias("refunded"),
    ]);
    let orders_each = events.filter(is("purchase")).group_by([col("bucket"), col("group"), col("visitor")]);
    let repeated = orders_each.agg([col("id").n_unique().alias("each")]).group_by(keys.clone());
    let repeated = repeated.agg([col("each").gt(lit(1)).sum().alias("repeated")]);
    let all = counted.join(repeated, keys.clone(), keys, JoinArgs::new(JoinType::Left));
    let table = all.select([all_columns().as_expr().cast(DataType::String)]).collect().unwrap();
    let mut figures = Figures::new();
    for row in 0..table.height() {
        let text = |name: &str| table.column(name).unwrap().str().unwrap().get(row).unwrap_or("0").to_owned();
        for (kpi, figure) in kpis(&text) {
            figures.insert([kpi.to_owned(), text("bucket"), text("group")], figure);
        }
    }
    figures
}

fn all_columns() -> Selector {
    polars::prelude::all()
}

/// The KPIs of one bucket from its counts.
fn kpis(text: &dyn Fn(&str) -> String) -> Vec<(&'static str, [String; 3])> {
    let alone = |name| [text(name), "null".to_owned(), "null".to_owned()];
    let ratio = |numerator: String, denominator: String| {
        let parts: [f64; 2] = [&numerator, &denominator].map(|part| part.parse().unwrap_or(f64::NAN));
        let value = parts[0] / parts[1];
        let value = if value.is_finite() { value.to_string() } else { "null".to_owned() };
        [value, numerator, denominator]
    };
    let share = |name: &str, of: &str| ratio(text(name), text(of));
    let each = |of: &str| {
        let value = half_even(&text("revenue"), &text(of));
        [value, text("revenue"), text(of)]
    };
    let refunds = if text("refunded") == "0" { "null".to_owned() } else { text("refunds") };
    let sold = if text("orders") == "0" { "null".to_owned() } else { text("revenue") };
    let mut order_value = each("orders");
    if text("orders") == "0" {
        order_value[1] = "null".to_owned();
    }
    vec![
        ("core.events", alone("events")),
        ("core.visitors", alone("visitors")),
        ("core.page_views", alone("views")),
        ("site.visitors", alone("viewers")),
        ("site.orders", alone("orders")),
        ("site.revenue", alone("revenue")),
        ("site.refunds", alone("refunds")),
        ("site.average_order_value", order_value),
        ("site.refund_rate", ratio(refunds, sold)),
        ("site.buyers_share", share("buyers", "people")),
        ("site.repeat_buyers", share("repeated", "buyers")),
        ("site.revenue_per_visitor", each("viewers")),
    ]
}

/// An amount with four decimals divided by a count and rounded half to even; null where there is nothing to divide by.
fn half_even(amount: &str, count: &str) -> String {
    let [amount, count]: [i128; 2] = [amount.replace('.', ""), count.to_owned()].map(|text| text.parse().unwrap());
    if count == 0 {
        return "null".to_owned();
    }
    let (floor, rest) = (amount.div_euclid(count), amount.rem_euclid(count));
    let up = 2 * rest > count || (2 * rest == count && floor % 2 != 0);
    let rounded = floor + i128::from(up);
    format!("{}.{:04}", rounded / 10_000, rounded % 10_000)
}

/// Every event once: what happened, to what id, when in Paris, by whom, from where, and its amount.
fn events(exports: &Path) -> LazyFrame {
    let events = concat([tracked(exports), refunds(exports)], UnionArgs::default()).unwrap();
    // Computed once, for the questions are many.
    events.collect().unwrap().lazy()
}

/// What the tracker saw, sent twice or not, without crawlers; an order by its number.
fn tracked(exports: &Path) -> LazyFrame {
    const KEYS: [&str; 6] = ["event", "id", "time", "visitor", "country", "value"];
    let mut columns: [Vec<Option<String>>; 6] = Default::default();
    let mut seen = BTreeSet::new();
    for file in files(&exports.join("site")) {
        for line in BufReader::new(MultiGzDecoder::new(File::open(file).unwrap())).lines() {
            let row: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
            let is_crawler = row["agent"].as_str().unwrap().contains("bot");
            if is_crawler || !seen.insert(row["id"].as_str().unwrap().to_owned()) {
                continue;
            }
            for (column, key) in columns.iter_mut().zip(KEYS) {
                let cell = if key == "id" && !row["order"].is_null() { &row["order"] } else { &row[key] };
                column.push(cell.as_str().map(str::to_owned).or(cell.as_f64().map(|cell| cell.to_string())));
            }
        }
    }
    let columns = KEYS.iter().zip(&columns).map(|(key, values)| Column::new((*key).into(), values));
    let rows = DataFrame::new_infer_height(columns.collect()).unwrap().lazy();
    let options = StrptimeOptions { format: Some("%Y-%m-%dT%H:%M:%S%.3f%:z".into()), ..Default::default() };
    let at = col("time").str().to_datetime(Some(TimeUnit::Microseconds), None, options, lit("raise"));
    rows.select([
        col("event"),
        col("id"),
        at.dt().convert_time_zone(paris()).alias("at"),
        col("visitor"),
        col("country").fill_null(lit("")),
        col("value").cast(DataType::Decimal(20, 2)).cast(money()),
    ])
}

fn refunds(exports: &Path) -> LazyFrame {
    spreadsheet(&exports.join("shop/refunds.csv")).select([
        lit("refund").alias("event"),
        col("order_id").alias("id"),
        local("at").alias("at"),
        col("visitor"),
        lit("").alias("country"),
        amount("amount").cast(money()).alias("value"),
    ])
}

/// A file separated by semicolons, all of it text.
fn spreadsheet(file: &Path) -> LazyFrame {
    let options = CsvReadOptions::default().with_infer_schema_length(Some(0));
    let options = options.map_parse_options(|options| options.with_separator(b';'));
    options.try_into_reader_with_file_path(Some(file.to_owned())).unwrap().finish().unwrap().lazy()
}

/// A French spreadsheet's amount.
fn amount(name: &str) -> Expr {
    col(name).str().replace(lit(","), lit("."), true).cast(DataType::Decimal(20, 2))
}

/// A French spreadsheet's local time.
fn local(name: &str) -> Expr {
    let options = StrptimeOptions { format: Some("%d/%m/%Y %H:%M:%S".into()), ..Default::default() };
    col(name).str().to_datetime(Some(TimeUnit::Microseconds), Some(paris()), options, lit("earliest"))
}

fn money() -> DataType {
    DataType::Decimal(38, 4)
}

fn paris() -> TimeZone {
    TimeZone::opt_try_new(Some("Europe/Paris")).unwrap().unwrap()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}
