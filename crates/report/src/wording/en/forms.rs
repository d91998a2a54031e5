//! Dates, periods, buckets and currencies.

use jauge_domain::Grain;
use jiff::civil::Date;

use super::super::plural;

/// A number of things, the word for one of them where there is one.
pub(super) fn counted(number: impl TryInto<i64>, one: &str, several: &str) -> String {
    plural::counted(number, |number| number == 1, [one, several])
}

pub(super) fn currency(code: &str) -> &str {
    code
}

pub(super) fn date(date: Date) -> String {
    date.to_string()
}

pub(super) fn period(name: &str) -> String {
    name.to_owned()
}

pub(super) fn bucket(_: Grain, name: String) -> String {
    name
}
