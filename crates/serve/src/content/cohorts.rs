//! KPIs that say how those who began together went on.

use jauge_core::{ask::AskError, catalog::Catalog, snapshot::Snapshot};
use jauge_domain::{Answer, Grain, Kpi, Model, Question, Unit, When};
use jauge_page::CohortPart;
use jiff::Timestamp;

/// Months in which cohorts begin, complete ones.
const MONTHS: i64 = 12;
/// Dimensions that say how much later a row is, with what they count.
const SINCE: [(&str, Grain); 4] = [
    ("days_since", Grain::Day),
    ("weeks_since", Grain::Week),
    ("months_since", Grain::Month),
    ("years_since", Grain::Year),
];

/// Of each pack the first KPI over cohorts, with its answers.
#[derive(Debug, Default)]
pub struct Cohorts(Vec<CohortAnswers>);

#[derive(Debug)]
struct CohortAnswers {
    kpi: String,
    since: Grain,
    answers: Vec<Answer>,
}

impl Cohorts {
    /// Asks of each pack the first share that is counted over a model with a time and a dimension such as `months_since`, by the month
    /// of that time. What has no value has no table: why, its KPI says.
    ///
    /// # Errors
    /// A question that cannot be asked at all.
    pub async fn ask(snapshot: &Snapshot, now: Timestamp) -> Result<Self, AskError> {
        let mut found = Vec::new();
        for (kpi, dimension, since) in over_cohorts(snapshot).await {
            let question = Question {
                kpis: vec![kpi.id.clone()],
                when: When::Last(MONTHS, Grain::Month),
                grain: Some(Grain::Month),
                by: vec![dimension.to_owned()],
                ..Question::default()
            };
            let answers = snapshot.ask(&question, now).await?.answers;
            if answers.iter().any(|answer| !answer.value.is_null()) {
                found.push(CohortAnswers { kpi: kpi.id.clone(), since, answers });
            }
        }
        Ok(Self(found))
    }

    /// The tables, in the order of packs.
    pub fn of<'a>(&'a self, catalog: &'a Catalog) -> Vec<CohortPart<'a>> {
        let part = |one: &'a CohortAnswers| {
            let kpi = catalog.kpis.get(&one.kpi)?;
            Some(CohortPart { kpi, grain: Grain::Month, since: one.since, answers: &one.answers })
        };
        self.0.iter().filter_map(part).collect()
    }
}

/// Of each pack the first share over cohorts, with the dimension that says how much later, and what that counts.
async fn over_cohorts(snapshot: &Snapshot) -> Vec<(&Kpi, &'static str, Grain)> {
    let mut found: Vec<(&Kpi, &'static str, Grain)> = Vec::new();
    for (kpi, model, (dimension, since)) in candidates(&snapshot.catalog) {
        let has_one = found.iter().any(|(known, ..)| known.pack() == kpi.pack());
        if !has_one && snapshot.model(kpi).await.as_ref() == Some(&model.name) {
            found.push((kpi, dimension, since));
        }
    }
    found
}

/// The shares whose text names a model over cohorts, with it and its dimension: only these are planned.
fn candidates(catalog: &Catalog) -> Vec<(&Kpi, &Model, (&'static str, Grain))> {
    let mut found = Vec::new();
    for kpi in catalog.kpis.values().filter(|kpi| is_by_month(kpi)) {
        let mut models = catalog.models.values().filter(|model| kpi.sql().contains(&model.name));
        found.extend(models.find_map(|model| Some((kpi, model, since(model)?))));
    }
    found
}

fn is_by_month(kpi: &Kpi) -> bool {
    kpi.unit == Unit::Ratio && (kpi.grains.is_empty() || kpi.grains.contains(&Grain::Month))
}

/// The dimension of `model` that says how much later, and what it counts.
fn since(model: &Model) -> Option<(&'static str, Grain)> {
    model.time.as_ref()?;
    SINCE.into_iter().find(|(dimension, _)| model.dimensions.iter().any(|known| known == dimension))
}
