//! What makes up a change, each part from where the one before ended.

use maud::{Markup, html};

use super::frame::{Caption, WIDTH, picture, short};
use crate::scale::{Scale, tenth};

/// How much each bar takes of the height.
const ROW: f64 = 14.0;
/// How much of the width says what each bar is.
const NAMES: f64 = 112.0;

/// A bar for each of `parts` (what it is, and how much) that starts where the one above ends, and below them one of them all from 0,
/// called `total`.
pub(crate) fn waterfall(parts: &[(String, f64)], total: &str, caption: Caption<'_>) -> Markup {
    let ends: Vec<f64> = parts.iter().scan(0.0, |end, (_, change)| Some(added(end, *change))).collect();
    let scale = Scale::with_zero(ends.iter().copied(), WIDTH - NAMES);
    let starts = std::iter::once(0.0).chain(ends.iter().copied());
    let all = ends.last().copied().unwrap_or(0.0);
    let bars: Vec<(f64, f64)> = starts.zip(ends.iter().copied()).chain([(0.0, all)]).collect();
    let names = parts.iter().map(|(name, _)| name.as_str()).chain([total]);
    let zero = tenth(scale.at(0.0));
    let height = bars.len() as f64 * ROW;
    let content = html! {
        @for (nth, name) in names.enumerate() {
            text class="name" x="0" y=(tenth(nth as f64 * ROW + 10.0)) { (short(name, NAMES)) }
        }
        g transform={ "translate(" (NAMES) " 0)" } {
            @for (nth, (from, to)) in bars.iter().enumerate() { (bar(nth, class(nth == parts.len(), *from, *to), scale, (*from, *to))) }
            line class="expected" x1=(zero) x2=(zero) y1="0" y2=(tenth(height)) {}
        }
    };
    picture(caption, height, &content)
}

/// Adds `change` to `end`; answers what it comes to.
fn added(end: &mut f64, change: f64) -> f64 {
    *end += change;
    *end
}

/// The look of a bar: all of them, up, or down.
fn class(is_total: bool, from: f64, to: f64) -> &'static str {
    match is_total {
        true => "value",
        false if to >= from => "up",
        false => "down",
    }
}

fn bar(nth: usize, class: &str, scale: Scale, (from, to): (f64, f64)) -> Markup {
    let (one, other) = (scale.at(from), scale.at(to));
    // Nothing is too small to be seen.
    let (start, width) = (one.min(other), (one - other).abs().max(1.0));
    let top = nth as f64 * ROW + 2.0;
    html! { rect class=(class) x=(tenth(start.min(WIDTH - NAMES - 1.0))) y=(tenth(top)) width=(tenth(width)) height="10" {} }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_starts_where_the_one_above_ends() {
        let svg = waterfall(
            &[("FR +30".into(), 30.0), ("BE -10".into(), -10.0)],
            "all +20",
            Caption { id: "a", title: "b", says: "c" },
        )
        .into_string();
        let bars: Vec<&str> = svg.split("<rect ").skip(1).filter_map(|rest| rest.split(" height").next()).collect();
        assert_eq!(
            bars,
            [
                "class=\"up\" x=\"0.0\" y=\"2.0\" width=\"208.0\"",
                "class=\"down\" x=\"138.7\" y=\"16.0\" width=\"69.3\"",
                "class=\"value\" x=\"0.0\" y=\"30.0\" width=\"138.7\"",
            ]
        );
    }
}
