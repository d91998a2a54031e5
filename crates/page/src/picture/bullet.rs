//! A value beside its target and its forecast.

use jauge_domain::{Aim, Evaluation, Target};
use maud::{Markup, html};

use super::frame::{Caption, WIDTH, picture};
use crate::scale::{Scale, tenth};

const HEIGHT: f64 = 24.0;

/// The value of `one` as a bar, its forecast as a band, its target as a mark, where it should stand as a dashed one; of what
/// is kept, the share of the time inside. `None` where there is no value, or no single target to set it beside.
pub(crate) fn bullet(one: &Evaluation, caption: Caption<'_>) -> Option<Markup> {
    let actual = one.actual?;
    let is_kept = one.aim.is_some_and(Aim::is_kept);
    let target = match one.target {
        _ if is_kept => 1.0,
        Some(Target::Value(target)) => target,
        Some(Target::Relative(_) | Target::Points(_) | Target::Between(..)) | None => return None,
    };
    let band = one.forecast.as_ref().map(|forecast| (forecast.low, forecast.high));
    let ends = band.into_iter().flat_map(|(low, high)| [low, high]);
    let expected = one.expected.filter(|_| !is_kept);
    let scale = Scale::with_zero([actual, target].into_iter().chain(ends).chain(expected), WIDTH);
    let content = html! {
        rect class="track" x="0" y="9" width=(WIDTH) height="6" {}
        @if let Some((low, high)) = band { (bar("band", scale, (low, high), (4, 16))) }
        (bar("value", scale, (0.0, actual), (8, 8)))
        @if let Some(expected) = expected { (mark("expected", scale.at(expected))) }
        (mark("target", scale.at(target)))
    };
    Some(picture(caption, HEIGHT, &content))
}

/// A bar from one value to another, so far down and so high.
fn bar(class: &str, scale: Scale, (from, to): (f64, f64), (top, height): (u8, u8)) -> Markup {
    let (one, other) = (scale.at(from), scale.at(to));
    let (start, width) = (one.min(other), (one - other).abs());
    html! { rect class=(class) x=(tenth(start)) y=(top) width=(tenth(width)) height=(height) {} }
}

/// A mark from top to bottom, whole at both ends.
pub(super) fn mark(class: &str, at: f64) -> Markup {
    let at = tenth(at.clamp(1.0, WIDTH - 1.0));
    html! { line class=(class) x1=(at) x2=(at) y1="1" y2="23" {} }
}
