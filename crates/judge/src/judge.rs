//! How an objective stands: status, pace, forecast.

use jauge_domain::{Evaluation, Goal, Objective, Prognosis, Status, Target, Unit};
use jauge_forecast::{Forecast, Method, Refusal};
use jiff::civil::Date;

use crate::case::{Case, between, next};
use crate::readings::{Readings, Shape, Unreadable};
use crate::say::Say;
use crate::settings::Settings;
use crate::{along, letters, levels, maintain, moved, words};

/// Judges `objective` by what `readings` say. Objectives with levels are judged by their check-ins.
///
/// # Errors
/// What is wrong with the request: no such KPI, a filter that does not fit. Missing data are a status.
pub fn judge(objective: &Objective, readings: &dyn Readings, settings: &Settings) -> Result<Evaluation, Unreadable> {
    let say = Say { language: settings.language, currency: settings.currency.clone() };
    if let Goal::Levels { levels, check_ins } = &objective.goal {
        return Ok(levels::judge(objective, levels, check_ins, readings, &say));
    }
    match Case::read(objective, readings, settings) {
        Ok(Some(case)) => Ok(of_case(&case, &say)),
        Ok(None) => Err(Unreadable { why: format!("`{}` has no goal", objective.id), wrong: true }),
        Err(missing) if !missing.wrong => Ok(without_data(objective, readings, missing.why, &say)),
        Err(wrong) => Err(wrong),
    }
}

/// What every evaluation has.
pub(crate) fn blank(objective: &Objective, readings: &dyn Readings, status: Status, say: &Say) -> Evaluation {
    let (start, after) = readings.days(&objective.period);
    let kpi = match &objective.goal {
        Goal::Kpi { kpi, .. } => Some(kpi.clone()),
        Goal::Levels { .. } => None,
    };
    let spent = objective.budget.as_ref().and_then(|budget| {
        let so_far = (start, next(readings.as_of()).clamp(start, after));
        Some((readings.spent(budget.filter.as_deref(), so_far)?, budget.amount))
    });
    Evaluation {
        objective: objective.id.clone(),
        statement: objective.statement.clone().unwrap_or_default(),
        title: kpi.clone().unwrap_or_else(|| objective.id.clone()),
        kpi,
        unit: Unit::Number,
        aim: None,
        owner: objective.owner.clone(),
        weight: objective.weight,
        status,
        why: None,
        actual: None,
        target: None,
        baseline: None,
        progress: None,
        expected: None,
        required: None,
        forecast: None,
        moved: Vec::new(),
        levers: Vec::new(),
        smart: Default::default(),
        next_action: words::next_action(objective, readings.as_of(), say),
        budget: spent,
        along: Vec::new(),
        as_of: readings.as_of(),
        complete_to: None,
        period: (start, after.yesterday().unwrap_or(after)),
        period_name: objective.period.to_string(),
        is_final: false,
    }
}

fn without_data(objective: &Objective, readings: &dyn Readings, why: String, say: &Say) -> Evaluation {
    let mut evaluation = blank(objective, readings, Status::NoData, say);
    if let Goal::Kpi { target: target @ (Target::Value(_) | Target::Between(..)), .. } = objective.goal {
        evaluation.target = Some(target);
    }
    evaluation.statement = objective.statement.clone().unwrap_or_else(|| evaluation.title.clone());
    evaluation.smart = letters::without_data(objective, &why, say);
    evaluation.why = Some(why);
    evaluation
}

fn of_case(case: &Case<'_>, say: &Say) -> Evaluation {
    let forecast = case.forecast(case.seen);
    let at_start = case.period.start().yesterday().ok().and_then(|day| case.forecast(day).ok());
    let maintained = case.maintains().then(|| maintain::read(case)).flatten();
    let standing = Standing { case, say, forecast: forecast.as_ref(), maintained: maintained.as_ref() };
    let (status, why) = standing.status();
    let started = status != Status::NotStarted;
    // Where there is nothing to judge by there is no 0 either, and nothing to foresee.
    let has_data = status != Status::NoData;
    let forecasts = !matches!(status, Status::NoData | Status::InsufficientData | Status::Stale);
    let base = case.base.as_ref();
    let data_end = case.readings.complete_to(&case.known.id);
    let settled = case.objective.settle_days.or(case.readings.lateness_days(&case.known.id)).unwrap_or(0);
    let after_end = between(case.last_day(), case.as_of);
    Evaluation {
        statement: case.objective.statement.clone().unwrap_or_else(|| words::statement(case, say)),
        kpi: Some(case.known.id.clone()),
        title: case.known.title.clone(),
        unit: case.unit(),
        aim: Some(case.aim),
        why,
        actual: match &maintained {
            Some(maintained) => maintained.share(),
            None => case.value().filter(|_| started && has_data),
        },
        target: case.target.or(match case.objective.goal {
            Goal::Kpi { target: target @ Target::Relative(_), .. } => Some(target),
            Goal::Kpi { target: target @ Target::Points(_), .. } => Some(target),
            _ => None,
        }),
        baseline: base.map(|base| base.value),
        progress: standing.progress().filter(|_| started && has_data),
        expected: standing.expected().filter(|_| started),
        required: forecast
            .as_ref()
            .ok()
            .filter(|_| has_data && !case.is_over())
            .zip(case.target_value())
            .and_then(|(forecast, target)| forecast.required(target)),
        forecast: forecast
            .as_ref()
            .ok()
            .filter(|_| forecasts && maintained.is_none())
            .map(|forecast| prognosis(case, forecast)),
        moved: if started { moved::by_dimension(case) } else { Vec::new() },
        levers: if started { moved::by_lever(case) } else { Vec::new() },
        smart: letters::of_case(case, at_start.as_ref(), say),
        along: if has_data { along::values(case) } else { Vec::new() },
        complete_to: data_end,
        is_final: case.is_over()
            && after_end >= settled + case.known.matures_days
            && data_end.is_none_or(|end| end >= case.last_day()),
        ..blank(case.objective, case.readings, status, say)
    }
}

fn prognosis(case: &Case<'_>, forecast: &Forecast) -> Prognosis {
    Prognosis {
        value: forecast.value,
        low: forecast.low,
        high: forecast.high,
        p_hit: case.goal().map_or(0.0, |goal| forecast.probability(goal)),
        method: method(forecast.method).to_owned(),
        backtest: forecast.backtest.map(|backtest| backtest.error),
    }
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
        _ => "other",
    }
}

/// What the status is told by.
struct Standing<'a> {
    case: &'a Case<'a>,
    say: &'a Say,
    forecast: Result<&'a Forecast, &'a Refusal>,
    maintained: Option<&'a maintain::Maintained>,
}

type Said = (Status, Option<String>);

impl Standing<'_> {
    fn status(&self) -> Said {
        let case = self.case;
        if case.as_of < case.period.start() {
            return (Status::NotStarted, None);
        }
        self.lacking().or_else(|| self.decided()).unwrap_or_else(|| self.under_way())
    }

    /// What there is no data for.
    fn lacking(&self) -> Option<Said> {
        let (case, say) = (self.case, self.say);
        let Some((first, _)) = case.extent else {
            let why = say.pick("no row passes the filter", "aucune ligne ne passe le filtre");
            return Some((Status::NoData, Some(why)));
        };
        if case.target.is_none() {
            let why = say.pick(
                format!(
                    "the target is relative to a baseline, and there is none: the data begin on {}",
                    say.date(first)
                ),
                format!("la cible dépend d'un départ qui manque : les données commencent le {}", say.date(first)),
            );
            return Some((Status::NoData, Some(why)));
        }
        let end = case.data_end()?;
        let last = case.last_day().min(case.as_of);
        if end < last && between(end, last) > words::days_of(words::frequency(case.objective, case.period.days())) {
            let why = say.pick(
                format!("no data since {}", say.date(end)),
                format!("pas de données depuis le {}", say.date(end)),
            );
            return Some((Status::Stale, Some(why)));
        }
        let nothing = case.actual.n == 0.0 && case.value().is_none();
        if nothing {
            let why = say.pick("no rows in the period so far", "aucune ligne dans la période à ce jour");
            return Some((Status::NoData, Some(why)));
        }
        let least = words::least_sample(case).filter(|least| case.actual.n < *least && !case.is_over())?;
        let (n, least) = (say.number(case.actual.n, 0), say.number(least, 0));
        let why = say.pick(format!("{n} so far, and {least} are needed"), format!("{n} à ce jour, il en faut {least}"));
        Some((Status::InsufficientData, Some(why)))
    }

    /// What can no longer change, or not for better.
    fn decided(&self) -> Option<Said> {
        let case = self.case;
        if let Some(maintained) = self.maintained {
            let inside = maintained.share()? >= 1.0 - case.settings.tolerance;
            return case.is_over().then_some((if inside { Status::Achieved } else { Status::Missed }, None));
        }
        let value = case.value()?;
        if case.is_over() {
            return Some((if case.meets(value) { Status::Achieved } else { Status::Missed }, None));
        }
        // What only grows cannot fall below its target again, or come back below a limit.
        let grows = case.known.shape == Shape::Distinct || (case.known.shape == Shape::Sum && !case.known.signed);
        match case.goal()? {
            jauge_forecast::Goal::AtLeast(target) if grows && value >= target => Some((Status::Achieved, None)),
            jauge_forecast::Goal::AtMost(target) if grows && value > target => Some((Status::Missed, None)),
            _ => None,
        }
    }

    fn under_way(&self) -> Said {
        let case = self.case;
        if let Some(maintained) = self.maintained {
            return (maintained.status(case.settings.tolerance), None);
        }
        match self.forecast {
            Ok(forecast) => {
                let p_hit = case.goal().map_or(0.0, |goal| forecast.probability(goal));
                let status = match p_hit {
                    p if p < case.settings.off_track_below => Status::OffTrack,
                    p if p < case.settings.at_risk_below => Status::AtRisk,
                    _ => Status::OnTrack,
                };
                (status, None)
            }
            Err(refusal) => self.by_pace(refusal),
        }
    }

    /// Without a forecast: beside where a straight line would be.
    fn by_pace(&self, refusal: &Refusal) -> Said {
        let (case, say) = (self.case, self.say);
        let share = case.elapsed() as f64 / case.period.days() as f64;
        if share < 0.1 {
            let why = say.pick("too early to say", "trop tôt pour le dire");
            return (Status::InsufficientData, Some(why));
        }
        let why = match case.known.shape {
            Shape::Other => say.pick(
                "no forecast: the KPI does not add up over days; judged by a straight line",
                "pas de prévision : le KPI ne s'additionne pas ; jugé selon une droite",
            ),
            _ => say.pick(
                format!("no forecast: {refusal}; judged by a straight line"),
                "pas de prévision : trop peu d'historique ; jugé selon une droite",
            ),
        };
        let Some((value, target)) = case.value().zip(case.target_value()) else {
            let inside = case.value().is_some_and(|value| case.meets(value));
            return (if inside { Status::OnTrack } else { Status::AtRisk }, Some(why));
        };
        let from = if case.is_counted() { 0.0 } else { case.base.as_ref().map_or(target, |base| base.value) };
        let line = from + (target - from) * share;
        let up = case.meets(f64::MAX);
        let short = if up { line - value } else { value - line };
        let status = if short <= 0.0 || case.meets(value) && !case.is_counted() {
            Status::OnTrack
        } else if short <= 0.2 * line.abs() {
            Status::AtRisk
        } else {
            Status::OffTrack
        };
        (status, Some(why))
    }

    fn progress(&self) -> Option<f64> {
        let case = self.case;
        if let Some(maintained) = self.maintained {
            return maintained.share();
        }
        let (value, target) = case.value().zip(case.target_value())?;
        let progress = match case.known.shape {
            Shape::Sum | Shape::Distinct => value / target,
            Shape::Ratio { .. } | Shape::Other => {
                let base = case.base.as_ref()?.value;
                (value - base) / (target - base)
            }
        };
        progress.is_finite().then_some(progress)
    }

    fn expected(&self) -> Option<f64> {
        let case = self.case;
        let target = case.target_value()?;
        if let Some(expected) = on_the_way(case, target) {
            return Some(expected);
        }
        if !case.is_counted() || case.maintains() {
            return Some(target);
        }
        let straight = case.elapsed() as f64 / case.period.days() as f64;
        let share = self.forecast.ok().and_then(|forecast| forecast.expected_share).unwrap_or(straight);
        Some(target * share)
    }
}

/// Where milestones say it should stand: on a straight line from one to the next.
fn on_the_way(case: &Case<'_>, target: f64) -> Option<f64> {
    let milestones = &case.objective.milestones;
    milestones.first()?;
    let from = if case.is_counted() { 0.0 } else { case.base.as_ref().map_or(target, |base| base.value) };
    let start = (case.period.start().yesterday().ok()?, from);
    let steps = milestones.iter().map(|milestone| (milestone.date, milestone.value));
    let mut points: Vec<(Date, f64)> = [start].into_iter().chain(steps).chain([(case.last_day(), target)]).collect();
    points.sort_by_key(|(date, _)| *date);
    let today = case.as_of.min(case.last_day());
    let step = points.windows(2).find(|step| step[0].0 <= today && today <= step[1].0)?;
    let length = between(step[0].0, step[1].0);
    let share = if length == 0 { 1.0 } else { between(step[0].0, today) as f64 / length as f64 };
    Some(step[0].1 + (step[1].1 - step[0].1) * share)
}
