//! What a plugin brings.

use serde_json::{Map, Value, json};

use crate::{ConnectorError, Host, SourceConnector};
use std::sync::Arc;

/// Makes a source ready with the settings of its `[[source]]`.
pub type Connect = fn(&Value, Arc<dyn Host>) -> Result<Box<dyn SourceConnector>, ConnectorError>;

/// What a plugin brings: connectors, a pack of KPIs, or both.
#[derive(Clone, Debug, Default)]
pub struct Plugin {
    /// Its name: lower-case letters, digits and `-`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What it is for, in a sentence.
    pub says: String,
    /// The connectors it brings.
    pub sources: Vec<Source>,
    /// The pack it brings.
    pub pack: Option<Pack>,
    /// What it needs beyond its own code.
    pub permissions: Permissions,
}

/// A connector that a plugin brings.
#[derive(Clone, Debug)]
pub struct Source {
    /// The word after `connector =` in jauge.toml.
    pub name: String,
    /// What it reads, in a sentence.
    pub says: String,
    /// The settings it takes, as a JSON Schema 2020-12 of an object. A property with `"format": "path"` names files, which the
    /// plugin may read; one with `"writeOnly": true` is a secret, which it asks the host for.
    pub config: Value,
    /// Settings that work, with what comes of them: documentation that is tested.
    pub examples: Vec<Example>,
    /// Why there is no example, where there can be none: what it reads is not here.
    pub no_example: Option<String>,
    /// Makes a source ready.
    pub connect: Connect,
}

/// Settings that work, and what comes of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Example {
    /// What it shows.
    pub says: String,
    /// The settings; a path is relative to the plugin's own folder.
    pub config: Value,
    /// How many rows all its streams have.
    pub rows: u64,
    /// How many rows are rejected.
    pub rejects: u64,
}

/// KPIs and models for one type of project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pack {
    /// The first part of its KPIs' ids, and the word in `packs = […]`.
    pub name: String,
    /// What it is for, in a sentence.
    pub says: String,
    /// Its files: a path such as `kpis/orders.sql`, `models/orders.sql`, `funnels/purchase.toml`, `sources/shop-orders.sql` (a recipe)
    /// or `objectives/more-orders.toml` (a template), and the content.
    pub files: Vec<(String, String)>,
}

/// What a plugin needs beyond its own code and the files its settings name. The user is shown this before it is added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permissions {
    /// It opens connections. All or nothing: neither hosts nor ports can be told apart.
    pub network: bool,
    /// Files and folders it reads beside those that its settings name.
    pub paths: Vec<String>,
}

impl Plugin {
    /// A plugin that brings nothing yet.
    pub fn new(name: &str, version: &str, says: &str) -> Self {
        Self { name: name.to_owned(), version: version.to_owned(), says: says.to_owned(), ..Self::default() }
    }

    /// With one more connector.
    #[must_use]
    pub fn source(mut self, source: Source) -> Self {
        self.sources.push(source);
        self
    }

    /// With a pack.
    #[must_use]
    pub fn pack(self, pack: Pack) -> Self {
        Self { pack: Some(pack), ..self }
    }

    /// With the network.
    #[must_use]
    pub fn with_network(mut self) -> Self {
        self.permissions.network = true;
        self
    }

    /// The facts as they cross.
    pub fn describe(&self) -> Value {
        let mut facts = json!({
            "name": self.name,
            "version": self.version,
            "says": self.says,
            "sources": self.sources.iter().map(|source| (source.name.clone(), source.describe())).collect::<Map<_, _>>(),
            "permissions": {"network": self.permissions.network, "paths": self.permissions.paths},
        });
        if let Some(pack) = &self.pack {
            let files: Vec<&String> = pack.files.iter().map(|(path, _)| path).collect();
            facts["pack"] = json!({"name": pack.name, "says": pack.says, "files": files});
        }
        facts
    }
}

impl Source {
    /// A connector without examples; `config` is the JSON Schema of its settings.
    pub fn new(name: &str, says: &str, config: Value, connect: Connect) -> Self {
        Self { name: name.to_owned(), says: says.to_owned(), config, examples: Vec::new(), no_example: None, connect }
    }

    /// With settings that work.
    #[must_use]
    pub fn example(mut self, says: &str, config: Value, rows: u64, rejects: u64) -> Self {
        self.examples.push(Example { says: says.to_owned(), config, rows, rejects });
        self
    }

    /// Without settings that work everywhere, and why.
    #[must_use]
    pub fn without_example(self, why: &str) -> Self {
        Self { no_example: Some(why.to_owned()), ..self }
    }

    fn describe(&self) -> Value {
        let examples = self.examples.iter().map(|example| {
            json!({"says": example.says, "config": example.config, "rows": example.rows, "rejects": example.rejects})
        });
        json!({"says": self.says, "config": self.config, "examples": examples.collect::<Vec<_>>()})
    }
}

impl Pack {
    /// A pack of embedded files, each with its path within the pack.
    pub fn new(name: &str, says: &str, files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        Self { name: name.to_owned(), says: says.to_owned(), files }
    }
}
