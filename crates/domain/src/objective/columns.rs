//! The columns of an evaluation, once: the stored table and the sheet for spreadsheets both take theirs from here.

use super::evaluation::Evaluation;
use super::finding::Finding;
use super::plan::Target;
use crate::value::Value;

/// A column of evaluations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the fields of an evaluation")]
pub enum EvaluationColumn {
    AsOf,
    Objective,
    Kpi,
    Unit,
    Owner,
    Weight,
    Period,
    PeriodStart,
    PeriodEnd,
    Status,
    Why,
    Actual,
    Target,
    TargetHigh,
    Baseline,
    Progress,
    Expected,
    Required,
    Forecast,
    ForecastLow,
    ForecastHigh,
    PHit,
    Method,
    Backtest,
    IsFinal,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Texts.
    Text,
    /// Numbers.
    Number,
    /// Days, written `2026-05-15`.
    Day,
    /// True or false.
    Flag,
}

impl EvaluationColumn {
    /// The columns of the table `evaluations`, after the instant at which each row was written.
    pub const STORED: [Self; 23] = [
        Self::AsOf,
        Self::Objective,
        Self::Kpi,
        Self::Owner,
        Self::Period,
        Self::PeriodStart,
        Self::PeriodEnd,
        Self::Status,
        Self::Why,
        Self::Actual,
        Self::Target,
        Self::TargetHigh,
        Self::Baseline,
        Self::Progress,
        Self::Expected,
        Self::Required,
        Self::Forecast,
        Self::ForecastLow,
        Self::ForecastHigh,
        Self::PHit,
        Self::Method,
        Self::Backtest,
        Self::IsFinal,
    ];

    /// The columns of CSV, Parquet and Arrow.
    pub const SHEET: [Self; 20] = [
        Self::Objective,
        Self::Kpi,
        Self::Unit,
        Self::Status,
        Self::Actual,
        Self::Target,
        Self::TargetHigh,
        Self::Baseline,
        Self::Progress,
        Self::Expected,
        Self::Required,
        Self::Forecast,
        Self::ForecastLow,
        Self::ForecastHigh,
        Self::PHit,
        Self::Period,
        Self::AsOf,
        Self::Owner,
        Self::Why,
        Self::Weight,
    ];

    /// Its name, which stays.
    pub fn name(self) -> &'static str {
        self.facts().0
    }

    /// What it holds.
    pub fn kind(self) -> ColumnKind {
        self.facts().1
    }

    fn facts(self) -> (&'static str, ColumnKind) {
        use ColumnKind::{Day, Flag, Number, Text};
        match self {
            Self::AsOf => ("as_of", Day),
            Self::Objective => ("objective", Text),
            Self::Kpi => ("kpi", Text),
            Self::Unit => ("unit", Text),
            Self::Owner => ("owner", Text),
            Self::Weight => ("weight", Number),
            Self::Period => ("period", Text),
            Self::PeriodStart => ("period_start", Day),
            Self::PeriodEnd => ("period_end", Day),
            Self::Status => ("status", Text),
            Self::Why => ("why", Text),
            Self::Actual => ("actual", Number),
            Self::Target => ("target", Number),
            Self::TargetHigh => ("target_high", Number),
            Self::Baseline => ("baseline", Number),
            Self::Progress => ("progress", Number),
            Self::Expected => ("expected", Number),
            Self::Required => ("required", Number),
            Self::Forecast => ("forecast", Number),
            Self::ForecastLow => ("forecast_low", Number),
            Self::ForecastHigh => ("forecast_high", Number),
            Self::PHit => ("p_hit", Number),
            Self::Method => ("method", Text),
            Self::Backtest => ("backtest", Number),
            Self::IsFinal => ("is_final", Flag),
        }
    }

    /// Its value in `one`; `why` writes the reason as whoever asks wants it.
    pub fn value(self, one: &Evaluation, why: &dyn Fn(&Finding) -> String) -> Value {
        let text = |text: &str| Value::Text(text.to_owned());
        let maybe = |text: &Option<String>| text.clone().map_or(Value::Null, Value::Text);
        let number = |value: Option<f64>| value.map_or(Value::Null, Value::Float);
        let forecast = one.forecast.as_ref();
        match self {
            Self::AsOf => Value::Text(one.as_of.to_string()),
            Self::Objective => text(&one.objective),
            Self::Kpi => maybe(&one.kpi),
            Self::Unit => text(one.unit.name()),
            Self::Owner => maybe(&one.owner),
            Self::Weight => Value::Float(one.weight),
            Self::Period => text(&one.period_name),
            Self::PeriodStart => Value::Text(one.period.0.to_string()),
            Self::PeriodEnd => Value::Text(one.period.1.to_string()),
            Self::Status => text(one.status.name()),
            Self::Why => one.why.as_ref().map_or(Value::Null, |found| Value::Text(why(found))),
            Self::Actual => number(one.actual),
            Self::Target => number(target(one).0),
            Self::TargetHigh => number(target(one).1),
            Self::Baseline => number(one.baseline),
            Self::Progress => number(one.progress),
            Self::Expected => number(one.expected),
            Self::Required => number(one.required),
            Self::Forecast => number(forecast.map(|forecast| forecast.value)),
            Self::ForecastLow => number(forecast.map(|forecast| forecast.low)),
            Self::ForecastHigh => number(forecast.map(|forecast| forecast.high)),
            Self::PHit => number(forecast.map(|forecast| forecast.p_hit)),
            Self::Method => forecast.map_or(Value::Null, |forecast| text(&forecast.method)),
            Self::Backtest => number(forecast.and_then(|forecast| forecast.backtest)),
            Self::IsFinal => Value::Bool(one.is_final),
        }
    }
}

/// The target, and the upper end of a range. What is relative to a baseline that is not there has no value.
fn target(one: &Evaluation) -> (Option<f64>, Option<f64>) {
    match one.target {
        Some(Target::Between(low, high)) => (Some(low), Some(high)),
        Some(Target::Value(value)) => (Some(value), None),
        Some(Target::Relative(_) | Target::Points(_)) | None => (None, None),
    }
}
