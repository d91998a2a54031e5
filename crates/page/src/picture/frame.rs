//! What every picture has: a size, a title, and what it shows.

use maud::{Markup, html};

/// How wide pictures are, in units of their own.
pub(super) const WIDTH: f64 = 320.0;

/// What a picture is called and shows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Caption<'a> {
    /// Unique on the page.
    pub(crate) id: &'a str,
    /// What it is.
    pub(crate) title: &'a str,
    /// What is to be seen on it.
    pub(crate) says: &'a str,
}

/// A picture of `height` around `content`.
pub(super) fn picture(caption: Caption<'_>, height: f64, content: &Markup) -> Markup {
    let Caption { id, title, says } = caption;
    html! {
        svg role="img" viewBox={ "0 0 " (WIDTH) " " (height) } aria-labelledby={ (id) "-title " (id) "-desc" } {
            title id={ (id) "-title" } { (title) }
            desc id={ (id) "-desc" } { (says) }
            (content)
        }
    }
}
