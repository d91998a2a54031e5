//! Where calendars begin and end.

use jiff::civil::Date;

/// The first day a calendar has. Earlier rows have no bucket.
pub(super) const FIRST_DAY: Date = Date::constant(1, 1, 1);
/// The last day a calendar has, a year before jiff's last, so that the end of any bucket exists. Later rows have none.
pub(super) const LAST_DAY: Date = Date::constant(9998, 12, 31);

/// The first year that data are of: earlier times stand for none, or are slips.
pub const FIRST_DATA_YEAR: i16 = 1900;
/// The year after the last that data are of.
pub const END_OF_DATA_YEARS: i16 = 2200;
