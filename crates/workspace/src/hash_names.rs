//! The names under `[privacy] hash`, held against the columns of all tables.

use std::collections::BTreeSet;

use jauge_domain::{ConfigFault, nearest};
use jauge_store::tables;

use crate::Config;

/// Refuses a name that no table has: what it was meant for would be kept in the clear.
pub(crate) fn check(config: &Config) -> Result<(), ConfigFault> {
    if config.table.values().any(|table| table.columns.is_empty()) {
        return Ok(()); // Its first load finds its columns, and they may have any name.
    }
    let own = config.table.values().flat_map(|table| &table.columns).filter(|(_, word)| *word == "text");
    let mut known: BTreeSet<&str> = own.map(|(column, _)| column.as_str()).collect();
    for shipped in tables::shipped_names().filter_map(tables::shipped) {
        known.extend(shipped.texts());
    }
    let mut names = config.privacy.hash.iter();
    let Some(column) = names.find(|column| !known.contains(column.as_str())) else { return Ok(()) };
    let near = nearest(column, known).map(str::to_owned);
    Err(ConfigFault::NothingToHash { column: column.clone(), near })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn checked(names: &str, tables: &str) -> Result<(), ConfigFault> {
        let text = format!("[workspace]\nname = \"shop\"\n[privacy]\nhash = [{names}]\n{tables}");
        check(&Config::parse(Path::new("jauge.toml"), &text).unwrap())
    }

    #[test]
    fn a_name_to_hash_is_a_text_column_of_some_table() {
        let named = |names: &str| match checked(names, "").unwrap_err() {
            ConfigFault::NothingToHash { column, near } => (column, near.unwrap_or_default()),
            other => panic!("{other:?}"),
        };
        let meant = |column: &str, near: &str| (column.to_owned(), near.to_owned());
        assert_eq!(named("'visitor_id', 'usr_id'"), meant("usr_id", "user_id"));
        assert_eq!(named("'transactionid'"), meant("transactionid", "transaction_id"));
        assert_eq!(named("'items'").0, "items");
        assert_eq!(checked("'client_ip', 'order_id', 'lead_id'", ""), Ok(()));
    }

    #[test]
    fn a_table_of_the_users_has_names_too_and_any_where_its_first_load_finds_them() {
        assert!(checked("'card'", "").is_err());
        assert!(checked("'card'", "[table.cards.columns]\ncard = \"text\"\n").is_ok());
        assert!(checked("'card'", "[table.cards.columns]\ncard = \"integer\"\n").is_err());
        assert!(checked("'card'", "[table.cards]\nkey = [\"number\"]\n").is_ok());
    }
}
