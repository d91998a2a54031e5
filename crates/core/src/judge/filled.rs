//! Everything that some objectives are judged by, read before any is judged: each model is scanned once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jauge_domain::{Calendar, Goal, Kpi, Language, Objective, ObjectiveMessage, Period, Unit};
use jauge_judge::{Background, ByDimension, Days, Known, Need, Reading, Readings, Unreadable, needs};
use jauge_store::tables::DAILY;
use jiff::civil::Date;

use crate::ask::{AskError, ByValue, DayCell, Rollup, Scoped};
use crate::catalog::Catalog;
use crate::snapshot::Snapshot;

/// The dimensions by which a change is taken apart, where a model has them.
const DIMENSIONS: [&str; 4] = ["channel", "device_category", "country", "new_returning"];
/// The KPI that budgets are measured by.
pub(crate) const SPEND: (&str, &str) = (
    "jauge.spend",
    "/*---\nid = \"jauge.spend\"\nunit = \"money\"\nneeds = [\"spend\"]\n---*/\nSELECT sum(cost) FROM spend",
);

/// The readings of some objectives.
pub(super) struct FilledReadings {
    calendar: Calendar,
    money: Money,
    as_of: Date,
    /// The models that were scanned, one for each scan.
    pub(super) scans: Vec<String>,
    /// Full ids by what objectives call them.
    ids: BTreeMap<String, Result<String, Unreadable>>,
    kpis: BTreeMap<Scoped, Read>,
    dimensions: HashMap<(Scoped, [Days; 2]), Vec<ByDimension>>,
    has_spend: bool,
}

/// What was read of a KPI under a filter.
struct Read {
    known: Result<Known, Unreadable>,
    extent: Option<(Date, Date)>,
    began: Option<Date>,
    complete_to: Option<Date>,
    completed: Option<Date>,
    lateness_days: Option<i64>,
    values: HashMap<Days, Result<Reading, Unreadable>>,
}

impl FilledReadings {
    /// Reads what `objectives` need of `snapshot`, whose view ends with the day `as_of`.
    pub(super) async fn read(snapshot: &Snapshot, objectives: &[&Objective], language: Language, as_of: Date) -> Self {
        let mut catalog = snapshot.catalog.clone();
        // The text is ours and parses; without it budgets are not measured.
        let _ = catalog.add_kpi(SPEND.0, SPEND.1);
        let (ids, wanted) = wanted(&catalog, objectives);
        let rollup = snapshot.rollup(&catalog, &wanted, &DIMENSIONS).await;
        let mut filled = Self {
            calendar: snapshot.workspace.calendar.clone(),
            money: Money { currency: catalog.currency.clone(), calendar: snapshot.workspace.calendar.clone() },
            as_of,
            scans: rollup.scans(),
            ids,
            kpis: BTreeMap::new(),
            dimensions: HashMap::new(),
            has_spend: rollup.unmet(SPEND.0).is_none(),
        };
        for scoped in wanted {
            let read = filled.background(snapshot, &catalog, &rollup, language, &scoped).await;
            filled.kpis.insert(scoped, read);
        }
        let needs: Vec<Need> = objectives.iter().flat_map(|objective| needs(objective, &filled)).collect();
        for need in needs {
            filled.fill(&rollup, need).await;
        }
        filled
    }

    async fn background(
        &self,
        snapshot: &Snapshot,
        catalog: &Catalog,
        rollup: &Rollup<'_>,
        language: Language,
        scoped: &Scoped,
    ) -> Read {
        let (id, filter) = (scoped.0.as_str(), scoped.1.as_deref());
        let mut tables = rollup.tables(id);
        if !catalog.kpis.get(id).is_some_and(Kpi::may_count_days) {
            tables.remove(DAILY);
        }
        let reached = snapshot.coverage.reached_by(&tables);
        let began = tables.iter().filter_map(|table| snapshot.coverage.began.get(table)).min();
        Read {
            known: known(catalog, rollup, language, scoped).await,
            extent: rollup.extent(id, filter),
            began: began.map(|began| self.calendar.date(*began)),
            complete_to: reached.map(|reached| self.calendar.date(reached).min(self.as_of)),
            completed: reached.map(|reached| self.calendar.date(reached)),
            lateness_days: tables.iter().filter_map(|table| snapshot.coverage.late_days.get(table).copied()).max(),
            values: HashMap::new(),
        }
    }

    async fn fill(&mut self, rollup: &Rollup<'_>, need: Need) {
        match need {
            Need::Over { kpi, filter, stretches } => {
                if let Ok(id) = self.id(&kpi) {
                    self.fill_over(rollup, (id, filter), stretches).await;
                }
            }
            Need::ByDimension { kpi, filter, stretches } => {
                let found = rollup.by_dimension(&kpi, filter.as_deref(), stretches).into_iter();
                let known = self.kpis.get(&(kpi.clone(), filter.clone())).and_then(|read| read.known.as_ref().ok());
                let unit = known.map(|known| known.unit);
                let groups = |by| self.money.groups(by, unit);
                let by = found.map(|(dimension, by)| ByDimension { dimension, groups: groups(by) }).collect();
                self.dimensions.insert(((kpi, filter), stretches), by);
            }
            Need::Spent { filter, stretches } if self.has_spend => {
                for stretch in stretches {
                    self.fill_over(rollup, (SPEND.0.to_owned(), filter.clone()), vec![stretch]).await;
                }
            }
            // What was never loaded has no amounts.
            Need::Spent { .. } => {}
        }
    }

    /// Reads the stretches that were not read yet. What fails together hinders no stretch that was read apart.
    async fn fill_over(&mut self, rollup: &Rollup<'_>, scoped: Scoped, mut stretches: Vec<Days>) {
        let Some(read) = self.kpis.get_mut(&scoped) else { return };
        stretches.sort_unstable();
        stretches.dedup();
        stretches.retain(|days| !matches!(read.values.get(days), Some(Ok(_))));
        if stretches.is_empty() {
            return;
        }
        let unit = read.known.as_ref().ok().map(|known| known.unit);
        match rollup.over(&scoped.0, scoped.1.as_deref(), &stretches).await {
            Ok(cells) => {
                let readings = cells.iter().map(|cell| Ok(self.money.reading(cell, unit)));
                read.values.extend(stretches.into_iter().zip(readings));
            }
            Err(error) => {
                let error = unreadable(&error);
                read.values.extend(stretches.into_iter().map(|days| (days, Err(error.clone()))));
            }
        }
    }

    fn id(&self, name: &str) -> Result<String, Unreadable> {
        self.ids.get(name).cloned().unwrap_or_else(|| Ok(name.to_owned()))
    }

    fn get(&self, name: &str, filter: Option<&str>) -> Result<&Read, Unreadable> {
        let read = self.kpis.get(&(self.id(name)?, filter.map(str::to_owned)));
        read.ok_or_else(|| not_read(name))
    }
}

impl Background for FilledReadings {
    fn kpi(&self, name: &str, filter: Option<&str>) -> Result<Known, Unreadable> {
        self.get(name, filter)?.known.clone()
    }

    fn extent(&self, name: &str, filter: Option<&str>) -> Option<(Date, Date)> {
        self.get(name, filter).ok()?.extent
    }

    fn began(&self, name: &str) -> Option<Date> {
        self.of_any_filter(name)?.began
    }

    fn complete_to(&self, name: &str) -> Option<Date> {
        self.of_any_filter(name)?.complete_to
    }

    fn completed(&self, name: &str) -> Option<Date> {
        self.of_any_filter(name)?.completed
    }

    fn lateness_days(&self, name: &str) -> Option<i64> {
        self.of_any_filter(name)?.lateness_days
    }

    fn as_of(&self) -> Date {
        self.as_of
    }

    fn days(&self, period: &Period) -> Days {
        match self.calendar.span(period) {
            Ok(span) => self.calendar.days_of(span),
            // A period that the zone skipped has no day.
            Err(_) => (self.as_of, self.as_of),
        }
    }
}

impl FilledReadings {
    /// How far sources reach does not depend on the filter.
    fn of_any_filter(&self, name: &str) -> Option<&Read> {
        let id = self.id(name).ok()?;
        self.kpis.iter().find(|((known, _), _)| *known == id).map(|(_, read)| read)
    }
}

impl Readings for FilledReadings {
    fn over(&self, name: &str, filter: Option<&str>, stretches: &[Days]) -> Result<Vec<Reading>, Unreadable> {
        let read = self.get(name, filter)?;
        let value = |days: &Days| read.values.get(days).cloned().unwrap_or_else(|| Err(not_read(name)));
        stretches.iter().map(value).collect()
    }

    fn by_dimension(&self, name: &str, filter: Option<&str>, stretches: [Days; 2]) -> Vec<ByDimension> {
        let Ok(id) = self.id(name) else { return Vec::new() };
        self.dimensions.get(&((id, filter.map(str::to_owned)), stretches)).cloned().unwrap_or_default()
    }

    fn spent(&self, filter: Option<&str>, stretch: Days) -> Option<f64> {
        self.over(SPEND.0, filter, &[stretch]).ok()?.first()?.value
    }
}

/// Full ids by what `objectives` call their KPIs, and every KPI that is read, with its filter.
fn wanted(catalog: &Catalog, objectives: &[&Objective]) -> (BTreeMap<String, Result<String, Unreadable>>, Vec<Scoped>) {
    let mut ids = BTreeMap::new();
    let mut wanted: BTreeSet<Scoped> = BTreeSet::new();
    for objective in objectives {
        wanted.extend(objective.budget.iter().map(|budget| (SPEND.0.to_owned(), budget.filter.clone())));
        let Goal::Kpi { kpi, filter, .. } = &objective.goal else { continue };
        let drivers = objective.actions.iter().filter_map(|action| action.driver.as_ref());
        for name in drivers.chain([kpi]) {
            let id = ids.entry(name.clone()).or_insert_with(|| full_id(catalog, name)).clone();
            let Ok(id) = id else { continue };
            let moved_by = catalog.kpis.get(&id).into_iter().flat_map(|kpi| kpi.levers.clone());
            let moved_by = moved_by.filter(|driver| catalog.kpis.contains_key(driver));
            wanted.extend(moved_by.chain([id]).map(|id| (id, filter.clone())));
        }
    }
    (ids, wanted.into_iter().collect())
}

/// The id of the one KPI that `name` means.
fn full_id(catalog: &Catalog, name: &str) -> Result<String, Unreadable> {
    let found = catalog.resolve(&[name.to_owned()]).map_err(Unreadable::wrong)?;
    match found.as_slice() {
        [one] => Ok(one.clone()),
        several => {
            Err(Unreadable::wrong(ObjectiveMessage::SeveralKpis { name: name.to_owned(), kpis: several.to_vec() }))
        }
    }
}

async fn known(
    catalog: &Catalog,
    rollup: &Rollup<'_>,
    language: Language,
    (id, filter): &Scoped,
) -> Result<Known, Unreadable> {
    let filter = filter.as_deref();
    let gone = || Unreadable::wrong(ObjectiveMessage::UnknownKpi { name: id.clone() });
    let kpi = catalog.kpis.get(id).ok_or_else(gone)?;
    if let Some(why) = rollup.unmet(id) {
        return Err(Unreadable::without_data(why));
    }
    // What is wrong with the KPI or the filter shows with nothing to read, too.
    rollup.over(id, filter, &[]).await.map_err(|error| unreadable(&error))?;
    let title = kpi.title.get(language);
    Ok(Known {
        title: if title.is_empty() { id.clone() } else { title.to_owned() },
        unit: kpi.unit,
        direction: kpi.direction,
        additivity: rollup.additivity(id, filter),
        drivers: kpi.levers.iter().filter(|driver| catalog.kpis.contains_key(*driver)).cloned().collect(),
        signed: rollup.is_signed(id, filter).await,
        matures_days: kpi.matures_days.unwrap_or(0),
        id: id.clone(),
    })
}

/// The currency that targets are written in.
struct Money {
    currency: Option<String>,
    calendar: Calendar,
}

impl Money {
    fn groups(&self, by: ByValue, unit: Option<Unit>) -> Vec<(Option<String>, [Reading; 2])> {
        by.into_iter().map(|(value, cells)| (value, cells.map(|cell| self.reading(&cell, unit)))).collect()
    }

    /// A KPI counted in `unit`; without a value where its amounts cannot be held against a target.
    fn reading(&self, cell: &DayCell, unit: Option<Unit>) -> Reading {
        let unit = unit.unwrap_or(Unit::Number);
        if let Some(why) = cell.why_not_in(self.currency.as_deref(), unit, &self.calendar) {
            return Reading { n: cell.n, why: Some(why), ..Reading::default() };
        }
        Reading {
            value: cell.value.as_f64(),
            numerator: cell.numerator.as_f64(),
            denominator: cell.denominator.as_f64(),
            n: cell.n,
            why: None,
            lacks: cell.why_none(),
        }
    }
}

fn unreadable(error: &AskError) -> Unreadable {
    Unreadable { why: Box::new(error.message()), wrong: !error.is_of_data() }
}

fn not_read(kpi: &str) -> Unreadable {
    Unreadable::wrong(ObjectiveMessage::NotRead { kpi: kpi.to_owned() })
}
