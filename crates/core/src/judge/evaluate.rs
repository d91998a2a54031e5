//! Many objectives judged at once.

use jauge_domain::{Evaluation, Language, Objective};
use jauge_judge::{Possible, Thresholds, Unreadable, judge, occurrence, possible};
use jiff::civil::Date;

use super::filled::FilledReadings;
use crate::snapshot::Snapshot;

/// What was found of some objectives.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// Those that can be judged, in the order asked for.
    pub evaluations: Vec<Evaluation>,
    /// Those that cannot, by id, and why.
    pub problems: Vec<(String, Unreadable)>,
    /// The models that were scanned, one for each scan.
    pub scans: Vec<String>,
}

/// Judges `objectives` as of the end of the day `as_of`, with which the view of `opened` ends; titles of KPIs are in `language`.
pub async fn evaluate(opened: &Snapshot, objectives: &[Objective], language: Language, as_of: Date) -> Judged {
    let calendar = &opened.workspace.calendar;
    let now: Vec<Objective> = objectives
        .iter()
        .map(|objective| Objective { period: occurrence(objective, as_of, calendar), ..objective.clone() })
        .collect();
    let readings = FilledReadings::read(opened, &now.iter().collect::<Vec<_>>(), language, as_of).await;
    let mut judged = Judged { scans: readings.scans.clone(), ..Judged::default() };
    for objective in &now {
        match judge(objective, &readings, &Thresholds::default()) {
            Ok(evaluation) => judged.evaluations.push(evaluation),
            Err(problem) => judged.problems.push((objective.id.clone(), problem)),
        }
    }
    judged
}

/// What history makes possible of `objective` as of the end of the day `as_of`, with which the view of `opened` ends.
///
/// # Errors
/// No such KPI, a filter that does not fit, a KPI without data.
pub async fn history(
    opened: &Snapshot,
    objective: &Objective,
    language: Language,
    as_of: Date,
) -> Result<Possible, Unreadable> {
    let readings = FilledReadings::read(opened, &[objective], language, as_of).await;
    possible(objective, &readings, &Thresholds::default())
}
