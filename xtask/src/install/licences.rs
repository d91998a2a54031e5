//! Whose work is in the program: a line a crate, out of what Cargo links.

use std::collections::BTreeSet;
use std::path::Path;

use super::layout::{self, Plugin};
use super::packages;
use crate::cargo::{cargo, output, root};

const HEAD: &str = "\
Jauge contains the work of others. Each line names a crate, its version, its licence (SPDX) and where it comes from;
its text is in the crate's sources.

";

/// Writes share/jauge: Jauge's own licence and notice, and those of the crates that it and its plugins link.
pub(super) fn write(to: &Path, plugins: &[Plugin]) -> Result<(), String> {
    let dir = to.join(layout::NOTICES);
    for file in ["LICENSE", "NOTICE"] {
        layout::copy(&root().join(file), &dir.join(file))?;
    }
    let mut tree = cargo(&["tree", "--locked", "--edges", "normal", "--prefix", "none", "--format", "{p}\t{l}\t{r}"]);
    tree.args(packages(plugins));
    let listed = output("licences", tree)?;
    layout::write(&dir.join("THIRD-PARTY.txt"), notices(&String::from_utf8_lossy(&listed)).as_bytes())
}

/// The notices out of what `cargo tree` lists: one line a crate that is not ours.
pub(super) fn notices(listed: &str) -> String {
    let lines: BTreeSet<String> = listed.lines().filter_map(notice).collect();
    let lines: String = lines.into_iter().map(|line| line + "\n").collect();
    format!("{HEAD}{lines}")
}

/// `serde v1.0.228\tMIT OR Apache-2.0\thttps://…`; ours have a path behind the version.
fn notice(line: &str) -> Option<String> {
    let mut parts = line.trim_end_matches(" (*)").split('\t');
    let package = parts.next().filter(|package| !package.contains(" (/") && !package.is_empty())?;
    let mut words = package.split(' ');
    let (name, version) = (words.next()?, words.next()?.trim_start_matches('v'));
    let licence = parts.next().filter(|licence| !licence.is_empty()).unwrap_or("licence not stated");
    let from = parts.next().filter(|from| !from.is_empty());
    let from = from.map_or_else(|| format!("https://crates.io/crates/{name}"), str::to_owned);
    Some(format!("{name} {version}: {licence}, {from}"))
}
