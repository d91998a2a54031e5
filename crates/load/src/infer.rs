//! The columns of a table of the user's own, found in the rows of its first load.
//!
//! All rows are looked at, so that a type holds for each of them; `[table.NAME] columns` says it without looking.

use std::collections::BTreeMap;

use arrow::{
    array::{Array, AsArray, RecordBatch},
    datatypes::{DataType, Schema},
};
use datafusion::prelude::SessionContext;
use futures::StreamExt;

use super::{LoadError, due::Due, read::engine, reader::Reader};
use jauge_files::cells;
use jauge_store::tables;

/// The most digits behind the mark that count as exact; numbers with more are measurements, kept as floats.
const EXACT_DECIMALS: u8 = 4;

/// Types in the order they are tried: each holds as long as every text of the column reads as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Guess {
    Boolean,
    Integer,
    Decimal,
    Float,
    Date,
    Time,
    Text,
}

/// The names and types of the columns that the due streams give, in the order of the first.
pub(crate) async fn columns(
    reader: &Reader,
    ctx: &SessionContext,
    due: &[Due],
) -> Result<Vec<(String, DataType)>, LoadError> {
    let mut found: Vec<(String, Found)> = Vec::new();
    for due in due {
        let (mut batches, conformer) = reader.selected(ctx, due, &BTreeMap::new()).await?;
        merge_names(&mut found, &batches.schema());
        let mark = conformer.text.as_ref().and_then(|text| text.decimal_mark);
        let day_first = conformer.text.as_ref().map(|text| text.day_first.clone()).unwrap_or_default();
        while let Some(batch) = batches.next().await {
            let batch = batch.map_err(|error| engine(&reader.source, &due.stream.name, error))?;
            look(&mut found, &batch, mark, &day_first, &reader.zone);
        }
    }
    Ok(found.into_iter().map(|(name, found)| (name, found.data_type())).collect())
}

/// What is known of a column.
enum Found {
    Typed(DataType),
    Texts(Option<Guess>),
}

impl Found {
    fn data_type(self) -> DataType {
        match self {
            Self::Typed(data_type) => data_type,
            Self::Texts(guess) => match guess.unwrap_or(Guess::Text) {
                Guess::Boolean => DataType::Boolean,
                Guess::Integer => DataType::Int64,
                Guess::Decimal => tables::MONEY,
                Guess::Float => DataType::Float64,
                Guess::Date => DataType::Date32,
                Guess::Time => tables::timestamp(),
                Guess::Text => DataType::Utf8,
            },
        }
    }
}

fn merge_names(found: &mut Vec<(String, Found)>, schema: &Schema) {
    for field in schema.fields().iter().filter(|field| field.name() != jauge_plugin::LINE_COLUMN) {
        let name = column_name(field.name());
        if !found.iter().any(|(known, _)| *known == name) {
            found.push((name, of_type(field.data_type())));
        }
    }
}

/// A column's name in the table: lower case, so that SQL finds it whatever the case it is written in.
fn column_name(name: &str) -> String {
    name.to_lowercase()
}

fn of_type(data_type: &DataType) -> Found {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => Found::Texts(None),
        DataType::Timestamp(_, _) => Found::Typed(tables::timestamp()),
        DataType::Date32 | DataType::Date64 => Found::Typed(DataType::Date32),
        DataType::Float16 | DataType::Float32 | DataType::Float64 => Found::Typed(DataType::Float64),
        DataType::Decimal32(precision, scale)
        | DataType::Decimal64(precision, scale)
        | DataType::Decimal128(precision, scale) => Found::Typed(DataType::Decimal128((*precision).max(18), *scale)),
        data_type if data_type.is_integer() => Found::Typed(DataType::Int64),
        DataType::Boolean => Found::Typed(DataType::Boolean),
        _ => Found::Texts(Some(Guess::Text)),
    }
}

fn look(
    found: &mut [(String, Found)],
    batch: &RecordBatch,
    mark: Option<char>,
    day_first: &BTreeMap<String, bool>,
    zone: &jiff::tz::TimeZone,
) {
    for (field, column) in batch.schema_ref().fields().iter().zip(batch.columns()) {
        let name = column_name(field.name());
        let guess = found.iter_mut().find(|(known, _)| *known == name);
        let Some((_, Found::Texts(guess))) = guess else { continue };
        let Some(texts) = column.as_string_opt::<i32>() else { continue };
        let day_first = day_first.get(field.name()).copied();
        for row in (0..texts.len()).filter(|row| texts.is_valid(*row)) {
            let text = texts.value(row).trim();
            if !text.is_empty() && *guess != Some(Guess::Text) {
                *guess = Some(narrow(*guess, text, mark, day_first, zone));
            }
        }
    }
}

/// The type that holds for `text` and all before it.
fn narrow(
    guess: Option<Guess>,
    text: &str,
    mark: Option<char>,
    day_first: Option<bool>,
    zone: &jiff::tz::TimeZone,
) -> Guess {
    let number = || match cells::parse_decimal(text, mark) {
        Ok((_, 0)) => Some(Guess::Integer),
        Ok((_, scale)) if scale <= EXACT_DECIMALS => Some(Guess::Decimal),
        Ok(_) => Some(Guess::Float),
        Err(_) => None,
    };
    let boolean = || (text.len() > 1 && cells::parse_bool(text).is_ok()).then_some(Guess::Boolean);
    let date = || cells::parse_date(text, day_first).is_ok().then_some(Guess::Date);
    let time = || cells::parse_time(text, zone, day_first).is_ok().then_some(Guess::Time);
    // Leading zeros are part of a code, not of a number.
    let is_code = text.len() > 1 && text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = match guess {
        None if is_code => None,
        None => number().or_else(boolean).or_else(date).or_else(time),
        Some(Guess::Integer | Guess::Decimal | Guess::Float) if is_code => None,
        Some(known @ (Guess::Integer | Guess::Decimal | Guess::Float)) => number().map(|number| wider(known, number)),
        Some(Guess::Boolean) => boolean(),
        Some(Guess::Date) => date().or_else(time),
        Some(Guess::Time) => time(),
        Some(Guess::Text) => None,
    };
    fits.unwrap_or(Guess::Text)
}

fn wider(a: Guess, b: Guess) -> Guess {
    let order = [Guess::Integer, Guess::Decimal, Guess::Float];
    let rank = |guess| order.iter().position(|known| *known == guess).unwrap_or_default();
    order[rank(a).max(rank(b))]
}
