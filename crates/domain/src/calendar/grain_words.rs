//! Grains by the words users write.

use std::str::FromStr;

use super::error::CalendarError;
use super::grain::Grain;
use crate::names::nearest;

impl FromStr for Grain {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        Self::ALL.into_iter().find(|grain| grain.name() == text).ok_or_else(|| CalendarError::UnknownGrain {
            text: text.to_owned(),
            near: nearest(text, Self::ALL.map(Self::name)).map(str::to_owned),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grains_are_ordered_by_size_and_read_back() {
        assert!(Grain::ALL.is_sorted());
        for grain in Grain::ALL {
            assert_eq!(grain.to_string().parse::<Grain>(), Ok(grain));
        }
    }

    #[test]
    fn a_wrong_grain_names_the_nearest() {
        let unknown = |text: &str, near: Option<&str>| {
            Err(CalendarError::UnknownGrain { text: text.to_owned(), near: near.map(str::to_owned) })
        };
        assert_eq!("weak".parse::<Grain>(), unknown("weak", Some("week")));
        assert_eq!("fortnight".parse::<Grain>(), unknown("fortnight", None));
    }
}
