//! The shape a KPI's SQL must have, checked on its syntax so that every complaint stands at its place in the file.

use std::ops::ControlFlow;

use datafusion::execution::SessionState;
use datafusion::sql::parser::Statement as EngineStatement;
use datafusion::sql::sqlparser::ast::{
    Distinct, Expr, Function, GroupByExpr, ObjectName, Query, Select, SelectItem, SetExpr, Spanned, Statement,
    TableFactor, TableWithJoins, visit_expressions,
};
use jauge_domain::{Kpi, Position};

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

/// Parses a KPI and checks its shape.
pub(crate) fn shape(state: &SessionState, kpi: &Kpi) -> Result<Shape, Problem> {
    let look = Look { file: &kpi.file, start: sql_start(kpi) };
    let dialect = state.config_options().sql_parser.dialect;
    let statement =
        state.sql_to_statement(&kpi.text, &dialect).map_err(|error| Problem::engine(&kpi.file, look.start, &error))?;
    let EngineStatement::Statement(sql) = &statement else { return Err(look.no(look.start, "a KPI is one SELECT")) };
    let Statement::Query(query) = sql.as_ref() else { return Err(look.no(look.start, "a KPI is one SELECT")) };
    let select = look.select(query)?;
    look.no_groups(select)?;
    let [item] = select.projection.as_slice() else {
        return Err(look.no(position(select.span(), look.start), "a KPI selects exactly one expression"));
    };
    let (SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. }) = item else {
        return Err(look.no(look.place(item), "a KPI selects one expression, not `*`"));
    };
    look.no_subquery(expr)?;
    select.selection.iter().try_for_each(|filter| look.no_subquery(filter))?;
    let from = look.from(select)?;
    let (expr, at, filtered) = (expr.clone(), look.place(expr), select.selection.is_some());
    if let (From::Kpis, Some(filter)) = (&from, &select.selection) {
        return Err(look.no(look.place(filter), "a KPI over `kpis` has no WHERE").help("filter in the KPIs it reads"));
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

struct Look<'a> {
    file: &'a str,
    start: Position,
}

impl Look<'_> {
    fn no(&self, at: Position, message: &str) -> Problem {
        Problem::at(self.file, at, message)
    }

    fn place(&self, node: &impl Spanned) -> Position {
        position(node.span(), self.start)
    }

    /// The SELECT of a query that is nothing more.
    fn select<'q>(&self, query: &'q Query) -> Result<&'q Select, Problem> {
        const MODEL: &str = "put it into a model and read that";
        if let Some(with) = &query.with {
            return Err(self.no(self.place(with), "a KPI has no WITH").help(MODEL));
        }
        if let Some(order) = &query.order_by {
            return Err(self.no(self.place(order), "a KPI has no ORDER BY").help("the question sorts"));
        }
        if let Some(limit) = &query.limit_clause {
            return Err(self.no(self.place(limit), "a KPI has no LIMIT").help("ask with `--top`"));
        }
        if query.fetch.is_some() || !query.locks.is_empty() || !query.pipe_operators.is_empty() {
            return Err(self.no(self.start, "a KPI is one SELECT with nothing behind it"));
        }
        match query.body.as_ref() {
            SetExpr::Select(select) => self.plain(select).map(|()| select.as_ref()),
            SetExpr::Query(inner) => self.select(inner),
            other => Err(self.no(self.place(other), "a KPI is one SELECT, not a set operation").help(MODEL)),
        }
    }

    /// Refuses the clauses that neither a KPI nor its subquery may have.
    fn plain(&self, select: &Select) -> Result<(), Problem> {
        if let Some(distinct) = &select.distinct {
            let at = position(select.span(), self.start);
            let on = if matches!(distinct, Distinct::Distinct) { "DISTINCT" } else { "DISTINCT ON" };
            return Err(self.no(at, &format!("a KPI has no SELECT {on}")).help("count with `count(DISTINCT …)`"));
        }
        if let Some(qualify) = &select.qualify {
            return Err(self.no(self.place(qualify), "a KPI has no QUALIFY").help("windows belong in a model"));
        }
        if select.into.is_some() || select.top.is_some() || !select.lateral_views.is_empty() {
            return Err(self.no(self.start, "a KPI is a plain SELECT: no INTO, TOP or LATERAL VIEW"));
        }
        Ok(())
    }

    fn no_groups(&self, select: &Select) -> Result<(), Problem> {
        if let Some(at) = grouped(select, self.start) {
            return Err(self.no(at, "a KPI has no outer GROUP BY").help("ask with `--by` and `--grain`"));
        }
        if let Some(having) = &select.having {
            return Err(self.no(self.place(having), "a KPI has no outer HAVING").help("filter with WHERE or FILTER"));
        }
        Ok(())
    }

    /// Refuses windows and subqueries inside an expression.
    fn no_subquery(&self, expr: &Expr) -> Result<(), Problem> {
        let found = visit_expressions(expr, |expr| match expr {
            Expr::Subquery(_) | Expr::InSubquery { .. } | Expr::Exists { .. } => {
                ControlFlow::Break(self.no(self.place(expr), "a KPI has no subquery but in FROM"))
            }
            Expr::Function(Function { over: Some(_), .. }) => {
                ControlFlow::Break(self.no(self.place(expr), "a KPI has no window function"))
            }
            _ => ControlFlow::Continue(()),
        });
        match found {
            ControlFlow::Break(problem) => Err(problem.help("put it into a model and read that")),
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
                    let problem = self.no(inner_at, "the subquery does not aggregate per entity");
                    return Err(problem.help("give it a GROUP BY, or put it into a model"));
                }
                if let GroupByExpr::All(_) = inner.group_by {
                    return Err(self.no(inner_at, "GROUP BY ALL hides the entity").help("name its columns"));
                }
                match self.relation(inner)? {
                    TableFactor::Table { name, .. } if bare(name) != "kpis" => Ok(From::PerEntity(bare(name))),
                    other => Err(self
                        .no(self.place(other), "the subquery reads one model")
                        .help("put the rest into a model")),
                }
            }
            other => Err(self.no(self.place(other), "a KPI reads one table, one model, `kpis` or one subquery")),
        }
    }

    fn relation<'q>(&self, select: &'q Select) -> Result<&'q TableFactor, Problem> {
        let at = position(select.span(), self.start);
        match select.from.as_slice() {
            [] => Err(self.no(at, "a KPI reads a model").help("add `FROM hits` or another model")),
            [TableWithJoins { relation, joins }] if joins.is_empty() => match relation {
                TableFactor::Table { args: Some(_), .. } => {
                    Err(self.no(self.place(relation), "a KPI reads no table function"))
                }
                relation => Ok(relation),
            },
            [first, ..] => {
                Err(self.no(self.place(first), "a KPI has no join").help("put the join into a model and read that"))
            }
        }
    }
}

fn grouped(select: &Select, start: Position) -> Option<Position> {
    match &select.group_by {
        GroupByExpr::Expressions(exprs, _) => exprs.first().map(|expr| position(expr.span(), start)),
        GroupByExpr::All(_) => Some(position(select.span(), start)),
    }
}
