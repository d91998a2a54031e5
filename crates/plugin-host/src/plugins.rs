//! The plugins of a workspace: found, checked against jauge.lock, and handed out as connectors and packs.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use jauge_domain::{ConnectorMessage, KpiPack, PluginIssue, ReadFault, nearest};
use jauge_lockfile::{LockError, LockFile, LockedPlugin};
use jauge_plugin::{ConnectorError, Host, SourceConnector};
use jauge_trust::Consent;
use serde::Deserialize;

use crate::{
    Facts, Found, InForce, Origin, PluginError,
    error::settings_error,
    facts::{kept_json, put_kept},
    found::{find, places},
    frame::Confinement,
    image::Image,
    in_process::InProcess,
    remote::Remote,
    secrets::Secrets,
    settings::{PluginSettings, absolute, check_settings},
    spawn::Recipe,
};

/// Address space of a child, in bytes, where jauge.toml does not say.
const MEMORY: u64 = 2 << 30;
/// How long a plugin may take over one answer, where jauge.toml does not say.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The plugins of a workspace.
pub struct Plugins {
    pub(crate) root: PathBuf,
    /// Where what libraries say is kept; `None`: nowhere.
    pub(crate) kept: Option<PathBuf>,
    settings: BTreeMap<String, PluginSettings>,
    pub(crate) program: PathBuf,
    /// What the user lets this workspace run.
    consent: Consent,
}

impl Plugins {
    /// The plugins of the workspace in `root`, whose store is in `store`. `program` is the binary that a child process runs.
    pub fn new(root: &Path, store: &Path, settings: BTreeMap<String, PluginSettings>, program: PathBuf) -> Self {
        Self {
            root: root.to_owned(),
            kept: Some(store.join("plugins")),
            settings,
            program,
            consent: Consent::default(),
        }
    }

    /// As these, of which those with a library run that `consent` permits; without it none that was not shipped does.
    #[must_use]
    pub fn with_consent(self, consent: Consent) -> Self {
        Self { consent, ..self }
    }

    /// Plugins outside any workspace: what they say is kept nowhere.
    pub fn nowhere(program: PathBuf) -> Self {
        Self { root: PathBuf::from("."), kept: None, settings: BTreeMap::new(), program, consent: Consent::default() }
    }

    /// Every plugin there is, and what is wrong with those that cannot be used.
    pub fn find(&self) -> Vec<Result<Found, PluginError>> {
        find(&places(Some(&self.root), &self.program), &self.program)
    }

    /// What jauge.lock says of the plugin called `name`.
    pub fn locked(&self, name: &str) -> Result<Option<LockedPlugin>, PluginError> {
        let locked = LockFile::read(&self.root).and_then(|lock| lock.plugin(name));
        locked.map_err(|error| unchecked(name, error))
    }

    /// The source that `settings` configures, read by the connector called `connector`.
    pub fn connect(
        &self,
        connector: &str,
        settings: &toml::Table,
        host: Arc<dyn Host>,
    ) -> Result<Arc<dyn SourceConnector>, ConnectorError> {
        let found = self.bringing(connector)?;
        let recipe = self.recipe(&found)?;
        self.connect_to(&found, recipe, connector, settings, (&self.root, host))
    }

    /// As [`Self::connect`], of a plugin that was looked at but not added; paths are relative to its folder.
    pub fn connect_in(
        &self,
        found: &Found,
        connector: &str,
        settings: &toml::Table,
        host: Arc<dyn Host>,
    ) -> Result<Arc<dyn SourceConnector>, ConnectorError> {
        let recipe = self.recipe_of(found, image(found)?);
        self.connect_to(found, recipe, connector, settings, (&found.dir, host))
    }

    fn connect_to(
        &self,
        found: &Found,
        mut recipe: Recipe,
        connector: &str,
        settings: &toml::Table,
        (root, host): (&Path, Arc<dyn Host>),
    ) -> Result<Arc<dyn SourceConnector>, ConnectorError> {
        let facts = Facts::of(&recipe, &found.manifest, self.kept.as_deref())?;
        let schema = facts.sources.get(connector).map(|source| source.config.clone()).unwrap_or_default();
        let mut config = serde_json::to_value(settings)
            .map_err(|error| settings_error(ConnectorMessage::SettingsUntellable { reason: error.to_string() }))?;
        let secrets = Secrets::take(&mut config, root);
        check_settings(connector, &schema, &config).map_err(settings_error)?;
        recipe.confinement.paths.extend(absolute(&schema, &mut config, root));
        let name = &found.manifest.name;
        if self.settings.get(name).is_some_and(|settings| settings.trusted) {
            let path = format!("/proc/self/fd/{}", recipe.image.descriptor());
            // The descriptor stays open for as long as the library is loaded, which is for good.
            std::mem::forget(recipe.image);
            return Ok(Arc::new(InProcess::new(name, Path::new(&path), connector, config, secrets, host)?));
        }
        Ok(Arc::new(Remote::new(recipe, connector, (root, config), secrets, host)))
    }

    /// The packs called `names`, and what is wrong with those that cannot be used.
    pub fn packs(&self, names: &[String]) -> (Vec<KpiPack>, Vec<PluginError>) {
        let found = if names.is_empty() { Vec::new() } else { self.find() };
        let mut packs = Vec::new();
        let mut wrong = Vec::new();
        for name in names {
            let bringing = found.iter().flatten().find(|found| found.manifest.pack.as_ref() == Some(name));
            let pack = match bringing {
                Some(found) => self.pack(found, name),
                None => Err(self.no_pack(name, &found)),
            };
            match pack {
                Ok(pack) => packs.push(pack),
                Err(error) => wrong.push(error),
            }
        }
        (packs, wrong)
    }

    /// The names of the packs that plugins bring, as their plugin.toml say: nothing is run.
    pub fn pack_names(&self) -> Vec<String> {
        self.find().into_iter().flatten().filter_map(|found| found.manifest.pack).collect()
    }

    fn no_pack(&self, name: &str, found: &[Result<Found, PluginError>]) -> PluginError {
        if let Some(broken) = broken(found, name) {
            return broken;
        }
        let known: Vec<&str> = found.iter().flatten().filter_map(|found| found.manifest.pack.as_deref()).collect();
        let near = nearest(name, known.iter().copied()).map(str::to_owned);
        PluginError::new(name, PluginIssue::NoSuchPack { near })
    }

    fn pack(&self, found: &Found, name: &str) -> Result<KpiPack, PluginError> {
        let files = match &found.library {
            None => self.sql(found)?.0,
            Some(library) => self.kept_files(found, library)?,
        };
        Ok(KpiPack { name: name.to_owned(), origin: found.manifest.name.clone(), files })
    }

    /// The files in a library, without reading the library where it was described before.
    fn kept_files(&self, found: &Found, library: &Path) -> Result<Vec<(String, String)>, PluginError> {
        let stamp = Stamp::of(library);
        let index = self.kept.as_ref().map(|dir| dir.join("index.json"));
        let known: BTreeMap<PathBuf, (Stamp, String)> =
            index.as_ref().and_then(|path| kept_json(path)).unwrap_or_default();
        let locked = match found.origin {
            Origin::Shipped => None,
            _ => Some(self.agreed(found)?.sha256),
        };
        let seen =
            known.get(library).filter(|(seen, _)| Some(seen) == stamp.as_ref()).map(|(_, sha256)| sha256.clone());
        if let (Some(seen), Some(dir)) = (&seen, &self.kept)
            && locked.as_ref().is_none_or(|locked| locked == seen)
            && let Some(facts) = Facts::kept(&dir.join(format!("{seen}.json")))
        {
            facts.check(&found.manifest)?;
            return Ok(facts.files);
        }
        let recipe = self.recipe(found)?;
        let facts = Facts::of(&recipe, &found.manifest, self.kept.as_deref())?;
        if let (Some(index), Some(stamp)) = (index, stamp) {
            let mut known = known;
            known.insert(library.to_owned(), (stamp, recipe.image.sha256().to_owned()));
            // Where it cannot be kept the library is read again.
            let _ = serde_json::to_vec(&known).map_err(io::Error::other).and_then(|json| put_kept(&index, &json));
        }
        Ok(facts.files)
    }

    /// The files of a pack that is a folder, checked against jauge.lock; and their hash.
    fn sql(&self, found: &Found) -> Result<(Vec<(String, String)>, String), PluginError> {
        let files = found.sql().map_err(|error| unreadable(&found.manifest.name, &found.dir, error))?;
        let sha256 = Found::sql_sha256(&files);
        if found.origin != Origin::Shipped && self.agreed(found)?.sha256 != sha256 {
            return Err(changed(found));
        }
        Ok((files, sha256))
    }

    fn agreed(&self, found: &Found) -> Result<LockedPlugin, PluginError> {
        let name = &found.manifest.name;
        let dir = || found.dir.display().to_string();
        let locked = self.locked(name)?.ok_or_else(|| PluginError::new(name, PluginIssue::NotAgreed { dir: dir() }))?;
        if locked.permissions == found.manifest.permissions {
            return self.trusted(found, locked);
        }
        let wants = found.manifest.permissions.clone();
        Err(PluginError::new(name, PluginIssue::Wants { wants, permitted: locked.permissions, dir: dir() }))
    }

    /// `locked`, where the user lets it run: whoever wrote the folder wrote jauge.lock, too. SQL runs nothing but queries.
    fn trusted(&self, found: &Found, locked: LockedPlugin) -> Result<LockedPlugin, PluginError> {
        let power = locked.power();
        if found.library.is_none() || self.consent.permits(&power) {
            return Ok(locked);
        }
        Err(PluginError::new(&locked.name, PluginIssue::NotTrusted { power }))
    }

    /// What it takes to run a plugin, whose library is what was agreed to.
    fn recipe(&self, found: &Found) -> Result<Recipe, PluginError> {
        let image = image(found)?;
        if found.origin != Origin::Shipped && self.agreed(found)?.sha256 != image.sha256() {
            return Err(changed(found));
        }
        Ok(self.recipe_of(found, image))
    }

    pub(crate) fn recipe_of(&self, found: &Found, image: Image) -> Recipe {
        let manifest = &found.manifest;
        let settings = self.settings.get(&manifest.name).cloned().unwrap_or_default();
        let granted = settings.paths.iter().map(|path| self.root.join(path).to_string_lossy().into_owned());
        let confinement = Confinement {
            plugin: manifest.name.clone(),
            library: image.descriptor(),
            network: manifest.permissions.network,
            paths: manifest.permissions.paths.iter().map(|path| at_home(path)).chain(granted).collect(),
            memory: settings.memory.unwrap_or(MEMORY),
            host: std::process::id(),
        };
        Recipe {
            plugin: manifest.name.clone(),
            program: self.program.clone(),
            image: Arc::new(image),
            confinement,
            timeout: settings.timeout.unwrap_or(TIMEOUT),
            unconfined: found.origin == Origin::Shipped || allows_unconfined(),
        }
    }

    /// The plugin that brings the connector called `connector`.
    pub fn bringing(&self, connector: &str) -> Result<Found, ConnectorError> {
        let found = self.find();
        let mut brings =
            found.iter().flatten().filter(|found| found.manifest.sources.iter().any(|name| name == connector));
        if let Some(found) = brings.next() {
            return Ok(found.clone());
        }
        if let Some(broken) = broken(&found, connector) {
            return Err(broken.into());
        }
        let known: Vec<&str> =
            found.iter().flatten().flat_map(|found| &found.manifest.sources).map(String::as_str).collect();
        let near = nearest(connector, known.iter().copied().chain(["files"])).map(str::to_owned);
        let known = known.into_iter().map(str::to_owned).collect();
        Err(settings_error(ConnectorMessage::Unknown { connector: connector.to_owned(), near, known }))
    }

    /// What the library of a plugin says of itself; `None` for a pack that is only SQL.
    pub fn facts(&self, found: &Found) -> Result<Option<Facts>, PluginError> {
        if found.library.is_none() {
            self.sql(found)?;
            return Ok(None);
        }
        let recipe = self.recipe(found)?;
        Facts::of(&recipe, &found.manifest, self.kept.as_deref()).map(Some)
    }

    /// What a child process of `found` is shut in with. Nothing of it is run.
    pub fn in_force(&self, found: &Found) -> Result<InForce, PluginError> {
        crate::facts::in_force(&self.recipe_of(found, image(found)?))
    }

    /// The pack of a plugin that was looked at.
    pub fn pack_of(&self, found: &Found, facts: Option<&Facts>) -> Result<Option<KpiPack>, PluginError> {
        let Some(name) = &found.manifest.pack else { return Ok(None) };
        let files = match facts {
            Some(facts) => facts.files.clone(),
            None => found.sql().map_err(|error| unreadable(&found.manifest.name, &found.dir, error))?,
        };
        Ok(Some(KpiPack { name: name.clone(), origin: found.manifest.name.clone(), files }))
    }
}

/// What is wrong with the plugin that would bring `name`, a connector or a pack.
fn broken(found: &[Result<Found, PluginError>], name: &str) -> Option<PluginError> {
    let errors = || found.iter().filter_map(|found| found.as_ref().err());
    let rival = errors().find(|error| matches!(&*error.issue, PluginIssue::Twice { name: of, .. } if of == name));
    rival.or_else(|| errors().find(|error| error.plugin.ends_with(name))).cloned()
}

/// The library of `found`, read once.
pub(crate) fn image(found: &Found) -> Result<Image, PluginError> {
    let name = &found.manifest.name;
    let library = found.library.as_ref().ok_or_else(|| PluginError::new(name, PluginIssue::OnlySql))?;
    let image = Image::read(library).map_err(|error| unreadable(name, library, error))?;
    match image.foreign() {
        None => Ok(image),
        Some(fault) => {
            let (path, arch) = (library.display().to_string(), std::env::consts::ARCH.to_owned());
            Err(PluginError::new(name, PluginIssue::Foreign { path, fault, arch }))
        }
    }
}

pub(crate) fn unreadable(plugin: &str, path: &Path, error: io::Error) -> PluginError {
    let issue = PluginIssue::Unreadable { path: path.display().to_string(), reason: ReadFault::of(&error) };
    PluginError::new(plugin, issue).because(error)
}

/// Whether the plugin was agreed to cannot be read or written.
pub(crate) fn unchecked(plugin: &str, error: LockError) -> PluginError {
    PluginError::new(plugin, PluginIssue::Lock { reason: Box::new(error.message()) }).because(error)
}

fn changed(found: &Found) -> PluginError {
    PluginError::new(&found.manifest.name, PluginIssue::Changed { dir: found.dir.display().to_string() })
}

/// True where the user has said, by `JAUGE_UNCONFINED=1` in the environment, that on this machine plugins run although it lacks
/// something that shuts them in.
pub fn allows_unconfined() -> bool {
    std::env::var_os("JAUGE_UNCONFINED").is_some_and(|said| said == "1")
}

/// `path` with the user's folder in the place of a leading `~`.
fn at_home(path: &str) -> String {
    let home = std::env::var("HOME").ok().filter(|_| path.starts_with("~/"));
    home.map_or_else(|| path.to_owned(), |home| format!("{home}{}", &path[1..]))
}

/// A file as the file system sees it: where this is the same, the content is taken to be.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, Deserialize)]
struct Stamp {
    bytes: u64,
    modified_ns: u128,
}

impl Stamp {
    fn of(path: &Path) -> Option<Self> {
        let file = fs::metadata(path).ok()?;
        let modified = file.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
        Some(Self { bytes: file.len(), modified_ns: modified.as_nanos() })
    }
}
