//! Why a row is not loaded.

use serde::Serialize;

use super::Message;

/// A row, or one value of it, that is not loaded, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RejectedRow {
    /// The stream's name.
    pub stream: String,
    /// The line it starts on, from 1.
    pub line: Option<u64>,
    /// The column at fault.
    pub column: Option<String>,
    /// The value at fault, or the start of the row.
    pub value: Option<String>,
    /// Why, and what to do.
    pub why: Box<Message>,
}

/// Why a row is not loaded.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum RejectReason {
    /// A row of a csv file that has another number of fields than the first.
    Fields {
        /// How many it has.
        has: usize,
        /// How many the first row has.
        wanted: usize,
    },
    /// Text after a closing quote.
    AfterQuote {
        /// A quote of the row stands behind a backslash.
        backslash: bool,
    },
    /// A quote that never closes.
    OpenQuote,
    /// The rest of a line whose start was loaded before.
    LineContinued,
    /// A byte that is not UTF-8.
    NotUtf8 {
        /// The byte, from 1.
        byte: usize,
    },
    /// No JSON object.
    NotAnObject {
        /// What the parser said.
        reason: String,
        /// Where, in bytes from 1.
        byte: usize,
    },
    /// No JSON.
    NotJson {
        /// What the parser said.
        reason: String,
    },
    /// JSON that nests too deeply.
    TooDeep {
        /// The levels there may be.
        most: usize,
    },
    /// JSON of another kind than the column keeps.
    OtherJson {
        /// A list is wanted; else an object.
        list: bool,
    },
    /// An amount with too many digits before its mark.
    TooManyDigits {
        /// How many there can be.
        digits: i16,
    },
    /// A number with decimals where there are none.
    NotWhole,
    /// A text that is no currency of ISO 4217.
    NotACurrency,
    /// An amount with the sign of one currency in a row that names another.
    OtherSign {
        /// The one that the row names.
        currency: String,
    },
    /// A currency's rate of 0 or below.
    NotARate,
    /// A rate of the workspace's own currency.
    RateOfOwn,
    /// When a row was lies where no data are.
    BeyondData {
        /// The first year that data are of.
        from: i16,
        /// The year after the last.
        until: i16,
    },
    /// A number that its column cannot hold.
    TooLarge,
    /// A field within the value is at fault.
    Field {
        /// The field.
        field: String,
        /// Why.
        why: Box<Message>,
    },
    /// Its visitor was forgotten.
    Forgotten,
    /// A column that every row needs is empty.
    NoValue {
        /// The column.
        column: String,
    },
    /// Another row has its key, and different content.
    Conflict {
        /// The columns of the key.
        key: String,
    },
}

impl From<RejectReason> for Message {
    fn from(reason: RejectReason) -> Self {
        Self::Reject(reason)
    }
}
