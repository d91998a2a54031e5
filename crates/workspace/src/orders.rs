//! `[orders]` of jauge.toml: which orders count, what they are worth, and whether refunds are all known.

use jauge_domain::Basis;
use serde::Deserialize;

/// `[orders]` as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OrdersConfig {
    /// The statuses that count, in place of those that come with Jauge; what was refunded counts in any case, what was voided,
    /// failed, expired or a test in none.
    pub counts: Option<Vec<String>>,
    /// What an order is that is not paid yet.
    pub waiting: Waiting,
    /// Which part of what was paid is revenue.
    pub revenue: Basis,
    /// What is known of refunds where no source brought any; `None`: whether there were any is not known.
    pub refunds: Option<Refunds>,
}

/// What is known of refunds beyond what was loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Refunds {
    /// All are in the sources: where none is, none was made.
    #[serde(rename = "tracked")]
    Tracked,
}

/// What orders are that are pending, on hold or authorized.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Waiting {
    /// No orders, until they are paid.
    #[default]
    #[serde(rename = "leave out")]
    LeaveOut,
    /// Orders like the others.
    #[serde(rename = "count")]
    Count,
}

impl Waiting {
    /// True where they are orders.
    pub fn counts(self) -> bool {
        self == Self::Count
    }
}
