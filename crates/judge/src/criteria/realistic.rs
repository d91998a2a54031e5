//! Realistic, relevant: beside what history and the budget say, and in step with a strategy.

use jauge_domain::{Criterion, CriterionState, Objective, RealisticFinding, Unit};

use super::notes::Notes;
use crate::inputs::Inputs;
use jauge_domain::Additivity;

/// Fewer past periods than this are too few to compare with.
pub(super) const FEW: usize = 2;
/// A target less likely than this at the start fails, unless the file gives a reason to keep it.
const HOPELESS: f64 = 0.05;

pub(super) fn criterion(inputs: &Inputs<'_>, p_start: Option<f64>) -> Criterion {
    let mut notes = Notes::default();
    rank(inputs, &mut notes);
    likely(inputs, p_start, &mut notes);
    budget(inputs, &mut notes);
    relevance(inputs.plan.objective, &mut notes);
    notes.done()
}

/// How many past periods met the target, and how much they grew.
fn rank(inputs: &Inputs<'_>, notes: &mut Notes) {
    let values: Vec<f64> = inputs.past.iter().filter_map(|(_, reading)| reading.value).collect();
    if values.len() < FEW {
        return notes.unknown(RealisticFinding::TooFewPeriods { count: values.len() });
    }
    let met = values.iter().filter(|value| inputs.meets(**value)).count();
    notes.evidence(RealisticFinding::PastPeriods { met, of: values.len() });
    let growths = values.windows(2).map(|pair| pair[0] / pair[1] - 1.0).filter(|growth| growth.is_finite());
    // Of what should fall the largest decline.
    let Some(most) = growths.reduce(if inputs.rises() { f64::max } else { f64::min }) else { return };
    if let (Some(base), Some(target)) = (&inputs.base, inputs.target_value()) {
        let asked = target / base.value - 1.0;
        if asked.is_finite() {
            notes.evidence(RealisticFinding::Growth { asked, most });
        }
    }
}

fn likely(inputs: &Inputs<'_>, p_start: Option<f64>, notes: &mut Notes) {
    let Some(p) = p_start.filter(|p| *p < HOPELESS) else { return };
    match inputs.plan.objective.kept_because.clone() {
        Some(because) => notes.evidence(RealisticFinding::UnlikelyButKept { p, because }),
        None => notes.advise(CriterionState::Fails, RealisticFinding::Unlikely { p }),
    }
}

/// The budget beside what past results cost.
fn budget(inputs: &Inputs<'_>, notes: &mut Notes) {
    let Some(budget) = &inputs.plan.objective.budget else { return };
    let amount = budget.amount;
    let past = inputs.plan.past_days().next();
    let spent = past.and_then(|days| inputs.readings.spent(budget.filter.as_deref(), days));
    let result = inputs.past.first().and_then(|(_, reading)| reading.value).filter(|result| *result > 0.0);
    let (Some(spent), Some(result), Some(target)) = (spent, result, inputs.target_value()) else {
        return notes.evidence(RealisticFinding::BudgetAlone { amount });
    };
    let known = &inputs.plan.known;
    // Nobody pays for each refund that there is.
    if known.additivity != Additivity::Sum || !inputs.rises() {
        return notes.evidence(RealisticFinding::BudgetBesideSpend { amount, spent });
    }
    let needed = spent / result * target;
    let title = (known.unit != Unit::Money).then(|| known.title.clone());
    let cost = RealisticFinding::CostOfTarget { title, each: spent / result, needed, amount };
    if needed > amount * 1.1 {
        notes.advise(CriterionState::Advice, cost);
    } else {
        notes.evidence(cost);
    }
}

/// What it serves.
pub(super) fn relevance(objective: &Objective, notes: &mut Notes) {
    match objective.serves.clone() {
        Some(strategy) => notes.evidence(RealisticFinding::Serves { strategy }),
        None => notes.advise(CriterionState::Advice, RealisticFinding::ServesNothing),
    }
}
