//! How values over stretches of days add up.

/// How a KPI's values over two stretches of days make the value over both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Additivity {
    /// They add up: counts and sums.
    Sum,
    /// Numerators and denominators add up.
    Ratio {
        /// True where the numerator counts some of the rows that the denominator counts.
        shared: bool,
    },
    /// Neither: distinct counts.
    Distinct,
    /// Neither, and it may go either way: medians, formulas.
    Other,
}
