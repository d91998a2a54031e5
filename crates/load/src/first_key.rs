//! Identifiers under the first key, beside those under the newest: rows are told apart by what never changes.
//!
//! A new key gives the same visitor another pseudonym. Were a row's identity made of it, an export that overlaps with one of before
//! would bring all its rows once more.

use std::sync::Arc;

use arrow::{
    array::{Array, AsArray, RecordBatch, StringArray},
    datatypes::{DataType, Field, Schema},
};
/// Before the name of a column, the same column under the first key. Columns that begin so are never stored.
const FIRST: &str = "#first:";

/// What the column `name` under the first key is called.
fn first_name(name: &str) -> String {
    format!("{FIRST}{name}")
}

/// The column `name` under the first key.
pub(crate) fn first_field(name: &str) -> Arc<Field> {
    Arc::new(Field::new(first_name(name), DataType::Utf8, true))
}

/// The names of the columns that `columns` has under the first key, too.
pub(crate) fn rotated(columns: &Schema) -> Vec<String> {
    columns.fields().iter().filter_map(|field| field.name().strip_prefix(FIRST).map(str::to_owned)).collect()
}

/// `batch` by which its rows are told apart: each identifier as it is under the first key.
pub(crate) fn told_apart(batch: &RecordBatch) -> RecordBatch {
    let schema = batch.schema();
    let rotated = rotated(&schema);
    if rotated.is_empty() {
        return batch.clone();
    }
    let own: Vec<usize> =
        (0..schema.fields().len()).filter(|at| !schema.field(*at).name().starts_with(FIRST)).collect();
    let columns = own.iter().map(|at| {
        let column = batch.column(*at);
        let first = batch.column_by_name(&first_name(schema.field(*at).name()));
        match (column.as_string_opt::<i32>(), first.and_then(|first| first.as_string_opt::<i32>())) {
            (Some(column), Some(first)) => Arc::new(either(first, column)) as _,
            _ => column.clone(),
        }
    });
    let columns = columns.collect();
    let schema = schema.project(&own).map(Arc::new);
    schema.and_then(|schema| RecordBatch::try_new(schema, columns)).unwrap_or_else(|_| batch.clone())
}

/// `first`, and where it is null `second`.
fn either(first: &StringArray, second: &StringArray) -> StringArray {
    let value = |texts: &StringArray, row| texts.is_valid(row).then(|| texts.value(row).to_owned());
    (0..first.len()).map(|row| value(first, row).or_else(|| value(second, row))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_told_apart_by_the_first_key_where_there_is_one() {
        let column = |cells: [Option<&str>; 2]| Arc::new(StringArray::from(cells.to_vec())) as arrow::array::ArrayRef;
        let columns = [
            ("visitor_id", column([Some("new"), Some("plain")])),
            ("#first:visitor_id", column([Some("old"), None])),
            ("page_path", column([Some("/"), None])),
        ];
        let batch =
            RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true)));
        let told = told_apart(&batch.unwrap());
        assert_eq!(told.num_columns(), 2);
        let visitors = told.column_by_name("visitor_id").unwrap().as_string::<i32>().clone();
        assert_eq!((visitors.value(0), visitors.value(1)), ("old", "plain"));
    }
}
