//! One load under way: rows of the due streams told apart from those in the store, and written for the commit.

use std::{collections::BTreeSet, sync::Arc};

use arrow::{
    array::{Array, ArrayRef, AsArray, BooleanArray, RecordBatch, StringArray},
    compute::{filter_record_batch, not},
    datatypes::{DataType, Field, Schema, SchemaRef},
    error::ArrowError,
};
use datafusion::{error::DataFusionError, execution::SendableRecordBatchStream, prelude::SessionContext};
use deltalake::{datafile::writer::DeltaWriter, kernel::Add};
use futures::{FutureExt, StreamExt, TryStreamExt, stream};

use super::{
    LoadError,
    due::Due,
    keys::{Id, RowIdentity},
    marks,
    merge::{Counts, Merge, Merged},
    read::engine,
    reader::Reader,
    rejects::Diagnostics,
    rows::{accepted_schema, stamped},
    seen::Seen,
    stored::{Slot, stored_rows},
    traffic::Filler,
};
use jauge_store::{
    Change, Ledger, LedgerEntry, Note, Rest, StoreError, StoredFile, StoredTable, aligned, engine,
    feed::{Feed, fed, feed},
    rewritten,
    tables::{PLACE, SOURCE_NAME, TableSpec},
};
use jauge_workspace::{Repeats, SourceConfig};

/// The table whose rows say by a status whether they count.
const ORDERS: &str = "shop_orders";

/// A load under way.
pub(crate) struct Run<'a> {
    pub(crate) source: &'a SourceConfig,
    pub(crate) spec: TableSpec,
    pub(crate) reader: Reader,
    pub(crate) diagnostics: Arc<Diagnostics>,
    pub(crate) ctx: SessionContext,
    /// True where nothing is written.
    pub(crate) is_dry: bool,
    pub(crate) seen: Arc<Seen>,
}

impl Run<'_> {
    /// Reads the due streams, tells new rows from known ones and writes the new ones to files that nobody sees yet.
    pub(crate) async fn merge(
        &self,
        table: &StoredTable,
        due: &[Due],
        batch: i64,
        replace: bool,
    ) -> Result<(Change, Merged), LoadError> {
        let engine = |error| engine(&self.source.name, "", error);
        let Some(first) = due.first() else { return Ok((Change::default(), Merged::default())) };
        let columns = with_place(self.columns(first, due).await?, &self.spec);
        let columns = Arc::new(self.reader.pseudonyms.with_first(&columns, self.spec.given_key())?);
        let row_identity = RowIdentity::new(&self.spec, &columns);
        let read = if self.reader.lines_of.is_some() { Due::as_one(due.to_vec()) } else { due.to_vec() };
        let incoming = self.incoming(read, columns.clone(), row_identity.clone());
        let mut sorted = engine::sorted(&self.ctx, incoming, &row_identity.order()).await.map_err(engine)?;
        // The first sorted batch comes once everything is read, and with it the span of time that the load covers.
        let head = sorted.next().await.transpose().map_err(engine)?;
        let Some(head) = head else { return Ok((Change::default(), Merged::default())) };
        let sorted = engine::chained(head, sorted);
        let stored = self.stored(table, &row_identity, replace).await?;
        let streams = due.iter().map(|due| due.stream.clone()).collect();
        let disjoint = self.source.repeats == Repeats::Disjoint;
        let merge = Merge::new(&self.spec, disjoint, streams, self.diagnostics.clone(), stored);
        let (sender, accepted) = feed(accepted_schema(&columns, &self.spec), 4);
        let written = async {
            let accepted = match (&self.spec.time, row_identity.by_time()) {
                (Some(time), false) => engine::sorted(&self.ctx, accepted, &[(time, true)]).await.map_err(engine)?,
                _ => accepted,
            };
            self.write(table, accepted, batch).await
        };
        let (merged, adds) = futures::join!(merge.run(sorted, sender), written);
        // Where the merge failed, the writer only knows that it broke off.
        let merged = merged.map_err(engine)?;
        Ok((Change { adds: adds?, ..Change::default() }, merged))
    }

    /// The columns that every stream of this load fills: those of a closed `select`, else all there are.
    async fn columns(&self, first: &Due, due: &[Due]) -> Result<SchemaRef, LoadError> {
        let is_closed = self.reader.query.as_ref().is_some_and(|query| !marks::is_open(query));
        if is_closed {
            return Ok(self.reader.read(&self.ctx, first, &self.spec).await?.0);
        }
        let key = self.spec.key.first().filter(|_| self.spec.derived_key);
        let mut is_given = false;
        for due in due.iter().filter(|_| key.is_some()) {
            let (schema, _) = self.reader.read(&self.ctx, due, &self.spec).await?;
            is_given = key.is_some_and(|key| schema.column_with_name(key).is_some());
            if is_given {
                break;
            }
        }
        let fields = self.spec.sourced().filter(|field| is_given || key != Some(field.name()));
        Ok(Arc::new(Schema::new(fields.map(|field| field.as_ref().clone().with_nullable(true)).collect::<Vec<_>>())))
    }

    /// All rows of the due streams with their keys, two streams side by side.
    fn incoming(&self, due: Vec<Due>, columns: SchemaRef, row_identity: RowIdentity) -> SendableRecordBatchStream {
        let schema = row_identity.schema(&columns);
        let (reader, ctx, spec) = (self.reader.clone(), self.ctx.clone(), self.spec.clone());
        let (seen, time) = (self.seen.clone(), self.spec.time.clone());
        let read = |feed: Feed| async move {
            let numbered = (0u32..).zip(due);
            let streams = stream::iter(numbered).map(|(number, due)| {
                let (reader, ctx, spec, columns, row_identity) = (&reader, &ctx, &spec, &columns, &row_identity);
                let (feed, seen, time) = (&feed, &seen, &time);
                async move {
                    let (_, mut batches) = reader.read(ctx, &due, spec).await?;
                    let mut first = 0;
                    while let Some(rows) = batches.try_next().await? {
                        seen.note(number, &rows, time.as_deref());
                        if spec.name == ORDERS {
                            seen.note_statuses(&rows);
                        }
                        let count = rows.num_rows() as i64;
                        let keyed = aligned(&rows, columns)
                            .and_then(|rows| row_identity.add(&rows, &reader.source, number, first));
                        let keyed = keyed.map_err(|error| engine(&reader.source, &due.stream.name, error.into()))?;
                        first += count;
                        if feed.send(keyed).await.is_err() {
                            break;
                        }
                    }
                    Ok::<_, LoadError>(())
                }
            });
            let done = streams.buffer_unordered(2).try_for_each(|()| async { Ok(()) }).await;
            done.map_err(|error| DataFusionError::External(Box::new(error)))
        };
        fed(schema, 4, |feed| read(feed).boxed())
    }

    /// The keys of stored rows that the incoming ones may meet, sorted alike.
    async fn stored(
        &self,
        table: &StoredTable,
        row_identity: &RowIdentity,
        replace: bool,
    ) -> Result<Option<SendableRecordBatchStream>, LoadError> {
        let files = table.files()?;
        let files = match (&self.spec.time, self.spec.derived_key) {
            (Some(time), true) => {
                let (low, high) = self.seen.span();
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
            row_identity: row_identity.clone(),
            spec: self.spec.clone(),
            without_source: replace.then(|| self.source.name.clone()),
        };
        let rows = stored_rows(slot).map_err(LoadError::Store)?;
        let sorted = engine::sorted(&self.ctx, rows, &row_identity.order()).await;
        Ok(Some(sorted.map_err(|error| engine(&self.source.name, "", error))?))
    }

    /// Writes `accepted` to data files, with the columns that every load fills; none where nothing is written.
    async fn write(
        &self,
        table: &StoredTable,
        mut accepted: SendableRecordBatchStream,
        batch: i64,
    ) -> Result<Vec<Add>, LoadError> {
        let schema = table.schema()?;
        let received = jiff::Timestamp::now().as_microsecond();
        let delta = StoreError::delta(table.name());
        let mut writer: Option<DeltaWriter> = (!self.is_dry).then(|| table.writer()).transpose()?;
        let mut filler = (self.spec.name == "events").then(Filler::default);
        while let Some(rows) = accepted.next().await {
            let mut rows = rows.map_err(|error| engine(&self.source.name, "", error))?;
            if let Some(filler) = &mut filler {
                rows = filler.fill(&rows).map_err(|error| engine(&self.source.name, "", error.into()))?;
            }
            let rows = stamped(&rows, &self.source.name, batch, received).and_then(|rows| aligned(&rows, &schema));
            let rows = rows.map_err(|error| engine(&self.source.name, "", error.into()))?;
            if let Some(writer) = &mut writer {
                writer.write(&rows).await.map_err(&delta)?;
            }
        }
        match writer {
            Some(writer) => Ok(writer.close().await.map_err(&delta)?),
            None => Ok(Vec::new()),
        }
    }

    /// Adds to `change` what takes replaced rows out of the files they are in, and gives others their smaller places. Returns how
    /// many rows `--replace` took out.
    pub(crate) async fn make_room(
        &self,
        table: &StoredTable,
        merged: &Merged,
        batch: i64,
        replace: bool,
        change: &mut Change,
    ) -> Result<u64, LoadError> {
        if !replace && merged.replaced.is_empty() && merged.moved.is_empty() {
            return Ok(0);
        }
        let files = table.files()?;
        let touched = |(number, file): (usize, StoredFile)| {
            (replace || merged.touched.contains(&(number as u32))).then_some(file)
        };
        let files = files.into_iter().enumerate().filter_map(touched).collect();
        let row_identity = RowIdentity::new(&self.spec, &self.spec.schema);
        let rest = |rows: &RecordBatch| -> Result<Rest, ArrowError> {
            let sources = rows.column_by_name(SOURCE_NAME).and_then(|names| names.as_string_opt::<i32>());
            let keys = row_identity.stored_keys(rows);
            let by_source = |row| replace && sources.is_some_and(|names| names.value(row) == self.source.name);
            let goes = |(row, (key, _)): (usize, &(u128, Id))| Some(by_source(row) || merged.replaced.contains(key));
            let drop: BooleanArray = keys.iter().enumerate().map(goes).collect();
            let (rows, changed) = moved(rows, &keys, merged)?;
            let kept = filter_record_batch(&rows, &not(&drop)?)?;
            Ok(Rest { kept, dropped: drop.true_count() as u64, changed })
        };
        let (room, dropped) = rewritten(&self.ctx, table, files, rest).await?;
        change.adds.extend(room.adds);
        change.removes.extend(room.removes);
        change.notes.extend((!merged.moved.is_empty()).then_some((Note::Moved, batch)));
        Ok(if replace { dropped } else { 0 })
    }

    /// Removes files that will not be committed. What cannot be removed is invisible and only takes space.
    pub(crate) async fn discard(&self, table: &StoredTable, change: &Change) {
        for add in &change.adds {
            let _ = std::fs::remove_file(table.dir().join(&add.path));
        }
    }

    /// What the ledger will say of this load.
    pub(crate) fn entries(
        &self,
        due: &[Due],
        merged: &Merged,
        batch: i64,
        recipe: &str,
        ledger: &Ledger,
        replace: bool,
    ) -> Vec<LedgerEntry> {
        let loaded_at = jiff::Timestamp::now().to_string();
        let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let base = LedgerEntry {
            batch_id: batch,
            table_name: self.source.into.clone(),
            source_name: self.source.name.clone(),
            loaded_at,
            ..LedgerEntry::default()
        };
        // Files that were read as one stand and fall together: none of them is one of which no row was taken.
        let as_one =
            self.reader.lines_of.is_some() && merged.counts.values().any(|counts| *counts != Counts::default());
        let rejected = |index: u32, one: &Due| match (as_one, index) {
            (false, _) => self.diagnostics.rejected_of(&one.stream.name),
            (true, 0) => due.iter().map(|due| self.diagnostics.rejected_of(&due.stream.name)).sum(),
            (true, _) => 0,
        };
        let loaded = (0u32..).zip(due).map(|(index, due)| {
            let counts = merged.counts.get(&index).copied().unwrap_or_default();
            let seen = self.seen.of(index);
            let rejected = rejected(index, due);
            LedgerEntry {
                stream: Some(due.stream.name.clone()),
                bytes: due.fingerprint.as_ref().map_or(0, |print| number(print.bytes)),
                hash: due.fingerprint.as_ref().map(|print| print.hash.clone()),
                cursor: due.fingerprint.is_none().then(|| due.cursor()).flatten(),
                recipe: Some(recipe.to_owned()),
                plugin_version: self.reader.version.clone(),
                hashed: Some(self.reader.pseudonyms.config().hashed()),
                read: number(seen.rows + rejected.saturating_sub(counts.conflict)),
                new: number(counts.new),
                updated: number(counts.updated),
                duplicate: number(counts.duplicate),
                conflict: number(counts.conflict),
                rejected: number(rejected),
                began: seen.began().map(|at| at.to_string()),
                reached: seen.reached().map(|at| at.to_string()),
                events: (!seen.events.is_empty()).then(|| seen.events.into_iter().collect()),
                ..base.clone()
            }
        });
        let before: BTreeSet<i64> =
            ledger.of(&self.source.name, &self.source.into).map(|entry| entry.batch_id).collect();
        let undone =
            before.into_iter().filter(|_| replace).map(|undone| LedgerEntry { undoes: Some(undone), ..base.clone() });
        loaded.chain(undone).collect()
    }
}

/// `columns` with where a row stood, whether or not a file says so: rows are sorted by it.
fn with_place(columns: SchemaRef, spec: &TableSpec) -> SchemaRef {
    let lacks = spec.place().filter(|place| columns.column_with_name(place).is_none());
    let Some(place) = lacks else { return columns };
    let place = Arc::new(Field::new(place, DataType::Utf8, true));
    Arc::new(Schema::new(columns.fields().iter().cloned().chain([place]).collect::<Vec<_>>()))
}

/// Stored `rows` with the places that `merged` found for them, and how many of them got another one.
fn moved(rows: &RecordBatch, keys: &[(u128, Id)], merged: &Merged) -> Result<(RecordBatch, u64), ArrowError> {
    let found: Vec<Option<&String>> = keys.iter().map(|key| merged.moved.get(key)).collect();
    let count = found.iter().flatten().count() as u64;
    let schema = rows.schema();
    let Some((at, _)) = schema.column_with_name(PLACE).filter(|_| count > 0) else { return Ok((rows.clone(), 0)) };
    let mut columns = rows.columns().to_vec();
    if let Some(held) = rows.column(at).as_string_opt::<i32>() {
        let held = |row: usize| held.is_valid(row).then(|| held.value(row));
        let places = found.iter().enumerate().map(|(row, place)| place.map(String::as_str).or_else(|| held(row)));
        columns[at] = Arc::new(places.collect::<StringArray>()) as ArrayRef;
    }
    Ok((RecordBatch::try_new(schema, columns)?, count))
}
