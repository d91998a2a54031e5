//! KPIs over other KPIs: `SELECT "shop.revenue" / nullif("core.sessions", 0) FROM kpis`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::common::{DFSchema, Result as EngineResult, ScalarValue};
use datafusion::execution::SessionState;
use datafusion::logical_expr::{BinaryExpr, Expr, ExprSchemable, Operator};
use datafusion::sql::sqlparser::ast::{
    Expr as SqlExpr, ExprWithAlias, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, Spanned,
    visit_expressions_mut,
};
use jauge_domain::{Kpi, KpiFault, Unit, Value, days_between, nearest};

use super::AskError;
use super::currency::Currencies;
use super::grid::{Grid, Layout, sound};
use super::lint;
use super::parts::{is_fraction, parts};
use super::prepared::{Derived, Input, Prepared};
use super::row_kind::RowKind;
use super::rows::{Cell, Group, join, value};
use super::shape::{Shape, bare};
use super::window::{Window, frame};
use crate::catalog::{Catalog, Problem, position};

const PERIOD_DAYS: &str = "period_days";

/// A derived KPI's expression with every KPI it names as one plain column.
pub(crate) struct Named {
    expr: SqlExpr,
    pub(crate) ids: BTreeSet<String>,
    previous: BTreeSet<String>,
}

/// Finds the KPIs that a derived one reads.
pub(crate) fn named(catalog: &Catalog, kpi: &Kpi, shape: &Shape) -> Result<Named, Problem> {
    let mut found = Named { expr: shape.expr.clone(), ids: BTreeSet::new(), previous: BTreeSet::new() };
    let (mut ids, mut previous) = (BTreeSet::new(), BTreeSet::new());
    let walked = visit_expressions_mut(&mut found.expr, |expr| {
        let at = position(expr.span(), shape.at);
        match column(expr) {
            Ok(None) => {}
            Ok(Some(Input::Days)) => {}
            Ok(Some(Input::Previous(id))) => {
                *expr = SqlExpr::Identifier(Ident::with_quote('"', before(&id)));
                previous.insert(id);
            }
            Ok(Some(Input::Kpi(name))) if name.starts_with("previous(") => {}
            Ok(Some(Input::Kpi(name))) => {
                if !catalog.kpis.contains_key(&name) {
                    let near = nearest(&name, catalog.kpis.keys().map(String::as_str)).map(str::to_owned);
                    return ControlFlow::Break(Problem::at(&kpi.file, at, KpiFault::UnknownKpi { name, near }));
                }
                *expr = SqlExpr::Identifier(Ident::with_quote('"', name.clone()));
                ids.insert(name);
            }
            Err(fault) => return ControlFlow::Break(Problem::at(&kpi.file, at, fault)),
        }
        ControlFlow::Continue(())
    });
    match walked {
        ControlFlow::Break(problem) => Err(problem),
        ControlFlow::Continue(()) if ids.is_empty() => Err(Problem::at(&kpi.file, shape.at, KpiFault::DerivedFromNone)),
        ControlFlow::Continue(()) => Ok(Named { ids, previous, ..found }),
    }
}

/// Plans a derived KPI over those in `done`.
pub(crate) fn derive(
    state: &SessionState,
    catalog: &Catalog,
    kpi: &Kpi,
    shape: Shape,
    named: Named,
    done: &Prepared,
) -> Result<Derived, Problem> {
    let engine = |error| Problem::engine(&kpi.file, shape.at, &error);
    let kind = |id: &String| {
        let unit = catalog.kpis.get(id).map_or(Unit::Number, |kpi| kpi.unit);
        done.kind(id, unit).unwrap_or(DataType::Float64)
    };
    let mut inputs = vec![(Field::new(PERIOD_DAYS, DataType::Int64, true), Input::Days)];
    inputs.extend(named.ids.iter().map(|id| (Field::new(id, kind(id), true), Input::Kpi(id.clone()))));
    inputs
        .extend(named.previous.iter().map(|id| (Field::new(before(id), kind(id), true), Input::Previous(id.clone()))));
    let (fields, inputs): (Vec<Field>, Vec<Input>) = inputs.into_iter().unzip();
    let schema = DFSchema::try_from(Schema::new(fields)).map_err(engine)?;
    let sql = ExprWithAlias { expr: named.expr, alias: None };
    let expr = state.create_logical_expr_from_sql_expr(sql, &schema).map_err(engine)?;
    if contains_aggregate(&expr) {
        return Err(Problem::at(&kpi.file, shape.at, KpiFault::DerivedAggregate));
    }
    lint::check(kpi, &shape, &expr, &schema)?;
    let split = parts(&expr);
    let kind = expr.get_type(&schema).map_err(engine)?;
    let plain = split.as_ref().is_some_and(|parts| parts.plain);
    let exprs = [expr].into_iter().chain(split.into_iter().flat_map(|parts| [parts.numerator, parts.denominator]));
    Ok(Derived { exprs: exprs.collect(), plain, inputs, schema, kind })
}

impl Derived {
    /// True where it is what it reads, added and subtracted; true where it is one such divided by another, and nothing else.
    pub(crate) fn adds_up(&self) -> [bool; 2] {
        let adds = |expr: &Expr| linear(expr);
        match self.exprs.as_slice() {
            [_, numerator, denominator] => [false, self.plain && adds(numerator) && adds(denominator)],
            [value] => [adds(value), false],
            _ => [false, false],
        }
    }

    /// The value over several stretches of time: `days` long, with what it reads in each (`now`) and before (`before`).
    pub(crate) fn over(
        &self,
        state: &SessionState,
        kpi: &Kpi,
        days: &[i64],
        now: &BTreeMap<&str, Vec<Cell>>,
        before: &BTreeMap<&str, Vec<Cell>>,
    ) -> EngineResult<Vec<Cell>> {
        let look = |known: &BTreeMap<&str, Vec<Cell>>, id: &String, at: usize| {
            known.get(id.as_str()).and_then(|cells| cells.get(at)).cloned().unwrap_or_default()
        };
        let rows = days.iter().enumerate().map(|(at, days)| {
            let cells = self.inputs.iter().map(|input| match input {
                Input::Days => of_value(Value::Int(*days)),
                Input::Kpi(id) => look(now, id, at),
                Input::Previous(id) => look(before, id, at),
            });
            cells.collect::<Vec<_>>()
        });
        self.evaluate(state, kpi, &rows.collect::<Vec<_>>())
    }

    /// True where it looks at the period before.
    pub(crate) fn reads_previous(&self) -> bool {
        self.inputs.iter().any(|input| matches!(input, Input::Previous(_)))
    }

    /// The KPI's grid in a window, from those it reads there (`now`) and in the window before (`before`).
    pub(crate) fn grid(
        &self,
        state: &SessionState,
        layout: &Layout<'_>,
        kpi: &Kpi,
        window: Window,
        now: &BTreeMap<&str, &Grid>,
        before: &BTreeMap<&str, &Grid>,
    ) -> Result<Grid, AskError> {
        let data = now.values().fold(None, |data, grid| join(data, grid.data));
        let frame = frame(layout.calendar, layout.grain, window, data)?;
        let mut keys: BTreeSet<(RowKind, Group)> = now.values().flat_map(|grid| grid.groups.keys().cloned()).collect();
        keys.extend(layout.always().map(|level| (level, Group::default())));
        let read = ReadGrids { frame: &frame, cut: layout.grain.is_some(), now, before };
        let whole = read.whole();
        let mut places = Vec::new();
        for key in &keys {
            let length = if key.0 == RowKind::Rank { 1 } else { frame.len() };
            places.extend((0..length).map(|at| (Some(key), at)));
        }
        places.push((None, 0));
        let rows = places.iter().map(|(key, at)| {
            self.inputs.iter().map(|input| read.input(layout, input, *key, *at, whole)).collect::<Vec<_>>()
        });
        let rows: Vec<_> = rows.collect();
        let failed = |error| AskError::run([kpi.id.as_str()], &error);
        let mut cells = self.evaluate(state, kpi, &rows).map_err(failed)?;
        let empty = cells.pop().unwrap_or_default();
        let mut groups: BTreeMap<(RowKind, Group), Vec<Cell>> = BTreeMap::new();
        for ((key, _), cell) in places.iter().zip(cells) {
            if let Some(key) = key {
                groups.entry((*key).clone()).or_default().push(cell);
            }
        }
        let unknown = read.unknown();
        Ok(Grid { frame, groups, empty, data, unknown })
    }

    /// The value of each row of what it reads, in the currencies of all that.
    fn evaluate(&self, state: &SessionState, kpi: &Kpi, rows: &[Vec<Cell>]) -> EngineResult<Vec<Cell>> {
        // No scalar tells what an array of none would be of.
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let schema: Arc<Schema> = Arc::clone(self.schema.inner());
        let columns = schema.fields().iter().enumerate().map(|(at, field)| {
            let scalars = rows.iter().map(|row| scalar(row.get(at).map(|cell| &cell.value), field.data_type()));
            ScalarValue::iter_to_array(scalars.collect::<EngineResult<Vec<_>>>()?)
        });
        let batch = RecordBatch::try_new(Arc::clone(&schema), columns.collect::<EngineResult<_>>()?)?;
        let mut results = Vec::new();
        for expr in &self.exprs {
            let physical = state.create_physical_expr(expr.clone(), &self.schema)?;
            results.push(physical.evaluate(&batch)?.into_array(batch.num_rows())?);
        }
        let result = |nth: usize, row| results.get(nth).and_then(|column| value(column, row)).unwrap_or_default();
        let cells = rows.iter().enumerate().map(|(row, read)| {
            let currencies = read.iter().fold(Currencies::default(), |all, cell| all.and(&cell.currencies));
            let (value, numerator, denominator) = (result(0, row), result(1, row), result(2, row));
            sound(kpi.unit, self.plain, Cell { value, numerator, denominator, rows: 0, currencies })
        });
        Ok(cells.collect())
    }
}

/// The grids that a derived KPI reads.
struct ReadGrids<'a> {
    frame: &'a [Option<jauge_domain::Span>],
    /// True where the period is cut into buckets.
    cut: bool,
    now: &'a BTreeMap<&'a str, &'a Grid>,
    before: &'a BTreeMap<&'a str, &'a Grid>,
}

impl ReadGrids<'_> {
    /// The whole period.
    fn whole(&self) -> Option<jauge_domain::Span> {
        self.frame.iter().fold(None, |whole, span| join(whole, *span))
    }

    /// The places of the buckets that lie beyond the data of what is read there.
    fn unknown(&self) -> BTreeSet<usize> {
        let start = |span: &Option<jauge_domain::Span>| span.map(|span| span.start);
        let beyond = |grid: &&Grid, wanted: Option<jiff::Timestamp>| {
            grid.unknown.iter().any(|at| grid.frame.get(*at).map(start) == Some(wanted))
        };
        let places = self.frame.iter().enumerate();
        let unknown = places.filter(|&(_, span)| self.now.values().any(|grid| beyond(grid, start(span))));
        unknown.map(|(at, _)| at).collect()
    }

    /// What `input` is in bucket `at` of group `key`; `None`: where there is nothing.
    fn input(
        &self,
        layout: &Layout<'_>,
        input: &Input,
        key: Option<&(RowKind, Group)>,
        at: usize,
        whole: Option<jauge_domain::Span>,
    ) -> Cell {
        let ranked = key.is_some_and(|(level, _)| *level == RowKind::Rank);
        let span = if ranked { whole } else { self.frame.get(at).copied().flatten() };
        match input {
            Input::Days => of_value(span.map_or(Value::Null, |span| {
                let from =
                    layout.lookback.map_or(span.start, |lookback| layout.calendar.lookback_start(span.end, lookback));
                let (first, after) = layout.calendar.days_of(jauge_domain::Span { start: from, end: span.end });
                Value::Int(days_between(first, after))
            })),
            Input::Kpi(id) => self.now.get(id.as_str()).map_or_else(Cell::default, |grid| self.look(grid, key, span)),
            Input::Previous(_) if ranked => Cell::default(),
            Input::Previous(id) => match at.checked_sub(1).and_then(|at| self.frame.get(at).copied().flatten()) {
                Some(span) => {
                    let grid = self.now.get(id.as_str());
                    grid.map_or_else(Cell::default, |grid| self.look(grid, key, Some(span)))
                }
                None => {
                    let last = |grid: &&Grid| self.look(grid, key, grid.frame.last().copied().flatten());
                    self.before.get(id.as_str()).map_or_else(Cell::default, last)
                }
            },
        }
    }

    /// The cell of a group in the bucket that starts with `span`.
    fn look(&self, grid: &Grid, key: Option<&(RowKind, Group)>, span: Option<jauge_domain::Span>) -> Cell {
        let ranked = key.is_some_and(|(level, _)| *level == RowKind::Rank);
        let start = |span: Option<jauge_domain::Span>| span.map(|span| span.start);
        // Uncut, each KPI has one span, and over everything there is one of its own.
        let alone = ranked || !self.cut;
        let at = if alone { Some(0) } else { grid.frame.iter().position(|known| start(*known) == start(span)) };
        let line = key.and_then(|key| grid.groups.get(key));
        let cell = line.zip(at).and_then(|(line, at)| line.get(at));
        // Where nothing is known, a group without rows is not nothing.
        let unknown = !ranked && key.is_some() && at.is_some_and(|at| grid.unknown.contains(&at));
        cell.or((!unknown).then_some(&grid.empty)).cloned().unwrap_or_default()
    }
}

fn of_value(value: Value) -> Cell {
    Cell { value, ..Cell::default() }
}

fn scalar(value: Option<&Value>, kind: &DataType) -> EngineResult<ScalarValue> {
    Ok(match (value, kind) {
        (Some(Value::Int(number)), DataType::Int64) => ScalarValue::Int64(Some(*number)),
        (Some(Value::Decimal(decimal)), DataType::Decimal128(precision, scale)) => {
            let fitted = u8::try_from(*scale).ok().and_then(|scale| decimal.rescale(scale));
            ScalarValue::Decimal128(fitted.map(|decimal| decimal.digits), *precision, *scale)
        }
        (Some(value), DataType::Float64) => ScalarValue::Float64(value.as_f64()),
        (_, kind) => ScalarValue::try_from(kind)?,
    })
}

/// What a node of the expression names, if it is a column of `kpis`.
fn column(expr: &SqlExpr) -> Result<Option<Input>, KpiFault> {
    match expr {
        SqlExpr::Identifier(ident) if ident.value == PERIOD_DAYS => Ok(Some(Input::Days)),
        SqlExpr::Identifier(ident) => Ok(Some(Input::Kpi(ident.value.clone()))),
        SqlExpr::CompoundIdentifier(idents) => {
            let id = idents.iter().map(|ident| ident.value.as_str()).collect::<Vec<_>>().join(".");
            Ok(Some(Input::Kpi(id)))
        }
        SqlExpr::Function(function) if bare(&function.name) == "previous" => match &function.args {
            FunctionArguments::List(list) => match list.args.as_slice() {
                [FunctionArg::Unnamed(FunctionArgExpr::Expr(SqlExpr::Identifier(ident)))] => {
                    Ok(Some(Input::Previous(ident.value.clone())))
                }
                _ => Err(KpiFault::Previous),
            },
            _ => Err(KpiFault::Previous),
        },
        _ => Ok(None),
    }
}

/// True for columns that are added and subtracted, and multiplied by numbers.
fn linear(expr: &Expr) -> bool {
    match expr {
        Expr::Column(column) => column.name != PERIOD_DAYS && !column.name.starts_with("previous("),
        Expr::Alias(alias) => linear(&alias.expr),
        Expr::Cast(cast) => linear(&cast.expr),
        Expr::Negative(inner) => linear(inner),
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Plus | Operator::Minus, right }) => {
            linear(left) && linear(right)
        }
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Multiply, right }) => match (left.as_ref(), right.as_ref()) {
            (Expr::Literal(..), other) | (other, Expr::Literal(..)) => linear(other),
            _ => false,
        },
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Divide, right }) => is_fraction(right) && linear(left),
        _ => false,
    }
}

fn before(id: &str) -> String {
    format!("previous({id})")
}

fn contains_aggregate(expr: &Expr) -> bool {
    use datafusion::common::tree_node::TreeNode;
    expr.exists(|node| Ok(matches!(node, Expr::AggregateFunction(_)))).unwrap_or(true)
}
