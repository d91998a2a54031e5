//! What makes two rows equal: a hash of their content that never changes from one version of Jauge to the next.
//!
//! A column without a value leaves no trace, so that a column added to a table later changes no id.

use arrow::{
    array::{Array, ArrayRef, AsArray, RecordBatch},
    datatypes::{DataType, Date32Type, Decimal128Type, Float64Type, Int16Type, Int64Type, TimestampMicrosecondType},
};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128_with_seed};

/// Starts the ids that Jauge gives.
const PREFIX: &str = "jauge:";

/// The hash of each row over all columns of `batch` that `counts`.
///
/// The columns' order does not matter: each adds its share on its own.
pub(crate) fn row_hashes(batch: &RecordBatch, counts: impl Fn(&str) -> bool) -> Vec<u128> {
    let mut hashes = vec![0u128; batch.num_rows()];
    for (field, column) in batch.schema_ref().fields().iter().zip(batch.columns()) {
        if counts(field.name()) {
            add_column(&mut hashes, column, xxh3_64(field.name().as_bytes()));
        }
    }
    hashes
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

fn add_column(hashes: &mut [u128], column: &ArrayRef, seed: u64) {
    match column.data_type() {
        DataType::Utf8 => {
            let values = column.as_string::<i32>();
            add(hashes, column, |row, add| add(values.value(row).as_bytes()), seed);
        }
        DataType::Boolean => {
            let values = column.as_boolean();
            add(hashes, column, |row, add| add(&[u8::from(values.value(row))]), seed);
        }
        DataType::Int16 => {
            let values = column.as_primitive::<Int16Type>().values();
            add(hashes, column, |row, add| add(&i64::from(values[row]).to_le_bytes()), seed);
        }
        DataType::Int64 => {
            let values = column.as_primitive::<Int64Type>().values();
            add(hashes, column, |row, add| add(&values[row].to_le_bytes()), seed);
        }
        DataType::Date32 => {
            let values = column.as_primitive::<Date32Type>().values();
            add(hashes, column, |row, add| add(&values[row].to_le_bytes()), seed);
        }
        DataType::Timestamp(_, _) => {
            let values = column.as_primitive::<TimestampMicrosecondType>().values();
            add(hashes, column, |row, add| add(&values[row].to_le_bytes()), seed);
        }
        DataType::Float64 => {
            let values = column.as_primitive::<Float64Type>().values();
            add(hashes, column, |row, add| add(&values[row].to_bits().to_le_bytes()), seed);
        }
        DataType::Decimal128(_, _) => {
            let values = column.as_primitive::<Decimal128Type>().values();
            add(hashes, column, |row, add| add(&values[row].to_le_bytes()), seed);
        }
        DataType::List(_) => {
            let list = column.as_list::<i32>();
            let elements = nested_hashes(list.values(), seed);
            let offsets = list.value_offsets();
            add(hashes, column, |row, add| add(&joined(&elements, offsets, row)), seed);
        }
        DataType::Map(_, _) => {
            let map = column.as_map();
            let mut entries = vec![0u128; map.entries().len()];
            add_column(&mut entries, map.keys(), seed);
            let values = nested_hashes(map.values(), !seed);
            entries.iter_mut().zip(values).for_each(|(entry, value)| *entry = entry.wrapping_add(value.rotate_left(1)));
            let offsets = map.value_offsets();
            add(hashes, column, |row, add| add(&sorted(&entries, offsets, row)), seed);
        }
        DataType::Struct(_) => {
            let nested = nested_hashes(column, seed);
            add(hashes, column, |row, add| add(&nested[row].to_le_bytes()), seed);
        }
        // Tables have no other types; a null column has nothing to add.
        _ => {}
    }
}

fn add(hashes: &mut [u128], column: &ArrayRef, bytes: impl Fn(usize, &mut dyn FnMut(&[u8])), seed: u64) {
    for (row, hash) in hashes.iter_mut().enumerate() {
        if column.is_valid(row) {
            bytes(row, &mut |bytes| *hash = hash.wrapping_add(xxh3_128_with_seed(bytes, seed)));
        }
    }
}

fn nested_hashes(array: &ArrayRef, seed: u64) -> Vec<u128> {
    let mut hashes = vec![0u128; array.len()];
    match array.data_type() {
        DataType::Struct(fields) => {
            for (field, column) in fields.iter().zip(array.as_struct().columns()) {
                add_column(&mut hashes, column, seed ^ xxh3_64(field.name().as_bytes()));
            }
        }
        _ => add_column(&mut hashes, array, seed),
    }
    hashes
}

/// A list's elements, in their order.
fn joined(elements: &[u128], offsets: &[i32], row: usize) -> Vec<u8> {
    range(elements, offsets, row).iter().flat_map(|hash| hash.to_le_bytes()).collect()
}

/// A map's entries, whatever their order.
fn sorted(entries: &[u128], offsets: &[i32], row: usize) -> Vec<u8> {
    let mut entries = range(entries, offsets, row).to_vec();
    entries.sort_unstable();
    entries.iter().flat_map(|hash| hash.to_le_bytes()).collect()
}

fn range<'a>(hashes: &'a [u128], offsets: &[i32], row: usize) -> &'a [u128] {
    &hashes[offsets[row] as usize..offsets[row + 1] as usize]
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
        assert_eq!(derived_id(row_hashes(&rows, |_| true)[0], 0), "jauge:f3d55c173d9fe54e1abfac90cf79b9f9:0");
    }

    #[test]
    fn order_of_columns_and_empty_columns_do_not_count_but_names_do() {
        let text = || Arc::new(StringArray::from(vec![Some("a"), None])) as ArrayRef;
        let number = || Arc::new(Int64Array::from(vec![Some(1), Some(1)])) as ArrayRef;
        let hashes = |columns| row_hashes(&batch(columns), |_| true);
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
