//! Values as people write them: `"2.4%"`, `"+0.5pt"`, `"120 000"`, `2026-05-15`, `"3d"`.

use std::fmt;

use jauge_domain::{Aim, Frequency, Period, Repeat, Target, nearest};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor, value::MapAccessDeserializer};

/// A number, or text such as `"2.4%"`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Plain {
    Whole(i64),
    Number(f64),
    Text(String),
}

/// What a number is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Suffix {
    None,
    Percent,
    Points,
}

impl Plain {
    /// The value in the KPI's unit; a percentage as a share.
    fn amount(&self) -> Result<f64, String> {
        match self {
            Self::Whole(whole) => Ok(*whole as f64),
            Self::Number(number) if number.is_finite() => Ok(*number),
            Self::Number(number) => Err(format!("{number} is no value")),
            Self::Text(text) => match number(text)? {
                (_, Some(_), _) => Err(format!("`{text}` is a change; a value has no sign in front but a minus")),
                (value, None, Suffix::Percent) => Ok(value / 100.0),
                (value, None, Suffix::None) => Ok(value),
                (_, None, Suffix::Points) => Err(format!("`{text}`: points are a change, such as \"+0.5pt\"")),
            },
        }
    }

    fn target(&self) -> Result<Target, String> {
        let Self::Text(text) = self else { return Ok(Target::Value(self.amount()?)) };
        Ok(match number(text)? {
            (value, Some(_), Suffix::Percent) => Target::Relative(value / 100.0),
            (value, Some(_), Suffix::Points) => Target::Points(value / 100.0),
            (value, Some(_), Suffix::None) => Target::Points(value),
            (_, None, Suffix::Points) => return Err(format!("`{text}`: points need a sign, such as \"+0.5pt\"")),
            (_, None, _) => Target::Value(self.amount()?),
        })
    }
}

/// The number in `text`, its sign where it has one, and what follows it.
fn number(text: &str) -> Result<(f64, Option<char>, Suffix), String> {
    let wrong = || format!("`{text}` is no value: write 0.024, \"2.4%\", \"+10%\", \"+0.5pt\" or [low, high]");
    let tight: String = text.chars().filter(|char| !char.is_whitespace()).collect();
    let (sign, rest) = match tight.chars().next() {
        Some(sign @ ('+' | '-' | '−')) => (Some(sign), &tight[sign.len_utf8()..]),
        _ => (None, tight.as_str()),
    };
    let suffixes = [("%", Suffix::Percent), ("pts", Suffix::Points), ("pt", Suffix::Points), ("pp", Suffix::Points)];
    let found = suffixes.iter().find_map(|(end, suffix)| Some((rest.strip_suffix(end)?, *suffix)));
    let (digits, suffix) = found.unwrap_or((rest, Suffix::None));
    let plain = match (digits.matches(',').count(), digits.contains('.')) {
        (0, _) => digits.to_owned(),
        (1, false) => digits.replace(',', "."),
        // 1,234.5
        (_, true) if digits.split(['.']).next().is_some_and(in_thousands) => digits.replace(',', ""),
        _ => return Err(wrong()),
    };
    let is_number = !plain.is_empty() && plain.chars().all(|char| char.is_ascii_digit() || char == '.');
    let value: f64 = plain.parse().ok().filter(|_| is_number).ok_or_else(wrong)?;
    let signed = if matches!(sign, Some('-' | '−')) { -value } else { value };
    // A lone minus before a number without a suffix is a value, not a change.
    let sign = sign.filter(|sign| *sign == '+' || suffix != Suffix::None);
    Ok((signed, sign, suffix))
}

fn in_thousands(whole: &str) -> bool {
    let mut groups = whole.split(',');
    groups.next().is_some_and(|first| (1..=3).contains(&first.len())) && groups.all(|group| group.len() == 3)
}

/// A value in the KPI's unit.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(try_from = "Plain")]
#[schemars(with = "Plain")]
pub(super) struct Amount(pub(super) f64);

impl TryFrom<Plain> for Amount {
    type Error = String;

    fn try_from(plain: Plain) -> Result<Self, String> {
        plain.amount().map(Self)
    }
}

/// What a KPI must come to.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(try_from = "PlainTarget")]
#[schemars(with = "PlainTarget")]
pub(super) struct Aimed(pub(super) Target);

#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum PlainTarget {
    One(Plain),
    Range([Plain; 2]),
}

impl TryFrom<PlainTarget> for Aimed {
    type Error = String;

    fn try_from(plain: PlainTarget) -> Result<Self, String> {
        match plain {
            PlainTarget::One(one) => one.target().map(Self),
            PlainTarget::Range([low, high]) => match (low.amount()?, high.amount()?) {
                (low, high) if low < high => Ok(Self(Target::Between(low, high))),
                (low, high) => Err(format!("[{low}, {high}] holds nothing: the lower value comes first")),
            },
        }
    }
}

/// A number of days, written `"3d"`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct DaysText(pub(super) i64);

impl TryFrom<String> for DaysText {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let days = text.strip_suffix('d').and_then(|days| days.trim().parse().ok());
        let days = days.filter(|days| (0..=366).contains(days));
        days.map(Self).ok_or_else(|| format!("`{text}` is not a number of days such as \"3d\""))
    }
}

/// A period by its name.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct PeriodText(pub(super) Period);

impl TryFrom<String> for PeriodText {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let open = text.contains("..");
        let period = text.parse::<Period>().map_err(|error| error.to_string())?;
        if open { Err(format!("`{text}` has no end: an objective is time-bound")) } else { Ok(Self(period)) }
    }
}

/// A word of a fixed set.
macro_rules! words {
    ($name:ident, $kind:ty, $what:literal, $($word:literal => $value:expr),+) => {
        #[derive(Clone, Copy, Debug, Deserialize)]
        #[serde(try_from = "String")]
        pub(super) struct $name(pub(super) $kind);

        impl $name {
            pub(super) const WORDS: &'static [&'static str] = &[$($word),+];
        }

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                match text.as_str() {
                    $($word => Ok(Self($value)),)+
                    _ => {
                        let meant = nearest(&text, Self::WORDS.iter().copied());
                        let meant = meant.map(|meant| format!(": did you mean `{meant}`?")).unwrap_or_default();
                        Err(format!("`{text}` is no {}{meant} There are {}", $what, Self::WORDS.join(", ")))
                    }
                }
            }
        }
    };
}

words!(AimText, Aim, "direction", "increase" => Aim::Increase, "decrease" => Aim::Decrease,
    "maintain_above" => Aim::MaintainAbove, "maintain_below" => Aim::MaintainBelow,
    "maintain_between" => Aim::MaintainBetween);
words!(RepeatText, Repeat, "repetition", "weekly" => Repeat::Weekly, "monthly" => Repeat::Monthly,
    "quarterly" => Repeat::Quarterly, "yearly" => Repeat::Yearly);
words!(FrequencyText, Frequency, "frequency", "daily" => Frequency::Daily, "weekly" => Frequency::Weekly,
    "monthly" => Frequency::Monthly, "quarterly" => Frequency::Quarterly);

/// A day, as a TOML date or as text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Day(pub(super) Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Day;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a day such as 2026-05-15")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Day, E> {
                let day = text.parse().map_err(|_| E::custom(format!("`{text}` is no day such as 2026-05-15")));
                day.map(Day)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Day, A::Error> {
                let written = toml::value::Datetime::deserialize(MapAccessDeserializer::new(map))?;
                self.visit_str(&written.to_string())
            }
        }
        deserializer.deserialize_any(Either)
    }
}
