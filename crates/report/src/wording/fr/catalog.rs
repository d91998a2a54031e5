//! Files of KPIs, models and funnels, and names that name none.

use jauge_domain::{CatalogMessage, NameTaken, ResolveError};

use super::{
    names::{meant, quoted},
    read,
};

pub(super) fn message(message: &CatalogMessage) -> String {
    match message {
        CatalogMessage::Unreadable { reason } => format!("lecture impossible : {}", read::fault(reason)),
        CatalogMessage::KpiTaken { id, file } => format!("le KPI `{id}` est déjà défini dans `{file}`"),
        CatalogMessage::FunnelTaken { id, file } => format!("l'entonnoir `{id}` est déjà défini dans `{file}`"),
        CatalogMessage::ModelTaken { name, by } => format!("le nom de modèle `{name}` est {}", taken(by)),
        CatalogMessage::ReadsBadModel { model, read } => {
            format!("le modèle `{model}` lit `{read}`, qui a un problème")
        }
        CatalogMessage::ModelCircle { models } => {
            format!("des modèles se lisent les uns les autres en cercle : {}", models.join(" → "))
        }
        CatalogMessage::BadId { id } => format!("`{id}` n'est pas un id de KPI"),
        CatalogMessage::ModelColumn { model, column, near } => {
            format!("le modèle `{model}` n'a pas de colonne `{column}`{}", meant(near))
        }
        CatalogMessage::ModelTime { model, column } => {
            format!("`{column}`, le temps du modèle `{model}`, n'est ni un instant ni une date")
        }
        CatalogMessage::UnknownKeyEvent { name, near } => {
            format!("aucun événement appelé `{name}` n'a été chargé ; vouliez-vous dire `{near}` ?")
        }
        CatalogMessage::UnknownTable { name, near } => {
            format!("aucune table ni aucun modèle ne s'appelle `{name}`{}", meant(near))
        }
    }
}

pub(super) fn help(message: &CatalogMessage) -> Option<String> {
    match message {
        CatalogMessage::KpiTaken { .. } | CatalogMessage::FunnelTaken { .. } => {
            Some("donner un autre id à l'un des deux".to_owned())
        }
        CatalogMessage::ModelTaken { .. } => Some("lui donner un autre nom".to_owned()),
        CatalogMessage::ModelCircle { .. } => Some("faire lire la table à l'un d'eux".to_owned()),
        CatalogMessage::Unreadable { reason } => read::help(reason),
        CatalogMessage::BadId { .. } => Some(
            "il a des lettres, des chiffres, `_` et `-`, et des points entre ses parties, comme `shop.revenue`"
                .to_owned(),
        ),
        CatalogMessage::ModelTime { .. } => {
            Some("la convertir dans le SELECT, comme `cast(at AS timestamp)`".to_owned())
        }
        CatalogMessage::ReadsBadModel { .. }
        | CatalogMessage::ModelColumn { .. }
        | CatalogMessage::UnknownKeyEvent { .. }
        | CatalogMessage::UnknownTable { .. } => None,
    }
}

fn taken(by: &NameTaken) -> String {
    match by {
        NameTaken::Model { file } => format!("déjà défini dans `{file}`"),
        NameTaken::Table => "celui d'une table".to_owned(),
        NameTaken::Kpis => "réservé aux KPI dérivés".to_owned(),
    }
}

pub(super) fn resolve(error: &ResolveError) -> String {
    match error {
        ResolveError::Unknown { name, near } => format!("aucun KPI ne s'appelle `{name}`{}", meant(near)),
        ResolveError::UnknownFunnel { name, near, known } => {
            let known = if known.is_empty() {
                "il n'y en a aucun".to_owned()
            } else {
                format!("il y a {}", quoted(known, ", "))
            };
            format!("aucun entonnoir ne s'appelle `{name}`{} ; {known}", meant(near))
        }
        ResolveError::Empty { pattern } => {
            format!("aucun KPI ne correspond à `{pattern}` ; `jauge kpi list` les montre tous")
        }
        ResolveError::Ambiguous { name, ids } => {
            format!("`{name}` peut être {} ; écrire l'id entier", quoted(ids, " ou "))
        }
    }
}

pub(super) fn resolve_help(error: &ResolveError) -> String {
    match error {
        ResolveError::UnknownFunnel { .. } => "un entonnoir est un fichier de `queries/funnels`".to_owned(),
        ResolveError::Unknown { .. } | ResolveError::Empty { .. } | ResolveError::Ambiguous { .. } => {
            "`jauge kpi list` montre les KPI qu'il y a".to_owned()
        }
    }
}
