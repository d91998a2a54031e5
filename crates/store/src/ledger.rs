//! What was loaded, when, from which files: the tables `loads` and `rejects`.
//!
//! Entries are written before the batch they tell of, and count only once that batch has landed in its table. So a load that
//! dies leaves entries that nobody sees, and the next writer removes them (see `repair`).

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Cursor,
    sync::{Arc, LazyLock},
};

use arrow::{
    array::RecordBatch,
    datatypes::{DataType, Field, Schema},
    json::{ArrayWriter, ReaderBuilder},
};
use datafusion::prelude::SessionContext;
use jauge_plugin::Reject;
use serde::{Deserialize, Serialize};

use crate::{
    Change, Store, StoreError, StoredTable, WriterLock,
    tables::{EVALUATIONS, HITS, Repeated, SESSIONS, TableSpec, timestamp},
};

/// The table of loads.
pub const LOADS: &str = "loads";
/// The table of rejected rows.
pub const REJECTS: &str = "rejects";

/// The tables of loads and rejects.
pub fn bookkeeping() -> [&'static TableSpec; 2] {
    [&LOADS_SPEC, &REJECTS_SPEC]
}

/// What one batch did with one stream.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// The batch.
    pub batch_id: i64,
    /// The table it changed.
    pub table_name: String,
    /// The source.
    pub source_name: String,
    /// The stream; `None` where the batch only takes another back.
    pub stream: Option<String>,
    /// Length of its decompressed content.
    pub bytes: i64,
    /// Hash of that content.
    pub hash: Option<String>,
    /// Where the next load goes on, of a stream that is no file.
    pub cursor: Option<String>,
    /// Hash of the settings it was read with.
    pub recipe: Option<String>,
    /// The version of the plugin that read it; `None` where no plugin did.
    pub plugin_version: Option<String>,
    /// The columns whose identifiers were hashed, sorted; `None` where nobody noted it.
    pub hashed: Option<Vec<String>>,
    /// Rows it gave.
    pub read: i64,
    /// Rows that were new.
    pub new: i64,
    /// Rows that took the place of others.
    pub updated: i64,
    /// Rows that were there already.
    pub duplicate: i64,
    /// Rows with the id of another row and different content.
    pub conflict: i64,
    /// Rows rejected, conflicts included.
    pub rejected: i64,
    /// The earliest time among its rows, RFC 3339.
    pub began: Option<String>,
    /// The latest time among its rows, RFC 3339.
    pub reached: Option<String>,
    /// The event names it brought.
    pub events: Option<Vec<String>>,
    /// The batch it takes back.
    pub undoes: Option<i64>,
    /// When it was loaded, RFC 3339.
    pub loaded_at: String,
}

/// The entries that count, and the numbers of batches.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    entries: Vec<LedgerEntry>,
    last: i64,
    /// Batches that were taken back, each with its table and the batch that did it.
    undone: Vec<(String, i64, i64)>,
    /// A table with its last batch, of which `loads` does not know.
    behind: Option<(String, i64)>,
}

/// What loads that were killed, or failed at the end, left behind.
#[derive(Debug)]
pub(crate) struct Lost {
    /// The batches that are told of and never landed.
    pub(crate) batches: BTreeSet<i64>,
    /// The last batch that was told of in [`LOADS`]: rejects of later ones are of none.
    pub(crate) announced: i64,
}

#[derive(Serialize)]
struct RejectEntry<'a> {
    batch_id: i64,
    source_name: &'a str,
    stream: &'a str,
    line: Option<i64>,
    column_name: Option<&'a str>,
    value: Option<&'a str>,
    reason: &'a str,
}

impl LedgerEntry {
    /// True for a file of which no row is in the table, because none could be read or fitted: it is read again, for what was
    /// wrong with its settings may have been mended since.
    pub fn is_wholly_rejected(&self) -> bool {
        let kept = self.new + self.updated + self.duplicate + self.conflict;
        self.hash.is_some() && self.rejected > 0 && kept == 0
    }
}

impl Ledger {
    /// Reads what was loaded into `store`, as far as it has landed.
    pub async fn read(store: &Store) -> Result<Self, StoreError> {
        let _reading = store.reading();
        Ok(Self::read_all(store).await?.0)
    }

    /// As [`Self::read`], with what killed loads left.
    pub(crate) async fn read_all(store: &Store) -> Result<(Self, Lost), StoreError> {
        let mut landed = BTreeMap::new();
        for name in store.names()? {
            if let Some(table) = store.table(&name).await? {
                landed.insert(name, table.last_batch());
            }
        }
        let last = landed.values().copied().max().unwrap_or(0);
        let announced = landed.get(LOADS).copied().unwrap_or(0);
        let entries = match store.table(LOADS).await? {
            Some(loads) => read_entries(&loads).await?,
            None => Vec::new(),
        };
        let behind = behind(&landed);
        let has_landed =
            |entry: &LedgerEntry| landed.get(&entry.table_name).is_some_and(|batch| entry.batch_id <= *batch);
        let (entries, lost): (Vec<_>, Vec<_>) = entries.into_iter().partition(has_landed);
        let undoes = |entry: &LedgerEntry| Some((entry.table_name.clone(), entry.undoes?, entry.batch_id));
        let undone: Vec<_> = entries.iter().filter_map(undoes).collect();
        let counts = |entry: &LedgerEntry| !undone.iter().any(|(_, batch, _)| *batch == entry.batch_id);
        let entries = entries.into_iter().filter(counts).collect();
        let lost = Lost { batches: lost.into_iter().map(|entry| entry.batch_id).collect(), announced };
        Ok((Self { entries, last, undone, behind }, lost))
    }

    /// The number of the next batch.
    pub fn next(&self) -> i64 {
        self.last + 1
    }

    /// A table whose last batch `loads` does not know, with that batch: nothing may be loaded until it is known what it was.
    pub fn behind(&self) -> Option<&(String, i64)> {
        self.behind.as_ref()
    }

    /// Refuses to go on where `loads` is behind.
    pub(crate) fn refuse_behind(&self) -> Result<(), StoreError> {
        match &self.behind {
            Some((table, batch)) => Err(StoreError::Behind { table: table.clone(), batch: *batch }),
            None => Ok(()),
        }
    }

    /// The entries that count, oldest first.
    pub fn entries(&self) -> &[LedgerEntry] {
        &self.entries
    }

    /// The entries of one source into one table.
    pub fn of<'a>(&'a self, source: &'a str, table: &'a str) -> impl DoubleEndedIterator<Item = &'a LedgerEntry> {
        self.entries.iter().filter(move |entry| entry.source_name == source && entry.table_name == table)
    }

    /// The batches of `table` that were taken back after `batch` had landed there.
    pub fn undone_after(&self, table: &str, batch: i64) -> BTreeSet<i64> {
        let later = self.undone.iter().filter(|(name, _, by)| name == table && *by > batch);
        later.map(|(_, undone, _)| *undone).collect()
    }

    /// The earliest time, in microseconds since 1970, among the rows that batches after `batch` read for `table`; `None` where one of
    /// them is no longer told of.
    pub fn began_after(&self, table: &str, batch: i64) -> Option<i64> {
        if !self.undone_after(table, batch).is_empty() {
            return None;
        }
        let later = self.entries.iter().filter(|entry| entry.table_name == table && entry.batch_id > batch);
        let began = later.filter_map(|entry| entry.began.as_deref()?.parse::<jiff::Timestamp>().ok());
        began.map(jiff::Timestamp::as_microsecond).min()
    }

    /// The sources that brought events, but never one called `name`; sorted.
    pub fn sources_without(&self, name: &str) -> Vec<String> {
        let events = || self.entries.iter().filter(|entry| entry.table_name == "events");
        let has = |source: &str| {
            let mut names = events().filter(|entry| entry.source_name == source).flat_map(|entry| &entry.events);
            names.any(|names| names.iter().any(|known| known == name))
        };
        let sources: BTreeSet<&String> =
            events().filter(|entry| entry.stream.is_some()).map(|entry| &entry.source_name).collect();
        sources.into_iter().filter(|source| !has(source)).cloned().collect()
    }

    /// The batches that count.
    pub fn batches(&self) -> BTreeSet<i64> {
        self.entries.iter().map(|entry| entry.batch_id).collect()
    }
}

/// Every batch is in `loads` before it is in its table. A table that is further has one that was lost since.
fn behind(landed: &BTreeMap<String, i64>) -> Option<(String, i64)> {
    let known = landed.get(LOADS).copied().unwrap_or(0);
    let is_loaded = |name: &str| ![LOADS, REJECTS, HITS, SESSIONS, EVALUATIONS].contains(&name);
    let further = landed.iter().filter(|(name, batch)| is_loaded(name) && **batch > known);
    further.map(|(name, batch)| (name.clone(), *batch)).max_by_key(|(_, batch)| *batch)
}

/// All that was ever announced, landed or not, oldest first.
///
/// # Errors
/// The table cannot be read.
pub async fn announced(store: &Store) -> Result<Vec<LedgerEntry>, StoreError> {
    match store.table(LOADS).await? {
        Some(loads) => read_entries(&loads).await,
        None => Ok(Vec::new()),
    }
}

/// Writes what a batch is about to do. Nobody sees it until the batch lands.
pub async fn announce(
    store: &Store,
    lock: &WriterLock,
    batch: i64,
    entries: &[LedgerEntry],
    rejects: &[Reject],
) -> Result<(), StoreError> {
    let source = entries.first().map(|entry| entry.source_name.as_str()).unwrap_or_default();
    if !rejects.is_empty() {
        let rows = rejects.iter().map(|reject| RejectEntry {
            batch_id: batch,
            source_name: source,
            stream: &reject.stream,
            line: reject.line.and_then(|line| i64::try_from(line).ok()),
            column_name: reject.column.as_deref(),
            value: reject.value.as_deref(),
            reason: &reject.reason,
        });
        append(store, lock, &REJECTS_SPEC, batch, &rows.collect::<Vec<_>>()).await?;
    }
    append(store, lock, &LOADS_SPEC, batch, entries).await
}

/// Appends `rows` to a table of our own as batch `batch`.
pub async fn append<T: Serialize>(
    store: &Store,
    lock: &WriterLock,
    spec: &TableSpec,
    batch: i64,
    rows: &[T],
) -> Result<(), StoreError> {
    let mut table = store.table_or_new(spec, lock).await?;
    let error = |error: arrow::error::ArrowError| StoreError::query(&spec.name)(error.into());
    let mut decoder =
        ReaderBuilder::new(table.schema()?).with_batch_size(rows.len().max(1)).build_decoder().map_err(error)?;
    decoder.serialize(rows).map_err(error)?;
    let mut writer = table.writer()?;
    if let Some(rows) = decoder.flush().map_err(error)? {
        writer.write(&rows).await.map_err(StoreError::delta(&spec.name))?;
    }
    let adds = writer.close().await.map_err(StoreError::delta(&spec.name))?;
    table.commit(batch, Change { adds, ..Change::default() }).await
}

async fn read_entries(loads: &StoredTable) -> Result<Vec<LedgerEntry>, StoreError> {
    let error = StoreError::query(LOADS);
    let frame = SessionContext::new().read_table(loads.provider(None).await?).map_err(&error)?;
    let batches = frame.collect().await.map_err(&error)?;
    let mut entries: Vec<LedgerEntry> = Vec::new();
    for batch in batches {
        let read = from_batch(&batch);
        entries.extend(read.map_err(|source| StoreError::Entry { table: LOADS.to_owned(), source })?);
    }
    entries.sort_by(|a, b| (a.batch_id, &a.stream).cmp(&(b.batch_id, &b.stream)));
    Ok(entries)
}

fn from_batch(batch: &RecordBatch) -> Result<Vec<LedgerEntry>, Box<dyn std::error::Error + Send + Sync>> {
    let mut writer = ArrayWriter::new(Cursor::new(Vec::new()));
    writer.write(batch).and_then(|()| writer.finish())?;
    let json = writer.into_inner().into_inner();
    if json.is_empty() { Ok(Vec::new()) } else { Ok(serde_json::from_slice(&json)?) }
}

static LOADS_SPEC: LazyLock<TableSpec> = LazyLock::new(|| {
    let text = |name: &str| Field::new(name, DataType::Utf8, true);
    let number = |name: &str| Field::new(name, DataType::Int64, true);
    let texts = DataType::List(Arc::new(Field::new("element", DataType::Utf8, true)));
    let columns = [number("batch_id"), text("table_name"), text("source_name"), text("stream"), number("bytes")]
        .into_iter()
        .chain([text("hash"), text("cursor"), text("recipe")])
        .chain(["read", "new", "updated", "duplicate", "conflict", "rejected"].map(number))
        .chain(["began", "reached"].map(|name| Field::new(name, timestamp(), true)))
        .chain([Field::new("events", texts.clone(), true), number("undoes")])
        .chain([Field::new("loaded_at", timestamp(), true), Field::new("hashed", texts, true), text("plugin_version")]);
    own_table(LOADS, columns.collect())
});

static REJECTS_SPEC: LazyLock<TableSpec> = LazyLock::new(|| {
    let number = |name: &str| Field::new(name, DataType::Int64, true);
    let texts = ["column_name", "value", "reason"].map(|name| Field::new(name, DataType::Utf8, true));
    let first = ["source_name", "stream"].map(|name| Field::new(name, DataType::Utf8, true));
    own_table(REJECTS, [number("batch_id")].into_iter().chain(first).chain([number("line")]).chain(texts).collect())
});

fn own_table(name: &str, columns: Vec<Field>) -> TableSpec {
    TableSpec {
        name: name.to_owned(),
        schema: Arc::new(Schema::new(columns)),
        time: None,
        key: Vec::new(),
        repeated: Repeated::KeepFirst,
        derived_key: false,
    }
}
