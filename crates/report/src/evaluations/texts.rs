//! What there is to say of one objective, each thing by itself, for who lays it out.

use jauge_domain::{Criterion, CriterionName, Evaluation, Tone, Unit};

use super::card::{moved, told_most};
use super::criteria::{initial, sign};
use super::words::{actual, aside, change, driver, percent, range, target_text, value_text};
use crate::style::Style;
use crate::wording::Label;

/// What there is to say of one objective: values with their units, in the reader's language.
#[derive(Clone, Debug, PartialEq)]
pub struct EvaluationTexts {
    /// What it is, in a sentence.
    pub statement: String,
    /// A sign before the word for how it stands.
    pub sign: char,
    /// How it stands, in a word.
    pub status: String,
    /// The value so far; of what is kept, the share inside.
    pub actual: String,
    /// The value aimed at.
    pub target: Option<String>,
    /// The baseline, and what it must come to by when.
    pub aside: String,
    /// Between what and what it will probably end.
    pub band: Option<String>,
    /// The probability that the target is met.
    pub likely: Option<String>,
    /// Why it stands so.
    pub why: Option<String>,
    /// The dimension and the values that moved it.
    pub moved: Option<String>,
    /// The same dimension, value by value.
    pub movement: Option<MovementTexts>,
    /// The driver that costs most.
    pub held_back_by: Option<String>,
    /// Every driver: its title, its baseline, its value.
    pub drivers: Vec<[String; 3]>,
    /// What comes next, by when and by whom.
    pub next_action: Option<String>,
    /// What was spent, and of how much.
    pub budget: Option<[String; 2]>,
    /// What each result has cost.
    pub cost_per_result: Option<String>,
    /// The values along the period, the first first; a dash where there is none.
    pub along: Vec<String>,
    /// The five criteria.
    pub criteria: Vec<CriterionTexts>,
}

/// What the values of one dimension added to the change against the baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct MovementTexts {
    /// The dimension.
    pub dimension: String,
    /// Each value, what it added, and that in words.
    pub parts: Vec<(String, f64, String)>,
    /// What they add up to, in words.
    pub total: String,
}

/// What there is to say of one criterion.
#[derive(Clone, Debug, PartialEq)]
pub struct CriterionTexts {
    /// Which it is.
    pub name: CriterionName,
    /// Its letter in S.M.A.R.T.
    pub letter: char,
    /// Its name in a word.
    pub word: String,
    /// A sign before the word for its state.
    pub sign: char,
    /// Its state in a word.
    pub state: String,
    /// The colour of both.
    pub tone: Tone,
    /// What was found.
    pub evidence: Vec<String>,
    /// What would help.
    pub advice: Vec<String>,
}

impl EvaluationTexts {
    /// What there is to say of `one`.
    pub fn of(one: &Evaluation, style: &Style) -> Self {
        let wording = style.wording();
        let forecast = one.forecast.as_ref().filter(|forecast| forecast.method != "exact");
        let amount = |value: f64| value_text(value, Unit::Money, style);
        let nothing = || "–".to_owned();
        let value = |value: &Option<f64>| value.map_or_else(nothing, |value| value_text(value, one.unit, style));
        let drivers = one.drivers.iter().map(|driver| {
            let [baseline, actual] =
                [driver.baseline, driver.actual].map(|value| value_text(value, driver.unit, style));
            [driver.title.clone(), baseline, actual]
        });
        Self {
            statement: wording.statement(&one.statement),
            sign: one.status.facts().sign,
            status: wording.status(one.status),
            actual: actual(one, style),
            target: one.target.map(|target| target_text(target, Some(one.unit), style)),
            aside: aside(one, style),
            band: forecast.map(|forecast| range(forecast.low, forecast.high, one.unit, style)),
            likely: forecast.map(|forecast| percent(forecast.p_hit, style)),
            why: one.why.as_ref().map(|why| wording.finding(why)),
            moved: moved(one, style),
            movement: movement(one, style),
            held_back_by: driver(one, style),
            drivers: drivers.collect(),
            next_action: one.next_action.as_ref().map(|action| wording.next_action(action)),
            budget: one.budget.map(|(spent, budget)| [spent, budget].map(amount)),
            cost_per_result: one.cost_per_result().map(amount),
            along: one.along.iter().map(value).collect(),
            criteria: one.smart.criteria().map(|(name, found)| criterion(name, found, style)).into(),
        }
    }
}

fn movement(one: &Evaluation, style: &Style) -> Option<MovementTexts> {
    let movement = told_most(one)?;
    let others = || style.wording().label(Label::Others);
    let parts = movement
        .contributions
        .iter()
        .map(|part| (part.value.clone().unwrap_or_else(others), part.change, change(part.change, one.unit, style)));
    let total = change(movement.contributions.iter().map(|part| part.change).sum(), one.unit, style);
    Some(MovementTexts { dimension: movement.dimension.clone(), parts: parts.collect(), total })
}

fn criterion(name: CriterionName, found: &Criterion, style: &Style) -> CriterionTexts {
    let wording = style.wording();
    let (sign, tone) = sign(found.state);
    CriterionTexts {
        name,
        letter: initial(name),
        word: wording.label(Label::Criterion(name)),
        sign,
        state: wording.label(Label::State(found.state)),
        tone,
        evidence: found.evidence.iter().map(|finding| wording.finding(finding)).collect(),
        advice: found.advice.iter().map(|finding| wording.finding(finding)).collect(),
    }
}
