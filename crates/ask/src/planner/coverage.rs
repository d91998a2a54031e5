//! How far the data reach, and what was never loaded.

use std::collections::{BTreeMap, BTreeSet};

use jauge_domain::{Calendar, Kpi, Missing, NoValue};
use jiff::{Timestamp, ToSpan};

use crate::catalog::Catalog;
use jauge_store::tables::DERIVED_PREFIX;

/// How far the data reach.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coverage {
    /// Up to when each table has everything, by the sources that feed it.
    pub reached: BTreeMap<String, Timestamp>,
    /// Where the data of a table begin.
    pub began: BTreeMap<String, Timestamp>,
    /// How many days a table's sources have reached back behind what was loaded before: rows that came late.
    pub late_days: BTreeMap<String, i64>,
    /// The names of the events there are; `None`: not looked up, so that no event counts as missing.
    pub events: Option<BTreeSet<String>>,
    /// The tables that have rows.
    pub tables_with_rows: BTreeSet<String>,
    /// The columns of tables that any row has a value in, as `table.column`.
    pub filled: BTreeSet<String>,
    /// From when on nothing is looked at; `None`: all there is.
    pub as_of: Option<Timestamp>,
    /// There are events, and no session was derived of any yet.
    pub underived: bool,
    /// Visitors with sessions are told by address and user agent alone, all or some.
    pub by_address: bool,
}

impl Coverage {
    /// Why `kpi` has no value: what it needs and was never loaded.
    pub fn unmet(&self, catalog: &Catalog, kpi: &Kpi) -> Option<NoValue> {
        kpi.needs.iter().find_map(|need| {
            let missing = need.split('|').map(|one| self.missing(catalog, one.trim()));
            Some(NoValue::NeverLoaded { missing: missing.collect::<Option<_>>()? })
        })
    }

    /// Why what reads `tables` has no value: sessions were never derived, or none of them ever had rows.
    pub(crate) fn unloaded(&self, catalog: &Catalog, tables: &BTreeSet<String>) -> Option<NoValue> {
        let loaded = |table: &String| {
            self.tables_with_rows.contains(table) || self.began.contains_key(table) || self.reached.contains_key(table)
        };
        if self.underived && tables.iter().any(|table| table.starts_with(DERIVED_PREFIX)) {
            return Some(NoValue::NotDerived);
        }
        if self.events.is_none() || tables.iter().any(loaded) {
            return None;
        }
        // Sessions come of events.
        let loaded_as = |table: &String| match table.starts_with(DERIVED_PREFIX) {
            true => Some("events".to_owned()),
            false => catalog.tables.contains_key(table).then(|| table.clone()),
        };
        let names: BTreeSet<String> = tables.iter().filter_map(loaded_as).collect();
        let missing: Vec<_> = names.into_iter().map(|name| Missing::Table { name }).collect();
        (!missing.is_empty()).then_some(NoValue::NeverLoaded { missing })
    }

    /// Why one need is not met.
    fn missing(&self, catalog: &Catalog, need: &str) -> Option<Missing> {
        let name = need.to_owned();
        if catalog.tables.contains_key(need) {
            let missing = !self.tables_with_rows.contains(need);
            return missing.then_some(Missing::Table { name });
        }
        if let Some((table, column)) = need.split_once('.')
            && catalog.tables.contains_key(table)
        {
            let missing = !self.filled.contains(need);
            return missing.then(|| Missing::Column { table: table.to_owned(), column: column.to_owned() });
        }
        let missing = self.events.as_ref().is_some_and(|events| !events.contains(need));
        missing.then_some(Missing::Event { name })
    }

    /// True where every one of `tables` that a source feeds has reached `end`, and `matures` days more; there must be one.
    pub(crate) fn complete<'t>(
        &self,
        tables: impl IntoIterator<Item = &'t String>,
        calendar: &Calendar,
        end: Timestamp,
        matures: i64,
    ) -> bool {
        let local = end.to_zoned(calendar.time_zone().clone());
        let Ok(due) = local.checked_add(matures.days()).map(|due| due.timestamp()) else { return false };
        let reached = tables.into_iter().filter_map(|table| self.reached.get(table)).min();
        reached.is_some_and(|reached| due <= *reached)
    }
}
