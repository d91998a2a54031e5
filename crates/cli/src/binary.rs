//! Answers for other programs: Parquet and Arrow, with types of their own.

use std::{io::Write, sync::Arc};

use arrow::{
    array::{
        ArrayRef, BooleanBuilder, Decimal128Builder, Float64Builder, Int64Builder, RecordBatch, StringBuilder,
        TimestampMicrosecondBuilder,
    },
    datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit},
    error::ArrowError,
    ipc::writer::FileWriter,
};
use jauge_domain::{Answer, CommandMessage, Value};
use jauge_report::Sheet;
use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, ZstdLevel},
    file::properties::WriterProperties,
};

use crate::error::CliError;

/// A format that no person reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Binary {
    /// Apache Parquet.
    Parquet,
    /// An Arrow IPC file.
    Arrow,
}

/// One number of an answer.
type Side<'a> = &'a dyn Fn(&Answer) -> &Value;

/// The digits behind the mark of a decimal column, and before it together.
const WIDEST: u8 = 38;

/// Writes `batches`, which all have the columns of `schema`.
pub(crate) fn write(
    out: &mut (dyn Write + Send),
    format: Binary,
    schema: &SchemaRef,
    batches: &[RecordBatch],
) -> Result<(), CliError> {
    match format {
        Binary::Parquet => {
            let compression = ZstdLevel::try_new(3).map(Compression::ZSTD).map_err(|error| unwritten(&error))?;
            let properties = WriterProperties::builder().set_compression(compression).build();
            let writer = ArrowWriter::try_new(out, schema.clone(), Some(properties));
            let mut writer = writer.map_err(|error| unwritten(&error))?;
            batches.iter().try_for_each(|batch| writer.write(batch)).map_err(|error| unwritten(&error))?;
            writer.close().map_err(|error| unwritten(&error))?;
        }
        Binary::Arrow => {
            let mut writer = FileWriter::try_new(out, schema).map_err(|error| unwritten(&error))?;
            batches.iter().try_for_each(|batch| writer.write(batch)).map_err(|error| unwritten(&error))?;
            writer.finish().map_err(|error| unwritten(&error))?;
        }
    }
    Ok(())
}

/// An error of what writes bytes.
pub(crate) fn unwritten(error: &impl ToString) -> CliError {
    CliError::told(CommandMessage::CannotWrite { reason: error.to_string() })
}

/// A sheet as one batch: each column of the type that its values have.
pub(crate) fn batch(sheet: &Sheet) -> Result<RecordBatch, ArrowError> {
    let columns = (0..sheet.columns.len()).map(|nth| {
        let values = sheet.rows.iter().map(move |row| row.get(nth).unwrap_or(&Value::Null));
        array(values.collect())
    });
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    let fields = sheet.columns.iter().zip(&columns);
    let fields = fields.map(|(column, array)| Field::new(&column.name, array.data_type().clone(), true));
    RecordBatch::try_new(Arc::new(Schema::new(fields.collect::<Vec<_>>())), columns)
}

/// Answers as one batch: a row each, with a column for each dimension.
pub(crate) fn answers(answers: &[Answer]) -> Result<RecordBatch, ArrowError> {
    let instant = |of: &dyn Fn(&Answer) -> Option<jiff::Timestamp>| -> ArrayRef {
        let mut times = TimestampMicrosecondBuilder::new()
            .with_data_type(DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())));
        answers.iter().for_each(|answer| times.append_option(of(answer).map(jiff::Timestamp::as_microsecond)));
        Arc::new(times.finish())
    };
    let text = |of: &dyn Fn(&Answer) -> Option<String>| -> ArrayRef {
        Arc::new(answers.iter().map(of).collect::<arrow::array::StringArray>())
    };
    let number = |of: &dyn Fn(&Answer) -> &Value| -> ArrayRef {
        Arc::new(answers.iter().map(|answer| of(answer).as_f64()).collect::<arrow::array::Float64Array>())
    };
    let mut columns: Vec<(String, ArrayRef)> = vec![
        ("kpi".to_owned(), text(&|answer| Some(answer.kpi.clone()))),
        ("unit".to_owned(), text(&|answer| Some(answer.unit.name().to_owned()))),
        ("start".to_owned(), instant(&|answer| answer.start)),
        ("end".to_owned(), instant(&|answer| answer.end)),
        (
            "complete".to_owned(),
            Arc::new(answers.iter().map(|answer| Some(answer.complete)).collect::<arrow::array::BooleanArray>()),
        ),
    ];
    let by = answers.first().map(|answer| answer.by.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>());
    for (nth, name) in by.into_iter().flatten().enumerate() {
        let values = answers.iter().map(|answer| answer.by.get(nth).map_or(&Value::Null, |(_, value)| value)).collect();
        columns.push((name, array(values)?));
    }
    let numbers: [(&str, Side<'_>); 6] = [
        ("value", &|answer| &answer.value),
        ("numerator", &|answer| &answer.numerator),
        ("denominator", &|answer| &answer.denominator),
        ("n", &|answer| &answer.n),
        ("compare", &|answer| &answer.compare),
        ("change", &|answer| &answer.change),
    ];
    columns.extend(numbers.into_iter().map(|(name, of)| (name.to_owned(), number(of))));
    columns.push(("why".to_owned(), text(&|answer| answer.why.clone())));
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))
}

/// The narrowest type that holds all `values` as they are.
fn array(values: Vec<&Value>) -> Result<ArrayRef, ArrowError> {
    let all = |fits: fn(&Value) -> bool| values.iter().all(|value| value.is_null() || fits(value));
    let some = values.iter().any(|value| !value.is_null());
    Ok(if some && all(|value| matches!(value, Value::Bool(_))) {
        let mut flags = BooleanBuilder::new();
        values
            .iter()
            .for_each(|value| flags.append_option(if let Value::Bool(flag) = value { Some(*flag) } else { None }));
        Arc::new(flags.finish())
    } else if some && all(|value| matches!(value, Value::Int(_))) {
        let mut numbers = Int64Builder::new();
        values
            .iter()
            .for_each(|value| numbers.append_option(if let Value::Int(number) = value { Some(*number) } else { None }));
        Arc::new(numbers.finish())
    } else if some && all(|value| matches!(value, Value::Decimal(_))) {
        let scale = values
            .iter()
            .filter_map(|value| if let Value::Decimal(decimal) = value { Some(decimal.scale) } else { None });
        let scale = scale.max().unwrap_or(0);
        let mut decimals =
            Decimal128Builder::new().with_precision_and_scale(WIDEST, i8::try_from(scale).unwrap_or(0))?;
        for value in values {
            let digits = if let Value::Decimal(decimal) = value {
                decimal.rescale(scale).map(|decimal| decimal.digits)
            } else {
                None
            };
            decimals.append_option(digits);
        }
        Arc::new(decimals.finish())
    } else if some && all(|value| matches!(value, Value::Int(_) | Value::Decimal(_) | Value::Float(_))) {
        let mut numbers = Float64Builder::new();
        values.iter().for_each(|value| numbers.append_option(value.as_f64()));
        Arc::new(numbers.finish())
    } else {
        let mut texts = StringBuilder::new();
        values.iter().for_each(|value| match value {
            Value::Null => texts.append_null(),
            Value::Text(text) => texts.append_value(text),
            Value::Bool(flag) => texts.append_value(flag.to_string()),
            Value::Int(number) => texts.append_value(number.to_string()),
            Value::Decimal(decimal) => texts.append_value(decimal.to_string()),
            Value::Float(number) => texts.append_value(number.to_string()),
        });
        Arc::new(texts.finish())
    })
}
