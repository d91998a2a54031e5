//! One objective, from which its days and its segments are one click away.

use jauge_report::PageWord;
use maud::html;

use super::frame::{LiveFrame, LiveLink, framed, links, word};
use crate::card::card;
use crate::content::ObjectiveCard;

/// The card of an objective; `days` and `segments` lead to its KPI over the same period, under the same filter.
pub fn live_objective(
    frame: &LiveFrame<'_>,
    one: &ObjectiveCard<'_>,
    days: &[LiveLink],
    segments: &[LiveLink],
) -> String {
    let style = frame.style;
    let body = html! {
        h2 { (word(PageWord::Objectives, style)) }
        (card("o", one, style))
        @if !days.is_empty() { h2 { (word(PageWord::InDetail, style)) } p { (links(days)) } }
        @if !segments.is_empty() { h2 { (word(PageWord::BySegment, style)) } p { (links(segments)) } }
    };
    framed(frame, &body)
}
