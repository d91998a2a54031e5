//! Buckets that look back beyond their start: a row counts in every bucket whose window it lies in.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Date32Array, ListArray, TimestampMicrosecondArray};
use datafusion::arrow::buffer::OffsetBuffer;
use datafusion::arrow::datatypes::{DataType, Date32Type, Field, TimeUnit, TimestampMicrosecondType};
use datafusion::common::{Result as EngineResult, exec_err};
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility};
use jauge_domain::{Calendar, Lookback, Span};

use super::time::{Time, days};

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
        let windows: Vec<_> = windows.collect();
        let (first, last) = (windows.first()?, windows.last()?);
        let span = Span { start: first.0.start, end: last.0.end };
        let range = |window: &Span| match time.is_civil() {
            true => {
                let (first, after) = calendar.days_of(*window);
                [i64::from(days(first)), i64::from(days(after))]
            }
            false => [window.start.as_microsecond(), window.end.as_microsecond()],
        };
        let label = |start: &jiff::Timestamp| match time.is_civil() {
            true => i64::from(days(calendar.date(*start))),
            false => start.as_microsecond(),
        };
        let ranges = windows.iter().map(|(window, start)| {
            let [from, to] = range(window);
            [from, to, label(start)]
        });
        let ranges: Vec<[i64; 3]> = ranges.collect();
        // At the end of each, those that started and have not ended.
        let open_at = |[_, end, _]: &[i64; 3]| {
            ranges.partition_point(|[from, ..]| from < end) - ranges.partition_point(|[_, other, _]| other < end)
        };
        let overlap = ranges.iter().map(open_at).max().unwrap_or(1);
        let buckets_of = grained.then(|| ScalarUDF::new_from_impl(BucketsOf::new(ranges)));
        Some(Self { span, buckets_of, overlap })
    }
}

/// `buckets(time)`: the starts of the buckets that look at a timestamp (µs) or a civil date.
#[derive(Debug)]
struct BucketsOf {
    /// Where each looks from (included), up to (excluded), and where it starts: all in order.
    ranges: Vec<[i64; 3]>,
    signature: Signature,
}

impl BucketsOf {
    fn new(ranges: Vec<[i64; 3]>) -> Self {
        Self { ranges, signature: Signature::any(1, Volatility::Immutable) }
    }

    /// The starts for each time, one after the other, and how many there are of each.
    fn starts(&self, times: impl Iterator<Item = Option<i64>>) -> (Vec<i64>, Vec<usize>) {
        let (mut starts, mut counts) = (Vec::new(), Vec::new());
        for time in times {
            let Some(time) = time else {
                counts.push(0);
                continue;
            };
            let first = self.ranges.partition_point(|[_, end, _]| *end <= time);
            let after = self.ranges.partition_point(|[from, ..]| *from <= time).max(first);
            starts.extend(self.ranges[first..after].iter().map(|[.., start]| start));
            counts.push(after - first);
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
