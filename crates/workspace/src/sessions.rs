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
    /// Whether the referrer of another website does; under no rules by itself.
    pub new_referrer: Option<bool>,
    /// Hosts that visitors only come back from, the site's own among them, beside the shipped ones where they pay or sign in.
    /// They start no session and are no source.
    #[serde(default)]
    pub ignore_referrers: Vec<String>,
    /// Sources that are AI assistants, beside the shipped ones.
    #[serde(default)]
    pub assistants: Vec<String>,
    /// What pages send along by themselves.
    #[serde(default)]
    pub passive: PassiveConfig,
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
    /// Midnight and a new campaign split too, and a session of one download is a bounce.
    Matomo,
}

/// `[sessions] passive`: events that do not end a bounce.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassiveConfig {
    /// Names of such events, beside the shipped ones.
    #[serde(default)]
    pub events: Vec<String>,
    /// How far from its page view any other event but key events, clicks and those of forms is sent along with the page.
    pub within: Option<Length>,
}

/// `[sessions] heartbeat`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeartbeatConfig {
    /// The event's name.
    #[serde(default = "HeartbeatConfig::usual_event")]
    pub event: String,
    /// Time from one beat to the next.
    pub every: Length,
    /// Time in the foreground before the first beat.
    pub minimum: Length,
}

impl HeartbeatConfig {
    /// The name of heartbeats where none is set: Snowplow's.
    pub fn usual_event() -> String {
        "page_ping".to_owned()
    }
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

fn purchase() -> Vec<String> {
    vec!["purchase".to_owned()]
}
