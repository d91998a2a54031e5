//! One load of one source, from its files to the commit.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

use arrow::{
    array::{
        Array, ArrayRef, AsArray, BooleanArray, Int64Array, RecordBatch, RecordBatchOptions, StringArray,
        TimestampMicrosecondArray, new_null_array,
    },
    compute::{cast, max},
    datatypes::{Schema, SchemaRef, TimestampMicrosecondType},
    error::ArrowError,
};
use datafusion::{error::DataFusionError, execution::SendableRecordBatchStream, prelude::SessionContext};
use deltalake::datafile::writer::DeltaWriter;
use futures::{StreamExt, TryStreamExt, stream};
use tokio::sync::mpsc;

use super::{
    Counts, Entry, Ledger, LoadError, Progress, Summary, infer,
    keys::Keying,
    ledger,
    merge::{Merge, Merged},
    plan::{self, Due},
    read::{Reader, engine},
    rejects::Gathered,
    rewrite, select,
    stored::{Slot, stored_rows},
};
use crate::{
    session,
    store::{Change, Store, StoreError, StoredFile, StoredTable},
    tables::{BATCH_ID, RECEIVED_AT, SOURCE_NAME, TableSpec, timestamp},
    workspace::{Repeats, SourceConfig, Workspace},
};

/// How to load.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Load nothing where a row is rejected.
    pub strict: bool,
    /// Do everything but keep it.
    pub dry_run: bool,
    /// Take out what the source brought before, and load all of it anew.
    pub replace: bool,
}

/// Loads sources into the store of a workspace.
pub struct Loader<'a> {
    workspace: &'a Workspace,
    store: &'a Store,
    options: Options,
    progress: Arc<Progress>,
}

/// A load under way.
struct Run<'a> {
    source: &'a SourceConfig,
    spec: TableSpec,
    reader: Reader,
    gathered: Arc<Gathered>,
    ctx: SessionContext,
    seen: Arc<Mutex<BTreeMap<u32, Seen>>>,
}

/// What went by of one stream.
#[derive(Clone, Debug, Default)]
struct Seen {
    rows: u64,
    first: Option<i64>,
    reached: Option<i64>,
    events: BTreeSet<String>,
}

/// Event names remembered of one file: enough for any honest one.
const EVENT_NAMES: usize = 1000;

impl<'a> Loader<'a> {
    /// Loads into `store` what the sources of `workspace` hold.
    pub fn new(workspace: &'a Workspace, store: &'a Store, options: Options, progress: Arc<Progress>) -> Self {
        Self { workspace, store, options, progress }
    }

    /// Loads what `source` holds and the store does not.
    pub async fn load(&self, source: &SourceConfig) -> Result<Summary, LoadError> {
        let gathered = Arc::new(Gathered::new(self.progress.clone()));
        let reader = plan::reader(self.workspace, source, gathered.clone())?;
        let lock = self.store.lock(|| self.progress.wait(true))?;
        self.progress.wait(false);
        let ledger = Ledger::repair(self.store, &lock).await?;
        let streams = reader.connector.streams()?;
        let known = if self.options.replace { Ledger::default() } else { ledger.clone() };
        let recipe = plan::recipe(self.workspace, source);
        let due = plan::due(&reader, source, &known, &streams, &recipe).await?;
        let mut summary = Summary {
            source: source.name.clone(),
            table: source.into.clone(),
            streams: streams.len(),
            known: streams.len() - due.len(),
            ..Summary::default()
        };
        if due.is_empty() && !self.options.replace {
            summary.notes = gathered.notes();
            return Ok(summary);
        }
        self.progress.expect(due.iter().filter_map(|due| due.stream.bytes).sum());
        let ctx =
            session::for_loading(&self.store.spill_dir(&lock)?).map_err(|error| engine(&source.name, "", error))?;
        let spec = self.spec(source, &reader, &ctx, &due).await?;
        let run = Run { source, spec, reader, gathered: gathered.clone(), ctx, seen: Arc::default() };
        let mut table = self.store.table_or_new(&run.spec, &lock).await?;
        let batch = ledger.next();
        let (mut change, merged) = run.merge(&table, &due, batch, self.options.replace).await?;
        let rejected = due.iter().map(|due| gathered.rejected(&due.stream.name)).sum();
        if self.progress.is_stopped() || self.options.dry_run || (self.options.strict && rejected > 0) {
            run.discard(&table, &change).await;
        }
        if self.progress.is_stopped() {
            return Err(jauge_plugin::ConnectorError::Cancelled.into());
        }
        if self.options.strict && rejected > 0 {
            let first = gathered.rejects().first().map(summary_of).unwrap_or_default();
            return Err(LoadError::Strict { source_name: source.name.clone(), rejected, first });
        }
        let entries = run.entries(&due, &merged, batch, &recipe, &ledger, self.options.replace);
        summary.read = entries.iter().map(|entry| entry.read.unsigned_abs()).sum();
        summary.counts = total(&merged);
        summary.rejected = rejected;
        summary.rejects = gathered.rejects();
        if !self.options.dry_run {
            summary.removed = run.make_room(&table, &merged, self.options.replace, &mut change).await?;
            ledger::announce(self.store, &lock, batch, &entries, &summary.rejects).await?;
            table.commit(batch, change).await?;
            summary.batch = Some(batch);
        }
        summary.notes = gathered.notes();
        Ok(summary)
    }

    /// The table as jauge.toml, else the store, else the rows to load say it is.
    async fn spec(
        &self,
        source: &SourceConfig,
        reader: &Reader,
        ctx: &SessionContext,
        due: &[Due],
    ) -> Result<TableSpec, LoadError> {
        let fit = |message| LoadError::Fit { source_name: source.name.clone(), table: source.into.clone(), message };
        let spec = self.workspace.table(&source.into).ok_or_else(|| fit("nobody declares it".to_owned()))?;
        if !spec.schema.fields().is_empty() {
            return Ok(spec);
        }
        let Some(config) = self.workspace.config.table.get(&source.into) else { return Ok(spec) };
        if let Some(table) = self.store.table(&source.into).await? {
            let schema = table.schema()?;
            let own = schema.fields().iter().filter(|field| !crate::tables::is_bookkeeping(field.name()));
            let own = own.filter(|field| field.name() != crate::tables::ROW_ID);
            let columns = own.map(|field| config.field(field.name(), field.data_type().clone())).collect();
            return Ok(config.spec_with(&source.into, columns));
        }
        let columns = infer::columns(reader, ctx, due).await?;
        let columns: Vec<_> = columns.into_iter().map(|(name, data_type)| config.field(&name, data_type)).collect();
        let named = config.time.iter().chain(&config.key);
        if let Some(missing) = named.into_iter().find(|name| !columns.iter().any(|column| column.name() == *name)) {
            let names = columns.iter().map(|column| column.name().as_str()).collect::<Vec<_>>().join(", ");
            return Err(fit(format!(
                "[table.{}] names the column `{missing}`, and the rows have {names}",
                source.into
            )));
        }
        Ok(config.spec_with(&source.into, columns))
    }
}

impl Run<'_> {
    /// Reads the due streams, tells new rows from known ones and writes the new ones to files that nobody sees yet.
    async fn merge(
        &self,
        table: &StoredTable,
        due: &[Due],
        batch: i64,
        replace: bool,
    ) -> Result<(Change, Merged), LoadError> {
        let engine = |error| engine(&self.source.name, "", error);
        let Some(first) = due.first() else { return Ok((Change::default(), Merged::default())) };
        let columns = self.columns(first).await?;
        let keying = Keying::new(&self.spec, &columns);
        let incoming = self.incoming(due.to_vec(), columns.clone(), keying.clone());
        let mut sorted = session::sorted(&self.ctx, incoming, &keying.order()).await.map_err(engine)?;
        // The first sorted batch comes once everything is read, and with it the span of time that the load covers.
        let head = sorted.next().await.transpose().map_err(engine)?;
        let Some(head) = head else { return Ok((Change::default(), Merged::default())) };
        let sorted = session::chained(head, sorted);
        let stored = self.stored(table, &keying, replace).await?;
        let names = due.iter().map(|due| due.stream.name.clone()).collect();
        let disjoint = self.source.repeats == Repeats::Disjoint;
        let merge = Merge::new(&self.spec, disjoint, names, self.gathered.clone(), stored);
        let (sender, receiver) = mpsc::channel(4);
        let written = async {
            let accepted = session::received(accepted_schema(&columns, &self.spec), receiver);
            let accepted = match (&self.spec.time, keying.by_time()) {
                (Some(time), false) => session::sorted(&self.ctx, accepted, &[(time, true)]).await.map_err(engine)?,
                _ => accepted,
            };
            self.write(table, accepted, batch).await
        };
        let (merged, adds) = futures::join!(merge.run(sorted, sender), written);
        let adds = adds?;
        Ok((Change { adds, removes: Vec::new() }, merged.map_err(engine)?))
    }

    /// The columns that every stream of this load fills: those of a closed `select`, else all there are.
    async fn columns(&self, first: &Due) -> Result<SchemaRef, LoadError> {
        let is_closed = self.reader.query.as_ref().is_some_and(|query| !select::is_open(query));
        if is_closed {
            return Ok(self.reader.read(&self.ctx, &first.stream, first.skip, &self.spec).await?.0);
        }
        let derived = |name: &str| self.spec.derived_key && self.spec.key[0] == name;
        let fields = self.spec.sourced().filter(|field| !derived(field.name()));
        Ok(Arc::new(Schema::new(fields.map(|field| field.as_ref().clone().with_nullable(true)).collect::<Vec<_>>())))
    }

    /// All rows of the due streams with their keys, two streams side by side.
    fn incoming(&self, due: Vec<Due>, columns: SchemaRef, keying: Keying) -> SendableRecordBatchStream {
        let schema = keying.schema(&columns);
        let (sender, receiver) = mpsc::channel(4);
        let (reader, ctx, spec) = (self.reader.clone(), self.ctx.clone(), self.spec.clone());
        let (seen, time) = (self.seen.clone(), self.spec.time.clone());
        tokio::spawn(async move {
            let numbered = (0u32..).zip(due);
            let streams = stream::iter(numbered).map(|(number, due)| {
                let (reader, ctx, spec, columns, keying) = (&reader, &ctx, &spec, &columns, &keying);
                let (sender, seen, time) = (sender.clone(), &seen, &time);
                async move {
                    let (_, mut batches) = reader.read(ctx, &due.stream, due.skip, spec).await?;
                    let mut first = 0;
                    while let Some(rows) = batches.try_next().await? {
                        note_seen(seen, number, &rows, time.as_deref());
                        let count = rows.num_rows() as i64;
                        let keyed =
                            aligned(&rows, columns).and_then(|rows| keying.add(&rows, &reader.source, number, first));
                        let keyed = keyed.map_err(|error| engine(&reader.source, &due.stream.name, error.into()))?;
                        first += count;
                        if sender.send(Ok(keyed)).await.is_err() {
                            break;
                        }
                    }
                    Ok::<_, LoadError>(())
                }
            });
            let done = streams.buffer_unordered(2).try_for_each(|()| async { Ok(()) }).await;
            if let Err(error) = done {
                let _ = sender.send(Err(DataFusionError::External(Box::new(error)))).await;
            }
        });
        session::received(schema, receiver)
    }

    /// The keys of stored rows that the incoming ones may meet, sorted alike.
    async fn stored(
        &self,
        table: &StoredTable,
        keying: &Keying,
        replace: bool,
    ) -> Result<Option<SendableRecordBatchStream>, LoadError> {
        let files = table.files()?;
        let files = match (&self.spec.time, self.spec.derived_key) {
            (Some(time), true) => {
                let (low, high) = self.span();
                files.into_iter().filter(|file| file.may_hold(time, &low, &high)).collect()
            }
            _ => files,
        };
        if files.is_empty() {
            return Ok(None);
        }
        let slot = Slot {
            ctx: self.ctx.clone(),
            table: table.clone(),
            files,
            keying: keying.clone(),
            spec: self.spec.clone(),
            without_source: replace.then(|| self.source.name.clone()),
        };
        let rows = stored_rows(slot).map_err(LoadError::Store)?;
        let sorted = session::sorted(&self.ctx, rows, &keying.order()).await;
        Ok(Some(sorted.map_err(|error| engine(&self.source.name, "", error))?))
    }

    /// The span of time of all incoming rows, as the log of a Delta table writes it, a second wider on both sides because that
    /// log keeps milliseconds.
    fn span(&self) -> (serde_json::Value, serde_json::Value) {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let text = |micros: Option<i64>, by: i64| {
            let at = micros.and_then(|micros| jiff::Timestamp::from_microsecond(micros.saturating_add(by)).ok());
            at.map_or(serde_json::Value::Null, |at| format!("{at:.3}").into())
        };
        let low = seen.values().filter_map(|seen| seen.first).min();
        let high = seen.values().filter_map(|seen| seen.reached).max();
        (text(low, -1_000_000), text(high, 1_000_000))
    }

    /// Writes `accepted` to data files, with the columns that every load fills.
    async fn write(
        &self,
        table: &StoredTable,
        mut accepted: SendableRecordBatchStream,
        batch: i64,
    ) -> Result<Vec<deltalake::kernel::Add>, LoadError> {
        let schema = table.schema()?;
        let received = jiff::Timestamp::now().as_microsecond();
        let delta = StoreError::delta(table.name());
        let mut writer: DeltaWriter = table.writer()?;
        while let Some(rows) = accepted.next().await {
            let rows = rows.map_err(|error| engine(&self.source.name, "", error))?;
            let rows = stamped(&rows, &self.source.name, batch, received).and_then(|rows| aligned(&rows, &schema));
            let rows = rows.map_err(|error| engine(&self.source.name, "", error.into()))?;
            writer.write(&rows).await.map_err(&delta)?;
        }
        Ok(writer.close().await.map_err(&delta)?)
    }

    /// Adds to `change` what takes replaced rows out of the files they are in. Returns how many rows `--replace` took out.
    async fn make_room(
        &self,
        table: &StoredTable,
        merged: &Merged,
        replace: bool,
        change: &mut Change,
    ) -> Result<u64, LoadError> {
        if !replace && merged.replaced.is_empty() {
            return Ok(0);
        }
        let files = table.files()?;
        let touched = |(number, file): (usize, StoredFile)| {
            (replace || merged.touched.contains(&(number as u32))).then_some(file)
        };
        let files = files.into_iter().enumerate().filter_map(touched).collect();
        let keying = Keying::new(&self.spec, &self.spec.schema);
        let drops = |rows: &RecordBatch| -> BooleanArray {
            let sources = rows.column_by_name(SOURCE_NAME).and_then(|names| names.as_string_opt::<i32>());
            let keys = keying.stored_keys(rows);
            let by_source = |row| replace && sources.is_some_and(|names| names.value(row) == self.source.name);
            keys.iter().enumerate().map(|(row, key)| Some(by_source(row) || merged.replaced.contains(key))).collect()
        };
        let (room, dropped) = rewrite::without(&self.ctx, table, files, drops).await?;
        change.adds.extend(room.adds);
        change.removes.extend(room.removes);
        Ok(if replace { dropped } else { 0 })
    }

    /// Removes files that will not be committed. What cannot be removed is invisible and only takes space.
    async fn discard(&self, table: &StoredTable, change: &Change) {
        for add in &change.adds {
            let _ = std::fs::remove_file(table.dir().join(&add.path));
        }
    }

    fn entries(
        &self,
        due: &[Due],
        merged: &Merged,
        batch: i64,
        recipe: &str,
        ledger: &Ledger,
        replace: bool,
    ) -> Vec<Entry> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let loaded_at = jiff::Timestamp::now().to_string();
        let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let base = Entry {
            batch_id: batch,
            table_name: self.source.into.clone(),
            source_name: self.source.name.clone(),
            loaded_at,
            ..Entry::default()
        };
        let loaded = (0u32..).zip(due).map(|(index, due)| {
            let counts = merged.counts.get(&index).copied().unwrap_or_default();
            let seen = seen.get(&index).cloned().unwrap_or_default();
            let rejected = self.gathered.rejected(&due.stream.name);
            Entry {
                stream: Some(due.stream.name.clone()),
                bytes: number(due.fingerprint.bytes),
                hash: Some(due.fingerprint.hash.clone()),
                recipe: Some(recipe.to_owned()),
                read: number(seen.rows + rejected.saturating_sub(counts.conflict)),
                new: number(counts.new),
                updated: number(counts.updated),
                duplicate: number(counts.duplicate),
                conflict: number(counts.conflict),
                rejected: number(rejected),
                reached: seen
                    .reached
                    .and_then(|micros| jiff::Timestamp::from_microsecond(micros).ok())
                    .map(|at| at.to_string()),
                events: (!seen.events.is_empty()).then(|| seen.events.into_iter().collect()),
                ..base.clone()
            }
        });
        let before: BTreeSet<i64> =
            ledger.of(&self.source.name, &self.source.into).map(|entry| entry.batch_id).collect();
        let undone =
            before.into_iter().filter(|_| replace).map(|undone| Entry { undoes: Some(undone), ..base.clone() });
        loaded.chain(undone).collect()
    }
}

/// `batch` with exactly the columns of `schema`: those it lacks are null, their order and nullability as there.
pub(crate) fn aligned(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
    let columns = schema.fields().iter().map(|field| match batch.column_by_name(field.name()) {
        Some(column) if column.data_type() == field.data_type() => Ok(column.clone()),
        Some(column) => cast(column, field.data_type()),
        None => Ok(new_null_array(field.data_type(), batch.num_rows())),
    });
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(schema.clone(), columns, &options)
}

/// The columns of accepted rows: the incoming ones, and the id that a derived key was given.
fn accepted_schema(columns: &SchemaRef, spec: &TableSpec) -> SchemaRef {
    let own = columns.fields().iter().filter(|field| !spec.derived_key || field.name() != &spec.key[0]).cloned();
    let id = spec.key.iter().filter(|_| spec.derived_key);
    let id = id.map(|key| arrow::datatypes::Field::new(key, arrow::datatypes::DataType::Utf8, true).into());
    Arc::new(Schema::new(own.chain(id).collect::<Vec<_>>()))
}

fn stamped(rows: &RecordBatch, source: &str, batch: i64, received: i64) -> Result<RecordBatch, ArrowError> {
    let count = rows.num_rows();
    let stamps: [(&str, ArrayRef); 3] = [
        (SOURCE_NAME, Arc::new(StringArray::from(vec![source; count]))),
        (BATCH_ID, Arc::new(Int64Array::from(vec![batch; count]))),
        (RECEIVED_AT, Arc::new(TimestampMicrosecondArray::from(vec![received; count]).with_timezone("UTC"))),
    ];
    let own = rows.schema_ref().fields().iter().map(|field| field.name().clone()).zip(rows.columns().iter().cloned());
    let stamps = stamps.into_iter().map(|(name, column)| (name.to_owned(), column));
    RecordBatch::try_from_iter_with_nullable(own.chain(stamps).map(|(name, column)| (name, column, true)))
}

fn note_seen(seen: &Mutex<BTreeMap<u32, Seen>>, stream: u32, rows: &RecordBatch, time: Option<&str>) {
    let times = time.and_then(|time| rows.column_by_name(time)).and_then(|times| cast(times, &timestamp()).ok());
    let times = times.as_ref().map(|times| times.as_primitive::<TimestampMicrosecondType>());
    let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
    let entry = seen.entry(stream).or_default();
    entry.rows += rows.num_rows() as u64;
    if let Some(times) = times {
        entry.reached = entry.reached.max(max(times));
        let first = arrow::compute::min(times);
        entry.first = entry.first.map_or(first, |known| Some(first.map_or(known, |first| known.min(first))));
    }
    let names = rows.column_by_name("event_name").and_then(|names| names.as_string_opt::<i32>());
    for name in names.into_iter().flatten().flatten() {
        if entry.events.len() < EVENT_NAMES && !entry.events.contains(name) {
            entry.events.insert(name.to_owned());
        }
    }
}

fn total(merged: &Merged) -> Counts {
    merged.counts.values().fold(Counts::default(), |total, counts| Counts {
        new: total.new + counts.new,
        updated: total.updated + counts.updated,
        duplicate: total.duplicate + counts.duplicate,
        conflict: total.conflict + counts.conflict,
    })
}

/// A reject in one line.
pub(crate) fn summary_of(reject: &jauge_plugin::Reject) -> String {
    let line = reject.line.map(|line| format!(":{line}")).unwrap_or_default();
    let column = reject.column.as_ref().map(|column| format!(" `{column}`")).unwrap_or_default();
    let value = reject.value.as_ref().map(|value| format!(" = {value:?}")).unwrap_or_default();
    format!("{}{line}{column}{value}: {}", reject.stream, reject.reason)
}
