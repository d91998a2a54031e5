//! How often what was forecast came.

use jauge_domain::CalibrationClass;
use maud::{Markup, html};

use super::frame::{Caption, WIDTH, picture};
use crate::scale::{Scale, tenth};

const HEIGHT: f64 = 200.0;
/// The square lies in the middle, and leaves this much below and above for dots at its ends and the names of its sides.
const MARGIN: f64 = 16.0;
/// The radius of the class with most forecasts.
const LARGEST: f64 = 10.0;

/// A dot a class: to the right by the chance that was forecast, upwards by the share that came, its area by how many forecasts there
/// are. The dashed line is where both are the same. `names` are those of both directions.
pub(crate) fn calibration(classes: &[CalibrationClass], names: [&str; 2], caption: Caption<'_>) -> Markup {
    let side = HEIGHT - 2.0 * MARGIN;
    let left = (WIDTH - side) / 2.0;
    let scale = Scale::over([0.0, 1.0], side);
    let across = |chance: f64| tenth(left + scale.at(chance));
    let down = |share: f64| tenth(MARGIN + scale.down(share));
    let most = classes.iter().map(|class| class.score.forecasts).max().unwrap_or_default();
    let radius = |forecasts: usize| tenth((LARGEST * (forecasts as f64 / most as f64).sqrt()).max(2.0));
    let [to_the_right, upwards] = names;
    let content = html! {
        text class="name" x=(across(0.0)) y="8" { "↑ " (upwards) }
        text class="name" x=(across(0.0)) y=(tenth(HEIGHT - 2.0)) { (to_the_right) " →" }
        rect class="field" x=(across(0.0)) y=(down(1.0)) width=(tenth(side)) height=(tenth(side)) {}
        line class="expected" x1=(across(0.0)) y1=(down(0.0)) x2=(across(1.0)) y2=(down(1.0)) {}
        @for class in classes {
            circle class="dot" cx=(across(class.score.chance)) cy=(down(class.score.met)) r=(radius(class.score.forecasts)) {}
        }
    };
    picture(caption, HEIGHT, &content)
}

#[cfg(test)]
mod tests {
    use jauge_domain::ForecastScore;

    use super::*;

    fn class(chance: f64, met: f64, forecasts: usize) -> CalibrationClass {
        let score = ForecastScore { forecasts, periods: 1, chance, met, inside: 1.0, brier: 0.0, pace_brier: 0.0 };
        CalibrationClass { from: 0.0, to: 1.0, score }
    }

    #[test]
    fn a_dot_stands_where_forecast_and_outcome_meet_and_grows_with_their_number() {
        let caption = Caption { id: "a", title: "b", says: "c" };
        let svg =
            calibration(&[class(0.0, 0.0, 1), class(1.0, 1.0, 16), class(0.5, 1.0, 4)], ["chance", "met"], caption);
        let svg = svg.into_string();
        for dot in [
            "cx=\"76.0\" cy=\"184.0\" r=\"2.5\"",
            "cx=\"244.0\" cy=\"16.0\" r=\"10.0\"",
            "cx=\"160.0\" cy=\"16.0\" r=\"5.0\"",
        ] {
            assert!(svg.contains(dot), "{dot}: {svg}");
        }
        assert!(svg.contains(">↑ met<") && svg.contains(">chance →<"), "{svg}");
    }
}
