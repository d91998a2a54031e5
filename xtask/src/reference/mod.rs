//! `docs/reference.md`: every key of every file that people write, out of the types that read them.

mod source;

use std::fs;
use std::path::Path;

use self::source::{Key, Source};
use crate::cargo::root;

/// The chapter, in the checkout.
const CHAPTER: &str = "docs/reference.md";

const OPENING: &str = "\
# Every key of every file

Written by `cargo xtask docs` out of the types that read these files; a test holds it against them. What is not called required may be
left out. A length is a text such as `\"30m\"`, `\"12h\"` or `\"7d\"`; a text in two languages is a text, or `{ en = \"…\", fr = \"…\" }`. The JSON
Schema of objectives, for editors, is `objectives/schema.json`, which `jauge init` writes.
";

/// A part of the chapter: its heading, and the type that reads what it is about.
struct Part {
    title: &'static str,
    /// The file of the type.
    file: &'static str,
    /// The type.
    name: &'static str,
    /// The type that it becomes, whose fields say what those mean that say nothing themselves.
    becomes: &'static str,
}

const fn part(title: &'static str, file: &'static str, name: &'static str, becomes: &'static str) -> Part {
    Part { title, file, name, becomes }
}

const OBJECTIVE: &str = "crates/judge/src/file/written.rs";

/// The sections of the chapter: a heading, and its parts.
const SECTIONS: [(&str, &[Part]); 6] = [
    (
        "jauge.toml",
        &[
            part("`[workspace]`", "crates/workspace/src/config.rs", "WorkspaceConfig", ""),
            part("`[[source]]`", "crates/workspace/src/config.rs", "SourceConfig", ""),
            part("`[[source]]` of files, beside these", "crates/files/src/settings.rs", "FileSettings", ""),
            part("`[sessions]`", "crates/workspace/src/sessions.rs", "SessionsConfig", ""),
            part("`[sessions.passive]`", "crates/workspace/src/sessions.rs", "PassiveConfig", ""),
            part("`[sessions.heartbeat]`", "crates/workspace/src/sessions.rs", "HeartbeatConfig", ""),
            part("`[goals]`", "crates/workspace/src/sessions.rs", "GoalsConfig", ""),
            part("`[orders]`", "crates/workspace/src/orders.rs", "OrdersConfig", ""),
            part("`[leads]`", "crates/workspace/src/leads.rs", "LeadsConfig", ""),
            part("`[privacy]`", "crates/workspace/src/privacy.rs", "PrivacyConfig", ""),
            part("`[calendar]`", "crates/workspace/src/feasts.rs", "CalendarConfig", ""),
            part("`[table.NAME]`", "crates/workspace/src/table.rs", "TableConfig", ""),
            part("`[plugins.NAME]`", "crates/plugin-host/src/settings.rs", "PluginSettings", ""),
        ],
    ),
    ("A KPI: the header of `queries/kpis/NAME.sql`", &[part("", "crates/domain/src/kpi.rs", "Written", "Kpi")]),
    ("A model: the header of `queries/models/NAME.sql`", &[part("", "crates/domain/src/model.rs", "Written", "Model")]),
    (
        "A funnel: `queries/funnels/NAME.toml`",
        &[
            part("", "crates/domain/src/funnel.rs", "Written", "Funnel"),
            part("`[[steps]]`", "crates/domain/src/funnel.rs", "Step", ""),
        ],
    ),
    (
        "A recipe: the header of `queries/sources/NAME.sql`",
        &[part("", "crates/domain/src/recipe.rs", "Written", "Recipe")],
    ),
    (
        "An objective: `[[objective]]` in `objectives/NAME.toml`",
        &[
            part("", OBJECTIVE, "Written", ""),
            part("`baseline`", OBJECTIVE, "WrittenBaseline", ""),
            part("`actions`", OBJECTIVE, "WrittenAction", ""),
            part("`budget`", OBJECTIVE, "WrittenBudget", ""),
            part("`milestones`", OBJECTIVE, "WrittenMilestone", ""),
            part("`check_ins`", "crates/judge/src/file/check_ins.rs", "WrittenCheckIn", ""),
        ],
    ),
];

/// Writes the chapter anew.
pub(crate) fn write() -> Result<(), String> {
    let chapter = chapter(&root())?;
    fs::write(root().join(CHAPTER), chapter).map_err(|error| format!("cannot write {CHAPTER}: {error}"))
}

/// The chapter as the sources in `root` have it.
fn chapter(root: &Path) -> Result<String, String> {
    let source = Source::read(root)?;
    let mut chapter = OPENING.to_owned();
    for (title, parts) in SECTIONS {
        chapter += &format!("\n## {title}\n");
        for part in parts {
            if !part.title.is_empty() {
                chapter += &format!("\n### {}\n", part.title);
            }
            let keys = source.keys(part.file, part.name, part.becomes)?;
            let rows: Vec<String> = keys.iter().map(row).collect();
            chapter += &format!("\n| key | value | what it says |\n| --- | --- | --- |\n{}", rows.concat());
        }
    }
    Ok(chapter)
}

fn row(key: &Key) -> String {
    let required = if key.is_required { ", required" } else { "" };
    let usual = key.usual.as_ref().map(|usual| format!("; else `{usual}`")).unwrap_or_default();
    // What is nothing to the types is left out of a file.
    let says = key.says.replace("`None`", "left out").replace('|', "\\|");
    format!("| `{}` | {}{required}{usual} | {says} |\n", key.name, key.kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chapter_is_what_the_sources_say() {
        let written = fs::read_to_string(root().join(CHAPTER)).unwrap();
        assert_eq!(written, chapter(&root()).unwrap(), "`cargo xtask docs` writes it anew");
    }

    #[test]
    fn every_key_says_what_it_is() {
        let source = Source::read(&root()).unwrap();
        for part in SECTIONS.iter().flat_map(|(_, parts)| *parts) {
            let keys = source.keys(part.file, part.name, part.becomes).unwrap();
            assert!(!keys.is_empty(), "{} has no keys", part.name);
            for key in keys {
                assert!(!key.says.is_empty(), "`{}` of {} in {} says nothing", key.name, part.name, part.file);
            }
        }
    }
}
