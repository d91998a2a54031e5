//! Which session each event belongs to.
//!
//! A session that the source sent is kept, whenever its events were. Other events go on with the session of the event before,
//! or start one: after a gap of the timeout, and where the rules say so at midnight or with another campaign.

use std::collections::HashMap;

use super::{local::Local, rows::Rows, rules::Rules};

/// A session, known by its rows.
#[derive(Debug, Default)]
pub(crate) struct SessionRows {
    /// As sent, or made from the time it starts.
    pub(crate) id: String,
    /// Its rows, in order.
    pub(crate) rows: Vec<u32>,
    /// The first row that says where the session came from.
    pub(crate) traffic: Option<u32>,
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
        let going_on = |cut: &[SessionRows], local: &mut Local| {
            before.filter(|(last, assigned)| !splits(rows, *last, row, &cut[*assigned], rules, local))
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
        let at = row as u32;
        cut[assigned].rows.push(at);
        if cut[assigned].traffic.is_none() && rows.traffic(row).is_some() {
            cut[assigned].traffic = Some(at);
        }
        before = Some((row, assigned));
    }
    cut
}

/// Whether the event in `row` starts another session than that of the event before it, in `last`.
fn splits(rows: &Rows, last: usize, row: usize, assigned: &SessionRows, rules: &Rules, local: &mut Local) -> bool {
    let (then, now) = (rows.time[last], rows.time[row]);
    if now.saturating_sub(then) >= rules.timeout {
        return true;
    }
    if rules.midnight && local.civil(then).day != local.civil(now).day {
        return true;
    }
    rules.campaign
        && match (assigned.traffic, rows.traffic(row)) {
            (Some(first), Some(traffic)) => rows.traffic(first as usize) != Some(traffic),
            _ => false,
        }
}

/// An id for a session that starts at `time`; sessions that start at one instant are numbered.
fn fresh_id(time: i64, made: &mut HashMap<i64, u32>) -> String {
    let number = made.entry(time).or_insert(0);
    let id = if *number == 0 { format!("jauge:{time}") } else { format!("jauge:{time}.{number}") };
    *number += 1;
    id
}
