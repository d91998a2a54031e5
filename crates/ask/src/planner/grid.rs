//! A KPI's answers in one window: every bucket of every group, gaps filled.

use std::collections::{BTreeMap, BTreeSet};

use datafusion::arrow::datatypes::DataType;
use jauge_domain::{Calendar, Decimal, Grain, Kpi, Lookback, Span, Unit, Value};

use super::AskError;
use super::currency::{CURRENCY, Currencies};
use super::measure::Measured;
use super::reach::KpiReach;
use super::row_kind::RowKind;
use super::rows::{Cell, Cells, Group};
use super::window::{Window, frame};

/// Decimals of money.
pub(crate) const MONEY_SCALE: u8 = 4;

/// A KPI in one window.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    /// The buckets; one without a span where everything was asked and there is nothing.
    pub(crate) frame: Vec<Option<Span>>,
    /// A cell for each bucket; for [`RowKind::Rank`] one for the whole period.
    pub(crate) groups: BTreeMap<(RowKind, Group), Vec<Cell>>,
    /// What stands where there are no rows.
    pub(crate) empty: Cell,
    /// Where the data start and end, if they were asked.
    pub(crate) data: Option<Span>,
    /// The places of the buckets that lie beyond the data: no rows there are not none.
    pub(crate) unknown: BTreeSet<usize>,
}

/// What all grids of a question have in common.
pub(crate) struct Layout<'a> {
    pub(crate) calendar: &'a Calendar,
    pub(crate) grain: Option<Grain>,
    pub(crate) dimensions: usize,
    pub(crate) total: bool,
    pub(crate) lookback: Option<Lookback>,
}

impl Grid {
    /// The same grid without values: what the KPI needs was never loaded.
    pub(crate) fn blank(mut self) -> Self {
        self.groups.values_mut().flatten().chain([&mut self.empty]).for_each(|cell| *cell = Cell::default());
        self
    }

    /// The same grid without values where nothing is known: in buckets that lie before the data begin, or after what was loaded.
    pub(crate) fn within(mut self, reach: &KpiReach) -> Self {
        let unknown = |span: &Option<Span>, rows| span.is_some_and(|span| reach.why_unknown(span, rows).is_some());
        for (_, line) in self.groups.iter_mut().filter(|((level, _), _)| *level != RowKind::Rank) {
            for (cell, span) in line.iter_mut().zip(&self.frame) {
                if unknown(span, cell.rows) {
                    *cell = Cell::default();
                }
            }
        }
        let places = self.frame.iter().enumerate().filter(|&(_, span)| unknown(span, 0));
        self.unknown = places.map(|(at, _)| at).collect();
        self
    }

    /// The same grid of amounts without the group of no currency, where it has none either: what nobody paid is in no currency.
    pub(crate) fn in_currencies(mut self, dimensions: &[String]) -> Self {
        let Some(place) = dimensions.iter().position(|dimension| dimension == CURRENCY) else { return self };
        let unpaid = |cell: &Cell| {
            cell.currencies == Currencies::default() && cell.value.as_f64().is_none_or(|value| value == 0.0)
        };
        self.groups.retain(|(_, group), line| {
            let named = group.0.get(place) != Some(&Value::Null);
            named || !line.iter().all(unpaid) || line.iter().all(|cell| cell.value.is_null())
        });
        self
    }

    /// What bucket `at` holds of a group without rows; `None` where there is no such bucket, or it lies beyond the data.
    pub(crate) fn nothing(&self, at: usize) -> Option<&Cell> {
        (at < self.frame.len() && !self.unknown.contains(&at)).then_some(&self.empty)
    }
}

impl Layout<'_> {
    /// The grid of a measured KPI; `empty` is what it says of no rows.
    pub(crate) fn grid(
        &self,
        kpi: &Kpi,
        measured: &Measured,
        window: Window,
        cells: Option<&Cells>,
        empty: Cell,
    ) -> Result<Grid, AskError> {
        let data = cells.and_then(|cells| cells.data);
        let frame = frame(self.calendar, self.grain, window, data)?;
        let empty = settled(kpi, measured, empty);
        let mut groups = BTreeMap::new();
        for ((level, group), found) in cells.iter().flat_map(|cells| &cells.cells) {
            let mut line = vec![empty.clone(); if *level == RowKind::Rank { 1 } else { frame.len() }];
            for (start, cell) in found {
                let at = match start {
                    None => Some(0),
                    // A bucket cut by the period's start begins before its span does.
                    Some(start) => {
                        frame.iter().rposition(|span| span.is_some_and(|span| span.start <= *start)).or(Some(0))
                    }
                };
                if let Some(slot) = at.and_then(|at| line.get_mut(at)) {
                    *slot = settled(kpi, measured, cell.clone());
                }
            }
            groups.insert((*level, group.clone()), line);
        }
        for level in self.always() {
            groups.entry((level, Group::default())).or_insert_with(|| vec![empty.clone(); frame.len()]);
        }
        Ok(Grid { frame, groups, empty, data, unknown: BTreeSet::new() })
    }

    /// The levels that have a line whether there are rows or not.
    pub(crate) fn always(&self) -> impl Iterator<Item = RowKind> {
        let base = (self.dimensions == 0).then_some(RowKind::Base);
        let total = (self.dimensions > 0 && self.total).then_some(RowKind::Total);
        base.into_iter().chain(total)
    }
}

/// A cell as it is answered: money rounded, sums of nothing 0, no infinities.
pub(crate) fn settled(kpi: &Kpi, measured: &Measured, mut cell: Cell) -> Cell {
    if cell.value.is_null() && cell.rows == 0 && measured.adds_up {
        cell.value = zero(kpi.unit, &measured.kind);
    }
    sound(kpi.unit, measured.parts.as_ref().is_some_and(|parts| parts.plain), cell)
}

/// A cell with money rounded once, in one currency, and without infinities; `plain`: the value is numerator / denominator.
pub(crate) fn sound(unit: Unit, plain: bool, mut cell: Cell) -> Cell {
    if cell.currencies.are_several() {
        return Cell { rows: cell.rows, currencies: cell.currencies, ..Cell::default() };
    }
    if unit != Unit::Money {
        // Amounts by amounts are no amount.
        cell.currencies = Currencies::default();
    }
    if unit == Unit::Money {
        // The engine's division cuts digits off; the exact one rounds once.
        let exact = if plain { quotient(&cell.numerator, &cell.denominator) } else { None };
        cell.value = exact.unwrap_or_else(|| rounded(cell.value));
        cell.numerator = rounded(cell.numerator);
    } else if plain && matches!(cell.value, Value::Decimal(_)) {
        // A ratio of two amounts, which the engine's division cuts off after some digits too.
        let sides = cell.numerator.as_f64().zip(cell.denominator.as_f64());
        cell.value = sides.map_or(cell.value, |(numerator, denominator)| Value::Float(numerator / denominator));
    }
    if cell.value.as_f64().is_some_and(|value| !value.is_finite()) {
        cell.value = Value::Null;
    }
    cell
}

fn zero(unit: Unit, kind: &DataType) -> Value {
    match kind {
        _ if unit == Unit::Money => Value::Decimal(Decimal { digits: 0, scale: MONEY_SCALE }),
        kind if kind.is_floating() => Value::Float(0.0),
        DataType::Decimal128(_, scale) => {
            Value::Decimal(Decimal { digits: 0, scale: u8::try_from(*scale).unwrap_or(0) })
        }
        _ => Value::Int(0),
    }
}

/// A decimal rounded half to even to the scale of money.
fn rounded(value: Value) -> Value {
    match value {
        Value::Decimal(decimal) => Value::Decimal(decimal.rescale(MONEY_SCALE).unwrap_or(decimal)),
        Value::Int(whole) => {
            let decimal = Decimal { digits: i128::from(whole), scale: 0 };
            Value::Decimal(decimal.rescale(MONEY_SCALE).unwrap_or(decimal))
        }
        other => other,
    }
}

/// numerator / denominator, exact, rounded once; `None` where either is no decimal or the numbers are too large.
pub(crate) fn quotient(numerator: &Value, denominator: &Value) -> Option<Value> {
    let exact = |value: &Value| match value {
        Value::Int(number) => Some(Decimal { digits: i128::from(*number), scale: 0 }),
        Value::Decimal(decimal) => Some(*decimal),
        _ => None,
    };
    let (above, below) = (exact(numerator)?, exact(denominator)?);
    if below.digits == 0 {
        return None;
    }
    let shift = i32::from(MONEY_SCALE) + i32::from(below.scale) - i32::from(above.scale);
    let power = 10_i128.checked_pow(shift.unsigned_abs())?;
    let (above, below) = if shift >= 0 {
        (above.digits.checked_mul(power)?, below.digits)
    } else {
        (above.digits, below.digits.checked_mul(power)?)
    };
    let (whole, rest) = (above / below, (above % below).unsigned_abs());
    let half = below.unsigned_abs();
    let up = match rest.checked_mul(2)?.cmp(&half) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => whole % 2 != 0,
        std::cmp::Ordering::Greater => true,
    };
    let away = if (above < 0) == (below < 0) { 1 } else { -1 };
    Some(Value::Decimal(Decimal { digits: whole + if up { away } else { 0 }, scale: MONEY_SCALE }))
}
