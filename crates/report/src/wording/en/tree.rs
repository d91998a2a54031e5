//! Changes taken apart, and what a KPI would take.

use jauge_domain::{TreeMessage, TreeNote, Unit};
use jiff::civil::Date;

use super::super::Wording;
use super::names::quoted;

pub(super) fn message(message: &TreeMessage, wording: &Wording) -> String {
    match message {
        TreeMessage::NoTree { kpi, .. } => {
            format!("the file of `{kpi}` has no `tree`: nothing says what it is made of")
        }
        TreeMessage::SeveralKpis { name, kpis } => {
            format!("`{name}` names {} KPIs, and one is asked about: {}", kpis.len(), kpis.join(", "))
        }
        TreeMessage::TooManyFactors { kpi, most } => {
            format!("a term in the `tree` of `{kpi}` has more than {most} factors")
        }
        TreeMessage::NothingCompared { kpi, why: None } => format!("`{kpi}` has no two values to compare"),
        TreeMessage::NothingCompared { kpi, why: Some(why) } => {
            format!("`{kpi}` has no two values to compare: {}", super::message(why, wording))
        }
        TreeMessage::NotASum { kpi } => format!("`{kpi}` is no sum of what its groups are"),
        TreeMessage::NothingKnown { kpi } => format!("`{kpi}` has no value in the period"),
        TreeMessage::NotOneValue => "a range is no target to aim at here".to_owned(),
    }
}

pub(super) fn help(message: &TreeMessage) -> Option<String> {
    match message {
        TreeMessage::NoTree { known, .. } if !known.is_empty() => Some(format!(
            "these have one: {}; `tree = [[\"a.b\", \"a.c\"], [\"a.d\"]]` gives it one",
            quoted(known, ", ")
        )),
        TreeMessage::NoTree { .. } => {
            Some("`tree = [[\"a.b\", \"a.c\"], [\"a.d\"]]` in its header says b × c + d".to_owned())
        }
        TreeMessage::TooManyFactors { .. } => Some("give a factor a tree of its own".to_owned()),
        TreeMessage::NotASum { .. } => Some("leave out `--by`, or ask for what it is divided of".to_owned()),
        TreeMessage::NotOneValue => Some("write `+10%`, `+0.5pt` or a value".to_owned()),
        TreeMessage::SeveralKpis { .. } | TreeMessage::NothingCompared { .. } | TreeMessage::NothingKnown { .. } => {
            None
        }
    }
}

pub(super) fn note(note: &TreeNote, wording: &Wording) -> String {
    let amount = |value: f64, unit: Unit| wording.amount(value, unit);
    let days = |(first, last): &(Date, Date)| format!("{} to {}", wording.date(*first), wording.date(*last));
    match note {
        TreeNote::Method => {
            "contributions are Shapley values, the mean over every order in which the factors could have changed; they sum to \
             the change"
                .to_owned()
        }
        TreeNote::WithinUsual => "the change is within its usual ups and downs".to_owned(),
        TreeNote::Unexplained => "not explained by the factors".to_owned(),
        TreeNote::Needed { title, unit, now, needed, best, was_ever } => {
            let best = match (best, was_ever) {
                (Some((best, when)), Some(true)) => {
                    format!("; that it was: {} from {}", amount(*best, *unit), days(when))
                }
                (Some((best, when)), _) => {
                    format!("; the best such period was {}, from {}", amount(*best, *unit), days(when))
                }
                (None, _) => String::new(),
            };
            format!("{title} must become {} ({} now){best}", amount(*needed, *unit), amount(*now, *unit))
        }
        TreeNote::Impossible { title, unit, now, needed: Some(needed) } => {
            format!("{title} cannot do it alone: it would have to become {} ({} now)", amount(*needed, *unit), amount(*now, *unit))
        }
        TreeNote::Impossible { title, unit, now, needed: None } => {
            format!("{title} cannot do it alone, whatever it becomes ({} now)", amount(*now, *unit))
        }
        TreeNote::Cost { results, unit, each, total } => format!(
            "{} more would cost {} at what past periods paid for one, {} on average; the next ones may cost more",
            amount(*results, *unit),
            wording.between(total.0, total.1, Unit::Money),
            wording.between(each.0, each.1, Unit::Money)
        ),
        TreeNote::Budget { objective, amount: budget, fits } => {
            let budget = amount(*budget, Unit::Money);
            match fits {
                [_, true] => format!("the budget of `{objective}`, {budget}, covers that"),
                [true, false] => format!("the budget of `{objective}`, {budget}, covers the least of that, and not the most"),
                [false, false] => format!("the budget of `{objective}`, {budget}, does not cover that"),
            }
        }
        TreeNote::NoPast => "no earlier period as long is covered by data: whether it ever was is not known".to_owned(),
    }
}
