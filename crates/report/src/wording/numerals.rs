//! How a language writes numbers, amounts, durations and columns of numbers.

/// The marks of numbers in a language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Numerals {
    /// Between the whole part and the decimals.
    pub(crate) mark: char,
    /// Between thousands.
    pub(crate) thousands: char,
    /// Between a number and its unit.
    pub(crate) unit: char,
    /// After days, hours, minutes and seconds, the space before them included.
    pub(crate) durations: [&'static str; 4],
    /// What stands for a currency, by its ISO 4217 code.
    pub(crate) currency: fn(&str) -> &str,
    /// The unit of sizes, which stands after its prefix.
    pub(crate) bytes: &'static str,
    /// Between the columns of CSV.
    pub(crate) delimiter: u8,
}

/// Keeps a number and its unit, or a number's thousands, on one line.
pub(crate) const NARROW: char = '\u{202f}';
