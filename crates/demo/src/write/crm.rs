//! The CRM's leads: every half-year those that changed, as they were then.

use std::io;
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::{Date, date};

use super::cells::{create, euros, lead_id, visitor};
use crate::site::{LAST_DAY, Lead, Site};

const HEAD: [&str; 9] =
    ["lead_id", "created_at", "qualified_at", "won_at", "lost_at", "amount", "currency", "channel", "visitor_id"];

pub(super) fn write(folder: &Path, site: &Site) -> io::Result<()> {
    let ends = [date(2025, 6, 30), date(2025, 12, 31), date(2026, 6, 30), LAST_DAY];
    let mut since = Timestamp::MIN;
    for end in ends {
        let until = end_of(end, site)?;
        let mut out = csv::Writer::from_writer(create(&folder.join(format!("leads-{end}.csv")))?);
        out.write_record(HEAD)?;
        for (nth, lead) in site.leads.iter().enumerate().filter(|(_, lead)| changed(lead, since, until)) {
            let known =
                |at: Option<Timestamp>| at.filter(|at| *at < until).map(|at| at.to_string()).unwrap_or_default();
            out.write_record([
                lead_id(nth),
                lead.at.to_string(),
                known(lead.qualified),
                known(lead.won),
                known(lead.lost),
                euros(lead.cents, '.'),
                "EUR".to_owned(),
                lead.channel.to_owned(),
                visitor(lead.visitor),
            ])?;
        }
        out.flush()?;
        since = until;
    }
    Ok(())
}

fn changed(lead: &Lead, since: Timestamp, until: Timestamp) -> bool {
    let moments = [Some(lead.at), lead.qualified, lead.won, lead.lost];
    moments.into_iter().flatten().any(|at| since <= at && at < until)
}

fn end_of(day: Date, site: &Site) -> io::Result<Timestamp> {
    let next = day.tomorrow().and_then(|day| day.to_zoned(site.zone.clone())).map_err(io::Error::other)?;
    Ok(next.timestamp())
}
