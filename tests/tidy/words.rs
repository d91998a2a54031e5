//! One concept, one word: type names with one meaning, and the words of the field.

use std::collections::BTreeMap;

use super::{assert_none, code, crate_files, has_word, read, shown, test_files};

/// Names that plugins' authors know from the contract, which must not change, and that domain has for people.
const SHARED: [&str; 2] = ["Permissions", "Status"];

#[test]
fn a_public_type_name_has_one_meaning() {
    let tests = test_files();
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in crate_files().into_iter().filter(|file| !tests.contains(file)) {
        // The command's own types are seen by nobody else.
        if shown(&file).starts_with("crates/cli/") {
            continue;
        }
        for name in code(&read(&file)).into_iter().filter_map(|(_, line)| type_name(line)) {
            places.entry(name.to_owned()).or_default().push(shown(&file));
        }
    }
    let twice = places.into_iter().filter(|(name, places)| places.len() > 1 && !SHARED.contains(&name.as_str()));
    assert_none(twice.map(|(name, places)| format!("`{name}` is defined in {}", places.join(" and "))).collect());
}

fn type_name(line: &str) -> Option<&str> {
    let rest = ["struct ", "enum ", "trait ", "type "]
        .iter()
        .find_map(|kind| line.strip_prefix("pub ").and_then(|line| line.strip_prefix(kind)))?;
    rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().filter(|name| !name.is_empty())
}

/// Names of the first build for which the field has others.
const OLD: [(&str, &str); 15] = [
    ("Keying", "row identity, key"),
    ("Opened", "Snapshot"),
    ("Standpoint", "as-of cutoff"),
    ("Standing", "Assessment"),
    ("Prognosis", "Forecast"),
    ("Gathered", "Diagnostics"),
    ("Heard", "Diagnostics"),
    ("looks_back", "lookback"),
    ("Sight", "trailing window"),
    ("Touched", "dirty ranges"),
    ("Tally", "aggregate"),
    ("Paper", "layout"),
    ("Visit", "session"),
    ("visits", "sessions"),
    ("Look", "lookback, or what is looked at"),
];

#[test]
fn the_fields_words_are_used() {
    let mut found = Vec::new();
    for file in crate_files() {
        for (nth, line) in read(&file).lines().enumerate() {
            let old = OLD.iter().filter(|(old, _)| has_word(line, old));
            found.extend(old.map(|(old, new)| format!("{}:{}: `{old}`: say {new}", shown(&file), nth + 1)));
        }
    }
    assert_none(found);
}
