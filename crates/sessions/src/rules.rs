//! How sessions are cut and what counts in them, by `[sessions]` and `[goals]` of jauge.toml.

use jauge_classify::Hosts;
use jauge_workspace::{GoalsConfig, HeartbeatConfig, Like, SessionsConfig, Settings};
use xxhash_rust::xxh3::xxh3_64;

/// Raised when the same events would give other rows: what is stored is then derived anew.
const VERSION: u32 = 4;

/// The rules in force.
///
/// What `like = "matomo"` sets is what Matomo ships: `create_new_visit_after_midnight = 1`,
/// `create_new_visit_when_campaign_changes = 1` and `create_new_visit_when_website_referrer_changes = 0`
/// (`config/global.ini.php`). GA4's sessions end after a gap alone (<https://support.google.com/analytics/answer/9191807>).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rules {
    /// IANA zone of days and hours.
    pub(crate) zone: String,
    /// Microseconds.
    pub(crate) timeout: i64,
    pub(crate) midnight: bool,
    pub(crate) campaign: bool,
    /// Whether the referrer of another website splits.
    pub(crate) new_referrer: bool,
    /// Hosts whose referrals count for nothing, beside the shipped ones.
    pub(crate) ignored: Hosts,
    /// Sources that are AI assistants, beside the shipped ones.
    pub(crate) assistants: Hosts,
    /// The name of heartbeats, whether engaged time is counted from them or not.
    pub(crate) heartbeat_event: String,
    pub(crate) heartbeat: Option<Heartbeat>,
    /// Names of events that a page view sends along by itself, beside the shipped ones.
    pub(crate) passive: Vec<String>,
    /// Microseconds from its page view within which an event was sent along with it.
    pub(crate) passive_within: i64,
    /// Whether a session of one download is a bounce.
    pub(crate) lone_download: bool,
    pub(crate) key_events: Vec<String>,
    /// Milliseconds.
    pub(crate) engaged_after: i64,
}

/// A steady beat; lengths in microseconds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Heartbeat {
    pub(crate) every: i64,
    pub(crate) minimum: i64,
}

const SECOND: i64 = 1_000_000;

impl Rules {
    /// The rules of a workspace.
    pub(crate) fn of(settings: &Settings) -> Self {
        Self::new(settings.calendar.zone(), &settings.config.sessions, &settings.config.goals)
    }

    /// The rules of a workspace whose zone is `zone`.
    pub(crate) fn new(zone: &str, sessions: &SessionsConfig, goals: &GoalsConfig) -> Self {
        let matomo = sessions.like == Like::Matomo;
        let heartbeat = |beat: &HeartbeatConfig| Heartbeat { every: beat.every.0.max(1), minimum: beat.minimum.0 };
        let event = |beat: &HeartbeatConfig| beat.event.clone();
        Self {
            zone: zone.to_owned(),
            timeout: sessions.timeout.map_or(1800 * SECOND, |timeout| timeout.0),
            midnight: sessions.midnight.unwrap_or(matomo),
            campaign: sessions.campaign.unwrap_or(matomo),
            new_referrer: sessions.new_referrer.unwrap_or(false),
            ignored: Hosts::of(&sessions.ignore_referrers),
            assistants: Hosts::of(&sessions.assistants),
            heartbeat_event: sessions.heartbeat.as_ref().map_or_else(HeartbeatConfig::usual_event, event),
            heartbeat: sessions.heartbeat.as_ref().map(heartbeat),
            passive: sessions.passive.events.clone(),
            passive_within: sessions.passive.within.map_or(SECOND, |within| within.0),
            lone_download: matomo,
            key_events: goals.key_events.clone(),
            engaged_after: goals.engaged_after.map_or(10 * SECOND, |after| after.0) / 1000,
        }
    }

    /// A number that differs where the same events may give other rows; `sessionless` are the sources that make no sessions.
    pub(crate) fn fingerprint(&self, sessionless: &[String]) -> i64 {
        // 53 bits, so that every reader of the log keeps it whole.
        (xxh3_64(format!("{VERSION} {self:?} {sessionless:?}").as_bytes()) >> 11) as i64
    }
}
