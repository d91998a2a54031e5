//! One scalar of an export, whatever type the file gives it.

use std::{borrow::Cow, fmt, io::Write};

use serde::{Deserialize, Deserializer, de::Visitor};

/// One scalar of an export. BigQuery writes an INT64 into JSON as text, and a table that passed through other tools has other types
/// than Google's; so each field is read as what it is and asked for what it should be.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Value<'a> {
    #[default]
    Null,
    Text(Cow<'a, str>),
    Int(i64),
    Float(f64),
}

/// What GA4 writes where it has no value.
const NOT_SET: &str = "(not set)";

impl<'a> Value<'a> {
    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// As text; the shortest that reads back as the same number.
    pub(crate) fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Null => None,
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Int(number) => Some(Cow::Owned(number.to_string())),
            Self::Float(number) => Some(Cow::Owned(number.to_string())),
        }
    }

    /// As text that says something: neither empty nor "(not set)".
    pub(crate) fn said(&self) -> Option<Cow<'_, str>> {
        self.text().filter(|text| !text.bytes().all(|byte| byte.is_ascii_whitespace()) && text != NOT_SET)
    }

    /// The text that it is; `None` where it is a number.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Appends the text to `out`.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        // Writing into memory does not fail.
        let _ = match self {
            Self::Null => Ok(()),
            Self::Text(text) => out.write_all(text.as_bytes()),
            Self::Int(number) => write!(out, "{number}"),
            Self::Float(number) => write!(out, "{number}"),
        };
    }

    /// As a whole number.
    pub(crate) fn int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            Self::Text(text) => text.trim().parse().ok(),
            // Beyond 2^53 a float no longer tells one whole number from the next.
            Self::Float(number) if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 => {
                Some(*number as i64)
            }
            _ => None,
        }
    }

    /// As a finite number.
    pub(crate) fn float(&self) -> Option<f64> {
        let number = match self {
            Self::Null => None,
            Self::Float(number) => Some(*number),
            Self::Int(number) => Some(*number as f64),
            Self::Text(text) => text.trim().parse().ok(),
        };
        number.filter(|number| number.is_finite())
    }

    /// The same, where it stands for a number that a file wrote as text: "138.0" and 138 are one value.
    pub(crate) fn into_number(self) -> Self {
        match &self {
            Self::Text(text) => {
                let text = text.trim();
                // As a float only what is no whole number: a float has fewer digits.
                let whole = text.parse().map(Self::Int);
                whole.or_else(|_| text.parse().map(Self::Float)).unwrap_or(self)
            }
            _ => self,
        }
    }
}

impl<'a, 'de: 'a> Deserialize<'de> for Value<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Scalar)
    }
}

struct Scalar;

impl<'de> Visitor<'de> for Scalar {
    type Value = Value<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text, a number, true, false or null")
    }

    fn visit_unit<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Null)
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value<'de>, E> {
        Ok(Value::Int(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value<'de>, E> {
        Ok(i64::try_from(number).map_or_else(|_| Value::Text(Cow::Owned(number.to_string())), Value::Int))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value<'de>, E> {
        Ok(Value::Float(number))
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Borrowed(if truth { "true" } else { "false" })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Value<'_> {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_scalar_is_read_as_what_it_is_and_asked_for_what_it_should_be() {
        assert_eq!(read("\"1607615248873729\"").int(), Some(1_607_615_248_873_729));
        assert_eq!(read("1607615248873729").int(), Some(1_607_615_248_873_729));
        assert_eq!(read("138.0").text().unwrap(), "138");
        assert_eq!(read("\"138.0\"").into_number(), Value::Float(138.0));
        assert_eq!(read("\"9007199254740993\"").into_number(), Value::Int(9_007_199_254_740_993));
        assert_eq!(read("18446744073709551615").text().unwrap(), "18446744073709551615");
        assert_eq!(read("\"a\\nb\"").said().unwrap(), "a\nb");
        assert_eq!([read("\"\"").said(), read("\"(not set)\"").said(), read("null").said()], [None, None, None]);
        assert_eq!([read("1.5").int(), read("true").int(), read("1e300").int()], [None; 3]);
        assert_eq!([read("\"NaN\"").float(), read("\"x\"").float()], [None; 2]);
    }
}
