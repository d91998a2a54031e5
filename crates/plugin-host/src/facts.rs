//! What a plugin's library says of itself, read from it once and kept by its hash.

use std::{collections::BTreeMap, io, path::Path};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use jauge_domain::{Claim, ClaimValue, Permissions, PluginIssue};
use jauge_trust::put_file;

use crate::{
    InForce, Manifest, PluginError,
    frame::Order,
    process::{Answers, Process},
    spawn::Recipe,
};

/// The files of a pack, all together, in bytes.
const LARGEST_PACK: usize = 16 << 20;

/// What a plugin's library says of itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The connectors it brings.
    #[serde(default)]
    pub sources: BTreeMap<String, SourceFacts>,
    /// The pack it brings.
    #[serde(default)]
    pub pack: Option<PackFacts>,
    /// What it needs.
    #[serde(default)]
    pub permissions: Permissions,
    /// The content of the pack's files, by path.
    #[serde(default)]
    pub files: Vec<(String, String)>,
}

/// What it says of a connector.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SourceFacts {
    /// What it reads.
    #[serde(default)]
    pub says: String,
    /// The settings it takes, as a JSON Schema.
    #[serde(default)]
    pub config: Value,
    /// Settings that work: `says`, `config`, `rows`, `rejects`.
    #[serde(default)]
    pub examples: Vec<Value>,
}

/// What it says of its pack.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PackFacts {
    /// Its name.
    pub name: String,
    /// The paths of its files.
    #[serde(default)]
    pub files: Vec<String>,
}

/// Answers while a plugin is described: nothing is loaded yet, so nobody wants to know.
struct Nobody;

impl Answers for Nobody {
    fn log(&self, _: u8, _: String) {}
    fn progress(&self, _: u64) {}
    fn reject(&self, _: &str, _: &[u8]) {}
    fn secret(&self, _: &str) -> Option<String> {
        None
    }
    fn is_cancelled(&self) -> bool {
        false
    }
    fn blot(&self, text: String) -> String {
        text
    }
}

/// Puts a file that is kept into the store's folder of plugins: `.jauge/plugins`.
pub(crate) fn put_kept(path: &Path, content: &[u8]) -> io::Result<()> {
    let root = path.ancestors().nth(3).unwrap_or(path);
    put_file(root, path.strip_prefix(root).unwrap_or(path), content)
}

/// What is kept in the file at `path`; `None` where that cannot be read, or was written by another Jauge.
pub(crate) fn kept_json<T: DeserializeOwned>(path: &Path) -> Option<T> {
    serde_json::from_slice(&jauge_durable::read_within(path.parent()?, path).ok()?).ok()
}

impl Facts {
    /// As kept in `dir` for the library with this hash, else from the library, in a child process that may do nothing beside.
    /// What plugin.toml says must be the same, whichever it is.
    pub(crate) fn of(recipe: &Recipe, manifest: &Manifest, dir: Option<&Path>) -> Result<Self, PluginError> {
        let kept = dir.map(|dir| dir.join(format!("{}.json", recipe.image.sha256())));
        if let Some(facts) = kept.as_ref().and_then(|path| Self::kept(path)) {
            facts.check(manifest)?;
            return Ok(facts);
        }
        let facts = Self::ask(&recipe.describing()).map_err(|error| PluginError::of(&recipe.plugin, error))?;
        facts.check(manifest)?;
        if let Some(path) = kept {
            // Where it cannot be kept it is asked again.
            let _ = serde_json::to_vec(&facts).map_err(io::Error::other).and_then(|json| put_kept(&path, &json));
        }
        Ok(facts)
    }

    /// As kept at `path`.
    pub(crate) fn kept(path: &Path) -> Option<Self> {
        kept_json(path)
    }

    fn ask(recipe: &Recipe) -> Result<Self, jauge_plugin::ConnectorError> {
        let mut process = Process::start(recipe, &Nobody)?;
        let wrong = |issue| PluginError::new(&recipe.plugin, issue);
        // One time for all of it: a pack of many files is no reason to take longer.
        let due = process.due();
        let described = process.order_by(&Order::Describe, "", due, &Nobody)?;
        let json = process.text(&described, &Nobody)?;
        let mut facts: Self = serde_json::from_str(&json)
            .map_err(|error| wrong(PluginIssue::DescribesNoJson { reason: error.to_string() }).because(error))?;
        facts.files.clear();
        let mut bytes = 0;
        for path in facts.pack.iter().flat_map(|pack| pack.files.clone()).collect::<Vec<_>>() {
            let text = process.order_by(&Order::Resource { path: path.clone() }, &path, due, &Nobody)?;
            let text = process.text(&text, &Nobody)?;
            bytes += path.len() + text.len();
            if bytes > LARGEST_PACK {
                return Err(wrong(PluginIssue::PackTooLarge { most: LARGEST_PACK as u64 }).into());
            }
            facts.files.push((path, text));
        }
        Ok(facts)
    }

    /// plugin.toml and the library must say the same: what the user agreed to is what runs.
    pub(crate) fn check(&self, manifest: &Manifest) -> Result<(), PluginError> {
        let names = |names: &mut dyn Iterator<Item = &String>| {
            let mut names: Vec<String> = names.cloned().collect();
            names.sort();
            ClaimValue::Names(names)
        };
        let claims = [
            (Claim::Name, names(&mut [&manifest.name].into_iter()), names(&mut [&self.name].into_iter())),
            (Claim::Version, names(&mut [&manifest.version].into_iter()), names(&mut [&self.version].into_iter())),
            (Claim::Sources, names(&mut manifest.sources.iter()), names(&mut self.sources.keys())),
            (Claim::Pack, names(&mut manifest.pack.iter()), names(&mut self.pack.iter().map(|pack| &pack.name))),
            (
                Claim::Permissions,
                ClaimValue::Permissions(manifest.permissions.clone()),
                ClaimValue::Permissions(self.permissions.clone()),
            ),
        ];
        match claims.into_iter().find(|(_, said, is)| said != is) {
            Some((about, said, is)) => Err(PluginError::new(&manifest.name, PluginIssue::Differs { about, said, is })),
            None => Ok(()),
        }
    }
}

/// What a child process of `recipe` is shut in with. Nothing of the plugin's is run for it.
pub(crate) fn in_force(recipe: &Recipe) -> Result<InForce, PluginError> {
    let process = Process::shut_in(recipe, &Nobody).map_err(|error| PluginError::of(&recipe.plugin, error))?;
    Ok(process.in_force())
}
