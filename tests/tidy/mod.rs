//! The house rules that a machine can check.

mod arrows;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_test_file_is_part_of_a_test() {
    let tests = root().join("tests");
    let mut reached = BTreeSet::new();
    for start in ["acceptance.rs", "src/lib.rs"] {
        reach(&tests.join(start), &mut reached);
    }
    // The plugins there are crates of their own.
    let own = |file: &PathBuf| {
        file.ancestors().skip(1).any(|dir| dir != tests && dir.starts_with(&tests) && dir.join("Cargo.toml").is_file())
    };
    let forgotten = rust_files(&tests).into_iter().filter(|file| !reached.contains(file) && !own(file));
    assert_none(forgotten.map(|file| format!("{}: no `mod` names it", shown(&file))).collect());
}

#[test]
fn files_are_one_sitting_long() {
    let long = |file: &PathBuf| {
        let lines = read(file).lines().count();
        (lines > 400).then(|| format!("{}: {lines} lines, more than 400", shown(file)))
    };
    assert_none(crate_files().iter().filter_map(long).collect());
}

#[test]
fn lib_rs_is_a_table_of_contents() {
    let libs = crate_files().into_iter().filter(|file| file.ends_with("src/lib.rs"));
    let bodies = libs.filter(|file| code(&read(file)).iter().any(|(_, line)| has_word(line, "fn")));
    assert_none(bodies.map(|file| format!("{}: a function belongs into a module", shown(&file))).collect());
}

#[test]
fn nothing_is_left_for_later_and_nothing_panics() {
    const LATER: [&str; 4] = ["TODO", "FIXME", "unimplemented!", "todo!"];
    const PANICS: [&str; 5] = [".unwrap()", ".expect(\"", "panic!(", "unreachable!(", "dbg!("];
    let (mut found, tests) = (Vec::new(), test_files());
    for file in crate_files() {
        let text = read(&file);
        for (nth, line) in text.lines().enumerate() {
            let word = LATER.iter().find(|word| line.contains(**word));
            found.extend(word.map(|word| format!("{}:{}: `{word}`", shown(&file), nth + 1)));
        }
        if !tests.contains(&file) {
            for (nth, line) in code(&text) {
                let panic = PANICS.iter().find(|word| line.contains(**word));
                found.extend(panic.map(|word| format!("{}:{nth}: `{word}` outside tests", shown(&file))));
            }
        }
    }
    assert_none(found);
}

#[test]
fn unsafe_stays_at_the_edge() {
    let inside = crate_files().into_iter().filter(|file| {
        let path = shown(file);
        let contract = ["crates/plugin/src/abi.rs", "crates/plugin/src/export/", "crates/plugin-host/"];
        !contract.iter().any(|edge| path.starts_with(edge))
    });
    let mut found = Vec::new();
    for file in inside {
        let text = read(&file);
        let risky = code(&text).into_iter().filter(|(_, line)| has_word(line, "unsafe"));
        found.extend(risky.map(|(nth, _)| format!("{}:{nth}: `unsafe`", shown(&file))));
    }
    assert_none(found);
}

#[test]
fn the_map_shows_what_is_there() {
    let pages = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE", "NOTICE"];
    for page in pages {
        assert!(root().join(page).is_file(), "`{page}` is missing");
    }
    let text = read(&root().join("ARCHITECTURE.md"));
    let map = text.split("\n## ").find(|part| part.lines().next().unwrap_or_default().to_lowercase().contains("map"));
    let map = map.expect("ARCHITECTURE.md has a section called `Code map`");
    // A path stands in backticks and has a slash; `<…>` and `*` stand for what a user names.
    let paths = map.split('`').skip(1).step_by(2).filter(|path| path.contains('/'));
    let paths: Vec<&str> = paths.filter(|path| !path.contains([' ', '<', '*', ':', '$', '{'])).collect();
    assert!(paths.len() >= 5, "the code map names hardly any path: {paths:?}");
    let missing = paths.into_iter().filter(|path| !root().join(path).exists());
    let mut missing: Vec<String> =
        missing.map(|path| format!("ARCHITECTURE.md names `{path}`, which is not there")).collect();
    for page in ["ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = read(&root().join(page));
        let gone = named_paths(&text).into_iter().filter(|path| !root().join(path).exists());
        missing.extend(gone.map(|path| format!("{page} names `{path}`, which is not there")));
    }
    assert_none(missing);
    assert_eq!(
        named_paths("`crates/x/src`, `.jauge/plugins`, `plugins/NAME`, `a/b`\n```sh\nls `tests/x`\n```"),
        ["crates/x/src"]
    );
}

/// The paths of this checkout that a page names in backticks, those of its examples left out: what begins with a folder of
/// ours, and has no part that stands for what a user names.
fn named_paths(page: &str) -> Vec<&str> {
    const OURS: [&str; 8] = [".cargo/", ".ci/", "crates/", "docs/", "plugins/", "queries/", "tests/", "xtask/"];
    let prose = page.split("```").step_by(2);
    let named = prose.flat_map(|part| part.split('`').skip(1).step_by(2));
    let ours = named.filter(|path| OURS.iter().any(|folder| path.starts_with(folder)));
    ours.filter(|path| !path.contains([' ', '<', '*', ':', '$', '{']) && !path.contains("NAME")).collect()
}

#[test]
fn every_shipped_kpi_has_a_french_title() {
    let kpis: Vec<PathBuf> = ["queries", "crates", "plugins"]
        .into_iter()
        .flat_map(|folder| files(&root().join(folder), "sql"))
        .filter(|file| file.parent().is_some_and(|folder| folder.ends_with("kpis")))
        .collect();
    assert!(!kpis.is_empty(), "no KPI is shipped");
    let english = kpis.iter().filter(|file| {
        let text = read(file);
        let title = text.lines().find(|line| line.starts_with("title")).unwrap_or_default();
        !(title.contains("en = \"") && title.contains("fr = \"")) || title.contains("\"\"")
    });
    assert_none(english.map(|file| format!("{}: no `title = {{ en = …, fr = … }}`", shown(file))).collect());
}

fn assert_none(found: Vec<String>) {
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// `file` as one writes it from the top of the checkout.
fn shown(file: &Path) -> String {
    file.strip_prefix(root()).unwrap_or(file).to_string_lossy().replace('\\', "/")
}

/// Each crate's name and its dependencies, those of its tests left out.
fn manifests() -> BTreeMap<String, Vec<String>> {
    let folders = ["crates", "plugins"].into_iter().flat_map(|folder| entries(&root().join(folder)));
    let crates = folders.chain([root().join("xtask")]).map(|folder| folder.join("Cargo.toml"));
    let found: BTreeMap<_, _> = crates.filter(|file| file.is_file()).map(|file| manifest(&read(&file))).collect();
    assert!(found.contains_key("jauge-domain") && found.contains_key("jauge-cli"), "{:?}", found.keys());
    found
}

fn manifest(text: &str) -> (String, Vec<String>) {
    let (mut name, mut dependencies, mut section) = (String::new(), Vec::new(), "");
    for line in text.lines().map(str::trim) {
        if let Some(heading) = line.strip_prefix('[') {
            section = heading.trim_end_matches(']');
            // `[dependencies.arrow]` names one in its heading.
            dependencies.extend(section.strip_prefix("dependencies.").map(str::to_owned));
        } else if let Some((key, value)) = line.split_once('=') {
            let key = key.trim();
            match section {
                "package" if key == "name" => name = value.trim().trim_matches('"').to_owned(),
                section if section == "dependencies" || section.ends_with(".dependencies") => {
                    dependencies.push(key.split('.').next().unwrap_or(key).to_owned());
                }
                _ => {}
            }
        }
    }
    (name, dependencies)
}

fn crate_files() -> Vec<PathBuf> {
    let crates = entries(&root().join("crates")).into_iter().map(|folder| folder.join("src"));
    let found: Vec<PathBuf> = crates.flat_map(|src| rust_files(&src)).collect();
    assert!(found.len() > 20, "only {} files in crates/*/src", found.len());
    found
}

/// The files that a `mod` under `#[cfg(test)]` leads to.
fn test_files() -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for module in crate_files().iter().flat_map(|file| modules(file)).filter(|module| module.test) {
        module.places.iter().for_each(|place| reach(place, &mut found));
    }
    found
}

/// The numbered lines that are neither comments nor in a `mod` of tests, without what follows a `//`.
fn code(text: &str) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    let mut all = text.lines().enumerate().peekable();
    while let Some((nth, line)) = all.next() {
        let next = all.peek().map_or("", |(_, next)| next.trim());
        if line.trim() == "#[cfg(test)]" && next.starts_with("mod ") && next.ends_with('{') {
            // To the brace that closes the module, at the margin of its opening.
            let end = format!("{}}}", &line[..line.len() - line.trim_start().len()]);
            all.by_ref().find(|(_, line)| *line == end);
            continue;
        }
        let line = line.split("//").next().unwrap_or(line);
        if !line.trim().is_empty() {
            lines.push((nth + 1, line));
        }
    }
    lines
}

fn has_word(line: &str, word: &str) -> bool {
    line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|found| found == word)
}

/// A `mod name;`: the places its file may be at, and whether it is only for tests.
struct Module {
    places: Vec<PathBuf>,
    test: bool,
}

/// Follows every `mod name;` from `file`.
fn reach(file: &Path, reached: &mut BTreeSet<PathBuf>) {
    if file.is_file() && reached.insert(file.to_owned()) {
        modules(file).iter().flat_map(|module| &module.places).for_each(|place| reach(place, reached));
    }
}

fn modules(file: &Path) -> Vec<Module> {
    let folder = file.parent().unwrap();
    let start = ["acceptance.rs", "lib.rs", "main.rs", "mod.rs"].iter().any(|name| file.ends_with(name));
    let below = if start { folder.to_owned() } else { file.with_extension("") };
    let (mut found, mut path, mut test) = (Vec::new(), None, false);
    for line in read(file).lines().map(str::trim) {
        if let Some(named) = line.strip_prefix("#[path = \"") {
            path = named.split('"').next().map(|named| folder.join(named));
        } else if line == "#[cfg(test)]" {
            test = true;
        } else if !line.starts_with("#[") {
            let line = line.strip_prefix("pub(").and_then(|rest| rest.split_once(") ")).map_or(line, |(_, rest)| rest);
            let name = line.trim_start_matches("pub ").strip_prefix("mod ");
            if let Some(name) = name.and_then(|name| name.strip_suffix(';')) {
                let usual = vec![below.join(format!("{name}.rs")), below.join(name).join("mod.rs")];
                found.push(Module { places: path.take().map_or(usual, |path| vec![path]), test });
            }
            (path, test) = (None, false);
        }
    }
    found
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    files(folder, "rs")
}

/// All files below `folder` with that extension; fixtures and builds are nobody's code.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in entries(folder) {
        if entry.is_dir() {
            let name = entry.file_name().unwrap_or_default();
            if name != "target" && name != "fixtures" {
                found.extend(files(&entry, extension));
            }
        } else if entry.extension().is_some_and(|found| found == extension) {
            found.push(entry);
        }
    }
    found
}

/// What lies in `folder`, sorted; nothing where it is not there.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    found.sort();
    found
}
