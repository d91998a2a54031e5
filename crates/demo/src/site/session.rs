//! One session and what was done in it.

use jiff::Timestamp;

use super::orders::Line;
use crate::channels::Traffic;

/// One session; its hits are less than half an hour apart, and half an hour or more from the visitor's other sessions.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) visitor: usize,
    pub(crate) traffic: &'static Traffic,
    pub(crate) hits: Vec<Hit>,
}

/// One event as the tracker saw it.
#[derive(Clone, Debug)]
pub(crate) struct Hit {
    pub(crate) at: Timestamp,
    pub(crate) name: &'static str,
    pub(crate) page: String,
    /// Time in the foreground since the hit before; 0 where the tracker told nothing.
    pub(crate) foreground_ms: i64,
    /// The customer who was logged in.
    pub(crate) customer: Option<usize>,
    pub(crate) detail: Detail,
    /// Later than `at` where a phone was offline.
    pub(crate) received: Timestamp,
    /// The tracker was not sure and sent it again.
    pub(crate) twice: bool,
}

/// What only some events have.
#[derive(Clone, Debug)]
pub(crate) enum Detail {
    None,
    /// The page was not there.
    NotFound,
    Items(Vec<Line>),
    Order(usize),
    Form(&'static str, Option<&'static str>),
    /// The contact form, sent; which ticket it opened.
    Ticket(usize),
    /// Which lead it made.
    Lead(usize),
    File(&'static str),
    Search(&'static str, i64),
    /// A video or a scrolled page, and how much of it, from 0 to 1.
    Played(String, f64),
    /// Whether the page helped.
    Vote(bool),
    /// How readily somebody would recommend the shop, from 0 to 10.
    Score(i64),
}

impl Session {
    /// When it began.
    pub(crate) fn start(&self) -> Timestamp {
        self.hits.first().map_or(Timestamp::MIN, |hit| hit.at)
    }

    /// True where something called `name` was done.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.hits.iter().any(|hit| hit.name == name)
    }
}
