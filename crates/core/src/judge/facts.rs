//! What the judge is told, from one scan of each model.

use std::collections::{BTreeMap, BTreeSet};

use jauge_domain::{Language, Objective, Period};
use jauge_judge::{ByDimension, Days, Known, Reading, Readings, Shape, Unreadable};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::snapshot::Snapshot;
use jauge_ask::catalog::Catalog;
use jauge_ask::{AskError, Daily, DayCell, Scoped};

/// The dimensions by which a change is taken apart, where a model has them.
const DIMENSIONS: [&str; 4] = ["channel", "device_category", "country", "new_returning"];
/// The KPI that budgets are measured by.
const SPEND: (&str, &str) = (
    "jauge.spend",
    "/*---\nid = \"jauge.spend\"\nunit = \"money\"\nneeds = [\"spend\"]\n---*/\nSELECT sum(cost) FROM spend",
);

/// The KPIs of some objectives, each model scanned once.
pub struct Facts<'a> {
    opened: &'a Snapshot,
    catalog: &'a Catalog,
    daily: Daily<'a>,
    language: Language,
    as_of: Date,
    /// Full ids by what objectives call them.
    ids: BTreeMap<String, Result<String, Unreadable>>,
}

/// The workspace's catalog and the KPI that budgets are measured by.
pub(super) fn catalog(opened: &Snapshot) -> Catalog {
    let mut catalog = opened.catalog.clone();
    // The text is ours and parses; without it budgets are not measured.
    let _ = catalog.add_kpi(SPEND.0, SPEND.1);
    catalog
}

impl<'a> Facts<'a> {
    /// Scans what `objectives` need of `opened`, whose view ends with the day `as_of`; `catalog` is [`catalog`]'s.
    pub async fn scan(
        opened: &'a Snapshot,
        catalog: &'a Catalog,
        objectives: &[&Objective],
        language: Language,
        as_of: Date,
    ) -> Self {
        let mut ids = BTreeMap::new();
        let mut wanted: BTreeSet<Scoped> = BTreeSet::new();
        for objective in objectives {
            wanted.extend(objective.budget.iter().map(|budget| (SPEND.0.to_owned(), budget.filter.clone())));
            let jauge_domain::Goal::Kpi { kpi, filter, .. } = &objective.goal else { continue };
            let levers = objective.actions.iter().filter_map(|action| action.lever.as_ref());
            for name in levers.chain([kpi]) {
                let id = ids.entry(name.clone()).or_insert_with(|| full_id(catalog, name)).clone();
                let Ok(id) = id else { continue };
                let moved_by = catalog.kpis.get(&id).into_iter().flat_map(|kpi| kpi.levers.clone());
                let moved_by = moved_by.filter(|lever| catalog.kpis.contains_key(lever));
                wanted.extend(moved_by.chain([id]).map(|id| (id, filter.clone())));
            }
        }
        ids.insert(SPEND.0.to_owned(), Ok(SPEND.0.to_owned()));
        let wanted: Vec<Scoped> = wanted.into_iter().collect();
        let now = opened.workspace.calendar.day_start(next(as_of));
        let daily = opened.daily(catalog, &wanted, &DIMENSIONS, now).await;
        Self { opened, catalog, daily, language, as_of, ids }
    }

    /// How many scans were made, and of which models.
    pub fn scans(&self) -> Vec<String> {
        self.daily.scans()
    }

    fn id(&self, name: &str) -> Result<String, Unreadable> {
        match self.ids.get(name) {
            Some(id) => id.clone(),
            None => full_id(self.catalog, name),
        }
    }

    fn civil(&self, instant: Timestamp) -> Date {
        self.opened.workspace.calendar.date(instant)
    }
}

impl Readings for Facts<'_> {
    fn kpi(&self, name: &str, filter: Option<&str>) -> Result<Known, Unreadable> {
        let id = self.id(name)?;
        let gone = || Unreadable { why: format!("no KPI is called `{name}`"), wrong: true };
        let kpi = self.catalog.kpis.get(&id).ok_or_else(gone)?;
        if let Some(why) = self.daily.unmet(&id) {
            return Err(Unreadable { why, wrong: false });
        }
        // What is wrong with the KPI or the filter shows with nothing to read, too.
        self.daily.over(&id, filter, &[]).map_err(wrong)?;
        let title = kpi.title.get(self.language);
        Ok(Known {
            title: if title.is_empty() { id.clone() } else { title.to_owned() },
            unit: kpi.unit,
            direction: kpi.direction,
            shape: match self.daily.shape(&id, filter) {
                jauge_ask::Shape::Sum => Shape::Sum,
                jauge_ask::Shape::Ratio { shared } => Shape::Ratio { shared },
                jauge_ask::Shape::Distinct => Shape::Distinct,
                jauge_ask::Shape::Other => Shape::Other,
            },
            levers: kpi.levers.iter().filter(|lever| self.catalog.kpis.contains_key(*lever)).cloned().collect(),
            signed: self.daily.is_signed(&id, filter),
            matures_days: kpi.matures_days.unwrap_or(0),
            id,
        })
    }

    fn over(&self, name: &str, filter: Option<&str>, stretches: &[Days]) -> Result<Vec<Reading>, Unreadable> {
        let cells = self.daily.over(&self.id(name)?, filter, stretches).map_err(wrong)?;
        Ok(cells.iter().map(reading).collect())
    }

    fn by_dimension(&self, name: &str, filter: Option<&str>, stretches: [Days; 2]) -> Vec<ByDimension> {
        let Ok(id) = self.id(name) else { return Vec::new() };
        let found = self.daily.by_dimension(&id, filter, stretches).into_iter();
        let groups = |by: jauge_ask::ByValue| {
            by.into_iter().map(|(value, [one, other])| (value, [reading(&one), reading(&other)])).collect()
        };
        found.map(|(dimension, by)| ByDimension { dimension, groups: groups(by) }).collect()
    }

    fn extent(&self, name: &str, filter: Option<&str>) -> Option<(Date, Date)> {
        self.daily.extent(&self.id(name).ok()?, filter)
    }

    fn complete_to(&self, name: &str) -> Option<Date> {
        let tables = self.daily.tables(&self.id(name).ok()?);
        let reached = tables.iter().filter_map(|table| self.opened.coverage.reached.get(table)).min()?;
        Some(self.civil(*reached).min(self.as_of))
    }

    fn lateness_days(&self, name: &str) -> Option<i64> {
        let tables = self.daily.tables(&self.id(name).ok()?);
        tables.iter().filter_map(|table| self.opened.coverage.late_days.get(table).copied()).max()
    }

    fn spent(&self, filter: Option<&str>, stretch: Days) -> Option<f64> {
        if self.daily.unmet(SPEND.0).is_some() {
            return None;
        }
        self.daily.over(SPEND.0, filter, &[stretch]).ok()?.first()?.value.as_f64()
    }

    fn as_of(&self) -> Date {
        self.as_of
    }

    fn days(&self, period: &Period) -> Days {
        match self.opened.workspace.calendar.span(period) {
            Ok(span) => self.opened.workspace.calendar.days_of(span),
            // A period that the zone skipped has no day.
            Err(_) => (self.as_of, self.as_of),
        }
    }
}

/// The id of the one KPI that `name` means.
fn full_id(catalog: &Catalog, name: &str) -> Result<String, Unreadable> {
    let found =
        catalog.resolve(&[name.to_owned()]).map_err(|error| Unreadable { why: error.to_string(), wrong: true })?;
    match found.as_slice() {
        [one] => Ok(one.clone()),
        several => {
            let why =
                format!("`{name}` names {} KPIs, and an objective has one: {}", several.len(), several.join(", "));
            Err(Unreadable { why, wrong: true })
        }
    }
}

fn reading(cell: &DayCell) -> Reading {
    Reading {
        value: cell.value.as_f64(),
        numerator: cell.numerator.as_f64(),
        denominator: cell.denominator.as_f64(),
        n: cell.n,
    }
}

fn wrong(error: AskError) -> Unreadable {
    let wrong = !matches!(error, AskError::Run { .. } | AskError::Overflow { .. });
    Unreadable { why: error.to_string(), wrong }
}

fn next(date: Date) -> Date {
    date.checked_add(1.day()).unwrap_or(date)
}
