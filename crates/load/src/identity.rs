//! What makes two rows equal: a hash of their content that never changes from one version of Jauge to the next, and that nobody
//! can make two rows share.
//!
//! A row is written down as its columns that have a value, in the order of their names: name and value, each behind its
//! length. A column without a value leaves no trace, so that a column added to a table later changes no id.

use std::ops::Range;

use arrow::{
    array::{
        Array, ArrayRef, AsArray, BooleanArray, ListArray, MapArray, PrimitiveArray, RecordBatch, StringArray,
        StructArray,
    },
    buffer::NullBuffer,
    datatypes::{DataType, Date32Type, Decimal128Type, Float64Type, Int16Type, Int64Type, TimestampMicrosecondType},
};
use jauge_store::tables::SOURCE_NAME;

/// Starts the ids that Jauge gives.
const PREFIX: &str = "jauge:";

/// Ids of a source's own are hashed under this key, so that none has the hash of a row.
const GIVEN_ID: &[u8; 32] = b"jauge: the id that a source gave";

/// The hash of each row over all columns of `batch` that `counts`, and over the name of its `source` as if it were one.
///
/// The columns' order does not matter.
pub(crate) fn row_hashes(batch: &RecordBatch, counts: impl Fn(&str) -> bool, source: Option<&str>) -> Vec<u128> {
    let mut columns = Column::all(batch.schema_ref().fields().iter().zip(batch.columns()), counts);
    columns.extend(source.map(|name| Column { name: SOURCE_NAME, values: Values::Constant(name), nulls: None }));
    columns.sort_by_key(|column| column.name);
    let mut row_bytes = Vec::new();
    let hash = |row: usize| {
        row_bytes.clear();
        write_all(&columns, row, &mut row_bytes);
        hash_of(&row_bytes)
    };
    (0..batch.num_rows()).map(hash).collect()
}

/// The hash of an id that the source gave.
pub(crate) fn id_hash(id: &str) -> u128 {
    first_half(&blake3::keyed_hash(GIVEN_ID, id.as_bytes()))
}

/// A hash of `bytes` that no other bytes have.
pub(crate) fn hash_of(bytes: &[u8]) -> u128 {
    first_half(&blake3::hash(bytes))
}

/// The id of the `occurrence`-th row with this content.
pub(crate) fn derived_id(content: u128, occurrence: u64) -> String {
    format!("{PREFIX}{content:032x}:{occurrence}")
}

/// The content's hash and the occurrence out of an id that Jauge gave.
pub(crate) fn split_derived(id: &str) -> Option<(u128, u64)> {
    let (content, occurrence) = id.strip_prefix(PREFIX)?.split_once(':')?;
    let content = (content.len() == 32).then(|| u128::from_str_radix(content, 16).ok()).flatten()?;
    Some((content, occurrence.parse().ok()?))
}

/// Its first 32 hexadecimal digits as a number.
fn first_half(hash: &blake3::Hash) -> u128 {
    hash.as_bytes()[..16].iter().fold(0, |number, byte| number << 8 | u128::from(*byte))
}

/// A column on its way into the bytes that are hashed.
struct Column<'a> {
    name: &'a str,
    values: Values<'a>,
    nulls: Option<&'a NullBuffer>,
}

/// Values by the types that tables have.
enum Values<'a> {
    Constant(&'a str),
    Text(&'a StringArray),
    Flag(&'a BooleanArray),
    Small(&'a PrimitiveArray<Int16Type>),
    Number(&'a PrimitiveArray<Int64Type>),
    Day(&'a PrimitiveArray<Date32Type>),
    Moment(&'a PrimitiveArray<TimestampMicrosecondType>),
    Float(&'a PrimitiveArray<Float64Type>),
    Decimal(&'a PrimitiveArray<Decimal128Type>),
    List(&'a ListArray, Box<Column<'a>>),
    Map(&'a MapArray, Box<[Column<'a>; 2]>),
    Struct(Vec<Column<'a>>),
}

impl<'a> Column<'a> {
    /// Those of `columns` that `counts` and that may have a value.
    fn all(
        columns: impl Iterator<Item = (&'a arrow::datatypes::FieldRef, &'a ArrayRef)>,
        counts: impl Fn(&str) -> bool,
    ) -> Vec<Self> {
        columns
            .filter(|(field, _)| counts(field.name()))
            .filter_map(|(field, array)| Self::of(field.name(), array))
            .collect()
    }

    fn of(name: &'a str, array: &'a ArrayRef) -> Option<Self> {
        Some(Self { name, values: Values::of(array)?, nulls: array.nulls() })
    }

    fn has_value(&self, row: usize) -> bool {
        self.nulls.is_none_or(|nulls| nulls.is_valid(row))
    }

    /// One of several values in a row: that it is there, and what it is.
    fn write_element(&self, row: usize, out: &mut Vec<u8>) {
        sized(out, |out| {
            if self.has_value(row) {
                // A struct says so by its fields: one without any is none.
                if !matches!(self.values, Values::Struct(_)) {
                    out.push(1);
                }
                self.values.write(row, out);
            }
        });
    }
}

impl<'a> Values<'a> {
    /// `None` for a type that tables do not have: a column of nulls.
    fn of(array: &'a ArrayRef) -> Option<Self> {
        Some(match array.data_type() {
            DataType::Utf8 => Self::Text(array.as_string()),
            DataType::Boolean => Self::Flag(array.as_boolean()),
            DataType::Int16 => Self::Small(array.as_primitive()),
            DataType::Int64 => Self::Number(array.as_primitive()),
            DataType::Date32 => Self::Day(array.as_primitive()),
            DataType::Timestamp(_, _) => Self::Moment(array.as_primitive()),
            DataType::Float64 => Self::Float(array.as_primitive()),
            DataType::Decimal128(_, _) => Self::Decimal(array.as_primitive()),
            DataType::List(_) => Self::list(array.as_list())?,
            DataType::Map(_, _) => Self::map(array.as_map())?,
            DataType::Struct(_) => Self::fields(array.as_struct()),
            _ => return None,
        })
    }

    fn list(list: &'a ListArray) -> Option<Self> {
        Some(Self::List(list, Box::new(Column::of("", list.values())?)))
    }

    fn map(map: &'a MapArray) -> Option<Self> {
        Some(Self::Map(map, Box::new([Column::of("", map.keys())?, Column::of("", map.values())?])))
    }

    fn fields(fields: &'a StructArray) -> Self {
        let mut columns = Column::all(fields.fields().iter().zip(fields.columns()), |_| true);
        columns.sort_by_key(|column| column.name);
        Self::Struct(columns)
    }

    fn write(&self, row: usize, out: &mut Vec<u8>) {
        match self {
            Self::Constant(text) => out.extend(text.as_bytes()),
            Self::Text(texts) => out.extend(texts.value(row).as_bytes()),
            Self::Flag(flags) => out.push(u8::from(flags.value(row))),
            Self::Small(numbers) => out.extend(i64::from(numbers.value(row)).to_le_bytes()),
            Self::Number(numbers) => out.extend(numbers.value(row).to_le_bytes()),
            Self::Day(days) => out.extend(days.value(row).to_le_bytes()),
            Self::Moment(moments) => out.extend(moments.value(row).to_le_bytes()),
            Self::Float(floats) => out.extend(floats.value(row).to_bits().to_le_bytes()),
            Self::Decimal(decimals) => out.extend(decimals.value(row).to_le_bytes()),
            Self::List(list, elements) => {
                range(list.value_offsets(), row).for_each(|row| elements.write_element(row, out))
            }
            Self::Map(map, entries) => write_entries(entries, range(map.value_offsets(), row), out),
            Self::Struct(fields) => write_all(fields, row, out),
        }
    }
}

/// The columns that have a value in `row`.
fn write_all(columns: &[Column<'_>], row: usize, out: &mut Vec<u8>) {
    for column in columns.iter().filter(|column| column.has_value(row)) {
        sized(out, |out| out.extend(column.name.as_bytes()));
        sized(out, |out| column.values.write(row, out));
    }
}

/// A map's entries, whatever their order.
fn write_entries(columns: &[Column<'_>; 2], rows: Range<usize>, out: &mut Vec<u8>) {
    let mut bytes = Vec::new();
    let mut entries: Vec<Range<usize>> = Vec::with_capacity(rows.len());
    for row in rows {
        let start = bytes.len();
        columns.iter().for_each(|column| column.write_element(row, &mut bytes));
        entries.push(start..bytes.len());
    }
    entries.sort_by(|one, other| bytes[one.clone()].cmp(&bytes[other.clone()]));
    entries.into_iter().for_each(|entry| out.extend(&bytes[entry]));
}

/// What `write` appends, behind its length, so that no two rows are written down alike.
fn sized(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    out.extend([0; 4]);
    write(out);
    // No row of a batch is longer than 32 bits count: its texts lie in one array.
    let length = (out.len() - start - 4) as u32;
    out[start..start + 4].copy_from_slice(&length.to_le_bytes());
}

fn range(offsets: &[i32], row: usize) -> Range<usize> {
    offsets[row] as usize..offsets[row + 1] as usize
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{Decimal128Array, Int64Array, StringArray};

    use super::*;

    fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
        RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).unwrap()
    }

    #[test]
    fn a_hash_never_changes() {
        let rows = batch(vec![
            ("event_name", Arc::new(StringArray::from(vec!["purchase"]))),
            ("value", Arc::new(Decimal128Array::from(vec![123_400]))),
        ]);
        assert_eq!(derived_id(row_hashes(&rows, |_| true, None)[0], 0), "jauge:7703f2b258fb87cc91302e01145e3add:0");
    }

    #[test]
    fn order_of_columns_and_empty_columns_do_not_count_but_names_do() {
        let text = || Arc::new(StringArray::from(vec![Some("a"), None])) as ArrayRef;
        let number = || Arc::new(Int64Array::from(vec![Some(1), Some(1)])) as ArrayRef;
        let hashes = |columns| row_hashes(&batch(columns), |_| true, None);
        let one = hashes(vec![("x", text()), ("y", number())]);
        assert_eq!(one, hashes(vec![("y", number()), ("x", text())]));
        assert_ne!(one, hashes(vec![("x", text()), ("z", number())]));
        assert_eq!(one[1], hashes(vec![("y", number())])[1]);
        assert_ne!(hashes(vec![("x", text()), ("y", text())])[0], hashes(vec![("y", text())])[0]);
    }

    #[test]
    fn an_id_splits_into_what_it_was_made_of() {
        assert_eq!(split_derived(&derived_id(7, 12)), Some((7, 12)));
        assert_eq!(split_derived("jauge:7:1"), None);
        assert_eq!(split_derived("order-536365:1"), None);
    }
}
