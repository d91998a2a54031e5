//! SQLite, whose values have types and whose columns have none: which types the columns are read as.
//!
//! The driver takes a column's type from its first rows, and a column that is empty there as whole numbers. So each column is
//! given one type for good: that of the first rows of the whole; where they say too little, what the table declares or the
//! first value there is. A row put before all others then tells the driver, and is left out again.

use std::sync::Arc;

use jauge_plugin::{
    ConnectorError, Host,
    arrow_array::{Array, RecordBatch, cast::AsArray},
    arrow_schema::{DataType, Field, Schema, SchemaRef},
};

use crate::{
    dialect::{Dialect, Literal},
    driver::Session,
    query::Query,
    settings::{From, Settings},
    types::plain,
};

/// The option that says how many rows are in a batch, of which the first tells the types of all.
pub(crate) const BATCH_ROWS: &str = "adbc.sqlite.query.batch_rows";
/// Rows in a batch.
pub(crate) const ROWS: u64 = 8192;

/// The columns of `all`, each with the type it is read as.
pub(crate) fn columns(
    session: &mut Session<'_>,
    all: &Query,
    settings: &Settings,
    host: Option<&Arc<dyn Host>>,
) -> Result<SchemaRef, ConnectorError> {
    let set = settings.statement_options.iter().find(|(key, _)| key == BATCH_ROWS);
    let rows = set.and_then(|(_, value)| value.parse().ok()).unwrap_or(ROWS);
    let mut answer = session.run(&all.first(rows).sql(Dialect::Sqlite), host)?;
    let found = plain(&answer.reader.schema(), settings.stream())?;
    let first = answer.reader.next().and_then(Result::ok);
    drop(answer);
    let declared = declared(session, settings, host);
    let mut fields = Vec::new();
    for (at, field) in found.fields().iter().enumerate() {
        let is_empty = first.as_ref().is_none_or(|batch| batch.column(at).null_count() == batch.num_rows());
        let said = declared.iter().find(|(name, _)| name == field.name()).and_then(|(_, kind)| of_declared(kind));
        let is_cursor = settings.cursor.as_ref().is_some_and(|cursor| cursor.eq_ignore_ascii_case(field.name()));
        let data_type = match field.data_type() {
            DataType::Int64 if is_empty => first_value(session, all, field.name(), host).or(said),
            // A column of decimals holds whole numbers as such, and an id stays one.
            DataType::Int64 if !is_cursor => said.filter(|said| *said == DataType::Float64),
            _ => None,
        };
        fields.push(Field::new(field.name(), data_type.unwrap_or_else(|| field.data_type().clone()), true));
    }
    Ok(Arc::new(Schema::new(fields)))
}

/// A row that has a value of each of `names`' types, as the columns of a SELECT.
pub(crate) fn telling<'a>(names: impl Iterator<Item = &'a str>, schema: &Schema) -> String {
    let one = |name: &str| {
        let value = match schema.field_with_name(name).map(Field::data_type) {
            Ok(DataType::Float64) => "0.5",
            Ok(DataType::Utf8) => "''",
            Ok(DataType::Binary) => "x''",
            _ => "0",
        };
        format!("{value} AS {}", Dialect::Sqlite.name(name))
    };
    names.map(one).collect::<Vec<_>>().join(", ")
}

/// The columns of a table with the types that were declared; none for a query.
fn declared(session: &mut Session<'_>, settings: &Settings, host: Option<&Arc<dyn Host>>) -> Vec<(String, String)> {
    let From::Table(_, parts) = &settings.from else { return Vec::new() };
    let text = |part: &String| Dialect::Sqlite.literal(Literal::Text, part);
    let of = parts.iter().rev().map(text).collect::<Vec<_>>().join(", ");
    // The first row is there so that the driver takes both columns as texts.
    let sql = format!("SELECT '', '' UNION ALL SELECT name, type FROM pragma_table_info({of})");
    let batches = session.run(&sql, host).map(|mut answer| answer.reader.by_ref().flatten().collect::<Vec<_>>());
    batches.unwrap_or_default().iter().flat_map(pairs).collect()
}

fn pairs(batch: &RecordBatch) -> Vec<(String, String)> {
    let texts = |column: usize| batch.column(column).as_string_opt::<i32>();
    let (Some(names), Some(kinds)) = (texts(0), texts(1)) else { return Vec::new() };
    names
        .iter()
        .flatten()
        .zip(kinds.iter())
        .map(|(name, kind)| (name.to_owned(), kind.unwrap_or("").to_owned()))
        .collect()
}

/// What a column declared as `kind` is read as, after the rules of affinity in SQLite's "Datatypes In SQLite", section 3.1,
/// but that times and decimals, which it calls numeric, are what is stored for them: texts and fractions.
fn of_declared(kind: &str) -> Option<DataType> {
    let kind = kind.to_uppercase();
    let has = |words: &[&str]| words.iter().any(|word| kind.contains(word));
    match () {
        () if has(&["INT"]) => None,
        () if has(&["CHAR", "CLOB", "TEXT", "DATE", "TIME", "JSON", "UUID"]) => Some(DataType::Utf8),
        () if has(&["BLOB"]) => Some(DataType::Binary),
        () if has(&["REAL", "FLOA", "DOUB", "DEC", "NUM", "MONEY"]) => Some(DataType::Float64),
        () => None,
    }
}

/// The type of the first value of the column called `name`, where there is one.
fn first_value(session: &mut Session<'_>, all: &Query, name: &str, host: Option<&Arc<dyn Host>>) -> Option<DataType> {
    let name = Dialect::Sqlite.name(name);
    let all = all.sql(Dialect::Sqlite);
    let sql = format!("SELECT typeof({name}) FROM ({all}\n) WHERE {name} IS NOT NULL LIMIT 1");
    let mut answer = session.run(&sql, host).ok()?;
    let batch = answer.reader.next()?.ok().filter(|batch| batch.num_rows() > 0)?;
    match batch.column(0).as_string_opt::<i32>()?.value(0) {
        "integer" => Some(DataType::Int64),
        "real" => Some(DataType::Float64),
        "text" => Some(DataType::Utf8),
        _ => Some(DataType::Binary),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_table_declares_is_read_as_it_is_stored() {
        let cases = [
            ("INTEGER", None),
            ("BIGINT", None),
            ("", None),
            ("BOOLEAN", None),
            ("varchar(20)", Some(DataType::Utf8)),
            ("TIMESTAMP", Some(DataType::Utf8)),
            ("DECIMAL(10,2)", Some(DataType::Float64)),
            ("DOUBLE PRECISION", Some(DataType::Float64)),
            ("BLOB", Some(DataType::Binary)),
        ];
        for (kind, expected) in cases {
            assert_eq!(of_declared(kind), expected, "{kind}");
        }
    }
}
