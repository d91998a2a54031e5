//! `[leads] truth = "events"`: the leads that are asked about are those the tag saw, in the place of the CRM's.

use datafusion::{error::DataFusionError, prelude::SessionContext};
use jauge_ask::Coverage;

/// The table that leads are asked of.
const LEADS: &str = "leads";
/// The event that makes one.
const MADE: &str = "generate_lead";

/// A row a lead: `generate_lead` with what came later under its transaction id. What tags send where they have no id names none.
const SQL: &str = "
SELECT lead_id,
       min(event_time) FILTER (WHERE event_name = 'generate_lead')      AS created_at,
       min(event_time) FILTER (WHERE event_name = 'qualify_lead')       AS qualified_at,
       min(event_time) FILTER (WHERE event_name = 'close_convert_lead') AS won_at,
       min(event_time) FILTER (WHERE event_name IN ('close_unconvert_lead', 'disqualify_lead')) AS lost_at,
       max(value)            AS amount,
       max(currency)         AS currency,
       max(visitor_id)       AS visitor_id,
       CAST(NULL AS VARCHAR) AS channel,
       CAST(NULL AS VARCHAR) AS source,
       CAST(NULL AS VARCHAR) AS stage,
       CAST(NULL AS VARCHAR) AS owner
FROM (SELECT *,
             CASE WHEN names_nothing(transaction_id) THEN event_id ELSE transaction_id END AS lead_id
      FROM events
      WHERE event_name IN ('generate_lead', 'qualify_lead', 'close_convert_lead', 'close_unconvert_lead', 'disqualify_lead')
        AND (is_bot IS NOT TRUE OR with_bots())) AS told
GROUP BY lead_id
HAVING count(*) FILTER (WHERE event_name = 'generate_lead') > 0";

/// Puts the leads of the registered `events` in the place of the CRM's.
///
/// # Errors
/// The events cannot be read.
pub(crate) async fn of_events(ctx: &SessionContext) -> Result<(), DataFusionError> {
    let leads = ctx.sql(SQL).await?.into_view();
    ctx.deregister_table(LEADS)?;
    ctx.register_table(LEADS, leads)?;
    Ok(())
}

/// Leads reach as far as events do, and are there where one was ever made.
pub(crate) fn reach_as_events(coverage: &mut Coverage) {
    for reach in [&mut coverage.reached, &mut coverage.furthest, &mut coverage.began] {
        reach.remove(LEADS);
        let events = reach.get("events").copied();
        reach.extend(events.map(|at| (LEADS.to_owned(), at)));
    }
    coverage.late_days.remove(LEADS);
    let is_made = coverage.events.as_ref().is_none_or(|events| events.contains(MADE));
    coverage.tables_with_rows.remove(LEADS);
    coverage.tables_with_rows.extend(is_made.then(|| LEADS.to_owned()));
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::Timestamp;

    use super::*;

    #[test]
    fn leads_are_there_once_an_event_made_one_and_reach_as_far_as_events() {
        let mut coverage = Coverage::default();
        coverage.reached.insert("events".to_owned(), Timestamp::UNIX_EPOCH);
        coverage.tables_with_rows = BTreeSet::from(["leads".to_owned()]);
        coverage.events = Some(BTreeSet::from(["page_view".to_owned()]));
        reach_as_events(&mut coverage);
        assert!(coverage.tables_with_rows.is_empty());
        assert_eq!(coverage.reached.get("leads"), Some(&Timestamp::UNIX_EPOCH));
        coverage.events = Some(BTreeSet::from([MADE.to_owned()]));
        reach_as_events(&mut coverage);
        assert!(coverage.tables_with_rows.contains("leads"));
    }
}
