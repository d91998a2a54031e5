//! `[orders]` of jauge.toml: which orders count, and what they are worth.

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

/// Which part of what was paid is revenue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Basis {
    /// All of it, as the source says.
    #[default]
    #[serde(rename = "total")]
    Total,
    /// Less the tax.
    #[serde(rename = "without tax")]
    WithoutTax,
    /// Less the tax and the shipping.
    #[serde(rename = "goods without tax")]
    GoodsWithoutTax,
}

impl Basis {
    /// As jauge.toml writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::WithoutTax => "without tax",
            Self::GoodsWithoutTax => "goods without tax",
        }
    }
}
