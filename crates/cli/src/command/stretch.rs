//! The time that is asked about and the condition on rows; what the period is compared with.

use clap::Args;
use jauge_domain::{Alignment, Compare, Grain, Period, Question, When, is_name};

use crate::{error::CliError, io::Io};

/// What of the data is asked about.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Stretch {
    /// 2026, 2026-Q2, 2026-04, 2026-W14, 2026-04-01, 2026-04-01/2026-06-30 or all; also T2 2026, mars 2026, 04/2026
    #[arg(long, conflicts_with_all = ["from", "to", "last"])]
    period: Option<String>,
    /// First day: 2026-04-01, or in French 01/04/2026
    #[arg(long, value_name = "DATE", conflicts_with = "last")]
    from: Option<String>,
    /// Last day
    #[arg(long, value_name = "DATE", conflicts_with = "last")]
    to: Option<String>,
    /// The last complete days, weeks, months …: 28d, 12w, 6m, 4q, 2y, 48h
    #[arg(long, value_name = "N", value_parser = last)]
    last: Option<(i64, Grain)>,
    /// A SQL condition on the model's columns
    #[arg(long = "where", value_name = "SQL")]
    filter: Option<String>,
}

/// What the period is compared with.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Beside {
    /// A second period beside the first: previous, year, feast or the id of a feast of [calendar]
    #[arg(long, value_name = "PERIOD", value_parser = compare)]
    compare: Option<Compare>,
    /// The first day of another period beside the first
    #[arg(long, value_name = "DATE", conflicts_with_all = ["compare", "align"])]
    compare_from: Option<String>,
    /// Its last day; without it, as many days as the period has
    #[arg(long, value_name = "DATE", requires = "compare_from")]
    compare_to: Option<String>,
    /// Compare the same weekdays or the same dates; weekday for --compare year of days, weeks and periods under 28 days
    #[arg(long, value_parser = align)]
    align: Option<Alignment>,
}

impl Stretch {
    /// The question to `kpis`; without a period it compares with the one before.
    pub(crate) fn question(&self, io: &Io, kpis: Vec<String>) -> Result<Question, CliError> {
        let when = match (&self.period, self.last) {
            (Some(all), _) if all == "all" => When::All,
            (Some(period), _) => When::Period(io.period(period)?),
            (None, Some((number, grain))) => When::Last(number, grain),
            (None, None) if self.from.is_some() || self.to.is_some() => {
                let (from, to) = (io.day(self.from.as_ref())?, io.day(self.to.as_ref())?);
                When::Period(Period::range(from, to).map_err(CliError::told)?)
            }
            (None, None) => When::Usual,
        };
        let compare = (when == When::Usual).then_some(Compare::Previous);
        Ok(Question { kpis, when, filter: self.filter.clone(), compare, ..Question::default() })
    }
}

impl Beside {
    /// `question`, compared with what is asked for.
    pub(crate) fn of(&self, io: &Io, question: Question) -> Result<Question, CliError> {
        Ok(Question { compare: self.compared(io)?.or(question.compare), align: self.align, ..question })
    }

    /// What the period is compared with.
    fn compared(&self, io: &Io) -> Result<Option<Compare>, CliError> {
        let (from, to) = (io.day(self.compare_from.as_ref())?, io.day(self.compare_to.as_ref())?);
        let days = from.map(|from| Compare::Days { from, to });
        Ok(self.compare.clone().or(days))
    }
}

/// So many units: `28d`.
pub(crate) fn last(text: &str) -> Result<(i64, Grain), String> {
    let wrong = || format!("`{text}` is not a number of units such as 28d, 12w, 6m, 4q, 2y or 48h");
    Grain::counted(text).ok_or_else(wrong)
}

fn compare(text: &str) -> Result<Compare, String> {
    match text {
        "previous" => Ok(Compare::Previous),
        "year" => Ok(Compare::Year),
        "feast" => Ok(Compare::Feast(None)),
        id if is_name(id) => Ok(Compare::Feast(Some(id.to_owned()))),
        _ => Err(format!("`{text}` is not `previous`, `year`, `feast` or the id of a feast")),
    }
}

fn align(text: &str) -> Result<Alignment, String> {
    match text {
        "weekday" => Ok(Alignment::Weekday),
        "date" => Ok(Alignment::Date),
        _ => Err(format!("`{text}` is not `weekday` or `date`")),
    }
}
