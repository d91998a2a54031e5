//! Qualitative objectives: levels reached by dated check-ins.

use jauge_domain::{AssessmentFinding, CheckIn, Evaluation, Objective, Statement, Status, Unit, days_between};
use jiff::civil::Date;

use crate::blank::blank;
use crate::criteria;
use crate::days::next;
use crate::frequency::{days_of, frequency};
use crate::readings::Readings;

pub(crate) fn judge(
    objective: &Objective,
    levels: &[String],
    check_ins: &[CheckIn],
    readings: &dyn Readings,
) -> Evaluation {
    let (start, after) = readings.days(&objective.period);
    let as_of = readings.as_of();
    let last = check_ins.iter().rfind(|one| one.date <= as_of);
    let reached = last.and_then(|one| levels.iter().position(|level| *level == one.level));
    let progress = reached.map_or(0.0, |level| (level + 1) as f64) / levels.len() as f64;
    let elapsed =
        days_between(start, next(as_of).clamp(start, after)) as f64 / days_between(start, after).max(1) as f64;
    let status = status(objective, progress, elapsed, (start, after), as_of, last.map(|one| one.date));
    let statement = objective.statement.clone().map_or_else(
        || Statement::Levels {
            objective: objective.id.clone(),
            level: levels.last().cloned().unwrap_or_default(),
            period: objective.period,
        },
        Statement::Written,
    );
    Evaluation {
        title: objective.statement.clone().unwrap_or_else(|| objective.id.clone()),
        statement,
        unit: Unit::Ratio,
        actual: Some(progress),
        target: Some(jauge_domain::Target::Value(1.0)),
        progress: Some(progress),
        expected: Some(elapsed),
        why: why(status, last).map(Into::into),
        smart: criteria::of_levels(objective, readings),
        is_final: as_of >= after,
        ..blank(objective, readings, status)
    }
}

fn why(status: Status, last: Option<&CheckIn>) -> Option<AssessmentFinding> {
    match (status, last) {
        (Status::Stale, Some(last)) => Some(AssessmentFinding::NoCheckInSince { last: last.date }),
        (Status::Stale, None) => Some(AssessmentFinding::NoCheckIn),
        (_, Some(last)) => {
            Some(AssessmentFinding::CheckIn { level: last.level.clone(), date: last.date, note: last.note.clone() })
        }
        (_, None) => None,
    }
}

fn status(
    objective: &Objective,
    progress: f64,
    elapsed: f64,
    (start, after): (Date, Date),
    as_of: Date,
    last: Option<Date>,
) -> Status {
    if as_of < start {
        return Status::NotStarted;
    }
    if progress >= 1.0 {
        return Status::Achieved;
    }
    if next(as_of) >= after {
        return Status::Missed;
    }
    let silent = days_between(last.unwrap_or(start).max(start), as_of);
    let frequency = frequency(objective, days_between(start, after));
    match progress {
        _ if silent > 2 * days_of(frequency) => Status::Stale,
        progress if progress >= elapsed => Status::OnTrack,
        progress if progress >= elapsed / 2.0 => Status::AtRisk,
        _ => Status::OffTrack,
    }
}
