//! How far a bucket looks back.

use jiff::{Span as Length, Timestamp};

use super::Calendar;
use super::grain::Grain;

/// What a bucket looks at, up to its own end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookBack {
    /// So many units back.
    Rolling(i64, Grain),
    /// Back to where the unit started.
    ToDate(Grain),
}

impl Calendar {
    /// The first instant that a bucket ending at `end` looks at. Days and longer are civil: 28 days before a midnight is a
    /// midnight, whatever the clocks did.
    pub fn back_from(&self, end: Timestamp, back: LookBack) -> Timestamp {
        match back {
            LookBack::Rolling(count, grain) => self.units_before(end, count, grain),
            LookBack::ToDate(grain) => {
                let last = Timestamp::from_nanosecond(end.as_nanosecond() - 1).unwrap_or(end);
                self.bucket_of(grain, last).start
            }
        }
    }

    fn units_before(&self, end: Timestamp, count: i64, grain: Grain) -> Timestamp {
        let length = match grain {
            Grain::Hour => Length::new().try_hours(count),
            Grain::Day => Length::new().try_days(count),
            Grain::Week => Length::new().try_weeks(count),
            Grain::Month => Length::new().try_months(count),
            Grain::Quarter => Length::new().try_months(count.saturating_mul(3)),
            Grain::Year => Length::new().try_years(count),
        };
        let Ok(length) = length else { return Timestamp::MIN };
        let day = self.date(end);
        // From the start of a day to the start of a day, also where the clock skips midnight.
        if grain != Grain::Hour && self.day_start(day) == end {
            return day.checked_sub(length).map_or(Timestamp::MIN, |day| self.day_start(day));
        }
        let local = end.to_zoned(self.time_zone().clone());
        local.checked_sub(length).map_or(Timestamp::MIN, |before| before.timestamp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Weekday;

    #[test]
    fn days_back_are_civil_days() {
        let paris = Calendar::new("Europe/Paris", Weekday::Monday, (1, 1)).unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let back = |end, back| paris.back_from(at(end), back).to_string();
        // The clocks went forward on 30 March 2025.
        assert_eq!(back("2025-04-01T00:00+02:00", LookBack::Rolling(28, Grain::Day)), "2025-03-03T23:00:00Z");
        assert_eq!(back("2025-03-31T00:00+02:00", LookBack::Rolling(24, Grain::Hour)), "2025-03-29T22:00:00Z");
        // Midnight of 4 November 2018 does not exist in São Paulo: that day starts at one.
        let paulo = Calendar::new("America/Sao_Paulo", Weekday::Monday, (1, 1)).unwrap();
        let day = LookBack::Rolling(1, Grain::Day);
        assert_eq!(paulo.back_from(at("2018-11-04T01:00-02:00"), day), at("2018-11-03T00:00-03:00"));
        assert_eq!(paulo.back_from(at("2018-11-05T00:00-02:00"), day), at("2018-11-04T01:00-02:00"));
        assert_eq!(back("2025-04-01T00:00+02:00", LookBack::ToDate(Grain::Month)), "2025-02-28T23:00:00Z");
        assert_eq!(back("2025-04-02T00:00+02:00", LookBack::ToDate(Grain::Month)), "2025-03-31T22:00:00Z");
    }
}
