//! The function that finds a row's bucket, over boundaries computed once from the calendar.

use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Date32Array, PrimitiveArray, TimestampMicrosecondArray};
use datafusion::arrow::datatypes::{ArrowPrimitiveType, DataType, TimeUnit};
use datafusion::common::{Result as EngineResult, exec_datafusion_err, exec_err};
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility};
use jauge_domain::{Calendar, Grain};

use super::error::MOST_BUCKETS;

/// In microseconds.
const HOUR: i64 = 3_600_000_000;

/// `bucket(time)`: the start of the bucket a timestamp (µs) or a civil date falls into.
#[derive(Debug)]
pub(crate) struct BucketOf {
    calendar: Arc<Calendar>,
    grain: Grain,
    signature: Signature,
    /// The boundaries seen so far, for instants and for civil days. They only ever grow, so batches share them.
    instants: Mutex<Arc<[i64]>>,
    days: Mutex<Arc<[i32]>>,
}

impl BucketOf {
    pub(crate) fn new(calendar: Arc<Calendar>, grain: Grain) -> Self {
        let signature = Signature::any(1, Volatility::Immutable);
        Self { calendar, grain, signature, instants: Mutex::default(), days: Mutex::default() }
    }

    fn of_instants(&self, times: &TimestampMicrosecondArray) -> EngineResult<ArrayRef> {
        let look = |low: i64, high: i64| {
            // A row with a wrong date must not cost gigabytes of boundaries.
            if self.grain == Grain::Hour && (high - low) / HOUR > MOST_BUCKETS {
                return exec_err!("the times lie further apart than {MOST_BUCKETS} hours; ask for a shorter period");
            }
            Ok(self.calendar.boundaries(self.grain, low, high))
        };
        let starts = starts(times, &self.instants, look)?;
        Ok(Arc::new(starts.with_timezone("UTC")))
    }

    fn of_days(&self, days: &Date32Array) -> EngineResult<ArrayRef> {
        let look = |low, high| {
            self.calendar.civil_boundaries(self.grain, low, high).map_err(|error| exec_datafusion_err!("{error}"))
        };
        Ok(Arc::new(starts(days, &self.days, look)?))
    }
}

impl ScalarUDFImpl for BucketOf {
    fn name(&self) -> &str {
        "bucket"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, arguments: &[DataType]) -> EngineResult<DataType> {
        match arguments {
            [DataType::Date32] => Ok(DataType::Date32),
            _ => Ok(DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))),
        }
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> EngineResult<ColumnarValue> {
        let [argument] = arguments.args.as_slice() else { return exec_err!("`bucket` takes one argument") };
        let times = argument.to_array(arguments.number_rows)?;
        let starts = match times.data_type() {
            DataType::Date32 => self.of_days(times.as_primitive())?,
            DataType::Timestamp(TimeUnit::Microsecond, _) => self.of_instants(times.as_primitive())?,
            other => return exec_err!("`bucket` takes a timestamp in microseconds or a date, not {other}"),
        };
        Ok(ColumnarValue::Array(starts))
    }
}

/// For each time the last boundary not after it. `look` gives boundaries that enclose its arguments.
fn starts<T: ArrowPrimitiveType>(
    times: &PrimitiveArray<T>,
    cache: &Mutex<Arc<[T::Native]>>,
    look: impl Fn(T::Native, T::Native) -> EngineResult<Vec<T::Native>>,
) -> EngineResult<PrimitiveArray<T>>
where
    T::Native: Ord,
{
    let present = || times.iter().flatten();
    let (Some(low), Some(high)) = (present().min(), present().max()) else {
        return Ok(PrimitiveArray::new_null(times.len()));
    };
    let bounds = enclosing(cache, low, high, look)?;
    if !encloses(&bounds, low, high) {
        return Err(exec_datafusion_err!("a time lies outside of the years Jauge can count"));
    }
    // Times come mostly in order, so the bucket of the row before is tried first.
    let mut hit = 0;
    // A null's slot holds any value; its result is not looked at.
    let starts = times.values().iter().map(|time| {
        if *time < bounds[hit] || *time >= bounds[hit + 1] {
            hit = bounds.partition_point(|start| start <= time).clamp(1, bounds.len() - 1) - 1;
        }
        bounds[hit]
    });
    PrimitiveArray::try_new(starts.collect(), times.nulls().cloned()).map_err(Into::into)
}

fn enclosing<N: Ord + Copy>(
    cache: &Mutex<Arc<[N]>>,
    low: N,
    high: N,
    look: impl Fn(N, N) -> EngineResult<Vec<N>>,
) -> EngineResult<Arc<[N]>> {
    let mut known = cache.lock().unwrap_or_else(PoisonError::into_inner);
    if !encloses(&known, low, high) {
        let (from, to) =
            (known.first().map_or(low, |first| low.min(*first)), known.last().map_or(high, |last| high.max(*last)));
        *known = look(from, to)?.into();
    }
    Ok(Arc::clone(&known))
}

fn encloses<N: Ord>(bounds: &[N], low: N, high: N) -> bool {
    bounds.len() > 1
        && bounds.first().is_some_and(|first| *first <= low)
        && bounds.last().is_some_and(|last| high < *last)
}

impl PartialEq for BucketOf {
    fn eq(&self, other: &Self) -> bool {
        self.grain == other.grain && self.calendar == other.calendar
    }
}

impl Eq for BucketOf {}

impl Hash for BucketOf {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.grain.name().hash(state);
    }
}
