//! DataFusion sessions, each with the settings of its work.

use std::{ops::Range, path::Path, sync::Arc};

use arrow::{
    array::{RecordBatch, UInt32Array},
    compute::take_record_batch,
    datatypes::SchemaRef,
    error::ArrowError,
};
use datafusion::{
    catalog::streaming::StreamingTable,
    error::DataFusionError,
    execution::{
        SendableRecordBatchStream, SessionStateBuilder, TaskContext, memory_pool::FairSpillPool,
        runtime_env::RuntimeEnvBuilder,
    },
    physical_plan::{stream::RecordBatchStreamAdapter, streaming::PartitionStream},
    prelude::{SessionConfig, SessionContext, col},
};
use futures::{StreamExt, TryStreamExt};
use tokio::sync::Mutex;

use crate::{aligned, mebibytes};

const MEBIBYTE: usize = 1024 * 1024;

/// Memory that sorting and grouping of a load may hold before it spills, usually 320 MiB: with what the readers and the writer
/// need beside it, a load of any size stays below one gigabyte.
fn load_memory() -> usize {
    mebibytes() * MEBIBYTE * 5 / 16
}

/// As [`load_memory`], for each of the three sorts that derive sessions: they take turns, and one that holds all the memory would
/// leave the next none to merge with.
fn derive_memory() -> usize {
    load_memory() / 2
}

/// A session that loads: bounded memory, the rest on disk in `spill`.
///
/// One partition: a load reads several files side by side, and keeps the order of rows within each.
pub fn for_loading(spill: &Path) -> Result<SessionContext, DataFusionError> {
    bounded(spill, load_memory())
}

fn bounded(spill: &Path, memory: usize) -> Result<SessionContext, DataFusionError> {
    let runtime = RuntimeEnvBuilder::new()
        .with_memory_pool(Arc::new(FairSpillPool::new(memory)))
        .with_temp_file_path(spill)
        .build_arc()?;
    let config = SessionConfig::new()
        .with_target_partitions(1)
        .with_batch_size(8192)
        .with_information_schema(false)
        .with_sort_spill_reservation_bytes(kept_for_merging(memory));
    let state =
        SessionStateBuilder::new().with_default_features().with_config(config).with_runtime_env(runtime).build();
    Ok(SessionContext::new_with_state(state))
}

/// A session for one sort on the way to sessions: as [`for_loading`].
pub fn for_deriving(spill: &Path) -> Result<SessionContext, DataFusionError> {
    bounded(spill, derive_memory())
}

/// A session that answers: every core, statistics of the store's files used to skip what a period does not touch, and bounded
/// memory; the rest goes to the system's folder for temporary files, because whoever asks need not be able to write here.
pub fn for_asking() -> Result<SessionContext, DataFusionError> {
    let memory = mebibytes() * MEBIBYTE;
    let runtime = RuntimeEnvBuilder::new().with_memory_pool(Arc::new(FairSpillPool::new(memory))).build_arc()?;
    let config = SessionConfig::new().with_information_schema(true);
    let config = config.with_sort_spill_reservation_bytes(kept_for_merging(memory / 8));
    Ok(SessionContext::new_with_config_rt(config, runtime))
}

/// True once memory did not suffice for a question, and rows were put on disk: only then is there a folder for them.
pub fn has_spilled(asking: &SessionContext) -> bool {
    !asking.runtime_env().disk_manager.temp_dir_paths().is_empty()
}

/// What a sort of so much `memory` keeps for merging what it spilled.
fn kept_for_merging(memory: usize) -> usize {
    (10 * MEBIBYTE).min(memory / 8)
}

/// `rows` in the order of the columns named, each with whether the smallest comes first; what has no value comes last. Spills where
/// they are many.
pub async fn sorted(
    ctx: &SessionContext,
    rows: SendableRecordBatchStream,
    order: &[(&str, bool)],
) -> Result<SendableRecordBatchStream, DataFusionError> {
    let schema = rows.schema();
    let once = Once { schema: schema.clone(), rows: Arc::new(Mutex::new(Some(rows))) };
    let table = StreamingTable::try_new(schema, vec![Arc::new(once)])?;
    let order = order.iter().map(|(name, ascending)| col(format!("\"{name}\"")).sort(*ascending, false));
    ctx.read_table(Arc::new(table))?.sort(order.collect())?.execute_stream().await
}

/// Rows of one piece of a batch.
pub const PIECE: usize = 8192;

/// The ranges that cut so many `rows` into pieces that whoever sorts can hold one by one.
pub fn piece_starts(rows: usize) -> impl Iterator<Item = Range<usize>> {
    (0..rows).step_by(PIECE).map(move |start| start..rows.min(start + PIECE))
}

/// `batch` in pieces, each with memory of its own.
pub fn pieces(batch: &RecordBatch) -> impl Iterator<Item = Result<RecordBatch, ArrowError>> {
    piece_starts(batch.num_rows()).map(|range| copied(&batch.slice(range.start, range.len())))
}

/// `batch` with memory of its own: a slice keeps, and counts as, all that it was cut from.
pub fn copied(batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let rows = UInt32Array::from_iter_values(0..batch.num_rows() as u32);
    take_record_batch(batch, &rows)
}

/// `first`, then `rest`.
pub fn chained(first: RecordBatch, rest: SendableRecordBatchStream) -> SendableRecordBatchStream {
    let schema = rest.schema();
    Box::pin(RecordBatchStreamAdapter::new(schema, futures::stream::iter([Ok(first)]).chain(rest)))
}

/// The batches of `one` and of `other` as they come.
pub fn merged(
    schema: SchemaRef,
    one: SendableRecordBatchStream,
    other: Option<SendableRecordBatchStream>,
) -> SendableRecordBatchStream {
    let as_schema = schema.clone();
    let both = futures::stream::select_all([Some(one), other].into_iter().flatten());
    let both = both.map(move |batch| Ok(aligned(&batch?, &as_schema)?));
    Box::pin(RecordBatchStreamAdapter::new(schema, both))
}

/// A stream as a table that is read once.
struct Once {
    schema: SchemaRef,
    rows: Arc<Mutex<Option<SendableRecordBatchStream>>>,
}

impl PartitionStream for Once {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _ctx: Arc<TaskContext>) -> SendableRecordBatchStream {
        let rows = self.rows.clone();
        let taken = async move {
            let rows = rows.lock().await.take();
            rows.ok_or_else(|| DataFusionError::Internal("a stream is read twice".to_owned()))
        };
        let rows = futures::stream::once(taken).try_flatten();
        Box::pin(RecordBatchStreamAdapter::new(self.schema.clone(), rows))
    }
}

impl std::fmt::Debug for Once {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Once")
    }
}
