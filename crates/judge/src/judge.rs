//! Objectives judged: what was read of one, put together.

use jauge_domain::{
    AssessmentFinding, Evaluation, Finding, Forecast, Goal, Message, Objective, ObjectiveMessage, SpecificFinding,
    Statement, Status, Target, days_between,
};
use jauge_forecast::{Method, Projection};

use crate::assessment::Assessment;
use crate::blank::blank;
use crate::derived::statement;
use crate::inputs::Inputs;
use crate::readings::{Readings, Unreadable};
use crate::thresholds::Thresholds;
use crate::{along, criteria, levels, maintain, moved};

/// Judges `objective` by what `readings` hold, of which [`needs`](crate::needs()) lists what is asked for. Objectives with
/// levels are judged by their check-ins.
///
/// # Errors
/// What is wrong with the request: no such KPI, a filter that does not fit. Missing data are a status.
pub fn judge(
    objective: &Objective,
    readings: &dyn Readings,
    thresholds: &Thresholds,
) -> Result<Evaluation, Unreadable> {
    if let Goal::Levels { levels, check_ins } = &objective.goal {
        return Ok(levels::judge(objective, levels, check_ins, readings));
    }
    match Inputs::read(objective, readings, thresholds) {
        Ok(Some(inputs)) => Ok(of_inputs(&inputs)),
        Ok(None) => Err(Unreadable::wrong(ObjectiveMessage::NoGoal { objective: objective.id.clone() })),
        Err(missing) if !missing.wrong => Ok(without_data(objective, readings, missing.why)),
        Err(wrong) => Err(wrong),
    }
}

fn without_data(objective: &Objective, readings: &dyn Readings, why: Box<Message>) -> Evaluation {
    let mut evaluation = blank(objective, readings, Status::NoData);
    if let Goal::Kpi { target: target @ (Target::Value(_) | Target::Between(..)), .. } = objective.goal {
        evaluation.target = Some(target);
    }
    evaluation.statement = Statement::Written(objective.statement.clone().unwrap_or_else(|| evaluation.title.clone()));
    evaluation.smart = criteria::without_data(objective, &why);
    evaluation.why = Some(AssessmentFinding::KpiUnreadable { why }.into());
    evaluation
}

fn of_inputs(inputs: &Inputs<'_>) -> Evaluation {
    let forecast = inputs.forecast(inputs.plan.seen);
    let at_start = inputs.plan.period.start().yesterday().ok().and_then(|day| inputs.forecast(day).ok());
    let maintained = inputs.plan.maintains().then(|| maintain::read(inputs)).flatten();
    let assessment = Assessment { inputs, forecast: forecast.as_ref(), maintained: maintained.as_ref() };
    let (status, why) = stands(&assessment);
    let started = status != Status::NotStarted;
    // Without data the value is unknown, not 0, and there is no forecast.
    let has_data = status != Status::NoData;
    let forecasts = !matches!(status, Status::NoData | Status::InsufficientData | Status::Stale);
    let base = inputs.base.as_ref();
    let data_end = inputs.readings.complete_to(&inputs.plan.known.id);
    let settled =
        inputs.plan.objective.settle_days.or(inputs.readings.lateness_days(&inputs.plan.known.id)).unwrap_or(0);
    let after_end = days_between(inputs.last_day(), inputs.plan.as_of);
    Evaluation {
        statement: statement(inputs),
        kpi: Some(inputs.plan.known.id.clone()),
        title: inputs.plan.known.title.clone(),
        unit: inputs.unit(),
        aim: Some(inputs.plan.aim),
        why,
        actual: match &maintained {
            Some(maintained) => maintained.share().filter(|_| has_data),
            None => inputs.value().filter(|_| started && has_data),
        },
        target: inputs.target.or(match inputs.plan.objective.goal {
            Goal::Kpi { target: target @ Target::Relative(_), .. } => Some(target),
            Goal::Kpi { target: target @ Target::Points(_), .. } => Some(target),
            _ => None,
        }),
        baseline: base.map(|base| base.value),
        progress: assessment.progress().filter(|_| started && has_data),
        expected: assessment.expected().filter(|_| started),
        required: forecast
            .as_ref()
            .ok()
            .filter(|_| has_data && !inputs.is_over())
            .zip(inputs.target_value())
            .and_then(|(forecast, target)| forecast.required(target)),
        forecast: forecast
            .as_ref()
            .ok()
            .filter(|_| forecasts && maintained.is_none())
            .and_then(|forecast| foreseen(inputs, forecast)),
        moved: if started && has_data { moved::by_dimension(inputs) } else { Vec::new() },
        drivers: if started { moved::by_driver(inputs) } else { Vec::new() },
        smart: criteria::of_inputs(inputs, at_start.as_ref()),
        along: if has_data { along::values(inputs) } else { Vec::new() },
        complete_to: data_end,
        is_final: inputs.is_over()
            && after_end >= settled + inputs.plan.known.matures_days
            && data_end.is_none_or(|end| end >= inputs.last_day()),
        ..blank(inputs.plan.objective, inputs.readings, status)
    }
}

/// The status and its reason. What is asked of a share and cannot be is a question to whoever wrote it, and no verdict.
fn stands(assessment: &Assessment<'_>) -> (Status, Option<Finding>) {
    match criteria::percent_meant(assessment.inputs) {
        Some(target) => (Status::NoData, Some(SpecificFinding::PercentMeant { target }.into())),
        None => {
            let (status, why) = assessment.status();
            (status, why.map(Finding::from))
        }
    }
}

/// What the period will come to; `None` where there is no target, and so no chance of it.
fn foreseen(inputs: &Inputs<'_>, forecast: &Projection) -> Option<Forecast> {
    let p_hit = forecast.probability(inputs.bound()?);
    Some(Forecast {
        value: forecast.value,
        low: forecast.low,
        high: forecast.high,
        p_hit,
        method: method(forecast.method).to_owned(),
        backtest: forecast.backtest.map(|backtest| backtest.error),
    })
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Exact => "exact",
        Method::ShareCurve => "share_curve",
        Method::SeasonalNaive => "seasonal_naive",
        Method::LastYear => "last_year",
        Method::Ets => "ets",
        Method::Mean => "mean",
        Method::StraightLine => "straight_line",
        Method::PastIncrease => "past_increase",
    }
}
