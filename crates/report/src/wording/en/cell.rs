//! Why a text cannot be read as a value.

use jauge_domain::{CellError, CellKind, TimePart};

pub(super) fn message(error: &CellError) -> String {
    match error {
        CellError::NotANumber => "not a number".to_owned(),
        CellError::CurrencySign { sign } => format!(
            "amounts have no sign but that of the workspace's currency: remove `{sign}` in `select`, and name the currency in a \
             column of its own"
        ),
        CellError::AmbiguousNumber { mark } => format!(
            "`{mark}` may be the decimal mark or separate thousands: set `decimal_mark = \".\"` or `decimal_mark = \
             \",\"`"
        ),
        CellError::OtherMark { found, expected } => format!(
            "its decimal mark is `{found}`, the stream's is `{expected}`: set `decimal_mark`, or correct the value"
        ),
        CellError::TooLarge { digits } => format!("too large: at most {digits} digits are kept"),
        CellError::TooManyDecimals { has, kept } => {
            format!("has {has} decimals, {kept} are kept: round it in `select`")
        }
        CellError::NotATime => "not a time: write it like `2026-04-01 13:05:00`".to_owned(),
        CellError::NotADate => "not a date: write it like `2026-04-01`".to_owned(),
        CellError::HasTime => "has a time of day, and the column keeps dates: cut it in `select`".to_owned(),
        CellError::TwoDigitYear => {
            "the year has two digits: set `dates` to how dates are written, as in `dates = \"%d/%m/%y\"`".to_owned()
        }
        CellError::ZoneName { name } => format!(
            "`{name}` is the name of no zone or of several: write its offset, such as `-06:00`, or cut it off in `select` and set \
             `timezone`"
        ),
        CellError::Percentage => {
            "a percentage: set `percent = \"ratio\"` where 5 % is 0.05 or `percent = \"number\"` where it is 5, or take the sign \
             off in `select`, as in `replace(\"CTR\", '%', '')`"
                .to_owned()
        }
        CellError::Limit => {
            "a number is above or below that and is not known: `nulls = [\"< 10%\"]` takes such a text as no value, and \
             `replace(\"Share\", '<', '')` in `select` as the number it names"
                .to_owned()
        }
        CellError::LengthOfTime => {
            "a length of time, no number: add its parts up in `select`, as in `CAST(split_part(\"Time\", ':', 1) AS INT) * 60 + \
             CAST(split_part(\"Time\", ':', 2) AS INT)`"
                .to_owned()
        }
        CellError::ExcelDay => {
            "a day as Excel counts them: `DATE '1899-12-30' + CAST(\"Day\" AS INT)` in `select` reads it".to_owned()
        }
        CellError::OutOfRange { what, value } => format!("there is no {} {value}", part(*what)),
        CellError::BeyondYears => {
            "before 0001-01-02 or after 9999-12-30: where it stands for no date, name it in `nulls`".to_owned()
        }
        CellError::Ambiguous => {
            "may be day/month or month/day: set `dates = \"day first\"` or `dates = \"month first\"`".to_owned()
        }
        CellError::Gap { time, date, zone } => {
            format!("{time} on {date} does not exist in {zone}: the clocks skip it")
        }
        CellError::NotABoolean => "not a yes or no: write `true` or `false`".to_owned(),
    }
}

fn part(part: TimePart) -> &'static str {
    match part {
        TimePart::Month => "month",
        TimePart::Day => "day",
        TimePart::Hour => "hour",
        TimePart::HourOfTwelve => "hour of a 12-hour clock",
        TimePart::Minute => "minute",
        TimePart::Second => "second",
    }
}

/// What a value is to be, as the end of a sentence.
pub(super) fn kind(kind: &CellKind) -> String {
    match kind {
        CellKind::Text => "text".to_owned(),
        CellKind::Time => "a time".to_owned(),
        CellKind::Date => "a date".to_owned(),
        CellKind::Amount { decimals } => format!("an amount with {decimals} decimals"),
        CellKind::Integer => "a whole number".to_owned(),
        CellKind::Number => "a number".to_owned(),
        CellKind::Boolean => "true or false".to_owned(),
        CellKind::Other { name } => name.clone(),
    }
}
