//! From where on an objective is at risk or off track.

/// The bounds between statuses.
#[derive(Clone, Debug, PartialEq)]
pub struct Thresholds {
    /// A probability below this is at risk.
    pub at_risk_below: f64,
    /// A probability below this is off track.
    pub off_track_below: f64,
    /// The share of days (or weeks) that may lie outside of what `maintain_*` asks for.
    pub tolerance: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { at_risk_below: 0.5, off_track_below: 0.2, tolerance: 0.1 }
    }
}
