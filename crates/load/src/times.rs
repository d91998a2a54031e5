//! Columns as times and dates, or the rows at fault: what no calendar has is never a value, whatever the format.

use std::sync::Arc;

use arrow::{
    array::{ArrayRef, AsArray, Date32Array, TimestampMicrosecondArray},
    compute::cast,
    datatypes::{DataType, Date32Type, Decimal128Type, Int32Type, Int64Type, TimeUnit, TimestampMicrosecondType},
    error::ArrowError,
};
use jauge_domain::{CellError, END_OF_DATA_YEARS, FIRST_DATA_YEAR, Message, RejectReason, epoch_day};
use jauge_files::cells::{self, TimeParser};
use jiff::{civil::date, tz::TimeZone};

use super::fault::{Fault, each, faults, quoted};

/// A column, and the rows at fault, which are null in it.
type Converted = (ArrayRef, Vec<Fault>);

const DAY: i64 = 86_400_000_000;

/// `array` as instants; a local time is one of `zone`. `None` where its type never is a time.
pub(crate) fn to_time(
    array: &ArrayRef,
    zone: &TimeZone,
    day_first: Option<bool>,
) -> Result<Option<Converted>, ArrowError> {
    if let Some(texts) = array.as_string_opt::<i32>() {
        let (times, errors) = cells::times(texts, zone, day_first);
        return Ok(Some((Arc::new(times), faults(errors))));
    }
    let Some(micros) = micros(array)? else { return Ok(None) };
    let is_date = matches!(array.data_type(), DataType::Date32 | DataType::Date64);
    let is_local = is_date || matches!(array.data_type(), DataType::Timestamp(_, None));
    let mut parser = TimeParser::new(zone.clone(), None);
    let (values, errors) = each(micros.into_iter(), |micros| {
        let micros = micros.ok_or(CellError::BeyondYears)?;
        let at = if is_local { parser.at_local(micros, !is_date) } else { cells::instant(micros) };
        at.map_err(Message::from)
    });
    Ok(Some((Arc::new(TimestampMicrosecondArray::from(values).with_timezone("UTC")), errors)))
}

/// `array` as civil dates; an instant is a day of `zone`. `None` where its type never is a date.
pub(crate) fn to_date(
    array: &ArrayRef,
    zone: &TimeZone,
    day_first: Option<bool>,
) -> Result<Option<Converted>, ArrowError> {
    if let Some(texts) = array.as_string_opt::<i32>() {
        let (dates, errors) = cells::dates(texts, day_first);
        return Ok(Some((Arc::new(dates), faults(errors))));
    }
    if array.data_type().is_integer() {
        return Ok(None);
    }
    let Some(micros) = micros(array)? else { return Ok(None) };
    let is_instant = matches!(array.data_type(), DataType::Timestamp(_, Some(_)));
    let (values, errors) = each(micros.into_iter(), |micros| {
        let micros = micros.ok_or(CellError::BeyondYears)?;
        let days = if is_instant { day_in(micros, zone)? } else { micros.div_euclid(DAY) };
        cells::date_of(days).map_err(Message::from)
    });
    Ok(Some((Arc::new(Date32Array::from(values)), errors)))
}

/// The rows of `times`, the time column of a table, that lie where no data are: of one such row, all there is would have millions of
/// days.
pub(crate) fn beyond_data(times: &ArrayRef) -> Vec<Fault> {
    let [from, after] = [FIRST_DATA_YEAR, END_OF_DATA_YEARS].map(|year| i64::from(epoch_day(date(year, 1, 1))));
    let is_beyond = |day: i64| !(from..after).contains(&day);
    let days = times.as_primitive_opt::<Date32Type>();
    let instants = times.as_primitive_opt::<TimestampMicrosecondType>();
    let days = days.into_iter().flatten().map(|day| day.map(i64::from));
    let days = days.chain(instants.into_iter().flatten().map(|at| at.map(|at| at.div_euclid(DAY))));
    let beyond = days.enumerate().filter(|(_, day)| day.is_some_and(is_beyond));
    let why = || Message::from(RejectReason::BeyondData { from: FIRST_DATA_YEAR, until: END_OF_DATA_YEARS });
    beyond.map(|(row, _)| Fault { row, why: why() }).collect()
}

/// The day of `zone` that the instant `micros` lies on.
fn day_in(micros: i64, zone: &TimeZone) -> Result<i64, Message> {
    let at = jiff::Timestamp::from_microsecond(cells::instant(micros)?).map_err(quoted)?;
    let date = at.to_zoned(zone.clone()).date();
    Ok(date.since(jiff::civil::date(1970, 1, 1)).map_err(quoted)?.get_days().into())
}

/// Microseconds since 1970; within, `None` where 64 bits do not hold them. `None` for types that are no times.
fn micros(array: &ArrayRef) -> Result<Option<Vec<Option<Option<i64>>>>, ArrowError> {
    let scaled = |scale: &dyn Fn(i64) -> Option<i64>| -> Result<_, ArrowError> {
        let numbers = cast(array, &DataType::Int64)?;
        Ok(numbers.as_primitive::<Int64Type>().iter().map(|number| number.map(scale)).collect::<Vec<_>>())
    };
    Ok(Some(match array.data_type() {
        DataType::Timestamp(TimeUnit::Second, _) => scaled(&|at| at.checked_mul(1_000_000))?,
        DataType::Timestamp(TimeUnit::Millisecond, _) | DataType::Date64 => scaled(&|at| at.checked_mul(1000))?,
        DataType::Timestamp(TimeUnit::Microsecond, _) => scaled(&Some)?,
        DataType::Timestamp(TimeUnit::Nanosecond, _) => scaled(&|at| Some(at.div_euclid(1000)))?,
        DataType::Date32 => {
            let days = cast(array, &DataType::Int32)?;
            let micros = |days: i32| i64::from(days).checked_mul(DAY);
            days.as_primitive::<Int32Type>().iter().map(|days| days.map(micros)).collect()
        }
        data_type if data_type.is_integer() => {
            // Wide enough for unsigned ones, which would else become null.
            let epochs = cast(array, &DataType::Decimal128(20, 0))?;
            let micros = |epoch: i128| i64::try_from(epoch).ok().and_then(epoch_micros);
            epochs.as_primitive::<Decimal128Type>().iter().map(|epoch| epoch.map(micros)).collect()
        }
        _ => return Ok(None),
    }))
}

/// Seconds, milliseconds or microseconds since 1970, told apart by their size: in each, 10 to 16 digits mean our time.
fn epoch_micros(epoch: i64) -> Option<i64> {
    match epoch.unsigned_abs() {
        0..100_000_000_000 => epoch.checked_mul(1_000_000),
        100_000_000_000..100_000_000_000_000 => epoch.checked_mul(1_000),
        _ => Some(epoch),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_years_without_data_are_at_fault() {
        let first = -2_208_988_800_000_000;
        let end = 7_258_118_400_000_000;
        let instants =
            TimestampMicrosecondArray::from(vec![Some(first), Some(first - 1), Some(end), None, Some(end - 1)]);
        let rows = |times: ArrayRef| beyond_data(&times).into_iter().map(|fault| fault.row).collect::<Vec<_>>();
        assert_eq!(rows(Arc::new(instants.with_timezone("UTC"))), [1, 2]);
        assert_eq!(rows(Arc::new(Date32Array::from(vec![-25_567, -25_568, 84_005, 84_006]))), [1, 3]);
    }
}
