//! What the engine cannot do.

use jauge_domain::{EngineMessage, Position};

use super::{
    cell::{self, kind},
    names::{meant, near_or_list},
};

pub(super) fn message(message: &EngineMessage) -> String {
    match message {
        EngineMessage::NoColumn { name, near, .. } => format!("no column `{name}`{}", meant(near)),
        EngineMessage::NoTable { name, near, known } if known.is_empty() => {
            format!("no table or model `{name}`{}", meant(near))
        }
        EngineMessage::NoTable { name, .. } => format!("no table or model `{name}`"),
        EngineMessage::Ambiguous { name } => format!("more than one table has a column `{name}`"),
        EngineMessage::BadModel { name } => format!("the model `{name}` has a fault, and cannot be read"),
        EngineMessage::NoFunction { name, near } => format!("no function `{name}`{}", meant(near)),
        EngineMessage::NoTableFunction { name } => format!("no function `{name}` that gives rows"),
        EngineMessage::NoType { name } => format!("no type `{name}`"),
        EngineMessage::Empty => "there is nothing to run: the query is empty".to_owned(),
        EngineMessage::Several => "one query runs at a time, and here are several".to_owned(),
        EngineMessage::Unexpected { expected, found, at } => {
            let found = found.as_ref().map_or_else(|| "the end".to_owned(), |found| format!("`{found}`"));
            format!("{}expected {expected}, found {found}", place(at))
        }
        EngineMessage::Unreadable { said, at } => format!("{}cannot be read as SQL: {said}", place(at)),
        EngineMessage::DivisionByZero => "it divides by zero".to_owned(),
        EngineMessage::OutOfRange => "a number does not fit its type: it is too large, or too small".to_owned(),
        EngineMessage::Cast { value, to } => format!("`{value}` cannot become {}", kind(to)),
        EngineMessage::NotForType { function } => format!("`{function}` does not take values of the type it is given"),
        EngineMessage::NotACondition => "a condition must be true or false, and this one is neither".to_owned(),
        EngineMessage::Changing { function } => format!("`{function}` is another each time it is asked"),
        EngineMessage::OfMany { function } => {
            format!("`{function}` is of many rows, and a condition is asked of each row alone")
        }
        EngineMessage::SeveralRows => "a subquery gives several rows where one value belongs".to_owned(),
        EngineMessage::Other { said } => format!("the SQL engine refuses it: {said}"),
        EngineMessage::GroupingSets => "the subquery has grouping sets of its own; put it into a model".to_owned(),
        EngineMessage::Ungroupable { step } => format!("the subquery has a step that cannot be grouped: {step}"),
        EngineMessage::TimesApart { hours } => {
            format!("the times lie further apart than {hours} hours; ask for a shorter period")
        }
        EngineMessage::TooDeep { most } => {
            format!("it nests more than {most} levels deep: split it with WITH, or into models")
        }
        EngineMessage::Memory { mebibytes } => {
            format!("it needs more memory than the {mebibytes} MiB that may be used")
        }
        EngineMessage::BrokenOff { reason } => {
            let reason = reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
            format!("what makes the rows broke off before they were all there{reason}")
        }
        EngineMessage::TimeOutside => "a time lies outside of the years Jauge can count".to_owned(),
        EngineMessage::NotRead { text, why } => {
            format!("`{text}` cannot be read as a time: {}", cell::message(why))
        }
        EngineMessage::NotAQuery { statement } => format!("only queries run here, and `{statement}` is none"),
        EngineMessage::KpisArguments => {
            "`kpis` takes a grain and dimensions in single quotes, such as kpis('month', 'channel')".to_owned()
        }
        EngineMessage::LacksColumn { name } => format!("no column `{name}`"),
    }
}

/// `line 2, column 5: `, where a place is known.
fn place(at: &Option<Position>) -> String {
    at.map(|at| format!("line {}, column {}: ", at.line, at.column)).unwrap_or_default()
}

pub(super) fn help(message: &EngineMessage) -> Option<String> {
    let text = match message {
        EngineMessage::NoTable { near, known, .. } if !known.is_empty() => return Some(near_or_list(near, known)),
        EngineMessage::NoColumn { near: None, known, .. } if !known.is_empty() => {
            return Some(format!("if a text is meant, put it in single quotes; else there are {}", known.join(", ")));
        }
        EngineMessage::NoColumn { known, .. } if !known.is_empty() => {
            return Some(format!("there are {}", known.join(", ")));
        }
        EngineMessage::Ambiguous { name } => return Some(format!("put the table before it, such as events.{name}")),
        EngineMessage::BadModel { .. } => "`jauge kpi check` says what is wrong with it",
        EngineMessage::NoFunction { .. } => "`jauge sql \"SHOW FUNCTIONS\"` lists those there are",
        EngineMessage::NoTableFunction { .. } => {
            "rows come from tables, models and kpis('month', 'channel'); files are loaded with `jauge load`"
        }
        EngineMessage::NoType { .. } => "such as bigint, double, decimal(18, 4), varchar, date, timestamp or boolean",
        EngineMessage::Empty => "such as `jauge sql \"SELECT * FROM events LIMIT 10\"`",
        EngineMessage::Several => "run them one after the other",
        EngineMessage::Unexpected { .. } | EngineMessage::Unreadable { .. } => {
            "texts stand in single quotes, names with other letters than a–z in double ones"
        }
        EngineMessage::DivisionByZero => "write `nullif(…, 0)` around what it divides by: no value instead of an error",
        EngineMessage::OutOfRange => "cast to a larger type first, such as decimal(38, 4) or double",
        EngineMessage::Cast { .. } | EngineMessage::NotRead { .. } => {
            "`try_cast` gives no value where one cannot become it"
        }
        EngineMessage::NotForType { .. } => {
            "say what they are, such as `CAST(… AS DECIMAL(18, 4))` for numbers in texts"
        }
        EngineMessage::NotACondition => "compare it with something, such as `value > 0`",
        EngineMessage::Changing { .. } => "the question says the period, and `--as-of` the day it is seen from",
        EngineMessage::OfMany { .. } => "compare the value itself; `--top` and `--sort` choose among groups",
        EngineMessage::SeveralRows => "aggregate it, such as `max(…)`, or write `IN (…)`",
        EngineMessage::NotAQuery { .. } => {
            "write SELECT; `jauge load` brings data in, and `jauge sql \"SELECT …\" --format csv > file.csv` writes them out"
        }
        EngineMessage::Memory { .. } => {
            "ask for a shorter period or fewer dimensions, or allow more with JAUGE_MEMORY (MiB)"
        }
        EngineMessage::BrokenOff { .. } => "this is a fault of the program: please report it with the text above",
        EngineMessage::NoTable { .. }
        | EngineMessage::NoColumn { .. }
        | EngineMessage::Other { .. }
        | EngineMessage::GroupingSets
        | EngineMessage::Ungroupable { .. }
        | EngineMessage::TimesApart { .. }
        | EngineMessage::TimeOutside
        | EngineMessage::TooDeep { .. }
        | EngineMessage::KpisArguments
        | EngineMessage::LacksColumn { .. } => return None,
    };
    Some(text.to_owned())
}
