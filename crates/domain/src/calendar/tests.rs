//! The calendar's laws, against jiff computed again and naively.

use std::collections::HashSet;

use jiff::ToSpan;
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

pub(super) fn at(text: &str) -> Timestamp {
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
                let date = Some(days::add_days(calendar.date(span.end), -back));
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

/// Every zone and every change of its clock, 1990 to 2040. Takes half a minute: `cargo test -- --ignored every_change`.
#[test]
#[ignore = "takes half a minute"]
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
