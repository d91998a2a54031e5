//! What was bought, and what came back.

use jiff::Timestamp;

use crate::catalogue::Product;

/// One line of an order or a cart; money in cents.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    pub(crate) product: &'static Product,
    pub(crate) quantity: i64,
    /// Of one, after a sale.
    pub(crate) price: i64,
}

/// One order; money in cents.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) at: Timestamp,
    pub(crate) visitor: usize,
    pub(crate) customer: usize,
    pub(crate) lines: Vec<Line>,
    pub(crate) discount: i64,
    pub(crate) shipping: i64,
    /// GA4's channel of its session.
    pub(crate) channel: &'static str,
    /// False where the visitor refused the tag on the last page: the shop alone knows of it.
    pub(crate) is_tracked: bool,
    /// True for the customer's first.
    pub(crate) is_first: bool,
}

/// Money back.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refund {
    pub(crate) at: Timestamp,
    pub(crate) order: usize,
    pub(crate) cents: i64,
}

impl Order {
    /// What was paid: goods less discount, and shipping.
    pub(crate) fn cents(&self) -> i64 {
        self.goods() - self.discount + self.shipping
    }

    pub(crate) fn goods(&self) -> i64 {
        self.lines.iter().map(|line| line.quantity * line.price).sum()
    }

    /// The part of what was paid that is value-added tax, at 20 %.
    pub(crate) fn tax(&self) -> i64 {
        (self.cents() + 3) / 6
    }

    /// What the shop paid for the goods.
    pub(crate) fn cost(&self) -> i64 {
        self.lines.iter().map(|line| line.quantity * line.product.cost).sum()
    }
}
