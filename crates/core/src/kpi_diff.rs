//! What a change of definitions does to past answers, and to how objectives stand.

use std::collections::{BTreeMap, BTreeSet};

use jauge_ask::AskError;
use jauge_domain::{Answer, Language, Question, Status, Unit, Value};
use jiff::{Timestamp, civil::Date};

use crate::{
    judge::{JudgeError, choose, evaluate},
    snapshot::Snapshot,
};

/// An answer that is another than it was.
#[derive(Clone, Debug, PartialEq)]
pub struct MovedAnswer {
    /// The KPI.
    pub kpi: String,
    /// What it is counted in.
    pub unit: Unit,
    /// What its amounts are in.
    pub currency: Option<String>,
    /// The first instant of the period; `None` where there is no time.
    pub start: Option<Timestamp>,
    /// The instant after its last.
    pub end: Option<Timestamp>,
    /// Under the definitions of before.
    pub before: Value,
    /// Under those of now.
    pub now: Value,
}

/// An objective that stands otherwise than it did.
#[derive(Clone, Debug, PartialEq)]
pub struct MovedObjective {
    /// Its id.
    pub objective: String,
    /// Under the definitions of before; `None` where it could not be judged.
    pub before: Option<Status>,
    /// Under those of now.
    pub now: Option<Status>,
}

/// The answers to `question`, asked of every KPI, that `new` gives otherwise than `old`. KPIs that `old` has not have no past.
///
/// # Errors
/// The question is wrong.
pub async fn moved_answers(
    old: &Snapshot,
    new: &Snapshot,
    question: &Question,
    now: Timestamp,
) -> Result<Vec<MovedAnswer>, AskError> {
    let [before, after] = [all(old, question, now).await?, all(new, question, now).await?];
    let known: BTreeSet<&String> = old.catalog.kpis.keys().collect();
    let keys: BTreeSet<&Place> = before.keys().chain(after.keys()).filter(|(kpi, _)| known.contains(kpi)).collect();
    let moved = keys.into_iter().filter_map(|key| moved(before.get(key), after.get(key)));
    Ok(moved.collect())
}

/// A KPI and the start of a bucket.
type Place = (String, Option<Timestamp>);

/// What every KPI answers; those that cannot be asked so have no answer.
async fn all(snapshot: &Snapshot, question: &Question, now: Timestamp) -> Result<BTreeMap<Place, Answer>, AskError> {
    let kpis = snapshot.catalog.kpis.keys().cloned().collect();
    let answered = snapshot.ask(&Question { kpis, ..question.clone() }, now).await?;
    Ok(answered.answers.into_iter().map(|answer| ((answer.kpi.clone(), answer.start), answer)).collect())
}

/// Where the two differ, and not by rounding alone.
fn moved(before: Option<&Answer>, now: Option<&Answer>) -> Option<MovedAnswer> {
    let value = |answer: Option<&Answer>| answer.map(|answer| answer.value.clone()).unwrap_or_default();
    let (one, other) = (value(before), value(now));
    let is_same = match (&one, &other) {
        (Value::Float(one), Value::Float(other)) => (one - other).abs() <= 1e-12 * one.abs().max(other.abs()),
        (one, other) => one == other || one.as_f64().is_some_and(|one| other.as_f64() == Some(one)),
    };
    let any = now.or(before).filter(|_| !is_same)?;
    Some(MovedAnswer {
        kpi: any.kpi.clone(),
        unit: any.unit,
        currency: any.currency.clone(),
        start: any.start,
        end: any.end,
        before: one,
        now: other,
    })
}

/// The objectives that stand otherwise in `new` than in `old`, as of the day with which the views of both end.
///
/// # Errors
/// Files that cannot be read.
pub async fn moved_objectives(old: &Snapshot, new: &Snapshot, as_of: Date) -> Result<Vec<MovedObjective>, JudgeError> {
    let chosen = choose(&new.workspace, &[])?;
    let mut statuses: [BTreeMap<String, Status>; 2] = Default::default();
    for (snapshot, statuses) in [old, new].into_iter().zip(&mut statuses) {
        let judged = evaluate(snapshot, &chosen.objectives, Language::default(), as_of).await;
        statuses.extend(judged.evaluations.into_iter().map(|one| (one.objective, one.status)));
    }
    let [before, after] = statuses;
    let ids: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let pair = |id: &String| (before.get(id).copied(), after.get(id).copied());
    let moved = ids.into_iter().map(|id| (id, pair(id))).filter(|(_, (before, now))| before != now);
    Ok(moved.map(|(id, (before, now))| MovedObjective { objective: id.clone(), before, now }).collect())
}
