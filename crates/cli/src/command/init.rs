mod exports;
mod found;
mod questions;
mod unseen;
mod written;

use std::{
    collections::BTreeMap,
    env,
    path::{Path, PathBuf},
};

use clap::Args;
use jauge_domain::{CommandMessage, InitMessage, PluginIssue, PluginMessage, is_name};
use jauge_plugin_host::Plugins;

pub(super) use exports::add;

use super::objective::write_schema;
use crate::{error::CliError, file, io::Io, plugins::no_pack};

/// Make a workspace: a folder with a commented jauge.toml and a first KPI, or one set up from exports
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  jauge init my-site && cd my-site && jauge load && jauge ask '*' --period all
  jauge init --from exports/ --answer timezone=Europe/Paris && jauge load --final && jauge ask revenue")]
pub(crate) struct Init {
    /// The folder to make [default with --from: this one]
    #[arg(required_unless_present = "from")]
    dir: Option<PathBuf>,
    /// Exports, or folders of them, to recognise and set up
    #[arg(long, value_name = "PATH", num_args = 1..)]
    from: Vec<PathBuf>,
    /// What no file says: timezone, currency, dates, waiting, or unknown=load
    #[arg(long, value_name = "KEY=VALUE", requires = "from")]
    answer: Vec<String>,
    /// A project type whose KPIs are wanted; can be given several times
    #[arg(long, value_name = "PACK")]
    pack: Vec<String>,
}

const EXAMPLE: &str = "\
time,event,visitor,page,value
2026-01-05 09:12:00,page_view,anna,/,
2026-01-05 09:12:40,page_view,anna,/lamps/7,
2026-01-05 09:14:10,purchase,anna,/checkout,49.90
2026-01-06 18:30:00,page_view,ben,/,
";

const KPI: &str = include_str!("init/revenue.sql");

/// The folders that are made, each after the one it is in.
const FOLDERS: [&str; 4] = ["exports", "queries", "queries/kpis", "objectives"];

/// The store, which is made of what is loaded and belongs into no repository.
const IGNORED: &str = "/.jauge/";

impl Init {
    pub(crate) fn run(self, io: &Io) -> Result<u8, CliError> {
        let dir = self.dir();
        let config = dir.join("jauge.toml");
        if config.symlink_metadata().is_ok() {
            return Err(CliError::told(CommandMessage::ConfigThere { path: config.display().to_string() }));
        }
        if let Some(name) = self.pack.iter().find(|pack| !is_name(pack)) {
            return Err(CliError::told(PluginMessage { plugin: name.clone(), issue: PluginIssue::NotAName }));
        }
        self.check_packs()?;
        self.check_folders()?;
        if !self.from.is_empty() {
            return self.set_up_exports(io);
        }
        let name = self.name();
        let packs = self.pack.iter().map(|pack| format!("{pack:?}")).collect::<Vec<_>>().join(", ");
        let language = written::language(io.wording().language);
        let text = include_str!("init/jauge.toml").replace("NAME", &name).replace("PACKS", &packs);
        let text = text.replace("language = \"en\"", &format!("language = \"{language}\""));
        file::folder(dir)?;
        let files = [
            ("exports/example.csv", EXAMPLE.to_owned()),
            ("queries/kpis/revenue.sql", KPI.replace("NAME", &name)),
            ("objectives/objectives.toml", include_str!("init/objectives.toml").to_owned()),
        ];
        for (path, text) in files {
            if !file::make(dir, path, text)? {
                io.tell(CommandMessage::Kept { path: dir.join(path).display().to_string() });
            }
        }
        write_schema(dir)?;
        ignore_store(dir)?;
        // Last: what is stopped before is no workspace yet, and can be made again.
        file::make(dir, "jauge.toml", text)?;
        io.tell(CommandMessage::Made { dir: dir.display().to_string() });
        Ok(0)
    }

    /// Makes a workspace of exports: no example, and no KPI of its own, which would stand before a pack's.
    fn set_up_exports(&self, io: &Io) -> Result<u8, CliError> {
        let dir = self.dir();
        let written = exports::config(io, (dir, &self.name()), &self.pack, &self.from, &self.answer)?;
        file::folder(dir)?;
        ignore_store(dir)?;
        file::make(dir, "jauge.toml", written.text)?;
        exports::trust_written(io, dir, &self.from, |_| true)?;
        io.tell(InitMessage::Made { dir: dir.display().to_string(), open: written.open });
        Ok(0)
    }

    fn dir(&self) -> &Path {
        self.dir.as_deref().unwrap_or(Path::new("."))
    }

    /// Refuses packs that no plugin brings.
    fn check_packs(&self) -> Result<(), CliError> {
        if self.pack.is_empty() {
            return Ok(());
        }
        let store = self.dir().join(".jauge");
        let plugins = Plugins::new(self.dir(), &store, BTreeMap::new(), env::current_exe()?);
        no_pack(&plugins, &self.pack).map_or(Ok(()), |message| Err(CliError::told(message)))
    }

    /// Refuses what would stop this half-way: something else where a folder is to be made.
    fn check_folders(&self) -> Result<(), CliError> {
        let is_taken = |path: &PathBuf| path.symlink_metadata().is_ok_and(|found| !found.is_dir());
        let own = Some(self.dir().to_owned()).filter(|dir| is_taken(dir) && !dir.is_dir());
        let below = FOLDERS.iter().map(|folder| self.dir().join(folder)).find(is_taken);
        match own.or(below) {
            Some(path) => Err(CliError::told(CommandMessage::InTheWay { path: path.display().to_string() })),
            None => Ok(()),
        }
    }

    /// The folder's name as the first part of KPIs' ids.
    fn name(&self) -> String {
        let dir = self.dir();
        let whole = dir.canonicalize().or_else(|_| std::path::absolute(dir)).unwrap_or_else(|_| dir.to_owned());
        let name = whole.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let plain = |char: char| if char.is_ascii_alphanumeric() { char } else { '-' };
        let name: String = name.chars().map(plain).collect();
        Some(name).filter(|name| is_name(name)).unwrap_or_else(|| "site".to_owned())
    }
}

/// Has the repository around `dir` leave the store out, and all that its .gitignore says as it is.
fn ignore_store(dir: &Path) -> Result<(), CliError> {
    let line = format!("{IGNORED}\n");
    let path = dir.join(".gitignore");
    let is_file = path.symlink_metadata().is_ok_and(|found| found.is_file());
    if file::make(dir, ".gitignore", &line)? || !is_file {
        return Ok(());
    }
    let before = jauge_durable::read_text_within(dir, &path)?;
    if before.lines().any(|line| line.trim() == IGNORED) {
        return Ok(());
    }
    let start = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
    file::append(&path, &format!("{start}{line}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workspace_is_called_after_its_folder_and_never_by_what_is_no_name() {
        let made = |dir: &str| Init { dir: Some(dir.into()), from: Vec::new(), answer: Vec::new(), pack: Vec::new() };
        let name = |dir: &str| made(dir).name();
        assert_eq!(name("/no/such/my-site"), "my-site");
        assert_eq!(name("/no/such/My Site"), "my-site");
        assert_eq!(name("/no/such/a\"b]"), "a-b-");
        assert_eq!(name("/"), "site");
        assert_eq!(name("/no/such/2026"), "site");
    }
}
