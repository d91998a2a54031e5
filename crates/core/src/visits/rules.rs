//! How visits are cut and what counts in them: `[sessions]` and `[goals]` of jauge.toml.

use serde::Deserialize;
use xxhash_rust::xxh3::xxh3_64;

/// Raised when the same events would give other rows: what is stored is then derived anew.
const VERSION: u32 = 2;

/// `[sessions]` as it is written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionsConfig {
    /// Whose rules; each can be set alone below.
    #[serde(default)]
    pub like: Like,
    /// A gap of this length or longer starts a new session.
    pub timeout: Option<Length>,
    /// Whether midnight in the workspace's zone does.
    pub midnight: Option<bool>,
    /// Whether a new campaign does.
    pub campaign: Option<bool>,
    /// Events sent in a steady beat while a page is in the foreground.
    pub heartbeat: Option<HeartbeatConfig>,
}

/// Whose rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Like {
    /// Only a gap splits.
    #[default]
    Ga4,
    /// Midnight and a new campaign split too.
    Matomo,
}

/// `[sessions] heartbeat`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeartbeatConfig {
    /// The event's name.
    #[serde(default = "page_ping")]
    pub event: String,
    /// Time from one beat to the next.
    pub every: Length,
    /// Time in the foreground before the first beat.
    pub minimum: Length,
}

/// `[goals]` as it is written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoalsConfig {
    /// Names of the events that are goals.
    #[serde(default = "purchase")]
    pub key_events: Vec<String>,
    /// Foreground time over which a session is engaged.
    pub engaged_after: Option<Length>,
}

/// A length of time such as `30m`, in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Length(pub i64);

/// The rules in force.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rules {
    /// IANA zone of days and hours.
    pub(crate) zone: String,
    /// Microseconds.
    pub(crate) timeout: i64,
    pub(crate) midnight: bool,
    pub(crate) campaign: bool,
    pub(crate) heartbeat: Option<Heartbeat>,
    pub(crate) key_events: Vec<String>,
    /// Milliseconds.
    pub(crate) engaged_after: i64,
}

/// A steady beat; lengths in microseconds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Heartbeat {
    pub(crate) event: String,
    pub(crate) every: i64,
    pub(crate) minimum: i64,
}

const SECOND: i64 = 1_000_000;

impl Rules {
    /// The rules of a workspace whose zone is `zone`.
    pub(crate) fn new(zone: &str, sessions: &SessionsConfig, goals: &GoalsConfig) -> Self {
        let matomo = sessions.like == Like::Matomo;
        let heartbeat = |beat: &HeartbeatConfig| Heartbeat {
            event: beat.event.clone(),
            every: beat.every.0.max(1),
            minimum: beat.minimum.0,
        };
        Self {
            zone: zone.to_owned(),
            timeout: sessions.timeout.map_or(1800 * SECOND, |timeout| timeout.0),
            midnight: sessions.midnight.unwrap_or(matomo),
            campaign: sessions.campaign.unwrap_or(matomo),
            heartbeat: sessions.heartbeat.as_ref().map(heartbeat),
            key_events: goals.key_events.clone(),
            engaged_after: goals.engaged_after.map_or(10 * SECOND, |after| after.0) / 1000,
        }
    }

    /// A number that differs where the same events may give other rows; `apart` are the sources that make no sessions.
    pub(crate) fn fingerprint(&self, apart: &[String]) -> i64 {
        // 53 bits, so that every reader of the log keeps it whole.
        (xxh3_64(format!("{VERSION} {self:?} {apart:?}").as_bytes()) >> 11) as i64
    }
}

impl Default for GoalsConfig {
    fn default() -> Self {
        Self { key_events: purchase(), engaged_after: None }
    }
}

impl TryFrom<String> for Length {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a length of time such as \"30m\": a number and s, m, h or d");
        let (number, unit) = text.trim().split_at_checked(text.trim().len().saturating_sub(1)).ok_or_else(wrong)?;
        let seconds = match unit {
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            "d" => 86_400,
            _ => return Err(wrong()),
        };
        let number: i64 = number.trim().parse().map_err(|_| wrong())?;
        let length = number.checked_mul(seconds * SECOND).filter(|length| *length > 0);
        length.map(Self).ok_or_else(wrong)
    }
}

fn page_ping() -> String {
    "page_ping".to_owned()
}

fn purchase() -> Vec<String> {
    vec!["purchase".to_owned()]
}
