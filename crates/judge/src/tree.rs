//! A change taken apart over the factors of a product, and what one factor alone would have to become.

/// What each factor of a product adds to its change from `before` to `now`: Shapley's value (*A Value for n-Person Games*, 1953), the
/// mean over all orders in which the factors could have changed, so that none matters. They sum to the change, also where factors are
/// 0. A factor without a value, as a rate of nothing is, takes the one it has in the other period; without any it is 0.
pub fn factor_changes(before: &[Option<f64>], now: &[Option<f64>]) -> Vec<f64> {
    let pairs: Vec<[f64; 2]> = before.iter().zip(now).map(|(before, now)| known(*before, *now)).collect();
    let count = pairs.len();
    let mut changes = vec![0.0; count];
    for (nth, change) in changes.iter_mut().enumerate() {
        for set in (0..1_usize << count).filter(|set| set & (1 << nth) == 0) {
            let others = pairs.iter().enumerate().filter(|(other, _)| *other != nth);
            let product: f64 = others.map(|(other, pair)| pair[(set >> other) & 1]).product();
            *change += weight(set.count_ones() as usize, count) * product * (pairs[nth][1] - pairs[nth][0]);
        }
    }
    changes
}

/// The two values of a factor.
fn known(before: Option<f64>, now: Option<f64>) -> [f64; 2] {
    let either = before.or(now).unwrap_or(0.0);
    [before.unwrap_or(either), now.unwrap_or(either)]
}

/// The share of the orders of `count` factors in which `changed` given ones come before another: changed! (count − changed − 1)! / count!.
fn weight(changed: usize, count: usize) -> f64 {
    let choices = (0..changed).fold(1.0, |all, nth| all * (count - 1 - nth) as f64 / (nth + 1) as f64);
    1.0 / (count as f64 * choices)
}

/// What a term is: the product of its factors, as [`factor_changes`] takes them; the other period's values stand in.
pub fn term_value(values: &[Option<f64>], other: &[Option<f64>]) -> f64 {
    values.iter().zip(other).map(|(value, other)| value.or(*other).unwrap_or(0.0)).product()
}

/// `parts` in whole units of 10^-`scale`, so that they sum to `total`: each rounded down, and what is left goes to those that lost
/// most (the method of the largest remainder).
pub fn apportion(parts: &[f64], total: i128, scale: u8) -> Vec<i128> {
    let exact: Vec<f64> = parts.iter().map(|part| part * 10_f64.powi(i32::from(scale))).collect();
    let mut whole: Vec<i128> = exact.iter().map(|part| part.floor() as i128).collect();
    let count = whole.len() as i128;
    if count == 0 {
        return whole;
    }
    let left = total - whole.iter().sum::<i128>();
    let mut order: Vec<usize> = (0..whole.len()).collect();
    order.sort_by(|one, other| (exact[*other] - exact[*other].floor()).total_cmp(&(exact[*one] - exact[*one].floor())));
    for (rank, nth) in order.into_iter().enumerate() {
        whole[nth] += left.div_euclid(count) + i128::from((rank as i128) < left.rem_euclid(count));
    }
    whole
}

/// What a factor that is `factor` would have to become, the `others` of its term as they are, for a sum to go from `from` to `to`; `None`
/// where it cannot, because one of the others is 0. A factor that is 0 itself can.
pub fn needed_alone(factor: f64, others: f64, from: f64, to: f64) -> Option<f64> {
    let needed = factor + (to - from) / others;
    needed.is_finite().then_some(needed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn some(values: &[f64]) -> Vec<Option<f64>> {
        values.iter().copied().map(Some).collect()
    }

    #[test]
    fn two_factors_share_what_they_do_together() {
        // 10 × 2 to 12 × 3: 16 more; (12 − 10) × (2 + 3) / 2 = 5 and (3 − 2) × (10 + 12) / 2 = 11.
        assert_eq!(factor_changes(&some(&[10.0, 2.0]), &some(&[12.0, 3.0])), [5.0, 11.0]);
    }

    #[test]
    fn a_rate_of_nothing_changes_nothing_and_zero_is_a_value() {
        // No session, so no rate: all that is lost is lost with the sessions.
        let changes = factor_changes(&[Some(100.0), Some(0.02), Some(50.0)], &[Some(0.0), None, None]);
        assert!((changes[0] + 100.0).abs() < 1e-9 && changes[1..] == [0.0, 0.0], "{changes:?}");
        assert_eq!(factor_changes(&[None, Some(2.0)], &[None, Some(3.0)]), [0.0, 0.0]);
        assert_eq!(factor_changes(&[], &[]), Vec::<f64>::new());
    }

    #[test]
    fn what_is_printed_sums_to_what_is_printed() {
        assert_eq!(apportion(&[0.333, 0.333, 0.334], 100, 2), [33, 33, 34]);
        assert_eq!(apportion(&[1.5, -0.5], 1, 0), [2, -1]);
        assert_eq!(apportion(&[], 0, 2), Vec::<i128>::new());
    }

    #[test]
    fn a_factor_that_is_0_meets_a_target_and_one_beside_0_cannot() {
        // Ten orders of sessions, none without: two of these would make twelve.
        assert_eq!(needed_alone(0.0, 1.0, 10.0, 12.0), Some(2.0));
        assert_eq!(needed_alone(0.0, 0.5, 10.0, 12.0), Some(4.0));
        assert_eq!(needed_alone(3.0, 0.0, 10.0, 12.0), None);
        assert_eq!(needed_alone(3.0, 0.0, 10.0, 10.0), None);
    }

    proptest! {
        #[test]
        fn contributions_sum_to_the_change_and_no_order_matters(
            pairs in prop::collection::vec((0.0..500.0_f64, 0.0..500.0_f64), 1..7)
        ) {
            let (before, now): (Vec<_>, Vec<_>) = pairs.iter().copied().unzip();
            let changes = factor_changes(&some(&before), &some(&now));
            let (from, to): (f64, f64) = (before.iter().product(), now.iter().product());
            let size = from.abs().max(to.abs()).max(1.0);
            prop_assert!((changes.iter().sum::<f64>() - (to - from)).abs() <= 1e-9 * size);
            let turned = |values: &[f64]| values.iter().rev().copied().map(Some).collect::<Vec<_>>();
            let mut back = factor_changes(&turned(&before), &turned(&now));
            back.reverse();
            prop_assert!(changes.iter().zip(back).all(|(one, other)| (one - other).abs() <= 1e-9 * size));
        }

        #[test]
        fn apportioned_parts_sum_to_the_total(parts in prop::collection::vec(-1e6..1e6_f64, 1..12), scale in 0..5_u8) {
            let total = (parts.iter().sum::<f64>() * 10_f64.powi(i32::from(scale))).round() as i128;
            let whole = apportion(&parts, total, scale);
            prop_assert_eq!(whole.iter().sum::<i128>(), total);
            let near = |(part, whole): (&f64, &i128)| (part * 10_f64.powi(i32::from(scale)) - *whole as f64).abs() < 1.01;
            prop_assert!(parts.iter().zip(&whole).all(near));
        }

        #[test]
        fn a_target_is_met_when_its_answer_is_put_in(
            factors in prop::collection::vec(0.01..100.0_f64, 1..5), rest in 0.0..1000.0_f64, share in -0.5..2.0_f64, nth in 0..4_usize
        ) {
            let (nth, term) = (nth % factors.len(), factors.iter().product::<f64>());
            let (from, to) = (term + rest, (term + rest) * (1.0 + share));
            let needed = needed_alone(factors[nth], term / factors[nth], from, to).unwrap();
            let mut changed = factors;
            changed[nth] = needed;
            prop_assert!((changed.iter().product::<f64>() + rest - to).abs() <= 1e-9 * to.abs().max(1.0));
        }
    }
}
