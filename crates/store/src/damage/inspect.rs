//! Reading everything there is.

use jauge_domain::Damage;

use crate::{
    Store, StoreError,
    readable::{Damaged, data, log::Log},
};

/// What reading everything found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inspected {
    /// How many files were read.
    pub files: usize,
    /// Those that are not as they were written.
    pub damaged: Vec<Damaged>,
}

impl Store {
    /// Reads the log and every data file of every table. Nothing is written.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub async fn inspect(&self) -> Result<Inspected, StoreError> {
        let mut found = Inspected::default();
        for name in self.folders()? {
            let dir = self.dir().join(&name);
            let log = Log::read(&dir).await.map_err(StoreError::io(&dir))?;
            found.files += log.files;
            found.damaged.extend(log.damaged());
            if log.files == 0 && !data::files(&dir).map_err(StoreError::io(&dir))?.is_empty() {
                found.damaged.push(Damaged { path: dir.join("_delta_log"), damage: Damage::Missing });
            }
            // What a table holds is not known where its log cannot be read.
            let Ok(Some(table)) = self.table(&name).await else { continue };
            for file in table.files()? {
                let path = dir.join(&file.path);
                found.files += 1;
                let damage = match data::damage(&path, file.size()).await {
                    None => data::miscounted(&path, file.rows()),
                    damage => damage,
                };
                found.damaged.extend(damage.map(|damage| Damaged { path, damage }));
            }
        }
        Ok(found)
    }
}
