//! One number or text of an answer, exact.

use std::fmt;

/// A decimal number: `digits` × 10^-`scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// The digits with their sign.
    pub digits: i128,
    /// How many of them stand behind the decimal point.
    pub scale: u8,
}

/// One cell of an answer. Money stays a [`Decimal`] to the end.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// No value; the answer's `why` says the reason.
    #[default]
    Null,
    /// A whole number.
    Int(i64),
    /// An exact decimal.
    Decimal(Decimal),
    /// A floating-point number.
    Float(f64),
    /// True or false, as a dimension.
    Bool(bool),
    /// Text, as a dimension.
    Text(String),
}

impl Decimal {
    /// The nearest floating-point number: for ratios and plots, never for sums.
    pub fn to_f64(self) -> f64 {
        self.digits as f64 / 10f64.powi(i32::from(self.scale))
    }

    /// The same number with `scale` decimals, rounded half to even; `None` where it does not fit.
    pub fn rescale(self, scale: u8) -> Option<Self> {
        if scale >= self.scale {
            let factor = 10i128.checked_pow(u32::from(scale - self.scale))?;
            return Some(Self { digits: self.digits.checked_mul(factor)?, scale });
        }
        let factor = 10i128.checked_pow(u32::from(self.scale - scale))?;
        let (quotient, rest) = (self.digits / factor, (self.digits % factor).abs());
        let up = match (rest * 2).cmp(&factor) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Equal => quotient % 2 != 0,
            std::cmp::Ordering::Greater => true,
        };
        Some(Self { digits: quotient + if up { self.digits.signum() } else { 0 }, scale })
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.scale == 0 {
            return write!(f, "{}", self.digits);
        }
        let scale = usize::from(self.scale);
        let digits = format!("{:0>width$}", self.digits.unsigned_abs(), width = scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        write!(f, "{}{whole}.{fraction}", if self.digits < 0 { "-" } else { "" })
    }
}

impl Value {
    /// The number as a float, where it is one.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Int(value) => Some(*value as f64),
            Self::Decimal(value) => Some(value.to_f64()),
            Self::Float(value) => Some(*value),
            Self::Null | Self::Bool(_) | Self::Text(_) => None,
        }
    }

    /// True where there is no value.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_prints_every_digit() {
        let print = |digits, scale| Decimal { digits, scale }.to_string();
        assert_eq!(print(106_445_604_240, 4), "10644560.4240");
        assert_eq!(print(-5, 2), "-0.05");
        assert_eq!(print(7, 0), "7");
    }

    #[test]
    fn rounding_is_half_to_even_on_both_sides_of_zero() {
        let round = |digits| Decimal { digits, scale: 1 }.rescale(0).map(|d| d.digits);
        assert_eq!(
            [round(5), round(15), round(-5), round(-15), round(16), round(-14)].map(Option::unwrap),
            [0, 2, 0, -2, 2, -1]
        );
    }
}
