//! Texts as booleans.

use arrow::array::{BooleanArray, StringArray};

use super::{CellError, each};

const YES: [&str; 6] = ["true", "yes", "1", "t", "y", "oui"];
const NO: [&str; 6] = ["false", "no", "0", "f", "n", "non"];

/// Reads `true`/`false`, `yes`/`no`, `1`/`0`, their first letters and `oui`/`non`, in any case.
pub fn parse_bool(text: &str) -> Result<bool, CellError> {
    let text = text.trim();
    let is_one_of = |words: [&str; 6]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    match (is_one_of(YES), is_one_of(NO)) {
        (true, _) => Ok(true),
        (_, true) => Ok(false),
        _ => Err(CellError::NotABoolean),
    }
}

/// [`parse_bool`] for a column; an empty text is no value. Also the rows that cannot be read.
pub fn booleans(column: &StringArray) -> (BooleanArray, Vec<(usize, CellError)>) {
    let (values, errors) = each(column, parse_bool);
    (BooleanArray::from(values), errors)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_words_in_any_case() {
        assert!(["TRUE", "Yes", "1", " t ", "Y", "Oui"].iter().all(|text| parse_bool(text) == Ok(true)));
        assert!(["False", "no", "0", "F", "n", "NON"].iter().all(|text| parse_bool(text) == Ok(false)));
        assert!(["", "2", "vrai?", "on"].iter().all(|text| parse_bool(text) == Err(CellError::NotABoolean)));
    }

    #[test]
    fn a_column_keeps_nulls_and_names_the_rows_at_fault() {
        let column = StringArray::from(vec![Some("yes"), None, Some(""), Some("maybe"), Some("0")]);
        let (values, errors) = booleans(&column);
        assert_eq!(values, BooleanArray::from(vec![Some(true), None, None, None, Some(false)]));
        assert_eq!(errors, [(3, CellError::NotABoolean)]);
    }
}
