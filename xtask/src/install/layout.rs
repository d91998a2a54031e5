//! What goes where below the root of an installation.

use std::env::consts::{DLL_PREFIX, DLL_SUFFIX, EXE_SUFFIX};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Where plugin-host looks for the plugins that came with a program in `bin`.
const PLUGINS: &str = "lib/jauge/plugins";
/// Where `man` looks.
pub(super) const MANUAL: &str = "share/man/man1";
/// Where licences and notices go.
pub(super) const NOTICES: &str = "share/jauge";
/// Where each shell looks for completions.
pub(super) const COMPLETIONS: [(&str, &str); 3] = [
    ("bash", "share/bash-completion/completions/jauge"),
    ("zsh", "share/zsh/site-functions/_jauge"),
    ("fish", "share/fish/vendor_completions.d/jauge.fish"),
];

/// A plugin of this checkout that comes with Jauge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plugin {
    /// What Cargo calls it.
    pub(super) package: String,
    /// What plugin.toml calls it.
    name: String,
    /// Its folder in the sources.
    dir: PathBuf,
    /// The file name of its library; none for a pack that is only SQL.
    library: Option<String>,
}

/// The plugins in `dir` that Cargo builds, sorted. Those in other languages are examples, and are not shipped.
pub(super) fn plugins(dir: &Path) -> Result<Vec<Plugin>, String> {
    let entries = fs::read_dir(dir).map_err(|error| about(dir, &error))?;
    let mut dirs: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    dirs.retain(|dir| dir.join("plugin.toml").is_file() && dir.join("Cargo.toml").is_file());
    dirs.sort();
    dirs.iter().map(|dir| plugin(dir)).collect()
}

fn plugin(dir: &Path) -> Result<Plugin, String> {
    let read = |file: &str| {
        let path = dir.join(file);
        fs::read_to_string(&path).map_err(|error| about(&path, &error))
    };
    let (manifest, package) = (read("plugin.toml")?, read("Cargo.toml")?);
    let named = |text: &str, file: &str| {
        value(text, "name").ok_or_else(|| format!("`{}` has no `name`", dir.join(file).display()))
    };
    Ok(Plugin {
        package: named(&package, "Cargo.toml")?,
        name: named(&manifest, "plugin.toml")?,
        dir: dir.to_owned(),
        library: value(&manifest, "library").map(|library| format!("{DLL_PREFIX}{library}{DLL_SUFFIX}")),
    })
}

/// The first text that a TOML file of ours gives to `key`.
fn value(text: &str, key: &str) -> Option<String> {
    let line = text.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix('='))?;
    Some(line.trim().trim_matches('"').to_owned())
}

/// The program in the installation.
pub(super) fn program(root: &Path) -> PathBuf {
    root.join("bin").join(format!("jauge{EXE_SUFFIX}"))
}

/// Puts what was built into `built` in its place below `root`: the program and the plugins.
pub(super) fn lay_out(root: &Path, built: &Path, plugins: &[Plugin]) -> Result<(), String> {
    copy(&built.join(format!("jauge{EXE_SUFFIX}")), &program(root))?;
    for plugin in plugins {
        let dir = root.join(PLUGINS).join(&plugin.name);
        copy(&plugin.dir.join("plugin.toml"), &dir.join("plugin.toml"))?;
        if let Some(library) = &plugin.library {
            copy(&built.join(library), &dir.join(library))?;
        }
        // What a person reads beside it.
        let readme = plugin.dir.join("README.md");
        if readme.is_file() {
            copy(&readme, &dir.join("README.md"))?;
        }
    }
    Ok(())
}

/// Writes a file, with the folders it is in.
pub(super) fn write(path: &Path, content: &[u8]) -> Result<(), String> {
    path.parent().map_or(Ok(()), make)?;
    fs::write(path, content).map_err(|error| about(path, &error))
}

/// Makes a folder.
pub(super) fn make(dir: &Path) -> Result<(), String> {
    fs::create_dir_all(dir).map_err(|error| about(dir, &error))
}

/// Copies a file in one step: a program that runs keeps the file it runs from.
pub(super) fn copy(from: &Path, to: &Path) -> Result<(), String> {
    to.parent().map_or(Ok(()), make)?;
    let new = to.with_extension("new");
    fs::copy(from, &new).map_err(|error| about(from, &error))?;
    fs::rename(&new, to).map_err(|error| about(to, &error))
}

fn about(path: &Path, error: &io::Error) -> String {
    format!("install: `{}`: {error}", path.display())
}
