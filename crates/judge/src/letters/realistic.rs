//! Realistic, relevant: beside what history and the budget say, and in step with a strategy.

use jauge_domain::{Letter, LetterState, Objective};

use super::{FEW, Notes};
use crate::case::Case;
use crate::readings::{Days, Shape};
use crate::say::Say;

/// A probability at the start below which nothing but a reason keeps a target.
const HOPELESS: f64 = 0.05;

pub(super) fn letter(case: &Case<'_>, p_start: Option<f64>, say: &Say) -> Letter {
    let mut notes = Notes::default();
    rank(case, &mut notes, say);
    likely(case, p_start, &mut notes, say);
    budget(case, &mut notes, say);
    relevance(case.objective, &mut notes, say);
    notes.done()
}

/// How many past periods met the target, and how much they grew.
fn rank(case: &Case<'_>, notes: &mut Notes, say: &Say) {
    let values: Vec<f64> = case.past.iter().filter_map(|(_, reading)| reading.value).collect();
    if values.len() < FEW {
        return notes.unknown(say.pick(
            format!("{} past periods of this length: too few to compare", values.len()),
            format!("{} périodes passées de cette longueur : trop peu pour comparer", values.len()),
        ));
    }
    let met = values.iter().filter(|value| case.meets(**value)).count();
    notes.evidence(say.pick(
        format!("{met} of the last {} such periods met it", values.len()),
        format!("{met} des {} dernières périodes semblables l'ont atteinte", values.len()),
    ));
    let growths = values.windows(2).map(|pair| pair[0] / pair[1] - 1.0).filter(|growth| growth.is_finite());
    let Some(most) = growths.reduce(f64::max) else { return };
    if let (Some(base), Some(target)) = (&case.base, case.target_value()) {
        let asked = target / base.value - 1.0;
        if asked.is_finite() {
            let [asked, most] =
                [asked, most].map(|growth| format!("{}{}", if growth > 0.0 { "+" } else { "" }, say.percent(growth)));
            notes.evidence(say.pick(
                format!("it asks for {asked} on the baseline; from one period to the next it was {most} at most"),
                format!("elle demande {asked} par rapport au départ ; d'une période à l'autre ce fut {most} au plus"),
            ));
        }
    }
}

fn likely(case: &Case<'_>, p_start: Option<f64>, notes: &mut Notes, say: &Say) {
    let Some(p) = p_start.filter(|p| *p < HOPELESS) else { return };
    let shown = say.percent(p);
    match &case.objective.kept_because {
        Some(why) => notes.evidence(say.pick(
            format!("{shown} likely as seen from its start, kept because: {why}"),
            format!("{shown} de chances vu de son début, gardée parce que : {why}"),
        )),
        None => notes.note(
            LetterState::Fails,
            say.pick(
                format!("{shown} likely as seen from its start: aim lower, or say why it is kept: override = \"…\""),
                format!("{shown} de chances vu de son début : viser moins haut, ou dire pourquoi la garder : override = \"…\""),
            ),
        ),
    }
}

/// The budget beside what past results cost.
fn budget(case: &Case<'_>, notes: &mut Notes, say: &Say) {
    let Some(budget) = &case.objective.budget else { return };
    let amount = say.value(budget.amount, jauge_domain::Unit::Money);
    let past: Option<Days> = case.past.first().map(|(period, _)| (period.start(), period.end()));
    let spent = past.and_then(|days| case.readings.spent(budget.filter.as_deref(), days));
    let result = case.past.first().and_then(|(_, reading)| reading.value).filter(|result| *result > 0.0);
    let (Some(spent), Some(result), Some(target)) = (spent, result, case.target_value()) else {
        return notes.evidence(say.pick(
            format!("budget {amount}; no past spend to compare with"),
            format!("budget {amount} ; aucune dépense passée à comparer"),
        ));
    };
    if case.known.shape != Shape::Sum {
        let spent = say.value(spent, jauge_domain::Unit::Money);
        return notes.evidence(say.pick(
            format!("budget {amount}; the last period spent {spent}"),
            format!("budget {amount} ; la dernière période a dépensé {spent}"),
        ));
    }
    let needed = spent / result * target;
    let is_money = case.known.unit == jauge_domain::Unit::Money;
    let unit = if is_money { say.value(1.0, jauge_domain::Unit::Money) } else { case.known.title.clone() };
    let [each, needed_text] = [spent / result, needed].map(|amount| say.value(amount, jauge_domain::Unit::Money));
    let text = say.pick(
        format!("at the last period's {each} for each {unit} the target costs {needed_text}, the budget is {amount}"),
        format!("au coût de la dernière période, {each} pour chaque {unit}, la cible coûte {needed_text} ; le budget est de {amount}"),
    );
    if needed > budget.amount * 1.1 {
        notes.note(LetterState::Advice, text);
    } else {
        notes.evidence(text);
    }
}

/// What it serves.
pub(super) fn relevance(objective: &Objective, notes: &mut Notes, say: &Say) {
    match &objective.serves {
        Some(serves) => notes.evidence(say.pick(format!("serves: {serves}"), format!("sert : {serves}"))),
        None => notes.note(
            LetterState::Advice,
            say.pick("which strategy is it in step with? serves = \"…\"", "quelle stratégie sert-il ? serves = \"…\""),
        ),
    }
}
