//! Baselines frozen in jauge.lock: what an objective started from, and by which definition of its KPI.

use std::path::Path;

use jauge_core::opened::Opened;
use jauge_domain::{BaselineChange, CriterionState, Evaluation, Goal, MeasurableFinding, Objective, ObjectiveMessage};
use jauge_plugin_host::{lock_section, put_lock_section};
use jauge_report::Wording;
use serde::{Deserialize, Serialize};

use crate::error::CliError;

/// Where baselines stand in jauge.lock: `[baseline.ID]`.
const SECTION: &str = "baseline";

/// A baseline as it was frozen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Frozen {
    /// The KPI's id.
    kpi: String,
    /// Of the KPI's SQL and the objective's filter.
    definition: String,
    /// The period of the objective it is for.
    period: String,
    value: f64,
    /// The day as of which it was read.
    as_of: String,
    /// Why it was accepted anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// Freezes baselines that never were, and says which differ from what was frozen.
pub(crate) fn watch(
    opened: &Opened,
    objectives: &[Objective],
    evaluations: &[Evaluation],
    wording: &Wording,
) -> Result<Vec<ObjectiveMessage>, CliError> {
    let root = &opened.workspace.root;
    let mut known = read(root, wording)?;
    let before = known.clone();
    let mut notes = Vec::new();
    for (objective, evaluation) in pairs(objectives, evaluations) {
        let Some(now) = frozen(opened, objective, evaluation, None) else { continue };
        let id = &objective.id;
        match differs(known.get(id), &now) {
            Some(change) => notes.push(ObjectiveMessage::BaselineMoved { objective: id.clone(), change }),
            None => drop(known.entry(id.clone()).or_insert(now)),
        }
    }
    if known != before {
        write(root, &known)?;
    }
    Ok(notes)
}

/// Adds to the criteria which baselines differ from what was frozen.
pub(crate) fn add_to_criteria(
    opened: &Opened,
    objectives: &[Objective],
    evaluations: &mut [Evaluation],
    wording: &Wording,
) -> Result<(), CliError> {
    let known = read(&opened.workspace.root, wording)?;
    for evaluation in evaluations {
        let Some(objective) = objectives.iter().find(|one| one.id == evaluation.objective) else { continue };
        let Some(now) = frozen(opened, objective, evaluation, None) else { continue };
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
pub(crate) fn rebase(
    opened: &Opened,
    objectives: &[Objective],
    evaluations: &[Evaluation],
    reason: &str,
    wording: &Wording,
) -> Result<Vec<ObjectiveMessage>, CliError> {
    let root = &opened.workspace.root;
    let mut known = read(root, wording)?;
    let mut notes = Vec::new();
    for (objective, evaluation) in pairs(objectives, evaluations) {
        let id = objective.id.clone();
        let Some(now) = frozen(opened, objective, evaluation, Some(reason)) else {
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

type Known = std::collections::BTreeMap<String, Frozen>;

fn read(root: &Path, wording: &Wording) -> Result<Known, CliError> {
    let wrong = |error: toml::de::Error| {
        let text = error.message().to_owned();
        CliError::said(ObjectiveMessage::LockSection { section: SECTION.to_owned(), text }, wording)
    };
    toml::Value::Table(lock_section(root, SECTION)?).try_into().map_err(wrong)
}

fn write(root: &Path, known: &Known) -> Result<(), CliError> {
    let table = toml::Table::try_from(known).map_err(|error| CliError::wrong(error.to_string()))?;
    Ok(put_lock_section(root, SECTION, table)?)
}

fn pairs<'a>(
    objectives: &'a [Objective],
    evaluations: &'a [Evaluation],
) -> impl Iterator<Item = (&'a Objective, &'a Evaluation)> {
    let of = |one: &Evaluation| objectives.iter().find(|objective| objective.id == one.objective);
    evaluations.iter().filter_map(move |one| Some((of(one)?, one)))
}

/// What would be frozen now; `None` where there is no KPI or no baseline.
fn frozen(opened: &Opened, objective: &Objective, one: &Evaluation, reason: Option<&str>) -> Option<Frozen> {
    let Goal::Kpi { filter, .. } = &objective.goal else { return None };
    let kpi = opened.catalog.kpis.get(one.kpi.as_deref()?)?;
    let definition = format!("{}\n{}", kpi.sql().trim(), filter.as_deref().unwrap_or_default());
    Some(Frozen {
        kpi: kpi.id.clone(),
        definition: blake3::hash(definition.as_bytes()).to_hex()[..16].to_owned(),
        period: one.period_name.clone(),
        value: one.baseline?,
        as_of: one.as_of.to_string(),
        reason: reason.map(str::to_owned),
    })
}

/// How `now` differs from what was frozen for the same period; a new period freezes anew.
fn differs(was: Option<&Frozen>, now: &Frozen) -> Option<BaselineChange> {
    let was = was.filter(|was| was.period == now.period)?;
    let as_of = was.as_of.clone();
    if was.definition != now.definition || was.kpi != now.kpi {
        return Some(BaselineChange::Definition { as_of, was: was.value, now: now.value });
    }
    let moved = (was.value - now.value).abs() > 1e-9 * was.value.abs().max(now.value.abs());
    moved.then_some(BaselineChange::Data { as_of, was: was.value, now: now.value })
}
