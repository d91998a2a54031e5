//! When people come: the year, the week, the hours of the day.

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::random::Random;

/// The first day of the exports.
pub const FIRST_DAY: Date = date(2024, 11, 1);
/// The last day of the exports.
pub const LAST_DAY: Date = date(2026, 10, 31);
/// How many whole months that is.
pub(crate) const MONTHS: usize = 24;
/// Of how many of them there are tickets: the site then moved to another help desk, and nobody has connected it yet.
pub(crate) const DESK_MONTHS: usize = MONTHS - 2;

/// From Monday: people shop when they are at home.
const WEEKDAYS: [f64; 7] = [1.05, 0.95, 0.95, 0.95, 0.90, 1.00, 1.20];
/// From January: sales, the summer lull, school, Christmas.
const SEASON: [f64; 12] = [1.05, 0.86, 0.90, 0.91, 0.95, 0.90, 0.80, 0.84, 1.22, 1.00, 1.20, 1.48];
const HOURS: [f64; 24] = [
    2.0, 1.0, 0.6, 0.4, 0.3, 0.5, 1.0, 3.0, 5.0, 6.0, 6.0, 6.0, 7.0, 6.0, 5.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 9.0, 6.0,
    4.0,
];

/// How a day compares with an ordinary one; the site grows by a third in two years.
pub(crate) fn busyness(day: Date, random: &mut Random) -> f64 {
    let passed = f64::from((day - FIRST_DAY).get_days());
    let growth = 1.0 + 0.33 * passed / 730.0;
    let usual = WEEKDAYS[day.weekday().to_monday_zero_offset() as usize] * SEASON[day.month() as usize - 1];
    growth * usual * (0.88 + 0.24 * random.unit())
}

/// A moment of `day`.
pub(crate) fn moment(day: Date, zone: &TimeZone, random: &mut Random) -> Result<Timestamp, jiff::Error> {
    let hour = random.weighted(HOURS.iter().copied()) as i8;
    let [minute, second] = [0, 0].map(|_| random.between(0, 60) as i8);
    Ok(day.at(hour, minute, second, random.between(0, 1000) as i32 * 1_000_000).to_zoned(zone.clone())?.timestamp())
}

/// Which of the months `at` is in.
pub(crate) fn month(at: &Zoned) -> usize {
    let since = i32::from(at.year() - FIRST_DAY.year()) * 12 + i32::from(at.month() - FIRST_DAY.month());
    usize::try_from(since).unwrap_or(0).min(MONTHS - 1)
}

/// A month's name: `2024-11`.
pub(crate) fn month_name(month: usize) -> String {
    let first = FIRST_DAY.year() as usize * 12 + FIRST_DAY.month() as usize - 1 + month;
    format!("{}-{:02}", first / 12, first % 12 + 1)
}
