//! How objectives are judged.

use jauge_domain::Language;

/// How objectives are judged, and in which language it is said.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// A probability below this is at risk.
    pub at_risk_below: f64,
    /// A probability below this is off track.
    pub off_track_below: f64,
    /// The share of days (or weeks) that may lie outside of what `maintain_*` asks for.
    pub tolerance: f64,
    /// Of evidence, advice and reasons.
    pub language: Language,
    /// ISO 4217 code of amounts.
    pub currency: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { at_risk_below: 0.5, off_track_below: 0.2, tolerance: 0.1, language: Language::En, currency: None }
    }
}
