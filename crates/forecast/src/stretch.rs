//! The period an objective is judged over, and the past ones of the same length.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::refusal::Refusal;

/// Whole days from `start` to the day before `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    start: Date,
    end: Date,
}

impl Stretch {
    /// A period from `start` to the day before `end`.
    ///
    /// # Errors
    /// [`Refusal::EmptyPeriod`] when `end` is not after `start`.
    pub fn new(start: Date, end: Date) -> Result<Self, Refusal> {
        if end > start { Ok(Self { start, end }) } else { Err(Refusal::EmptyPeriod { start, end }) }
    }

    /// Its first day.
    pub fn start(self) -> Date {
        self.start
    }

    /// The day after its last.
    pub fn end(self) -> Date {
        self.end
    }

    /// Its length in days, at least 1.
    pub fn days(self) -> i64 {
        days_between(self.start, self.end)
    }

    /// The period of the same length that ends `count` periods earlier: whole months stay whole months, other
    /// lengths go back in days. `None` before the calendar begins.
    pub fn earlier(self, count: u16) -> Option<Self> {
        let back = i64::from(count);
        let (start, end) = match self.whole_months() {
            Some(months) => (
                self.start.checked_sub((months * back).months()).ok()?,
                self.start.checked_sub((months * (back - 1)).months()).ok()?,
            ),
            None => (
                self.start.checked_sub((self.days() * back).days()).ok()?,
                self.start.checked_sub((self.days() * (back - 1)).days()).ok()?,
            ),
        };
        Some(Self { start, end })
    }

    // Days 29 to 31 do not exist in every month, so such periods go back in days.
    fn whole_months(self) -> Option<i64> {
        let months =
            i64::from(self.end.year() - self.start.year()) * 12 + i64::from(self.end.month() - self.start.month());
        (self.start.day() == self.end.day() && self.start.day() <= 28 && months > 0).then_some(months)
    }
}

/// Days from `from` to `to`, negative when `to` is earlier.
pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    i64::from(to.duration_since(from).as_hours() as i32) / 24
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn period(start: Date, end: Date) -> Stretch {
        Stretch::new(start, end).unwrap()
    }

    #[test]
    fn months_go_back_as_months_and_weeks_as_days() {
        let march = period(date(2024, 3, 1), date(2024, 4, 1));
        assert_eq!(march.earlier(1), Some(period(date(2024, 2, 1), date(2024, 3, 1))));
        let quarter = period(date(2024, 4, 1), date(2024, 7, 1));
        assert_eq!(quarter.earlier(2), Some(period(date(2023, 10, 1), date(2024, 1, 1))));
        let week = period(date(2024, 3, 4), date(2024, 3, 11));
        assert_eq!(week.earlier(3), Some(period(date(2024, 2, 12), date(2024, 2, 19))));
    }

    #[test]
    fn an_end_that_is_not_after_the_start_is_refused() {
        let day = date(2024, 3, 1);
        assert_eq!(Stretch::new(day, day), Err(Refusal::EmptyPeriod { start: day, end: day }));
    }

    #[test]
    fn days_count_over_leap_days() {
        assert_eq!(period(date(2024, 2, 1), date(2024, 3, 1)).days(), 29);
        assert_eq!(days_between(date(2024, 3, 1), date(2024, 2, 1)), -29);
    }
}
