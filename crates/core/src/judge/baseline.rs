//! Baselines frozen in jauge.lock: what an objective started from, and by which definition of its KPI.

use std::{collections::BTreeMap, path::Path};

use jauge_domain::{BaselineChange, CriterionState, Evaluation, Goal, MeasurableFinding, Objective, ObjectiveMessage};
use jauge_lockfile::{FrozenBaseline, LockFile};

use super::JudgeError;
use crate::snapshot::Snapshot;

/// Freezes baselines that never were, and says which differ from what was frozen. A day that is not over freezes nothing: what it
/// would start from may still change.
pub(super) fn freeze(
    snapshot: &Snapshot,
    objectives: &[Objective],
    evaluations: &[Evaluation],
) -> Result<Vec<ObjectiveMessage>, JudgeError> {
    let root = &snapshot.workspace.root;
    let last = snapshot.workspace.last_day(None);
    let mut known = read(root)?;
    let before = known.clone();
    let mut notes = Vec::new();
    for (objective, evaluation) in pairs(objectives, evaluations) {
        let Some(now) = frozen(snapshot, objective, evaluation, None) else { continue };
        let id = &objective.id;
        match differs(known.get(id), &now) {
            Some(change) => notes.push(ObjectiveMessage::BaselineMoved { objective: id.clone(), change }),
            None if evaluation.as_of > last => {}
            None => drop(known.entry(id.clone()).or_insert(now)),
        }
    }
    if known != before {
        write(root, &known)?;
    }
    Ok(notes)
}

/// Adds to the criteria which baselines differ from what was frozen.
pub(super) fn add_to_criteria(
    snapshot: &Snapshot,
    objectives: &[Objective],
    evaluations: &mut [Evaluation],
) -> Result<(), JudgeError> {
    let known = read(&snapshot.workspace.root)?;
    for evaluation in evaluations {
        let Some(objective) = objectives.iter().find(|one| one.id == evaluation.objective) else { continue };
        let Some(now) = frozen(snapshot, objective, evaluation, None) else { continue };
        if let Some(change) = differs(known.get(&objective.id), &now) {
            let measurable = &mut evaluation.smart.measurable;
            measurable.state = measurable.state.max(CriterionState::Advice);
            let objective = objective.id.clone();
            measurable.advice.push(MeasurableFinding::BaselineMoved { objective, change }.into());
        }
    }
    Ok(())
}

/// Freezes the baselines of `objectives` as they are now; a message for each.
pub(super) fn rebase(
    snapshot: &Snapshot,
    objectives: &[Objective],
    evaluations: &[Evaluation],
    reason: &str,
) -> Result<Vec<ObjectiveMessage>, JudgeError> {
    let root = &snapshot.workspace.root;
    let mut known = read(root)?;
    let mut notes = Vec::new();
    for (objective, evaluation) in pairs(objectives, evaluations) {
        let id = objective.id.clone();
        let Some(now) = frozen(snapshot, objective, evaluation, Some(reason)) else {
            notes.push(ObjectiveMessage::NoBaselineToFreeze { objective: id });
            continue;
        };
        let value = now.value;
        let was = known.insert(id.clone(), now).map(|was| was.value);
        notes.push(ObjectiveMessage::Rebased { objective: id, was, now: value });
    }
    write(root, &known)?;
    Ok(notes)
}

type Known = BTreeMap<String, FrozenBaseline>;

fn read(root: &Path) -> Result<Known, JudgeError> {
    Ok(LockFile::read(root)?.baselines()?)
}

fn write(root: &Path, known: &Known) -> Result<(), JudgeError> {
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
fn frozen(
    snapshot: &Snapshot,
    objective: &Objective,
    one: &Evaluation,
    reason: Option<&str>,
) -> Option<FrozenBaseline> {
    let Goal::Kpi { filter, .. } = &objective.goal else { return None };
    let kpi = snapshot.catalog.kpis.get(one.kpi.as_deref()?)?;
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
fn differs(was: Option<&FrozenBaseline>, now: &FrozenBaseline) -> Option<BaselineChange> {
    let was = was.filter(|was| was.period == now.period)?;
    let as_of = was.as_of.clone();
    if was.definition != now.definition || was.kpi != now.kpi {
        return Some(BaselineChange::Definition { as_of, was: was.value, now: now.value });
    }
    let moved = (was.value - now.value).abs() > 1e-9 * was.value.abs().max(now.value.abs());
    moved.then_some(BaselineChange::Data { as_of, was: was.value, now: now.value })
}
