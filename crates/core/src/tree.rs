//! A KPI's change over the factors of its tree, and over the groups of a dimension.

use std::collections::BTreeMap;

use jauge_ask::AskError;
use jauge_domain::{
    Answer, Compared, Decimal, Kpi, Message, Noise, Period, Question, Span, TreeMessage, Unit, Value, When,
};
use jauge_judge::{apportion, factor_changes, term_value};
use jiff::Timestamp;

use crate::snapshot::Snapshot;

/// Digits behind the decimal point in which contributions to what is no amount are exact.
const PLACES: u8 = 6;
/// Those of amounts, as answers have them.
const MONEY_PLACES: u8 = 4;
/// A tree with more factors in a term is refused: each doubles the work.
const MOST_FACTORS: usize = 12;

/// Why a KPI cannot be taken apart.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{:?}", self.message())]
pub enum TreeError {
    /// It or a factor cannot be asked.
    Ask(#[from] AskError),
    /// There is nothing to take apart.
    Tree(TreeMessage),
}

impl TreeError {
    /// What to say of it.
    pub fn message(&self) -> Message {
        match self {
            Self::Ask(error) => error.message(),
            Self::Tree(message) => message.clone().into(),
        }
    }

    /// True where the request is fine, and there are no data to answer it with.
    pub fn is_of_data(&self) -> bool {
        match self {
            Self::Ask(error) => error.is_of_data(),
            Self::Tree(message) => {
                matches!(message, TreeMessage::NothingCompared { .. } | TreeMessage::NothingKnown { .. })
            }
        }
    }
}

impl From<TreeMessage> for TreeError {
    fn from(message: TreeMessage) -> Self {
        Self::Tree(message)
    }
}

/// A change taken apart.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeTree {
    /// The KPI.
    pub kpi: String,
    /// What it is counted in.
    pub unit: Unit,
    /// What its amounts are in.
    pub currency: Option<String>,
    /// Its value in the period compared with, and in the period.
    pub values: [f64; 2],
    /// The days of both.
    pub compared: Compared,
    /// Whether the change is more than chance gives.
    pub noise: Option<Noise>,
    /// What adds up to the change.
    pub parts: Vec<TreePart>,
}

/// What a factor added to the change.
#[derive(Clone, Debug, PartialEq)]
pub struct TreePart {
    /// The group, where it is asked by groups.
    pub by: Vec<(String, Value)>,
    /// The term it is a factor of, from 1; `None` for what the factors do not explain.
    pub term: Option<usize>,
    /// The factor; `None` for what the factors do not explain.
    pub factor: Option<String>,
    /// What the factor was, and is; null where it has no value.
    pub values: [Value; 2],
    /// What it added, in units of the KPI.
    pub change: f64,
}

/// Takes the change that `question` asks for of its first KPI apart over the factors of its tree and, where it asks by dimensions, over
/// their groups.
///
/// # Errors
/// The KPI has no tree, or it or a factor cannot be asked; nothing is compared.
pub async fn change_tree(snapshot: &Snapshot, question: &Question, now: Timestamp) -> Result<ChangeTree, TreeError> {
    let kpi = tree_of(snapshot, question.kpis.first().map(String::as_str).unwrap_or_default())?;
    let whole = Question { kpis: vec![kpi.id.clone()], by: Vec::new(), ..question.clone() };
    let answered = snapshot.ask(&whole, now).await?;
    if let Some((_, error)) = answered.problems.into_iter().next() {
        return Err(error.into());
    }
    let answer = answered.answers.into_iter().next();
    let Some((answer, compared)) = answer.and_then(|answer| Some((answer.clone(), answer.compared?))) else {
        return Err(TreeMessage::NothingCompared { kpi: kpi.id.clone(), why: None }.into());
    };
    let values = answer.compare.as_f64().zip(compared.value.as_f64());
    let Some((was, is)) = values else {
        let why = answer.why.map(|why| Box::new(why.into()));
        return Err(TreeMessage::NothingCompared { kpi: kpi.id.clone(), why }.into());
    };
    if !question.by.is_empty() && (!answer.denominator.is_null() || kpi.unit == Unit::Ratio) {
        return Err(TreeMessage::NotASum { kpi: kpi.id.clone() }.into());
    }
    let reading = TreeReading { snapshot, question, kpi, now };
    let sides = [reading.over(compared.then).await?, reading.over(compared.now).await?];
    let mut parts: Vec<TreePart> = groups(&sides).into_iter().flat_map(|group| reading.parts(&sides, &group)).collect();
    parts.extend(rest(&parts, is - was, kpi.unit));
    let (id, unit, currency) = (kpi.id.clone(), kpi.unit, answer.currency);
    Ok(ChangeTree { kpi: id, unit, currency, values: [was, is], compared, noise: answer.noise, parts })
}

/// The KPI called `id`, which has a tree.
pub(crate) fn tree_of<'s>(snapshot: &'s Snapshot, id: &str) -> Result<&'s Kpi, TreeError> {
    let known = || snapshot.catalog.kpis.values().filter(|kpi| !kpi.tree.is_empty()).map(|kpi| kpi.id.clone());
    let kpi = snapshot.catalog.kpis.get(id).filter(|kpi| !kpi.tree.is_empty());
    let Some(kpi) = kpi else {
        return Err(TreeMessage::NoTree { kpi: id.to_owned(), known: known().collect() }.into());
    };
    if kpi.tree.iter().any(|term| term.len() > MOST_FACTORS) {
        return Err(TreeMessage::TooManyFactors { kpi: kpi.id.clone(), most: MOST_FACTORS }.into());
    }
    Ok(kpi)
}

/// The answers over one stretch, by group and KPI.
type Side = BTreeMap<String, (Vec<(String, Value)>, BTreeMap<String, Answer>)>;

/// How the factors of a KPI are read.
struct TreeReading<'a> {
    snapshot: &'a Snapshot,
    question: &'a Question,
    kpi: &'a Kpi,
    now: Timestamp,
}

impl TreeReading<'_> {
    /// The KPI and its factors over the days of `span`.
    async fn over(&self, span: Span) -> Result<Side, TreeError> {
        let mut kpis = vec![self.kpi.id.clone()];
        for factor in self.kpi.tree.iter().flatten() {
            if !kpis.contains(factor) {
                kpis.push(factor.clone());
            }
        }
        let question = Question {
            kpis,
            when: When::Period(days_of(self.snapshot, span)?),
            by: self.question.by.clone(),
            filter: self.question.filter.clone(),
            ..Question::default()
        };
        let answered = self.snapshot.ask(&question, self.now).await?;
        if let Some((_, error)) = answered.problems.into_iter().next() {
            return Err(error.into());
        }
        let mut side = Side::new();
        for answer in answered.answers {
            let (_, kpis) =
                side.entry(format!("{:?}", answer.by)).or_insert_with(|| (answer.by.clone(), BTreeMap::new()));
            kpis.insert(answer.kpi.clone(), answer);
        }
        Ok(side)
    }

    /// What each factor added in a group.
    fn parts(&self, sides: &[Side; 2], group: &str) -> Vec<TreePart> {
        let cells = sides.each_ref().map(|side| side.get(group));
        let by = cells.iter().flatten().next().map(|(by, _)| by.clone()).unwrap_or_default();
        let answer = |nth: usize, kpi: &str| cells[nth].and_then(|(_, kpis)| kpis.get(kpi));
        let mut parts = Vec::new();
        for (term, factors) in self.kpi.tree.iter().enumerate() {
            let value = |nth: usize, kpi: &str| match answer(nth, kpi) {
                Some(answer) => exact(answer),
                None => answer(1 - nth, kpi).and_then(nothing),
            };
            let of = |nth: usize| factors.iter().map(|kpi| value(nth, kpi)).collect::<Vec<_>>();
            let (before, now) = (of(0), of(1));
            // A term that is nothing in both periods is no part of the change.
            if term_value(&before, &now) == 0.0 && term_value(&now, &before) == 0.0 && self.kpi.tree.len() > 1 {
                continue;
            }
            for (factor, change) in factors.iter().zip(factor_changes(&before, &now)) {
                let value = |nth| answer(nth, factor).map(|answer| answer.value.clone()).unwrap_or_default();
                let values = [value(0), value(1)];
                let (term, factor) = (Some(term + 1), Some(factor.clone()));
                parts.push(TreePart { by: by.clone(), term, factor, values, change });
            }
        }
        parts
    }
}

/// The days of a span, as a period.
pub(crate) fn days_of(snapshot: &Snapshot, span: Span) -> Result<Period, TreeError> {
    let (first, after) = snapshot.workspace.calendar.days_of(span);
    Ok(Period::range(Some(first), Some(after.yesterday().unwrap_or(first))).map_err(AskError::from)?)
}

/// The groups of both sides, in order.
fn groups(sides: &[Side; 2]) -> Vec<String> {
    let mut all: Vec<String> = sides.iter().flat_map(|side| side.keys().cloned()).collect();
    all.sort();
    all.dedup();
    all
}

/// An answer's value with all its digits: an average that is rounded to an amount is divided again.
pub(crate) fn exact(answer: &Answer) -> Option<f64> {
    let value = answer.value.as_f64()?;
    let divided = answer.numerator.as_f64().zip(answer.denominator.as_f64()).map(|(above, below)| above / below);
    let is_same = |divided: &f64| (divided - value).abs() <= 6e-5_f64.max(1e-9 * value.abs());
    Some(divided.filter(is_same).unwrap_or(value))
}

/// What a factor is in a group that has no row in one period, by its answer in the other: nothing was counted, and a rate of nothing is none.
fn nothing(other: &Answer) -> Option<f64> {
    let is_counted = matches!(other.unit, Unit::Count | Unit::Money) && other.denominator.is_null();
    is_counted.then_some(0.0)
}

/// What the factors do not explain, where that shows.
fn rest(parts: &[TreePart], change: f64, unit: Unit) -> Option<TreePart> {
    let rest = change - parts.iter().map(|part| part.change).sum::<f64>();
    let least = 0.5 * 10_f64.powi(-i32::from(places(unit)));
    let part = TreePart { by: Vec::new(), term: None, factor: None, values: [Value::Null, Value::Null], change: rest };
    (rest.abs() >= least).then_some(part)
}

/// Digits in which contributions are exact.
fn places(unit: Unit) -> u8 {
    if unit == Unit::Money { MONEY_PLACES } else { PLACES }
}

impl ChangeTree {
    /// The change, and what each part added to it, all in `places` digits behind the point (or as many as answers have): the parts
    /// sum to the change as it stands.
    pub fn contributions(&self, places: Option<u8>) -> (Value, Vec<Value>) {
        let scale = places.unwrap_or(self::places(self.unit));
        let change = self.values[1] - self.values[0];
        let total = (change * 10_f64.powi(i32::from(scale))).round() as i128;
        let parts: Vec<f64> = self.parts.iter().map(|part| part.change).collect();
        let value = |digits| Value::Decimal(Decimal { digits, scale });
        (value(total), apportion(&parts, total, scale).into_iter().map(value).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_without_a_row_counted_nothing_and_has_no_rate() {
        let counted = Answer::bare("a.b", Unit::Count, Value::Int(3));
        assert_eq!(nothing(&counted), Some(0.0));
        assert_eq!(nothing(&Answer::bare("a.b", Unit::Ratio, Value::Float(0.5))), None);
        let mean = Answer { unit: Unit::Money, denominator: Value::Int(3), ..counted };
        assert_eq!(nothing(&mean), None);
    }

    #[test]
    fn the_rest_shows_where_it_can_be_seen() {
        let part =
            |change| TreePart { by: Vec::new(), term: Some(1), factor: None, values: Default::default(), change };
        assert_eq!(rest(&[part(1.0), part(2.0)], 3.000_000_1, Unit::Count), None);
        assert_eq!(rest(&[part(1.0)], 3.0, Unit::Count).map(|rest| rest.change), Some(2.0));
    }
}
