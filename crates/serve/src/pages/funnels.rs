//! Funnels over the time that an address asks for.

use jauge_domain::Question;
use jauge_page::{FunnelPart, KpiCut, live_funnels};
use jauge_report::PageWord;

use super::place::{Made, Place, word};
use crate::{
    content::{Gaps, entered_funnels},
    state::PageState,
};

/// The page of all funnels.
pub(crate) async fn funnels(place: &Place<'_>) -> Made {
    let (edition, language) = (place.edition, place.language);
    let state =
        PageState { period: place.state.period.clone(), filter: place.state.filter.clone(), ..place.state.elsewhere() };
    let (mut gaps, mut entered, mut status) = (Gaps::default(), Vec::new(), 200);
    match state.question(Vec::new(), language) {
        Ok(asked) => {
            let question = Question { compare: None, ..asked };
            entered = entered_funnels(&edition.snapshot, &question, edition.now, &mut gaps).await;
        }
        // With the form, in which the reader can mend it.
        Err(message) => {
            gaps.note(message);
            status = 400;
        }
    }
    let parts: Vec<FunnelPart<'_>> =
        entered.iter().map(|(funnel, steps)| FunnelPart { funnel, steps: steps.as_slice() }).collect();
    let style = edition.style(language, None);
    let frame = place.frame(word(PageWord::Funnels, language), &style);
    let cut = KpiCut {
        period: state.period.clone(),
        filter: state.filter.clone(),
        hidden: hidden(&state),
        ..KpiCut::default()
    };
    Ok((status, live_funnels(&frame, &cut, &parts, &gaps.said(&style.wording()))))
}

fn hidden(state: &PageState) -> Vec<(String, String)> {
    let language = Some(("lang".to_owned(), state.language.clone()));
    language.filter(|(_, code)| !code.is_empty()).into_iter().collect()
}
