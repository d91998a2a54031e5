//! Answers in every format.

use std::io::{self, Write};

use jauge_domain::Answer;

use crate::grid;
use crate::json;
use crate::pivot;
use crate::style::{Format, Style};

/// Writes the answers to one question in the style's format.
///
/// JSON has one object an answer. The other formats have one row a bucket and group and one column a KPI, or, without
/// buckets and groups, one row a KPI. Under a table stands why a value is missing; a `*` marks what is not complete, where
/// something is.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write_answers(out: &mut dyn Write, answers: &[Answer], style: &Style) -> io::Result<()> {
    match style.format {
        Format::Json | Format::Ndjson => json::answers(out, answers, style),
        Format::Table | Format::Csv | Format::Md | Format::List => {
            grid::write(out, &pivot::pivot(answers, style), style)
        }
    }
}
