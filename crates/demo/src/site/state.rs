//! What the site holds while it is open.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::asides::Asides;
use super::beside::{Lead, Spend, Ticket};
use super::orders::{Order, Refund};
use crate::people::People;
use crate::random::Random;

/// Everything but the sessions, which a [`Watcher`] sees go by.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) people: People,
    pub(crate) orders: Vec<Order>,
    pub(crate) refunds: Vec<Refund>,
    pub(crate) spend: Vec<Spend>,
    pub(crate) leads: Vec<Lead>,
    pub(crate) tickets: Vec<Ticket>,
    pub(crate) random: Random,
    pub(crate) asides: Asides,
    pub(crate) zone: TimeZone,
    /// When everything ends.
    pub(crate) close: Timestamp,
}
