//! Adding a plugin to a workspace, and taking it out.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use jauge_domain::{Permissions, PluginIssue, nearest};
use jauge_lockfile::{LockFile, LockedPlugin};

use crate::{
    Facts, Found, MANIFEST_FILE, Manifest, Origin, PluginError, Plugins,
    plugins::{image, unchecked, unreadable},
};

/// What was added.
#[derive(Clone, Debug)]
pub struct Added {
    /// What plugin.toml says.
    pub manifest: Manifest,
    /// Its hash, which jauge.lock holds now.
    pub sha256: String,
    /// The hash it had before, where it was there.
    pub before: Option<String>,
    /// Where it lies now.
    pub dir: PathBuf,
    /// How many KPIs and models it brings.
    pub files: usize,
}

impl Plugins {
    /// The plugin at `path` (a library, or a folder with plugin.toml), and what its library says of itself.
    pub fn inspect(&self, path: &Path) -> Result<(Found, Option<Facts>), PluginError> {
        let called = path.file_name().map_or_else(|| "?".to_owned(), |name| name.to_string_lossy().into_owned());
        let path = path.canonicalize().map_err(|error| unreadable(&called, path, error))?;
        let (dir, library) = if path.is_dir() { (path, None) } else { (manifest_dir(&path, &called)?, Some(path)) };
        let manifest = Manifest::read(&dir)?;
        let library = match (library, manifest.library_file()) {
            (Some(library), _) => Some(library),
            (None, None) => None,
            (None, Some(file)) => Some(built(&dir, &file).ok_or_else(|| {
                let dir = dir.display().to_string();
                PluginError::new(&manifest.name, PluginIssue::NotBuilt { file, dir })
            })?),
        };
        let found = Found { manifest, dir, library, origin: Origin::Workspace };
        let facts = match found.library {
            None => None,
            Some(_) => {
                let recipe = self.recipe_of(&found, image(&found)?);
                Some(Facts::of(&recipe, &found.manifest, self.kept.as_deref())?)
            }
        };
        Ok((found, facts))
    }

    /// Copies the plugin at `path` into the workspace and agrees to it. Where it was agreed to before and now wants more, `grant`
    /// is asked: what it wants, and what it was permitted.
    pub fn add(
        &self,
        path: &Path,
        grant: impl FnOnce(&Permissions, &Permissions) -> bool,
    ) -> Result<Added, PluginError> {
        let (found, facts) = self.inspect(path)?;
        let manifest = found.manifest.clone();
        let files = self.pack_of(&found, facts.as_ref())?.map(|pack| pack.files).unwrap_or_default();
        let sha256 = match &found.library {
            Some(_) => image(&found)?.sha256().to_owned(),
            None => Found::sql_sha256(&files),
        };
        let target = self.root.join("plugins").join(&manifest.name);
        let unlocked = |error| unchecked(&manifest.name, error);
        let mut lock = LockFile::read(&self.root).map_err(unlocked)?;
        let locked = lock.plugin(&manifest.name).map_err(unlocked)?;
        let others = self.find();
        let others = others.iter().flatten().filter(|other| other.dir != target);
        if let Some(rival) = found.rivalry(others) {
            return Err(rival);
        }
        if let Some(locked) = &locked
            && locked.permissions.lacks(&manifest.permissions)
            && !grant(&manifest.permissions, &locked.permissions)
        {
            let (wants, permitted) = (manifest.permissions, locked.permissions.clone());
            return Err(PluginError::new(&manifest.name, PluginIssue::NotGranted { wants, permitted }));
        }
        let before = locked.map(|locked| locked.sha256);
        copy(&found, &target, &files).map_err(|error| unreadable(&manifest.name, &target, error))?;
        let locked = LockedPlugin {
            name: manifest.name.clone(),
            version: manifest.version.clone(),
            sha256: sha256.clone(),
            permissions: manifest.permissions.clone(),
        };
        lock.put_plugin(locked).and_then(|()| lock.write()).map_err(unlocked)?;
        Ok(Added { manifest, sha256, before, dir: target, files: files.len() })
    }

    /// Takes a plugin out of the workspace and of jauge.lock.
    pub fn remove(&self, name: &str) -> Result<(), PluginError> {
        let dir = self.root.join("plugins").join(name);
        let unlocked = |error| unchecked(name, error);
        let mut lock = LockFile::read(&self.root).map_err(unlocked)?;
        let plugins = lock.plugins().map_err(unlocked)?;
        if !plugins.iter().any(|plugin| plugin.name == name) && !dir.exists() {
            let near = nearest(name, plugins.iter().map(|plugin| plugin.name.as_str())).map(str::to_owned);
            return Err(PluginError::new(name, PluginIssue::NotInWorkspace { near }));
        }
        lock.remove_plugin(name).and_then(|()| lock.write()).map_err(unlocked)?;
        if dir.exists() { fs::remove_dir_all(&dir).map_err(|error| unreadable(name, &dir, error)) } else { Ok(()) }
    }
}

/// Copies a plugin into `target`: plugin.toml, and its library or the files of its pack.
fn copy(found: &Found, target: &Path, files: &[(String, String)]) -> io::Result<()> {
    if found.dir == target.canonicalize().unwrap_or_else(|_| target.to_owned()) {
        return Ok(());
    }
    fs::create_dir_all(target)?;
    fs::copy(found.dir.join(MANIFEST_FILE), target.join(MANIFEST_FILE))?;
    if let (Some(library), Some(file)) = (&found.library, found.manifest.library_file()) {
        // A new file rather than new content: whoever has the old one mapped keeps it.
        let new = target.join(format!("{file}.new"));
        fs::copy(library, &new)?;
        fs::rename(new, target.join(file))?;
    }
    for kind in ["funnels", "kpis", "models", "objectives"].iter().filter(|_| found.library.is_none()) {
        let _ = fs::remove_dir_all(target.join(kind));
    }
    for (path, text) in files.iter().filter(|_| found.library.is_none()) {
        let path = target.join(path);
        path.parent().map(fs::create_dir_all).transpose()?;
        fs::write(path, text)?;
    }
    Ok(())
}

/// The folder of the plugin.toml that belongs to a library: beside it, or above it, as where a build has put it.
fn manifest_dir(library: &Path, called: &str) -> Result<PathBuf, PluginError> {
    let found = library.ancestors().skip(1).take(5).find(|dir| dir.join(MANIFEST_FILE).is_file());
    found.map(Path::to_owned).ok_or_else(|| PluginError::new(called, PluginIssue::NoManifest))
}

/// The library of a project that was built, or of a plugin that was installed.
fn built(dir: &Path, file: &str) -> Option<PathBuf> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let places = ["", "target/release", "target/debug", "build"].map(|place| dir.join(place)).into_iter();
    let shared = target.into_iter().flat_map(|target| [target.join("release"), target.join("debug")]);
    places.chain(shared).map(|place| place.join(file)).find(|path| path.is_file())
}
