//! What `jauge kpi` says around what the catalog says.

use serde::Serialize;

use super::{Message, Seam};

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
    /// Where a system that counted by the day meets events.
    Seam {
        /// Where.
        seam: Seam,
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
    /// `kpi test`: how the tests came out.
    Tested {
        /// How many came out as they must.
        passed: usize,
        /// How many did not.
        failed: usize,
    },
    /// `kpi test`: no test lies beside a KPI of the workspace.
    NoTests,
    /// `kpi test`: no KPI lies beside a file of tests.
    NoKpiBeside {
        /// The file.
        file: String,
    },
    /// `kpi test`: rows of what is no model or table.
    NoSuchRows {
        /// The name.
        name: String,
        /// The one that was probably meant.
        near: Option<String>,
    },
    /// `kpi test`: rows are not what their model or table has.
    BadRows {
        /// The model or table.
        name: String,
        /// Why.
        reason: String,
    },
    /// `kpi diff`: what the definitions of now move.
    Moved {
        /// How many answers.
        answers: usize,
        /// Of which KPIs.
        kpis: Vec<String>,
        /// How many objectives stand otherwise.
        objectives: usize,
        /// The revision compared with.
        revision: String,
    },
    /// `kpi diff`: git is not installed.
    NoGit,
    /// `kpi diff`: the workspace lies in no repository.
    NoRepository,
    /// `kpi diff`: git does not read a revision.
    NoRevision {
        /// As written.
        revision: String,
        /// What git, or the system, says.
        reason: String,
    },
    /// `kpi new`: a file is in its place.
    Made {
        /// The file.
        path: String,
    },
    /// `kpi new`: what to do next.
    AfterNew {
        /// The KPI.
        kpi: String,
    },
    /// `kpi new`: an id is none.
    NoId {
        /// As written.
        id: String,
    },
    /// `kpi new`: the file is there already.
    FileThere {
        /// The file.
        path: String,
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
