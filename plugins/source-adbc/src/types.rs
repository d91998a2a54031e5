//! The columns of a driver as Jauge takes them.

use std::{fmt::Write, sync::Arc};

use jauge_plugin::{
    ConnectorError,
    arrow_array::{
        Array, ArrayRef, BinaryArray, Float64Array, RecordBatch, StringArray,
        cast::AsArray,
        new_null_array,
        types::{Float64Type, Int64Type},
    },
    arrow_schema::{DataType, Field, Schema, SchemaRef},
};

/// `given` without what the driver notes beside its types; a UUID is text.
///
/// # Errors
/// Two columns have the same name.
pub(crate) fn plain(given: &Schema, stream: &str) -> Result<SchemaRef, ConnectorError> {
    let fields: Vec<Field> = given
        .fields()
        .iter()
        .map(|field| {
            let is_uuid = *field.data_type() == DataType::FixedSizeBinary(16)
                && field.metadata().get("ARROW:extension:name").is_some_and(|name| name == "arrow.uuid");
            let data_type = if is_uuid { DataType::Utf8 } else { field.data_type().clone() };
            Field::new(field.name(), data_type, true)
        })
        .collect();
    for (at, field) in fields.iter().enumerate() {
        if fields[..at].iter().any(|other| other.name() == field.name()) {
            let message = format!("two columns are called `{}`: give one another name with AS", field.name());
            return Err(ConnectorError::format(stream, None, message));
        }
    }
    Ok(Arc::new(Schema::new(fields)))
}

/// `batch` with the columns of `schema`; `None` where a column has values of another type.
pub(crate) fn conform(batch: &RecordBatch, schema: &SchemaRef) -> Option<RecordBatch> {
    let columns =
        batch.columns().iter().zip(schema.fields()).map(|(column, field)| column_as(column, field.data_type()));
    RecordBatch::try_new(schema.clone(), columns.collect::<Option<Vec<_>>>()?).ok()
}

fn column_as(column: &ArrayRef, data_type: &DataType) -> Option<ArrayRef> {
    match (column.data_type(), data_type) {
        (given, wanted) if given == wanted => Some(column.clone()),
        (_, wanted) if column.null_count() == column.len() => Some(new_null_array(wanted, column.len())),
        (DataType::FixedSizeBinary(16), DataType::Utf8) => {
            let uuids = column.as_fixed_size_binary();
            Some(Arc::new(uuids.iter().map(|bytes| bytes.map(uuid)).collect::<StringArray>()))
        }
        (DataType::Int64, DataType::Float64) => {
            let numbers = column.as_primitive::<Int64Type>().iter();
            Some(Arc::new(numbers.map(|number| number.map(|number| number as f64)).collect::<Float64Array>()))
        }
        (DataType::Int64, DataType::Utf8) => {
            let numbers = column.as_primitive::<Int64Type>().iter();
            Some(Arc::new(numbers.map(|number| number.map(|number| number.to_string())).collect::<StringArray>()))
        }
        (DataType::Float64, DataType::Utf8) => {
            let numbers = column.as_primitive::<Float64Type>().iter();
            Some(Arc::new(numbers.map(|number| number.map(|number| format!("{number:?}"))).collect::<StringArray>()))
        }
        (DataType::Utf8, DataType::Binary) => Some(Arc::new(BinaryArray::from(column.as_string::<i32>().clone()))),
        _ => None,
    }
}

fn uuid(bytes: &[u8]) -> String {
    bytes.iter().enumerate().fold(String::with_capacity(36), |mut text, (at, byte)| {
        let hyphen = if matches!(at, 4 | 6 | 8 | 10) { "-" } else { "" };
        let _ = write!(text, "{hyphen}{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use jauge_plugin::arrow_array::Int64Array;

    use super::*;

    #[test]
    fn columns_fit_where_no_value_is_lost() {
        let ints: ArrayRef = Arc::new(Int64Array::from(vec![Some(1), None]));
        let nothing: ArrayRef = Arc::new(Int64Array::from(vec![None, None]));
        let texts: ArrayRef = Arc::new(StringArray::from(vec!["a"]));
        assert_eq!(column_as(&ints, &DataType::Utf8).unwrap().as_string::<i32>().value(0), "1");
        assert!(
            (column_as(&ints, &DataType::Float64).unwrap().as_primitive::<Float64Type>().value(0) - 1.0).abs() < 1e-9
        );
        assert_eq!(column_as(&nothing, &DataType::Date32).unwrap().null_count(), 2);
        assert!(column_as(&texts, &DataType::Int64).is_none());
    }

    #[test]
    fn a_uuid_is_written_as_usual() {
        let bytes: Vec<u8> = (0..16).collect();
        assert_eq!(uuid(&bytes), "00010203-0405-0607-0809-0a0b0c0d0e0f");
    }

    #[test]
    fn columns_of_one_name_are_told() {
        let field = |name| Field::new(name, DataType::Int64, true);
        let schema = Schema::new(vec![field("id"), field("id")]);
        assert!(plain(&schema, "sql").unwrap_err().to_string().contains("two columns are called `id`"));
    }
}
