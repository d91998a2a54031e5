//! Files of one load that are read as one, so that the lines of what is cut between two of them come together.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::ControlFlow,
    sync::Arc,
};

use arrow::{
    array::{BooleanArray, RecordBatch},
    compute::filter_record_batch,
    datatypes::{Schema, SchemaRef},
    error::ArrowError,
};
use datafusion::sql::sqlparser::ast::{Expr, Query, visit_expressions};
use jauge_domain::{SelectFault, nearest};
use jauge_files::ASIDE_COLUMNS;
use jauge_plugin::{LINE_COLUMN, TextFormat};

use super::identity::row_hashes;

/// What several files say together of the order of day and month in their dates. A column is open where none of them tells, or two
/// say different things.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Dates {
    day_first: BTreeMap<String, bool>,
    ambiguous: BTreeSet<String>,
}

impl Dates {
    /// What `texts` say.
    pub(crate) fn of<'a>(texts: impl Iterator<Item = &'a TextFormat>) -> Self {
        let (mut told, mut open) = (BTreeMap::new(), BTreeSet::new());
        let mut torn = BTreeSet::new();
        for text in texts {
            open.extend(text.ambiguous.iter().cloned());
            for (column, first) in &text.day_first {
                if told.insert(column.clone(), *first).is_some_and(|before| before != *first) {
                    torn.insert(column.clone());
                }
            }
        }
        open.retain(|column| !told.contains_key(column));
        told.retain(|column, _| !torn.contains(column));
        open.extend(torn);
        Self { day_first: told, ambiguous: open }
    }

    /// `text` with the order that all of them say.
    pub(crate) fn put_into(&self, text: TextFormat) -> TextFormat {
        TextFormat { day_first: self.day_first.clone(), ambiguous: self.ambiguous.clone(), ..text }
    }
}

/// Lets each row of overlapping files through once: the n-th equal row of one file is the n-th equal row of another.
#[derive(Debug, Default)]
pub(crate) struct Once {
    /// How many equal rows the file at hand had so far.
    counting: HashMap<u128, u32>,
    /// How many were let through.
    passed: HashMap<u128, u32>,
}

impl Once {
    /// The rows that come now are of another file.
    pub(crate) fn next_file(&mut self) {
        self.counting.clear();
    }

    /// The rows of `batch` that no file before had.
    pub(crate) fn pass(&mut self, batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
        let is_own = |column: &str| column != LINE_COLUMN && !ASIDE_COLUMNS.contains(&column);
        let hashes = row_hashes(batch, is_own, None);
        let is_new: BooleanArray = hashes.into_iter().map(|hash| Some(self.is_new(hash))).collect();
        filter_record_batch(batch, &is_new)
    }

    fn is_new(&mut self, hash: u128) -> bool {
        let counted = self.counting.entry(hash).or_default();
        *counted += 1;
        let passed = self.passed.entry(hash).or_default();
        let is_new = *counted > *passed;
        *passed = (*passed).max(*counted);
        is_new
    }
}

/// `schema` without the line of a row: what is made of rows of several files stands on none.
pub(crate) fn without_line(schema: &SchemaRef) -> SchemaRef {
    let fields = schema.fields().iter().filter(|field| field.name() != LINE_COLUMN);
    Arc::new(Schema::new(fields.cloned().collect::<Vec<_>>()))
}

/// That a file has no column `key`, by which its lines are gathered; `None` where it has.
pub(crate) fn lacks<'a>(key: &str, columns: impl Iterator<Item = &'a String> + Clone) -> Option<SelectFault> {
    if columns.clone().any(|column| column.eq_ignore_ascii_case(key)) {
        return None;
    }
    let known: Vec<String> = columns.filter(|column| !column.starts_with('#')).cloned().collect();
    let near = nearest(key, known.iter().map(String::as_str)).map(str::to_owned);
    Some(SelectFault::UnknownColumn { column: key.to_owned(), near, known })
}

/// That a file with `columns` has not all that `query` reads of `first`, the file that it was made to fit; `None` where it has.
pub(crate) fn lacks_read<'a>(
    query: &Query,
    first: &Schema,
    columns: impl Iterator<Item = &'a String> + Clone,
) -> Option<SelectFault> {
    let mut named = BTreeSet::new();
    let _ = visit_expressions(query, |expr| {
        let name = match expr {
            Expr::Identifier(name) => Some(name),
            Expr::CompoundIdentifier(parts) => parts.last(),
            _ => None,
        };
        named.extend(name.map(|name| name.value.to_lowercase()));
        ControlFlow::<()>::Continue(())
    });
    let mut read = first.fields().iter().filter(|field| named.contains(&field.name().to_lowercase()));
    read.find_map(|field| lacks(field.name(), columns.clone()))
}

#[cfg(test)]
mod tests {
    use arrow::array::{ArrayRef, AsArray, Int64Array, StringArray};

    use super::*;

    fn rows(names: &[&str]) -> RecordBatch {
        let lines: ArrayRef = Arc::new(Int64Array::from_iter_values(0..names.len() as i64));
        let names: ArrayRef = Arc::new(StringArray::from(names.to_vec()));
        RecordBatch::try_from_iter_with_nullable([("name", names, true), (LINE_COLUMN, lines, true)]).unwrap()
    }

    fn passed(once: &mut Once, names: &[&str]) -> Vec<String> {
        let batch = once.pass(&rows(names)).unwrap();
        batch.column(0).as_string::<i32>().iter().flatten().map(str::to_owned).collect()
    }

    #[test]
    fn a_row_of_two_files_passes_once_and_twice_where_one_file_has_it_twice() {
        let mut once = Once::default();
        assert_eq!(passed(&mut once, &["a", "b", "b"]), ["a", "b", "b"]);
        once.next_file();
        assert_eq!(passed(&mut once, &["b", "c"]), ["c"]);
        assert_eq!(passed(&mut once, &["b", "b"]), ["b"], "it is the third of this file");
    }

    #[test]
    fn rows_are_told_apart_by_every_column_that_is_the_files_own() {
        let rows = |number: i64, file: &str| {
            let number: ArrayRef = Arc::new(Int64Array::from(vec![number]));
            let file: ArrayRef = Arc::new(StringArray::from(vec![file]));
            RecordBatch::try_from_iter([("#", number), ("#file", file)]).unwrap()
        };
        let mut once = Once::default();
        let mut passes = |batch: RecordBatch| {
            once.next_file();
            once.pass(&batch).unwrap().num_rows()
        };
        assert_eq!([passes(rows(1, "a.csv")), passes(rows(2, "b.csv")), passes(rows(2, "c.csv"))], [1, 1, 0]);
    }

    #[test]
    fn what_one_file_tells_of_dates_holds_for_all_and_what_two_tell_differently_is_open() {
        let text = |told: &[(&str, bool)], open: &[&str]| TextFormat {
            day_first: told.iter().map(|(column, first)| ((*column).to_owned(), *first)).collect(),
            ambiguous: open.iter().map(|column| (*column).to_owned()).collect(),
            ..TextFormat::default()
        };
        let texts = [text(&[("a", true), ("b", true)], &["c"]), text(&[("b", false)], &["a", "c"])];
        let merged = Dates::of(texts.iter()).put_into(TextFormat::default());
        assert_eq!(merged, text(&[("a", true)], &["b", "c"]));
    }

    #[test]
    fn rows_of_several_files_stand_on_no_line() {
        let schema = without_line(&rows(&["a"]).schema());
        assert_eq!(schema.fields().iter().map(|field| field.name().as_str()).collect::<Vec<_>>(), ["name"]);
    }

    #[test]
    fn a_key_that_no_column_is_called_is_named_with_the_nearest() {
        let columns = ["Name".to_owned(), "#line".to_owned()];
        assert_eq!(lacks("name", columns.iter()), None);
        let known = vec!["Name".to_owned()];
        let near = Some("Name".to_owned());
        assert_eq!(
            lacks("Nam", columns.iter()),
            Some(SelectFault::UnknownColumn { column: "Nam".to_owned(), near, known })
        );
    }
}
