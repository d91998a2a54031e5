//! Sheets in every format.

use std::io::{self, Write};

use jauge_domain::Value;

use crate::grid::{self, Grid};
use crate::sheet::Sheet;
use crate::style::{Format, Style};
use crate::{json, number};

/// Writes a sheet in the style's format.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write_sheet(out: &mut dyn Write, sheet: &Sheet, style: &Style) -> io::Result<()> {
    if matches!(style.format, Format::Json | Format::Ndjson) {
        return json::sheet(out, sheet, style);
    }
    let cells = |row: &Vec<Value>| {
        sheet.columns.iter().zip(row).map(|(column, value)| number::cell(value, column.unit, style)).collect()
    };
    let grid = Grid {
        columns: sheet.columns.iter().map(|column| (column.shown(style), column.align)).collect(),
        rows: sheet.rows.iter().map(cells).collect(),
        notes: Vec::new(),
    };
    grid::write(out, &grid, style)
}
