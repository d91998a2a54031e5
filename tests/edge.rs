//! Hand-made edge cases of a pack: a folder that is loaded, and a table of questions and what must be answered.

use std::{fs, path::Path};

use crate::support::Workspace;

/// A workspace with the files of `tests/<folder>`, loaded.
pub fn workspace(folder: &str) -> Workspace {
    let site = Workspace::new("");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, site.path().join(path.file_name().unwrap())).unwrap();
    }
    site.ok(&["load", "--quiet"]);
    site
}

/// Asks each line of `expected`, a table in Markdown of what to ask, of which group, and the answer; says how many there were.
pub fn ask_each(site: &Workspace, expected: &str) -> usize {
    let lines = expected.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |"));
    let mut asked = 0;
    for line in lines {
        let (left, wanted) = line.rsplit_once(" | ").unwrap();
        let (args, group) = left.split_once('`').unwrap();
        let args = words(args);
        let args: Vec<&str> =
            ["ask"].into_iter().chain(args.iter().map(String::as_str)).chain(["-q", "--format", "json"]).collect();
        let rows: serde_json::Value = serde_json::from_str(&site.run(&args).stdout).unwrap_or_default();
        let group = group.trim();
        let rows = rows.as_array().cloned().unwrap_or_default();
        let mut rows = rows.iter().filter(|row| match group {
            "" => true,
            "null" => row["by"].as_object().unwrap().values().all(serde_json::Value::is_null),
            group => row["by"].as_object().unwrap().values().any(|value| value == group),
        });
        let found = rows.next().unwrap_or_else(|| panic!("{args:?} {group}: nothing"))["value"].as_f64();
        assert!(rows.next().is_none(), "{args:?} {group}: several rows");
        let same = match (found, fraction(wanted)) {
            (Some(found), Some(wanted)) => (found - wanted).abs() < 1e-9,
            (found, wanted) => found.is_none() && wanted.is_none(),
        };
        assert!(same, "{args:?} {group}: {found:?}, and should be {wanted}");
        asked += 1;
    }
    asked
}

/// A number, a fraction, or null.
fn fraction(text: &str) -> Option<f64> {
    let (above, below) = text.split_once('/').unwrap_or((text, "1"));
    Some(above.parse::<f64>().ok()? / below.parse::<f64>().unwrap())
}

/// The words of a command line; double quotes keep one together.
pub fn words(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    let words = parts.flat_map(|(nth, part)| match nth % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    words.collect()
}
