//! What is wrong with files of KPIs, models and funnels, and names that name none.

use serde::Serialize;

use super::ReadFault;

/// What is wrong with a file of the catalog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum CatalogMessage {
    /// The file or folder cannot be read.
    Unreadable {
        /// Why.
        reason: ReadFault,
    },
    /// Another KPI has this id.
    KpiTaken {
        /// The id.
        id: String,
        /// Where the other is defined.
        file: String,
    },
    /// Another funnel has this id.
    FunnelTaken {
        /// The id.
        id: String,
        /// Where the other is defined.
        file: String,
    },
    /// Something else has this name.
    ModelTaken {
        /// The name.
        name: String,
        /// What has it.
        by: NameTaken,
    },
    /// A model reads one that cannot be used.
    ReadsBadModel {
        /// The model.
        model: String,
        /// The one it reads.
        read: String,
    },
    /// Models read each other in a circle.
    ModelCircle {
        /// Each reads the next; the first comes last again.
        models: Vec<String>,
    },
    /// The id of a KPI is none that could be asked for.
    BadId {
        /// As written.
        id: String,
    },
    /// A model's header names a column that its rows lack.
    ModelColumn {
        /// The model.
        model: String,
        /// The column as written.
        column: String,
        /// The one probably meant.
        near: Option<String>,
    },
    /// A model's time is of another type.
    ModelTime {
        /// The model.
        model: String,
        /// The column.
        column: String,
    },
    /// A key event is the name of no event there is.
    UnknownKeyEvent {
        /// As written.
        name: String,
        /// The one probably meant.
        near: String,
    },
    /// A model reads what is neither a table nor a model.
    UnknownTable {
        /// The name as written.
        name: String,
        /// The one probably meant.
        near: Option<String>,
    },
}

/// What has a model's name already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NameTaken {
    /// Another model.
    Model {
        /// Where it is defined.
        file: String,
    },
    /// A table.
    Table,
    /// `kpis`, which derived KPIs read.
    Kpis,
}

/// Why a name does not say which KPI or funnel is meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{self:?}")]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ResolveError {
    /// No KPI has this name.
    Unknown {
        /// What was asked.
        name: String,
        /// The KPI that was probably meant.
        near: Option<String>,
    },
    /// No funnel has this name.
    UnknownFunnel {
        /// What was asked.
        name: String,
        /// The funnel that was probably meant.
        near: Option<String>,
        /// Those there are.
        known: Vec<String>,
    },
    /// No KPI fits this glob.
    Empty {
        /// The glob.
        pattern: String,
    },
    /// More than one has this short id.
    Ambiguous {
        /// What was asked.
        name: String,
        /// Which it could be.
        ids: Vec<String>,
    },
}
