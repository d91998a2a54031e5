//! Values laid out over a length.

/// Values laid out over a length, the least at 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scale {
    low: f64,
    high: f64,
    length: f64,
}

impl Scale {
    /// From the least to the greatest of `values`; what is no number is left out.
    pub(crate) fn over(values: impl IntoIterator<Item = f64>, length: f64) -> Self {
        let finite = values.into_iter().filter(|value| value.is_finite());
        let wider = |(low, high): (f64, f64), value: f64| (low.min(value), high.max(value));
        let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), wider);
        if low > high { Self { low: 0.0, high: 0.0, length } } else { Self { low, high, length } }
    }

    /// As [`Self::over`], 0 among the values.
    pub(crate) fn with_zero(values: impl IntoIterator<Item = f64>, length: f64) -> Self {
        Self::over(values.into_iter().chain([0.0]), length)
    }

    /// The place of `value`, in the middle where all values are one; beyond the ends, the end.
    pub(crate) fn at(&self, value: f64) -> f64 {
        // Halves, because the distance of two values may be none of ours.
        let share = (value / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0);
        let share = if share.is_nan() { 0.5 } else { share.clamp(0.0, 1.0) };
        share * self.length
    }

    /// The place of `value`, from the other end: pictures count downwards.
    pub(crate) fn down(&self, value: f64) -> f64 {
        self.length - self.at(value)
    }
}

/// A length in a picture, to a tenth.
pub(crate) fn tenth(length: f64) -> String {
    format!("{length:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_is_at_one_end_and_the_greatest_at_the_other() {
        let scale = Scale::over([4.0, 2.0, f64::NAN, 6.0], 100.0);
        assert_eq!([2.0, 3.0, 6.0].map(|value| scale.at(value)), [0.0, 25.0, 100.0]);
        assert_eq!([2.0, 6.0].map(|value| scale.down(value)), [100.0, 0.0]);
        assert_eq!([-9.0, 99.0].map(|value| scale.at(value)), [0.0, 100.0]);
    }

    #[test]
    fn zero_is_an_end_of_what_is_all_above_or_all_below() {
        assert_eq!(Scale::with_zero([50.0, 100.0], 10.0).at(50.0), 5.0);
        assert_eq!(Scale::with_zero([-100.0], 10.0).at(0.0), 10.0);
    }

    #[test]
    fn every_place_is_a_number() {
        assert_eq!(Scale::over([], 10.0).at(0.0), 5.0);
        assert_eq!(Scale::over([7.0, 7.0], 10.0).at(7.0), 5.0);
        let widest = Scale::over([f64::MIN, f64::MAX], 10.0);
        assert_eq!([f64::MIN, 0.0, f64::MAX].map(|value| widest.at(value)), [0.0, 5.0, 10.0]);
        assert_eq!(tenth(Scale::over([1.0], 10.0).at(f64::NAN)), "5.0");
    }
}
