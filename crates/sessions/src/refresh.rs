//! Brings the stored sessions up to what `events` holds.
//!
//! Hits are committed before sessions. Sessions say what must be derived again, so that a refresh that was killed between
//! the two does the same once more.

use std::{
    collections::{BTreeSet, HashMap},
    panic::AssertUnwindSafe,
    sync::Arc,
};

use arrow::{
    array::AsArray,
    datatypes::{DataType, Int64Type, Schema, SchemaRef},
};
use datafusion::{
    error::DataFusionError,
    execution::SendableRecordBatchStream,
    functions_aggregate::expr_fn::count,
    logical_expr::{ColumnarValue, Volatility, create_udf},
    prelude::{DataFrame, Expr, SessionContext, col},
};
use deltalake::kernel::Add;
use futures::{FutureExt, StreamExt};
use jauge_domain::SessionsMessage;
use jiff::tz::TimeZone;

use super::{
    changes::{Changes, Since, changes},
    days::Days,
    derive::{Derived, Deriver},
    local::Local,
    rules::Rules,
    specs::{HITS_SPEC, SESSIONS_SPEC, TRAFFIC, event_columns, specs},
    visitor::{Start, Visitor},
    waiting::Waiting,
};
use jauge_store::{
    Change, Ledger, Store, StoreError, StoredFile, StoredTable, WriterLock, aligned, engine,
    feed::{Feed, Unread, broken_off, feed},
    plain,
    tables::{PLACE, TableSpec},
};
use jauge_workspace::Settings;

/// What a refresh did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Refreshed {
    /// Days written, those that only shared a file with a changed one among them.
    pub days: usize,
    /// Bytes written.
    pub bytes: u64,
    /// Everything was derived.
    pub whole: bool,
}

/// Derives what changed since the last time; `None` where nothing did.
pub async fn refresh(
    workspace: &Settings,
    store: &Store,
    waiting: impl FnOnce(),
) -> Result<Option<Refreshed>, StoreError> {
    if is_current(workspace, store).await? {
        return Ok(None);
    }
    let (lock, _) = store.write(waiting).await?;
    derive(workspace, store, &lock, false).await
}

/// Derives everything, whatever is stored.
pub async fn derive_anew(workspace: &Settings, store: &Store) -> Result<Option<Refreshed>, StoreError> {
    let (lock, _) = store.write(|| {}).await?;
    derive(workspace, store, &lock, true).await
}

/// As [`refresh`], for those who only read: they go on with the sessions there are, and are told why those lag.
pub async fn catch_up(workspace: &Settings, store: &Store) -> Result<Option<SessionsMessage>, StoreError> {
    if is_current(workspace, store).await? {
        return Ok(None);
    }
    let not_derived = |why| Ok(Some(SessionsMessage::NotDerived { why: Box::new(why) }));
    match store.try_write().await {
        Ok(Some((lock, _))) => match AssertUnwindSafe(derive(workspace, store, &lock, false)).catch_unwind().await {
            Ok(Ok(_)) => Ok(None),
            Ok(Err(error)) => not_derived(error.message()),
            Err(panic) => not_derived(plain(&broken_off(panic.as_ref()))),
        },
        Ok(None) => Ok(Some(SessionsMessage::AnotherWrites)),
        Err(error) => not_derived(error.message()),
    }
}

/// What sessions follow from beside the events: the rules, the sources that make none, and a number for both.
async fn basis(workspace: &Settings, store: &Store) -> Result<(Ledger, Rules, Vec<String>, i64), StoreError> {
    let ledger = Ledger::read(store).await?;
    let rules = Rules::of(workspace);
    let sessionless = ledger.sources_without("page_view");
    let fingerprint = rules.fingerprint(&sessionless);
    Ok((ledger, rules, sessionless, fingerprint))
}

async fn is_current(workspace: &Settings, store: &Store) -> Result<bool, StoreError> {
    let _reading = store.reading();
    let Some(events) = store.table("events").await? else { return Ok(true) };
    let (_, _, _, fingerprint) = basis(workspace, store).await?;
    for spec in specs() {
        let stored = store.table(&spec.name).await?;
        if !stored.is_some_and(|table| table.last_batch() == events.last_batch() && table.rules() == fingerprint) {
            return Ok(false);
        }
    }
    Ok(true)
}

async fn derive(
    workspace: &Settings,
    store: &Store,
    lock: &WriterLock,
    anew: bool,
) -> Result<Option<Refreshed>, StoreError> {
    let Some(events) = store.table("events").await? else { return Ok(None) };
    let (ledger, rules, sessionless, fingerprint) = basis(workspace, store).await?;
    let (rules, sessionless) = (Arc::new(rules), Arc::new(sessionless));
    let mut hits = store.table_or_new(&HITS_SPEC, lock).await?;
    let mut sessions = store.table_or_new(&SESSIONS_SPEC, lock).await?;
    let built = hits.last_batch().min(sessions.last_batch());
    let whole = anew || built == 0 || [&hits, &sessions].iter().any(|table| table.rules() != fingerprint);
    let spill = store.spill_dir(lock)?;
    let sorting = || engine::for_deriving(&spill).map_err(StoreError::query("events"));
    let (ctx, by_time) = (sorting()?, [sorting()?, sorting()?]);
    let changes = if whole {
        None
    } else {
        let tables = [&events, &hits, &sessions];
        let since =
            Since { built, undone: ledger.undone_after("events", built), began: ledger.began_after("events", built) };
        Some(changes(&ctx, tables, &since, rules.timeout).await?)
    };
    let zone = workspace.calendar.time_zone().clone();
    let deriving = Deriving { ctx, rules, sessionless, zone, changes: changes.map(Arc::new) };
    let (hits_change, sessions_change, days) = deriving.write(&events, [&hits, &sessions], &by_time).await?;
    let bytes = bytes(&hits_change.adds) + bytes(&sessions_change.adds);
    hits.commit_derived(events.last_batch(), fingerprint, hits_change).await?;
    sessions.commit_derived(events.last_batch(), fingerprint, sessions_change).await?;
    Ok(Some(Refreshed { days, bytes, whole }))
}

fn bytes(adds: &[Add]) -> u64 {
    adds.iter().map(|add| add.size.unsigned_abs()).sum()
}

/// The order in which events are walked along: those of one moment as they stood, what has no place behind.
const ORDER: [&str; 5] = ["visitor_id", "is_bot", "event_time", PLACE, "event_id"];

/// One derivation under way.
pub(crate) struct Deriving {
    pub(crate) ctx: SessionContext,
    pub(crate) rules: Arc<Rules>,
    pub(crate) sessionless: Arc<Vec<String>>,
    pub(crate) zone: TimeZone,
    /// What to derive; `None`: everything.
    pub(crate) changes: Option<Arc<Changes>>,
}

impl Deriving {
    /// The changes to both tables, and how many days of hits they write.
    async fn write(
        &self,
        events: &StoredTable,
        [hits, sessions]: [&StoredTable; 2],
        by_time: &[SessionContext; 2],
    ) -> Result<(Change, Change, usize), StoreError> {
        let query = StoreError::query(events.name());
        let files = match self.files(events, "event_time")? {
            Some(files) => files,
            None => events.files()?,
        };
        let frame = self.ctx.read_table(events.provider(Some(&files)).await?).map_err(&query)?;
        let frame = self.without_empty(frame, &files).await.map_err(&query)?;
        let (to_hits, new_hits) = feed(self.hits_schema(frame.schema().as_arrow()), 2);
        let (to_sessions, new_sessions) = feed(SESSIONS_SPEC.schema.clone(), 2);
        let derived = async { self.derive(frame, to_hits, to_sessions).await.map_err(&query) };
        let write_hits = self.replace(&by_time[0], hits, &HITS_SPEC, "event_id", new_hits);
        let write_sessions = self.replace(&by_time[1], sessions, &SESSIONS_SPEC, "session_id", new_sessions);
        let ((), (hits, days), (sessions, _)) = futures::try_join!(derived, write_hits, write_sessions)?;
        Ok((hits, sessions, days))
    }

    /// The columns of hits on their way to the store: of events those of `events` where everything is derived, else all,
    /// because hits that stay may have any.
    fn hits_schema(&self, events: &Schema) -> SchemaRef {
        let all = event_columns();
        let empty = |name: &str| {
            self.changes.is_none()
                && all.column_with_name(name).is_some()
                && events.column_with_name(name).is_none()
                && !TRAFFIC.contains(&name)
                && name != "session_id"
        };
        let fields = HITS_SPEC.schema.fields().iter().filter(|field| !empty(field.name())).cloned();
        Arc::new(Schema::new(fields.collect::<Vec<_>>()))
    }

    /// The columns of events that have a value anywhere in `files`: most sites fill a few of them, and each costs a sort.
    async fn without_empty(&self, frame: DataFrame, files: &[StoredFile]) -> Result<DataFrame, DataFusionError> {
        if files.is_empty() {
            return Ok(frame);
        }
        let schema = event_columns();
        let is_nested = |data_type: &DataType| matches!(data_type, DataType::List(_) | DataType::Map(_, _));
        let nested =
            schema.fields().iter().filter(|field| is_nested(field.data_type())).map(|field| field.name().as_str());
        let nested: Vec<&str> = nested.collect();
        let counts = nested.iter().map(|name| count(col(*name)).alias(*name)).collect();
        let counted = frame.clone().aggregate(Vec::new(), counts)?.collect().await?;
        let some = |name: &str| {
            let counts = counted.iter().filter_map(|batch| batch.column_by_name(name)?.as_primitive_opt::<Int64Type>());
            counts.flat_map(|counts| counts.values()).any(|count| *count > 0)
        };
        let has_value = |name: &str| match nested.contains(&name) {
            true => some(name),
            false => name == "is_bot" || files.iter().any(|file| !file.lacks(name)),
        };
        let kept = schema.fields().iter().filter(|field| has_value(field.name()));
        frame.select(kept.map(|field| col(field.name())).collect::<Vec<_>>())
    }

    /// The files of `table` that may hold what is derived again; `None`: all.
    pub(crate) fn files(&self, table: &StoredTable, time: &str) -> Result<Option<Vec<StoredFile>>, StoreError> {
        let Some(changes) = &self.changes else { return Ok(None) };
        // A second wider on both sides, because the log keeps milliseconds.
        let instant = |micros: i64| format!("{:.3}", jiff::Timestamp::from_microsecond(micros).unwrap_or_default());
        let wider = |(low, high): &(i64, i64)| (instant(low - 1_000_000).into(), instant(high + 1_000_000).into());
        let stretches: Vec<_> = changes.dirty.stretches().iter().map(wider).collect();
        Ok(Some(those_that_hold(table, time, &stretches)?))
    }

    /// The files of a derived table that hold a day on which something is derived again; `None`: all.
    fn days(&self, table: &StoredTable) -> Result<Option<Vec<StoredFile>>, StoreError> {
        let Some(changes) = &self.changes else { return Ok(None) };
        let mut local = Local::new(self.zone.clone());
        let mut date = |at: i64| {
            let day = local.civil(at).day;
            jiff::civil::date(1970, 1, 1).saturating_add(jiff::Span::new().days(day)).to_string()
        };
        let stretches = changes.dirty.stretches();
        let days: BTreeSet<(String, String)> = stretches.iter().map(|(low, high)| (date(*low), date(*high))).collect();
        let days: Vec<_> = days.into_iter().map(|(low, high)| (low.into(), high.into())).collect();
        Ok(Some(those_that_hold(table, "day", &days)?))
    }

    /// Derives the events of `frame`, as far as they are dirty.
    pub(crate) async fn derive(&self, frame: DataFrame, hits: Feed, sessions: Feed) -> Result<(), DataFusionError> {
        let frame = match &self.changes {
            Some(changes) => frame.filter(dirty(changes.clone(), "event_time"))?,
            None => frame,
        };
        let schema = event_columns();
        let named: Vec<String> = frame.schema().fields().iter().map(|field| field.name().clone()).collect();
        let columns =
            named.iter().filter(|name| schema.column_with_name(name).is_some()).map(|name| match name.as_str() {
                "is_bot" => col("is_bot").is_true().alias("is_bot"),
                name => col(name),
            });
        let columns: Vec<Expr> = columns.collect();
        let has = |name: &&str| named.iter().any(|known| known == name);
        let order = ORDER.into_iter().filter(has).map(|name| col(name).sort(true, false));
        let order = order.collect();
        let frame = frame.select(columns)?.sort(order)?;
        let mut deriver = self.deriver();
        let of_events: Vec<_> = schema.fields().iter().filter(|field| has(&field.name().as_str())).cloned().collect();
        let of_events = Arc::new(Schema::new(of_events));
        // No rule looks across the timeout, but a session that was sent takes in its events wherever they stand.
        let mut waiting = Waiting::new((!has(&"session_id")).then_some(self.rules.timeout));
        let mut sorted = frame.execute_stream().await?;
        loop {
            let next = sorted.next().await.transpose()?;
            let is_last = next.is_none();
            if let Some(batch) = next {
                waiting.push(aligned(&batch, &of_events)?)?;
            }
            let whole = if is_last { waiting.all()? } else { waiting.complete()? };
            if let Some(whole) = whole {
                let mut derived = deriver.derive(&aligned(&whole, &schema)?)?;
                drop(whole);
                if pass_on(&mut derived, &hits, &sessions).await? == Err(Unread) {
                    return Ok(()); // The writer failed and says so itself.
                }
            }
            if is_last {
                hits.end(Ok(())).await;
                sessions.end(Ok(())).await;
                return Ok(());
            }
        }
    }

    fn deriver(&self) -> Deriver {
        let kept: HashMap<Visitor, Start> =
            self.changes.as_ref().map(|changes| changes.kept.clone()).unwrap_or_default();
        Deriver::new(self.rules.clone(), self.sessionless.clone(), Arc::new(kept), self.zone.clone())
    }

    /// The change that puts `fresh` in the place of what `table` holds of the dirty stretches, days whole.
    async fn replace(
        &self,
        ctx: &SessionContext,
        table: &StoredTable,
        spec: &TableSpec,
        id: &str,
        fresh: SendableRecordBatchStream,
    ) -> Result<(Change, usize), StoreError> {
        let query = StoreError::query(table.name());
        let time = spec.time.as_deref().unwrap_or_default();
        let removes = match self.days(table)? {
            Some(files) => files,
            None => table.files()?,
        };
        let stay = match &self.changes {
            Some(changes) if !removes.is_empty() => {
                let frame = ctx.read_table(table.provider(Some(&removes)).await?).map_err(&query)?;
                let frame = frame.filter(!dirty(changes.clone(), time)).map_err(&query)?;
                Some(frame.execute_stream().await.map_err(&query)?)
            }
            _ => None,
        };
        let all = engine::merged(fresh.schema(), fresh, stay);
        let mut sorted = engine::sorted(ctx, all, &[(time, true), (id, true)]).await.map_err(&query)?;
        let mut days = Days::new(table);
        let schema = table.schema()?;
        while let Some(batch) = sorted.next().await {
            let batch = aligned(&batch.map_err(&query)?, &schema).map_err(|error| query(error.into()))?;
            days.write(&batch).await?;
        }
        let (adds, days) = days.close().await?;
        Ok((Change { adds, removes, notes: Vec::new() }, days))
    }
}

/// The condition that a row lies in a dirty stretch of its visitor.
pub(crate) fn dirty(changes: Arc<Changes>, time: &str) -> Expr {
    use arrow::{
        array::{Array, BooleanArray},
        datatypes::TimestampMicrosecondType,
    };
    let holds = move |arguments: &[ColumnarValue]| {
        let arrays = ColumnarValue::values_to_arrays(arguments)?;
        let (visitors, bots) = (arrays[0].as_string::<i32>(), arrays[1].as_boolean());
        let times = arrays[2].as_primitive::<TimestampMicrosecondType>();
        let held = (0..visitors.len())
            .map(|row| Some(changes.dirty.holds(visitors.value(row), bots.value(row), times.value(row))));
        Ok(ColumnarValue::Array(Arc::new(held.collect::<BooleanArray>())))
    };
    let types = vec![DataType::Utf8, DataType::Boolean, jauge_store::tables::timestamp()];
    let holds = create_udf("dirty", types, DataType::Boolean, Volatility::Volatile, Arc::new(holds));
    let visitor = datafusion::prelude::cast(col("visitor_id"), DataType::Utf8);
    holds.call(vec![visitor, col("is_bot").is_true(), col(time)])
}

/// The files of `table` whose `column` reaches into one of `stretches`.
fn those_that_hold(
    table: &StoredTable,
    column: &str,
    stretches: &[(serde_json::Value, serde_json::Value)],
) -> Result<Vec<StoredFile>, StoreError> {
    let holds = |file: &StoredFile| stretches.iter().any(|(low, high)| file.may_hold(column, low, high));
    Ok(table.files()?.into_iter().filter(holds).collect())
}

/// Passes on what was derived, in pieces: those who sort it hold a batch whole, however large one visitor makes it.
async fn pass_on(
    derived: &mut Derived<'_>,
    hits: &Feed,
    sessions: &Feed,
) -> Result<Result<(), Unread>, DataFusionError> {
    for piece in engine::pieces(derived.sessions()) {
        if sessions.send(piece?).await.is_err() {
            return Ok(Err(Unread));
        }
    }
    for piece in derived.hits() {
        if hits.send(piece?).await.is_err() {
            return Ok(Err(Unread));
        }
    }
    Ok(Ok(()))
}
