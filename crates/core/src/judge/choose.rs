//! Which objectives are judged: those that were asked for, and of them those that are due.

use std::collections::BTreeMap;

use arrow::{
    array::{Array, AsArray},
    compute::cast,
    datatypes::{DataType, Date32Type},
};
use datafusion::error::DataFusionError;
use jauge_ask::catalog::fits;
use jauge_domain::{Frequency, Objective, ObjectiveMessage, epoch_day, nearest};
use jauge_judge::{ObjectiveError, usual_frequency};
use jauge_store::StoreError;
use jauge_workspace::Settings;
use jiff::{Timestamp, civil::Date};

use super::{JudgeError, Objectives, read_objectives};
use crate::{evaluations::EVALUATIONS, snapshot::Snapshot};

/// Objectives that were asked for.
#[derive(Clone, Debug, Default)]
pub struct Chosen {
    /// Those that can be read.
    pub objectives: Vec<Objective>,
    /// What is wrong with the files of others that may be meant.
    pub faults: Vec<ObjectiveError>,
}

/// The objectives of a workspace that `patterns` name, by id or with `*`; all of them where there is no pattern.
///
/// # Errors
/// Files that cannot be read, and a name that no objective has.
pub fn choose(settings: &Settings, patterns: &[String]) -> Result<Chosen, JudgeError> {
    let Objectives { objectives, errors } = read_objectives(&settings.root)?;
    for pattern in patterns.iter().filter(|pattern| !pattern.contains('*')) {
        let known = || objectives.iter().map(|one| one.id.as_str());
        let broken = errors.iter().any(|error| error.id.as_deref() == Some(pattern));
        if !known().any(|id| id == pattern) && !broken {
            let near = nearest(pattern, known()).map(str::to_owned);
            return Err(ObjectiveMessage::UnknownObjective { name: pattern.clone(), near }.into());
        }
    }
    Ok(Chosen {
        objectives: objectives.into_iter().filter(|one| is_asked(patterns, Some(&one.id))).collect(),
        faults: errors.into_iter().filter(|error| is_asked(patterns, error.id.as_deref())).collect(),
    })
}

/// True where `patterns` name `id`; what has no id may be any.
fn is_asked(patterns: &[String], id: Option<&str>) -> bool {
    let named = |pattern: &String| id.is_none_or(|id| fits(pattern, id));
    patterns.is_empty() || patterns.iter().any(named)
}

/// Those of `objectives` that were last judged as of a day longer ago than their frequency.
pub(super) async fn due(
    snapshot: &Snapshot,
    objectives: Vec<Objective>,
    as_of: Date,
) -> Result<Vec<Objective>, JudgeError> {
    let last = last_judged(snapshot, as_of).await.map_err(StoreError::query(EVALUATIONS))?;
    let today = epoch_day(as_of);
    let calendar = &snapshot.workspace.calendar;
    let is_due = |one: &Objective| {
        let between = match one.frequency.unwrap_or_else(|| usual_frequency(one, calendar)) {
            Frequency::Daily => 1,
            Frequency::Weekly => 7,
            Frequency::Monthly => 28,
            Frequency::Quarterly => 90,
        };
        last.get(&one.id).is_none_or(|last| today - last >= between)
    };
    Ok(objectives.into_iter().filter(is_due).collect())
}

/// The last day until `as_of`, since 1970, as of which each objective was judged: who looked ahead has not judged today.
async fn last_judged(snapshot: &Snapshot, as_of: Date) -> Result<BTreeMap<String, i32>, DataFusionError> {
    let sql =
        format!("SELECT objective, max(as_of) AS as_of FROM evaluations WHERE as_of <= DATE '{as_of}' GROUP BY 1");
    let mut last = BTreeMap::new();
    for batch in &snapshot.sql(&sql, Timestamp::now()).await?.collect().await? {
        let ids = cast(batch.column(0), &DataType::Utf8)?;
        let days = batch.column(1).as_primitive::<Date32Type>();
        for (row, id) in ids.as_string::<i32>().iter().enumerate().filter(|(row, _)| days.is_valid(*row)) {
            last.insert(id.unwrap_or_default().to_owned(), days.value(row));
        }
    }
    Ok(last)
}
