//! KPIs at a glance.

use jauge_core::{catalog::Catalog, snapshot::Snapshot};
use jauge_domain::{Answer, Compare, Grain, Kpi, Level, Noise, Question, When};
use jauge_judge::stand_out;
use jauge_page::Headline;
use jauge_report::Style;
use jiff::Timestamp;

use super::gaps::Gaps;
use crate::error::CliError;

/// So many KPIs stand for a pack that calls none of its own strategic.
const FIRST: usize = 8;
/// Complete days, as of a question that names none.
const DAYS: i64 = 28;
/// Of the changes that are pointed at, at most this share is chance.
const BY_CHANCE: f64 = 0.05;

/// What the headline KPIs are, and along the days.
#[derive(Debug, Default)]
pub(super) struct Headlines {
    whole: Vec<Answer>,
    along: Vec<Answer>,
}

impl Headlines {
    /// Asks the headline KPIs of every pack over the last 28 days, beside the 28 before; what has no value is one of the gaps.
    pub(super) async fn ask(
        snapshot: &Snapshot,
        now: Timestamp,
        style: &Style,
        gaps: &mut Gaps,
    ) -> Result<Self, CliError> {
        let kpis = headline_kpis(&snapshot.catalog);
        if kpis.is_empty() {
            return Ok(Self::default());
        }
        let question = Question { kpis, compare: Some(Compare::Previous), ..Question::default() };
        let whole = snapshot.ask(&question, now).await?;
        whole.problems.iter().for_each(|(kpi, error)| gaps.add(title(kpi, style), error.message()));
        for answer in &whole.answers {
            if let Some(why) = &answer.why {
                gaps.add(title(&answer.kpi, style), why.clone().into());
            }
        }
        whole.notes.iter().for_each(|note| gaps.note(note.clone()));
        let when = When::Last(DAYS, Grain::Day);
        let by_day = Question { when, grain: Some(Grain::Day), compare: None, ..question };
        // A KPI that has no days has no line.
        let along = snapshot.ask(&by_day, now).await?.answers;
        let whole = whole.answers.into_iter().filter(|answer| !answer.value.is_null()).collect();
        Ok(Self { whole, along })
    }

    /// The headlines, in the order of packs and ids.
    pub(super) fn of<'a>(&'a self, catalog: &'a Catalog) -> Vec<Headline<'a>> {
        // Of many KPIs some change much by chance: only what the others do not explain is pointed at.
        let known = |answer: &Answer| answer.noise.as_ref().and_then(Noise::p);
        let p: Vec<f64> = self.whole.iter().map(|answer| known(answer).unwrap_or(f64::NAN)).collect();
        let headline = |(answer, stands_out): (&'a Answer, bool)| {
            let along = self.along.iter().filter(|one| one.kpi == answer.kpi).collect();
            Some(Headline { kpi: catalog.kpis.get(&answer.kpi)?, answer, stands_out, along })
        };
        self.whole.iter().zip(stand_out(&p, BY_CHANCE)).filter_map(headline).collect()
    }
}

/// The title of a KPI in the reader's language, or its id.
fn title<'a>(kpi: &'a str, style: &'a Style) -> &'a str {
    style.titles.get(kpi).map_or(kpi, String::as_str)
}

/// The strategic KPIs of each pack; of one that has none, the first.
fn headline_kpis(catalog: &Catalog) -> Vec<String> {
    let kpis: Vec<&Kpi> = catalog.kpis.values().collect();
    let packs = kpis.chunk_by(|one, other| one.pack() == other.pack());
    packs.flat_map(of_pack).map(|kpi| kpi.id.clone()).collect()
}

fn of_pack<'a>(pack: &[&'a Kpi]) -> Vec<&'a Kpi> {
    let strategic: Vec<&Kpi> = pack.iter().copied().filter(|kpi| kpi.level == Level::Strategic).collect();
    if strategic.is_empty() { pack.iter().copied().take(FIRST).collect() } else { strategic }
}
