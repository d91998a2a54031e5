//! Rows in the order of time as data files that hold whole days, so that a day can be replaced without the others.

use arrow::{
    array::{AsArray, RecordBatch},
    datatypes::Date32Type,
};
use deltalake::{datafile::writer::DeltaWriter, kernel::Add};

use jauge_store::{StoreError, StoredTable};

/// Days with fewer rows share a file, so that a small site does not end up with thousands.
const FEW: usize = 8192;

/// Writes one table's days.
pub(crate) struct Days<'a> {
    table: &'a StoredTable,
    writer: Option<DeltaWriter>,
    rows: usize,
    day: Option<i32>,
    adds: Vec<Add>,
    count: usize,
}

impl<'a> Days<'a> {
    pub(crate) fn new(table: &'a StoredTable) -> Self {
        Self { table, writer: None, rows: 0, day: None, adds: Vec::new(), count: 0 }
    }

    /// Writes `batch`, whose rows come after those before in time.
    pub(crate) async fn write(&mut self, batch: &RecordBatch) -> Result<(), StoreError> {
        let days = batch.column_by_name("day").and_then(|days| days.as_primitive_opt::<Date32Type>());
        let days = days.map(|days| days.values().to_vec()).unwrap_or_default();
        let mut start = 0;
        while start < days.len() {
            let length = days[start..].iter().take_while(|day| **day == days[start]).count();
            self.start(days[start]).await?;
            if let Some(writer) = &mut self.writer {
                let rows = batch.slice(start, length);
                writer.write(&rows).await.map_err(StoreError::delta(self.table.name()))?;
            }
            self.rows += length;
            start += length;
        }
        Ok(())
    }

    /// The files, and how many days they hold.
    pub(crate) async fn close(mut self) -> Result<(Vec<Add>, usize), StoreError> {
        self.end().await?;
        Ok((self.adds, self.count))
    }

    async fn start(&mut self, day: i32) -> Result<(), StoreError> {
        if self.day != Some(day) {
            self.day = Some(day);
            self.count += 1;
            if self.rows >= FEW {
                self.end().await?;
            }
        }
        if self.writer.is_none() {
            self.writer = Some(self.table.writer()?);
        }
        Ok(())
    }

    async fn end(&mut self) -> Result<(), StoreError> {
        if let Some(writer) = self.writer.take() {
            self.adds.extend(writer.close().await.map_err(StoreError::delta(self.table.name()))?);
        }
        self.rows = 0;
        Ok(())
    }
}
