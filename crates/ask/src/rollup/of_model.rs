//! What one scan found, and KPIs over any days of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use datafusion::arrow::array::{ArrayRef, RecordBatch};
use datafusion::arrow::datatypes::{Field, Schema};
use datafusion::common::{DFSchema, DFSchemaRef, Result as EngineResult, ScalarValue};
use datafusion::execution::SessionState;
use datafusion::logical_expr::{Expr, LogicalPlan, lit};
use datafusion::prelude::SessionContext;
use jauge_domain::{AskMessage, Calendar, Kpi, date_of_epoch_day, epoch_day};
use jiff::civil::Date;

use super::cells::{ByValue, DayCell, Scoped};
use super::pieces::{Piece, Pieces, Sum, name};
use super::scan::{Rows, Scan};
use super::states::{Overflow, State};
use crate::catalog::Catalog;
use crate::planner::AskError;
use crate::planner::grid::settled;
use crate::planner::measure::{Measured, Source};
use crate::planner::rows::{Cell, currencies, value};
use crate::planner::time::Time;
use jauge_store::{bounded, plain};

/// One model by day, filter and dimension.
pub(super) struct ModelRollup {
    model: String,
    /// How it was scanned.
    pub(super) plan: LogicalPlan,
    filters: Vec<Option<String>>,
    dimensions: Vec<String>,
    pieces: Vec<Piece>,
    sums: BTreeMap<String, Sum>,
    rows: Rows,
    /// The pieces day by day under a filter, once they were asked for.
    by_day: Mutex<HashMap<usize, Arc<ByDay>>>,
}

/// The pieces of each day that has rows, in order.
type ByDay = Vec<(i32, Vec<State>)>;

/// What scanning needs.
pub(super) struct Scanning<'a> {
    pub(super) ctx: &'a SessionContext,
    pub(super) catalog: &'a Catalog,
    pub(super) calendar: &'a Arc<Calendar>,
    pub(super) state: &'a SessionState,
    pub(super) measured: &'a BTreeMap<String, Measured>,
}

impl Scanning<'_> {
    /// Scans `source` for `kpis` once.
    pub(super) async fn scan(
        &self,
        source: &Source,
        kpis: &BTreeSet<Scoped>,
        dimensions: &[&str],
    ) -> Result<ModelRollup, AskError> {
        let names: BTreeSet<&str> = kpis.iter().map(|(kpi, _)| kpi.as_str()).collect();
        let first = names.first().copied().unwrap_or_default().to_owned();
        let engine = |error| AskError::run(names.iter().copied(), &error);
        let base = self.ctx.table(source.model.as_str()).await.map_err(engine)?.logical_plan().clone();
        let schema = Arc::clone(base.schema());
        let mut pieces = Pieces::default();
        let bare = DFSchema::try_from(schema.as_arrow().clone()).map_err(engine)?;
        let mut sums = BTreeMap::new();
        for id in &names {
            let Some(measured) = self.measured.get(*id) else { continue };
            if let Some(sum) = pieces.take(measured, &bare).map_err(engine)? {
                sums.insert((*id).to_owned(), sum);
            }
        }
        let column = self.catalog.time(&source.model);
        let missing = || AskMessage::NoTime { kpi: first.clone(), model: source.model.clone() };
        let column = column.ok_or_else(missing)?;
        let kind = schema.field_with_unqualified_name(column).ok().map(|field| field.data_type().clone());
        let time = Time::of(&source.model, column, kind)?;
        let filters: Vec<Option<String>> =
            kpis.iter().map(|(_, filter)| filter.clone()).collect::<BTreeSet<_>>().into_iter().collect();
        let planned = filters.iter().map(|filter| self.filter(&first, source, filter.as_deref(), &schema));
        let planned = planned.collect::<Result<Vec<_>, _>>()?;
        let known = self.catalog.dimensions(&source.model, schema.inner());
        let has =
            |name: &&&str| known.iter().any(|known| known == **name) && schema.has_column_with_unqualified_name(name);
        let dimensions: Vec<String> = dimensions.iter().filter(has).map(|name| (*name).to_owned()).collect();
        let scan =
            Scan { ctx: self.ctx, calendar: self.calendar, time, filters: planned, dimensions: dimensions.clone() };
        let plan = scan.plan(base, &pieces).map_err(engine)?;
        let rows = scan.run(plan.clone(), pieces.columns.len()).await.map_err(engine)?;
        let by_day = Mutex::default();
        Ok(ModelRollup {
            model: source.model.clone(),
            plan,
            filters,
            dimensions,
            pieces: pieces.pieces,
            sums,
            rows,
            by_day,
        })
    }

    fn filter(&self, kpi: &str, source: &Source, filter: Option<&str>, schema: &DFSchemaRef) -> Result<Expr, AskError> {
        let Some(filter) = filter else { return Ok(lit(true)) };
        let misfit = |error| AskMessage::Filter {
            kpi: kpi.to_owned(),
            filter: filter.to_owned(),
            model: source.model.clone(),
            reason: Box::new(plain(&error)),
        };
        bounded(filter)
            .and_then(|()| self.state.create_logical_expr(filter, schema))
            .and_then(crate::planner::guard::of_rows)
            .and_then(crate::planner::guard::unqualified)
            .map_err(|error| misfit(error).into())
    }
}

impl ModelRollup {
    /// The model it is of.
    pub(super) fn model(&self) -> &str {
        &self.model
    }

    /// True where `kpi` is made of days.
    pub(super) fn has(&self, kpi: &str) -> bool {
        self.sums.contains_key(kpi)
    }

    /// The first and the last day that pass `filter`.
    pub(super) fn extent(&self, filter: Option<&str>) -> Option<(Date, Date)> {
        let days = self.days(self.bit(filter)?).ok()?;
        Some((date_of_epoch_day(days.first()?.0), date_of_epoch_day(days.last()?.0)))
    }

    /// `kpi` over each of `stretches`.
    pub(super) fn over(
        &self,
        state: &SessionState,
        kpi: &Kpi,
        measured: &Measured,
        filter: Option<&str>,
        stretches: &[(Date, Date)],
    ) -> Result<Vec<Cell>, AskError> {
        let overflow = |_| AskError::from(AskMessage::Overflow { kpi: kpi.id.clone() });
        let Some((sum, bit)) = self.sums.get(&kpi.id).zip(self.bit(filter)) else { return Ok(Vec::new()) };
        let by_day = self.days(bit).map_err(overflow)?;
        // Stretches that start alike grow one from the other.
        let mut order: Vec<usize> = (0..stretches.len()).collect();
        order.sort_by_key(|at| stretches[*at]);
        let mut values: Vec<Vec<ScalarValue>> = vec![Vec::new(); stretches.len()];
        let mut running: (Option<Date>, usize, Vec<State>) = (None, 0, Vec::new());
        for at in order {
            let (from, after) = stretches[at];
            if running.0 != Some(from) {
                let first = by_day.partition_point(|(day, _)| *day < epoch_day(from));
                running = (Some(from), first, vec![State::None; sum.pieces.len()]);
            }
            while let Some((_, states)) = by_day.get(running.1).filter(|(day, _)| *day < epoch_day(after)) {
                self.add(&mut running.2, states, sum).map_err(overflow)?;
                running.1 += 1;
            }
            values[at] = self.values(sum, &running.2).map_err(overflow)?;
        }
        self.cells(state, kpi, measured, sum, &values)
    }

    /// `kpi` by the values of each dimension over two stretches: those that rows under `filter` have in them, in order, whatever else
    /// was scanned with it.
    pub(super) fn by_dimension(
        &self,
        state: &SessionState,
        kpi: &Kpi,
        measured: &Measured,
        filter: Option<&str>,
        stretches: [(Date, Date); 2],
    ) -> Vec<(String, ByValue)> {
        let Some((sum, bit)) = self.sums.get(&kpi.id).zip(self.bit(filter)) else { return Vec::new() };
        let mut found = Vec::new();
        for (name, (known, codes)) in self.dimensions.iter().zip(&self.rows.dimensions) {
            let none = [vec![State::None; sum.pieces.len()], vec![State::None; sum.pieces.len()]];
            let (mut groups, mut has_rows) = (vec![none; known.len()], vec![false; known.len()]);
            let added = stretches.iter().enumerate().try_for_each(|(nth, (from, after))| {
                let range = self.rows.days.partition_point(|day| *day < epoch_day(*from))
                    ..self.rows.days.partition_point(|day| *day < epoch_day(*after));
                range.filter(|row| self.rows.passes(*row, bit)).try_for_each(|row| {
                    let (group, states) = (codes[row] as usize, self.at(row));
                    has_rows[group] = true;
                    self.add(&mut groups[group][nth], &states, sum)
                })
            });
            let values: Result<Vec<_>, Overflow> =
                added.and_then(|()| groups.iter().flatten().map(|states| self.values(sum, states)).collect());
            let Ok(values) = values else { continue };
            let Ok(cells) = self.cells(state, kpi, measured, sum, &values) else { continue };
            let mut cells = cells.into_iter().map(|cell| DayCell::of(cell, None));
            let by = known.iter().map_while(|value| Some((value.clone(), [cells.next()?, cells.next()?])));
            let by = by.zip(has_rows).filter_map(|(group, has_rows)| has_rows.then_some(group));
            let mut by: ByValue = by.collect();
            by.sort_by(|(one, _), (other, _)| one.cmp(other));
            found.push((name.clone(), by));
        }
        found
    }

    fn bit(&self, filter: Option<&str>) -> Option<usize> {
        self.filters.iter().position(|known| known.as_deref() == filter)
    }

    /// The pieces day by day under the filter with this bit.
    fn days(&self, bit: usize) -> Result<Arc<ByDay>, Overflow> {
        let mut known = self.by_day.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(by_day) = known.get(&bit) {
            return Ok(Arc::clone(by_day));
        }
        let mut by_day: ByDay = Vec::new();
        for row in (0..self.rows.days.len()).filter(|row| self.rows.passes(*row, bit)) {
            let (day, states) = (self.rows.days[row], self.at(row));
            match by_day.last_mut().filter(|(last, _)| *last == day) {
                Some((_, sums)) => {
                    for ((sum, state), piece) in sums.iter_mut().zip(&states).zip(&self.pieces) {
                        sum.add(piece.kind, state)?;
                    }
                }
                None => by_day.push((day, states)),
            }
        }
        let by_day = Arc::new(by_day);
        known.insert(bit, Arc::clone(&by_day));
        Ok(by_day)
    }

    /// All pieces of one row of the scan.
    fn at(&self, row: usize) -> Vec<State> {
        let read = |piece: &Piece| {
            let columns: Vec<&ArrayRef> = piece.columns.iter().map(|at| &self.rows.columns[*at]).collect();
            State::read(piece.kind, &columns, row)
        };
        self.pieces.iter().map(read).collect()
    }

    /// Adds the pieces of `sum` in `states`.
    fn add(&self, sums: &mut [State], states: &[State], sum: &Sum) -> Result<(), Overflow> {
        sums.iter_mut().zip(&sum.pieces).try_for_each(|(one, piece)| one.add(self.pieces[*piece].kind, &states[*piece]))
    }

    fn values(&self, sum: &Sum, states: &[State]) -> Result<Vec<ScalarValue>, Overflow> {
        let pieces = sum.pieces.iter().map(|at| &self.pieces[*at]);
        pieces.zip(states).map(|(piece, state)| state.value(piece.kind, &piece.data_type)).collect()
    }

    /// The KPI's formula over rows of its pieces' values.
    fn cells(
        &self,
        state: &SessionState,
        kpi: &Kpi,
        measured: &Measured,
        sum: &Sum,
        rows: &[Vec<ScalarValue>],
    ) -> Result<Vec<Cell>, AskError> {
        let failed = |error| AskError::run([kpi.id.as_str()], &error);
        let results = self.evaluate(state, sum, rows).map_err(failed)?;
        let cell = |row: usize| {
            let read = |nth: usize| match results.get(nth) {
                Some(column) => value(column, row),
                None => Some(jauge_domain::Value::Null),
            };
            let count = match read(1)? {
                jauge_domain::Value::Int(count) => count,
                _ => 0,
            };
            let (numerator, denominator) = match measured.parts {
                Some(_) => (read(2)?, read(3)?),
                None => (jauge_domain::Value::Null, jauge_domain::Value::Null),
            };
            let first = if measured.parts.is_some() { 4 } else { 2 };
            let paid = (first..first + measured.currencies.len()).map(|nth| read(nth).unwrap_or_default());
            let currencies = currencies(&paid.collect::<Vec<_>>());
            let cell = Cell { value: read(0)?, numerator, denominator, rows: count, currencies };
            Some(settled(kpi, measured, cell))
        };
        let cells =
            (0..rows.len()).map(|row| cell(row).ok_or_else(|| AskMessage::Overflow { kpi: kpi.id.clone() }.into()));
        cells.collect()
    }

    fn evaluate(&self, state: &SessionState, sum: &Sum, rows: &[Vec<ScalarValue>]) -> EngineResult<Vec<ArrayRef>> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        // Always with a column, so that the batch knows how many rows it has.
        let mut fields = vec![Field::new("row", datafusion::arrow::datatypes::DataType::Int64, true)];
        let mut columns =
            vec![ScalarValue::iter_to_array((0..rows.len()).map(|row| ScalarValue::Int64(Some(row as i64))))?];
        for (nth, piece) in sum.pieces.iter().enumerate() {
            let column = ScalarValue::iter_to_array(rows.iter().map(|row| row[nth].clone()))?;
            let wanted = &self.pieces[*piece].data_type;
            let column =
                if column.data_type() == wanted { column } else { datafusion::arrow::compute::cast(&column, wanted)? };
            fields.push(Field::new(name(nth), wanted.clone(), true));
            columns.push(column);
        }
        let schema = Arc::new(Schema::new(fields));
        let named = DFSchema::try_from(Arc::clone(&schema))?;
        let batch = RecordBatch::try_new(schema, columns)?;
        let evaluated = sum.exprs.iter().map(|expr| {
            let physical = state.create_physical_expr(expr.clone(), &named)?;
            physical.evaluate(&batch)?.into_array(batch.num_rows())
        });
        evaluated.collect()
    }
}
