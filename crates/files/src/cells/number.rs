//! Texts as decimal numbers, without a float on the way.

use std::borrow::Cow;

use arrow::array::{Decimal128Array, StringArray};
use jauge_domain::currency_sign;

use super::{CellError, each};

/// The most digits of a Decimal128.
const MOST_DIGITS: u8 = 38;

/// What a text tells of its decimal mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Not written like a number.
    NotANumber,
    /// A number without a mark.
    None,
    /// Only one mark fits, as in `12,5` or `1.234,50`.
    Is(char),
    /// This mark may be decimal or separate thousands, as in `1,234`.
    Either(char),
}

/// What `text` tells of its decimal mark; a sign of a currency at either end tells nothing.
pub fn mark_of(text: &str) -> Mark {
    let text = without_brackets(text.trim_matches(is_space));
    let text = text.strip_suffix('%').map_or(&*text, |number| number.trim_end_matches(is_space));
    let sign = SIGNS.iter().find_map(|sign| text.strip_suffix(*sign).or_else(|| text.strip_prefix(*sign)));
    let text = sign.map_or(text, |number| number.trim_matches(is_space));
    let reads = |mark| read(text, mark).is_ok();
    match (reads('.'), reads(',')) {
        (false, false) => Mark::NotANumber,
        (true, false) => Mark::Is('.'),
        (false, true) => Mark::Is(','),
        (true, true) => match text.chars().find(|c| matches!(c, '.' | ',')) {
            Some(mark) => Mark::Either(mark),
            None => Mark::None,
        },
    }
}

/// Reads a number exactly: its digits, and how many of them are decimals.
///
/// Thousands may be separated by spaces, apostrophes or the other mark, in groups of three. Without a `mark` (`.` or `,`)
/// only what reads in one way is a number.
pub fn parse_decimal(text: &str, mark: Option<char>) -> Result<(i128, u8), CellError> {
    let text = &*without_brackets(text.trim_matches(is_space));
    if let Some(mark) = mark {
        return read(text, mark).map_err(|error| match mark_of(text) {
            _ if error == CellError::Percentage => error,
            Mark::Is(found) if found != mark => CellError::OtherMark { found, expected: mark },
            _ => error,
        });
    }
    match mark_of(text) {
        Mark::Either(mark) => Err(CellError::AmbiguousNumber { mark }),
        Mark::Is(mark) => read(text, mark),
        Mark::None | Mark::NotANumber => read(text, '.'),
    }
}

/// [`parse_decimal`] for an amount, which may have the sign or the code of the currency `own` at either end.
pub fn parse_amount(text: &str, mark: Option<char>, own: Option<&str>) -> Result<(i128, u8), CellError> {
    match (parse_decimal(text, mark), own) {
        (Err(error @ CellError::CurrencySign { .. }), Some(own)) => match without_currency(text, own) {
            Some(number) => parse_decimal(&number, mark),
            None => Err(error),
        },
        (read, _) => read,
    }
}

/// True where an amount has the sign or the code of the currency `own` at an end.
pub fn names_currency(text: &str, own: &str) -> bool {
    without_currency(text, own).is_some()
}

/// `text` without the sign or the code of the currency `own`; `None` where it has neither at an end.
fn without_currency(text: &str, own: &str) -> Option<String> {
    let text = &*without_brackets(text.trim_matches(is_space));
    let minus = text.chars().next().filter(|first| matches!(first, '-' | '−'));
    let unsigned = minus.map_or(text, |minus| text[minus.len_utf8()..].trim_start_matches(is_space));
    let dollars = (own == "USD").then_some("US$");
    [Some(own), dollars, currency_sign(own)].into_iter().flatten().find_map(|name| {
        if let Some(number) = text.strip_suffix(name) {
            return Some(number.trim_end_matches(is_space).to_owned());
        }
        let number = unsigned.strip_prefix(name)?.trim_start_matches(is_space);
        Some(minus.map_or_else(|| number.to_owned(), |minus| format!("{minus}{number}")))
    })
}

/// `text` with a minus for the brackets around it, in which accounts write what is owed: `(5.00)`.
fn without_brackets(text: &str) -> Cow<'_, str> {
    let inner =
        text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).map(|inner| inner.trim_matches(is_space));
    match inner.filter(|inner| !inner.starts_with(['-', '−', '+', '('])) {
        Some(inner) => Cow::Owned(format!("-{inner}")),
        None => Cow::Borrowed(text),
    }
}

/// [`parse_decimal`] for a column, as Decimal128(`precision`, `scale`); an empty text is no value. Also the rows that
/// cannot be read or do not fit.
pub fn decimals(
    column: &StringArray,
    mark: Option<char>,
    precision: u8,
    scale: u8,
) -> (Decimal128Array, Vec<(usize, CellError)>) {
    let limit = 10i128.checked_pow(u32::from(precision)).unwrap_or(i128::MAX);
    let (values, errors) = each(column, |text| {
        let (digits, has) = parse_decimal(text, mark)?;
        let value = rescale(digits, has, scale)?;
        if value.unsigned_abs() < limit.unsigned_abs() {
            Ok(value)
        } else {
            Err(CellError::TooLarge { digits: precision })
        }
    });
    let array = Decimal128Array::from(values);
    // An impossible precision or scale is the caller's slip, and arrow would refuse the type at its first use anyway.
    let typed = array.clone().with_precision_and_scale(precision, scale.try_into().unwrap_or(i8::MAX));
    (typed.unwrap_or(array), errors)
}

fn rescale(digits: i128, has: u8, scale: u8) -> Result<i128, CellError> {
    if has <= scale {
        let factor = 10i128.checked_pow(u32::from(scale - has)).ok_or(CellError::TooLarge { digits: MOST_DIGITS })?;
        return digits.checked_mul(factor).ok_or(CellError::TooLarge { digits: MOST_DIGITS });
    }
    let (mut digits, mut has) = (digits, has);
    while has > scale && digits % 10 == 0 {
        (digits, has) = (digits / 10, has - 1);
    }
    if has == scale { Ok(digits) } else { Err(CellError::TooManyDecimals { has: has.into(), kept: scale }) }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{a0}' | '\u{202f}' | '\u{feff}')
}

fn groups_thousands(c: char, mark: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’') || (c != mark && matches!(c, '.' | ','))
}

/// Digits gathered so far.
#[derive(Default)]
struct Number {
    digits: i128,
    /// How many digits were read, leading zeros included.
    read: u32,
    scale: u32,
    overflow: bool,
}

impl Number {
    fn push(&mut self, digit: u8) {
        let next = self.digits.checked_mul(10).and_then(|digits| digits.checked_add(i128::from(digit)));
        self.overflow |= next.is_none();
        self.digits = next.unwrap_or(self.digits);
        self.read += 1;
    }

    /// Applies the exponent and the sign.
    fn finish(self, exponent: i32, negative: bool) -> Result<(i128, u8), CellError> {
        let too_large = CellError::TooLarge { digits: MOST_DIGITS };
        if self.overflow {
            return Err(too_large);
        }
        let scale = i64::from(self.scale) - i64::from(exponent);
        let zeros = u32::try_from(-scale).unwrap_or(0);
        let factor = 10i128.checked_pow(zeros).ok_or(too_large.clone())?;
        let digits = self.digits.checked_mul(factor).ok_or(too_large.clone())?;
        let scale = u8::try_from(scale.max(0)).ok().filter(|scale| *scale <= MOST_DIGITS).ok_or(too_large.clone())?;
        if digits.unsigned_abs() >= 10u128.pow(MOST_DIGITS.into()) {
            return Err(too_large);
        }
        Ok((if negative { -digits } else { digits }, scale))
    }
}

/// Reads a trimmed number whose decimal mark is `mark`.
fn read(text: &str, mark: char) -> Result<(i128, u8), CellError> {
    let unsigned = text.strip_prefix(['-', '−', '+']).unwrap_or(text);
    let negative = text.starts_with(['-', '−']);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, read_exponent(exponent).ok_or_else(|| reason(text))?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = mantissa.split_once(mark).unwrap_or((mantissa, ""));
    let mut number = Number::default();
    if !push_whole(&mut number, whole, mark) {
        return Err(reason(text));
    }
    for byte in fraction.bytes() {
        if !byte.is_ascii_digit() {
            return Err(reason(text));
        }
        number.push(byte - b'0');
        number.scale += 1;
    }
    if number.read == 0 { Err(reason(text)) } else { number.finish(exponent, negative) }
}

fn read_exponent(text: &str) -> Option<i32> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let plain = !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

/// Reads the digits before the mark; false where they are not a number or not in proper groups.
fn push_whole(number: &mut Number, whole: &str, mark: char) -> bool {
    let (mut separator, mut group) = (None, 0);
    for c in whole.chars() {
        if let Some(digit) = c.to_digit(10) {
            number.push(digit as u8);
            group += 1;
        } else if groups_thousands(c, mark) && separator.is_none_or(|first| first == c && group == 3) {
            // `0,123` is no group of thousands, nor is `1234,567`.
            if !(1..=3).contains(&group) || number.digits == 0 {
                return false;
            }
            (separator, group) = (Some(c), 0);
        } else {
            return false;
        }
    }
    separator.is_none() || group == 3
}

/// Signs of currencies, those that hold another before it.
const SIGNS: [&str; 17] = ["US$", "R$", "€", "$", "£", "¥", "₹", "kr", "zł", "Kč", "₪", "₩", "₦", "₱", "₺", "₴", "₫"];

/// Why `text` is not a number: a currency sign is worth its own advice.
fn reason(text: &str) -> CellError {
    if text.strip_suffix('%').is_some_and(|number| !number.contains('%') && mark_of(number) != Mark::NotANumber) {
        return CellError::Percentage;
    }
    let limit = text.strip_prefix(['<', '>', '≤', '≥']);
    if limit.is_some_and(|number| mark_of(number) != Mark::NotANumber) {
        return CellError::Limit;
    }
    if is_length(text) {
        return CellError::LengthOfTime;
    }
    let sign = text
        .trim_matches(|c: char| c.is_ascii_digit() || is_space(c) || matches!(c, '.' | ',' | '-' | '−' | '+' | '\''));
    let is_code = sign.len() == 3 && sign.bytes().all(|byte| byte.is_ascii_uppercase());
    let has_digits = text.bytes().any(|byte| byte.is_ascii_digit());
    if has_digits && (is_code || SIGNS.contains(&sign)) {
        return CellError::CurrencySign { sign: sign.to_owned() };
    }
    CellError::NotANumber
}

/// True for hours, minutes and seconds, or two of these, between colons.
fn is_length(text: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (2..=3).contains(&text.split(':').count()) && text.split(':').all(is_part)
}

#[cfg(test)]
mod tests {
    use arrow::array::Array;
    use jauge_domain::Decimal;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_digit_is_kept() {
        let dot = |text| parse_decimal(text, Some('.')).unwrap();
        assert_eq!(dot("19.90"), (1990, 2));
        assert_eq!(dot(" -0.05 "), (-5, 2));
        assert_eq!(dot("+7"), (7, 0));
        assert_eq!(dot(".5"), (5, 1));
        assert_eq!(dot("1,234,567.89"), (123_456_789, 2));
        assert_eq!(dot("1\u{202f}234 "), (1234, 0));
        assert_eq!(dot("12'345.6"), (123_456, 1));
        assert_eq!(parse_decimal("1.234,50", Some(',')), Ok((123_450, 2)));
        assert_eq!(dot("99999999999999999999999999999999999999"), (10i128.pow(38) - 1, 0));
    }

    #[test]
    fn brackets_are_a_minus_and_a_percentage_is_said_to_be_one() {
        let dot = |text| parse_decimal(text, Some('.'));
        assert_eq!(dot("(5.00)"), Ok((-500, 2)));
        assert_eq!(dot("( 1,234.5 )"), Ok((-12_345, 1)));
        assert_eq!(dot("(-5)"), Err(CellError::NotANumber));
        assert_eq!(dot("()"), Err(CellError::NotANumber));
        assert_eq!(parse_decimal("77,7 %", Some(',')), Err(CellError::Percentage));
        assert_eq!(parse_decimal("12%", None), Err(CellError::Percentage));
        for limit in ["< 10%", ">1,000", "≤ 5"] {
            assert_eq!(dot(limit), Err(CellError::Limit), "{limit}");
        }
        assert_eq!(dot("< x"), Err(CellError::NotANumber));
        assert_eq!((dot("00:01:05"), dot("1:05")), (Err(CellError::LengthOfTime), Err(CellError::LengthOfTime)));
        assert_eq!(mark_of("77,7 %"), Mark::Is(','));
        assert_eq!(mark_of("(1.234,50)"), Mark::Is(','));
    }

    #[test]
    fn an_amount_has_its_own_sign_in_any_place() {
        let own = |text, mark, own| parse_amount(text, Some(mark), Some(own));
        assert_eq!(own("€ 1 234,56", ',', "EUR"), Ok((123_456, 2)));
        assert_eq!(own("US$1.92", '.', "USD"), Ok((192, 2)));
        assert_eq!(own("($1.92)", '.', "USD"), Ok((-192, 2)));
        assert_eq!(own("-$1.92", '.', "USD"), Ok((-192, 2)));
        assert!(own("US$1.92", '.', "CAD").is_err());
    }

    #[test]
    fn an_exponent_is_exact() {
        assert_eq!(parse_decimal("1e3", None), Ok((1000, 0)));
        assert_eq!(parse_decimal("1.5E-3", Some('.')), Ok((15, 4)));
        assert_eq!(parse_decimal("2.50e1", Some('.')), Ok((250, 1)));
        assert_eq!(parse_decimal("1e38", None), Err(CellError::TooLarge { digits: 38 }));
        assert_eq!(parse_decimal("1e-39", None), Err(CellError::TooLarge { digits: 38 }));
        assert_eq!(parse_decimal("1e", None), Err(CellError::NotANumber));
    }

    #[test]
    fn what_reads_two_ways_is_refused_without_a_mark() {
        assert_eq!(parse_decimal("1,234", None), Err(CellError::AmbiguousNumber { mark: ',' }));
        assert_eq!(parse_decimal("1.234", None), Err(CellError::AmbiguousNumber { mark: '.' }));
        assert_eq!(parse_decimal("1,234", Some('.')), Ok((1234, 0)));
        assert_eq!(parse_decimal("1,234", Some(',')), Ok((1234, 3)));
        assert_eq!(parse_decimal("12,5", None), Ok((125, 1)));
        assert_eq!(parse_decimal("0,123", None), Ok((123, 3)));
        assert_eq!(parse_decimal("1234,567", None), Ok((1_234_567, 3)));
        assert_eq!(parse_decimal("1.234.567", None), Ok((1_234_567, 0)));
        assert_eq!(parse_decimal("12.5", Some(',')), Err(CellError::OtherMark { found: '.', expected: ',' }));
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        for text in
            ["", " ", "-", ".", "abc", "1.2.3", "1,23,456", "1 2", "12 34", "0x10", "1_000", "NaN", "inf", "--1"]
        {
            assert_eq!(parse_decimal(text, Some('.')), Err(CellError::NotANumber), "{text}");
        }
        // Said as what it is, with the cure.
        assert_eq!(parse_decimal("5 %", Some('.')), Err(CellError::Percentage));
        for text in ["12 €", "$5", "EUR 3.20", "£1,000"] {
            assert!(matches!(parse_decimal(text, Some('.')), Err(CellError::CurrencySign { .. })), "{text}");
        }
        assert!(matches!(parse_decimal(&"9".repeat(39), None), Err(CellError::TooLarge { .. })));
    }

    #[test]
    fn an_amount_may_have_the_sign_of_its_own_currency_and_of_no_other() {
        let euros = |text| parse_amount(text, None, Some("EUR"));
        for text in ["1.234,50 €", "€ 1.234,50", "1.234,50EUR", "EUR 1.234,50", "1.234,50"] {
            assert_eq!(euros(text), Ok((123_450, 2)), "{text}");
        }
        for text in ["-5 €", "-€5", "€-5", "−€ 5"] {
            assert_eq!(euros(text), Ok((-5, 0)), "{text}");
        }
        assert_eq!(euros("1,234 €"), Err(CellError::AmbiguousNumber { mark: ',' }));
        for (text, own) in [("$5", "EUR"), ("5 USD", "EUR"), ("$5", "CAD"), ("5 kr", "SEK")] {
            assert!(matches!(parse_amount(text, None, Some(own)), Err(CellError::CurrencySign { .. })), "{text}");
        }
        assert!(matches!(parse_amount("5 €", None, None), Err(CellError::CurrencySign { .. })));
        assert_eq!(mark_of("12,50 €"), Mark::Is(','));
    }

    #[test]
    fn a_column_keeps_its_decimals_or_says_which_row_has_more() {
        let column =
            StringArray::from(vec![Some("1.5"), Some("2.123456"), Some("3.10000000"), None, Some(""), Some("99999")]);
        let (values, errors) = decimals(&column, Some('.'), 8, 4);
        assert_eq!(values.iter().collect::<Vec<_>>(), [Some(15_000), None, Some(31_000), None, None, None]);
        assert_eq!((values.precision(), values.scale(), values.null_count()), (8, 4, 4));
        assert_eq!(
            errors,
            [(1, CellError::TooManyDecimals { has: 6, kept: 4 }), (5, CellError::TooLarge { digits: 8 })]
        );
    }

    proptest! {
        #[test]
        fn a_printed_decimal_reads_back(digits in -(10i128.pow(38) - 1)..10i128.pow(38), scale in 0u8..=38) {
            let text = Decimal { digits, scale }.to_string();
            prop_assert_eq!(parse_decimal(&text, Some('.')), Ok((digits, scale)));
            prop_assert_eq!(parse_decimal(&text.replace('.', ","), Some(',')), Ok((digits, scale)));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,12}|[-+0-9.,e' ]{0,45}") {
            let _ = (parse_decimal(&text, None), parse_decimal(&text, Some('.')), mark_of(&text));
            let _ = (parse_amount(&text, None, Some("EUR")), parse_amount(&format!("€{text}"), None, Some("EUR")));
        }
    }
}
