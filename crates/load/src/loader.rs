//! The ways into a load: which source, what is due, and what to do with what a run found.

use std::{collections::HashSet, sync::Arc};

use arrow::datatypes::{DataType, Field, SchemaRef};
use datafusion::prelude::SessionContext;
use jauge_domain::{FitFault, Message, RejectedRow};
use jauge_plugin::{ConnectorError, Reject, Stream};
use jiff::Timestamp;

use super::{
    Counts, LoadError, Options, Progress, Summary, beginnings, choose,
    due::Due,
    hashing, infer,
    json::json_functions,
    key::KeyRing,
    known_files::KnownFiles,
    merge::Merged,
    plan::{self, BuiltIn, Connectors},
    pseudonym::Pseudonyms,
    read::engine,
    reader::Reader,
    rejects::Diagnostics,
    run::Run,
    scratch::{self, Scratch},
    scrub::Scrub,
    seen::Seen,
    trusted,
};
use jauge_store::{
    Ledger, LedgerEntry, Note, Store, StoreError, StoredTable, WriterLock, announce, engine,
    tables::{self, TableSpec},
};
use jauge_workspace::{Settings, SourceConfig};

/// Puts messages into the words that the store keeps: English ones, whoever loads.
pub type Say = fn(&Message) -> String;

/// Loads sources into the store of a workspace.
pub struct Loader<'a> {
    workspace: &'a Settings,
    store: &'a Store,
    options: Options,
    progress: Arc<Progress>,
    connectors: &'a dyn Connectors,
    say: Say,
}

impl<'a> Loader<'a> {
    /// Loads into `store` what the sources of `workspace` hold; `say` words the reasons that the table `rejects` keeps.
    pub fn new(workspace: &'a Settings, store: &'a Store, options: Options, progress: Arc<Progress>, say: Say) -> Self {
        Self { workspace, store, options, progress, connectors: &BuiltIn, say }
    }

    /// With more connectors than the built-in one.
    #[must_use]
    pub fn with_connectors(self, connectors: &'a dyn Connectors) -> Self {
        Self { connectors, ..self }
    }

    /// Loads what `source` holds and the store does not.
    pub async fn load(&self, source: &SourceConfig) -> Result<Summary, LoadError> {
        let pseudonyms = Pseudonyms::of_workspace(self.workspace, !self.options.dry_run);
        let scrub = Scrub::under(pseudonyms.clone());
        let diagnostics = Arc::new(Diagnostics::new(self.progress.clone(), scrub.clone()));
        let reader = plan::reader(self.workspace, self.connectors, source, diagnostics.clone(), pseudonyms)?;
        // A dry run writes nothing into the workspace, not even to take turns with who does.
        let scratch = self.options.dry_run.then(Scratch::new).transpose()?;
        let written = scratch.as_ref().map_or(self.store, Scratch::store);
        let _reading = scratch.as_ref().map(|_| self.store.reading());
        let (lock, mut ledger) = written.write(|| self.progress.wait()).await?;
        if scratch.is_some() {
            ledger = scratch::ledger(self.store).await?;
        }
        if let Some(table) = self.store.table(&source.into).await? {
            KeyRing::check(self.store.dir(), &table).await?;
        }
        let privacy = &self.workspace.config.privacy;
        if !self.options.replace {
            hashing::check_stored(self.store, &ledger, privacy).await?;
        }
        let streams = reader.streams().await?;
        trusted::check_streams(self.workspace, source, &streams)?;
        let recipe = plan::recipe(self.workspace, source);
        let due = self.due(source, &reader, &ledger, &streams, &recipe).await?;
        let mut summary = Summary {
            source: source.name.clone(),
            table: source.into.clone(),
            streams: streams.len(),
            known: streams.len() - due.len(),
            ..Summary::default()
        };
        if due.is_empty() && (!self.options.replace || self.store.table(&source.into).await?.is_none()) {
            summary.notes = diagnostics.notes();
            return Ok(summary);
        }
        self.progress.expect(due.iter().filter_map(|due| due.stream.bytes).sum());
        let ctx = engine::for_loading(&written.spill_dir(&lock)?).map_err(|error| engine(&source.name, "", error))?;
        json_functions().into_iter().for_each(|function| ctx.register_udf(function));
        let spec = self.spec(source, &reader, &ctx, &due).await?;
        hashing::check_texts(&source.name, &spec, privacy)?;
        let run = Run {
            source,
            spec,
            reader,
            diagnostics: diagnostics.clone(),
            ctx,
            is_dry: scratch.is_some(),
            seen: Arc::new(Seen::at(Timestamp::now())),
        };
        let mut table = self.table(source, &run.spec, written, &lock).await?;
        let batch = ledger.next();
        let (mut change, merged) = run.merge(&table, &due, batch, self.options.replace).await?;
        let rejected = due.iter().map(|due| diagnostics.rejected_of(&due.stream.name)).sum();
        if !self.progress.is_stopped() && !self.options.replace && due.iter().all(Due::is_at_its_end) {
            run.discard(&table, &change).await;
            return Ok(Summary { known: streams.len(), notes: diagnostics.notes(), ..summary });
        }
        if self.progress.is_stopped() || self.options.dry_run || (self.options.strict && rejected > 0) {
            run.discard(&table, &change).await;
        }
        if self.progress.is_stopped() {
            return Err(ConnectorError::Cancelled.into());
        }
        if self.options.strict && rejected > 0 {
            let first = diagnostics.rejects().into_iter().next().map(Box::new);
            return Err(LoadError::Strict { source_name: source.name.clone(), rejected, first });
        }
        let entries = run.entries(&due, &merged, batch, &recipe, &ledger, self.options.replace);
        summary.read = entries.iter().map(|entry| entry.read.unsigned_abs()).sum();
        summary.counts = total(&merged);
        summary.rejected = rejected;
        summary.rejects = diagnostics.rejects();
        summary.statuses = run.seen.statuses();
        let entries = told_anew(entries, &due);
        if entries.is_empty() && !self.options.replace {
            run.discard(&table, &change).await;
        } else if !self.options.dry_run {
            summary.removed = run.make_room(&table, &merged, batch, self.options.replace, &mut change).await?;
            let told: HashSet<&str> = entries.iter().filter_map(|entry| entry.stream.as_deref()).collect();
            let rejects = summary.rejects.iter().filter(|row| told.contains(row.stream.as_str()));
            let rejects: Vec<Reject> = rejects.map(|row| self.worded(row, &scrub)).collect();
            change.notes.extend(run.reader.pseudonyms.key_note().map(|note| (Note::Key, note)));
            announce(self.store, &lock, batch, &entries, &rejects).await?;
            table.commit(batch, change).await?;
            summary.batch = Some(batch);
        }
        summary.notes = diagnostics.notes();
        Ok(summary)
    }

    /// The streams that are due; what files look like is kept for the next load.
    async fn due(
        &self,
        source: &SourceConfig,
        reader: &Reader,
        ledger: &Ledger,
        streams: &[Stream],
        recipe: &str,
    ) -> Result<Vec<Due>, LoadError> {
        let known = if self.options.replace { Ledger::default() } else { ledger.clone() };
        let dir = self.workspace.store_dir();
        let before = KnownFiles::read(&dir);
        let mut files = before.clone();
        let mut due = choose::due(reader, source, &known, streams, recipe, self.options, &mut files).await?;
        beginnings::read_once(reader, &mut due).await?;
        if files != before && !self.options.dry_run {
            // Where it cannot be kept, the next load reads the files again.
            let _ = files.write(&dir);
        }
        if self.options.replace {
            choose::keep_what_is_gone(reader, source, ledger, streams, &due).await?;
        }
        Ok(due)
    }

    /// A rejected row as the store keeps it.
    fn worded(&self, row: &RejectedRow, scrub: &Scrub) -> Reject {
        let RejectedRow { stream, line, column, value, why } = row.clone();
        Reject { stream, line, column, value, reason: scrub.text(&(self.say)(&why)) }
    }

    /// The table to load into. One of the user's own that holds no row and has other columns than `spec` is made anew.
    async fn table(
        &self,
        source: &SourceConfig,
        spec: &TableSpec,
        written: &Store,
        lock: &WriterLock,
    ) -> Result<StoredTable, LoadError> {
        let Some(table) = self.store.table(&spec.name).await? else {
            return Ok(written.table_or_new(spec, lock).await?);
        };
        let (stored, is_own) = (table.schema()?, tables::shipped(&spec.name).is_none());
        let kind = |schema: &SchemaRef, name: &str| {
            schema.field_with_name(name).ok().map(|field| tables::type_word(field.data_type()))
        };
        let differs = |field: &&Arc<Field>| kind(&stored, field.name()) != kind(&spec.schema, field.name());
        let other = spec.schema.fields().iter().find(differs).filter(|_| is_own);
        if !table.files()?.is_empty() {
            let Some(other) = other else { return Ok(table) };
            let (table, column) = (spec.name.clone(), other.name().clone());
            let fault = Box::new(FitFault::StoredOtherwise { table: table.clone(), column });
            return Err(LoadError::Fit { source_name: source.name.clone(), table, fault });
        }
        if other.is_none() && (!is_own || stored.fields().len() == spec.schema.fields().len()) {
            return Ok(table);
        }
        if !self.options.dry_run {
            self.store.take_away(&spec.name, lock)?;
        }
        Ok(written.table_or_new(spec, lock).await?)
    }

    /// The table as jauge.toml, else the store, else the rows to load say it is.
    async fn spec(
        &self,
        source: &SourceConfig,
        reader: &Reader,
        ctx: &SessionContext,
        due: &[Due],
    ) -> Result<TableSpec, LoadError> {
        let fit = |fault| LoadError::Fit {
            source_name: source.name.clone(),
            table: source.into.clone(),
            fault: Box::new(fault),
        };
        let spec = self.workspace.table(&source.into).ok_or_else(|| fit(FitFault::Undeclared))?;
        if !spec.schema.fields().is_empty() {
            return named_once(spec).map_err(fit);
        }
        let Some(config) = self.workspace.config.table.get(&source.into) else { return Ok(spec) };
        let stored = self.store.table(&source.into).await?;
        // What holds no row may have got its columns from a `select` that was wrong.
        let is_filled = |table: &StoredTable| Ok::<_, StoreError>(due.is_empty() || !table.files()?.is_empty());
        if let Some(table) = stored
            && is_filled(&table)?
        {
            let schema = table.schema()?;
            let own = schema.fields().iter().filter(|field| !tables::is_bookkeeping(field.name()));
            let own = own.filter(|field| field.name() != tables::ROW_ID);
            let columns = own.map(|field| config.field(field.name(), field.data_type().clone())).collect();
            return Ok(config.spec_with(&source.into, columns));
        }
        let columns = infer::columns(reader, ctx, due).await?;
        // What is hashed is a text, whatever its cells look like.
        let kept = |name: &str, found| if reader.pseudonyms.covers(name) { DataType::Utf8 } else { found };
        let columns = columns.into_iter().map(|(name, found)| config.field(&name, kept(&name, found)));
        let columns: Vec<_> = columns.collect();
        let named = config.time.iter().chain(&config.key);
        if let Some(missing) = named.into_iter().find(|name| !columns.iter().any(|column| column.name() == *name)) {
            let known = columns.iter().map(|column| column.name().clone()).collect();
            let (table, column) = (source.into.clone(), missing.clone());
            return Err(fit(FitFault::NoColumn { table, column, known }));
        }
        named_once(config.spec_with(&source.into, columns)).map_err(fit)
    }
}

/// `spec`, unless a column of it has the name of one that Jauge fills.
fn named_once(spec: TableSpec) -> Result<TableSpec, FitFault> {
    let fields = spec.schema.fields();
    let is_twice = |name: &str| fields.iter().filter(|field| field.name().eq_ignore_ascii_case(name)).count() > 1;
    let twice = fields.iter().map(|field| field.name()).find(|name| is_twice(name)).cloned();
    match twice {
        Some(column) => Err(FitFault::OwnName { column }),
        None => Ok(spec),
    }
}

/// The entries but those of files of which all was rejected, as before: loading again adds nothing, not even rejects.
fn told_anew(entries: Vec<LedgerEntry>, due: &[Due]) -> Vec<LedgerEntry> {
    let rejected: HashSet<String> =
        entries.iter().filter(|entry| entry.is_wholly_rejected()).filter_map(|entry| entry.stream.clone()).collect();
    // What was to be read within a file that is rejected is as little known as that.
    let is_known = |nth: usize, entry: &LedgerEntry| {
        due.get(nth).is_some_and(|due| {
            (due.rejected_before && entry.is_wholly_rejected())
                || due.within.as_ref().is_some_and(|within| rejected.contains(within))
        })
    };
    entries.into_iter().enumerate().filter(|(nth, entry)| !is_known(*nth, entry)).map(|(_, entry)| entry).collect()
}

fn total(merged: &Merged) -> Counts {
    merged.counts.values().fold(Counts::default(), |total, counts| Counts {
        new: total.new + counts.new,
        updated: total.updated + counts.updated,
        duplicate: total.duplicate + counts.duplicate,
        conflict: total.conflict + counts.conflict,
    })
}
