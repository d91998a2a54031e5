//! The changes of clocks worth knowing by name, and the periods relative to others.

use jiff::Zoned;

use super::tests::{at, calendar};
use super::*;

/// Labels and minutes of the buckets that meet the span from one local time to another.
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
    let error = calendar("Pacific/Apia").span(&"2011-12-30".parse().unwrap()).unwrap_err();
    let (period, zone) = ("2011-12-30".to_owned(), "Pacific/Apia".to_owned());
    assert_eq!(error, CalendarError::Skipped { period, zone });
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
    let (st_johns, set_back) = (calendar("America/St_Johns"), at("2010-11-06T23:30-03:30"));
    assert_eq!(st_johns.label(Grain::Day, st_johns.bucket_of(Grain::Day, set_back).start), "2010-11-07");
    assert_eq!(st_johns.date(set_back), jiff::civil::date(2010, 11, 7));
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
    // From the first 02:30 to the second 02:00: the clock alone would run backwards.
    let repeated = paris.year_before(Span { start: at("2026-10-25T00:30Z"), end: at("2026-10-25T01:00Z") });
    assert!(repeated.is_empty() && repeated.start == repeated.end);
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
    let near = |zone: &str| match Calendar::new(zone, Weekday::Monday, (1, 1)).unwrap_err() {
        CalendarError::UnknownZone { name, near } => (name == zone).then_some(near).flatten(),
        other => panic!("{other:?}"),
    };
    assert_eq!(near("Europe/Pariss").as_deref(), Some("Europe/Paris"));
    assert_eq!(near("Paris").as_deref(), Some("Europe/Paris"));
    assert_eq!(near("new york").as_deref(), Some("America/New_York"));
    assert_eq!(near(""), None);
    assert!(Calendar::new("Etc/Unknown", Weekday::Monday, (1, 1)).is_err());
    assert_eq!(calendar("europe/PARIS").zone(), "Europe/Paris");
    let error = Calendar::new("UTC", Weekday::Monday, (1, 29)).unwrap_err();
    assert_eq!(error, CalendarError::FiscalYearStart { month: 1, day: 29 });
}

#[test]
fn the_last_nanosecond_before_1970_is_in_1969() {
    let last = Timestamp::from_nanosecond(-1).unwrap();
    let utc = calendar("UTC");
    for (grain, label) in
        Grain::ALL.into_iter().zip(["1969-12-31 23:00", "1969-12-31", "1970-W01", "1969-12", "1969-Q4"])
    {
        assert_eq!(utc.label(grain, utc.bucket_of(grain, last).start), label);
    }
    assert_eq!(utc.boundaries(Grain::Day, -1, -1), [-86_400_000_000, 0]);
}
