//! Achievable, action-oriented, accepted, ambitious: within what was ever reached, with levers, agreed to, and not for free.

use jauge_domain::{Action, Letter, LetterState, Objective, Unit};
use jiff::ToSpan;

use super::{FEW, Notes};
use crate::case::{Case, between};
use crate::readings::{Days, Shape};
use crate::say::Say;

/// A probability at the start beyond which an objective asks for nothing.
const CERTAIN: f64 = 0.95;
/// This much beyond the best there ever was is no stretch of the imagination.
const NEAR: f64 = 0.05;

pub(super) fn letter(case: &Case<'_>, p_start: Option<f64>, say: &Say) -> Letter {
    let mut notes = Notes::default();
    reached(case, &mut notes, say);
    ambitious(case, p_start, &mut notes, say);
    let days = (case.period.start(), case.period.end());
    actions(case.objective, days, &mut notes, say);
    for action in &case.objective.actions {
        lever(case, action, &mut notes, say);
    }
    agreement(case.objective, &mut notes, say);
    notes.done()
}

/// Is it feasible: beside the best stretch of the same length there ever was.
fn reached(case: &Case<'_>, notes: &mut Notes, say: &Say) {
    let Some(target) = case.target_value() else { return };
    let before: Vec<f64> = rolling(case);
    if before.is_empty() && case.past.len() < FEW {
        return notes
            .unknown(say.pick("feasible? too little history to say", "faisable ? trop peu d'historique pour le dire"));
    }
    let past = case.past.iter().filter_map(|(_, reading)| reading.value);
    let all: Vec<f64> = before.into_iter().chain(past).collect();
    let up = case.meets(f64::MAX) || !case.meets(f64::MIN);
    let best = all.iter().copied().fold(f64::NAN, |best, one| if up { best.max(one) } else { best.min(one) });
    if best.is_nan() {
        return;
    }
    let shown = say.value(best, case.unit());
    let days = case.period.days();
    notes.evidence(say.pick(
        format!("feasible? the best {days} days so far: {shown}"),
        format!("faisable ? les meilleurs {days} jours à ce jour : {shown}"),
    ));
    let beyond = (target - best).abs() / best.abs();
    // A record by a little is what an objective is for.
    if case.meets(best) || beyond < NEAR {
        return;
    }
    let share = say.percent(beyond);
    let state = if beyond > 0.25 { LetterState::Fails } else { LetterState::Advice };
    notes.note(
        state,
        say.pick(
            format!("the target lies {share} beyond the best ever: aim at {shown}, or say which action makes the difference"),
            format!("la cible dépasse de {share} le meilleur jamais atteint : viser {shown}, ou dire quelle action fera la différence"),
        ),
    );
}

/// The KPI over each stretch of the period's length before it, a week apart.
fn rolling(case: &Case<'_>) -> Vec<f64> {
    let Some(history) = &case.history else { return Vec::new() };
    let (first, length) = (history.above.first(), case.period.days());
    let known = case.period.start().min(crate::case::next(case.as_of));
    let starts = (0..).map(|nth: i64| first + (nth * 7).days());
    let starts = starts.take_while(|start| *start + length.days() <= known);
    let sum = |values: &[f64], start| {
        let from = usize::try_from(between(first, start)).unwrap_or(0);
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

fn ambitious(case: &Case<'_>, p_start: Option<f64>, notes: &mut Notes, say: &Say) {
    let (Some(base), Some(target)) = (&case.base, case.target_value()) else { return };
    if !case.maintains() && case.meets(base.value) {
        let (value, base) = (say.value(target, case.unit()), say.value(base.value, case.unit()));
        return notes.note(
            LetterState::Fails,
            say.pick(
                format!("not ambitious: the baseline, {base}, meets the target of {value} already"),
                format!("pas ambitieux : le départ, {base}, remplit déjà la cible de {value}"),
            ),
        );
    }
    let Some(p) = p_start else { return };
    let shown = say.percent(p);
    notes.evidence(
        say.pick(format!("{shown} likely as seen from its start"), format!("{shown} de chances vu de son début")),
    );
    if p > CERTAIN {
        notes.note(
            LetterState::Fails,
            say.pick(
                "not ambitious: it would be met without doing anything; aim further",
                "pas ambitieux : il serait atteint sans rien faire ; viser plus loin",
            ),
        );
    }
}

/// Which levers: actions, dated inside the period.
pub(super) fn actions(objective: &Objective, (start, after): Days, notes: &mut Notes, say: &Say) {
    if objective.actions.is_empty() {
        let advice = say.pick(
            "which levers? say what will be done: actions = [{ what = \"…\", due = \"…\", lever = \"a KPI\" }]",
            "quels leviers ? dire ce qui sera fait : actions = [{ what = \"…\", due = \"…\", lever = \"un KPI\" }]",
        );
        return notes.note(LetterState::Advice, advice);
    }
    for action in &objective.actions {
        match action.due {
            None => notes.note(
                LetterState::Advice,
                say.pick(
                    format!("by when? `{}` has no date", action.what),
                    format!("pour quand ? « {} » n'a pas de date", action.what),
                ),
            ),
            Some(due) if due >= after => notes.note(
                LetterState::Fails,
                say.pick(
                    format!("`{}` is due on {}, after the period's end: it cannot help", action.what, say.date(due)),
                    format!(
                        "« {} » est prévu le {}, après la fin de la période : cela n'y peut rien",
                        action.what,
                        say.date(due)
                    ),
                ),
            ),
            Some(due) if due < start => notes.evidence(say.pick(
                format!("`{}` comes before the period, {}", action.what, say.date(due)),
                format!("« {} » précède la période, {}", action.what, say.date(due)),
            )),
            Some(_) => {}
        }
    }
}

/// What a lever alone would have to become, and whether it ever was.
fn lever(case: &Case<'_>, action: &Action, notes: &mut Notes, say: &Say) {
    let Some(name) = &action.lever else {
        let advice = say.pick(
            format!("which KPI does `{}` move? lever = \"…\"", action.what),
            format!("quel KPI « {} » fait-il bouger ? lever = \"…\"", action.what),
        );
        return notes.note(LetterState::Advice, advice);
    };
    let known = match case.readings.kpi(name, case.filter) {
        Ok(known) => known,
        Err(problem) => return notes.note(LetterState::Fails, format!("{}: {}", action.what, problem.why)),
    };
    let (Some(base), Some(target)) = (&case.base, case.target_value()) else { return };
    let (Some(days), true) = (base.days, matches!(case.known.shape, Shape::Ratio { .. })) else { return };
    let months: Vec<Days> = case.past.iter().map(|(period, _)| (period.start(), period.end())).collect();
    let stretches: Vec<Days> = [days].into_iter().chain(months).collect();
    let Ok(cells) = case.readings.over(name, case.filter, &stretches) else { return };
    let Some(now) = cells.first().and_then(|cell| cell.value).filter(|_| base.value != 0.0) else { return };
    let needed = now * target / base.value;
    let best = cells.iter().filter_map(|cell| cell.value).fold(f64::NAN, f64::max);
    if needed > 1.0 && known.unit == Unit::Ratio {
        let now = say.value(now, known.unit);
        return notes.note(
            LetterState::Fails,
            say.pick(
                format!("{} cannot do it alone: from {now} it would have to go beyond 100 %", known.title),
                format!("{} n'y suffira pas : de {now}, il lui faudrait dépasser 100 %", known.title),
            ),
        );
    }
    let [now, wanted, highest] = [now, needed, best].map(|value| say.value(value, known.unit));
    let text = say.pick(
        format!("{} alone would have to go from {now} to {wanted}; its best was {highest}", known.title),
        format!("{} devrait à lui seul passer de {now} à {wanted} ; son meilleur : {highest}", known.title),
    );
    if needed > best {
        notes.note(LetterState::Advice, text);
    } else {
        notes.evidence(text);
    }
}

/// Who is behind it.
pub(super) fn agreement(objective: &Objective, notes: &mut Notes, say: &Say) {
    match objective.accepted_by.as_slice() {
        [] => notes.note(
            LetterState::Advice,
            say.pick("who is behind it? accepted_by = [\"…\"]", "qui est derrière ? accepted_by = [\"…\"]"),
        ),
        people => notes.evidence(
            say.pick(format!("agreed by {}", people.join(", ")), format!("accepté par {}", people.join(", "))),
        ),
    }
}
