//! How those who began together went on: a row a month in which they began, a column a stretch of time since.

use std::collections::{BTreeMap, BTreeSet};

use jauge_domain::{Answer, Unit, Value};
use jauge_report::{PageText, PageWord, Style, answer_cell, bucket, cell};
use jiff::Timestamp;
use maud::{Markup, html};

use crate::content::{CohortPart, LinkTo, kpi_title};
use crate::figure::{digits, wide};
use crate::headlines::definition;

/// So many columns are shown.
const COLUMNS: usize = 13;
/// Steps of shading; the sheet of styles has a class for each.
const SHADES: f64 = 5.0;

/// Those who began in one month: its start, and their answers by how much later.
type Cohort<'a> = (Timestamp, BTreeMap<i64, &'a Answer>);

/// A table a KPI; its title leads to the KPI's page where there are `links`.
pub(crate) fn cohorts(parts: &[CohortPart<'_>], links: Option<&LinkTo>, style: &Style) -> Markup {
    html! { @for one in parts { (part(one, links, style)) } }
}

fn part(one: &CohortPart<'_>, links: Option<&LinkTo>, style: &Style) -> Markup {
    let wording = style.wording();
    let word = |word| wording.page(&PageText::Word(word));
    let title = wording.page(&PageText::CohortsOf { kpi: kpi_title(one.kpi, style) });
    let rows = rows(one.answers);
    let columns: BTreeSet<i64> = rows.iter().flat_map(|(_, cells)| cells.keys().copied()).collect();
    let columns: Vec<i64> = columns.into_iter().take(COLUMNS).collect();
    let values = rows.iter().flat_map(|(_, cells)| cells.values()).filter_map(|answer| answer.value.as_f64());
    let most = values.fold(0.0, f64::max);
    let has_part = rows.iter().any(|(_, cells)| cells.values().any(|answer| is_part(answer, cells)));
    let table = html! {
        table class="cohorts" data-of=(one.kpi.id) {
            thead {
                tr {
                    th scope="col" { (word(PageWord::Began)) }
                    th scope="col" class="number" { (word(PageWord::HowMany)) }
                    @for since in &columns { th scope="col" class="number" { "+" (since) } }
                }
            }
            tbody { @for row in &rows { (cohort(row, &columns, most, one, style)) } }
        }
    };
    html! {
        section {
            h2 {
                @match links {
                    Some(links) => { a href=(links.href(&one.kpi.id)) { (title) } }
                    None => { (title) }
                }
            }
            p class="soft" { (wording.page(&PageText::CohortsRead { since: one.since })) }
            (wide(&title, &table))
            @if has_part { p class="soft" { (word(PageWord::CohortInPart)) } }
            (definition(one.kpi, one.answers.iter().find_map(|answer| answer.basis), style))
        }
    }
}

fn cohort((month, cells): &Cohort<'_>, columns: &[i64], most: f64, one: &CohortPart<'_>, style: &Style) -> Markup {
    let size = largest(cells).map(|answer| cell(&answer.n, Some(Unit::Count), style));
    html! {
        tr {
            th scope="row" { (bucket(one.grain, *month, style)) }
            td class="number" { (size.unwrap_or_default()) }
            @for since in columns {
                @match cells.get(since) {
                    None => { td {} }
                    Some(answer) => {
                        td class={ "number shade" (shade(answer, most)) } {
                            data value=[digits(&answer.value)] { (answer_cell(answer, style)) }
                            @if is_part(answer, cells) { "*" }
                        }
                    }
                }
            }
        }
    }
}

/// The answers that have a value, by month and by how much later.
fn rows(answers: &[Answer]) -> Vec<Cohort<'_>> {
    let mut rows: BTreeMap<Timestamp, BTreeMap<i64, &Answer>> = BTreeMap::new();
    for answer in answers.iter().filter(|answer| !answer.value.is_null()) {
        if let (Some(month), Some((_, Value::Int(since)))) = (answer.start, answer.by.first()) {
            rows.entry(month).or_default().insert(*since, answer);
        }
    }
    rows.into_iter().collect()
}

/// The answer that is of most: of the whole cohort.
fn largest<'a>(cells: &BTreeMap<i64, &'a Answer>) -> Option<&'a Answer> {
    cells.values().copied().max_by(|one, other| size(one).total_cmp(&size(other)))
}

/// True where only some of the cohort have come so far.
fn is_part(answer: &Answer, cells: &BTreeMap<i64, &Answer>) -> bool {
    largest(cells).is_some_and(|whole| size(answer) < size(whole))
}

fn size(answer: &Answer) -> f64 {
    answer.n.as_f64().unwrap_or_default()
}

/// How dark a cell is beside the largest of the table, from 0 to [`SHADES`].
fn shade(answer: &Answer, most: f64) -> f64 {
    let value = answer.value.as_f64().unwrap_or_default();
    if most > 0.0 { (value / most * SHADES).ceil().clamp(0.0, SHADES) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use jauge_domain::{Grain, Kpi, Language};
    use jiff::civil::date;

    use super::*;
    use crate::tests::style;

    fn answer(month: i8, since: i64, came: i64, of: i64) -> Answer {
        let value = if of == 0 { Value::Null } else { Value::Float(came as f64 / of as f64) };
        Answer {
            start: Some(style(Language::En).calendar.day_start(date(2026, month, 1))),
            by: vec![("months_since".to_owned(), Value::Int(since))],
            n: Value::Int(of),
            ..Answer::bare("shop.retention", Unit::Ratio, value)
        }
    }

    fn table(language: Language) -> String {
        let header = "id = \"shop.retention\"\nunit = \"ratio\"\ntitle = { en = \"Came <again>\", fr = \"Revenus\" }\n";
        let text = format!("/*---\n{header}---*/\nSELECT count(*) FROM retention");
        let kpi = Kpi::parse("a.sql", &text).unwrap();
        let answers = [
            answer(1, 0, 0, 0),
            answer(1, 1, 20, 100),
            answer(1, 2, 0, 100),
            answer(1, 3, 1, 10),
            answer(2, 1, 8, 80),
            answer(2, 2, 0, 0),
        ];
        let part = CohortPart { kpi: &kpi, grain: Grain::Month, since: Grain::Month, answers: &answers };
        cohorts(&[part], None, &style(language)).into_string()
    }

    #[test]
    fn a_cohort_is_a_row_and_each_later_month_a_column() {
        let page = table(Language::En);
        for part in [
            "<h2>Cohorts: Came &lt;again&gt;</h2>",
            "<th scope=\"col\" class=\"number\">+1</th><th scope=\"col\" class=\"number\">+2</th>",
            "<th scope=\"row\">2026-01</th><td class=\"number\">100</td>",
            "<td class=\"number shade5\"><data value=\"0.2\">20.00",
            "<td class=\"number shade0\"><data value=\"0\">0.00",
            "<th scope=\"row\">2026-02</th><td class=\"number\">80</td>",
            "<td class=\"number shade3\"><data value=\"0.1\">10.00",
            "</data></td><td></td><td></td></tr>",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(!page.contains(">+0<"), "what has no value anywhere has no column: {page}");
    }

    #[test]
    fn a_cell_of_some_of_a_cohort_is_marked_and_the_mark_explained() {
        let page = table(Language::En);
        assert_eq!(page.matches("</data>*</td>").count(), 1, "{page}");
        assert!(page.contains("* of those only for whom that time is over"), "{page}");
        assert!(table(Language::Fr).contains("Cohortes : Revenus"));
    }
}
