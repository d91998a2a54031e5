//! What was read of one objective: its KPI over the period, the baseline, and history.

use jauge_domain::{Aim, NoValue, Objective, Target, Unit, days_between};
use jauge_forecast::{
    AdditiveOptions, Bound, Curve, Daily, Projection, RatioOptions, Refusal, Stretch, additive, distinct, ratio,
};
use jiff::civil::Date;

use crate::days::{Days, next};
use crate::plan::{BaseKind, Plan, PlannedBase};
use crate::readings::{Reading, Readings, Unreadable};
use crate::thresholds::Thresholds;
use jauge_domain::Additivity;

/// The plan of one objective and all values that were read of it.
pub(crate) struct Inputs<'a> {
    pub(crate) plan: Plan<'a>,
    pub(crate) readings: &'a dyn Readings,
    pub(crate) thresholds: &'a Thresholds,
    /// The KPI from the period's start to the day asked about, or its end; of a period ahead nothing.
    pub(crate) actual: Reading,
    pub(crate) base: Option<Base>,
    /// The target worked out; `None` where it needs a baseline that is not there.
    pub(crate) target: Option<Target>,
    /// Day by day: the values, or numerators and denominators.
    pub(crate) history: Option<History>,
    /// Past periods of the same length that the data cover, the latest first.
    pub(crate) past: Vec<(Stretch, Reading)>,
    curves: Option<(Vec<Curve>, Curve)>,
}

/// What an objective starts from.
#[derive(Clone, Debug)]
pub(crate) struct Base {
    /// Over as long a time as the objective's period.
    pub(crate) value: f64,
    /// `None` where the file gives the value.
    pub(crate) read: Option<(BaseKind, Days, Reading)>,
}

/// A KPI day by day.
#[derive(Clone, Debug)]
pub(crate) struct History {
    /// The values, or the numerators.
    pub(crate) above: Daily,
    /// The denominators; `None` for sums.
    pub(crate) below: Option<Daily>,
}

impl<'a> Inputs<'a> {
    /// Reads what there is to know of `objective`; `None` where its goal is no KPI.
    pub(crate) fn read(
        objective: &'a Objective,
        readings: &'a dyn Readings,
        thresholds: &'a Thresholds,
    ) -> Result<Option<Self>, Unreadable> {
        let Some(plan) = Plan::new(objective, readings)? else { return Ok(None) };
        let mut cells = readings.over(&plan.known.id, plan.filter, &plan.stretches())?.into_iter();
        let actual = cells.next().unwrap_or_default();
        let base_reading = plan.base_days().map(|_| cells.next().unwrap_or_default());
        let past = plan.past.iter().map(|period| (*period, cells.next().unwrap_or_default())).collect();
        let curves = curves(&plan, &mut cells);
        let history = history(&plan, cells);
        let mut inputs = Self { plan, readings, thresholds, actual, base: None, target: None, history, past, curves };
        inputs.base = inputs.baseline(base_reading);
        inputs.target = inputs.worked_out();
        Ok(Some(inputs))
    }

    fn baseline(&self, reading: Option<Reading>) -> Option<Base> {
        let (kind, days) = match self.plan.base? {
            PlannedBase::Value(value) => return Some(Base { value, read: None }),
            PlannedBase::Days(kind, days) => (kind, days),
        };
        // Before the data begin the value is unknown, and not 0.
        self.plan.extent.filter(|(first, _)| *first < days.1)?;
        let reading = reading?;
        let length = days_between(days.0, days.1) as f64;
        let is_sum = self.plan.known.additivity == Additivity::Sum;
        let scale = if is_sum { self.plan.period.days() as f64 / length } else { 1.0 };
        let value = reading.value.filter(|_| reading.n > 0.0 || self.is_counted())? * scale;
        Some(Base { value, read: Some((kind, days, reading)) })
    }

    /// True for sums and distinct counts, which are 0 where there are no rows.
    pub(crate) fn is_counted(&self) -> bool {
        matches!(self.plan.known.additivity, Additivity::Sum | Additivity::Distinct)
    }

    fn worked_out(&self) -> Option<Target> {
        let base = self.base.as_ref().map(|base| base.value);
        match self.plan.written {
            target @ (Target::Value(_) | Target::Between(..)) => Some(target),
            Target::Relative(share) => base.map(|base| Target::Value(base + base.abs() * share)),
            Target::Points(points) => base.map(|base| Target::Value(base + points)),
        }
    }

    /// The target as one number; `None` for a range.
    pub(crate) fn target_value(&self) -> Option<f64> {
        match self.target? {
            Target::Value(value) => Some(value),
            _ => None,
        }
    }

    /// What the final value is asked to be.
    pub(crate) fn bound(&self) -> Option<Bound> {
        Some(match (self.target?, self.plan.aim) {
            (Target::Between(low, high), _) => Bound::Between(low, high),
            (Target::Value(value), Aim::Decrease | Aim::MaintainBelow) => Bound::AtMost(value),
            (Target::Value(value), _) => Bound::AtLeast(value),
            _ => return None,
        })
    }

    /// True where more is better.
    pub(crate) fn rises(&self) -> bool {
        !matches!(self.plan.aim, Aim::Decrease | Aim::MaintainBelow)
    }

    /// True where `value` is what is asked for.
    pub(crate) fn meets(&self, value: f64) -> bool {
        match self.bound() {
            Some(Bound::AtLeast(target)) => value >= target,
            Some(Bound::AtMost(target)) => value <= target,
            Some(Bound::Between(low, high)) => low <= value && value <= high,
            None => false,
        }
    }

    /// The value so far; what is counted is 0 where there are no rows, and unknown where there are and none has a value.
    pub(crate) fn value(&self) -> Option<f64> {
        let is_empty = self.actual.why.is_none() && matches!(self.actual.lacks, None | Some(NoValue::NoRows));
        self.actual.value.or((self.is_counted() && is_empty).then_some(0.0))
    }

    /// How many of the period's days have passed.
    pub(crate) fn elapsed(&self) -> i64 {
        let (from, after) = self.plan.so_far();
        days_between(from, after)
    }

    /// True once the period's last day has passed.
    pub(crate) fn is_over(&self) -> bool {
        next(self.plan.as_of) >= self.plan.period.end()
    }

    /// The period's last day.
    pub(crate) fn last_day(&self) -> Date {
        let end = self.plan.period.end();
        end.yesterday().unwrap_or(end)
    }

    /// The final value as seen at the end of `as_of`.
    pub(crate) fn forecast(&self, as_of: Date) -> Result<Projection, Refusal> {
        let (period, known) = (self.plan.period, &self.plan.known);
        match (known.additivity, &self.history, &self.curves) {
            (Additivity::Sum, Some(history), _) => {
                additive(&history.above, period, as_of, AdditiveOptions { signed: known.signed })
            }
            (Additivity::Ratio { shared }, Some(History { above, below: Some(below) }), _) => {
                let options = |shared_rows| RatioOptions { shared_rows };
                // Counts of different rows can look alike; then days are drawn instead.
                ratio(above, below, period, as_of, options(shared))
                    .or_else(|_| ratio(above, below, period, as_of, options(false)))
            }
            (Additivity::Distinct, _, Some((past, current))) if as_of == self.plan.seen => {
                distinct(past, current, as_of)
            }
            _ => Err(Refusal::TooFewDays { have: 0, need: 7 }),
        }
    }

    /// Up to which day the data are complete, or where they end.
    pub(crate) fn data_end(&self) -> Option<Date> {
        self.readings.complete_to(&self.plan.known.id).max(self.plan.extent.map(|(_, last)| last))
    }

    /// The KPI's unit.
    pub(crate) fn unit(&self) -> Unit {
        self.plan.known.unit
    }
}

fn curves(plan: &Plan<'_>, cells: &mut impl Iterator<Item = Reading>) -> Option<(Vec<Curve>, Curve)> {
    if plan.curves.is_empty() {
        return None;
    }
    let mut take = |period: Stretch, days: i64| {
        let counts = cells.by_ref().take(usize::try_from(days).unwrap_or(0));
        Curve { period, counts: counts.map(|cell| cell.value.unwrap_or(0.0)).collect() }
    };
    // The readings come latest first, and a forecast wants the oldest first.
    let mut past: Vec<Curve> = plan.curves.iter().map(|period| take(*period, period.days())).collect();
    past.reverse();
    let (from, after) = plan.to_as_of();
    let current = take(plan.period, days_between(from, after));
    Some((past, current))
}

fn history(plan: &Plan<'_>, cells: impl Iterator<Item = Reading>) -> Option<History> {
    let (first, _) = plan.daily?;
    let cells: Vec<Reading> = cells.collect();
    // A day whose value is unknown is not 0, and no history has a gap.
    if cells.iter().any(|cell| cell.why.is_some()) {
        return None;
    }
    let daily = |part: fn(&Reading) -> Option<f64>| {
        Daily::new(first, cells.iter().map(|cell| part(cell).unwrap_or(0.0)).collect()).ok()
    };
    let history = match plan.known.additivity {
        Additivity::Ratio { .. } => {
            History { above: daily(|cell| cell.numerator)?, below: Some(daily(|cell| cell.denominator)?) }
        }
        Additivity::Sum | Additivity::Distinct | Additivity::Other => {
            History { above: daily(|cell| cell.value)?, below: None }
        }
    };
    Some(history).filter(|_| plan.as_of >= first)
}
