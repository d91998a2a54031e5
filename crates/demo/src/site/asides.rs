//! What goes with the hits of a session and changes nothing of its way: videos that could be played, calls to action, answers
//! to a question, subscribers who leave.

use std::collections::BTreeSet;

use super::session::{Detail, Hit, Session};
use crate::catalogue::video_of;
use crate::random::Random;

/// Adds them; with a chance of its own, so that every session is what it is without.
#[derive(Debug)]
pub(crate) struct Asides {
    random: Random,
    subscribers: BTreeSet<usize>,
}

impl Asides {
    pub(super) fn new(seed: u64) -> Self {
        Self { random: Random(!seed), subscribers: BTreeSet::new() }
    }

    /// Puts each behind the hit it goes with, at the same moment.
    pub(super) fn add_to(&mut self, session: &mut Session) {
        for hit in std::mem::take(&mut session.hits) {
            let aside = self.with(&hit);
            session.hits.push(hit);
            session.hits.extend(aside);
        }
        let last = if self.leaves(session) { session.hits.last() } else { None };
        let leaving = last.map(|last| aside(last, "unsubscribe", "/newsletter/leave", Detail::None));
        session.hits.extend(leaving);
        if session.has("sign_up") {
            self.subscribers.insert(session.visitor);
        }
    }

    fn with(&mut self, hit: &Hit) -> Option<Hit> {
        match (hit.name, hit.page.as_str()) {
            ("page_view", page) => {
                let video = video_of(page)?;
                Some(aside(hit, "video_impression", page, Detail::Played(video.to_owned(), 0.0)))
            }
            ("form_view", "/offices") => {
                self.random.chance(0.6).then(|| aside(hit, "cta_click", "/offices", Detail::None))
            }
            ("purchase", page) => self.random.chance(0.25).then(|| {
                let score = 10 - (self.random.unit().powi(3) * 11.0) as i64;
                aside(hit, "nps", page, Detail::Score(score))
            }),
            _ => None,
        }
    }

    /// Whether a subscriber takes the newsletter's last link.
    fn leaves(&mut self, session: &Session) -> bool {
        self.subscribers.contains(&session.visitor)
            && self.random.chance(0.6)
            && self.subscribers.remove(&session.visitor)
    }
}

/// A hit at the moment of another, of the same customer and as late.
fn aside(hit: &Hit, name: &'static str, page: &str, detail: Detail) -> Hit {
    Hit {
        at: hit.at,
        name,
        page: page.to_owned(),
        foreground_ms: 0,
        customer: hit.customer,
        detail,
        received: hit.received,
        twice: false,
    }
}
