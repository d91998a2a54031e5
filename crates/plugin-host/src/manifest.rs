//! plugin.toml: what a plugin says of itself before its library is loaded.

use std::{fs, path::Path};

use serde::{Deserialize, Serialize};

use crate::PluginError;

/// The file that makes a folder a plugin.
pub const MANIFEST_FILE: &str = "plugin.toml";

/// What plugin.toml says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Its name: lower-case letters, digits and `-`.
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

impl Manifest {
    /// Reads `dir`/plugin.toml.
    pub fn read(dir: &Path) -> Result<Self, PluginError> {
        let path = dir.join(MANIFEST_FILE);
        let called = dir.file_name().map_or_else(|| "?".to_owned(), |name| name.to_string_lossy().into_owned());
        let wrong = |message: String| {
            PluginError::new(&called, format!("cannot be read: {message}"), format!("look at `{}`", path.display()))
        };
        let text = fs::read_to_string(&path).map_err(|error| wrong(error.to_string()))?;
        let manifest: Self = toml::from_str(&text).map_err(|error| wrong(error.to_string().trim().to_owned()))?;
        manifest.check().map_err(|message| wrong(message.to_owned()))?;
        Ok(manifest)
    }

    fn check(&self) -> Result<(), &'static str> {
        let plain = |name: &str| {
            !name.is_empty()
                && name.starts_with(|c: char| c.is_ascii_lowercase())
                && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        };
        if !plain(&self.name) || !self.sources.iter().chain(&self.pack).all(|name| plain(name)) {
            return Err("names are lower-case letters, digits and `-`, and begin with a letter");
        }
        if self.library.is_none() && (self.pack.is_none() || !self.sources.is_empty()) {
            return Err("without `library` it can only bring a `pack`");
        }
        if self.sources.is_empty() && self.pack.is_none() {
            return Err("it brings neither `sources` nor a `pack`");
        }
        if self.library.as_ref().is_some_and(|library| library.contains(['/', '\\'])) {
            return Err("`library` is a name without folder, `lib` and extension");
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
    use super::*;

    #[test]
    fn what_is_wrong_is_said() {
        let dir = tempfile::tempdir().unwrap();
        let says = |text: &str| {
            fs::write(dir.path().join(MANIFEST_FILE), text).unwrap();
            Manifest::read(dir.path()).map_or_else(|error| error.to_string(), |_| String::new())
        };
        assert_eq!(says("name = \"acme\"\nversion = \"1\"\nlibrary = \"acme\"\nsources = [\"acme\"]\n"), "");
        assert!(says("name = \"acme\"\nversion = \"1\"\nlibary = \"acme\"\n").contains("unknown field `libary`"));
        assert!(says("name = \"Acme!\"\nversion = \"1\"\npack = \"acme\"\n").contains("lower-case"));
        assert!(says("name = \"acme\"\nversion = \"1\"\nsources = [\"acme\"]\n").contains("without `library`"));
        assert!(
            says("name = \"acme\"\nversion = \"1\"\nlibrary = \"../x\"\npack = \"p\"\n").contains("without folder")
        );
    }
}
