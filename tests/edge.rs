//! Hand-made edge cases of a pack: a folder that is loaded, and a table of questions and what must be answered.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::{Mutex, PoisonError},
};

use serde_json::Value;

use crate::support::{Workspace, copy_all};

/// A workspace with the files of `tests/<folder>`, loaded: once in a run, then copied.
pub fn workspace(folder: &'static str) -> Workspace {
    static LOADED: Mutex<BTreeMap<&str, Workspace>> = Mutex::new(BTreeMap::new());
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    loaded.entry(folder).or_insert_with(|| load(folder)).copy()
}

fn load(folder: &str) -> Workspace {
    let site = Workspace::new("");
    copy_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), site.path());
    site.ok(&["load", "--quiet"]);
    site
}

/// One line of a table: a KPI, how it is asked, the group that is looked at, and the answer.
struct Line<'a> {
    kpi: String,
    options: Vec<String>,
    group: &'a str,
    wanted: &'a str,
}

impl<'a> Line<'a> {
    fn new(line: &'a str) -> Self {
        let (left, wanted) = line.rsplit_once(" | ").unwrap();
        let (question, group) = left.split_once('`').unwrap();
        let mut words = words(question).into_iter();
        Self { kpi: words.next().unwrap(), options: words.collect(), group: group.trim(), wanted }
    }

    /// Whether `row` answers it.
    fn is_of(&self, row: &Value) -> bool {
        let kpi = row["kpi"].as_str().unwrap();
        let is_named = kpi == self.kpi || kpi.strip_suffix(&self.kpi).is_some_and(|pack| pack.ends_with('.'));
        let groups = || row["by"].as_object().unwrap().values();
        is_named
            && match self.group {
                "" => true,
                "null" => groups().all(Value::is_null),
                group => groups().any(|value| value == group),
            }
    }

    fn check(&self, rows: &[Value]) {
        let Self { kpi, options, group, wanted } = self;
        let mut rows = rows.iter().filter(|row| self.is_of(row));
        let found = rows.next().unwrap_or_else(|| panic!("{kpi} {options:?} {group}: nothing"))["value"].as_f64();
        assert!(rows.next().is_none(), "{kpi} {options:?} {group}: several rows");
        let same = match (found, fraction(wanted)) {
            (Some(found), Some(wanted)) => (found - wanted).abs() <= 1e-9 * wanted.abs().max(1.0),
            (found, wanted) => found.is_none() && wanted.is_none(),
        };
        assert!(same, "{kpi} {options:?} {group}: {found:?}, and should be {wanted}");
    }
}

/// Asks each line of `expected`, a table in Markdown of what to ask, of which group, and the answer; says how many there were. Lines
/// that ask in the same way are asked at once.
pub fn ask_each(site: &Workspace, expected: &str) -> usize {
    let lines = expected.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |"));
    let lines: Vec<Line> = lines.map(Line::new).collect();
    let mut alike = BTreeMap::<&[String], Vec<&Line>>::new();
    lines.iter().for_each(|line| alike.entry(&line.options).or_default().push(line));
    for (options, lines) in alike {
        let kpis: BTreeSet<&str> = lines.iter().map(|line| line.kpi.as_str()).collect();
        let options = options.iter().map(String::as_str).chain(["-q", "--format", "json"]);
        let args: Vec<&str> = ["ask"].into_iter().chain(kpis).chain(options).collect();
        let ran = site.run(&args);
        assert!(matches!(ran.code, 0 | 3), "{args:?}: {}", ran.stderr);
        let rows: Vec<Value> = serde_json::from_str(&ran.stdout).unwrap();
        lines.iter().for_each(|line| line.check(&rows));
    }
    lines.len()
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
