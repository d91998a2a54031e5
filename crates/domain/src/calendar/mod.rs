//! The workspace's calendar: its zone, its weeks, its fiscal year; periods, their spans, and their buckets.
//!
//! One rule gives every start: **a day, and so every larger unit, starts at the first instant at which the zone's clock
//! has reached its midnight.** Hence units are contiguous, never overlap, and:
//! - where midnight does not exist (São Paulo in spring), the day starts when the clock jumps over it;
//! - where it occurs twice (Havana in autumn), the day starts at the earlier one and has 25 hours;
//! - where the clock is set back over midnight (St. John's until 2011, from 00:01 to 23:01), the new day has begun: the
//!   59 minutes that show the old date again stay in the new day;
//! - a day that the zone skipped (Apia, 2011-12-30) has no instant, so no bucket.
//!
//! Hours are real ones on that clock: see [`Calendar::boundaries`]. A calendar reaches from the year 1 to 9998;
//! instants beyond are in no bucket.

mod buckets;
mod compare;
mod counterpart;
mod dates;
mod days;
mod error;
#[cfg(test)]
mod examples;
mod feasts;
mod grain;
mod grain_words;
mod limits;
mod lookback;
mod period;
#[cfg(test)]
mod tests;
mod written;

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};

pub use counterpart::{Comparison, Pairing};
pub use days::{date_of_epoch_day, days_between, epoch_day};
pub use error::{CalendarError, Impossible};
pub use feasts::{Feast, FeastFault, Feasts, WrongFeasts};
pub use grain::{Grain, Weekday};
pub use limits::{END_OF_DATA_YEARS, FIRST_DATA_YEAR};
pub use lookback::Lookback;
pub use period::Period;

/// A stretch of time: `start` belongs to it, `end` does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first instant.
    pub start: Timestamp,
    /// The instant after the last.
    pub end: Timestamp,
}

/// One unit of a grain: `start` belongs to it, `end` does not, and is the next bucket's `start`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bucket {
    /// The first instant.
    pub start: Timestamp,
    /// The instant after the last.
    pub end: Timestamp,
}

/// A time zone, the day weeks start on, the day fiscal years start on, and the feasts there are. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    zone: TimeZone,
    week_start: Weekday,
    /// Month, and a day that every month has.
    fiscal_year_start: (i8, i8),
    feasts: Arc<Feasts>,
}

impl Span {
    /// True where no instant belongs to it.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// True where `instant` belongs to it.
    pub fn contains(self, instant: Timestamp) -> bool {
        self.start <= instant && instant < self.end
    }

    /// What belongs to both; empty where they do not meet.
    pub fn meet(self, other: Self) -> Self {
        let start = self.start.max(other.start);
        Self { start, end: self.end.min(other.end).max(start) }
    }
}

impl From<Bucket> for Span {
    fn from(bucket: Bucket) -> Self {
        Self { start: bucket.start, end: bucket.end }
    }
}

impl Calendar {
    /// The calendar of the IANA zone named `zone`, in any case; `fiscal_year_start` is a month and a day.
    ///
    /// Months stay calendar months. Quarters are three months from the fiscal year's start, so that with (4, 6) the
    /// first one runs from 6 April to 5 July.
    ///
    /// # Errors
    /// [`CalendarError::UnknownZone`], with the zone probably meant; [`CalendarError::FiscalYearStart`] for a day after
    /// the 28th, which not every month has.
    pub fn new(zone: &str, week_start: Weekday, fiscal_year_start: (i8, i8)) -> Result<Self, CalendarError> {
        // The bundled zones, whatever the machine has: an answer must not depend on where it is computed.
        let zones = TimeZoneDatabase::bundled();
        let Some(found) = zones.get(zone).ok().filter(|found| !found.is_unknown()) else {
            let names: Vec<String> = zones.available().map(|name| name.to_string()).collect();
            let near = nearest_zone(zone, &names);
            return Err(CalendarError::UnknownZone { name: zone.to_owned(), near });
        };
        let (month, day) = fiscal_year_start;
        if !(1..=12).contains(&month) || !(1..=28).contains(&day) {
            return Err(CalendarError::FiscalYearStart { month, day });
        }
        Ok(Self { zone: found, week_start, fiscal_year_start, feasts: Arc::default() })
    }

    /// The calendar of `zone` as everybody counts: weeks from Monday, years from January.
    pub fn plain(zone: TimeZone) -> Self {
        Self { zone, week_start: Weekday::Monday, fiscal_year_start: (1, 1), feasts: Arc::default() }
    }

    /// The same calendar with `feasts`.
    pub fn with_feasts(self, feasts: Feasts) -> Self {
        Self { feasts: Arc::new(feasts), ..self }
    }

    /// The feasts there are; none unless the workspace names a region or a file.
    pub fn feasts(&self) -> &Feasts {
        &self.feasts
    }

    /// The zone's IANA name.
    pub fn zone(&self) -> &str {
        self.zone.iana_name().unwrap_or("UTC")
    }

    /// The zone.
    pub fn time_zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The day weeks start on.
    pub fn week_start(&self) -> Weekday {
        self.week_start
    }

    /// When `period` takes place, from midnight to midnight in the zone.
    ///
    /// # Errors
    /// [`CalendarError::Skipped`] where the zone's clock was set forward over the whole period.
    pub fn span(&self, period: &Period) -> Result<Span, CalendarError> {
        let (from, to) = self.dates(period);
        let span = Span { start: self.day_start(from), end: self.day_start(to) };
        if span.is_empty() {
            return Err(CalendarError::Skipped { period: period.to_string(), zone: self.zone().to_owned() });
        }
        Ok(span)
    }

    /// The instant at which `date` starts in the zone: also where a date column's rows are put in time. The end of jiff's
    /// time where it would lie beyond.
    pub fn day_start(&self, date: Date) -> Timestamp {
        self.reached(date.at(0, 0, 0, 0))
    }

    /// The days that `span` touches, the first and the one after the last: a span of whole days for a date column.
    pub fn days_of(&self, span: Span) -> (Date, Date) {
        let first = self.date(span.start);
        let last = self.date(span.end);
        let after = if self.day_start(last) < span.end { days::add_days(last, 1) } else { last };
        (first, after.max(first))
    }

    /// The day whose bucket holds `instant`.
    pub fn date(&self, instant: Timestamp) -> Date {
        let shown = self.zone.to_datetime(instant).date();
        let next = days::add_days(shown, 1);
        // True of a clock set back over midnight only: the next day has begun, although the old date shows again.
        if self.day_start(next) <= instant { next } else { shown }
    }

    /// The first instant at which the zone's clock has reached `clock`.
    fn reached(&self, clock: DateTime) -> Timestamp {
        let beyond = if clock.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
        let ambiguous = self.zone.to_ambiguous_timestamp(clock);
        match ambiguous.offset() {
            AmbiguousOffset::Gap { .. } => {
                let before = ambiguous.earlier().unwrap_or(beyond);
                self.changes(before).next().map_or(beyond, |(at, _)| at)
            }
            AmbiguousOffset::Unambiguous { .. } | AmbiguousOffset::Fold { .. } => ambiguous.earlier().unwrap_or(beyond),
        }
    }
}

/// The zone probably meant: `Europe/Pariss`, or a city alone as in `Paris` or `new york`.
fn nearest_zone(name: &str, zones: &[String]) -> Option<String> {
    let city = |zone: &str| zone.rsplit('/').next().unwrap_or_default().to_owned();
    let zones = || zones.iter().map(String::as_str);
    if let Some(zone) = crate::names::nearest(name, zones()) {
        return Some(zone.to_owned());
    }
    let cities: Vec<String> = zones().map(city).collect();
    let wanted = crate::names::nearest(&city(&name.replace(' ', "_")), cities.iter().map(String::as_str))?;
    zones().find(|zone| city(zone) == wanted).map(str::to_owned)
}
