//! What a type does not say of money: that a currency is one, and that a rate is above 0.

use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, AsArray, StringArray},
    datatypes::{DataType, Decimal128Type, Field},
};
use jauge_domain::{Message, RejectReason, named_currency};
use jauge_files::cells;
use jauge_store::tables::RATES;

use super::{
    convert::plain,
    fault::{Fault, each},
};

/// `column` of `table`, a currency as ISO 4217 writes it, and the rows whose value is none or no rate.
pub(crate) fn checked(
    table: &str,
    field: &Field,
    column: ArrayRef,
    own: Option<&'static str>,
) -> (ArrayRef, Vec<Fault>) {
    match (field.name().as_str(), column.data_type()) {
        ("currency", DataType::Utf8) if table == RATES => currencies(column.as_string(), own, own),
        ("currency", DataType::Utf8) => currencies(column.as_string(), own, None),
        ("rate", DataType::Decimal128(..)) if table == RATES => {
            let faults = rates(&column);
            (column, faults)
        }
        _ => (column, Vec::new()),
    }
}

/// The rows of `amounts`, as they were written, that have the sign of `own` although `currency` names another.
pub(crate) fn contradicted(amounts: &ArrayRef, currency: &ArrayRef, own: Option<&str>) -> Vec<Fault> {
    let Ok(amounts) = plain(amounts) else { return Vec::new() };
    let texts = (amounts.as_string_opt::<i32>(), currency.as_string_opt::<i32>());
    let (Some(own), (Some(amounts), Some(codes))) = (own, texts) else { return Vec::new() };
    let other = |(row, (amount, code)): (usize, (Option<&str>, Option<&str>))| {
        let code = code.filter(|code| *code != own)?;
        let why = RejectReason::OtherSign { currency: code.to_owned() }.into();
        cells::names_currency(amount?, own).then_some(Fault { row, why })
    };
    amounts.iter().zip(codes).enumerate().filter_map(other).collect()
}

/// The codes of `texts`, but for one that is `refused`; an empty text and what analytics writes for nothing name none.
fn currencies(texts: &StringArray, own: Option<&'static str>, refused: Option<&str>) -> (ArrayRef, Vec<Fault>) {
    let named = texts.iter().map(|text| text.filter(|text| !matches!(text.trim(), "" | "(not set)")));
    let read = |text: &str| -> Result<&'static str, Message> {
        match named_currency(text, own) {
            Some(code) if Some(code) == refused => Err(RejectReason::RateOfOwn.into()),
            named => named.ok_or(RejectReason::NotACurrency.into()),
        }
    };
    let (codes, faults) = each(named, read);
    (Arc::new(StringArray::from(codes)), faults)
}

fn rates(column: &ArrayRef) -> Vec<Fault> {
    let above_zero = |rate: i128| if rate > 0 { Ok(()) } else { Err(RejectReason::NotARate.into()) };
    each(column.as_primitive::<Decimal128Type>().iter(), above_zero).1
}

#[cfg(test)]
mod tests {
    use arrow::array::Decimal128Array;

    use super::*;

    fn rows(faults: &[Fault]) -> Vec<usize> {
        faults.iter().map(|fault| fault.row).collect()
    }

    #[test]
    fn a_currency_is_written_as_iso_4217_writes_it_or_its_row_is_at_fault() {
        let field = Field::new("currency", DataType::Utf8, true);
        let texts = [Some("eur"), Some("€"), Some("Euro"), None, Some(""), Some("(not set)"), Some("$")];
        let column: ArrayRef = Arc::new(StringArray::from(texts.to_vec()));
        let (column, faults) = checked("events", &field, column, Some("EUR"));
        let codes: Vec<_> = column.as_string::<i32>().iter().collect();
        assert_eq!(codes, [Some("EUR"), Some("EUR"), None, None, None, None, None]);
        assert_eq!(rows(&faults), [2, 6]);
    }

    #[test]
    fn a_sign_and_a_currency_that_say_different_things_are_at_fault() {
        let texts = |texts: [&str; 4]| -> ArrayRef { Arc::new(StringArray::from(texts.to_vec())) };
        let (amounts, codes) = (texts(["5 €", "5 €", "5", "EUR 5"]), texts(["USD", "EUR", "USD", "USD"]));
        assert_eq!(rows(&contradicted(&amounts, &codes, Some("EUR"))), [0, 3]);
        assert!(contradicted(&amounts, &codes, None).is_empty());
    }

    #[test]
    fn the_own_currency_has_no_rate() {
        let field = Field::new("currency", DataType::Utf8, true);
        let column: ArrayRef = Arc::new(StringArray::from(vec!["EUR", "JPY", "€"]));
        assert_eq!(rows(&checked(RATES, &field, column.clone(), Some("EUR")).1), [0, 2]);
        assert!(checked(RATES, &field, column.clone(), None).1.iter().all(|fault| fault.row == 2));
        assert!(checked("events", &field, column, Some("EUR")).1.is_empty());
    }

    #[test]
    fn a_rate_is_above_zero() {
        let field = Field::new("rate", DataType::Decimal128(18, 8), false);
        let rates = Decimal128Array::from(vec![0, -100_000_000, 1]).with_precision_and_scale(18, 8).unwrap();
        let (_, faults) = checked(RATES, &field, Arc::new(rates.clone()), None);
        assert_eq!(rows(&faults), [0, 1]);
        assert!(checked("own", &field, Arc::new(rates), None).1.is_empty());
    }
}
