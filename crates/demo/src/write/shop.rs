//! What the shop's back office exports: orders by month, one row an order line, and all refunds.

use std::io;
use std::path::Path;

use jiff::{SignedDuration, Zoned};

use super::cells::{customer, euros, local, order_id, spreadsheet, visitor};
use crate::site::{MONTHS, Order, Site, month, month_name};

const FRENCH: &str = "%d/%m/%Y %H:%M:%S";
const ORDERS: [&str; 14] = [
    "order_id", "at", "status", "customer", "visitor", "product", "name", "category", "quantity", "price", "discount",
    "shipping", "tax", "coupon",
];

/// What the newsletter's code is called.
const VOUCHER: &str = "NEWSLETTER10";

pub(super) fn write(folder: &Path, site: &Site) -> io::Result<()> {
    for month in 0..MONTHS {
        orders(&folder.join(format!("orders-{}.csv", month_name(month))), site, month)?;
    }
    let mut out = spreadsheet(&folder.join("refunds.csv"), &["order_id", "at", "visitor", "amount"])?;
    for refund in &site.refunds {
        let at = local(refund.at, &site.zone).strftime(FRENCH).to_string();
        let order = &site.orders[refund.order];
        out.write_record([order_id(refund.order), at, refunder(order), euros(refund.cents, ',')])?;
    }
    out.flush()
}

/// Who a refund is written down for: the visitor, where the tag told the shop, else the customer.
pub(super) fn refunder(order: &Order) -> String {
    if order.is_tracked { visitor(order.visitor) } else { customer(order.customer) }
}

/// A month's file starts with the last two days of the month before, as exports by date range do. By then they are sent.
fn orders(path: &Path, site: &Site, wanted: usize) -> io::Result<()> {
    let mut out = spreadsheet(path, &ORDERS)?;
    for (nth, order) in site.orders.iter().enumerate() {
        let at = local(order.at, &site.zone);
        let again = month(&at) + 1 == wanted && soon(&at) == wanted;
        if month(&at) != wanted && !again {
            continue;
        }
        let status = if again { "sent" } else { "paid" };
        for line in &order.lines {
            out.write_record([
                order_id(nth),
                at.strftime(FRENCH).to_string(),
                status.to_owned(),
                customer(order.customer),
                if order.is_tracked { visitor(order.visitor) } else { String::new() },
                line.product.id.to_owned(),
                line.product.name.to_owned(),
                line.product.category.to_owned(),
                line.quantity.to_string(),
                euros(line.price, ','),
                euros(order.discount, ','),
                euros(order.shipping, ','),
                euros(order.tax(), ','),
                if order.discount > 0 { VOUCHER.to_owned() } else { String::new() },
            ])?;
        }
    }
    out.flush()
}

fn soon(at: &Zoned) -> usize {
    month(&(at + SignedDuration::from_hours(48)))
}
