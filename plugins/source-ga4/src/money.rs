//! Amounts: exact, four decimals, as Jauge's events have them.

use crate::value::Value;

/// Decimals of an amount.
pub(crate) const SCALE: i8 = 4;
/// Digits of an amount.
pub(crate) const PRECISION: u8 = 18;

/// Zeros further out than this change no amount.
const LONGEST: usize = 400;

/// The amount in ten-thousandths; a tie goes to the even neighbour. `None`: no number, or too large for 18 digits.
///
/// A float is the shortest text that reads back as it: that is what somebody wrote into GA4.
pub(crate) fn amount(value: &Value<'_>) -> Option<i128> {
    match value {
        Value::Null => None,
        Value::Int(number) => fit(i128::from(*number).checked_mul(10_i128.pow(SCALE.unsigned_abs().into()))?),
        // Faster, and the same.
        Value::Float(number) if number.fract() == 0.0 && number.abs() < 1e14 => Some(*number as i128 * 10_000),
        Value::Float(number) => of_text(&number.to_string()),
        Value::Text(text) => of_text(text.trim()),
    }
}

fn of_text(text: &str) -> Option<i128> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let empty = whole.is_empty() && rest.is_empty();
    if empty || text.len() > LONGEST || !all_digits(whole) || !all_digits(rest) {
        return None;
    }
    let (kept, cut) = rest.split_at(rest.len().min(usize::from(SCALE.unsigned_abs())));
    let mut number = 0_i128;
    let zeros = usize::from(SCALE.unsigned_abs()) - kept.len();
    for digit in whole.bytes().chain(kept.bytes()).chain(std::iter::repeat_n(b'0', zeros)) {
        number = fit(number.checked_mul(10)?.checked_add(i128::from(digit - b'0'))?)?;
    }
    let half = cut.as_bytes().first().copied().unwrap_or(b'0').cmp(&b'5');
    let past_half = cut.bytes().skip(1).any(|digit| digit != b'0');
    let up = half.is_gt() || half.is_eq() && (past_half || number % 2 == 1);
    let number = fit(number + i128::from(up))?;
    Some(if negative { -number } else { number })
}

fn fit(number: i128) -> Option<i128> {
    (number.unsigned_abs() < 10_u128.pow(PRECISION.into())).then_some(number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_are_exact_and_ties_go_to_the_even_neighbour() {
        let text = |text: &'static str| amount(&Value::Text(text.into()));
        assert_eq!(text("19.9"), Some(199_000));
        assert_eq!(text("-0.00005"), Some(0));
        assert_eq!([text("0.00015"), text("0.00025"), text("0.000250001")], [Some(2), Some(2), Some(3)]);
        assert_eq!([text(".5"), text("7."), text("+3")], [Some(5_000), Some(70_000), Some(30_000)]);
        assert_eq!([text(""), text("."), text("12 EUR"), text("1e3"), text("1,5"), text("--1")], [None; 6]);
        assert_eq!(text("99999999999999.9999"), Some(999_999_999_999_999_999));
        assert_eq!([text("99999999999999.99995"), text("100000000000000")], [None; 2]);
        assert_eq!(amount(&Value::Float(137.12345)), Some(1_371_234));
        assert_eq!([amount(&Value::Float(f64::NAN)), amount(&Value::Float(f64::MAX)), amount(&Value::Null)], [None; 3]);
        assert_eq!(amount(&Value::Int(i64::MAX)), None);
    }

    proptest! {
        #[test]
        fn a_float_of_an_amount_gives_the_amount(units in -9_999_999_999_i64..=9_999_999_999) {
            let float = units as f64 / 10_000.0;
            prop_assert_eq!(amount(&Value::Float(float)), Some(i128::from(units)));
        }

        #[test]
        fn no_text_panics(text in ".*") {
            let _ = amount(&Value::Text(text.into()));
        }
    }
}
