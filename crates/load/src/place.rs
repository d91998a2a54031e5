//! Where an event's row stood, so that events of one moment keep their order: the sequence that the source sent, then the file and
//! the line.
//!
//! Places are compared as texts, so numbers in them are padded. Of rows that are equal the smallest place stays, whichever file was
//! loaded first (see `merge`).

use std::{fmt::Write, sync::Arc};

use arrow::{
    array::{Array, ArrayRef, AsArray, RecordBatch, StringArray, StringBuilder},
    compute::{can_cast_types, cast},
    datatypes::{DataType, Field, Int64Type, Schema, SchemaRef},
    error::ArrowError,
};
use jauge_plugin::LINE_COLUMN;
use jauge_store::tables::PLACE;

/// The column in which a `select` passes on the sequence that its file has, until a row's place is made of it.
pub(crate) const SENT_COLUMN: &str = "#sent";

/// Columns of known exports that number events, those that say most first: GA4 in BigQuery, Universal Analytics in BigQuery, Matomo's
/// tables, Adobe's data feed.
pub(crate) const SEQUENCES: [&str; 7] = [
    "batch_page_id",
    "batch_ordering_id",
    "batch_event_index",
    "event_bundle_sequence_id",
    "hitNumber",
    "idlink_va",
    "visit_page_num",
];

/// Digits of a number within a place: those of the largest of 64 bits.
const DIGITS: usize = 20;

/// Fills the column `place` of one stream.
pub(crate) struct Places {
    schema: SchemaRef,
    /// The number of the column to fill.
    at: usize,
    /// The number of the column with what the source sent.
    sent: Option<usize>,
    stands: Option<Stands>,
}

/// Where the rows of a file stand.
struct Stands {
    /// The file's name, padded.
    stream: String,
    /// The number of the column with the line; none of formats without lines, whose rows are counted.
    lines: Option<usize>,
    /// The row or line of the row before.
    last: i64,
    /// How many rows of that line there were before: of a line that has several events.
    again: u64,
}

impl Places {
    /// For batches of `schema`, rows of `stream`; `in_order` where they come as they stand in a file. `None` where nothing says
    /// where a row stood.
    pub(crate) fn of(schema: &Schema, stream: &str, in_order: bool) -> Option<Self> {
        let number_of = |name: &str| schema.fields().iter().position(|field| field.name().eq_ignore_ascii_case(name));
        let is_text = |at: &usize| can_cast_types(schema.field(*at).data_type(), &DataType::Utf8);
        let (own, lines) = (number_of(PLACE), number_of(LINE_COLUMN));
        let stands = (lines.is_some() || in_order).then(|| Stands::of(stream, lines));
        let sent = own.or_else(|| number_of(SENT_COLUMN));
        if sent.is_some_and(|sent| !is_text(&sent)) || (sent.is_none() && stands.is_none()) {
            return None;
        }
        let mut fields = schema.fields().to_vec();
        let (at, place) = (own.unwrap_or(fields.len()), Arc::new(Field::new(PLACE, DataType::Utf8, true)));
        match fields.get_mut(at) {
            Some(field) => *field = place,
            None => fields.push(place),
        }
        Some(Self { schema: Arc::new(Schema::new(fields)), at, sent, stands })
    }

    /// The columns of [`Self::fill`]'s batches.
    pub(crate) fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// `batch` with its places; batches come in their order.
    pub(crate) fn fill(&mut self, batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
        let sent = self.sent.map(|sent| cast(batch.column(sent), &DataType::Utf8)).transpose()?;
        let sent: Option<&StringArray> = sent.as_ref().map(|sent| sent.as_string());
        let lines = self.stands.as_ref().and_then(|stands| stands.lines);
        let lines = lines.and_then(|lines| batch.column(lines).as_primitive_opt::<Int64Type>());
        let mut places = StringBuilder::new();
        for row in 0..batch.num_rows() {
            let said = sent.filter(|sent| sent.is_valid(row)).map(|sent| sent.value(row).trim());
            let said = said.filter(|said| !said.is_empty());
            let line = lines.filter(|lines| lines.is_valid(row)).map(|lines| lines.value(row));
            if let Some(said) = said {
                // Writing into memory does not fail.
                let _ = places.write_str(&sequence(said));
            }
            let stood = self.stands.as_mut().is_some_and(|stands| stands.write(line, said.is_some(), &mut places));
            match said.is_some() || stood {
                true => places.append_value(""),
                false => places.append_null(),
            }
        }
        let mut columns = batch.columns().to_vec();
        let places: ArrayRef = Arc::new(places.finish());
        match columns.get_mut(self.at) {
            Some(column) => *column = places,
            None => columns.push(places),
        }
        RecordBatch::try_new(self.schema.clone(), columns)
    }
}

impl Stands {
    fn of(stream: &str, lines: Option<usize>) -> Self {
        Self { stream: padded(stream), lines, last: 0, again: 0 }
    }

    /// Writes where the next row stands, on `line` where there are lines; false where that is not known.
    fn write(&mut self, line: Option<i64>, is_behind: bool, out: &mut impl Write) -> bool {
        let line = match self.lines {
            Some(_) => line,
            None => Some(self.last + 1),
        };
        let Some(line) = line else { return false };
        self.again = if line == self.last { self.again + 1 } else { 0 };
        self.last = line;
        let between = if is_behind { " " } else { "" };
        let _ = write!(out, "{between}{}:{line:0DIGITS$}", self.stream);
        if self.again > 0 {
            let _ = write!(out, ":{:0DIGITS$}", self.again);
        }
        true
    }
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

/// What the source sent, with the numbers of its words padded: a negative one as what is left to the largest, so that the lower comes first.
fn sequence(text: &str) -> String {
    let words =
        text.split(' ').map(|word| match word.strip_prefix('-').and_then(|digits| digits.parse::<u64>().ok()) {
            Some(number) => format!("-{:0DIGITS$}", u64::MAX - number),
            None => padded(word),
        });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use arrow::array::Int64Array;
    use proptest::prelude::*;

    use super::*;

    fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
        RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).unwrap()
    }

    fn places(stream: &str, rows: &RecordBatch) -> Vec<Option<String>> {
        let places = Places::of(rows.schema_ref(), stream, true).unwrap().fill(rows).unwrap();
        let column = places.column_by_name(PLACE).unwrap().as_string::<i32>().clone();
        column.iter().map(|place| place.map(str::to_owned)).collect()
    }

    fn numbers(numbers: &[i64]) -> ArrayRef {
        Arc::new(Int64Array::from(numbers.to_vec()))
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
    fn what_the_source_sent_goes_first_and_the_line_decides_between_equals() {
        let sent: ArrayRef = Arc::new(StringArray::from(vec![Some("10"), Some("9"), Some("9"), Some(" ")]));
        let found = places("a", &batch(vec![("Place", sent.clone()), (LINE_COLUMN, numbers(&[1, 8, 9, 10]))]));
        let mut order = [0, 1, 2];
        order.sort_by_key(|row: &usize| &found[*row]);
        assert_eq!(order, [1, 2, 0]);
        assert_eq!(found[3].as_deref(), Some("a:00000000000000000010"));
        let of_file = places("a", &batch(vec![(SENT_COLUMN, sent), (LINE_COLUMN, numbers(&[1, 8, 9, 10]))]));
        assert_eq!(found, of_file);
        let schema = batch(vec![(PLACE, numbers(&[7]))]).schema();
        let alone = Places::of(&schema, "a", false).unwrap().fill(&batch(vec![(PLACE, numbers(&[7]))])).unwrap();
        assert_eq!(alone.column(0).as_string::<i32>().value(0), format!("{:020}", 7));
    }

    #[test]
    fn several_events_of_a_line_keep_their_order() {
        let found = places("a", &batch(vec![(LINE_COLUMN, numbers(&[4, 4, 4, 5]))]));
        assert!(found.is_sorted_by(|one, other| one < other), "{found:?}");
    }

    #[test]
    fn rows_without_lines_are_counted_where_they_come_as_they_stand() {
        let rows = batch(vec![("x", numbers(&[1, 1, 1]))]);
        let mut counting = Places::of(rows.schema_ref(), "a", true).unwrap();
        let filled = [(); 2].map(|()| counting.fill(&rows).unwrap());
        let places = filled.iter().flat_map(|rows| rows.column(1).as_string::<i32>().iter().collect::<Vec<_>>());
        let places: Vec<_> = places.collect();
        assert!(places.is_sorted_by(|one, other| one < other) && places[0].is_some(), "{places:?}");
        assert!(Places::of(rows.schema_ref(), "a", false).is_none());
    }

    proptest! {
        #[test]
        fn padded_numbers_are_in_their_order(one: i64, other: i64) {
            let text = |number: i64| sequence(&number.to_string());
            prop_assert_eq!(text(one).cmp(&text(other)), one.cmp(&other));
            prop_assert_eq!(sequence(&format!("1 {one}")).cmp(&sequence(&format!("1 {other}"))), one.cmp(&other));
        }
    }
}
