//! How an objective stands: status, progress, pace.

use jauge_domain::{AssessmentFinding, ForecastRefusal, NoValue, Status, days_between};
use jauge_forecast::{Bound, Projection, Refusal};
use jiff::civil::Date;

use crate::derived::least_sample;
use crate::frequency::{days_of, frequency};
use crate::inputs::Inputs;
use crate::maintain::Maintained;
use crate::refusal;
use jauge_domain::Additivity;

/// What the status, the progress and the pace are worked out from.
pub(crate) struct Assessment<'a> {
    pub(crate) inputs: &'a Inputs<'a>,
    pub(crate) forecast: Result<&'a Projection, &'a Refusal>,
    pub(crate) maintained: Option<&'a Maintained>,
}

/// A status, and its reason where it needs one.
type Reasoned = (Status, Option<AssessmentFinding>);

impl Assessment<'_> {
    /// The status, and its reason where it needs one.
    pub(crate) fn status(&self) -> Reasoned {
        let inputs = self.inputs;
        if inputs.plan.as_of < inputs.plan.period.start() {
            return (Status::NotStarted, None);
        }
        self.lacking().or_else(|| self.decided()).unwrap_or_else(|| self.under_way())
    }

    /// The status where data are missing or too few.
    fn lacking(&self) -> Option<Reasoned> {
        let inputs = self.inputs;
        let Some((since, _)) = inputs.plan.extent else {
            let is_filtered = inputs.plan.filter.is_some();
            let why = if is_filtered { AssessmentFinding::NoRowPasses } else { AssessmentFinding::NoRowsEver };
            return Some((Status::NoData, Some(why)));
        };
        if let Some(why) = inputs.actual.why.clone() {
            return Some((Status::NoData, Some(AssessmentFinding::KpiUnreadable { why: Box::new(why.into()) })));
        }
        if inputs.target.is_none() {
            let why = match inputs.plan.base_under_way() {
                Some(to) => AssessmentFinding::TargetBeforeBaseline { to, last: inputs.plan.seen },
                None => AssessmentFinding::TargetWithoutBaseline { since: inputs.plan.began.unwrap_or(since) },
            };
            return Some((Status::NoData, Some(why)));
        }
        let end = inputs.data_end()?;
        let last = inputs.last_day().min(inputs.plan.as_of);
        let patience = days_of(frequency(inputs.plan.objective, inputs.plan.period.days()));
        if end < last && days_between(end, last) > patience {
            return Some((Status::Stale, Some(AssessmentFinding::NoDataSince { last: end })));
        }
        let had = inputs.actual.n;
        if inputs.value().is_none() {
            return Some((Status::NoData, Some(valueless(inputs))));
        }
        let needed = least_sample(inputs).filter(|needed| had < *needed && !inputs.is_over())?;
        Some((Status::InsufficientData, Some(AssessmentFinding::TooFewSoFar { had, needed })))
    }

    /// The status that the rest of the period cannot change.
    fn decided(&self) -> Option<Reasoned> {
        let inputs = self.inputs;
        if let Some(maintained) = self.maintained {
            let inside = maintained.share()? >= 1.0 - inputs.thresholds.tolerance;
            return inputs.is_over().then_some((if inside { Status::Achieved } else { Status::Missed }, None));
        }
        let value = inputs.value()?;
        if inputs.is_over() {
            return Some((if inputs.meets(value) { Status::Achieved } else { Status::Missed }, None));
        }
        // What only grows cannot fall below its target again, or come back below a limit.
        let grows = inputs.plan.known.additivity == Additivity::Distinct
            || (inputs.plan.known.additivity == Additivity::Sum && !inputs.plan.known.signed);
        match inputs.bound()? {
            Bound::AtLeast(target) if grows && value >= target => Some((Status::Achieved, None)),
            Bound::AtMost(target) if grows && value > target => Some((Status::Missed, None)),
            _ => None,
        }
    }

    fn under_way(&self) -> Reasoned {
        let inputs = self.inputs;
        if let Some(maintained) = self.maintained {
            return (maintained.status(inputs.thresholds.tolerance), None);
        }
        match self.forecast {
            Ok(forecast) => {
                let p_hit = inputs.bound().map_or(0.0, |goal| forecast.probability(goal));
                let status = match p_hit {
                    p if p < inputs.thresholds.off_track_below => Status::OffTrack,
                    p if p < inputs.thresholds.at_risk_below => Status::AtRisk,
                    _ => Status::OnTrack,
                };
                (status, None)
            }
            Err(refusal) => self.by_pace(refusal),
        }
    }

    /// The status without a forecast: by the distance from a straight line to the target.
    fn by_pace(&self, refusal: &Refusal) -> Reasoned {
        let inputs = self.inputs;
        let share = inputs.elapsed() as f64 / inputs.plan.period.days() as f64;
        if share < 0.1 {
            return (Status::InsufficientData, Some(AssessmentFinding::TooEarly));
        }
        let because = match inputs.plan.known.additivity {
            Additivity::Other => ForecastRefusal::NotAdditive,
            Additivity::Sum | Additivity::Ratio { .. } | Additivity::Distinct => refusal::finding(refusal),
        };
        let why = AssessmentFinding::StraightLine { because };
        let Some((value, target)) = inputs.value().zip(inputs.target_value()) else {
            let inside = inputs.value().is_some_and(|value| inputs.meets(value));
            return (if inside { Status::OnTrack } else { Status::AtRisk }, Some(why));
        };
        let from = if inputs.is_counted() { 0.0 } else { inputs.base.as_ref().map_or(target, |base| base.value) };
        let line = from + (target - from) * share;
        let short = if inputs.rises() { line - value } else { value - line };
        let status = if short <= 0.0 || inputs.meets(value) && !inputs.is_counted() {
            Status::OnTrack
        } else if short <= 0.2 * line.abs() {
            Status::AtRisk
        } else {
            Status::OffTrack
        };
        (status, Some(why))
    }

    /// How far it is.
    pub(crate) fn progress(&self) -> Option<f64> {
        let inputs = self.inputs;
        if let Some(maintained) = self.maintained {
            return maintained.share();
        }
        let (value, target) = inputs.value().zip(inputs.target_value())?;
        let progress = match inputs.plan.known.additivity {
            Additivity::Sum | Additivity::Distinct => value / target,
            Additivity::Ratio { .. } | Additivity::Other => {
                let base = inputs.base.as_ref()?.value;
                (value - base) / (target - base)
            }
        };
        progress.is_finite().then_some(progress)
    }

    /// Where it should stand by now.
    pub(crate) fn expected(&self) -> Option<f64> {
        let inputs = self.inputs;
        let target = inputs.target_value()?;
        if let Some(expected) = on_the_way(inputs, target) {
            return Some(expected);
        }
        if !inputs.is_counted() || inputs.plan.maintains() {
            return Some(target);
        }
        let straight = inputs.elapsed() as f64 / inputs.plan.period.days() as f64;
        let share = self.forecast.ok().and_then(|forecast| forecast.expected_share).unwrap_or(straight);
        Some(target * share)
    }
}

/// Why there is no value in the period so far.
fn valueless(inputs: &Inputs<'_>) -> AssessmentFinding {
    match inputs.actual.lacks.clone() {
        None | Some(NoValue::NoRows) => AssessmentFinding::NoRowsYet,
        Some(why) => AssessmentFinding::KpiUnreadable { why: Box::new(why.into()) },
    }
}

/// Where milestones say it should stand: on a straight line from one to the next.
fn on_the_way(inputs: &Inputs<'_>, target: f64) -> Option<f64> {
    let milestones = &inputs.plan.objective.milestones;
    milestones.first()?;
    let from = if inputs.is_counted() { 0.0 } else { inputs.base.as_ref().map_or(target, |base| base.value) };
    let start = (inputs.plan.period.start().yesterday().ok()?, from);
    let steps = milestones.iter().map(|milestone| (milestone.date, milestone.value));
    let mut points: Vec<(Date, f64)> = [start].into_iter().chain(steps).chain([(inputs.last_day(), target)]).collect();
    points.sort_by_key(|(date, _)| *date);
    let today = inputs.plan.as_of.min(inputs.last_day());
    let step = points.windows(2).find(|step| step[0].0 <= today && today <= step[1].0)?;
    let length = days_between(step[0].0, step[1].0);
    let share = if length == 0 { 1.0 } else { days_between(step[0].0, today) as f64 / length as f64 };
    Some(step[0].1 + (step[1].1 - step[0].1) * share)
}
