//! How all objectives stand together.

use jauge_domain::{Evaluation, TestOutcome};
use jauge_report::{PageText, Style};

use crate::content::PageContent;

/// How many objectives are as they should be, in a sentence.
pub(crate) fn verdict(content: &PageContent<'_>, style: &Style) -> String {
    verdict_of(&evaluations(content).collect::<Vec<_>>(), style)
}

/// As [`verdict`], of these.
pub(crate) fn verdict_of(all: &[&Evaluation], style: &Style) -> String {
    let wording = style.wording();
    let fine = all.iter().filter(|one| one.status.facts().is_fine).count();
    let unjudged = all.iter().filter(|one| is_unjudged(one)).count();
    match all {
        [] => wording.page(&PageText::NoObjectives),
        [one] if unjudged == 1 => {
            let why = one.why.as_ref().map(|why| wording.finding(why));
            wording.page(&PageText::Unjudged { why: why.as_deref() })
        }
        all => wording.page(&PageText::Verdict { fine, unjudged, all: all.len() }),
    }
}

/// True where there is nothing to judge `one` by: it is neither on track nor not.
pub(crate) fn is_unjudged(one: &Evaluation) -> bool {
    one.status.facts().outcome == TestOutcome::Skipped
}

/// The objective that needs somebody most, where one does.
pub(crate) fn worst<'a>(content: &PageContent<'a>) -> Option<&'a Evaluation> {
    evaluations(content).filter(|one| one.status.facts().needs_attention).min_by_key(|one| one.status.facts().urgency)
}

/// That it is the one to look at first, in a sentence.
pub(crate) fn worst_text(worst: &Evaluation, style: &Style) -> String {
    let wording = style.wording();
    let statement = wording.statement(&worst.statement);
    wording.page(&PageText::Worst { statement: &statement, status: worst.status })
}

/// The last day that counts, and how far the sources are complete.
pub(crate) fn as_of(content: &PageContent<'_>, style: &Style) -> String {
    let complete_to = evaluations(content).filter_map(|one| one.complete_to).min();
    style.wording().page(&PageText::AsOf { as_of: content.as_of, complete_to })
}

fn evaluations<'a>(content: &PageContent<'a>) -> impl Iterator<Item = &'a Evaluation> {
    content.cards.iter().map(|card| card.evaluation)
}
