//! What one pastes into a mail on Monday.

use std::io::{self, Write};

use jauge_domain::{Evaluation, Grain, TestOutcome};

use super::overview::overview;
use super::words::{actual, aside, driver, percent, range};
use crate::grid;
use crate::harmless::{markdown, one_line};
use crate::style::Style;
use crate::wording::Line;

/// Writes a heading, a paragraph for each objective that needs somebody, and a table of all.
pub(super) fn write(out: &mut dyn Write, sorted: &[&Evaluation], style: &Style) -> io::Result<()> {
    let Some(first) = sorted.first() else { return Ok(()) };
    let wording = style.wording();
    let fine = sorted.iter().filter(|one| one.status.facts().is_fine).count();
    let unjudged = sorted.iter().filter(|one| one.status.facts().outcome == TestOutcome::Skipped).count();
    let week = style.calendar.label(Grain::Week, style.calendar.day_start(first.as_of));
    let number = week.rsplit('W').next().unwrap_or_default().trim_start_matches('0');
    writeln!(out, "{}\n", wording.line(&Line::Week { number, fine, unjudged, all: sorted.len() }))?;
    for one in sorted.iter().filter(|one| one.status.facts().needs_attention) {
        writeln!(out, "{}\n", one_line(&paragraph(one, style)))?;
    }
    grid::write(out, &overview(sorted, style), &Style { color: false, ..style.clone() })?;
    if let Some(complete) = sorted.iter().filter_map(|one| one.complete_to).min() {
        writeln!(out, "\n{}", wording.line(&Line::CompleteTo { date: &wording.date(complete) }))?;
    }
    Ok(())
}

fn paragraph(one: &Evaluation, style: &Style) -> String {
    let wording = style.wording();
    // What is written in files and found in data says itself; only our own lines are Markdown.
    let statement = markdown(&wording.statement(&one.statement));
    let (actual, aside) = (actual(one, style), aside(one, style));
    let head = Line::Paragraph { statement: &statement, actual: &actual, aside: &aside, status: one.status };
    let mut sentences = vec![wording.line(&head)];
    if let Some(forecast) = one.forecast.as_ref().filter(|forecast| forecast.method != "exact") {
        let band = range(forecast.low, forecast.high, one.unit, style);
        let likely = percent(forecast.p_hit, style);
        sentences.push(wording.line(&Line::MailForecast { band: &band, likely: &likely }));
    }
    sentences.extend(one.why.as_ref().map(|why| format!("{}.", markdown(&capital(&wording.finding(why))))));
    sentences.extend(
        driver(one, style)
            .map(|driver| markdown(&driver))
            .map(|driver| wording.line(&Line::MailHeldBackBy { driver: &driver })),
    );
    sentences.extend(one.next_action.as_ref().map(|action| markdown(&wording.line(&Line::MailAction { action }))));
    sentences.join(" ")
}

/// `text` as a sentence begins.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
