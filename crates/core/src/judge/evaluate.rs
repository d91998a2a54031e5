//! Many objectives judged at once.

use std::{collections::BTreeSet, path::Path};

use jauge_domain::{AskMessage, AskNote, Evaluation, Goal, Language, Message, Objective, ObjectiveMessage};
use jauge_judge::{ObjectiveError, Possible, Thresholds, Unreadable, judge, occurrence, possible};
use jauge_store::{Store, StoreError};
use jiff::{Timestamp, civil::Date};

use super::{Chosen, JudgeError, baseline, choose, choose::due, filled::FilledReadings, record::ended};
use crate::{
    evaluations::{EVALUATIONS, record},
    snapshot::Snapshot,
};

/// More objectives than this, and how they were read is worth a line.
const MANY: usize = 20;

/// Which objectives to judge, and when.
#[derive(Clone, Copy, Debug)]
pub struct JudgeRequest<'a> {
    /// Their ids, or patterns with `*`; all of them where there is none.
    pub patterns: &'a [String],
    /// Only those that were not judged for as long as their frequency.
    pub due: bool,
    /// The last day that counts, with which the snapshot's view ends.
    pub as_of: Date,
    /// The language of the titles of KPIs.
    pub language: Language,
}

/// What was found of some objectives.
#[derive(Debug, Default)]
pub struct Judged {
    /// What is wrong with files of objectives that may be meant.
    pub faults: Vec<ObjectiveError>,
    /// What the reader should know: baselines that moved, what could not be kept.
    pub notes: Vec<Message>,
    /// Those that can be judged, in the order asked for.
    pub evaluations: Vec<Evaluation>,
    /// Those that cannot, by id, and why.
    pub problems: Vec<(String, Unreadable)>,
    /// The models that were scanned, one for each scan.
    pub scans: Vec<String>,
    /// Why what was said could not be kept: whoever may not write still reads.
    pub not_kept: Option<JudgeError>,
}

/// Judges the objectives of `request`, freezes the baselines that never were, and keeps what was said.
///
/// # Errors
/// Files that cannot be read, and a name that no objective has. What is wrong with one objective stands in the answer.
pub(crate) async fn judge_and_keep(
    store: &Store,
    snapshot: &Snapshot,
    request: JudgeRequest<'_>,
    waiting: impl FnOnce(),
) -> Result<Judged, JudgeError> {
    let Chosen { objectives, faults } = choose(&snapshot.workspace, request.patterns)?;
    let objectives = if request.due { due(snapshot, objectives, request.as_of).await? } else { objectives };
    let mut judged = evaluate(snapshot, &objectives, request.language, request.as_of).await;
    if objectives.is_empty() && faults.is_empty() {
        let none = if request.due { ObjectiveMessage::NoneDue } else { ObjectiveMessage::NoneYet };
        judged.notes.push(none.into());
    }
    if judged.evaluations.len() > MANY {
        let (count, scans) = (judged.evaluations.len(), judged.scans.clone());
        judged.notes.push(ObjectiveMessage::Judged { count, scans }.into());
    }
    judged.faults = faults;
    judged.not_kept = keep(store, snapshot, &objectives, request, &mut judged, waiting).await.err();
    Ok(judged)
}

/// Freezes baselines and writes down what was said, and the last word on periods that are over.
async fn keep(
    store: &Store,
    snapshot: &Snapshot,
    objectives: &[Objective],
    request: JudgeRequest<'_>,
    judged: &mut Judged,
    waiting: impl FnOnce(),
) -> Result<(), JudgeError> {
    let moved = baseline::freeze(snapshot, objectives, &judged.evaluations)?;
    judged.notes.extend(moved.into_iter().map(Message::from));
    let over = ended(snapshot, objectives, request.as_of).await.map_err(StoreError::query(EVALUATIONS))?;
    let last_words = in_their_periods(snapshot, &over, request.language, request.as_of).await.evaluations;
    let last_words = last_words.into_iter().filter(|one| one.is_final);
    let said: Vec<Evaluation> = judged.evaluations.iter().cloned().chain(last_words).collect();
    let (lock, _) = store.write(waiting).await?;
    Ok(record(store, &lock, &said, Timestamp::now()).await?)
}

/// What would help objectives to be S.M.A.R.T., baselines that differ from what was frozen among it. Nothing is kept.
///
/// # Errors
/// As [`judge_and_keep`].
pub async fn check(snapshot: &Snapshot, request: JudgeRequest<'_>) -> Result<Judged, JudgeError> {
    let Chosen { objectives, faults } = choose(&snapshot.workspace, request.patterns)?;
    let mut judged = evaluate(snapshot, &objectives, request.language, request.as_of).await;
    baseline::add_to_criteria(snapshot, &objectives, &mut judged.evaluations)?;
    if objectives.is_empty() && faults.is_empty() {
        judged.notes.push(ObjectiveMessage::NoneYet.into());
    }
    Ok(Judged { faults, ..judged })
}

/// Freezes the baselines of the objectives of `request` as they are now, for `reason`; a note for each.
///
/// # Errors
/// As [`judge_and_keep`].
pub async fn rebase(snapshot: &Snapshot, request: JudgeRequest<'_>, reason: &str) -> Result<Judged, JudgeError> {
    if reason.trim().is_empty() {
        return Err(ObjectiveMessage::RebaseWithoutReason.into());
    }
    let (as_of, last) = (request.as_of, snapshot.workspace.last_day(None));
    if as_of > last {
        return Err(ObjectiveMessage::RebaseBeforeEnd { as_of, last }.into());
    }
    let Chosen { objectives, faults } = choose(&snapshot.workspace, request.patterns)?;
    let judged = evaluate(snapshot, &objectives, request.language, request.as_of).await;
    let notes = baseline::rebase(snapshot, &objectives, &judged.evaluations, reason)?;
    Ok(Judged { faults, notes: notes.into_iter().map(Message::from).collect(), ..judged })
}

/// Judges `objectives` as of the end of the day `as_of`, with which the view of `snapshot` ends; titles of KPIs are in `language`.
pub async fn evaluate(snapshot: &Snapshot, objectives: &[Objective], language: Language, as_of: Date) -> Judged {
    let calendar = &snapshot.workspace.calendar;
    let now: Vec<Objective> = objectives
        .iter()
        .map(|objective| Objective { period: occurrence(objective, as_of, calendar), ..objective.clone() })
        .collect();
    let notes = shadowed(snapshot, objectives);
    Judged { notes, ..in_their_periods(snapshot, &now, language, as_of).await }
}

/// As [`evaluate`], each in the period that it has.
async fn in_their_periods(snapshot: &Snapshot, objectives: &[Objective], language: Language, as_of: Date) -> Judged {
    if objectives.is_empty() {
        return Judged::default();
    }
    let readings = FilledReadings::read(snapshot, &objectives.iter().collect::<Vec<_>>(), language, as_of).await;
    let mut judged = Judged { scans: readings.scans.clone(), ..Judged::default() };
    for objective in objectives {
        match judge(objective, &readings, &Thresholds::default()) {
            Ok(evaluation) => judged.evaluations.push(evaluation),
            Err(problem) => {
                judged.problems.push((objective.id.clone(), placed(&snapshot.workspace.root, objective, problem)));
            }
        }
    }
    judged
}

/// Says which KPIs were taken where an objective's short id names the workspace's own and a pack's.
fn shadowed(snapshot: &Snapshot, objectives: &[Objective]) -> Vec<Message> {
    let name = |objective: &Objective| match &objective.goal {
        Goal::Kpi { kpi, .. } => Some(kpi.clone()),
        Goal::Levels { .. } => None,
    };
    let names: BTreeSet<String> = objectives.iter().filter_map(name).collect();
    let taken = snapshot.catalog.shadowed(&names.into_iter().collect::<Vec<_>>());
    taken.into_iter().map(|(kpi, others)| AskNote::Shadowed { kpi, others }.into()).collect()
}

/// `problem` with the place of the objective's `where` in the workspace at `root`, where that is what does not fit.
fn placed(root: &Path, objective: &Objective, problem: Unreadable) -> Unreadable {
    let Message::Ask(AskMessage::Filter { kpi, filter, model, reason }) = *problem.why else { return problem };
    let text = jauge_durable::read_text_within(root, &root.join(&objective.file)).unwrap_or_default();
    let is_where = |line: &str| line.starts_with("where") || (line.contains(" where") && !line.starts_with('#'));
    let below = text.lines().skip(objective.at.line.saturating_sub(1)).position(|line| is_where(line.trim_start()));
    let (file, line) = (objective.file.clone(), objective.at.line + below.unwrap_or(0));
    let why = AskMessage::WrittenFilter { file, line, kpi, filter, model, reason };
    Unreadable { why: Box::new(why.into()), wrong: problem.wrong }
}

/// What history makes possible of `objective` as of the end of the day `as_of`, with which the view of `snapshot` ends.
///
/// # Errors
/// No such KPI, a filter that does not fit, a KPI without data.
pub async fn history(
    snapshot: &Snapshot,
    objective: &Objective,
    language: Language,
    as_of: Date,
) -> Result<Possible, Unreadable> {
    let readings = FilledReadings::read(snapshot, &[objective], language, as_of).await;
    possible(objective, &readings, &Thresholds::default())
}
