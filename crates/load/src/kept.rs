//! Columns of a file that `keep` names: they go into `properties`, whatever the `select` gives.

use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, MapBuilder, MapFieldNames, RecordBatch, RecordBatchOptions, StringBuilder},
    datatypes::{Schema, SchemaRef},
    error::ArrowError,
    util::display::{ArrayFormatter, FormatOptions},
};
use datafusion::sql::sqlparser::ast::{Query, Select, SetExpr, TableFactor, TableWithJoins};
use jauge_domain::{FitFault, nearest};
use jauge_store::tables::TableSpec;

use super::{
    marks::{has_wildcard, is_grouped, push, quoted, reads_raw},
    origins::{Origin, Origins},
};

/// Before the names of columns that are on their way into [`PROPERTIES`].
const KEPT: &str = "keep#";
/// The column that they are kept in.
const PROPERTIES: &str = "properties";

/// `query` with the columns `names` of its file behind what it selects; of a group, each of their texts once. `None` where it does not
/// read the file itself or through subqueries.
pub(crate) fn with(mut query: Query, names: &[String]) -> Option<Query> {
    names.iter().all(|name| add(&mut query, name)).then_some(query)
}

/// Adds the column `name` to what `query` selects; false where it cannot be added.
fn add(query: &mut Query, name: &str) -> bool {
    let SetExpr::Select(select) = query.body.as_mut() else { return false };
    if select.distinct.is_some() {
        return false;
    }
    let kept = format!("{KEPT}{name}");
    let of_row = if reads_raw(select) {
        quoted(name)
    } else if !add_below(select, name) {
        return false;
    } else if has_wildcard(select) {
        return true;
    } else {
        quoted(&kept)
    };
    let sql = if is_grouped(select) { once_each(&of_row) } else { of_row };
    push(select, &sql, &kept)
}

/// Adds it to the one subquery that `select` reads.
fn add_below(select: &mut Select, name: &str) -> bool {
    match select.from.as_mut_slice() {
        [TableWithJoins { relation: TableFactor::Derived { subquery, .. }, joins }] if joins.is_empty() => {
            add(subquery, name)
        }
        _ => false,
    }
}

/// The texts of a group, each once and in their order.
fn once_each(column: &str) -> String {
    let text = format!("CAST({column} AS VARCHAR)");
    format!("array_to_string(array_sort(array_agg(DISTINCT {text}) FILTER (WHERE {text} <> '')), ', ')")
}

/// That one of `names` is a column that is not kept as it is, which `hides` tells, or that such a column is made of it: kept, it
/// would say what the other does not.
pub(crate) fn hidden(names: &[String], origins: Option<&Origins>, hides: impl Fn(&str) -> bool) -> Option<FitFault> {
    names.iter().find_map(|name| {
        let own = name.to_lowercase();
        let is_of_it = |origin: &Origin| origin.columns.iter().any(|column| column.to_lowercase() == own);
        let made = origins.into_iter().flatten().filter(|(_, origin)| is_of_it(origin)).map(|(made, _)| made);
        let hidden = made.chain([&own]).find(|column| hides(column))?.clone();
        Some(FitFault::KeepsHidden { column: name.clone(), hidden })
    })
}

/// How the batches of one file are brought into shape.
pub(crate) struct Kept {
    /// What is kept, each with its place.
    columns: Vec<(String, usize)>,
    /// The places of the other columns.
    others: Vec<usize>,
    /// The other columns, and the properties.
    schema: SchemaRef,
}

impl Kept {
    /// Of a file that gives `schema`, the columns `names`; `None` where none is named.
    ///
    /// # Errors
    /// The table has no properties, the `select` gives them, too, or the file lacks a column.
    pub(crate) fn of(schema: &SchemaRef, names: &[String], spec: &TableSpec) -> Result<Option<Self>, FitFault> {
        if names.is_empty() {
            return Ok(None);
        }
        let Some(properties) = spec.field(PROPERTIES) else {
            return Err(FitFault::KeepsNothing { table: spec.name.clone() });
        };
        let columns = names.iter().map(|name| Ok((name.clone(), place(schema, name)?)));
        let columns = columns.collect::<Result<Vec<_>, FitFault>>()?;
        let is_other = |name: &str| {
            let is_wanted = spec.sourced().any(|column| column.name().eq_ignore_ascii_case(name));
            let is_kept = names.iter().any(|kept| kept.eq_ignore_ascii_case(name));
            !name.starts_with(KEPT) && (is_wanted || !is_kept)
        };
        let places = 0..schema.fields().len();
        let others: Vec<usize> = places.filter(|at| is_other(schema.field(*at).name())).collect();
        if others.iter().any(|at| schema.field(*at).name().eq_ignore_ascii_case(PROPERTIES)) {
            return Err(FitFault::ColumnTwice { column: PROPERTIES.to_owned() });
        }
        let fields = others.iter().map(|at| schema.fields()[*at].clone()).chain([properties.clone()]);
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        Ok(Some(Self { columns, others, schema }))
    }

    /// The columns of what [`Self::fill`] makes.
    pub(crate) fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// `batch` with what is kept in its properties; a text without anything in it is left out.
    pub(crate) fn fill(&self, batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
        let format = FormatOptions::new();
        let texts = self.columns.iter().map(|(_, at)| ArrayFormatter::try_new(batch.column(*at).as_ref(), &format));
        let texts = texts.collect::<Result<Vec<_>, ArrowError>>()?;
        let names = MapFieldNames { entry: "key_value".into(), key: "key".into(), value: "value".into() };
        let mut maps = MapBuilder::new(Some(names), StringBuilder::new(), StringBuilder::new());
        for row in 0..batch.num_rows() {
            let mut has_any = false;
            for ((name, at), texts) in self.columns.iter().zip(&texts) {
                if batch.column(*at).is_null(row) {
                    continue;
                }
                let text = texts.value(row).try_to_string()?;
                if !text.trim().is_empty() {
                    maps.keys().append_value(name);
                    maps.values().append_value(text);
                    has_any = true;
                }
            }
            maps.append(has_any)?;
        }
        let maps: ArrayRef = Arc::new(maps.finish());
        let others = self.others.iter().map(|at| batch.column(*at).clone());
        let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
        RecordBatch::try_new_with_options(self.schema.clone(), others.chain([maps]).collect(), &options)
    }
}

/// Where the column `name` is: as the `select` was made to give it, else as the file has it.
fn place(schema: &SchemaRef, name: &str) -> Result<usize, FitFault> {
    let kept = format!("{KEPT}{name}");
    let at = |wanted: &str| schema.fields().iter().position(|field| field.name().eq_ignore_ascii_case(wanted));
    at(&kept).or_else(|| at(name)).ok_or_else(|| {
        let known = schema.fields().iter().map(|field| field.name().as_str());
        FitFault::NotThereToKeep { column: name.to_owned(), near: nearest(name, known).map(str::to_owned) }
    })
}

#[cfg(test)]
mod tests {
    use arrow::{
        array::{Int64Array, StringArray},
        util::display::array_value_to_string,
    };
    use jauge_store::tables::shipped;

    use super::*;
    use crate::parse::parse;

    fn made(sql: &str) -> Option<String> {
        with(parse("s", sql).unwrap(), &["Gift note".to_owned()]).map(|query| query.to_string())
    }

    #[test]
    fn a_column_is_added_where_the_file_is_read_and_carried_outwards() {
        assert_eq!(made("SELECT a FROM raw").unwrap(), "SELECT a, \"Gift note\" AS \"keep#Gift note\" FROM raw");
        let nested = made("SELECT a FROM (SELECT a FROM raw) AS t").unwrap();
        assert!(
            nested.starts_with("SELECT a, \"keep#Gift note\" AS \"keep#Gift note\" FROM (SELECT a, \"Gift"),
            "{nested}"
        );
        assert!(made("SELECT a FROM raw GROUP BY a").unwrap().contains("array_agg(DISTINCT"));
        assert_eq!(made("SELECT * FROM (SELECT a FROM raw) AS t").unwrap().matches("keep#").count(), 1);
        assert_eq!(made("SELECT a FROM raw UNION ALL SELECT b FROM raw"), None);
        assert_eq!(made("SELECT DISTINCT a FROM raw"), None);
    }

    fn batch() -> RecordBatch {
        let ids: ArrayRef = Arc::new(StringArray::from(vec!["1", "2"]));
        let notes: ArrayRef = Arc::new(StringArray::from(vec![Some("red bow"), Some(" ")]));
        let pieces: ArrayRef = Arc::new(Int64Array::from(vec![Some(3), None]));
        RecordBatch::try_from_iter([("order_id", ids), ("keep#Note", notes), ("Pieces", pieces)]).unwrap()
    }

    #[test]
    fn what_is_kept_is_in_properties_and_nothing_where_a_row_has_none() {
        let (rows, names) = (batch(), ["Note", "pieces"].map(str::to_owned));
        let kept = Kept::of(&rows.schema(), &names, shipped("shop_orders").unwrap()).unwrap().unwrap();
        let filled = kept.fill(&rows).unwrap();
        let columns: Vec<_> = filled.schema().fields().iter().map(|field| field.name().clone()).collect();
        assert_eq!(columns, ["order_id", "properties"]);
        assert_eq!(array_value_to_string(filled.column(1), 0).unwrap(), "{Note: red bow, pieces: 3}");
        assert!(filled.column(1).is_null(1));
    }

    #[test]
    fn what_a_hidden_column_is_made_of_is_not_kept() {
        let origins = Origins::from([
            ("user_id".to_owned(), Origin::of_column("Email")),
            ("keep#Email".to_owned(), Origin::of_column("Email")),
        ]);
        let hides = |column: &str| ["user_id", "card"].contains(&column);
        let found = |name: &str| hidden(&[name.to_owned()], Some(&origins), hides);
        let fault =
            |column: &str, hidden: &str| FitFault::KeepsHidden { column: column.to_owned(), hidden: hidden.to_owned() };
        assert_eq!(found("email"), Some(fault("email", "user_id")));
        assert_eq!(found("Card"), Some(fault("Card", "card")));
        assert_eq!(found("Till"), None);
    }

    #[test]
    fn what_cannot_be_kept_is_said() {
        let (rows, names) = (batch(), ["Peices".to_owned()]);
        let fault = |table: &str| Kept::of(&rows.schema(), &names, shipped(table).unwrap()).err().unwrap();
        assert_eq!(fault("daily"), FitFault::KeepsNothing { table: "daily".to_owned() });
        let near = Some("Pieces".to_owned());
        assert_eq!(fault("leads"), FitFault::NotThereToKeep { column: "Peices".to_owned(), near });
    }
}
