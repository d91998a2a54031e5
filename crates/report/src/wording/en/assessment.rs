//! Reasons of statuses.

use jauge_domain::{AssessmentFinding, ForecastRefusal};

use super::super::Wording;
use super::forms::counted;

pub(super) fn finding(found: &AssessmentFinding, wording: &Wording) -> String {
    match found {
        AssessmentFinding::KpiUnreadable { why } => super::message(why, wording),
        AssessmentFinding::NoRowPasses => "no row passes the filter".to_owned(),
        AssessmentFinding::NoRowsEver => "the KPI has no rows, on any day".to_owned(),
        AssessmentFinding::TargetWithoutBaseline { since } => format!(
            "the target is relative to a baseline, and there is none: the data begin on {}",
            wording.date(*since)
        ),
        AssessmentFinding::TargetBeforeBaseline { to, last } => format!(
            "the target is relative to a baseline whose period ends on {}, and the data end on {}",
            wording.date(*to),
            wording.date(*last)
        ),
        AssessmentFinding::NoDataSince { last } => format!("no data since {}", wording.date(*last)),
        AssessmentFinding::NoRowsYet => "no rows in the period so far".to_owned(),
        AssessmentFinding::TooFewSoFar { had, needed } => {
            format!("{} so far, and {} are needed", wording.number(*had, 0), wording.number(*needed, 0))
        }
        AssessmentFinding::TooEarly => "too early to say".to_owned(),
        AssessmentFinding::StraightLine { because } => {
            format!("no forecast: {}; judged by a straight line", refusal(because, wording))
        }
        AssessmentFinding::NoCheckInSince { last } => format!("no check-in since {}", wording.date(*last)),
        AssessmentFinding::NoCheckIn => "no check-in yet".to_owned(),
        AssessmentFinding::CheckIn { level, date, note } => {
            let note = note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
            format!("{level} ({}){note}", wording.date(*date))
        }
    }
}

fn refusal(because: &ForecastRefusal, wording: &Wording) -> String {
    match because {
        ForecastRefusal::NotAdditive => "the KPI does not add up over days".to_owned(),
        ForecastRefusal::TooFewDays { have, need } => {
            format!(
                "{} known, a forecast needs {need}; load more history or evaluate later",
                counted(*have, "day", "days")
            )
        }
        ForecastRefusal::TooFewPastPeriods { have, need } => {
            format!(
                "{} known, a forecast needs {need}; load more history or evaluate later",
                counted(*have, "past period", "past periods")
            )
        }
        ForecastRefusal::AllZero { days } => format!(
            "all {days} known days are 0, which says nothing about the days to come; check the KPI's filter and source"
        ),
        ForecastRefusal::NoDenominator => {
            "the denominator is 0 in all that is known; check the KPI's filter and source".to_owned()
        }
        ForecastRefusal::EmptyPeriod { start, end } => format!(
            "the period starts on {} and ends before {}; give an end after the start",
            wording.date(*start),
            wording.date(*end)
        ),
        ForecastRefusal::Incomplete { last, as_of } => {
            let (last, as_of) = (wording.date(*last), wording.date(*as_of));
            format!("values end on {last}, before `as_of` {as_of}; load the missing days or evaluate as of {last}")
        }
        ForecastRefusal::StartsInside { first, start } => format!(
            "values begin on {}, inside the period that starts on {}; load the period's first days",
            wording.date(*first),
            wording.date(*start)
        ),
        ForecastRefusal::NotFinite { day } => format!(
            "the value of {} is not a number below 1e100; leave the day out of the source or repair it",
            wording.date(*day)
        ),
        ForecastRefusal::OutOfRange => {
            "the values differ too much in size to compute with; check the KPI's unit and source".to_owned()
        }
        ForecastRefusal::Negative { day } => format!(
            "the value of {} falls below what came before; set `signed` if the KPI can fall",
            wording.date(*day)
        ),
        ForecastRefusal::Misaligned => {
            "numerator and denominator cover different days; give both from the same day to the same day".to_owned()
        }
        ForecastRefusal::NotShared { day } => format!(
            "on {} the numerator is no part of the denominator's count; unset `shared_rows`",
            wording.date(*day)
        ),
    }
}
