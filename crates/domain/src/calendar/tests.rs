//! The calendar against jiff, computed again and naively; and the changes of clocks worth knowing by name.

use std::collections::HashSet;

use jiff::{ToSpan, Zoned};
use proptest::prelude::*;

use super::*;

/// Zones whose clocks do something of their own.
const ZONES: [&str; 26] = [
    "UTC",
    "Europe/Paris",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Moscow",
    "Africa/Casablanca",
    "Africa/Cairo",
    "America/New_York",
    "America/Havana",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Caracas",
    "America/Nuuk",
    "America/Scoresbysund",
    "America/Asuncion",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Tehran",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Pyongyang",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kwajalein",
    "Antarctica/Troll",
];

const WEEKDAYS: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

pub(super) fn calendar(zone: &str) -> Calendar {
    Calendar::new(zone, Weekday::Monday, (1, 1)).unwrap()
}

pub(super) fn any_calendar() -> impl Strategy<Value = Calendar> {
    let all: Vec<String> = TimeZoneDatabase::bundled().available().map(|name| name.to_string()).collect();
    let zone = prop_oneof![prop::sample::select(ZONES.map(str::to_owned).to_vec()), prop::sample::select(all)];
    let fiscal = prop_oneof![Just((1, 1)), Just((4, 1)), Just((4, 6)), (1..=12i8, 1..=28i8)];
    (zone, prop::sample::select(WEEKDAYS.to_vec()), fiscal)
        .prop_filter_map("`Etc/Unknown` is no zone", |(zone, week, fiscal)| Calendar::new(&zone, week, fiscal).ok())
}

/// A calendar and an instant from 1990 to 2040, half of them within 30 hours of a change of its clock.
fn any_instant() -> impl Strategy<Value = (Calendar, Timestamp)> {
    let from = at("1990-01-01T00:00Z").as_second();
    let to = at("2040-01-01T00:00Z").as_second();
    let near = prop_oneof![Just(None), (-108_000i64..108_000).prop_map(Some)];
    (any_calendar(), from..to, near, 0..1_000_000_000i32).prop_map(|(calendar, second, near, nanos)| {
        let base = Timestamp::from_second(second).unwrap();
        let change = calendar.changes(base).next();
        let second = change.zip(near).map_or(second, |((change, _), near)| change.as_second() + near);
        (calendar, Timestamp::new(second, nanos).unwrap())
    })
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The bucket as jiff and a plain walk give it, minute by minute or day by day.
fn naive(calendar: &Calendar, grain: Grain, instant: Timestamp) -> (Timestamp, Timestamp) {
    let clock = |at: Timestamp| at.to_zoned(calendar.zone.clone());
    if grain == Grain::Hour {
        let key = |at| (clock(at).date(), clock(at).hour(), clock(at).offset());
        let minute = Timestamp::from_second(instant.as_second().div_euclid(60) * 60).unwrap();
        let (mut start, mut end) = (minute, minute + 1.minute());
        while key(start - 1.minute()) == key(instant) {
            start -= 1.minute();
        }
        while key(end) == key(instant) {
            end += 1.minute();
        }
        return (start, end);
    }
    let midnight = |date: Date| date.to_zoned(calendar.zone.clone()).unwrap().timestamp();
    let mut start = clock(instant).date();
    while !starts_unit(calendar, grain, start) {
        start = start.yesterday().unwrap();
    }
    let next = |start: Date| {
        let mut end = start.tomorrow().unwrap();
        while !starts_unit(calendar, grain, end) {
            end = end.tomorrow().unwrap();
        }
        end
    };
    let mut end = next(start);
    // A clock set back over midnight shows a date that is over; a skipped one takes no time.
    while midnight(end) <= instant || midnight(end) == midnight(start) {
        (start, end) = (end, next(end));
    }
    (midnight(start), midnight(end))
}

fn starts_unit(calendar: &Calendar, grain: Grain, date: Date) -> bool {
    let (month, day) = calendar.fiscal_year_start;
    match grain {
        Grain::Hour | Grain::Day => true,
        Grain::Week => date.weekday() == calendar.week_start.into(),
        Grain::Month => date.day() == 1,
        Grain::Quarter => date.day() == day && (date.month() + 12 - month) % 3 == 0,
        Grain::Year => (date.month(), date.day()) == (month, day),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_bucket_is_the_naive_one((calendar, instant) in any_instant()) {
        for grain in Grain::ALL {
            let bucket = calendar.bucket_of(grain, instant);
            prop_assert_eq!((bucket.start, bucket.end), naive(&calendar, grain, instant), "{}", grain);
        }
    }

    #[test]
    fn boundaries_find_the_naive_bucket((calendar, instant) in any_instant(), before in 0..90i64, after in 0..90i64) {
        let micros = instant.as_nanosecond().div_euclid(1000) as i64;
        for grain in Grain::ALL {
            let (from, to) = (micros - before * 86_400_000_000, micros + after * 86_400_000_000);
            let found = calendar.boundaries(grain, from, to);
            prop_assert!(found.is_sorted_by(|a, b| a < b));
            prop_assert!(found[0] <= from && from < found[1]);
            prop_assert!(found[found.len() - 2] <= to && to < found[found.len() - 1]);
            let next = found.partition_point(|start| *start <= micros);
            let (start, end) = naive(&calendar, grain, instant);
            prop_assert_eq!((found[next - 1], found[next]), (start.as_microsecond(), end.as_microsecond()), "{}", grain);
        }
    }

    #[test]
    fn buckets_are_the_boundaries_and_their_names_differ((calendar, start) in any_instant(), hours in 0..2000i64) {
        let span = Span { start, end: start + hours.hours() };
        for grain in Grain::ALL {
            let buckets = calendar.buckets(grain, span);
            prop_assert!(buckets.windows(2).all(|pair| pair[0].end == pair[1].start));
            prop_assert!(buckets.iter().all(|bucket| !span.meet((*bucket).into()).is_empty()));
            if let (Some(first), Some(last)) = (buckets.first(), buckets.last()) {
                prop_assert!(first.start <= span.start && span.end <= last.end);
            }
            prop_assert_eq!(buckets.is_empty(), hours == 0);
            let labels: HashSet<String> = buckets.iter().map(|bucket| calendar.label(grain, bucket.start)).collect();
            prop_assert_eq!(labels.len(), buckets.len());
        }
    }

    #[test]
    fn a_label_reads_back_as_its_bucket((calendar, instant) in any_instant()) {
        for grain in Grain::ALL.into_iter().skip(1) {
            let bucket = calendar.bucket_of(grain, instant);
            let period: Period = calendar.label(grain, bucket.start).parse().unwrap();
            prop_assert_eq!(calendar.span(&period), Ok(bucket.into()));
            prop_assert_eq!(calendar.buckets(grain, bucket.into()), vec![bucket]);
        }
    }

    #[test]
    fn the_last_units_are_complete_and_adjacent((calendar, now) in any_instant(), count in 1..40i64) {
        for grain in Grain::ALL {
            let span = calendar.last(count, grain, now).unwrap();
            prop_assert_eq!(span.end, calendar.bucket_of(grain, now).start);
            let day = |back: i64| {
                let date = Some(dates::add_days(calendar.date(span.end), -back));
                Period::range(date, date)
            };
            let skipped = (1..=count).filter(|back| grain == Grain::Day && calendar.span(&day(*back).unwrap()).is_err());
            prop_assert_eq!(calendar.buckets(grain, span).len() + skipped.count(), count as usize);
            for before in [calendar.previous(span), calendar.previous_days(span)] {
                prop_assert!(before.end == span.start && before.start < before.end);
            }
        }
    }

    #[test]
    fn a_year_earlier_keeps_neighbours_apart((calendar, instant) in any_instant()) {
        let day = calendar.bucket_of(Grain::Day, instant);
        let (this, next) = (calendar.year_before(day.into()), calendar.bucket_of(Grain::Day, day.end));
        prop_assert_eq!(this.end, calendar.year_before(next.into()).start);
        let label = calendar.label(Grain::Day, day.start);
        prop_assert_eq!(this.is_empty(), label.ends_with("-02-29") || calendar.span(&year_down(&label)).is_err());
    }

    #[test]
    fn no_instant_and_no_text_panics(micros in any::<i64>(), nanos in any::<i64>(), count in any::<i64>(), text in ".{0,24}") {
        let _ = text.parse::<Period>();
        let (paris, now) = (calendar("Europe/Paris"), Timestamp::from_nanosecond(i128::from(nanos) * 20).unwrap());
        for grain in Grain::ALL {
            let found = paris.boundaries(grain, micros, micros);
            prop_assert!(found.is_empty() || found.len() == 2);
            let _ = paris.last(if grain == Grain::Hour { count % 100_000 } else { count }, grain, now);
            for instant in [now, Timestamp::MIN, Timestamp::MAX] {
                let span = Span::from(paris.bucket_of(grain, instant));
                let _ = (paris.previous(span), paris.year_before(span), paris.days_of(span));
                let _ = (paris.label(grain, instant), paris.day_start(paris.date(instant)));
            }
        }
    }
}

/// The period of the same date a year earlier.
fn year_down(day: &str) -> Period {
    let (year, rest) = day.split_once('-').unwrap();
    let rest = if rest == "02-29" { "03-01" } else { rest };
    format!("{:04}-{rest}", year.parse::<i16>().unwrap() - 1).parse().unwrap()
}

/// Every zone and every change of its clock, 1990 to 2040. Takes a minute: `cargo test -- --ignored every_change`.
#[test]
#[ignore = "takes a minute"]
fn every_change_of_every_zone_is_the_naive_one() {
    let end = at("2040-01-01T00:00Z");
    for zone in TimeZoneDatabase::bundled().available() {
        let Ok(calendar) = Calendar::new(zone.as_str(), Weekday::Sunday, (4, 6)) else { continue };
        for (change, _) in calendar.changes(at("1990-01-01T00:00Z")).take_while(|(change, _)| *change < end) {
            for minutes in [-1500, -61, -31, -1, 0, 1, 29, 31, 59, 61, 1500] {
                let instant = change + i64::from(minutes).minutes();
                for grain in [Grain::Hour, Grain::Day, Grain::Week, Grain::Month] {
                    let bucket = calendar.bucket_of(grain, instant);
                    let wanted = naive(&calendar, grain, instant);
                    assert_eq!((bucket.start, bucket.end), wanted, "{} {grain} {instant}", zone.as_str());
                }
            }
        }
    }
}

/// Labels and minutes of the buckets of `period`.
fn shape(zone: &str, grain: Grain, from: &str, to: &str) -> Vec<(String, i64)> {
    let calendar = calendar(zone);
    let instant = |text: &str| format!("{text}[{zone}]").parse::<Zoned>().unwrap().timestamp();
    let buckets = calendar.buckets(grain, Span { start: instant(from), end: instant(to) });
    let minutes = |bucket: &Bucket| (bucket.end.as_second() - bucket.start.as_second()) / 60;
    buckets.iter().map(|bucket| (calendar.label(grain, bucket.start), minutes(bucket))).collect()
}

fn expect(shape: &[(String, i64)], wanted: &[(&str, i64)]) {
    let shape: Vec<(&str, i64)> = shape.iter().map(|(label, minutes)| (label.as_str(), *minutes)).collect();
    assert_eq!(shape, wanted);
}

#[test]
fn paris_loses_an_hour_in_march_and_names_both_in_october() {
    let spring = shape("Europe/Paris", Grain::Hour, "2026-03-29T01:00", "2026-03-29T04:00");
    expect(&spring, &[("2026-03-29 01:00", 60), ("2026-03-29 03:00", 60)]);
    let autumn = shape("Europe/Paris", Grain::Hour, "2026-10-25T01:00", "2026-10-25T04:00");
    let repeated = [("2026-10-25 02:00+02:00", 60), ("2026-10-25 02:00+01:00", 60)];
    expect(&autumn, &[&[("2026-10-25 01:00", 60)], &repeated[..], &[("2026-10-25 03:00", 60)]].concat());
    expect(&shape("Europe/Paris", Grain::Day, "2026-03-29T12:00", "2026-03-29T13:00"), &[("2026-03-29", 23 * 60)]);
    expect(&shape("Europe/Paris", Grain::Day, "2026-10-25T12:00", "2026-10-25T13:00"), &[("2026-10-25", 25 * 60)]);
}

#[test]
fn havana_repeats_midnight_in_one_day() {
    let days = shape("America/Havana", Grain::Day, "2025-11-01T00:00", "2025-11-04T00:00");
    expect(&days, &[("2025-11-01", 1440), ("2025-11-02", 1500), ("2025-11-03", 1440)]);
    let hours = shape("America/Havana", Grain::Hour, "2025-11-02T00:00", "2025-11-02T02:00");
    expect(&hours, &[("2025-11-02 00:00-04:00", 60), ("2025-11-02 00:00-05:00", 60), ("2025-11-02 01:00", 60)]);
}

#[test]
fn sao_paulo_starts_a_day_at_one() {
    let days = shape("America/Sao_Paulo", Grain::Day, "2017-10-14T00:00", "2017-10-17T00:00");
    expect(&days, &[("2017-10-14", 1440), ("2017-10-15", 1380), ("2017-10-16", 1440)]);
    let day = calendar("America/Sao_Paulo").span(&"2017-10-15".parse().unwrap()).unwrap();
    assert_eq!(day.start, at("2017-10-15T01:00-02:00"));
}

#[test]
fn kathmandu_starts_its_hours_at_a_quarter_past() {
    let kathmandu = calendar("Asia/Kathmandu");
    let hour = kathmandu.bucket_of(Grain::Hour, at("2026-04-01T12:00Z"));
    assert_eq!((hour.start, hour.end), (at("2026-04-01T11:15Z"), at("2026-04-01T12:15Z")));
    assert_eq!(kathmandu.label(Grain::Hour, hour.start), "2026-04-01 17:00");
    assert_eq!(kathmandu.day_start(jiff::civil::date(2026, 4, 1)), at("2026-03-31T18:15Z"));
}

#[test]
fn lord_howe_cuts_an_hour_in_two() {
    let autumn = shape("Australia/Lord_Howe", Grain::Hour, "2026-04-05T01:00", "2026-04-05T03:00");
    expect(&autumn, &[("2026-04-05 01:00", 60), ("2026-04-05 01:30+10:30", 30), ("2026-04-05 02:00", 60)]);
    let spring = shape("Australia/Lord_Howe", Grain::Hour, "2026-10-04T01:00", "2026-10-04T04:00");
    expect(&spring, &[("2026-10-04 01:00", 60), ("2026-10-04 02:30", 30), ("2026-10-04 03:00", 60)]);
}

#[test]
fn apia_skips_a_day_and_says_so() {
    let days = shape("Pacific/Apia", Grain::Day, "2011-12-29T00:00", "2012-01-01T00:00");
    expect(&days, &[("2011-12-29", 1440), ("2011-12-31", 1440)]);
    let error = calendar("Pacific/Apia").span(&"2011-12-30".parse().unwrap()).unwrap_err().to_string();
    assert_eq!(error, "`2011-12-30` never happened in Pacific/Apia: its clock was set forward over it");
    assert_eq!(calendar("Pacific/Apia").civil_boundaries(Grain::Day, 15_338, 15_338).unwrap(), [15_338, 15_339]);
}

#[test]
fn a_day_starts_where_the_clock_passes_its_midnight() {
    // 23:30 was followed by 00:30: jiff's own start of the day is 01:00, half an hour late.
    let toronto = calendar("America/Toronto");
    assert_eq!(toronto.day_start(jiff::civil::date(1919, 3, 31)), at("1919-03-31T00:30-04:00"));
    // 00:01 was followed by 23:01 of the day before.
    let days = shape("America/St_Johns", Grain::Day, "2010-11-06T00:00", "2010-11-08T00:00");
    expect(&days, &[("2010-11-06", 1440), ("2010-11-07", 1500)]);
    let set_back = calendar("America/St_Johns").bucket_of(Grain::Day, at("2010-11-06T23:30-03:30"));
    assert_eq!(calendar("America/St_Johns").label(Grain::Day, set_back.start), "2010-11-07");
}

#[test]
fn a_calendar_ends_without_a_panic() {
    let paris = calendar("Europe/Paris");
    for grain in Grain::ALL {
        assert_eq!(paris.boundaries(grain, i64::MAX - 1, i64::MAX), []);
        assert_eq!(paris.boundaries(grain, i64::MIN, i64::MIN + 1), []);
        assert_eq!(paris.boundaries(grain, 1, 0), []);
    }
    assert_eq!(paris.boundaries(Grain::Year, i64::MIN, i64::MAX).len(), 9999);
    let whole = paris.span(&"../..".parse().unwrap()).unwrap();
    assert_eq!(paris.buckets(Grain::Year, whole).len(), 9998);
    assert!(paris.buckets(Grain::Hour, Span { start: whole.end, end: whole.start }).is_empty());
}

#[test]
fn the_last_units_stop_at_the_current_one() {
    let paris = calendar("Europe/Paris");
    let now = at("2026-03-30T10:20Z");
    let last = |count, grain| paris.last(count, grain, now).map(|span| (span.start, span.end));
    assert_eq!(last(2, Grain::Day), Ok((at("2026-03-27T23:00Z"), at("2026-03-29T22:00Z"))));
    assert_eq!(last(3, Grain::Hour), Ok((at("2026-03-30T07:00Z"), at("2026-03-30T10:00Z"))));
    assert_eq!(last(1, Grain::Month), Ok((at("2026-01-31T23:00Z"), at("2026-02-28T23:00Z"))));
    for (count, grain) in [(0, Grain::Day), (-1, Grain::Hour), (i64::MAX, Grain::Hour), (i64::MIN, Grain::Year)] {
        assert_eq!(last(count, grain), Err(CalendarError::Last { count, grain }));
    }
    assert_eq!(last(i64::MAX, Grain::Week), Err(CalendarError::Last { count: i64::MAX, grain: Grain::Week }));
    // The half hour that Lord Howe repeats is a unit of its own.
    let lord_howe = calendar("Australia/Lord_Howe").last(2, Grain::Hour, at("2026-04-04T15:40Z")).unwrap();
    assert_eq!((lord_howe.start, lord_howe.end), (at("2026-04-04T14:00Z"), at("2026-04-04T15:30Z")));
}

/// `period` as the days it covers in Paris, once `change` has been applied.
fn moved(period: &str, change: fn(&Calendar, Span) -> Span) -> String {
    let paris = Calendar::new("Europe/Paris", Weekday::Monday, (4, 6)).unwrap();
    let span = change(&paris, paris.span(&period.parse().unwrap()).unwrap());
    let (from, to) = paris.days_of(span);
    format!("{from}/{}", to.yesterday().unwrap())
}

#[test]
fn months_are_compared_with_months_and_days_with_days() {
    assert_eq!(moved("2026-03", Calendar::previous), "2026-02-01/2026-02-28");
    assert_eq!(moved("2026-01-01/2026-03-31", Calendar::previous), "2025-10-01/2025-12-31");
    assert_eq!(moved("2026-Q1", Calendar::previous), "2026-01-06/2026-04-05");
    assert_eq!(moved("2026", Calendar::previous), "2025-04-06/2026-04-05");
    assert_eq!(moved("2026-W14", Calendar::previous), "2026-03-23/2026-03-29");
    assert_eq!(moved("2026-03-10/2026-03-12", Calendar::previous), "2026-03-07/2026-03-09");
    assert_eq!(moved("2026-02", Calendar::previous), "2026-01-01/2026-01-31");
    assert_eq!(moved("2026-02", Calendar::previous_days), "2026-01-04/2026-01-31");
    let hours = Span { start: at("2026-03-29T00:00Z"), end: at("2026-03-29T05:00Z") };
    let before = calendar("Europe/Paris").previous(hours);
    assert_eq!((before.start, before.end), (at("2026-03-28T19:00Z"), hours.start));
}

#[test]
fn a_year_earlier_has_the_same_dates() {
    assert_eq!(moved("2026-03", Calendar::year_before), "2025-03-01/2025-03-31");
    assert_eq!(moved("2024-02", Calendar::year_before), "2023-02-01/2023-02-28");
    assert_eq!(moved("2025-02", Calendar::year_before), "2024-02-01/2024-02-29");
    assert_eq!(moved("2024-02-28", Calendar::year_before), "2023-02-28/2023-02-28");
    assert_eq!(moved("2024-02-29/2024-03-01", Calendar::year_before), "2023-03-01/2023-03-01");
    let paris = calendar("Europe/Paris");
    assert!(paris.year_before(paris.span(&"2024-02-29".parse().unwrap()).unwrap()).is_empty());
    let hour = paris.year_before(Span { start: at("2026-07-01T10:00Z"), end: at("2026-07-01T11:00Z") });
    assert_eq!((hour.start, hour.end), (at("2025-07-01T10:00Z"), at("2025-07-01T11:00Z")));
}

#[test]
fn a_span_touches_whole_days() {
    let paris = calendar("Europe/Paris");
    let days = |start: &str, end: &str| {
        let (from, to) = paris.days_of(Span { start: at(start), end: at(end) });
        format!("{from} {to}")
    };
    assert_eq!(days("2026-03-31T22:00Z", "2026-04-01T22:00Z"), "2026-04-01 2026-04-02");
    assert_eq!(days("2026-03-31T22:00Z", "2026-04-01T22:01Z"), "2026-04-01 2026-04-03");
    assert_eq!(days("2026-03-31T21:59Z", "2026-03-31T21:59Z"), "2026-03-31 2026-04-01");
}

#[test]
fn a_wrong_zone_names_the_nearest() {
    let says = |zone: &str| Calendar::new(zone, Weekday::Monday, (1, 1)).unwrap_err().to_string();
    assert_eq!(says("Europe/Pariss"), "unknown time zone `Europe/Pariss`: did you mean `Europe/Paris`?");
    assert_eq!(says("Paris"), "unknown time zone `Paris`: did you mean `Europe/Paris`?");
    assert_eq!(says("new york"), "unknown time zone `new york`: did you mean `America/New_York`?");
    assert!(says("").contains("write an IANA name"), "{}", says(""));
    assert!(says("Etc/Unknown").starts_with("unknown time zone"));
    assert_eq!(calendar("europe/PARIS").zone(), "Europe/Paris");
    let error = Calendar::new("UTC", Weekday::Monday, (1, 29)).unwrap_err().to_string();
    assert!(error.contains("`01-29`") && error.contains("01 to 28"), "{error}");
}
