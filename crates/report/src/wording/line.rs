//! Lines of cards, mails and tables, around values that are written already.

use jauge_domain::{Aim, NextAction, Status};

/// A line, or a part of one.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Line<'a> {
    /// The share of the time in which a value stayed inside.
    OfTheTime { share: &'a str },
    /// What it started from.
    From { baseline: &'a str },
    /// What it must come to, and by when.
    Due { aim: Option<Aim>, target: &'a str, date: &'a str },
    /// What it will probably come to.
    Forecast { band: &'a str, likely: &'a str },
    /// What the rest must be like, after a forecast.
    Rest { required: &'a str, a_day: bool },
    /// The driver that costs most.
    HeldBackBy { driver: &'a str },
    /// What moved it.
    MovedBy { dimension: &'a str, parts: &'a str },
    /// What was spent.
    Budget { spent: &'a str, budget: &'a str },
    /// What comes next.
    Next { action: &'a NextAction },
    /// How many stand how.
    Counts { all: usize, counts: &'a [(usize, Status)] },
    /// The heading of a mail; so many of all cannot be judged.
    Week { number: &'a str, fine: usize, unjudged: usize, all: usize },
    /// An objective in a mail: its statement, its value, what stands beside it, its status.
    Paragraph { statement: &'a str, actual: &'a str, aside: &'a str, status: Status },
    /// A sentence of a mail: what it will probably come to.
    MailForecast { band: &'a str, likely: &'a str },
    /// A sentence of a mail: the driver that costs most.
    MailHeldBackBy { driver: &'a str },
    /// A sentence of a mail: what comes next.
    MailAction { action: &'a NextAction },
    /// The days that one KPI is about, beside others.
    Of { title: &'a str, days: &'a str },
    /// Columns that a line of the terminal has no room for.
    LeftOut { columns: usize, names: &'a str },
    /// How far the sources are complete.
    CompleteTo { date: &'a str },
}
