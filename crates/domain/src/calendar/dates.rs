//! Dates without a zone: where weeks, months, quarters and fiscal years start.

use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::days::{add_days, date_of_epoch_day, epoch_day};
use super::limits::{FIRST_DAY, LAST_DAY};
use super::period::{Form, Period};
use super::{Calendar, CalendarError, Grain};

impl Calendar {
    /// The days of `period`: the first, and the one after the last. For date columns, which have no zone.
    pub fn dates(&self, period: &Period) -> (Date, Date) {
        let (grain, start) = match period.0 {
            Form::Year(year) => (Grain::Year, self.fiscal_year(year)),
            Form::Quarter(year, quarter) => {
                (Grain::Quarter, add_months(self.fiscal_year(year), 3 * (i64::from(quarter) - 1)))
            }
            Form::Month(year, month) => (Grain::Month, Date::new(year, month, 1).unwrap_or(FIRST_DAY)),
            Form::Week(year, week) => {
                let thursday = ISOWeekDate::new(year, week, Weekday::Thursday).map_or(FIRST_DAY, ISOWeekDate::date);
                (Grain::Week, self.floor(Grain::Week, thursday))
            }
            Form::Days(from, to) => return (from, add_days(to, 1)),
        };
        (start, self.step(grain, start, 1))
    }

    /// The starts of every bucket from the one that holds `from` to the one that holds `to`, then the end of the last
    /// one: sorted days since 1970-01-01, as a date column stores them, so that a binary search finds a row's bucket.
    ///
    /// Days before the year 1 or after 9998 are in no bucket: a range that lies outside gives nothing.
    ///
    /// # Errors
    /// [`CalendarError::NoHour`] for [`Grain::Hour`].
    pub fn civil_boundaries(&self, grain: Grain, from: i32, to: i32) -> Result<Vec<i32>, CalendarError> {
        if grain == Grain::Hour {
            return Err(CalendarError::NoHour);
        }
        let (from, to) = (from.max(epoch_day(FIRST_DAY)), to.min(epoch_day(LAST_DAY)));
        if from > to {
            return Ok(Vec::new());
        }
        let mut start = self.floor(grain, date_of_epoch_day(from));
        let mut days = vec![epoch_day(start)];
        while days.last().is_some_and(|last| *last <= to) {
            start = self.step(grain, start, 1);
            days.push(epoch_day(start));
        }
        Ok(days)
    }

    /// The first day of the unit of `grain` that holds `date`. An hour's is its day.
    pub(super) fn floor(&self, grain: Grain, date: Date) -> Date {
        match grain {
            Grain::Hour | Grain::Day => date,
            Grain::Week => add_days(date, -i64::from(date.weekday().since(self.week_start.into()))),
            Grain::Month => date.first_of_month(),
            Grain::Quarter => {
                let year = self.floor(Grain::Year, date);
                let months = months_between(year, date) - i64::from(date.day() < year.day());
                add_months(year, months / 3 * 3)
            }
            Grain::Year => {
                let start = self.fiscal_year(date.year());
                if start <= date { start } else { self.fiscal_year(date.year() - 1) }
            }
        }
    }

    /// The start of the unit `count` units after the one that starts on `start`.
    pub(super) fn step(&self, grain: Grain, start: Date, count: i64) -> Date {
        match grain {
            Grain::Hour | Grain::Day => add_days(start, count),
            Grain::Week => add_days(start, count.saturating_mul(7)),
            Grain::Month => add_months(start, count),
            Grain::Quarter => add_months(start, count.saturating_mul(3)),
            Grain::Year => add_months(start, count.saturating_mul(12)),
        }
    }

    /// The period of `grain` that starts on `start`. An hour's is its day.
    pub(super) fn named(&self, grain: Grain, start: Date) -> Period {
        Period(match grain {
            Grain::Hour | Grain::Day => Form::Days(start, start),
            Grain::Week => {
                let to_thursday = Weekday::Thursday.since(self.week_start.into());
                let week = add_days(start, i64::from(to_thursday)).iso_week_date();
                Form::Week(week.year(), week.week())
            }
            Grain::Month => Form::Month(start.year(), start.month()),
            Grain::Quarter => {
                let year = self.floor(Grain::Year, start);
                Form::Quarter(year.year(), (months_between(year, start) / 3 + 1) as i8)
            }
            Grain::Year => Form::Year(start.year()),
        })
    }

    /// The months from `start` to `end` where both begin a calendar month, or both a fiscal quarter.
    pub(super) fn whole_months(&self, start: Date, end: Date) -> Option<i64> {
        let both_start = |grain| self.floor(grain, start) == start && self.floor(grain, end) == end;
        (both_start(Grain::Month) || both_start(Grain::Quarter)).then(|| months_between(start, end))
    }

    fn fiscal_year(&self, year: i16) -> Date {
        let (month, day) = self.fiscal_year_start;
        Date::new(year, month, day).unwrap_or(FIRST_DAY)
    }
}

/// `months` after a `date` whose day every month has, or the end of jiff's time.
pub(super) fn add_months(date: Date, months: i64) -> Date {
    let total = i64::from(date.year()) * 12 + i64::from(date.month()) - 1;
    let total = total.saturating_add(months);
    let beyond = if months < 0 { Date::MIN } else { Date::MAX };
    let Ok(year) = i16::try_from(total.div_euclid(12)) else { return beyond };
    Date::new(year, (total.rem_euclid(12) + 1) as i8, date.day()).unwrap_or(beyond)
}

/// The months from the month of `start` to the month of `end`, whatever the days.
fn months_between(start: Date, end: Date) -> i64 {
    i64::from(end.year() - start.year()) * 12 + i64::from(end.month() - start.month())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::Weekday;
    use super::super::tests::{any_calendar, calendar};
    use super::*;

    fn dates(calendar: &Calendar, period: &str) -> (String, String) {
        let (from, to) = calendar.dates(&period.parse().unwrap());
        (from.to_string(), to.to_string())
    }

    fn pair(from: &str, to: &str) -> (String, String) {
        (from.to_owned(), to.to_owned())
    }

    #[test]
    fn a_named_period_has_its_days() {
        let plain = calendar("UTC");
        assert_eq!(dates(&plain, "2026"), pair("2026-01-01", "2027-01-01"));
        assert_eq!(dates(&plain, "2026-Q2"), pair("2026-04-01", "2026-07-01"));
        assert_eq!(dates(&plain, "2024-02"), pair("2024-02-01", "2024-03-01"));
        assert_eq!(dates(&plain, "2026-W14"), pair("2026-03-30", "2026-04-06"));
        assert_eq!(dates(&plain, "2026-04-01"), pair("2026-04-01", "2026-04-02"));
        assert_eq!(dates(&plain, "2026-04-01/2026-06-30"), pair("2026-04-01", "2026-07-01"));
        assert_eq!(dates(&plain, "../.."), pair("0001-01-01", "9999-01-01"));
    }

    #[test]
    fn years_and_quarters_follow_the_fiscal_year_that_starts_in_theirs() {
        let british = Calendar::new("Europe/London", Weekday::Monday, (4, 6)).unwrap();
        assert_eq!(dates(&british, "2026"), pair("2026-04-06", "2027-04-06"));
        assert_eq!(dates(&british, "2026-Q4"), pair("2027-01-06", "2027-04-06"));
        assert_eq!(dates(&british, "2026-04"), pair("2026-04-01", "2026-05-01"));
        assert_eq!(british.floor(Grain::Quarter, date(2027, 1, 5)), date(2026, 10, 6));
        assert_eq!(british.floor(Grain::Quarter, date(2027, 1, 6)), date(2027, 1, 6));
        assert_eq!(british.named(Grain::Year, british.floor(Grain::Year, date(2027, 4, 5))).to_string(), "2026");
    }

    #[test]
    fn a_week_label_holds_the_thursday_of_its_iso_week() {
        let week = |start| Calendar::new("UTC", start, (1, 1)).unwrap();
        assert_eq!(dates(&week(Weekday::Sunday), "2026-W14"), pair("2026-03-29", "2026-04-05"));
        assert_eq!(dates(&week(Weekday::Saturday), "2026-W01"), pair("2025-12-27", "2026-01-03"));
        assert_eq!(dates(&week(Weekday::Thursday), "2026-W01"), pair("2026-01-01", "2026-01-08"));
        assert_eq!(dates(&week(Weekday::Friday), "2026-W01"), pair("2025-12-26", "2026-01-02"));
    }

    #[test]
    fn a_date_column_has_no_hours_and_no_end_of_time() {
        let plain = calendar("UTC");
        assert_eq!(plain.civil_boundaries(Grain::Hour, 0, 1), Err(CalendarError::NoHour));
        assert_eq!(plain.civil_boundaries(Grain::Day, 0, 1).unwrap(), [0, 1, 2]);
        assert_eq!(plain.civil_boundaries(Grain::Month, -1, 31).unwrap(), [-31, 0, 31, 59]);
        assert_eq!(plain.civil_boundaries(Grain::Day, 5, 4).unwrap(), []);
        assert_eq!(plain.civil_boundaries(Grain::Day, i32::MAX - 1, i32::MAX).unwrap(), []);
        let all = plain.civil_boundaries(Grain::Year, i32::MIN, i32::MAX).unwrap();
        assert_eq!((all.len(), all[0], all[9998]), (9999, epoch_day(FIRST_DAY), epoch_day(LAST_DAY) + 1));
    }

    proptest! {
        #[test]
        fn every_day_is_in_one_unit_that_its_label_names(calendar in any_calendar(), days in -20_000..40_000) {
            let date = date_of_epoch_day(days);
            for grain in Grain::ALL.into_iter().skip(1) {
                let start = calendar.floor(grain, date);
                let end = calendar.step(grain, start, 1);
                prop_assert!(start <= date && date < end);
                prop_assert_eq!(calendar.floor(grain, add_days(end, -1)), start);
                prop_assert_eq!(calendar.step(grain, end, -1), start);
                let label = calendar.named(grain, start).to_string();
                prop_assert_eq!(calendar.dates(&label.parse().unwrap()), (start, end));
                let found = calendar.civil_boundaries(grain, days, days).unwrap();
                prop_assert_eq!(found, vec![epoch_day(start), epoch_day(end)]);
            }
        }
    }
}
