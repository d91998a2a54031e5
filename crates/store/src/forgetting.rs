//! Visitors taken out for good: first what is to be done is written down, then every row, older file and log goes, and last the
//! note itself. Whoever is killed in between is finished by the next one who writes.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use arrow::{
    array::{AsArray, BooleanArray, RecordBatch},
    compute::cast,
    datatypes::DataType,
};
use datafusion::{
    error::DataFusionError,
    prelude::{DataFrame, ParquetReadOptions, SessionContext},
};
use futures::TryStreamExt;
use jauge_domain::Damage;
use serde::{Deserialize, Serialize};

use crate::{
    Ledger, REJECTS, Store, StoreError, StoredFile, StoredTable, WriterLock,
    forgotten::{is_hash, remember},
    purge::remove_all,
    small_file::read_small,
    without,
};

/// Who is being forgotten, from before the first row goes until the last trace is gone.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Forgetting {
    /// The visitor as rows may name it: as the source has it, and by its pseudonyms.
    pub names: BTreeSet<String>,
    /// Hashes by which its rows are refused from now on.
    pub hashes: BTreeSet<String>,
}

/// The file that holds a [`Forgetting`].
const INTENT: &str = "forgetting";
/// The column that says whose a row is.
const VISITOR: &str = "visitor_id";
/// The columns of [`REJECTS`] that quote rows.
const QUOTES: [&str; 2] = ["value", "reason"];

impl Store {
    /// True where a row of these names is stored, a reject quotes one, or an older version of a table does. What was set aside
    /// because it cannot be read may name anybody.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn knows(&self, names: &BTreeSet<String>) -> Result<bool, StoreError> {
        if self.aside().has_any() {
            return Ok(true);
        }
        for name in self.names()? {
            let Some(table) = self.table(&name).await? else { continue };
            let found = !columns(&table)?.is_empty()
                && (!holding(&table, names).await?.is_empty()
                    || is_in_older(&table, names).await?
                    || is_in_log(&table, names)?);
            if found {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Takes every row of the names of `forgetting` out of every table and removes all that older versions need, and what was set
    /// aside as damaged: the tables that had such rows, with their number.
    ///
    /// # Errors
    /// The store cannot be read or written. Whoever writes next goes on.
    pub async fn forget(&self, lock: &WriterLock, forgetting: &Forgetting) -> Result<Vec<(String, u64)>, StoreError> {
        let path = self.dir().join(INTENT);
        let intent = serde_json::to_vec(forgetting).map_err(|error| unreadable(error.into()))?;
        jauge_durable::replace_private(&path, &intent).map_err(StoreError::io(&path))?;
        self.carry_out(lock, forgetting).await
    }

    /// Finishes what a killed [`Self::forget`] began.
    pub(crate) async fn finish_forgetting(&self, lock: &WriterLock) -> Result<(), StoreError> {
        if let Some(forgetting) = intent(self.dir())? {
            // What `loads` has lost may be known by files that are removed here.
            Ledger::read_all(self).await?.0.refuse_behind()?;
            self.carry_out(lock, &forgetting).await?;
        }
        // A note that was never in its place: nothing of it was done, and nobody was told so.
        remove_all(self.dir(), INTENT)
    }

    /// True where a visitor is to be forgotten still.
    pub fn is_forgetting(&self) -> bool {
        self.dir().join(INTENT).exists()
    }

    /// Removes a note that is damaged: who was being forgotten is not known any more. True where there was one.
    ///
    /// # Errors
    /// The folder cannot be read or written.
    pub fn mend_forgetting(&self, _lock: &WriterLock) -> Result<bool, StoreError> {
        match intent(self.dir()) {
            Err(StoreError::Damaged { path, .. }) => {
                self.aside().put_foreign(&path).map_err(StoreError::io(path))?;
                remove_all(self.dir(), INTENT).map(|()| true)
            }
            read => read.map(|_| false),
        }
    }

    /// Each step may be done again: nothing tells that it was done but the note's absence.
    async fn carry_out(&self, lock: &WriterLock, forgetting: &Forgetting) -> Result<Vec<(String, u64)>, StoreError> {
        remember(self.dir(), &forgetting.hashes)?;
        self.note_forgotten(lock).await?;
        drop(self.spill_dir(lock)?);
        remove_folder(self.aside().dir())?;
        let mut gone = Vec::new();
        for name in self.names()? {
            let Some(mut table) = self.table(&name).await? else { continue };
            let rows = take_out(&mut table, &forgetting.names).await?;
            if rows > 0 {
                gone.push((name, rows));
            }
        }
        self.purge(lock).await?;
        remove_all(self.dir(), INTENT)?;
        jauge_durable::sync_folder(self.dir()).map_err(StoreError::io(self.dir()))?;
        Ok(gone)
    }
}

/// What is wrong with the note of who is being forgotten in the store in `dir`. Nothing is written.
pub fn forgetting_fault(dir: &Path) -> Option<StoreError> {
    intent(dir).err()
}

fn intent(dir: &Path) -> Result<Option<Forgetting>, StoreError> {
    let path = dir.join(INTENT);
    let Some(text) = read_small(dir, INTENT)? else { return Ok(None) };
    if text.iter().all(|byte| *byte == 0) {
        return Err(StoreError::Damaged { path, damage: Damage::Empty });
    }
    match serde_json::from_slice::<Forgetting>(&text) {
        Ok(forgetting) if forgetting.hashes.iter().all(|hash| is_hash(hash)) => Ok(Some(forgetting)),
        Ok(_) => Err(StoreError::Damaged { path, damage: Damage::Cut }),
        Err(error) => Err(StoreError::Damaged { path, damage: Damage::Unreadable { reason: error.to_string() } }),
    }
}

fn remove_folder(dir: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::io(dir)(error)),
        _ => Ok(()),
    }
}

async fn take_out(table: &mut StoredTable, names: &BTreeSet<String>) -> Result<u64, StoreError> {
    let files = holding(table, names).await?;
    let (change, rows) = without(&SessionContext::new(), table, files, |rows| of_names(rows, names)).await?;
    if rows > 0 {
        table.amend(change).await?;
    }
    Ok(rows)
}

/// The columns of `table` by which a row is a visitor's.
fn columns(table: &StoredTable) -> Result<Vec<&'static str>, StoreError> {
    let schema = table.schema()?;
    let wanted = if table.name() == REJECTS { QUOTES.as_slice() } else { &[VISITOR] };
    Ok(wanted.iter().copied().filter(|column| schema.column_with_name(column).is_some()).collect())
}

/// The data files of `table` that hold a row of `names`.
async fn holding(table: &StoredTable, names: &BTreeSet<String>) -> Result<Vec<StoredFile>, StoreError> {
    let (columns, ctx) = (columns(table)?, SessionContext::new());
    let query = StoreError::query(table.name());
    let mut found = Vec::new();
    if columns.is_empty() {
        return Ok(found);
    }
    for file in table.files()? {
        let frame = ctx.read_table(table.provider(Some(std::slice::from_ref(&file))).await?).map_err(&query)?;
        if holds(frame, &columns, names).await.map_err(&query)? {
            found.push(file);
        }
    }
    Ok(found)
}

/// True where a data file of an older version, or of none, holds a row of `names`. One that cannot be read was never finished.
async fn is_in_older(table: &StoredTable, names: &BTreeSet<String>) -> Result<bool, StoreError> {
    let (columns, ctx) = (columns(table)?, SessionContext::new());
    for path in table.left_over()? {
        if is_in_file(&ctx, &path, &columns, names).await.unwrap_or(false) {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn is_in_file(
    ctx: &SessionContext,
    path: &Path,
    columns: &[&str],
    names: &BTreeSet<String>,
) -> Result<bool, DataFusionError> {
    let frame = ctx.read_parquet(path.to_string_lossy().as_ref(), ParquetReadOptions::default()).await?;
    let there = |column: &&&str| frame.schema().has_column_with_unqualified_name(column);
    let columns: Vec<&str> = columns.iter().filter(there).copied().collect();
    if columns.is_empty() { Ok(false) } else { holds(frame, &columns, names).await }
}

async fn holds(frame: DataFrame, columns: &[&str], names: &BTreeSet<String>) -> Result<bool, DataFusionError> {
    let mut batches = frame.select_columns(columns)?.execute_stream().await?;
    while let Some(rows) = batches.try_next().await? {
        if of_names(&rows, names).true_count() > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// True where the log has one of `names` as the smallest or greatest value of a column.
fn is_in_log(table: &StoredTable, names: &BTreeSet<String>) -> Result<bool, StoreError> {
    // Statistics are JSON within a string of JSON.
    let quoted =
        |name: &String| serde_json::Value::from(serde_json::Value::from(name.as_str()).to_string()).to_string();
    let wanted: Vec<String> = names.iter().map(quoted).collect();
    let is_in = |path: PathBuf| {
        let text = fs::read(&path).map_err(StoreError::io(&path))?;
        let text = String::from_utf8_lossy(&text);
        Ok::<_, StoreError>(wanted.iter().any(|name| text.contains(name.trim_matches('"'))))
    };
    for path in table.commits()? {
        if is_in(path)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Which rows are of `names`, or quote one of them.
fn of_names(rows: &RecordBatch, names: &BTreeSet<String>) -> BooleanArray {
    let text = |column: &str| rows.column_by_name(column).and_then(|texts| cast(texts, &DataType::Utf8).ok());
    let (visitors, quotes) = (text(VISITOR), QUOTES.map(text));
    let is_one = |row: usize| match &visitors {
        Some(visitors) => value(visitors.as_string(), row).is_some_and(|visitor| names.contains(visitor)),
        None => quotes
            .iter()
            .flatten()
            .filter_map(|texts| value(texts.as_string(), row))
            .any(|text| names.iter().any(|name| mentions(text, name))),
    };
    (0..rows.num_rows()).map(|row| Some(is_one(row))).collect()
}

fn value(texts: &arrow::array::StringArray, row: usize) -> Option<&str> {
    arrow::array::Array::is_valid(texts, row).then(|| texts.value(row))
}

/// True where `name` stands in `text` as a word of its own.
fn mentions(text: &str, name: &str) -> bool {
    let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let is_word = |at: usize| ends(text[..at].chars().next_back()) && ends(text[at + name.len()..].chars().next());
    !name.is_empty() && text.match_indices(name).any(|(at, _)| is_word(at))
}

fn unreadable(source: Box<dyn std::error::Error + Send + Sync>) -> StoreError {
    StoreError::Entry { table: INTENT.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_note_is_an_error_until_it_is_mended() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path().to_owned()).unwrap();
        let lock = store.lock(|| {}).unwrap();
        for text in ["", "\0\0", "{\"names\": [\"an", "{\"names\": [\"ann\"], \"hashes\": [\"0123\"]}"] {
            fs::write(dir.path().join(INTENT), text).unwrap();
            assert!(matches!(forgetting_fault(dir.path()), Some(StoreError::Damaged { .. })), "{text:?}");
            assert!(store.mend_forgetting(&lock).unwrap(), "{text:?}");
            assert!(!store.is_forgetting() && !store.mend_forgetting(&lock).unwrap(), "{text:?}");
        }
    }

    #[test]
    fn a_name_is_mentioned_as_a_word_of_its_own() {
        for text in ["anna", "2026-01-05,page_view,anna,x", "{\"visitor\":\"anna\"}", "hanna anna"] {
            assert!(mentions(text, "anna"), "{text}");
        }
        for text in ["hanna", "annabel", "anna2", ""] {
            assert!(!mentions(text, "anna"), "{text}");
        }
        assert!(!mentions("anything", ""));
    }
}
