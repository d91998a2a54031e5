//! Reading texts as numbers, times and booleans, exactly or not at all.
//!
//! Each kind has a function for one text and one for a column. An empty text is no value; a text that cannot be read, or
//! that can be read in two ways, is a [`CellError`] and never a guess.

mod boolean;
mod civil;
mod number;
mod order;
mod time;
mod words;

use arrow::array::{Array, StringArray};

pub use boolean::{booleans, parse_bool};
pub use number::{Mark, decimals, mark_of, names_currency, parse_amount, parse_decimal};
pub use order::{DayOrder, detect_day_first, order_of};
pub use time::{TimeParser, date_of, dates, instant, parse_date, parse_time, times};

pub use jauge_domain::CellError;

/// Reads every text of `column`: the values (`None` where there is none) and the rows at fault.
fn each<T>(
    column: &StringArray,
    mut parse: impl FnMut(&str) -> Result<T, CellError>,
) -> (Vec<Option<T>>, Vec<(usize, CellError)>) {
    let mut errors = Vec::new();
    let mut values = Vec::with_capacity(column.len());
    for (row, text) in column.iter().enumerate() {
        values.push(text.filter(|text| !blank(text)).and_then(|text| match parse(text) {
            Ok(value) => Some(value),
            Err(error) => {
                errors.push((row, error));
                None
            }
        }));
    }
    (values, errors)
}

fn blank(text: &str) -> bool {
    text.trim().is_empty()
}
