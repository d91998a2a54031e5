//! What was loaded, how far it reaches, and what was rejected.

use jauge_report::{PageWord, Sheet, Style};
use maud::{Markup, html};

use super::frame::{LiveFrame, framed, word};
use super::table::table;
use crate::figure::wide;

/// A page of the workspace's `sources`, and of the rows that were rejected, by their reasons.
pub fn live_sources(frame: &LiveFrame<'_>, sources: &Sheet, rejects: &Sheet) -> String {
    let style = frame.style;
    let body = html! {
        section { (wide(&frame.title, &table(sources, style))) }
        section {
            h2 { (word(PageWord::Rejects, style)) }
            (rejected(rejects, style))
        }
    };
    framed(frame, &body)
}

fn rejected(rejects: &Sheet, style: &Style) -> Markup {
    let title = word(PageWord::Rejects, style);
    html! {
        @if rejects.rows.is_empty() { p { (word(PageWord::NoRejects, style)) } }
        @else { (wide(&title, &table(rejects, style))) }
    }
}
