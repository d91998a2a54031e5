//! What stands around every live page.

use jauge_report::{PageText, PageWord, Style};
use maud::{Markup, html};

use crate::document::document;

/// What stands around a live page.
#[derive(Clone, Debug)]
pub struct LiveFrame<'a> {
    /// The title.
    pub title: String,
    /// The ways to other pages.
    pub links: Vec<LiveLink>,
    /// The same page in each language.
    pub languages: Vec<LiveLink>,
    /// How to write.
    pub style: &'a Style,
}

/// A way to another page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveLink {
    /// What it is called.
    pub text: String,
    /// Where it leads to.
    pub href: String,
    /// True where one is there already.
    pub is_here: bool,
}

/// A page that says one thing, such as why there is no other.
pub fn live_message(frame: &LiveFrame<'_>, text: &str) -> String {
    framed(frame, &html! { p class="verdict" { (text) } })
}

/// A word of the page.
pub(super) fn word(word: PageWord, style: &Style) -> String {
    style.wording().page(&PageText::Word(word))
}

/// `body` in its frame.
pub(super) fn framed(frame: &LiveFrame<'_>, body: &Markup) -> String {
    let style = frame.style;
    let body = html! {
        header {
            nav aria-label=(word(PageWord::Pages, style)) { (links(&frame.links)) }
            nav aria-label=(word(PageWord::Languages, style)) { (links(&frame.languages)) }
            h1 { (frame.title) }
        }
        main { (body) }
    };
    document(&frame.title, None, &body, style)
}

/// Ways to other pages, side by side.
pub(super) fn links(links: &[LiveLink]) -> Markup {
    html! {
        @for link in links {
            a href=(link.href) aria-current=[link.is_here.then_some("page")] { (link.text) }
            " "
        }
    }
}
