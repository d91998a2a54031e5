//! A workspace's folder, found and read.

use std::path::{Path, PathBuf};

use jauge_domain::{Calendar, ConfigFault};
use jauge_store::tables::{self, TableSpec};
use jauge_trust::{Consent, TrustStore};
use jiff::{Timestamp, civil::Date};

use crate::{Config, KeyFault, Recipes, WorkspaceError, feasts, hash_names, lines_of};

/// The file that makes a folder a workspace.
pub const CONFIG_FILE: &str = "jauge.toml";

/// A workspace's folder and what its jauge.toml says.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Its folder.
    pub root: PathBuf,
    /// What jauge.toml says.
    pub config: Config,
    /// Its zone, week and fiscal year.
    pub calendar: Calendar,
    /// What its user lets it do beyond its folder.
    pub consent: Consent,
}

impl Settings {
    /// Opens the workspace in `root`.
    ///
    /// What its sources are `like` is open until [`Self::with_recipes`].
    pub fn open(root: &Path) -> Result<Self, WorkspaceError> {
        Self::read(root, Config::parse)
    }

    /// True where a source is `like` a recipe.
    pub fn wants_recipes(&self) -> bool {
        self.config.sources.iter().any(|source| source.like.is_some())
    }

    /// The same workspace, its sources as the `recipes` make them that they are `like`.
    pub fn with_recipes(self, recipes: &Recipes) -> Result<Self, WorkspaceError> {
        let read = Self::read(&self.root, |path, text| Config::parse_like(path, text, recipes))?;
        Ok(Self { consent: self.consent, ..read })
    }

    fn read(
        root: &Path,
        parse: impl FnOnce(&Path, &str) -> Result<Config, WorkspaceError>,
    ) -> Result<Self, WorkspaceError> {
        let path = root.join(CONFIG_FILE);
        let text = jauge_durable::read_text_within(root, &path)
            .map_err(|source| WorkspaceError::Read { path: path.clone(), source })?;
        let config = parse(&path, &text)?;
        let wrong = |key: &str, fault| WorkspaceError::wrong(&path, &text, key, fault);
        hash_names::check(&config).map_err(|fault| wrong("hash", fault))?;
        for (nth, source) in config.sources.iter().enumerate() {
            let wrong = |(key, fault): KeyFault| WorkspaceError::wrong_source(&path, &text, nth, &key, fault);
            lines_of::check(source).map_err(wrong)?;
        }
        let settings = &config.workspace;
        let calendar = Calendar::new(&settings.timezone, settings.week_start, settings.fiscal_year_start.month_day())
            .map_err(|why| wrong("timezone", ConfigFault::Calendar { why }))?;
        let calendar = calendar.with_feasts(feasts::read(root, &config.calendar, wrong)?);
        let consent = TrustStore::of_user().consent(root);
        Ok(Self { root: root.to_owned(), config, calendar, consent })
    }

    /// Finds the nearest workspace from `start` upwards.
    pub fn find(start: &Path) -> Result<Self, WorkspaceError> {
        let found = start.ancestors().find(|folder| folder.join(CONFIG_FILE).is_file());
        Self::open(found.ok_or_else(|| WorkspaceError::NotFound { start: start.to_owned() })?)
    }

    /// The last day that counts: `as_of` where it is given, else yesterday in the workspace's zone.
    pub fn last_day(&self, as_of: Option<Date>) -> Date {
        as_of.unwrap_or_else(|| {
            let today = self.calendar.date(Timestamp::now());
            today.yesterday().unwrap_or(today)
        })
    }

    /// The folder of the store.
    pub fn store_dir(&self) -> PathBuf {
        self.root.join(".jauge")
    }

    /// What the workspace says of the table `name`; `None` where neither Jauge nor jauge.toml knows it.
    ///
    /// A table of the user's own whose columns are not declared has no columns here: its first load finds them.
    pub fn table(&self, name: &str) -> Option<TableSpec> {
        tables::shipped(name).cloned().or_else(|| self.config.table.get(name).map(|table| table.spec(name)))
    }

    /// The names of all tables: shipped and the user's own.
    pub fn table_names(&self) -> Vec<&str> {
        let own = self.config.table.keys().map(String::as_str);
        own.chain(tables::shipped_names()).collect()
    }
}
