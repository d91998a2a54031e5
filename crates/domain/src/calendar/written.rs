//! Periods and days as people write them, and as Jauge prints them in each language.

use jiff::civil::Date;

use super::period::Form;
use super::{CalendarError, Period};
use crate::text::Language;

/// The names of months in the languages Jauge speaks, with and without accents.
const MONTHS: [&[&str]; 12] = [
    &["january", "janvier"],
    &["february", "février", "fevrier"],
    &["march", "mars"],
    &["april", "avril"],
    &["may", "mai"],
    &["june", "juin"],
    &["july", "juillet"],
    &["august", "août", "aout"],
    &["september", "septembre"],
    &["october", "octobre"],
    &["november", "novembre"],
    &["december", "décembre", "decembre"],
];

impl Period {
    /// The period that `text` says: in a form of [`Period`], or as people write and Jauge prints it: `T4 2026`, `Q4 2026`,
    /// `11/2026`, `mars 2026`, `semaine 14 de 2026`, `31/01/2026`, `1 March 2026`, `01/01/2026 – 31/01/2026`.
    ///
    /// # Errors
    /// Those of [`Self::from_str`](std::str::FromStr::from_str), and [`CalendarError::DayOrMonth`] for `03/04/2026` in English,
    /// which may be read two ways; in French the day comes first.
    ///
    /// ```
    /// use jauge_domain::{Language, Period};
    ///
    /// assert_eq!(Period::written("T4 2026", Language::Fr)?.to_string(), "2026-Q4");
    /// assert_eq!(Period::written("01/02/2026", Language::Fr)?.to_string(), "2026-02-01");
    /// assert!(Period::written("01/02/2026", Language::En).is_err());
    /// # Ok::<(), jauge_domain::CalendarError>(())
    /// ```
    pub fn written(text: &str, language: Language) -> Result<Self, CalendarError> {
        let lower = spaced(text);
        let words: Vec<&str> = lower.split_whitespace().collect();
        let days = match ends(&words) {
            Some((from, to)) => day(from, language)?.zip(day(to, language)?).map(|(from, to)| format!("{from}/{to}")),
            None => day(&words, language)?,
        };
        let plain = days.or_else(|| month(&words)).or_else(|| quarter(&words)).or_else(|| week(&words));
        plain.as_deref().unwrap_or(text.trim()).parse()
    }

    /// The day that `text` says: `2026-01-31`, or as [`Self::written`] takes it.
    ///
    /// # Errors
    /// [`CalendarError::NotADay`] where it says none, and those of [`Self::written`].
    pub fn day_written(text: &str, language: Language) -> Result<Date, CalendarError> {
        let lower = spaced(text);
        let words: Vec<&str> = lower.split_whitespace().collect();
        let none = || CalendarError::NotADay { text: text.to_owned() };
        match day(&words, language)?.ok_or_else(none)?.parse::<Self>()?.0 {
            Form::Days(day, same) if day == same => Ok(day),
            Form::Days(..) | Form::Year(_) | Form::Quarter(..) | Form::Month(..) | Form::Week(..) => Err(none()),
        }
    }
}

/// `text` in small letters, its words parted by spaces alone.
fn spaced(text: &str) -> String {
    text.to_lowercase().replace(['\u{202f}', '\u{a0}', ','], " ")
}

/// What stands before and behind the word between two days.
fn ends<'a, 'b>(words: &'b [&'a str]) -> Option<(&'b [&'a str], &'b [&'a str])> {
    let words = match words {
        ["du" | "from", rest @ ..] => rest,
        words => words,
    };
    let at = words.iter().position(|word| matches!(*word, "–" | "-" | "au" | "to"))?;
    Some((words.get(..at)?, words.get(at + 1..)?))
}

/// A day as `2026-01-31`; `None` where `words` have another form.
fn day(words: &[&str], language: Language) -> Result<Option<String>, CalendarError> {
    Ok(match words {
        [one] if is_plain_day(one) => Some((*one).to_owned()),
        [one] => return slashed(one, language),
        [day, name, year] if month_of(name).is_some() => named_day(year, name, day),
        [name, day, year] => named_day(year, name, day),
        _ => None,
    })
}

/// True of `2026-01-31`, whatever its digits.
fn is_plain_day(word: &str) -> bool {
    let lengths: Vec<usize> = word.split('-').map(str::len).collect();
    lengths == [4, 2, 2] && word.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit())
}

/// `31/01/2026`: in French the day first; in English only where the other order would be no day, or the same one.
fn slashed(word: &str, language: Language) -> Result<Option<String>, CalendarError> {
    let parts: Vec<&str> = word.split('/').collect();
    let [one, other, year] = parts.as_slice() else { return Ok(None) };
    let (Some(one), Some(other), Some(year)) = (small(one), small(other), year_of(year)) else { return Ok(None) };
    let (day_first, month_first) = (iso(year, other, one), iso(year, one, other));
    let is_day = |text: &String| text.parse::<Date>().is_ok();
    match language {
        Language::Fr => Ok(Some(day_first)),
        Language::En | Language::Qps => match (is_day(&day_first), is_day(&month_first)) {
            (true, true) if day_first != month_first => {
                Err(CalendarError::DayOrMonth { text: word.to_owned(), day_first, month_first })
            }
            (false, true) => Ok(Some(month_first)),
            (true, _) | (false, false) => Ok(Some(day_first)),
        },
    }
}

/// `31 January 2026`, `1er mars 2026`, `March 1st 2026`.
fn named_day(year: &str, name: &str, day: &str) -> Option<String> {
    let digits = ["er", "st", "nd", "rd", "th"].iter().find_map(|ending| day.strip_suffix(ending)).unwrap_or(day);
    Some(iso(year_of(year)?, month_of(name)?, small(digits)?))
}

/// `11/2026`, `mars 2026`.
fn month(words: &[&str]) -> Option<String> {
    let (year, month) = match words {
        [one] => one.split_once('/').and_then(|(month, year)| Some((year_of(year)?, small(month)?)))?,
        [name, year] => (year_of(year)?, month_of(name)?),
        _ => return None,
    };
    Some(format!("{year}-{month:02}"))
}

/// `T4 2026`, `2026 T4`, `2026-T4`; with Q, too.
fn quarter(words: &[&str]) -> Option<String> {
    let (year, quarter) = numbered(words, &["t", "q"])?;
    Some(format!("{year}-Q{quarter}"))
}

/// `semaine 14 de 2026`, `week 14 2026`, `S14 2026`, `2026-S14`; with W, too.
fn week(words: &[&str]) -> Option<String> {
    let (year, week) = match words {
        ["semaine" | "week", week, "de" | "of", year] | ["semaine" | "week", week, year] => {
            (year_of(year)?, small(week)?)
        }
        words => numbered(words, &["s", "w"])?,
    };
    Some(format!("{year}-W{week:02}"))
}

/// A year and a number behind one of `letters`, in either order.
fn numbered<'a>(words: &[&'a str], letters: &[&str]) -> Option<(&'a str, u8)> {
    let (one, other) = match words {
        [one] => one.split_once('-')?,
        [one, other] => (*one, *other),
        _ => return None,
    };
    let number = |word: &str| letters.iter().find_map(|letter| word.strip_prefix(letter)).and_then(small);
    match (year_of(one), year_of(other)) {
        (Some(year), None) => Some((year, number(other)?)),
        (None, Some(year)) => Some((year, number(one)?)),
        (Some(_), Some(_)) | (None, None) => None,
    }
}

fn iso(year: &str, month: u8, day: u8) -> String {
    format!("{year}-{month:02}-{day:02}")
}

/// A number of one or two digits.
fn small(word: &str) -> Option<u8> {
    let is_small = (1..=2).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|_| is_small)
}

/// A year of four digits.
fn year_of(word: &str) -> Option<&str> {
    (word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())).then_some(word)
}

/// The place of a month in the year, from 1, by its name.
fn month_of(name: &str) -> Option<u8> {
    MONTHS.iter().zip(1..).find(|(names, _)| names.contains(&name)).map(|(_, month)| month)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::Impossible;

    #[test]
    fn what_people_write_is_what_they_mean() {
        for (text, plain) in [
            ("T4 2026", "2026-Q4"),
            ("2027-T1", "2027-Q1"),
            ("2027 t1", "2027-Q1"),
            ("Q4 2026", "2026-Q4"),
            ("11/2026", "2026-11"),
            ("1/2026", "2026-01"),
            ("mars 2026", "2026-03"),
            ("Février 2026", "2026-02"),
            ("aout 2026", "2026-08"),
            ("march 2026", "2026-03"),
            ("semaine 14 de 2026", "2026-W14"),
            ("semaine 4 2026", "2026-W04"),
            ("2026-S14", "2026-W14"),
            ("week 14 of 2026", "2026-W14"),
            ("31/01/2026", "2026-01-31"),
            ("1er mars 2026", "2026-03-01"),
            ("March 1st, 2026", "2026-03-01"),
            ("31 décembre 2026", "2026-12-31"),
            ("02/02/2026", "2026-02-02"),
            ("2026-04-17 – 2026-05-14", "2026-04-17/2026-05-14"),
            ("from 2026-04-17 to 2026-05-14", "2026-04-17/2026-05-14"),
            (" 2026-W14 ", "2026-W14"),
            ("2026-04-01/..", "2026-04-01/.."),
            ("2026", "2026"),
        ] {
            for language in Language::ALL {
                assert_eq!(Period::written(text, language).unwrap().to_string(), plain, "{text}");
            }
        }
        let fr = |text: &str| Period::written(text, Language::Fr).unwrap().to_string();
        assert_eq!(fr("01/02/2026"), "2026-02-01");
        assert_eq!(fr("du 01/04/2026 au 03/04/2026"), "2026-04-01/2026-04-03");
        assert_eq!(fr("17/04/2026\u{202f}–\u{202f}14/05/2026"), "2026-04-17/2026-05-14");
    }

    #[test]
    fn a_date_that_may_be_read_two_ways_is_asked_about_in_english() {
        let (day_first, month_first) = ("2026-04-03".to_owned(), "2026-03-04".to_owned());
        let asked = CalendarError::DayOrMonth { text: "03/04/2026".to_owned(), day_first, month_first };
        assert_eq!(Period::day_written("03/04/2026", Language::En), Err(asked));
        assert_eq!(Period::day_written("03/04/2026", Language::Fr), Ok(date(2026, 4, 3)));
        assert_eq!(Period::day_written("03/31/2026", Language::En), Ok(date(2026, 3, 31)));
        // In French the month never comes first.
        assert!(Period::day_written("03/31/2026", Language::Fr).is_err());
    }

    #[test]
    fn a_day_is_one_and_exists() {
        let read = |text: &str| Period::day_written(text, Language::Fr);
        assert_eq!(read("2026-01-31"), Ok(date(2026, 1, 31)));
        for text in ["", "2026", "T4 2026", "mars 2026", "2026-01-01/2026-01-02", "demain", "01/02/26"] {
            assert_eq!(read(text), Err(CalendarError::NotADay { text: text.to_owned() }), "{text}");
        }
        let why = Impossible::DayOfMonth { year: 2026, month: 2, days: 28 };
        assert_eq!(read("30/02/2026"), Err(CalendarError::Impossible { text: "2026-02-30".to_owned(), why }));
    }

    #[test]
    fn what_is_no_period_stays_none() {
        for text in ["", "april", "mars", "T5", "14", "2026 2026", "T4 T4", "2026-x1", "32/2026/1", "a – b", "é"] {
            let read = Period::written(text, Language::Fr);
            assert_eq!(read, Err(CalendarError::Malformed { text: text.to_owned() }), "{text}");
        }
        let quarter = Period::written("T5 2026", Language::Fr);
        assert!(matches!(quarter, Err(CalendarError::Impossible { why: Impossible::Quarter, .. })), "{quarter:?}");
    }
}
