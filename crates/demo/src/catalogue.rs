//! What the site sells, tells and explains.

/// A product; money in cents.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Product {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) category: &'static str,
    pub(crate) price: i64,
    /// What the shop pays for it.
    pub(crate) cost: i64,
    /// How often it is looked at.
    pub(crate) weight: f64,
}

const fn product(
    id: &'static str,
    name: &'static str,
    category: &'static str,
    price: i64,
    cost: i64,
    weight: f64,
) -> Product {
    Product { id, name, category, price, cost, weight }
}

pub(crate) const PRODUCTS: [Product; 12] = [
    product("N-01", "Dotted notebook", "paper", 1290, 520, 9.0),
    product("N-02", "Travel notebook", "paper", 990, 380, 6.0),
    product("N-03", "Music notebook", "paper", 1150, 470, 2.0),
    product("N-04", "Diary", "paper", 2490, 900, 4.0),
    product("P-01", "Fountain pen", "pens", 4900, 2300, 5.0),
    product("P-02", "Gel pen, black", "pens", 350, 110, 8.0),
    product("P-03", "Brush pen set", "pens", 2450, 1100, 4.0),
    product("I-01", "Ink, blue-black", "ink", 1690, 610, 3.0),
    product("I-02", "Ink, \"old rose\"", "ink", 1790, 650, 2.0),
    product("B-01", "Leather pen case", "bags", 3900, 1900, 2.0),
    product("B-02", "Desk organiser", "bags", 5900, 3100, 1.0),
    product("G-01", "Gift card", "gifts", 5000, 5000, 0.7),
];

/// Articles of the journal: path, weight, whether it has a video, who wrote it.
pub(crate) const ARTICLES: [(&str, f64, bool, &str); 6] = [
    ("/journal/choose-a-fountain-pen", 9.0, true, "Camille"),
    ("/journal/bullet-journal-start", 7.0, true, "Noé"),
    ("/journal/inks-that-last", 4.0, false, "Camille"),
    ("/journal/paper-weights", 3.0, false, "Inès"),
    ("/journal/brush-lettering", 4.0, true, "Noé"),
    ("/journal/a-visit-to-the-mill", 2.0, false, "Inès"),
];

/// The video on a page, where it has one.
pub(crate) fn video_of(page: &str) -> Option<&str> {
    let is_there = ARTICLES.iter().any(|(path, _, has_video, _)| *has_video && *path == page);
    page.rsplit('/').next().filter(|_| is_there)
}

/// Who wrote a page, where it is an article.
pub(crate) fn author_of(page: &str) -> Option<&'static str> {
    ARTICLES.iter().find(|(path, ..)| *path == page).map(|(.., author)| *author)
}

/// Pages of the help centre: path, weight, how many find them helpful.
pub(crate) const HELP: [(&str, f64, f64); 5] = [
    ("/help/delivery", 8.0, 0.85),
    ("/help/returns", 6.0, 0.78),
    ("/help/clean-a-pen", 4.0, 0.92),
    ("/help/invoice", 3.0, 0.55),
    ("/help/refill", 3.0, 0.88),
];

/// Guides to download.
pub(crate) const GUIDES: [&str; 3] = ["guide-nibs.pdf", "care-leather.pdf", "size-chart.pdf"];

/// What people search for, and how many results there are.
pub(crate) const SEARCHES: [(&str, i64, f64); 8] = [
    ("fountain pen", 14, 8.0),
    ("notebook a5", 9, 7.0),
    ("ink", 6, 5.0),
    ("gift", 11, 4.0),
    ("washi tape", 0, 2.0),
    ("left-handed pen", 2, 2.0),
    ("stapler", 0, 1.0),
    ("\"old rose\"", 1, 1.0),
];

/// Fields of the form with which offices ask for an offer, in order; how many stop at each.
pub(crate) const OFFER_FIELDS: [(&str, f64); 4] =
    [("company", 0.08), ("email", 0.06), ("headcount", 0.22), ("message", 0.12)];
