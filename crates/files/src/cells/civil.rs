//! Civil dates and times as written: no zone yet.

use jauge_domain::TimePart;

use super::{CellError, words};

/// A date and time of day as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Civil {
    pub(super) year: i64,
    pub(super) month: i64,
    pub(super) day: i64,
    /// Microseconds since midnight, where a time of day is written.
    pub(super) time: Option<i64>,
    /// Seconds east of UTC, where an offset is written.
    pub(super) offset: Option<i64>,
}

/// Three numbers of a date and where its year is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Triple {
    YearFirst {
        year: i64,
        month: i64,
        day: i64,
    },
    YearLast {
        first: i64,
        second: i64,
        year: i64,
    },
    /// Such as 12/1/10.
    ShortYear,
}

impl Civil {
    /// Days since 1970-01-01, or what the calendar lacks.
    pub(super) fn days(&self) -> Result<i64, CellError> {
        if !(1..=12).contains(&self.month) {
            return Err(CellError::OutOfRange { what: TimePart::Month, value: self.month });
        }
        if self.day < 1 || self.day > days_in_month(self.year, self.month) {
            return Err(CellError::OutOfRange { what: TimePart::Day, value: self.day });
        }
        // Days from civil, after Howard Hinnant: years start in March, so that the leap day comes last.
        let year = if self.month <= 2 { self.year - 1 } else { self.year };
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let day_of_year = (153 * ((self.month + 9) % 12) + 2) / 5 + self.day - 1;
        Ok(era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468)
    }
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Microseconds since midnight, or what the clock lacks.
pub(super) fn time_of_day(hour: i64, minute: i64, second: i64, micros: i64) -> Result<i64, CellError> {
    for (what, value, end) in
        [(TimePart::Hour, hour, 24), (TimePart::Minute, minute, 60), (TimePart::Second, second, 60)]
    {
        if value >= end {
            return Err(CellError::OutOfRange { what, value });
        }
    }
    Ok(((hour * 60 + minute) * 60 + second) * 1_000_000 + micros)
}

/// A space, and those that do not break: U+00A0 and U+202F.
const SPACES: [&[u8]; 3] = [b" ", "\u{a0}".as_bytes(), "\u{202f}".as_bytes()];

/// What may stand right behind the day.
const ORDINALS: [&str; 6] = ["st", "nd", "rd", "th", "er", "º"];

/// Reads a text from left to right; each method takes what it names, or nothing.
#[derive(Clone, Copy)]
pub(super) struct Scan<'a> {
    rest: &'a [u8],
}

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text.as_bytes() }
    }

    pub(super) fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    /// Takes one byte of `bytes`.
    pub(super) fn one_of(&mut self, bytes: &[u8]) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        bytes.contains(first).then(|| {
            self.rest = rest;
            *first
        })
    }

    /// Takes `word`, in any case.
    pub(super) fn word(&mut self, word: &str) -> bool {
        let found = self.rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()));
        if found {
            self.rest = &self.rest[word.len()..];
        }
        found
    }

    /// Takes spaces, those that do not break among them; true where there was one.
    pub(super) fn spaces(&mut self) -> bool {
        let before = self.rest.len();
        while let Some(space) = SPACES.into_iter().find(|space| self.rest.starts_with(space)) {
            self.rest = &self.rest[space.len()..];
        }
        self.rest.len() < before
    }

    /// Takes letters of any alphabet: them in lower case.
    pub(super) fn letters(&mut self) -> Option<String> {
        let text = str::from_utf8(self.rest).ok()?;
        let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
        self.rest = &self.rest[end..];
        (end > 0).then(|| text[..end].to_lowercase())
    }

    /// Takes what stands between the words and numbers of a date.
    fn gap(&mut self) {
        while self.one_of(b".,-/").is_some() || self.spaces() {}
    }

    /// Takes the next word and the gap behind it, a `de` as in `3 de marzo de 2026` aside.
    fn date_word(&mut self) -> Option<String> {
        let word = self.letters()?;
        self.gap();
        if word == "de" || word == "del" { self.date_word() } else { Some(word) }
    }

    /// Takes a date whose month is a word, such as `mar. 3 févr. 2026`, `Feb 3rd, 2026` or `3 de marzo de 2026`: year, month
    /// and day.
    pub(super) fn in_words(&mut self) -> Option<(i64, i64, i64)> {
        let mut before = Vec::new();
        while let Some(word) = self.date_word() {
            before.push(word);
        }
        let (day, 1..=2) = self.digits()? else { return None };
        let behind = *self;
        if self.letters().is_none_or(|letters| !ORDINALS.contains(&letters.as_str())) {
            *self = behind;
        }
        self.gap();
        before.extend(self.date_word());
        if self.date_word().is_some() {
            return None;
        }
        let (year, 4) = self.digits()? else { return None };
        let month = match before.as_slice() {
            [month] => words::month(month)?,
            [weekday, month] if words::is_weekday(weekday) => words::month(month)?,
            _ => return None,
        };
        Some((year, month, day))
    }

    /// Takes digits, at most 18: their value and their number.
    pub(super) fn digits(&mut self) -> Option<(i64, usize)> {
        let count = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.fixed(count).filter(|_| count > 0).map(|value| (value, count))
    }

    /// Takes exactly `count` digits.
    pub(super) fn fixed(&mut self, count: usize) -> Option<i64> {
        let digits = self.rest.get(..count).filter(|_| count <= 18)?;
        let mut value = 0;
        for byte in digits {
            value = value * 10 + i64::from(byte.is_ascii_digit().then(|| byte - b'0')?);
        }
        self.rest = &self.rest[count..];
        Some(value)
    }

    /// Takes a date of three numbers apart by one of `-/.`.
    pub(super) fn triple(&mut self) -> Option<Triple> {
        let (first, first_len) = self.digits()?;
        let separator = self.one_of(b"-/.")?;
        let (second, second_len) = self.digits()?;
        self.one_of(&[separator])?;
        let (third, third_len) = self.digits()?;
        match (first_len, second_len, third_len) {
            (4, 1..=2, 1..=2) => Some(Triple::YearFirst { year: first, month: second, day: third }),
            (1..=2, 1..=2, 4) => Some(Triple::YearLast { first, second, year: third }),
            (1..=2, 1..=2, 1..=2) => Some(Triple::ShortYear),
            _ => None,
        }
    }

    /// Takes the decimals of a second: microseconds, finer digits are cut.
    pub(super) fn fraction(&mut self) -> Option<i64> {
        let count = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.rest.split_at(count);
        self.rest = rest;
        let micros = (0..6).fold(0, |sum, place| sum * 10 + digits.get(place).map_or(0, |byte| i64::from(byte - b'0')));
        (count > 0).then_some(micros)
    }

    /// Takes `Z`, `UTC`, `GMT`, the name of a zone that is one offset, or an offset such as +02:00, +0200 or +02: seconds east
    /// of UTC.
    pub(super) fn offset(&mut self) -> Option<i64> {
        if self.word("UTC") || self.word("GMT") || self.word("Z") {
            return Some(0);
        }
        let sign = match self.one_of(b"+-") {
            Some(b'-') => -1,
            Some(_) => 1,
            None => return words::zone(&self.letters()?),
        };
        let hours = self.fixed(2)?;
        let colon = self.one_of(b":").is_some();
        let minutes = if colon || !self.is_done() { self.fixed(2)? } else { 0 };
        (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
    }
}
