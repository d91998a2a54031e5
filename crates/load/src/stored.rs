//! The keys of rows that are in the store, for the merge.

use std::sync::Arc;

use arrow::{
    array::{AsArray, BooleanArray, RecordBatch},
    compute::filter_record_batch,
    datatypes::Schema,
};
use datafusion::{
    error::DataFusionError,
    execution::SendableRecordBatchStream,
    prelude::{SessionContext, col},
};
use futures::{FutureExt, StreamExt};

use super::keys::RowIdentity;
use jauge_store::{
    StoreError, StoredFile, StoredTable,
    feed::{Feed, fed},
    tables::{SOURCE_NAME, TableSpec},
};

/// Which stored rows, and how to key them.
pub(crate) struct Slot {
    pub(crate) ctx: SessionContext,
    pub(crate) table: StoredTable,
    pub(crate) files: Vec<StoredFile>,
    pub(crate) row_identity: RowIdentity,
    pub(crate) spec: TableSpec,
    /// Leave out the rows of this source: they are about to be replaced.
    pub(crate) without_source: Option<String>,
}

/// The keys of the stored rows of `slot`, file by file; a row's stream is the number of its file in the table.
pub(crate) fn stored_rows(slot: Slot) -> Result<SendableRecordBatchStream, StoreError> {
    let schema = slot.row_identity.stored_schema();
    let numbers = slot.table.files()?.into_iter().map(|file| file.path).collect::<Vec<_>>();
    Ok(fed(schema, 2, |feed| {
        let send = async move {
            for file in &slot.files {
                let number = numbers.iter().position(|path| *path == file.path).unwrap_or_default() as u32;
                slot.send(file, number, &feed).await?;
            }
            Ok(())
        };
        send.boxed()
    }))
}

impl Slot {
    async fn send(&self, file: &StoredFile, number: u32, feed: &Feed) -> Result<(), DataFusionError> {
        let external = |error: StoreError| DataFusionError::External(Box::new(super::LoadError::from(error)));
        let provider = self.table.provider(Some(std::slice::from_ref(file))).await.map_err(external)?;
        let frame = self.ctx.read_table(provider)?;
        let wanted = |name: &str| {
            self.row_identity.needs_content()
                || self.spec.key.iter().any(|key| key == name)
                || self.spec.time.as_deref() == Some(name)
                || name == SOURCE_NAME
                || self.spec.place() == Some(name)
        };
        let columns = self.spec.schema.fields().iter().filter(|field| wanted(field.name()));
        let columns = columns.map(|field| col(format!("\"{}\"", field.name()))).collect::<Vec<_>>();
        let mut batches = frame.select(columns)?.execute_stream().await?;
        while let Some(batch) = batches.next().await {
            let keyed = self.keyed(&batch?, number)?;
            if keyed.num_rows() > 0 && feed.send(keyed).await.is_err() {
                break;
            }
        }
        Ok(())
    }

    fn keyed(&self, batch: &RecordBatch, number: u32) -> Result<RecordBatch, DataFusionError> {
        let fields = self.spec.schema.fields().iter().filter(|field| batch.column_by_name(field.name()).is_some());
        let schema =
            Arc::new(Schema::new(fields.map(|field| field.as_ref().clone().with_nullable(true)).collect::<Vec<_>>()));
        let mut batch = jauge_store::aligned(batch, &schema)?;
        let sources = batch.column_by_name(SOURCE_NAME).and_then(|names| names.as_string_opt::<i32>()).cloned();
        if let (Some(left_out), Some(sources)) = (&self.without_source, &sources) {
            let keep: BooleanArray = sources.iter().map(|name| Some(name != Some(left_out))).collect();
            batch = filter_record_batch(&batch, &keep)?;
        }
        // Content is hashed with the name of the source that brought it, which may differ from row to row.
        let mut parts = Vec::new();
        let names = batch.column_by_name(SOURCE_NAME).and_then(|names| names.as_string_opt::<i32>()).cloned();
        let mut start = 0;
        while start < batch.num_rows() {
            let name = names.as_ref().map(|names| names.value(start)).unwrap_or_default();
            let same = |row: &usize| names.as_ref().is_none_or(|names| names.value(*row) == name);
            let end = (start..batch.num_rows()).take_while(same).count() + start;
            let keyed = self.row_identity.add(&batch.slice(start, end - start), name, number, 0)?;
            parts.push(self.keys_only(&keyed)?);
            start = end;
        }
        Ok(arrow::compute::concat_batches(&self.row_identity.stored_schema(), &parts)?)
    }

    fn keys_only(&self, batch: &RecordBatch) -> Result<RecordBatch, DataFusionError> {
        let columns = batch.schema_ref().fields().iter().enumerate();
        let keys = columns.filter(|(_, field)| self.row_identity.is_of_stored(field.name()));
        let keys = keys.map(|(index, _)| index).collect::<Vec<_>>();
        Ok(batch.project(&keys)?)
    }
}
