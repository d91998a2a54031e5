//! How far the data reach, and what was never loaded.

use std::collections::{BTreeMap, BTreeSet};

use jauge_domain::{Calendar, Kpi};
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
}

impl Coverage {
    /// Why `kpi` has no value: what it needs and was never loaded.
    pub fn unmet(&self, catalog: &Catalog, kpi: &Kpi) -> Option<String> {
        kpi.needs.iter().find_map(|need| {
            let missing = need.split('|').map(|one| self.missing(catalog, one.trim()));
            let missing: Vec<String> = missing.collect::<Option<_>>()?;
            Some(missing.join(", and "))
        })
    }

    /// Why one need is not met.
    fn missing(&self, catalog: &Catalog, need: &str) -> Option<String> {
        if catalog.tables.contains_key(need) {
            let missing = !self.tables_with_rows.contains(need);
            return missing.then(|| format!("the table `{need}` has no rows; load them first"));
        }
        let missing = self.events.as_ref().is_some_and(|events| !events.contains(need));
        missing.then(|| format!("no `{need}` event was ever loaded"))
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
