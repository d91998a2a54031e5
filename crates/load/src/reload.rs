//! Which batches can be loaded again, because all that they came from is still there.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    LoadError, Progress, choose,
    plan::{self, Connectors},
    pseudonym::Pseudonyms,
    rejects::Diagnostics,
    scrub::Scrub,
};
use jauge_store::{Ledger, LedgerEntry, tables::Repeated};
use jauge_workspace::{Settings, SourceConfig};

/// Batches with lost rows: which of them can be loaded again.
#[derive(Debug, Default)]
pub struct Reloadable {
    /// The batches to take back before, each with its source: those with lost rows, and those that went on in the same files.
    pub batches: BTreeMap<i64, String>,
    /// The others.
    pub gone: Vec<Gone>,
}

/// A batch that cannot be loaded again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// The batch.
    pub batch: i64,
    /// Its source.
    pub source: String,
    /// What is not as it was, where it has a name.
    pub stream: Option<String>,
}

/// Which of the batches `lost` of `table` can be loaded again. A batch is taken back and loaded again only where the content
/// of each of its files is still at hand; else what is left of its rows would be lost, too.
///
/// # Errors
/// A file cannot be read.
pub async fn reloadable(
    workspace: &Settings,
    connectors: &dyn Connectors,
    ledger: &Ledger,
    table: &str,
    lost: &BTreeSet<i64>,
) -> Result<Reloadable, LoadError> {
    let mut found = Reloadable::default();
    let entries = ledger.entries().iter().filter(|entry| entry.table_name == table && entry.stream.is_some());
    let entries = entries.filter(|entry| !entry.is_wholly_rejected());
    let mut by_source: BTreeMap<&str, Vec<&LedgerEntry>> = BTreeMap::new();
    entries.for_each(|entry| by_source.entry(&entry.source_name).or_default().push(entry));
    for (name, entries) in by_source {
        let lost: BTreeSet<i64> =
            entries.iter().map(|entry| entry.batch_id).filter(|batch| lost.contains(batch)).collect();
        if lost.is_empty() {
            continue;
        }
        let source = workspace.config.sources.iter().find(|source| source.name == name && source.into == table);
        let places = match source {
            Some(source) => places(workspace, connectors, source, &entries).await?,
            None => vec![None; entries.len()],
        };
        let in_order = workspace.table(table).is_some_and(|table| table.repeated != Repeated::KeepFirst);
        for batch in lost {
            match together(batch, &entries, &places, in_order) {
                Ok(batches) => found.batches.extend(batches.into_iter().map(|batch| (batch, name.to_owned()))),
                Err(entry) => {
                    let (source, stream) = (name.to_owned(), entry.stream.clone());
                    found.gone.push(Gone { batch, source, stream });
                }
            }
        }
    }
    Ok(found)
}

/// In which file of today the content of each entry is. What is no file goes on where it was and gives nothing twice.
async fn places(
    workspace: &Settings,
    connectors: &dyn Connectors,
    source: &SourceConfig,
    entries: &[&LedgerEntry],
) -> Result<Vec<Option<usize>>, LoadError> {
    let pseudonyms = Pseudonyms::of_workspace(workspace, false);
    let host = Arc::new(Diagnostics::new(Arc::new(Progress::default()), Scrub::under(pseudonyms.clone())));
    let none = vec![None; entries.len()];
    let Ok(reader) = plan::reader(workspace, connectors, source, host, pseudonyms) else { return Ok(none) };
    let Ok(streams) = reader.streams().await else { return Ok(none) };
    let mut places = none;
    for (number, stream) in streams.iter().enumerate().filter(|(_, stream)| stream.file.is_some()) {
        let heads = entries.iter().map(|entry| u64::try_from(entry.bytes).unwrap_or(0)).collect();
        let print = choose::fingerprint(&reader, stream, heads).await?;
        for ((place, entry), head) in places.iter_mut().zip(entries).zip(&print.heads) {
            if entry.hash.is_some() && entry.hash == *head {
                place.get_or_insert(number);
            }
        }
    }
    Ok(places)
}

/// The batches to take back so that `batch` is read again: those of the same files, because a file that is known as it is now
/// is read by nobody; and where the order of loads counts, all later ones. An entry whose file is not at hand is the error.
fn together<'a>(
    batch: i64,
    entries: &[&'a LedgerEntry],
    places: &[Option<usize>],
    in_order: bool,
) -> Result<BTreeSet<i64>, &'a LedgerEntry> {
    let mut batches = BTreeSet::from([batch]);
    if in_order {
        batches.extend(entries.iter().map(|entry| entry.batch_id).filter(|later| *later > batch));
    }
    loop {
        let mut files = BTreeSet::new();
        for (entry, place) in entries.iter().zip(places).filter(|(entry, _)| batches.contains(&entry.batch_id)) {
            files.insert(place.ok_or(*entry)?);
        }
        let of_files =
            entries.iter().zip(places).filter(|(_, place)| place.is_some_and(|place| files.contains(&place)));
        let before = batches.len();
        batches.extend(of_files.map(|(entry, _)| entry.batch_id));
        if batches.len() == before {
            return Ok(batches);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(batch_id: i64, stream: &str) -> LedgerEntry {
        LedgerEntry { batch_id, stream: Some(stream.to_owned()), ..LedgerEntry::default() }
    }

    #[test]
    fn batches_of_one_file_are_loaded_again_together() {
        let entries = [entry(1, "log"), entry(2, "log.1"), entry(2, "log"), entry(3, "other")];
        let entries: Vec<&LedgerEntry> = entries.iter().collect();
        let places = [Some(0), Some(0), Some(1), Some(2)];
        assert_eq!(together(1, &entries, &places, false).unwrap(), BTreeSet::from([1, 2]));
        assert_eq!(together(3, &entries, &places, false).unwrap(), BTreeSet::from([3]));
        assert_eq!(together(2, &entries, &places, true).unwrap(), BTreeSet::from([1, 2, 3]));
    }

    #[test]
    fn what_is_left_stays_where_a_file_is_gone() {
        let entries = [entry(1, "log"), entry(2, "log"), entry(2, "gone")];
        let entries: Vec<&LedgerEntry> = entries.iter().collect();
        let places = [Some(0), Some(0), None];
        assert_eq!(together(1, &entries, &places, false).unwrap_err().stream.as_deref(), Some("gone"));
    }
}
