//! Sessions as they would be had the events stopped at an instant.
//!
//! A session that ended before is what it was. One under way is derived again from its events before the cut.

use std::sync::Arc;

use arrow::record_batch::RecordBatch;
use datafusion::{
    catalog::TableProvider,
    datasource::MemTable,
    error::DataFusionError,
    prelude::{DataFrame, SessionContext, col},
};

use futures::TryStreamExt;

use super::{
    changes::{Changes, under_way},
    instant::instant,
    refresh::{Deriving, dirty},
    rules::Rules,
    specs::{HITS, HITS_SPEC, SESSIONS, SESSIONS_SPEC, in_sql},
};
use jauge_store::{Ledger, Store, StoreError, feed::feed, named_rows, tables::TableSpec};
use jauge_workspace::Settings;

/// Hits and sessions as of `cut`, microseconds since 1970; `None` where nothing was derived yet.
pub async fn as_of(
    workspace: &Settings,
    store: &Store,
    ledger: &Ledger,
    ctx: &SessionContext,
    cut: i64,
) -> Result<Option<[Arc<dyn TableProvider>; 2]>, StoreError> {
    let tables = [store.table("events").await?, store.table(HITS).await?, store.table(SESSIONS).await?];
    let [Some(events), Some(hits), Some(sessions)] = tables else { return Ok(None) };
    let rules = Arc::new(Rules::of(workspace));
    let changes = Arc::new(under_way(ctx, &sessions, cut, rules.timeout).await?);
    let deriving = Deriving {
        ctx: ctx.clone(),
        sessionless: Arc::new(ledger.sources_without("page_view")),
        rules,
        zone: workspace.calendar.time_zone().clone(),
        changes: Some(changes.clone()),
    };
    let query = StoreError::query("events");
    let before = ctx.read_table(events.provider(deriving.files(&events, "event_time")?.as_deref()).await?);
    let before = before.and_then(|frame| frame.filter(col("event_time").lt(instant(cut)))).map_err(&query)?;
    let [fresh_hits, fresh_sessions] = collected(&deriving, before).await.map_err(&query)?;
    let hits = named_rows(ctx, &in_sql(HITS), hits.provider(None).await?)
        .and_then(|all| joined(all, &HITS_SPEC, fresh_hits, &changes, cut));
    let sessions = named_rows(ctx, &in_sql(SESSIONS), sessions.provider(None).await?)
        .and_then(|all| joined(all, &SESSIONS_SPEC, fresh_sessions, &changes, cut));
    Ok(Some([hits.map_err(StoreError::query(HITS))?, sessions.map_err(StoreError::query(SESSIONS))?]))
}

/// What is derived from `events`, in memory: sessions under way at one instant are few.
async fn collected(deriving: &Deriving, events: DataFrame) -> Result<[Vec<RecordBatch>; 2], DataFusionError> {
    let (to_hits, hits) = feed(HITS_SPEC.schema.clone(), 2);
    let (to_sessions, sessions) = feed(SESSIONS_SPEC.schema.clone(), 2);
    let derived = deriving.derive(events, to_hits, to_sessions);
    let ((), hits, sessions) = futures::try_join!(derived, hits.try_collect(), sessions.try_collect())?;
    Ok([hits, sessions])
}

/// The stored rows that the cut leaves as they are, and those derived up to it.
fn joined(
    stored: DataFrame,
    spec: &TableSpec,
    fresh: Vec<RecordBatch>,
    changes: &Arc<Changes>,
    cut: i64,
) -> Result<Arc<dyn TableProvider>, DataFusionError> {
    let time = spec.time.as_deref().unwrap_or_default();
    let columns: Vec<_> = spec
        .schema
        .fields()
        .iter()
        .map(|field| datafusion::prelude::cast(col(field.name()), field.data_type().clone()).alias(field.name()))
        .collect();
    let stays = stored.filter(col(time).lt(instant(cut)))?.filter(!dirty(changes.clone(), time))?.select(columns)?;
    let fresh = MemTable::try_new(spec.schema.clone(), vec![fresh])?;
    let fresh = SessionContext::new().read_table(Arc::new(fresh))?;
    Ok(stays.union(fresh)?.into_view())
}
