//! Any text as a number, a time, a date, a boolean: exactly or not at all, and never a panic.

#![no_main]

use arrow_array::StringArray;
use jauge_files::cells::{
    self, booleans, dates, detect_day_first, order_of, parse_bool, parse_date, parse_decimal, parse_time,
};
use jiff::tz::TimeZone;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for mark in [None, Some('.'), Some(',')] {
        if let Ok((digits, scale)) = parse_decimal(text, mark) {
            // Written plainly it is the same number.
            let plain = plain(digits, scale);
            assert_eq!(
                parse_decimal(&plain, Some('.')).ok().map(|(d, s)| (d, s)),
                Some((digits, scale)),
                "{text:?} is {plain}"
            );
        }
    }
    let _ = cells::mark_of(text);
    let paris = TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC);
    for day_first in [None, Some(true), Some(false)] {
        let _ = parse_date(text, day_first);
        for zone in [&TimeZone::UTC, &paris] {
            let _ = parse_time(text, zone, day_first);
        }
    }
    let column = StringArray::from(vec![Some(text), None]);
    let (_, wrong) = booleans(&column);
    assert_eq!(wrong.is_empty(), parse_bool(text).is_ok() || text.is_empty());
    let _ = dates(&column, None);
    let _ = (order_of(text), detect_day_first([text, text]));
});

fn plain(digits: i128, scale: u8) -> String {
    let scale = usize::from(scale);
    let text = format!("{:0>width$}", digits.unsigned_abs(), width = scale + 1);
    let (whole, part) = text.split_at(text.len() - scale);
    format!("{}{whole}{}{part}", if digits < 0 { "-" } else { "" }, if scale > 0 { "." } else { "" })
}
