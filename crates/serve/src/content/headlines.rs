//! KPIs at a glance.

use std::collections::BTreeSet;

use jauge_core::{ask::AskError, catalog::Catalog, snapshot::Snapshot};
use jauge_domain::{Answer, AskNote, Compare, Grain, Message, Noise, Question, When};
use jauge_judge::stand_out;
use jauge_page::{Headline, KpiAnswer};
use jauge_report::Style;
use jiff::Timestamp;

use super::gaps::Gaps;

/// Complete days, as of a question that names none.
const DAYS: i64 = 28;
/// Of the changes that are pointed at, at most this share is chance.
const BY_CHANCE: f64 = 0.05;

/// What the headline KPIs are, and day by day.
#[derive(Debug, Default)]
pub struct Headlines {
    whole: Vec<Answer>,
    /// Their days.
    along: Vec<Answer>,
    /// The KPIs that move them.
    drivers: Vec<Answer>,
}

impl Headlines {
    /// Asks the KPIs that `jauge ask` answers where none is named over the last 28 days, beside the 28 before; what has no value is
    /// one of the gaps.
    ///
    /// # Errors
    /// A question that cannot be asked at all.
    pub async fn ask(snapshot: &Snapshot, now: Timestamp, style: &Style, gaps: &mut Gaps) -> Result<Self, AskError> {
        let kpis = snapshot.catalog.headlines();
        if kpis.is_empty() {
            return Ok(Self::default());
        }
        let question = Question { kpis, compare: Some(Compare::Previous), ..Question::default() };
        let whole = snapshot.ask(&question, now).await?;
        whole.problems.iter().for_each(|(kpi, error)| gaps.add(style.title(kpi), error.message()));
        for answer in &whole.answers {
            if let Some(why) = &answer.why {
                gaps.add(style.title(&answer.kpi), why.clone().into());
            }
        }
        whole.notes.iter().filter(|note| !is_definition(note)).for_each(|note| gaps.note(note.clone()));
        let when = When::Last(DAYS, Grain::Day);
        let by_day = Question { when, grain: Some(Grain::Day), compare: None, ..question };
        // A KPI that has no days has no line.
        let along = snapshot.ask(&by_day, now).await?.answers;
        let moved_by = drivers(&snapshot.catalog, &by_day.kpis);
        let question = Question { kpis: moved_by, compare: Some(Compare::Previous), ..Question::default() };
        // A driver without a value moves nothing that could be shown.
        let drivers = if question.kpis.is_empty() { Vec::new() } else { snapshot.ask(&question, now).await?.answers };
        let whole = whole.answers.into_iter().filter(|answer| !answer.value.is_null()).collect();
        Ok(Self { whole, along, drivers })
    }

    /// The headlines, in the order of packs and ids.
    pub fn of<'a>(&'a self, catalog: &'a Catalog) -> Vec<Headline<'a>> {
        // Of many KPIs some change much by chance: only what the others do not explain is pointed at.
        let known = |answer: &Answer| answer.noise.as_ref().and_then(Noise::p);
        let p: Vec<f64> = self.whole.iter().map(|answer| known(answer).unwrap_or(f64::NAN)).collect();
        let headline = |(answer, stands_out): (&'a Answer, bool)| {
            let kpi = catalog.kpis.get(&answer.kpi)?;
            let along = self.along.iter().filter(|day| day.kpi == answer.kpi).collect();
            let drivers = kpi.levers.iter().filter_map(|id| self.driver(id, catalog)).collect();
            Some(Headline { kpi, answer, stands_out, along, drivers })
        };
        self.whole.iter().zip(stand_out(&p, BY_CHANCE)).filter_map(headline).collect()
    }

    /// The KPI called `id` with its answer, where it has a value.
    fn driver<'a>(&'a self, id: &str, catalog: &'a Catalog) -> Option<KpiAnswer<'a>> {
        let answer = self.whole.iter().chain(&self.drivers).find(|one| one.kpi == id && !one.value.is_null())?;
        Some(KpiAnswer { kpi: catalog.kpis.get(id)?, answer })
    }
}

/// True where `note` says what a figure is of, which stands beside the figure: nothing is missing.
fn is_definition(note: &Message) -> bool {
    matches!(note, Message::AskNote(AskNote::Basis { .. }))
}

/// The KPIs that move `kpis`, each once, those left out that are among them.
fn drivers(catalog: &Catalog, kpis: &[String]) -> Vec<String> {
    let moved_by = kpis.iter().filter_map(|id| catalog.kpis.get(id)).flat_map(|kpi| &kpi.levers);
    let known = moved_by.filter(|id| catalog.kpis.contains_key(*id) && !kpis.contains(*id));
    known.cloned().collect::<BTreeSet<_>>().into_iter().collect()
}
