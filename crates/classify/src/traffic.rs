//! Where a session came from, as one value.

/// Where a session came from, and by which campaign.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Who sent the visitor: a site, an engine, a newsletter.
    pub source: Option<String>,
    /// By what kind of link: `organic`, `cpc`, `referral`, …
    pub medium: Option<String>,
    /// The campaign's name.
    pub campaign: Option<String>,
    /// The words that were searched for or bought.
    pub term: Option<String>,
    /// Which of several links or ads.
    pub content: Option<String>,
}

impl Traffic {
    pub(super) fn of(source: impl Into<String>, medium: &str) -> Self {
        Self { source: Some(source.into()), medium: Some(medium.to_owned()), ..Self::default() }
    }
}
