//! What amounts of orders are of, and how a KPI hangs on orders.

use serde::{Deserialize, Serialize};

/// Which part of what was paid is revenue: `[orders] revenue`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// As jauge.toml writes it, and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::WithoutTax => "without tax",
            Self::GoodsWithoutTax => "goods without tax",
        }
    }
}

/// How a KPI hangs on orders: `of_orders` in its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OfOrders {
    /// It counts them: what is no order is left out.
    Number,
    /// It is made of what they are worth.
    Amounts,
    /// It is made of what was paid back of them.
    Refunds,
}

impl OfOrders {
    /// True where `[orders] revenue` says what it is of.
    pub fn has_basis(self) -> bool {
        match self {
            Self::Amounts | Self::Refunds => true,
            Self::Number => false,
        }
    }

    /// True where orders that do not count are left out of it.
    pub fn leaves_out(self) -> bool {
        match self {
            Self::Amounts | Self::Number => true,
            Self::Refunds => false,
        }
    }
}
