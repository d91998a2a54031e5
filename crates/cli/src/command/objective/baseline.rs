//! Baselines frozen in jauge.lock: what an objective started from, and by which definition of its KPI.

use std::{collections::BTreeMap, path::Path};

use jauge_core::snapshot::Snapshot;
use jauge_domain::{Evaluation, Goal, LetterState, Objective};
use jauge_lockfile::{FrozenBaseline, LockFile};

use crate::error::CliError;

/// How a baseline differs from the frozen one.
enum Differs {
    Definition { was: FrozenBaseline, now: f64 },
    Value { was: FrozenBaseline, now: f64 },
}

/// Freezes baselines that never were, and says which differ from what was frozen.
pub(crate) fn watch(
    opened: &Snapshot,
    objectives: &[Objective],
    evaluations: &[Evaluation],
) -> Result<Vec<String>, CliError> {
    let root = &opened.workspace.root;
    let mut known = read(root)?;
    let before = known.clone();
    let mut notes = Vec::new();
    for (objective, evaluation) in pairs(objectives, evaluations) {
        let Some(now) = frozen(opened, objective, evaluation, None) else { continue };
        match differs(known.get(&objective.id), &now) {
            Some(difference) => notes.push(format!("{}: {}", objective.id, difference.text(&objective.id))),
            None => drop(known.entry(objective.id.clone()).or_insert(now)),
        }
    }
    if known != before {
        write(root, &known)?;
    }
    Ok(notes)
}

/// Says in the letters which baselines differ from what was frozen.
pub(crate) fn add_to_letters(
    opened: &Snapshot,
    objectives: &[Objective],
    evaluations: &mut [Evaluation],
) -> Result<(), CliError> {
    let known = read(&opened.workspace.root)?;
    for evaluation in evaluations {
        let Some(objective) = objectives.iter().find(|one| one.id == evaluation.objective) else { continue };
        let Some(now) = frozen(opened, objective, evaluation, None) else { continue };
        if let Some(difference) = differs(known.get(&objective.id), &now) {
            let letter = &mut evaluation.smart.measurable;
            letter.state = letter.state.max(LetterState::Advice);
            letter.advice.push(difference.text(&objective.id));
        }
    }
    Ok(())
}

/// Freezes the baselines of `objectives` as they are now; a line for each.
pub(crate) fn rebase(
    opened: &Snapshot,
    objectives: &[Objective],
    evaluations: &[Evaluation],
    reason: &str,
) -> Result<Vec<String>, CliError> {
    let root = &opened.workspace.root;
    let mut known = read(root)?;
    let mut lines = Vec::new();
    for (objective, evaluation) in pairs(objectives, evaluations) {
        let Some(now) = frozen(opened, objective, evaluation, Some(reason)) else {
            lines.push(format!("{}: no baseline to freeze", objective.id));
            continue;
        };
        let was = known.insert(objective.id.clone(), now.clone());
        let was = was.map_or_else(|| "none".to_owned(), |was| was.value.to_string());
        lines.push(format!("{}: baseline {was} → {}", objective.id, now.value));
    }
    write(root, &known)?;
    Ok(lines)
}

type Known = BTreeMap<String, FrozenBaseline>;

fn read(root: &Path) -> Result<Known, CliError> {
    Ok(LockFile::read(root)?.baselines()?)
}

fn write(root: &Path, known: &Known) -> Result<(), CliError> {
    let mut lock = LockFile::read(root)?;
    lock.put_baselines(known)?;
    Ok(lock.write()?)
}

fn pairs<'a>(
    objectives: &'a [Objective],
    evaluations: &'a [Evaluation],
) -> impl Iterator<Item = (&'a Objective, &'a Evaluation)> {
    let of = |one: &Evaluation| objectives.iter().find(|objective| objective.id == one.objective);
    evaluations.iter().filter_map(move |one| Some((of(one)?, one)))
}

/// What would be frozen now; `None` where there is no KPI or no baseline.
fn frozen(opened: &Snapshot, objective: &Objective, one: &Evaluation, reason: Option<&str>) -> Option<FrozenBaseline> {
    let Goal::Kpi { filter, .. } = &objective.goal else { return None };
    let kpi = opened.catalog.kpis.get(one.kpi.as_deref()?)?;
    let definition = format!("{}\n{}", kpi.sql().trim(), filter.as_deref().unwrap_or_default());
    Some(FrozenBaseline {
        kpi: kpi.id.clone(),
        definition: blake3::hash(definition.as_bytes()).to_hex()[..16].to_owned(),
        period: one.period_name.clone(),
        value: one.baseline?,
        as_of: one.as_of.to_string(),
        reason: reason.map(str::to_owned),
    })
}

/// How `now` differs from what was frozen for the same period; a new period freezes anew.
fn differs(was: Option<&FrozenBaseline>, now: &FrozenBaseline) -> Option<Differs> {
    let was = was.filter(|was| was.period == now.period)?.clone();
    let moved = (was.value - now.value).abs() > 1e-9 * was.value.abs().max(now.value.abs());
    if was.definition != now.definition || was.kpi != now.kpi {
        return Some(Differs::Definition { was, now: now.value });
    }
    moved.then_some(Differs::Value { was, now: now.value })
}

impl Differs {
    fn text(&self, id: &str) -> String {
        let accept = format!("accept it with `jauge objective rebase {id} --reason \"…\"`");
        match self {
            Self::Definition { was, now } => format!(
                "the KPI's definition is not the one of {}: by it the baseline was {}, now it is {now}; {accept}",
                was.as_of, was.value
            ),
            Self::Value { was, now } => {
                format!(
                    "the data of the baseline changed since {}: it was {}, now it is {now}; {accept}",
                    was.as_of, was.value
                )
            }
        }
    }
}
