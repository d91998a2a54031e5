//! A sheet as a table of a page.

use jauge_report::{Align, Sheet, Style, cell};
use maud::{Markup, html};

/// `sheet` with its headings.
pub(super) fn table(sheet: &Sheet, style: &Style) -> Markup {
    let heading = |nth: usize| {
        let column = sheet.columns.get(nth);
        column.map(|column| column.heading.map_or_else(|| column.name.clone(), |label| style.wording().label(label)))
    };
    let class = |nth: usize| sheet.columns.get(nth).filter(|column| column.align == Align::Right).map(|_| "number");
    let unit = |nth: usize| sheet.columns.get(nth).and_then(|column| column.unit);
    html! {
        table {
            thead {
                tr {
                    @for nth in 0..sheet.columns.len() {
                        th scope="col" class=[class(nth)] { (heading(nth).unwrap_or_default()) }
                    }
                }
            }
            tbody {
                @for row in &sheet.rows {
                    tr { @for (nth, value) in row.iter().enumerate() { td class=[class(nth)] { (cell(value, unit(nth), style)) } } }
                }
            }
        }
    }
}
