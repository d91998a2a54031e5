//! What a reader of answers should know of days that no event tells of: which system counted them, how its level compares, and
//! what its reports have no rows for.

use std::collections::BTreeSet;

use datafusion::common::Result as EngineResult;
use datafusion::prelude::{DataFrame, Expr, SessionContext, col};
use jauge_domain::{AskNote, Message, Seam, Span, Value};
use jauge_store::tables::DAILY;
use jauge_store::values_of;
use jiff::civil::Date;

use super::coverage::Coverage;
use super::run::Run;

/// What GA4 calls the row of all groups that a report has no row for.
const OTHER: &str = "(other)";
/// The columns of `daily` that have such rows.
const GROUPED: [&str; 8] =
    ["channel", "source", "medium", "campaign", "landing_page", "device_category", "country", "language"];
/// What every row of `daily` has in the models that read it, by its day and by what it counts.
const COUNTED: [&str; 10] = [
    "session_start",
    "event_time",
    "day",
    "weekday",
    "by_day",
    "counted_by",
    "sessions",
    "engaged_sessions",
    "page_views",
    "views",
];

/// What there is to know of the answers of a run whose scans are done. What is wrong with a look at `daily` costs its note, not the
/// answer.
pub(crate) async fn notes(run: &Run<'_>, coverage: &Coverage) -> Vec<Message> {
    let counts = |id: &String| run.prepared.roots(id).into_iter().any(|root| run.counts_days(root));
    let kpis: Vec<String> = run.question.kpis.iter().filter(|id| counts(id)).cloned().collect();
    if kpis.is_empty() || coverage.by_day.is_empty() {
        return Vec::new();
    }
    let asked = within(run);
    let seams = counted(run.ctx, coverage, &asked).await.unwrap_or_default();
    let columns = if seams.is_empty() { Vec::new() } else { untold(run, coverage).await };
    if !columns.is_empty() {
        return vec![AskNote::NotToldByDay { kpis, columns }.into()];
    }
    let seams = seams.into_iter();
    let mut notes: Vec<Message> = seams.map(|seam| AskNote::CountedByDay { kpis: kpis.clone(), seam }.into()).collect();
    for dimension in run.question.by.iter().filter(|name| GROUPED.contains(&name.as_str())) {
        notes.extend(other_rows(run.ctx, dimension, &asked).await.unwrap_or_default());
    }
    notes
}

/// The columns that the filter of a run names, and that no row of `daily` has a value in; none where such a row passes all the same,
/// because no value is what is asked for, or something else is enough.
async fn untold(run: &Run<'_>, coverage: &Coverage) -> Vec<String> {
    let Some(filter) = &run.question.filter else { return Vec::new() };
    let counting = run.prepared.measured.iter().filter(|(id, _)| run.counts_days(id));
    let models: BTreeSet<&str> = counting.map(|(_, measured)| measured.source.model.as_str()).collect();
    let mut named = BTreeSet::new();
    for model in models {
        let Ok(frame) = run.ctx.table(model).await else { continue };
        let Ok(condition) = run.ctx.state().create_logical_expr(filter, frame.schema()) else { continue };
        named.extend(condition.column_refs().into_iter().map(|column| column.name.clone()));
        if lets_days_through(frame, condition).await.unwrap_or_default() {
            return Vec::new();
        }
    }
    let is_told =
        |name: &String| COUNTED.contains(&name.as_str()) || coverage.filled.contains(&format!("{DAILY}.{name}"));
    named.into_iter().filter(|name| !is_told(name)).collect()
}

/// True where a row of a model that is a day of `daily` passes.
async fn lets_days_through(model: DataFrame, condition: Expr) -> EngineResult<bool> {
    let passing = model.filter(condition.and(col("by_day")))?.limit(0, Some(1))?;
    Ok(passing.count().await? > 0)
}

/// Where each system that counted by the day meets events; none where `daily` has no rows, or its models cannot be read.
pub async fn seams(ctx: &SessionContext, coverage: &Coverage) -> Vec<Seam> {
    if !coverage.tables_with_rows.contains(DAILY) {
        return Vec::new();
    }
    all(ctx, coverage).await.unwrap_or_default()
}

async fn all(ctx: &SessionContext, coverage: &Coverage) -> EngineResult<Vec<Seam>> {
    let sql = "SELECT system, first_counted, last_counted, days_counted, days_in_both, sessions_of_system, sessions_of_events \
               FROM daily_seams ORDER BY first_day, system";
    Ok(rows(ctx, sql).await?.iter().map(|row| seam(row, coverage)).collect())
}

/// The systems that counted days among `asked`, and those days.
async fn counted(ctx: &SessionContext, coverage: &Coverage, asked: &str) -> EngineResult<Vec<Seam>> {
    let sql = format!(
        "SELECT days.source_name, min(days.date), max(days.date), count(*), max(seams.days_in_both), \
                max(seams.sessions_of_system), max(seams.sessions_of_events) \
         FROM daily_days AS days JOIN daily_seams AS seams ON seams.system = days.source_name \
         WHERE {asked} GROUP BY days.source_name ORDER BY min(days.date), days.source_name"
    );
    Ok(rows(ctx, &sql).await?.iter().map(|row| seam(row, coverage)).collect())
}

/// The sessions that stand in no group of `dimension`, by system.
async fn other_rows(ctx: &SessionContext, dimension: &str, asked: &str) -> EngineResult<Vec<Message>> {
    let sql = format!(
        "SELECT days.source_name, sum(days.sessions) FROM daily_counted AS days \
         WHERE {asked} AND days.{dimension} = '{OTHER}' GROUP BY days.source_name ORDER BY days.source_name"
    );
    let note = |row: &Vec<Value>| {
        let [system, sessions] = row.as_slice() else { return None };
        let (dimension, system, sessions) = (dimension.to_owned(), text(system), number(sessions)?);
        Some(AskNote::OtherRows { dimension, system, sessions }.into())
    };
    Ok(rows(ctx, &sql).await?.iter().filter_map(note).collect())
}

/// The condition on `days.date` that the days of a run's periods pass, those it compares with among them.
fn within(run: &Run<'_>) -> String {
    let day = |span: Span| {
        let (first, after) = run.calendar.days_of(span);
        format!("days.date >= DATE '{first}' AND days.date < DATE '{after}'")
    };
    let spans: Option<Vec<String>> = run.windows.all.iter().map(|window| window.span.map(day)).collect();
    spans
        .filter(|spans| !spans.is_empty())
        .map_or_else(|| "TRUE".to_owned(), |spans| format!("({})", spans.join(" OR ")))
}

/// A row of a system's name, its first and last day and how many, the days in both, and the sessions of both on them.
fn seam(row: &[Value], coverage: &Coverage) -> Seam {
    let cell = |place: usize| row.get(place).unwrap_or(&Value::Null);
    let day = |place| text(cell(place)).parse::<Date>().ok();
    let whole = |place| number(cell(place)).unwrap_or(0);
    let [theirs, ours] = [5, 6].map(whole);
    Seam {
        system: text(cell(0)),
        counted: day(1).zip(day(2)),
        days: whole(3).unsigned_abs(),
        days_in_both: whole(4).unsigned_abs(),
        level: (theirs > 0).then(|| ours as f64 / theirs as f64),
        has_events: coverage.tables_with_rows.contains("events"),
    }
}

/// The rows of `sql`, cell by cell.
async fn rows(ctx: &SessionContext, sql: &str) -> EngineResult<Vec<Vec<Value>>> {
    let mut rows = Vec::new();
    for batch in crate::catalog::rows(ctx, ctx.sql(sql).await?.logical_plan().clone()).await? {
        let columns = batch.columns().iter().map(values_of).collect::<Result<Vec<_>, _>>()?;
        let cells = |row: usize| columns.iter().filter_map(|column| column.get(row).cloned()).collect();
        rows.extend((0..batch.num_rows()).map(cells));
    }
    Ok(rows)
}

fn text(value: &Value) -> String {
    if let Value::Text(text) = value { text.clone() } else { String::new() }
}

fn number(value: &Value) -> Option<i64> {
    if let Value::Int(number) = value { Some(*number) } else { None }
}
