//! How a language writes numbers.

/// The marks of numbers in a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Numerals {
    /// Between the whole part and the decimals.
    pub(crate) mark: char,
    /// Between thousands.
    pub(crate) thousands: char,
    /// Between a number and its unit.
    pub(crate) unit: char,
}

/// Keeps a number and its unit, or a number's thousands, on one line.
pub(super) const NARROW: char = '\u{202f}';
