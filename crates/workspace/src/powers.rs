//! What jauge.toml asks for beyond the workspace's folder.

use std::{
    collections::BTreeSet,
    fs,
    path::{Component, Path, PathBuf},
};

use jauge_domain::Power;
use jauge_files::paths_of;
use jauge_trust::{Links, command_files, driver_sha256, outside, sha256};
use toml::{Table, Value};

use crate::{FILES, Settings, SourceConfig};

/// The setting that names what a source of files reads.
const PATH: &str = "path";

/// The setting that names code to be loaded, whatever the connector.
const DRIVER: &str = "driver";

impl Settings {
    /// All that jauge.toml asks for beyond the folder, of sources and plugins, links among the files of sources included.
    pub fn powers(&self) -> Vec<Power> {
        let sources = &self.config.sources;
        let written = sources.iter().flat_map(|source| self.powers_of(source).into_iter().chain(self.links_of(source)));
        written.chain(self.config.plugins.keys().flat_map(|plugin| self.powers_of_plugin(plugin))).collect()
    }

    /// What `source` asks for, as jauge.toml has it, and the folders outside that its pattern would walk.
    pub fn powers_of(&self, source: &SourceConfig) -> Vec<Power> {
        if source.typed {
            return Vec::new();
        }
        let written = source.settings.iter().filter_map(|(setting, value)| self.power_of(source, setting, value));
        written.chain(self.walks(source)).collect()
    }

    /// What it takes to walk the folders outside that links below the `**` of a pattern lead to.
    fn walks(&self, source: &SourceConfig) -> Vec<Power> {
        let folders = self.linked_folders(source).into_iter();
        folders.map(|path| Power::Reads { source: source.name.clone(), path }).collect()
    }

    /// The folders outside that links below the `**` of a pattern lead to: they may hold all there is, so that nobody walks them before
    /// their user has trusted it.
    fn linked_folders(&self, source: &SourceConfig) -> Vec<String> {
        let is_walked = |path: &&str| path.contains("**") && self.outside(path).is_none();
        let Some(pattern) = source.path().filter(is_walked) else { return Vec::new() };
        let is_fixed = |part: &Component<'_>| !part.as_os_str().to_string_lossy().contains(['*', '?', '[']);
        let fixed: PathBuf = Path::new(pattern).components().take_while(is_fixed).collect();
        let (mut links, mut found) = (self.named(source), Vec::new());
        // Links within the folder may lead in circles.
        let (mut folders, mut seen) = (vec![self.root.join(fixed)], BTreeSet::new());
        while let Some(folder) = folders.pop() {
            if !folder.canonicalize().is_ok_and(|real| seen.insert(real)) {
                continue;
            }
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                let (path, kind) = (entry.path(), entry.file_type());
                let is_link = kind.as_ref().is_ok_and(|kind| kind.is_symlink());
                let is_folder = if is_link { path.is_dir() } else { kind.is_ok_and(|kind| kind.is_dir()) };
                match is_link.then(|| links.out(&path)).flatten() {
                    _ if !is_folder => {}
                    Some(out) => found.push(out.to_string_lossy().into_owned()),
                    None => folders.push(path),
                }
            }
        }
        found
    }

    /// What `[plugins.NAME]` asks for.
    pub fn powers_of_plugin(&self, name: &str) -> Vec<Power> {
        let Some(settings) = self.config.plugins.get(name) else { return Vec::new() };
        let plugin = || name.to_owned();
        let trusted = settings.get("trusted").is_some_and(|trusted| *trusted == Value::Boolean(true));
        let in_process = trusted.then(|| Power::InProcess { plugin: plugin() });
        let paths = settings.get("paths").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let paths = paths.filter_map(|path| self.plugin_path(name, path));
        in_process.into_iter().chain(paths).collect()
    }

    /// What it takes to let the plugin `name` read `path`, where that lies outside of the folder.
    pub fn plugin_path(&self, name: &str, path: &str) -> Option<Power> {
        let path = self.outside(path)?;
        Some(Power::PluginPath { plugin: name.to_owned(), path })
    }

    /// What finds the links among the files of `source` that lead out of the folder, or out of the folder of a pattern outside.
    pub fn links(&self, source: &SourceConfig) -> Links {
        let trusted = self.walks(source).into_iter().filter(|power| self.consent.permits(power));
        trusted.fold(self.named(source), |links, power| match power {
            Power::Reads { path, .. } => links.and_of(Path::new(&path)),
            _ => links,
        })
    }

    /// As [`Self::links`], of what the settings name alone.
    fn named(&self, source: &SourceConfig) -> Links {
        let paths = source.settings.iter().filter(|(setting, _)| *setting == PATH || source.connector != FILES);
        let paths = paths.filter_map(|(_, value)| value.as_str());
        paths.fold(Links::of(&self.root), |links, path| links.and_of(Path::new(path)))
    }

    /// What it takes to read `file` for `source`, where it is a link that leads elsewhere than it is named, as `links` finds.
    pub fn power_of_link(source: &SourceConfig, file: &Path, links: &mut Links) -> Option<Power> {
        let path = links.out(file)?.to_string_lossy().into_owned();
        Some(Power::Reads { source: source.name.clone(), path })
    }

    fn power_of(&self, source: &SourceConfig, setting: &str, value: &Value) -> Option<Power> {
        match value {
            Value::String(driver) if setting == DRIVER && source.connector != FILES => {
                Some(self.driver(source, driver))
            }
            // Other settings of files are no paths: a separator may be `/`.
            Value::String(path) if setting == PATH || source.connector != FILES => {
                let path = self.outside(path)?;
                Some(Power::Reads { source: source.name.clone(), path })
            }
            Value::Table(table) => self.secret(source, setting, table),
            Value::String(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::Boolean(_)
            | Value::Datetime(_)
            | Value::Array(_) => None,
        }
    }

    fn driver(&self, source: &SourceConfig, driver: &str) -> Power {
        let sha256 = driver_sha256(&self.root.join(driver));
        Power::Driver { source: source.name.clone(), driver: driver.to_owned(), sha256 }
    }

    fn secret(&self, source: &SourceConfig, setting: &str, table: &Table) -> Option<Power> {
        let (kind, value) = table.iter().next().filter(|_| table.len() == 1)?;
        let (source, setting, value, told) =
            (source.name.clone(), setting.to_owned(), value.as_str()?.to_owned(), told(source));
        match kind.as_str() {
            "command" => {
                let files = command_files(&self.root, &value);
                Some(Power::Command { source, setting, command: value, files, told })
            }
            "env" => Some(Power::Environment { source, setting, variable: value, told }),
            "file" => Some(Power::SecretFile { source, setting, path: self.outside(&value)?, told }),
            _ => None,
        }
    }

    /// The links among the files that `source` names by `path` that lead elsewhere. Outside nothing is looked for before its user has
    /// trusted the pattern: it may be of all there is.
    pub fn links_of(&self, source: &SourceConfig) -> Vec<Power> {
        let reads = |path| Power::Reads { source: source.name.clone(), path };
        let is_open = |path: &&str| self.outside(path).is_none_or(|path| self.consent.permits(&reads(path)));
        if !self.consent.withheld(self.walks(source)).is_empty() {
            return Vec::new();
        }
        let Some(path) = source.path().filter(is_open) else { return Vec::new() };
        let whole = Path::new(&glob::Pattern::escape(&self.root.to_string_lossy())).join(path);
        // What cannot be found is said where it is to be read.
        let files = paths_of(&whole.to_string_lossy()).unwrap_or_default();
        let mut links = self.links(source);
        files.into_iter().filter_map(|file| Self::power_of_link(source, &file, &mut links)).collect()
    }

    fn outside(&self, path: &str) -> Option<String> {
        Some(outside(&self.root, Path::new(path))?.to_string_lossy().into_owned())
    }
}

/// A hash of all that says who is told a secret of `source`: its connector and its settings.
fn told(source: &SourceConfig) -> String {
    let settings = toml::to_string(&source.settings).unwrap_or_else(|_| format!("{:?}", source.settings));
    sha256(format!("{}\n{settings}", source.connector).as_bytes())
}
