//! A scan under way: batches out of the driver, the cursor's marks, and what goes wrong between them.

use std::sync::Arc;

use adbc_driver_manager::ManagedConnection;
use jauge_plugin::{
    Checkpoint, ConnectorError, Host, Reject,
    arrow_array::{Array, RecordBatch},
    arrow_schema::SchemaRef,
};

use crate::{cursor::Mark, dialect::Dialect, driver::Answer, misfit, query::Query, settings::Settings, types::conform};

/// The most rows in a batch; drivers give as many as they like.
const ROWS: usize = 16_384;

/// The batches of a scan.
pub(crate) struct Reading {
    /// `None` once it has ended.
    pub(crate) answer: Option<Answer>,
    pub(crate) connection: ManagedConnection,
    pub(crate) dialect: Dialect,
    pub(crate) settings: Arc<Settings>,
    pub(crate) query: Query,
    pub(crate) schema: SchemaRef,
    pub(crate) cursor: Option<String>,
    pub(crate) checkpoint: Checkpoint,
    pub(crate) host: Arc<dyn Host>,
    /// What is left of the driver's batch.
    pub(crate) rest: Option<RecordBatch>,
    /// Rows the driver gave so far.
    pub(crate) given: u64,
    /// Rows that come first and are none of the data.
    pub(crate) skip: usize,
}

impl Iterator for Reading {
    type Item = Result<RecordBatch, ConnectorError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.advance().transpose();
        if !matches!(next, Some(Ok(_))) {
            // Nothing follows an end or an error, and the connection is free for others.
            (self.answer, self.rest) = (None, None);
        }
        next
    }
}

impl Reading {
    fn advance(&mut self) -> Result<Option<RecordBatch>, ConnectorError> {
        while self.answer.is_some() {
            if self.host.is_cancelled() {
                return Err(ConnectorError::Cancelled);
            }
            let batch = match self.rest.take() {
                Some(rest) => rest,
                None => match self.fetch()? {
                    Some(batch) => batch,
                    None => return Ok(None),
                },
            };
            let rows = batch.num_rows().min(ROWS);
            self.rest = (rows < batch.num_rows()).then(|| batch.slice(rows, batch.num_rows() - rows));
            let batch = self.marked(batch.slice(0, rows))?;
            if batch.num_rows() > 0 {
                return Ok(Some(batch));
            }
        }
        Ok(None)
    }

    /// The driver's next batch, with the columns of the schema.
    fn fetch(&mut self) -> Result<Option<RecordBatch>, ConnectorError> {
        let Some(answer) = &mut self.answer else { return Ok(None) };
        let batch = match answer.reader.next() {
            None => return Ok(None),
            Some(Ok(batch)) => conform(&batch, &self.schema).ok_or_else(|| "a column changes its type".to_owned()),
            Some(Err(error)) => Err(error.to_string()),
        };
        match batch {
            Ok(batch) => {
                let skip = std::mem::take(&mut self.skip).min(batch.num_rows());
                let batch = batch.slice(skip, batch.num_rows() - skip);
                self.given += batch.num_rows() as u64;
                Ok(Some(batch))
            }
            Err(message) => Err(self.failed(&message)),
        }
    }

    /// `batch` without rows whose cursor is null, which have no place in the order; the checkpoint is at its last row.
    fn marked(&self, batch: RecordBatch) -> Result<RecordBatch, ConnectorError> {
        let Some(cursor) = &self.cursor else { return Ok(batch) };
        let Some(values) = batch.column_by_name(cursor) else { return Ok(batch) };
        // The rows are in the order of the cursor: nulls stand at an end.
        let rows = values.len();
        let start = (0..rows).find(|row| values.is_valid(*row)).unwrap_or(rows);
        let end = (start..rows).rfind(|row| values.is_valid(*row)).map_or(start, |row| row + 1);
        for _ in 0..rows - (end - start) {
            self.host.reject(Reject {
                stream: self.settings.stream().to_owned(),
                column: Some(cursor.clone()),
                reason:
                    "the cursor is empty, so that the row has no place in the order: fill it, or leave out `cursor`"
                        .to_owned(),
                ..Reject::default()
            });
        }
        if end > start {
            let mark = Mark::at(cursor, values, end - 1)
                .map_err(|message| ConnectorError::format(self.settings.stream(), None, message))?;
            self.checkpoint.set(mark.checkpoint());
        }
        Ok(batch.slice(start, end - start))
    }

    fn failed(&self, message: &str) -> ConnectorError {
        if self.host.is_cancelled() {
            return ConnectorError::Cancelled;
        }
        let named = (self.dialect == Dialect::Sqlite)
            .then(|| misfit::after(&self.connection, &self.query, &self.schema, self.given))
            .flatten();
        let said = named.unwrap_or_else(|| {
            format!(
                "after row {}: {}; correct the data, or read it with a CAST in `sql`",
                self.given,
                self.settings.redacted(message)
            )
        });
        ConnectorError::format(self.settings.stream(), None, said)
    }
}
