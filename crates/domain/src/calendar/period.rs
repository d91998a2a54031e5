//! A named period or a range of days, as users write it.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::limits::{FIRST_DAY, LAST_DAY};
use super::{CalendarError, Impossible};

/// A named period, or an inclusive range of civil days. It always exists in some calendar, between the years 1 and 9998.
///
/// Written `2026`, `2026-Q2`, `2026-04`, `2026-W14`, `2026-04-01`, `2026-04-01/2026-06-30`; an open end of a range is
/// written `..`, as in `2026-04-01/..`.
///
/// `2026` and `2026-Q2` follow the calendar's fiscal year: fiscal year 2026 is the one that starts in 2026. `2026-W14`
/// is the week that holds the Thursday of ISO week 14: the ISO week itself where weeks start on Monday, and otherwise
/// the week that shares at least four of its days with it.
///
/// ```
/// use jauge_domain::Period;
///
/// assert_eq!("2026-q2".parse::<Period>().unwrap().to_string(), "2026-Q2");
/// assert!("2026-02-30".parse::<Period>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period(pub(super) Form);

/// What a period is. Years are from 1 to 9998, other numbers from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Form {
    Year(i16),
    Quarter(i16, i8),
    Month(i16, i8),
    Week(i16, i8),
    /// First and last day; [`FIRST_DAY`] and [`LAST_DAY`] stand for an open end.
    Days(Date, Date),
}

impl Period {
    /// The days from `from` to `to`, both included; `None` leaves that end open.
    ///
    /// An open end reaches to the year 1 or 9998: meet its span with the data's ([`super::Span::meet`]) before cutting it
    /// into buckets.
    ///
    /// # Errors
    /// [`CalendarError::Reversed`] where `to` is before `from`; [`CalendarError::Impossible`] for years no calendar has.
    pub fn range(from: Option<Date>, to: Option<Date>) -> Result<Self, CalendarError> {
        for date in [from, to].into_iter().flatten() {
            year_exists(date.year(), &date.to_string())?;
        }
        let (from, to) = (from.unwrap_or(FIRST_DAY), to.unwrap_or(LAST_DAY));
        if to < from {
            return Err(CalendarError::Reversed { from, to });
        }
        Ok(Self(Form::Days(from, to)))
    }

    /// The period of the same kind just after: the next year, quarter, month or week, or as many days; `None` at the end of
    /// time, and after a range with an open end.
    pub fn next(self) -> Option<Self> {
        let form = match self.0 {
            Form::Year(year) => Form::Year(year + 1),
            Form::Quarter(year, 4) => Form::Quarter(year + 1, 1),
            Form::Quarter(year, quarter) => Form::Quarter(year, quarter + 1),
            Form::Month(year, 12) => Form::Month(year + 1, 1),
            Form::Month(year, month) => Form::Month(year, month + 1),
            Form::Week(year, week) => match ISOWeekDate::new(year, week + 1, Weekday::Monday) {
                Ok(_) => Form::Week(year, week + 1),
                Err(_) => Form::Week(year + 1, 1),
            },
            Form::Days(from, to) if from != FIRST_DAY && to != LAST_DAY => {
                let days = super::days::days_between(from, to);
                let first = to.tomorrow().ok()?;
                Form::Days(first, first.checked_add(jiff::SignedDuration::from_hours(24 * days)).ok()?)
            }
            Form::Days(..) => return None,
        };
        exists(form, "").is_ok().then_some(Self(form))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Form::Year(year) => write!(f, "{year:04}"),
            Form::Quarter(year, quarter) => write!(f, "{year:04}-Q{quarter}"),
            Form::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Form::Week(year, week) => write!(f, "{year:04}-W{week:02}"),
            Form::Days(from, to) if from == to => write!(f, "{from}"),
            Form::Days(FIRST_DAY, LAST_DAY) => f.write_str("../.."),
            Form::Days(FIRST_DAY, to) => write!(f, "../{to}"),
            Form::Days(from, LAST_DAY) => write!(f, "{from}/.."),
            Form::Days(from, to) => write!(f, "{from}/{to}"),
        }
    }
}

impl FromStr for Period {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        if let Some((from, to)) = text.split_once('/') {
            return Self::range(end(from, text)?, end(to, text)?);
        }
        let malformed = || CalendarError::Malformed { text: text.to_owned() };
        let (year, rest) = match text.split_once('-') {
            Some((year, rest)) => (year, Some(rest)),
            None => (text, None),
        };
        let year = number(year, 4).ok_or_else(malformed)?;
        let form = match rest {
            None => Form::Year(year),
            Some(rest) => match rest.split_at_checked(1) {
                Some(("Q" | "q", quarter)) => Form::Quarter(year, number(quarter, 1).ok_or_else(malformed)? as i8),
                Some(("W" | "w", week)) => Form::Week(year, number(week, 2).ok_or_else(malformed)? as i8),
                _ if rest.len() == 2 => Form::Month(year, number(rest, 2).ok_or_else(malformed)? as i8),
                _ => {
                    let day = day(text)?.ok_or_else(malformed)?;
                    Form::Days(day, day)
                }
            },
        };
        exists(form, text)?;
        Ok(Self(form))
    }
}

/// One end of the range `whole`: a day, or `..` for an open one.
fn end(text: &str, whole: &str) -> Result<Option<Date>, CalendarError> {
    match text {
        ".." => Ok(None),
        _ => day(text)?.map(Some).ok_or_else(|| CalendarError::Malformed { text: whole.to_owned() }),
    }
}

/// The day written `2026-04-01`; `None` where `text` does not have that form.
fn day(text: &str) -> Result<Option<Date>, CalendarError> {
    let mut parts = text.split('-');
    let (Some(year), Some(month), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Ok(None);
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return Ok(None);
    };
    exists(Form::Month(year, month as i8), text)?;
    Date::new(year, month as i8, day as i8).map(Some).map_err(|_| {
        let days = Date::new(year, month as i8, 1).map_or(31, Date::days_in_month);
        let why = Impossible::DayOfMonth { year, month: month as i8, days };
        CalendarError::Impossible { text: text.to_owned(), why }
    })
}

/// The number written with exactly `width` decimal digits, at most 4.
fn number(text: &str, width: usize) -> Option<i16> {
    text.parse().ok().filter(|_| text.len() == width && text.bytes().all(|byte| byte.is_ascii_digit()))
}

fn exists(form: Form, text: &str) -> Result<(), CalendarError> {
    let (year, why) = match form {
        Form::Quarter(year, quarter) if !(1..=4).contains(&quarter) => (year, Impossible::Quarter),
        Form::Month(year, month) if !(1..=12).contains(&month) => (year, Impossible::Month),
        Form::Week(year, week) if ISOWeekDate::new(year, week, Weekday::Monday).is_err() => {
            let weeks = ISOWeekDate::new(year, 1, Weekday::Monday).map_or(53, ISOWeekDate::weeks_in_year);
            (year, Impossible::Week { year, weeks })
        }
        Form::Days(day, _) => return year_exists(day.year(), text),
        Form::Year(year) | Form::Quarter(year, _) | Form::Month(year, _) | Form::Week(year, _) => {
            return year_exists(year, text);
        }
    };
    year_exists(year, text)?;
    Err(CalendarError::Impossible { text: text.to_owned(), why })
}

fn year_exists(year: i16, text: &str) -> Result<(), CalendarError> {
    if (FIRST_DAY.year()..=LAST_DAY.year()).contains(&year) {
        return Ok(());
    }
    Err(CalendarError::Impossible { text: text.to_owned(), why: Impossible::Year })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_next_period_follows_without_a_gap() {
        for (one, next) in [
            ("2026", "2027"),
            ("2026-Q4", "2027-Q1"),
            ("2026-12", "2027-01"),
            ("2026-W14", "2026-W15"),
            ("2026-W53", "2027-W01"),
            ("2025-W52", "2026-W01"),
            ("2026-04-01/2026-04-10", "2026-04-11/2026-04-20"),
        ] {
            assert_eq!(one.parse::<Period>().unwrap().next().map(|next| next.to_string()).as_deref(), Some(next));
        }
        assert_eq!("2026-04-01/..".parse::<Period>().unwrap().next(), None);
        assert_eq!("9998".parse::<Period>().unwrap().next(), None);
    }

    #[test]
    fn every_form_prints_as_it_reads() {
        for text in
            ["2026", "2026-Q2", "2026-04", "2026-W14", "2026-04-01", "2026-04-01/2026-06-30", "0001", "9998-W52"]
        {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
        }
        for text in ["2026-04-01/..", "../2026-06-30", "../..", "2024-02-29", "2026-W53", "2020-W53"] {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
        }
        assert_eq!("2026-04-01/2026-04-01".parse::<Period>(), "2026-04-01".parse());
        assert_eq!("2026-w14".parse::<Period>(), "2026-W14".parse());
    }

    #[test]
    fn what_is_no_period_is_malformed() {
        let malformed = [
            "",
            "-",
            "/",
            "april",
            "26",
            "+026",
            "2026-",
            "2026-4",
            "2026-Q",
            "2026-Q2x",
            "2026-W5",
            "2026-W+1",
            "2026-W",
            "2026-04-1",
            "2026-04-01/",
            "2026-04/2026-06",
            "2026-04-01/2026-06-30/2026-07-01",
            "-2026",
            "2026-é",
            "２０２６",
            "2026-04-01T00:00",
            " 2026",
            "2026-04-01-01",
            "20260401",
            "2026-+4",
            "2026-04-+1",
        ];
        for text in malformed {
            assert_eq!(text.parse::<Period>(), Err(CalendarError::Malformed { text: text.to_owned() }));
        }
    }

    #[test]
    fn an_impossible_date_says_why() {
        let why = |text: &str| match text.parse::<Period>().unwrap_err() {
            CalendarError::Impossible { text, why } => (text, why),
            other => panic!("{other:?}"),
        };
        let is = |text: &str, why: Impossible| (text.to_owned(), why);
        assert_eq!(why("2026-02-30"), is("2026-02-30", Impossible::DayOfMonth { year: 2026, month: 2, days: 28 }));
        assert_eq!(
            why("2026-04-00/2026-04-02"),
            is("2026-04-00", Impossible::DayOfMonth { year: 2026, month: 4, days: 30 })
        );
        assert_eq!(why("2026-W60"), is("2026-W60", Impossible::Week { year: 2026, weeks: 53 }));
        assert_eq!(why("2025-W53"), is("2025-W53", Impossible::Week { year: 2025, weeks: 52 }));
        assert_eq!(why("2026-W00"), is("2026-W00", Impossible::Week { year: 2026, weeks: 53 }));
        assert_eq!(why("2026-Q5"), is("2026-Q5", Impossible::Quarter));
        assert_eq!(why("2026-13"), is("2026-13", Impossible::Month));
        assert_eq!(why("2026-99-99"), is("2026-99-99", Impossible::Month));
        assert_eq!(why("0000"), is("0000", Impossible::Year));
        assert_eq!(why("2026-04-01/9999-12-31"), is("9999-12-31", Impossible::Year));
    }

    #[test]
    fn a_range_runs_forward() {
        let (early, late) = (Some(date(2026, 4, 1)), Some(date(2026, 6, 30)));
        assert_eq!(Period::range(early, late), "2026-04-01/2026-06-30".parse());
        assert_eq!(Period::range(None, late), "../2026-06-30".parse());
        assert_eq!(Period::range(early, None), "2026-04-01/..".parse());
        let (from, to) = (date(2026, 6, 30), date(2026, 4, 1));
        assert_eq!(Period::range(late, early), Err(CalendarError::Reversed { from, to }));
        assert!(Period::range(Some(date(-5, 1, 1)), None).is_err());
    }
}
