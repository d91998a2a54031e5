//! `[sessions]` and `[goals]` of jauge.toml: how sessions are cut and what counts in them.

use jauge_domain::Length;
use serde::Deserialize;

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

impl Default for GoalsConfig {
    fn default() -> Self {
        Self { key_events: purchase(), engaged_after: None }
    }
}

fn page_ping() -> String {
    "page_ping".to_owned()
}

fn purchase() -> Vec<String> {
    vec!["purchase".to_owned()]
}
