//! Objectives in cards and mails.

use jauge_domain::{Aim, NextAction, Statement, Target};

use super::super::{Line, Wording};
use super::{forms::counted, status};

pub(super) fn statement(statement: &Statement, wording: &Wording) -> String {
    let (title, filter, target, unit, aim, period) = match statement {
        Statement::Written(own) => return own.clone(),
        Statement::Levels { objective, level, period } => {
            return format!("{objective} : {level} en {}", wording.period(period));
        }
        Statement::Kpi { title, filter, target, unit, aim, period } => (title, filter, *target, *unit, *aim, period),
    };
    let filter = filter.as_ref().map(|filter| format!(" ({filter})")).unwrap_or_default();
    let (value, period) = (wording.target(target, unit), wording.period(period));
    match (target, aim) {
        (Target::Between(..), _) => format!("Garder {title}{filter} entre {value}, {period}"),
        (_, Aim::MaintainAbove) => format!("Garder {title}{filter} à {value} au moins, {period}"),
        (_, Aim::MaintainBelow) => format!("Garder {title}{filter} à {value} au plus, {period}"),
        (_, Aim::Decrease) => format!("{title}{filter} : descendre à {value}, {period}"),
        (_, Aim::Increase | Aim::MaintainBetween) => format!("{title}{filter} : atteindre {value}, {period}"),
    }
}

pub(super) fn next_action(action: &NextAction, wording: &Wording) -> String {
    let due = action.due.map(|due| wording.date(due));
    let due = due.map(|due| if action.is_overdue { format!("en retard depuis le {due}") } else { due });
    let parts = [Some(action.what.clone()), due, action.owner.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

pub(super) fn line(line: &Line<'_>, wording: &Wording) -> String {
    match *line {
        Line::OfTheTime { share } => format!("{share} du temps"),
        Line::From { baseline } => format!("départ {baseline}"),
        Line::Due { aim, target, date } => match aim {
            Some(Aim::MaintainAbove) => format!("au moins {target} jusqu'au {date}"),
            Some(Aim::MaintainBelow) => format!("au plus {target} jusqu'au {date}"),
            Some(Aim::MaintainBetween) => format!("entre {target} jusqu'au {date}"),
            Some(Aim::Increase | Aim::Decrease) | None => format!("cible {target} au {date}"),
        },
        Line::Forecast { band, likely } => format!("prévu {band}, {likely} de chances"),
        Line::Rest { required, a_day: true } => format!(" ; il faudrait {required} par jour"),
        Line::Rest { required, a_day: false } => format!(" ; il faudrait {required} d'ici la fin"),
        Line::HeldBackBy { driver } => format!("frein : {driver}"),
        Line::MovedBy { dimension, parts } => format!("variation par {dimension} : {parts}"),
        Line::Budget { spent, budget } => format!("budget : {spent} sur {budget}"),
        Line::Next { action } => format!("à faire : {}", next_action(action, wording)),
        Line::Counts { all, counts } => {
            let noun = if all == 1 { "objectif" } else { "objectifs" };
            let counts = counts.iter().map(|(count, status)| format!("{count} {}", status::words(*status)));
            format!("{all} {noun} : {}", counts.collect::<Vec<_>>().join(", "))
        }
        Line::Week { number, fine, unjudged, all } => {
            let noun = if fine > 1 { "objectifs" } else { "objectif" };
            let open = match unjudged {
                0 => String::new(),
                1 => " · 1 ne peut pas encore être jugé".to_owned(),
                many => format!(" · {many} ne peuvent pas encore être jugés"),
            };
            format!("**Semaine {number} · {fine} {noun} sur {all} dans les temps{open}**")
        }
        Line::Paragraph { statement, actual, aside, status } => {
            format!("{statement} : **{actual}** ({aside}) – {}.", status::words(status))
        }
        Line::MailForecast { band, likely } => format!("Prévu : {band}, {likely} de chances."),
        Line::MailHeldBackBy { driver } => format!("Frein : {driver}."),
        Line::MailAction { action } => format!("Action : {}.", next_action(action, wording)),
        Line::Of { title, days } => format!("{title} : {days}"),
        Line::LeftOut { columns, names } => {
            let columns = counted(columns, "colonne ne tient", "colonnes ne tiennent");
            format!("{columns} pas : {names} ; `--format list` montre tout")
        }
        Line::CompleteTo { date } => format!("Sources complètes jusqu'au {date}."),
    }
}
