//! Types as the sources write them: their fields, and the words of a choice.

use std::collections::BTreeMap;
use std::fs;
use std::mem;
use std::path::Path;

/// Where types are that read files.
const FOLDERS: [&str; 6] = [
    "crates/domain/src",
    "crates/domain/src/calendar",
    "crates/files/src",
    "crates/judge/src/file",
    "crates/plugin-host/src",
    "crates/workspace/src",
];

/// How values are written whose types are no choice of words.
const VALUES: [(&str, &str); 29] = [
    ("String", "text"),
    ("char", "one character"),
    ("bool", "`true` or `false`"),
    ("u64", "whole number"),
    ("usize", "whole number"),
    ("f64", "number"),
    ("Localized", "text in two languages"),
    ("Length", "length"),
    ("Duration", "length"),
    ("MonthDay", "text `\"MM-DD\"`"),
    ("toml::Table", "table"),
    ("DateOrder", "`day first`, `month first`, `year first` or a pattern"),
    ("TableChoice", "text or whole number"),
    ("Aimed", "number, text, or `[low, high]`"),
    ("Amount", "number or text"),
    ("PeriodText", "period"),
    ("Day", "date"),
    ("DaysText", "length"),
    ("OneOf<Aim>", "word"),
    ("OneOf<Frequency>", "word"),
    ("OneOf<Repeat>", "word"),
    ("PassiveConfig", "table"),
    ("HeartbeatConfig", "table"),
    ("Step", "table"),
    ("WrittenBaseline", "table"),
    ("WrittenAction", "table"),
    ("WrittenBudget", "table"),
    ("WrittenMilestone", "table"),
    ("WrittenCheckIn", "table"),
];

/// A key of a file: a field of the type that reads it.
pub(super) struct Key {
    pub(super) name: String,
    /// How its value is written.
    pub(super) kind: String,
    /// What it means.
    pub(super) says: String,
    pub(super) is_required: bool,
    /// What it is where it is left out, as far as that is a word.
    pub(super) usual: Option<String>,
}

/// The texts of the sources, by their paths.
pub(super) struct Source(BTreeMap<String, String>);

/// A field or a word: what is said of it, its attributes, and its line.
struct Entry<'t> {
    says: String,
    attributes: String,
    line: &'t str,
}

impl Source {
    /// The sources in `root`.
    pub(super) fn read(root: &Path) -> Result<Self, String> {
        let mut texts = BTreeMap::new();
        for folder in FOLDERS {
            let unreadable = |error| format!("cannot read {folder}: {error}");
            for entry in fs::read_dir(root.join(folder)).map_err(unreadable)? {
                let name = entry.map_err(unreadable)?.file_name().to_string_lossy().into_owned();
                if name.ends_with(".rs") {
                    let text = fs::read_to_string(root.join(folder).join(&name)).map_err(unreadable)?;
                    texts.insert(format!("{folder}/{name}"), text);
                }
            }
        }
        Ok(Self(texts))
    }

    /// The keys that the type called `name` in `file` reads. What a field does not say of itself, one of the type that it `becomes`
    /// says, which has its name, or that with `_days` behind it.
    pub(super) fn keys(&self, file: &str, name: &str, becomes: &str) -> Result<Vec<Key>, String> {
        let text = self.0.get(file).ok_or_else(|| format!("there is no {file}"))?;
        let (above, within) =
            body(text, &format!("struct {name}")).ok_or_else(|| format!("{file} has no struct `{name}`"))?;
        let others = body(text, &format!("struct {becomes}")).map(|(_, lines)| entries(&lines)).unwrap_or_default();
        let has_usual = above.iter().any(|line| line.starts_with("#[serde(") && line.contains("default"));
        let mut keys = Vec::new();
        for entry in entries(&within) {
            if entry.attributes.contains("serde(skip)") || entry.attributes.contains("flatten") {
                continue;
            }
            let (field, kind) = entry.field().ok_or_else(|| format!("{file}: no field: {}", entry.line))?;
            let is_required = !has_usual && !kind.starts_with("Option<") && !entry.attributes.contains("default");
            let of_other = || others.iter().find(|other| other.is_called(field)).map(|other| other.says.clone());
            keys.push(Key {
                name: told(&entry.attributes, "rename").unwrap_or(field).to_owned(),
                kind: self.kind(kind).map_err(|error| format!("{file}: {error}"))?,
                usual: if is_required { None } else { self.usual(text, &entry.attributes, kind) },
                says: if entry.says.is_empty() { of_other().unwrap_or_default() } else { entry.says },
                is_required,
            });
        }
        Ok(keys)
    }

    /// How a value of the type `written` is written in a file.
    fn kind(&self, written: &str) -> Result<String, String> {
        let inside = |of: &str| written.strip_prefix(of)?.strip_prefix('<')?.strip_suffix('>');
        if let Some(inner) = ["Option", "Spanned", "Field"].into_iter().find_map(inside) {
            return self.kind(inner);
        }
        if let Some(inner) = inside("Vec") {
            return Ok(format!("list of: {}", self.kind(inner)?));
        }
        if let Some((_, inner)) = inside("BTreeMap").and_then(|inner| inner.split_once(", ")) {
            return Ok(format!("table of: {}", self.kind(inner)?));
        }
        if let Some(inner) = written.strip_prefix('[').and_then(|rest| rest.strip_suffix("; 2]")) {
            return Ok(format!("two of: {}", self.kind(inner)?));
        }
        if let Some((_, kind)) = VALUES.iter().find(|(name, _)| *name == written) {
            return Ok((*kind).to_owned());
        }
        let words: Vec<String> = self.words(written).into_iter().map(|(word, _)| format!("`{word}`")).collect();
        match words.split_last() {
            None => Err(format!("nothing says how a `{written}` is written")),
            Some((only, [])) => Ok(only.clone()),
            Some((last, others)) => Ok(format!("{} or {last}", others.join(", "))),
        }
    }

    /// The words of the choice `name`, each with whether it is the usual one; none where there is no such choice.
    fn words(&self, name: &str) -> Vec<(String, bool)> {
        let Some((above, within)) = self.0.values().find_map(|text| body(text, &format!("enum {name}"))) else {
            return Vec::new();
        };
        let is_small = above.iter().any(|line| line.contains("rename_all = \"lowercase\""));
        let word = |entry: &Entry<'_>| {
            let variant = entry.line.trim_end_matches(',');
            let plain = if is_small { variant.to_lowercase() } else { variant.to_owned() };
            told(&entry.attributes, "rename").map_or(plain, str::to_owned)
        };
        let written = entries(&within).into_iter().filter(|entry| !entry.attributes.contains("serde(skip)"));
        written.map(|entry| (word(&entry), entry.attributes.contains("#[default]"))).collect()
    }

    /// What a field of the type `kind` in `text` is where it is left out.
    fn usual(&self, text: &str, attributes: &str, kind: &str) -> Option<String> {
        let Some(function) = told(attributes, "default") else {
            return self.words(kind).into_iter().find_map(|(word, is_usual)| is_usual.then_some(word));
        };
        let (_, rest) = text.split_once(&format!("fn {}() -> ", function.rsplit("::").next()?))?;
        let value = rest.lines().nth(1)?.trim().trim_start_matches("vec![").trim_end_matches(']');
        let value = value.trim_end_matches(".to_owned()");
        if let Some((_, variant)) = value.rsplit_once("::") {
            return Some(variant.to_lowercase());
        }
        let quoted = match value.strip_prefix('"') {
            Some(quoted) => quoted,
            None => text.split_once(&format!("const {value}: &str = \""))?.1,
        };
        quoted.split('"').next().map(str::to_owned)
    }
}

impl<'t> Entry<'t> {
    /// The name and the type of a field.
    fn field(&self) -> Option<(&'t str, &'t str)> {
        let line = self.line.trim_start_matches("pub(super) ").trim_start_matches("pub ");
        line.trim_end_matches(',').split_once(": ")
    }

    fn is_called(&self, name: &str) -> bool {
        self.field().is_some_and(|(field, _)| field == name || field.strip_suffix("_days") == Some(name))
    }
}

/// The lines above the type that begins with `what` in `text`, and those within its braces.
fn body<'t>(text: &'t str, what: &str) -> Option<(Vec<&'t str>, Vec<&'t str>)> {
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|line| line.ends_with(&format!("{what} {{")))?;
    let above = lines[..at].iter().rev().take_while(|line| line.starts_with('#') || line.starts_with("///"));
    let within = lines[at + 1..].iter().take_while(|line| **line != "}");
    Some((above.copied().collect(), within.copied().collect()))
}

fn entries<'t>(lines: &[&'t str]) -> Vec<Entry<'t>> {
    let (mut entries, mut says, mut attributes) = (Vec::new(), Vec::new(), String::new());
    for line in lines.iter().map(|line| line.trim()) {
        if let Some(said) = line.strip_prefix("///") {
            says.push(said.trim());
        } else if line.starts_with("#[") {
            attributes += line;
        } else if !line.is_empty() && !line.starts_with("//") {
            entries.push(Entry { says: mem::take(&mut says).join(" "), attributes: mem::take(&mut attributes), line });
        }
    }
    entries
}

/// The text that attributes give `key`: `rename = "where"`.
fn told<'a>(attributes: &'a str, key: &str) -> Option<&'a str> {
    attributes.split_once(&format!("{key} = \""))?.1.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
/// What is written.
#[derive(Deserialize)]
struct Written {
    /// A name,
    /// its own.
    name: String,
    #[serde(default = \"usual\")]
    kind: Kind,
    #[serde(default, rename = \"where\")]
    filter: Vec<Option<String>>,
    window: Option<Spanned<String>>,
    #[serde(skip)]
    typed: bool,
}

pub struct Made {
    /// How far it looks back.
    pub window_days: Option<i64>,
    /// Which kind.
    pub kind: Kind,
    /// What holds; `None`: all.
    pub filter: Vec<String>,
}

#[serde(rename_all = \"lowercase\")]
enum Kind {
    /// One.
    Large,
    #[default]
    #[serde(rename = \"very small\")]
    Small,
}

fn usual() -> Kind {
    Kind::Large
}
";

    fn keys() -> Vec<Key> {
        Source(BTreeMap::from([("a.rs".to_owned(), TEXT.to_owned())])).keys("a.rs", "Written", "Made").unwrap()
    }

    #[test]
    fn a_key_has_its_name_its_value_and_what_it_means() {
        let keys = keys();
        let of = |nth: usize| (keys[nth].name.as_str(), keys[nth].kind.as_str(), keys[nth].says.as_str());
        assert_eq!(of(0), ("name", "text", "A name, its own."));
        assert_eq!(of(1), ("kind", "`large` or `very small`", "Which kind."));
        assert_eq!(of(2), ("where", "list of: text", "What holds; `None`: all."));
        assert_eq!(of(3), ("window", "text", "How far it looks back."));
        assert_eq!(keys.len(), 4);
    }

    #[test]
    fn a_key_is_required_unless_it_has_a_value_when_it_is_left_out() {
        let keys: Vec<(bool, Option<String>)> = keys().into_iter().map(|key| (key.is_required, key.usual)).collect();
        let large = Some("large".to_owned());
        assert_eq!(keys, [(true, None), (false, large), (false, None), (false, None)]);
    }
}
