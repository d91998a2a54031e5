//! The core pack computed a second time: by Polars, over sessions that the oracle found in the demo's exports.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{BufRead, BufReader},
    path::Path,
};

use flate2::read::MultiGzDecoder;
use jiff::{ToSpan, civil::date, tz::TimeZone};
use polars::prelude::*;

use super::oracle::{Rules, derived};
use crate::{
    real::ga4,
    support::{Workspace, real_data},
};

/// Values by KPI, start of the bucket and group; `None` is null.
type Figures = BTreeMap<[String; 3], Option<f64>>;

const HEAD: &str = "event_id,event_time,event_name,visitor_id,session_id,page_path,source,medium,campaign,device_category,is_bot,value,transaction_id,engagement_ms\n";

const ZONES: [&str; 3] = ["Europe/Paris", "America/Havana", "UTC"];

#[test]
fn every_core_kpi_is_what_polars_finds_in_the_exports() {
    let shop = Workspace::new("");
    fs::remove_file(shop.path().join("jauge.toml")).unwrap();
    shop.ok(&["demo", ".", "--quiet", "--events", "20000"]);
    let config = fs::read_to_string(shop.path().join("jauge.toml")).unwrap();
    // Local times in the exports stay those of Paris, whatever zone is asked in.
    let config = config.replace("into = \"events\"", "into = \"events\"\ntimezone = \"Europe/Paris\"");
    let files = exports(&shop.path().join("exports"));
    for zone in ZONES {
        shop.write("jauge.toml", config.replacen("Europe/Paris", zone, 1));
        let rules =
            Rules { zone, matomo: false, new_referrer: false, key_events: &["purchase", "generate_lead", "sign_up"] };
        let found = derived(&files, &rules);
        for month in [true, false] {
            for by in ["", "channel", "device"] {
                same(&shop, &found, zone, month, by);
            }
        }
    }
}

/// GA4's own sample: its sources, its devices, its days in Los Angeles.
#[test]
fn the_core_pack_over_ga4_s_export() {
    let Some(folder) = real_data("ga4") else { return };
    let site = ga4::site(&folder);
    site.ok(&["load", "--quiet"]);
    let text = |of: Expr| of.cast(DataType::String).fill_null(lit(""));
    let of = |column: &str, name: &str| text(col(column).struct_().field_by_name(name));
    let rows = ga4::export().select([
        text(col("event_timestamp")),
        text(col("event_name")),
        text(col("user_pseudo_id")),
        of("traffic_source", "source"),
        of("traffic_source", "medium"),
        of("device", "category"),
        of("ecommerce", "transaction_id"),
    ]);
    let rows = rows.collect().unwrap();
    let columns: Vec<_> = rows.columns().iter().map(|column| column.str().unwrap()).collect();
    let mut csv = HEAD.to_owned();
    for row in 0..rows.height() {
        let [time, name, visitor, source, medium, device, order] =
            [0, 1, 2, 3, 4, 5, 6].map(|nth: usize| columns[nth].get(row).unwrap());
        let time = jiff::Timestamp::from_microsecond(time.parse().unwrap()).unwrap();
        let order = order.replace("(not set)", "");
        csv.push_str(&format!("{row},{time},{name},{visitor},,,{source},{medium},,{device},,,{order},\n"));
    }
    let rules = Rules { zone: "America/Los_Angeles", matomo: false, new_referrer: false, key_events: &["purchase"] };
    let found = derived(&[("export".to_owned(), csv)], &rules);
    for by in ["", "channel", "device"] {
        same(&site, &found, rules.zone, false, by);
    }
    let missing = site.run(&["ask", "core.form_completion", "--period", "all", "--format", "json"]);
    assert_eq!(missing.code, 3);
    assert!(missing.stdout.contains("\"why\": \"no `form_start` event was ever loaded\""), "{}", missing.stdout);
}

/// Asks, and compares every value.
fn same(shop: &Workspace, frames: &[DataFrame; 3], zone: &'static str, month: bool, by: &'static str) {
    let wanted = figures(frames, zone, month, by);
    let kpis: std::collections::BTreeSet<&str> = wanted.keys().map(|[kpi, ..]| kpi.as_str()).collect();
    let mut args = vec!["ask"];
    args.extend(kpis.iter().copied());
    args.extend(["--period", "all", "--grain", if month { "month" } else { "day" }]);
    let dimension = if by == "device" { "device_category" } else { by };
    if !by.is_empty() {
        args.extend(["--by", dimension]);
    }
    let rows = shop.json(&args);
    let mut found: BTreeMap<[String; 3], (Option<f64>, bool)> = BTreeMap::new();
    for row in rows.as_array().unwrap() {
        let group = row["by"].get(dimension).and_then(|group| group.as_str()).unwrap_or_default();
        let key = [row["kpi"].as_str().unwrap(), row["start"].as_str().unwrap(), group].map(str::to_owned);
        found.insert(key, (row["value"].as_f64(), row["complete"].as_bool().unwrap()));
    }
    for (key, wanted) in &wanted {
        let (found, complete) = found.get(key).unwrap_or_else(|| panic!("{zone}: nothing for {key:?}"));
        let close = match (wanted, found) {
            (Some(wanted), Some(found)) => (wanted - found).abs() <= 1e-9 * wanted.abs(),
            // Where a source has not reached, nothing seen is not yet nothing.
            (Some(0.0), None) => !complete,
            (wanted, found) => wanted.is_none() && found.is_none(),
        };
        assert!(close, "{zone}: {key:?} is {found:?} and should be {wanted:?}");
    }
    for (key, (found, _)) in &found {
        assert!(wanted.contains_key(key) || found.is_none_or(|found| found == 0.0), "{zone}: {key:?} is {found:?}");
    }
}

/// `hits` with the id of the purchase that each transaction is told by: the first in a session, else the first.
fn with_first_of_order(hits: LazyFrame) -> LazyFrame {
    let sold = hits.clone().filter(col("event_name").eq(lit("purchase")).and(col("transaction_id").is_not_null()));
    let sold = sold.with_columns([col("session").is_null().alias("outside")]);
    let sold = sold.sort(["outside", "event_time", "place"], SortMultipleOptions::default());
    let first = sold.group_by_stable([col("transaction_id")]).agg([col("event_id").first().alias("first_of_order")]);
    hits.join(first, [col("transaction_id")], [col("transaction_id")], JoinArgs::new(JoinType::Left))
}

/// Every core KPI by bucket and group.
fn figures([hits, sessions, visitors]: &[DataFrame; 3], zone: &'static str, month: bool, by: &'static str) -> Figures {
    let people = |frame: &DataFrame, day: &str, bots: bool| {
        let frame = frame.clone().lazy();
        let frame = if bots { frame.filter(col("is_bot").not()) } else { frame };
        let group = match by {
            "channel" => channel(),
            "device" => col(if day == "day" && bots { "device" } else { by }),
            _ => lit(""),
        };
        frame.with_columns([bucket(col(day), zone, month).alias("bucket"), group.alias("group")])
    };
    let mut figures = Figures::new();
    let hits =
        people(&hits.clone().lazy().rename(["device_category"], ["device"], true).collect().unwrap(), "day", true);
    let hits = with_first_of_order(hits);
    let pages = || col("event_name").eq(lit("page_view"));
    // A purchase that is sent again under its id is no key event again.
    let first = col("event_name").neq(lit("purchase")).or(col("transaction_id").is_null());
    let first = first.or(col("event_id").eq(col("first_of_order")).fill_null(lit(false)));
    let of_hits = [
        ("core.visitors", col("visitor_id").filter(col("session").is_not_null()).n_unique(), None),
        ("core.events", len(), None),
        ("core.page_views", pages().sum(), None),
        ("core.entrances", col("is_entry").sum(), None),
        ("core.key_events", col("is_key_event").and(first.clone()).sum(), None),
        ("core.exit_rate", col("is_exit").sum(), Some(pages().sum())),
        ("core.views_per_visitor", pages().sum(), Some(col("visitor_id").filter(pages()).n_unique())),
    ];
    add(&mut figures, &hits, of_hits.into());
    let again = hits.clone().filter(col("is_key_event").and(first.not()).and(col("session").is_not_null()));
    let again = again.group_by([col("visitor_id"), col("session")]).agg([len().cast(DataType::Int64).alias("again")]);
    let of_session = || [col("visitor_id"), col("session")];
    let sessions = people(sessions, "day", true);
    let sessions = sessions.join(again, of_session(), of_session(), JoinArgs::new(JoinType::Left));
    let keys = || col("key_events") - col("again").fill_null(lit(0i64));
    let visitors_of = |new: &'static str| col("visitor_id").filter(col("new_returning").eq(lit(new))).n_unique();
    // Whole milliseconds, in microseconds.
    let long = || col("end") - col("start");
    let ms = || long() - long() % lit(1000i64);
    let of_sessions = vec![
        ("core.sessions", len(), None),
        ("core.engaged_sessions", col("is_engaged").sum(), None),
        ("core.engagement_rate", col("is_engaged").sum(), Some(len())),
        ("core.non_engaged_rate", col("is_engaged").not().sum(), Some(len())),
        ("core.bounce_rate", col("is_bounce").sum(), Some(len())),
        ("core.key_event_rate", keys().gt(lit(0)).sum(), Some(len())),
        ("core.new_visitor_share", visitors_of("new"), Some(col("visitor_id").n_unique())),
        ("core.returning_visitor_share", visitors_of("returning"), Some(col("visitor_id").n_unique())),
        ("core.sessions_per_visitor", len(), Some(col("visitor_id").n_unique())),
        ("core.views_per_session", col("page_views").sum(), Some(len())),
        ("core.session_duration", (ms().sum().cast(DataType::Float64) / lit(1e6)), Some(len())),
        ("core.session_duration_median", (ms() / lit(1e6)).median(), None),
    ];
    add(&mut figures, &sessions, of_sessions);
    let visitors = people(visitors, "first_day", false);
    let retained = |name: &'static str| (col(name).sum(), Some(len()));
    let of_visitors =
        [("core.retention_d1", "active_d1"), ("core.retention_d7", "active_d7"), ("core.retention_d30", "active_d30")];
    let of_visitors = of_visitors.map(|(kpi, name)| (kpi, retained(name).0, retained(name).1));
    add(&mut figures, &visitors, of_visitors.into());
    if by.is_empty() && month {
        stickiness(&mut figures, &hits, zone);
    }
    figures
}

type Kpi = (&'static str, Expr, Option<Expr>);

/// Adds what `kpis` are in each bucket and group of `rows`: a value, or a numerator and a denominator.
fn add(figures: &mut Figures, rows: &LazyFrame, kpis: Vec<Kpi>) {
    let number = |expr: &Expr| expr.clone().cast(DataType::Float64);
    let values = kpis.iter().map(|(kpi, above, below)| match below {
        None => number(above).alias(*kpi),
        Some(below) => (number(above) / number(below)).alias(*kpi),
    });
    let table = rows.clone().group_by([col("bucket"), col("group")]).agg(values.collect::<Vec<_>>()).collect().unwrap();
    let text = |name: &str, row| table.column(name).unwrap().str().unwrap().get(row).unwrap_or_default().to_owned();
    for row in 0..table.height() {
        for (kpi, ..) in &kpis {
            let value = table.column(kpi).unwrap().f64().unwrap().get(row).filter(|value| value.is_finite());
            figures.insert([(*kpi).to_owned(), text("bucket", row), text("group", row)], value);
        }
    }
}

/// Visitors of a day, on average over the 30 days before a month's end, of the visitors of these 30 days.
fn stickiness(figures: &mut Figures, hits: &LazyFrame, zone: &str) {
    let hits = &hits.clone().filter(col("session").is_not_null());
    let all = hits.clone().select([col("day").min().alias("first"), col("day").max().alias("last")]).collect().unwrap();
    let day = |name: &str| date(1970, 1, 1) + all.column(name).unwrap().i64().unwrap().get(0).unwrap().days();
    let first = day("first").first_of_month();
    for month in (0..).map(|nth: i64| first + nth.months()).take_while(|month| *month <= day("last")) {
        let days =
            |day: jiff::civil::Date| i64::from(day.since((jiff::Unit::Day, date(1970, 1, 1))).unwrap().get_days());
        let end = days(month + 1.month());
        let mine = hits.clone().filter(col("day").lt(lit(end)).and(col("day").gt_eq(lit(end - 30))));
        let each = mine
            .group_by([col("visitor_id")])
            .agg([col("day").n_unique()])
            .select([col("day").sum().alias("days"), len().alias("people")]);
        let table = each.collect().unwrap();
        let one =
            |name: &str| table.column(name).unwrap().cast(&DataType::Float64).unwrap().f64().unwrap().get(0).unwrap();
        let (visited, people) = (one("days"), one("people"));
        let inside = hits.clone().filter(col("day").lt(lit(end)).and(col("day").gt_eq(lit(days(month)))));
        if inside.collect().unwrap().height() == 0 {
            continue; // Not among the months that the data have.
        }
        let value = (people > 0.0).then(|| visited / 30.0 / people);
        figures.insert(["core.stickiness".to_owned(), start(month, zone), String::new()], value);
    }
}

/// GA4's channel of the traffic that the demo has.
fn channel() -> Expr {
    let is = |medium: &'static str| col("medium").eq(lit(medium));
    when(is("email"))
        .then(lit("Email"))
        .when(is("cpc"))
        .then(lit("Paid Search"))
        .when(is("paid_social"))
        .then(lit("Paid Social"))
        .when(is("affiliate"))
        .then(lit("Affiliates"))
        .when(is("ai-assistant"))
        .then(lit("AI Assistant"))
        .when(is("organic"))
        .then(lit("Organic Search"))
        .when(is("social"))
        .then(lit("Organic Social"))
        .when(is("referral"))
        .then(lit("Referral"))
        .when(is("(none)"))
        .then(lit("Direct"))
        .when(col("medium").is_not_null())
        .then(lit("Unassigned"))
        .otherwise(lit(NULL).cast(DataType::String))
}

/// The start of the day or month that a day since 1970 lies in, as JSON writes it.
fn bucket(day: Expr, zone: &'static str, month: bool) -> Expr {
    let starts = move |column: Column| {
        let mut known = BTreeMap::new();
        let texts = column.i64()?.iter().map(|day| {
            let day = day?;
            let text = known.entry(day).or_insert_with(|| {
                let day = date(1970, 1, 1) + day.days();
                start(if month { day.first_of_month() } else { day }, zone)
            });
            Some(text.clone())
        });
        Ok(texts.collect::<StringChunked>().into_column())
    };
    day.map(starts, |_, field| Ok(Field::new(field.name().clone(), DataType::String)))
}

fn start(day: jiff::civil::Date, zone: &str) -> String {
    let start = day.to_zoned(TimeZone::get(zone).unwrap()).unwrap();
    start.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// The demo's exports as the oracle reads events: what the tracker saw, and refunds, which make no session.
fn exports(folder: &Path) -> Vec<(String, String)> {
    let mut site = HEAD.to_owned();
    for file in files(&folder.join("site")) {
        for line in BufReader::new(MultiGzDecoder::new(File::open(file).unwrap())).lines() {
            let row: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
            let cell = |name: &str| row[name].as_str().unwrap_or_default();
            let [source, medium, campaign] = traffic(cell("url"), cell("referrer"));
            let path = cell("url").trim_start_matches("https://papeterie.example").split('?').next().unwrap();
            let agent = cell("agent");
            let device = match agent {
                agent if agent.contains("iPad") => "tablet",
                agent if agent.contains("Mobile") => "mobile",
                agent if agent.contains("bot") => "",
                _ => "desktop",
            };
            let is_bot = agent.contains("bot");
            let ms = row["ms"].as_i64().map(|ms| ms.to_string()).unwrap_or_default();
            let (id, time, event, visitor) = (cell("id"), cell("time"), cell("event"), cell("visitor"));
            site.push_str(&format!(
                "{id},{time},{event},{visitor},,{path},{source},{medium},{campaign},{device},{is_bot},,{},{ms}\n",
                cell("order")
            ));
        }
    }
    let paris = TimeZone::get("Europe/Paris").unwrap();
    let time = |text: &str| {
        let local = jiff::civil::DateTime::strptime("%d/%m/%Y %H:%M:%S", text).unwrap();
        local.to_zoned(paris.clone()).unwrap().timestamp().to_string()
    };
    let mut refunds = HEAD.to_owned();
    for (nth, line) in fs::read_to_string(folder.join("shop/refunds.csv")).unwrap().lines().skip(1).enumerate() {
        let cells: Vec<&str> = line.split(';').collect();
        refunds.push_str(&format!("refund {nth},{},refund,{},,,,,,,,,,\n", time(cells[1]), cells[2]));
    }
    vec![("site".to_owned(), site), ("refunds".to_owned(), refunds)]
}

/// Source, medium and campaign of a page and what led to it; empty within the site.
fn traffic<'a>(url: &'a str, referrer: &'a str) -> [&'a str; 3] {
    if let Some((_, tags)) = url.split_once("?utm_source=") {
        let (source, rest) = tags.split_once("&utm_medium=").unwrap();
        let (medium, campaign) = rest.split_once("&utm_campaign=").unwrap();
        return [source, medium, campaign];
    }
    let host = referrer.split('/').nth(2).unwrap_or_default();
    match host.trim_start_matches("www.") {
        "" | "papeterie.example" => ["", "", ""],
        "google.com" => ["google", "organic", ""],
        "bing.com" => ["bing", "organic", ""],
        "l.instagram.com" => ["instagram.com", "social", ""],
        "chatgpt.com" => ["chatgpt.com", "ai-assistant", ""],
        host => [host, "referral", ""],
    }
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}
