//! Record batches as a sheet.

use arrow::{
    array::{Array, ArrayRef, AsArray, RecordBatch},
    compute::cast,
    datatypes::{DataType, Decimal128Type, Float64Type, Int64Type},
    error::ArrowError,
    util::display::{ArrayFormatter, FormatOptions},
};
use jauge_domain::{Decimal, Message, Value};
use jauge_report::{Column, Sheet};

use crate::error::CliError;

/// The rows of `batches`, exact numbers as such, what has no simple value as text.
pub(crate) fn sheet(batches: &[RecordBatch]) -> Result<Sheet, CliError> {
    let schema = batches.first().map(RecordBatch::schema);
    let fields = schema.iter().flat_map(|schema| schema.fields().iter());
    let column = |name: &String, data_type: &DataType| {
        if data_type.is_numeric() { Column::number(name, None) } else { Column::text(name) }
    };
    let columns = fields.map(|field| column(field.name(), field.data_type())).collect();
    let mut rows = Vec::new();
    for batch in batches {
        let cells = batch.columns().iter().map(values).collect::<Result<Vec<_>, _>>();
        let cells = cells.map_err(|error| CliError::told(Message::Quoted(error.to_string())))?;
        rows.extend((0..batch.num_rows()).map(|row| cells.iter().map(|column| column[row].clone()).collect()));
    }
    Ok(Sheet { columns, rows })
}

fn values(column: &ArrayRef) -> Result<Vec<Value>, ArrowError> {
    let value = |row: usize, value: Value| if column.is_null(row) { Value::Null } else { value };
    Ok(match column.data_type() {
        DataType::Decimal128(_, scale) if *scale >= 0 => {
            let digits = column.as_primitive::<Decimal128Type>();
            let scale = scale.unsigned_abs();
            let decimal = |row| Value::Decimal(Decimal { digits: digits.value(row), scale });
            (0..column.len()).map(|row| value(row, decimal(row))).collect()
        }
        data_type if data_type.is_integer() && *data_type != DataType::UInt64 => {
            let integers = cast(column, &DataType::Int64)?;
            let integers = integers.as_primitive::<Int64Type>();
            (0..column.len()).map(|row| value(row, Value::Int(integers.value(row)))).collect()
        }
        DataType::Float16 | DataType::Float32 | DataType::Float64 => {
            let floats = cast(column, &DataType::Float64)?;
            let floats = floats.as_primitive::<Float64Type>();
            (0..column.len()).map(|row| value(row, Value::Float(floats.value(row)))).collect()
        }
        DataType::Boolean => {
            let flags = column.as_boolean();
            (0..column.len()).map(|row| value(row, Value::Bool(flags.value(row)))).collect()
        }
        _ => {
            let options = FormatOptions::default();
            let texts = ArrayFormatter::try_new(column, &options)?;
            (0..column.len()).map(|row| value(row, Value::Text(texts.value(row).to_string()))).collect()
        }
    })
}
