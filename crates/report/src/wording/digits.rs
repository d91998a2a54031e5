//! Digits of a number: rounded, grouped, with a language's marks.

use jauge_domain::{Decimal, Value};

use super::numerals::Numerals;

/// A float with the fewest digits that read back as the same one.
pub(crate) fn shortest(value: f64) -> String {
    let size = value.abs();
    let usual = size == 0.0 || (1e-7..1e17).contains(&size) || !value.is_finite();
    if usual { value.to_string() } else { format!("{value:e}") }
}

/// `value` × 10^`shift` with `places` decimals, half to even; exact for all but floats.
pub(crate) fn rounded(value: &Value, places: u8, shift: u8) -> String {
    let exact = match value {
        Value::Int(value) => Decimal { digits: i128::from(*value), scale: 0 },
        Value::Decimal(value) => *value,
        _ => {
            let value = value.as_f64().unwrap_or_default() * 10f64.powi(i32::from(shift));
            return without_minus_zero(format!("{value:.*}", usize::from(places)));
        }
    };
    let moved = match exact.scale.checked_sub(shift) {
        Some(scale) => Some(Decimal { scale, ..exact }),
        None => exact.rescale(shift).map(|moved| Decimal { scale: 0, ..moved }),
    };
    let fitted = moved.and_then(|moved| moved.rescale(places));
    without_minus_zero(fitted.or(moved).map_or_else(|| shortest(exact.to_f64()), |value| value.to_string()))
}

fn without_minus_zero(text: String) -> String {
    match text.strip_prefix('-') {
        Some(digits) if digits.chars().all(|c| matches!(c, '0' | '.')) => digits.to_owned(),
        _ => text,
    }
}

/// The number in `text` without decimals that are 0.
pub(super) fn trimmed(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

/// The digits of `number` (`-1234.5`) in threes, with the language's decimal mark.
pub(crate) fn grouped(number: &str, numerals: Numerals) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    if !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return marked(number, numerals);
    }
    let mut text = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            text.push(numerals.thousands);
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push(numerals.mark);
        text.push_str(fraction);
    }
    text
}

/// `number` with the language's decimal mark, its digits as they are.
pub(crate) fn marked(number: &str, numerals: Numerals) -> String {
    number.replace('.', &numerals.mark.to_string())
}
