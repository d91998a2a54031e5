//! Taking a visitor, or what is older than may be kept, out of every table for good.

use std::{collections::BTreeSet, fs, path::Path};

use arrow::{
    array::{AsArray, BooleanArray, RecordBatch},
    compute::cast,
    datatypes::{DataType, TimestampMicrosecondType},
};
use datafusion::prelude::SessionContext;
use jiff::Timestamp;

use super::{
    LoadError,
    forgotten::{FORGOTTEN, forgotten},
    pseudonym::Pseudonyms,
};
use jauge_store::{Change, REJECTS, Store, StoreError, StoredTable, WriterLock, without};
use jauge_workspace::Settings;

/// Takes every row of `visitor` out of every table, removes the files they were in, and refuses them from now on. Returns
/// the tables that had such rows, with their number.
pub async fn forget(workspace: &Settings, store: &Store, visitor: &str) -> Result<Vec<(String, u64)>, LoadError> {
    let (lock, _) = store.write(|| {}).await?;
    let dir = workspace.store_dir();
    let pseudonyms = Pseudonyms::of_store(&dir, &workspace.config.privacy);
    // As it is stored: whoever knows the person has the identifier, whoever looks into the store the pseudonym.
    let mut names = BTreeSet::from([visitor.to_owned()]);
    if pseudonyms.covers("visitor_id") {
        names.insert(pseudonyms.of(visitor)?);
    }
    remember(&dir, &names, &pseudonyms)?;
    let of_visitor = |rows: &RecordBatch| holds(rows, "visitor_id", |name| names.contains(name));
    let mut gone = Vec::new();
    for name in store.names()? {
        let Some(mut table) = store.table(&name).await? else { continue };
        let rows = if name == REJECTS {
            take_out(&mut table, &lock, |rows| holds(rows, "value", |value| names.contains(value))).await?
        } else if table.schema()?.column_with_name("visitor_id").is_some() {
            take_out(&mut table, &lock, of_visitor).await?
        } else {
            0
        };
        if rows > 0 {
            table.purge().await?;
            gone.push((name, rows));
        }
    }
    Ok(gone)
}

/// Takes the events before `cut` out for good; returns how many they were. Sessions are to be derived anew afterwards.
pub async fn expire(store: &Store, cut: Timestamp) -> Result<u64, LoadError> {
    let (lock, _) = store.write(|| {}).await?;
    let Some(mut events) = store.table("events").await? else { return Ok(0) };
    let old = |rows: &RecordBatch| match rows.column_by_name("event_time") {
        Some(times) => {
            let times = times.as_primitive::<TimestampMicrosecondType>();
            times.iter().map(|time| Some(time.is_some_and(|time| time < cut.as_microsecond()))).collect()
        }
        None => BooleanArray::from(vec![false; rows.num_rows()]),
    };
    let rows = take_out(&mut events, &lock, old).await?;
    if rows > 0 {
        events.purge().await?;
    }
    Ok(rows)
}

fn remember(dir: &Path, names: &BTreeSet<String>, pseudonyms: &Pseudonyms) -> Result<(), StoreError> {
    let mut all = forgotten(dir)?;
    for name in names {
        all.insert(pseudonyms.of(name)?);
    }
    let path = dir.join(FORGOTTEN);
    let text: String = all.iter().map(|hash| format!("{hash}\n")).collect();
    fs::write(&path, text).map_err(StoreError::io(path))
}

async fn take_out(
    table: &mut StoredTable,
    _lock: &WriterLock,
    drops: impl Fn(&RecordBatch) -> BooleanArray,
) -> Result<u64, StoreError> {
    let (change, rows): (Change, u64) = without(&SessionContext::new(), table, table.files()?, drops).await?;
    if rows > 0 {
        match table.rules() {
            0 => table.commit(table.last_batch(), change).await?,
            rules => table.commit_derived(table.last_batch(), rules, change).await?,
        }
    }
    Ok(rows)
}

fn holds(rows: &RecordBatch, column: &str, is_one: impl Fn(&str) -> bool) -> BooleanArray {
    let texts = rows.column_by_name(column).and_then(|texts| cast(texts, &DataType::Utf8).ok());
    match &texts {
        Some(texts) => texts.as_string::<i32>().iter().map(|text| Some(text.is_some_and(&is_one))).collect(),
        None => BooleanArray::from(vec![false; rows.num_rows()]),
    }
}
