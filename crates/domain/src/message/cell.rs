//! Why a text cannot be read as a value.

use serde::Serialize;

use super::Message;

/// Why a text cannot be read as a value. The text itself is for the caller to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{self:?}")]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum CellError {
    /// Not written like a number.
    NotANumber,
    /// A number with a currency sign.
    CurrencySign {
        /// The sign.
        sign: String,
    },
    /// A number such as `1,234` in a stream that does not show which mark is the decimal one.
    AmbiguousNumber {
        /// The mark in the text.
        mark: char,
    },
    /// A number with the other decimal mark than its stream's.
    OtherMark {
        /// The mark in the text.
        found: char,
        /// The mark of the stream.
        expected: char,
    },
    /// A number with more digits than can be kept.
    TooLarge {
        /// How many can.
        digits: u8,
    },
    /// A number with more decimals than the column keeps.
    TooManyDecimals {
        /// Decimals of the text, trailing zeros aside.
        has: u32,
        /// Decimals of the column.
        kept: u8,
    },
    /// Not written like a time.
    NotATime,
    /// Not written like a date.
    NotADate,
    /// A time of day where a date is wanted.
    HasTime,
    /// A year of two digits.
    TwoDigitYear,
    /// A time with the name of a zone that is not known, or is that of several.
    ZoneName {
        /// The name.
        name: String,
    },
    /// A percentage, which as a number may be the hundredth or not.
    Percentage,
    /// What a number is above or below.
    Limit,
    /// A length of time, such as `00:01:05`.
    LengthOfTime,
    /// A day as Excel counts them.
    ExcelDay,
    /// A day, hour or the like that no calendar has.
    OutOfRange {
        /// The part at fault.
        what: TimePart,
        /// Its value.
        value: i64,
    },
    /// A time or date that some zone has in no year from 1 to 9999: `9999-12-31` often stands for none.
    BeyondYears,
    /// A date that may be 3 April or 4 March.
    Ambiguous,
    /// A local time that the clocks skip.
    Gap {
        /// The time of day.
        time: String,
        /// The civil date.
        date: String,
        /// The zone's name.
        zone: String,
    },
    /// Not written like a yes or no.
    NotABoolean,
}

/// A part of a written time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TimePart {
    /// The month of a year.
    Month,
    /// The day of a month.
    Day,
    /// The hour of a day.
    Hour,
    /// The hour of a clock with twelve of them.
    HourOfTwelve,
    /// The minute of an hour.
    Minute,
    /// The second of a minute.
    Second,
}

/// What a column keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum CellKind {
    /// Text.
    Text,
    /// Times.
    Time,
    /// Dates.
    Date,
    /// Amounts.
    Amount {
        /// How many decimals.
        decimals: i8,
    },
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// Yes or no.
    Boolean,
    /// Something else.
    Other {
        /// Arrow's word.
        name: String,
    },
}

impl From<CellError> for Message {
    fn from(error: CellError) -> Self {
        Self::Cell(error)
    }
}
