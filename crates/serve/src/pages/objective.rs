//! One objective, and the ways to its days and segments.

use jauge_domain::{Evaluation, Goal, Kpi, Objective};
use jauge_page::{LiveLink, ObjectiveCard, live_objective};
use jauge_report::PageWord;

use super::place::{Made, Place, dimensions, word};
use crate::{route::Page, state::PageState};

/// The page of the objective called `id`.
pub(crate) async fn objective(place: &Place<'_>, id: &str) -> Made {
    let judgement = place.edition.judged(place.language).await?;
    let known = judgement.evaluations.iter().find(|one| one.objective == id);
    let Some(evaluation) = known else { return Err(place.missing()) };
    let objective = judgement.objectives.iter().find(|one| one.id == id);
    let kpi = evaluation.kpi.as_ref().and_then(|kpi| place.edition.snapshot.catalog.kpis.get(kpi));
    let (mut days, mut segments) = (Vec::new(), Vec::new());
    if let Some(kpi) = kpi {
        let state = asked(place.state, evaluation, objective);
        days = in_detail(place, kpi, &state);
        segments = by_segment(place, kpi, &state).await;
    }
    let style = place.edition.style(place.language, None);
    let frame = place.frame(style.wording().statement(&evaluation.statement), &style);
    let basis = match kpi {
        Some(kpi) => place.edition.snapshot.basis(kpi).await,
        None => None,
    };
    let card = ObjectiveCard { evaluation, objective, kpi, basis };
    Ok((200, live_objective(&frame, &card, &days, &segments)))
}

/// The objective's period and filter, as its KPI's page asks for them.
fn asked(state: &PageState, evaluation: &Evaluation, objective: Option<&Objective>) -> PageState {
    let filter = match objective.map(|objective| &objective.goal) {
        Some(Goal::Kpi { filter, .. }) => filter.clone().unwrap_or_default(),
        Some(Goal::Levels { .. }) | None => String::new(),
    };
    let (first, last) = evaluation.period;
    PageState { period: format!("{first}/{last}"), filter, ..state.elsewhere() }
}

fn in_detail(place: &Place<'_>, kpi: &Kpi, state: &PageState) -> Vec<LiveLink> {
    let by_day = PageState { grain: "day".to_owned(), ..state.clone() };
    let ways = [(PageWord::WholePeriod, state.clone()), (PageWord::DayByDay, by_day)];
    ways.map(|(name, state)| way(place, kpi, word(name, place.language), &state)).into()
}

async fn by_segment(place: &Place<'_>, kpi: &Kpi, state: &PageState) -> Vec<LiveLink> {
    let names = dimensions(&place.edition.snapshot, kpi).await.into_iter();
    let by = |name: String| way(place, kpi, name.clone(), &PageState { by: name, ..state.clone() });
    names.map(by).collect()
}

fn way(place: &Place<'_>, kpi: &Kpi, text: String, state: &PageState) -> LiveLink {
    LiveLink { text, href: place.to(&Page::Kpi(kpi.id.clone()), state), is_here: false }
}
