//! The events that reach steps, as one query: by whom, in which order, and which steps each reaches.

use arrow::datatypes::DataType;
use datafusion::common::{Column, Result as EngineResult, ScalarValue};
use datafusion::functions::expr_fn::concat;
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::functions_window::expr_fn::row_number;
use datafusion::logical_expr::{Expr, ExprFunctionExt, SortExpr, cast, lit, when};
use datafusion::prelude::{DataFrame, SessionContext};
use jauge_domain::{AskMessage, Funnel, Per, Question, Span, Step};
use jauge_store::{bounded, plain};
use jiff::{SignedDuration, Timestamp};

use crate::planner::AskError;
use crate::planner::guard::{of_rows, unqualified};

const ENTITY: &str = "__entity";
const STEPS: &str = "__steps";

/// The conditions that people wrote, as expressions over `hits`.
struct Conditions {
    /// Of each step.
    steps: Vec<Option<Expr>>,
    /// Of the question.
    asked: Option<Expr>,
}

/// The events of `funnel`'s steps in the columns `entity`, `began`, `at` and `steps`, with one called `by …` for each dimension.
pub(super) async fn events(
    ctx: &SessionContext,
    funnel: &Funnel,
    question: &Question,
    span: Option<Span>,
) -> Result<DataFrame, AskError> {
    let failed = |error| AskError::run([funnel.id.as_str()], &error);
    let hits = ctx.table("hits").await.map_err(failed)?;
    let conditions = Conditions::parse(ctx, &hits, funnel, question)?;
    let reached = reached(hits, funnel, conditions.steps).map_err(failed)?;
    asked(reached, funnel, question, span, conditions.asked).map_err(failed)
}

impl Conditions {
    fn parse(ctx: &SessionContext, hits: &DataFrame, funnel: &Funnel, question: &Question) -> Result<Self, AskError> {
        let state = ctx.state();
        let parse = |text: &String| {
            bounded(text)?;
            state.create_logical_expr(text, hits.schema()).and_then(of_rows).and_then(unqualified)
        };
        let of_step = |(nth, step): (usize, &Step)| {
            let Some(filter) = &step.filter else { return Ok(None) };
            parse(filter).map(Some).map_err(|error| AskMessage::StepFilter {
                funnel: funnel.id.clone(),
                step: nth + 1,
                filter: filter.clone(),
                reason: Box::new(plain(&error)),
            })
        };
        let steps = funnel.steps.iter().enumerate().map(of_step).collect::<Result<_, _>>()?;
        let asked = question.filter.as_ref().map(|filter| {
            parse(filter).map_err(|error| AskMessage::Filter {
                kpi: funnel.id.clone(),
                filter: filter.clone(),
                model: "hits".to_owned(),
                reason: Box::new(plain(&error)),
            })
        });
        Ok(Self { steps, asked: asked.transpose()? })
    }
}

/// The events of any step, with the steps each reaches as bits.
fn reached(hits: DataFrame, funnel: &Funnel, conditions: Vec<Option<Expr>>) -> EngineResult<DataFrame> {
    let names = funnel.steps.iter().map(|step| lit(step.event.as_str())).collect();
    let mut events = hits.filter(column("event_name").in_list(names, false))?;
    let mut bits = lit(0_i64);
    for (nth, (step, condition)) in funnel.steps.iter().zip(conditions).enumerate() {
        let mut holds = column("event_name").eq(lit(step.event.as_str()));
        if let Some(condition) = condition {
            holds = holds.and(condition);
        }
        if let Some(once) = &step.once {
            let seen = format!("__seen{nth}");
            events = events.with_column(&seen, number_of_same(holds.clone(), once)?)?;
            holds = holds.and(column(once).is_null().or(column(&seen).eq(lit(1_u64))));
        }
        bits = bits + when(holds, lit(1_i64 << nth)).otherwise(lit(0_i64))?;
    }
    events.with_column(STEPS, bits)?.filter(column(STEPS).gt(lit(0_i64)))
}

/// Which one an event is, from 1, among those with the same value in the column `once` that reach the step as well, or do not: what
/// the step's condition leaves out takes no value's first place.
fn number_of_same(reaches: Expr, once: &str) -> EngineResult<Expr> {
    row_number().partition_by(vec![reaches, column(once)]).order_by(in_order(&[])).build()
}

/// Those of the period that pass the question's condition, by whom and then by time.
fn asked(
    events: DataFrame,
    funnel: &Funnel,
    question: &Question,
    span: Option<Span>,
    condition: Option<Expr>,
) -> EngineResult<DataFrame> {
    let (entity, time) = match funnel.per {
        Per::Session => {
            (concat(vec![column("visitor_id"), lit("\u{1f}"), column("session_id")]), column("session_start"))
        }
        Per::Visitor => (column("visitor_id"), column("event_time")),
    };
    let of_session = (funnel.per == Per::Session).then(|| column("session_id").is_not_null());
    let within = span.map(|span| {
        let begun = time.clone().gt_eq(instant(span.start));
        // What began in the period may end after it: within the window, or whenever it does.
        let end = match (funnel.per, funnel.window) {
            (Per::Session, _) => Some(span.end),
            (Per::Visitor, Some(window)) => span.end.checked_add(SignedDuration::from_secs(window)).ok(),
            (Per::Visitor, None) => None,
        };
        end.into_iter().fold(begun, |begun, end| begun.and(time.clone().lt(instant(end))))
    });
    let mut events = events;
    for condition in of_session.into_iter().chain(within).chain(condition) {
        events = events.filter(condition)?;
    }
    let mut columns = vec![
        column(ENTITY).alias("entity"),
        cast(time, DataType::Int64).alias("began"),
        cast(column("event_time"), DataType::Int64).alias("at"),
        column(STEPS).alias("steps"),
    ];
    columns.extend(question.by.iter().map(|name| cast(column(name), DataType::Utf8).alias(format!("by {name}"))));
    events.with_column(ENTITY, entity)?.sort(in_order(&[ENTITY]))?.select(columns)
}

/// By `first`, then by time; events of one moment as they stood, what has no place behind.
fn in_order(first: &[&str]) -> Vec<SortExpr> {
    let columns = first.iter().copied().chain(["event_time", "place", "event_id"]);
    columns.map(|name| column(name).sort(true, false)).collect()
}

fn column(name: &str) -> Expr {
    Expr::Column(Column::new_unqualified(name))
}

fn instant(at: Timestamp) -> Expr {
    lit(ScalarValue::TimestampMicrosecond(Some(at.as_microsecond()), Some("UTC".into())))
}

/// Whether there are events of `funnel`'s steps, and none of them is in a session.
pub(super) async fn are_sessionless(ctx: &SessionContext, funnel: &Funnel) -> EngineResult<bool> {
    let names = funnel.steps.iter().map(|step| lit(step.event.as_str())).collect();
    let counts = vec![count(column("event_name")).alias("all"), count(column("session_id")).alias("held")];
    let counted =
        ctx.table("hits").await?.filter(column("event_name").in_list(names, false))?.aggregate(Vec::new(), counts)?;
    let some = counted.filter(column("all").gt(lit(0_i64)).and(column("held").eq(lit(0_i64))))?;
    Ok(some.count().await? > 0)
}
