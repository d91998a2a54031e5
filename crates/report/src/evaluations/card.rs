//! One objective with all that tells its story.

use std::io::{self, Write};

use jauge_domain::{Contribution, Evaluation, Movement, Unit};

use super::plots::{bar, sparkline};
use super::words::{actual, aside, change, driver, percent, range, status, value_text};
use crate::harmless::one_line;
use crate::style::Style;
use crate::wording::{Label, Line};

/// Writes one objective.
pub(super) fn write(out: &mut dyn Write, one: &Evaluation, style: &Style) -> io::Result<()> {
    let owner = one.owner.as_ref().map(|owner| format!(" · {owner}")).unwrap_or_default();
    let statement = style.wording().statement(&one.statement);
    writeln!(out, "{}  {}", status(one.status, style), one_line(&format!("{statement}{owner}")))?;
    for line in lines(one, style) {
        writeln!(out, "    {}", one_line(&line))?;
    }
    Ok(())
}

fn lines(one: &Evaluation, style: &Style) -> Vec<String> {
    let wording = style.wording();
    let mut lines = vec![format!("{} ({})", actual(one, style), aside(one, style))];
    if one.progress.is_some() {
        lines.push(format!("{} {}", bar(one, 24), sparkline(&one.along)));
    }
    lines.extend(forecast(one, style));
    lines.extend(one.why.as_ref().map(|why| wording.finding(why)));
    lines.extend(driver(one, style).map(|driver| wording.line(&Line::HeldBackBy { driver: &driver })));
    lines.extend(moved(one, style));
    if let Some((spent, budget)) = one.budget {
        let [spent, budget] = [spent, budget].map(|amount| value_text(amount, Unit::Money, style));
        lines.push(wording.line(&Line::Budget { spent: &spent, budget: &budget }));
    }
    lines.extend(one.next_action.as_ref().map(|action| wording.line(&Line::Next { action })));
    lines
}

/// What it will probably come to, and what the rest must be like.
fn forecast(one: &Evaluation, style: &Style) -> Option<String> {
    let forecast = one.forecast.as_ref().filter(|forecast| forecast.method != "exact")?;
    let band = range(forecast.low, forecast.high, one.unit, style);
    let likely = percent(forecast.p_hit, style);
    let mut text = style.wording().line(&Line::Forecast { band: &band, likely: &likely });
    if let Some(required) = one.required.filter(|_| one.status.facts().needs_attention) {
        let required = value_text(required, one.unit, style);
        let a_day = matches!(one.unit, Unit::Count | Unit::Money);
        text += &style.wording().line(&Line::Rest { required: &required, a_day });
    }
    Some(text)
}

/// The dimension whose values tell most, and their largest contributions.
pub(super) fn moved(one: &Evaluation, style: &Style) -> Option<String> {
    let movement = told_most(one)?;
    let wording = style.wording();
    let named = movement.contributions.iter().take(3).map(|contribution| {
        let value = contribution.value.clone().unwrap_or_else(|| wording.label(Label::Others));
        format!("{value} {}", change(contribution.change, one.unit, style))
    });
    let parts = named.collect::<Vec<_>>().join(", ");
    Some(wording.line(&Line::MovedBy { dimension: &movement.dimension, parts: &parts }))
}

/// The dimension whose values tell most of what moved it.
pub(super) fn told_most(one: &Evaluation) -> Option<&Movement> {
    let spread = |contributions: &[Contribution]| contributions.iter().map(|one| one.change.abs()).fold(0.0, f64::max);
    one.moved.iter().max_by(|a, b| spread(&a.contributions).total_cmp(&spread(&b.contributions)))
}
