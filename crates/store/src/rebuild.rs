//! Writing tables anew: the same rows in fewer files, in the order of time.

use super::{Store, StoreError};
use crate::{engine, rewrite::merge};

/// What was done to one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    /// The table.
    pub table: String,
    /// Its data files before.
    pub before: usize,
    /// Its data files now.
    pub after: usize,
}

impl Store {
    /// Writes every table anew in the order of the column that `time_of` names.
    pub async fn rebuild(
        &self,
        time_of: impl Fn(&str) -> Option<String>,
        waiting: impl FnOnce(),
    ) -> Result<Vec<Rebuilt>, StoreError> {
        let (lock, _) = self.write(waiting).await?;
        let ctx = engine::for_loading(&self.spill_dir(&lock)?).map_err(StoreError::query("spill"))?;
        let mut rebuilt = Vec::new();
        for name in self.names()? {
            let Some(mut table) = self.table(&name).await? else { continue };
            let files = table.files()?;
            let before = files.len();
            // Derived tables keep whole days in files of their own.
            if before > 1 && table.rules() == 0 {
                merge(&ctx, &mut table, files, time_of(&name)).await?;
            }
            rebuilt.push(Rebuilt { before, after: table.files()?.len(), table: name });
        }
        Ok(rebuilt)
    }
}
