//! Adding a plugin to a workspace, and taking it out.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use jauge_domain::{Permissions, PluginIssue, is_name, nearest};
use jauge_lockfile::{LockFile, LockedPlugin};
use jauge_trust::{link_on_the_way, put_file};

use crate::{
    Facts, Found, MANIFEST_FILE, Manifest, Origin, PluginError, Plugins,
    found::KINDS,
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
        let before = locked;
        let placed = self.place(&found, &files, before.as_ref())?;
        let locked = LockedPlugin {
            name: manifest.name.clone(),
            version: manifest.version.clone(),
            sha256: sha256.clone(),
            placed,
            permissions: manifest.permissions.clone(),
        };
        lock.put_plugin(locked).and_then(|()| lock.write()).map_err(unlocked)?;
        Ok(Added { manifest, sha256, before: before.map(|before| before.sha256), dir: target, files: files.len() })
    }

    /// Takes a plugin out of jauge.lock, and out of the workspace what [`Self::add`] copied; answers its folder where that stays,
    /// because it was not Jauge that made it or all that is in it.
    pub fn remove(&self, name: &str) -> Result<Option<PathBuf>, PluginError> {
        if !is_name(name) {
            return Err(PluginError::new(name, PluginIssue::NotAName));
        }
        let dir = self.root.join("plugins").join(name);
        let unlocked = |error| unchecked(name, error);
        let mut lock = LockFile::read(&self.root).map_err(unlocked)?;
        let plugins = lock.plugins().map_err(unlocked)?;
        let Some(locked) = plugins.iter().find(|plugin| plugin.name == name) else {
            let near = nearest(name, plugins.iter().map(|plugin| plugin.name.as_str())).map(str::to_owned);
            let issue = match dir.exists() {
                true => PluginIssue::NotPlaced { dir: dir.display().to_string() },
                false => PluginIssue::NotInWorkspace { near },
            };
            return Err(PluginError::new(name, issue));
        };
        let placed = locked.placed;
        lock.remove_plugin(name).and_then(|()| lock.write()).map_err(unlocked)?;
        if placed && link_on_the_way(&self.root, &Path::new("plugins").join(name)).is_none() {
            clear(&dir).map_err(|error| unreadable(name, &dir, error))?;
        }
        Ok(dir.exists().then_some(dir))
    }

    /// Copies a plugin into `plugins/`: plugin.toml, and its library or the files of its pack. False where it lies there already.
    fn place(
        &self,
        found: &Found,
        files: &[(String, String)],
        before: Option<&LockedPlugin>,
    ) -> Result<bool, PluginError> {
        let name = &found.manifest.name;
        let relative = Path::new("plugins").join(name);
        let target = self.root.join(&relative);
        let failed = |error| unreadable(name, &target, error);
        if found.dir == target.canonicalize().unwrap_or_else(|_| target.clone()) {
            return Ok(before.is_some_and(|before| before.placed));
        }
        let taken = fs::read_dir(&target).is_ok_and(|mut entries| entries.next().is_some());
        let new = contents(found, files).map_err(failed)?;
        // Where jauge.lock was lost, what lies there to the byte as it would be put there was put there.
        let there = || Found::read(&target, Origin::Workspace, &self.program);
        let is_same = || is_there(&target, &new) && there().is_ok_and(|there| there.is_copy(found));
        let is_placed = before.map_or_else(is_same, |before| before.placed);
        if link_on_the_way(&self.root, &relative).is_some() || taken && !is_placed {
            return Err(PluginError::new(name, PluginIssue::FolderTaken { dir: target.display().to_string() }));
        }
        if taken && found.library.is_none() {
            clear(&target).map_err(failed)?;
        }
        let put = |(path, content): (PathBuf, Vec<u8>)| put_file(&self.root, &relative.join(path), &content);
        new.into_iter().try_for_each(put).map_err(failed)?;
        Ok(true)
    }
}

/// What is copied of a plugin: paths in its folder, and what the files hold.
fn contents(found: &Found, files: &[(String, String)]) -> io::Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut contents = vec![(PathBuf::from(MANIFEST_FILE), fs::read(found.dir.join(MANIFEST_FILE))?)];
    match (&found.library, found.manifest.library_file()) {
        (Some(library), Some(file)) => contents.push((file.into(), fs::read(library)?)),
        _ => contents.extend(files.iter().map(|(path, text)| (path.into(), text.clone().into_bytes()))),
    }
    Ok(contents)
}

/// True where the folder `dir` has all of `files`, to the byte.
fn is_there(dir: &Path, files: &[(PathBuf, Vec<u8>)]) -> bool {
    let is_same = |path: &Path, content: &[u8]| path.is_file() && fs::read(path).is_ok_and(|there| there == content);
    files.iter().all(|(path, content)| is_same(&dir.join(path), content))
}

/// Removes what [`Plugins::add`] copies into a plugin's folder, and each folder that is empty then.
fn clear(dir: &Path) -> io::Result<()> {
    let manifest = Manifest::read(dir).ok();
    let library = manifest.as_ref().and_then(Manifest::library_file);
    for file in library.into_iter().chain([MANIFEST_FILE.to_owned()]) {
        gone(fs::remove_file(dir.join(file)))?;
    }
    for kind in KINDS.map(|kind| dir.join(kind)) {
        let is_link = kind.symlink_metadata().is_ok_and(|kind| kind.file_type().is_symlink());
        for file in fs::read_dir(&kind).into_iter().flatten().flatten().filter(|_| !is_link) {
            if file.path().extension().is_some_and(|end| end == "sql" || end == "toml") {
                gone(fs::remove_file(file.path()))?;
            }
        }
        let _ = fs::remove_dir(kind);
    }
    // Only where nothing else is in it.
    let _ = fs::remove_dir(dir);
    Ok(())
}

/// What is not there need not be removed.
fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
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
