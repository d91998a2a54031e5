//! What is known of one objective before any value is read, and over which days its KPI is read.

use jauge_domain::{Aim, Baseline, Direction, Goal, Objective, ObjectiveMessage, Target, days_between};
use jauge_forecast::Stretch;
use jiff::ToSpan;
use jiff::civil::Date;

use crate::days::{Days, next};
use crate::readings::{Background, Known, Unreadable};
use jauge_domain::Additivity;

/// Days of history that are looked at: two years and a little.
const HISTORY: i64 = 760;
/// Past periods that are looked at.
const PAST: u16 = 8;
/// Past curves of a distinct count.
const CURVES: u16 = 6;

/// One objective, what is known of its KPI, and which days are to be read.
pub(crate) struct Plan<'a> {
    pub(crate) objective: &'a Objective,
    pub(crate) known: Known,
    pub(crate) filter: Option<&'a str>,
    /// The target as written.
    pub(crate) written: Target,
    pub(crate) aim: Aim,
    pub(crate) period: Stretch,
    pub(crate) as_of: Date,
    /// Up to where there can be data: days after it are unknown, not empty.
    pub(crate) seen: Date,
    /// The first day that some source has not completed; `None` where no source says.
    pub(crate) completed: Option<Date>,
    /// The first and the last day there is anything of.
    pub(crate) extent: Option<(Date, Date)>,
    /// What the objective starts from.
    pub(crate) base: Option<PlannedBase>,
    /// The days of the baseline that the file names, where the data do not cover them: of a part no whole is made.
    pub(crate) uncovered: Option<Days>,
    /// The first day that the KPI's sources have, whatever the filter lets through.
    pub(crate) began: Option<Date>,
    /// Past periods of the same length that the data cover, the latest first.
    pub(crate) past: Vec<Stretch>,
    /// Past periods whose curves are read day by day, the latest first.
    pub(crate) curves: Vec<Stretch>,
    /// The first day of history and how many days there are.
    pub(crate) daily: Option<(Date, i64)>,
}

/// What an objective starts from, before it is read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum PlannedBase {
    /// The value that the file gives.
    Value(f64),
    /// The KPI over these days.
    Days(BaseKind, Days),
}

/// Which days a baseline is read over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BaseKind {
    Given,
    YearBefore,
    JustBefore,
}

impl<'a> Plan<'a> {
    /// Plans what to read of `objective`; `None` where its goal is no KPI.
    pub(crate) fn new(objective: &'a Objective, background: &dyn Background) -> Result<Option<Self>, Unreadable> {
        let Goal::Kpi { kpi, filter, target, aim, baseline } = &objective.goal else { return Ok(None) };
        let filter = filter.as_deref();
        let known = background.kpi(kpi, filter)?;
        let aim = aim.unwrap_or(match known.direction {
            Direction::Increase => Aim::Increase,
            Direction::Decrease => Aim::Decrease,
        });
        let (start, end) = background.days(&objective.period);
        let empty = |_| Unreadable::wrong(ObjectiveMessage::PeriodWithoutDays { period: objective.period.to_string() });
        let period = Stretch::new(start, end).map_err(empty)?;
        let as_of = background.as_of();
        let extent = background.extent(kpi, filter);
        let reached = background.complete_to(&known.id).max(extent.map(|(_, last)| last));
        let seen = reached.map_or(as_of, |reached| reached.min(as_of));
        let began = background.began(&known.id).or(extent.map(|(first, _)| first));
        let covers = |(from, after): Days| extent.is_some_and(|(first, _)| first <= from) && after <= next(seen);
        let is_whole = |(from, after): Days| began.is_some_and(|began| began <= from) && after <= next(seen);
        let mut uncovered = None;
        let earlier = |count| (1..=count).map_while(|nth| period.earlier(nth)).filter(|past| covers(days(*past)));
        let base = match baseline {
            Some(Baseline::Period(period)) => {
                let days = background.days(period);
                uncovered = (!is_whole(days)).then_some(days);
                uncovered.is_none().then_some(PlannedBase::Days(BaseKind::Given, days))
            }
            Some(Baseline::Value(value)) => Some(PlannedBase::Value(*value)),
            None => {
                let year = year_before(period).map(|days| (BaseKind::YearBefore, days));
                let before = period.earlier(1).map(|before| (BaseKind::JustBefore, days(before)));
                let covered = year.into_iter().chain(before).find(|(_, days)| covers(*days));
                covered.map(|(kind, days)| PlannedBase::Days(kind, days))
            }
        };
        let adds_up = matches!(known.additivity, Additivity::Sum | Additivity::Ratio { .. });
        let daily = extent.filter(|_| adds_up).map(|(first, _)| {
            let first = first.max(as_of.checked_sub(HISTORY.days()).unwrap_or(first));
            (first, days_between(first, next(as_of)).max(0))
        });
        Ok(Some(Self {
            objective,
            filter,
            written: *target,
            aim,
            period,
            as_of,
            seen,
            completed: background.completed(&known.id),
            extent,
            base,
            uncovered,
            began,
            past: earlier(PAST).collect(),
            curves: if known.additivity == Additivity::Distinct { earlier(CURVES).collect() } else { Vec::new() },
            daily,
            known,
        }))
    }

    /// The last day of the baseline that the file names, where data do not reach it yet.
    pub(crate) fn base_under_way(&self) -> Option<Date> {
        let (_, after) = self.uncovered.filter(|(_, after)| *after > next(self.seen))?;
        after.yesterday().ok()
    }

    /// True for `maintain_*`.
    pub(crate) fn maintains(&self) -> bool {
        self.aim.is_kept()
    }

    /// The days of the period up to the day asked about, with data or without.
    pub(crate) fn to_as_of(&self) -> Days {
        (self.period.start(), next(self.as_of).clamp(self.period.start(), self.period.end()))
    }

    /// The days of the period that have passed and can have data.
    pub(crate) fn so_far(&self) -> Days {
        (self.period.start(), next(self.seen).clamp(self.period.start(), self.period.end()))
    }

    /// The days that the baseline is read over.
    pub(crate) fn base_days(&self) -> Option<Days> {
        match self.base? {
            PlannedBase::Days(_, days) => Some(days),
            PlannedBase::Value(_) => None,
        }
    }

    /// The days of the past periods, the latest first.
    pub(crate) fn past_days(&self) -> impl Iterator<Item = Days> {
        self.past.iter().copied().map(days)
    }

    /// The period so far and, of what adds up, as much of the baseline's, both without a day that some source has not completed;
    /// of the rest the whole baseline.
    pub(crate) fn compared(&self) -> Option<[Days; 2]> {
        let (start, end) = self.so_far();
        let completed = self.completed.filter(|_| self.known.additivity == Additivity::Sum);
        let now = (start, completed.map_or(end, |completed| completed.clamp(start, end)));
        let (from, after) = self.base_days()?;
        let elapsed = days_between(now.0, now.1);
        if elapsed == 0 {
            return None;
        }
        let cut = from.checked_add(elapsed.days()).unwrap_or(after);
        Some([now, (from, if self.known.additivity == Additivity::Sum { cut.min(after) } else { after })])
    }

    /// All that is read of the KPI at once, in the order in which [`Inputs`](crate::inputs::Inputs) takes it apart again.
    pub(crate) fn stretches(&self) -> Vec<Days> {
        let mut all: Vec<Days> =
            [self.to_as_of()].into_iter().chain(self.base_days()).chain(self.past_days()).collect();
        for curve in &self.curves {
            all.extend(growing(curve.start(), curve.days()));
        }
        if !self.curves.is_empty() {
            let (from, after) = self.to_as_of();
            all.extend(growing(from, days_between(from, after)));
        }
        if let Some((first, count)) = self.daily {
            all.extend((0..count).map(|nth| (first + nth.days(), first + (nth + 1).days())));
        }
        all
    }
}

fn days(period: Stretch) -> Days {
    (period.start(), period.end())
}

/// From `first` to the end of each of `days` days.
fn growing(first: Date, days: i64) -> impl Iterator<Item = Days> {
    (1..=days).map(move |nth| (first, first + nth.days()))
}

/// The same days a year earlier: whole months stay whole months, weeks stay weeks.
fn year_before(period: Stretch) -> Option<Days> {
    let (start, end) = (period.start(), period.end());
    let earlier = |date: Date| {
        let weeks = period.days() % 7 == 0 && !(start.day() == 1 && end.day() == 1);
        if weeks { date.checked_sub(364.days()).ok() } else { date.checked_sub(1.year()).ok() }
    };
    Some((earlier(start)?, earlier(end)?))
}
