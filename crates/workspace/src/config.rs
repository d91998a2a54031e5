//! jauge.toml as it is written.

use std::{collections::BTreeMap, path::Path};

use jauge_domain::{
    ConfigFault, Language, NotALength, Position, TomlFault, Weekday, currency_code, currency_codes, nearest,
};
use serde::Deserialize;

use super::WorkspaceError;
use crate::{
    CalendarConfig, GoalsConfig, KeyFault, LeadsConfig, OrdersConfig, PrivacyConfig, SessionsConfig, TableConfig,
    month_day::{MonthDay, NotADayOfYear},
    unanswered,
};
use jauge_files::FileSettings;
use jauge_store::tables;

/// Everything jauge.toml says.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The workspace's own settings.
    pub workspace: WorkspaceConfig,
    /// The inputs.
    #[serde(default, rename = "source")]
    pub sources: Vec<SourceConfig>,
    /// How sessions are cut.
    #[serde(default)]
    pub sessions: SessionsConfig,
    /// What sessions are meant to reach.
    #[serde(default)]
    pub goals: GoalsConfig,
    /// Which orders count, and what they are worth.
    #[serde(default)]
    pub orders: OrdersConfig,
    /// What is a lead.
    #[serde(default)]
    pub leads: LeadsConfig,
    /// What is kept of whom.
    #[serde(default)]
    pub privacy: PrivacyConfig,
    /// The feasts that comparisons know.
    #[serde(default)]
    pub calendar: CalendarConfig,
    /// How plugins are run, by their name; whoever runs them knows these settings.
    #[serde(default)]
    pub plugins: BTreeMap<String, toml::Table>,
    /// Tables of the user's own.
    #[serde(default)]
    pub table: BTreeMap<String, TableConfig>,
}

/// `[workspace]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkspaceConfig {
    /// The workspace's name, the first part of its own KPIs' ids.
    pub name: String,
    /// Project types beside `core`.
    #[serde(default)]
    pub packs: Vec<String>,
    /// IANA zone of periods, and of local times where a source names none.
    #[serde(default = "utc")]
    pub timezone: String,
    /// ISO 4217 code of amounts, in capitals however it was written.
    #[serde(default)]
    pub currency: Option<String>,
    /// First day of a week.
    #[serde(default = "monday")]
    pub week_start: Weekday,
    /// First day of the fiscal year, `MM-DD`.
    #[serde(default)]
    pub fiscal_year_start: MonthDay,
    /// Language of titles and formats.
    #[serde(default)]
    pub language: Language,
}

/// `[[source]]`.
#[derive(Clone, Debug, Deserialize)]
pub struct SourceConfig {
    /// Names the source in the command line and in `source_name`.
    pub name: String,
    /// The recipe that says what it does not say itself.
    pub like: Option<String>,
    /// Who reads it; `files` is built in.
    #[serde(default = "files")]
    pub connector: String,
    /// The table it fills.
    #[serde(default = "events")]
    pub into: String,
    /// Zone of local times in it; default: the workspace's.
    pub timezone: Option<String>,
    /// What an equal row in another file means.
    #[serde(default)]
    pub repeats: Repeats,
    /// The column whose lines are gathered over all files of one load, so that `select` finds them together.
    pub lines_of: Option<String>,
    /// SQL over one file's columns as `raw`; omitted where they already fit.
    pub select: Option<String>,
    /// Columns of its files that are kept in `properties`, whatever else is read of them.
    #[serde(default)]
    pub keep: Vec<String>,
    /// Named at the command line and not in jauge.toml: its user has said what it reads.
    #[serde(skip)]
    pub typed: bool,
    /// Everything else: what its connector is told. Those of `files` are [`FileSettings`].
    #[serde(flatten)]
    pub settings: toml::Table,
}

impl SourceConfig {
    /// True where what it is like has still to say what it reads and fills, and which of its keys are settings of files.
    fn is_open(&self) -> bool {
        self.like.is_some() && self.select.is_none()
    }

    /// Whether its events come without ids of visitors, so that address and user agent tell these: those of access logs, and
    /// those of a `select` that names a `client_ip` and no `visitor_id`.
    pub fn tells_by_address(&self) -> bool {
        let names = |column: &str| self.select.as_ref().is_some_and(|select| select.contains(column));
        !names("visitor_id") && (self.connector == WEBLOG || names("client_ip"))
    }
}

/// What an equal row in another file means, where the source has no ids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Repeats {
    /// Files may overlap: the same row again is the same row.
    #[default]
    Overlapping,
    /// Files never overlap (logs): the same row again is another one.
    Disjoint,
}

/// The connector that is built in.
pub const FILES: &str = "files";
/// The connector of access logs, whose lines have no ids of visitors.
const WEBLOG: &str = "weblog";

/// Tables of jauge.toml that a later Jauge reads.
const NOT_YET: [&str; 1] = ["support"];

impl Config {
    /// Reads jauge.toml; `path` names it in messages.
    ///
    /// What a source is `like` is left open, and with it what it fills: [`Self::parse_like`] knows.
    pub fn parse(path: &Path, text: &str) -> Result<Self, WorkspaceError> {
        Self::read(path, text)?.checked(path, text)
    }

    /// What `text` says, unchecked.
    pub(crate) fn read(path: &Path, text: &str) -> Result<Self, WorkspaceError> {
        // First: a question is no value of any type.
        unanswered::check(path, text)?;
        toml::from_str(text).map_err(|error| WorkspaceError::Config {
            path: path.to_owned(),
            at: Position::of(text, error.span().map_or(0, |span| span.start)),
            fault: Box::new(parser_fault(error.message())),
            source: Some(Box::new(error)),
        })
    }

    /// Refuses what TOML alone does not.
    pub(crate) fn checked(mut self, path: &Path, text: &str) -> Result<Self, WorkspaceError> {
        let wrong = |(key, fault): KeyFault| WorkspaceError::wrong(path, text, &key, fault);
        self.workspace.fold_currency().map_err(wrong)?;
        for (nth, source) in self.sources.iter().enumerate() {
            let wrong = |(key, fault): KeyFault| WorkspaceError::wrong_source(path, text, nth, &key, fault);
            self.check_source(nth, source).map_err(wrong)?;
        }
        self.table.iter().try_for_each(|(name, table)| table.check(name)).map_err(wrong)?;
        let is_settled = |source: &SourceConfig| source.connector == FILES && !source.is_open();
        for (nth, source) in self.sources.iter().enumerate().filter(|(_, source)| is_settled(source)) {
            let checked = source.files(Path::new(""));
            checked.map_err(|(key, fault)| WorkspaceError::wrong_source(path, text, nth, &key, fault))?;
        }
        Ok(self)
    }

    /// What TOML alone cannot say is wrong with the `nth` source.
    fn check_source(&self, nth: usize, source: &SourceConfig) -> Result<(), KeyFault> {
        if self.sources[..nth].iter().any(|earlier| earlier.name == source.name) {
            return Err(("name".to_owned(), ConfigFault::SourceTwice { name: source.name.clone() }));
        }
        // What it is like says what it fills.
        if source.is_open() || tables::shipped(&source.into).is_some() || self.table.contains_key(&source.into) {
            return Ok(());
        }
        let known = self.table.keys().map(String::as_str).chain(tables::shipped_names());
        let fault = ConfigFault::UndeclaredTable {
            source: source.name.clone(),
            table: source.into.clone(),
            near: nearest(&source.into, known).map(str::to_owned),
        };
        Err(("into".to_owned(), fault))
    }
}

impl WorkspaceConfig {
    /// Writes the currency as ISO 4217 does.
    fn fold_currency(&mut self) -> Result<(), KeyFault> {
        let Some(text) = &self.currency else { return Ok(()) };
        let fault = || {
            let near = nearest(text, currency_codes()).map(str::to_owned);
            ("currency".to_owned(), ConfigFault::Currency { text: text.clone(), near })
        };
        let code = currency_code(text).ok_or_else(fault)?;
        self.currency = Some(code.to_owned());
        Ok(())
    }
}

impl SourceConfig {
    /// A source that jauge.toml does not name: one file, loaded once.
    pub fn once(name: String, path: String, into: String, select: Option<String>) -> Self {
        Self {
            name,
            like: None,
            connector: files(),
            into,
            timezone: None,
            repeats: Repeats::default(),
            lines_of: None,
            select,
            keep: Vec::new(),
            typed: true,
            settings: toml::Table::from_iter([("path".to_owned(), path.into())]),
        }
    }

    /// The path or glob it reads, where its connector reads files.
    pub fn path(&self) -> Option<&str> {
        self.settings.get("path").and_then(toml::Value::as_str)
    }

    /// The settings of the connector `files`, or the key at fault and what is wrong with it.
    pub fn files(&self, base: &Path) -> Result<FileSettings, KeyFault> {
        let read = |table: &toml::Table| toml::Value::Table(table.clone()).try_into::<FileSettings>();
        let fault = |(key, value): (&String, &toml::Value)| {
            let error = read(&toml::Table::from_iter([(key.clone(), value.clone())])).err()?;
            Some((key.clone(), setting_fault(key, error.message())))
        };
        if !self.settings.contains_key("path") {
            return Err(("name".to_owned(), ConfigFault::NoPath { source: self.name.clone() }));
        }
        if let Some(fault) = self.settings.iter().find_map(fault) {
            return Err(fault);
        }
        let settings = read(&self.settings)
            .map_err(|error| ("path".to_owned(), ConfigFault::Toml { fault: TomlFault::read(error.message()) }))?;
        Ok(FileSettings { base: base.to_owned(), ..settings })
    }
}

/// What the parser says of the setting `key` of a source of files.
fn setting_fault(key: &str, message: &str) -> ConfigFault {
    let TomlFault::UnknownKey { known, .. } = TomlFault::read(message) else {
        return ConfigFault::SettingValue { key: key.to_owned(), fault: TomlFault::read(message) };
    };
    let own = ["name", "like", "connector", "into", "timezone", "repeats", "lines_of", "select", "keep"].into_iter();
    let near = nearest(key, own.chain(known.iter().map(String::as_str))).map(str::to_owned);
    ConfigFault::UnknownSetting { key: key.to_owned(), near }
}

/// What the parser found in a jauge.toml, which says `message`.
fn parser_fault(message: &str) -> ConfigFault {
    let ours = |code: &str| message.strip_prefix(code).map(str::to_owned);
    if let Some(text) = ours(NotADayOfYear::CODE) {
        return ConfigFault::NotADayOfYear { text };
    }
    if let Some(text) = ours(NotALength::CODE) {
        return ConfigFault::NotALength { text };
    }
    match TomlFault::read(message) {
        TomlFault::UnknownKey { key, .. } if NOT_YET.contains(&key.as_str()) => ConfigFault::NoEffectYet { table: key },
        fault => ConfigFault::Toml { fault },
    }
}

fn utc() -> String {
    "UTC".to_owned()
}

fn monday() -> Weekday {
    Weekday::Monday
}

fn files() -> String {
    FILES.to_owned()
}

fn events() -> String {
    "events".to_owned()
}
