//! The page as a whole.

use jauge_report::{PageText, PageWord, Style};
use maud::{Markup, html};

use crate::card::card;
use crate::cohorts::cohorts;
use crate::content::PageContent;
use crate::document::document;
use crate::figure::blank;
use crate::funnels::funnels;
use crate::headlines::headlines;
use crate::policy::policy;
use crate::record::track_record;
use crate::verdict::{as_of, verdict, worst, worst_text};

/// The page with `content`, in the language of `style`: HTML that needs nothing beside it.
pub fn page(content: &PageContent<'_>, style: &Style) -> String {
    let title = style.wording().page(&PageText::Title { workspace: content.workspace });
    let body = html! {
        header { h1 { (title) } (opening(content, style)) }
        main {
            (cards(content, style))
            @if let Some(record) = content.record { (track_record(record, style)) }
            (headlines("k", &content.headlines, None, style))
            (cohorts(&content.cohorts, None, style))
            (funnels(&content.funnels, style))
            (gaps(&content.gaps, style))
            @if content.is_signed { (signature(style)) }
        }
    };
    document(&title, Some(&policy()), &body, style)
}

/// How the objectives stand, and which needs somebody most.
fn opening(content: &PageContent<'_>, style: &Style) -> Markup {
    html! {
        p class="verdict" {
            (verdict(content, style))
            @if let Some(worst) = worst(content) { " " (worst_text(worst, style)) }
        }
        p class="soft" { (as_of(content, style)) }
    }
}

fn cards(content: &PageContent<'_>, style: &Style) -> Markup {
    html! {
        @if !content.cards.is_empty() {
            section {
                h2 { (style.wording().page(&PageText::Word(PageWord::Objectives))) }
                div class="cards" {
                    @for (nth, one) in content.cards.iter().enumerate() { (card(&format!("o{nth}"), one, style)) }
                }
            }
        }
    }
}

/// What the data do not cover.
pub(crate) fn gaps(gaps: &[String], style: &Style) -> Markup {
    let word = |word| style.wording().page(&PageText::Word(word));
    html! {
        section {
            h2 { (word(PageWord::Gaps)) }
            @if gaps.is_empty() { p { (word(PageWord::NoGaps)) } }
            @else { ul { @for gap in gaps { li { (gap) } } } }
        }
    }
}

fn signature(style: &Style) -> Markup {
    let word = |word| style.wording().page(&PageText::Word(word));
    html! {
        div class="sign" {
            div { p { (word(PageWord::Date)) } (blank()) }
            div { p { (word(PageWord::Signature)) } (blank()) }
        }
    }
}
