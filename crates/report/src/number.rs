//! Numbers as people read them, in their language and with their unit.

use jauge_domain::{Answer, Unit, Value};

use crate::harmless::not_run;
use crate::style::{Format, Style};
use crate::wording::{Numerals, grouped, marked, rounded, shortest};

/// What stands in a table where there is no value.
const NOTHING: &str = "–";

/// `value` as a cell of a table, of Markdown or of CSV, an amount in the style's currency; with `unit: None`, every digit as it is.
pub fn cell(value: &Value, unit: Option<Unit>, style: &Style) -> String {
    cell_in(value, unit, style.currency.as_deref(), style)
}

/// The value of `answer` as a cell, an amount in its own currency.
pub fn answer_cell(answer: &Answer, style: &Style) -> String {
    beside(&answer.value, answer, style)
}

/// The value of the period that `answer` is compared with, as a cell.
pub fn before_cell(answer: &Answer, style: &Style) -> String {
    beside(&answer.compare, answer, style)
}

/// The change of `answer` on the period it is compared with, as a cell: `+12.3 %`.
pub fn change_cell(answer: &Answer, style: &Style) -> String {
    change(&answer.change, style)
}

/// What something added to a value counted in `unit`, with its sign: `+1,234.56 EUR`; to a share in points.
pub fn added_cell(value: &Value, unit: Unit, currency: Option<&str>, style: &Style) -> String {
    let size = value.as_f64().unwrap_or_default();
    let text = match unit {
        Unit::Ratio => points(size, style),
        Unit::Count | Unit::Money | Unit::Duration | Unit::Number => cell_in(value, Some(unit), currency, style),
    };
    if size > 0.0 { format!("+{text}") } else { text }
}

/// How many decimals [`added_cell`] shows of a `change` counted in `unit`.
pub fn added_places(change: f64, unit: Unit, currency: Option<&str>) -> u8 {
    match unit {
        Unit::Money => minor_units(currency.unwrap_or_default()),
        // Two of a percentage.
        Unit::Ratio => 4,
        Unit::Count | Unit::Number if change.abs() < 100.0 => 2,
        Unit::Count | Unit::Number | Unit::Duration => 0,
    }
}

/// `value`, counted as that of `answer` is, as a cell.
pub(crate) fn beside(value: &Value, answer: &Answer, style: &Style) -> String {
    cell_in(value, Some(answer.unit), answer.currency.as_deref(), style)
}

fn cell_in(value: &Value, unit: Option<Unit>, currency: Option<&str>, style: &Style) -> String {
    let numerals = style.numerals();
    if style.format == Format::Csv {
        return match value {
            Value::Text(text) if style.safe_csv => not_run(text).into_owned(),
            value => plain(value, numerals),
        };
    }
    match (value, unit) {
        (Value::Null, _) => NOTHING.to_owned(),
        (Value::Text(_) | Value::Bool(_), _) | (_, None) => plain(value, numerals),
        (_, Some(Unit::Ratio)) => percent(value, ratio_places(value), numerals),
        (_, Some(Unit::Money)) => money(value, minor_units(currency.unwrap_or_default()), currency, style),
        (_, Some(Unit::Duration)) => duration(value, numerals),
        (_, Some(Unit::Count)) => grouped(&rounded(value, count_places(value), 0), numerals),
        (_, Some(Unit::Number)) => grouped(&rounded(value, number_places(value), 0), numerals),
    }
}

/// `value` in so many digits as a reader of targets and forecasts wants: no cents from a thousand on, no part of many things.
pub(crate) fn coarse(value: f64, unit: Unit, style: &Style) -> String {
    let whole = match unit {
        Unit::Count => value.abs() >= 10.0 || value.fract() == 0.0,
        Unit::Money => value.abs() >= 1000.0,
        Unit::Ratio | Unit::Duration | Unit::Number => false,
    };
    match (whole && style.format != Format::Csv, unit) {
        (true, Unit::Money) => money(&Value::Float(value), 0, style.currency.as_deref(), style),
        (true, _) => cell(&Value::Int(value.round() as i64), Some(unit), style),
        (false, _) => cell(&Value::Float(value), Some(unit), style),
    }
}

/// A difference of two shares, in points.
pub(crate) fn points(share: f64, style: &Style) -> String {
    format!("{} pt", grouped(&rounded(&Value::Float(share), 2, 2), style.numerals()))
}

/// `value`, a share, as a change: `+12.3 %`; a plain share in CSV.
pub(crate) fn change(value: &Value, style: &Style) -> String {
    match value {
        Value::Int(_) | Value::Decimal(_) | Value::Float(_) if style.format != Format::Csv => {
            let text = percent(value, 1, style.numerals());
            if value.as_f64().is_some_and(|value| value > 0.0) { format!("+{text}") } else { text }
        }
        _ => cell(value, None, style),
    }
}

fn plain(value: &Value, numerals: Numerals) -> String {
    match value {
        Value::Null => String::new(),
        Value::Int(value) => value.to_string(),
        Value::Decimal(value) => marked(&value.to_string(), numerals),
        Value::Float(value) => marked(&shortest(*value), numerals),
        Value::Bool(value) => value.to_string(),
        Value::Text(text) => text.clone(),
    }
}

fn percent(value: &Value, places: u8, numerals: Numerals) -> String {
    format!("{}{}%", grouped(&rounded(value, places, 2), numerals), numerals.unit)
}

fn money(value: &Value, places: u8, currency: Option<&str>, style: &Style) -> String {
    let numerals = style.numerals();
    let amount = grouped(&rounded(value, places, 0), numerals);
    match currency {
        None | Some("") => amount,
        Some(code) => format!("{amount}{}{}", numerals.unit, (numerals.currency)(code)),
    }
}

/// The two largest units of a number of seconds: `1m 32s`, `2h 5m`; below ten seconds with a tenth.
fn duration(value: &Value, numerals: Numerals) -> String {
    let seconds = value.as_f64().unwrap_or_default();
    let (sign, size) = (if seconds <= -0.05 { "-" } else { "" }, seconds.abs());
    let units = numerals.durations;
    if size < 9.95 || !size.is_finite() {
        return marked(&format!("{sign}{size:.1}{}", units[3]), numerals);
    }
    let rounded_to = |unit: f64| (size / unit).round() * unit;
    // Rounded first, so that 59.6 s is 1m 0s and never 0m 60s.
    let ((large, small), (first, second)) = match size {
        s if s < 59.5 => return format!("{sign}{s:.0}{}", units[3]),
        s if s < 3599.5 => ((60.0, 1.0), (units[2], units[3])),
        s if s < 86_370.0 => ((3600.0, 60.0), (units[1], units[2])),
        _ => ((86_400.0, 3600.0), (units[0], units[1])),
    };
    let whole = rounded_to(small);
    let (head, rest) = ((whole / large).floor(), (whole % large) / small);
    format!("{sign}{}{first} {rest:.0}{second}", grouped(&format!("{head:.0}"), numerals))
}

/// Two decimals of a percentage, and three digits of one below 1 %.
fn ratio_places(value: &Value) -> u8 {
    small_places(value.as_f64().unwrap_or_default() * 100.0, 2)
}

fn number_places(value: &Value) -> u8 {
    match value {
        Value::Int(_) => 0,
        _ => small_places(value.as_f64().unwrap_or_default(), 2),
    }
}

/// None, unless a count is not whole.
fn count_places(value: &Value) -> u8 {
    let whole = value.as_f64().is_none_or(|value| value.fract() == 0.0);
    if whole { 0 } else { 2 }
}

fn small_places(value: f64, usual: u8) -> u8 {
    let size = value.abs();
    if size == 0.0 || size >= 1.0 || !size.is_finite() {
        return usual;
    }
    let zeros = (-size.log10()).ceil().min(6.0) as u8;
    usual + zeros
}

/// How many decimals a currency's smallest coin has, by ISO 4217.
pub(crate) fn minor_units(code: &str) -> u8 {
    match code {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "VND" | "VUV"
        | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jauge_domain::{Calendar, Decimal, Language, Weekday};

    fn style(language: Language) -> Style {
        let calendar = Calendar::new("Europe/Paris", Weekday::Monday, (1, 1)).unwrap();
        Style { language, currency: Some("EUR".to_owned()), ..Style::new(Format::Table, calendar) }
    }

    fn en(value: Value, unit: Unit) -> String {
        cell(&value, Some(unit), &style(Language::En))
    }

    fn fr(value: Value, unit: Unit) -> String {
        cell(&value, Some(unit), &style(Language::Fr)).replace('\u{202f}', "_")
    }

    fn decimal(digits: i128, scale: u8) -> Value {
        Value::Decimal(Decimal { digits, scale })
    }

    #[test]
    fn money_is_rounded_half_to_even_from_its_exact_digits() {
        assert_eq!(en(decimal(106_445_604_240, 4), Unit::Money), "10,644,560.42 EUR");
        assert_eq!(en(decimal(-12_345, 3), Unit::Money), "-12.34 EUR");
        assert_eq!(en(decimal(i128::MAX, 4), Unit::Money), "17,014,118,346,046,923,173,168,730,371,588,410.57 EUR");
        assert_eq!(fr(decimal(123_450, 2), Unit::Money), "1_234,50_€");
        let yen = Style { currency: Some("JPY".to_owned()), ..style(Language::En) };
        assert_eq!(cell(&decimal(12_345, 1), Some(Unit::Money), &yen), "1,234 JPY");
    }

    #[test]
    fn a_ratio_shows_more_digits_the_smaller_it_is() {
        let shown = [0.5, 0.024, 0.00123, 0.000_045, 0.0, 1e-30].map(|share| en(Value::Float(share), Unit::Ratio));
        assert_eq!(shown, ["50.00 %", "2.40 %", "0.123 %", "0.00450 %", "0.00 %", "0.00000000 %"]);
        assert_eq!(en(decimal(15_474, 5), Unit::Ratio), "15.47 %");
        assert_eq!(en(Value::Int(1), Unit::Ratio), "100.00 %");
        assert_eq!(fr(Value::Float(0.024), Unit::Ratio), "2,40_%");
    }

    #[test]
    fn durations_carry_before_they_split() {
        let shown = [0.34, 9.96, 59.4, 59.6, 92.0, 3599.6, 7_500.0, 86_399.0, 180_000.0].map(Value::Float);
        let shown = shown.map(|seconds| en(seconds, Unit::Duration));
        assert_eq!(shown, ["0.3s", "10s", "59s", "1m 0s", "1m 32s", "1h 0m", "2h 5m", "1d 0h", "2d 2h"]);
        assert_eq!(en(Value::Int(-92), Unit::Duration), "-1m 32s");
        assert_eq!(fr(Value::Int(92), Unit::Duration), "1_min 32_s");
    }

    #[test]
    fn counts_and_numbers() {
        assert_eq!(en(Value::Int(-1_234_567), Unit::Count), "-1,234,567");
        assert_eq!(en(Value::Float(2.5), Unit::Count), "2.50");
        assert_eq!(en(Value::Float(1.834), Unit::Number), "1.83");
        assert_eq!(en(Value::Float(0.01234), Unit::Number), "0.0123");
        assert_eq!(en(Value::Float(-0.0), Unit::Number), "0.00");
        assert_eq!(fr(Value::Int(1_234_567), Unit::Count), "1_234_567");
        assert_eq!(en(Value::Null, Unit::Count), "–");
    }

    #[test]
    fn changes_have_a_sign_and_without_a_unit_every_digit_stays() {
        let changes = [0.1234, -0.004, 0.0].map(|value| change(&Value::Float(value), &style(Language::En)));
        assert_eq!(changes, ["+12.3 %", "-0.4 %", "0.0 %"]);
        assert_eq!(cell(&decimal(12_340_000, 6), None, &style(Language::En)), "12.340000");
        assert_eq!(cell(&Value::Float(0.1 + 0.2), None, &style(Language::Fr)), "0,30000000000000004");
        assert_eq!([1e300, 1e-9, 5.0].map(shortest), ["1e300", "1e-9", "5"]);
    }
}
