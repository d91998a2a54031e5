//! What was read of one objective: its KPI over the period, the baseline, and history.

use jauge_domain::{Aim, Baseline, Direction, Goal, Objective, Target, Unit};
use jauge_forecast::{Curve, Daily, Forecast, Options, Period, RatioOptions, Refusal, additive, distinct, ratio};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::readings::{Days, Known, Reading, Readings, Shape, Unreadable};
use crate::settings::Settings;

/// Days of history that are looked at: two years and a little.
const HISTORY: i64 = 760;
/// Past periods that are looked at.
const PAST: u16 = 8;
/// Past curves of a distinct count.
const CURVES: u16 = 6;

/// What is known of one objective.
pub(crate) struct Case<'a> {
    pub(crate) objective: &'a Objective,
    pub(crate) readings: &'a dyn Readings,
    pub(crate) settings: &'a Settings,
    pub(crate) known: Known,
    pub(crate) filter: Option<&'a str>,
    pub(crate) aim: Aim,
    pub(crate) period: Period,
    pub(crate) as_of: Date,
    /// Up to where there can be data: days after it are unknown, not empty.
    pub(crate) seen: Date,
    /// The KPI from the period's start to `as_of`, or its end; of a period ahead nothing.
    pub(crate) actual: Reading,
    pub(crate) base: Option<Base>,
    /// The target worked out; `None` where it needs a baseline that is not there.
    pub(crate) target: Option<Target>,
    /// Day by day up to `as_of`: the values, or numerators and denominators.
    pub(crate) history: Option<History>,
    /// Past periods of the same length that the data cover, the latest first.
    pub(crate) past: Vec<(Period, Reading)>,
    /// The first and the last day there is anything of.
    pub(crate) extent: Option<(Date, Date)>,
    curves: Option<(Vec<Curve>, Curve)>,
}

/// What an objective starts from.
#[derive(Clone, Debug)]
pub(crate) struct Base {
    pub(crate) kind: BaseKind,
    /// Over as long a time as the objective's period.
    pub(crate) value: f64,
    pub(crate) days: Option<Days>,
    pub(crate) reading: Reading,
}

/// Where a baseline comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BaseKind {
    Given,
    Value,
    YearBefore,
    JustBefore,
}

/// A KPI day by day.
#[derive(Clone, Debug)]
pub(crate) struct History {
    pub(crate) above: Daily,
    /// `None` for sums.
    pub(crate) below: Option<Daily>,
}

impl<'a> Case<'a> {
    /// Reads what there is to know of `objective`, whose goal is a KPI.
    pub(crate) fn read(
        objective: &'a Objective,
        readings: &'a dyn Readings,
        settings: &'a Settings,
    ) -> Result<Option<Self>, Unreadable> {
        let Goal::Kpi { kpi, filter, target, aim, baseline } = &objective.goal else { return Ok(None) };
        let filter = filter.as_deref();
        let known = readings.kpi(kpi, filter)?;
        let aim = aim.unwrap_or(match known.direction {
            Direction::Increase => Aim::Increase,
            Direction::Decrease => Aim::Decrease,
        });
        let (start, end) = readings.days(&objective.period);
        let empty = |_| Unreadable { why: format!("`{}` has no days", objective.period), wrong: true };
        let period = Period::new(start, end).map_err(empty)?;
        let as_of = readings.as_of();
        let extent = readings.extent(kpi, filter);
        let reached = readings.complete_to(&known.id).max(extent.map(|(_, last)| last));
        let seen = reached.map_or(as_of, |reached| reached.min(as_of));
        let plan = Plan::new(period, as_of, extent, baseline.as_ref(), known.shape, readings);
        let cells = readings.over(kpi, filter, &plan.stretches())?;
        let mut cells = cells.into_iter();
        let actual = cells.next().unwrap_or_default();
        let base_reading = plan.base.and_then(|(_, days)| days).map(|_| cells.next().unwrap_or_default());
        let past = plan.past.iter().map(|period| (*period, cells.next().unwrap_or_default())).collect();
        let curves = plan.curves(&mut cells);
        let history = plan.history(known.shape, cells);
        let mut case = Self {
            objective,
            readings,
            settings,
            filter,
            aim,
            period,
            as_of,
            seen,
            actual,
            base: None,
            target: None,
            history,
            past,
            extent,
            curves,
            known,
        };
        case.base = case.baseline(baseline.as_ref(), plan.base, base_reading);
        case.target = case.worked_out(*target);
        Ok(Some(case))
    }

    fn baseline(
        &self,
        written: Option<&Baseline>,
        planned: Option<(BaseKind, Option<Days>)>,
        reading: Option<Reading>,
    ) -> Option<Base> {
        if let Some(Baseline::Value(value)) = written {
            return Some(Base { kind: BaseKind::Value, value: *value, days: None, reading: Reading::default() });
        }
        let ((kind, days), reading) = (planned?, reading?);
        let (from, after) = days?;
        let length = between(from, after) as f64;
        let scale = if self.known.shape == Shape::Sum { self.period.days() as f64 / length } else { 1.0 };
        Some(Base {
            kind,
            value: reading.value.filter(|_| reading.n > 0.0 || self.is_counted())? * scale,
            days,
            reading,
        })
    }

    /// True for what is 0 where there is nothing.
    pub(crate) fn is_counted(&self) -> bool {
        matches!(self.known.shape, Shape::Sum | Shape::Distinct)
    }

    fn worked_out(&self, target: Target) -> Option<Target> {
        let base = self.base.as_ref().map(|base| base.value);
        match target {
            Target::Value(_) | Target::Between(..) => Some(target),
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
    pub(crate) fn goal(&self) -> Option<jauge_forecast::Goal> {
        Some(match (self.target?, self.aim) {
            (Target::Between(low, high), _) => jauge_forecast::Goal::Between(low, high),
            (Target::Value(value), Aim::Decrease | Aim::MaintainBelow) => jauge_forecast::Goal::AtMost(value),
            (Target::Value(value), _) => jauge_forecast::Goal::AtLeast(value),
            _ => return None,
        })
    }

    /// True where `value` is what is asked for.
    pub(crate) fn meets(&self, value: f64) -> bool {
        match self.goal() {
            Some(jauge_forecast::Goal::AtLeast(target)) => value >= target,
            Some(jauge_forecast::Goal::AtMost(target)) => value <= target,
            Some(jauge_forecast::Goal::Between(low, high)) => low <= value && value <= high,
            None => false,
        }
    }

    /// True for `maintain_*`.
    pub(crate) fn maintains(&self) -> bool {
        self.aim.is_kept()
    }

    /// The value so far; what is counted is 0 where there is nothing.
    pub(crate) fn value(&self) -> Option<f64> {
        self.actual.value.or(self.is_counted().then_some(0.0))
    }

    /// The days of the period that have passed and can have data.
    pub(crate) fn so_far(&self) -> Days {
        let after = next(self.seen).clamp(self.period.start(), self.period.end());
        (self.period.start(), after)
    }

    /// How many of the period's days have passed.
    pub(crate) fn elapsed(&self) -> i64 {
        let (from, after) = self.so_far();
        between(from, after)
    }

    /// True once the period's last day has passed.
    pub(crate) fn is_over(&self) -> bool {
        next(self.as_of) >= self.period.end()
    }

    /// The period's last day.
    pub(crate) fn last_day(&self) -> Date {
        self.period.end().yesterday().unwrap_or(self.period.end())
    }

    /// The final value as seen at the end of `as_of`.
    pub(crate) fn forecast(&self, as_of: Date) -> Result<Forecast, Refusal> {
        match (self.known.shape, &self.history, &self.curves) {
            (Shape::Sum, Some(history), _) => {
                additive(&history.above, self.period, as_of, Options { signed: self.known.signed })
            }
            (Shape::Ratio { shared }, Some(History { above, below: Some(below) }), _) => {
                let options = |shared_rows| RatioOptions { shared_rows };
                // Counts of different rows can look alike; then days are drawn instead.
                ratio(above, below, self.period, as_of, options(shared))
                    .or_else(|_| ratio(above, below, self.period, as_of, options(false)))
            }
            (Shape::Distinct, _, Some((past, current))) if as_of == self.seen => distinct(past, current, as_of),
            _ => Err(Refusal::TooLittle { unit: "days", have: 0, need: 7 }),
        }
    }

    /// Up to which day the data are complete, or where they end.
    pub(crate) fn data_end(&self) -> Option<Date> {
        self.readings.complete_to(&self.known.id).max(self.extent.map(|(_, last)| last))
    }

    /// The KPI's unit.
    pub(crate) fn unit(&self) -> Unit {
        self.known.unit
    }
}

/// Which days are read, in one go.
struct Plan {
    so_far: Days,
    base: Option<(BaseKind, Option<Days>)>,
    past: Vec<Period>,
    curves: Vec<Period>,
    /// The first day of history and how many there are.
    daily: Option<(Date, i64)>,
    period: Period,
    as_of: Date,
}

impl Plan {
    fn new(
        period: Period,
        as_of: Date,
        extent: Option<(Date, Date)>,
        baseline: Option<&Baseline>,
        shape: Shape,
        readings: &dyn Readings,
    ) -> Self {
        let after = next(as_of).clamp(period.start(), period.end());
        let covers = |(from, after): Days| extent.is_some_and(|(first, _)| first <= from) && after <= next(as_of);
        let days = |period: &Period| (period.start(), period.end());
        let earlier = |count| (1..=count).map_while(|nth| period.earlier(nth));
        let past: Vec<Period> = earlier(PAST).filter(|past| covers(days(past))).collect();
        let base = match baseline {
            Some(Baseline::Period(period)) => Some((BaseKind::Given, Some(readings.days(period)))),
            Some(Baseline::Value(_)) => Some((BaseKind::Value, None)),
            None => {
                let year =
                    year_before(period).filter(|days| covers(*days)).map(|days| (BaseKind::YearBefore, Some(days)));
                let before = period.earlier(1).map(|before| days(&before)).filter(|days| covers(*days));
                year.or(before.map(|days| (BaseKind::JustBefore, Some(days))))
            }
        };
        let daily = extent.filter(|_| matches!(shape, Shape::Sum | Shape::Ratio { .. })).map(|(first, _)| {
            let first = first.max(as_of.checked_sub(HISTORY.days()).unwrap_or(first));
            (first, between(first, next(as_of)).max(0))
        });
        let curves = if shape == Shape::Distinct {
            earlier(CURVES).filter(|past| covers(days(past))).collect()
        } else {
            Vec::new()
        };
        Self { so_far: (period.start(), after), base, past, curves, daily, period, as_of }
    }

    /// In the order in which the readings are taken apart again.
    fn stretches(&self) -> Vec<Days> {
        let base = self.base.and_then(|(_, days)| days);
        let past = self.past.iter().map(|past| (past.start(), past.end()));
        let mut all: Vec<Days> = [self.so_far].into_iter().chain(base).chain(past).collect();
        for curve in &self.curves {
            all.extend(growing(curve.start(), curve.days()));
        }
        if !self.curves.is_empty() {
            all.extend(growing(self.so_far.0, between(self.so_far.0, self.so_far.1)));
        }
        if let Some((first, count)) = self.daily {
            all.extend((0..count).map(|nth| (first + nth.days(), first + (nth + 1).days())));
        }
        all
    }

    fn curves(&self, cells: &mut impl Iterator<Item = Reading>) -> Option<(Vec<Curve>, Curve)> {
        if self.curves.is_empty() {
            return None;
        }
        let mut take = |period: Period, days: i64| {
            let counts = cells.by_ref().take(usize::try_from(days).unwrap_or(0));
            Curve { period, counts: counts.map(|cell| cell.value.unwrap_or(0.0)).collect() }
        };
        // The readings come latest first, and a forecast wants the oldest first.
        let mut past: Vec<Curve> = self.curves.iter().map(|period| take(*period, period.days())).collect();
        past.reverse();
        let current = take(self.period, between(self.so_far.0, self.so_far.1));
        Some((past, current))
    }

    fn history(&self, shape: Shape, cells: impl Iterator<Item = Reading>) -> Option<History> {
        let (first, _) = self.daily?;
        let cells: Vec<Reading> = cells.collect();
        let daily = |part: fn(&Reading) -> Option<f64>| {
            Daily::new(first, cells.iter().map(|cell| part(cell).unwrap_or(0.0)).collect()).ok()
        };
        Some(match shape {
            Shape::Ratio { .. } => {
                History { above: daily(|cell| cell.numerator)?, below: Some(daily(|cell| cell.denominator)?) }
            }
            _ => History { above: daily(|cell| cell.value)?, below: None },
        })
        .filter(|_| self.as_of >= first)
    }
}

/// From `first` to the end of each of `days` days.
fn growing(first: Date, days: i64) -> impl Iterator<Item = Days> {
    (1..=days).map(move |nth| (first, first + nth.days()))
}

/// The same days a year earlier: whole months stay whole months, weeks stay weeks.
fn year_before(period: Period) -> Option<Days> {
    let (start, end) = (period.start(), period.end());
    let back = |date: Date| {
        let weeks = period.days() % 7 == 0 && !(start.day() == 1 && end.day() == 1);
        if weeks { date.checked_sub(364.days()).ok() } else { date.checked_sub(1.year()).ok() }
    };
    Some((back(start)?, back(end)?))
}

/// Days from `from` to `after`.
pub(crate) fn between(from: Date, after: Date) -> i64 {
    after.duration_since(from).as_hours() / 24
}

/// The day after `date`.
pub(crate) fn next(date: Date) -> Date {
    date.tomorrow().unwrap_or(date)
}
