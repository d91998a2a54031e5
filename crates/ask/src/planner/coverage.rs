//! How far the data reach, and what was never loaded.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jauge_domain::{Calendar, Kpi, Missing, NoValue};
use jiff::{Timestamp, ToSpan, civil::Date};

use crate::catalog::Catalog;
use jauge_store::tables::{DAILY, DERIVED_PREFIX};

/// How far the data reach.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coverage {
    /// Up to when each table has everything, by the sources that feed it.
    pub reached: BTreeMap<String, Timestamp>,
    /// Up to when the most advanced source of each table has everything: one that ended takes nothing from what another goes on with.
    pub furthest: BTreeMap<String, Timestamp>,
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
    /// The days that no event tells of, and that `daily` counts.
    pub by_day: Arc<BTreeSet<Date>>,
    /// Visitors with sessions are told by address and user agent alone, all or some.
    pub by_address: bool,
}

impl Coverage {
    /// Why `kpi` has no value: what it needs and was never loaded.
    pub fn unmet(&self, catalog: &Catalog, kpi: &Kpi) -> Option<NoValue> {
        let missing: Vec<Missing> = kpi.needs.iter().find_map(|need| {
            let missing = need.split('|').map(|one| self.missing(catalog, one.trim()));
            missing.collect::<Option<_>>()
        })?;
        // Visitors that a system counted by the day are no missing tag.
        let is_tag = |one: &Missing| matches!(one, Missing::Event { name } if name == "page_view");
        let counted = kpi.per_visitor && !self.by_day.is_empty() && missing.iter().all(is_tag);
        Some(if counted { NoValue::NoVisitorsByDay } else { NoValue::NeverLoaded { missing } })
    }

    /// Up to when what reads `tables` together has everything: as the least advanced of those that a source feeds. Of events and
    /// `daily`, which stand in for each other by the day, the one that is further counts.
    pub fn reached_by<'t>(&self, tables: impl IntoIterator<Item = &'t String>) -> Option<Timestamp> {
        let reached = |table: &'t String| Some((table.as_str(), *self.reached.get(table)?));
        let known: Vec<(&str, Timestamp)> = tables.into_iter().filter_map(reached).collect();
        let by_day = known.iter().any(|(table, _)| *table == DAILY);
        let is_side = |table: &str| by_day && (table == DAILY || table.starts_with(DERIVED_PREFIX));
        let sides = known.iter().filter(|(table, _)| is_side(table)).map(|(_, at)| *at).max();
        known.iter().filter(|(table, _)| !is_side(table)).map(|(_, at)| *at).chain(sides).min()
    }

    /// Up to when there can be rows of a table: as the most advanced of its sources.
    pub(crate) fn furthest(&self, table: &str) -> Option<Timestamp> {
        self.furthest.get(table).or_else(|| self.reached.get(table)).copied()
    }

    /// The tables of which one suffices for `need`, where that names a table: it alone, or of its alternatives those that were loaded.
    pub(crate) fn sufficing(&self, catalog: &Catalog, need: &str) -> Vec<String> {
        let alternatives: Vec<&str> = need.split('|').map(str::trim).collect();
        if !alternatives.iter().any(|one| catalog.tables.contains_key(*one)) {
            return Vec::new();
        }
        let is_alone = alternatives.len() == 1;
        let loaded = alternatives.into_iter().filter(|one| is_alone || self.missing(catalog, one).is_none());
        let table = |one: &str| {
            let table = one.split_once('.').map_or(one, |(table, _)| table);
            // What is no table is an event.
            if catalog.tables.contains_key(table) { table.to_owned() } else { "events".to_owned() }
        };
        loaded.map(table).collect()
    }

    /// True where `daily` counts a day from `from` on and before `after`.
    pub(crate) fn is_by_day(&self, from: Date, after: Date) -> bool {
        from < after && self.by_day.range(from..after).next().is_some()
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
        self.reached_by(tables).is_some_and(|reached| due <= reached)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str) -> Timestamp {
        format!("{day}T00:00:00Z").parse().unwrap()
    }

    #[test]
    fn events_and_daily_reach_as_far_as_the_further_of_them() {
        let reached = [("derived_sessions", "2026-03-07"), ("daily", "2023-12-31"), ("spend", "2026-02-28")];
        let reached = reached.map(|(table, day)| (table.to_owned(), at(day)));
        let coverage = Coverage { reached: reached.into(), ..Coverage::default() };
        let of = |tables: &[&str]| {
            let tables: Vec<String> = tables.iter().map(|table| (*table).to_owned()).collect();
            coverage.reached_by(&tables)
        };
        assert_eq!(of(&["derived_sessions", "daily"]), Some(at("2026-03-07")));
        assert_eq!(of(&["derived_sessions", "daily", "spend"]), Some(at("2026-02-28")));
        assert_eq!([of(&["daily"]), of(&["tickets"])], [Some(at("2023-12-31")), None]);
    }

    #[test]
    fn a_day_counts_up_to_the_one_not_included() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let coverage = Coverage { by_day: Arc::new([day("2026-03-05")].into()), ..Coverage::default() };
        let is = |from: &str, after: &str| coverage.is_by_day(day(from), day(after));
        assert!(is("2026-03-01", "2026-03-06") && is("2026-03-05", "2026-03-06"));
        assert!(!is("2026-03-01", "2026-03-05") && !is("2026-03-06", "2026-03-01"));
    }
}
