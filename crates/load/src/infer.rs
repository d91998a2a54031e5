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

use super::{LoadError, convert::Reading, due::Due, read::engine, reader::Reader};
use jauge_files::{ASIDE_COLUMNS, cells};
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
    /// A decimal, here and there with the sign of the workspace's currency.
    Money,
    /// A year and a month with a point between them: text, unless numbers stand among them.
    Month,
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
        let readings: Vec<Reading> =
            batches.schema().fields().iter().map(|field| conformer.reading_of(field.name())).collect();
        while let Some(batch) = batches.next().await {
            let batch = batch.map_err(|error| engine(&reader.source, &due.stream.name, error))?;
            look(&mut found, &batch, &readings);
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
                Guess::Decimal | Guess::Money => tables::MONEY,
                Guess::Float => DataType::Float64,
                Guess::Date => DataType::Date32,
                Guess::Time => tables::timestamp(),
                Guess::Month | Guess::Text => DataType::Utf8,
            },
        }
    }
}

fn merge_names(found: &mut Vec<(String, Found)>, schema: &Schema) {
    let is_aside = |name: &str| name == jauge_plugin::LINE_COLUMN || ASIDE_COLUMNS.contains(&name);
    for field in schema.fields().iter().filter(|field| !is_aside(field.name())) {
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
        | DataType::Decimal128(precision, scale) => {
            // What SQL has computed has more decimals than it knows of; with these a product of two still fits.
            Found::Typed(DataType::Decimal128((*precision).max(18), (*scale).min(8)))
        }
        data_type if data_type.is_integer() => Found::Typed(DataType::Int64),
        DataType::Boolean => Found::Typed(DataType::Boolean),
        _ => Found::Texts(Some(Guess::Text)),
    }
}

fn look(found: &mut [(String, Found)], batch: &RecordBatch, readings: &[Reading]) {
    for ((field, column), reading) in batch.schema_ref().fields().iter().zip(batch.columns()).zip(readings) {
        let name = column_name(field.name());
        let guess = found.iter_mut().find(|(known, _)| *known == name);
        let Some((_, Found::Texts(guess))) = guess else { continue };
        let Some(texts) = column.as_string_opt::<i32>() else { continue };
        for row in (0..texts.len()).filter(|row| texts.is_valid(*row)) {
            let text = texts.value(row).trim();
            if !text.is_empty() && *guess != Some(Guess::Text) {
                *guess = Some(narrow(*guess, text, reading));
            }
        }
    }
}

/// The type that holds for `text` and all before it.
fn narrow(guess: Option<Guess>, text: &str, reading: &Reading) -> Guess {
    let amount = || match cells::parse_amount(text, reading.decimal_mark, reading.currency) {
        Ok((_, scale)) if scale <= EXACT_DECIMALS => Some(Guess::Money),
        _ => None,
    };
    let number = || match cells::parse_decimal(text, reading.decimal_mark) {
        Ok((_, 0)) => Some(Guess::Integer),
        Ok((_, scale)) if scale <= EXACT_DECIMALS => Some(Guess::Decimal),
        Ok(_) => Some(Guess::Float),
        Err(_) => amount(),
    };
    let boolean = || (text.len() > 1 && cells::parse_bool(text).is_ok()).then_some(Guess::Boolean);
    let date = || cells::parse_date(text, reading.day_first).is_ok().then_some(Guess::Date);
    let time = || cells::parse_time(text, &reading.zone, reading.day_first).is_ok().then_some(Guess::Time);
    let month = || is_month(text).then_some(Guess::Month);
    // Leading zeros are part of a code, not of a number; brackets around a whole number may be a dialling code.
    let is_code = text.len() > 1
        && text.starts_with(['0', '('])
        && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'(' | b')'));
    let fits = match guess {
        None if is_code => None,
        None => month().or_else(number).or_else(boolean).or_else(date).or_else(time),
        Some(Guess::Integer | Guess::Decimal | Guess::Float | Guess::Money | Guess::Month) if is_code => None,
        Some(Guess::Month) => month().or_else(|| number().and_then(|number| wider(Guess::Decimal, number))),
        Some(known @ (Guess::Integer | Guess::Decimal | Guess::Float | Guess::Money)) => {
            number().and_then(|number| wider(known, number))
        }
        Some(Guess::Boolean) => boolean(),
        Some(Guess::Date) => date().or_else(time),
        Some(Guess::Time) => time(),
        Some(Guess::Text) => None,
    };
    fits.unwrap_or(Guess::Text)
}

/// `2024.9`, `2024.10`: months of a year, or its versions; as a number the one of October would be `2024.1`.
fn is_month(text: &str) -> bool {
    let is_year = |year: &str| year.len() == 4 && (year.starts_with("19") || year.starts_with("20"));
    let is_of_year = |month: &str| month.len() <= 2 && month.parse::<u8>().is_ok_and(|month| (1..=12).contains(&month));
    text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && text.split_once('.').is_some_and(|(year, month)| is_year(year) && is_of_year(month))
}

/// The type that holds for numbers of both; none where amounts stand among measurements.
fn wider(a: Guess, b: Guess) -> Option<Guess> {
    let order = [Guess::Integer, Guess::Decimal, Guess::Float];
    let rank = |guess| order.iter().position(|known| *known == guess).unwrap_or_default();
    match (a, b) {
        (Guess::Money, Guess::Float) | (Guess::Float, Guess::Money) => None,
        (Guess::Money, _) | (_, Guess::Money) => Some(Guess::Money),
        _ => Some(order[rank(a).max(rank(b))]),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{ArrayRef, StringArray};
    use jiff::tz::TimeZone;

    use super::*;

    fn inferred(cells: &[&str]) -> DataType {
        let column: ArrayRef = Arc::new(StringArray::from(cells.to_vec()));
        let batch = RecordBatch::try_from_iter([("c", column)]).unwrap();
        let mut found = Vec::new();
        merge_names(&mut found, &batch.schema());
        let reading = Reading {
            zone: TimeZone::UTC,
            decimal_mark: Some('.'),
            day_first: None,
            computed: false,
            currency: Some("EUR"),
        };
        look(&mut found, &batch, &[reading]);
        found.remove(0).1.data_type()
    }

    #[test]
    fn what_would_lose_a_digit_as_a_number_is_text() {
        assert_eq!(inferred(&["2024.9", "2024.10", "2024.11"]), DataType::Utf8);
        assert_eq!(inferred(&["2024.10", "2024.11"]), DataType::Utf8);
        assert_eq!(inferred(&["0042", "17"]), DataType::Utf8);
    }

    #[test]
    fn prices_and_measurements_are_numbers() {
        assert_eq!(inferred(&["12.50", "7.00", "2024.10"]), tables::MONEY);
        assert_eq!(inferred(&["2024.10", "12.50"]), tables::MONEY);
        assert_eq!(inferred(&["9.90", "12.5", "10"]), tables::MONEY);
        assert_eq!(inferred(&["0", "12.50"]), tables::MONEY);
        assert_eq!(inferred(&["0.123456", "1.5"]), DataType::Float64);
        assert_eq!(inferred(&["1", "20"]), DataType::Int64);
    }

    #[test]
    fn what_has_the_sign_of_the_workspaces_currency_is_money() {
        assert_eq!(inferred(&["10 €", "12.50"]), tables::MONEY);
        assert_eq!(inferred(&["7", "€ 1,234.50"]), tables::MONEY);
        assert_eq!(inferred(&["10 €", "5 £"]), DataType::Utf8);
        assert_eq!(inferred(&["0.123456", "10 €"]), DataType::Utf8);
    }
}
