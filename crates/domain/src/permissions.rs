//! What a plugin may do.

use serde::{Deserialize, Serialize};

/// What a plugin may do beside reading the files its settings name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permissions {
    /// It opens connections, to anywhere.
    #[serde(default)]
    pub network: bool,
    /// Files and folders it reads.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paths: Vec<String>,
}

impl Permissions {
    /// True where `wanted` has something that these do not permit.
    pub fn lacks(&self, wanted: &Self) -> bool {
        (wanted.network && !self.network) || wanted.paths.iter().any(|path| !self.paths.contains(path))
    }
}
