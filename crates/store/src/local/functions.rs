//! The functions that the rule for time puts in the place of the engine's.
//!
//! None has a name that anybody could write: they are not registered in the session. Each is null for null.

use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, AsArray, Date32Array, TimestampMicrosecondArray},
    datatypes::{DataType, TimeUnit, TimestampMicrosecondType},
};
use datafusion::{
    common::{Result as EngineResult, ScalarValue, config::ConfigOptions, exec_err},
    functions::datetime,
    logical_expr::{ColumnarValue, ScalarUDF, Volatility, create_udf},
};
use jauge_domain::{Calendar, CellError, EngineMessage, Grain, epoch_day};
use jiff::{Timestamp, ToSpan};

use super::clock::{Clock, nearest, placed};
use crate::{tables::timestamp, told};

/// What tells an instant, in microseconds since 1970.
pub type ReadsText = dyn Fn(&str) -> Result<i64, CellError> + Send + Sync;

/// How what is written becomes an instant, in microseconds since 1970.
pub struct Reads {
    /// A text; one without an offset is local.
    pub text: Box<ReadsText>,
    /// What the zone's clock shows, in microseconds since 1970 as if it were UTC.
    pub clock: Box<dyn Fn(i64) -> Result<i64, CellError> + Send + Sync>,
}

/// An instant is a [`timestamp`]; a clock's time is one without a zone.
pub(super) struct Functions {
    /// The zone's name.
    pub(super) zone: String,
    /// Text to instant.
    pub(super) text: Arc<ScalarUDF>,
    /// Text to instant; null where it is none.
    pub(super) try_text: Arc<ScalarUDF>,
    /// Text to civil date: the one written, or the local one of an instant.
    pub(super) day_of_text: Arc<ScalarUDF>,
    /// The same; null where it is none.
    pub(super) try_day_of_text: Arc<ScalarUDF>,
    /// Clock to instant.
    pub(super) clock: Arc<ScalarUDF>,
    /// Clock to instant; behind the jump where it was skipped.
    pub(super) nearest: Arc<ScalarUDF>,
    /// Civil date to its first instant.
    pub(super) start: Arc<ScalarUDF>,
    /// Instant to clock.
    pub(super) shown: Arc<ScalarUDF>,
    /// Instant to civil date.
    pub(super) day: Arc<ScalarUDF>,
    /// Unit and instant to the instant at which the unit began.
    pub(super) truncated: Arc<ScalarUDF>,
    /// Instant, clock, and whether whole days are meant, to the instant before it at which the clock showed that.
    pub(super) placed: Arc<ScalarUDF>,
}

impl Functions {
    /// Those of `calendar`'s zone.
    pub(super) fn new(calendar: &Calendar, reads: Reads) -> Self {
        let reads = Arc::new(reads);
        let (one, other, third, fourth, fifth) = (reads.clone(), reads.clone(), reads.clone(), reads.clone(), reads);
        let zone = || calendar.time_zone().clone();
        let (for_start, for_day, for_text, for_try, for_unit) =
            (calendar.clone(), calendar.clone(), calendar.clone(), calendar.clone(), calendar.clone());
        let (for_shown, for_placed, for_nearest) = (zone(), zone(), zone());
        Self {
            zone: calendar.zone().to_owned(),
            text: of_texts("local_time", timestamp(), move |text| Ok(Some((one.text)(text)?)), instants),
            try_text: of_texts("local_time_or_null", timestamp(), move |text| Ok((other.text)(text).ok()), instants),
            day_of_text: of_texts("local_date", DataType::Date32, move |text| day_of(text, &third, &for_text), dates),
            try_day_of_text: of_texts(
                "local_date_or_null",
                DataType::Date32,
                move |text| Ok(day_of(text, &fifth, &for_try).ok().flatten()),
                dates,
            ),
            clock: of_instants("instant_of_clock", clock(), timestamp(), move |rows| {
                let read = |shown| (fourth.clock)(shown).map(Some).map_err(told);
                Ok(Arc::new(instants(rows.iter().map(|row| row.map_or(Ok(None), read)).collect::<EngineResult<_>>()?)))
            }),
            nearest: of_instants("nearest_instant", clock(), timestamp(), move |rows| {
                Ok(Arc::new(instants(rows.iter().map(|row| nearest(&for_nearest, row?)).collect())))
            }),
            start: of_dates(for_start),
            shown: of_instants("clock_of_instant", timestamp(), clock(), move |rows| {
                let mut shown = Clock::new(&for_shown);
                let rows: TimestampMicrosecondArray = rows.iter().map(|row| shown.shown(row?)).collect();
                Ok(Arc::new(rows))
            }),
            day: of_instants("local_day_of", timestamp(), DataType::Date32, move |rows| {
                Ok(Arc::new(days(rows.iter(), &for_day)))
            }),
            truncated: truncated(for_unit),
            placed: function(
                "placed_on_clock",
                vec![timestamp(), clock(), DataType::Boolean],
                timestamp(),
                move |rows| {
                    let (at, shown, days) = (micros(&rows[0]), micros(&rows[1]), rows[2].as_boolean());
                    let both = at.iter().zip(shown).zip(days);
                    let placed = both.map(|((at, shown), days)| placed(&for_placed, at?, shown?, days.unwrap_or(true)));
                    Ok(Arc::new(instants(placed.collect())))
                },
            ),
        }
    }
}

/// The type of what a clock shows.
pub(super) fn clock() -> DataType {
    DataType::Timestamp(TimeUnit::Microsecond, None)
}

/// The civil days of `instants` (microseconds since 1970) in the calendar. Rows that follow one another are mostly of one
/// day, which is looked up once.
pub fn days(instants: impl Iterator<Item = Option<i64>>, calendar: &Calendar) -> Date32Array {
    let (mut start, mut end, mut day) = (0, 0, 0);
    let mut of = |micros: i64| {
        if !(start..end).contains(&micros) {
            let civil = calendar.date(Timestamp::from_microsecond(micros).ok()?);
            start = calendar.day_start(civil).as_microsecond();
            end = calendar.day_start(civil.saturating_add(1.day())).as_microsecond();
            day = epoch_day(civil);
        }
        Some(day)
    };
    instants.map(|micros| of(micros?)).collect()
}

/// The units of `date_trunc`.
#[derive(Clone, Copy)]
enum Unit {
    /// One that the calendar knows.
    Grain(Grain),
    /// So many microseconds of the clock.
    Micros(i64),
}

impl Unit {
    fn of(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        let grain = Grain::ALL.into_iter().find(|grain| grain.name() == name);
        grain.map(Self::Grain).or(match name.as_str() {
            "minute" => Some(Self::Micros(60_000_000)),
            "second" => Some(Self::Micros(1_000_000)),
            "millisecond" => Some(Self::Micros(1000)),
            "microsecond" => Some(Self::Micros(1)),
            _ => None,
        })
    }
}

/// True where [`Functions::truncated`] knows the unit.
pub(super) fn is_unit(name: &str) -> bool {
    Unit::of(name).is_some()
}

fn truncated(calendar: Calendar) -> Arc<ScalarUDF> {
    let answer = move |arguments: &[ColumnarValue]| {
        let [ColumnarValue::Scalar(ScalarValue::Utf8(Some(unit))), instants] = arguments else {
            return exec_err!("date_trunc takes the name of a unit and an instant");
        };
        let Some(unit) = Unit::of(unit) else { return exec_err!("date_trunc knows no unit `{unit}`") };
        let rows = instants.to_array(1)?;
        let cut: ArrayRef = match unit {
            Unit::Grain(grain) => Arc::new(starts(micros(&rows), grain, &calendar)),
            Unit::Micros(size) => Arc::new(cut(micros(&rows), size, &calendar)),
        };
        Ok(ColumnarValue::Array(cut))
    };
    let from = vec![DataType::Utf8, timestamp()];
    Arc::new(create_udf("local_trunc", from, timestamp(), Volatility::Immutable, Arc::new(answer)))
}

/// The starts of the calendar's buckets that hold the rows.
fn starts(rows: &TimestampMicrosecondArray, grain: Grain, calendar: &Calendar) -> TimestampMicrosecondArray {
    let (mut start, mut end) = (0, 0);
    let mut of = |micros: i64| {
        if !(start..end).contains(&micros) {
            let bucket = calendar.bucket_of(grain, Timestamp::from_microsecond(micros).ok()?);
            (start, end) = (bucket.start.as_microsecond(), bucket.end.as_microsecond());
        }
        Some(start)
    };
    instants(rows.iter().map(|row| of(row?)).collect())
}

/// The rows cut to units of so many microseconds on the clock: offsets of the past had minutes and seconds, too.
fn cut(rows: &TimestampMicrosecondArray, size: i64, calendar: &Calendar) -> TimestampMicrosecondArray {
    let mut clock = Clock::new(calendar.time_zone());
    let mut of = |micros: i64| Some(micros - clock.shown(micros)?.rem_euclid(size));
    instants(rows.iter().map(|row| of(row?)).collect())
}

/// A text that says a local time which the clock skipped says its date all the same.
fn day_of(text: &str, reads: &Reads, calendar: &Calendar) -> Result<Option<i32>, CellError> {
    match (reads.text)(text) {
        Ok(micros) => Ok(Timestamp::from_microsecond(micros).ok().map(|at| epoch_day(calendar.date(at)))),
        Err(CellError::Gap { date, .. }) => Ok(date.parse().ok().map(epoch_day)),
        Err(error) => Err(error),
    }
}

fn of_dates(calendar: Calendar) -> Arc<ScalarUDF> {
    function("start_of_date", vec![DataType::Date32], timestamp(), move |rows| {
        let start = |day: i32| calendar.day_start(jauge_domain::date_of_epoch_day(day)).as_microsecond();
        let days = rows[0].as_primitive::<arrow::datatypes::Date32Type>();
        Ok(Arc::new(instants(days.iter().map(|day| day.map(start)).collect())))
    })
}

fn of_instants(
    name: &'static str,
    from: DataType,
    to: DataType,
    rows: impl Fn(&TimestampMicrosecondArray) -> EngineResult<ArrayRef> + Send + Sync + 'static,
) -> Arc<ScalarUDF> {
    function(name, vec![from], to, move |columns| rows(micros(&columns[0])))
}

/// A function of texts; an empty one is no value, and one that cannot be read ends the query with what it says.
fn of_texts<T, A: Array + 'static>(
    name: &'static str,
    to: DataType,
    read: impl Fn(&str) -> Result<Option<T>, CellError> + Send + Sync + 'static,
    column: fn(Vec<Option<T>>) -> A,
) -> Arc<ScalarUDF>
where
    T: 'static,
{
    function(name, vec![DataType::Utf8], to, move |columns| {
        let texts = columns[0].as_string::<i32>().iter();
        let read = |text: &str| read(text).map_err(|why| told(EngineMessage::NotRead { text: text.to_owned(), why }));
        let filled = texts.map(|text| text.filter(|text| !text.trim().is_empty()));
        let values = filled.map(|text| text.map_or(Ok(None), read)).collect::<EngineResult<Vec<_>>>()?;
        Ok(Arc::new(column(values)) as ArrayRef)
    })
}

fn function(
    name: &'static str,
    from: Vec<DataType>,
    to: DataType,
    rows: impl Fn(&[ArrayRef]) -> EngineResult<ArrayRef> + Send + Sync + 'static,
) -> Arc<ScalarUDF> {
    let answer = move |arguments: &[ColumnarValue]| {
        Ok(ColumnarValue::Array(rows(&ColumnarValue::values_to_arrays(arguments)?)?))
    };
    Arc::new(create_udf(name, from, to, Volatility::Immutable, Arc::new(answer)))
}

fn micros(column: &ArrayRef) -> &TimestampMicrosecondArray {
    column.as_primitive::<TimestampMicrosecondType>()
}

fn instants(values: Vec<Option<i64>>) -> TimestampMicrosecondArray {
    TimestampMicrosecondArray::from(values).with_timezone("UTC")
}

fn dates(values: Vec<Option<i32>>) -> Date32Array {
    Date32Array::from(values)
}

/// Makes one of the engine's functions for a zone.
pub(super) type Made = fn(&ConfigOptions) -> Arc<ScalarUDF>;

/// The function of the `to_timestamp` family that is called `name`.
pub(super) fn to_timestamp(name: &str) -> Option<Made> {
    Some(match name {
        "to_timestamp" => datetime::to_timestamp,
        "to_timestamp_seconds" => datetime::to_timestamp_seconds,
        "to_timestamp_millis" => datetime::to_timestamp_millis,
        "to_timestamp_micros" => datetime::to_timestamp_micros,
        "to_timestamp_nanos" => datetime::to_timestamp_nanos,
        _ => return None,
    })
}
