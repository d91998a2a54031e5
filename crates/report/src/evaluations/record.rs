//! How forecasts of objectives turned out, as a table.

use jauge_domain::{CalibrationClass, ForecastScore, TrackRecord, Unit, Value};

use crate::sheet::{Column, Sheet};
use crate::wording::{Heading, Label};

/// A row an objective, one of all forecasts, whose name is `total`, and one a class of chances. Programs tell them apart by what is null:
/// of all forecasts there is neither an objective nor a class.
pub fn record_sheet(record: &TrackRecord, total: Option<&str>) -> Sheet {
    let class = |class: &CalibrationClass| row(None, Some((class.from, class.to)), &class.score);
    let objective = |(id, score): &(String, ForecastScore)| row(Some(id), None, score);
    let all = row(total, None, &record.all);
    let rows = record.objectives.iter().map(objective).chain([all]).chain(record.classes.iter().map(class));
    Sheet { columns: columns(), rows: rows.collect() }
}

fn columns() -> Vec<Column> {
    let number = |name: &str, unit, heading| Column::number(name, Some(unit)).headed(Label::Heading(heading));
    vec![
        Column::text("objective").headed(Label::Heading(Heading::Objective)),
        number("from", Unit::Ratio, Heading::ChanceFrom),
        number("to", Unit::Ratio, Heading::ChanceTo),
        number("forecasts", Unit::Count, Heading::Forecasts),
        number("periods", Unit::Count, Heading::Periods),
        number("forecast", Unit::Ratio, Heading::MeanChance),
        number("met", Unit::Ratio, Heading::CameTrue),
        number("inside", Unit::Ratio, Heading::InsideBand),
        number("brier", Unit::Number, Heading::Brier),
        number("pace_brier", Unit::Number, Heading::PaceBrier),
    ]
}

fn row(objective: Option<&str>, class: Option<(f64, f64)>, score: &ForecastScore) -> Vec<Value> {
    let count = |count: usize| i64::try_from(count).map_or(Value::Null, Value::Int);
    let end = |end: Option<f64>| end.map_or(Value::Null, Value::Float);
    vec![
        objective.map_or(Value::Null, |id| Value::Text(id.to_owned())),
        end(class.map(|(from, _)| from)),
        end(class.map(|(_, to)| to)),
        count(score.forecasts),
        count(score.periods),
        Value::Float(score.chance),
        Value::Float(score.met),
        Value::Float(score.inside),
        Value::Float(score.brier),
        Value::Float(score.pace_brier),
    ]
}
