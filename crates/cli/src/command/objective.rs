mod new;

pub(super) use new::write_schema;

use clap::Subcommand;
use jauge_core::{
    Workspace,
    judge::{self, Chosen, JudgeRequest, Judged},
};
use jauge_domain::{CriterionState, Goal, Target, Value};
use jauge_report::{Column, CriteriaOf, Label, Sheet, Style, criteria_sheet, target_text, write_criteria};

use super::evaluate::{open_as_of, show_faults, show_problems};
use crate::{error::CliError, exit::CHECK_FAILED, io::Io};

/// S.M.A.R.T. objectives: make one, check its five criteria, list them, accept a new baseline
#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  jauge objective new ecommerce.purchase_conversion --period 2026-Q2 --target +10%
  jauge objective check
  jauge evaluate")]
pub(crate) enum Objective {
    /// Write an objective's file, with a baseline and a target from what history shows
    New(new::New),
    /// Whether objectives are specific, measurable, achievable, realistic and time-bound: advice, with evidence
    #[command(after_help = "\
Examples:
  jauge objective check
  jauge objective check orders-q4 --as-of 2026-11-15")]
    Check {
        /// The objectives; all of them where none is given
        objectives: Vec<String>,
        /// As it stood at the end of this day [default: yesterday]
        #[arg(long, value_name = "DATE")]
        as_of: Option<String>,
    },
    /// Every objective: its KPI, target, period and owner
    #[command(after_help = "\
Examples:
  jauge objective list
  jauge objective list --format md")]
    List,
    /// Accept what a changed KPI or changed data make of a baseline, with the reason
    #[command(after_help = "\
Examples:
  jauge objective rebase orders-q4 --reason \"orders of the shop count, too\"
  jauge objective rebase '*-q4' --reason \"a year of orders was loaded late\"")]
    Rebase {
        /// The objectives
        #[arg(required = true)]
        objectives: Vec<String>,
        /// Why: it stands in jauge.lock
        #[arg(long)]
        reason: String,
        /// As it stood at the end of this day [default: yesterday]
        #[arg(long, value_name = "DATE")]
        as_of: Option<String>,
    },
}

impl Objective {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        match self {
            Self::New(new) => new.run(io).await,
            Self::Check { objectives, as_of } => check(io, &objectives, as_of).await,
            Self::List => list(io).await,
            Self::Rebase { objectives, reason, as_of } => rebase(io, &objectives, &reason, as_of).await,
        }
    }
}

async fn check(io: &Io, patterns: &[String], as_of: Option<String>) -> Result<u8, CliError> {
    let workspace = Workspace::open(io.workspace()?)?;
    let as_of = workspace.settings().last_day(io.day(as_of.as_ref())?);
    let snapshot = open_as_of(workspace.settings().clone(), io, as_of).await?;
    let (style, wording) = (io.style(&snapshot, None), io.wording());
    let request = JudgeRequest { patterns, due: false, as_of, language: style.language };
    let Judged { evaluations, faults, problems, notes, .. } = judge::check(&snapshot, request).await?;
    notes.iter().for_each(|note| io.say(&wording.message(note)));
    let code = show_faults(io, workspace.settings(), &faults).max(show_problems(io, problems));
    let criteria: Vec<CriteriaOf<'_>> = evaluations.iter().map(Into::into).collect();
    if io.binary().is_some() {
        io.sheet(&criteria_sheet(&criteria, &wording), &style)?;
    } else {
        io.data(|out| write_criteria(out, &criteria, &style))?;
    }
    let mut found = evaluations.iter().flat_map(|one| one.smart.criteria());
    let fails = found.any(|(_, criterion)| criterion.state == CriterionState::Fails);
    Ok(if fails { code.max(CHECK_FAILED) } else { code })
}

async fn list(io: &Io) -> Result<u8, CliError> {
    let workspace = Workspace::open(io.workspace()?)?;
    let Chosen { objectives, faults } = judge::choose(workspace.settings(), &[])?;
    let code = show_faults(io, workspace.settings(), &faults);
    let snapshot = open_as_of(workspace.settings().clone(), io, workspace.settings().last_day(None)).await?;
    let style = io.style(&snapshot, None);
    let text = |text: &str| Value::Text(text.to_owned());
    let rows = objectives.iter().map(|one| {
        let (kpi, target, filter) = match &one.goal {
            Goal::Kpi { kpi, target, filter, .. } => {
                (kpi.clone(), shown(&snapshot, kpi, *target, &style), filter.clone())
            }
            Goal::Levels { levels, .. } => (String::new(), levels.last().cloned().unwrap_or_default(), None),
        };
        let maybe = |text: Option<String>| text.map_or(Value::Null, Value::Text);
        vec![
            text(&one.id),
            maybe(Some(kpi).filter(|kpi| !kpi.is_empty())),
            maybe(filter),
            text(&target),
            text(&one.period.to_string()),
            maybe(one.owner.clone()),
            text(&format!("{}:{}", one.file, one.at.line)),
        ]
    });
    let columns = [
        ("id", Label::Id),
        ("kpi", Label::KpiId),
        ("where", Label::Filter),
        ("target", Label::TargetOfList),
        ("period", Label::Period),
        ("owner", Label::OwnerOfList),
        ("file", Label::File),
    ];
    let columns = columns.map(|(name, label)| Column::text(name).headed(label));
    io.sheet(&Sheet { columns: columns.into(), rows: rows.collect() }, &style)?;
    Ok(code)
}

/// A target as people read it, in the KPI's unit where that is known.
fn shown(snapshot: &jauge_core::snapshot::Snapshot, kpi: &str, target: Target, style: &Style) -> String {
    let id = snapshot.catalog.resolve(&[kpi.to_owned()]).ok().and_then(|ids| ids.into_iter().next());
    let unit = id.and_then(|id| Some(snapshot.catalog.kpis.get(&id)?.unit));
    target_text(target, unit, style)
}

async fn rebase(io: &Io, patterns: &[String], reason: &str, as_of: Option<String>) -> Result<u8, CliError> {
    let workspace = Workspace::open(io.workspace()?)?;
    let as_of = workspace.settings().last_day(io.day(as_of.as_ref())?);
    let snapshot = open_as_of(workspace.settings().clone(), io, as_of).await?;
    let (style, wording) = (io.style(&snapshot, None), io.wording());
    let request = JudgeRequest { patterns, due: false, as_of, language: style.language };
    let Judged { faults, problems, notes, .. } = judge::rebase(&snapshot, request, reason).await?;
    let code = show_faults(io, workspace.settings(), &faults).max(show_problems(io, problems));
    notes.iter().for_each(|note| io.say(&wording.message(note)));
    Ok(code)
}
