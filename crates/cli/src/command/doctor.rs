use std::{collections::BTreeSet, path::Path};

use clap::Args;
use jauge_core::{
    load::privacy_faults,
    settings::Settings,
    short_batches, short_message,
    snapshot::{Snapshot, View},
    store::{Ledger, Store, StoreError, StoredFile, not_private},
};
use jauge_domain::{DoctorMessage, Message, Value};
use jauge_lockfile::{LockError, LockFile};
use jauge_plugin_host::{Found, InForce, Origin, Plugins};
use jauge_report::{Column, Label, Sheet, Wording};
use jauge_trust::put_file;
use jiff::Timestamp;

use crate::{error::CliError, exit::CHECK_FAILED, io::Io, plugins::plugins};

/// What this machine and workspace are like, and what is wrong with them
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  jauge doctor
  jauge doctor --deep            reads every file of the store: some minutes where there are many
  jauge doctor --format json     for a script; 1: something is wrong")]
pub(crate) struct Doctor {
    /// Read every file of the store, and say which are damaged
    #[arg(long)]
    deep: bool,
}

/// How a check came out.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Ok,
    Note,
    Wrong,
}

impl State {
    fn label(self) -> Label {
        match self {
            Self::Ok => Label::CheckOk,
            Self::Note => Label::CheckNote,
            Self::Wrong => Label::CheckWrong,
        }
    }
}

/// What was checked, how it came out, and what was found.
struct Check {
    what: Label,
    state: State,
    says: Message,
}

impl Check {
    fn new(what: Label, state: State, says: impl Into<Message>) -> Self {
        Self { what, state, says: says.into() }
    }

    /// `own` is what already runs, and not advised again.
    fn row(&self, wording: &Wording, own: Option<&str>) -> Vec<Value> {
        let says = wording.with_help(&self.says, own);
        [wording.label(self.what), wording.label(self.state.label()), says].map(Value::Text).into()
    }
}

impl Doctor {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        let (workspace, is_whole) = match io.workspace() {
            Ok(workspace) => (workspace, true),
            Err(error) => {
                error.show(io);
                let Ok(workspace) = io.workspace_as_written() else { return Ok(error.code()) };
                (workspace, false)
            }
        };
        let mut checks = vec![program()];
        of_workspace(&workspace, &mut checks).await;
        if self.deep {
            of_files(&workspace, &mut checks).await;
        }
        of_plugins(&workspace, &mut checks)?;
        of_lock(&workspace, &mut checks);
        of_catalog(&workspace, &mut checks).await?;
        let wording = io.answer_wording();
        let columns = [Label::CheckWhat, Label::CheckState, Label::CheckSays];
        let columns = columns.map(|label| Column::text(wording.label(label))).into();
        let rows = checks.iter().map(|check| check.row(&wording, self.deep.then_some("doctor --deep"))).collect();
        io.sheet(&Sheet { columns, rows }, &io.sheet_style(&workspace))?;
        let wrong = checks.iter().any(|check| check.state == State::Wrong);
        Ok(if wrong || !is_whole { CHECK_FAILED } else { 0 })
    }
}

fn program() -> Check {
    let says = DoctorMessage::Program {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        os: std::env::consts::OS.to_owned(),
        arch: std::env::consts::ARCH.to_owned(),
    };
    Check::new(Label::CheckJauge, State::Ok, says)
}

async fn of_workspace(workspace: &Settings, checks: &mut Vec<Check>) {
    let settings = &workspace.config.workspace;
    let says = DoctorMessage::Workspace {
        name: settings.name.clone(),
        root: workspace.root.display().to_string(),
        timezone: settings.timezone.to_string(),
        currency: settings.currency.clone(),
    };
    checks.push(Check::new(Label::CheckWorkspace, State::Ok, says));
    let wrong = |says: Message| Check::new(Label::CheckStore, State::Wrong, says);
    let store = match Store::open(workspace.store_dir()) {
        Ok(store) => store,
        Err(error) => return checks.push(wrong(error.message())),
    };
    checks.push(match Ledger::read(&store).await {
        Ok(ledger) => match ledger.behind().cloned() {
            Some((table, batch)) => wrong(StoreError::Behind { table, batch }.message()),
            None => loaded(workspace, &store, &ledger).await.unwrap_or_else(|error| wrong(error.message())),
        },
        Err(error) => wrong(error.message()),
    });
    checks.extend(privacy_faults(&store).await.iter().map(|fault| wrong(fault.message())));
    let open = not_private(store.dir()).into_iter().map(|path| path.display().to_string());
    checks.extend(open.map(|path| wrong(DoctorMessage::NotPrivate { path }.into())));
    if store.is_forgetting() {
        checks.push(Check::new(Label::CheckStore, State::Note, DoctorMessage::Forgetting));
    }
    match short_batches(&store).await {
        Ok(short) => checks.extend(short.iter().map(|(batch, source)| wrong(short_message(batch, source)))),
        Err(error) => {
            // What keeps `loads` from being read was said above.
            let says = error.message();
            if !checks.iter().any(|check| check.says == says) {
                checks.push(wrong(says));
            }
        }
    }
    // Through no link: a store of somebody else's may have one under this name.
    let probe = Path::new(".jauge/.doctor");
    let written = put_file(&workspace.root, probe, &[]);
    let _ = std::fs::remove_file(workspace.root.join(probe));
    if let Err(error) = written {
        checks.push(wrong(DoctorMessage::StoreReadOnly { reason: error.to_string() }.into()));
    }
}

/// Every file of the store, read.
async fn of_files(workspace: &Settings, checks: &mut Vec<Check>) {
    let wrong = |says: Message| Check::new(Label::CheckStore, State::Wrong, says);
    // Why the store is closed was said above.
    let Ok(store) = Store::open(workspace.store_dir()) else { return };
    match store.inspect().await {
        Ok(found) => {
            if found.damaged.is_empty() {
                checks.push(Check::new(Label::CheckStore, State::Ok, DoctorMessage::Intact { files: found.files }));
            }
            for damaged in found.damaged {
                let says = damaged.message();
                // What keeps a table from being opened was said above.
                if !checks.iter().any(|check| check.says == says) {
                    checks.push(wrong(says));
                }
            }
        }
        Err(error) => checks.push(wrong(error.message())),
    }
}

/// What the tables hold that sources are loaded into.
async fn loaded(workspace: &Settings, store: &Store, ledger: &Ledger) -> Result<Check, StoreError> {
    let entries = ledger.entries();
    let Some(last) = entries.iter().map(|entry| entry.loaded_at.as_str()).max() else {
        return Ok(Check::new(Label::CheckStore, State::Note, DoctorMessage::NothingLoaded));
    };
    let names: BTreeSet<&str> = entries.iter().map(|entry| entry.table_name.as_str()).collect();
    let mut rows = 0;
    for name in names {
        let files = store.table(name).await?.map(|table| table.files()).transpose()?.unwrap_or_default();
        rows += files.iter().filter_map(StoredFile::rows).sum::<u64>();
    }
    let says = DoctorMessage::Loaded { rows, files: entries.len(), last: local(workspace, last) };
    Ok(Check::new(Label::CheckStore, State::Ok, says))
}

/// The minute of `instant`, as the ledger writes it, on the workspace's clock.
pub(super) fn local(workspace: &Settings, instant: &str) -> String {
    let zone = workspace.calendar.time_zone();
    let minute = |at: Timestamp| at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string();
    instant.parse().map_or_else(|_| instant.to_owned(), minute)
}

fn of_plugins(workspace: &Settings, checks: &mut Vec<Check>) -> Result<(), CliError> {
    let plugins = plugins(workspace)?;
    let mut tried = false;
    for found in plugins.find() {
        let found = match found {
            Ok(found) => found,
            Err(error) => {
                checks.push(Check::new(Label::CheckPlugin, State::Wrong, error.message()));
                continue;
            }
        };
        if found.origin != Origin::Shipped {
            checks.push(agreed(&plugins, &found));
        }
        if found.library.is_some() && !tried {
            tried = true;
            checks.push(isolation(&plugins, &found));
        }
    }
    for (name, table) in &workspace.config.plugins {
        if table.get("trusted").and_then(toml::Value::as_bool) == Some(true) {
            checks.push(Check::new(Label::CheckIsolation, State::Note, DoctorMessage::Trusted { name: name.clone() }));
        }
    }
    Ok(())
}

/// What is wrong with jauge.lock, whoever reads it next.
fn of_lock(workspace: &Settings, checks: &mut Vec<Check>) {
    let wrong = |error: LockError| Check::new(Label::CheckLock, State::Wrong, error.message());
    match LockFile::read(&workspace.root) {
        Ok(lock) => checks.extend([lock.plugins().err(), lock.baselines().err()].into_iter().flatten().map(wrong)),
        Err(error) => checks.push(wrong(error)),
    }
}

/// The models and KPIs that cannot be used, and packs that are not there. Jauge's own KPIs are as they were built.
async fn of_catalog(workspace: &Settings, checks: &mut Vec<Check>) -> Result<(), CliError> {
    let (packs, missing) = plugins(workspace)?.packs(&workspace.config.workspace.packs);
    // What keeps a plugin from being used was said of it above.
    let missing = missing.iter().map(|error| error.message());
    let missing: Vec<Message> = missing.filter(|says| checks.iter().all(|check| check.says != *says)).collect();
    checks.extend(missing.into_iter().map(|says| Check::new(Label::CheckPlugin, State::Wrong, says)));
    let snapshot = match Snapshot::open(workspace.clone(), View::default(), &packs).await {
        Ok(snapshot) => snapshot,
        // Of a damaged store the first that is wrong with it was said.
        Err(_) if checks.iter().any(|check| check.state == State::Wrong) => return Ok(()),
        Err(error) => {
            checks.push(Check::new(Label::CheckStore, State::Wrong, error.message()));
            return Ok(());
        }
    };
    let mut problems = snapshot.problems.clone();
    problems.extend(snapshot.check_packs().await);
    for kpi in snapshot.catalog.kpis.values().filter(|kpi| !kpi.file.starts_with("core/kpis/")) {
        problems.extend(snapshot.check(kpi).await);
    }
    let (kpis, models) = (snapshot.catalog.kpis.len(), snapshot.catalog.models.len());
    if problems.is_empty() {
        checks.push(Check::new(Label::CheckCatalog, State::Ok, DoctorMessage::Catalog { kpis, models }));
    }
    checks.extend(problems.iter().map(|problem| Check::new(Label::CheckCatalog, State::Wrong, problem.message())));
    Ok(())
}

fn agreed(plugins: &Plugins, found: &Found) -> Check {
    match plugins.facts(found) {
        Ok(_) => {
            let (name, version) = (found.manifest.name.clone(), found.manifest.version.clone());
            Check::new(Label::CheckPlugin, State::Ok, DoctorMessage::Plugin { name, version })
        }
        Err(error) => Check::new(Label::CheckPlugin, State::Wrong, error.message()),
    }
}

fn isolation(plugins: &Plugins, found: &Found) -> Check {
    match plugins.in_force(found) {
        Ok(in_force) if in_force.is_whole() => Check::new(Label::CheckIsolation, State::Ok, DoctorMessage::Isolated),
        Ok(InForce { files, calls, threads }) => {
            let allowed = jauge_plugin_host::allows_unconfined();
            let says = DoctorMessage::NotIsolated { files: !files, calls: !calls, threads: !threads, allowed };
            Check::new(Label::CheckIsolation, State::Wrong, says)
        }
        Err(error) => Check::new(Label::CheckIsolation, State::Wrong, error.message()),
    }
}
