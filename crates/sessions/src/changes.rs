//! What changed in `events` since sessions were derived, and which stretches of whose time that touches.

use std::collections::{BTreeSet, HashMap};

use arrow::{
    array::{Array, AsArray, RecordBatch, StringArray},
    compute::cast,
    datatypes::{DataType, TimestampMicrosecondType},
};
use datafusion::{
    error::DataFusionError,
    functions_aggregate::expr_fn::{bool_or, count, max},
    prelude::{DataFrame, Expr, SessionContext, col, lit},
};
use futures::StreamExt;

use super::{
    dirty::{Changed, DirtyRanges, Stored, stretches},
    instant::instant,
    rows::value,
    visitor::{Start, Visitor},
};
use jauge_store::{
    Note, StoreError, StoredTable,
    tables::{BATCH_ID, PLACE},
};

/// What must be derived again.
pub(crate) struct Changes {
    pub(crate) dirty: DirtyRanges,
    /// Of the visitors in it, the first session that stays.
    pub(crate) kept: HashMap<Visitor, Start>,
}

/// Since when.
pub(crate) struct Since {
    /// The last batch that sessions were derived from.
    pub(crate) built: i64,
    /// The batches that were taken back after it.
    pub(crate) undone: BTreeSet<i64>,
    /// The earliest time among the rows that the batches after it read, microseconds since 1970; `None` where that is not known.
    pub(crate) began: Option<i64>,
}

type ByVisitor<T> = HashMap<Visitor, T>;

/// What the batches after the last derivation brought and moved, and what those taken back had brought, with what hangs on it.
pub(crate) async fn changes(
    ctx: &SessionContext,
    [events, hits, sessions]: [&StoredTable; 3],
    Since { built, undone, began }: &Since,
    timeout: i64,
) -> Result<Changes, StoreError> {
    let mut changed: ByVisitor<Changed> = HashMap::new();
    let fresh = of_batches(ctx, events, built + 1, events.last_batch(), col(BATCH_ID).gt(lit(*built))).await?;
    each(events, fresh, |row| note(&mut changed, row, false)).await?;
    if events.noted(Note::Moved).await?.is_some_and(|batch| batch > *built) {
        let moved = moved(ctx, events, hits, *began).await?;
        each(events, moved, |row| note(&mut changed, row, false)).await?;
    }
    if let (Some(low), Some(high)) = (undone.first(), undone.last()) {
        let listed = col(BATCH_ID).in_list(undone.iter().map(|batch| lit(*batch)).collect(), false);
        let gone = of_batches(ctx, hits, *low, *high, listed).await?;
        each(hits, gone, |row| note(&mut changed, row, true)).await?;
    }
    let stored = sessions_of(ctx, sessions, &changed).await?;
    Ok(grown(&changed, &stored, timeout))
}

/// The sessions that are under way at `cut`, with what hangs on them.
pub(crate) async fn under_way(
    ctx: &SessionContext,
    sessions: &StoredTable,
    cut: i64,
    timeout: i64,
) -> Result<Changes, StoreError> {
    let query = StoreError::query(sessions.name());
    let mut changed: ByVisitor<Changed> = HashMap::new();
    let frame = ctx.read_table(sessions.provider(None).await?).map_err(&query)?;
    let over = col("session_start").lt(instant(cut)).and(col("session_end").gt_eq(instant(cut)));
    let frame = frame.filter(over).and_then(|frame| select(frame, "session_start", &["session_id", "session_end"]));
    each(sessions, frame.map_err(&query)?, |row| {
        let changed = changed.entry(row.visitor).or_default();
        changed.times.extend([Some(row.time), row.end].into_iter().flatten());
        changed.sent.extend(row.session.map(str::to_owned));
    })
    .await?;
    let stored = if changed.is_empty() { HashMap::new() } else { sessions_of(ctx, sessions, &changed).await? };
    Ok(grown(&changed, &stored, timeout))
}

/// The stored sessions of the visitors in `changed`.
async fn sessions_of(
    ctx: &SessionContext,
    sessions: &StoredTable,
    changed: &ByVisitor<Changed>,
) -> Result<ByVisitor<Vec<Stored>>, StoreError> {
    let query = StoreError::query(sessions.name());
    let mut stored: ByVisitor<Vec<Stored>> = HashMap::new();
    let all = ctx.read_table(sessions.provider(None).await?).map_err(&query)?;
    // A session that nobody was seen in is neither new nor returning.
    let all = select(all, "session_start", &["session_id", "session_end", "new_returning"]).map_err(&query)?;
    each(sessions, all, |row| {
        if changed.contains_key(&row.visitor) {
            let (id, end) = (row.session.unwrap_or_default().to_owned(), row.end.unwrap_or(row.time));
            let session = Stored { id, start: row.time, end, is_seen: row.is_told };
            stored.entry(row.visitor).or_default().push(session);
        }
    })
    .await?;
    Ok(stored)
}

fn grown(changed: &ByVisitor<Changed>, stored: &ByVisitor<Vec<Stored>>, timeout: i64) -> Changes {
    let mut changes = Changes { dirty: DirtyRanges::default(), kept: HashMap::new() };
    for (visitor, changed) in changed {
        let stored = stored.get(visitor).map(Vec::as_slice).unwrap_or_default();
        let (found, kept) = stretches(changed, stored, timeout);
        changes.dirty.add(visitor.clone(), found);
        if let Some(kept) = kept {
            changes.kept.insert(visitor.clone(), kept);
        }
    }
    changes
}

fn note(changed: &mut ByVisitor<Changed>, row: Row<'_>, removed: bool) {
    let changed = changed.entry(row.visitor).or_default();
    changed.times.push(row.time);
    changed.removed |= removed;
    if let Some(session) = row.session.filter(|id| !id.is_empty()) {
        changed.sent.insert(session.to_owned());
    }
}

/// The events that stand elsewhere than their hits do, from `began` on; and those that have no hit, which are new.
async fn moved(
    ctx: &SessionContext,
    events: &StoredTable,
    hits: &StoredTable,
    began: Option<i64>,
) -> Result<DataFrame, StoreError> {
    let both = (standing(ctx, events, began).await?, standing(ctx, hits, began).await?);
    let by = ["visitor_id", "event_time", "event_id", PLACE].map(col).to_vec();
    let of_both = [max(col("session_id")).alias("session_id"), bool_or(col("is_bot")).alias("is_bot")];
    let sums = of_both.into_iter().chain([count(lit(1)).alias("times")]).collect();
    // What is there once only is not the same in both. Grouping spills where rows are many; a join could not.
    let grouped = both.0.union(both.1).and_then(|rows| rows.aggregate(by, sums));
    let apart = grouped.and_then(|rows| rows.filter(col("times").eq(lit(1_i64))));
    apart.and_then(|rows| select(rows, "event_time", &["session_id"])).map_err(StoreError::query(events.name()))
}

/// The rows of `table` from `began` on, and where they stand.
async fn standing(ctx: &SessionContext, table: &StoredTable, began: Option<i64>) -> Result<DataFrame, StoreError> {
    let query = StoreError::query(table.name());
    let frame = ctx.read_table(table.provider(None).await?).map_err(&query)?;
    let frame = match began {
        Some(began) => frame.filter(col("event_time").gt_eq(instant(began))).map_err(&query)?,
        None => frame,
    };
    frame
        .select(["visitor_id", "is_bot", "event_time", "session_id", "event_id", PLACE].map(col).to_vec())
        .map_err(query)
}

/// The rows of `table` that `condition` holds for, out of the files that may hold a batch from `low` to `high`.
async fn of_batches(
    ctx: &SessionContext,
    table: &StoredTable,
    low: i64,
    high: i64,
    condition: Expr,
) -> Result<DataFrame, StoreError> {
    let files = table.files()?.into_iter().filter(|file| file.may_hold(BATCH_ID, &low.into(), &high.into()));
    let files: Vec<_> = files.collect();
    let query = StoreError::query(table.name());
    let frame = ctx.read_table(table.provider(Some(&files)).await?).map_err(&query)?;
    let frame = if files.is_empty() { frame.filter(lit(false)) } else { frame.filter(condition) };
    select(frame.map_err(&query)?, "event_time", &["session_id"]).map_err(query)
}

fn select(frame: DataFrame, time: &str, more: &[&str]) -> Result<DataFrame, DataFusionError> {
    let columns = [col("visitor_id"), col("is_bot").is_true().alias("is_bot"), col(time)];
    frame.select(columns.into_iter().chain(more.iter().map(|name| col(*name))).collect::<Vec<_>>())
}

/// What one row says.
struct Row<'a> {
    visitor: Visitor,
    time: i64,
    session: Option<&'a str>,
    end: Option<i64>,
    /// Its text after that says something.
    is_told: bool,
}

/// Calls `each` with every row of `frame`: visitor, whether a bot, a time, a session id, and perhaps another time and a text.
async fn each(table: &StoredTable, frame: DataFrame, mut each: impl FnMut(Row<'_>)) -> Result<(), StoreError> {
    let query = StoreError::query(table.name());
    let mut batches = frame.execute_stream().await.map_err(&query)?;
    while let Some(batch) = batches.next().await {
        let batch = batch.map_err(&query)?;
        let arrow = |error: arrow::error::ArrowError| query(error.into());
        let text = |at: usize| -> Result<StringArray, StoreError> {
            Ok(cast(batch.column(at), &DataType::Utf8).map_err(arrow)?.as_string::<i32>().clone())
        };
        let (visitors, sessions) = (text(0)?, text(3)?);
        let bots = batch.column(1).as_boolean();
        for row in 0..batch.num_rows() {
            each(Row {
                visitor: (visitors.value(row).to_owned(), bots.value(row)),
                time: micros(&batch, 2, row).unwrap_or_default(),
                session: value(&sessions, row),
                end: micros(&batch, 4, row),
                is_told: batch.columns().get(5).is_some_and(|texts| texts.is_valid(row)),
            });
        }
    }
    Ok(())
}

fn micros(batch: &RecordBatch, column: usize, row: usize) -> Option<i64> {
    let times = batch.columns().get(column)?.as_primitive_opt::<TimestampMicrosecondType>()?;
    times.is_valid(row).then(|| times.value(row))
}
