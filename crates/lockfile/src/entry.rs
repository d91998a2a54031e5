//! What stands in jauge.lock.

use jauge_domain::Permissions;
use serde::{Deserialize, Serialize};

/// A plugin that was agreed to: an entry of `[[plugin]]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedPlugin {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of its library, or of the files of a pack that is a folder.
    pub sha256: String,
    /// What it was permitted.
    #[serde(default)]
    pub permissions: Permissions,
}

/// A baseline as it was frozen: `[baseline.ID]`, where `ID` is the objective's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrozenBaseline {
    /// The KPI's id.
    pub kpi: String,
    /// A hash of the KPI's SQL and the objective's filter.
    pub definition: String,
    /// The period of the objective it is for.
    pub period: String,
    /// The baseline.
    pub value: f64,
    /// The day as of which it was read.
    pub as_of: String,
    /// Why it was accepted anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
