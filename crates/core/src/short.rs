//! Batches that lost rows, and what brings them back.

use std::collections::{BTreeMap, BTreeSet};

use jauge_domain::{Message, RepairMessage};
use jauge_load::{Connectors, Gone, LoadError, Reloadable, reloadable, undo};
use jauge_store::{Ledger, LostBatch, Store, StoreError};
use jauge_workspace::Settings;

/// What taking batches back did, so that their sources bring them again.
#[derive(Debug, Default)]
pub(crate) struct TakenBack {
    /// What is done about them, in order.
    pub(crate) notes: Vec<Message>,
    /// The batches that cannot be brought back, and what to say of each.
    pub(crate) gone: BTreeMap<LostBatch, Message>,
    /// The sources to load.
    pub(crate) sources: BTreeSet<String>,
}

/// Takes back the batches `lost` that can be loaded again: all that they came from is still there.
pub(crate) async fn take_back(
    settings: &Settings,
    store: &Store,
    connectors: &dyn Connectors,
    lost: BTreeSet<LostBatch>,
) -> Result<TakenBack, LoadError> {
    let mut by_table: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
    for (table, batch) in lost {
        by_table.entry(table).or_default().insert(batch);
    }
    let mut back = TakenBack::default();
    for (table, lost) in by_table {
        let ledger = Ledger::read(store).await?;
        let Reloadable { batches, gone } = reloadable(settings, connectors, &ledger, &table, &lost).await?;
        for Gone { batch, source, stream } in gone {
            let message = RepairMessage::Gone { table: table.clone(), batch, source, stream };
            back.gone.insert((table.clone(), batch), message.into());
        }
        for (batch, source) in batches.into_iter().rev() {
            undo(store, batch).await?;
            back.sources.insert(source.clone());
            back.notes.push(RepairMessage::Again { table: table.clone(), batch, source }.into());
        }
    }
    Ok(back)
}

/// The batches of `store` that lost rows and are not brought back yet, with their sources. One that was taken back since is none.
///
/// # Errors
/// The store cannot be read.
pub async fn short_batches(store: &Store) -> Result<BTreeMap<LostBatch, String>, StoreError> {
    let short = store.short()?;
    if short.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ledger = Ledger::read(store).await?;
    let entries = ledger.entries().iter().filter(|entry| entry.stream.is_some());
    let batches = entries.map(|entry| ((entry.table_name.clone(), entry.batch_id), entry.source_name.clone()));
    Ok(batches.filter(|(batch, _)| short.contains(batch)).collect())
}

/// What to say of a batch that lost rows.
pub fn short_message((table, batch): &LostBatch, source: &str) -> Message {
    RepairMessage::Gone { table: table.clone(), batch: *batch, source: source.to_owned(), stream: None }.into()
}

/// Takes back those of the short batches of `sources` that can be loaded again, and remembers the others. Returns what to say of each.
pub(crate) async fn bring_back(
    settings: &Settings,
    store: &Store,
    connectors: &dyn Connectors,
    sources: &BTreeSet<&str>,
) -> Result<Vec<Message>, LoadError> {
    let short = short_batches(store).await?;
    let is_due = |source: &String| sources.contains(source.as_str());
    let due: BTreeSet<LostBatch> =
        short.iter().filter(|(_, source)| is_due(source)).map(|(batch, _)| batch.clone()).collect();
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let TakenBack { mut notes, gone, .. } = take_back(settings, store, connectors, due).await?;
    let others = short.into_iter().filter(|(_, source)| !is_due(source)).map(|(batch, _)| batch);
    store.keep_short(&others.chain(gone.keys().cloned()).collect())?;
    notes.extend(gone.into_values());
    Ok(notes)
}
