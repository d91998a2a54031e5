//! Bars, one below the other.

use maud::{Markup, html};

use super::frame::{Caption, WIDTH, picture};
use crate::scale::{Scale, tenth};

/// How much each bar takes of the height.
const ROW: f64 = 16.0;

/// A bar for each of `values`, none where there is no value.
pub(crate) fn bars(values: &[Option<f64>], caption: Caption<'_>) -> Markup {
    let scale = Scale::with_zero(values.iter().flatten().copied(), WIDTH);
    let content = html! {
        @for (nth, value) in values.iter().enumerate() {
            rect class="track" x="0" y=(tenth(nth as f64 * ROW + 6.0)) width=(WIDTH) height="2" {}
            @if let Some(value) = value {
                rect class="value" x="0" y=(tenth(nth as f64 * ROW + 2.0)) width=(tenth(scale.at(*value))) height="10" {}
            }
        }
    };
    picture(caption, values.len() as f64 * ROW, &content)
}
