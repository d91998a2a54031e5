//! Dates, periods, buckets and currencies.

use jauge_domain::Grain;
use jiff::civil::Date;

use super::super::plural;

/// A number of things, the word for one of them where there are fewer than two.
pub(super) fn counted(number: impl TryInto<i64>, one: &str, several: &str) -> String {
    plural::counted(number, |number| (-1..=1).contains(&number), [one, several])
}

pub(super) fn currency(code: &str) -> &str {
    if code == "EUR" { "€" } else { code }
}

pub(super) fn date(date: Date) -> String {
    date.strftime("%d/%m/%Y").to_string()
}

pub(super) fn period(name: &str) -> String {
    match name.split_once('-') {
        Some((year, rest)) if rest.starts_with('Q') => format!("T{} {year}", &rest[1..]),
        Some((year, rest)) if rest.starts_with('W') => format!("semaine {} de {year}", &rest[1..]),
        Some((year, month)) if month.len() == 2 => format!("{month}/{year}"),
        _ => name.to_owned(),
    }
}

pub(super) fn bucket(grain: Grain, name: String) -> String {
    match grain {
        Grain::Hour | Grain::Day => {
            let (day, rest) = name.split_at_checked(10).unwrap_or((&name, ""));
            format!("{}{rest}", day.split('-').rev().collect::<Vec<_>>().join("/"))
        }
        Grain::Week => name.replace("-W", "-S"),
        Grain::Month => name.split('-').rev().collect::<Vec<_>>().join("/"),
        Grain::Quarter => name.replace("-Q", "-T"),
        Grain::Year => name,
    }
}
