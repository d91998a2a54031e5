//! What the SQL engine cannot do, as far as we can name it; its other words stay quoted.

use serde::Serialize;

use super::CellError;

/// Why a statement or an expression cannot be planned or run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum EngineMessage {
    /// No column has this name.
    NoColumn {
        /// The name as written.
        name: String,
        /// The column probably meant.
        near: Option<String>,
        /// The columns there are, where they are to be named.
        known: Vec<String>,
    },
    /// No table or model has this name.
    NoTable {
        /// The name as written.
        name: String,
        /// The one probably meant.
        near: Option<String>,
        /// Those there are, where they are to be named.
        known: Vec<String>,
    },
    /// A subquery groups by several sets.
    GroupingSets,
    /// A subquery has a step that cannot be grouped by grain and dimensions.
    Ungroupable {
        /// The step, as the engine writes it.
        step: String,
    },
    /// The times of the rows lie too far apart for hours.
    TimesApart {
        /// How many hours there may be.
        hours: i64,
    },
    /// A row's time lies beyond any calendar.
    TimeOutside,
    /// A text that is used as a time is none.
    NotRead {
        /// The text.
        text: String,
        /// What is wrong with it.
        why: CellError,
    },
    /// A statement does something else than read.
    NotAQuery {
        /// What it is called, such as `INSERT INTO`.
        statement: String,
    },
    /// `kpis(…)` has an argument that is no text.
    KpisArguments,
    /// A statement nests too deeply.
    TooDeep {
        /// The levels there may be.
        most: usize,
    },
    /// More memory is needed than may be used, and what needs it cannot be put on disk.
    Memory {
        /// How much may be used.
        mebibytes: usize,
    },
    /// What made the rows stopped before it was done.
    BrokenOff {
        /// What it said of it, in the program's own words.
        reason: Option<String>,
    },
    /// The result of a funnel's query lacks a column.
    LacksColumn {
        /// Its name.
        name: String,
    },
}
