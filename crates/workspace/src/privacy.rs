//! `[privacy]` of jauge.toml: what is kept of whom.

use jauge_domain::Length;
use serde::Deserialize;

/// `[privacy]` as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrivacyConfig {
    /// What becomes of `client_ip` once a visitor was told by it.
    #[serde(default)]
    pub ip: Address,
    /// Columns of identifiers that are replaced by keyed hashes.
    #[serde(default)]
    pub hash: Vec<String>,
    /// How long events are kept; `jauge rebuild` takes older ones out.
    pub keep: Option<Length>,
}

/// What becomes of an address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Address {
    /// It goes no further than this process.
    #[default]
    Drop,
    /// The property `ip`, without what tells two neighbours apart: the last byte of IPv4, the last ten of IPv6.
    Mask,
    /// The property `ip`, whole.
    Keep,
}
