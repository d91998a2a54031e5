//! What is said of books held against a tag.

use jiff::civil::Date;
use serde::Serialize;

use super::Message;

/// What there is to say.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ReconcileNote {
    /// No KPI is a share of books.
    NoBooks,
    /// A KPI is no share of books.
    NotBooks {
        /// The KPI.
        kpi: String,
        /// Those that are.
        known: Vec<String>,
    },
    /// There is nothing to hold against one another.
    Nothing,
    /// How much was seen.
    Seen {
        /// The KPI's title.
        title: String,
        /// So many were seen.
        seen: f64,
        /// Of so many.
        of: f64,
    },
    /// Some of it is of days that not every source has completed.
    Open {
        /// The first of them.
        from: Date,
        /// So many in the books.
        of: f64,
    },
    /// Since when less is seen, or from when to when it was.
    Broke {
        /// The KPI's title.
        title: String,
        /// The first day.
        from: Date,
        /// The last; `None`: it is so still.
        until: Option<Date>,
        /// The share on other days.
        usual: f64,
        /// The share on these.
        during: f64,
    },
    /// Between what and what something lies, and under which assumption each end is true.
    Between {
        /// The title of the lower end.
        title: String,
        /// As the tag has it.
        tag: f64,
        /// As the books have it.
        books: f64,
    },
}

impl From<ReconcileNote> for Message {
    fn from(note: ReconcileNote) -> Self {
        Self::Reconcile(note)
    }
}
