//! Tests of a KPI's definition: rows in, value out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::header::{Header, HeaderError};
use crate::message::HeaderMessage;

/// One test of a KPI, as the file beside it, `x.test.toml`, has it.
#[derive(Clone, Debug, PartialEq)]
pub struct KpiTest {
    /// What is tested, in a sentence.
    pub name: String,
    /// The rows of models and tables, by their names; the others are empty.
    pub rows: BTreeMap<String, Vec<FixtureRow>>,
    /// What the KPI must be; `None`: it must have no value.
    pub value: Option<f64>,
    /// The period asked about; without one, all there is.
    pub period: Option<String>,
    /// A SQL condition on the model's columns.
    pub filter: Option<String>,
}

/// A row: what stands in its columns. Those that are not named have no value.
pub type FixtureRow = BTreeMap<String, FixtureCell>;

/// What stands in a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FixtureCell {
    /// True or false.
    Flag(bool),
    /// A whole number.
    Whole(i64),
    /// Any other number; an amount is better written as text, which keeps its digits.
    Number(f64),
    /// A text, an amount, a date or a time.
    Text(String),
    /// Values of a list.
    List(Vec<FixtureCell>),
    /// Fields of a struct.
    Fields(BTreeMap<String, FixtureCell>),
}

impl KpiTest {
    /// Reads the tests in `text`.
    ///
    /// # Errors
    /// What is wrong with the file, and where.
    pub fn parse(text: &str) -> Result<Vec<Self>, HeaderError> {
        let header = Header::whole(text);
        let written: Tests = header.read()?;
        written.test.into_iter().map(|test| Self::read(header, test)).collect()
    }

    fn read(header: Header<'_>, written: Written) -> Result<Self, HeaderError> {
        let value = match written.value.get_ref() {
            Expected::Number(number) => Some(*number),
            Expected::Text(text) if text == "null" => None,
            Expected::Text(text) => {
                let fault = HeaderMessage::NotAnAnswer { text: text.clone() };
                return Err(header.fault(&written.value, fault));
            }
        };
        let Written { name, rows, period, filter, .. } = written;
        Ok(Self { name, rows, value, period, filter })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tests {
    test: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    #[serde(default)]
    rows: BTreeMap<String, Vec<FixtureRow>>,
    value: Spanned<Expected>,
    period: Option<String>,
    #[serde(rename = "where")]
    filter: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Expected {
    Number(f64),
    Text(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_go_in_and_a_value_comes_out() {
        let text = r#"
[[test]]
name = "an order counts once"
rows.orders = [{ order_id = "a", revenue = "12.50", in_shop = true }, { order_id = "b" }]
value = 2

[[test]]
name = "no orders, no average"
value = "null"
period = "2026-03"
where = "in_shop"
"#;
        let tests = KpiTest::parse(text).unwrap();
        assert_eq!((tests[0].value, tests[1].value), (Some(2.0), None));
        assert_eq!(tests[0].rows["orders"][0]["revenue"], FixtureCell::Text("12.50".into()));
        assert_eq!(tests[0].rows["orders"][1].len(), 1);
        assert_eq!((tests[1].period.as_deref(), tests[1].filter.as_deref()), (Some("2026-03"), Some("in_shop")));
    }

    #[test]
    fn what_is_no_answer_is_named_at_its_place() {
        let error = KpiTest::parse("[[test]]\nname = \"a\"\nvalue = \"none\"\n").unwrap_err();
        assert_eq!(error.message(), HeaderMessage::NotAnAnswer { text: "none".to_owned() }.into());
        assert_eq!(error.at().line, 3);
        assert!(KpiTest::parse("[[test]]\nname = \"a\"\nvalues = 1\n").is_err());
    }
}
