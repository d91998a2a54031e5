//! What is stored is hashed as new rows are, or nothing is loaded: one identity under two names would be two.

use std::collections::BTreeSet;

use arrow::datatypes::DataType;
use jauge_domain::FitFault;
use jauge_store::{Ledger, LedgerEntry, Store, tables::TableSpec};
use jauge_workspace::PrivacyConfig;

use super::LoadError;

/// Refuses a column that is hashed and no text: its values would be kept in the clear.
///
/// # Errors
/// Names the table and the column.
pub(crate) fn check_texts(source: &str, spec: &TableSpec, privacy: &PrivacyConfig) -> Result<(), LoadError> {
    let is_open = |name: &str, kept: &DataType| privacy.hashes(name) && *kept != DataType::Utf8;
    let Some(open) = spec.sourced().find(|field| is_open(field.name(), field.data_type())) else { return Ok(()) };
    let (table, column) = (spec.name.clone(), open.name().clone());
    let fault = Box::new(FitFault::NotHashed { table: table.clone(), column });
    Err(LoadError::Fit { source_name: source.to_owned(), table, fault })
}

/// Refuses to load beside rows that were loaded while other columns were hashed than `privacy` says.
///
/// # Errors
/// Names the sources that brought them and the columns; or a table cannot be read.
pub(crate) async fn check_stored(store: &Store, ledger: &Ledger, privacy: &PrivacyConfig) -> Result<(), LoadError> {
    let (mut sources, mut columns) = (BTreeSet::new(), BTreeSet::new());
    for entry in ledger.entries().iter().filter(|entry| entry.new + entry.updated > 0) {
        let changed = changed(entry, privacy);
        if changed.is_subset(&columns) && (changed.is_empty() || sources.contains(&entry.source_name)) {
            continue;
        }
        let Some(table) = store.table(&entry.table_name).await? else { continue };
        let schema = table.schema()?;
        let held: BTreeSet<String> =
            changed.into_iter().filter(|name| schema.column_with_name(name).is_some()).collect();
        if !held.is_empty() {
            sources.insert(entry.source_name.clone());
            columns.extend(held);
        }
    }
    if sources.is_empty() {
        return Ok(());
    }
    Err(LoadError::HashedOtherwise { sources: sources.into_iter().collect(), columns: columns.into_iter().collect() })
}

/// The columns that were hashed for `entry` and are not now, or are now and were not. None where nobody noted which were.
fn changed(entry: &LedgerEntry, privacy: &PrivacyConfig) -> BTreeSet<String> {
    let Some(before) = &entry.hashed else { return BTreeSet::new() };
    let before: BTreeSet<String> = before.iter().cloned().collect();
    let now: BTreeSet<String> = privacy.hashed().into_iter().collect();
    before.symmetric_difference(&now).cloned().collect()
}

#[cfg(test)]
mod tests {
    use jauge_store::tables::shipped;

    use super::*;

    fn hashing(name: &str) -> PrivacyConfig {
        PrivacyConfig { hash: vec![name.to_owned()], ..PrivacyConfig::default() }
    }

    #[test]
    fn a_column_changed_where_it_is_hashed_on_one_side_only() {
        let entry = |hashed: Option<&[&str]>| LedgerEntry {
            hashed: hashed.map(|names| names.iter().map(|name| (*name).to_owned()).collect()),
            ..LedgerEntry::default()
        };
        let found = |hashed: Option<&[&str]>, name: &str| changed(&entry(hashed), &hashing(name)).len();
        assert_eq!(found(Some(&[]), "user_id"), 2);
        assert_eq!(found(Some(&["customer_id", "user_id"]), "customer_id"), 0);
        assert_eq!(found(Some(&["visitor_id"]), "user_id"), 3);
        assert_eq!(found(None, "user_id"), 0);
    }

    #[test]
    fn what_is_hashed_is_text() {
        let mut spec = shipped("leads").cloned().unwrap();
        assert!(check_texts("s", &spec, &hashing("lead_id")).is_ok());
        spec.schema = std::sync::Arc::new(arrow::datatypes::Schema::new(vec![arrow::datatypes::Field::new(
            "customer_id",
            DataType::Int64,
            true,
        )]));
        let refused = check_texts("s", &spec, &hashing("user_id"));
        assert!(matches!(refused, Err(LoadError::Fit { fault, .. }) if matches!(*fault, FitFault::NotHashed { .. })));
    }
}
