//! One Delta table of the store, at one version.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use arrow::datatypes::{DataType, SchemaRef};
use datafusion::{
    catalog::TableProvider,
    datasource::provider_as_source,
    error::DataFusionError,
    logical_expr::LogicalPlanBuilder,
    parquet::{basic::Compression, file::properties::WriterProperties},
    prelude::{DataFrame, SessionContext},
};
use deltalake::{
    DeltaTable, DeltaTableBuilder, TableProperty,
    datafile::writer::{DeltaWriter, WriterConfig},
    kernel::{
        Action, Add, StructField, Transaction, engine::arrow_conversion::TryIntoKernel, transaction::CommitBuilder,
    },
    operations::create::CreateBuilder,
    protocol::{DeltaOperation, SaveMode},
    table::state::DeltaTableState,
};

use jauge_domain::Damage;

use super::StoreError;
use crate::{
    disk::Disk,
    filtered::Filtered,
    readable::{
        log::{self, APP},
        tail::Tail,
    },
    tables::TableSpec,
};

/// Says by which rules a derived table was made.
const RULES: &str = "jauge-rules";

/// What a table knows beside its rows, so that what lies in a file of its own is not lost unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// Which key its pseudonyms are under.
    Key,
    /// How many visitors were forgotten.
    Forgotten,
    /// The last batch that gave rows of earlier ones a smaller place.
    Moved,
}

impl Note {
    fn app(self) -> &'static str {
        match self {
            Self::Key => "jauge-key",
            Self::Forgotten => "jauge-forgotten",
            Self::Moved => "jauge-moved",
        }
    }
}
/// How long a checkpoint tells of files that are gone: readers hold a lock instead (see `readers`).
const AT_ONCE: &str = "interval 0 seconds";
/// Rows of one row group: small enough that statistics prune within a file.
const ROW_GROUP: usize = 256 * 1024;
/// A data file is closed at about this size.
const FILE_BYTES: u64 = 128 * 1024 * 1024;

/// One Delta table of the store, at one version.
#[derive(Clone, Debug)]
pub struct StoredTable {
    name: String,
    dir: PathBuf,
    table: DeltaTable,
    last_batch: i64,
    rules: i64,
}

/// One data file of a table.
#[derive(Clone, Debug)]
pub struct StoredFile {
    /// Its path within the table.
    pub path: String,
    /// The statistics, as JSON.
    stats: serde_json::Value,
    remove: deltalake::kernel::Remove,
}

/// What one batch does to a table.
#[derive(Default)]
pub struct Change {
    /// Files it brings, from [`StoredTable::writer`].
    pub adds: Vec<Add>,
    /// Files it makes void.
    pub removes: Vec<StoredFile>,
    /// What is to be known from then on.
    pub notes: Vec<(Note, i64)>,
}

impl StoredTable {
    /// The table in `dir`, whose last commits say `tail`; `None` where nobody made it.
    pub(super) async fn open(dir: &Path, name: &str, tail: &Tail) -> Result<Option<Self>, StoreError> {
        let mut table = on_disk(dir).map_err(StoreError::delta(name))?;
        match table.load().await {
            Ok(()) => Ok(Some(Self::at(dir, name, table, tail).await?)),
            // A creator was killed between making the folder and its first commit.
            Err(deltalake::DeltaTableError::NotATable(_)) => Ok(None),
            Err(error) => Err(StoreError::delta(name)(error)),
        }
    }

    pub(super) async fn create(dir: &Path, spec: &TableSpec) -> Result<Self, StoreError> {
        let name = spec.name.as_str();
        jauge_durable::make_folder(dir).map_err(StoreError::io(dir))?;
        let log_store = on_disk(dir).map_err(StoreError::delta(name))?.log_store();
        // Delta's own "not null" is a promise to other writers; ours is kept when rows are conformed.
        let columns = spec.schema.fields().iter().map(|field| {
            let field = field.as_ref().clone().with_nullable(true);
            TryIntoKernel::<StructField>::try_into_kernel(&field)
        });
        let columns = columns.collect::<Result<Vec<_>, _>>();
        let columns = columns.map_err(|error| StoreError::delta(name)(error.into()))?;
        let table = CreateBuilder::new()
            .with_log_store(log_store)
            .with_table_name(name)
            .with_columns(columns)
            .with_configuration_property(TableProperty::DeletedFileRetentionDuration, Some(AT_ONCE))
            .await
            .map_err(StoreError::delta(name))?;
        Self::at(dir, name, table, &Tail::of_new()).await
    }

    async fn at(dir: &Path, name: &str, table: DeltaTable, tail: &Tail) -> Result<Self, StoreError> {
        let state = table.snapshot().map_err(StoreError::delta(name))?;
        let mut versions = [0; 2];
        for (version, app) in versions.iter_mut().zip([APP, RULES]) {
            // Delta reads the whole log for each, which was just read for all.
            *version = match tail.version(app, state.version()) {
                Some(told) => told,
                None => {
                    let found = state.snapshot().transaction_version(table.log_store().as_ref(), app).await;
                    found.map_err(StoreError::delta(name))?.unwrap_or(0)
                }
            };
        }
        if let Some(damage) = foreign(state) {
            return Err(StoreError::Damaged { path: dir.join("_delta_log"), damage });
        }
        let [last_batch, rules] = versions;
        Ok(Self { name: name.to_owned(), dir: dir.to_owned(), table, last_batch, rules })
    }

    /// The table's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The table as Delta has it.
    pub(crate) fn delta(&self) -> &DeltaTable {
        &self.table
    }

    /// The folder it is in.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The last batch that landed here; 0 before the first.
    pub fn last_batch(&self) -> i64 {
        self.last_batch
    }

    /// The rules by which a derived table was made; 0 for others.
    pub fn rules(&self) -> i64 {
        self.rules
    }

    /// What was noted last; `None` where nothing was.
    ///
    /// # Errors
    /// The log cannot be read.
    pub async fn noted(&self, note: Note) -> Result<Option<i64>, StoreError> {
        let error = StoreError::delta(&self.name);
        let state = self.table.snapshot().map_err(&error)?;
        state.snapshot().transaction_version(self.table.log_store().as_ref(), note.app()).await.map_err(&error)
    }

    /// The columns as batches must have them, all nullable.
    pub fn schema(&self) -> Result<SchemaRef, StoreError> {
        let state = self.table.snapshot().map_err(StoreError::delta(&self.name))?;
        Ok(state.snapshot().arrow_schema())
    }

    /// The data files of this version.
    pub fn files(&self) -> Result<Vec<StoredFile>, StoreError> {
        let state = self.table.snapshot().map_err(StoreError::delta(&self.name))?;
        let log = state.log_data();
        let files = log.iter().map(|file| StoredFile {
            path: file.path().into_owned(),
            stats: file.stats().and_then(|stats| serde_json::from_str(&stats).ok()).unwrap_or_default(),
            remove: file.remove_action(true),
        });
        Ok(files.collect())
    }

    /// All rows of this version, or those of `files`.
    pub async fn provider(&self, files: Option<&[StoredFile]>) -> Result<Arc<dyn TableProvider>, StoreError> {
        let mut builder = self.table.table_provider();
        if let Some(files) = files {
            builder = builder.with_file_paths(files.iter().map(|file| file.path.clone()));
        }
        let rows = builder.build().await.map_err(StoreError::query(&self.name))?;
        Ok(Arc::new(Filtered(Arc::new(rows))))
    }

    /// Writes data files that [`Self::commit`] then adds; until then nobody sees them.
    pub fn writer(&self) -> Result<DeltaWriter, StoreError> {
        let schema = self.schema()?;
        let flat = schema.fields().iter().filter(|field| !is_nested(field.data_type()));
        let stats = flat.map(|field| quoted(field.name())).collect();
        let properties = WriterProperties::builder()
            // Denser ones make a context of some 100 KiB for each column of each file, which takes longer than reading it.
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_row_count(Some(ROW_GROUP))
            .build();
        // Delta's setting for statistics on every column; the type has no public name.
        let all = "-1".try_into().map_err(|_| StoreError::query(&self.name)(plain_error("statistics")))?;
        let config = WriterConfig::new(
            schema,
            Vec::new(),
            Some(properties),
            std::num::NonZeroU64::new(FILE_BYTES),
            None,
            all,
            Some(stats),
        );
        Ok(DeltaWriter::new(self.table.object_store(), config))
    }

    /// Makes `change` visible at once, as batch `batch`.
    pub async fn commit(&mut self, batch: i64, change: Change) -> Result<(), StoreError> {
        self.commit_with(vec![Transaction::new(APP, batch)], change).await?;
        self.last_batch = batch;
        Ok(())
    }

    /// Makes `change` of a derived table visible at once: it follows by `rules` from the batches up to `batch`.
    pub async fn commit_derived(&mut self, batch: i64, rules: i64, change: Change) -> Result<(), StoreError> {
        self.commit_with(vec![Transaction::new(RULES, rules), Transaction::new(APP, batch)], change).await?;
        (self.last_batch, self.rules) = (batch, rules);
        Ok(())
    }

    /// Makes `change` visible at once, which brings nothing new: the batch and the rules stay what they are.
    pub async fn amend(&mut self, change: Change) -> Result<(), StoreError> {
        match self.rules {
            0 => self.commit(self.last_batch, change).await,
            rules => self.commit_derived(self.last_batch, rules, change).await,
        }
    }

    async fn commit_with(&mut self, transactions: Vec<Transaction>, change: Change) -> Result<(), StoreError> {
        let error = StoreError::delta(&self.name);
        let removes = change.removes.into_iter().map(|file| Action::Remove(file.remove));
        let adds = change.adds.into_iter().map(Action::Add);
        let notes = change.notes.into_iter().map(|(note, value)| Transaction::new(note.app(), value));
        // The batch is last: a commit that ends without it was cut.
        let transactions = notes.chain(transactions).map(Action::Txn);
        let operation = DeltaOperation::Write { mode: SaveMode::Append, partition_by: None, predicate: None };
        let state = self.table.snapshot().map_err(&error)?.snapshot().clone();
        let done = CommitBuilder::from(deltalake::kernel::transaction::CommitProperties::default())
            .with_actions(removes.chain(adds).chain(transactions).collect())
            .build(Some(&state), self.table.log_store(), operation)
            .await
            .map_err(&error)?;
        self.table.state = Some(done.snapshot);
        Ok(())
    }
}

impl StoredFile {
    /// Whether the file may hold a row whose `column` lies in `[low, high]`, both given as the log writes them: numbers as
    /// numbers, timestamps and dates as ISO text. True where the log does not say.
    pub fn may_hold(&self, column: &str, low: &serde_json::Value, high: &serde_json::Value) -> bool {
        let bound = |side: &str| self.stats.get(side).and_then(|values| values.get(column)).cloned();
        match (bound("minValues"), bound("maxValues")) {
            (Some(min), Some(max)) => !(less(&max, low) || less(high, &min)),
            _ => true,
        }
    }

    /// The first moment in `column`, as far as the log says.
    pub fn first(&self, column: &str) -> Option<jiff::Timestamp> {
        self.stats.get("minValues")?.get(column)?.as_str()?.parse().ok()
    }

    /// The first day in `column` of civil dates, as far as the log says.
    pub fn first_day(&self, column: &str) -> Option<jiff::civil::Date> {
        self.stats.get("minValues")?.get(column)?.as_str()?.parse().ok()
    }

    /// True where the log says that no row has a value in `column`.
    pub fn lacks(&self, column: &str) -> bool {
        let nulls =
            self.stats.get("nullCount").and_then(|counts| counts.get(column)).and_then(serde_json::Value::as_u64);
        nulls.is_some() && nulls == self.rows()
    }

    /// How many bytes it has, where the log says.
    pub fn size(&self) -> Option<i64> {
        self.remove.size
    }

    /// How many rows it has, where the log says.
    pub fn rows(&self) -> Option<u64> {
        self.stats.get("numRecords").and_then(serde_json::Value::as_u64)
    }
}

/// A column as Delta's writer reads its list of them: as SQL, in which a name with a space or a sign is none without its quotes.
fn quoted(column: &str) -> String {
    format!("\"{}\"", column.replace('"', "\"\""))
}

/// What the log says that Jauge never writes: rows were other ones than the table's own files hold.
fn foreign(state: &DeltaTableState) -> Option<Damage> {
    let log = state.log_data();
    let of_file = log.iter().find_map(|file| {
        let has_vector = file.deletion_vector_descriptor().is_some();
        let rows = file.num_records().map_or(0, |rows| i64::try_from(rows).unwrap_or(i64::MAX));
        let numbers = [file.size(), file.modification_time(), rows];
        log::foreign(&file.path(), numbers).or(has_vector.then_some(Damage::Foreign))
    });
    of_file.or((!log::is_known(state.protocol())).then_some(Damage::Foreign))
}

/// The table in `dir`, not read yet.
fn on_disk(dir: &Path) -> Result<DeltaTable, deltalake::DeltaTableError> {
    let url = deltalake::ensure_table_uri(dir.to_string_lossy())?;
    DeltaTableBuilder::from_url(url.clone())?.with_storage_backend(Arc::new(Disk::default()), url).build()
}

fn plain_error(what: &str) -> DataFusionError {
    DataFusionError::Internal(what.to_owned())
}

fn less(a: &serde_json::Value, b: &serde_json::Value) -> bool {
    match (a, b) {
        (serde_json::Value::String(a), serde_json::Value::String(b)) => a < b,
        _ => a.as_f64().zip(b.as_f64()).is_some_and(|(a, b)| a < b),
    }
}

fn is_nested(data_type: &DataType) -> bool {
    matches!(data_type, DataType::List(_) | DataType::Struct(_) | DataType::Map(_, _))
}

/// The rows of `table` under `name`, which plans over them keep: how far a table's data reach is looked up by it.
pub fn named_rows(
    ctx: &SessionContext,
    name: &str,
    table: Arc<dyn TableProvider>,
) -> Result<DataFrame, DataFusionError> {
    let plan = LogicalPlanBuilder::scan(name, provider_as_source(table), None)?.build()?;
    Ok(DataFrame::new(ctx.state(), plan))
}
