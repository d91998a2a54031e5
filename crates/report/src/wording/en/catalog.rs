//! Files of KPIs, models and funnels, and names that name none.

use jauge_domain::{CatalogMessage, NameTaken, ResolveError};

use super::{
    names::{meant, quoted},
    read,
};

pub(super) fn message(message: &CatalogMessage) -> String {
    match message {
        CatalogMessage::Unreadable { reason } => format!("cannot be read: {}", read::fault(reason)),
        CatalogMessage::KpiTaken { id, file } => format!("the KPI `{id}` is already defined in `{file}`"),
        CatalogMessage::FunnelTaken { id, file } => format!("the funnel `{id}` is already defined in `{file}`"),
        CatalogMessage::ModelTaken { name, by } => format!("the model `{name}` is {}", taken(by)),
        CatalogMessage::ReadsBadModel { model, read } => {
            format!("the model `{model}` reads `{read}`, which has a problem")
        }
        CatalogMessage::ModelCircle { models } => {
            format!("models read each other in a circle: {}", models.join(" → "))
        }
        CatalogMessage::BadId { id } => format!("`{id}` is no id of a KPI"),
        CatalogMessage::ModelColumn { model, column, near } => {
            format!("the model `{model}` has no column `{column}`{}", meant(near))
        }
        CatalogMessage::ModelTime { model, column } => {
            format!("`{column}`, the time of the model `{model}`, is neither a timestamp nor a date")
        }
        CatalogMessage::UnknownKeyEvent { name, near } => {
            format!("no event called `{name}` was ever loaded; did you mean `{near}`?")
        }
        CatalogMessage::UnknownTable { name, near } => {
            format!("no table or model is called `{name}`{}", meant(near))
        }
    }
}

pub(super) fn help(message: &CatalogMessage) -> Option<String> {
    match message {
        CatalogMessage::KpiTaken { .. } | CatalogMessage::FunnelTaken { .. } => {
            Some("give one of them another id".to_owned())
        }
        CatalogMessage::ModelTaken { .. } => Some("give it another name".to_owned()),
        CatalogMessage::ModelCircle { .. } => Some("let one of them read the table instead".to_owned()),
        CatalogMessage::Unreadable { reason } => read::help(reason),
        CatalogMessage::BadId { .. } => {
            Some("it has letters, digits, `_` and `-`, and dots between its parts, such as `shop.revenue`".to_owned())
        }
        CatalogMessage::ModelTime { .. } => Some("cast it in the SELECT, such as `cast(at AS timestamp)`".to_owned()),
        CatalogMessage::ReadsBadModel { .. }
        | CatalogMessage::ModelColumn { .. }
        | CatalogMessage::UnknownKeyEvent { .. }
        | CatalogMessage::UnknownTable { .. } => None,
    }
}

fn taken(by: &NameTaken) -> String {
    match by {
        NameTaken::Model { file } => format!("already defined in `{file}`"),
        NameTaken::Table => "the name of a table".to_owned(),
        NameTaken::Kpis => "kept for derived KPIs".to_owned(),
    }
}

pub(super) fn resolve(error: &ResolveError) -> String {
    match error {
        ResolveError::Unknown { name, near } => format!("no KPI is called `{name}`{}", meant(near)),
        ResolveError::UnknownFunnel { name, near, known } => {
            let known = if known.is_empty() { "is none".to_owned() } else { format!("are {}", quoted(known, ", ")) };
            format!("no funnel is called `{name}`{}; there {known}", meant(near))
        }
        ResolveError::Empty { pattern } => format!("no KPI fits `{pattern}`; `jauge kpi list` shows them all"),
        ResolveError::Ambiguous { name, ids } => {
            format!("`{name}` could be {}; write the whole id", quoted(ids, " or "))
        }
    }
}

pub(super) fn resolve_help(error: &ResolveError) -> String {
    match error {
        ResolveError::UnknownFunnel { .. } => "a funnel is a file in `queries/funnels`".to_owned(),
        ResolveError::Unknown { .. } | ResolveError::Empty { .. } | ResolveError::Ambiguous { .. } => {
            "`jauge kpi list` shows the KPIs there are".to_owned()
        }
    }
}
