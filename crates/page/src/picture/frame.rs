//! What every picture has: a size, a title, and what it shows.

use maud::{Markup, html};

/// How wide pictures are, in units of their own.
pub(super) const WIDTH: f64 = 320.0;

/// How wide a letter of a name is.
const LETTER: f64 = 4.4;

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

/// As much of `name` as fits into `width`, with some room behind it.
pub(super) fn short(name: &str, width: f64) -> String {
    let letters = ((width / LETTER) as usize).saturating_sub(2);
    if name.chars().count() <= letters {
        return name.to_owned();
    }
    name.chars().take(letters.saturating_sub(1)).chain(['…']).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_cut_where_it_would_run_into_the_next() {
        assert_eq!(short("orders", 55.0), "orders");
        assert_eq!(short("ecommerce.purchase_conversion", 55.0), "ecommerce…");
    }
}
