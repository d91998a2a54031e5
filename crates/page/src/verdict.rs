//! How all objectives stand together.

use jauge_domain::Evaluation;
use jauge_report::{PageText, Style};

use crate::content::PageContent;

/// How many objectives are as they should be, in a sentence.
pub(crate) fn verdict(content: &PageContent<'_>, style: &Style) -> String {
    let (all, fine) = (content.cards.len(), evaluations(content).filter(|one| one.status.facts().is_fine).count());
    let verdict = if all == 0 { PageText::NoObjectives } else { PageText::Verdict { fine, all } };
    style.wording().page(&verdict)
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
