//! A value of a file with its place, read as it is written and understood afterwards: so that what is wrong with it is a
//! fault with typed arguments and no sentence.

use std::borrow::Cow;

use jauge_domain::ObjectiveFault;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

/// What a file has for a value, and how it is understood.
pub(super) trait Understood: Sized {
    /// As it is written.
    type Written;

    /// What it means.
    fn understand(written: Self::Written) -> Result<Self, ObjectiveFault>;
}

/// What is wrong, and at which byte of the file.
pub(super) struct Fault {
    pub(super) at: usize,
    pub(super) what: ObjectiveFault,
}

/// What is wrong with an objective.
pub(super) enum Wrong {
    /// With the value of a key, or where the key is missing with the whole.
    Key(&'static str, ObjectiveFault),
    /// With a value at its place.
    Value(Fault),
}

impl From<Fault> for Wrong {
    fn from(fault: Fault) -> Self {
        Self::Value(fault)
    }
}

/// A value with its place.
#[derive(Debug)]
pub(super) struct Field<T: Understood> {
    at: usize,
    understood: Result<T, ObjectiveFault>,
}

impl<T: Understood + Copy> Field<T> {
    /// The value, or what is wrong with it.
    pub(super) fn get(&self) -> Result<T, Fault> {
        self.understood.as_ref().copied().map_err(|what| Fault { at: self.at, what: what.clone() })
    }
}

impl<'de, T: Understood<Written: Deserialize<'de>>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Spanned::<T::Written>::deserialize(deserializer)?;
        Ok(Self { at: written.span().start, understood: T::understand(written.into_inner()) })
    }
}

impl<T: Understood + JsonSchema> JsonSchema for Field<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// The value of a key that need not be there.
pub(super) fn optional<T: Understood + Copy>(field: Option<&Field<T>>) -> Result<Option<T>, Fault> {
    field.map(Field::get).transpose()
}
