use std::sync::Arc;

use arrow::{
    array::{ArrayRef, AsArray, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray},
    datatypes::{Date32Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType},
    util::display::array_value_to_string,
};
use datafusion::{datasource::MemTable, prelude::SessionContext};
use jauge_domain::{Calendar, Weekday, epoch_day};
use jauge_store::local::in_zone;
use jiff::{Timestamp, ToSpan, Zoned, civil::DateTime, tz::TimeZone};
use proptest::prelude::*;

use super::*;

/// Zones of every kind: whole hours, half and quarter ones, east and west of the date line, clocks set at midnight, by
/// half an hour, against the seasons, for Ramadan, and not at all.
const ZONES: [&str; 42] = [
    "UTC",
    "Europe/Paris",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Lisbon",
    "Europe/Moscow",
    "Europe/Istanbul",
    "Europe/Chisinau",
    "America/New_York",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "America/Halifax",
    "America/St_Johns",
    "America/Havana",
    "America/Mexico_City",
    "America/Sao_Paulo",
    "America/Asuncion",
    "America/Santiago",
    "America/Caracas",
    "America/Nuuk",
    "Atlantic/Azores",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Africa/Lagos",
    "Africa/Johannesburg",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Tehran",
    "Asia/Dubai",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Pyongyang",
    "Asia/Tokyo",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Apia",
    "Pacific/Kiritimati",
];

/// Where the clock moves by half an hour, or in the middle of one: there an hour has pieces, see the calendar.
const IN_PIECES: [&str; 4] = ["Australia/Lord_Howe", "Asia/Pyongyang", "America/Caracas", "Pacific/Chatham"];

/// 2012 to 2040, in microseconds: before, St. John's set its clock back over midnight, and a day had two dates.
const INSTANTS: std::ops::Range<i64> = 1_325_500_000_000_000..2_208_988_800_000_000;

fn zone(name: &str) -> TimeZone {
    Calendar::new(name, Weekday::Monday, (1, 1)).unwrap().time_zone().clone()
}

/// The rows of `SELECT {sql} FROM times`, whose columns are `t` (instants), `text` (their clock's times), `sent` (the same with
/// an offset) and `millis`.
fn answered(zone: &TimeZone, instants: &[i64], sql: &str) -> RecordBatch {
    let at = |micros: &i64| Timestamp::from_microsecond(*micros).unwrap();
    let texts = instants.iter().map(|micros| zone.to_datetime(at(micros)).to_string());
    let sent = instants.iter().map(|micros| at(micros).to_string());
    let times = TimestampMicrosecondArray::from(instants.to_vec()).with_timezone("UTC");
    let columns: [(&str, ArrayRef); 4] = [
        ("t", Arc::new(times)),
        ("text", Arc::new(StringArray::from_iter_values(texts))),
        ("sent", Arc::new(StringArray::from_iter_values(sent))),
        ("millis", Arc::new(Int64Array::from_iter_values(instants.iter().map(|micros| micros.div_euclid(1000))))),
    ];
    let rows = RecordBatch::try_from_iter(columns).unwrap();
    let ctx = in_zone(&SessionContext::new(), &Calendar::plain(zone.clone()), reads(zone, None));
    let schema = rows.schema();
    ctx.register_table("times", Arc::new(MemTable::try_new(schema, vec![vec![rows]]).unwrap())).unwrap();
    let work = async { ctx.sql(&format!("SELECT {sql} FROM times")).await?.collect().await };
    let answered = tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work);
    let batches = answered.unwrap_or_else(|error| panic!("{sql}: {error}"));
    arrow::compute::concat_batches(&batches[0].schema(), &batches).unwrap()
}

fn micros(batch: &RecordBatch, column: usize) -> Vec<i64> {
    batch.column(column).as_primitive::<TimestampMicrosecondType>().values().to_vec()
}

fn texts(batch: &RecordBatch, column: usize) -> Vec<String> {
    (0..batch.num_rows()).map(|row| array_value_to_string(batch.column(column), row).unwrap()).collect()
}

fn counted(zone: &TimeZone, rows: &[&str], condition: &str) -> i64 {
    let rows: Vec<i64> = rows.iter().map(|text| text.parse::<Timestamp>().unwrap().as_microsecond()).collect();
    let batch = answered(zone, &rows, &format!("count(*) FILTER (WHERE {condition})"));
    batch.column(0).as_primitive::<Int64Type>().value(0)
}

fn of(instants: &[i64], zone: &TimeZone, value: impl Fn(Zoned) -> Zoned) -> Vec<i64> {
    let zoned = |micros: &i64| Timestamp::from_microsecond(*micros).unwrap().to_zoned(zone.clone());
    instants.iter().map(|micros| value(zoned(micros)).timestamp().as_microsecond()).collect()
}

fn first(clock: DateTime, zone: &TimeZone) -> Zoned {
    clock.to_zoned(zone.clone()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn civil_functions_are_those_of_the_clock_in_every_zone(
        name in prop::sample::select(ZONES.to_vec()),
        instants in prop::collection::vec(INSTANTS, 1..40),
    ) {
        let zone = zone(name);
        let batch = answered(&zone, &instants, "date_trunc('day', t), date_trunc('week', t), date_trunc('month', t), \
            date_trunc('year', t), date_bin(INTERVAL '15 minutes', t), t + INTERVAL '1 day', t - INTERVAL '1 month', \
            CAST(t AS DATE), date_part('hour', t), to_char(t, '%Y-%m-%dT%H:%M:%S'), extract(epoch FROM t)");
        let start = |zoned: Zoned| zoned.start_of_day().unwrap();
        prop_assert_eq!(micros(&batch, 0), of(&instants, &zone, start));
        let week = |zoned: Zoned| {
            let date = zoned.date();
            let monday = date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days()).unwrap();
            start(first(monday.at(12, 0, 0, 0), &zone))
        };
        prop_assert_eq!(micros(&batch, 1), of(&instants, &zone, week));
        let noon = |date: jiff::civil::Date| start(first(date.at(12, 0, 0, 0), &zone));
        prop_assert_eq!(micros(&batch, 2), of(&instants, &zone, |zoned| noon(zoned.date().first_of_month())));
        prop_assert_eq!(micros(&batch, 3), of(&instants, &zone, |zoned| noon(zoned.date().first_of_year())));
        let quarter = |zoned: Zoned| {
            let minute = zoned.minute() / 15 * 15;
            zoned.with().minute(minute).second(0).subsec_nanosecond(0).build().unwrap()
        };
        prop_assert_eq!(micros(&batch, 4), of(&instants, &zone, quarter));
        prop_assert_eq!(micros(&batch, 5), of(&instants, &zone, |zoned| {
            first(zoned.datetime().checked_add(1.day()).unwrap(), &zone)
        }));
        prop_assert_eq!(micros(&batch, 6), of(&instants, &zone, |zoned| {
            first(zoned.datetime().checked_sub(1.month()).unwrap(), &zone)
        }));
        let zoned = |micros: &i64| Timestamp::from_microsecond(*micros).unwrap().to_zoned(zone.clone());
        let days: Vec<i32> = instants.iter().map(|micros| epoch_day(zoned(micros).date())).collect();
        prop_assert_eq!(batch.column(7).as_primitive::<Date32Type>().values().to_vec(), days);
        let hours: Vec<i32> = instants.iter().map(|micros| i32::from(zoned(micros).hour())).collect();
        prop_assert_eq!(batch.column(8).as_primitive::<Int32Type>().values().to_vec(), hours);
        let shown: Vec<String> =
            instants.iter().map(|micros| zoned(micros).strftime("%Y-%m-%dT%H:%M:%S").to_string()).collect();
        prop_assert_eq!(texts(&batch, 9), shown);
        let epochs: Vec<f64> = instants.iter().map(|micros| *micros as f64 / 1e6).collect();
        let found = batch.column(10).as_primitive::<Float64Type>().values().to_vec();
        prop_assert!(found.iter().zip(&epochs).all(|(found, epoch)| (found - epoch).abs() < 1e-3));
    }

    #[test]
    fn hours_are_those_of_the_clock_where_it_moves_by_whole_ones(
        name in prop::sample::select(ZONES.to_vec()),
        instants in prop::collection::vec(INSTANTS, 1..40),
    ) {
        prop_assume!(!IN_PIECES.contains(&name));
        let zone = zone(name);
        let batch = answered(&zone, &instants, "date_trunc('hour', t), date_trunc('minute', t)");
        let hour = |zoned: Zoned| zoned.with().minute(0).second(0).subsec_nanosecond(0).build().unwrap();
        prop_assert_eq!(micros(&batch, 0), of(&instants, &zone, hour));
        let minute = |zoned: Zoned| zoned.with().second(0).subsec_nanosecond(0).build().unwrap();
        prop_assert_eq!(micros(&batch, 1), of(&instants, &zone, minute));
    }

    #[test]
    fn text_without_an_offset_is_local_and_an_instant_an_instant_in_every_zone(
        name in prop::sample::select(ZONES.to_vec()),
        instants in prop::collection::vec(INSTANTS, 1..40),
    ) {
        let zone = zone(name);
        let batch = answered(&zone, &instants, "CAST(text AS TIMESTAMP), to_timestamp(text), CAST(sent AS TIMESTAMP), \
            to_timestamp(sent), CAST(to_timestamp_millis(millis) AS TIMESTAMP), from_unixtime(millis / 1000), \
            CASE WHEN t = sent THEN t END, CASE WHEN t >= text THEN t END, CAST(t AS TIMESTAMP)");
        // Of two the earlier.
        let local = of(&instants, &zone, |zoned| first(zoned.datetime(), &zone));
        prop_assert_eq!(micros(&batch, 0), local.clone());
        prop_assert_eq!(micros(&batch, 1), local);
        prop_assert_eq!(micros(&batch, 2), instants.clone());
        prop_assert_eq!(micros(&batch, 3), instants.clone());
        let at = |column: usize| {
            let column = arrow::compute::cast(batch.column(column), &jauge_store::tables::timestamp()).unwrap();
            column.as_primitive::<TimestampMicrosecondType>().values().to_vec()
        };
        prop_assert_eq!(at(4), instants.iter().map(|micros| micros.div_euclid(1000) * 1000).collect::<Vec<_>>());
        prop_assert_eq!(at(5), instants.iter().map(|micros| micros / 1_000_000 * 1_000_000).collect::<Vec<_>>());
        prop_assert_eq!(micros(&batch, 6), instants.clone());
        prop_assert_eq!(micros(&batch, 7), instants.clone());
        prop_assert_eq!(micros(&batch, 8), instants);
    }
}

#[test]
fn a_literal_means_the_same_in_every_comparison() {
    let denver = zone("America/Denver");
    let rows = ["2024-07-01T00:00:00Z", "2024-07-01T06:00:00Z", "2024-07-01T12:00:00Z", "2024-07-01T18:00:00Z"];
    let count = |condition: &str| counted(&denver, &rows, condition);
    for noon in [
        "t >= '2024-07-01 12:00:00'",
        "'2024-07-01 12:00:00' <= t",
        "t = '2024-07-01 12:00:00'",
        "t = TIMESTAMP '2024-07-01 12:00:00'",
        "t = CAST('2024-07-01T12:00' AS TIMESTAMP)",
        "t = to_timestamp('2024-07-01 12:00:00')",
        "t BETWEEN '2024-07-01 12:00:00' AND '2024-07-01 13:00:00'",
        "t IN ('2024-07-01 12:00:00', '2024-07-01 13:00:00')",
        "t = '2024-07-01T18:00:00Z'",
        "t = TIMESTAMP '2024-07-01T18:00:00Z'",
        "t = '2024-07-01T14:00:00-04:00'",
        "t = to_timestamp_seconds(1719856800)",
        "t = from_unixtime(1719856800)",
        "t = TIMESTAMP '2024-07-01 18:00:00' AT TIME ZONE 'UTC'",
        "t = '2024-07-01 14:00:00' AT TIME ZONE 'America/New_York'",
        "coalesce(NULL, t) = '2024-07-01 12:00:00'",
        "date_part('hour', t) = 12",
    ] {
        assert_eq!(count(noon), 1, "{noon}");
    }
    assert_eq!(count("t >= DATE '2024-07-01'"), 3);
    assert_eq!(count("t >= '2024-07-01'"), 3);
    assert_eq!(count("CAST(t AS DATE) = DATE '2024-06-30'"), 1);
    assert_eq!(count("CAST(t AS DATE) = '2024-06-30'"), 1);
    assert_eq!(count("to_date(t) = '2024-06-30'"), 1);
}

#[test]
fn a_clock_that_is_named_is_that_clock() {
    let paris = zone("Europe/Paris");
    let at = "2026-03-31T22:30:00Z".parse::<Timestamp>().unwrap().as_microsecond();
    let batch = answered(
        &paris,
        &[at],
        "date_trunc('day', t), date_part('day', t AT TIME ZONE 'UTC'), \
        date_part('hour', t AT TIME ZONE 'America/New_York'), to_local_time(t), to_char(t, '%H:%M %z')",
    );
    assert_eq!(
        (1..5).map(|column| texts(&batch, column)[0].clone()).collect::<Vec<_>>(),
        ["31", "18", "2026-04-01T00:30:00", "00:30 +0200"]
    );
    assert_eq!(micros(&batch, 0), [at - 30 * 60 * 1_000_000]);
}

#[test]
fn of_an_hour_that_the_clock_shows_twice_each_stays_itself() {
    let paris = zone("Europe/Paris");
    let at = |text: &str| text.parse::<Timestamp>().unwrap().as_microsecond();
    let both = [at("2026-10-25T00:20:00Z"), at("2026-10-25T01:20:00Z")];
    let batch = answered(&paris, &both, "date_trunc('hour', t), date_bin(INTERVAL '1 hour', t), date_trunc('day', t)");
    let hours = [at("2026-10-25T00:00:00Z"), at("2026-10-25T01:00:00Z")];
    assert_eq!((micros(&batch, 0), micros(&batch, 1)), (hours.to_vec(), hours.to_vec()));
    assert_eq!(micros(&batch, 2), [at("2026-10-24T22:00:00Z"); 2]);
}

#[test]
fn a_time_that_the_clock_skips_and_what_is_no_time_say_so() {
    let paris = zone("Europe/Paris");
    let ctx = in_zone(&SessionContext::new(), &Calendar::plain(paris.clone()), reads(&paris, None));
    let said = |sql: &str| {
        let work = async { ctx.sql(sql).await?.collect().await };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let error = runtime.block_on(work).unwrap_err();
        jauge_report::Wording::default().message(&jauge_store::plain(&error))
    };
    assert!(said("SELECT TIMESTAMP '2026-03-29 02:30:00'").contains("2026-03-29 02:30:00"));
    assert!(said("SELECT TIMESTAMP 'next week'").contains("`next week`"));
}
