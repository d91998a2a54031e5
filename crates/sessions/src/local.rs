//! Civil days and hours of instants, by the zone's offsets.

use jiff::{Timestamp, tz::TimeZone};

const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;

/// A zone's clock. Offsets are looked up once per stretch between two changes of it.
pub(crate) struct Local {
    zone: TimeZone,
    stretches: Vec<Stretch>,
    last: usize,
}

/// Instants between two changes of the clock, in microseconds.
#[derive(Clone, Copy)]
struct Stretch {
    start: i64,
    end: i64,
    offset: i64,
    /// The day that had begun before: a clock set back over midnight does not bring the day before back.
    begun: i64,
}

/// What the clock on the wall and the calendar say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Civil {
    /// Days since 1970-01-01.
    pub(crate) day: i32,
    /// 0 to 23.
    pub(crate) hour: i16,
    /// Monday is 1, Sunday 7.
    pub(crate) weekday: i16,
}

impl Local {
    pub(crate) fn new(zone: TimeZone) -> Self {
        Self { zone, stretches: Vec::new(), last: 0 }
    }

    /// The civil day and hour of `at`, microseconds since 1970.
    pub(crate) fn civil(&mut self, at: i64) -> Civil {
        let stretch = self.stretch(at);
        let local = at + stretch.offset;
        let day = local.div_euclid(DAY).max(stretch.begun);
        // 1970-01-01 was a Thursday.
        let weekday = (day + 3).rem_euclid(7) + 1;
        Civil { day: day as i32, hour: (local.rem_euclid(DAY) / HOUR) as i16, weekday: weekday as i16 }
    }

    fn stretch(&mut self, at: i64) -> Stretch {
        let holds = |stretch: &&Stretch| stretch.start <= at && at < stretch.end;
        if let Some(stretch) = self.stretches.get(self.last).filter(holds) {
            return *stretch;
        }
        let place = self.stretches.partition_point(|stretch| stretch.end <= at);
        if self.stretches.get(place).filter(holds).is_none() {
            let stretch = self.look_up(at);
            self.stretches.insert(place, stretch);
        }
        self.last = place;
        self.stretches[place]
    }

    fn look_up(&self, at: i64) -> Stretch {
        let instant = |at: i64| Timestamp::from_microsecond(at).unwrap_or_default();
        let offset = |at: i64| i64::from(self.zone.to_offset(instant(at)).seconds()) * 1_000_000;
        let change = self.zone.preceding(instant(at + 1)).next().map(|change| change.timestamp().as_microsecond());
        let next = self.zone.following(instant(at)).next().map(|change| change.timestamp().as_microsecond());
        let begun = change.map_or(i64::MIN, |change| (change - 1 + offset(change - 1)).div_euclid(DAY));
        Stretch { start: change.unwrap_or(i64::MIN), end: next.unwrap_or(i64::MAX), offset: offset(at), begun }
    }
}

#[cfg(test)]
mod tests {
    use jauge_domain::{Calendar, Weekday};
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn days_and_hours_are_those_of_the_calendar(
            zone in prop::sample::select(vec!["Europe/Paris", "America/Havana", "UTC", "Asia/Kathmandu", "Pacific/Apia", "America/Sao_Paulo", "America/St_Johns"]),
            instants in prop::collection::vec(600_000_000_000_000i64..2_200_000_000_000_000, 1..40),
        ) {
            let calendar = Calendar::new(zone, Weekday::Monday, (1, 1)).unwrap();
            let zone = calendar.time_zone().clone();
            let mut local = Local::new(zone.clone());
            let changes = zone.following(Timestamp::UNIX_EPOCH).take(60).map(|change| change.timestamp().as_microsecond());
            let near = changes.flat_map(|at| [-3_600_000_000, -1, 0, 1, 59_000_000, 3_599_000_000].map(|by| at + by));
            for at in instants.into_iter().chain(near.collect::<Vec<_>>()) {
                let shown = Timestamp::from_microsecond(at).unwrap().to_zoned(zone.clone());
                let civil = local.civil(at);
                let day = calendar.date(shown.timestamp());
                let days = day.since((jiff::Unit::Day, date(1970, 1, 1))).unwrap().get_days();
                prop_assert_eq!(civil.day, days);
                prop_assert_eq!(civil.hour, i16::from(shown.hour()));
                prop_assert_eq!(civil.weekday, i16::from(day.weekday().to_monday_one_offset()));
            }
        }
    }
}
