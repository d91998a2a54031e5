//! Sessions computed a second time, by Polars and from the files: the same definitions, another way.
//!
//! Only the walk along a visitor's events is a loop; everything else is grouping and joining.

use std::collections::{HashMap, HashSet};

use jiff::{Timestamp, Unit, civil::date, tz::TimeZone};
use polars::prelude::*;

/// The rules of a workspace.
#[derive(Clone, Debug)]
pub struct Rules {
    pub zone: &'static str,
    pub matomo: bool,
    pub new_referrer: bool,
    pub key_events: &'static [&'static str],
}

const MINUTE: i64 = 60_000_000;
/// What a page sends along by itself, wherever it stands.
const PASSIVE: [&str; 7] =
    ["page_view", "user_engagement", "scroll", "first_visit", "session_start", "view_item", "page_ping"];

/// Hits, sessions and visitors out of the events in CSV `files`, each with the name of its source.
pub fn derived(files: &[(String, String)], rules: &Rules) -> [DataFrame; 3] {
    let frames: Vec<LazyFrame> = files.iter().map(|(source, text)| read(text, source)).collect();
    // Files are in the order of their places, and so are the rows of each.
    let all = concat(frames, UnionArgs::default()).unwrap().with_row_index("place", None);
    let all = all.group_by([col("event_id")]).agg([all_columns_first()]);
    let order = SortMultipleOptions::default();
    let events = all.sort(["visitor_id", "is_bot", "event_time", "place"], order).collect().unwrap();
    let events = with_sessions(events, rules);
    let sessions = sessions(&events, rules);
    let hits = hits(&events, &sessions, rules);
    let visitors = visitors(&sessions);
    [hits, sessions, visitors]
}

fn all_columns_first() -> Expr {
    all().exclude_cols(["event_id"]).as_expr().first()
}

fn read(text: &str, source: &str) -> LazyFrame {
    let options = CsvReadOptions::default().with_infer_schema_length(Some(0));
    let frame = options.into_reader_with_file_handle(std::io::Cursor::new(text.to_owned())).finish().unwrap();
    let micros = |column: Column| {
        let times = column.str()?.iter().map(|text| text?.parse::<Timestamp>().ok().map(|at| at.as_microsecond()));
        Ok(times.collect::<Int64Chunked>().with_name("event_time".into()).into_column())
    };
    let hundredths = |column: Column| {
        let values = column.str()?.iter().map(|text| text?.replace('.', "").parse::<i64>().ok());
        Ok(values.collect::<Int64Chunked>().with_name("value".into()).into_column())
    };
    let int = |_: &Schema, field: &Field| Ok(Field::new(field.name().clone(), DataType::Int64));
    frame.lazy().with_columns([
        col("event_time").map(micros, int),
        col("value").map(hundredths, int),
        col("engagement_ms").cast(DataType::Int64),
        col("is_bot").eq(lit("true")).fill_null(lit(false)),
        lit(source.to_owned()).alias("origin"),
    ])
}

/// The events with `session`, where they belong to one.
fn with_sessions(mut events: DataFrame, rules: &Rules) -> DataFrame {
    let text = |name: &str| -> Vec<Option<String>> {
        events.column(name).unwrap().str().unwrap().iter().map(|text| text.map(str::to_owned)).collect()
    };
    let [visitors, names, sent, origins] = ["visitor_id", "event_name", "session_id", "origin"].map(text);
    let traffic: Vec<[Option<String>; 3]> = {
        let [a, b, c] = ["source", "medium", "campaign"].map(text);
        a.into_iter().zip(b).zip(c).map(|((a, b), c)| [a, b, c]).collect()
    };
    let bots: Vec<bool> = events.column("is_bot").unwrap().bool().unwrap().iter().flatten().collect();
    let times: Vec<i64> = events.column("event_time").unwrap().i64().unwrap().iter().flatten().collect();
    let zone = TimeZone::get(rules.zone).unwrap();
    let day = |at: i64| Timestamp::from_microsecond(at).unwrap().to_zoned(zone.clone()).date();
    let sends_pages: HashSet<&String> = names
        .iter()
        .zip(&origins)
        .filter(|(name, _)| name.as_deref() == Some("page_view"))
        .filter_map(|(_, origin)| origin.as_ref())
        .collect();

    let mut assigned: Vec<Option<String>> = Vec::new();
    // Of the visitor at hand: the last event's time and session, what each session came from, the ids that were made.
    let mut last: Option<(i64, String)> = None;
    let mut came_from: HashMap<String, [Option<String>; 3]> = HashMap::new();
    let mut made: HashSet<String> = HashSet::new();
    // How many pages each session had seen by then.
    let (mut seen, mut pages): (HashMap<String, i64>, Vec<i64>) = Default::default();
    for row in 0..times.len() {
        if row > 0 && (visitors[row] != visitors[row - 1] || bots[row] != bots[row - 1]) {
            last = None;
            came_from.clear();
            made.clear();
            seen.clear();
        }
        if !sends_pages.contains(origins[row].as_ref().unwrap()) {
            assigned.push(None);
            pages.push(0);
            continue;
        }
        let nowhere = ["(direct)", "paypal.com"].map(Some).contains(&traffic[row][0].as_deref());
        let says = traffic[row].iter().any(Option::is_some) && !nowhere;
        // A tag, not a referrer.
        let is_campaign = traffic[row][2].is_some()
            || !["referral", "organic", "ai-assistant"].map(Some).contains(&traffic[row][1].as_deref());
        let goes_on = last.as_ref().is_some_and(|(then, session)| {
            times[row] - then < 30 * MINUTE
                && !(rules.matomo && day(*then) != day(times[row]))
                && !(rules.matomo
                    && says
                    && is_campaign
                    && came_from.get(session).is_some_and(|from| *from != traffic[row]))
                && !(rules.new_referrer
                    && says
                    && traffic[row][1].as_deref() == Some("referral")
                    && match came_from.get(session) {
                        Some(from) => *from != traffic[row],
                        None => seen.get(session).is_some_and(|pages| *pages > 0),
                    })
        });
        let session = match (&sent[row], &last) {
            (Some(id), _) => id.clone(),
            (None, Some((_, session))) if goes_on => session.clone(),
            _ => {
                let plain = format!("jauge:{}", times[row]);
                let numbered = (1..).map(|nth| format!("{plain}.{nth}"));
                std::iter::once(plain.clone()).chain(numbered).find(|id| made.insert(id.clone())).unwrap()
            }
        };
        if says {
            came_from.entry(session.clone()).or_insert_with(|| traffic[row].clone());
        }
        last = Some((times[row], session.clone()));
        let seen = seen.entry(session.clone()).or_default();
        *seen += i64::from(names[row].as_deref() == Some("page_view"));
        pages.push(*seen);
        assigned.push(Some(session));
    }
    events.with_column(Column::new("session".into(), assigned)).unwrap();
    events.with_column(Column::new("page".into(), pages)).unwrap();
    events
}

fn sessions(events: &DataFrame, rules: &Rules) -> DataFrame {
    let is = |name: &'static str| col("event_name").eq(lit(name));
    let sent = || col("source").is_not_null().or(col("medium").is_not_null()).or(col("campaign").is_not_null());
    let from = |source: &'static str| col("source").eq_missing(lit(source));
    let says = || sent().and(from("(direct)").or(from("paypal.com")).not());
    let key = || rules.key_events.iter().map(|name| is(name)).reduce(Expr::or).unwrap();
    let acts = || PASSIVE.iter().map(|name| is(name)).reduce(Expr::or).unwrap().not();
    // What counts only more than a second from the page view.
    let apart = || col("event_time").filter(acts().and(key().not()));
    let tens = || col("event_time") - col("event_time") % lit(10_000_000i64);
    let by = || [col("visitor_id"), col("is_bot"), col("session")];
    let mine = events.clone().lazy().filter(col("session").is_not_null());
    let summed = mine.group_by_stable(by()).agg([
        col("event_time").min().alias("start"),
        col("place").first(),
        col("event_time").max().alias("end"),
        len().cast(DataType::Int64).alias("events"),
        is("page_view").sum().cast(DataType::Int64).alias("page_views"),
        col("page_path").filter(is("page_view")).first().alias("landing"),
        col("page_path").filter(is("page_view")).last().alias("exit"),
        col("device_category").drop_nulls().first().alias("device"),
        col("source").filter(says()).first().alias("s"),
        col("medium").filter(says()).first().alias("m"),
        col("campaign").filter(says()).first().alias("c"),
        says().any(true).alias("says"),
        col("engagement_ms").sum().alias("measured"),
        col("engagement_ms").count().cast(DataType::Int64).alias("measures"),
        (tens() + col("page") * lit(100_000_000_000_000_000i64))
            .filter(is("page_ping"))
            .n_unique()
            .cast(DataType::Int64)
            .alias("beats"),
        col("page").filter(is("page_ping")).n_unique().cast(DataType::Int64).alias("pinged"),
        is("page_ping").not().any(true).alias("seen"),
        key().sum().cast(DataType::Int64).alias("key_events"),
        acts().and(key()).any(true).alias("acts"),
        apart().min().alias("apart_from"),
        apart().max().alias("apart_to"),
        col("event_time").filter(is("page_view")).min().alias("page_at"),
        is("first_visit").any(true).alias("greeted"),
        is("view_item").sum().cast(DataType::Int64).alias("product_views"),
        is("generate_lead").sum().cast(DataType::Int64).alias("leads"),
        is("purchase").sum().cast(DataType::Int64).alias("purchases"),
    ]);
    let firsts = summed
        .clone()
        .filter(col("seen"))
        .sort(["visitor_id", "is_bot", "start", "place"], SortMultipleOptions::default());
    let firsts =
        firsts.group_by_stable([col("visitor_id"), col("is_bot")]).agg([col("session").first().alias("first")]);
    summed
        .join(
            firsts,
            [col("visitor_id"), col("is_bot")],
            [col("visitor_id"), col("is_bot")],
            JoinArgs::new(JoinType::Left),
        )
        .with_columns([
            when(col("seen").not())
                .then(lit(NULL).cast(DataType::String))
                .when(col("first").eq(col("session")).or(col("greeted")))
                .then(lit("new"))
                .otherwise(lit("returning"))
                .alias("new_returning"),
            when(col("says")).then(col("s")).otherwise(lit("(direct)")).alias("source"),
            when(col("says")).then(col("m")).otherwise(lit("(none)")).alias("medium"),
            col("c").alias("campaign"),
            when(col("measures").gt(lit(0)))
                .then(col("measured"))
                .otherwise((col("beats") - col("pinged")) * lit(10_000i64) + col("pinged") * lit(5_000i64))
                .alias("engaged_ms"),
        ])
        .with_columns([
            col("engaged_ms")
                .gt(lit(10_000i64))
                .or(col("key_events").gt(lit(0)))
                .or(col("page_views").gt_eq(lit(2)))
                .alias("is_engaged"),
            col("page_views")
                .eq(lit(1))
                .and(col("acts").not())
                .and((col("page_at") - col("apart_from")).fill_null(lit(0i64)).lt_eq(lit(1_000_000i64)))
                .and((col("apart_to") - col("page_at")).fill_null(lit(0i64)).lt_eq(lit(1_000_000i64)))
                .alias("is_bounce"),
            civil(col("start"), rules).alias("day"),
        ])
        .collect()
        .unwrap()
}

/// Days since 1970 of instants, in the workspace's zone.
fn civil(at: Expr, rules: &Rules) -> Expr {
    let zone = TimeZone::get(rules.zone).unwrap();
    let days = move |column: Column| {
        let days = column.i64()?.iter().map(|at| {
            let day = Timestamp::from_microsecond(at?).unwrap().to_zoned(zone.clone()).date();
            Some(i64::from(day.since((Unit::Day, date(1970, 1, 1))).unwrap().get_days()))
        });
        Ok(days.collect::<Int64Chunked>().into_column())
    };
    at.map(days, |_, field| Ok(Field::new(field.name().clone(), DataType::Int64)))
}

fn hits(events: &DataFrame, sessions: &DataFrame, rules: &Rules) -> DataFrame {
    let by = || [col("visitor_id"), col("is_bot"), col("session")];
    let picked = ["start", "landing", "exit", "new_returning", "source", "medium", "campaign"];
    let picked = picked.map(|name| col(name).alias(format!("session_{name}")));
    // A session that nobody was seen in has no hits.
    let of_session = sessions.clone().lazy().filter(col("seen")).select([&by()[..], &picked[..]].concat());
    let in_session =
        when(col("session_start").is_not_null()).then(col("session")).otherwise(lit(NULL).cast(DataType::String));
    let pages = events.clone().lazy().filter(col("event_name").eq(lit("page_view")).and(col("session").is_not_null()));
    let ends = pages
        .group_by_stable(by())
        .agg([col("event_id").first().alias("first_page"), col("event_id").last().alias("last_page")]);
    let left = || JoinArgs::new(JoinType::Left);
    let own = |name: &'static str| {
        when(col("session").is_not_null()).then(col(format!("session_{name}"))).otherwise(col(name)).alias(name)
    };
    let key = rules.key_events.iter().map(|name| col("event_name").eq(lit(*name))).reduce(Expr::or).unwrap();
    events
        .clone()
        .lazy()
        .join(of_session, by(), by(), left())
        .join(ends, by(), by(), left())
        .with_columns([in_session.alias("session")])
        .with_columns([
            own("source"),
            own("medium"),
            own("campaign"),
            col("event_id").eq(col("first_page")).fill_null(lit(false)).alias("is_entry"),
            col("event_id").eq(col("last_page")).fill_null(lit(false)).alias("is_exit"),
            key.alias("is_key_event"),
            civil(col("event_time"), rules).alias("day"),
        ])
        .collect()
        .unwrap()
}

fn visitors(sessions: &DataFrame) -> DataFrame {
    let people = sessions.clone().lazy().filter(col("is_bot").not().and(col("seen")));
    let people = people.sort(["visitor_id", "start", "place"], SortMultipleOptions::default());
    let on = |days: i64| (col("day") - col("day").min()).eq(lit(days)).any(true);
    people
        .group_by_stable([col("visitor_id")])
        .agg([
            col("start").min().alias("first_seen"),
            col("end").max().alias("last_seen"),
            len().cast(DataType::Int64).alias("sessions"),
            col("page_views").sum(),
            col("day").min().alias("first_day"),
            col("day").n_unique().cast(DataType::Int64).alias("days"),
            col("landing").first(),
            col("source").first(),
            col("medium").first(),
            col("device").first(),
            on(1).alias("active_d1"),
            on(7).alias("active_d7"),
            on(30).alias("active_d30"),
        ])
        .collect()
        .unwrap()
}

/// The rows of `frame` as texts, sorted; null is empty.
pub fn rows(frame: &DataFrame, columns: &[&str]) -> Vec<String> {
    let columns: Vec<&Column> = columns.iter().map(|name| frame.column(name).unwrap()).collect();
    let cell = |column: &Column, row| match column.get(row).unwrap() {
        AnyValue::Null => String::new(),
        AnyValue::String(text) => text.to_owned(),
        AnyValue::StringOwned(text) => text.to_string(),
        other => other.to_string(),
    };
    let row = |row| columns.iter().map(|column| cell(column, row)).collect::<Vec<_>>().join(",");
    let mut rows: Vec<String> = (0..frame.height()).map(row).collect();
    rows.sort();
    rows
}
