//! What the SQL engine cannot do, as far as we can name it; its other words are quoted after a sentence of ours.

use serde::Serialize;

use super::{CellError, CellKind};
use crate::Position;

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
    /// Several tables have a column of this name.
    Ambiguous {
        /// The name as written.
        name: String,
    },
    /// A model is called so, and cannot be used.
    BadModel {
        /// Its name.
        name: String,
    },
    /// No function has this name.
    NoFunction {
        /// The name as written.
        name: String,
        /// The one probably meant.
        near: Option<String>,
    },
    /// No function that gives rows has this name.
    NoTableFunction {
        /// The name as written.
        name: String,
    },
    /// No type of columns has this name.
    NoType {
        /// The name as written.
        name: String,
    },
    /// There is nothing to run.
    Empty,
    /// There are several statements.
    Several,
    /// Something stands where something else belongs.
    Unexpected {
        /// What belongs there, in the parser's words.
        expected: String,
        /// What stands there; `None` at the end of the text.
        found: Option<String>,
        /// Where that is, unless whoever asks says so.
        at: Option<Position>,
    },
    /// The text cannot be read.
    Unreadable {
        /// Why, in the parser's words.
        said: String,
        /// Where that is, unless whoever asks says so.
        at: Option<Position>,
    },
    /// Something is divided by zero.
    DivisionByZero,
    /// A number does not fit its type.
    OutOfRange,
    /// A value cannot become what it is to become.
    Cast {
        /// The value.
        value: String,
        /// What it is to become.
        to: CellKind,
    },
    /// A function does not take values of the type it is given.
    NotForType {
        /// The function.
        function: String,
    },
    /// A condition is neither true nor false.
    NotACondition,
    /// A condition of rows asks what is another each time: the clock, or chance.
    Changing {
        /// The function.
        function: String,
    },
    /// A condition of rows asks for what is of many.
    OfMany {
        /// The aggregate.
        function: String,
    },
    /// A subquery gives several rows where one value belongs.
    SeveralRows,
    /// Something without a name of ours.
    Other {
        /// The first line of what the engine said.
        said: String,
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
