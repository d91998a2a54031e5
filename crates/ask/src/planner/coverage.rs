//! How far the data reach, and what was never loaded.

use std::collections::{BTreeMap, BTreeSet};

use jauge_domain::{Calendar, Kpi, Missing, NoValue};
use jiff::{Timestamp, ToSpan};

use crate::catalog::Catalog;

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

    /// Why one need is not met.
    fn missing(&self, catalog: &Catalog, need: &str) -> Option<Missing> {
        let name = need.to_owned();
        if catalog.tables.contains_key(need) {
            let missing = !self.tables_with_rows.contains(need);
            return missing.then_some(Missing::Table { name });
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
