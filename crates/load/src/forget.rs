//! Taking a visitor, or what is older than may be kept, out of every table for good.

use std::collections::BTreeSet;

use arrow::{
    array::{Array, ArrayRef, AsArray, BooleanArray, RecordBatch},
    datatypes::{Int64Type, TimestampMicrosecondType},
};
use datafusion::prelude::SessionContext;
use jauge_store::{Forgetting, Ledger, REJECTS, Store, StoreError, StoredFile, forgotten, tables::BATCH_ID, without};
use jauge_workspace::Settings;
use jiff::Timestamp;

use super::{LoadError, key::KeyRing, pseudonym::Pseudonyms};

/// What became of a visitor who was to be forgotten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forgot {
    /// The tables that had rows of it, with their number.
    pub gone: Vec<(String, u64)>,
    /// True where rows of it are refused from now on; else nobody of that name was known, and nothing was done.
    pub is_refused: bool,
}

/// What was older than may be kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Expired {
    /// Events.
    pub events: u64,
    /// Rejected rows.
    pub rejects: u64,
}

/// Takes every row of `visitor` out of every table, removes the files and logs they were in, and refuses them from now on. Of
/// a visitor that nothing names nothing is left behind, unless `refuse`.
///
/// # Errors
/// The store cannot be read or written. What was begun is finished by whoever writes next.
pub async fn forget(workspace: &Settings, store: &Store, visitor: &str, refuse: bool) -> Result<Forgot, LoadError> {
    let mut forgot = Forgot { gone: Vec::new(), is_refused: false };
    if !store.dir().is_dir() && !refuse {
        return Ok(forgot);
    }
    let (lock, _) = store.write(|| {}).await?;
    KeyRing::check_all(store).await?;
    let pseudonyms = Pseudonyms::of_store(store.dir(), &workspace.config.privacy);
    // As it is stored: whoever knows the person has the identifier, whoever looks into the store the pseudonym.
    let names = pseudonyms.names(visitor)?;
    let refused = forgotten(store.dir())?;
    let is_known = store.knows(&names).await?;
    if is_known || refuse || !refused.is_empty() {
        let hashes: BTreeSet<String> =
            names.iter().map(|name| pseudonyms.forgotten_as(name)).collect::<Result<_, _>>()?;
        // Under one key is enough: a key that was made since makes other names of it.
        forgot.is_refused = is_known || refuse || !hashes.is_disjoint(&refused);
        if is_known || (refuse && !hashes.is_subset(&refused)) {
            forgot.gone = store.forget(&lock, &Forgetting { names, hashes }).await?;
        }
    }
    Ok(forgot)
}

/// From now on new rows get their pseudonyms under a new key. Those of before stay as they are, and are still found.
///
/// # Errors
/// The store cannot be written.
pub async fn rotate_key(store: &Store, waiting: impl FnOnce()) -> Result<(), LoadError> {
    let (_lock, _) = store.write(waiting).await?;
    KeyRing::check_all(store).await?;
    KeyRing::rotate(store.dir())?;
    Ok(())
}

/// Takes out the events before `cut`, and the rejected rows of files that hold nothing newer or were loaded before it. What
/// follows from events is to be derived anew afterwards, and older versions to be purged.
///
/// # Errors
/// The store cannot be read or written.
pub async fn expire(store: &Store, cut: Timestamp) -> Result<Expired, LoadError> {
    let (_lock, ledger) = store.write(|| {}).await?;
    let is_old = |file: &StoredFile| file.first("event_time").is_none_or(|first| first < cut);
    let events = take_out(store, "events", is_old, |rows| before(rows, cut)).await?;
    let kept = streams_since(&ledger, cut);
    let rejects = take_out(store, REJECTS, |_| true, |rows| not_of(rows, &kept)).await?;
    Ok(Expired { events, rejects })
}

async fn take_out(
    store: &Store,
    name: &str,
    may_hold: impl Fn(&StoredFile) -> bool,
    drops: impl Fn(&RecordBatch) -> BooleanArray,
) -> Result<u64, StoreError> {
    let Some(mut table) = store.table(name).await? else { return Ok(0) };
    let files = table.files()?.into_iter().filter(may_hold).collect();
    let (change, rows) = without(&SessionContext::new(), &table, files, drops).await?;
    if rows > 0 {
        table.commit(table.last_batch(), change).await?;
    }
    Ok(rows)
}

/// The batches and streams that brought something that may be kept still.
fn streams_since(ledger: &Ledger, cut: Timestamp) -> BTreeSet<(i64, String)> {
    let is_since = |at: &str| at.parse::<Timestamp>().map_or(true, |at| at >= cut);
    let kept = ledger
        .entries()
        .iter()
        .filter(|entry| is_since(&entry.loaded_at) && entry.reached.as_deref().is_none_or(is_since));
    kept.map(|entry| (entry.batch_id, entry.stream.clone().unwrap_or_default())).collect()
}

fn before(rows: &RecordBatch, cut: Timestamp) -> BooleanArray {
    let times =
        rows.column_by_name("event_time").and_then(|times| times.as_primitive_opt::<TimestampMicrosecondType>());
    match times {
        Some(times) => times.iter().map(|time| Some(time.is_some_and(|time| time < cut.as_microsecond()))).collect(),
        None => BooleanArray::from(vec![false; rows.num_rows()]),
    }
}

fn not_of(rows: &RecordBatch, kept: &BTreeSet<(i64, String)>) -> BooleanArray {
    let batches = rows.column_by_name(BATCH_ID).and_then(|batches| batches.as_primitive_opt::<Int64Type>());
    let streams = rows.column_by_name("stream").and_then(|streams: &ArrayRef| streams.as_string_opt::<i32>());
    let (Some(batches), Some(streams)) = (batches, streams) else {
        return BooleanArray::from(vec![false; rows.num_rows()]);
    };
    let stream = |row| if streams.is_valid(row) { streams.value(row).to_owned() } else { String::new() };
    (0..rows.num_rows()).map(|row| Some(!kept.contains(&(batches.value(row), stream(row))))).collect()
}
