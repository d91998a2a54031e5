//! Jauge's filters as conditions of the database, where both surely mean the same.

use jauge_plugin::{
    Filter, Op,
    arrow_schema::{DataType, Schema},
};
use serde_json::Value;

use crate::dialect::{Dialect, Literal};

/// `filter` as SQL, where every row it leaves out fails the filter, and every other row passes it. Texts are not: collations
/// differ; nor times without a zone, which Jauge reads in a zone of its own; nor fractions, which differ in rounding.
pub(crate) fn condition(filter: &Filter, schema: &Schema, dialect: Dialect) -> Option<String> {
    let field = schema.field_with_name(&filter.column).ok()?;
    let name = dialect.name(&filter.column);
    let literal = |value: &Value| literal(value, field.data_type(), dialect);
    match filter.op {
        Op::IsNull => Some(format!("{name} IS NULL")),
        Op::IsNotNull => Some(format!("{name} IS NOT NULL")),
        Op::In => {
            let values = filter.value.as_array()?.iter().map(literal).collect::<Option<Vec<_>>>()?;
            (!values.is_empty()).then(|| format!("{name} IN ({})", values.join(", ")))
        }
        Op::NotEqual => Some(format!("{name} <> {}", literal(&filter.value)?)),
        op => Some(format!("{name} {} {}", op.as_str(), literal(&filter.value)?)),
    }
}

fn literal(value: &Value, data_type: &DataType, dialect: Dialect) -> Option<String> {
    match data_type {
        data_type if data_type.is_integer() => value.as_i64().map(|value| value.to_string()),
        // SQLite and Oracle have no dates of their own.
        DataType::Date32 if !matches!(dialect, Dialect::Sqlite | Dialect::Oracle) => {
            let date = value.as_str().filter(|text| is_date(text))?;
            Some(dialect.literal(Literal::Date, date))
        }
        _ => None,
    }
}

fn is_date(text: &str) -> bool {
    let is_digit = |(at, byte): (usize, u8)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() };
    text.len() == 10 && text.bytes().enumerate().all(is_digit)
}

#[cfg(test)]
mod tests {
    use jauge_plugin::arrow_schema::{Field, TimeUnit};
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_means_the_same_is_given_on() {
        let schema = Schema::new(vec![
            Field::new("n", DataType::Int64, true),
            Field::new("d", DataType::Date32, true),
            Field::new("x", DataType::Utf8, true),
            Field::new("t", DataType::Timestamp(TimeUnit::Microsecond, None), true),
            Field::new("f", DataType::Float64, true),
        ]);
        let written = |column: &str, op, value| {
            condition(&Filter { column: column.to_owned(), op, value }, &schema, Dialect::Postgres)
        };
        assert_eq!(written("n", Op::NotEqual, json!(3)).as_deref(), Some(r#""n" <> 3"#));
        assert_eq!(written("n", Op::In, json!([1, 2])).as_deref(), Some(r#""n" IN (1, 2)"#));
        assert_eq!(written("d", Op::Less, json!("2026-04-30")).as_deref(), Some(r#""d" < '2026-04-30'"#));
        assert_eq!(written("x", Op::IsNull, Value::Null).as_deref(), Some(r#""x" IS NULL"#));
        assert_eq!(written("x", Op::Equal, json!("a")), None);
        assert_eq!(written("n", Op::Equal, json!(1.5)), None);
        assert_eq!(written("n", Op::Equal, json!("1 OR 1=1")), None);
        assert_eq!(written("d", Op::Equal, json!("2026-04-30' OR '")), None);
        assert_eq!(written("t", Op::Less, json!("2026-04-30T00:00:00Z")), None);
        assert_eq!(written("f", Op::Less, json!(1)), None);
        assert_eq!(written("", Op::IsNotNull, Value::Null), None);
    }
}
