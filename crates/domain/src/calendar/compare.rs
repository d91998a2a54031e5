//! Periods relative to now, and the periods that one is compared with.

use jiff::Timestamp;
use jiff::civil::Date;

use super::dates::add_months;
use super::days::{add_days, days_between};
use super::limits::FIRST_DAY;
use super::{Calendar, CalendarError, Grain, Span};

impl Calendar {
    /// The last `count` complete units of `grain`, up to the start of the unit that holds `now`.
    ///
    /// # Errors
    /// [`CalendarError::Last`] for a count below 1, or one that reaches before the year 1.
    pub fn last(&self, count: i64, grain: Grain, now: Timestamp) -> Result<Span, CalendarError> {
        let end = self.bucket_of(grain, now).start;
        let start = match grain {
            Grain::Hour => self.hours_before(end, count),
            _ => {
                let date = self.step(grain, self.floor(grain, self.date(end)), count.saturating_neg());
                (date >= FIRST_DAY).then(|| self.day_start(date))
            }
        };
        let start = start.filter(|_| count >= 1).ok_or(CalendarError::Last { count, grain })?;
        Ok(Span { start, end })
    }

    /// The span of equal length just before `span`.
    ///
    /// Where `span` is made of whole calendar months (or of whole fiscal quarters), length is counted in months: March
    /// is compared with February, a year with the year before. Otherwise it is counted in civil days, whatever their
    /// hours; and in elapsed time where `span` does not run from midnight to midnight.
    ///
    /// For a question asked in days use [`Self::previous_days`]: its 28 days may happen to be February.
    pub fn previous(&self, span: Span) -> Span {
        let months = self.whole_days(span).and_then(|(from, to)| Some((from, self.whole_months(from, to)?)));
        match months {
            Some((from, months)) => Span { start: self.day_start(add_months(from, -months)), end: span.start },
            None => self.previous_days(span),
        }
    }

    /// The span of as many civil days just before `span`, or of equal elapsed time where it does not run from midnight
    /// to midnight. It ends where `span` starts.
    pub fn previous_days(&self, span: Span) -> Span {
        let start = match self.whole_days(span) {
            Some((from, to)) => self.day_start(add_days(from, -days_between(from, to))),
            None => span.start.saturating_sub(span.end.duration_since(span.start)).unwrap_or(Timestamp::MIN),
        };
        Span { start, end: span.start }
    }

    /// The same civil dates a year earlier, at the same times of the clock.
    ///
    /// Every date has itself as counterpart, so adjacent spans stay adjacent; 29 February has none, and the span of that
    /// day alone is empty.
    pub fn year_before(&self, span: Span) -> Span {
        self.moved(span, date_year_before)
    }

    /// The span so many civil days earlier, at the same times of the clock.
    pub fn days_before(&self, span: Span, days: i64) -> Span {
        self.moved(span, |date| add_days(date, -days))
    }

    /// `span` with both its ends on other dates, at the same times of the clock.
    fn moved(&self, span: Span, shift: impl Fn(Date) -> Date) -> Span {
        let moved = |instant| {
            let date = self.date(instant);
            match self.day_start(date) == instant {
                true => self.day_start(shift(date)),
                false => {
                    let clock = self.zone.to_datetime(instant);
                    self.reached(shift(clock.date()).to_datetime(clock.time()))
                }
            }
        };
        let start = moved(span.start);
        Span { start, end: moved(span.end).max(start) }
    }

    /// The start of the hour `count` hours before the one that starts at `end`.
    fn hours_before(&self, end: Timestamp, count: i64) -> Option<Timestamp> {
        // No hour lasts longer than one, so `count` elapsed hours hold at least as many.
        let elapsed = count.checked_mul(3_600_000_000)?;
        let from = end.as_microsecond().checked_sub(elapsed)?;
        if from < self.day_start(FIRST_DAY).as_microsecond() {
            return None;
        }
        let starts = self.boundaries(Grain::Hour, from, end.as_microsecond() - 1);
        let index = starts.len().checked_sub(usize::try_from(count).ok()?.checked_add(1)?)?;
        Timestamp::from_microsecond(*starts.get(index)?).ok()
    }

    /// The first day of `span` and the one after its last, where both of its ends are starts of days.
    pub(super) fn whole_days(&self, span: Span) -> Option<(Date, Date)> {
        let (from, to) = (self.date(span.start), self.date(span.end));
        let whole = self.day_start(from) == span.start && self.day_start(to) == span.end && from < to;
        whole.then_some((from, to))
    }
}

pub(super) fn date_year_before(date: Date) -> Date {
    let year = date.year() - 1;
    Date::new(year, date.month(), date.day()).or_else(|_| Date::new(year, 3, 1)).unwrap_or(Date::MIN)
}
