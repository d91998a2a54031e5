//! Why there is no forecast, as a finding.

use jauge_domain::ForecastRefusal;
use jauge_forecast::Refusal;

/// What the forecast refused, in the terms of findings.
pub(crate) fn finding(refusal: &Refusal) -> ForecastRefusal {
    match *refusal {
        Refusal::TooFewDays { have, need } => ForecastRefusal::TooFewDays { have, need },
        Refusal::TooFewPastPeriods { have, need } => ForecastRefusal::TooFewPastPeriods { have, need },
        Refusal::AllZero { days } => ForecastRefusal::AllZero { days },
        Refusal::NoDenominator => ForecastRefusal::NoDenominator,
        Refusal::EmptyPeriod { start, end } => ForecastRefusal::EmptyPeriod { start, end },
        Refusal::Incomplete { last, as_of } => ForecastRefusal::Incomplete { last, as_of },
        Refusal::StartsInside { first, start } => ForecastRefusal::StartsInside { first, start },
        Refusal::NotFinite { day } => ForecastRefusal::NotFinite { day },
        Refusal::OutOfRange => ForecastRefusal::OutOfRange,
        Refusal::Negative { day } => ForecastRefusal::Negative { day },
        Refusal::Misaligned => ForecastRefusal::Misaligned,
        Refusal::NotShared { day } => ForecastRefusal::NotShared { day },
    }
}
