//! Qualitative objectives: levels reached by dated check-ins.

use jauge_domain::{CheckIn, Evaluation, Objective, Status, Unit};
use jiff::civil::Date;

use crate::case::{between, next};
use crate::judge::blank;
use crate::readings::Readings;
use crate::say::Say;
use crate::{letters, words};

pub(crate) fn judge(
    objective: &Objective,
    levels: &[String],
    check_ins: &[CheckIn],
    readings: &dyn Readings,
    say: &Say,
) -> Evaluation {
    let (start, after) = readings.days(&objective.period);
    let as_of = readings.as_of();
    let known = || check_ins.iter().filter(|one| one.date <= as_of);
    let reached = known().next_back().and_then(|one| levels.iter().position(|level| *level == one.level));
    let progress = reached.map_or(0.0, |level| (level + 1) as f64) / levels.len() as f64;
    let elapsed = between(start, next(as_of).clamp(start, after)) as f64 / between(start, after).max(1) as f64;
    let status = status(objective, progress, elapsed, (start, after), as_of, known().next_back().map(|one| one.date));
    let why = match (status, known().next_back()) {
        (Status::Stale, Some(last)) => Some(say.pick(
            format!("no check-in since {}", say.date(last.date)),
            format!("pas de point depuis le {}", say.date(last.date)),
        )),
        (Status::Stale, None) => Some(say.pick("no check-in yet", "aucun point à ce jour")),
        (_, Some(last)) => Some(match &last.note {
            Some(note) => format!("{} ({}){}{note}", last.level, say.date(last.date), say.pick(": ", " : ")),
            None => format!("{} ({})", last.level, say.date(last.date)),
        }),
        _ => None,
    };
    let aim = levels.last().map(String::as_str).unwrap_or_default();
    let statement = objective.statement.clone().unwrap_or_else(|| {
        let period = say.period(&objective.period.to_string());
        say.pick(format!("{}: {aim} in {period}", objective.id), format!("{} : {aim} en {period}", objective.id))
    });
    Evaluation {
        title: objective.statement.clone().unwrap_or_else(|| objective.id.clone()),
        statement,
        unit: Unit::Ratio,
        actual: Some(progress),
        target: Some(jauge_domain::Target::Value(1.0)),
        progress: Some(progress),
        expected: Some(elapsed),
        why,
        smart: letters::of_levels(objective, readings, say),
        is_final: as_of >= after,
        ..blank(objective, readings, status, say)
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
    let silent = between(last.unwrap_or(start).max(start), as_of);
    let frequency = words::frequency(objective, between(start, after));
    match progress {
        _ if silent > 2 * words::days_of(frequency) => Status::Stale,
        progress if progress >= elapsed => Status::OnTrack,
        progress if progress >= elapsed / 2.0 => Status::AtRisk,
        _ => Status::OffTrack,
    }
}
