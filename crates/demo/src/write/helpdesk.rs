//! The help desk's tickets: every month those that changed, as they were then. In September 2026 the site moved to another
//! help desk, and nobody has connected it yet.

use std::io::{self, Write};
use std::path::Path;

use jiff::Timestamp;
use serde::Serialize;

use super::cells::{create, local, ticket_id, visitor};
use crate::site::{DESK_MONTHS, Site, Ticket, month, month_name};

#[derive(Serialize)]
struct Row {
    ticket: String,
    created: String,
    first_reply: Option<String>,
    solved: Option<String>,
    reopened: i64,
    replies: i64,
    channel: &'static str,
    satisfaction: Option<i64>,
    visitor: Option<String>,
}

pub(super) fn write(folder: &Path, site: &Site) -> io::Result<()> {
    for wanted in 0..DESK_MONTHS {
        let mut out = create(&folder.join(format!("tickets-{}.ndjson", month_name(wanted))))?;
        for (nth, ticket) in site.tickets.iter().enumerate() {
            let within = |at: Timestamp| at < site.close && month(&local(at, &site.zone)) == wanted;
            if ![ticket.at, ticket.replied, ticket.solved].into_iter().any(within) {
                continue;
            }
            serde_json::to_writer(&mut out, &row(nth, ticket, wanted, site))?;
            out.write_all(b"\n")?;
        }
        out.flush()?;
    }
    Ok(())
}

/// The ticket as it was at the end of a month.
fn row(nth: usize, ticket: &Ticket, wanted: usize, site: &Site) -> Row {
    let known = |at: Timestamp| at < site.close && month(&local(at, &site.zone)) <= wanted;
    let text = |at: Timestamp| known(at).then(|| at.to_string());
    let is_solved = known(ticket.solved);
    Row {
        ticket: ticket_id(nth),
        created: ticket.at.to_string(),
        first_reply: text(ticket.replied),
        solved: text(ticket.solved),
        reopened: i64::from(is_solved && ticket.reopened),
        replies: if is_solved { ticket.replies } else { i64::from(known(ticket.replied)) },
        channel: if ticket.visitor.is_some() { "form" } else { "mail" },
        satisfaction: ticket.satisfaction.filter(|_| is_solved),
        visitor: ticket.visitor.map(visitor),
    }
}
