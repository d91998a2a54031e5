//! Dates, periods, buckets and currencies.

use jauge_domain::Grain;
use jiff::civil::Date;

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
