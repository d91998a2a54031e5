//! Evaluations as programs read them: keys that stay, never translated.

use std::io::{self, Write};

use jauge_domain::{Aim, Criterion, Evaluation, Finding, Smart, Target};
use serde_json::{Map, Value, json};

use crate::style::{Format, Style};
use crate::wording::Wording;

/// Writes one object an objective.
pub(super) fn write(out: &mut dyn Write, evaluations: &[Evaluation], style: &Style) -> io::Result<()> {
    let english = style.english();
    objects(out, evaluations.iter().map(|one| object(one, &english)), style.format)
}

/// An array of one object a line, or the lines alone.
pub(super) fn objects(out: &mut dyn Write, objects: impl Iterator<Item = Value>, format: Format) -> io::Result<()> {
    crate::json::objects(out, objects.map(|object| object.to_string()), format)
}

fn object(one: &Evaluation, english: &Wording) -> Value {
    let forecast = one.forecast.as_ref().map(|forecast| {
        json!({
            "value": forecast.value, "low": forecast.low, "high": forecast.high, "p_hit": forecast.p_hit,
            "method": forecast.method, "backtest": forecast.backtest,
        })
    });
    let moved = one.moved.iter().map(|movement| {
        let by = movement.contributions.iter().map(|part| json!({"value": part.value, "change": part.change}));
        json!({"dimension": movement.dimension, "contributions": by.collect::<Vec<_>>()})
    });
    let drivers = one.drivers.iter().map(
        |driver| json!({"kpi": driver.kpi, "title": driver.title, "actual": driver.actual, "baseline": driver.baseline}),
    );
    let keys = [
        ("objective", json!(one.objective)),
        ("kpi", json!(one.kpi)),
        ("status", json!(one.status.name())),
        ("actual", json!(one.actual)),
        ("target", target(one.target)),
        ("baseline", json!(one.baseline)),
        ("progress", json!(one.progress)),
        ("expected", json!(one.expected)),
        ("required", json!(one.required)),
        ("forecast", json!(forecast)),
        ("smart", smart(&one.smart, english)),
        ("as_of", json!(one.as_of.to_string())),
        ("period", json!(one.period_name)),
        ("start", json!(one.period.0.to_string())),
        ("end", json!(one.period.1.tomorrow().unwrap_or(one.period.1).to_string())),
        ("final", json!(one.is_final)),
        ("statement", json!(english.statement(&one.statement))),
        ("unit", json!(one.unit.name())),
        ("direction", json!(one.aim.map(Aim::name))),
        ("owner", json!(one.owner)),
        ("weight", json!(one.weight)),
        ("why", json!(one.why.as_ref().map(|why| english.finding(why)))),
        ("why_code", json!(one.why)),
        ("moved", Value::Array(moved.collect())),
        ("levers", Value::Array(drivers.collect())),
        ("next_action", json!(one.next_action.as_ref().map(|action| english.next_action(action)))),
        (
            "budget",
            json!(one.budget.map(|(spent, amount)| {
                json!({"spent": spent, "amount": amount, "per_result": one.cost_per_result()})
            })),
        ),
        ("complete_to", json!(one.complete_to.map(|date| date.to_string()))),
    ];
    Value::Object(keys.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn target(target: Option<Target>) -> Value {
    match target {
        Some(Target::Value(value)) => json!(value),
        Some(Target::Between(low, high)) => json!([low, high]),
        // What is relative to a baseline that is not there has no value.
        Some(Target::Relative(_) | Target::Points(_)) | None => Value::Null,
    }
}

/// The criteria by name.
pub(super) fn smart(smart: &Smart, english: &Wording) -> Value {
    let criteria = smart.criteria().map(|(name, found)| (name.name().to_owned(), criterion(found, english)));
    Value::Object(criteria.into_iter().collect::<Map<_, _>>())
}

/// English sentences, and beside them the codes with their arguments.
fn criterion(criterion: &Criterion, english: &Wording) -> Value {
    let sentences = |found: &[Finding]| found.iter().map(|one| english.finding(one)).collect::<Vec<_>>();
    json!({
        "state": criterion.state.name(),
        "evidence": sentences(&criterion.evidence),
        "advice": sentences(&criterion.advice),
        "evidence_codes": criterion.evidence,
        "advice_codes": criterion.advice,
    })
}
