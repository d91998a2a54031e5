//! One subcommand, one file; its doc comment is its help.

mod ask;
mod completions;
mod demo;
mod doctor;
mod evaluate;
mod forget;
mod funnel;
mod init;
mod kpi;
mod load;
mod man;
mod names;
mod objective;
mod plugin;
mod profile;
mod rebuild;
mod reconcile;
mod repair;
mod report;
mod rotate_key;
mod serve;
mod source;
mod sql;
mod stretch;
mod table;
mod trust;
mod view;
mod what_if;

use clap::Subcommand;
use jauge_core::{
    Workspace,
    settings::Settings,
    snapshot::{Snapshot, View},
};
use jauge_domain::{AskNote, CommandMessage, KpiPack, TreeMessage};

use crate::{error::CliError, io::Io, plugins::agreed_plugins};

/// The commands, each in a file of its own.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(init::Init),
    Demo(demo::Demo),
    Load(load::Load),
    Ask(ask::Ask),
    Sql(sql::Sql),
    #[command(subcommand)]
    Kpi(kpi::Kpi),
    WhatIf(what_if::WhatIf),
    Reconcile(reconcile::Reconcile),
    #[command(subcommand)]
    Objective(objective::Objective),
    Evaluate(evaluate::Evaluate),
    Report(report::Report),
    Serve(serve::Serve),
    #[command(subcommand)]
    Source(source::Source),
    #[command(subcommand)]
    Table(table::Table),
    #[command(subcommand)]
    Plugin(plugin::Plugin),
    Trust(trust::Trust),
    Forget(forget::Forget),
    Rebuild(rebuild::Rebuild),
    Repair(repair::Repair),
    RotateKey(rotate_key::RotateKey),
    Profile(profile::Profile),
    Doctor(doctor::Doctor),
    Completions(completions::Completions),
    #[command(hide = true)]
    Man(man::Man),
    #[command(hide = true)]
    Names(names::Names),
}

impl Command {
    /// Runs the command; answers the exit code.
    pub(crate) fn run(self, io: &Io) -> Result<u8, CliError> {
        if io.is_junit() && !matches!(self, Self::Evaluate(_)) {
            return Err(CliError::told(CommandMessage::JunitElsewhere));
        }
        if io.is_letter() && !matches!(self, Self::Report(_)) {
            return Err(CliError::told(CommandMessage::LetterElsewhere));
        }
        if io.is_workbook() && !matches!(self, Self::Ask(_) | Self::Evaluate(_) | Self::Sql(_) | Self::Report(_)) {
            return Err(CliError::told(CommandMessage::WorkbookElsewhere));
        }
        if io.is_safe_elsewhere() {
            return Err(CliError::told(CommandMessage::SafeCsvElsewhere));
        }
        // Planning recurses deeply, most of all in unoptimised builds.
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(8 << 20).build()?;
        runtime.block_on(async {
            match self {
                Self::Init(init) => init.run(io),
                Self::Demo(demo) => demo.run(io).await,
                Self::Load(load) => load.run(io).await,
                Self::Ask(ask) => ask.run(io).await,
                Self::Sql(sql) => sql.run(io).await,
                Self::Kpi(kpi) => kpi.run(io).await,
                Self::WhatIf(what_if) => what_if.run(io).await,
                Self::Reconcile(reconcile) => reconcile.run(io).await,
                Self::Objective(objective) => objective.run(io).await,
                Self::Evaluate(evaluate) => evaluate.run(io).await,
                Self::Report(report) => report.run(io).await,
                Self::Serve(serve) => serve.run(io).await,
                Self::Source(source) => source.run(io).await,
                Self::Table(table) => table.run(io).await,
                Self::Plugin(plugin) => plugin.run(io).await,
                Self::Trust(trust) => trust.run(io),
                Self::Forget(forget) => forget.run(io).await,
                Self::Rebuild(rebuild) => rebuild.run(io).await,
                Self::Repair(repair) => repair.run(io).await,
                Self::RotateKey(rotate) => rotate.run(io).await,
                Self::Profile(profile) => profile.run(io),
                Self::Doctor(doctor) => doctor.run(io).await,
                Self::Completions(completions) => completions.run(io),
                Self::Man(man) => man.run(),
                Self::Names(names) => names.run(io).await,
            }
        })
    }
}

/// Says where memory did not suffice for what was asked of `opened`.
pub(crate) fn tell_spilled(opened: &Snapshot, io: &Io) {
    if let Some(mebibytes) = opened.spilled() {
        io.tell(AskNote::Spilled { mebibytes });
    }
}

/// Says where a short id of `patterns` names the workspace's own KPI, and a pack has one, too.
pub(crate) fn tell_shadowed(snapshot: &Snapshot, io: &Io, patterns: &[String]) {
    for (kpi, others) in snapshot.catalog.shadowed(patterns) {
        io.tell(AskNote::Shadowed { kpi, others });
    }
}

/// The one KPI that `name` names.
pub(crate) fn one_kpi(snapshot: &Snapshot, io: &Io, name: String) -> Result<Vec<String>, CliError> {
    let names = [name];
    let kpis = snapshot.catalog.resolve(&names)?;
    tell_shadowed(snapshot, io, &names);
    let [name] = names;
    if kpis.len() > 1 { Err(CliError::told(TreeMessage::SeveralKpis { name, kpis })) } else { Ok(kpis) }
}

/// Opens the workspace for questions, and says what is wrong with files that are not part of it.
pub(crate) async fn open(workspace: Settings, io: &Io) -> Result<Snapshot, CliError> {
    open_view(workspace, io, View::default()).await
}

/// As [`open`], of which `view` is looked at.
pub(crate) async fn open_view(workspace: Settings, io: &Io, view: View) -> Result<Snapshot, CliError> {
    let snapshot = open_unchecked(workspace, io, view).await?;
    for problem in &snapshot.problems {
        CliError::from(problem.clone()).show(io);
    }
    Ok(snapshot)
}

/// As [`open_view`], with the definitions of `own` in the place of the workspace's.
pub(crate) async fn open_own(workspace: Settings, io: &Io, view: View, own: &KpiPack) -> Result<Snapshot, CliError> {
    let (packs, missing) = agreed_plugins(&workspace)?.packs(&workspace.config.workspace.packs);
    for error in missing {
        CliError::from(error).show(io);
    }
    let snapshot = Snapshot::open_with(workspace, view, &packs, Some(own)).await?;
    for problem in &snapshot.problems {
        CliError::from(problem.clone()).show(io);
    }
    Ok(snapshot)
}

/// As [`open_view`], for who shows what is wrong with files in a way of its own.
async fn open_unchecked(workspace: Settings, io: &Io, view: View) -> Result<Snapshot, CliError> {
    let (packs, missing) = agreed_plugins(&workspace)?.packs(&workspace.config.workspace.packs);
    for error in missing {
        CliError::from(error).show(io);
    }
    if let Some(lags) = Workspace::open(workspace.clone())?.catch_up().await? {
        io.tell(lags);
    }
    Ok(Snapshot::open(workspace, view, &packs).await?)
}
