//! jauge.lock: the plugins that the workspace has agreed to, by hash. What else stands in it is left as it is.

use std::{fs, io, path::Path};

use serde::{Deserialize, Serialize};

use crate::manifest::Permissions;

/// The file in the workspace's folder.
pub const LOCK_FILE: &str = "jauge.lock";

const HEAD: &str =
    "# Written by jauge: what was agreed to, so that everybody who opens this workspace gets the same.\n\n";

/// A plugin that was agreed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locked {
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

/// Reads the plugins that `root`/jauge.lock lists; none where there is no such file.
pub(crate) fn read(root: &Path) -> io::Result<Vec<Locked>> {
    let table = table(root)?;
    let listed = table.get("plugin").cloned().unwrap_or_else(|| toml::Value::Array(Vec::new()));
    listed.try_into().map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

/// Puts `locked` in the place of the plugin of this name, or, where it is `None`, takes that one out.
pub(crate) fn write(root: &Path, name: &str, locked: Option<Locked>) -> io::Result<()> {
    let mut plugins = read(root)?;
    plugins.retain(|plugin| plugin.name != name);
    plugins.extend(locked);
    plugins.sort_by(|one, other| one.name.cmp(&other.name));
    put(root, "plugin", toml::Value::try_from(plugins).map_err(io::Error::other)?)
}

/// A section of `root`/jauge.lock; empty where there is none.
pub fn lock_section(root: &Path, name: &str) -> io::Result<toml::Table> {
    Ok(table(root)?.get(name).and_then(toml::Value::as_table).cloned().unwrap_or_default())
}

/// Puts `section` in the place of the one called `name`.
pub fn put_lock_section(root: &Path, name: &str, section: toml::Table) -> io::Result<()> {
    put(root, name, toml::Value::Table(section))
}

fn put(root: &Path, name: &str, value: toml::Value) -> io::Result<()> {
    let mut table = table(root)?;
    table.insert(name.to_owned(), value);
    let text = format!("{HEAD}{}", toml::to_string_pretty(&table).map_err(io::Error::other)?);
    let new = root.join(format!("{LOCK_FILE}.{}.new", std::process::id()));
    fs::write(&new, text)?;
    fs::rename(new, root.join(LOCK_FILE))
}

fn table(root: &Path) -> io::Result<toml::Table> {
    match fs::read_to_string(root.join(LOCK_FILE)) {
        Ok(text) => text.parse().map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(toml::Table::new()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_and_go_and_the_rest_stays() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(LOCK_FILE), "[baseline.orders]\nvalue = 3\n").unwrap();
        let acme = Locked {
            name: "acme".to_owned(),
            version: "0.1.0".to_owned(),
            sha256: "ab".to_owned(),
            permissions: Permissions { network: true, paths: vec!["/data".to_owned()] },
        };
        write(dir.path(), "acme", Some(acme.clone())).unwrap();
        assert_eq!(read(dir.path()).unwrap(), [acme]);
        write(dir.path(), "acme", None).unwrap();
        assert_eq!(read(dir.path()).unwrap(), []);
        assert!(fs::read_to_string(dir.path().join(LOCK_FILE)).unwrap().contains("[baseline.orders]\nvalue = 3"));
    }
}
