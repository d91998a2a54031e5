//! Plugins: connectors and packs that somebody else wrote.

mod new;
mod test;

use std::path::PathBuf;

use clap::Subcommand;
use jauge_domain::Value;
use jauge_plugin_host::{Found, Origin, PluginError, Plugins};
use jauge_report::{Column, Sheet, Style};

use crate::{
    error::{CHECK_FAILED, CliError},
    io::Io,
    plugins::plugins,
};

/// Connectors and packs that somebody else wrote
#[derive(Debug, Subcommand)]
pub(crate) enum Plugin {
    New(new::New),
    /// Copy a plugin into this workspace and agree to it; shows what it may do
    Add {
        /// Its library, or the folder of its plugin.toml
        path: PathBuf,
    },
    /// The plugins there are, where they come from and what they may do
    List,
    /// Check every plugin against jauge.lock, and what it says against its plugin.toml
    Verify,
    /// Run a plugin's declared examples, isolated as in a load
    Test {
        /// Its name, its library, or the folder of its plugin.toml
        plugin: String,
    },
    /// Take a plugin out of this workspace
    Remove {
        /// Its name
        name: String,
    },
}

impl Plugin {
    pub(crate) fn run(self, io: &Io) -> Result<u8, CliError> {
        match self {
            Self::New(new) => new.run(io),
            Self::Add { path } => add(io, &path),
            Self::List => list(io),
            Self::Verify => verify(io),
            Self::Test { plugin } => test::run(io, &plugin),
            Self::Remove { name } => {
                plugins(&io.workspace()?)?.remove(&name)?;
                io.say(&format!("Took `{name}` out of plugins/ and jauge.lock; what it loaded stays."));
                Ok(0)
            }
        }
    }
}

fn add(io: &Io, path: &std::path::Path) -> Result<u8, CliError> {
    let added = plugins(&io.workspace()?)?.add(path)?;
    let manifest = &added.manifest;
    let brings: Vec<String> = manifest
        .sources
        .iter()
        .map(|source| format!("connector `{source}`"))
        .chain(manifest.pack.iter().map(|pack| format!("pack `{pack}` ({} files)", added.files)))
        .collect();
    let verb = match &added.before {
        None => "Added",
        Some(before) if *before == added.sha256 => "Kept",
        Some(_) => "Replaced",
    };
    io.say(&format!("{verb} `{}` {}: {}", manifest.name, manifest.version, manifest.says));
    io.say(&format!("  brings   {}", brings.join(", ")));
    let may = if manifest.library.is_some() {
        format!("{}; beside that only the files that its settings name", manifest.permissions)
    } else {
        "nothing: it is SQL".to_owned()
    };
    io.say(&format!("  may use  {may}"));
    io.say(&format!("  sha256   {} (jauge.lock)", added.sha256));
    if let Some(pack) = &manifest.pack {
        io.say(&format!("Name it in jauge.toml to ask its KPIs: packs = [\"{pack}\"]"));
    }
    Ok(0)
}

fn list(io: &Io) -> Result<u8, CliError> {
    let workspace = io.workspace()?;
    let plugins = plugins(&workspace)?;
    let text = |text: String| Value::Text(text);
    let mut rows = Vec::new();
    for found in plugins.find() {
        match found {
            Ok(found) => rows.push(vec![
                text(found.manifest.name.clone()),
                text(found.manifest.version.clone()),
                text(brings(&found)),
                text(found.origin.as_str().to_owned()),
                text(if found.library.is_some() {
                    found.manifest.permissions.to_string()
                } else {
                    "SQL only".to_owned()
                }),
                text(state(&plugins, &found)),
            ]),
            Err(error) => CliError::from(error).show(io),
        }
    }
    let columns = ["plugin", "version", "brings", "from", "may use", "state"].map(Column::text);
    let style = Style::new(io.format(), workspace.calendar.clone());
    io.sheet(&Sheet { columns: columns.into(), rows }, &style)?;
    Ok(0)
}

fn brings(found: &Found) -> String {
    let pack = found.manifest.pack.iter().map(|pack| format!("pack {pack}"));
    found.manifest.sources.iter().cloned().chain(pack).collect::<Vec<_>>().join(", ")
}

fn state(plugins: &Plugins, found: &Found) -> String {
    match (found.origin, plugins.locked(&found.manifest.name)) {
        (Origin::Shipped, _) => "shipped".to_owned(),
        (_, Ok(Some(_))) => "agreed".to_owned(),
        _ => "not in jauge.lock".to_owned(),
    }
}

fn verify(io: &Io) -> Result<u8, CliError> {
    let plugins = plugins(&io.workspace()?)?;
    let mut code = 0;
    let mut wrong = |error: PluginError| {
        CliError::from(error).show(io);
        code = CHECK_FAILED;
    };
    for found in plugins.find() {
        let checked = found.and_then(|found| Ok((plugins.facts(&found)?, found)));
        match checked {
            Ok((_, found)) => io.say(&format!("{} {}: ok", found.manifest.name, found.manifest.version)),
            Err(error) => wrong(error),
        }
    }
    Ok(code)
}
