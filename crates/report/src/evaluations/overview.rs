//! All objectives in one table.

use jauge_domain::Evaluation;

use super::plots::bar;
use super::words::{actual, percent, range, status, target_text};
use crate::grid::Grid;
use crate::sheet::Align;
use crate::style::Style;
use crate::wording::Label;

const COLUMNS: [(Label, Align); 8] = [
    (Label::Status, Align::Left),
    (Label::Objective, Align::Left),
    (Label::SoFar, Align::Right),
    (Label::Target, Align::Right),
    (Label::Progress, Align::Left),
    (Label::Forecast, Align::Right),
    (Label::Likely, Align::Right),
    (Label::Owner, Align::Left),
];

/// One line an objective.
pub(super) fn overview(sorted: &[&Evaluation], style: &Style) -> Grid {
    // A table of texts escapes what is no text, colours too.
    let plain = Style { color: false, ..style.clone() };
    let nothing = || "–".to_owned();
    let row = |one: &&Evaluation| {
        let forecast = one.forecast.as_ref().filter(|forecast| forecast.method != "exact");
        vec![
            status(one.status, &plain),
            one.objective.clone(),
            actual(one, style),
            one.target.map_or_else(nothing, |target| target_text(target, Some(one.unit), style)),
            bar(one, 12),
            forecast.map_or_else(nothing, |forecast| range(forecast.low, forecast.high, one.unit, style)),
            forecast.map_or_else(nothing, |forecast| percent(forecast.p_hit, style)),
            one.owner.clone().unwrap_or_default(),
        ]
    };
    let wording = style.wording();
    Grid {
        columns: COLUMNS.map(|(label, align)| (wording.label(label), align)).into(),
        rows: sorted.iter().map(row).collect(),
        notes: Vec::new(),
    }
}
