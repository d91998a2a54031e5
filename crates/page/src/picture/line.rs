//! Values in a row.

use maud::{Markup, html};

use super::frame::{Caption, WIDTH, picture};
use crate::scale::{Scale, tenth};

const HEIGHT: f64 = 56.0;
/// Above and below the line, so that its ends are whole.
const MARGIN: f64 = 4.0;

/// What each value of a row is meant to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Meant {
    /// On this value's side.
    At(f64),
    /// From the first to the second.
    Between(f64, f64),
}

/// `values` as a line with gaps where there is none, and their goal; `None` where there are less than two.
pub(crate) fn line(values: &[Option<f64>], goal: Option<Meant>, caption: Caption<'_>) -> Option<Markup> {
    let known = values.iter().flatten().filter(|value| value.is_finite());
    if known.clone().count() < 2 {
        return None;
    }
    let ends = match goal {
        None => [None, None],
        Some(Meant::At(value)) => [Some(value), None],
        Some(Meant::Between(low, high)) => [Some(low), Some(high)],
    };
    let scale = Scale::over(known.copied().chain(ends.into_iter().flatten()), HEIGHT - 2.0 * MARGIN);
    let content = html! {
        @match goal {
            Some(Meant::At(value)) => { (level(scale, value)) }
            Some(Meant::Between(low, high)) => {
                rect class="band" x="0" y=(tenth(down(scale, high))) width=(WIDTH)
                    height=(tenth(down(scale, low) - down(scale, high))) {}
            }
            None => {}
        }
        @for stretch in stretches(values) {
            @match stretch.as_slice() {
                [(nth, value)] => {
                    circle class="dot" cx=(tenth(across(*nth, values.len()))) cy=(tenth(down(scale, *value))) r="2" {}
                }
                several => { polyline class="line" points=(points(several, values.len(), scale)) {} }
            }
        }
    };
    Some(picture(caption, HEIGHT, &content))
}

fn level(scale: Scale, value: f64) -> Markup {
    let at = tenth(down(scale, value));
    html! { line class="expected" x1="0" x2=(WIDTH) y1=(at) y2=(at) {} }
}

fn down(scale: Scale, value: f64) -> f64 {
    scale.down(value) + MARGIN
}

/// The place of the value `nth` of `all`.
fn across(nth: usize, all: usize) -> f64 {
    let scale = Scale::over([0.0, all.saturating_sub(1) as f64], WIDTH - 2.0 * MARGIN);
    scale.at(nth as f64) + MARGIN
}

fn points(stretch: &[(usize, f64)], all: usize, scale: Scale) -> String {
    let point = |(nth, value): &(usize, f64)| format!("{},{}", tenth(across(*nth, all)), tenth(down(scale, *value)));
    stretch.iter().map(point).collect::<Vec<_>>().join(" ")
}

/// The values without a gap between them, each with its place.
fn stretches(values: &[Option<f64>]) -> Vec<Vec<(usize, f64)>> {
    let mut stretches: Vec<Vec<(usize, f64)>> = vec![Vec::new()];
    for (nth, value) in values.iter().enumerate() {
        match (value.filter(|value| value.is_finite()), stretches.last_mut()) {
            (Some(value), Some(last)) => last.push((nth, value)),
            _ => stretches.push(Vec::new()),
        }
    }
    stretches.retain(|stretch| !stretch.is_empty());
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(values: &[Option<f64>], goal: Option<Meant>) -> Option<String> {
        line(values, goal, Caption { id: "a", title: "b", says: "c" }).map(maud::Markup::into_string)
    }

    #[test]
    fn a_gap_parts_the_line_and_a_lone_value_is_a_dot() {
        let svg = drawn(&[Some(1.0), Some(3.0), None, Some(2.0)], None).unwrap();
        assert!(svg.contains("points=\"4.0,52.0 108.0,4.0\""), "{svg}");
        assert!(svg.contains("cx=\"316.0\" cy=\"28.0\""), "{svg}");
        assert_eq!(svg.matches("<polyline").count(), 1);
    }

    #[test]
    fn a_goal_is_on_the_picture_also_beyond_the_values() {
        let svg = drawn(&[Some(0.0), Some(1.0)], Some(Meant::At(2.0))).unwrap();
        assert!(svg.contains("y1=\"4.0\" y2=\"4.0\""), "{svg}");
        let svg = drawn(&[Some(0.0), Some(1.0)], Some(Meant::Between(1.0, 2.0))).unwrap();
        assert!(svg.contains("y=\"4.0\" width=\"320\" height=\"24.0\""), "{svg}");
    }

    #[test]
    fn one_value_is_no_row() {
        assert_eq!(drawn(&[Some(1.0), None, Some(f64::NAN)], None), None);
    }
}
