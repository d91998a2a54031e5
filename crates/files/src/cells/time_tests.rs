use jauge_domain::TimePart;
use proptest::prelude::*;

use super::*;

fn paris() -> TimeZone {
    TimeZone::get("Europe/Paris").unwrap()
}

fn utc(text: &str) -> i64 {
    text.parse::<Timestamp>().unwrap().as_microsecond()
}

fn read(text: &str) -> Result<i64, CellError> {
    parse_time(text, &paris(), None)
}

#[test]
fn the_ways_to_write_one_instant() {
    let instant = utc("2026-04-13T11:05:00Z");
    for text in [
        "2026-04-13T13:05:00+02:00",
        "2026-04-13 13:05:00",
        " 2026-04-13T13:05 ",
        "2026-04-13t13:05:00.000",
        "2026-04-13T11:05:00Z",
        "2026-04-13T11:05:00z",
        "2026-04-13 11:05:00 UTC",
        "2026-04-13T06:05-0500",
        "2026-04-13T06:05-05",
        "2026/04/13 13:05",
        "2026-4-13 13:05",
        "13/04/2026 13:05",
        "04/13/2026 1:05 PM",
        "13.4.2026 13:05:00",
        "13/Apr/2026:13:05:00 +0200",
        "[13/Apr/2026:11:05:00 +0000]",
        "20260413T130500",
        "20260413 1305",
        "20260413130500",
        "1776078300",
        "1776078300000",
        "1776078300000000",
        "1776078300.0",
        "4/13/2026, 1:05:00 PM",
        "Apr 13, 2026, 1:05\u{202f}PM",
        "April 13th, 2026 at 1:05 p.m.",
        "lun. 13 avr. 2026 à 13:05",
        "13. April 2026, 13:05",
        "Montag, 13. April 2026 um 13:05",
        "lunes, 13 de abril de 2026, 13:05",
        "13 aprile 2026 alle 13:05",
        "ma 13 april 2026 om 13:05",
        "Mon Apr 13 2026 13:05:00",
        "2026-04-13 13:05:00 CEST",
        "2026-04-13 12:05 BST",
        "2026-04-13 04:05:00 PDT",
    ] {
        assert_eq!(read(text), Ok(instant), "{text}");
    }
    assert_eq!(read("2026-04-13T11:05:00.123456789Z"), Ok(instant + 123_456));
    assert_eq!(read("2026-04-13 13:05:00,5"), Ok(instant + 500_000));
    assert_eq!(read(&format!("{}789", instant + 123_456)), Ok(instant + 123_456), "nanoseconds");
    assert_eq!(read("12/13/2026 12:30 am"), Ok(utc("2026-12-12T23:30:00Z")));
    assert_eq!(read("2026-04-01"), Ok(utc("2026-03-31T22:00:00Z")));
    assert_eq!(read("20260401"), Ok(utc("2026-03-31T22:00:00Z")));
}

#[test]
fn what_is_not_a_time_says_why() {
    for text in ["", "hello", "2026-04", "2026-04-01T", "2026-04-01 13", "12:30", "123", "20260401130500 Z x"] {
        assert_eq!(read(text), Err(CellError::NotATime), "{text}");
    }
    for day in ["46115", "46115.5"] {
        assert_eq!((read(day), parse_date(day, None)), (Err(CellError::ExcelDay), Err(CellError::ExcelDay)), "{day}");
    }
    assert_eq!(read("2026-04-01 13:05 CST"), Err(CellError::ZoneName { name: "CST".to_owned() }));
    for day in ["12/1/10", "5-Feb-26", "05 Jan 19", "5-Feb-26 10:00"] {
        assert_eq!(read(day), Err(CellError::TwoDigitYear), "{day}");
    }
    assert_eq!(read("17 May 10:05"), Err(CellError::NotATime));
    assert_eq!(read("2026-02-29"), Err(CellError::OutOfRange { what: TimePart::Day, value: 29 }));
    assert_eq!(read("2026-13-01"), Err(CellError::OutOfRange { what: TimePart::Month, value: 13 }));
    // What many systems write for no date.
    assert_eq!(read("9999-12-31"), Err(CellError::BeyondYears));
    assert_eq!(read("9999-12-31 23:59:59"), Err(CellError::BeyondYears));
    assert_eq!(read("2026-01-01 24:00"), Err(CellError::OutOfRange { what: TimePart::Hour, value: 24 }));
    assert!(matches!(read("13/12/2026 13:00 pm"), Err(CellError::OutOfRange { .. })));
}

#[test]
fn day_and_month_are_never_guessed() {
    assert_eq!(read("03/04/2026"), Err(CellError::Ambiguous));
    assert_eq!(parse_date("03/04/2026", Some(true)), parse_date("2026-04-03", None));
    assert_eq!(parse_date("03/04/2026", Some(false)), parse_date("2026-03-04", None));
    assert_eq!(parse_date("04/04/2026", None), parse_date("2026-04-04", None));
    assert_eq!(parse_date("04/13/2026", Some(true)), Err(CellError::OutOfRange { what: TimePart::Month, value: 13 }));
}

#[test]
fn a_skipped_hour_is_an_error_and_a_repeated_one_is_the_earlier() {
    let [time, date, zone] = ["02:30", "2026-03-29", "Europe/Paris"].map(str::to_owned);
    assert_eq!(read("2026-03-29 02:30"), Err(CellError::Gap { time, date, zone }));
    assert_eq!(read("2026-03-29 01:59:59"), Ok(utc("2026-03-29T00:59:59Z")));
    assert_eq!(read("2026-03-29 03:00"), Ok(utc("2026-03-29T01:00:00Z")));
    assert_eq!(read("2026-10-25 02:30"), Ok(utc("2026-10-25T00:30:00Z")));
    // Midnight is skipped here; the date alone still has a first instant.
    let beirut = TimeZone::get("Asia/Beirut").unwrap();
    assert_eq!(parse_time("2026-03-29", &beirut, None), Ok(utc("2026-03-28T22:00:00Z")));
}

#[test]
fn a_date_may_have_a_midnight() {
    assert_eq!(parse_date("1970-01-02 00:00:00", None), Ok(1));
    assert_eq!(parse_date("1969-12-31", None), Ok(-1));
    assert_eq!(parse_date("2000-03-01", None), Ok(11_017));
    assert_eq!(parse_date("1970-01-02 00:00:01", None), Err(CellError::HasTime));
    assert_eq!(parse_date("1776078300", None), Err(CellError::NotADate));
}

#[test]
fn a_month_is_known_by_its_name_and_a_weekday_is_no_month() {
    let day = parse_date("2026-02-03", None);
    for text in ["3 févr. 2026", "3 FÉVRIER 2026", "mar. 3 févr. 2026", "Tue, Feb 3, 2026", "3-feb-2026", "3 feb. 2026"]
    {
        assert_eq!(parse_date(text, None), day, "{text}");
    }
    assert_eq!(parse_date("mar 3, 2026", None), parse_date("2026-03-03", None));
    for text in ["3 mardi 2026", "févr. mars 3 2026", "février 2026", "mars", "3 mars 26"] {
        assert_eq!(parse_date(text, None), Err(CellError::NotADate), "{text}");
    }
}

proptest! {
    #[test]
    fn a_remembered_offset_changes_nothing(seconds in proptest::collection::vec(-5_000_000_000i64..5_000_000_000, 1..20)) {
        for zone in ["Europe/Paris", "America/New_York", "Pacific/Apia", "Asia/Kolkata"] {
            let zone = TimeZone::get(zone).unwrap();
            let mut parser = TimeParser::new(zone.clone(), None);
            for second in &seconds {
                let instant = Timestamp::from_second(*second).unwrap();
                let local = zone.to_datetime(instant);
                let expected = zone.to_ambiguous_timestamp(local).earlier().unwrap().as_microsecond();
                prop_assert_eq!(parser.parse(&local.to_string()), Ok(expected));
            }
        }
    }

    #[test]
    fn days_agree_with_the_calendar(day in -700_000i32..2_900_000) {
        let date = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(day)).unwrap();
        prop_assume!(date.year() >= 0);
        prop_assert_eq!(parse_date(&date.to_string(), None), Ok(day));
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,20}|[-/:.0-9TZapmAprJan +\\[\\]]{0,30}") {
        let _ = (read(&text), parse_date(&text, Some(true)), super::super::order_of(&text));
    }
}
