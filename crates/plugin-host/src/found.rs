//! Where plugins are looked for, and what makes one trusted.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

use jauge_domain::PluginIssue;

use crate::{Manifest, PluginError, image::sha256, manifest::MANIFEST_FILE};

/// The folders of a pack that is only SQL.
pub(crate) const KINDS: [&str; 4] = ["funnels", "kpis", "models", "objectives"];

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

/// The plugins in `places`; of two with one name the first.
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
            let known = |name: &str| found.iter().flatten().any(|known| known.manifest.name == name);
            if !one.as_ref().is_ok_and(|one| known(&one.manifest.name)) {
                found.push(one);
            }
        }
    }
    found
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

    /// The files of a pack that is only SQL, with their paths in it, sorted.
    pub(crate) fn sql(&self) -> io::Result<Vec<(String, String)>> {
        let mut files = Vec::new();
        for kind in KINDS {
            for entry in fs::read_dir(self.dir.join(kind)).into_iter().flatten() {
                let path = entry?.path();
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                if path.is_file() && (name.ends_with(".sql") || name.ends_with(".toml")) {
                    files.push((format!("{kind}/{name}"), fs::read_to_string(&path)?));
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
