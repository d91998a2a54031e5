//! What was said of objectives before: how forecasts turned out, and periods that are over and were not judged to the end.

use std::collections::BTreeMap;

use arrow::{
    array::{Array, ArrayRef, AsArray, RecordBatch},
    compute::cast,
    datatypes::{DataType, Date32Type, Float64Type},
};
use datafusion::error::DataFusionError;
use jauge_ask::catalog::fits;
use jauge_domain::{Objective, Period, Status, TrackRecord, date_of_epoch_day};
use jauge_judge::{PastEvaluation, track_record};
use jauge_store::StoreError;
use jiff::{Timestamp, civil::Date};

use super::{JudgeError, choose};
use crate::{evaluations::EVALUATIONS, snapshot::Snapshot};

/// How the forecasts of the objectives that `patterns` name turned out, by what is known at the end of the day `as_of`; of all of them
/// where there is no pattern, and of those whose files are gone, too. `None` where no forecast's period is over.
///
/// # Errors
/// A store that cannot be read, and a name that no objective has or had.
pub async fn record_of(
    snapshot: &Snapshot,
    patterns: &[String],
    as_of: Date,
) -> Result<Option<TrackRecord>, JudgeError> {
    let past = past_evaluations(snapshot, as_of).await.map_err(StoreError::query(EVALUATIONS))?;
    let is_known = |pattern: &&String| past.iter().any(|one| fits(pattern, &one.objective));
    let unknown: Vec<String> = patterns.iter().filter(|pattern| !is_known(pattern)).cloned().collect();
    if !unknown.is_empty() {
        // It says which name is meant.
        choose(&snapshot.workspace, &unknown)?;
    }
    let is_asked =
        |one: &PastEvaluation| patterns.is_empty() || patterns.iter().any(|pattern| fits(pattern, &one.objective));
    Ok(track_record(&past.into_iter().filter(is_asked).collect::<Vec<_>>()))
}

/// What was said as of days up to `as_of`, in the order in which it was written down.
async fn past_evaluations(snapshot: &Snapshot, as_of: Date) -> Result<Vec<PastEvaluation>, DataFusionError> {
    let sql = format!(
        "SELECT objective, kpi, status, as_of, period_start, period_end, actual, target, expected, forecast, forecast_low, \
         forecast_high, p_hit, is_final FROM evaluations WHERE kpi IS NOT NULL AND as_of <= DATE '{as_of}' ORDER BY evaluated_at"
    );
    let mut past = Vec::new();
    for batch in &snapshot.sql(&sql, Timestamp::now()).await?.collect().await? {
        past.extend(rows(batch)?);
    }
    Ok(past)
}

/// The rows of `batch`, its columns as [`past_evaluations`] asks for them.
fn rows(batch: &RecordBatch) -> Result<Vec<PastEvaluation>, DataFusionError> {
    let texts = [0, 1, 2].map(|at| cast(batch.column(at), &DataType::Utf8));
    let [objective, kpi, status] = texts;
    let (objective, kpi, status) = (objective?, kpi?, status?);
    let numbers: Vec<&ArrayRef> = batch.columns()[6..13].iter().collect();
    let finals = batch.column(13).as_boolean();
    let text = |column: &ArrayRef, row: usize| column.as_string::<i32>().value(row).to_owned();
    let row = |row: usize| {
        let number = |nth: usize| value(numbers[nth], row);
        let name = text(&status, row);
        Some(PastEvaluation {
            objective: text(&objective, row),
            kpi: text(&kpi, row),
            status: Status::ALL.into_iter().find(|status| status.name() == name)?,
            as_of: day(batch.column(3), row)?,
            period: (day(batch.column(4), row)?, day(batch.column(5), row)?),
            is_final: finals.is_valid(row) && finals.value(row),
            actual: number(0),
            target: number(1),
            expected: number(2),
            forecast: number(3).zip(number(4)).zip(number(5)).map(|((value, low), high)| (value, low, high)),
            p_hit: number(6),
        })
    };
    Ok((0..batch.num_rows()).filter_map(row).collect())
}

fn value(column: &ArrayRef, row: usize) -> Option<f64> {
    let column = column.as_primitive::<Float64Type>();
    column.is_valid(row).then(|| column.value(row))
}

fn day(column: &ArrayRef, row: usize) -> Option<Date> {
    let column = column.as_primitive::<Date32Type>();
    column.is_valid(row).then(|| date_of_epoch_day(column.value(row)))
}

/// Those of `objectives` that repeat, each in the periods that are over by `as_of` and were not judged to the end: from a period's end on
/// the next one is judged.
pub(super) async fn ended(
    snapshot: &Snapshot,
    objectives: &[Objective],
    as_of: Date,
) -> Result<Vec<Objective>, DataFusionError> {
    let repeating: Vec<&Objective> = objectives.iter().filter(|one| one.repeat.is_some()).collect();
    if repeating.is_empty() {
        return Ok(Vec::new());
    }
    let open = open_periods(snapshot, as_of).await?;
    let of = |one: &&Objective| {
        let periods = open.get(&one.id).into_iter().flatten();
        periods.map(|period| Objective { period: *period, ..(*one).clone() }).collect::<Vec<_>>()
    };
    Ok(repeating.iter().flat_map(of).collect())
}

/// The periods of each objective that end before `as_of` and were never judged to the end.
async fn open_periods(snapshot: &Snapshot, as_of: Date) -> Result<BTreeMap<String, Vec<Period>>, DataFusionError> {
    let sql = format!(
        "SELECT objective, period FROM evaluations WHERE period_end < DATE '{as_of}' GROUP BY objective, period \
         HAVING max(CASE WHEN is_final THEN 1 ELSE 0 END) = 0 ORDER BY objective, period"
    );
    let mut open: BTreeMap<String, Vec<Period>> = BTreeMap::new();
    for batch in &snapshot.sql(&sql, Timestamp::now()).await?.collect().await? {
        let (ids, periods) = (cast(batch.column(0), &DataType::Utf8)?, cast(batch.column(1), &DataType::Utf8)?);
        for (id, period) in ids.as_string::<i32>().iter().zip(periods.as_string::<i32>()) {
            // What is no period any more has no days to judge.
            if let Some((id, period)) = id.zip(period.and_then(|period| period.parse().ok())) {
                open.entry(id.to_owned()).or_default().push(period);
            }
        }
    }
    Ok(open)
}
