//! What moved a KPI against its baseline: by the values of dimensions, and by its drivers.

use jauge_domain::{Contribution, Direction, Driver, Movement, days_between};

use crate::days::Days;
use crate::inputs::Inputs;
use crate::readings::{ByDimension, Reading};
use jauge_domain::Additivity;

/// The values of a dimension that are named; the others are one rest.
const NAMED: usize = 5;

/// What each value of each dimension added to the change; the contributions of a dimension sum to the whole change.
pub(crate) fn by_dimension(inputs: &Inputs<'_>) -> Vec<Movement> {
    let Some(stretches) = stretches(inputs) else { return Vec::new() };
    let plan = &inputs.plan;
    let found = inputs.readings.by_dimension(&plan.known.id, plan.filter, stretches);
    let movements = found.into_iter().filter(|by| by.groups.len() > 1).map(|by| {
        let changes = match plan.known.additivity {
            Additivity::Sum => sums(&by, scale(stretches)),
            Additivity::Ratio { .. } => ratios(&by),
            Additivity::Distinct | Additivity::Other => Vec::new(),
        };
        Movement { dimension: by.dimension, contributions: largest(changes) }
    });
    movements.filter(|movement| movement.contributions.iter().any(|one| one.change != 0.0)).collect()
}

/// The period so far, and what it is compared with; none without a baseline.
fn stretches(inputs: &Inputs<'_>) -> Option<[Days; 2]> {
    inputs.base.as_ref()?;
    inputs.plan.compared()
}

/// The length of the first stretch, as a multiple of the second's.
fn scale([now, before]: [Days; 2]) -> f64 {
    days_between(now.0, now.1) as f64 / days_between(before.0, before.1).max(1) as f64
}

type Changes = Vec<(Option<String>, f64)>;

fn sums(by: &ByDimension, scale: f64) -> Changes {
    let change = |[now, before]: &[Reading; 2]| now.value.unwrap_or(0.0) - scale * before.value.unwrap_or(0.0);
    by.groups.iter().map(|(value, cells)| (value.clone(), change(cells))).collect()
}

/// With R₀ the ratio before: (N₁ − R₀·D₁) / ΣD₁ − (N₀ − R₀·D₀) / ΣD₀, whose sum over all groups is R₁ − R₀: the second terms add
/// up to 0. A group contributes by how much better than R₀ it is, and by how much of the whole it is.
fn ratios(by: &ByDimension) -> Changes {
    let part = |reading: &Reading| (reading.numerator.unwrap_or(0.0), reading.denominator.unwrap_or(0.0));
    let total = |nth: usize| {
        by.groups.iter().map(|(_, cells)| part(&cells[nth])).fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    };
    let ((_, now), (above, before)) = (total(0), total(1));
    if now == 0.0 || before == 0.0 {
        return Vec::new();
    }
    let ratio = above / before;
    let change = |cells: &[Reading; 2]| {
        let [(n1, d1), (n0, d0)] = [part(&cells[0]), part(&cells[1])];
        (n1 - ratio * d1) / now - (n0 - ratio * d0) / before
    };
    by.groups.iter().map(|(value, cells)| (value.clone(), change(cells))).collect()
}

/// The largest changes, up or down, and what the others come to. What added nothing is not named.
fn largest(mut changes: Changes) -> Vec<Contribution> {
    changes.retain(|(_, change)| *change != 0.0);
    // What has no value is part of the rest: people read one line for both.
    let (named, unnamed): (Changes, Changes) = changes.into_iter().partition(|(value, _)| value.is_some());
    changes = named;
    changes.sort_by(|one, other| other.1.abs().total_cmp(&one.1.abs()));
    let mut rest = if changes.len() > NAMED { changes.split_off(NAMED) } else { Vec::new() };
    rest.extend(unnamed);
    let mut kept: Vec<Contribution> =
        changes.into_iter().map(|(value, change)| Contribution { value, change }).collect();
    if !rest.is_empty() {
        kept.push(Contribution { value: None, change: rest.iter().map(|(_, change)| change).sum() });
    }
    kept
}

/// The KPI's drivers against their own baselines, the one that costs most first.
pub(crate) fn by_driver(inputs: &Inputs<'_>) -> Vec<Driver> {
    let Some(stretches) = stretches(inputs) else { return Vec::new() };
    let (readings, filter) = (inputs.readings, inputs.plan.filter);
    let read = |id: &String| {
        let known = readings.kpi(id, filter).ok()?;
        let cells = readings.over(id, filter, &stretches).ok()?;
        let (actual, baseline) = (cells.first()?.value?, cells.get(1)?.value?);
        let scale = if known.additivity == Additivity::Sum { scale(stretches) } else { 1.0 };
        let gain = (actual / (baseline * scale)).ln();
        let gain = if known.direction == Direction::Decrease { -gain } else { gain };
        let driver = Driver { kpi: known.id, title: known.title, unit: known.unit, actual, baseline: baseline * scale };
        gain.is_finite().then_some((gain, driver))
    };
    let mut drivers: Vec<(f64, Driver)> = inputs.plan.known.drivers.iter().filter_map(read).collect();
    drivers.sort_by(|one, other| one.0.total_cmp(&other.0));
    drivers.into_iter().map(|(_, driver)| driver).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn reading(numerator: u32, denominator: u32) -> Reading {
        Reading {
            value: Some(f64::from(numerator)),
            numerator: Some(f64::from(numerator)),
            denominator: Some(f64::from(denominator)),
            n: f64::from(denominator),
            ..Reading::default()
        }
    }

    proptest! {
        #[test]
        fn contributions_sum_to_the_change(groups in prop::collection::vec([(0..500_u32, 0..500_u32), (0..500_u32, 0..500_u32)], 1..12)) {
            let of = |(part, more): (u32, u32)| reading(part, part + more);
            let by = ByDimension {
                dimension: "channel".into(),
                groups: groups.iter().enumerate().map(|(nth, pair)| (Some(nth.to_string()), pair.map(of))).collect(),
            };
            let total = |nth: usize| {
                let cells = by.groups.iter().map(|(_, cells)| &cells[nth]);
                let (above, below) = cells.fold((0.0, 0.0), |sum, one| {
                    (sum.0 + one.numerator.unwrap(), sum.1 + one.denominator.unwrap())
                });
                (above, above / below)
            };
            let sum = |changes: Changes| largest(changes).iter().map(|one| one.change).sum::<f64>();
            prop_assert!((sum(sums(&by, 1.0)) - (total(0).0 - total(1).0)).abs() < 1e-9);
            if total(0).1.is_finite() && total(1).1.is_finite() {
                prop_assert!((sum(ratios(&by)) - (total(0).1 - total(1).1)).abs() < 1e-12);
            }
        }
    }
}
