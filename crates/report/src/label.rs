//! What a bucket or a period is called.

use jauge_domain::{Grain, Span};
use jiff::Timestamp;

use crate::style::Style;

/// The name of the bucket of `grain` that starts at `start`.
pub(crate) fn bucket(grain: Grain, start: Timestamp, style: &Style) -> String {
    style.wording().bucket(grain, style.calendar.label(grain, start))
}

/// The first and the last day of a stretch of time, both in it.
pub fn days_text(start: Timestamp, end: Timestamp, style: &Style) -> (String, String) {
    let (first, after) = style.calendar.days_of(Span { start, end });
    let last = after.yesterday().unwrap_or(after).max(first);
    let wording = style.wording();
    (wording.date(first), wording.date(last))
}
