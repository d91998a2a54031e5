//! Where an event's row stood, so that events of one moment keep their order: the sequence that the source sent, else the file and the
//! line.
//!
//! Places are compared as texts, so numbers in them are padded. Of files that may overlap a row's line is not kept: it depends
//! on which of them was loaded first.

use std::{fmt::Write, sync::Arc};

use arrow::{
    array::{Array, ArrayRef, AsArray, RecordBatch, StringArray, StringBuilder},
    compute::{can_cast_types, cast},
    datatypes::{DataType, Field, Int64Type, Schema, SchemaRef},
    error::ArrowError,
};
use jauge_plugin::LINE_COLUMN;
use jauge_store::tables::PLACE;

/// Digits of a number within a place: those of the largest of 64 bits.
const DIGITS: usize = 20;

/// Fills the column `place` of one stream.
pub(crate) struct Places {
    schema: SchemaRef,
    says: Says,
}

enum Says {
    /// The column with this number says.
    Sent(usize),
    /// The column with this number has lines of the stream, which begins so.
    Lines(usize, String),
}

impl Places {
    /// For batches of `schema`, rows of `stream`; `disjoint` where no row is in two streams. `None` where nothing says where a row
    /// stood.
    pub(crate) fn of(schema: &Schema, stream: &str, disjoint: bool) -> Option<Self> {
        let number_of = |name: &str| schema.fields().iter().position(|field| field.name().eq_ignore_ascii_case(name));
        let is_text = |at: usize| can_cast_types(schema.field(at).data_type(), &DataType::Utf8);
        let (at, says) = match (number_of(PLACE), number_of(LINE_COLUMN)) {
            (Some(sent), _) if is_text(sent) => (sent, Says::Sent(sent)),
            (None, Some(lines)) if disjoint => (schema.fields().len(), Says::Lines(lines, padded(stream))),
            _ => return None,
        };
        let mut fields = schema.fields().to_vec();
        let place = Arc::new(Field::new(PLACE, DataType::Utf8, true));
        match fields.get_mut(at) {
            Some(field) => *field = place,
            None => fields.push(place),
        }
        Some(Self { schema: Arc::new(Schema::new(fields)), says })
    }

    /// The columns of [`Self::fill`]'s batches.
    pub(crate) fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// `batch` with its places.
    pub(crate) fn fill(&self, batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
        let mut columns = batch.columns().to_vec();
        match &self.says {
            Says::Sent(at) => columns[*at] = sent(&columns[*at])?,
            Says::Lines(at, stream) => columns.push(lines(&columns[*at], stream)),
        }
        RecordBatch::try_new(self.schema.clone(), columns)
    }
}

fn sent(column: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    let texts = cast(column, &DataType::Utf8)?;
    let texts = texts.as_string::<i32>().iter();
    Ok(Arc::new(texts.map(|text| text.filter(|text| !text.is_empty()).map(padded)).collect::<StringArray>()))
}

fn lines(column: &ArrayRef, stream: &str) -> ArrayRef {
    let lines = column.as_primitive_opt::<Int64Type>();
    let mut places = StringBuilder::new();
    for row in 0..column.len() {
        match lines.filter(|lines| lines.is_valid(row)) {
            Some(lines) => {
                // Writing into memory does not fail.
                let _ = write!(places, "{stream}:{:0DIGITS$}", lines.value(row));
                places.append_value("");
            }
            None => places.append_null(),
        }
    }
    Arc::new(places.finish())
}

/// `text` with every number in it as long as the longest there is, so that texts are in the order of their numbers.
fn padded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + DIGITS);
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(from.len());
        let (number, after) = from.split_at(end);
        out.push_str(before);
        let number = number.trim_start_matches('0');
        out.extend(std::iter::repeat_n('0', DIGITS.saturating_sub(number.len())));
        out.push_str(number);
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use arrow::array::Int64Array;

    use super::*;

    fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
        RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).unwrap()
    }

    fn places(stream: &str, rows: &RecordBatch) -> Vec<Option<String>> {
        let places = Places::of(rows.schema_ref(), stream, true).unwrap().fill(rows).unwrap();
        let column = places.column_by_name(PLACE).unwrap().as_string::<i32>().clone();
        column.iter().map(|place| place.map(str::to_owned)).collect()
    }

    #[test]
    fn texts_of_places_are_in_the_order_of_files_and_lines() {
        let at = |stream: &str, line: i64| {
            let lines: ArrayRef = Arc::new(Int64Array::from(vec![Some(line), None]));
            let found = places(stream, &batch(vec![(LINE_COLUMN, lines)]));
            assert_eq!(found[1], None);
            found[0].clone().unwrap()
        };
        let ordered = [at("in/log.2", 9), at("in/log.2", 10), at("in/log.10", 1), at("in/log.10", i64::MAX)];
        assert!(ordered.is_sorted(), "{ordered:?}");
    }

    #[test]
    fn what_the_source_sent_goes_first_and_overlapping_files_have_no_lines() {
        let lines = || Arc::new(Int64Array::from(vec![7, 8])) as ArrayRef;
        let sent: ArrayRef = Arc::new(StringArray::from(vec![Some("9"), Some("")]));
        let rows = batch(vec![("Place", sent), (LINE_COLUMN, lines())]);
        assert_eq!(places("a", &rows), [Some(format!("{:020}", 9)), None]);
        let numbers = batch(vec![(PLACE, lines())]);
        assert_eq!(places("a", &numbers), [Some(format!("{:020}", 7)), Some(format!("{:020}", 8))]);
        let schema = batch(vec![(LINE_COLUMN, lines())]).schema();
        assert!(Places::of(&schema, "a", false).is_none());
    }
}
