//! `jauge plugin new`: a project that builds, passes its own tests and loads at once.

use std::{
    env,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use jauge_domain::PluginNote;

use crate::{error::CliError, file::write, io::Io};

/// Make a plugin's project: it builds, passes its own tests and loads at once
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  jauge plugin new acme --kind source            a connector in Rust
  jauge plugin new acme --kind source --lang c   a connector in C
  jauge plugin new acme --kind pack              models and KPIs in SQL; no code")]
pub(crate) struct New {
    /// Its name, and the folder to make: lower-case letters, digits and `-`
    name: String,
    /// What it brings
    #[arg(long, value_enum)]
    kind: KindName,
    /// What it is written in [default: rust; a pack: SQL alone]
    #[arg(long, value_enum)]
    lang: Option<Lang>,
}

/// What a plugin brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum KindName {
    /// A connector
    Source,
    /// Models and KPIs
    Pack,
}

/// What a plugin is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Lang {
    Rust,
    C,
}

/// Files of a project: where each goes, and its text.
type Files = &'static [(&'static str, &'static str)];

const SOURCE_RUST: Files = &[
    ("Cargo.toml", include_str!("template/source-rust/Cargo.toml.in")),
    ("plugin.toml", include_str!("template/source-rust/plugin.toml.in")),
    ("jauge.toml", include_str!("template/source-rust/jauge.toml.in")),
    ("src/lib.rs", include_str!("template/source-rust/src/lib.rs.in")),
    ("fixtures/example.txt", include_str!("template/source-rust/fixtures/example.txt")),
    ("README.md", include_str!("template/source-rust/README.md.in")),
];
const SOURCE_C: Files = &[
    ("Makefile", include_str!("template/source-c/Makefile.in")),
    ("plugin.toml", include_str!("template/source-c/plugin.toml.in")),
    ("jauge.toml", include_str!("template/source-c/jauge.toml.in")),
    ("@LIB@.c", include_str!("template/source-c/NAME.c.in")),
    ("test.c", include_str!("template/source-c/test.c.in")),
    ("jauge_plugin.h", include_str!("../../../../plugin/include/jauge_plugin.h")),
    ("README.md", include_str!("template/source-c/README.md.in")),
];
const PACK: Files = &[
    ("plugin.toml", include_str!("template/pack/plugin.toml.in")),
    ("jauge.toml", include_str!("template/pack/jauge.toml.in")),
    ("models/days.sql", include_str!("template/pack/models/days.sql.in")),
    ("kpis/readers.sql", include_str!("template/pack/kpis/engaged_readers.sql.in")),
    ("fixtures/example.csv", include_str!("template/pack/example.csv")),
    ("README.md", include_str!("template/pack/README.md.in")),
];
const PACK_RUST: Files = &[
    ("Cargo.toml", include_str!("template/pack-rust/Cargo.toml.in")),
    ("src/lib.rs", include_str!("template/pack-rust/src/lib.rs.in")),
];

impl New {
    pub(crate) fn run(self, io: &Io) -> Result<u8, CliError> {
        let name = &self.name;
        let plain = name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if !plain {
            return Err(CliError::told(PluginNote::ProjectName { name: name.clone() }));
        }
        let dir = PathBuf::from(name);
        if dir.exists() {
            return Err(CliError::told(PluginNote::ProjectExists { name: name.clone() }));
        }
        let (files, next): (Vec<Files>, String) = match (self.kind, self.lang) {
            (KindName::Source, None | Some(Lang::Rust)) => (
                vec![SOURCE_RUST],
                format!("cargo test && cargo build && jauge plugin add target/debug/{}", library(name)),
            ),
            (KindName::Source, Some(Lang::C)) => {
                (vec![SOURCE_C], format!("make test && jauge plugin add {}", library(name)))
            }
            (KindName::Pack, None) => (vec![PACK], "jauge plugin add .".to_owned()),
            (KindName::Pack, Some(Lang::Rust)) => (
                vec![PACK, PACK_RUST],
                format!("cargo test && cargo build && jauge plugin add target/debug/{}", library(name)),
            ),
            (KindName::Pack, Some(Lang::C)) => {
                return Err(CliError::told(PluginNote::PackInC));
            }
        };
        let in_library = self.kind == KindName::Pack && self.lang == Some(Lang::Rust);
        for (path, text) in files.into_iter().flatten() {
            let text = if in_library && *path == "plugin.toml" {
                format!("{text}library = \"@LIB@\"\n")
            } else {
                (*text).to_owned()
            };
            write(&dir.join(fill(path, name)), fill(&text, name))?;
        }
        write(&dir.join(".gitignore"), "/.jauge/\n/plugins/\n/target/\n*.so\n")?;
        super::say(io, PluginNote::ProjectMade { name: name.clone(), next });
        Ok(0)
    }
}

fn fill(text: &str, name: &str) -> String {
    text.replace("@NAME@", name)
        .replace("@LIBFILE@", &library(name))
        .replace("@LIB@", &name.replace('-', "_"))
        .replace("@MODEL@", &name.replace('-', "_"))
        .replace("@SDK@", &sdk())
}

fn library(name: &str) -> String {
    format!("{}{}{}", env::consts::DLL_PREFIX, name.replace('-', "_"), env::consts::DLL_SUFFIX)
}

/// Where a project finds the crate `jauge-plugin`: in the sources this binary was built from, where they are still there.
fn sdk() -> String {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../plugin");
    match sources.canonicalize() {
        Ok(path) => format!("{{ path = {path:?} }}"),
        Err(_) => format!("{:?}", env!("CARGO_PKG_VERSION")),
    }
}
