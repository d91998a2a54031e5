//! A table made anew out of its data files, where its log leads nowhere.
//!
//! The files say less than the log did: a row may be in several of them, because files are written anew, and rows that were
//! taken out are in those of before. So each key is looked at with all of its rows, as its table says what a repeated key
//! means, and batches count only as far as the ledger says.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use arrow::{
    array::{ArrayRef, BooleanArray, Int64Array, RecordBatch},
    compute::filter_record_batch,
    datatypes::{DataType, Field, Schema, SchemaRef},
    row::{OwnedRow, RowConverter, SortField},
};
use datafusion::{
    error::DataFusionError, execution::SendableRecordBatchStream, physical_plan::stream::RecordBatchStreamAdapter,
};
use futures::{StreamExt, stream};

use super::{
    aside::SetAside,
    how::{Mending, Role, wanted, written},
};
use crate::{
    Store, StoreError, StoredTable, WriterLock, aligned, engine,
    readable::{Damaged, data, log::Log},
    tables::{BATCH_ID, Repeated, TableSpec},
};

/// Which data file a row is from, while it is looked at.
const FILE: &str = "jauge_file";

/// What was salvaged.
pub(super) struct Salvaged {
    /// The data files that cannot be read.
    pub(super) damaged: Vec<Damaged>,
    /// How many rows of each batch the table has.
    pub(super) found: BTreeMap<i64, u64>,
    /// The last batch that counts as landed.
    pub(super) landed: i64,
}

/// Makes the table `name` anew out of the data files that are readable, and puts it in the place of the old one.
pub(super) async fn salvage(
    store: &Store,
    name: &str,
    log: &Log,
    how: &Mending<'_>,
    lock: &WriterLock,
) -> Result<Salvaged, StoreError> {
    let dir = store.dir().join(name);
    let (files, damaged) = readable(&dir, &log.removed()).await.map_err(StoreError::io(&dir))?;
    let of_log = log.damaged();
    let unreadable: Vec<&Damaged> = damaged.iter().chain(&of_log).collect();
    let Some(schema) = files.last().and_then(|file| data::columns(file).ok()) else {
        let gone = retire(store.dir(), name).and_then(|old| discard(store.dir(), name, &old, &unreadable));
        gone.map_err(StoreError::io(&dir))?;
        return Ok(Salvaged { damaged, found: BTreeMap::new(), landed: 0 });
    };
    let counts = Counting::new(&files, log, how);
    let query = StoreError::query(name);
    let ctx = engine::for_loading(&store.spill_dir(lock)?).map_err(&query)?;
    let order = order(how, &schema);
    let order: Vec<(&str, bool)> = order.iter().map(|(name, ascending)| (name.as_str(), *ascending)).collect();
    let sorted = engine::sorted(&ctx, all_rows(&files, &schema, how, &counts)?, &order).await.map_err(&query)?;
    let rows = without_repeated(sorted, Repeats::new(how, &schema).map_err(|error| query(error.into()))?);
    let time = how.time.as_deref().filter(|time| schema.column_with_name(time).is_some());
    let rows = match time {
        Some(time) => engine::sorted(&ctx, rows, &[(time, true)]).await.map_err(&query)?,
        None => rows,
    };
    let fresh = fresh_dir(store.dir(), name);
    let _ = fs::remove_dir_all(&fresh);
    let mut table = StoredTable::create(&fresh, &spec(name, schema)).await?;
    let found = written(&mut table, rows, counts.landed).await?;
    swap(store.dir(), name, &unreadable).map_err(StoreError::io(&dir))?;
    Ok(Salvaged { damaged, found, landed: counts.landed })
}

fn spec(name: &str, schema: SchemaRef) -> TableSpec {
    TableSpec {
        name: name.to_owned(),
        schema,
        time: None,
        key: Vec::new(),
        repeated: Repeated::KeepFirst,
        derived_key: false,
    }
}

/// The data files in `dir` that no commit took out: those that can be read, and the others.
async fn readable(dir: &Path, removed: &BTreeSet<String>) -> io::Result<(Vec<PathBuf>, Vec<Damaged>)> {
    let (mut files, mut damaged) = (Vec::new(), Vec::new());
    for path in data::files(dir)? {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if removed.contains(name) {
            continue;
        }
        match data::damage(&path, None).await {
            None => files.push(path),
            Some(damage) => damaged.push(Damaged { path, damage }),
        }
    }
    Ok((files, damaged))
}

/// Which batches count.
struct Counting<'a> {
    undone: &'a BTreeSet<i64>,
    all: bool,
    landed: i64,
}

impl<'a> Counting<'a> {
    fn new(files: &[PathBuf], log: &Log, how: &Mending<'a>) -> Self {
        let mut counts: BTreeMap<i64, u64> = BTreeMap::new();
        for rows in files.iter().filter_map(|file| data::rows(file).ok()).flatten().flatten() {
            for batch in data::numbers(&rows, BATCH_ID) {
                *counts.entry(batch).or_default() += 1;
            }
        }
        let newest = counts.keys().next_back().copied().unwrap_or(0);
        if how.role != Role::Loaded || how.entries.is_empty() {
            return Self { undone: how.undone, all: true, landed: log.batch().unwrap_or(0).max(newest) };
        }
        let wanted = wanted(how);
        // Where no commit says how far it is: to the batch before the last that was announced.
        let before = || wanted.keys().rev().nth(1).copied().unwrap_or(0);
        let known = log.batch().unwrap_or_else(before);
        // A batch that is later than all that is known to have landed has landed if it is whole.
        let is_whole = |(batch, rows): &(&i64, &u64)| **batch > known && counts.get(batch).unwrap_or(&0) == *rows;
        let whole = wanted.iter().filter(is_whole).map(|(batch, _)| *batch).max();
        Self { undone: how.undone, all: false, landed: known.max(whole.unwrap_or(0)) }
    }

    fn counts(&self, batch: i64) -> bool {
        self.all || (batch <= self.landed && !self.undone.contains(&batch))
    }
}

/// The rows of all `files` that count, each with the number of its file.
fn all_rows(
    files: &[PathBuf],
    schema: &SchemaRef,
    how: &Mending<'_>,
    counting: &Counting<'_>,
) -> Result<SendableRecordBatchStream, StoreError> {
    let numbered = with_file(schema);
    let mut kept: Vec<(i64, PathBuf, Vec<BooleanArray>)> = Vec::new();
    for (number, path) in (0..).zip(files) {
        let Ok(rows) = data::rows(path) else { continue };
        let mut masks = Vec::new();
        for rows in rows.flatten() {
            let dropped: BTreeSet<usize> = (how.drops)(&rows)?.into_iter().collect();
            let batches = data::numbers(&rows, BATCH_ID);
            let keep = (0..rows.num_rows()).map(|row| Some(counting.counts(batches[row]) && !dropped.contains(&row)));
            masks.push(keep.collect());
        }
        kept.push((number, path.clone(), masks));
    }
    let (schema, to) = (schema.clone(), numbered.clone());
    let rows = kept.into_iter().flat_map(move |(number, path, masks)| {
        let (schema, to) = (schema.clone(), to.clone());
        let rows = data::rows(&path).into_iter().flatten().flatten().zip(masks);
        rows.map(move |(rows, keep)| {
            let rows = aligned(&filter_record_batch(&rows, &keep)?, &schema)?;
            let file = Arc::new(Int64Array::from(vec![number; rows.num_rows()])) as ArrayRef;
            let columns = rows.columns().iter().cloned().chain([file]).collect();
            Ok::<_, DataFusionError>(RecordBatch::try_new(to.clone(), columns)?)
        })
    });
    Ok(Box::pin(RecordBatchStreamAdapter::new(numbered, stream::iter(rows))))
}

fn with_file(schema: &SchemaRef) -> SchemaRef {
    let file = Arc::new(Field::new(FILE, DataType::Int64, false));
    Arc::new(Schema::new(schema.fields().iter().cloned().chain([file]).collect::<Vec<_>>()))
}

/// The columns that name a row: its key, else all that can be compared.
fn key(how: &Mending<'_>, schema: &SchemaRef) -> Vec<String> {
    let is_there = |name: &&String| schema.column_with_name(name).is_some();
    let key: Vec<String> = how.key.iter().filter(is_there).cloned().collect();
    if !key.is_empty() {
        return key;
    }
    let flat = schema.fields().iter().filter(|field| !field.data_type().is_nested());
    flat.map(|field| field.name().clone()).collect()
}

/// The order in which the first row of a key is the one that stays.
fn order(how: &Mending<'_>, schema: &SchemaRef) -> Vec<(String, bool)> {
    let first = matches!(how.repeated, Repeated::KeepFirst);
    let by = match &how.repeated {
        Repeated::Latest { by } => by.clone(),
        Repeated::KeepFirst | Repeated::ReplaceSlice => None,
    };
    let after = by.map(|by| (by, false)).into_iter().chain([(BATCH_ID.to_owned(), first)]);
    let after = after.filter(|(name, _)| schema.column_with_name(name).is_some()).chain([(FILE.to_owned(), first)]);
    let key = key(how, schema);
    let after: Vec<_> = after.filter(|(name, _)| !key.contains(name)).collect();
    key.into_iter().map(|name| (name, true)).chain(after).collect()
}

/// Tells the rows that stay from repeated ones, in the order of [`order`].
struct Repeats {
    key: Vec<String>,
    keys: RowConverter,
    /// Rows of a slice stay with the first of them where they came together with it.
    slices: bool,
    last: Option<OwnedRow>,
    together: (i64, i64),
}

impl Repeats {
    fn new(how: &Mending<'_>, schema: &SchemaRef) -> Result<Self, arrow::error::ArrowError> {
        let key = key(how, schema);
        let types = key.iter().filter_map(|name| schema.field_with_name(name).ok());
        let keys = RowConverter::new(types.map(|field| SortField::new(field.data_type().clone())).collect())?;
        let slices = matches!(how.repeated, Repeated::ReplaceSlice);
        Ok(Self { key, keys, slices, last: None, together: (0, 0) })
    }

    fn keep(&mut self, rows: &RecordBatch) -> Result<RecordBatch, DataFusionError> {
        let columns: Vec<_> = self.key.iter().filter_map(|name| rows.column_by_name(name).cloned()).collect();
        let keys = self.keys.convert_columns(&columns)?;
        let (batches, files) = (data::numbers(rows, BATCH_ID), data::numbers(rows, FILE));
        let mut keep = Vec::with_capacity(rows.num_rows());
        for row in 0..rows.num_rows() {
            let came = (batches[row], files[row]);
            let is_new = self.last.as_ref().is_none_or(|last| last.row() != keys.row(row));
            if is_new {
                (self.last, self.together) = (Some(keys.row(row).owned()), came);
            }
            keep.push(is_new || (self.slices && self.together == came));
        }
        Ok(filter_record_batch(rows, &BooleanArray::from(keep))?)
    }
}

fn without_repeated(rows: SendableRecordBatchStream, mut repeats: Repeats) -> SendableRecordBatchStream {
    let schema = rows.schema();
    let kept = rows.map(move |rows| repeats.keep(&rows?));
    Box::pin(RecordBatchStreamAdapter::new(schema, kept))
}

fn fresh_dir(store: &Path, name: &str) -> PathBuf {
    SetAside::of(store).dir().join(format!("{name}.new"))
}

/// Puts the table that was made anew in the place of the old one, of which only what cannot be read is kept.
fn swap(store: &Path, name: &str, damaged: &[&Damaged]) -> io::Result<()> {
    let old = retire(store, name)?;
    fs::rename(fresh_dir(store, name), store.join(name))?;
    jauge_durable::sync_folder(store)?;
    discard(store, name, &old, damaged)
}

/// Takes the folder of the table `name` out of its place; says where it is.
fn retire(store: &Path, name: &str) -> io::Result<PathBuf> {
    let aside = SetAside::of(store);
    let old = aside.dir().join(format!("{name}.old"));
    jauge_durable::make_folder(aside.dir())?;
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    fs::rename(store.join(name), &old)?;
    jauge_durable::sync_folder(store)?;
    Ok(old)
}

/// Removes the folder `old` of the table `name`, and sets aside what cannot be read of it.
fn discard(store: &Path, name: &str, old: &Path, damaged: &[&Damaged]) -> io::Result<()> {
    let aside = SetAside::of(store);
    for damaged in damaged {
        let within = damaged.path.strip_prefix(store.join(name)).unwrap_or(&damaged.path);
        aside.put(name, &old.join(within))?;
    }
    fs::remove_dir_all(old)
}

/// Ends the exchanges of tables that were interrupted: a table made anew is whole once the old one is out of its place.
pub(super) fn finish_swaps(store: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(SetAside::of(store).dir()) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        match (name.strip_suffix(".new"), name.strip_suffix(".old")) {
            (Some(table), _) if !store.join(table).exists() => fs::rename(&path, store.join(table))?,
            (Some(_), _) | (_, Some(_)) => fs::remove_dir_all(&path)?,
            (None, None) => {}
        }
    }
    jauge_durable::sync_folder(store)
}
