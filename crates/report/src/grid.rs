//! Cells that are already text, laid out as a table, Markdown or CSV.

use std::io::{self, Write};

use comfy_table::{Attribute, Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets};

use crate::fit::{Needs, padded, width, widths};
use crate::harmless::{lines, markdown, not_run, one_line};
use crate::sheet::Align;
use crate::style::{Format, Style};
use crate::wording::Line;

/// So many columns that do not fit are named.
const NAMED: usize = 5;

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
    let (text, left_out) = match style.format {
        Format::Md => (markdown_table(grid), None),
        Format::List => (list(grid), None),
        Format::Table | Format::Csv | Format::Json | Format::Ndjson => {
            fitting(grid, style, style.terminal.then(terminal_width).flatten())
        }
    };
    writeln!(out, "{text}")?;
    for (at, note) in left_out.iter().chain(&grid.notes).enumerate() {
        // Markdown would glue notes to the table, and each other, without a blank line.
        let gap = if markdown || at == 0 { "\n" } else { "" };
        let note = if markdown { self::markdown(note) } else { one_line(note).into_owned() };
        writeln!(out, "{gap}{note}")?;
    }
    Ok(())
}

/// How many places a line of the terminal has, where that is known.
fn terminal_width() -> Option<usize> {
    // A terminal that does not know has none.
    Table::new().width().map(usize::from).filter(|width| *width > 0)
}

/// The columns of `grid` that fit into a line of so many places, and what is said of the others.
fn fitting(grid: &Grid, style: &Style, line: Option<usize>) -> (String, Option<String>) {
    let Some(line) = line else { return (table(grid, style).trim_fmt(), None) };
    let needs = |(at, (name, align)): (usize, &(String, Align))| {
        let cells = grid.rows.iter().filter_map(|row| row.get(at)).chain([name]);
        let texts: Vec<_> = cells.map(|cell| one_line(cell)).collect();
        Needs::of(texts.iter().map(|text| &**text), *align == Align::Left)
    };
    let widths = widths(&grid.columns.iter().enumerate().map(needs).collect::<Vec<_>>(), line);
    let shown = Grid { columns: grid.columns.iter().take(widths.len()).cloned().collect(), ..grid.clone() };
    let mut table = table(&shown, style);
    for (column, width) in table.column_iter_mut().zip(&widths) {
        // With a space at each side.
        let width = u16::try_from(width + 2).unwrap_or(u16::MAX);
        column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
    }
    let left_out: Vec<&str> = grid.columns.iter().skip(widths.len()).map(|(name, _)| name.as_str()).collect();
    let mut names = left_out.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    if left_out.len() > NAMED {
        names.push_str(", …");
    }
    let note = Line::LeftOut { columns: left_out.len(), names: &names };
    (table.trim_fmt(), (!left_out.is_empty()).then(|| style.wording().line(&note)))
}

/// A line a value, and an empty one between rows: for rows that are wide.
fn list(grid: &Grid) -> String {
    let headings: Vec<_> = grid.columns.iter().map(|(name, _)| one_line(name)).collect();
    let widest = headings.iter().map(|name| width(name)).max().unwrap_or(0);
    let row = |row: &Vec<String>| {
        let lines =
            headings.iter().zip(row).map(|(name, cell)| format!("{}  {}", padded(name, widest), one_line(cell)));
        lines.map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
    };
    grid.rows.iter().map(row).collect::<Vec<_>>().join("\n\n")
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
        cells.map(|cell| self::width(cell)).max().unwrap_or(0).max(3)
    };
    let widths: Vec<usize> = (0..grid.columns.len()).map(width).collect();
    let line = |cells: &[String]| {
        let padded = cells.iter().zip(&widths).zip(&grid.columns).map(|((cell, width), (_, align))| match align {
            Align::Left => format!(" {} ", self::padded(cell, *width)),
            Align::Right => format!(" {}{cell} ", " ".repeat(width.saturating_sub(self::width(cell)))),
        });
        format!("|{}|", padded.collect::<Vec<_>>().join("|"))
    };
    let rules = widths.iter().zip(&grid.columns).map(|(width, (_, align))| match align {
        // Not by a width in `format!`, which has none beyond 65,535.
        Align::Left => format!(" {} ", "-".repeat(*width)),
        Align::Right => format!(" {}: ", "-".repeat(width.saturating_sub(1))),
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

#[cfg(test)]
mod tests {
    use jauge_domain::{Calendar, Language, Weekday};

    use super::*;

    fn style(format: Format, language: Language) -> Style {
        let calendar = Calendar::new("Europe/Paris", Weekday::Monday, (1, 1)).unwrap();
        Style { language, terminal: true, ..Style::new(format, calendar) }
    }

    /// A wide answer: a name, a sentence, and ten numbers.
    fn wide() -> Grid {
        let mut columns = vec![("source".to_owned(), Align::Left), ("what there is to say".to_owned(), Align::Left)];
        columns.extend((0..10).map(|nth| (format!("number {nth}"), Align::Right)));
        let row = |name: &str, says: &str| {
            let numbers = (0..10).map(|nth| format!("1,234,56{nth} EUR"));
            [name.to_owned(), says.to_owned()].into_iter().chain(numbers).collect()
        };
        let says = "the data reach no further than yesterday, and what comes later is not complete";
        Grid { columns, rows: vec![row("orders", says), row("日本 🛒", "naïve")], notes: Vec::new() }
    }

    #[test]
    fn on_every_terminal_lines_fit_and_no_word_is_broken() {
        let grid = wide();
        for line in [60, 80, 120, 200] {
            let (text, left_out) = fitting(&grid, &style(Format::Table, Language::En), Some(line));
            assert!(text.lines().all(|shown| width(shown) <= line), "{line}:\n{text}");
            let columns = text.lines().nth(1).unwrap().matches('┆').count() + 1;
            let missing = left_out.map_or(0, |note| note.split(' ').next().unwrap().parse::<usize>().unwrap());
            assert_eq!(columns + missing, 12, "{line}:\n{text}");
            let words =
                grid.rows.iter().flat_map(|row| row.iter().take(columns).take(2)).flat_map(|cell| cell.split(' '));
            assert!(words.into_iter().all(|word| text.contains(word)), "{line}:\n{text}");
            assert!(columns < 3 || text.contains("1,234,560 EUR"), "{line}:\n{text}");
        }
    }

    #[test]
    fn what_is_left_out_is_counted_and_named() {
        let note = |line, language| fitting(&wide(), &style(Format::Table, language), Some(line)).1;
        let en = note(80, Language::En).unwrap();
        assert!(en.contains(" columns do not fit: number ") && en.ends_with(", …; `--format list` shows all"), "{en}");
        let fr = note(80, Language::Fr).unwrap();
        assert!(fr.contains(" colonnes ne tiennent pas : number "), "{fr}");
        assert_eq!(note(400, Language::En), None);
    }

    #[test]
    fn a_markdown_table_is_as_wide_as_its_widest_cell() {
        let grid = |cell: String| Grid {
            columns: vec![("a".to_owned(), Align::Left), ("b".to_owned(), Align::Right)],
            rows: vec![vec![cell, "1".to_owned()]],
            notes: Vec::new(),
        };
        assert_eq!(markdown_table(&grid("wide".to_owned())), "| a    |   b |\n| ---- | --: |\n| wide |   1 |");
        let wide = markdown_table(&grid("w".repeat(70_000)));
        assert!(wide.lines().all(|line| width(line) == 70_010), "{}", wide.len());
    }

    #[test]
    fn a_list_has_a_line_a_value() {
        let grid = Grid {
            columns: vec![("KPI".to_owned(), Align::Left), ("März 日".to_owned(), Align::Right)],
            rows: vec![vec!["a b".to_owned(), "1".to_owned()], vec!["c\nd".to_owned(), String::new()]],
            notes: vec!["a note".to_owned()],
        };
        let mut out = Vec::new();
        write(&mut out, &grid, &style(Format::List, Language::En)).unwrap();
        let expected = "KPI      a b\nMärz 日  1\n\nKPI      c\\nd\nMärz 日\n\na note\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
