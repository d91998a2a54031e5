//! One column, exactly as the type the table keeps, or the rows at fault.

use std::sync::Arc;

use arrow::{
    array::{
        Array, ArrayRef, AsArray, Decimal128Array, Float64Array, Int64Array, ListArray, MapArray, StringArray,
        StructArray, new_null_array,
    },
    compute::{CastOptions, cast, cast_with_options},
    datatypes::{DataType, Decimal128Type, DecimalType},
    error::ArrowError,
    util::display::array_value_to_string,
};
use jauge_domain::{CellError, CellKind, Decimal, Message, RejectReason};
use jiff::tz::TimeZone;

use super::{
    fault::{Fault, each, faults, quoted},
    from_json::from_json,
    times::{to_date, to_time},
};
use jauge_files::cells;

/// How texts and local times of a source are read.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    /// Zone of times without one.
    pub(crate) zone: TimeZone,
    /// The decimal mark of texts.
    pub(crate) decimal_mark: Option<char>,
    /// Whether the day stands first in the dates of the column at hand.
    pub(crate) day_first: Option<bool>,
    /// True where SQL has computed the numbers, which are rounded to what the table keeps; a number as the source has it keeps
    /// every digit.
    pub(crate) computed: bool,
    /// The workspace's currency, whose sign an amount may have.
    pub(crate) currency: Option<&'static str>,
}

/// Values of a type that never become those of another.
#[derive(Debug, thiserror::Error)]
#[error("{self:?}")]
pub(crate) struct Misfit {
    pub(crate) from: CellKind,
    pub(crate) to: CellKind,
}

/// `array` as `target`, and the rows at fault, which are null in it. An error where no value of its type could ever fit.
pub(crate) fn convert(
    array: &ArrayRef,
    target: &DataType,
    reading: &Reading,
) -> Result<(ArrayRef, Vec<Fault>), ArrowError> {
    let array = &plain(array)?;
    match (array.data_type(), target) {
        // A time of the right type may still lie beyond all calendars.
        (_, DataType::Timestamp(_, _) | DataType::Date32) if *array.data_type() != DataType::Null => {
            let read = if *target == DataType::Date32 { to_date } else { to_time };
            read(array, &reading.zone, reading.day_first)?.ok_or_else(|| misfit(array, target))
        }
        (same, target) if same == target => Ok((array.clone(), Vec::new())),
        (DataType::Null, _) => Ok((new_null_array(target, array.len()), Vec::new())),
        (_, DataType::Utf8) => Ok((to_text(array)?, Vec::new())),
        (_, DataType::Decimal128(precision, scale)) => to_decimal(array, *precision, *scale, reading),
        (_, DataType::Int64 | DataType::Int16) => to_integer(array, target, reading),
        (_, DataType::Float64) => to_float(array, reading),
        (_, DataType::Boolean) => to_boolean(array),
        (DataType::List(_), DataType::List(_)) => to_list(array.as_list(), target, reading),
        (DataType::Struct(_), DataType::Struct(_)) => to_struct(array.as_struct(), target, reading),
        (DataType::Map(_, _), DataType::Map(_, _)) => to_map(array.as_map(), target, reading),
        (DataType::Utf8, DataType::List(_) | DataType::Struct(_) | DataType::Map(_, _)) => {
            from_json(array.as_string::<i32>(), target)
        }
        _ => Err(misfit(array, target)),
    }
}

/// Without the encodings that only save space.
pub(crate) fn plain(array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    match array.data_type() {
        DataType::LargeUtf8 | DataType::Utf8View => cast(array, &DataType::Utf8),
        DataType::Dictionary(_, value) => plain(&cast(array, value)?),
        DataType::LargeList(item) | DataType::ListView(item) | DataType::FixedSizeList(item, _) => {
            cast(array, &DataType::List(item.clone()))
        }
        _ => Ok(array.clone()),
    }
}

fn to_text(array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    match array.data_type() {
        DataType::Decimal128(_, scale) => {
            let scale = u8::try_from(*scale).map_err(|_| misfit(array, &DataType::Utf8))?;
            let digits = array.as_primitive::<Decimal128Type>();
            let texts = digits.iter().map(|digits| digits.map(|digits| trimmed(Decimal { digits, scale })));
            Ok(Arc::new(texts.collect::<StringArray>()))
        }
        data_type if data_type.is_nested() => Err(misfit(array, &DataType::Utf8)),
        _ => cast(array, &DataType::Utf8),
    }
}

/// Without the zeros that only the column's scale put there.
fn trimmed(decimal: Decimal) -> String {
    let text = decimal.to_string();
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

fn to_decimal(
    array: &ArrayRef,
    precision: u8,
    scale: i8,
    reading: &Reading,
) -> Result<(ArrayRef, Vec<Fault>), ArrowError> {
    let target = DataType::Decimal128(precision, scale);
    let to_scale = u8::try_from(scale).map_err(|_| misfit(array, &target))?;
    let rounded = |number: Decimal| -> Result<i128, Message> {
        let fits = number
            .rescale(to_scale)
            .filter(|number| Decimal128Type::is_valid_decimal_precision(number.digits, precision));
        let digits = i16::from(precision) - i16::from(scale);
        fits.map(|number| number.digits).ok_or(RejectReason::TooManyDigits { digits }.into())
    };
    let exact = |number: Decimal| -> Result<i128, Message> {
        match decimals(number) {
            has if has > to_scale => Err(CellError::TooManyDecimals { has: has.into(), kept: to_scale }.into()),
            _ => rounded(number),
        }
    };
    let (values, faults) = match array.data_type() {
        DataType::Utf8 => each(array.as_string::<i32>().iter().map(filled), |text| {
            let (digits, scale) = cells::parse_amount(text, reading.decimal_mark, reading.currency)?;
            exact(Decimal { digits, scale })
        }),
        DataType::Decimal128(_, from) => {
            let from = u8::try_from(*from).map_err(|_| misfit(array, &target))?;
            each(array.as_primitive::<Decimal128Type>().iter(), |digits| {
                let number = Decimal { digits, scale: from };
                if reading.computed { rounded(number) } else { exact(number) }
            })
        }
        DataType::Float32 | DataType::Float64 => {
            // The shortest text that reads back as this float is what somebody wrote: 19.9, not 19.899999. It is rounded all the
            // same, unless to a whole number: the digits of a float are not exact.
            let texts = cast(array, &DataType::Utf8)?;
            each(texts.as_string::<i32>().iter(), |text| {
                let (digits, scale) = cells::parse_decimal(text, Some('.'))?;
                let number = Decimal { digits, scale };
                if to_scale == 0 { exact(number) } else { rounded(number) }
            })
        }
        data_type if data_type.is_integer() => {
            let integers = cast(array, &DataType::Decimal128(20, 0))?;
            each(integers.as_primitive::<Decimal128Type>().iter(), |digits| rounded(Decimal { digits, scale: 0 }))
        }
        _ => return Err(misfit(array, &target)),
    };
    let decimals = Decimal128Array::from(values).with_precision_and_scale(precision, scale)?;
    Ok((Arc::new(decimals), faults))
}

/// How many decimals `number` has, trailing zeros aside.
fn decimals(number: Decimal) -> u8 {
    let (mut digits, mut scale) = (number.digits, number.scale);
    while scale > 0 && digits % 10 == 0 {
        (digits, scale) = (digits / 10, scale - 1);
    }
    scale
}

fn to_integer(array: &ArrayRef, target: &DataType, reading: &Reading) -> Result<(ArrayRef, Vec<Fault>), ArrowError> {
    let (whole, mut errors) = match array.data_type() {
        data_type if data_type.is_integer() => {
            let whole = cast(array, &DataType::Int64)?;
            let faults = too_large(array, &whole);
            (whole, faults)
        }
        DataType::Boolean => (cast(array, &DataType::Int64)?, Vec::new()),
        _ => {
            let (decimals, errors) = to_decimal(array, 38, 0, &Reading { computed: false, ..reading.clone() })?;
            let (values, large) = each(decimals.as_primitive::<Decimal128Type>().iter(), |digits| {
                i64::try_from(digits).map_err(|_| RejectReason::TooLarge.into())
            });
            let whole = |fault: Fault| match fault.why {
                Message::Cell(CellError::TooManyDecimals { .. }) => {
                    Fault { why: RejectReason::NotWhole.into(), ..fault }
                }
                _ => fault,
            };
            (Arc::new(Int64Array::from(values)) as ArrayRef, errors.into_iter().map(whole).chain(large).collect())
        }
    };
    let cast = cast_with_options(&whole, target, &CastOptions { safe: true, ..CastOptions::default() })?;
    errors.extend(too_large(&whole, &cast));
    Ok((cast, errors))
}

/// The rows whose number became null on its way into another type.
fn too_large(before: &ArrayRef, after: &ArrayRef) -> Vec<Fault> {
    let lost = (0..before.len()).filter(|row| before.is_valid(*row) && after.is_null(*row));
    lost.map(|row| Fault { row, why: RejectReason::TooLarge.into() }).collect()
}

fn to_float(array: &ArrayRef, reading: &Reading) -> Result<(ArrayRef, Vec<Fault>), ArrowError> {
    match array.data_type() {
        DataType::Utf8 => {
            let (values, errors) = each(array.as_string::<i32>().iter().map(filled), |text| {
                let (digits, scale) = cells::parse_decimal(text, reading.decimal_mark)?;
                Decimal { digits, scale }.to_string().parse::<f64>().map_err(quoted)
            });
            Ok((Arc::new(Float64Array::from(values)), errors))
        }
        data_type if data_type.is_numeric() => Ok((cast(array, &DataType::Float64)?, Vec::new())),
        _ => Err(misfit(array, &DataType::Float64)),
    }
}

fn to_boolean(array: &ArrayRef) -> Result<(ArrayRef, Vec<Fault>), ArrowError> {
    let texts = match array.data_type() {
        DataType::Utf8 => array.clone(),
        data_type if data_type.is_integer() => cast(array, &DataType::Utf8)?,
        _ => return Err(misfit(array, &DataType::Boolean)),
    };
    let (values, errors) = cells::booleans(texts.as_string());
    Ok((Arc::new(values), faults(errors)))
}

fn to_list(list: &ListArray, target: &DataType, reading: &Reading) -> Result<(ArrayRef, Vec<Fault>), ArrowError> {
    let DataType::List(item) = target else { return Err(misfit(list, target)) };
    let (values, errors) = convert(list.values(), item.data_type(), reading)?;
    let errors = owners(errors, list.value_offsets());
    let list = ListArray::try_new(item.clone(), list.offsets().clone(), values, list.nulls().cloned())?;
    Ok((Arc::new(list), errors))
}

fn to_struct(rows: &StructArray, target: &DataType, reading: &Reading) -> Result<(ArrayRef, Vec<Fault>), ArrowError> {
    let DataType::Struct(fields) = target else { return Err(misfit(rows, target)) };
    let mut faults = Vec::new();
    let columns = fields.iter().map(|field| {
        let found = rows.fields().iter().position(|have| have.name().eq_ignore_ascii_case(field.name()));
        let Some(found) = found else { return Ok(new_null_array(field.data_type(), rows.len())) };
        let (column, errors) = convert(rows.column(found), field.data_type(), reading)?;
        let named = |fault: Fault| {
            let (field, why) = (field.name().clone(), Box::new(fault.why));
            Fault { row: fault.row, why: RejectReason::Field { field, why }.into() }
        };
        faults.extend(errors.into_iter().map(named));
        Ok(column)
    });
    let columns = columns.collect::<Result<Vec<_>, ArrowError>>()?;
    let rows = StructArray::try_new_with_length(fields.clone(), columns, rows.nulls().cloned(), rows.len())?;
    Ok((Arc::new(rows), faults))
}

fn to_map(map: &MapArray, target: &DataType, reading: &Reading) -> Result<(ArrayRef, Vec<Fault>), ArrowError> {
    let DataType::Map(entries, sorted) = target else { return Err(misfit(map, target)) };
    let DataType::Struct(fields) = entries.data_type() else { return Err(misfit(map, target)) };
    let (keys, key_faults) = convert(map.keys(), fields[0].data_type(), reading)?;
    let (values, value_faults) = convert(map.values(), fields[1].data_type(), reading)?;
    let rows = StructArray::try_new(fields.clone(), vec![keys, values], None)?;
    let errors = owners(key_faults.into_iter().chain(value_faults).collect(), map.value_offsets());
    let map = MapArray::try_new(entries.clone(), map.offsets().clone(), rows, map.nulls().cloned(), *sorted)?;
    Ok((Arc::new(map), errors))
}

/// The faults of elements as faults of the rows that own them.
fn owners(faults: Vec<Fault>, offsets: &[i32]) -> Vec<Fault> {
    let owner = |element: usize| offsets.partition_point(|offset| *offset as usize <= element).saturating_sub(1);
    faults.into_iter().map(|fault| Fault { row: owner(fault.row), ..fault }).collect()
}

fn filled(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim().is_empty())
}

fn misfit(array: &dyn Array, target: &DataType) -> ArrowError {
    let misfit = Misfit { from: kind_of(array.data_type()), to: kind_of(target) };
    ArrowError::ExternalError(Box::new(misfit))
}

/// What a column of `data_type` keeps.
pub(crate) fn kind_of(data_type: &DataType) -> CellKind {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => CellKind::Text,
        DataType::Timestamp(_, _) => CellKind::Time,
        DataType::Date32 => CellKind::Date,
        DataType::Decimal128(_, scale) => CellKind::Amount { decimals: *scale },
        DataType::Boolean => CellKind::Boolean,
        kind if kind.is_integer() => CellKind::Integer,
        kind if kind.is_floating() => CellKind::Number,
        other => CellKind::Other { name: other.to_string() },
    }
}

/// The value at `row` as a user may have written it, cut where long.
pub(crate) fn shown(array: &dyn Array, row: usize) -> Option<String> {
    if array.is_null(row) {
        return None;
    }
    let text = array_value_to_string(array, row).ok()?;
    Some(if text.chars().count() > 200 { text.chars().take(200).chain(['…']).collect() } else { text })
}

/// As [`shown`], without the zeros that only the scale of a number's column put there.
pub(crate) fn written(array: &dyn Array, row: usize) -> Option<String> {
    let text = shown(array, row)?;
    let is_filled = matches!(array.data_type(), DataType::Decimal128(_, _)) && text.contains('.');
    Some(if is_filled { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text })
}

#[cfg(test)]
#[path = "convert_tests.rs"]
mod tests;
