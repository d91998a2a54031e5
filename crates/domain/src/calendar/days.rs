//! Days counted: between two dates, and since 1970-01-01 as a date column stores them.

use jiff::{SignedDuration, civil::Date};

const EPOCH: Date = Date::constant(1970, 1, 1);

/// `days` after `date`, or the end of jiff's time.
pub(super) fn add_days(date: Date, days: i64) -> Date {
    // Beyond this many days every date is past an end of jiff's time, and the seconds stay far from overflow.
    const PAST_EVERY_END: i64 = 10_000_000;
    date.saturating_add(SignedDuration::from_hours(24 * days.clamp(-PAST_EVERY_END, PAST_EVERY_END)))
}

/// The days from `start` (included) to `end` (not included); negative where `end` comes first.
pub fn days_between(start: Date, end: Date) -> i64 {
    end.duration_since(start).as_hours() / 24
}

/// Days since 1970-01-01.
pub fn epoch_day(date: Date) -> i32 {
    // All of jiff's dates lie within four million days of it.
    days_between(EPOCH, date) as i32
}

/// The date that is `days` after 1970-01-01, or the end of jiff's time.
pub fn date_of_epoch_day(days: i32) -> Date {
    add_days(EPOCH, i64::from(days))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn days_are_counted_over_the_epoch() {
        assert_eq!(days_between(date(1969, 12, 31), date(1970, 1, 2)), 2);
        assert_eq!([date(1969, 12, 31), date(1970, 1, 1), date(2026, 3, 29)].map(epoch_day), [-1, 0, 20_541]);
        assert_eq!(days_between(date(2026, 1, 2), date(2026, 1, 1)), -1);
    }

    proptest! {
        #[test]
        fn a_day_is_its_date(days in -4_000_000_i32..2_900_000) {
            prop_assert_eq!(epoch_day(date_of_epoch_day(days)), days);
        }
    }
}
