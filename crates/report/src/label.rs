//! What a bucket or a period is called.

use jauge_domain::{Grain, Span};
use jiff::Timestamp;

use crate::style::Style;

/// The name of the bucket of `grain` that starts at `start`.
pub fn bucket(grain: Grain, start: Timestamp, style: &Style) -> String {
    style.wording().bucket(grain, style.calendar.label(grain, start))
}

/// The first and the last day of a stretch of time, both in it; of one that is not of whole days, the hours at which it starts and
/// ends.
pub fn days_text(start: Timestamp, end: Timestamp, style: &Style) -> (String, String) {
    let is_midnight = |at| style.calendar.day_start(style.calendar.date(at)) == at;
    if !is_midnight(start) || !is_midnight(end) {
        return (bucket(Grain::Hour, start, style), bucket(Grain::Hour, end, style));
    }
    let (first, after) = style.calendar.days_of(Span { start, end });
    let last = after.yesterday().unwrap_or(after).max(first);
    let wording = style.wording();
    (wording.date(first), wording.date(last))
}
