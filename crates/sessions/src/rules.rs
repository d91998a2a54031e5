//! How sessions are cut and what counts in them, by `[sessions]` and `[goals]` of jauge.toml.

use jauge_workspace::{GoalsConfig, HeartbeatConfig, Like, SessionsConfig, Settings};
use xxhash_rust::xxh3::xxh3_64;

/// Raised when the same events would give other rows: what is stored is then derived anew.
const VERSION: u32 = 3;

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
    /// The currency of amounts that name none.
    pub(crate) currency: Option<String>,
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
    /// The rules of a workspace.
    pub(crate) fn of(settings: &Settings) -> Self {
        let rules = Self::new(settings.calendar.zone(), &settings.config.sessions, &settings.config.goals);
        Self { currency: settings.config.workspace.currency.clone(), ..rules }
    }

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
            currency: None,
        }
    }

    /// A number that differs where the same events may give other rows; `sessionless` are the sources that make no sessions.
    pub(crate) fn fingerprint(&self, sessionless: &[String]) -> i64 {
        // 53 bits, so that every reader of the log keeps it whole.
        (xxh3_64(format!("{VERSION} {self:?} {sessionless:?}").as_bytes()) >> 11) as i64
    }
}
