//! Measurable: from a baseline, with enough of what is counted, beyond the noise.

use jauge_domain::{BaselineOrigin, Criterion, CriterionState, MeasurableFinding, days_between};
use jauge_forecast::{Daily, days_bootstrap, wilson};

use super::notes::Notes;
use crate::days::Days;
use crate::derived::full_sample;
use crate::inputs::{Base, Inputs};
use crate::plan::BaseKind;
use jauge_domain::Additivity;

/// How wide the noise is: 80 of 100 cases, as forecasts have it.
const LEVEL: f64 = 0.8;

pub(super) fn criterion(inputs: &Inputs<'_>) -> Criterion {
    let mut notes = Notes::default();
    baseline(inputs, &mut notes);
    sample(inputs, &mut notes);
    noise(inputs, &mut notes);
    if inputs.plan.known.additivity == Additivity::Other {
        notes.advise(CriterionState::Advice, MeasurableFinding::NotAdditive);
    }
    notes.done()
}

fn baseline(inputs: &Inputs<'_>, notes: &mut Notes) {
    let Some(base) = &inputs.base else {
        let is_asked = inputs.target.is_none() || inputs.plan.uncovered.is_some();
        let state = if is_asked { CriterionState::Fails } else { CriterionState::Advice };
        return notes.advise(state, no_baseline(inputs));
    };
    notes.evidence(MeasurableFinding::Baseline { value: base.value, unit: inputs.unit(), origin: origin(base) });
    let read = base.read.as_ref().map(|(kind, ..)| *kind);
    let just_before = read == Some(BaseKind::JustBefore);
    if just_before && inputs.is_counted() && inputs.plan.period.days() < 300 {
        notes.advise(CriterionState::Advice, MeasurableFinding::OtherSeason);
    }
    if base.value == 0.0 {
        notes.advise(CriterionState::Fails, MeasurableFinding::BaselineIsZero);
    }
}

/// Why there is no baseline.
fn no_baseline(inputs: &Inputs<'_>) -> MeasurableFinding {
    let plan = &inputs.plan;
    match (plan.extent, plan.uncovered, plan.base_under_way()) {
        (None, ..) => MeasurableFinding::NoBaselineWithoutRows,
        (_, _, Some(to)) => MeasurableFinding::BaselineUnderWay { to, last: plan.seen },
        (Some((first, _)), Some(_), None) => {
            MeasurableFinding::BaselineNotCovered { first: plan.began.unwrap_or(first) }
        }
        (Some((since, _)), None, None) => MeasurableFinding::NoBaseline { since },
    }
}

fn origin(base: &Base) -> BaselineOrigin {
    let last = |(from, after): Days| (from, after.yesterday().unwrap_or(after));
    match base.read.as_ref().map(|(kind, days, _)| (*kind, last(*days))) {
        None => BaselineOrigin::Given,
        Some((BaseKind::YearBefore, (from, to))) => BaselineOrigin::YearBefore { from, to },
        Some((BaseKind::JustBefore, (from, to))) => BaselineOrigin::JustBefore { from, to },
        Some((BaseKind::Given, (from, to))) => BaselineOrigin::Period { from, to },
    }
}

fn sample(inputs: &Inputs<'_>, notes: &mut Notes) {
    // `maintain_*` aims at no change, so no sample has to be large enough to show one.
    if inputs.plan.maintains() {
        return;
    }
    let needed = inputs.plan.objective.min_sample.map(|least| least as f64).or(full_sample(inputs));
    let had = inputs.past.first().map(|(_, reading)| reading.n);
    let (Some(needed), Some(had)) = (needed, had) else { return };
    if had >= needed {
        notes.evidence(MeasurableFinding::SampleIsEnough { needed, had });
    } else {
        notes.advise(CriterionState::Fails, MeasurableFinding::SampleTooSmall { needed, had });
    }
}

fn noise(inputs: &Inputs<'_>, notes: &mut Notes) {
    let (Some(base), Some(target)) = (&inputs.base, inputs.target_value()) else { return };
    let Some((low, high)) = interval(inputs, base) else { return };
    let unit = inputs.unit();
    if inputs.plan.maintains() || !(low..=high).contains(&target) {
        return notes.evidence(MeasurableFinding::Noise { low, high, unit });
    }
    let bound = if inputs.rises() { high } else { low };
    notes.advise(CriterionState::Fails, MeasurableFinding::WithinNoise { low, high, bound, unit });
}

/// What the baseline could have been by chance, over as long a time as the period.
fn interval(inputs: &Inputs<'_>, base: &Base) -> Option<(f64, f64)> {
    let (_, (from, after), reading) = base.read.as_ref()?;
    if inputs.plan.known.additivity == (Additivity::Ratio { shared: true }) {
        return wilson(reading.numerator?, reading.denominator?, LEVEL);
    }
    let history = inputs.history.as_ref()?;
    let part = |daily: &Daily| {
        let start = usize::try_from(days_between(daily.first(), *from)).ok()?;
        let values = daily.values().get(start..start + usize::try_from(days_between(*from, *after)).ok()?)?;
        Daily::new(*from, values.to_vec()).ok()
    };
    let above = part(&history.above)?;
    match &history.below {
        Some(below) => days_bootstrap(&above, &part(below)?, LEVEL).ok()?,
        None => {
            let ones = Daily::new(*from, vec![1.0; above.values().len()]).ok()?;
            let (low, high) = days_bootstrap(&above, &ones, LEVEL).ok()??;
            let days = inputs.plan.period.days() as f64;
            Some((low * days, high * days))
        }
    }
}
