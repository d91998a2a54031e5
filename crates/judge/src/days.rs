//! Stretches of days, and the arithmetic of days.

use jiff::ToSpan;
use jiff::civil::Date;

/// Days from the first (included) to the second (not included), in the workspace's calendar.
pub type Days = (Date, Date);

/// The day after `date`.
pub(crate) fn next(date: Date) -> Date {
    date.tomorrow().unwrap_or(date)
}

/// `days` in pieces of `length` days, the last one as long as what is left.
pub(crate) fn pieces((from, after): Days, length: i64) -> impl Iterator<Item = Days> {
    let starts = (0..).map(move |nth: i64| from + (nth * length).days());
    starts.take_while(move |start| *start < after).map(move |start| (start, (start + length.days()).min(after)))
}
