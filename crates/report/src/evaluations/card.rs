//! One objective with all that tells its story.

use std::io::{self, Write};

use jauge_domain::{Contribution, Evaluation, Lever, Target};

use super::words::{actual, change, due, percent, range, status};
use super::{value_text, words};
use crate::{Style, grid::one_line};

/// The eighths of a character, for small plots.
const EIGHTHS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Writes one objective.
pub(super) fn write(out: &mut dyn Write, one: &Evaluation, style: &Style) -> io::Result<()> {
    let owner = one.owner.as_ref().map(|owner| format!(" · {owner}")).unwrap_or_default();
    writeln!(out, "{}  {}", status(one.status, style), one_line(&format!("{}{owner}", one.statement)))?;
    for line in lines(one, style) {
        writeln!(out, "    {}", one_line(&line))?;
    }
    Ok(())
}

fn lines(one: &Evaluation, style: &Style) -> Vec<String> {
    let mut lines = Vec::new();
    lines.push(standing(one, style));
    if one.progress.is_some() {
        lines.push(format!("{} {}", bar(one, 24), sparkline(&one.along)));
    }
    lines.extend(forecast(one, style));
    lines.extend(one.why.clone());
    lines.extend(lever(one, style).map(|lever| format!("{}{lever}", style.say("held back by: ", "frein : "))));
    lines.extend(moved(one, style));
    if let Some((spent, budget)) = one.budget {
        let [spent, budget] = [spent, budget].map(|amount| value_text(amount, jauge_domain::Unit::Money, style));
        lines.push(match style.language {
            jauge_domain::Language::En | jauge_domain::Language::Qps => format!("budget: {spent} of {budget}"),
            jauge_domain::Language::Fr => format!("budget : {spent} sur {budget}"),
        });
    }
    lines.extend(one.next_action.as_ref().map(|action| format!("{}{action}", style.say("next: ", "à faire : "))));
    lines
}

/// Value, baseline, target and the day it is due.
pub(super) fn standing(one: &Evaluation, style: &Style) -> String {
    let mut parts = Vec::new();
    if let Some(baseline) = one.baseline {
        parts.push(format!("{} {}", style.say("from", "départ"), value_text(baseline, one.unit, style)));
    }
    parts.extend(due(one, style));
    format!("{} ({})", actual(one, style), parts.join(", "))
}

/// What it will probably come to, and what the rest must be like.
pub(super) fn forecast(one: &Evaluation, style: &Style) -> Option<String> {
    let forecast = one.forecast.as_ref().filter(|forecast| forecast.method != "exact")?;
    let band = range(forecast.low, forecast.high, one.unit, style);
    let likely = percent(forecast.p_hit, style);
    let mut text = match style.language {
        jauge_domain::Language::En | jauge_domain::Language::Qps => format!("forecast {band}, {likely} likely"),
        jauge_domain::Language::Fr => format!("prévu {band}, {likely} de chances"),
    };
    if let Some(required) = one.required.filter(|_| words::needs_somebody(one.status)) {
        let required = value_text(required, one.unit, style);
        let a_day = matches!(one.unit, jauge_domain::Unit::Count | jauge_domain::Unit::Money);
        text += &match (style.language, a_day) {
            (jauge_domain::Language::En | jauge_domain::Language::Qps, true) => {
                format!("; the rest needs {required} a day")
            }
            (jauge_domain::Language::En | jauge_domain::Language::Qps, false) => format!("; the rest needs {required}"),
            (jauge_domain::Language::Fr, true) => format!(" ; il faudrait {required} par jour"),
            (jauge_domain::Language::Fr, false) => format!(" ; il faudrait {required} d'ici la fin"),
        };
    }
    Some(text)
}

/// The lever that costs most, where one does.
pub(super) fn lever(one: &Evaluation, style: &Style) -> Option<String> {
    let Lever { title, unit, actual, baseline, .. } = one.levers.first()?;
    (actual < baseline)
        .then(|| format!("{title} {} → {}", value_text(*baseline, *unit, style), value_text(*actual, *unit, style)))
}

/// The dimension whose values tell most, and their largest contributions.
pub(super) fn moved(one: &Evaluation, style: &Style) -> Option<String> {
    let spread = |contributions: &[Contribution]| contributions.iter().map(|one| one.change.abs()).fold(0.0, f64::max);
    let movement = one.moved.iter().max_by(|a, b| spread(&a.contributions).total_cmp(&spread(&b.contributions)))?;
    let named = movement.contributions.iter().take(3).map(|contribution| {
        let value = contribution.value.as_deref().unwrap_or_else(|| style.say("others", "autres"));
        format!("{value} {}", change(contribution.change, one.unit, style))
    });
    let colon = style.say(":", " :");
    let head = style.say("moved by", "variation par");
    Some(format!("{head} {}{colon} {}", movement.dimension, named.collect::<Vec<_>>().join(", ")))
}

/// How far it is, `width` wide, with a mark where it should stand.
pub(super) fn bar(one: &Evaluation, width: usize) -> String {
    let Some(progress) = one.progress else { return String::new() };
    let place = |share: f64| (share.clamp(0.0, 1.0) * width as f64).round() as usize;
    let target = match one.target {
        Some(Target::Value(target)) if target != 0.0 => Some(target),
        _ => None,
    };
    // Of what is not prorated the target itself is expected: a mark at the end would say nothing.
    let mark = one.expected.zip(target).map(|(expected, target)| expected / target).filter(|share| *share < 0.995);
    let (filled, mark) = (place(progress), mark.map(|share| place(share).min(width - 1)));
    let cell = |at: usize| match (Some(at) == mark, at < filled) {
        (true, true) => '▌',
        (true, false) => '│',
        (false, true) => '█',
        (false, false) => '░',
    };
    (0..width).map(cell).collect()
}

/// Values from the least to the greatest, an eighth a step; a space where there is none.
pub(super) fn sparkline(values: &[Option<f64>]) -> String {
    let known = || values.iter().flatten().copied().filter(|value| value.is_finite());
    let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    let step = |value: f64| if high > low { ((value - low) / (high - low) * 7.0).round() as usize } else { 3 };
    let char =
        |value: &Option<f64>| value.filter(|value| value.is_finite()).map_or(' ', |value| EIGHTHS[step(value).min(7)]);
    values.iter().map(char).collect()
}
