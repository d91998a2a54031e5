//! The row at which SQLite's driver failed, which it does not tell.

use adbc_core::{Connection, Statement};
use adbc_driver_manager::ManagedConnection;
use jauge_plugin::{
    arrow_array::{Array, RecordBatch, cast::AsArray, types::Int64Type},
    arrow_schema::{DataType, Schema},
};

use crate::{dialect::Dialect, query::Query};

/// Characters of a value in a message.
const SHOWN: usize = 40;

/// The first row after `given` rows of `query` that has a value unlike `schema`: which row, and what is wrong with it.
pub(crate) fn after(connection: &ManagedConnection, query: &Query, schema: &Schema, given: u64) -> Option<String> {
    let mut statement = connection.clone().new_statement().ok()?;
    statement.set_sql_query(misfit_sql(query, schema, given)?).ok()?;
    let batch = statement.execute().ok()?.find_map(|batch| batch.ok().filter(|batch| batch.num_rows() > 0))?;
    told(&batch, schema)
}

fn misfit_sql(query: &Query, schema: &Schema, given: u64) -> Option<String> {
    let kinds: Vec<(String, &str)> = schema
        .fields()
        .iter()
        .filter_map(|field| Some((Dialect::Sqlite.name(field.name()), fitting(field.data_type())?.0)))
        .collect();
    let wrong = |(name, kinds): &(String, &str)| format!("typeof({name}) NOT IN ({kinds}, 'null')");
    let any = kinds.iter().map(wrong).collect::<Vec<_>>().join(" OR ");
    let case = |then: &dyn Fn(usize, &str) -> String| {
        let whens =
            kinds.iter().enumerate().map(|(at, kind)| format!(" WHEN {} THEN {}", wrong(kind), then(at, &kind.0)));
        format!("CASE{} END", whens.collect::<String>())
    };
    let (place, kind) = (case(&|at, _| at.to_string()), case(&|_, name| format!("typeof({name})")));
    let value = case(&|_, name| format!("substr(CAST({name} AS TEXT), 1, {SHOWN})"));
    let (over, at) = query.order().map_or((String::new(), "''"), |order| (format!("ORDER BY {order}"), order));
    (!kinds.is_empty()).then(|| {
        format!(
            "SELECT \"#row\", {place}, {kind}, {value}, CAST({at} AS TEXT) FROM \
             (SELECT ROW_NUMBER() OVER ({over}) AS \"#row\", * FROM ({}\n)) WHERE \"#row\" > {given} AND ({any}) LIMIT 1",
            query.sql_of_rows(Dialect::Sqlite)
        )
    })
}

fn told(batch: &RecordBatch, schema: &Schema) -> Option<String> {
    let number = |column: usize| Some(batch.column(column).as_primitive_opt::<Int64Type>()?.value(0));
    let text = |column: usize| {
        let texts = batch.column(column).as_string_opt::<i32>()?;
        texts.is_valid(0).then(|| texts.value(0).to_owned())
    };
    let field = schema.fields().get(usize::try_from(number(1)?).ok()?)?;
    let kind = match text(2)?.as_str() {
        "integer" => "whole number",
        "real" => "fraction",
        "text" => "text",
        _ => "blob",
    };
    let at = text(4).filter(|at| !at.is_empty()).map(|at| format!(" (at {at})")).unwrap_or_default();
    let value = text(3).map(|value| format!(" `{value}`")).unwrap_or_default();
    let column = field.name();
    let others = fitting(field.data_type())?.1;
    Some(format!(
        "row {}{at}: `{column}` is the {kind}{value}, and the column is read as {others}; correct it, or read \
         CAST({column} AS TEXT) with `sql`",
        number(0)?
    ))
}

/// What SQLite calls the values that fit a column of `data_type`, and what a user does.
fn fitting(data_type: &DataType) -> Option<(&'static str, &'static str)> {
    match data_type {
        DataType::Int64 => Some(("'integer'", "whole numbers")),
        DataType::Float64 => Some(("'integer', 'real'", "numbers")),
        DataType::Utf8 => Some(("'integer', 'real', 'text'", "texts")),
        DataType::Binary => Some(("'text', 'blob'", "blobs")),
        _ => None,
    }
}
