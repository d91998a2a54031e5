//! `jauge kpi new`: a file to start a KPI from, and a test beside it.

use std::path::Path;

use jauge_core::snapshot::Snapshot;
use jauge_domain::{EngineMessage, KpiNote, Unit, nearest};

use crate::{error::CliError, file, io::Io};

/// The file of the KPI `ID` over `MODEL`.
const KPI: &str = r#"/*---
id        = "ID"
title     = { en = "TITLE", fr = "TITLE" }
says      = { en = "What it counts, in a sentence", fr = "Ce qu'il compte, en une phrase" }
level     = "tactical"      # strategic: from the first session to the goal; tactical: one step on the way
unit      = "UNIT"
direction = "increase"
# headline = true           # shown first, and asked where no KPI is named
# needs   = ["purchase"]    # events or tables without which there is no value
# levers  = ["core.sessions"]
# tree    = [["core.sessions", "core.views_per_session"]]     # what it is made of: a sum of products
# differs = { ga4 = "how GA4 counts it", matomo = "how Matomo does" }
---*/
SELECT VALUE FROM MODEL
"#;

/// The test beside it: TIME stands for when rows are.
const TEST: &str = r#"# Rows in, value out: `jauge kpi test` runs this. Columns that a row does not name have no value; times without an offset are local.
[[test]]
name = "two rows count as two"
rows.MODEL = [
  { TIME = "2026-03-01T10:00" },
  { TIME = "2026-03-02T10:00" },
]
value = WANTED
"#;

/// What is asked for.
pub(super) struct Draft<'a> {
    pub(super) id: &'a str,
    pub(super) model: &'a str,
    pub(super) unit: Unit,
    pub(super) dry_run: bool,
}

/// Writes the file of a KPI and a test beside it.
pub(super) async fn run(snapshot: &Snapshot, io: &Io, draft: Draft<'_>) -> Result<u8, CliError> {
    let Draft { id, model, unit, dry_run } = draft;
    let part = |part: &str| {
        !part.is_empty() && part.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-'))
    };
    let Some((_, name)) = id.split_once('.').filter(|(pack, name)| part(pack) && part(name)) else {
        return Err(CliError::told(KpiNote::NoId { id: id.to_owned() }));
    };
    if !snapshot.names().contains(&model) {
        let near = nearest(model, snapshot.names()).map(str::to_owned);
        return Err(CliError::told(EngineMessage::NoTable { name: model.to_owned(), near, known: Vec::new() }));
    }
    let kpi = text(KPI, id, name, model, unit);
    if !dry_run {
        let tests = test(snapshot, model, unit);
        let files = [(format!("{name}.sql"), &kpi), (format!("{name}.test.toml"), &tests)];
        for (name, text) in files {
            make(snapshot, io, &Path::new("queries").join("kpis").join(name), text)?;
        }
        io.tell(KpiNote::AfterNew { kpi: id.to_owned() });
    }
    io.text(&kpi)?;
    Ok(0)
}

fn make(snapshot: &Snapshot, io: &Io, path: &Path, text: &str) -> Result<(), CliError> {
    let shown = path.display().to_string();
    if !file::make(&snapshot.workspace.root, path, text)? {
        return Err(CliError::told(KpiNote::FileThere { path: shown }));
    }
    io.tell(KpiNote::Made { path: shown });
    Ok(())
}

fn text(template: &str, id: &str, name: &str, model: &str, unit: Unit) -> String {
    let title = name.replace(['_', '-'], " ");
    let value = if is_counted(unit) { "count(*)" } else { "count(*) * 1.0 / nullif(count(*), 0)" };
    let filled = [("TITLE", title.as_str()), ("UNIT", unit.name()), ("VALUE", value), ("MODEL", model), ("ID", id)];
    filled.iter().fold(template.to_owned(), |text, (key, value)| text.replace(key, value))
}

fn test(snapshot: &Snapshot, model: &str, unit: Unit) -> String {
    let time = snapshot.catalog.time(model);
    let rows = match time {
        Some(time) => TEST.replace("TIME", time),
        // A row without a time has no column to name.
        None => TEST.replace("{ TIME = \"2026-03-01T10:00\" }", "{}").replace("{ TIME = \"2026-03-02T10:00\" }", "{}"),
    };
    rows.replace("MODEL", model).replace("WANTED", if is_counted(unit) { "2" } else { "1" })
}

/// True where a count is a value of that unit; else a division is.
fn is_counted(unit: Unit) -> bool {
    matches!(unit, Unit::Count)
}
