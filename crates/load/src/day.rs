//! Civil dates out of texts that a `select` cuts to dates: the date written, or the local day of a moment.

use std::{collections::BTreeMap, sync::Arc};

use arrow::{
    array::{ArrayRef, AsArray, Date32Array},
    datatypes::{DataType, Date32Type, TimeUnit, TimestampMicrosecondType},
    error::ArrowError,
};
use jauge_domain::epoch_day;
use jiff::Timestamp;

use super::{
    convert::{Reading, convert},
    fault::Fault,
};

/// `texts` as dates, a time of day cut off on the clock of the zone that `reading` has. A text that is neither a date nor a time is a
/// fault of its row.
pub(crate) fn cut_to_days(texts: &ArrayRef, reading: &Reading) -> Result<(ArrayRef, Vec<Fault>), ArrowError> {
    let (dates, faults) = convert(texts, &DataType::Date32, reading)?;
    if faults.is_empty() {
        return Ok((dates, faults));
    }
    let moment = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
    let (moments, mut unread) = convert(texts, &moment, reading)?;
    let moments = moments.as_primitive::<TimestampMicrosecondType>();
    let day = |row: usize| {
        let at = Timestamp::from_microsecond(moments.value(row)).ok()?;
        Some(epoch_day(at.to_zoned(reading.zone.clone()).date()))
    };
    unread.retain(|fault| faults.iter().any(|of_date| of_date.row == fault.row));
    let is_read = |row: usize| !unread.iter().any(|fault| fault.row == row);
    let days: BTreeMap<usize, Option<i32>> =
        faults.iter().map(|fault| fault.row).filter(|row| is_read(*row)).map(|row| (row, day(row))).collect();
    let dates = dates.as_primitive::<Date32Type>();
    let dates = dates.iter().enumerate().map(|(row, date)| days.get(&row).copied().unwrap_or(date));
    Ok((Arc::new(dates.collect::<Date32Array>()) as ArrayRef, unread))
}
