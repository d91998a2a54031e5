//! One JSON object as texts by key.

use std::{borrow::Cow, fmt};

use jauge_domain::RejectReason;
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;

/// The keys of an object and their values as written, in order.
pub(super) struct Object<'a>(pub(super) Vec<(Cow<'a, str>, &'a RawValue)>);

#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
                let mut entries = Vec::new();
                while let Some((Key(key), value)) = map.next_entry::<Key<'de>, &'de RawValue>()? {
                    entries.push((key, value));
                }
                Ok(Object(entries))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

/// The text of a value: of a string its characters, of a number its digits as written, of an array or object its JSON.
pub(super) fn value_text(value: &RawValue) -> Option<Cow<'_, str>> {
    let json = value.get();
    match json.as_bytes().first() {
        Some(b'n') => None,
        // The parser has seen the string already, and accepts a lone surrogate only here: then the JSON stands for it.
        Some(b'"') => Some(serde_json::from_str::<Key<'_>>(json).map_or(Cow::Borrowed(json), |Key(text)| text)),
        _ => Some(Cow::Borrowed(json)),
    }
}

/// What serde_json says, without its own line and column.
pub(super) fn why(error: &serde_json::Error) -> RejectReason {
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or_default();
    RejectReason::NotAnObject { reason: text.to_owned(), byte: error.column() }
}
