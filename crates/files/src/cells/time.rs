//! Texts as instants and dates.

use std::ops::RangeInclusive;

use arrow::array::{Date32Array, StringArray, TimestampMicrosecondArray};
use jauge_domain::TimePart;
use jiff::{
    Timestamp,
    tz::{AmbiguousOffset, Offset, TimeZone},
};

use super::{
    CellError,
    civil::{Civil, Scan, Triple, time_of_day},
    each,
};

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400;

/// The instants a table keeps, in microseconds since 1970: in every zone within the years 1 to 9999.
const INSTANTS: RangeInclusive<i64> = -62_135_510_400_000_000..=253_402_207_200_999_999;

/// The dates a table keeps, in days since 1970: the years 1 to 9999.
const DATES: RangeInclusive<i64> = -719_162..=2_932_896;

/// `micros` since 1970, where every calendar has it.
pub fn instant(micros: i64) -> Result<i64, CellError> {
    if INSTANTS.contains(&micros) { Ok(micros) } else { Err(CellError::BeyondYears) }
}

/// `days` since 1970, where every calendar has them.
pub fn date_of(days: i64) -> Result<i32, CellError> {
    let known = i32::try_from(days).ok().filter(|_| DATES.contains(&days));
    known.ok_or(CellError::BeyondYears)
}

/// Clocks never jump by more than this, in seconds: the widest jump on record is the day Samoa left out.
const WIDEST_JUMP: i64 = 2 * DAY;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The halves of a day by what they are called, and the hours before them.
const HALVES: [(&str, i64); 6] = [("am", 0), ("pm", 12), ("a.m.", 0), ("p.m.", 12), ("a. m.", 0), ("p. m.", 12)];

/// Reads many times of one zone; it remembers between which local times the zone's offset holds.
pub struct TimeParser {
    zone: TimeZone,
    day_first: Option<bool>,
    /// From, to (seconds of local time) and the offset that holds between them, in seconds east of UTC.
    steady: (i64, i64, i64),
}

/// What a text says before any zone.
enum Written {
    Civil(Civil),
    /// Microseconds since 1970, UTC.
    Instant(i64),
}

impl TimeParser {
    /// For local times of `zone`; `day_first` tells 03/04/2026 apart.
    pub fn new(zone: TimeZone, day_first: Option<bool>) -> Self {
        Self { zone, day_first, steady: (0, 0, 0) }
    }

    /// Reads one time, as [`parse_time`].
    pub fn parse(&mut self, text: &str) -> Result<i64, CellError> {
        let civil = match written(text.trim(), self.day_first)? {
            Written::Instant(micros) => return instant(micros),
            Written::Civil(civil) => civil,
        };
        let local = civil.days()? * DAY * SECOND + civil.time.unwrap_or(0);
        let offset = match civil.offset {
            Some(offset) => offset,
            None => self.offset(local.div_euclid(SECOND), civil.time.is_some())?,
        };
        instant(local - offset * SECOND)
    }

    /// The moment of a local time, in microseconds since 1970 as if it were UTC; without `has_time` it is a date alone.
    pub fn at_local(&mut self, local: i64, has_time: bool) -> Result<i64, CellError> {
        instant(local - self.offset(instant(local)?.div_euclid(SECOND), has_time)? * SECOND)
    }

    /// The offset of a local time. A date alone means the day's first instant, also where midnight is skipped.
    fn offset(&mut self, local: i64, has_time: bool) -> Result<i64, CellError> {
        let (from, to, offset) = self.steady;
        if (from..to).contains(&local) {
            return Ok(offset);
        }
        let civil = Offset::UTC.to_datetime(Timestamp::from_second(local).map_err(|_| CellError::BeyondYears)?);
        match self.zone.to_ambiguous_timestamp(civil).offset() {
            AmbiguousOffset::Unambiguous { offset } => {
                self.remember(local, i64::from(offset.seconds()));
                Ok(i64::from(offset.seconds()))
            }
            AmbiguousOffset::Gap { .. } if has_time => Err(CellError::Gap {
                time: civil.strftime(if local % 60 == 0 { "%H:%M" } else { "%H:%M:%S" }).to_string(),
                date: civil.date().to_string(),
                zone: self.zone.iana_name().unwrap_or("this zone").to_owned(),
            }),
            AmbiguousOffset::Gap { before, .. } | AmbiguousOffset::Fold { before, .. } => {
                Ok(i64::from(before.seconds()))
            }
        }
    }

    fn remember(&mut self, local: i64, offset: i64) {
        let Ok(instant) = Timestamp::from_second(local - offset) else { return };
        let edge = |transition: Option<jiff::tz::TimeZoneTransition<'_>>| transition.map(|t| t.timestamp().as_second());
        let from = edge(self.zone.preceding(instant).next()).map_or(i64::MIN, |at| at + offset + WIDEST_JUMP);
        let to = edge(self.zone.following(instant).next()).map_or(i64::MAX, |at| at + offset - WIDEST_JUMP);
        self.steady = (from, to, offset);
    }
}

/// Reads a time as microseconds since 1970 UTC; without an offset of its own it is local to `zone`.
///
/// Reads ISO 8601 and RFC 3339 with or without seconds, decimals, offset and `T`; a date alone (its first instant);
/// dates with `/` or `.`; 12-hour clocks; the times of web server logs (`17/May/2015:10:05:03 +0000`); seconds,
/// milliseconds, microseconds and nanoseconds since 1970 (10, 13, 16 and 19 digits). Decimals past the microsecond are cut. A local time
/// that the clocks skip is an error; one that occurs twice is the earlier.
pub fn parse_time(text: &str, zone: &TimeZone, day_first: Option<bool>) -> Result<i64, CellError> {
    TimeParser::new(zone.clone(), day_first).parse(text)
}

/// [`parse_time`] for a column, as Timestamp(µs, UTC); an empty text is no value. Also the rows that cannot be read.
pub fn times(
    column: &StringArray,
    zone: &TimeZone,
    day_first: Option<bool>,
) -> (TimestampMicrosecondArray, Vec<(usize, CellError)>) {
    let mut parser = TimeParser::new(zone.clone(), day_first);
    let (values, errors) = each(column, |text| parser.parse(text));
    (TimestampMicrosecondArray::from(values).with_timezone("UTC"), errors)
}

/// Reads a civil date as days since 1970-01-01. A time of day is allowed where it is midnight.
pub fn parse_date(text: &str, day_first: Option<bool>) -> Result<i32, CellError> {
    let not_a_date = |error| if error == CellError::NotATime { CellError::NotADate } else { error };
    match written(text.trim(), day_first).map_err(not_a_date)? {
        Written::Instant(_) => Err(CellError::NotADate),
        Written::Civil(Civil { time: Some(1..), .. } | Civil { offset: Some(_), .. }) => Err(CellError::HasTime),
        Written::Civil(civil) => date_of(civil.days()?),
    }
}

/// [`parse_date`] for a column; an empty text is no value. Also the rows that cannot be read.
pub fn dates(column: &StringArray, day_first: Option<bool>) -> (Date32Array, Vec<(usize, CellError)>) {
    let (values, errors) = each(column, |text| parse_date(text, day_first));
    (Date32Array::from(values), errors)
}

fn written(text: &str, day_first: Option<bool>) -> Result<Written, CellError> {
    if let Some(instant) = epoch(text) {
        return Ok(Written::Instant(instant));
    }
    let inner = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let mut scan = Scan::new(inner);
    let excel = |error| if error == CellError::NotATime && is_excel_day(text) { CellError::ExcelDay } else { error };
    let mut civil = date(&mut scan, day_first).map_err(excel)?;
    if !scan.is_done() {
        if !before_clock(&mut scan) {
            return Err(CellError::NotATime);
        }
        clock(&mut scan, &mut civil)?;
    }
    Ok(Written::Civil(civil))
}

/// True for a number that as Excel counts days is one of 1954 to 2119.
fn is_excel_day(text: &str) -> bool {
    let (days, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let is_day = days.len() == 5 && days.parse::<u32>().is_ok_and(|days| (20_000..80_000).contains(&days));
    is_day && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// Seconds, milliseconds, microseconds or nanoseconds since 1970, by the number of digits; seconds may have decimals.
fn epoch(text: &str) -> Option<i64> {
    if text.len() == 19 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text[..16].parse().ok();
    }
    let mut scan = Scan::new(text);
    let (value, count) = scan.digits()?;
    let micros = match count {
        10 => value * SECOND,
        13 => value * 1000,
        16 => value,
        _ => return None,
    };
    let fraction = if count == 10 && scan.one_of(b".").is_some() { scan.fraction()? } else { 0 };
    scan.is_done().then_some(micros + fraction)
}

fn date(scan: &mut Scan<'_>, day_first: Option<bool>) -> Result<Civil, CellError> {
    let civil = |year, month, day| Civil { year, month, day, time: None, offset: None };
    let start = *scan;
    if let Some(triple) = scan.triple() {
        return match triple {
            Triple::ShortYear => Err(CellError::TwoDigitYear),
            Triple::YearFirst { year, month, day } => Ok(civil(year, month, day)),
            Triple::YearLast { first, second, year } => {
                let day_first = match (first, second) {
                    (13.., _) if day_first.is_none() => true,
                    (_, 13..) if day_first.is_none() => false,
                    (same, other) if same == other => true,
                    _ => day_first.ok_or(CellError::Ambiguous)?,
                };
                Ok(if day_first { civil(year, second, first) } else { civil(year, first, second) })
            }
        };
    }
    *scan = start;
    if let (Some((day, 1..=2)), Some(_)) = (scan.digits(), scan.one_of(b"/- ")) {
        let month = (1..).zip(MONTHS).find(|(_, name)| scan.word(name)).map(|(month, _)| month);
        match (month, scan.one_of(b"/- "), scan.digits()) {
            (Some(month), Some(_), Some((year, 4))) => return Ok(civil(year, month, day)),
            // An hour may stand there, too.
            (Some(_), Some(_), Some((_, 2))) if scan.one_of(b":").is_none() => return Err(CellError::TwoDigitYear),
            _ => {}
        }
    }
    *scan = start;
    if let Some((year, month, day)) = scan.in_words() {
        return Ok(civil(year, month, day));
    }
    *scan = start;
    compact_date(scan, civil)
}

/// Takes what stands between a date and a time of day: `T`, `:`, spaces, a comma, a word such as `at`.
fn before_clock(scan: &mut Scan<'_>) -> bool {
    if scan.one_of(b"Tt:").is_some() {
        return true;
    }
    let comma = scan.one_of(b",").is_some();
    let apart = scan.spaces() || comma;
    if apart && ["at", "à", "um", "om", "alle", "a las"].into_iter().any(|word| scan.word(word)) {
        scan.spaces();
    }
    apart
}

/// `20260401`, alone, before a `T` or a space, or as the start of `20260401130500`.
fn compact_date(scan: &mut Scan<'_>, civil: impl Fn(i64, i64, i64) -> Civil) -> Result<Civil, CellError> {
    let (digits, count) = scan.digits().ok_or(CellError::NotATime)?;
    let day = |digits: i64| civil(digits / 10_000, digits / 100 % 100, digits % 100);
    match count {
        8 => Ok(day(digits)),
        14 => {
            let time = digits % 1_000_000;
            let time = time_of_day(time / 10_000, time / 100 % 100, time % 100, 0)?;
            Ok(Civil { time: Some(time), ..day(digits / 1_000_000) })
        }
        _ => Err(CellError::NotATime),
    }
}

/// The time of day and the offset after a date.
fn clock(scan: &mut Scan<'_>, civil: &mut Civil) -> Result<(), CellError> {
    if civil.time.is_some() {
        return Err(CellError::NotATime);
    }
    let (mut hour, minute, mut second, mut micros) = match scan.digits().ok_or(CellError::NotATime)? {
        (hour, 1..=2) if scan.one_of(b":").is_some() => (hour, scan.fixed(2).ok_or(CellError::NotATime)?, 0, 0),
        (time, 4) => (time / 100, time % 100, 0, 0),
        (time, 6) => (time / 10_000, time / 100 % 100, time % 100, 0),
        _ => return Err(CellError::NotATime),
    };
    if scan.one_of(b":").is_some() {
        second = scan.fixed(2).ok_or(CellError::NotATime)?;
    }
    if scan.one_of(b".,").is_some() {
        micros = scan.fraction().ok_or(CellError::NotATime)?;
    }
    scan.spaces();
    if let Some(half) = HALVES.into_iter().find_map(|(word, hours)| scan.word(word).then_some(hours)) {
        if !(1..=12).contains(&hour) {
            return Err(CellError::OutOfRange { what: TimePart::HourOfTwelve, value: hour });
        }
        hour = hour % 12 + half;
        scan.spaces();
    }
    civil.time = Some(time_of_day(hour, minute, second, micros)?);
    if !scan.is_done() {
        let start = *scan;
        civil.offset = Some(scan.offset().filter(|_| scan.is_done()).ok_or_else(|| no_offset(start))?);
    }
    Ok(())
}

/// Why what stands behind a time of day is no offset: a name may mean several zones, or none.
fn no_offset(mut scan: Scan<'_>) -> CellError {
    match scan.letters().filter(|name| scan.is_done() && (3..=5).contains(&name.len())) {
        Some(name) => CellError::ZoneName { name: name.to_uppercase() },
        None => CellError::NotATime,
    }
}

#[cfg(test)]
#[path = "time_tests.rs"]
mod tests;
