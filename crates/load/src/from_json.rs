//! Nested values out of their JSON texts: what NDJSON and CSV files have in a cell becomes lists, structs and maps.

use std::{collections::BTreeMap, sync::Arc};

use arrow::{
    array::{Array, ArrayRef, StringArray, new_null_array},
    compute::concat,
    datatypes::{DataType, Field, Schema},
    error::ArrowError,
    json::ReaderBuilder,
};
use jauge_domain::{Message, RejectReason};
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::fault::Fault;

/// Levels of arrays and objects within a cell; no column has nearly as many.
const MOST_NESTED: usize = 128;

/// The values of `texts` as `target`, a nested type, and the rows whose text is none.
pub(super) fn from_json(texts: &StringArray, target: &DataType) -> Result<(ArrayRef, Vec<Fault>), ArrowError> {
    let mut faults = Vec::new();
    let mut cells: Vec<Option<&str>> = Vec::with_capacity(texts.len());
    for (row, text) in texts.iter().enumerate() {
        let text = text.map(str::trim).filter(|text| !text.is_empty());
        if text.is_some_and(|text| nests_deeper(text, MOST_NESTED)) {
            faults.push(Fault { row, why: RejectReason::TooDeep { most: MOST_NESTED }.into() });
            cells.push(None);
            continue;
        }
        match text.map(serde_json::from_str::<IgnoredAny>) {
            Some(Err(error)) => {
                faults.push(Fault { row, why: RejectReason::NotJson { reason: error.to_string() }.into() });
                cells.push(None);
            }
            _ => cells.push(text),
        }
    }
    if let Ok(values) = read(&cells, target) {
        return Ok((values, faults));
    }
    // JSON, but not of this type: row by row, so that the fault is told of its row.
    let mut values = Vec::with_capacity(cells.len());
    for (row, cell) in cells.iter().enumerate() {
        let one = read(&[*cell], target).or_else(|error| {
            let flat = cell.filter(|_| matches!(target, DataType::Map(..))).and_then(flat);
            flat.map_or(Err(error), |flat| read(&[Some(&flat)], target))
        });
        values.push(one.unwrap_or_else(|error| {
            let why = other_kind(cell.unwrap_or_default(), target).map_or_else(|| reason(&error), Message::from);
            faults.push(Fault { row, why });
            new_null_array(target, 1)
        }));
    }
    faults.sort_by_key(|fault| fault.row);
    Ok((concat(&values.iter().map(|array| array.as_ref()).collect::<Vec<_>>())?, faults))
}

/// True where arrays and objects of a JSON text lie more than `most` levels within each other.
fn nests_deeper(text: &str, most: usize) -> bool {
    // So many brackets need so many bytes.
    if text.len() <= most {
        return false;
    }
    let (mut depth, mut in_string, mut escaped) = (0usize, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => depth += 1,
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > most {
            return true;
        }
    }
    false
}

fn read(cells: &[Option<&str>], target: &DataType) -> Result<ArrayRef, ArrowError> {
    let schema = Arc::new(Schema::new(vec![Field::new("value", target.clone(), true)]));
    let mut decoder =
        ReaderBuilder::new(schema).with_batch_size(cells.len().max(1)).with_coerce_primitive(true).build_decoder()?;
    let mut rows = String::new();
    for cell in cells {
        rows.push_str("{\"value\":");
        rows.push_str(cell.unwrap_or("null"));
        rows.push_str("}\n");
    }
    decoder.decode(rows.as_bytes())?;
    let batch = decoder.flush()?;
    Ok(batch.map_or_else(|| new_null_array(target, 0), |batch| batch.column(0).clone()))
}

/// The object `text` with the JSON of its arrays and objects as texts, as a map of texts has them.
fn flat(text: &str) -> Option<String> {
    let entries: BTreeMap<String, &RawValue> = serde_json::from_str(text).ok()?;
    let entry = |(key, value): (&String, &&RawValue)| {
        let json = value.get();
        let value = if json.starts_with(['{', '[']) { serde_json::to_string(json).ok()? } else { json.to_owned() };
        Some(format!("{}:{value}", serde_json::to_string(key).ok()?))
    };
    let entries: Option<Vec<String>> = entries.iter().map(entry).collect();
    Some(format!("{{{}}}", entries?.join(",")))
}

/// That `cell` is JSON of another kind than `target`, a list or an object.
fn other_kind(cell: &str, target: &DataType) -> Option<RejectReason> {
    let list = match target {
        DataType::List(_) => true,
        DataType::Struct(_) | DataType::Map(_, _) => false,
        _ => return None,
    };
    (!cell.starts_with(if list { '[' } else { '{' })).then_some(RejectReason::OtherJson { list })
}

fn reason(error: &ArrowError) -> Message {
    let text = error.to_string();
    let text = text.strip_prefix("Json error: ").unwrap_or(&text);
    // The value itself is read as a field, whose name nobody wrote.
    Message::Quoted(text.strip_prefix("whilst decoding field 'value': ").unwrap_or(text).to_owned())
}

#[cfg(test)]
mod tests {
    use arrow::array::AsArray;

    use super::*;

    #[test]
    fn a_cell_that_nests_without_end_is_a_fault_of_its_row() {
        let items = jauge_store::tables::shipped("events").unwrap().field("items").unwrap().data_type().clone();
        let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
        let (values, faults) = from_json(&StringArray::from(vec![deep.as_str(), "[]"]), &items).unwrap();
        assert!(values.is_null(0) && values.is_valid(1));
        assert_eq!(faults, [Fault { row: 0, why: RejectReason::TooDeep { most: MOST_NESTED }.into() }]);
        assert!(!nests_deeper(&format!("[\"{}\"]", "[".repeat(500)), MOST_NESTED), "brackets of a text nest nothing");
    }

    #[test]
    fn what_is_no_text_is_one_in_a_map_of_texts() {
        let map = jauge_store::tables::shipped("events").unwrap().field("properties").unwrap().data_type().clone();
        let texts = StringArray::from(vec![
            r#"{"on": true, "n": 2.50, "none": null, "text": "x"}"#,
            r#"{"list": [1, {"a": "b"}], "on": false}"#,
            "[1]",
        ]);
        let (values, faults) = from_json(&texts, &map).unwrap();
        let shown = |row| arrow::util::display::array_value_to_string(&values, row).unwrap();
        assert_eq!(shown(0), "{on: true, n: 2.50, none: , text: x}");
        assert_eq!(shown(1), r#"{list: [1, {"a": "b"}], on: false}"#);
        assert_eq!(faults.iter().map(|fault| fault.row).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn items_are_read_exactly_and_faults_named() {
        let items = jauge_store::tables::shipped("events").unwrap().field("items").unwrap().data_type().clone();
        let texts = StringArray::from(vec![
            Some(r#"[{"item_id": "a", "price": 0.1, "quantity": 3, "other": true}, {"price": 19.99}]"#),
            None,
            Some("[{"),
            Some("[]"),
            Some(r#"{"item_id": "not a list"}"#),
        ]);
        let (values, faults) = from_json(&texts, &items).unwrap();
        let found = arrow::util::display::array_value_to_string(values.as_list::<i32>(), 0).unwrap();
        assert!(found.contains("price: 0.1000") && found.contains("price: 19.9900"), "{found}");
        let nulls: Vec<bool> = (0..5).map(|row| values.is_null(row)).collect();
        assert_eq!(nulls, [false, true, true, false, true]);
        assert_eq!(faults.iter().map(|fault| fault.row).collect::<Vec<_>>(), [2, 4]);
        assert!(matches!(&faults[0].why, Message::Reject(RejectReason::NotJson { .. })), "{faults:?}");
        assert_eq!(faults[1].why, Message::from(RejectReason::OtherJson { list: true }));
        let counted = from_json(&StringArray::from(vec!["3"]), &items).unwrap().1;
        assert_eq!(counted, [Fault { row: 0, why: RejectReason::OtherJson { list: true }.into() }]);
    }
}
