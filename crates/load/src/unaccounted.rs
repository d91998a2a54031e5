//! Rows whose batch the table `loads` does not know any more.

use std::{collections::BTreeSet, sync::Arc};

use arrow::{
    array::{Array, AsArray, RecordBatch},
    compute::cast,
    datatypes::{DataType, Int64Type, TimestampMicrosecondType},
};
use datafusion::{
    error::DataFusionError,
    functions_aggregate::expr_fn::{array_agg, count, max, min},
    logical_expr::ExprFunctionExt,
    prelude::{SessionContext, col, lit},
    scalar::ScalarValue,
};
use jiff::Timestamp;

use super::{
    LoadError, Loader, Options, Progress,
    plan::{self, Connectors},
};
use jauge_store::{
    LOADS, LedgerEntry, Store, StoreError, WriterLock, announced, append, bookkeeping,
    tables::{BATCH_ID, SOURCE_NAME, timestamp},
};
use jauge_workspace::{Repeats, Settings, SourceConfig};

/// Under this name stand the files that are no longer known.
const UNKNOWN: &str = "?";

/// A batch of which it is no longer known which files it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unaccounted {
    /// The table.
    pub table: String,
    /// The batch.
    pub batch: i64,
    /// The source.
    pub source: String,
    /// Its rows.
    pub rows: u64,
    /// How it can be loaded again.
    pub again: Again,
}

/// How a batch can be loaded again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// As it is: its rows are known by their names.
    Harmless,
    /// Once it was taken back: all of its rows are in files that are still there.
    AfterUndo,
    /// Not at all: a load would bring again what it finds of it.
    Gone,
}

/// Writes into `loads` what the rows of `tables` say of batches that it does not know, and finds out which of them must be
/// taken back, because their source tells its rows apart by their number only.
///
/// # Errors
/// The store cannot be read or written.
pub async fn account(
    workspace: &Settings,
    store: &Store,
    connectors: &dyn Connectors,
    tables: &[String],
    lock: WriterLock,
) -> Result<Vec<Unaccounted>, LoadError> {
    let known: BTreeSet<i64> = announced(store).await?.iter().map(|entry| entry.batch_id).collect();
    let mut found = Vec::new();
    for table in tables {
        found.extend(entries(workspace, store, table, &known).await?);
    }
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let newest = found.iter().map(|entry| entry.batch_id).chain(known).max().unwrap_or(0);
    for spec in bookkeeping().into_iter().filter(|spec| spec.name == LOADS) {
        append(store, &lock, spec, newest, &found).await?;
    }
    drop(lock);
    let mut unaccounted = Vec::new();
    for entry in found {
        let again = again(workspace, store, connectors, &entry).await;
        let (table, batch, source) = (entry.table_name, entry.batch_id, entry.source_name);
        unaccounted.push(Unaccounted { table, batch, source, rows: entry.new.unsigned_abs(), again });
    }
    Ok(unaccounted)
}

/// How the batch of `entry` can be loaded again.
async fn again(workspace: &Settings, store: &Store, connectors: &dyn Connectors, entry: &LedgerEntry) -> Again {
    let derived_key = workspace.table(&entry.table_name).is_some_and(|table| table.derived_key);
    let source = workspace.config.sources.iter().find(|source| source.name == entry.source_name);
    let Some(source) = source.filter(|source| source.repeats == Repeats::Disjoint && derived_key) else {
        return Again::Harmless;
    };
    // Read as if its files overlapped, so that rows which are stored are found to be.
    let source = SourceConfig { repeats: Repeats::Overlapping, ..source.clone() };
    let options = Options { dry_run: true, ..Options::default() };
    let loader = Loader::new(workspace, store, options, Arc::new(Progress::default()), |_| String::new());
    match loader.with_connectors(connectors).load(&source).await {
        Ok(found) if found.counts.duplicate >= entry.new.unsigned_abs() => Again::AfterUndo,
        _ => Again::Gone,
    }
}

/// What the rows of `table` say of batches beside those that are `known`.
async fn entries(
    workspace: &Settings,
    store: &Store,
    table: &str,
    known: &BTreeSet<i64>,
) -> Result<Vec<LedgerEntry>, LoadError> {
    let Some(stored) = store.table(table).await? else { return Ok(Vec::new()) };
    let query = StoreError::query(table);
    let schema = stored.schema()?;
    if schema.column_with_name(BATCH_ID).is_none() || schema.column_with_name(SOURCE_NAME).is_none() {
        return Ok(Vec::new());
    }
    let time = workspace.table(table).and_then(|spec| spec.time);
    let time = time.filter(|time| schema.column_with_name(time).is_some());
    let time = time.map_or(lit(ScalarValue::Null), |time| col(format!("\"{time}\"")));
    let name = match schema.column_with_name("event_name") {
        Some(_) => col("event_name"),
        None => lit(ScalarValue::Utf8(None)),
    };
    let frame = SessionContext::new().read_table(stored.provider(None).await?).map_err(&query)?;
    // What lies in the future is no sign of how far the data reach.
    let now = ScalarValue::TimestampMicrosecond(Some(Timestamp::now().as_microsecond()), Some("UTC".into()));
    let is_past = datafusion::logical_expr::cast(time.clone(), timestamp()).lt_eq(lit(now));
    let aggregates = vec![
        count(lit(1)).alias("rows"),
        min(time.clone()).alias("began"),
        max(time).filter(is_past).build().map_err(&query)?.alias("reached"),
        // Each name once: a batch has few of them, and any number of rows.
        array_agg(name).distinct().build().map_err(&query)?.alias("events"),
    ];
    let distinct = frame.aggregate(vec![col(BATCH_ID), col(SOURCE_NAME)], aggregates).map_err(&query)?;
    let mut found = Vec::new();
    for rows in distinct.collect().await.map_err(&query)? {
        found.extend(read(workspace, table, &rows, known).map_err(&query)?);
    }
    Ok(found)
}

fn read(
    workspace: &Settings,
    table: &str,
    rows: &RecordBatch,
    known: &BTreeSet<i64>,
) -> Result<Vec<LedgerEntry>, DataFusionError> {
    let instants = |column: usize| cast(rows.column(column), &timestamp());
    let (began, reached) = (instants(3)?, instants(4)?);
    let instant = |column: &dyn Array, row: usize| {
        let column = column.as_primitive::<TimestampMicrosecondType>();
        let at = column.is_valid(row).then(|| column.value(row))?;
        Timestamp::from_microsecond(at).ok().map(|at| at.to_string())
    };
    let sources = cast(rows.column(1), &DataType::Utf8)?;
    let (batches, sources) = (rows.column(0).as_primitive::<Int64Type>(), sources.as_string::<i32>());
    let counts = rows.column(2).as_primitive::<Int64Type>();
    let lists = rows.column(5).as_list::<i32>();
    let unknown = (0..rows.num_rows()).filter(|row| !known.contains(&batches.value(*row)));
    let entry = |row: usize| {
        let source = workspace.config.sources.iter().find(|source| source.name == sources.value(row));
        let names = cast(&lists.value(row), &DataType::Utf8)?;
        let names: BTreeSet<String> = names.as_string::<i32>().iter().flatten().map(str::to_owned).collect();
        Ok(LedgerEntry {
            batch_id: batches.value(row),
            table_name: table.to_owned(),
            source_name: sources.value(row).to_owned(),
            stream: Some(UNKNOWN.to_owned()),
            recipe: source.map(|source| plan::recipe(workspace, source)),
            read: counts.value(row),
            new: counts.value(row),
            began: instant(&began, row),
            reached: instant(&reached, row),
            events: (!names.is_empty()).then(|| names.into_iter().collect()),
            loaded_at: Timestamp::now().to_string(),
            ..LedgerEntry::default()
        })
    };
    unknown.map(entry).collect()
}
