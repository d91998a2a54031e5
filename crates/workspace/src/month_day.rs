//! A day of every year, as jauge.toml writes it.

use serde::Deserialize;

/// A day of the year, `MM-DD`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct MonthDay(i8, i8);

impl MonthDay {
    /// Month and day, both from 1.
    pub fn month_day(self) -> (i8, i8) {
        (self.0, self.1)
    }
}

impl Default for MonthDay {
    fn default() -> Self {
        Self(1, 1)
    }
}

/// A text that is no day of the year; a code and the text are all that goes through the parser.
#[derive(Debug, thiserror::Error)]
#[error("{code}{0}", code = Self::CODE)]
pub struct NotADayOfYear(String);

impl NotADayOfYear {
    /// What stands before the text in what the parser says.
    pub(crate) const CODE: &'static str = "not_a_day_of_year ";
}

impl TryFrom<String> for MonthDay {
    type Error = NotADayOfYear;

    fn try_from(text: String) -> Result<Self, NotADayOfYear> {
        let parts = text.split_once('-').and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?)));
        parts
            .filter(|(month, day)| jiff::civil::Date::new(2001, *month, *day).is_ok())
            .map(|(month, day)| Self(month, day))
            .ok_or(NotADayOfYear(text))
    }
}
