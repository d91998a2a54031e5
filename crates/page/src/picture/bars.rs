//! Bars, one below the other.

use maud::{Markup, html};

use super::frame::{Caption, WIDTH, picture};
use crate::scale::{Scale, tenth};

/// How much each bar takes of the height.
const ROW: f64 = 16.0;

/// A bar for each of `values`, to the left of 0 or to the right, none where there is no value.
pub(crate) fn bars(values: &[Option<f64>], caption: Caption<'_>) -> Markup {
    let scale = Scale::with_zero(values.iter().flatten().copied(), WIDTH);
    let content = html! {
        @for (nth, value) in values.iter().enumerate() {
            rect class="track" x="0" y=(tenth(nth as f64 * ROW + 6.0)) width=(WIDTH) height="2" {}
            @if let Some(value) = value {
                rect class="value" x=(tenth(scale.at(value.min(0.0)))) y=(tenth(nth as f64 * ROW + 2.0))
                    width=(tenth(scale.at(value.max(0.0)) - scale.at(value.min(0.0)))) height="10" {}
            }
        }
    };
    picture(caption, values.len() as f64 * ROW, &content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_value_and_stands_on_its_side_of_0() {
        let drawn = |values: &[Option<f64>]| {
            let svg = bars(values, Caption { id: "a", title: "b", says: "c" }).into_string();
            let bars = svg.split("class=\"value\" ").skip(1).filter_map(|rest| rest.split(" height").next());
            bars.map(str::to_owned).collect::<Vec<_>>()
        };
        let mixed = drawn(&[Some(30.0), None, Some(-10.0), Some(0.0)]);
        assert_eq!(
            mixed,
            [
                "x=\"80.0\" y=\"2.0\" width=\"240.0\"",
                "x=\"0.0\" y=\"34.0\" width=\"80.0\"",
                "x=\"80.0\" y=\"50.0\" width=\"0.0\"",
            ]
        );
        assert!(drawn(&[Some(0.0)])[0].ends_with("width=\"0.0\""));
    }
}
