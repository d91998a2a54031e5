//! Which crate, module and file may know which: arrows run one way, and a change that turns one back fails here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::{assert_none, entries, manifests, read, root, rust_files, test_files};

/// What each crate may depend on, directly or through one below. Whoever is not listed may depend on all but `jauge-cli`.
const LAYERS: [(&str, &[&str]); 22] = [
    ("jauge-domain", &[]),
    ("jauge-plugin", &[]),
    ("jauge-classify", &[]),
    ("jauge-forecast", &[]),
    ("jauge-demo", &[]),
    ("jauge-durable", &["jauge-domain"]),
    ("jauge-lockfile", &["jauge-domain", "jauge-durable"]),
    ("jauge-trust", &["jauge-domain", "jauge-durable"]),
    ("jauge-judge", &["jauge-domain", "jauge-forecast"]),
    ("jauge-files", &["jauge-plugin", "jauge-domain"]),
    ("jauge-store", &["jauge-domain", "jauge-durable", "jauge-plugin"]),
    ("jauge-workspace", &["jauge-store", "jauge-files", "jauge-domain", "jauge-trust"]),
    ("jauge-load", &["jauge-durable", "jauge-workspace", "jauge-store", "jauge-files", "jauge-classify"]),
    ("jauge-sessions", &["jauge-workspace", "jauge-store", "jauge-classify"]),
    ("jauge-ask", &["jauge-store", "jauge-domain"]),
    ("jauge-core", &["jauge-load", "jauge-sessions", "jauge-ask", "jauge-judge", "jauge-lockfile"]),
    ("jauge-plugin-host", &["jauge-plugin", "jauge-domain", "jauge-lockfile", "jauge-trust"]),
    ("jauge-report", &["jauge-domain"]),
    ("jauge-page", &["jauge-domain", "jauge-report"]),
    ("jauge-serve", &["jauge-core", "jauge-page"]),
    ("jauge-cli", &["jauge-core", "jauge-plugin-host", "jauge-report", "jauge-page", "jauge-serve", "jauge-demo"]),
    ("xtask", &[]),
];
/// Crates that must build in seconds, and the engine's crates they leave alone.
const LIGHT: [&str; 11] = [
    "jauge-domain",
    "jauge-plugin",
    "jauge-report",
    "jauge-page",
    "jauge-forecast",
    "jauge-judge",
    "jauge-demo",
    "jauge-durable",
    "jauge-classify",
    "jauge-lockfile",
    "jauge-trust",
];
const HEAVY: [&str; 5] = ["arrow", "datafusion", "deltalake", "polars", "parquet"];
/// What a plugin's contract is made of, and nothing else of Arrow.
const CONTRACT: [&str; 3] = ["arrow-array", "arrow-schema", "arrow-data"];
/// The engines that the built-in connector does without, so that its tests build in a minute.
const ENGINES: [&str; 3] = ["datafusion", "deltalake", "polars"];

#[test]
fn every_crate_keeps_to_its_layer() {
    assert_none(broken_layers(&manifests()));
}

#[test]
fn a_crate_that_points_back_up_is_found() {
    let mut manifests = manifests();
    manifests.get_mut("jauge-load").unwrap().push("jauge-sessions".to_owned());
    manifests.get_mut("jauge-files").unwrap().push("datafusion".to_owned());
    let broken = broken_layers(&manifests);
    assert_eq!(
        broken,
        ["`jauge-files` must not depend on `datafusion`", "`jauge-load` must not depend on `jauge-sessions`"]
    );
}

fn broken_layers(manifests: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut broken = Vec::new();
    for (name, dependencies) in manifests {
        let allowed = LAYERS.iter().any(|(layer, _)| layer == name).then(|| below(name));
        for dependency in dependencies.iter().filter(|dependency| dependency.starts_with("jauge-")) {
            let fine =
                allowed.as_ref().map_or(dependency != "jauge-cli", |allowed| allowed.contains(dependency.as_str()));
            if !fine {
                broken.push(format!("`{name}` must not depend on `{dependency}`"));
            }
        }
        let light = LIGHT.contains(&name.as_str());
        let heavy = if light {
            &HEAVY[..]
        } else if name == "jauge-files" {
            &ENGINES[..]
        } else {
            &[]
        };
        let contract = |dependency: &str| name == "jauge-plugin" && CONTRACT.contains(&dependency);
        let is_heavy = |dependency: &&String| {
            let crate_of = |heavy: &&str| dependency == heavy || dependency.starts_with(&format!("{heavy}-"));
            heavy.iter().any(crate_of) && !contract(dependency)
        };
        broken
            .extend(dependencies.iter().filter(is_heavy).map(|heavy| format!("`{name}` must not depend on `{heavy}`")));
    }
    broken
}

/// The crates that `name` may use.
fn below(name: &str) -> BTreeSet<&'static str> {
    let direct = LAYERS.iter().find(|(layer, _)| *layer == name).map_or(&[][..], |(_, allowed)| *allowed);
    direct.iter().flat_map(|one| std::iter::once(*one).chain(below(one))).collect()
}

#[test]
fn no_crate_is_a_house_of_its_own() {
    let lines = |folder: &PathBuf| rust_files(folder).iter().map(|file| read(file).lines().count()).sum::<usize>();
    let folders = ["crates", "plugins"].into_iter().flat_map(|folder| entries(&root().join(folder)));
    let sizes: Vec<(PathBuf, usize)> = folders.map(|folder| (folder.clone(), lines(&folder))).collect();
    let all: usize = sizes.iter().map(|(_, size)| size).sum();
    let big = sizes.into_iter().filter(|(_, size)| size * 100 >= all * 16);
    assert_none(
        big.map(|(folder, size)| format!("{}: {size} of {all} lines, 16 % or more", folder.display())).collect(),
    );
}

#[test]
fn no_circle_of_files() {
    let tests = test_files();
    let mut found = Vec::new();
    for folder in entries(&root().join("crates")) {
        let src = folder.join("src");
        let files: BTreeMap<String, String> = rust_files(&src)
            .into_iter()
            .filter(|file| !tests.contains(file))
            .map(|file| (file.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/"), read(&file)))
            .collect();
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        found.extend(
            circles(&files)
                .into_iter()
                .filter(|circle| !is_clap(circle))
                .map(|circle| format!("{name}: {}", circle.into_iter().collect::<Vec<_>>().join(" <-> "))),
        );
    }
    assert_none(found);
}

/// Clap's command line names its commands, and what completes it names the command line.
fn is_clap(circle: &BTreeSet<String>) -> bool {
    circle.contains("args.rs") && circle.iter().all(|file| file == "args.rs" || file.starts_with("command/"))
}

#[test]
fn no_circle_of_modules() {
    let tests = test_files();
    let mut found = Vec::new();
    for folder in entries(&root().join("crates")) {
        let src = folder.join("src");
        let files = rust_files(&src).into_iter().filter(|file| !tests.contains(file));
        let named =
            |file: PathBuf| (file.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/"), read(&file));
        let circles = module_circles(&files.map(named).collect());
        let circles = circles.into_iter().filter(|circle| *circle != BTreeSet::from(["args".into(), "command".into()]));
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        found.extend(circles.map(|circle| format!("{name}: {}", circle.into_iter().collect::<Vec<_>>().join(" <-> "))));
    }
    assert_none(found);
}

#[test]
fn a_module_that_points_back_is_found_though_no_file_does() {
    let files = [
        ("lib.rs", "mod load;\nmod read;\n"),
        ("load/mod.rs", "mod commit;\nmod name;\n"),
        ("load/commit.rs", "use crate::read::Reader;\n"),
        ("load/name.rs", "pub struct Name;\n"),
        ("read.rs", "use crate::load::name::Name;\npub struct Reader;\n"),
    ];
    let files: BTreeMap<String, String> = files.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
    assert_eq!(circles(&files), Vec::<BTreeSet<String>>::new());
    assert_eq!(module_circles(&files), [BTreeSet::from(["load".to_owned(), "read".to_owned()])]);
}

/// The groups of modules of one crate, each a file or folder below its root, that know each other. The root passes on what
/// they hold and knows them all.
fn module_circles(files: &BTreeMap<String, String>) -> Vec<BTreeSet<String>> {
    let module = |file: &str| file.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
    let is_root = |module: &String| ["lib", "main"].contains(&module.as_str());
    let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files.keys() {
        let known = known_by(files, file).into_iter().map(|known| module(&known));
        arrows.entry(module(file)).or_default().extend(known.filter(|known| !is_root(known) && *known != module(file)));
    }
    arrows.retain(|module, _| !is_root(module));
    groups_that_meet(&arrows)
}

#[test]
fn a_circle_is_found_through_a_reexport_and_not_where_there_is_none() {
    let files = |texts: &[(&str, &str)]| -> BTreeMap<String, String> {
        texts.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    };
    let lib = ("lib.rs", "mod a;\nmod b;\npub use a::A;\npub use b::B;\n");
    let one_way = [lib, ("a.rs", "pub struct A;\n"), ("b.rs", "use crate::A;\npub struct B(A);\n")];
    assert_eq!(circles(&files(&one_way)), Vec::<BTreeSet<String>>::new());
    let back = [lib, ("a.rs", "use super::b::B;\npub struct A;\n"), ("b.rs", "use crate::A;\npub struct B(A);\n")];
    assert_eq!(circles(&files(&back)), [BTreeSet::from(["a.rs".to_owned(), "b.rs".to_owned()])]);
}

/// The groups of files of one crate that know each other, directly or over others.
fn circles(files: &BTreeMap<String, String>) -> Vec<BTreeSet<String>> {
    groups_that_meet(&files.keys().map(|file| (file.clone(), known_by(files, file))).collect())
}

/// The groups of those that reach each other along `arrows`.
fn groups_that_meet(arrows: &BTreeMap<String, BTreeSet<String>>) -> Vec<BTreeSet<String>> {
    let reach = |start: &String| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![start.clone()]);
        while let Some(file) = open.pop() {
            for next in arrows.get(&file).into_iter().flatten() {
                if seen.insert(next.clone()) {
                    open.push(next.clone());
                }
            }
        }
        seen
    };
    let reached: BTreeMap<&String, BTreeSet<String>> = arrows.keys().map(|file| (file, reach(file))).collect();
    let both = |one: &String, other: &String| {
        reached.get(one).is_some_and(|seen| seen.contains(other))
            && reached.get(other).is_some_and(|seen| seen.contains(one))
    };
    let groups: BTreeSet<BTreeSet<String>> =
        arrows.keys().map(|one| arrows.keys().filter(|other| both(one, other)).cloned().collect()).collect();
    groups.into_iter().filter(|group: &BTreeSet<String>| group.len() > 1).collect()
}

/// The files whose items `file` names, re-exports followed to where the item is.
fn known_by(files: &BTreeMap<String, String>, file: &str) -> BTreeSet<String> {
    let module = module_of(file);
    let mut known = BTreeSet::new();
    for (path, public) in paths(&files[file]) {
        // What a file passes on is no knowledge of its own.
        if !public && let Some(found) = place(files, &module, &path, 0).filter(|found| found != file) {
            known.insert(found);
        }
    }
    known
}

fn module_of(file: &str) -> Vec<String> {
    let mut parts: Vec<String> = file.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if parts.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
        parts.pop();
    }
    parts
}

fn file_of(files: &BTreeMap<String, String>, module: &[String]) -> Option<String> {
    let path = module.join("/");
    let names = match path.as_str() {
        "" => vec!["lib.rs".to_owned(), "main.rs".to_owned()],
        path => vec![format!("{path}.rs"), format!("{path}/mod.rs")],
    };
    names.into_iter().find(|name| files.contains_key(name))
}

/// The file of the item that `path`, written in `module`, names; none for paths out of the crate.
fn place(files: &BTreeMap<String, String>, module: &[String], path: &[String], depth: usize) -> Option<String> {
    let (mut at, mut rest) = match path.first()?.as_str() {
        "crate" => (Vec::new(), &path[1..]),
        "self" => (module.to_vec(), &path[1..]),
        "super" => (module.split_last()?.1.to_vec(), &path[1..]),
        first => {
            let mut child = module.to_vec();
            child.push(first.to_owned());
            file_of(files, &child)?;
            (child, &path[1..])
        }
    };
    while let Some(next) = rest.first() {
        if next == "super" {
            at.pop();
        } else {
            let mut child = at.clone();
            child.push(next.clone());
            if file_of(files, &child).is_none() {
                break;
            }
            at = child;
        }
        rest = &rest[1..];
    }
    let file = file_of(files, &at)?;
    let Some(item) = rest.first().filter(|_| depth < 8) else { return Some(file) };
    let passed_on = paths(&files[&file]).into_iter().find(|(path, public)| *public && path.last() == Some(item));
    match passed_on {
        Some((path, _)) => place(files, &at, &path, depth + 1).or(Some(file)),
        None => Some(file),
    }
}

/// The paths of one file that may lie in its crate, each with whether the file passes it on (`pub use`).
fn paths(text: &str) -> Vec<(Vec<String>, bool)> {
    let text = code_text(text);
    let (mut found, mut rest) = (Vec::new(), text.as_str());
    let mut plain = String::new();
    while let Some(at) = next_use(rest) {
        let before = &rest[..at];
        plain.push_str(before);
        let line = before.rsplit('\n').next().unwrap_or_default();
        let end = rest[at..].find(';').map_or(rest.len(), |end| at + end);
        let public = line.trim_start().starts_with("pub");
        found.extend(leaves(&rest[at + 4..end]).into_iter().map(|path| (path, public)));
        rest = &rest[end..];
    }
    plain.push_str(rest);
    for start in ["crate::", "super::", "self::"] {
        for (at, _) in plain.match_indices(start) {
            let path: String =
                plain[at..].chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == ':').collect();
            if !plain[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
                found.push((split(&path), false));
            }
        }
    }
    found
}

/// Where the next `use` begins.
fn next_use(text: &str) -> Option<usize> {
    text.match_indices("use ").map(|(at, _)| at).find(|at| {
        let line = text[..*at].rsplit('\n').next().unwrap_or_default().trim_start();
        line.is_empty() || line == "pub " || (line.starts_with("pub(") && line.ends_with(") "))
    })
}

/// The leaves of a tree of imports.
fn leaves(tree: &str) -> Vec<Vec<String>> {
    let tree = tree.trim();
    let Some(open) = tree.find('{') else {
        return vec![split(tree.split(" as ").next().unwrap_or(tree))];
    };
    let prefix = split(&tree[..open]);
    let inner = tree[open + 1..].trim_end().trim_end_matches('}');
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inner[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inner[start..]);
    let parts = parts.into_iter().filter(|part| !part.trim().is_empty());
    parts.flat_map(leaves).map(|leaf| prefix.iter().cloned().chain(leaf).collect()).collect()
}

fn split(path: &str) -> Vec<String> {
    path.split("::").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The text without comments and without modules of tests.
fn code_text(text: &str) -> String {
    super::code(text).into_iter().map(|(_, line)| line).collect::<Vec<_>>().join("\n")
}
