//! What a bucket or a period is called.

use jauge_domain::{Grain, Span};
use jiff::{Timestamp, civil::Date};

use crate::style::Style;

/// The name of the bucket of `grain` that starts at `start`.
pub fn bucket(grain: Grain, start: Timestamp, style: &Style) -> String {
    style.wording().bucket(grain, style.calendar.label(grain, start))
}

/// The first and the last day of a stretch of time, both in it; of one that is not of whole days, the hours at which it starts and
/// ends.
pub fn days_text(start: Timestamp, end: Timestamp, style: &Style) -> (String, String) {
    let Some((first, last)) = whole_days(start, end, style) else {
        return (bucket(Grain::Hour, start, style), bucket(Grain::Hour, end, style));
    };
    let wording = style.wording();
    (wording.date(first), wording.date(last))
}

/// The first and the last day of a stretch of whole days; `None` for any other.
pub(crate) fn whole_days(start: Timestamp, end: Timestamp, style: &Style) -> Option<(Date, Date)> {
    let is_midnight = |at| style.calendar.day_start(style.calendar.date(at)) == at;
    let (first, after) = style.calendar.days_of(Span { start, end });
    (is_midnight(start) && is_midnight(end)).then(|| (first, after.yesterday().unwrap_or(after).max(first)))
}
