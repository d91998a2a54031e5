//! Ad-hoc SQL over tables, models and `kpis('month', 'channel')`.

use std::ops::ControlFlow;
use std::sync::Arc;

use datafusion::common::{DataFusionError, Result as EngineResult, TableReference};
use datafusion::datasource::MemTable;
use datafusion::prelude::{DataFrame, SessionContext};
use datafusion::sql::parser::Statement;
use datafusion::sql::sqlparser::ast::{
    Expr, FunctionArg, FunctionArgExpr, Ident, ObjectName, TableAlias, TableFactor, Value, VisitMut, VisitorMut,
};
use jauge_domain::{Answer, Calendar, EngineMessage, Grain, Question, Told, When};
use jauge_store::{local::settled, one_query, only_reads, told};
use jiff::Timestamp;

use super::ask::answered;
use super::coverage::Coverage;
use super::shape::bare;
use super::{AskError, answers_to_batch};
use crate::catalog::{Catalog, with_spans};

/// Plans `text`, in which `kpis('month', 'channel')` is a table: a grain and dimensions, in any order and all of them
/// optional; a column for every KPI that has them; everything there is, a row for each bucket and group.
///
/// # Errors
/// What the engine says of the SQL; a statement that is no query; an argument that is neither a grain nor the dimension of any KPI.
pub async fn sql(
    ctx: &SessionContext,
    catalog: &Catalog,
    calendar: &Calendar,
    coverage: &Coverage,
    text: &str,
    now: Timestamp,
) -> EngineResult<DataFrame> {
    let state = with_spans(ctx);
    let mut statement = one_query(&state, text)?;
    let mut calls = Calls::default();
    if let Statement::Statement(sql) = &mut statement
        && let ControlFlow::Break(error) = sql.as_mut().visit(&mut calls)
    {
        return Err(error);
    }
    for (nth, arguments) in calls.0.iter().enumerate() {
        let question = question(catalog, arguments);
        let answered = answered(ctx, catalog, calendar, coverage, &question, now);
        let (mut answered, _) = answered.await.map_err(|error| through_engine(&error))?;
        if question.grain.is_none() {
            over_one_period(&mut answered.answers);
        }
        // A KPI without the dimensions has no column; where none has them, the first one says why.
        let refused = |id: &String| answered.problems.iter().any(|(problem, _)| problem == id);
        let kpis: Vec<String> = question.kpis.iter().filter(|id| !refused(id)).cloned().collect();
        if let (true, Some((_, error))) = (kpis.is_empty(), answered.problems.first()) {
            return Err(through_engine(error));
        }
        let batch = answers_to_batch(&answered.answers, &kpis, &question.by)?;
        let table = MemTable::try_new(batch.schema(), vec![vec![batch]])?;
        ctx.register_table(TableReference::bare(name(nth)), Arc::new(table))?;
    }
    // The plan holds the tables, so their names need not stay.
    let state = with_spans(ctx);
    let planned = state.statement_to_plan(statement).await;
    for nth in 0..calls.0.len() {
        ctx.deregister_table(TableReference::bare(name(nth)))?;
    }
    ctx.execute_logical_plan(settled(&state, only_reads(planned?)?)?).await
}

/// An error of ours as the engine carries it.
fn through_engine(error: &AskError) -> DataFusionError {
    DataFusionError::External(Box::new(Told::new(error.message(), Some(Arc::new(error.clone())))))
}

/// Lets all answers say the same of when they are: without buckets a group is one row, however far the data of each KPI reach.
fn over_one_period(answers: &mut [Answer]) {
    let start = answers.iter().filter_map(|answer| answer.start).min();
    let end = answers.iter().filter_map(|answer| answer.end).max();
    for answer in answers {
        (answer.start, answer.end) = (start, end);
    }
}

fn question(catalog: &Catalog, arguments: &[String]) -> Question {
    let mut question =
        Question { kpis: catalog.kpis.keys().cloned().collect(), when: When::All, ..Question::default() };
    for argument in arguments {
        match argument.parse::<Grain>() {
            Ok(grain) => question.grain = Some(grain),
            Err(_) => question.by.push(argument.clone()),
        }
    }
    question
}

/// The arguments of each call of `kpis`; the calls are replaced by names of tables.
#[derive(Default)]
struct Calls(Vec<Vec<String>>);

impl VisitorMut for Calls {
    type Break = DataFusionError;

    fn pre_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<DataFusionError> {
        let TableFactor::Table { name: called, args, alias, .. } = factor else { return ControlFlow::Continue(()) };
        if bare(called) != "kpis" {
            return ControlFlow::Continue(());
        }
        let arguments = args.take().map(|args| args.args).unwrap_or_default();
        let Some(texts) = arguments.iter().map(literal).collect::<Option<Vec<_>>>() else {
            return ControlFlow::Break(told(EngineMessage::KpisArguments));
        };
        let ident = |text: &str| Ident::with_quote('"', text);
        alias.get_or_insert_with(|| TableAlias { explicit: true, name: ident("kpis"), columns: Vec::new(), at: None });
        *called = ObjectName::from(vec![ident(&name(self.0.len()))]);
        self.0.push(texts);
        ControlFlow::Continue(())
    }
}

fn literal(argument: &FunctionArg) -> Option<String> {
    match argument {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Value(value))) => match &value.value {
            Value::SingleQuotedString(text) => Some(text.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn name(nth: usize) -> String {
    format!("__kpis_{nth}")
}
