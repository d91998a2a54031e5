//! Achievable, action-oriented, accepted, ambitious: within what was ever reached, with drivers, agreed to, and not for free.

use jauge_domain::{AchievableFinding, Action, Criterion, CriterionState, Direction, Objective, Unit, days_between};
use jiff::ToSpan;

use super::notes::Notes;
use super::people;
use super::realistic::FEW;
use crate::days::{Days, next};
use crate::inputs::Inputs;
use crate::plan::Plan;
use crate::readings::Known;
use jauge_domain::Additivity;

/// A target that was more likely than this at the start would be met without doing anything.
const CERTAIN: f64 = 0.95;
/// A target that is no further beyond the best ever than this is within reach.
const NEAR: f64 = 0.05;

pub(super) fn criterion(inputs: &Inputs<'_>, p_start: Option<f64>) -> Criterion {
    let mut notes = Notes::default();
    let objective = inputs.plan.objective;
    reached(inputs, &mut notes);
    ambitious(inputs, p_start, &mut notes);
    actions(objective, (inputs.plan.period.start(), inputs.plan.period.end()), &mut notes);
    for action in &objective.actions {
        driver(inputs, action, &mut notes);
    }
    people::agreement(objective, &mut notes);
    notes.done()
}

/// The target beside the best stretch of the same length there ever was.
fn reached(inputs: &Inputs<'_>, notes: &mut Notes) {
    let Some(target) = inputs.target_value() else { return };
    let before: Vec<f64> = rolling(inputs);
    if before.is_empty() && inputs.past.len() < FEW {
        return notes.unknown(AchievableFinding::TooLittleHistory);
    }
    let past = inputs.past.iter().filter_map(|(_, reading)| reading.value);
    let better = |best: f64, one: f64| if inputs.rises() { best.max(one) } else { best.min(one) };
    let best = before.into_iter().chain(past).fold(f64::NAN, better);
    if best.is_nan() {
        return;
    }
    let unit = inputs.unit();
    notes.evidence(AchievableFinding::Best { days: inputs.plan.period.days(), value: best, unit });
    let share = (target - best).abs() / best.abs();
    // A target slightly beyond the record is ambitious, and within reach.
    if inputs.meets(best) || share < NEAR {
        return;
    }
    let state = if share > 0.25 { CriterionState::Fails } else { CriterionState::Advice };
    notes.advise(state, AchievableFinding::BeyondBest { share, best, unit });
}

/// The KPI over each stretch of the period's length before it, from whichever day it starts, as far as data can be known.
fn rolling(inputs: &Inputs<'_>) -> Vec<f64> {
    let Some(history) = &inputs.history else { return Vec::new() };
    let (first, length) = (history.above.first(), inputs.plan.period.days());
    let known = inputs.plan.period.start().min(next(inputs.plan.seen));
    let starts = (0..).map(|nth: i64| first + nth.days());
    let starts = starts.take_while(|start| *start + length.days() <= known);
    let sum = |values: &[f64], start| {
        let from = usize::try_from(days_between(first, start)).unwrap_or(0);
        values.iter().skip(from).take(usize::try_from(length).unwrap_or(0)).sum::<f64>()
    };
    let value = |start| {
        let above = sum(history.above.values(), start);
        match &history.below {
            Some(below) => above / sum(below.values(), start),
            None => above,
        }
    };
    starts.map(value).filter(|value| value.is_finite()).collect()
}

fn ambitious(inputs: &Inputs<'_>, p_start: Option<f64>, notes: &mut Notes) {
    let (Some(base), Some(target)) = (&inputs.base, inputs.target_value()) else { return };
    if !inputs.plan.maintains() && inputs.meets(base.value) {
        let met = AchievableFinding::MetByBaseline { baseline: base.value, target, unit: inputs.unit() };
        return notes.advise(CriterionState::Fails, met);
    }
    let Some(p) = p_start else { return };
    notes.evidence(AchievableFinding::LikelyAtStart { p });
    if p > CERTAIN {
        notes.advise(CriterionState::Fails, AchievableFinding::NotAmbitious);
    }
}

/// What will be done, dated inside the period.
pub(super) fn actions(objective: &Objective, (start, after): Days, notes: &mut Notes) {
    if objective.actions.is_empty() {
        return notes.advise(CriterionState::Advice, AchievableFinding::NoActions);
    }
    for one in &objective.actions {
        let action = one.what.clone();
        match one.due {
            None => notes.advise(CriterionState::Advice, AchievableFinding::ActionWithoutDate { action }),
            Some(due) if due >= after => {
                notes.advise(CriterionState::Fails, AchievableFinding::ActionTooLate { action, due });
            }
            Some(due) if due < start => notes.evidence(AchievableFinding::ActionBefore { action, due }),
            Some(_) => {}
        }
    }
}

/// The stretches that an action's driver is read over: the baseline's days, then the past periods.
pub(crate) fn driver_stretches(plan: &Plan<'_>) -> Vec<Days> {
    plan.base_days().into_iter().chain(plan.past_days()).collect()
}

/// What a driver alone would have to become, and whether it ever was.
fn driver(inputs: &Inputs<'_>, action: &Action, notes: &mut Notes) {
    let what = action.what.clone();
    let Some(name) = &action.driver else {
        return notes.advise(CriterionState::Advice, AchievableFinding::ActionWithoutDriver { action: what });
    };
    let (plan, readings) = (&inputs.plan, inputs.readings);
    let known = match readings.kpi(name, plan.filter) {
        Ok(known) => known,
        Err(problem) => {
            let unreadable = AchievableFinding::DriverUnreadable { action: what, why: problem.why };
            return notes.advise(CriterionState::Fails, unreadable);
        }
    };
    let (Some(base), Some(target)) = (&inputs.base, inputs.target_value()) else { return };
    if base.read.is_none() || !matches!(plan.known.additivity, Additivity::Ratio { .. }) {
        return;
    }
    let Ok(cells) = readings.over(name, plan.filter, &driver_stretches(plan)) else { return };
    let Some(now) = cells.first().and_then(|cell| cell.value).filter(|_| base.value != 0.0) else { return };
    let needed = needed(inputs, &known, now, (base.value, target));
    if !needed.is_finite() {
        return;
    }
    let falls = known.direction == Direction::Decrease;
    let best = cells.iter().filter_map(|cell| cell.value);
    let best = best.fold(f64::NAN, if falls { f64::min } else { f64::max });
    let (title, unit) = (known.title, known.unit);
    if unit == Unit::Ratio && !(0.0..=1.0).contains(&needed) {
        return notes.advise(CriterionState::Fails, AchievableFinding::DriverBeyondAll { title, now, unit, needed });
    }
    let alone = AchievableFinding::DriverAlone { title, now, needed, best, unit };
    let beyond = if falls { needed < best } else { needed > best };
    if beyond {
        notes.advise(CriterionState::Advice, alone);
    } else {
        notes.evidence(alone);
    }
}

/// What `driver`, which is `now`, would have to become for the KPI to go from the first to the second: both by the same factor. Where
/// one should rise and the other fall, the share that should fall is counted by what is left of it, and another value by its inverse.
fn needed(inputs: &Inputs<'_>, driver: &Known, now: f64, (base, target): (f64, f64)) -> f64 {
    let falls = driver.direction == Direction::Decrease;
    match (inputs.rises(), falls) {
        (true, false) | (false, true) => now * target / base,
        (true, true) if driver.unit == Unit::Ratio => 1.0 - (1.0 - now) * target / base,
        (false, false) if inputs.unit() == Unit::Ratio => now * (1.0 - target) / (1.0 - base),
        (true, true) | (false, false) => now * base / target,
    }
}
