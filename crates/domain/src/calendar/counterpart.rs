//! Which days of another period the days of one are held against, so that as many are compared with as many.

use jiff::Timestamp;
use jiff::civil::Date;

use super::compare::date_year_before;
use super::dates::add_months;
use super::days::{add_days, days_between};
use super::{Calendar, Grain, Span};

/// Which days of the one period answer which of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pairing {
    /// Those so many days earlier.
    Earlier(i64),
    /// Those of the same date a year earlier.
    Year,
    /// Those in the same place, counted from the start.
    Place,
}

/// A period, and the one it is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The period asked about.
    pub now: Span,
    /// The other.
    pub then: Span,
    /// Which days of it answer which.
    pub pairing: Pairing,
}

impl Calendar {
    /// `now`, compared with the same days so many days earlier.
    pub fn compared_earlier(&self, now: Span, days: i64) -> Comparison {
        Comparison { now, then: self.days_before(now, days), pairing: Pairing::Earlier(days) }
    }

    /// What a bucket of the one period is compared with in the other: all of it where there is no grain. Months and longer of
    /// whole months are paired with such; other buckets with as many days in the same place, of which the end of a shorter period
    /// cuts off what it does not have. `None` where the other has nothing there: no 30th, no such hour.
    pub fn counterpart(&self, comparison: &Comparison, grain: Option<Grain>, bucket: Span) -> Option<Span> {
        let Comparison { now, then, pairing } = *comparison;
        let found = match (grain, pairing) {
            (None, _) => then,
            (Some(Grain::Hour), _) => self.hour(comparison, bucket)?,
            (Some(_), Pairing::Earlier(days)) => self.days_before(bucket, days),
            (Some(_), Pairing::Year) => self.year_before(bucket),
            (Some(grain), Pairing::Place) => self.in_place(now, then, grain, bucket),
        };
        Some(found).filter(|found| !found.is_empty())
    }

    /// The first days of `span`, as many as `like` has; of a stretch that is cut within a day, as much time.
    pub fn first_days(&self, span: Span, like: Span) -> Span {
        let end = match (self.whole_days(like), self.whole_days(span)) {
            (Some((from, to)), Some((first, _))) => self.day_start(add_days(first, days_between(from, to))),
            _ => later(span.start, like.start, like.end),
        };
        Span { start: span.start, end }.meet(span)
    }

    /// How many days `span` touches.
    pub fn days_in(&self, span: Span) -> i64 {
        let (first, after) = self.days_of(span);
        days_between(first, after)
    }

    fn in_place(&self, now: Span, then: Span, grain: Grain, bucket: Span) -> Span {
        let (Some((from, to)), Some((other, end))) = (self.whole_days(now), self.whole_days(then)) else {
            return elapsed(now, then, bucket);
        };
        let (first, after) = self.days_of(bucket);
        let whole = self.whole_months(from, to).and(self.whole_months(other, end)).filter(|_| grain >= Grain::Month);
        let months = whole.and_then(|_| Some((self.whole_months(from, first)?, self.whole_months(first, after)?)));
        let (first, after) = match months {
            Some((skipped, long)) => {
                let first = add_months(other, skipped);
                (first, add_months(first, long))
            }
            None => {
                let place = add_days(other, days_between(from, first));
                (place, add_days(place, days_between(first, after)))
            }
        };
        Span { start: self.day_start(first), end: self.day_start(after) }.meet(then)
    }

    /// The hour of the other period that the clock shows alike. Of an hour that it shows twice, the second answers none.
    fn hour(&self, comparison: &Comparison, bucket: Span) -> Option<Span> {
        let clock = self.zone.to_datetime(bucket.start);
        let Some(date) = self.date_in(comparison, clock.date()) else {
            let Comparison { now, then, .. } = *comparison;
            let whole = self.whole_days(now).is_some();
            return (!whole).then(|| elapsed(now, then, bucket));
        };
        let hour = Span::from(self.bucket_of(Grain::Hour, self.reached(date.to_datetime(clock.time()))));
        let alike = self.zone.to_datetime(hour.start).time() == clock.time();
        let first = self.reached(clock) == bucket.start;
        Some(hour).filter(|hour| alike && first && hour.meet(comparison.then) == *hour)
    }

    /// The date that answers `date`; `None` where there is none, and where a period is no whole days.
    fn date_in(&self, comparison: &Comparison, date: Date) -> Option<Date> {
        match comparison.pairing {
            Pairing::Earlier(days) => Some(add_days(date, -days)),
            Pairing::Year => Some(date_year_before(date)).filter(|other| other.day() == date.day()),
            Pairing::Place => {
                let (from, _) = self.whole_days(comparison.now)?;
                let (other, _) = self.whole_days(comparison.then)?;
                Some(add_days(other, days_between(from, date)))
            }
        }
    }
}

/// As much time of `then`, as far from its start, as `bucket` is of `now`.
fn elapsed(now: Span, then: Span, bucket: Span) -> Span {
    let start = later(then.start, now.start, bucket.start);
    Span { start, end: later(start, bucket.start, bucket.end) }.meet(then)
}

/// As long after `at` as `to` is after `from`.
fn later(at: Timestamp, from: Timestamp, to: Timestamp) -> Timestamp {
    at.saturating_add(to.duration_since(from)).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{any_calendar, calendar};
    use super::super::{Period, date_of_epoch_day};
    use super::*;

    fn span(calendar: &Calendar, period: &str) -> Span {
        calendar.span(&period.parse::<Period>().unwrap()).unwrap()
    }

    fn days(calendar: &Calendar, span: Span) -> String {
        let (first, after) = calendar.days_of(span);
        format!("{first}/{}", add_days(after, -1))
    }

    /// What each bucket of `now` is compared with.
    fn pairs(now: &str, then: &str, pairing: Pairing, grain: Grain) -> Vec<String> {
        let paris = calendar("Europe/Paris");
        let comparison = Comparison { now: span(&paris, now), then: span(&paris, then), pairing };
        let buckets = paris.buckets(grain, comparison.now);
        let buckets = buckets.into_iter().map(|bucket| Span::from(bucket).meet(comparison.now));
        let found = buckets.map(|bucket| paris.counterpart(&comparison, Some(grain), bucket));
        found.map(|found| found.map_or_else(|| "-".to_owned(), |found| days(&paris, found))).collect()
    }

    #[test]
    fn weeks_cut_by_a_month_are_compared_with_as_many_days() {
        let weeks = pairs("2026-02", "2026-01", Pairing::Place, Grain::Week);
        let right = [
            "2026-01-01/2026-01-01",
            "2026-01-02/2026-01-08",
            "2026-01-09/2026-01-15",
            "2026-01-16/2026-01-22",
            "2026-01-23/2026-01-28",
        ];
        assert_eq!(weeks, right);
    }

    #[test]
    fn months_are_compared_with_months_and_days_with_those_a_shorter_month_has() {
        let months = pairs("2026-Q2", "2026-Q1", Pairing::Place, Grain::Month);
        assert_eq!(months, ["2026-01-01/2026-01-31", "2026-02-01/2026-02-28", "2026-03-01/2026-03-31"]);
        let of_march = pairs("2026-03", "2026-02", Pairing::Place, Grain::Day);
        assert_eq!((of_march[27].as_str(), of_march[28].as_str()), ("2026-02-28/2026-02-28", "-"));
        // Cut months are no months.
        let cut = pairs("2026-01-15/2026-03-14", "2025-11-17/2026-01-14", Pairing::Place, Grain::Month);
        assert_eq!(cut, ["2025-11-17/2025-12-03", "2025-12-04/2025-12-31", "2026-01-01/2026-01-14"]);
    }

    #[test]
    fn weekdays_of_a_year_ago_are_364_days_away_and_dates_one_year() {
        let year = |pairing, then| pairs("2024-02-26/2024-03-01", then, pairing, Grain::Day);
        let weekdays = year(Pairing::Earlier(364), "2023-02-27/2023-03-03");
        assert_eq!(weekdays[0], "2023-02-27/2023-02-27");
        let dates = year(Pairing::Year, "2023-02-26/2023-03-01");
        assert_eq!(dates[2..4], ["2023-02-28/2023-02-28", "-"]);
    }

    #[test]
    fn hours_are_those_that_the_clock_shows_also_where_it_was_set() {
        let paris = calendar("Europe/Paris");
        let (now, then) = (span(&paris, "2026-03-29"), span(&paris, "2026-03-28"));
        let shown = |now, then| -> Vec<Option<String>> {
            let comparison = Comparison { now, then, pairing: Pairing::Place };
            let hours = paris.buckets(Grain::Hour, now).into_iter().map(Span::from);
            let found = hours.map(|hour| paris.counterpart(&comparison, Some(Grain::Hour), hour));
            found.map(|found| found.map(|found| paris.label(Grain::Hour, found.start)[11..].to_owned())).collect()
        };
        // At two the clock was set to three.
        let spring = shown(now, then);
        assert_eq!((spring.len(), spring[1].as_deref(), spring[2].as_deref()), (23, Some("01:00"), Some("03:00")));
        assert_eq!(shown(then, now)[2], None);
        let (now, then) = (span(&paris, "2026-10-25"), span(&paris, "2026-10-24"));
        let autumn = shown(now, then);
        assert_eq!(
            (autumn.len(), autumn[2].as_deref(), &autumn[3], autumn[4].as_deref()),
            (25, Some("02:00"), &None, Some("03:00"))
        );
    }

    #[test]
    fn a_shorter_month_ends_at_its_own_end() {
        let paris = calendar("Europe/Paris");
        let (march, february) = (span(&paris, "2026-03"), span(&paris, "2026-02"));
        let first = |days: &str| paris.first_days(february, span(&paris, days));
        assert_eq!(days(&paris, first("2026-03-01/2026-03-17")), "2026-02-01/2026-02-17");
        assert_eq!(first("2026-03-01/2026-03-30"), february);
        assert_eq!([paris.days_in(march), paris.days_in(february)], [31, 28]);
    }

    proptest! {
        /// In every zone, a bucket of days is compared with as many days or, at the end of what is shorter, with fewer.
        #[test]
        fn no_bucket_is_compared_with_more_days(calendar in any_calendar(), from in 0..20_000, length in 1..400, other in 0..20_000, grain in 1..3_usize) {
            let of = |from: i32| {
                let first = date_of_epoch_day(from);
                Span { start: calendar.day_start(first), end: calendar.day_start(add_days(first, i64::from(length))) }
            };
            let comparison = Comparison { now: of(from), then: of(other), pairing: Pairing::Place };
            let grain = Grain::ALL[grain];
            for bucket in calendar.buckets(grain, comparison.now) {
                let bucket = Span::from(bucket).meet(comparison.now);
                if let Some(found) = calendar.counterpart(&comparison, Some(grain), bucket) {
                    prop_assert!(calendar.buckets(Grain::Day, found).len() as i64 <= calendar.days_in(bucket));
                    prop_assert_eq!(found.meet(comparison.then), found);
                }
            }
        }
    }
}
