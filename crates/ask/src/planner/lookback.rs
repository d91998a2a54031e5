//! Buckets that look back beyond their start: a row counts in every bucket whose window it lies in.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Date32Array, ListArray, TimestampMicrosecondArray};
use datafusion::arrow::buffer::OffsetBuffer;
use datafusion::arrow::datatypes::{DataType, Date32Type, Field, TimeUnit, TimestampMicrosecondType};
use datafusion::common::{Result as EngineResult, exec_err};
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility};
use jauge_domain::{Calendar, Lookback, Span, epoch_day};

use super::time::Time;

/// What the buckets of one window look at.
pub(crate) struct TrailingWindows {
    /// Everything that any of them looks at.
    pub(crate) span: Span,
    /// The starts of the buckets that look at a row, as a list; `None` where there is one bucket.
    pub(crate) buckets_of: Option<ScalarUDF>,
    /// In how many buckets a row may count.
    pub(crate) overlap: usize,
}

impl TrailingWindows {
    /// Of `frame`, the buckets in the order of time; `None` where there are none. `grained`: the answer says which bucket.
    pub(crate) fn of(
        calendar: &Calendar,
        lookback: Lookback,
        frame: &[Option<Span>],
        time: &Time,
        grained: bool,
    ) -> Option<Self> {
        let windows = frame.iter().flatten().map(|bucket| {
            (Span { start: calendar.lookback_start(bucket.end, lookback), end: bucket.end }, bucket.start)
        });
        Self::over(calendar, windows.collect(), time, grained)
    }

    /// Of windows with the instants that name them; `None` where there are none.
    fn over(calendar: &Calendar, windows: Vec<(Span, jiff::Timestamp)>, time: &Time, grained: bool) -> Option<Self> {
        let spans = || windows.iter().map(|(window, _)| window);
        let span = Span { start: spans().map(|span| span.start).min()?, end: spans().map(|span| span.end).max()? };
        let ranges = windows.iter().map(|(window, name)| {
            let [from, to] = range(calendar, *window, time);
            let name = match time.is_civil() {
                true => i64::from(epoch_day(calendar.date(*name))),
                false => name.as_microsecond(),
            };
            [from, to, name]
        });
        let ranges: Vec<[i64; 3]> = ranges.collect();
        let overlap = overlap(&ranges);
        let buckets_of = grained.then(|| ScalarUDF::new_from_impl(BucketsOf::new(ranges)));
        Some(Self { span, buckets_of, overlap })
    }

    /// Of stretches of time in any order, which are named by their places: [`Time::nth`] says how.
    pub(crate) fn of_stretches(calendar: &Calendar, stretches: &[Span], time: &Time) -> Option<Self> {
        let windows = stretches.iter().zip(0..).map(|(span, place)| (*span, time.nth(place, calendar)));
        Self::over(calendar, windows.collect(), time, true)
    }
}

/// Where `window` starts (included) and ends (excluded), in the unit of the time column.
fn range(calendar: &Calendar, window: Span, time: &Time) -> [i64; 2] {
    if time.is_civil() {
        let (first, after) = calendar.days_of(window);
        [i64::from(epoch_day(first)), i64::from(epoch_day(after))]
    } else {
        [window.start.as_microsecond(), window.end.as_microsecond()]
    }
}

/// In how many of `ranges` a row may lie: at the start of each, those that started and have not ended.
fn overlap(ranges: &[[i64; 3]]) -> usize {
    let sorted = |nth: usize| {
        let mut bounds: Vec<i64> = ranges.iter().map(|range| range[nth]).collect();
        bounds.sort_unstable();
        bounds
    };
    let (starts, ends) = (sorted(0), sorted(1));
    let until = |bounds: &[i64], at: i64| bounds.partition_point(|bound| *bound <= at);
    starts.iter().map(|at| until(&starts, *at).saturating_sub(until(&ends, *at))).max().unwrap_or(1)
}

/// `buckets(time)`: the starts of the buckets that look at a timestamp (µs) or a civil date.
#[derive(Debug)]
struct BucketsOf {
    /// Where each looks from (included), up to (excluded), and where it starts, in the order in which they begin to look.
    ranges: Vec<[i64; 3]>,
    /// The latest end of each and all before it.
    ends: Vec<i64>,
    signature: Signature,
}

impl BucketsOf {
    fn new(mut ranges: Vec<[i64; 3]>) -> Self {
        ranges.sort_unstable();
        let latest = |latest: &mut i64, [_, end, _]: &[i64; 3]| {
            *latest = (*latest).max(*end);
            Some(*latest)
        };
        let ends = ranges.iter().scan(i64::MIN, latest).collect();
        Self { ranges, ends, signature: Signature::any(1, Volatility::Immutable) }
    }

    /// The starts for each time, one after the other, and how many there are of each.
    fn starts(&self, times: impl Iterator<Item = Option<i64>>) -> (Vec<i64>, Vec<usize>) {
        let (mut starts, mut counts) = (Vec::new(), Vec::new());
        for time in times {
            let Some(time) = time else {
                counts.push(0);
                continue;
            };
            let first = self.ends.partition_point(|end| *end <= time);
            let after = self.ranges.partition_point(|[from, ..]| *from <= time).max(first);
            let before = starts.len();
            let looking = self.ranges[first..after].iter().filter(|[_, end, _]| *end > time);
            starts.extend(looking.map(|[.., start]| start));
            counts.push(starts.len() - before);
        }
        (starts, counts)
    }
}

fn item(kind: &DataType) -> Arc<Field> {
    Arc::new(Field::new_list_field(kind.clone(), true))
}

fn start_type(argument: &DataType) -> DataType {
    match argument {
        DataType::Date32 => DataType::Date32,
        _ => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
    }
}

impl ScalarUDFImpl for BucketsOf {
    fn name(&self) -> &str {
        "buckets"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, arguments: &[DataType]) -> EngineResult<DataType> {
        Ok(DataType::List(item(&start_type(arguments.first().unwrap_or(&DataType::Null)))))
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> EngineResult<ColumnarValue> {
        let [argument] = arguments.args.as_slice() else { return exec_err!("`buckets` takes one argument") };
        let times = argument.to_array(arguments.number_rows)?;
        let (starts, counts): (ArrayRef, Vec<usize>) = match times.data_type() {
            DataType::Date32 => {
                let (starts, counts) =
                    self.starts(times.as_primitive::<Date32Type>().iter().map(|day| day.map(i64::from)));
                let days = starts.into_iter().map(|day| i32::try_from(day).unwrap_or(i32::MAX));
                (Arc::new(Date32Array::from_iter_values(days)), counts)
            }
            DataType::Timestamp(TimeUnit::Microsecond, _) => {
                let (starts, counts) = self.starts(times.as_primitive::<TimestampMicrosecondType>().iter());
                (Arc::new(TimestampMicrosecondArray::from(starts).with_timezone("UTC")), counts)
            }
            other => return exec_err!("`buckets` takes a timestamp in microseconds or a date, not {other}"),
        };
        let kind = start_type(times.data_type());
        let lists = ListArray::try_new(item(&kind), OffsetBuffer::from_lengths(counts), starts, None)?;
        Ok(ColumnarValue::Array(Arc::new(lists)))
    }
}

impl PartialEq for BucketsOf {
    fn eq(&self, other: &Self) -> bool {
        self.ranges == other.ranges
    }
}

impl Eq for BucketsOf {}

impl Hash for BucketsOf {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.ranges.hash(state);
    }
}
