//! The columns by which rows are told apart, put beside a batch's own for the time of a load.
//!
//! A group is all rows with one key. Incoming rows and those in the store are sorted by the same columns, so that one pass
//! over both decides what is new, whatever their number.

use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, AsArray, Int64Array, RecordBatch, StringArray, UInt32Array, UInt64Array},
    compute::cast,
    datatypes::{DataType, Field, Int64Type, Schema, SchemaRef, TimestampMicrosecondType, UInt32Type, UInt64Type},
    error::ArrowError,
};

use super::{
    first_key::{rotated, told_apart},
    identity::{id_hash, row_hashes, split_derived},
    traffic::FILLED,
};
use jauge_store::tables::{PLACE, Repeated, SOURCE_NAME, TableSpec};

/// What the key columns of a load are made of.
#[derive(Clone, Debug)]
pub(crate) struct RowIdentity {
    spec: TableSpec,
    given: bool,
    /// Columns whose pseudonyms stored rows may have under another key.
    rotated: Vec<String>,
}

/// The key columns of a sorted batch.
pub(crate) struct Keys {
    time: Int64Array,
    high: UInt64Array,
    low: UInt64Array,
    occurrence: Int64Array,
    content: [UInt64Array; 2],
    by: Int64Array,
    stream: UInt32Array,
    place: Option<StringArray>,
}

/// What rows of one group share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Group {
    time: i64,
    high: u64,
    low: u64,
}

/// How a row got its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Id {
    /// From its content; to be numbered.
    Derived,
    /// From its content, numbered before.
    Numbered(u64),
    /// From the source.
    Given,
}

const TIME: &str = "#time";
const HIGH: &str = "#high";
const LOW: &str = "#low";
const OCCURRENCE: &str = "#occurrence";
const CONTENT: [&str; 2] = ["#content_high", "#content_low"];
const BY: &str = "#by";
const STREAM: &str = "#stream";
const ORDER: &str = "#order";

/// What `latest by` compares of a row that does not say.
pub(crate) const UNTOLD: i64 = i64::MIN;

const DERIVED: i64 = -1;
const GIVEN: i64 = -2;

impl RowIdentity {
    /// The keys of `spec`; `given` where the source has the key column of a table that can do without.
    pub(crate) fn new(spec: &TableSpec, columns: &Schema) -> Self {
        let given = !spec.derived_key || columns.column_with_name(&spec.key[0]).is_some();
        Self { spec: spec.clone(), given, rotated: rotated(columns) }
    }

    /// True where groups come in the order of time, so that nothing need be sorted again.
    pub(crate) fn by_time(&self) -> bool {
        !self.given && self.spec.time.is_some()
    }

    /// True where the content of stored rows counts, not their key alone.
    pub(crate) fn needs_content(&self) -> bool {
        self.given
    }

    /// The columns to sort by: their names, and whether the smallest comes first. Of equal rows the one with the smallest place
    /// does.
    pub(crate) fn order(&self) -> Vec<(&'static str, bool)> {
        let first = !matches!(self.spec.repeated, Repeated::Latest { .. } | Repeated::ReplaceSlice);
        let place = self.spec.place().map(|place| (place, true));
        let behind = place.into_iter().chain([(STREAM, first), (ORDER, first)]);
        [(TIME, true), (HIGH, true), (LOW, true), (BY, first)].into_iter().chain(behind).collect()
    }

    /// The columns that the keys of stored rows have: where they stood, too.
    pub(crate) fn stored_schema(&self) -> SchemaRef {
        let place = self.spec.place().map(|place| Field::new(place, DataType::Utf8, true));
        self.schema(&Schema::new(place.into_iter().collect::<Vec<_>>()))
    }

    /// True for the columns of [`Self::stored_schema`].
    pub(crate) fn is_of_stored(&self, column: &str) -> bool {
        column.starts_with('#') || self.spec.place() == Some(column)
    }

    /// `schema` with the key columns behind.
    pub(crate) fn schema(&self, schema: &Schema) -> SchemaRef {
        let keys = [TIME, OCCURRENCE, BY, ORDER].map(|name| Field::new(name, DataType::Int64, false));
        let hashes = [HIGH, LOW, CONTENT[0], CONTENT[1]].map(|name| Field::new(name, DataType::UInt64, false));
        let stream = Field::new(STREAM, DataType::UInt32, false);
        let keys = keys.into_iter().chain(hashes).chain([stream]).map(Arc::new);
        Arc::new(Schema::new(schema.fields().iter().cloned().chain(keys).collect::<Vec<_>>()))
    }

    /// `batch` with its key columns; `source` counts as content, `stream` and `first` say where its rows stand in the load.
    pub(crate) fn add(
        &self,
        batch: &RecordBatch,
        source: &str,
        stream: u32,
        first: i64,
    ) -> Result<RecordBatch, ArrowError> {
        let rows = batch.num_rows();
        let key = self.spec.key[0].as_str();
        let derived = self.spec.derived_key.then_some(key);
        let counts = |column: &str| self.spec.is_content(column) && derived != Some(column);
        let content = row_hashes(&told_apart(batch), counts, Some(source));
        let (keys, occurrences) = self.keys(batch, &content, source);
        // A row with an id of its own is compared with a stored one, whose traffic may have been filled in.
        let is_filled = |column: &str| derived.is_some() && FILLED.contains(&column);
        let is_rotated = |column: &str| column.starts_with('#') || self.rotated.iter().any(|rotated| rotated == column);
        let counts = |column: &str| counts(column) && !is_filled(column) && !is_rotated(column);
        let content = if self.given { row_hashes(batch, counts, None) } else { content };
        let times = if self.by_time() { self.times(batch)? } else { vec![0; rows] };
        let mut columns = batch.columns().to_vec();
        columns.extend([
            Arc::new(Int64Array::from(times)) as ArrayRef,
            Arc::new(Int64Array::from(occurrences)),
            Arc::new(self.by(batch)?),
            Arc::new(Int64Array::from_iter_values((first..).take(rows))),
            high(&keys),
            low(&keys),
            high(&content),
            low(&content),
            Arc::new(UInt32Array::from(vec![stream; rows])),
        ]);
        RecordBatch::try_new(self.schema(batch.schema_ref()), columns)
    }

    /// The key hash of each stored row, and how it got it.
    pub(crate) fn stored_keys(&self, batch: &RecordBatch) -> Vec<(u128, Id)> {
        let (keys, occurrences) = self.keys(batch, &vec![0; batch.num_rows()], "");
        keys.into_iter().zip(occurrences.into_iter().map(Id::of)).collect()
    }

    fn keys(&self, batch: &RecordBatch, content: &[u128], source: &str) -> (Vec<u128>, Vec<i64>) {
        if !self.spec.derived_key {
            let key = |column: &str| self.spec.key.iter().any(|key| key == column);
            // The source's own name is part of some keys and stands in no incoming column.
            let named = key(SOURCE_NAME) && batch.column_by_name(SOURCE_NAME).is_none();
            let keys = row_hashes(batch, key, named.then_some(source));
            return (keys, vec![GIVEN; batch.num_rows()]);
        }
        let ids = batch.column_by_name(&self.spec.key[0]).and_then(|ids| ids.as_string_opt::<i32>());
        let id = |row| ids.filter(|ids| ids.is_valid(row)).map(|ids| ids.value(row)).filter(|id| !id.is_empty());
        let keyed = content.iter().enumerate().map(|(row, content)| match id(row) {
            None => (*content, DERIVED),
            Some(id) => match split_derived(id) {
                Some((hash, occurrence)) => (hash, i64::try_from(occurrence).unwrap_or(i64::MAX)),
                None => (id_hash(id), GIVEN),
            },
        });
        keyed.unzip()
    }

    fn times(&self, batch: &RecordBatch) -> Result<Vec<i64>, ArrowError> {
        let time = self.spec.time.as_ref().and_then(|time| batch.column_by_name(time));
        let Some(time) = time else { return Ok(vec![0; batch.num_rows()]) };
        if let Some(micros) = time.as_primitive_opt::<TimestampMicrosecondType>() {
            return Ok(micros.values().to_vec());
        }
        let days = cast(&cast(time, &DataType::Int32)?, &DataType::Int64)?;
        Ok(days.as_primitive::<Int64Type>().values().to_vec())
    }

    fn by(&self, batch: &RecordBatch) -> Result<Int64Array, ArrowError> {
        let Repeated::Latest { by: Some(by) } = &self.spec.repeated else {
            return Ok(Int64Array::from(vec![0; batch.num_rows()]));
        };
        let Some(column) = batch.column_by_name(by) else {
            return Ok(Int64Array::from(vec![UNTOLD; batch.num_rows()]));
        };
        let column =
            if *column.data_type() == DataType::Date32 { cast(column, &DataType::Int32)? } else { column.clone() };
        let numbers = cast(&column, &DataType::Int64)?;
        let numbers = numbers.as_primitive::<Int64Type>();
        Ok(numbers.iter().map(|number| Some(number.unwrap_or(UNTOLD))).collect())
    }
}

impl Keys {
    /// The key columns of `batch`; `None` where it has none.
    pub(crate) fn of(batch: &RecordBatch) -> Option<Self> {
        let long = |name| batch.column_by_name(name)?.as_primitive_opt::<Int64Type>().cloned();
        let word = |name| batch.column_by_name(name)?.as_primitive_opt::<UInt64Type>().cloned();
        Some(Self {
            time: long(TIME)?,
            high: word(HIGH)?,
            low: word(LOW)?,
            occurrence: long(OCCURRENCE)?,
            content: [word(CONTENT[0])?, word(CONTENT[1])?],
            by: long(BY)?,
            stream: batch.column_by_name(STREAM)?.as_primitive_opt::<UInt32Type>()?.clone(),
            place: batch.column_by_name(PLACE).and_then(|places| places.as_string_opt::<i32>()).cloned(),
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.time.len()
    }

    pub(crate) fn group(&self, row: usize) -> Group {
        Group { time: self.time.value(row), high: self.high.value(row), low: self.low.value(row) }
    }

    pub(crate) fn id(&self, row: usize) -> Id {
        Id::of(self.occurrence.value(row))
    }

    /// Where the row stood.
    pub(crate) fn place(&self, row: usize) -> Option<&str> {
        self.place.as_ref().filter(|places| places.is_valid(row)).map(|places| places.value(row))
    }

    /// A hash of the row's content.
    pub(crate) fn content(&self, row: usize) -> u128 {
        let [high, low] = &self.content;
        whole(high.value(row), low.value(row))
    }

    /// What `latest by` compares.
    pub(crate) fn by(&self, row: usize) -> i64 {
        self.by.value(row)
    }

    /// The number of its stream: of an incoming row the file, of a stored one the data file.
    pub(crate) fn stream(&self, row: usize) -> u32 {
        self.stream.value(row)
    }
}

impl Id {
    fn of(occurrence: i64) -> Self {
        match occurrence {
            GIVEN => Self::Given,
            occurrence => u64::try_from(occurrence).map_or(Self::Derived, Self::Numbered),
        }
    }
}

impl Group {
    /// The key's hash.
    pub(crate) fn key(self) -> u128 {
        whole(self.high, self.low)
    }
}

fn whole(high: u64, low: u64) -> u128 {
    u128::from(high) << 64 | u128::from(low)
}

fn high(hashes: &[u128]) -> ArrayRef {
    Arc::new(UInt64Array::from_iter_values(hashes.iter().map(|hash| (hash >> 64) as u64)))
}

fn low(hashes: &[u128]) -> ArrayRef {
    Arc::new(UInt64Array::from_iter_values(hashes.iter().map(|hash| *hash as u64)))
}
