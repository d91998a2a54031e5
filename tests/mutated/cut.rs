//! A file that grows: cut at any byte, loaded, appended to and loaded again, it is what it is loaded as a whole.

use std::{collections::BTreeMap, fmt::Write};

use super::{
    keep,
    mutate::{Random, corpus, mutated},
    rounds, sane,
};
use crate::support::Workspace;

/// Files in one round: one load does them all.
const FILES: usize = 24;
const TOKENS: [&str; 8] =
    ["\"\"", "2026-03-29 02:30:00", ",,,", "{}", "\"a\":[1]", "1.5", " - - [01/Jan/2026:00:00:00 +0000] ", "#Fields: "];

struct Case {
    name: String,
    content: Vec<u8>,
    at: usize,
}

#[test]
fn a_file_cut_at_any_byte_and_loaded_twice_is_what_it_is_as_a_whole() {
    let corpus = corpus("cut");
    let others: Vec<&[u8]> = corpus.iter().map(|(_, text)| text.as_slice()).collect();
    rounds(1, |random, seed| {
        let cases: Vec<Case> = (0..FILES).map(|_| case(random, &corpus, &others)).collect();
        let [whole, parts] = [workspace(&cases), workspace(&cases)];
        put(&whole, &cases, |case| case.content.len());
        put(&parts, &cases, |case| case.at);
        sane(&parts, &["load", "-q"], seed);
        put(&parts, &cases, |case| case.content.len());
        for workspace in [&whole, &parts] {
            let loaded = sane(workspace, &["load", "-q", "--final"], seed);
            // Most rows may be rejected, or a file may be damaged; the command itself is fine.
            assert!(matches!(loaded.status.code(), Some(0 | 1 | 4)), "{}", String::from_utf8_lossy(&loaded.stderr));
        }
        let (wanted, found) = (rows(&whole, seed), rows(&parts, seed));
        for (nth, case) in cases.iter().enumerate() {
            let source = format!("s{nth}");
            // A file that cannot be read as a whole has rows up to where it breaks only if it was cut before.
            let Some(wanted) = wanted.get(&source) else { continue };
            let found = found.get(&source).cloned().unwrap_or_default();
            assert!(
                *wanted == found,
                "seed {seed}: {} (source {source}) cut at {} of {}:\n{:?}\nas a whole: {wanted:#?}\nin parts: {found:#?}\nkept in {} and {}",
                case.name,
                case.at,
                case.content.len(),
                String::from_utf8_lossy(&case.content),
                keep(&whole),
                keep(&parts),
            );
        }
    });
}

/// A text of the corpus, its body mutated half of the time.
fn case(random: &mut Random, corpus: &[(String, Vec<u8>)], others: &[&[u8]]) -> Case {
    let (name, text) = random.one(corpus);
    let head = text.iter().position(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let mut content = text[..head].to_vec();
    match random.below(2) {
        0 => content.extend_from_slice(&text[head..]),
        _ => content.extend(mutated(random, &text[head..], &TOKENS, others)),
    }
    let at = random.below(content.len() + 1);
    Case { name: name.clone(), content, at }
}

fn workspace(cases: &[Case]) -> Workspace {
    let mut config = String::from("[workspace]\nname = \"w\"\ntimezone = \"Europe/Paris\"\n");
    for (nth, case) in cases.iter().enumerate() {
        let reads = match case.name.rsplit('.').next().unwrap() {
            "log" => "connector = \"weblog\"\nlog_format = \"combined\"".to_owned(),
            // Set, because what is detected may depend on how much of the file is there.
            "csv" => "separator = \",\"\nheader = true\ndecimal_mark = \".\"\ndates = \"year first\"".to_owned(),
            "tsv" => "header = true\ndecimal_mark = \".\"\ndates = \"year first\"".to_owned(),
            _ => "decimal_mark = \".\"\ndates = \"year first\"".to_owned(),
        };
        let path = format!("s{nth}/{}", case.name);
        write!(config, "[[source]]\nname = \"s{nth}\"\npath = \"{path}\"\nrepeats = \"disjoint\"\n{reads}\n").unwrap();
        if !case.name.ends_with(".log") {
            config.push_str("into = \"events\"\n");
        }
    }
    let workspace = Workspace::new(&config);
    // One key for both, so that one address is one visitor in both.
    workspace.write(".jauge/key", [7; 32]);
    workspace
}

fn put(workspace: &Workspace, cases: &[Case], length: impl Fn(&Case) -> usize) {
    for (nth, case) in cases.iter().enumerate() {
        workspace.write(&format!("s{nth}/{}", case.name), &case.content[..length(case)]);
    }
}

/// The rows and rejects of each source.
fn rows(workspace: &Workspace, seed: u64) -> BTreeMap<String, Vec<String>> {
    let query = "SELECT source_name, concat_ws('|', cast(event_time AS VARCHAR), event_name, visitor_id, page_path, cast(value AS VARCHAR)) AS row FROM events
        UNION ALL SELECT source_name, concat_ws('|', 'reject', cast(line AS VARCHAR), column_name, value) FROM rejects ORDER BY 1, 2";
    let output = sane(workspace, &["sql", "-q", "--format", "ndjson", query], seed);
    assert!(output.status.success(), "seed {seed}: {}", String::from_utf8_lossy(&output.stderr));
    let mut rows = BTreeMap::<String, Vec<String>>::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let source = row["source_name"].as_str().unwrap().to_owned();
        rows.entry(source).or_default().push(row["row"].as_str().unwrap_or_default().to_owned());
    }
    rows
}
