//! The period that another is compared with.

use jauge_domain::{Alignment, AskMessage, Calendar, Compare, Comparison, Grain, Pairing, Period, Question, Span};

use super::AskError;

/// 52 weeks.
const YEAR_OF_WEEKS: i64 = 364;
/// From so many days on, a period of a year earlier has the same dates unless asked otherwise: its weekdays come out alike.
const LONG: i64 = 28;

/// What `now` is compared with; `days`: it was asked for in days, also where they make months.
///
/// # Errors
/// Days in the wrong order; a feast that is not to be had.
pub(crate) fn comparison(
    question: &Question,
    compare: &Compare,
    calendar: &Calendar,
    now: Span,
    days: bool,
) -> Result<Comparison, AskError> {
    let weekdays = by_weekday(question, compare, calendar, now);
    let place = |then| Comparison { now, then, pairing: Pairing::Place };
    Ok(match compare {
        Compare::Previous if weekdays => calendar.compared_earlier(now, whole_weeks(calendar.days_in(now))),
        Compare::Previous if days => place(calendar.previous_days(now)),
        Compare::Previous => place(calendar.previous(now)),
        Compare::Year if weekdays => calendar.compared_earlier(now, YEAR_OF_WEEKS),
        Compare::Year => Comparison { now, then: calendar.year_before(now), pairing: Pairing::Year },
        Compare::Days { from, to: Some(to) } => place(calendar.span(&Period::range(Some(*from), Some(*to))?)?),
        Compare::Days { from, to: None } => {
            let start = calendar.day_start(*from);
            let long = calendar.days_before(Span { start, end: start }, -calendar.days_in(now));
            place(Span { start, end: long.end })
        }
        Compare::Feast(wanted) => {
            let found = calendar.feast_before(now, wanted.as_deref());
            let (_, days) = found.map_err(|fault| AskMessage::Feast { fault })?;
            calendar.compared_earlier(now, days)
        }
    })
}

/// True where the same weekdays are compared: as asked; else of days, weeks and short periods with those of a year before.
fn by_weekday(question: &Question, compare: &Compare, calendar: &Calendar, now: Span) -> bool {
    match question.align {
        Some(align) => align == Alignment::Weekday,
        None => {
            let fine = question.grain.is_some_and(|grain| grain <= Grain::Week);
            let short = question.grain.is_none() && calendar.days_in(now) < LONG;
            *compare == Compare::Year && (fine || short)
        }
    }
}

/// The days of the fewest whole weeks that hold so many days.
fn whole_weeks(days: i64) -> i64 {
    (days + 6).div_euclid(7) * 7
}
