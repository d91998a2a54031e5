//! What a spreadsheet reads.

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use jauge_domain::{Answer, Calendar, Compared, Decimal, Grain, Language, NoValue, Span, Unit, Value, Weekday};
use jiff::{Timestamp, civil::date};

use super::{answers_workbook, sheet_workbook};
use crate::style::{Format, Style};
use crate::{Column, Sheet};

fn style(language: Language) -> Style {
    let calendar = Calendar::new("Europe/Paris", Weekday::Monday, (1, 1)).unwrap();
    Style { language, currency: Some("EUR".into()), ..Style::new(Format::Table, calendar) }
}

/// The first moment of a month.
fn start_of(month: i8) -> Timestamp {
    style(Language::En).calendar.day_start(date(2026, month, 1))
}

fn answer(kpi: &str, unit: Unit, (first, after): (i8, i8), value: Value) -> Answer {
    Answer {
        currency: (unit == Unit::Money).then(|| "EUR".into()),
        start: Some(start_of(first)),
        end: Some(start_of(after)),
        complete: first < 3,
        n: Value::Int(3),
        ..Answer::bare(kpi, unit, value)
    }
}

fn money(digits: i128) -> Value {
    Value::Decimal(Decimal { digits, scale: 4 })
}

/// The sheet with this place.
fn sheet(bytes: &[u8], nth: usize) -> Range<Data> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    book.worksheet_range_at(nth).unwrap().unwrap()
}

/// A cell's text, number, flag, or its day.
fn shown(range: &Range<Data>, row: u32, column: u32) -> String {
    match range.get_value((row, column)) {
        Some(Data::DateTime(at)) => format!("day {}", at.as_f64()),
        Some(data) => data.to_string(),
        None => String::new(),
    }
}

fn row(range: &Range<Data>, row: u32) -> Vec<String> {
    (0..range.width() as u32).map(|column| shown(range, row, column)).collect()
}

#[test]
fn numbers_are_numbers_and_months_are_days_of_the_calendar() {
    let answers = [
        answer("shop.revenue", Unit::Money, (2, 3), money(12_345_600)),
        answer("shop.revenue", Unit::Money, (3, 4), money(5000)),
        answer("shop.rate", Unit::Ratio, (2, 3), Value::Float(0.024)),
    ];
    let by_month = Style { grain: Some(Grain::Month), ..style(Language::En) };
    let range = sheet(&answers_workbook(&answers, &by_month).unwrap(), 0);
    assert_eq!(row(&range, 0), ["Month", "shop.revenue", "shop.rate", "Complete"]);
    // 2026-02-01 is day 46054 of spreadsheets.
    assert_eq!(row(&range, 1), ["day 46054", "1234.56", "0.024", "true"]);
    assert_eq!(row(&range, 2), ["day 46082", "0.5", "", "false"]);
    assert!(matches!(range.get_value((1, 1)), Some(Data::Float(_))));
}

#[test]
fn without_buckets_a_row_is_a_kpi_with_its_days_and_reasons_are_a_sheet_of_their_own() {
    let none = Answer { why: Some(NoValue::NoRows), ..answer("shop.rate", Unit::Ratio, (2, 3), Value::Null) };
    let compared = Answer {
        compare: money(10_000_000),
        change: Value::Float(0.23456),
        ..answer("shop.revenue", Unit::Money, (2, 3), money(12_345_600))
    };
    let bytes = answers_workbook(&[compared, none], &style(Language::Fr)).unwrap();
    let range = sheet(&bytes, 0);
    assert_eq!(row(&range, 0)[..4], ["Indicateur", "Premier jour", "Dernier jour", "Valeur"]);
    assert_eq!(row(&range, 1)[..6], ["shop.revenue", "day 46054", "day 46081", "1234.56", "1000", "0.23456"]);
    let notes = sheet(&bytes, 1);
    assert_eq!(shown(&notes, 0, 0), "Notes");
    assert!(shown(&notes, 1, 0).starts_with("shop.rate"), "{}", shown(&notes, 1, 0));
}

#[test]
fn days_of_a_sheet_are_dates_texts_are_no_formulas_and_long_numbers_keep_their_digits() {
    let text = |text: &str| Value::Text(text.to_owned());
    let rows = vec![
        vec![text("2026-02-01"), text("=1+1"), Value::Int(9_007_199_254_740_993), Value::Int(92), text("2026-02-01")],
        vec![Value::Null, text("2026"), Value::Int(7), Value::Float(f64::NAN), text("never")],
    ];
    let columns = vec![
        Column::text("day"),
        Column::text("note"),
        Column::number("id", None),
        Column::number("time", Some(Unit::Duration)),
        Column::text("mixed"),
    ];
    let range = sheet(&sheet_workbook(&Sheet { columns, rows }, &style(Language::En)).unwrap(), 0);
    assert_eq!(row(&range, 1)[..3], ["day 46054", "=1+1", "9007199254740993"]);
    assert_eq!(shown(&range, 1, 4), "2026-02-01");
    assert_eq!(row(&range, 2)[..4], ["", "2026", "7", ""]);
    let time = match range.get_value((1, 3)) {
        Some(Data::DateTime(time)) => time.as_f64(),
        Some(Data::Float(time)) => *time,
        other => panic!("{other:?}"),
    };
    assert!((time * 86_400.0 - 92.0).abs() < 1e-6, "{time}");
}

/// The change would not be that of the two values beside it.
#[test]
fn what_is_under_way_shows_the_days_that_were_compared() {
    let span = |month| Span { start: start_of(month), end: start_of(month + 1) };
    let compared = Compared { now: span(3), then: span(2), value: Value::Int(17) };
    let views = Answer {
        compare: Value::Int(17),
        change: Value::Float(0.0),
        compared: Some(compared),
        ..answer("shop.views", Unit::Count, (3, 4), Value::Int(18))
    };
    let range = sheet(&answers_workbook(&[views], &style(Language::En)).unwrap(), 0);
    assert_eq!(row(&range, 0)[3..7], ["Value", "Compared", "Before", "Change"]);
    assert_eq!(row(&range, 1)[3..7], ["18", "17", "17", "0"]);
}

/// A sum over a column leaves texts out without a word.
#[test]
fn a_decimal_that_ends_in_zeros_is_a_number_and_digits_that_would_be_lost_are_a_text() {
    let decimal = |digits, scale| vec![Value::Decimal(Decimal { digits, scale })];
    let rows = vec![decimal(1_500_005_000_000_000, 10), decimal(0, 38), decimal(1_234_567_890_123_456, 10)];
    let sheet_of = Sheet { columns: vec![Column::number("mean", None)], rows };
    let range = sheet(&sheet_workbook(&sheet_of, &style(Language::En)).unwrap(), 0);
    assert_eq!(range.get_value((1, 0)), Some(&Data::Float(150_000.5)));
    assert_eq!(range.get_value((2, 0)), Some(&Data::Float(0.0)));
    assert_eq!(range.get_value((3, 0)), Some(&Data::String("123456.7890123456".to_owned())));
}

#[test]
fn a_text_that_was_cut_shows_it() {
    let rows = vec![vec![Value::Text("é".repeat(40_000))], vec![Value::Text("é".repeat(32_767))]];
    let sheet_of = Sheet { columns: vec![Column::text("says")], rows };
    let range = sheet(&sheet_workbook(&sheet_of, &style(Language::En)).unwrap(), 0);
    let (cut, whole) = (shown(&range, 1, 0), shown(&range, 2, 0));
    assert!(cut.chars().count() == 32_767 && cut.ends_with("é…"), "{}", cut.len());
    assert!(whole.chars().count() == 32_767 && whole.ends_with('é'), "{}", whole.len());
}

#[test]
fn more_columns_than_there_are_is_an_error() {
    let columns = (0..16_385).map(|nth| Column::text(format!("c{nth}"))).collect();
    let error = sheet_workbook(&Sheet { columns, rows: vec![] }, &style(Language::En)).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::FileTooLarge);
}
