//! The demo shop's KPIs computed a second time, by Polars and from the exports: another engine and another way in.

use std::{
    collections::BTreeMap,
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
    "shop.visitors",
    "shop.orders",
    "shop.revenue",
    "shop.refunds",
    "shop.average_order_value",
    "shop.refund_rate",
    "shop.buyers_share",
    "shop.repeat_buyers",
    "shop.revenue_per_visitor",
];

#[test]
fn the_demo_s_kpis_are_what_polars_finds_in_the_exports() {
    let shop = Workspace::new("");
    fs::remove_file(shop.path().join("jauge.toml")).unwrap();
    shop.ok(&["demo", ".", "--quiet"]);
    let events = events(&shop.path().join("exports"));

    let all = ["--period", "all"];
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
    same("all", &shop, &all, figures(&events, lit("2025-01-01T00:00:00+01:00"), none()));
    same("month", &shop, &months, figures(&events, start("%Y-%m-01T00:00:00"), none()));
    same("country", &shop, &by_country(&months), figures(&events, start("%Y-%m-01T00:00:00"), col("country")));
    same("day", &shop, &["--period", "2025", "--grain", "day"], {
        let year = events.clone().filter(col("at").dt().year().eq(lit(2025)));
        figures(&year, start("%Y-%m-%dT00:00:00"), none())
    });
    let hour = || col("at").dt().to_string("%Y-%m-%dT%H:00:00%:z");
    same("spring", &shop, &spring, figures(&hours("2025-03-29", "2025-03-31"), hour(), none()));
    same("autumn", &shop, &autumn, figures(&hours("2025-10-25", "2025-10-27"), hour(), none()));
    truth(&shop, &figures(&events, start("%Y-%m-01T00:00:00"), none()));
}

/// What the generator counted while it wrote is what Polars counts.
fn truth(shop: &Workspace, months: &Figures) {
    let text = fs::read_to_string(shop.path().join("truth.csv")).unwrap();
    assert_eq!(text.lines().count(), 14);
    for line in text.lines().skip(1) {
        let [month, views, visitors, orders, revenue, refunds] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!()
        };
        let found = |kpi: &str| {
            let key = months.keys().find(|[id, start, _]| id == kpi && start.starts_with(month));
            months[key.unwrap()][0].clone()
        };
        let money = |text: &str| format!("{text}00");
        assert_eq!(
            ["core.page_views", "shop.visitors", "shop.orders", "shop.revenue", "shop.refunds"].map(found),
            [views.to_owned(), visitors.to_owned(), orders.to_owned(), money(revenue), money(refunds)],
            "{month}"
        );
    }
}

/// Asks, and compares every figure with the `wanted` ones. Buckets without an event have none in Polars, and 0 or null here.
fn same(name: &str, shop: &Workspace, args: &[&str], wanted: Figures) {
    let found = asked(shop, args);
    for (key, figure) in &wanted {
        assert_eq!(found.get(key), Some(figure), "{name}: {key:?}");
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
        let by: BTreeMap<String, String> = serde_json::from_str(row["by"].get()).unwrap();
        let country = by.get("country").cloned().unwrap_or_default();
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
        col("visitor").n_unique().alias("visitors"),
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
        ("shop.visitors", alone("viewers")),
        ("shop.orders", alone("orders")),
        ("shop.revenue", alone("revenue")),
        ("shop.refunds", alone("refunds")),
        ("shop.average_order_value", order_value),
        ("shop.refund_rate", ratio(refunds, sold)),
        ("shop.buyers_share", share("buyers", "people")),
        ("shop.repeat_buyers", share("repeated", "buyers")),
        ("shop.revenue_per_visitor", each("viewers")),
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
    let events = concat([pages(exports), orders(exports), refunds(exports)], UnionArgs::default()).unwrap();
    // Computed once, for the questions are many.
    events.collect().unwrap().lazy()
}

/// Page events, those sent twice once.
fn pages(exports: &Path) -> LazyFrame {
    const KEYS: [&str; 5] = ["event", "id", "time", "visitor", "country"];
    let mut columns: [Vec<String>; 5] = Default::default();
    for file in files(&exports.join("pages")) {
        for line in BufReader::new(MultiGzDecoder::new(File::open(file).unwrap())).lines() {
            let row: BTreeMap<String, String> = serde_json::from_str(&line.unwrap()).unwrap();
            for (column, key) in columns.iter_mut().zip(KEYS) {
                column.push(row[key].clone());
            }
        }
    }
    let columns = KEYS.iter().zip(&columns).map(|(key, values)| Column::new((*key).into(), values));
    let rows = DataFrame::new_infer_height(columns.collect()).unwrap().lazy();
    let options = StrptimeOptions { format: Some("%Y-%m-%dT%H:%M:%S%:z".into()), ..Default::default() };
    let at = col("time").str().to_datetime(Some(TimeUnit::Microseconds), None, options, lit("raise"));
    let once = rows.unique_stable(Some(cols(["id"])), UniqueKeepStrategy::First);
    once.select([
        col("event"),
        col("id"),
        at.dt().convert_time_zone(paris()).alias("at"),
        col("visitor"),
        col("country"),
        lit(NULL).cast(money()).alias("value"),
    ])
}

/// Orders from their lines; one that stands in two files is read from the first.
fn orders(exports: &Path) -> LazyFrame {
    let files = files(&exports.join("orders")).into_iter().enumerate();
    let files = files.map(|(nth, file)| spreadsheet(&file).with_column(lit(nth as i64).alias("file")));
    let lines = concat(files.collect::<Vec<_>>(), UnionArgs::default()).unwrap();
    let lines = lines.filter(col("file").eq(col("file").min().over([col("order_id")]).unwrap()));
    let paid = amount("price") * col("quantity").cast(DataType::Decimal(20, 0));
    let grouped = lines.group_by([col("order_id").alias("id")]);
    let orders = grouped.agg([
        local("at").first().alias("at"),
        col("customer").first().alias("visitor"),
        col("country").first(),
        paid.sum().cast(money()).alias("value"),
    ]);
    orders.select([lit("purchase").alias("event"), col("id"), col("at"), col("visitor"), col("country"), col("value")])
}

fn refunds(exports: &Path) -> LazyFrame {
    spreadsheet(&exports.join("refunds.csv")).select([
        lit("refund").alias("event"),
        col("order_id").alias("id"),
        local("refunded_at").alias("at"),
        col("customer").alias("visitor"),
        col("country"),
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
    let options = StrptimeOptions { format: Some("%d/%m/%Y %H:%M".into()), ..Default::default() };
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
