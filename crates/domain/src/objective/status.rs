//! How an objective stands, in a word, and all that follows from it.

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

/// What a status means to whoever shows it or acts on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusFacts {
    /// Its name in files and JSON.
    pub name: &'static str,
    /// The place in lists: 0 first.
    pub urgency: u8,
    /// True where somebody should look.
    pub needs_attention: bool,
    /// True where all is as it should be.
    pub is_fine: bool,
    /// The exit code it asks for: 1 for what needs somebody, 3 where there is nothing to judge by, else 0.
    pub exit_code: u8,
    /// What it is to continuous integration.
    pub outcome: TestOutcome,
    /// The sign before its word, so that nothing is told by colour alone.
    pub sign: char,
    /// The colour of sign and word.
    pub tone: Tone,
}

/// What a status is as the result of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestOutcome {
    /// Nobody has to act.
    Passed,
    /// Somebody has to act.
    Failed,
    /// There is nothing to judge by.
    Skipped,
}

/// A colour by what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Green.
    Good,
    /// Yellow.
    Warning,
    /// Red.
    Bad,
    /// Grey.
    Neutral,
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

    /// All that follows from it.
    pub fn facts(self) -> StatusFacts {
        use TestOutcome::{Failed, Passed, Skipped};
        use Tone::{Bad, Good, Neutral, Warning};
        let (name, urgency, needs_attention, is_fine, exit_code, outcome, sign, tone) = match self {
            Self::OffTrack => ("off_track", 0, true, false, 1, Failed, '✗', Bad),
            Self::Missed => ("missed", 1, true, false, 1, Failed, '✗', Bad),
            Self::Stale => ("stale", 2, true, false, 1, Failed, '◌', Warning),
            Self::AtRisk => ("at_risk", 3, true, false, 0, Passed, '▲', Warning),
            Self::NoData => ("no_data", 4, true, false, 3, Skipped, '?', Neutral),
            Self::InsufficientData => ("insufficient_data", 5, false, false, 3, Skipped, '…', Neutral),
            Self::OnTrack => ("on_track", 6, false, true, 0, Passed, '●', Good),
            Self::NotStarted => ("not_started", 7, false, false, 0, Skipped, '○', Neutral),
            Self::Achieved => ("achieved", 8, false, true, 0, Passed, '✓', Good),
        };
        StatusFacts { name, urgency, needs_attention, is_fine, exit_code, outcome, sign, tone }
    }

    /// Its name in files and JSON: `not_started`, …
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// The exit code it asks for.
    pub fn exit_code(self) -> u8 {
        self.facts().exit_code
    }
}
