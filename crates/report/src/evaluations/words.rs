//! Words and numbers that all formats for people share.

use jauge_domain::{Aim, Evaluation, Language, Status, Target, Unit};

use super::value_text;
use crate::{Style, label::date, number};

/// What needs somebody first.
pub(super) fn urgency(status: Status) -> usize {
    let order = [
        Status::OffTrack,
        Status::Missed,
        Status::Stale,
        Status::AtRisk,
        Status::NoData,
        Status::InsufficientData,
        Status::OnTrack,
        Status::NotStarted,
        Status::Achieved,
    ];
    order.iter().position(|known| *known == status).unwrap_or(order.len())
}

/// True where somebody should look.
pub(super) fn needs_somebody(status: Status) -> bool {
    matches!(status, Status::OffTrack | Status::Missed | Status::Stale | Status::AtRisk | Status::NoData)
}

/// A sign and a word, in colour where there are colours: never told by colour alone.
pub(super) fn status(status: Status, style: &Style) -> String {
    let (sign, color) = match status {
        Status::OnTrack => ("●", 32),
        Status::Achieved => ("✓", 32),
        Status::AtRisk => ("▲", 33),
        Status::OffTrack | Status::Missed => ("✗", 31),
        Status::Stale => ("◌", 33),
        Status::NoData => ("?", 90),
        Status::InsufficientData => ("…", 90),
        Status::NotStarted => ("○", 90),
    };
    let text = format!("{sign} {}", style.wording().status(status));
    if style.color { format!("\u{1b}[{color}m{text}\u{1b}[0m") } else { text }
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
        Some(share) if is_kept(one) => format!("{} {}", percent(share, style), style.say("of the time", "du temps")),
        Some(actual) => value_text(actual, one.unit, style),
    }
}

/// What it must come to, and by when.
pub(super) fn due(one: &Evaluation, style: &Style) -> Option<String> {
    let target = target_text(one.target?, Some(one.unit), style);
    let (word, by) = match one.aim {
        Some(Aim::MaintainAbove) => (style.say("at least", "au moins"), style.say("to", "jusqu'au")),
        Some(Aim::MaintainBelow) => (style.say("at most", "au plus"), style.say("to", "jusqu'au")),
        Some(Aim::MaintainBetween) => (style.say("between", "entre"), style.say("to", "jusqu'au")),
        _ => (style.say("target", "cible"), style.say("by", "au")),
    };
    Some(format!("{word} {target} {by} {}", date(one.period.1, style.language)))
}

/// True where each day is to stay inside.
pub(super) fn is_kept(one: &Evaluation) -> bool {
    one.aim.is_some_and(Aim::is_kept)
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
    let space = if style.language == Language::Fr { "\u{202f}" } else { " " };
    let whole = (share * 100.0).round();
    let text = match (share, whole) {
        // Not certain, only nearly.
        (share, 0.0) if share > 0.0 => "<1".to_owned(),
        (share, 100.0) if share < 1.0 => ">99".to_owned(),
        _ => format!("{whole}"),
    };
    format!("{text}{space}%")
}

/// A change in the KPI's unit, with its sign; of a ratio in points.
pub(super) fn change(value: f64, unit: Unit, style: &Style) -> String {
    let plus = if value > 0.0 { "+" } else { "" };
    match unit {
        Unit::Ratio => format!("{plus}{}", number::points(value, style)),
        _ => format!("{plus}{}", value_text(value, unit, style)),
    }
}
