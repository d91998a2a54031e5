//! What stands in jauge.lock.

use jauge_domain::{Permissions, Power};
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
    /// True where Jauge copied it into `plugins/`, and so may replace it there and remove it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub placed: bool,
    /// What it was permitted.
    #[serde(default)]
    pub permissions: Permissions,
}

impl LockedPlugin {
    /// What it takes to run it, once it is what was agreed to.
    pub fn power(&self) -> Power {
        let (plugin, sha256) = (self.name.clone(), self.sha256.clone());
        Power::Plugin { plugin, sha256, permissions: self.permissions.clone() }
    }
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
