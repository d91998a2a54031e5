//! Values and signs that all formats for people share.

use jauge_domain::{Aim, Evaluation, Status, Target, Tone, Unit};

use crate::number;
use crate::style::Style;
use crate::wording::Line;

/// A value in its unit.
pub fn value_text(value: f64, unit: Unit, style: &Style) -> String {
    number::coarse(value, unit, style)
}

/// A sign and a word, in colour where there are colours: never told by colour alone.
pub(super) fn status(status: Status, style: &Style) -> String {
    let facts = status.facts();
    colored(&format!("{} {}", facts.sign, style.wording().status(status)), facts.tone, style)
}

/// `text` in the colour of `tone`, where there are colours.
pub(super) fn colored(text: &str, tone: Tone, style: &Style) -> String {
    let color = match tone {
        Tone::Good => 32,
        Tone::Warning => 33,
        Tone::Bad => 31,
        Tone::Neutral => 90,
    };
    if style.color { format!("\u{1b}[{color}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// A target as people read it; without a unit as a plain number.
pub fn target_text(target: Target, unit: Option<Unit>, style: &Style) -> String {
    let unit = unit.unwrap_or(Unit::Number);
    let plus = |value: f64| if value > 0.0 { "+" } else { "" };
    match target {
        Target::Value(value) => value_text(value, unit, style),
        Target::Between(low, high) => range(low, high, unit, style),
        Target::Relative(share) => format!("{}{}", plus(share), percent(share, style)),
        Target::Points(points) if unit == Unit::Ratio => change(points, unit, style),
        Target::Points(points) => format!("{}{}", plus(points), value_text(points, unit, style)),
    }
}

/// The value so far; of what is kept, the share inside.
pub(super) fn actual(one: &Evaluation, style: &Style) -> String {
    match one.actual {
        None => "–".to_owned(),
        Some(share) if one.aim.is_some_and(Aim::is_kept) => {
            style.wording().line(&Line::OfTheTime { share: &percent(share, style) })
        }
        Some(actual) => value_text(actual, one.unit, style),
    }
}

/// The baseline, and what it must come to by when.
pub(super) fn aside(one: &Evaluation, style: &Style) -> String {
    let wording = style.wording();
    let baseline = one.baseline.map(|baseline| value_text(baseline, one.unit, style));
    let from = baseline.map(|baseline| wording.line(&Line::From { baseline: &baseline }));
    let due = one.target.map(|target| {
        let (target, date) = (target_text(target, Some(one.unit), style), wording.date(one.period.1));
        wording.line(&Line::Due { aim: one.aim, target: &target, date: &date })
    });
    from.into_iter().chain(due).collect::<Vec<_>>().join(", ")
}

/// The driver that costs most, where one does: its baseline and its value.
pub(super) fn driver(one: &Evaluation, style: &Style) -> Option<String> {
    let driver = one.drivers.first().filter(|driver| driver.actual < driver.baseline)?;
    let [baseline, actual] = [driver.baseline, driver.actual].map(|value| value_text(value, driver.unit, style));
    Some(format!("{} {baseline} → {actual}", driver.title))
}

/// From one value to another, the unit once where both end alike.
pub(super) fn range(low: f64, high: f64, unit: Unit, style: &Style) -> String {
    let (low, high) = (value_text(low, unit, style), value_text(high, unit, style));
    let tail = |text: &str| {
        text.find(|char: char| !char.is_ascii_digit() && !",.- \u{202f}".contains(char)).map(|at| at.min(text.len()))
    };
    match (tail(&low), tail(&high)) {
        (Some(one), Some(other)) if low[one..] == high[other..] => format!("{}–{high}", low[..one].trim_end()),
        _ => format!("{low}–{high}"),
    }
}

/// A share in whole percent.
pub(super) fn percent(share: f64, style: &Style) -> String {
    let whole = (share * 100.0).round();
    let text = match (share, whole) {
        // Not certain, only nearly.
        (share, 0.0) if share > 0.0 => "<1".to_owned(),
        (share, 100.0) if share < 1.0 => ">99".to_owned(),
        _ => format!("{whole}"),
    };
    format!("{text}{}%", style.numerals().unit)
}

/// A change in the KPI's unit, with its sign; of a ratio in points.
pub(super) fn change(value: f64, unit: Unit, style: &Style) -> String {
    let plus = if value > 0.0 { "+" } else { "" };
    match unit {
        Unit::Ratio => format!("{plus}{}", number::points(value, style)),
        _ => format!("{plus}{}", value_text(value, unit, style)),
    }
}
