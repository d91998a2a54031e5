//! A length of time as people write it.

use serde::Deserialize;

/// A length of time such as `30m`, in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Length(pub i64);

const SECOND: i64 = 1_000_000;

/// A text that is no length of time; a code and the text are all that goes through a parser.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}{0}", code = Self::CODE)]
pub struct NotALength(pub String);

impl NotALength {
    /// By what it is known among a parser's errors.
    pub const CODE: &'static str = "not_a_length ";
}

impl TryFrom<String> for Length {
    type Error = NotALength;

    fn try_from(text: String) -> Result<Self, NotALength> {
        let wrong = || NotALength(text.clone());
        let (number, unit) = text.trim().split_at_checked(text.trim().len().saturating_sub(1)).ok_or_else(wrong)?;
        let seconds = match unit {
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            "d" => 86_400,
            _ => return Err(wrong()),
        };
        let number: i64 = number.trim().parse().map_err(|_| wrong())?;
        let length = number.checked_mul(seconds * SECOND).filter(|length| *length > 0);
        length.map(Self).ok_or_else(wrong)
    }
}
