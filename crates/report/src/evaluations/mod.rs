//! How objectives stand, for people and for programs.

mod card;
mod json;
mod junit;
mod letters;
mod mail;
#[cfg(test)]
mod tests;
mod words;

use std::io::{self, Write};

use jauge_domain::{Evaluation, Status, Target, Unit, Value};

use crate::grid::{self, Grid};
use crate::{Align, Column, Format, Sheet, Style, number, write_sheet};

pub use junit::write_junit;
pub use letters::{letters_sheet, write_letters};
pub use words::target_text;

/// More objectives than this are a table first, and details only of those that need somebody.
const CARDS: usize = 3;

/// Writes evaluations in the style's format, those that need somebody first; JSON and CSV in the order given.
///
/// # Errors
/// Those of `out`, a closed pipe among them.
pub fn write_evaluations(out: &mut dyn Write, evaluations: &[Evaluation], style: &Style) -> io::Result<()> {
    let mut sorted: Vec<&Evaluation> = evaluations.iter().collect();
    sorted.sort_by_key(|one| words::urgency(one.status));
    match style.format {
        Format::Json | Format::Ndjson => json::write(out, evaluations, style),
        Format::Csv => write_sheet(out, &evaluations_sheet(evaluations), style),
        Format::Md => mail::write(out, &sorted, style),
        Format::Table => table(out, &sorted, style),
    }
}

fn table(out: &mut dyn Write, sorted: &[&Evaluation], style: &Style) -> io::Result<()> {
    if sorted.is_empty() {
        return Ok(());
    }
    let detailed: Vec<&&Evaluation> = if sorted.len() > CARDS {
        grid::write(out, &overview(sorted, style), style)?;
        sorted.iter().filter(|one| words::needs_somebody(one.status)).collect()
    } else {
        sorted.iter().collect()
    };
    for (nth, one) in detailed.iter().enumerate() {
        if nth > 0 || sorted.len() > CARDS {
            writeln!(out)?;
        }
        card::write(out, one, style)?;
    }
    writeln!(out, "\n{}", counts(sorted, style))
}

/// One line an objective.
fn overview(sorted: &[&Evaluation], style: &Style) -> Grid {
    let headings = match style.language {
        jauge_domain::Language::En | jauge_domain::Language::Qps => {
            ["Status", "Objective", "So far", "Target", "Progress", "Forecast", "Likely", "Owner"]
        }
        jauge_domain::Language::Fr => {
            ["État", "Objectif", "À ce jour", "Cible", "Avancement", "Prévu", "Chances", "Responsable"]
        }
    };
    let aligns =
        [Align::Left, Align::Left, Align::Right, Align::Right, Align::Left, Align::Right, Align::Right, Align::Left];
    // A table of texts escapes what is no text, colours too.
    let plain = Style { color: false, ..style.clone() };
    let row = |one: &&Evaluation| {
        let forecast = one.forecast.as_ref().filter(|forecast| forecast.method != "exact");
        vec![
            words::status(one.status, &plain),
            one.objective.clone(),
            words::actual(one, style),
            one.target.map_or_else(nothing, |target| target_text(target, Some(one.unit), style)),
            card::bar(one, 12),
            forecast.map_or_else(nothing, |forecast| words::range(forecast.low, forecast.high, one.unit, style)),
            forecast.map_or_else(nothing, |forecast| words::percent(forecast.p_hit, style)),
            one.owner.clone().unwrap_or_default(),
        ]
    };
    Grid {
        columns: headings.map(str::to_owned).into_iter().zip(aligns).collect(),
        rows: sorted.iter().map(row).collect(),
        notes: Vec::new(),
    }
}

/// How many stand how.
fn counts(sorted: &[&Evaluation], style: &Style) -> String {
    let mut parts: Vec<String> = Vec::new();
    for status in Status::ALL {
        let count = sorted.iter().filter(|one| one.status == status).count();
        if count > 0 {
            parts.push(format!("{count} {}", style.wording().status(status)));
        }
    }
    let objectives = match (style.language, sorted.len()) {
        (jauge_domain::Language::En | jauge_domain::Language::Qps, 1) => "1 objective",
        (jauge_domain::Language::Fr, 1) => "1 objectif",
        (jauge_domain::Language::En | jauge_domain::Language::Qps, _) => "objectives",
        (jauge_domain::Language::Fr, _) => "objectifs",
    };
    let head = if sorted.len() == 1 { objectives.to_owned() } else { format!("{} {objectives}", sorted.len()) };
    let colon = style.say(":", " :");
    format!("{head}{colon} {}", parts.join(", "))
}

/// Evaluations as flat columns, with names that stay.
pub fn evaluations_sheet(evaluations: &[Evaluation]) -> Sheet {
    let number = |value: Option<f64>| value.map_or(Value::Null, Value::Float);
    let text = |text: &str| Value::Text(text.to_owned());
    let maybe = |text: &Option<String>| text.clone().map_or(Value::Null, Value::Text);
    let row = |one: &Evaluation| {
        let (low, high) = match one.target {
            Some(Target::Between(low, high)) => (Some(low), Some(high)),
            Some(Target::Value(value)) => (Some(value), None),
            _ => (None, None),
        };
        let forecast = one.forecast.as_ref();
        let mut cells = vec![text(&one.objective), maybe(&one.kpi), text(crate::json::unit(one.unit))];
        cells.push(text(one.status.name()));
        cells.extend([one.actual, low, high, one.baseline, one.progress, one.expected, one.required].map(number));
        let forecasts = [
            forecast.map(|forecast| forecast.value),
            forecast.map(|forecast| forecast.low),
            forecast.map(|forecast| forecast.high),
            forecast.map(|forecast| forecast.p_hit),
        ];
        cells.extend(forecasts.map(number));
        cells.extend([text(&one.period_name), text(&one.as_of.to_string()), maybe(&one.owner), maybe(&one.why)]);
        cells
    };
    let texts = |names: &[&str]| names.iter().map(|name| Column::text(*name)).collect::<Vec<_>>();
    let numbers = [
        "actual",
        "target",
        "target_high",
        "baseline",
        "progress",
        "expected",
        "required",
        "forecast",
        "forecast_low",
        "forecast_high",
        "p_hit",
    ];
    let mut columns = texts(&["objective", "kpi", "unit", "status"]);
    columns.extend(numbers.map(|name| Column::number(name, None)));
    columns.extend(texts(&["period", "as_of", "owner", "why"]));
    Sheet { columns, rows: evaluations.iter().map(row).collect() }
}

fn nothing() -> String {
    "–".to_owned()
}

/// A value in its unit.
pub fn value_text(value: f64, unit: Unit, style: &Style) -> String {
    number::coarse(value, unit, style)
}
