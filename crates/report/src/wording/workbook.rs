//! Names of a workbook's sheets, and headings that only workbooks have.

/// A word or two of a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkbookWord {
    /// The sheet of answers.
    Answers,
    /// The sheet of objectives.
    Objectives,
    /// The sheet of what there is to say, and its heading.
    Notes,
    /// First days.
    FirstDay,
    /// Last days.
    LastDay,
    /// Whether nothing can change any more.
    Complete,
    /// Whether the period cuts a bucket.
    Cut,
    /// Upper ends of targets that are ranges.
    TargetUpTo,
    /// Where a value should stand by now.
    Expected,
    /// Lower ends of forecasts.
    ForecastLow,
    /// Upper ends of forecasts.
    ForecastHigh,
    /// Last days that count.
    AsOf,
}
