//! The file: read as a whole, changed in memory, put in its place in one step.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};

use jauge_domain::LockSection;
use serde::de::DeserializeOwned;
use toml::{Table, Value};

use crate::{FrozenBaseline, LockError, LockedPlugin};

/// The file in the workspace's folder.
pub const LOCK_FILE: &str = "jauge.lock";

const HEAD: &str =
    "# Written by jauge: what was agreed to, so that everybody who opens this workspace gets the same.\n\n";

/// jauge.lock in memory. A section is checked when it is asked for: a damaged one does not stand in the way of the others,
/// and what no version of this crate knows is kept as it is.
#[derive(Clone, Debug)]
pub struct LockFile {
    path: PathBuf,
    table: Table,
}

impl LockFile {
    /// Reads jauge.lock in the folder `root`; where there is none, nothing was agreed to yet.
    ///
    /// # Errors
    /// The file cannot be read, or is no TOML.
    pub fn read(root: &Path) -> Result<Self, LockError> {
        let path = root.join(LOCK_FILE);
        let table = match jauge_durable::read_text_within(root, &path) {
            Ok(text) => table(&text)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Table::new(),
            Err(error) => return Err(LockError::Read(error)),
        };
        Ok(Self { path, table })
    }

    /// The plugins that were agreed to, by name.
    ///
    /// # Errors
    /// The section is damaged.
    pub fn plugins(&self) -> Result<Vec<LockedPlugin>, LockError> {
        self.section(LockSection::Plugin)
    }

    /// The plugin called `name`.
    ///
    /// # Errors
    /// The section is damaged.
    pub fn plugin(&self, name: &str) -> Result<Option<LockedPlugin>, LockError> {
        Ok(self.plugins()?.into_iter().find(|plugin| plugin.name == name))
    }

    /// Agrees to `plugin`, in the place of another of its name.
    ///
    /// # Errors
    /// The section is damaged.
    pub fn put_plugin(&mut self, plugin: LockedPlugin) -> Result<(), LockError> {
        let mut plugins = self.plugins()?;
        plugins.retain(|known| known.name != plugin.name);
        plugins.push(plugin);
        plugins.sort_by(|one, other| one.name.cmp(&other.name));
        self.put(LockSection::Plugin, Value::try_from(plugins))
    }

    /// Takes the plugin called `name` out.
    ///
    /// # Errors
    /// The section is damaged.
    pub fn remove_plugin(&mut self, name: &str) -> Result<(), LockError> {
        let mut plugins = self.plugins()?;
        plugins.retain(|known| known.name != name);
        self.put(LockSection::Plugin, Value::try_from(plugins))
    }

    /// The frozen baselines, by the objective's id.
    ///
    /// # Errors
    /// The section is damaged.
    pub fn baselines(&self) -> Result<BTreeMap<String, FrozenBaseline>, LockError> {
        self.section(LockSection::Baseline)
    }

    /// Puts `baselines` in the place of all that were frozen.
    ///
    /// # Errors
    /// A value that TOML has no form for.
    pub fn put_baselines(&mut self, baselines: &BTreeMap<String, FrozenBaseline>) -> Result<(), LockError> {
        self.put(LockSection::Baseline, Value::try_from(baselines))
    }

    /// Writes the file beside its place and renames it, so that it is never half written.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn write(&self) -> Result<(), LockError> {
        let text = format!("{HEAD}{}", toml::to_string_pretty(&self.table).map_err(LockError::Form)?);
        jauge_durable::replace(&self.path, text.as_bytes()).map_err(LockError::Write)
    }

    fn section<T: DeserializeOwned + Default>(&self, section: LockSection) -> Result<T, LockError> {
        match self.table.get(section.name()) {
            Some(value) => value.clone().try_into().map_err(|error| LockError::Section(section, error)),
            None => Ok(T::default()),
        }
    }

    fn put(&mut self, section: LockSection, value: Result<Value, toml::ser::Error>) -> Result<(), LockError> {
        self.table.insert(section.name().to_owned(), value.map_err(LockError::Form)?);
        Ok(())
    }
}

/// What stands in `text`.
fn table(text: &str) -> Result<Table, LockError> {
    if text.trim_matches(['\0', ' ', '\n', '\r', '\t']).is_empty() {
        return Err(LockError::Empty);
    }
    let table: Table = text.parse().map_err(LockError::Syntax)?;
    // Not "nothing was agreed to": that would thaw every baseline. Comments alone are what a cut leaves of the head.
    if table.is_empty() { Err(LockError::Empty) } else { Ok(table) }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use jauge_domain::{Permissions, ReadFault};

    use super::*;

    fn acme() -> LockedPlugin {
        LockedPlugin {
            name: "acme".to_owned(),
            version: "0.1.0".to_owned(),
            sha256: "ab".to_owned(),
            placed: true,
            permissions: Permissions { network: true, paths: vec!["/data".to_owned()] },
        }
    }

    fn frozen() -> FrozenBaseline {
        FrozenBaseline {
            kpi: "ecommerce.orders".to_owned(),
            definition: "0123456789abcdef".to_owned(),
            period: "2026-Q4".to_owned(),
            value: 418.0,
            as_of: "2026-10-15".to_owned(),
            reason: None,
        }
    }

    #[test]
    fn plugins_come_and_go_and_the_rest_stays() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(LOCK_FILE), "[later.section]\nvalue = 3\n").unwrap();
        let mut lock = LockFile::read(dir.path()).unwrap();
        lock.put_plugin(acme()).unwrap();
        lock.write().unwrap();
        let mut lock = LockFile::read(dir.path()).unwrap();
        assert_eq!(lock.plugins().unwrap(), [acme()]);
        lock.remove_plugin("acme").unwrap();
        lock.write().unwrap();
        assert_eq!(LockFile::read(dir.path()).unwrap().plugins().unwrap(), []);
        assert!(fs::read_to_string(dir.path().join(LOCK_FILE)).unwrap().contains("[later.section]\nvalue = 3"));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "what was written on the way is gone");
    }

    #[test]
    fn plugins_and_baselines_stand_side_by_side() {
        let dir = tempfile::tempdir().unwrap();
        let baselines = BTreeMap::from([("more-orders".to_owned(), frozen())]);
        let mut lock = LockFile::read(dir.path()).unwrap();
        lock.put_baselines(&baselines).unwrap();
        lock.put_plugin(acme()).unwrap();
        lock.write().unwrap();
        let text = fs::read_to_string(dir.path().join(LOCK_FILE)).unwrap();
        assert!(text.contains("[baseline.more-orders]\n") && text.contains("[[plugin]]\n"), "{text}");
        let lock = LockFile::read(dir.path()).unwrap();
        assert_eq!((lock.baselines().unwrap(), lock.plugin("acme").unwrap()), (baselines, Some(acme())));
    }

    #[test]
    fn a_file_without_content_is_damaged_and_not_an_agreement_to_nothing() {
        let dir = tempfile::tempdir().unwrap();
        for content in ["", "\n", "\0\0\0\0", HEAD] {
            fs::write(dir.path().join(LOCK_FILE), content).unwrap();
            assert!(matches!(LockFile::read(dir.path()), Err(LockError::Empty)), "{content:?}");
        }
    }

    #[test]
    fn what_is_no_file_of_the_workspace_is_no_agreement() {
        let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let lock = dir.path().join(LOCK_FILE);
        let fault = || match LockFile::read(dir.path()) {
            Err(LockError::Read(error)) => ReadFault::of(&error),
            read => panic!("{read:?}"),
        };
        fs::write(other.path().join(LOCK_FILE), "secret = 1\n").unwrap();
        std::os::unix::fs::symlink(other.path().join(LOCK_FILE), &lock).unwrap();
        assert_eq!(fault(), ReadFault::LeadsOut);
        fs::remove_file(&lock).unwrap();
        fs::create_dir(&lock).unwrap();
        assert_eq!(fault(), ReadFault::NoFile);
    }

    #[test]
    fn a_damaged_section_leaves_the_others_alone() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(LOCK_FILE), "plugin = 3\n[baseline.x]\nkpi = 3\n").unwrap();
        let mut lock = LockFile::read(dir.path()).unwrap();
        assert!(matches!(lock.plugins(), Err(LockError::Section(LockSection::Plugin, _))));
        assert!(matches!(lock.baselines(), Err(LockError::Section(LockSection::Baseline, _))));
        lock.put_baselines(&BTreeMap::new()).unwrap();
        assert_eq!(lock.baselines().unwrap(), BTreeMap::new());
        fs::write(dir.path().join(LOCK_FILE), "[[[").unwrap();
        assert!(matches!(LockFile::read(dir.path()), Err(LockError::Syntax(_))));
    }
}
