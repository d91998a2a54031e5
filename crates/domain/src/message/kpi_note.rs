//! What `jauge kpi` says around what the catalog says.

use serde::Serialize;

use super::Message;

/// What there is to say of KPIs.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum KpiNote {
    /// How many KPIs the workspace's data can feed.
    Fed {
        /// Those that they can feed.
        fed: usize,
        /// All there are.
        all: usize,
    },
    /// KPIs that lack the same thing.
    Unfed {
        /// What they lack.
        why: Box<Message>,
        /// The KPIs.
        kpis: Vec<String>,
    },
    /// How many scans of a model answer KPIs.
    Scanned {
        /// The model.
        model: String,
        /// How many.
        scans: usize,
        /// The KPIs.
        kpis: Vec<String>,
    },
    /// Why KPIs are not answered by the scan that answers the others of their model.
    Apart {
        /// Why.
        why: Box<Message>,
    },
    /// How many files a scan opens.
    FilesOpened {
        /// How many.
        files: usize,
    },
    /// How a check of KPIs came out.
    Checked {
        /// How many were checked.
        kpis: usize,
        /// How many problems they have.
        problems: usize,
    },
    /// A number of days.
    Days {
        /// How many.
        days: i64,
    },
    /// What a KPI needs: one alternative of each.
    Needs {
        /// The alternatives.
        needs: Vec<Vec<String>>,
    },
    /// A KPI has no value here.
    NoValue {
        /// Why.
        why: Box<Message>,
    },
}

impl From<KpiNote> for Message {
    fn from(note: KpiNote) -> Self {
        Self::KpiNote(note)
    }
}
