//! `jauge kpi test`: what KPIs must be over the rows that lie beside them.

use std::{
    fs, io as system,
    path::{Path, PathBuf},
};

use jauge_core::{
    fixtures::{Fixtures, TestRun},
    snapshot::Snapshot,
};
use jauge_domain::{CatalogMessage, HeaderError, Kpi, KpiNote, KpiTest, Message, ReadFault, Value};
use jauge_report::{Column, Heading, Label, Sheet};

use crate::{
    error::CliError,
    exit::{self, CHECK_FAILED, NO_DATA},
    io::Io,
};

/// The end of a name of a file of tests.
const ENDING: &str = ".test.toml";

/// Runs the tests of `kpis`, of all where none is named.
pub(super) async fn run(snapshot: &Snapshot, io: &Io, kpis: &[String]) -> Result<u8, CliError> {
    let asked = if kpis.is_empty() { None } else { Some(snapshot.catalog.resolve(kpis)?) };
    let (mut rows, mut code, mut passed) = (Vec::new(), 0, 0);
    let fixtures = Fixtures::of(snapshot).await;
    for file in files(snapshot)? {
        let Some(kpi) = beside(snapshot, &file) else {
            let error = CliError::told(KpiNote::NoKpiBeside { file: file.display().to_string() });
            error.show(io);
            code = exit::of_all([code, error.code()]);
            continue;
        };
        if asked.as_ref().is_some_and(|asked| !asked.contains(&kpi.id)) {
            continue;
        }
        match read(snapshot, &file) {
            Ok(tests) => {
                for test in &tests {
                    let run = fixtures.run(kpi, test).await;
                    passed += usize::from(run.is_passed());
                    rows.push(row(io, kpi, &run));
                }
            }
            Err(error) => {
                error.show(io);
                code = exit::of_all([code, error.code()]);
            }
        }
    }
    if rows.is_empty() {
        io.tell(KpiNote::NoTests);
        return Ok(if code == 0 { NO_DATA } else { code });
    }
    let failed = rows.len() - passed;
    io.sheet(&Sheet { columns: columns(), rows }, &io.style(snapshot, None))?;
    io.tell(KpiNote::Tested { passed, failed });
    Ok(exit::of_all([code, if failed > 0 { CHECK_FAILED } else { 0 }]))
}

/// The files of tests beside the workspace's KPIs, in the order of their names.
fn files(snapshot: &Snapshot) -> Result<Vec<PathBuf>, CliError> {
    let folder = snapshot.workspace.root.join("queries").join("kpis");
    let entries = match jauge_durable::within(&snapshot.workspace.root, &folder).and_then(|_| fs::read_dir(&folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == system::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(&folder, &error)),
    };
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.to_string_lossy().ends_with(ENDING));
    files.sort();
    Ok(files)
}

/// The KPI whose file has the same name.
fn beside<'s>(snapshot: &'s Snapshot, file: &Path) -> Option<&'s Kpi> {
    let sql = file.to_string_lossy().strip_suffix(ENDING).map(|name| format!("{name}.sql"))?;
    snapshot.catalog.kpis.values().find(|kpi| kpi.file == sql)
}

fn read(snapshot: &Snapshot, file: &Path) -> Result<Vec<KpiTest>, CliError> {
    let text = jauge_durable::read_text_within(&snapshot.workspace.root, file);
    let text = text.map_err(|error| unreadable(file, &error))?;
    let wrong = |error: HeaderError| CliError::told(error.message()).at(file, error.at());
    KpiTest::parse(&text).map_err(wrong)
}

/// Why the file at `path` is not read.
pub(super) fn unreadable(path: &Path, error: &system::Error) -> CliError {
    let message = CatalogMessage::Unreadable { reason: ReadFault::of(error) };
    CliError::told(Message::About { subject: path.display().to_string(), message: Box::new(message.into()) })
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("kpi").headed(Heading::Id),
        Column::text("test").headed(Heading::Test),
        Column::text("passed").headed(Heading::Passed),
        Column::number("wanted", None).headed(Heading::Wanted),
        Column::number("found", None).headed(Heading::Found),
        Column::text("why").headed(Heading::Why),
    ]
}

fn row(io: &Io, kpi: &Kpi, run: &TestRun) -> Vec<Value> {
    let number = |number: Option<f64>| number.map_or(Value::Null, Value::Float);
    let (found, why) = match &run.found {
        Ok(found) => (number(*found), Value::Null),
        Err(why) => (Value::Null, Value::Text(io.answer_wording().message(why))),
    };
    let passed = Value::Bool(run.is_passed());
    let passed =
        if io.is_for_people() { Value::Text(io.answer_wording().label(Label::Flag(run.is_passed()))) } else { passed };
    vec![Value::Text(kpi.id.clone()), Value::Text(run.name.clone()), passed, number(run.wanted), found, why]
}
