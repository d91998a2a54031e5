//! Objectives in cards and mails.

use jauge_domain::{Aim, NextAction, Statement, Target};

use super::super::{Line, Wording};
use super::{forms::counted, status};

pub(super) fn statement(statement: &Statement, wording: &Wording) -> String {
    let (title, filter, target, unit, aim, period) = match statement {
        Statement::Written(own) => return own.clone(),
        Statement::Levels { objective, level, period } => {
            return format!("{objective}: {level} in {}", wording.period(period));
        }
        Statement::Kpi { title, filter, target, unit, aim, period } => (title, filter, *target, *unit, *aim, period),
    };
    let filter = filter.as_ref().map(|filter| format!(" ({filter})")).unwrap_or_default();
    let (value, period) = (wording.target(target, unit), wording.period(period));
    match (target, aim) {
        (Target::Between(..), _) => format!("Keep {title}{filter} between {value} in {period}"),
        (_, Aim::MaintainAbove) => format!("Keep {title}{filter} at {value} or more in {period}"),
        (_, Aim::MaintainBelow) => format!("Keep {title}{filter} at {value} or less in {period}"),
        (_, Aim::Decrease) => format!("{title}{filter} down to {value} in {period}"),
        (_, Aim::Increase | Aim::MaintainBetween) => format!("{title}{filter} to {value} in {period}"),
    }
}

pub(super) fn next_action(action: &NextAction, wording: &Wording) -> String {
    let due = action.due.map(|due| wording.date(due));
    let due = due.map(|due| if action.is_overdue { format!("overdue since {due}") } else { due });
    let parts = [Some(action.what.clone()), due, action.owner.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

pub(super) fn line(line: &Line<'_>, wording: &Wording) -> String {
    match *line {
        Line::OfTheTime { share } => format!("{share} of the time"),
        Line::From { baseline } => format!("from {baseline}"),
        Line::Due { aim, target, date } => match aim {
            Some(Aim::MaintainAbove) => format!("at least {target} to {date}"),
            Some(Aim::MaintainBelow) => format!("at most {target} to {date}"),
            Some(Aim::MaintainBetween) => format!("between {target} to {date}"),
            Some(Aim::Increase | Aim::Decrease) | None => format!("target {target} by {date}"),
        },
        Line::Forecast { band, likely } => format!("forecast {band}, {likely} likely"),
        Line::Rest { required, a_day: true } => format!("; the rest needs {required} a day"),
        Line::Rest { required, a_day: false } => format!("; the rest needs {required}"),
        Line::HeldBackBy { driver } => format!("held back by: {driver}"),
        Line::MovedBy { dimension, parts } => format!("moved by {dimension}: {parts}"),
        Line::Budget { spent, budget } => format!("budget: {spent} of {budget}"),
        Line::Next { action } => format!("next: {}", next_action(action, wording)),
        Line::Counts { all, counts } => {
            let noun = if all == 1 { "objective" } else { "objectives" };
            let counts = counts.iter().map(|(count, status)| format!("{count} {}", status::words(*status)));
            format!("{all} {noun}: {}", counts.collect::<Vec<_>>().join(", "))
        }
        Line::Week { number, fine, unjudged, all } => {
            let noun = if all == 1 { "objective" } else { "objectives" };
            let open = if unjudged > 0 { format!(" · {unjudged} cannot be judged yet") } else { String::new() };
            format!("**Week {number} · {fine} of {all} {noun} on track{open}**")
        }
        Line::Paragraph { statement, actual, aside, status } => {
            format!("{statement}: **{actual}** ({aside}) – {}.", status::words(status))
        }
        Line::MailForecast { band, likely } => format!("Forecast: {band}, {likely} likely."),
        Line::MailHeldBackBy { driver } => format!("Held back by: {driver}."),
        Line::MailAction { action } => format!("Action: {}.", next_action(action, wording)),
        Line::Of { title, days } => format!("{title}: {days}"),
        Line::LeftOut { columns, names } => {
            let columns = counted(columns, "column does", "columns do");
            format!("{columns} not fit: {names}; `--format list` shows all")
        }
        Line::CompleteTo { date } => format!("Sources complete to {date}."),
    }
}
