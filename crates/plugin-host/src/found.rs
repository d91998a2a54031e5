//! Where plugins are looked for, and what makes one trusted.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

use jauge_domain::{Claim, PluginIssue};

use crate::{Manifest, PluginError, image::sha256, manifest::MANIFEST_FILE};

/// The folders of a pack that is only SQL.
pub(crate) const KINDS: [&str; 5] = ["funnels", "kpis", "models", "objectives", "sources"];

/// A plugin that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it says of itself.
    pub manifest: Manifest,
    /// Its folder.
    pub dir: PathBuf,
    /// Its library; `None` for a pack that is only SQL.
    pub library: Option<PathBuf>,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a plugin comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The workspace's `plugins/`.
    Workspace,
    /// A folder of JAUGE_PLUGIN_PATH.
    Path,
    /// The user's data folder.
    User,
    /// Beside the binary, and as trusted as it.
    Shipped,
}

/// The folders that hold plugins, a folder each, in the order they are looked through.
pub(crate) fn places(root: Option<&Path>, program: &Path) -> Vec<(PathBuf, Origin)> {
    let mut places = Vec::new();
    places.extend(root.map(|root| (root.join("plugins"), Origin::Workspace)));
    let path = env::var_os("JAUGE_PLUGIN_PATH").unwrap_or_default();
    places.extend(env::split_paths(&path).filter(|dir| !dir.as_os_str().is_empty()).map(|dir| (dir, Origin::Path)));
    let home = || env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share"));
    let data = env::var_os("XDG_DATA_HOME").filter(|dir| !dir.is_empty()).map(PathBuf::from).or_else(home);
    places.extend(data.map(|data| (data.join("jauge/plugins"), Origin::User)));
    if let Some(beside) = program.parent() {
        places.push((beside.join("plugins"), Origin::Shipped));
        // An installation has the program in `bin` beside `lib`.
        places.extend(beside.parent().map(|root| (root.join("lib/jauge/plugins"), Origin::Shipped)));
    }
    // In a build of the sources the manifests lie in the sources, and the libraries beside the binary.
    if cfg!(debug_assertions) {
        places.push((Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plugins"), Origin::Shipped));
    }
    places
}

/// The plugins in `places`. Where two bring the same, neither can be used: which one is meant nobody knows.
pub(crate) fn find(places: &[(PathBuf, Origin)], program: &Path) -> Vec<Result<Found, PluginError>> {
    let mut found: Vec<Result<Found, PluginError>> = Vec::new();
    for (place, origin) in places {
        let mut dirs: Vec<PathBuf> =
            fs::read_dir(place).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
        dirs.sort();
        for dir in dirs.into_iter().filter(|dir| dir.join(MANIFEST_FILE).is_file()) {
            let one = Found::read(&dir, *origin, program);
            // What was not built was not shipped.
            if *origin == Origin::Shipped && one.is_err() {
                continue;
            }
            let is_known = |one: &Found| found.iter().flatten().any(|known| known.is_copy(one));
            if !one.as_ref().is_ok_and(is_known) {
                found.push(one);
            }
        }
    }
    apart(found)
}

/// `found`, with an error in the place of each plugin that brings what another brings.
fn apart(found: Vec<Result<Found, PluginError>>) -> Vec<Result<Found, PluginError>> {
    let rivals: Vec<Option<PluginError>> =
        found.iter().map(|one| one.as_ref().ok().and_then(|one| one.rivalry(found.iter().flatten()))).collect();
    found.into_iter().zip(rivals).map(|(one, rival)| rival.map_or(one, Err)).collect()
}

impl Found {
    /// The plugin in `dir`.
    pub(crate) fn read(dir: &Path, origin: Origin, program: &Path) -> Result<Self, PluginError> {
        let manifest = Manifest::read(dir)?;
        let library = match manifest.library_file() {
            None => None,
            Some(file) => Some(library(dir, &file, origin, program).ok_or_else(|| {
                let dir = dir.display().to_string();
                PluginError::new(&manifest.name, PluginIssue::LibraryGone { file, dir })
            })?),
        };
        Ok(Self { manifest, dir: dir.to_owned(), library, origin })
    }

    /// True where `other` is the same plugin in another place: as it was shipped, or to the byte.
    pub(crate) fn is_copy(&self, other: &Self) -> bool {
        let shipped = self.origin == Origin::Shipped && other.origin == Origin::Shipped;
        let same = || self.manifest == other.manifest && self.content().is_some_and(|own| other.content() == Some(own));
        self.manifest.name == other.manifest.name && (shipped || same())
    }

    /// The hash of what it runs or brings; `None` where it cannot be read.
    fn content(&self) -> Option<String> {
        match &self.library {
            Some(library) => Some(sha256(&fs::read(library).ok()?)),
            None => Some(Self::sql_sha256(&self.sql().ok()?)),
        }
    }

    /// That it brings what one of `others` brings, too, and is not the same plugin.
    pub(crate) fn rivalry<'a>(&self, others: impl Iterator<Item = &'a Self> + Clone) -> Option<PluginError> {
        let manifest = &self.manifest;
        let name = [(Claim::Name, &manifest.name)].into_iter();
        let sources = manifest.sources.iter().map(|source| (Claim::Sources, source));
        let pack = manifest.pack.iter().map(|pack| (Claim::Pack, pack));
        for (what, name) in name.chain(sources).chain(pack) {
            let mut rivals = others.clone().filter(|other| other.dir != self.dir && other.brings(what, name));
            if let Some(rival) = rivals.find(|rival| !rival.is_copy(self)) {
                let dirs = [&self.dir, &rival.dir].map(|dir| dir.display().to_string());
                let issue = PluginIssue::Twice { what, name: name.clone(), dirs: dirs.into() };
                return Some(PluginError::new(&manifest.name, issue));
            }
        }
        None
    }

    fn brings(&self, what: Claim, name: &str) -> bool {
        match what {
            Claim::Name => self.manifest.name == name,
            Claim::Sources => self.manifest.sources.iter().any(|source| source == name),
            Claim::Pack => self.manifest.pack.as_deref() == Some(name),
            Claim::Version | Claim::Permissions => false,
        }
    }

    /// The files of a pack that is only SQL, with their paths in it, sorted.
    pub(crate) fn sql(&self) -> io::Result<Vec<(String, String)>> {
        let mut files = Vec::new();
        for kind in KINDS {
            for entry in fs::read_dir(self.dir.join(kind)).into_iter().flatten() {
                let path = entry?.path();
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                if path.is_file() && (name.ends_with(".sql") || name.ends_with(".toml")) {
                    files.push((format!("{kind}/{name}"), jauge_durable::read_text_within(&self.dir, &path)?));
                }
            }
        }
        files.sort();
        Ok(files)
    }

    /// What jauge.lock holds of such a pack.
    pub(crate) fn sql_sha256(files: &[(String, String)]) -> String {
        let parts: Vec<String> = files.iter().map(|(path, text)| format!("{path}\0{}\0{text}", text.len())).collect();
        sha256(parts.concat().as_bytes())
    }
}

fn library(dir: &Path, file: &str, origin: Origin, program: &Path) -> Option<PathBuf> {
    let beside = program.parent().filter(|_| origin == Origin::Shipped);
    let mut candidates = std::iter::once(dir.join(file)).chain(beside.map(|beside| beside.join(file)));
    candidates.find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pack that is only SQL, in `place`.
    fn pack(place: &Path, folder: &str, name: &str, pack: &str, sql: &str) {
        let dir = place.join(folder);
        fs::create_dir_all(dir.join("kpis")).unwrap();
        fs::write(dir.join(MANIFEST_FILE), format!("name = \"{name}\"\nversion = \"1\"\npack = \"{pack}\"\n")).unwrap();
        fs::write(dir.join("kpis/orders.sql"), sql).unwrap();
    }

    /// What is found in two places: names of those that can be used, and what the others bring twice.
    fn found(first: &Path, second: &Path, origin: Origin) -> (Vec<String>, Vec<(Claim, String)>) {
        let places = [(first.to_owned(), origin), (second.to_owned(), Origin::Shipped)];
        let (mut usable, mut twice) = (Vec::new(), Vec::new());
        for one in find(&places, Path::new("/nowhere/jauge")) {
            match one.map_err(|error| *error.issue) {
                Ok(one) => usable.push(one.manifest.name),
                Err(PluginIssue::Twice { what, name, .. }) => twice.push((what, name)),
                Err(other) => panic!("{other:?}"),
            }
        }
        (usable, twice)
    }

    #[test]
    fn two_plugins_that_bring_the_same_are_refused_both() {
        let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        pack(second.path(), "shop", "shop", "shop", "SELECT 1");
        pack(first.path(), "mine", "mine", "mine", "SELECT 1");
        assert_eq!(found(first.path(), second.path(), Origin::Workspace).0, ["mine", "shop"]);
        pack(first.path(), "mine", "mine", "shop", "SELECT 1");
        let twice = (Claim::Pack, "shop".to_owned());
        assert_eq!(found(first.path(), second.path(), Origin::Workspace), (vec![], vec![twice.clone(), twice]));
        pack(first.path(), "mine", "shop", "mine", "SELECT 1");
        let twice = (Claim::Name, "shop".to_owned());
        assert_eq!(found(first.path(), second.path(), Origin::Workspace), (vec![], vec![twice.clone(), twice]));
    }

    #[test]
    fn a_copy_of_a_plugin_is_the_same_plugin() {
        let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        pack(first.path(), "shop", "shop", "shop", "SELECT 1");
        pack(second.path(), "shop", "shop", "shop", "SELECT 1");
        assert_eq!(found(first.path(), second.path(), Origin::User), (vec!["shop".to_owned()], vec![]));
        pack(first.path(), "shop", "shop", "shop", "SELECT 2");
        assert_eq!(found(first.path(), second.path(), Origin::User).1.len(), 2);
        // A build of the sources has what was shipped in more than one place.
        assert_eq!(found(first.path(), second.path(), Origin::Shipped).0, ["shop"]);
    }
}
