//! A sheet: named columns and rows of values, whatever they are about.

use jauge_domain::{Unit, Value};

use crate::style::{Format, Style};
use crate::wording::Label;

/// Rows under named columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// The columns, from the left.
    pub columns: Vec<Column>,
    /// The rows, each with one value a column.
    pub rows: Vec<Vec<Value>>,
}

/// A column of a [`Sheet`].
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its key in JSON and CSV, and its heading where it has no other.
    pub name: String,
    /// Its heading in tables for people.
    pub heading: Option<Label>,
    /// What its numbers are counted in; `None`: they are written with every digit.
    pub unit: Option<Unit>,
    /// Where its cells stand in a table.
    pub align: Align,
}

/// Where cells stand in their column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// As texts do.
    #[default]
    Left,
    /// As numbers do.
    Right,
}

impl Column {
    /// A column of texts.
    pub fn text(name: impl Into<String>) -> Self {
        Self { name: name.into(), heading: None, unit: None, align: Align::Left }
    }

    /// A column of numbers.
    pub fn number(name: impl Into<String>, unit: Option<Unit>) -> Self {
        Self { name: name.into(), heading: None, unit, align: Align::Right }
    }

    /// The same under another heading in tables for people.
    #[must_use]
    pub fn headed(self, heading: impl Into<Label>) -> Self {
        Self { heading: Some(heading.into()), ..self }
    }

    /// What stands above the column.
    pub(crate) fn shown(&self, style: &Style) -> String {
        let heading = self.heading.filter(|_| style.format != Format::Csv);
        heading.map_or_else(|| self.name.clone(), |label| style.wording().label(label))
    }
}
