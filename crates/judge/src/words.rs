//! What is derived where a file says nothing, and how it is put in words.

use jauge_domain::{Aim, Frequency, Goal, Objective, Target};
use jauge_forecast::sample_size;
use jiff::civil::Date;

use crate::case::Case;
use crate::readings::Shape;
use crate::say::Say;

/// How often an objective is looked at: what it says, else by the length of its period.
pub(crate) fn frequency(objective: &Objective, days: i64) -> Frequency {
    objective.frequency.unwrap_or(match days {
        ..=14 => Frequency::Daily,
        15..=100 => Frequency::Weekly,
        _ => Frequency::Monthly,
    })
}

/// The days after which an evaluation is due, with one to spare.
pub(crate) fn days_of(frequency: Frequency) -> i64 {
    match frequency {
        Frequency::Daily => 2,
        Frequency::Weekly => 8,
        Frequency::Monthly => 32,
        Frequency::Quarterly => 93,
    }
}

/// Below this nothing is said: what the objective asks for, else a tenth of what it takes to see the effect it aims at.
pub(crate) fn least_sample(case: &Case<'_>) -> Option<f64> {
    if let Some(least) = case.objective.min_sample {
        return Some(least as f64);
    }
    full_sample(case).map(|least| (least / 10.0).clamp(30.0, 1000.0))
}

/// How many it takes to see a change from the baseline to the target.
pub(crate) fn full_sample(case: &Case<'_>) -> Option<f64> {
    if case.known.shape != (Shape::Ratio { shared: true }) {
        return None;
    }
    sample_size(case.base.as_ref()?.value, case.target_value()?).map(|trials| trials as f64)
}

/// A statement made from the rest.
pub(crate) fn statement(case: &Case<'_>, say: &Say) -> String {
    let Goal::Kpi { target: written, .. } = case.objective.goal else { return String::new() };
    let target = case.target.unwrap_or(written);
    let (title, value) = (&case.known.title, say.target(target, case.unit()));
    let filter = case.filter.map(|filter| format!(" ({filter})")).unwrap_or_default();
    let period = say.period(&case.objective.period.to_string());
    match (target, case.aim) {
        (Target::Between(..), _) => say.pick(
            format!("Keep {title}{filter} between {value} in {period}"),
            format!("Garder {title}{filter} entre {value}, {period}"),
        ),
        (_, Aim::MaintainAbove) => say.pick(
            format!("Keep {title}{filter} at {value} or more in {period}"),
            format!("Garder {title}{filter} à {value} au moins, {period}"),
        ),
        (_, Aim::MaintainBelow) => say.pick(
            format!("Keep {title}{filter} at {value} or less in {period}"),
            format!("Garder {title}{filter} à {value} au plus, {period}"),
        ),
        (_, Aim::Decrease) => say.pick(
            format!("{title}{filter} down to {value} in {period}"),
            format!("{title}{filter} : descendre à {value}, {period}"),
        ),
        _ => say.pick(
            format!("{title}{filter} to {value} in {period}"),
            format!("{title}{filter} : atteindre {value}, {period}"),
        ),
    }
}

/// The next thing to do, and by when.
pub(crate) fn next_action(objective: &Objective, as_of: Date, say: &Say) -> Option<String> {
    let open = objective.actions.iter().filter(|action| action.done.is_none_or(|done| done > as_of));
    let action = open.min_by_key(|action| action.due.unwrap_or(Date::MAX))?;
    let mut parts = vec![action.what.clone()];
    if let Some(due) = action.due {
        let late = due < as_of;
        parts.push(match late {
            true => {
                say.pick(format!("overdue since {}", say.date(due)), format!("en retard depuis le {}", say.date(due)))
            }
            false => say.date(due),
        });
    }
    parts.extend(action.owner.clone().or_else(|| objective.owner.clone()));
    Some(parts.join(", "))
}
