//! `cargo xtask install`: a program one can use, as a package has it.
//!
//! Building and laying out are two steps, so that a test can lay out what is built already.

mod layout;
mod licences;
#[cfg(test)]
mod tests;

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cargo::{cargo, output, root, step, target};

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    /// Where `bin`, `lib` and `share` go.
    root: PathBuf,
    profile: Profile,
    /// False where what is built already is to be laid out.
    build: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Profile {
    Dev,
    Release,
}

impl Profile {
    /// The folder below the target folder.
    fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "release",
        }
    }
}

/// Builds, lays out, and says where the program is.
pub(crate) fn install(args: &[&str]) -> Result<(), String> {
    let asked = parse(args)?;
    let plugins = layout::plugins(&root().join("plugins"))?;
    if asked.build {
        step("build", build(asked.profile, &plugins))?;
    }
    layout::lay_out(&asked.root, &target().join(asked.profile.folder()), &plugins)?;
    let jauge = layout::program(&asked.root);
    shell_and_manual(&asked.root, &jauge)?;
    licences::write(&asked.root, &plugins)?;
    eprintln!("xtask: `{}` is there, with {} plugins; try `jauge demo`", jauge.display(), plugins.len());
    if !on_path(&asked.root.join("bin")) {
        eprintln!("xtask: `{}` is not on PATH", asked.root.join("bin").display());
    }
    Ok(())
}

fn parse(args: &[&str]) -> Result<Asked, String> {
    let mut asked = Asked { root: PathBuf::new(), profile: Profile::Release, build: true };
    let mut words = args.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("install: `{word}` needs a value"));
        match *word {
            "--root" => asked.root = value()?.into(),
            "--profile" => {
                asked.profile = match *value()? {
                    "dev" => Profile::Dev,
                    "release" => Profile::Release,
                    other => return Err(format!("install: no profile `{other}`: there are `dev` and `release`")),
                };
            }
            // For tests, which find everything built.
            "--no-build" => asked.build = false,
            other => return Err(format!("install: unknown `{other}`: see `cargo xtask --help`")),
        }
    }
    if asked.root.as_os_str().is_empty() {
        let home = env::var_os("HOME").ok_or("install: HOME is not set: say where with `--root DIR`")?;
        asked.root = Path::new(&home).join(".local");
    }
    Ok(asked)
}

/// The dev build is the one of the whole workspace, which is there already; a release is only what is installed.
fn build(profile: Profile, plugins: &[layout::Plugin]) -> Command {
    match profile {
        Profile::Dev => cargo(&["build", "--workspace"]),
        Profile::Release => {
            let mut command = cargo(&["build", "--release", "--locked"]);
            command.args(packages(plugins));
            command
        }
    }
}

/// Cargo's arguments that name what is installed.
fn packages(plugins: &[layout::Plugin]) -> Vec<String> {
    let names = plugins.iter().map(|plugin| plugin.package.clone());
    ["jauge-cli".to_owned()].into_iter().chain(names).flat_map(|name| ["--package".to_owned(), name]).collect()
}

/// The installed program writes its completions and its manual.
fn shell_and_manual(root: &Path, jauge: &Path) -> Result<(), String> {
    for (shell, path) in layout::COMPLETIONS {
        let mut command = Command::new(jauge);
        command.args(["completions", shell]);
        layout::write(&root.join(path), &output("completions", command)?)?;
    }
    let manual = root.join(layout::MANUAL);
    layout::make(&manual)?;
    let mut command = Command::new(jauge);
    command.arg("man").arg(manual);
    output("manual", command).map(drop)
}

fn on_path(bin: &Path) -> bool {
    env::split_paths(&env::var_os("PATH").unwrap_or_default()).any(|dir| dir == bin)
}
