//! Values as people write them: `"2.4%"`, `"+0.5pt"`, `"120 000"`, `2026-05-15`, `"3d"`.

use std::fmt;

use jauge_domain::{Language, ObjectiveFault, Period, Target};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor, value::MapAccessDeserializer};

use super::field::Understood;

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
    fn amount(&self) -> Result<f64, ObjectiveFault> {
        match self {
            Self::Whole(whole) => Ok(*whole as f64),
            Self::Number(number) if number.is_finite() => Ok(*number),
            Self::Number(number) => Err(ObjectiveFault::NotFinite { number: number.to_string() }),
            Self::Text(text) => match number(text)? {
                (_, Some(_), _) => Err(ObjectiveFault::ChangeForValue { text: text.clone() }),
                (value, None, Suffix::Percent) => Ok(value / 100.0),
                (value, None, Suffix::None) => Ok(value),
                (_, None, Suffix::Points) => Err(ObjectiveFault::PointsForValue { text: text.clone() }),
            },
        }
    }

    fn target(&self) -> Result<Target, ObjectiveFault> {
        let Self::Text(text) = self else { return Ok(Target::Value(self.amount()?)) };
        Ok(match number(text)? {
            (value, Some(_), Suffix::Percent) => Target::Relative(value / 100.0),
            (value, Some(_), Suffix::Points) => Target::Points(value / 100.0),
            (value, Some(_), Suffix::None) => Target::Points(value),
            (_, None, Suffix::Points) => return Err(ObjectiveFault::PointsWithoutSign { text: text.clone() }),
            (_, None, _) => Target::Value(self.amount()?),
        })
    }
}

/// The number in `text`, its sign where it has one, and what follows it.
fn number(text: &str) -> Result<(f64, Option<char>, Suffix), ObjectiveFault> {
    let wrong = || ObjectiveFault::NotAValue { text: text.to_owned() };
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
#[derive(Clone, Copy, Debug, JsonSchema)]
#[schemars(with = "Plain")]
pub(super) struct Amount(pub(super) f64);

impl Understood for Amount {
    type Written = Plain;

    fn understand(plain: Plain) -> Result<Self, ObjectiveFault> {
        plain.amount().map(Self)
    }
}

/// What a KPI must come to.
#[derive(Clone, Copy, Debug, JsonSchema)]
#[schemars(with = "PlainTarget")]
pub(super) struct Aimed(pub(super) Target);

/// A target as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum PlainTarget {
    One(Plain),
    Range([Plain; 2]),
}

impl Understood for Aimed {
    type Written = PlainTarget;

    fn understand(plain: PlainTarget) -> Result<Self, ObjectiveFault> {
        match plain {
            PlainTarget::One(one) => one.target().map(Self),
            PlainTarget::Range([low, high]) => match (low.amount()?, high.amount()?) {
                (low, high) if low < high => Ok(Self(Target::Between(low, high))),
                (low, high) => Err(ObjectiveFault::EmptyRange { low, high }),
            },
        }
    }
}

/// A number of days, written `"3d"`.
#[derive(Clone, Copy, Debug)]
pub(super) struct DaysText(pub(super) i64);

impl Understood for DaysText {
    type Written = String;

    fn understand(text: String) -> Result<Self, ObjectiveFault> {
        let days = text.strip_suffix('d').and_then(|days| days.trim().parse().ok());
        let days = days.filter(|days| (0..=366).contains(days));
        days.map(Self).ok_or(ObjectiveFault::NotDays { text })
    }
}

/// A period by its name.
#[derive(Clone, Copy, Debug)]
pub(super) struct PeriodText(pub(super) Period);

impl Understood for PeriodText {
    type Written = String;

    fn understand(text: String) -> Result<Self, ObjectiveFault> {
        let period = Period::written(&text, Language::default()).map_err(|why| ObjectiveFault::NotAPeriod { why })?;
        if text.contains("..") { Err(ObjectiveFault::PeriodWithoutEnd { text }) } else { Ok(Self(period)) }
    }
}

/// A day, as a TOML date or as text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Day(pub(super) Date);

/// The text of a day; a TOML date is written out again.
#[derive(Debug)]
pub(super) struct DayText(String);

impl Understood for Day {
    type Written = DayText;

    fn understand(DayText(text): DayText) -> Result<Self, ObjectiveFault> {
        text.parse().map(Self).map_err(|_| ObjectiveFault::NotADay { text })
    }
}

impl<'de> Deserialize<'de> for DayText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = DayText;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a day such as 2026-05-15")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<DayText, E> {
                Ok(DayText(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<DayText, A::Error> {
                let written = toml::value::Datetime::deserialize(MapAccessDeserializer::new(map))?;
                Ok(DayText(written.to_string()))
            }
        }
        deserializer.deserialize_any(Either)
    }
}
