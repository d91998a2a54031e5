//! How long a bucket is, and the day a week starts on.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The length of a bucket. Ordered by size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grain {
    /// An hour on the zone's clock.
    Hour,
    /// A civil day.
    Day,
    /// Seven days from the calendar's first day of the week.
    Week,
    /// A calendar month.
    Month,
    /// Three months, counted from the start of the fiscal year.
    Quarter,
    /// A fiscal year.
    Year,
}

impl Grain {
    /// Every grain, from the smallest.
    pub const ALL: [Self; 6] = [Self::Hour, Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// The word users write: `hour`, `day`…
    pub fn name(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// So many units as people write them in short: `28d`, `12w`, `6m`, `4q`, `2y`, `48h`; `None` for anything else, and for none.
    pub fn counted(text: &str) -> Option<(i64, Self)> {
        let (number, letter) = text.split_at_checked(text.len().checked_sub(1)?)?;
        let grain = Self::ALL.into_iter().find(|grain| grain.name().starts_with(letter))?;
        number.parse().ok().filter(|number| *number > 0).map(|number| (number, grain))
    }
}

impl fmt::Display for Grain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A day of the week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Weekday {
    /// The first day of an ISO week.
    #[default]
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday: the day that decides a week's number.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl From<Weekday> for jiff::civil::Weekday {
    fn from(day: Weekday) -> Self {
        match day {
            Weekday::Monday => Self::Monday,
            Weekday::Tuesday => Self::Tuesday,
            Weekday::Wednesday => Self::Wednesday,
            Weekday::Thursday => Self::Thursday,
            Weekday::Friday => Self::Friday,
            Weekday::Saturday => Self::Saturday,
            Weekday::Sunday => Self::Sunday,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_counted_by_the_letter_of_their_word() {
        let counted = ["48h", "28d", "12w", "6m", "4q", "2y"].map(Grain::counted);
        let numbers = [48, 28, 12, 6, 4, 2];
        assert!(counted.iter().zip(numbers.into_iter().zip(Grain::ALL)).all(|(one, wanted)| *one == Some(wanted)));
        for text in ["", "d", "28", "28 d", "0d", "-1d", "1.5d", "28D", "28é", "99999999999999999999d"] {
            assert_eq!(Grain::counted(text), None, "{text}");
        }
    }

    #[test]
    fn words_are_lowercase_in_files() {
        #[derive(Deserialize)]
        struct File {
            week_start: Weekday,
            grain: Grain,
        }
        let file: File = toml::from_str("week_start = \"sunday\"\ngrain = \"quarter\"").unwrap();
        assert_eq!((file.week_start, file.grain), (Weekday::Sunday, Grain::Quarter));
    }
}
