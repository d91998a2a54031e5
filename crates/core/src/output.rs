//! Answers and tables for other programs: Parquet and Arrow, with types of their own.

use std::{io::Write, sync::Arc};

use arrow::{
    array::{ArrayRef, BooleanArray, Float64Array, RecordBatch, StringArray, TimestampMicrosecondArray},
    datatypes::{DataType, Field, Schema, SchemaRef},
    error::ArrowError,
    ipc::writer::FileWriter,
};
use jauge_domain::{Answer, Noise, Value};
use jauge_store::array_of;
use jiff::Timestamp;
use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, ZstdLevel},
    errors::ParquetError,
    file::properties::WriterProperties,
};

/// A format that no person reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryFormat {
    /// Apache Parquet.
    Parquet,
    /// An Arrow IPC file.
    Arrow,
}

/// Why a file cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// A value has no column that holds it, or the Arrow file cannot be written.
    #[error(transparent)]
    Arrow(#[from] ArrowError),
    /// The Parquet file cannot be written.
    #[error(transparent)]
    Parquet(#[from] ParquetError),
}

/// One number of an answer.
type Side = fn(&Answer) -> &Value;

/// Writes `batches`, which all have the columns of `schema`.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write_batches(
    out: &mut (dyn Write + Send),
    format: BinaryFormat,
    schema: &SchemaRef,
    batches: &[RecordBatch],
) -> Result<(), OutputError> {
    match format {
        BinaryFormat::Parquet => {
            let compression = Compression::ZSTD(ZstdLevel::try_new(3)?);
            let properties = WriterProperties::builder().set_compression(compression).build();
            let mut writer = ArrowWriter::try_new(out, schema.clone(), Some(properties))?;
            batches.iter().try_for_each(|batch| writer.write(batch))?;
            writer.close()?;
        }
        BinaryFormat::Arrow => {
            let mut writer = FileWriter::try_new(out, schema)?;
            batches.iter().try_for_each(|batch| writer.write(batch))?;
            writer.finish()?;
        }
    }
    Ok(())
}

/// A table as one batch: each column of the narrowest type that holds its values as they are.
///
/// # Errors
/// A decimal that no column holds.
pub fn table_batch(names: &[&str], rows: &[Vec<Value>]) -> Result<RecordBatch, ArrowError> {
    let columns = (0..names.len()).map(|nth| {
        let values: Vec<&Value> = rows.iter().map(|row| row.get(nth).unwrap_or(&Value::Null)).collect();
        array_of(&values, &DataType::Utf8)
    });
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    let fields = names.iter().zip(&columns).map(|(name, column)| Field::new(*name, column.data_type().clone(), true));
    RecordBatch::try_new(Arc::new(Schema::new(fields.collect::<Vec<_>>())), columns)
}

/// The column of what an amount is in, which a dimension of that name shares.
const CURRENCY: &str = "currency";

/// What an amount is in, or the group that is asked for by currency.
fn currency(answer: &Answer) -> Option<String> {
    let group = answer.by.iter().find_map(|(name, value)| match value {
        Value::Text(code) if name == CURRENCY => Some(code.clone()),
        _ => None,
    });
    answer.currency.clone().or(group)
}

/// Answers as one batch, a row each, with a column for each dimension; amounts are decimals. `why` words what has no value.
///
/// # Errors
/// A decimal that no column holds.
pub fn answers_batch(answers: &[Answer], why: impl Fn(&Answer) -> Option<String>) -> Result<RecordBatch, ArrowError> {
    let instant = |of: fn(&Answer) -> Option<Timestamp>| -> ArrayRef {
        let times = answers.iter().map(|answer| of(answer).map(Timestamp::as_microsecond));
        Arc::new(times.collect::<TimestampMicrosecondArray>().with_timezone("UTC"))
    };
    let text = |of: &dyn Fn(&Answer) -> Option<String>| -> ArrayRef {
        Arc::new(answers.iter().map(of).collect::<StringArray>())
    };
    let cut = answers.iter().map(|answer| Some(answer.cut)).collect::<BooleanArray>();
    let complete = answers.iter().map(|answer| Some(answer.complete)).collect::<BooleanArray>();
    let mut columns: Vec<(String, ArrayRef)> = vec![
        ("kpi".to_owned(), text(&|answer| Some(answer.kpi.clone()))),
        ("unit".to_owned(), text(&|answer| Some(answer.unit.name().to_owned()))),
        (CURRENCY.to_owned(), text(&currency)),
        ("start".to_owned(), instant(|answer| answer.start)),
        ("end".to_owned(), instant(|answer| answer.end)),
        ("complete".to_owned(), Arc::new(complete)),
        ("cut".to_owned(), Arc::new(cut)),
    ];
    let by = answers.first().into_iter().flat_map(|answer| &answer.by);
    for (nth, (name, _)) in by.enumerate().filter(|(_, (name, _))| name != CURRENCY) {
        let of = |answer: &'_ Answer| answer.by.get(nth).map(|(_, value)| value.clone()).unwrap_or_default();
        let values: Vec<Value> = answers.iter().map(of).collect();
        columns.push((name.clone(), array_of(&values.iter().collect::<Vec<_>>(), &DataType::Utf8)?));
    }
    let numbers: [(&str, Side); 7] = [
        ("value", |answer| &answer.value),
        ("numerator", |answer| &answer.numerator),
        ("denominator", |answer| &answer.denominator),
        ("n", |answer| &answer.n),
        ("compare", |answer| &answer.compare),
        ("change", |answer| &answer.change),
        ("compared", |answer| answer.compared.as_ref().map_or(&Value::Null, |compared| &compared.value)),
    ];
    for (name, of) in numbers {
        let values: Vec<&Value> = answers.iter().map(of).collect();
        columns.push((name.to_owned(), array_of(&values, &DataType::Float64)?));
    }
    columns.push(("compared_end".to_owned(), instant(|answer| Some(answer.compared.as_ref()?.now.end))));
    columns.push(("compare_start".to_owned(), instant(|answer| Some(answer.compared.as_ref()?.then.start))));
    columns.push(("compare_end".to_owned(), instant(|answer| Some(answer.compared.as_ref()?.then.end))));
    let of_noise = |of: fn(&Noise) -> Option<f64>| -> ArrayRef {
        Arc::new(answers.iter().map(|answer| answer.noise.as_ref().and_then(of)).collect::<Float64Array>())
    };
    columns.push(("noise_low".to_owned(), of_noise(|noise| noise.range().map(|(low, _)| low))));
    columns.push(("noise_high".to_owned(), of_noise(|noise| noise.range().map(|(_, high)| high))));
    columns.push(("noise_p".to_owned(), of_noise(Noise::p)));
    columns.push(("feasts".to_owned(), text(&|answer| (!answer.feasts.is_empty()).then(|| answer.feasts.join(", ")))));
    columns.push(("why".to_owned(), text(&why)));
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))
}
