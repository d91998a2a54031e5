//! `[table.NAME]` of jauge.toml: tables of the user's own.

use std::{collections::BTreeMap, sync::Arc};

use arrow::datatypes::{DataType, Field, Schema};
use jauge_domain::{ConfigFault, is_name, nearest};
use jauge_store::{
    bookkeeping,
    tables::{self, COLUMN_TYPES, DERIVED_PREFIX, EVALUATIONS, HITS, ROW_ID, Repeated, SESSIONS, TableSpec},
};
use serde::Deserialize;

use crate::KeyFault;

/// Views that the models make, and what a `select` calls its file.
const VIEWS: [&str; 14] = [
    "raw",
    "kpis",
    "visitors",
    "form_visits",
    "form_fields",
    "purchase_events",
    "hits_once",
    "currency_rates",
    "spent",
    "traffic",
    "traffic_hits",
    "daily_days",
    "daily_counted",
    "daily_seams",
];

/// `[table.NAME]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableConfig {
    /// The column that periods cut by.
    pub time: Option<String>,
    /// The columns that name a row; empty: rows are told apart by content and occurrence.
    #[serde(default)]
    pub key: Vec<String>,
    /// Column types by name; omitted: found by the first load.
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
    /// `keep`, `latest by COLUMN` or `replace slice`.
    pub on_duplicate: Option<String>,
}

impl TableConfig {
    /// The table as the store keeps it; without columns where none are declared.
    pub fn spec(&self, name: &str) -> TableSpec {
        let columns = self.columns.iter().filter_map(|(column, word)| Some((column, tables::column_type(word)?)));
        let columns = columns.map(|(column, data_type)| self.field(column, data_type)).collect::<Vec<_>>();
        self.spec_with(name, columns)
    }

    /// The table with `columns`, as its first load found them.
    pub fn spec_with(&self, name: &str, mut columns: Vec<Field>) -> TableSpec {
        let derived = self.key.is_empty();
        if !columns.is_empty() {
            if derived {
                columns.insert(0, Field::new(ROW_ID, DataType::Utf8, false));
            }
            columns.extend(tables::bookkeeping());
        }
        TableSpec {
            name: name.to_owned(),
            schema: Arc::new(Schema::new(columns)),
            time: self.time.clone(),
            key: if derived { vec![ROW_ID.to_owned()] } else { self.key.clone() },
            repeated: self.repeated().unwrap_or(Repeated::KeepFirst),
            derived_key: derived,
        }
    }

    /// A column: its time and key columns are never null.
    pub fn field(&self, name: &str, data_type: DataType) -> Field {
        let required = self.time.as_deref() == Some(name) || self.key.iter().any(|key| key == name);
        Field::new(name, data_type, !required)
    }

    fn repeated(&self) -> Option<Repeated> {
        Some(match self.on_duplicate.as_deref() {
            None if self.key.is_empty() => Repeated::KeepFirst,
            None => Repeated::Latest { by: None },
            Some("keep") => Repeated::KeepFirst,
            Some("replace slice") => Repeated::ReplaceSlice,
            Some(other) => Repeated::Latest { by: Some(other.strip_prefix("latest by ")?.trim().to_owned()) },
        })
    }

    /// Refuses what TOML alone does not.
    pub(crate) fn check(&self, name: &str) -> Result<(), KeyFault> {
        let wrong = |key: &str, fault: ConfigFault| Err((key.to_owned(), fault));
        let section = format!("table.{name}");
        if is_reserved(name) {
            return wrong(&section, ConfigFault::ReservedTable { name: name.to_owned() });
        }
        if !is_name(name) || name.contains('-') {
            return wrong(&section, ConfigFault::TableName { name: name.to_owned() });
        }
        if let Some((column, word)) = self.columns.iter().find(|(_, word)| tables::column_type(word).is_none()) {
            let fault = ConfigFault::UnknownType {
                word: word.clone(),
                near: nearest(word, COLUMN_TYPES).map(str::to_owned),
                known: COLUMN_TYPES.map(str::to_owned).to_vec(),
            };
            return wrong(column, fault);
        }
        match self.repeated() {
            None => wrong("on_duplicate", ConfigFault::OnDuplicate),
            Some(repeated) if self.key.is_empty() && repeated != Repeated::KeepFirst => {
                wrong("on_duplicate", ConfigFault::NoKey { table: name.to_owned() })
            }
            Some(_) => Ok(()),
        }
    }
}

/// What lies in the store's folder beside its tables.
const FILES_OF_STORE: [&str; 10] =
    ["damaged", "forgetting", "forgotten", "format", "key", "lock", "readers", "repair", "short", "spill"];

/// True where `name` is Jauge's own: a shipped table, a table it keeps, what models call their rows, a view, or a file of the store.
pub fn is_reserved(name: &str) -> bool {
    let kept = bookkeeping().map(|spec| spec.name.as_str());
    let derived = name.strip_prefix(DERIVED_PREFIX).unwrap_or(name);
    tables::shipped(name).is_some()
        || kept.contains(&name)
        || [HITS, SESSIONS].contains(&derived)
        || name == EVALUATIONS
        || VIEWS.contains(&name)
        || FILES_OF_STORE.contains(&name)
}
