//! Names of a workbook's sheets, and headings that only workbooks have.

use super::super::WorkbookWord;

pub(super) fn words(word: WorkbookWord) -> &'static str {
    match word {
        WorkbookWord::Answers => "Answers",
        WorkbookWord::Objectives => "Objectives",
        WorkbookWord::Notes => "Notes",
        WorkbookWord::FirstDay => "First day",
        WorkbookWord::LastDay => "Last day",
        WorkbookWord::Complete => "Complete",
        WorkbookWord::Cut => "Cut by the period",
        WorkbookWord::TargetUpTo => "Target, up to",
        WorkbookWord::Expected => "Expected by now",
        WorkbookWord::ForecastLow => "Forecast, low",
        WorkbookWord::ForecastHigh => "Forecast, high",
        WorkbookWord::AsOf => "As of",
    }
}
