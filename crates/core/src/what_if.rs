//! What each driver of a KPI alone would have to become for the KPI to come to a target, whether it ever was, and what that costs.

use std::collections::{BTreeMap, BTreeSet};

use jauge_ask::{catalog::Catalog, funnel::span};
use jauge_domain::{Budget, Direction, Goal, Kpi, Question, Span, Target, TreeMessage, Unit, When};
use jauge_judge::needed_alone;
use jiff::{Timestamp, civil::Date};

use crate::{
    judge::{SPEND, choose},
    snapshot::Snapshot,
    tree::{TreeError, days_of, exact, tree_of},
};

/// Past periods that are looked at.
const PAST: usize = 8;
/// Drivers of drivers are followed so deep.
const DEEP: usize = 4;

/// What it would take.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIf {
    /// The KPI.
    pub kpi: String,
    /// What it is counted in.
    pub unit: Unit,
    /// What its amounts are in.
    pub currency: Option<String>,
    /// Its value.
    pub from: f64,
    /// The value it would come to.
    pub to: f64,
    /// The first and the last day of the period.
    pub days: (Date, Date),
    /// Past periods as long that were looked at.
    pub past: usize,
    /// Each driver, those of a driver behind it.
    pub drivers: Vec<NeededDriver>,
    /// What the difference would cost, where spend is loaded.
    pub cost: Option<ExtraCost>,
}

/// A driver, changed alone.
#[derive(Clone, Debug, PartialEq)]
pub struct NeededDriver {
    /// The driver.
    pub kpi: String,
    /// What it is counted in.
    pub unit: Unit,
    /// How many KPIs stand between it and the one that is asked about.
    pub depth: usize,
    /// Its value.
    pub now: f64,
    /// What it would have to become; `None` where no value would do.
    pub needed: Option<f64>,
    /// The best it was in a past period as long, and the first and the last day of that.
    pub best: Option<(f64, (Date, Date))>,
}

/// What more results would cost, as results have cost on average; the next ones may cost more.
#[derive(Clone, Debug, PartialEq)]
pub struct ExtraCost {
    /// So many more.
    pub results: f64,
    /// What a result cost, in the past period where it cost least and in the one where it cost most.
    pub each: (f64, f64),
    /// The objective on the KPI that has a budget, and its amount.
    pub budget: Option<(String, f64)>,
}

impl NeededDriver {
    /// False where no value would do, or one that a share cannot have.
    pub fn is_possible(&self) -> bool {
        self.needed.is_some_and(|needed| needed >= 0.0 && (self.unit != Unit::Ratio || needed <= 1.0))
    }

    /// Whether it was ever as far; `None` where no past is known.
    pub fn was_ever(&self) -> Option<bool> {
        let (needed, (best, _)) = (self.needed?, self.best?);
        // Sums of floating point are not told apart from what they stand for.
        let slack = 1e-12 * needed.abs();
        Some(if needed >= self.now { best >= needed - slack } else { best <= needed + slack })
    }
}

impl ExtraCost {
    /// From the least to the most that the results would cost.
    pub fn range(&self) -> (f64, f64) {
        (self.results * self.each.0, self.results * self.each.1)
    }

    /// Whether the budget covers it: at most, at least, or not even that. `None` without a budget.
    pub fn fits(&self) -> Option<[bool; 2]> {
        let (least, most) = self.range();
        self.budget.as_ref().map(|(_, amount)| [least <= *amount, most <= *amount])
    }
}

/// The values of a KPI and its drivers over one stretch.
type Values = BTreeMap<String, f64>;

/// What it would take for the first KPI of `question` to come to `target`.
///
/// # Errors
/// The KPI has no tree or no value, or it or a driver cannot be asked.
pub async fn what_if(
    snapshot: &Snapshot,
    question: &Question,
    target: Target,
    now: Timestamp,
) -> Result<WhatIf, TreeError> {
    let kpi = tree_of(snapshot, question.kpis.first().map(String::as_str).unwrap_or_default())?;
    let calendar = &snapshot.workspace.calendar;
    let unknown = || TreeError::from(TreeMessage::NothingKnown { kpi: kpi.id.clone() });
    let period = span(question, calendar, now)?.ok_or_else(unknown)?;
    let reading = WhatIfReading { snapshot, question, now, kpis: drivers_of(&snapshot.catalog, kpi) };
    let (values, currency, _) = reading.over(period).await?;
    let from = *values.get(&kpi.id).ok_or_else(unknown)?;
    let to = aimed_at(target, from).ok_or(TreeMessage::NotOneValue)?;
    let mut past: Vec<(Span, Values)> = Vec::new();
    let mut earlier = period;
    while past.len() < PAST {
        earlier = calendar.previous(earlier);
        let (values, _, complete) = reading.over(earlier).await?;
        if !complete || !values.contains_key(&kpi.id) {
            break;
        }
        past.push((earlier, values));
    }
    let mut drivers = Vec::new();
    needed(&snapshot.catalog, kpi, (from, to), &values, &mut vec![&kpi.id], &mut drivers);
    for driver in &mut drivers {
        driver.best = best(snapshot, driver, &past);
    }
    let is_more = to > from && kpi.direction == Direction::Increase;
    let filter = question.filter.as_deref();
    let cost = if is_more { cost(snapshot, kpi, to - from, &past, filter).await } else { None };
    let (id, unit, days) = (kpi.id.clone(), kpi.unit, first_and_last(snapshot, period));
    Ok(WhatIf { kpi: id, unit, currency, from, to, days, past: past.len(), drivers, cost })
}

/// The one value that a target comes to.
fn aimed_at(target: Target, from: f64) -> Option<f64> {
    match target {
        Target::Value(value) => Some(value),
        Target::Relative(share) => Some(from + from.abs() * share),
        Target::Points(points) => Some(from + points),
        Target::Between(..) => None,
    }
}

/// The KPI and all that drives it.
fn drivers_of(catalog: &Catalog, kpi: &Kpi) -> Vec<String> {
    let (mut known, mut open) = (BTreeSet::new(), vec![(kpi, 0)]);
    while let Some((kpi, depth)) = open.pop() {
        if known.insert(kpi.id.clone()) && depth < DEEP {
            open.extend(kpi.tree.iter().flatten().filter_map(|id| Some((catalog.kpis.get(id)?, depth + 1))));
        }
    }
    known.into_iter().collect()
}

/// Adds what each factor of `kpi` alone would have to become for it to go from the first to the second, and behind each what its own
/// factors would.
fn needed<'c>(
    catalog: &'c Catalog,
    kpi: &'c Kpi,
    (from, to): (f64, f64),
    values: &Values,
    path: &mut Vec<&'c String>,
    drivers: &mut Vec<NeededDriver>,
) {
    for term in &kpi.tree {
        let factors: Vec<Option<f64>> = term.iter().map(|id| values.get(id).copied()).collect();
        for (nth, (id, factor)) in term.iter().zip(&factors).enumerate() {
            let (Some(driver), Some(factor)) = (catalog.kpis.get(id), *factor) else { continue };
            let others = factors.iter().enumerate().filter(|(other, _)| *other != nth);
            let others: f64 = others.map(|(_, other)| other.unwrap_or(0.0)).product();
            let needed_value = needed_alone(factor, others, from, to);
            let (kpi, unit, depth) = (id.clone(), driver.unit, path.len() - 1);
            drivers.push(NeededDriver { kpi, unit, depth, now: factor, needed: needed_value, best: None });
            if let Some(value) = needed_value.filter(|_| path.len() < DEEP && !path.contains(&id)) {
                path.push(id);
                needed(catalog, driver, (factor, value), values, path, drivers);
                path.pop();
            }
        }
    }
}

/// The best that a driver was in one of the `past` periods, in the direction that is needed.
fn best(snapshot: &Snapshot, driver: &NeededDriver, past: &[(Span, Values)]) -> Option<(f64, (Date, Date))> {
    let rises = driver.needed? >= driver.now;
    let known = past.iter().filter_map(|(span, values)| Some((*values.get(&driver.kpi)?, *span)));
    let best = known.reduce(|one, other| if (other.0 > one.0) == rises && other.0 != one.0 { other } else { one })?;
    Some((best.0, first_and_last(snapshot, best.1)))
}

fn first_and_last(snapshot: &Snapshot, span: Span) -> (Date, Date) {
    let (first, after) = snapshot.workspace.calendar.days_of(span);
    (first, after.yesterday().unwrap_or(first))
}

/// What `results` more would cost at what one cost in past periods.
async fn cost(
    snapshot: &Snapshot,
    kpi: &Kpi,
    results: f64,
    past: &[(Span, Values)],
    filter: Option<&str>,
) -> Option<ExtraCost> {
    // What was spent on a part of the visitors alone is not known.
    if !matches!(kpi.unit, Unit::Count | Unit::Money) || filter.is_some() {
        return None;
    }
    let mut catalog = snapshot.catalog.clone();
    catalog.add_kpi(SPEND.0, SPEND.1).ok()?;
    let rollup = snapshot.rollup(&catalog, &[(SPEND.0.to_owned(), None)], &[]).await;
    if rollup.unmet(SPEND.0).is_some() {
        return None;
    }
    let stretches: Vec<(Date, Date)> =
        past.iter().map(|(span, _)| snapshot.workspace.calendar.days_of(*span)).collect();
    let spent = rollup.over(SPEND.0, None, &stretches).await.ok()?;
    let each = spent.iter().zip(past).filter_map(|(spent, (_, values))| {
        let (spent, results) = (spent.value.as_f64()?, values.get(&kpi.id)?);
        (spent > 0.0 && *results > 0.0).then(|| spent / results)
    });
    let each = each.fold(None, |range: Option<(f64, f64)>, one| {
        Some(range.map_or((one, one), |(least, most)| (least.min(one), most.max(one))))
    });
    Some(ExtraCost { results, each: each?, budget: budget(snapshot, kpi) })
}

/// The budget of the first objective on the KPI that has one.
fn budget(snapshot: &Snapshot, kpi: &Kpi) -> Option<(String, f64)> {
    let chosen = choose(&snapshot.workspace, &[]).ok()?;
    let is_on =
        |name: &String| snapshot.catalog.resolve(std::slice::from_ref(name)).is_ok_and(|ids| ids == [kpi.id.clone()]);
    chosen.objectives.into_iter().find_map(|objective| match (&objective.goal, objective.budget) {
        (Goal::Kpi { kpi: name, .. }, Some(Budget { amount, .. })) if is_on(name) => Some((objective.id, amount)),
        _ => None,
    })
}

/// How a KPI and its drivers are read.
struct WhatIfReading<'a> {
    snapshot: &'a Snapshot,
    question: &'a Question,
    now: Timestamp,
    kpis: Vec<String>,
}

impl WhatIfReading<'_> {
    /// The values over the days of `span`, what amounts are in, and whether all of it is complete.
    async fn over(&self, span: Span) -> Result<(Values, Option<String>, bool), TreeError> {
        let when = When::Period(days_of(self.snapshot, span)?);
        let filter = self.question.filter.clone();
        let question = Question { kpis: self.kpis.clone(), when, filter, ..Question::default() };
        let answered = self.snapshot.ask(&question, self.now).await?;
        if let Some((_, error)) = answered.problems.into_iter().next() {
            return Err(error.into());
        }
        let answers = answered.answers;
        let complete = answers.iter().all(|answer| answer.complete || answer.value.is_null());
        let currency = answers.iter().find_map(|answer| answer.currency.clone());
        let values = answers.iter().filter_map(|answer| Some((answer.kpi.clone(), exact(answer)?))).collect();
        Ok((values, currency, complete))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn driver(unit: Unit, now: f64, needed: f64, best: Option<f64>) -> NeededDriver {
        let day = jiff::civil::date(2026, 1, 1);
        let best = best.map(|best| (best, (day, day)));
        NeededDriver { kpi: "a.b".into(), unit, depth: 0, now, needed: Some(needed), best }
    }

    #[test]
    fn a_share_beyond_all_is_impossible_and_the_past_says_what_was() {
        assert!(
            !driver(Unit::Ratio, 0.9, 1.1, None).is_possible() && driver(Unit::Count, 0.9, 1.1, None).is_possible()
        );
        assert_eq!(driver(Unit::Ratio, 0.5, 0.61, Some(0.58)).was_ever(), Some(false));
        assert_eq!(driver(Unit::Ratio, 0.5, 0.61, Some(0.61)).was_ever(), Some(true));
        assert_eq!(driver(Unit::Ratio, 0.5, 0.4, Some(0.41)).was_ever(), Some(false));
        assert_eq!(driver(Unit::Ratio, 0.5, 0.4, None).was_ever(), None);
    }

    #[test]
    fn a_target_is_one_value() {
        assert_eq!(aimed_at(Target::Relative(0.1), 50.0), Some(55.0));
        assert_eq!(aimed_at(Target::Points(-5.0), 50.0), Some(45.0));
        assert_eq!(aimed_at(Target::Between(1.0, 2.0), 50.0), None);
    }

    #[test]
    fn a_budget_covers_all_some_or_none() {
        let cost = |amount| ExtraCost { results: 10.0, each: (1.0, 2.0), budget: Some(("more".into(), amount)) };
        assert_eq!(
            [25.0, 15.0, 5.0].map(|amount| cost(amount).fits()),
            [Some([true, true]), Some([true, false]), Some([false, false])]
        );
    }
}
