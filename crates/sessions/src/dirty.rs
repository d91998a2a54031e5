//! Which stretches of a visitor's time must be derived again after a change, so that the whole equals one derivation of
//! everything.
//!
//! A stretch grows until a gap of the timeout stands on both sides: no rule looks across such a gap, save that a session
//! with an id of the source's takes in all its events, and that one session of a visitor is the first.

use std::collections::{HashMap, HashSet};

use super::visitor::{Start, Visitor};

/// Events that came or went.
#[derive(Debug, Default)]
pub(crate) struct Changed {
    pub(crate) times: Vec<i64>,
    /// Session ids that the source sent with them.
    pub(crate) sent: HashSet<String>,
    /// Some of them went.
    pub(crate) removed: bool,
}

/// A session as it stands in the store.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub(crate) id: String,
    pub(crate) start: i64,
    pub(crate) end: i64,
    /// Somebody was there: others are nobody's first.
    pub(crate) is_seen: bool,
}

/// Stretches of time by visitor, both ends included.
#[derive(Clone, Debug, Default)]
pub(crate) struct DirtyRanges(HashMap<String, [Vec<(i64, i64)>; 2]>);

impl DirtyRanges {
    /// Adds the stretches of one visitor, sorted.
    pub(crate) fn add(&mut self, (visitor, bot): Visitor, stretches: Vec<(i64, i64)>) {
        self.0.entry(visitor).or_default()[usize::from(bot)] = stretches;
    }

    /// True where the visitor's event at `time` is derived again.
    pub(crate) fn holds(&self, visitor: &str, bot: bool, time: i64) -> bool {
        self.0.get(visitor).is_some_and(|both| {
            let stretches = &both[usize::from(bot)];
            let place = stretches.partition_point(|stretch| stretch.1 < time);
            stretches.get(place).is_some_and(|stretch| stretch.0 <= time)
        })
    }

    /// All stretches of all visitors, joined where they meet.
    pub(crate) fn stretches(&self) -> Vec<(i64, i64)> {
        joined(self.0.values().flatten().flatten().copied().collect(), 1)
    }
}

/// The stretches to derive again for a visitor with these `changed` events and `stored` sessions, and the first of the
/// sessions that stay.
pub(crate) fn stretches(changed: &Changed, stored: &[Stored], timeout: i64) -> (Vec<(i64, i64)>, Option<Start>) {
    let mut found = joined(changed.times.iter().map(|time| (*time, *time)).collect(), timeout);
    let mut again = vec![false; stored.len()];
    let start = |nth: &usize| (stored[*nth].start, stored[*nth].id.clone());
    let seen = || (0..stored.len()).filter(move |nth| stored[*nth].is_seen);
    let first = seen().min_by_key(start);
    let mut second_seen = false;
    loop {
        // Stretches are sorted and apart: of those that end after the session begins, the first also begins first.
        let near = |session: &Stored| {
            let after = found.partition_point(|(_, high)| *high <= session.start.saturating_sub(timeout));
            found.get(after).is_some_and(|(low, _)| *low < session.end.saturating_add(timeout))
        };
        let mut more: Vec<usize> = (0..stored.len())
            .filter(|nth| !again[*nth] && (changed.sent.contains(&stored[*nth].id) || near(&stored[*nth])))
            .collect();
        if let Some(first) = first {
            // One that comes earlier makes the first session so far another's successor.
            let is_preceded = found.first().is_some_and(|(low, _)| *low < stored[first].start);
            if is_preceded && !again[first] {
                more.push(first);
            }
            // Where the first session may go altogether, the next one takes its place.
            if changed.removed && again[first] && !second_seen {
                second_seen = true;
                more.extend(seen().filter(|nth| !again[*nth]).min_by_key(start));
            }
        }
        if more.is_empty() {
            break;
        }
        for nth in more {
            again[nth] = true;
            found.push((stored[nth].start, stored[nth].end));
        }
        found = joined(found, timeout);
    }
    let kept = seen().filter(|nth| !again[*nth]).map(|nth| start(&nth)).min();
    (found, kept)
}

/// Stretches sorted, and joined where less than `gap` lies between them.
fn joined(mut stretches: Vec<(i64, i64)>, gap: i64) -> Vec<(i64, i64)> {
    stretches.sort_unstable();
    let mut joined: Vec<(i64, i64)> = Vec::new();
    for (low, high) in stretches {
        match joined.last_mut() {
            Some(last) if low.saturating_sub(last.1) < gap => last.1 = last.1.max(high),
            _ => joined.push((low, high)),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(sessions: &[(&str, i64, i64)]) -> Vec<Stored> {
        let stored = |(id, start, end): &(&str, i64, i64)| Stored {
            id: (*id).into(),
            start: *start,
            end: *end,
            is_seen: !id.starts_with("ping"),
        };
        sessions.iter().map(stored).collect()
    }

    fn at(times: &[i64]) -> Changed {
        Changed { times: times.to_vec(), ..Changed::default() }
    }

    #[test]
    fn an_event_between_two_sessions_brings_both_in() {
        let (found, kept) = stretches(&at(&[50]), &stored(&[("a", 0, 30), ("b", 70, 90), ("c", 200, 220)]), 30);
        assert_eq!(found, [(0, 90)]);
        assert_eq!(kept, Some((200, "c".into())));
    }

    #[test]
    fn a_gap_of_the_timeout_keeps_apart() {
        let (found, kept) = stretches(&at(&[60]), &stored(&[("a", 0, 30)]), 30);
        assert_eq!(found, [(60, 60)]);
        assert_eq!(kept, Some((0, "a".into())));
    }

    #[test]
    fn what_comes_before_the_first_session_brings_it_in() {
        let (found, kept) = stretches(&at(&[0]), &stored(&[("a", 500, 510), ("b", 900, 910)]), 30);
        assert_eq!(found, [(0, 0), (500, 510)]);
        assert_eq!(kept, Some((900, "b".into())));
    }

    #[test]
    fn an_id_that_was_sent_brings_its_session_in_wherever_it_is() {
        let changed = Changed { times: vec![1000], sent: HashSet::from(["s".to_owned()]), removed: false };
        let (found, kept) = stretches(&changed, &stored(&[("a", 0, 10), ("s", 500, 510)]), 30);
        assert_eq!(found, [(500, 510), (1000, 1000)]);
        assert_eq!(kept, Some((0, "a".into())));
    }

    #[test]
    fn a_first_session_that_may_go_brings_the_next_one_in() {
        let changed = Changed { removed: true, ..at(&[5]) };
        let (found, kept) = stretches(&changed, &stored(&[("a", 0, 10), ("b", 500, 510), ("c", 900, 910)]), 30);
        assert_eq!(found, [(0, 10), (500, 510)]);
        assert_eq!(kept, Some((900, "c".into())));
    }

    #[test]
    fn a_session_of_heartbeats_alone_is_nobodys_first() {
        let all = stored(&[("ping", 0, 10), ("a", 500, 510), ("b", 900, 910)]);
        let (found, kept) = stretches(&at(&[1200]), &all, 30);
        assert_eq!(found, [(1200, 1200)]);
        assert_eq!(kept, Some((500, "a".into())));
        // Somebody comes to light in it: what was first is not.
        let (found, kept) = stretches(&at(&[5]), &all, 30);
        assert_eq!(found, [(0, 10), (500, 510)]);
        assert_eq!(kept, Some((900, "b".into())));
    }

    #[test]
    fn a_time_is_held_or_not() {
        let mut dirty = DirtyRanges::default();
        dirty.add(("v".into(), false), vec![(0, 10), (20, 20)]);
        let holds = |time| dirty.holds("v", false, time);
        assert_eq!([0, 10, 11, 20, 21].map(holds), [true, true, false, true, false]);
        assert!(!dirty.holds("v", true, 5));
        assert_eq!(dirty.stretches(), [(0, 10), (20, 20)]);
    }
}
