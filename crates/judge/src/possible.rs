//! What history makes possible, before there is a target.

use jauge_domain::{Objective, ObjectiveMessage, Unit};
use jauge_forecast::{Bound, Projection};

use crate::days::Days;
use crate::inputs::Inputs;
use crate::readings::{Readings, Unreadable};
use crate::thresholds::Thresholds;

/// The chance to meet the target that is proposed, if nothing changes: more than chance has to change, and not all.
const AMBITIOUS: f64 = 0.3;
/// Asked of the baseline at least where there is no forecast.
const A_LITTLE: f64 = 0.05;

/// What history makes possible of an objective, whatever its target is. Values are in the KPI's unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Possible {
    /// The KPI's title.
    pub title: String,
    /// What it is counted in.
    pub unit: Unit,
    /// What it would start from, over as long a period.
    pub baseline: Option<f64>,
    /// Past periods of the same length, the latest first.
    pub past: Vec<(Days, f64)>,
    /// What it comes to if nothing changes: the 10 %, 50 % and 90 % quantiles.
    pub forecast: Option<(f64, f64, f64)>,
    /// A target that asks for something: met in three of ten cases if nothing changes.
    pub target: Option<f64>,
    /// True where the forecast is behind [`Self::target`], not the baseline alone.
    pub by_forecast: bool,
}

/// What history makes possible of `objective` as seen on the day of `readings`, or before its period.
///
/// # Errors
/// As [`judge`](crate::judge()): no such KPI, a filter that does not fit; and where the KPI has no data.
pub fn possible(
    objective: &Objective,
    readings: &dyn Readings,
    thresholds: &Thresholds,
) -> Result<Possible, Unreadable> {
    let no_kpi = || Unreadable::wrong(ObjectiveMessage::LevelsHaveNoHistory);
    let inputs = Inputs::read(objective, readings, thresholds)?.ok_or_else(no_kpi)?;
    let forecast = inputs.forecast(inputs.plan.seen).ok().filter(|_| !inputs.is_over());
    let baseline = inputs.base.as_ref().map(|base| base.value);
    let rises = inputs.rises();
    let asked = forecast.as_ref().and_then(|forecast| met_in(forecast, rises));
    let step = if rises { 1.0 + A_LITTLE } else { 1.0 - A_LITTLE };
    let better = |one: f64, other: f64| if rises { one.max(other) } else { one.min(other) };
    let usual = quarter(&inputs, rises);
    let a_little = baseline.map(|baseline| usual.map_or(baseline * step, |usual| better(usual, baseline * step)));
    let target = asked.or(a_little);
    Ok(Possible {
        title: inputs.plan.known.title.clone(),
        unit: inputs.unit(),
        baseline,
        past: inputs
            .past
            .iter()
            .filter_map(|(period, reading)| Some(((period.start(), period.end()), reading.value?)))
            .collect(),
        forecast: forecast.as_ref().map(|forecast| (forecast.low, forecast.value, forecast.high)),
        target: target.map(|target| rounded(target, rises, inputs.unit())),
        by_forecast: asked.is_some(),
    })
}

/// What a quarter of the past periods reached or did better.
fn quarter(inputs: &Inputs<'_>, rises: bool) -> Option<f64> {
    let mut values: Vec<f64> = inputs.past.iter().filter_map(|(_, reading)| reading.value).collect();
    values.sort_by(f64::total_cmp);
    let nth = if rises { values.len() - values.len().div_ceil(4) } else { values.len() / 4 };
    values.get(nth).copied().filter(|_| values.len() >= 4)
}

/// The value that is reached with probability [`AMBITIOUS`].
fn met_in(forecast: &Projection, rises: bool) -> Option<f64> {
    let (mut near, mut far) = if rises { (forecast.value, forecast.high) } else { (forecast.value, forecast.low) };
    // The chance falls from a half at the median to a tenth at the quantile.
    for _ in 0..40 {
        let middle = (near + far) / 2.0;
        let bound = if rises { Bound::AtLeast(middle) } else { Bound::AtMost(middle) };
        if forecast.probability(bound) > AMBITIOUS { near = middle } else { far = middle }
    }
    Some(near).filter(|value| value.is_finite())
}

/// Three digits are enough for a target; rounded towards what is harder.
fn rounded(value: f64, rises: bool, unit: Unit) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let digits = 2 - value.abs().log10().floor() as i32;
    // Things that are counted have no fractions.
    let digits = if unit == Unit::Count { digits.min(0) } else { digits };
    let scale = 10_f64.powi(digits.abs());
    let scaled = if digits >= 0 { value * scale } else { value / scale };
    let scaled = if rises { (scaled - 1e-9).ceil() } else { (scaled + 1e-9).floor() };
    if digits >= 0 { scaled / scale } else { scaled * scale }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_have_three_digits_at_most() {
        assert_eq!(rounded(0.020_51, true, Unit::Ratio), 0.0206);
        assert_eq!(rounded(0.020_51, false, Unit::Ratio), 0.0205);
        assert_eq!(rounded(12_341.0, true, Unit::Count), 12_400.0);
        assert_eq!(rounded(7.2, true, Unit::Count), 8.0);
        assert_eq!(rounded(1200.0, true, Unit::Money), 1200.0);
    }
}
