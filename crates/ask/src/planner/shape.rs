//! The shape a KPI's SQL must have, checked on its syntax so that every complaint stands at its place in the file.

use std::ops::ControlFlow;

use datafusion::execution::SessionState;
use datafusion::sql::parser::Statement as EngineStatement;
use datafusion::sql::sqlparser::ast::{
    Distinct, Expr, Function, GroupByExpr, ObjectName, Query, Select, SelectItem, SetExpr, Spanned, Statement,
    TableFactor, TableWithJoins, visit_expressions,
};
use jauge_domain::{Kpi, KpiFault, Position};
use jauge_store::bounded;

use crate::catalog::{Problem, position};

/// A KPI's SQL, taken apart as far as syntax goes.
pub(crate) struct Shape {
    /// The whole statement, for the planner.
    pub(crate) statement: EngineStatement,
    /// The one expression it selects.
    pub(crate) expr: Expr,
    /// Where that expression starts.
    pub(crate) at: Position,
    /// What it reads.
    pub(crate) from: From,
    /// Whether it has a WHERE.
    pub(crate) filtered: bool,
}

/// What a KPI reads.
pub(crate) enum From {
    /// The answers of other KPIs.
    Kpis,
    /// A model or table.
    Model(String),
    /// A subquery that aggregates a model per entity.
    PerEntity(String),
}

/// Functions whose value follows from no row.
pub(super) const CHANGING: [&str; 8] =
    ["current_date", "current_time", "current_timestamp", "now", "random", "today", "uuid", "localtimestamp"];

/// Parses a KPI and checks its shape.
pub(crate) fn shape(state: &SessionState, kpi: &Kpi) -> Result<Shape, Problem> {
    let check = ShapeCheck { file: &kpi.file, start: sql_start(kpi) };
    let dialect = state.config_options().sql_parser.dialect;
    let bad = |error: &_| Problem::engine(&kpi.file, check.start, error);
    bounded(&kpi.text).map_err(|error| bad(&error))?;
    let statement = state.sql_to_statement(&kpi.text, &dialect).map_err(|error| bad(&error))?;
    let EngineStatement::Statement(sql) = &statement else { return Err(check.no(check.start, KpiFault::NotOneSelect)) };
    let Statement::Query(query) = sql.as_ref() else { return Err(check.no(check.start, KpiFault::NotOneSelect)) };
    check.nothing_changing(query)?;
    let select = check.select(query)?;
    check.no_groups(select)?;
    let [item] = select.projection.as_slice() else {
        return Err(check.no(position(select.span(), check.start), KpiFault::NotOneExpression));
    };
    let (SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. }) = item else {
        return Err(check.no(check.place(item), KpiFault::Star));
    };
    check.no_subquery(expr)?;
    select.selection.iter().try_for_each(|filter| check.no_subquery(filter))?;
    let from = check.from(select)?;
    let (expr, at, filtered) = (expr.clone(), check.place(expr), select.selection.is_some());
    if let (From::Kpis, Some(filter)) = (&from, &select.selection) {
        return Err(check.no(check.place(filter), KpiFault::DerivedWhere));
    }
    Ok(Shape { statement, expr, at, from, filtered })
}

/// Where the SQL of a KPI starts in its file.
pub(crate) fn sql_start(kpi: &Kpi) -> Position {
    let sql = kpi.sql();
    Position::of(&kpi.text, kpi.sql_at + (sql.len() - sql.trim_start().len()))
}

/// A table's name as the engine knows it.
pub(crate) fn bare(name: &ObjectName) -> String {
    let last = name.0.last().and_then(|part| part.as_ident());
    let folded = last.map(|id| if id.quote_style.is_some() { id.value.clone() } else { id.value.to_lowercase() });
    folded.unwrap_or_default()
}

struct ShapeCheck<'a> {
    file: &'a str,
    start: Position,
}

impl ShapeCheck<'_> {
    fn no(&self, at: Position, fault: KpiFault) -> Problem {
        Problem::at(self.file, at, fault)
    }

    fn place(&self, node: &impl Spanned) -> Position {
        position(node.span(), self.start)
    }

    /// The SELECT of a query that is nothing more.
    fn select<'q>(&self, query: &'q Query) -> Result<&'q Select, Problem> {
        if let Some(with) = &query.with {
            return Err(self.no(self.place(with), KpiFault::With));
        }
        if let Some(order) = &query.order_by {
            return Err(self.no(self.place(order), KpiFault::OrderBy));
        }
        if let Some(limit) = &query.limit_clause {
            return Err(self.no(self.place(limit), KpiFault::Limit));
        }
        if query.fetch.is_some() || !query.locks.is_empty() || !query.pipe_operators.is_empty() {
            return Err(self.no(self.start, KpiFault::SomethingBehind));
        }
        match query.body.as_ref() {
            SetExpr::Select(select) => self.plain(select).map(|()| select.as_ref()),
            SetExpr::Query(inner) => self.select(inner),
            other => Err(self.no(self.place(other), KpiFault::SetOperation)),
        }
    }

    /// Refuses the clauses that neither a KPI nor its subquery may have.
    fn plain(&self, select: &Select) -> Result<(), Problem> {
        if let Some(distinct) = &select.distinct {
            let at = position(select.span(), self.start);
            let on = !matches!(distinct, Distinct::Distinct);
            return Err(self.no(at, KpiFault::Distinct { on }));
        }
        if let Some(qualify) = &select.qualify {
            return Err(self.no(self.place(qualify), KpiFault::Qualify));
        }
        if select.into.is_some() || select.top.is_some() || !select.lateral_views.is_empty() {
            return Err(self.no(self.start, KpiFault::NotPlain));
        }
        Ok(())
    }

    fn no_groups(&self, select: &Select) -> Result<(), Problem> {
        if let Some(at) = grouped(select, self.start) {
            return Err(self.no(at, KpiFault::GroupBy));
        }
        if let Some(having) = &select.having {
            return Err(self.no(self.place(having), KpiFault::Having));
        }
        Ok(())
    }

    /// Refuses windows and subqueries inside an expression.
    fn no_subquery(&self, expr: &Expr) -> Result<(), Problem> {
        let found = visit_expressions(expr, |expr| match expr {
            Expr::Subquery(_) | Expr::InSubquery { .. } | Expr::Exists { .. } => {
                ControlFlow::Break(self.no(self.place(expr), KpiFault::Subquery))
            }
            Expr::Function(Function { over: Some(_), .. }) => {
                ControlFlow::Break(self.no(self.place(expr), KpiFault::WindowFunction))
            }
            _ => ControlFlow::Continue(()),
        });
        match found {
            ControlFlow::Break(problem) => Err(problem),
            ControlFlow::Continue(()) => Ok(()),
        }
    }

    /// Refuses what is another each time it is asked: the clock and chance.
    fn nothing_changing(&self, query: &Query) -> Result<(), Problem> {
        let found = visit_expressions(query, |expr| match expr {
            Expr::Function(function) if CHANGING.contains(&bare(&function.name).as_str()) => {
                let name = bare(&function.name);
                ControlFlow::Break(self.no(self.place(expr), KpiFault::Changing { function: name }))
            }
            _ => ControlFlow::Continue(()),
        });
        match found {
            ControlFlow::Break(problem) => Err(problem),
            ControlFlow::Continue(()) => Ok(()),
        }
    }

    fn from(&self, select: &Select) -> Result<From, Problem> {
        match self.relation(select)? {
            TableFactor::Table { name, .. } if bare(name) == "kpis" => Ok(From::Kpis),
            TableFactor::Table { name, .. } => Ok(From::Model(bare(name))),
            TableFactor::Derived { subquery, .. } => {
                let inner = self.select(subquery)?;
                let inner_at = position(inner.span(), self.start);
                if grouped(inner, self.start).is_none() {
                    return Err(self.no(inner_at, KpiFault::NoEntity));
                }
                if let GroupByExpr::All(_) = inner.group_by {
                    return Err(self.no(inner_at, KpiFault::GroupByAll));
                }
                match self.relation(inner)? {
                    TableFactor::Table { name, .. } if bare(name) != "kpis" => Ok(From::PerEntity(bare(name))),
                    other => Err(self.no(self.place(other), KpiFault::SubqueryReads)),
                }
            }
            other => Err(self.no(self.place(other), KpiFault::Reads)),
        }
    }

    fn relation<'q>(&self, select: &'q Select) -> Result<&'q TableFactor, Problem> {
        let at = position(select.span(), self.start);
        match select.from.as_slice() {
            [] => Err(self.no(at, KpiFault::ReadsNothing)),
            [TableWithJoins { relation, joins }] if joins.is_empty() => match relation {
                TableFactor::Table { args: Some(_), .. } => Err(self.no(self.place(relation), KpiFault::TableFunction)),
                relation => Ok(relation),
            },
            [first, ..] => Err(self.no(self.place(first), KpiFault::Join)),
        }
    }
}

fn grouped(select: &Select, start: Position) -> Option<Position> {
    match &select.group_by {
        GroupByExpr::Expressions(exprs, _) => exprs.first().map(|expr| position(expr.span(), start)),
        GroupByExpr::All(_) => Some(position(select.span(), start)),
    }
}
