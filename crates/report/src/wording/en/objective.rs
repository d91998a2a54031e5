//! Objectives: what cannot be judged, and what commands do with them.

use jauge_domain::ObjectiveMessage;

use super::super::{Wording, marked};
use super::{criteria, forms::counted, objective_file, read};

pub(super) fn message(message: &ObjectiveMessage, wording: &Wording) -> String {
    match message {
        ObjectiveMessage::InFile { file, at, fault } => {
            format!("{file}:{}:{}: {}", at.line, at.column, objective_file::message(fault, wording))
        }
        ObjectiveMessage::PeriodWithoutDays { period } => format!("`{period}` has no days"),
        ObjectiveMessage::NoGoal { objective } => format!("`{objective}` has no goal"),
        ObjectiveMessage::LevelsHaveNoHistory => "an objective with levels has no KPI".to_owned(),
        ObjectiveMessage::UnknownKpi { name } => format!("no KPI is called `{name}`"),
        ObjectiveMessage::SeveralKpis { name, kpis } => {
            format!("`{name}` names {} KPIs, and an objective has one: {}", kpis.len(), kpis.join(", "))
        }
        ObjectiveMessage::NotRead { kpi } => format!("`{kpi}` was not read over all of the days that are needed"),
        ObjectiveMessage::UnknownObjective { name, .. } => format!("no objective is called `{name}`"),
        ObjectiveMessage::Unreadable { path, reason } => format!("cannot read `{path}`: {}", read::fault(reason)),
        ObjectiveMessage::NotKept { why } => format!("what was judged is not kept: {}", super::message(why, wording)),
        ObjectiveMessage::NoneYet => "no objectives yet: `jauge objective new KPI` makes one".to_owned(),
        ObjectiveMessage::NoneDue => "no objective is due".to_owned(),
        ObjectiveMessage::NoRecord => "no forecast can be held against what came yet".to_owned(),
        ObjectiveMessage::Record { forecasts, periods, brier, pace_brier } => {
            let score = |score: &f64| marked(&format!("{score:.3}"), wording.numerals());
            let better = if brier < pace_brier { "better than" } else { "no better than" };
            format!(
                "{} of {}: Brier score {}, {better} the pace rule's {} (0 is certain and right, 1 certain and wrong)",
                counted(*forecasts, "forecast", "forecasts"),
                counted(*periods, "period that is over", "periods that are over"),
                score(brier),
                score(pace_brier)
            )
        }
        ObjectiveMessage::Retargeted { forecasts } => {
            let are = if *forecasts == 1 { "is" } else { "are" };
            format!("{} {are} left out: the target was another one then", counted(*forecasts, "forecast", "forecasts"))
        }
        ObjectiveMessage::Judged { count, scans } => {
            format!("{count} objectives judged, one scan a model: {}", scans.join(", "))
        }
        ObjectiveMessage::BaselineMoved { objective, change } => {
            format!("{objective}: {}", criteria::baseline_moved(objective, change))
        }
        ObjectiveMessage::NoBaselineToFreeze { objective } => format!("{objective}: no baseline to freeze"),
        ObjectiveMessage::Rebased { objective, was, now } => {
            let was = was.map_or_else(|| "none".to_owned(), |was| was.to_string());
            format!("{objective}: baseline {was} → {now}")
        }
        ObjectiveMessage::RebaseBeforeEnd { as_of, .. } => {
            format!("a baseline is frozen as of a day that is over, which {} is not", wording.date(*as_of))
        }
        ObjectiveMessage::RebaseWithoutReason => "a new baseline needs a reason".to_owned(),
        ObjectiveMessage::NotAName { id } => format!("`{id}` is no name for an objective"),
        ObjectiveMessage::FileThere { path } => format!("`{path}` is there already"),
        ObjectiveMessage::NoHistory => "there is no history to take a target from".to_owned(),
        ObjectiveMessage::UnknownTemplate { name, .. } => format!("no template is called `{name}`"),
        ObjectiveMessage::EmptyTemplate => "the template has no objective".to_owned(),
        ObjectiveMessage::NewFromKpi => {
            "An objective is about a KPI: jauge objective new ecommerce.orders --period 2026-Q2 --target +10%"
                .to_owned()
        }
        ObjectiveMessage::NewFromTemplate => {
            "or starts from a template: jauge objective new --template NAME --period 2026-Q2".to_owned()
        }
        ObjectiveMessage::NoTemplates => "No pack of this workspace brings templates.".to_owned(),
        ObjectiveMessage::Wrote { path } => format!("Wrote {path}:"),
        ObjectiveMessage::AfterNew { objective } => format!(
            "Next: fill in what is advised, then `jauge objective check {objective}` and `jauge evaluate {objective}`"
        ),
    }
}

pub(super) fn help(message: &ObjectiveMessage) -> Option<String> {
    let near = |near: &Option<String>, otherwise: &str| {
        near.as_ref().map_or_else(|| otherwise.to_owned(), |near| format!("did you mean `{near}`?"))
    };
    let text = match message {
        ObjectiveMessage::InFile { fault, .. } => return objective_file::help(fault),
        ObjectiveMessage::Unreadable { reason, .. } => return read::help(reason),
        ObjectiveMessage::UnknownObjective { near: meant, .. } => {
            near(meant, "`jauge objective list` shows what there is")
        }
        ObjectiveMessage::UnknownTemplate { near: meant, .. } => {
            near(meant, "`jauge objective new` shows what there is")
        }
        ObjectiveMessage::RebaseBeforeEnd { last, .. } => format!("leave --as-of out, or give --as-of {last}"),
        ObjectiveMessage::RebaseWithoutReason => "such as --reason \"the tracker counts apps, too\"".to_owned(),
        ObjectiveMessage::NotAName { .. } => {
            "give it one with --id: at most 64 lower-case letters, digits, `-` and `_`, a letter first".to_owned()
        }
        ObjectiveMessage::FileThere { .. } => "edit it, or give the new one another name: --id".to_owned(),
        ObjectiveMessage::NoHistory => "give one: --target 1200".to_owned(),
        ObjectiveMessage::NoRecord => {
            "`jauge evaluate` before a period ends and after it; `--as-of DATE` judges as of days that are over"
                .to_owned()
        }
        ObjectiveMessage::PeriodWithoutDays { .. }
        | ObjectiveMessage::NoGoal { .. }
        | ObjectiveMessage::LevelsHaveNoHistory
        | ObjectiveMessage::UnknownKpi { .. }
        | ObjectiveMessage::SeveralKpis { .. }
        | ObjectiveMessage::NotRead { .. }
        | ObjectiveMessage::NotKept { .. }
        | ObjectiveMessage::NoneYet
        | ObjectiveMessage::NoneDue
        | ObjectiveMessage::Record { .. }
        | ObjectiveMessage::Retargeted { .. }
        | ObjectiveMessage::Judged { .. }
        | ObjectiveMessage::BaselineMoved { .. }
        | ObjectiveMessage::NoBaselineToFreeze { .. }
        | ObjectiveMessage::Rebased { .. }
        | ObjectiveMessage::EmptyTemplate
        | ObjectiveMessage::NewFromKpi
        | ObjectiveMessage::NewFromTemplate
        | ObjectiveMessage::NoTemplates
        | ObjectiveMessage::Wrote { .. }
        | ObjectiveMessage::AfterNew { .. } => return None,
    };
    Some(text)
}
