//! Funnels that somebody entered.

use jauge_core::snapshot::Snapshot;
use jauge_domain::{Funnel, Question, StepAnswer};
use jiff::Timestamp;

use super::gaps::Gaps;

/// How far sessions or visitors came in the time of `question`, of each funnel that somebody entered; why others cannot be asked is
/// one of the gaps.
pub async fn entered_funnels<'a>(
    snapshot: &'a Snapshot,
    question: &Question,
    now: Timestamp,
    gaps: &mut Gaps,
) -> Vec<(&'a Funnel, Vec<StepAnswer>)> {
    let mut entered = Vec::new();
    for funnel in snapshot.catalog.funnels.values() {
        match snapshot.ask_funnel(funnel, question, now).await {
            Ok(steps) if steps.iter().any(|step| step.entered.is_some_and(|entered| entered > 0)) => {
                entered.push((funnel, steps));
            }
            Ok(_) => {}
            Err(error) => gaps.add(&funnel.id, error.message()),
        }
    }
    entered
}
