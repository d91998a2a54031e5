//! How an objective stands, in a word.

/// How an objective stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Its period lies ahead.
    NotStarted,
    /// There is nothing to judge by.
    NoData,
    /// There is too little to judge by.
    InsufficientData,
    /// It will probably be met.
    OnTrack,
    /// It may be missed.
    AtRisk,
    /// It will probably be missed.
    OffTrack,
    /// It was met.
    Achieved,
    /// It was not.
    Missed,
    /// No data since longer than its frequency.
    Stale,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 9] = [
        Self::NotStarted,
        Self::NoData,
        Self::InsufficientData,
        Self::OnTrack,
        Self::AtRisk,
        Self::OffTrack,
        Self::Achieved,
        Self::Missed,
        Self::Stale,
    ];

    /// Its name in files and JSON: `not_started`, …
    pub fn name(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::NoData => "no_data",
            Self::InsufficientData => "insufficient_data",
            Self::OnTrack => "on_track",
            Self::AtRisk => "at_risk",
            Self::OffTrack => "off_track",
            Self::Achieved => "achieved",
            Self::Missed => "missed",
            Self::Stale => "stale",
        }
    }

    /// The exit code it asks for: 1 for what needs somebody, 3 where there is nothing to judge by, else 0.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::OffTrack | Self::Missed | Self::Stale => 1,
            Self::NoData | Self::InsufficientData => 3,
            Self::NotStarted | Self::OnTrack | Self::AtRisk | Self::Achieved => 0,
        }
    }
}
