//! `jauge kpi doc`: the catalog as a page, or as a folder of them.

use std::{collections::BTreeMap, path::Path};

use jauge_core::snapshot::Snapshot;
use jauge_domain::{Answer, CommandMessage, Question, When};
use jauge_page::{CatalogEntry, catalog_entry, catalog_file, catalog_index, catalog_page};
use jauge_report::{Format, Style};
use jiff::Timestamp;

use super::show::Entry;
use crate::{error::CliError, file, io::Io};

/// Writes every KPI to `output`: one page where that ends in `.html` or is `-`, else a folder with a page each.
pub(super) async fn run(snapshot: &Snapshot, io: &Io, output: &Path) -> Result<u8, CliError> {
    let style = Style { format: Format::Table, terminal: false, color: false, ..io.style(snapshot, None) };
    let here = here(snapshot).await?;
    let mut entries = Vec::new();
    for kpi in snapshot.catalog.kpis.values() {
        let why = snapshot.coverage.unmet(&snapshot.catalog, kpi);
        let value = here.get(&kpi.id).filter(|_| why.is_none()).cloned();
        let facts = Entry::of(snapshot, kpi, style.clone(), value, why).await.facts();
        entries.push(CatalogEntry { kpi, facts, made_from: snapshot.lineage(kpi).await.columns() });
    }
    let workspace = &snapshot.workspace.config.workspace.name;
    if output.as_os_str() == "-" {
        return io.data(|out| out.write_all(catalog_page(workspace, &entries, &style).as_bytes())).map(|()| 0);
    }
    if output.extension().is_some_and(|end| end == "html") {
        file::write_named(output, catalog_page(workspace, &entries, &style).as_bytes())?;
    } else {
        file::folder(output)?;
        write(&output.join("index.html"), &catalog_index(workspace, &entries, &style))?;
        for one in &entries {
            write(&output.join(catalog_file(one.kpi)), &catalog_entry(one, &style))?;
        }
    }
    io.tell(CommandMessage::PageWritten { path: output.display().to_string() });
    Ok(0)
}

fn write(path: &Path, page: &str) -> Result<(), CliError> {
    jauge_durable::replace(path, page.as_bytes()).map_err(file::unwritable(path))
}

/// What every KPI that the data can feed is, over everything there is.
async fn here(snapshot: &Snapshot) -> Result<BTreeMap<String, Answer>, CliError> {
    let fed = |kpi: &&jauge_domain::Kpi| snapshot.coverage.unmet(&snapshot.catalog, kpi).is_none();
    let kpis = snapshot.catalog.kpis.values().filter(fed).map(|kpi| kpi.id.clone()).collect();
    let question = Question { kpis, when: When::All, ..Question::default() };
    let answers = snapshot.ask(&question, Timestamp::now()).await?.answers;
    Ok(answers.into_iter().map(|answer| (answer.kpi.clone(), answer)).collect())
}
