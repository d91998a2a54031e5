//! Reads what a scan gives into cells by level, bucket and group.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use datafusion::arrow::array::{Array, AsArray, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Decimal128Type, Float64Type, Int64Type, UInt32Type, UInt64Type};
use datafusion::arrow::util::display::array_value_to_string;
use datafusion::common::ScalarValue;
use jauge_domain::{AskMessage, Calendar, Decimal, Span, Value};
use jiff::Timestamp;

use super::AskError;
use super::columns::{BUCKET, CURRENCIES, FIRST, LAST, PERIOD, SET, by};
use super::currency::Currencies;
use super::measure::Measured;
use super::plan::Planned;
use super::row_kind::RowKind;

/// One KPI in one bucket of one group.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Cell {
    pub(crate) value: Value,
    pub(crate) numerator: Value,
    pub(crate) denominator: Value,
    /// The rows behind the value.
    pub(crate) rows: i64,
    /// What its amounts are in.
    pub(crate) currencies: Currencies,
}

/// The values of a group's dimensions, ordered.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Group(pub(crate) Vec<Value>);

/// A KPI's cells in one window, by level and group and start of the bucket.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cells {
    pub(crate) cells: BTreeMap<(RowKind, Group), BTreeMap<Option<Timestamp>, Cell>>,
    /// From the first day with rows to the last, both whole, where the data were asked for it.
    pub(crate) data: Option<Span>,
}

/// How a scan's batches are read.
pub(crate) struct Reading<'a> {
    pub(crate) planned: &'a Planned,
    pub(crate) calendar: &'a Calendar,
    pub(crate) dimensions: usize,
    /// The window that rows without a period column belong to.
    pub(crate) window: usize,
}

/// The cells of each KPI and window.
pub(crate) type Found = BTreeMap<(String, usize), Cells>;

impl Reading<'_> {
    /// Adds the rows of `batch` to `found`.
    pub(crate) fn read(
        &self,
        batch: &RecordBatch,
        kpis: &[(&str, &Measured)],
        found: &mut Found,
    ) -> Result<(), AskError> {
        for row in 0..batch.num_rows() {
            let window = self.window(batch, row);
            let (level, group) = (self.level(batch, row), self.group(batch, row)?);
            let start = self.instant(batch, BUCKET, row);
            let data = self.data(batch, row).filter(|_| level != RowKind::Rank);
            for (nth, (id, _)) in kpis.iter().enumerate() {
                let cell = cell(batch, nth, row).ok_or_else(|| AskMessage::Overflow { kpi: (*id).to_owned() })?;
                let cells = found.entry(((*id).to_owned(), window)).or_default();
                cells.cells.entry((level, group.clone())).or_default().insert(start, cell);
                cells.data = join(cells.data, data);
            }
        }
        Ok(())
    }

    fn window(&self, batch: &RecordBatch, row: usize) -> usize {
        let index = batch.column_by_name(PERIOD).and_then(|column| {
            let column = column.as_primitive_opt::<UInt32Type>()?;
            column.is_valid(row).then(|| column.value(row) as usize)
        });
        index.unwrap_or(self.window)
    }

    fn level(&self, batch: &RecordBatch, row: usize) -> RowKind {
        let id = batch.column_by_name(SET).and_then(|ids| cast(ids, &DataType::UInt64).ok());
        let id = id.map_or(0, |ids| ids.as_primitive::<UInt64Type>().value(row));
        self.planned.levels.iter().find(|(_, known)| *known == id).map_or(RowKind::Base, |(level, _)| *level)
    }

    fn group(&self, batch: &RecordBatch, row: usize) -> Result<Group, AskError> {
        if self.level(batch, row) == RowKind::Total {
            return Ok(Group::default());
        }
        let values = (0..self.dimensions).map(|nth| {
            let column = batch.column_by_name(&by(nth));
            Ok(column.and_then(|column| value(column, row)).unwrap_or_default())
        });
        values.collect::<Result<_, AskError>>().map(Group)
    }

    fn instant(&self, batch: &RecordBatch, column: &str, row: usize) -> Option<Timestamp> {
        let scalar = ScalarValue::try_from_array(batch.column_by_name(column)?, row).ok()?;
        self.planned.time.as_ref()?.instant(&scalar, self.calendar)
    }

    /// The whole days from the first row to the last.
    fn data(&self, batch: &RecordBatch, row: usize) -> Option<Span> {
        let day = |at| self.calendar.bucket_of(jauge_domain::Grain::Day, at);
        let (first, last) = (self.instant(batch, FIRST, row)?, self.instant(batch, LAST, row)?);
        Some(Span { start: day(first).start, end: day(last).end })
    }
}

/// The span from the earlier start to the later end.
pub(crate) fn join(one: Option<Span>, other: Option<Span>) -> Option<Span> {
    match (one, other) {
        (Some(one), Some(other)) => Some(Span { start: one.start.min(other.start), end: one.end.max(other.end) }),
        (one, other) => one.or(other),
    }
}

/// The cell of the nth KPI in a row; `None` for a number beyond what its type holds.
pub(crate) fn cell(batch: &RecordBatch, nth: usize, row: usize) -> Option<Cell> {
    let read = |name: String| batch.column_by_name(&name).map_or(Some(Value::Null), |column| value(column, row));
    let rows = match read(format!("r{nth}"))? {
        Value::Int(rows) => rows,
        _ => 0,
    };
    Some(Cell {
        value: read(format!("v{nth}"))?,
        numerator: read(format!("n{nth}"))?,
        denominator: read(format!("d{nth}"))?,
        rows,
        currencies: currencies(&CURRENCIES.map(|name| read(format!("{name}{nth}")).unwrap_or_default())),
    })
}

/// What [`super::currency::Amounts::currencies`] asked for.
pub(crate) fn currencies(found: &[Value]) -> Currencies {
    let text = |nth: usize| match found.get(nth) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    Currencies::new(text(0), text(1), text(2))
}

/// One value of a column; `None` for a number beyond what its type holds.
pub(crate) fn value(column: &dyn Array, row: usize) -> Option<Value> {
    if column.is_null(row) {
        return Some(Value::Null);
    }
    let one = column.slice(row, 1);
    let as_type = |kind: &DataType| cast(&one, kind).ok();
    let text = || array_value_to_string(column, row).ok().map(Value::Text);
    match column.data_type() {
        DataType::Boolean => Some(Value::Bool(column.as_boolean().value(row))),
        DataType::UInt64 => match i64::try_from(column.as_primitive::<UInt64Type>().value(row)) {
            Ok(number) => Some(Value::Int(number)),
            Err(_) => None,
        },
        kind if kind.is_integer() => Some(Value::Int(as_type(&DataType::Int64)?.as_primitive::<Int64Type>().value(0))),
        kind if kind.is_floating() => {
            Some(Value::Float(as_type(&DataType::Float64)?.as_primitive::<Float64Type>().value(0)))
        }
        DataType::Decimal32(precision, scale)
        | DataType::Decimal64(precision, scale)
        | DataType::Decimal128(precision, scale)
        | DataType::Decimal256(precision, scale) => {
            let wide = as_type(&DataType::Decimal128((*precision).min(38), *scale))?;
            if wide.is_null(0) {
                return None;
            }
            let digits = wide.as_primitive::<Decimal128Type>().value(0);
            // The engine sums into 128 bits without looking at the precision.
            let limit = 10_i128.checked_pow(u32::from((*precision).min(38)))?;
            let scale = u8::try_from(*scale).ok()?;
            (digits.abs() < limit).then_some(Value::Decimal(Decimal { digits, scale }))
        }
        DataType::Dictionary(_, kind) => value(&as_type(kind)?, 0),
        _ => text(),
    }
}

impl Eq for Group {}

impl PartialOrd for Group {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Group {
    fn cmp(&self, other: &Self) -> Ordering {
        let pairs = self.0.iter().zip(&other.0).map(|(one, other)| order(one, other));
        pairs.fold(Ordering::Equal, Ordering::then).then(self.0.len().cmp(&other.0.len()))
    }
}

/// Numbers by size, text by its characters, nulls last.
pub(crate) fn order(one: &Value, other: &Value) -> Ordering {
    let kind = |value: &Value| match value {
        Value::Bool(_) => 0,
        Value::Int(_) | Value::Decimal(_) | Value::Float(_) => 1,
        Value::Text(_) => 2,
        Value::Null => 3,
    };
    match (one, other) {
        (Value::Int(one), Value::Int(other)) => one.cmp(other),
        (Value::Decimal(one), Value::Decimal(other)) if one.scale == other.scale => one.digits.cmp(&other.digits),
        (Value::Bool(one), Value::Bool(other)) => one.cmp(other),
        (Value::Text(one), Value::Text(other)) => one.cmp(other),
        _ => match (one.as_f64(), other.as_f64()) {
            (Some(one), Some(other)) => one.total_cmp(&other),
            _ => kind(one).cmp(&kind(other)),
        },
    }
}
