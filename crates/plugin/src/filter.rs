//! Conditions on columns, as they cross to a connector.

use serde_json::{Value, json};

/// One condition on one column of a stream. A null fails every condition but `is null`.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// The column.
    pub column: String,
    /// What must hold of it.
    pub op: Op,
    /// What it is compared with: text, number or boolean; times as RFC 3339 with an offset, dates as `2026-04-30`, decimals as
    /// text. An array for [`Op::In`], null for [`Op::IsNull`] and [`Op::IsNotNull`].
    pub value: Value,
}

/// What must hold of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `in`
    In,
    /// `is null`
    IsNull,
    /// `is not null`
    IsNotNull,
}

const OPS: [(Op, &str); 9] = [
    (Op::Equal, "="),
    (Op::NotEqual, "!="),
    (Op::Less, "<"),
    (Op::LessOrEqual, "<="),
    (Op::Greater, ">"),
    (Op::GreaterOrEqual, ">="),
    (Op::In, "in"),
    (Op::IsNull, "is null"),
    (Op::IsNotNull, "is not null"),
];

impl Op {
    /// As it crosses, and as SQL writes it.
    pub fn as_str(self) -> &'static str {
        OPS.iter().find(|(op, _)| *op == self).map_or("=", |(_, text)| text)
    }

    fn parse(text: &str) -> Option<Self> {
        OPS.iter().find(|(_, known)| *known == text).map(|(op, _)| *op)
    }
}

/// Filters as the JSON array that crosses; empty where there are none.
pub fn filters_to_json(filters: &[Filter]) -> String {
    if filters.is_empty() {
        return String::new();
    }
    let one = |filter: &Filter| json!({"column": filter.column, "op": filter.op.as_str(), "value": filter.value});
    Value::Array(filters.iter().map(one).collect()).to_string()
}

/// Filters from the JSON array that crossed. An unknown operation is kept from the connector, at the same place as a
/// condition on no column, because a filter may always be left to Jauge.
pub fn filters_of_json(json: &str) -> Result<Vec<Filter>, serde_json::Error> {
    if json.is_empty() {
        return Ok(Vec::new());
    }
    let written: Vec<Value> = serde_json::from_str(json)?;
    let one = |written: &Value| {
        let text = |key: &str| written[key].as_str().unwrap_or_default();
        match Op::parse(text("op")) {
            Some(op) => Filter { column: text("column").to_owned(), op, value: written["value"].clone() },
            None => Filter { column: String::new(), op: Op::IsNotNull, value: Value::Null },
        }
    };
    Ok(written.iter().map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_cross_unchanged() {
        let filter = |op, value| Filter { column: "sku".to_owned(), op, value };
        let filters = vec![
            filter(Op::GreaterOrEqual, json!("2026-04-01T00:00:00Z")),
            filter(Op::In, json!(["a", "b"])),
            filter(Op::IsNull, Value::Null),
        ];
        assert_eq!(filters_of_json(&filters_to_json(&filters)).unwrap(), filters);
        assert_eq!(filters_of_json("").unwrap(), []);
    }

    #[test]
    fn what_a_later_jauge_asks_keeps_its_place() {
        let filters = filters_of_json(r#"[{"column":"a","op":"like","value":"x%"},{"column":"b","op":"=","value":1}]"#);
        let filters = filters.unwrap();
        assert_eq!((filters[0].column.as_str(), filters[1].column.as_str()), ("", "b"));
    }
}
