//! What one pastes into a mail on Monday.

use std::io::{self, Write};

use jauge_domain::{Evaluation, Grain, Language, Status};

use super::words::{due, needs_somebody, percent, range};
use super::{card, overview, value_text};
use crate::{Style, grid, label::date};

/// Writes a heading, a paragraph for each objective that needs somebody, and a table of all.
pub(super) fn write(out: &mut dyn Write, sorted: &[&Evaluation], style: &Style) -> io::Result<()> {
    let Some(first) = sorted.first() else { return Ok(()) };
    let fine = sorted.iter().filter(|one| matches!(one.status, Status::OnTrack | Status::Achieved)).count();
    let start = style.calendar.day_start(first.as_of);
    let week = style.calendar.label(Grain::Week, start);
    let number = week.rsplit('W').next().unwrap_or_default().trim_start_matches('0').to_owned();
    let all = sorted.len();
    match style.language {
        Language::En | Language::Qps => {
            let noun = if all == 1 { "objective" } else { "objectives" };
            writeln!(out, "**Week {number} · {fine} of {all} {noun} on track**\n")?;
        }
        Language::Fr => {
            let noun = if fine > 1 { "objectifs" } else { "objectif" };
            writeln!(out, "**Semaine {number} · {fine} {noun} sur {all} dans les temps**\n")?;
        }
    }
    for one in sorted.iter().filter(|one| needs_somebody(one.status)) {
        writeln!(out, "{}\n", grid::one_line(&paragraph(one, style)))?;
    }
    grid::write(out, &overview(sorted, style), &Style { color: false, ..style.clone() })?;
    if let Some(complete) = sorted.iter().filter_map(|one| one.complete_to).min() {
        let text = style.say("Sources complete to", "Sources complètes jusqu'au");
        writeln!(out, "\n{text} {}.", date(complete, style.language))?;
    }
    Ok(())
}

fn paragraph(one: &Evaluation, style: &Style) -> String {
    let colon = style.say(":", " :");
    let mut text = format!("{}{colon} **{}**", one.statement, super::words::actual(one, style));
    let baseline =
        one.baseline.map(|base| format!("{} {}", style.say("from", "départ"), value_text(base, one.unit, style)));
    let aside: Vec<String> = baseline.into_iter().chain(due(one, style)).collect();
    text += &format!(" ({}) – {}.", aside.join(", "), style.wording().status(one.status));
    if let Some(forecast) = one.forecast.as_ref().filter(|forecast| forecast.method != "exact") {
        let band = range(forecast.low, forecast.high, one.unit, style);
        let likely = percent(forecast.p_hit, style);
        text += &match style.language {
            Language::En | Language::Qps => format!(" Forecast: {band}, {likely} likely."),
            Language::Fr => format!(" Prévu : {band}, {likely} de chances."),
        };
    }
    if let Some(why) = &one.why {
        text += &format!(" {}.", capital(why));
    }
    if let Some(lever) = card::lever(one, style) {
        text += &format!(" {}{colon} {lever}.", style.say("Held back by", "Frein"));
    }
    if let Some(action) = &one.next_action {
        text += &format!(" {}{colon} {action}.", style.say("Action", "Action"));
    }
    text
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
