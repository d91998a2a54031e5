//! Objectives: what cannot be judged, and what commands do with them.

use jauge_domain::ObjectiveMessage;

use super::super::{Wording, marked};
use super::{criteria, forms::counted, objective_file, read};

pub(super) fn message(message: &ObjectiveMessage, wording: &Wording) -> String {
    match message {
        ObjectiveMessage::InFile { file, at, fault } => {
            format!("{file}:{}:{}: {}", at.line, at.column, objective_file::message(fault, wording))
        }
        ObjectiveMessage::PeriodWithoutDays { period } => format!("`{period}` n'a pas de jours"),
        ObjectiveMessage::NoGoal { objective } => format!("`{objective}` n'a pas de but"),
        ObjectiveMessage::LevelsHaveNoHistory => "un objectif à niveaux n'a pas de KPI".to_owned(),
        ObjectiveMessage::UnknownKpi { name } => format!("aucun KPI ne s'appelle `{name}`"),
        ObjectiveMessage::SeveralKpis { name, kpis } => {
            format!("`{name}` désigne {} KPI, et un objectif en a un : {}", kpis.len(), kpis.join(", "))
        }
        ObjectiveMessage::NotRead { kpi } => format!("`{kpi}` n'a pas été lu sur tous les jours nécessaires"),
        ObjectiveMessage::UnknownObjective { name, .. } => format!("aucun objectif ne s'appelle `{name}`"),
        ObjectiveMessage::Unreadable { path, reason } => {
            format!("impossible de lire `{path}` : {}", read::fault(reason))
        }
        ObjectiveMessage::NotKept { why } => {
            format!("ce qui a été jugé n'est pas gardé : {}", super::message(why, wording))
        }
        ObjectiveMessage::NoneYet => "pas encore d'objectif : `jauge objective new KPI` en crée un".to_owned(),
        ObjectiveMessage::NoneDue => "aucun objectif n'est à juger".to_owned(),
        ObjectiveMessage::NoRecord => "aucune prévision ne peut encore être comparée à ce qui est venu".to_owned(),
        ObjectiveMessage::Record { forecasts, periods, brier, pace_brier } => {
            let score = |score: &f64| marked(&format!("{score:.3}"), wording.numerals());
            let better = if brier < pace_brier { "mieux que" } else { "pas mieux que" };
            format!(
                "{} sur {} : score de Brier {}, {better} la règle du rythme ({}) ; 0 est sûr et juste, 1 sûr et faux",
                counted(*forecasts, "prévision", "prévisions"),
                counted(*periods, "période terminée", "périodes terminées"),
                score(brier),
                score(pace_brier)
            )
        }
        ObjectiveMessage::Retargeted { forecasts } => {
            let are = if *forecasts < 2 { "est laissée" } else { "sont laissées" };
            format!("{} {are} de côté : la cible était alors une autre", counted(*forecasts, "prévision", "prévisions"))
        }
        ObjectiveMessage::Judged { count, scans } => {
            format!("{count} objectifs jugés, une lecture par modèle : {}", scans.join(", "))
        }
        ObjectiveMessage::BaselineMoved { objective, change } => {
            format!("{objective} : {}", criteria::baseline_moved(objective, change))
        }
        ObjectiveMessage::NoBaselineToFreeze { objective } => format!("{objective} : pas de départ à figer"),
        ObjectiveMessage::Rebased { objective, was, now } => {
            let was = was.map_or_else(|| "aucun".to_owned(), |was| was.to_string());
            format!("{objective} : départ {was} → {now}")
        }
        ObjectiveMessage::RebaseBeforeEnd { as_of, .. } => {
            format!("un départ se fige à un jour qui est passé, et le {} ne l'est pas", wording.date(*as_of))
        }
        ObjectiveMessage::RebaseWithoutReason => "il faut une raison à un nouveau départ".to_owned(),
        ObjectiveMessage::NotAName { id } => format!("`{id}` n'est pas un nom d'objectif"),
        ObjectiveMessage::FileThere { path } => format!("`{path}` existe déjà"),
        ObjectiveMessage::NoHistory => "il n'y a pas d'historique dont tirer une cible".to_owned(),
        ObjectiveMessage::UnknownTemplate { name, .. } => format!("aucun modèle d'objectif ne s'appelle `{name}`"),
        ObjectiveMessage::EmptyTemplate => "le modèle ne contient pas d'objectif".to_owned(),
        ObjectiveMessage::NewFromKpi => {
            "Un objectif porte sur un KPI : jauge objective new ecommerce.orders --period 2026-Q2 --target +10%"
                .to_owned()
        }
        ObjectiveMessage::NewFromTemplate => {
            "ou part d'un modèle : jauge objective new --template NOM --period 2026-Q2".to_owned()
        }
        ObjectiveMessage::NoTemplates => "Aucun pack de cet espace n'apporte de modèle.".to_owned(),
        ObjectiveMessage::Wrote { path } => format!("{path} écrit :"),
        ObjectiveMessage::AfterNew { objective } => format!(
            "À suivre : compléter selon les conseils, puis `jauge objective check {objective}` et `jauge evaluate {objective}`"
        ),
    }
}

pub(super) fn help(message: &ObjectiveMessage) -> Option<String> {
    let near = |near: &Option<String>, otherwise: &str| {
        near.as_ref().map_or_else(|| otherwise.to_owned(), |near| format!("vouliez-vous dire `{near}` ?"))
    };
    let text = match message {
        ObjectiveMessage::InFile { fault, .. } => return objective_file::help(fault),
        ObjectiveMessage::Unreadable { reason, .. } => return read::help(reason),
        ObjectiveMessage::UnknownObjective { near: meant, .. } => {
            near(meant, "`jauge objective list` montre ce qu'il y a")
        }
        ObjectiveMessage::UnknownTemplate { near: meant, .. } => {
            near(meant, "`jauge objective new` montre ce qu'il y a")
        }
        ObjectiveMessage::RebaseBeforeEnd { last, .. } => format!("enlever --as-of, ou donner --as-of {last}"),
        ObjectiveMessage::RebaseWithoutReason => {
            "par exemple --reason \"le traceur compte aussi les applications\"".to_owned()
        }
        ObjectiveMessage::NotAName { .. } => {
            "lui en donner un par --id : au plus 64 minuscules, chiffres, `-` et `_`, une lettre en tête".to_owned()
        }
        ObjectiveMessage::FileThere { .. } => "le modifier, ou donner un autre nom au nouveau : --id".to_owned(),
        ObjectiveMessage::NoHistory => "en donner une : --target 1200".to_owned(),
        ObjectiveMessage::NoRecord => {
            "juger par `jauge evaluate` avant la fin d'une période et après ; `--as-of DATE` juge à des jours passés"
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
