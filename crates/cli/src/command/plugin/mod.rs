//! Plugins: connectors and packs that somebody else wrote.

mod new;
mod selected;
mod test;

use std::path::PathBuf;

use clap::Subcommand;
use jauge_core::settings::Settings;
use jauge_domain::{Adding, Permissions, PluginNote, Value};
use jauge_plugin_host::{Found, Origin, PluginError, Plugins};
use jauge_report::{Column, Label, Sheet, Wording};

use crate::{
    consent::trust_plugin,
    error::CliError,
    exit::CHECK_FAILED,
    io::Io,
    plugins::{agreed_plugins, plugins},
};

/// Connectors and packs that somebody else wrote
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:\n  jauge plugin list\n  jauge plugin new my-source")]
pub(crate) enum Plugin {
    New(new::New),
    /// Copy a plugin into this workspace and agree to it; shows what it may do
    #[command(after_help = "\
Examples:
  jauge plugin add ../source-till
  jauge plugin add target/release/libsource_till.so --yes")]
    Add {
        /// Its library, or the folder of its plugin.toml
        path: PathBuf,
        /// Permit what it wants beyond what it was permitted before, without being asked
        #[arg(long)]
        yes: bool,
    },
    /// The plugins there are, where they come from and what they may do
    #[command(after_help = "\
Examples:
  jauge plugin list
  jauge plugin list --format json")]
    List,
    /// Check every plugin against jauge.lock, and what it says against its plugin.toml
    #[command(after_help = "\
Examples:
  jauge plugin verify
  jauge plugin verify && jauge load")]
    Verify,
    /// Run a plugin's declared examples, isolated as in a load
    #[command(after_help = "\
Examples:
  jauge plugin test weblog
  jauge plugin test ../source-till")]
    Test {
        /// Its name, its library, or the folder of its plugin.toml
        plugin: String,
    },
    /// Take a plugin out of this workspace
    #[command(after_help = "Example:\n  jauge plugin remove till")]
    Remove {
        /// Its name
        name: String,
    },
}

impl Plugin {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        match self {
            Self::New(new) => new.run(io),
            Self::Add { path, yes } => add(io, &path, yes),
            Self::List => list(io),
            Self::Verify => verify(io),
            Self::Test { plugin } => test::run(io, &plugin).await,
            Self::Remove { name } => {
                let stays = plugins(&io.workspace_as_written()?)?.remove(&name)?;
                say(io, PluginNote::Removed { name });
                if let Some(dir) = stays {
                    say(io, PluginNote::FolderStays { dir: dir.display().to_string() });
                }
                Ok(0)
            }
        }
    }
}

/// Says `note` beside the data.
fn say(io: &Io, note: PluginNote) {
    io.say(&io.wording().message(&note.into()));
}

fn add(io: &Io, path: &std::path::Path, yes: bool) -> Result<u8, CliError> {
    let workspace = io.workspace_as_written()?;
    let added = plugins(&workspace)?.add(path, |wants, permitted| yes || is_granted(io, wants, permitted))?;
    trust_plugin(&workspace, &added.manifest.name)?;
    let manifest = added.manifest;
    let how = match &added.before {
        None => Adding::Added,
        Some(before) if *before == added.sha256 => Adding::Kept,
        Some(_) => Adding::Replaced,
    };
    say(io, PluginNote::Added { how, name: manifest.name, version: manifest.version, says: manifest.says });
    let pack = manifest.pack.clone().map(|pack| (pack, added.files));
    say(io, PluginNote::AddedBrings { sources: manifest.sources, pack });
    say(io, PluginNote::AddedMayUse { permissions: manifest.library.map(|_| manifest.permissions) });
    say(io, PluginNote::AddedHash { sha256: added.sha256 });
    if let Some(pack) = manifest.pack {
        say(io, PluginNote::NamePack { pack });
    }
    Ok(0)
}

/// Whether the user permits a plugin what it wants beyond what it was permitted; where nobody can be asked, no.
fn is_granted(io: &Io, wants: &Permissions, permitted: &Permissions) -> bool {
    let question = PluginNote::Grant { wants: wants.clone(), permitted: permitted.clone() };
    let answer = io.answer_to(&io.wording().message(&question.into())).unwrap_or_default();
    matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "o" | "oui")
}

fn list(io: &Io) -> Result<u8, CliError> {
    let workspace = io.workspace_as_written()?;
    let plugins = agreed_plugins(&workspace)?;
    let wording = io.answer_wording();
    let mut rows = Vec::new();
    for found in plugins.find() {
        match found {
            Ok(found) => rows.push(row(&plugins, &workspace, &found, &wording)),
            Err(error) => CliError::from(error).show(io),
        }
    }
    let columns = [
        Label::PluginName,
        Label::PluginVersion,
        Label::PluginBrings,
        Label::PluginFrom,
        Label::PluginMayUse,
        Label::PluginState,
    ];
    let columns = columns.map(|label| Column::text(wording.label(label))).into();
    io.sheet(&Sheet { columns, rows }, &io.sheet_style(&workspace))?;
    Ok(0)
}

fn row(plugins: &Plugins, workspace: &Settings, found: &Found, wording: &Wording) -> Vec<Value> {
    let manifest = &found.manifest;
    let brings = PluginNote::Brings { sources: manifest.sources.clone(), pack: manifest.pack.clone() };
    let may_use = PluginNote::MayUse { permissions: manifest.permissions.clone() };
    let cells = [
        manifest.name.clone(),
        manifest.version.clone(),
        wording.message(&brings.into()),
        origin(found.origin, wording),
        match &found.library {
            Some(_) => wording.message(&may_use.into()),
            None => wording.label(Label::PluginSqlOnly),
        },
        wording.label(state(plugins, workspace, found)),
    ];
    cells.map(Value::Text).into()
}

fn origin(origin: Origin, wording: &Wording) -> String {
    match origin {
        Origin::Workspace => wording.label(Label::PluginWorkspace),
        Origin::Path => "JAUGE_PLUGIN_PATH".to_owned(),
        Origin::User => wording.label(Label::PluginUser),
        Origin::Shipped => wording.label(Label::PluginShipped),
    }
}

fn state(plugins: &Plugins, workspace: &Settings, found: &Found) -> Label {
    match (found.origin, plugins.locked(&found.manifest.name)) {
        (Origin::Shipped, _) => Label::PluginShipped,
        (_, Ok(Some(locked))) if found.library.is_some() && !workspace.consent.permits(&locked.power()) => {
            Label::PluginNotTrusted
        }
        (_, Ok(Some(_))) => Label::PluginAgreed,
        _ => Label::PluginNotAgreed,
    }
}

fn verify(io: &Io) -> Result<u8, CliError> {
    let plugins = agreed_plugins(&io.workspace_as_written()?)?;
    let mut code = 0;
    let mut wrong = |error: PluginError| {
        CliError::from(error).show(io);
        code = CHECK_FAILED;
    };
    for found in plugins.find() {
        let checked = found.and_then(|found| Ok((plugins.facts(&found)?, found)));
        match checked {
            Ok((_, Found { manifest, .. })) => {
                say(io, PluginNote::Verified { name: manifest.name, version: manifest.version });
            }
            Err(error) => wrong(error),
        }
    }
    Ok(code)
}
