//! What the TOML parser says of a file. It has words only, so they are read here, in one place.

use serde::Serialize;

use crate::names::nearest;

/// What is wrong with a TOML text.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum TomlFault {
    /// A table has no such key.
    UnknownKey {
        /// The key.
        key: String,
        /// The key probably meant.
        near: Option<String>,
        /// The keys there are.
        known: Vec<String>,
    },
    /// A key that must be there is not.
    MissingKey {
        /// The key.
        key: String,
    },
    /// A word that is none of those that may stand here.
    UnknownWord {
        /// As written.
        word: String,
        /// The word probably meant.
        near: Option<String>,
        /// The words there are.
        known: Vec<String>,
    },
    /// A value of a kind that cannot stand here.
    WrongKind {
        /// The kind of what stands there.
        found: ValueKind,
        /// What stands there, where it is short enough to say.
        value: Option<String>,
        /// The kind that belongs here; `None` where only a form of its own fits.
        expected: Option<ValueKind>,
    },
    /// The text breaks TOML's own rules; the words are the parser's.
    Syntax {
        /// As they came.
        text: String,
    },
}

/// A kind of value in TOML.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueKind {
    /// A text in quotes.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A date or a time.
    Date,
    /// A list in brackets.
    List,
    /// A table.
    Table,
}

impl TomlFault {
    /// What `text`, the parser's message, says.
    pub fn read(text: &str) -> Self {
        let quoted = || text.split('`').skip(1).step_by(2).map(str::to_owned);
        let listed = || {
            let word = quoted().next()?;
            let known: Vec<String> = quoted().skip(1).collect();
            let near = nearest(&word, known.iter().map(String::as_str)).map(str::to_owned);
            Some((word, near, known))
        };
        let read = if text.starts_with("unknown field `") {
            listed().map(|(key, near, known)| Self::UnknownKey { key, near, known })
        } else if text.starts_with("unknown variant `") {
            listed().map(|(word, near, known)| Self::UnknownWord { word, near, known })
        } else if text.starts_with("missing field `") {
            quoted().next().map(|key| Self::MissingKey { key })
        } else {
            wrong_kind(text)
        };
        read.unwrap_or_else(|| Self::Syntax { text: text.trim().to_owned() })
    }
}

/// `invalid type: string "a", expected a sequence`, and what is said of values out of range.
fn wrong_kind(text: &str) -> Option<TomlFault> {
    let told = text.strip_prefix("invalid type: ").or_else(|| text.strip_prefix("invalid value: "))?;
    let (found, expected) = told.rsplit_once(", expected ")?;
    let kinds = [
        ("string", ValueKind::Text),
        ("integer", ValueKind::Integer),
        ("floating point", ValueKind::Number),
        ("boolean", ValueKind::Boolean),
        ("sequence", ValueKind::List),
        ("map", ValueKind::Table),
        ("datetime", ValueKind::Date),
    ];
    let (word, found_kind) = kinds.into_iter().find(|(word, _)| found.starts_with(word))?;
    let value = found[word.len()..].trim().trim_matches(['`', '"']);
    let value = (!value.is_empty() && value.len() <= 40).then(|| value.to_owned());
    Some(TomlFault::WrongKind { found: found_kind, value, expected: expected_kind(expected.trim()) })
}

/// The kind that the parser expects, in its own words or those of Rust's types.
fn expected_kind(expected: &str) -> Option<ValueKind> {
    Some(match expected {
        "a string" | "a borrowed string" | "string" | "a character" => ValueKind::Text,
        "a boolean" => ValueKind::Boolean,
        "f32" | "f64" => ValueKind::Number,
        "a sequence" => ValueKind::List,
        "a map" | "map" => ValueKind::Table,
        whole if matches!(whole.as_bytes(), [b'i' | b'u', b'0'..=b'9', ..]) || ["isize", "usize"].contains(&whole) => {
            ValueKind::Integer
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only what the parser says of it is looked at")]
    struct File {
        name: String,
        #[serde(default)]
        days: u8,
        #[serde(default)]
        side: Side,
        #[serde(default)]
        list: Vec<String>,
    }

    #[derive(Debug, Default, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Side {
        #[default]
        Left,
        Right,
    }

    fn fault(text: &str) -> TomlFault {
        TomlFault::read(toml::from_str::<File>(text).unwrap_err().message())
    }

    #[test]
    fn what_the_parser_says_of_keys_and_words_is_read() {
        let known = ["name", "days", "side", "list"].map(str::to_owned).to_vec();
        let near = Some("name".to_owned());
        assert_eq!(fault("nane = \"a\""), TomlFault::UnknownKey { key: "nane".into(), near, known });
        assert_eq!(fault("days = 1"), TomlFault::MissingKey { key: "name".into() });
        let known = ["left", "right"].map(str::to_owned).to_vec();
        let near = Some("right".to_owned());
        assert_eq!(fault("name = \"a\"\nside = \"rigt\""), TomlFault::UnknownWord { word: "rigt".into(), near, known });
    }

    #[test]
    fn what_the_parser_says_of_values_is_read() {
        let wrong = |found, value: Option<&str>, expected| TomlFault::WrongKind {
            found,
            value: value.map(str::to_owned),
            expected,
        };
        assert_eq!(fault("name = 5"), wrong(ValueKind::Integer, Some("5"), Some(ValueKind::Text)));
        assert_eq!(fault("name = \"a\"\ndays = \"x\""), wrong(ValueKind::Text, Some("x"), Some(ValueKind::Integer)));
        assert_eq!(fault("name = \"a\"\ndays = 999"), wrong(ValueKind::Integer, Some("999"), Some(ValueKind::Integer)));
        assert_eq!(fault("name = \"a\"\nlist = true"), wrong(ValueKind::Boolean, Some("true"), Some(ValueKind::List)));
        assert!(matches!(fault("name = "), TomlFault::Syntax { .. }));
    }
}
