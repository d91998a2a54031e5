//! plugin.toml: what a plugin says of itself before its library is loaded.

use std::path::Path;

use jauge_domain::{ManifestFault, Permissions, PluginIssue, ReadFault, is_name};
use serde::{Deserialize, Serialize};

use crate::PluginError;

/// The file that makes a folder a plugin.
pub const MANIFEST_FILE: &str = "plugin.toml";

/// What plugin.toml says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Its name, as [`is_name`] has it.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What it is for, in a sentence.
    #[serde(default)]
    pub says: String,
    /// The library's name without `lib` and extension; none for a pack that is only SQL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub library: Option<String>,
    /// The connectors it brings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// The pack it brings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pack: Option<String>,
    /// What it needs beyond its own code and the files its settings name.
    #[serde(default)]
    pub permissions: Permissions,
}

impl Manifest {
    /// Reads `dir`/plugin.toml.
    pub fn read(dir: &Path) -> Result<Self, PluginError> {
        let path = dir.join(MANIFEST_FILE);
        let called = dir.file_name().map_or_else(|| "?".to_owned(), |name| name.to_string_lossy().into_owned());
        let wrong = |fault: ManifestFault| {
            PluginError::new(&called, PluginIssue::Manifest { path: path.display().to_string(), fault })
        };
        let unreadable = |reason: String| wrong(ManifestFault::Unreadable { reason });
        let text = jauge_durable::read_text_within(dir, &path)
            .map_err(|error| wrong(ManifestFault::Read { reason: ReadFault::of(&error) }).because(error))?;
        let manifest: Self =
            toml::from_str(&text).map_err(|error| unreadable(error.to_string().trim().to_owned()).because(error))?;
        manifest.check().map_err(wrong)?;
        Ok(manifest)
    }

    fn check(&self) -> Result<(), ManifestFault> {
        if !is_name(&self.name) || !self.sources.iter().chain(&self.pack).all(|name| is_name(name)) {
            return Err(ManifestFault::Names);
        }
        if self.library.is_none() && (self.pack.is_none() || !self.sources.is_empty()) {
            return Err(ManifestFault::WithoutLibrary);
        }
        if self.sources.is_empty() && self.pack.is_none() {
            return Err(ManifestFault::BringsNothing);
        }
        if self.library.as_ref().is_some_and(|library| library.contains(['/', '\\'])) {
            return Err(ManifestFault::LibraryIsPath);
        }
        Ok(())
    }

    /// The file name of its library on this system.
    pub fn library_file(&self) -> Option<String> {
        let library = self.library.as_ref()?;
        Some(format!("{}{library}{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_is_wrong_is_said() {
        let dir = tempfile::tempdir().unwrap();
        let fault = |text: &str| {
            fs::write(dir.path().join(MANIFEST_FILE), text).unwrap();
            match Manifest::read(dir.path()).map_err(|error| *error.issue) {
                Err(PluginIssue::Manifest { fault, .. }) => Some(fault),
                _ => None,
            }
        };
        assert_eq!(fault("name = \"acme\"\nversion = \"1\"\nlibrary = \"acme\"\nsources = [\"acme\"]\n"), None);
        let unknown = fault("name = \"acme\"\nversion = \"1\"\nlibary = \"acme\"\n");
        assert!(
            matches!(&unknown, Some(ManifestFault::Unreadable { reason }) if reason.contains("unknown field `libary`")),
            "{unknown:?}"
        );
        let faults = [
            ("name = \"Acme!\"\nversion = \"1\"\npack = \"acme\"\n", ManifestFault::Names),
            ("name = \"acme\"\nversion = \"1\"\nsources = [\"acme\"]\n", ManifestFault::WithoutLibrary),
            ("name = \"acme\"\nversion = \"1\"\nlibrary = \"acme\"\n", ManifestFault::BringsNothing),
            ("name = \"acme\"\nversion = \"1\"\nlibrary = \"../x\"\npack = \"p\"\n", ManifestFault::LibraryIsPath),
        ];
        faults.into_iter().for_each(|(text, expected)| assert_eq!(fault(text), Some(expected)));
    }
}
