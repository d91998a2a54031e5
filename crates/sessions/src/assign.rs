//! Which session each event belongs to.
//!
//! A session that the source sent is kept, whenever its events were. Other events go on with the session of the event before,
//! or start one: after a gap of the timeout, and where the rules say so at midnight, with another campaign or another referrer.

use std::collections::HashMap;

use super::{
    arrival::{is_another, says},
    local::Local,
    rows::{Arrival, Rows},
    rules::Rules,
};

/// A session, known by its rows.
#[derive(Debug, Default)]
pub(crate) struct SessionRows {
    /// As sent, or made from the time it starts.
    pub(crate) id: String,
    /// Its rows, in order.
    pub(crate) rows: Vec<u32>,
    /// The first row that says where the session came from.
    pub(crate) traffic: Option<u32>,
    /// Somebody was there: it has more than heartbeats. A page that was left open alone makes no session, as in Matomo
    /// (`Heartbeat\Tracker\PingRequestProcessor`: a ping never creates a visit).
    pub(crate) is_seen: bool,
    /// It has a page view.
    pub(crate) has_page: bool,
}

/// What a server answers that nobody looks at by itself: the parts of a page, and errors of programs. They make no session.
const UNSEEN: [&str; 2] = ["request", "request_error"];

/// The sessions of the visitor whose rows are `range`. Rows of sources that send no page views belong to none, nor does what
/// nobody looks at.
pub(crate) fn assign(
    rows: &Rows,
    range: std::ops::Range<usize>,
    rules: &Rules,
    sessionless: &[String],
    local: &mut Local,
) -> Vec<SessionRows> {
    let mut cut: Vec<SessionRows> = Vec::new();
    let mut sent: HashMap<&str, usize> = HashMap::new();
    let mut made: HashMap<i64, u32> = HashMap::new();
    let mut before: Option<(usize, usize)> = None;
    for row in range {
        if sessionless.iter().any(|source| source == rows.origin.value(row)) || UNSEEN.contains(&rows.name.value(row)) {
            continue;
        }
        // Nothing looks across a gap, so that a stretch between two gaps can be derived alone.
        let near = before.filter(|(last, _)| rows.time[row].saturating_sub(rows.time[*last]) < rules.timeout);
        let traffic = says(rows, row, near.map(|(last, _)| last), rules);
        let going_on = |cut: &[SessionRows], local: &mut Local| {
            near.filter(|(last, assigned)| !splits(rows, [*last, row], traffic, &cut[*assigned], rules, local))
        };
        let assigned = match rows.sent(row) {
            Some(id) => *sent.entry(id).or_insert_with(|| {
                cut.push(SessionRows { id: id.to_owned(), ..SessionRows::default() });
                cut.len() - 1
            }),
            None => match going_on(&cut, local) {
                Some((_, assigned)) => assigned,
                None => {
                    cut.push(SessionRows { id: fresh_id(rows.time[row], &mut made), ..SessionRows::default() });
                    cut.len() - 1
                }
            },
        };
        let session = &mut cut[assigned];
        session.rows.push(row as u32);
        session.traffic = session.traffic.or_else(|| traffic.map(|_| row as u32));
        session.is_seen |= rows.name.value(row) != rules.heartbeat_event;
        session.has_page |= rows.name.value(row) == "page_view";
        before = Some((row, assigned));
    }
    cut
}

/// Whether the event in `row`, which says `traffic`, starts another session than that of the event before it, in `last`; less
/// than a timeout lies between them.
fn splits(
    rows: &Rows,
    [last, row]: [usize; 2],
    traffic: Option<Arrival<'_>>,
    session: &SessionRows,
    rules: &Rules,
    local: &mut Local,
) -> bool {
    if rules.midnight && local.civil(rows.time[last]).day != local.civil(rows.time[row]).day {
        return true;
    }
    let came_from = session.traffic.and_then(|first| rows.traffic(first as usize));
    traffic.is_some_and(|traffic| is_another(traffic, came_from, session.has_page, rules))
}

/// An id for a session that starts at `time`; sessions that start at one instant are numbered.
fn fresh_id(time: i64, made: &mut HashMap<i64, u32>) -> String {
    let number = made.entry(time).or_insert(0);
    let id = if *number == 0 { format!("jauge:{time}") } else { format!("jauge:{time}.{number}") };
    *number += 1;
    id
}
