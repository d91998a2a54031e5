//! What other systems know: ads, the CRM, the help desk.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::channels::Traffic;
use crate::random::Random;

/// What one campaign cost on one day.
#[derive(Clone, Debug)]
pub(crate) struct Spend {
    pub(crate) day: Date,
    pub(crate) traffic: &'static Traffic,
    pub(crate) cents: i64,
    pub(crate) clicks: i64,
    pub(crate) impressions: i64,
}

/// An office that asked for an offer.
#[derive(Clone, Debug)]
pub(crate) struct Lead {
    pub(crate) at: Timestamp,
    pub(crate) visitor: usize,
    pub(crate) channel: &'static str,
    pub(crate) qualified: Option<Timestamp>,
    pub(crate) won: Option<Timestamp>,
    pub(crate) lost: Option<Timestamp>,
    pub(crate) cents: i64,
}

/// A question to the help desk.
#[derive(Clone, Debug)]
pub(crate) struct Ticket {
    pub(crate) at: Timestamp,
    /// Unknown where it came by mail.
    pub(crate) visitor: Option<usize>,
    pub(crate) replied: Timestamp,
    pub(crate) solved: Timestamp,
    pub(crate) reopened: bool,
    pub(crate) replies: i64,
    pub(crate) satisfaction: Option<i64>,
}

fn after(at: Timestamp, random: &mut Random, hours: (i64, i64)) -> Timestamp {
    at + SignedDuration::from_secs(random.between(hours.0 * 3600, hours.1 * 3600))
}

impl Lead {
    pub(crate) fn new(at: Timestamp, visitor: usize, channel: &'static str, random: &mut Random) -> Self {
        let qualified = random.chance(0.55).then(|| after(at, random, (20, 9 * 24)));
        let decided = qualified.map(|at| after(at, random, (10 * 24, 60 * 24)));
        let won = random.chance(0.4);
        let cents = random.between(300, 4000) * 100;
        Self { at, visitor, channel, qualified, won: decided.filter(|_| won), lost: decided.filter(|_| !won), cents }
    }
}

impl Ticket {
    pub(crate) fn new(at: Timestamp, visitor: Option<usize>, random: &mut Random) -> Self {
        let replied = after(at, random, (1, 30));
        let reopened = random.chance(0.06);
        let solved = after(replied, random, if reopened { (72, 300) } else { (0, 120) });
        let replies = if reopened { random.between(2, 6) } else { 1 + random.between(0, 10) / 7 };
        let satisfaction = random.chance(0.3).then(|| 5 - (random.unit().powi(2) * 5.0) as i64);
        Self { at, visitor, replied, solved, reopened, replies, satisfaction }
    }
}
