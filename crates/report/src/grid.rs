//! Cells that are already text, laid out as a table, Markdown or CSV.

use std::io::{self, Write};

use comfy_table::{Attribute, Cell, CellAlignment, ContentArrangement, Table, presets};

use crate::harmless::{lines, markdown, not_run, one_line};
use crate::sheet::Align;
use crate::style::{Format, Style};

/// A table of texts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grid {
    /// Headings and how their columns align.
    pub(crate) columns: Vec<(String, Align)>,
    /// One text a column.
    pub(crate) rows: Vec<Vec<String>>,
    /// Lines under the table; CSV has no place for them.
    pub(crate) notes: Vec<String>,
}

/// Writes `grid` as the style's format has it.
pub(crate) fn write(out: &mut dyn Write, grid: &Grid, style: &Style) -> io::Result<()> {
    if style.format == Format::Csv {
        return csv(out, grid, style);
    }
    if grid.columns.is_empty() {
        return Ok(());
    }
    let markdown = style.format == Format::Md;
    let text = if markdown { markdown_table(grid) } else { table(grid, style).trim_fmt() };
    writeln!(out, "{text}")?;
    for (at, note) in grid.notes.iter().enumerate() {
        // Markdown would glue notes to the table, and each other, without a blank line.
        let gap = if markdown || at == 0 { "\n" } else { "" };
        let note = if markdown { self::markdown(note) } else { one_line(note).into_owned() };
        writeln!(out, "{gap}{note}")?;
    }
    Ok(())
}

fn table(grid: &Grid, style: &Style) -> Table {
    let mut table = Table::new();
    if style.terminal {
        table.load_preset(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    } else {
        table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    }
    if style.color {
        table.enforce_styling();
    }
    let heading = |(name, align): &(String, Align)| {
        let cell = Cell::new(one_line(name).as_ref()).set_alignment(alignment(*align));
        if style.color { cell.add_attribute(Attribute::Bold) } else { cell }
    };
    table.set_header(grid.columns.iter().map(heading));
    for row in &grid.rows {
        let cells = grid.columns.iter().zip(row);
        table.add_row(
            cells.map(|((_, align), text)| Cell::new(one_line(text).as_ref()).set_alignment(alignment(*align))),
        );
    }
    if !style.terminal {
        // Columns two spaces apart, the first at the margin, for eyes and for `awk`.
        table.column_iter_mut().for_each(|column| {
            column.set_padding((0, 2));
        });
    }
    table
}

fn markdown_table(grid: &Grid) -> String {
    let safe = |text: &String| markdown(text);
    let headings: Vec<String> = grid.columns.iter().map(|(name, _)| safe(name)).collect();
    let rows: Vec<Vec<String>> = grid.rows.iter().map(|row| row.iter().map(safe).collect()).collect();
    let width = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.get(at)).chain(headings.get(at));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0).max(3)
    };
    let widths: Vec<usize> = (0..grid.columns.len()).map(width).collect();
    let line = |cells: &[String]| {
        let padded = cells.iter().zip(&widths).zip(&grid.columns).map(|((cell, width), (_, align))| match align {
            Align::Left => format!(" {cell:<width$} "),
            Align::Right => format!(" {cell:>width$} "),
        });
        format!("|{}|", padded.collect::<Vec<_>>().join("|"))
    };
    let rules = widths.iter().zip(&grid.columns).map(|(width, (_, align))| match align {
        Align::Left => format!(" {:-<width$} ", ""),
        Align::Right => format!(" {:->width$} ", ":"),
    });
    let rules = format!("|{}|", rules.collect::<Vec<_>>().join("|"));
    [line(&headings), rules].into_iter().chain(rows.iter().map(|row| line(row))).collect::<Vec<_>>().join("\n")
}

/// A cell of several lines keeps them: it is quoted.
fn csv(out: &mut dyn Write, grid: &Grid, style: &Style) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().delimiter(style.numerals().delimiter).from_writer(out);
    let headings = grid.columns.iter().map(|(name, _)| if style.safe_csv { not_run(name) } else { name.into() });
    writer.write_record(headings.map(|name| lines(&name).into_owned()))?;
    grid.rows.iter().try_for_each(|row| writer.write_record(row.iter().map(|cell| lines(cell).into_owned())))?;
    writer.flush()
}

fn alignment(align: Align) -> CellAlignment {
    match align {
        Align::Left => CellAlignment::Left,
        Align::Right => CellAlignment::Right,
    }
}
