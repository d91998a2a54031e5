//! Funnels over a stretch of time that the reader chooses.

use jauge_report::PageWord;
use maud::html;

use super::frame::{LiveFrame, framed, word};
use super::kpi::{KpiCut, form};
use crate::content::FunnelPart;
use crate::funnels::funnels;

/// Funnels, and why others have no answer.
pub fn live_funnels(frame: &LiveFrame<'_>, cut: &KpiCut, parts: &[FunnelPart<'_>], notes: &[String]) -> String {
    let style = frame.style;
    let body = html! {
        (form(cut, style))
        @if parts.is_empty() && notes.is_empty() { p { (word(PageWord::NoFunnels, style)) } }
        (funnels(parts, style))
        @if !notes.is_empty() { ul { @for note in notes { li { (note) } } } }
    };
    framed(frame, &body)
}
