//! Reading texts as numbers, times and booleans, exactly or not at all.
//!
//! Each kind has a function for one text and one for a column. An empty text is no value; a text that cannot be read, or
//! that can be read in two ways, is a [`CellError`] and never a guess.

mod boolean;
mod civil;
mod number;
mod order;
mod time;

use arrow::array::{Array, StringArray};

pub use boolean::{booleans, parse_bool};
pub use number::{Mark, decimals, mark_of, parse_decimal};
pub use order::{DayOrder, detect_day_first, order_of};
pub use time::{TimeParser, dates, parse_date, parse_time, times};

/// Why a text cannot be read as a value. The text itself is for the caller to show.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CellError {
    /// Not written like a number.
    #[error("not a number")]
    NotANumber,
    /// A number with a currency sign.
    #[error("amounts are numbers without `{0}`: remove it in `select`, and name the currency in a column of its own")]
    CurrencySign(String),
    /// A number such as `1,234` in a stream that does not show which mark is the decimal one.
    #[error(
        "`{0}` may be the decimal mark or separate thousands: set `decimal_mark = \".\"` or `decimal_mark = \",\"`"
    )]
    AmbiguousNumber(char),
    /// A number with the other decimal mark than its stream's.
    #[error("its decimal mark is `{found}`, the stream's is `{expected}`: set `decimal_mark`, or correct the value")]
    OtherMark {
        /// The mark in the text.
        found: char,
        /// The mark of the stream.
        expected: char,
    },
    /// A number with more digits than can be kept.
    #[error("too large: at most {0} digits are kept")]
    TooLarge(u8),
    /// A number with more decimals than the column keeps.
    #[error("has {has} decimals, {kept} are kept: round it in `select`")]
    TooManyDecimals {
        /// Decimals of the text, trailing zeros aside.
        has: u32,
        /// Decimals of the column.
        kept: u8,
    },
    /// Not written like a time.
    #[error("not a time: write it like `2026-04-01 13:05:00`")]
    NotATime,
    /// Not written like a date.
    #[error("not a date: write it like `2026-04-01`")]
    NotADate,
    /// A time of day where a date is wanted.
    #[error("has a time of day, and the column keeps dates: cut it in `select`")]
    HasTime,
    /// A year of two digits.
    #[error("the year must have four digits")]
    TwoDigitYear,
    /// A day, hour or the like that no calendar has.
    #[error("there is no {what} {value}")]
    OutOfRange {
        /// The part at fault: `month`, `day`, `hour`…
        what: &'static str,
        /// Its value.
        value: i64,
    },
    /// A date that may be 3 April or 4 March.
    #[error("may be day/month or month/day: set `dates = \"day first\"` or `dates = \"month first\"`")]
    Ambiguous,
    /// A local time that the clocks skip.
    #[error("{time} on {date} does not exist in {zone}: the clocks skip it")]
    Gap {
        /// The time of day.
        time: String,
        /// The civil date.
        date: String,
        /// The zone's name.
        zone: String,
    },
    /// Not written like a yes or no.
    #[error("not a yes or no: write `true` or `false`")]
    NotABoolean,
}

/// Reads every text of `column`: the values (`None` where there is none) and the rows at fault.
fn each<T>(
    column: &StringArray,
    mut parse: impl FnMut(&str) -> Result<T, CellError>,
) -> (Vec<Option<T>>, Vec<(usize, CellError)>) {
    let mut errors = Vec::new();
    let mut values = Vec::with_capacity(column.len());
    for (row, text) in column.iter().enumerate() {
        values.push(text.filter(|text| !blank(text)).and_then(|text| match parse(text) {
            Ok(value) => Some(value),
            Err(error) => {
                errors.push((row, error));
                None
            }
        }));
    }
    (values, errors)
}

fn blank(text: &str) -> bool {
    text.trim().is_empty()
}
