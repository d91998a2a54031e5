//! How far one session or visitor comes, from its events in order.

use std::ops::Range;

use jauge_domain::{Funnel, Order, Per, Reentry};

/// An event that may reach steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Touch {
    /// Microseconds.
    pub(crate) at: i64,
    /// The steps it is an event of, as bits.
    pub(crate) steps: u64,
}

/// One way through the funnel.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Attempt {
    /// The place of the touch that began it.
    pub(crate) first: usize,
    /// How many steps it reached.
    pub(crate) reached: usize,
    /// When it reached each; only where the order is strict.
    pub(crate) times: Vec<i64>,
}

/// The attempts in `touches`, which are those of one session or visitor, in order, as far as they begin within `begin`. They may end
/// behind it.
pub(crate) fn attempts(funnel: &Funnel, touches: &[Touch], begin: Range<usize>) -> Vec<Attempt> {
    let mut attempts = Vec::new();
    let mut from = begin.start;
    while let Some((attempt, next)) = attempt(funnel, touches, from).filter(|(found, _)| begin.contains(&found.first)) {
        attempts.push(attempt);
        let again = funnel.per == Per::Visitor && funnel.reentry == Reentry::Each;
        if !again || !begin.contains(&next) {
            break;
        }
        from = next;
    }
    attempts
}

/// The first attempt from the place `from` on, and the place where another may begin.
fn attempt(funnel: &Funnel, touches: &[Touch], from: usize) -> Option<(Attempt, usize)> {
    let starts = |touch: &Touch| match funnel.order {
        Order::Strict => touch.steps & 1 != 0,
        Order::Any => touch.steps != 0,
    };
    let first = from + touches[from..].iter().position(starts)?;
    let until = match (funnel.per, funnel.window) {
        (Per::Visitor, Some(seconds)) => touches[first].at.saturating_add(seconds.saturating_mul(1_000_000)),
        _ => i64::MAX,
    };
    let last = funnel.steps.len();
    let mut found = Attempt { first, reached: 0, times: Vec::new() };
    for (place, touch) in touches.iter().enumerate().skip(first) {
        if touch.at > until {
            return Some((found, place));
        }
        match funnel.order {
            Order::Any => {
                let deepest = (u64::BITS - touch.steps.leading_zeros()) as usize;
                found.reached = found.reached.max(deepest.min(last));
            }
            // One event reaches one step.
            Order::Strict if touch.steps & (1 << found.reached) != 0 => {
                found.reached += 1;
                found.times.push(touch.at);
            }
            Order::Strict => {}
        }
        if found.reached == last {
            return Some((found, place + 1));
        }
    }
    Some((found, touches.len()))
}

#[cfg(test)]
mod tests {
    use jauge_domain::{Localized, Step};
    use proptest::prelude::*;

    use super::*;

    fn funnel(per: Per, order: Order, reentry: Reentry, window: Option<i64>, steps: usize) -> Funnel {
        let step =
            |nth: usize| Step { name: Localized::from("step"), event: format!("e{nth}"), filter: None, once: None };
        Funnel {
            id: "a.b".to_owned(),
            title: Localized::default(),
            says: Localized::default(),
            per,
            order,
            window,
            reentry,
            steps: (0..steps).map(step).collect(),
            file: String::new(),
        }
    }

    /// The longest prefix of the steps that can be picked out in order, trying every way.
    fn brute(touches: &[Touch], step: usize, steps: usize, until: i64) -> usize {
        if step == steps {
            return 0;
        }
        let ways = touches.iter().enumerate().filter(|(_, touch)| touch.steps & (1 << step) != 0 && touch.at <= until);
        ways.map(|(place, _)| 1 + brute(&touches[place + 1..], step + 1, steps, until)).max().unwrap_or(0)
    }

    fn touches() -> impl Strategy<Value = Vec<Touch>> {
        let touch = (0i64..20, 0u64..16).prop_map(|(at, steps)| Touch { at: at * 1_000_000, steps });
        proptest::collection::vec(touch, 0..9).prop_map(|mut touches| {
            touches.sort_by_key(|touch| touch.at);
            touches
        })
    }

    proptest! {
        #[test]
        fn strict_is_the_furthest_that_any_choice_of_events_comes(touches in touches(), window in 1i64..30) {
            let funnel = funnel(Per::Visitor, Order::Strict, Reentry::First, Some(window), 4);
            let found = attempts(&funnel, &touches, 0..touches.len());
            let first = touches.iter().position(|touch| touch.steps & 1 != 0);
            match first {
                None => prop_assert!(found.is_empty()),
                Some(first) => {
                    let until = touches[first].at + window * 1_000_000;
                    prop_assert_eq!(found[0].reached, brute(&touches[first..], 0, 4, until));
                    prop_assert_eq!(found[0].times.len(), found[0].reached);
                    prop_assert!(found[0].times.is_sorted());
                }
            }
        }

        #[test]
        fn any_is_the_deepest_step(touches in touches()) {
            let funnel = funnel(Per::Session, Order::Any, Reentry::First, None, 4);
            let deepest = touches.iter().filter(|touch| touch.steps != 0).map(|touch| 64 - touch.steps.leading_zeros() as usize).max();
            let found = attempts(&funnel, &touches, 0..touches.len());
            prop_assert_eq!(found.first().map(|attempt| attempt.reached), deepest);
        }

        #[test]
        fn attempts_never_overlap(touches in touches(), window in 1i64..30) {
            let funnel = funnel(Per::Visitor, Order::Strict, Reentry::Each, Some(window), 3);
            let found = attempts(&funnel, &touches, 0..touches.len());
            for pair in found.windows(2) {
                let ended = pair[0].reached == 3 && pair[0].times[2] <= touches[pair[1].first].at;
                let expired = touches[pair[0].first].at + window * 1_000_000 < touches[pair[1].first].at;
                prop_assert!(pair[0].first < pair[1].first && (ended || expired));
            }
        }
    }
}
