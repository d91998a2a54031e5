//! Books against tag: how much of what the books have a tag saw, since when, and what that leaves unsure.

use jauge_ask::AskError;
use jauge_domain::{Answer, Grain, Kpi, Localized, Question, Value};
use jauge_judge::{Broke, CountedDay, broke};
use jiff::{Timestamp, civil::Date};

use crate::snapshot::Snapshot;

/// What a tag saw of one kind of books.
#[derive(Clone, Debug, PartialEq)]
pub struct Reconciled {
    /// The KPI that says so.
    pub kpi: String,
    /// The share that was seen.
    pub whole: Answer,
    /// The same by what the books know: a dimension, its value, and the share.
    pub groups: Vec<(String, Value, Answer)>,
    /// When it broke, as far as every source has completed its days.
    pub broke: Option<Broke>,
    /// The first day of the books that some source has not completed, and how much they have from there on: what the tag saw of that may
    /// not be loaded yet.
    pub open: Option<(Date, f64)>,
    /// What is unsure for what was not seen.
    pub between: Option<Unsure>,
}

/// Between what and what something lies.
#[derive(Clone, Debug, PartialEq)]
pub struct Unsure {
    /// The KPI as the tag has it: true if what was not seen was lost along with its sessions.
    pub tag: (Localized, f64),
    /// The KPI as the books have it: true if nothing was lost but the tag of what they have.
    pub books: (Localized, f64),
}

/// The KPIs of `catalog` that are shares of books.
pub fn books(snapshot: &Snapshot) -> Vec<String> {
    let kpis = snapshot.catalog.kpis.values().filter(|kpi| !kpi.books.is_empty());
    kpis.map(|kpi| kpi.id.clone()).collect()
}

/// Reconciles each KPI of `question` that is a share of books; the others are left out, and so is what has no value.
///
/// # Errors
/// The question is wrong, or a KPI is.
pub async fn reconcile(snapshot: &Snapshot, question: &Question, now: Timestamp) -> Result<Vec<Reconciled>, AskError> {
    let mut found = Vec::new();
    let asked = Reconciling { snapshot, question, now };
    for kpi in question.kpis.iter().filter_map(|id| snapshot.catalog.kpis.get(id)).filter(|kpi| !kpi.books.is_empty()) {
        let whole = asked.answers(&kpi.id, None, Vec::new()).await?.into_iter().next();
        let Some(whole) = whole.filter(|answer| !answer.value.is_null()) else { continue };
        let groups = asked.groups(kpi).await?;
        let days = asked.answers(&kpi.id, Some(Grain::Day), Vec::new()).await?;
        let (completed, open): (Vec<Answer>, Vec<Answer>) = days.into_iter().partition(|day| day.complete);
        let [completed, open] = [completed, open].map(|days| asked.counted(&days));
        let between = asked.between(kpi).await?;
        let (broke, open) = (broke(&completed), first_and_all(&open));
        found.push(Reconciled { kpi: kpi.id.clone(), whole, groups, broke, open, between });
    }
    Ok(found)
}

/// The first of `days` that the books have something of, and how much all of them have.
fn first_and_all(days: &[CountedDay]) -> Option<(Date, f64)> {
    let first = days.iter().find(|day| day.below > 0.0)?;
    Some((first.day, days.iter().map(|day| day.below).sum()))
}

/// How a KPI is asked.
struct Reconciling<'a> {
    snapshot: &'a Snapshot,
    question: &'a Question,
    now: Timestamp,
}

impl Reconciling<'_> {
    async fn answers(&self, kpi: &str, grain: Option<Grain>, by: Vec<String>) -> Result<Vec<Answer>, AskError> {
        let Question { when, filter, .. } = self.question.clone();
        let question = Question { kpis: vec![kpi.to_owned()], when, filter, grain, by, ..Question::default() };
        let answered = self.snapshot.ask(&question, self.now).await?;
        match answered.problems.into_iter().next() {
            Some((_, problem)) => Err(problem),
            None => Ok(answered.answers),
        }
    }

    async fn groups(&self, kpi: &Kpi) -> Result<Vec<(String, Value, Answer)>, AskError> {
        let mut groups = Vec::new();
        for dimension in &kpi.books {
            for answer in self.answers(&kpi.id, None, vec![dimension.clone()]).await? {
                let value = answer.by.first().map(|(_, value)| value.clone()).unwrap_or_default();
                groups.push((dimension.clone(), value, answer));
            }
        }
        Ok(groups)
    }

    fn counted(&self, days: &[Answer]) -> Vec<CountedDay> {
        let counted = |answer: &Answer| {
            let day = self.snapshot.workspace.calendar.date(answer.start?);
            Some(CountedDay { day, above: answer.numerator.as_f64()?, below: answer.denominator.as_f64()? })
        };
        days.iter().filter_map(counted).collect()
    }

    async fn between(&self, kpi: &Kpi) -> Result<Option<Unsure>, AskError> {
        let Some([tag, books]) = &kpi.between else { return Ok(None) };
        let ends = [self.end(tag).await?, self.end(books).await?];
        Ok(match ends {
            [Some(tag), Some(books)] => Some(Unsure { tag, books }),
            _ => None,
        })
    }

    async fn end(&self, kpi: &str) -> Result<Option<(Localized, f64)>, AskError> {
        let title = self.snapshot.catalog.kpis.get(kpi).map(|kpi| kpi.title.clone());
        let answer = self.answers(kpi, None, Vec::new()).await?.into_iter().next();
        Ok(title.zip(answer.and_then(|answer| answer.value.as_f64())))
    }
}
