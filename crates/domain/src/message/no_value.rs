//! Why an answer has no value.

use jiff::civil::Date;
use serde::Serialize;

/// Why there is no value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum NoValue {
    /// What it needs was never loaded.
    NeverLoaded {
        /// Any one of these would do.
        missing: Vec<Missing>,
    },
    /// It reads sessions, and none were derived yet.
    NotDerived,
    /// A KPI it is computed from has none.
    Of {
        /// That KPI.
        kpi: String,
        /// Why it has none.
        why: Box<NoValue>,
    },
    /// A KPI it is computed from has none in the period before.
    OfBefore {
        /// That KPI.
        kpi: String,
        /// Why it has none there.
        why: Box<NoValue>,
    },
    /// The bucket starts after the last day loaded.
    DataReach {
        /// That day.
        date: Date,
    },
    /// The bucket ends before the first day loaded.
    DataBegin {
        /// That day.
        date: Date,
    },
    /// No row lies in the bucket.
    NoRows,
    /// The denominator is 0.
    ZeroDenominator,
    /// The amounts are in several currencies.
    SeveralCurrencies {
        /// Their codes, in order.
        currencies: Vec<String>,
        /// The first day of an amount that lacks a rate, where rates are looked up.
        unrated: Option<Date>,
    },
    /// The amounts are in another currency than the one wanted.
    OtherCurrency {
        /// Its code.
        currency: String,
        /// The one wanted.
        own: String,
        /// The first day that lacks a rate, where rates are looked up.
        unrated: Option<Date>,
    },
    /// It has a value for one content of a dimension alone, and the rows have several.
    NotOne {
        /// The dimension.
        dimension: String,
    },
    /// It rests on telling visitors apart, and some of its days were counted by a system that told their number by the day: numbers of
    /// different visitors do not add up.
    NoVisitorsByDay,
    /// Some of its hours lie in a day that a system counted as a whole.
    NoHoursByDay,
    /// There are rows, and none has a value.
    NoValueInRows,
    /// Some KPI it is computed from has none.
    NoValueBelow,
}

/// What was never loaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Missing {
    /// Rows of a table.
    Table {
        /// Its name.
        name: String,
    },
    /// A value in a column of a table.
    Column {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// An event.
    Event {
        /// Its name.
        name: String,
    },
}
