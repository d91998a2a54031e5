//! SQL functions that read JSON out of texts: cells of a csv that hold some, and what NDJSON has below its keys.
//!
//! Texts go in and texts come out, so that a number keeps its digits and the column it fills reads it exactly; and a path through a
//! text costs no tree of its other values.

use std::{borrow::Cow, collections::BTreeMap, fmt, sync::Arc};

use arrow::{
    array::{Array, ArrayRef, AsArray, ListBuilder, StringArray, StringBuilder},
    compute::cast,
    datatypes::{DataType, Field},
};
use datafusion::{
    common::{Result as EngineResult, exec_err},
    logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility},
};
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

/// The functions `json_get`, `json_list` and `json_keys`, each of a JSON text and the keys or places that lead to a value in it.
///
/// Where there is no such value, where it is null, and where the text is no JSON they give null. Places count from 0.
pub fn json_functions() -> [ScalarUDF; 3] {
    [Gives::Text, Gives::List, Gives::Keys].map(|gives| ScalarUDF::new_from_impl(JsonFunction::new(gives)))
}

/// What a function makes of the value that it finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Gives {
    /// Its text: of a string its characters, of a number its digits as written, of an array or object its JSON.
    Text,
    /// The texts of an array's elements.
    List,
    /// The keys of an object, in the order of their letters.
    Keys,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct JsonFunction {
    gives: Gives,
    signature: Signature,
}

impl JsonFunction {
    fn new(gives: Gives) -> Self {
        Self { gives, signature: Signature::variadic_any(Volatility::Immutable) }
    }
}

impl ScalarUDFImpl for JsonFunction {
    fn name(&self) -> &str {
        match self.gives {
            Gives::Text => "json_get",
            Gives::List => "json_list",
            Gives::Keys => "json_keys",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> EngineResult<DataType> {
        Ok(match self.gives {
            Gives::Text => DataType::Utf8,
            Gives::List | Gives::Keys => DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true))),
        })
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> EngineResult<ColumnarValue> {
        let texts = |argument: &ColumnarValue| -> EngineResult<ArrayRef> {
            Ok(cast(&argument.to_array(arguments.number_rows)?, &DataType::Utf8)?)
        };
        let columns = arguments.args.iter().map(texts).collect::<EngineResult<Vec<_>>>()?;
        let columns: Vec<&StringArray> = columns.iter().map(|column| column.as_string()).collect();
        let Some((json, path)) = columns.split_first() else {
            return exec_err!("`{}` takes a JSON text and the keys that lead to a value in it", self.name());
        };
        let found = (0..arguments.number_rows).map(|row| found(json, path, row));
        Ok(ColumnarValue::Array(match self.gives {
            Gives::Text => Arc::new(found.map(|value| value.and_then(text)).collect::<StringArray>()),
            Gives::List => lists(found.map(|value| elements(value?))),
            Gives::Keys => lists(found.map(|value| keys(value?))),
        }))
    }
}

/// The value in the text of `row` to which the keys of that row lead.
fn found<'a>(json: &'a StringArray, path: &[&'a StringArray], row: usize) -> Option<&'a RawValue> {
    let whole = json.is_valid(row).then(|| json.value(row))?;
    let mut value: &RawValue = serde_json::from_str(whole).ok()?;
    for keys in path {
        value = member(value, keys.is_valid(row).then(|| keys.value(row))?)?;
    }
    Some(value)
}

/// What `value`, an object or an array, has under `key`; of a key that stands twice what stands last.
fn member<'a>(value: &'a RawValue, key: &str) -> Option<&'a RawValue> {
    serde_json::Deserializer::from_str(value.get()).deserialize_any(Member(key)).ok()?
}

/// The text of a value; `None` of null.
fn text(value: &RawValue) -> Option<String> {
    let json = value.get();
    match json.as_bytes().first() {
        Some(b'n') => None,
        // A lone surrogate is no character: then the JSON stands for the string.
        Some(b'"') => Some(serde_json::from_str(json).unwrap_or_else(|_| json.to_owned())),
        _ => Some(json.to_owned()),
    }
}

fn elements(value: &RawValue) -> Option<Vec<Option<String>>> {
    let elements: Vec<&RawValue> = serde_json::from_str(value.get()).ok()?;
    Some(elements.into_iter().map(text).collect())
}

fn keys(value: &RawValue) -> Option<Vec<Option<String>>> {
    let entries: BTreeMap<String, IgnoredAny> = serde_json::from_str(value.get()).ok()?;
    Some(entries.into_keys().map(Some).collect())
}

fn lists(rows: impl Iterator<Item = Option<Vec<Option<String>>>>) -> ArrayRef {
    let mut lists = ListBuilder::new(StringBuilder::new());
    rows.for_each(|row| lists.append_option(row));
    Arc::new(lists.finish())
}

#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// Looks for one member, and passes over the others unread.
struct Member<'k>(&'k str);

impl<'de> Visitor<'de> for Member<'_> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or an array")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(Key(key)) = map.next_key::<Key<'de>>()? {
            if key == self.0 {
                found = Some(map.next_value::<&'de RawValue>()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let wanted = self.0.parse::<usize>().ok();
        let (mut found, mut place) = (None, 0);
        while let Some(element) = seq.next_element::<&'de RawValue>()? {
            if wanted == Some(place) {
                found = Some(element);
            }
            place += 1;
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use arrow::util::display::array_value_to_string;
    use datafusion::prelude::SessionContext;

    use super::*;

    /// What `expr` gives for each of `cells`, shown as texts; of null the empty one.
    async fn given(cells: &[Option<&str>], expr: &str) -> Vec<String> {
        let ctx = SessionContext::new();
        json_functions().into_iter().for_each(|function| ctx.register_udf(function));
        let cells: ArrayRef = Arc::new(StringArray::from(cells.to_vec()));
        let batch = arrow::array::RecordBatch::try_from_iter_with_nullable([("cell", cells, true)]).unwrap();
        ctx.register_batch("raw", batch).unwrap();
        let batches = ctx.sql(&format!("SELECT {expr} AS v FROM raw")).await.unwrap().collect().await.unwrap();
        let shown = |batch: &arrow::array::RecordBatch| {
            let column = batch.column(0).clone();
            (0..batch.num_rows()).map(move |row| array_value_to_string(&column, row).unwrap()).collect::<Vec<_>>()
        };
        batches.iter().flat_map(shown).collect()
    }

    #[tokio::test]
    async fn a_value_is_found_by_its_keys_and_places_and_keeps_every_digit() {
        let cell =
            r#"{"a": {"b": [{"n": 0.10}, 12345678901234567890.12]}, "t": "x\"\u00e9", "on": true, "none": null}"#;
        for (expr, value) in [
            ("json_get(cell, 'a', 'b', 0, 'n')", "0.10"),
            ("json_get(cell, 'a', 'b', 1)", "12345678901234567890.12"),
            ("json_get(cell, 'a', 'b', '1')", "12345678901234567890.12"),
            ("json_get(cell, 't')", "x\"é"),
            ("json_get(cell, 'on')", "true"),
            ("json_get(cell, 'a', 'b', 0)", r#"{"n": 0.10}"#),
            ("json_get(cell, 'none')", ""),
            ("json_get(cell, 'A')", ""),
            ("json_get(cell, 't', 'b')", ""),
            ("json_get(cell, 'a', 'b', 7)", ""),
            ("json_keys(cell, 'a')", "[b]"),
            ("json_list(cell, 'a')", ""),
        ] {
            assert_eq!(given(&[Some(cell)], expr).await, [value], "{expr}");
        }
    }

    #[tokio::test]
    async fn what_is_no_json_has_no_values_and_a_key_that_stands_twice_says_what_it_says_last() {
        let cells =
            [None, Some(""), Some("{\"a\": 1"), Some("plain"), Some(r#"{"a": 1, "b": 2, "a": 3}"#), Some("null")];
        assert_eq!(given(&cells, "json_get(cell, 'a')").await, ["", "", "", "", "3", ""]);
        assert_eq!(given(&cells, "json_keys(cell)").await, ["", "", "", "", "[a, b]", ""]);
    }

    #[tokio::test]
    async fn an_array_becomes_a_row_an_element() {
        let cells = [Some(r#"[{"q": 2}, {"q": 3}]"#), Some("[]"), Some(r#"["x", 1, null]"#)];
        assert_eq!(given(&cells, "json_list(cell)").await, [r#"[{"q": 2}, {"q": 3}]"#, "[]", "[x, 1, ]"]);
        let rows = given(&cells[..1], "json_get(unnest(json_list(cell)), 'q')").await;
        assert_eq!(rows, ["2", "3"]);
    }

    #[tokio::test]
    async fn what_nests_without_end_is_passed_over_without_a_step_of_the_stack_each() {
        let deep = format!(r#"{{"deep": {}{}, "a": 1}}"#, "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(given(&[Some(&deep)], "json_get(cell, 'a')").await, ["1"]);
    }
}
