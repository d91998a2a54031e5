//! The example site of `jauge demo`: a small stationery shop in Paris, its exports, and a workspace that reads them.
//!
//! The exports have what real ones have: a tracker that repeats itself, phones that were offline, monthly files that
//! overlap, a French spreadsheet's dates and decimals. The generator counts while it writes, so that whoever loads the
//! files can check every answer.

mod random;
mod site;
#[cfg(test)]
mod tests;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use flate2::{Compression, write::GzEncoder};
use jiff::tz::TimeZoneDatabase;
use jiff::{SignedDuration, Zoned};

use site::{DAYS, Hit, MONTHS, Order, Site};

/// Visits on a day of an average season before the shop grows: about 100,000 page views in all.
pub(crate) const VISITORS_PER_DAY: u32 = 92;

const FRENCH: &str = "%d/%m/%Y %H:%M";
const WORKSPACE: [(&str, &str); 13] = [
    ("jauge.toml", include_str!("workspace/jauge.toml")),
    ("queries/kpis/average_order_value.sql", include_str!("workspace/queries/kpis/average_order_value.sql")),
    ("queries/kpis/buyers_share.sql", include_str!("workspace/queries/kpis/buyers_share.sql")),
    ("queries/kpis/cart_share.sql", include_str!("workspace/queries/kpis/cart_share.sql")),
    ("queries/kpis/checkout_to_purchase.sql", include_str!("workspace/queries/kpis/checkout_to_purchase.sql")),
    ("queries/kpis/orders.sql", include_str!("workspace/queries/kpis/orders.sql")),
    ("queries/kpis/page_views.sql", include_str!("workspace/queries/kpis/page_views.sql")),
    ("queries/kpis/refund_rate.sql", include_str!("workspace/queries/kpis/refund_rate.sql")),
    ("queries/kpis/refunds.sql", include_str!("workspace/queries/kpis/refunds.sql")),
    ("queries/kpis/repeat_buyers.sql", include_str!("workspace/queries/kpis/repeat_buyers.sql")),
    ("queries/kpis/revenue.sql", include_str!("workspace/queries/kpis/revenue.sql")),
    ("queries/kpis/revenue_per_visitor.sql", include_str!("workspace/queries/kpis/revenue_per_visitor.sql")),
    ("queries/kpis/visitors.sql", include_str!("workspace/queries/kpis/visitors.sql")),
];

/// What the generator counted while it wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Truth {
    /// Month by month, in the shop's zone.
    pub(crate) months: Vec<Month>,
    /// Page events of any name, each counted once.
    pub(crate) page_events: u64,
    /// Page events that stand twice in their file.
    pub(crate) duplicates: u64,
    /// Page events that stand in a later month's file.
    pub(crate) late: u64,
    /// Orders that stand in the next month's file too.
    pub(crate) repeated_orders: u64,
}

/// One month of [`Truth`]; amounts in cents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Month {
    /// `2025-01`.
    pub(crate) name: String,
    pub(crate) page_views: u64,
    /// Visitors with a page view.
    pub(crate) visitors: u64,
    pub(crate) orders: u64,
    pub(crate) revenue: i128,
    /// What was paid back, on the day it was paid back.
    pub(crate) refunds: i128,
}

/// Writes jauge.toml and the shop's KPIs into `dir`.
pub(crate) fn write_workspace(dir: &Path) -> io::Result<()> {
    for (path, text) in WORKSPACE {
        let path = dir.join(path);
        fs::create_dir_all(path.parent().unwrap_or(dir))?;
        fs::write(path, text)?;
    }
    Ok(())
}

/// Writes thirteen months of exports into `dir`/exports, and what they add up to into `dir`/truth.csv.
pub(crate) fn write_site(dir: &Path, seed: u64, visitors_per_day: u32) -> io::Result<Truth> {
    let zone = TimeZoneDatabase::bundled().get("Europe/Paris").map_err(io::Error::other)?;
    let site = Site::run(seed, visitors_per_day, zone).map_err(io::Error::other)?;
    let exports = dir.join("exports");
    fs::create_dir_all(exports.join("pages"))?;
    fs::create_dir_all(exports.join("orders"))?;
    for month in 0..MONTHS {
        write_pages(&exports, &site, month)?;
        write_orders(&exports, &site, month)?;
    }
    write_refunds(&exports, &site)?;
    let truth = count(&site);
    write_truth(dir, &truth)?;
    Ok(truth)
}

/// One JSON object a page event, in the file of the month it was received in.
fn write_pages(exports: &Path, site: &Site, month: usize) -> io::Result<()> {
    let file = File::create(exports.join(format!("pages/{}.ndjson.gz", name(month))))?;
    let mut out = GzEncoder::new(BufWriter::new(file), Compression::default());
    for (nth, hit) in site.hits.iter().enumerate().filter(|(_, hit)| Site::month(&hit.received) == month) {
        let row = page_row(nth, hit);
        for _ in 0..=usize::from(hit.twice) {
            out.write_all(row.as_bytes())?;
        }
    }
    out.finish()?.flush()
}

fn page_row(nth: usize, hit: &Hit) -> String {
    let [source, medium, campaign] = hit.channel;
    let optional =
        [("campaign", campaign), ("referrer", hit.referrer)].into_iter().filter(|(_, text)| !text.is_empty());
    let optional: String = optional.map(|(key, text)| format!(r#","{key}":"{text}""#)).collect();
    format!(
        r#"{{"id":"v{nth:07}","time":"{}","event":"{}","visitor":"{}","page":"{}","source":"{source}","medium":"{medium}","device":"{}","country":"{}"{optional}}}{}"#,
        hit.at.strftime("%Y-%m-%dT%H:%M:%S%:z"),
        hit.event,
        visitor(hit.visitor),
        hit.page,
        hit.device,
        hit.country,
        '\n',
    )
}

/// One row an order line. A month's file starts with the last two days of the month before, as exports by date range do.
fn write_orders(exports: &Path, site: &Site, month: usize) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(exports.join(format!("orders/{}.csv", name(month))))?);
    writeln!(out, "order_id;at;customer;country;product;name;category;quantity;price")?;
    for (nth, order) in site.orders.iter().enumerate() {
        if Site::month(&order.at) != month && !(repeated(order) && Site::month(&order.at) + 1 == month) {
            continue;
        }
        let (at, customer) = (order.at.strftime(FRENCH), visitor(order.visitor));
        for ((code, name, category, ..), quantity, price) in &order.lines {
            let (order_id, name, price) = (order_id(nth), quoted(name), euros(*price, ','));
            writeln!(out, "{order_id};{at};{customer};{};{code};{name};{category};{quantity};{price}", order.country)?;
        }
    }
    out.flush()
}

fn write_refunds(exports: &Path, site: &Site) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(exports.join("refunds.csv"))?);
    writeln!(out, "order_id;refunded_at;customer;amount")?;
    for refund in &site.refunds {
        let order = &site.orders[refund.order];
        let (order_id, at) = (order_id(refund.order), refund.at.strftime(FRENCH));
        writeln!(out, "{order_id};{at};{};{}", visitor(order.visitor), euros(order.cents(), ','))?;
    }
    out.flush()
}

fn write_truth(dir: &Path, truth: &Truth) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(dir.join("truth.csv"))?);
    writeln!(out, "month,page_views,visitors,orders,revenue,refunds")?;
    for Month { name, page_views, visitors, orders, revenue, refunds } in &truth.months {
        writeln!(out, "{name},{page_views},{visitors},{orders},{},{}", euros(*revenue, '.'), euros(*refunds, '.'))?;
    }
    out.flush()
}

fn count(site: &Site) -> Truth {
    let month = |month| Month { name: name(month), visitors: site.seen[month].len() as u64, ..Month::default() };
    let mut months: Vec<Month> = (0..MONTHS).map(month).collect();
    for hit in site.hits.iter().filter(|hit| hit.event == "page_view") {
        months[Site::month(&hit.at)].page_views += 1;
    }
    for order in &site.orders {
        let month = &mut months[Site::month(&order.at)];
        month.orders += 1;
        month.revenue += order.cents();
    }
    for refund in &site.refunds {
        months[Site::month(&refund.at)].refunds += site.orders[refund.order].cents();
    }
    let late = site.hits.iter().filter(|hit| Site::month(&hit.received) > Site::month(&hit.at)).count() as u64;
    Truth {
        months,
        page_events: site.hits.len() as u64,
        duplicates: site.hits.iter().filter(|hit| hit.twice).count() as u64,
        late,
        repeated_orders: site.orders.iter().filter(|order| repeated(order)).count() as u64,
    }
}

/// True for an order of a month's last two days, but for the last month's: no export follows it.
fn repeated(order: &Order) -> bool {
    let soon: Zoned = &order.at + SignedDuration::from_hours(48);
    Site::month(&order.at) + 1 < MONTHS && Site::month(&soon) > Site::month(&order.at)
}

fn name(month: usize) -> String {
    let first = DAYS.0.year() as usize * 12 + month;
    format!("{}-{:02}", first / 12, first % 12 + 1)
}

fn visitor(nth: usize) -> String {
    format!("u{nth:06}")
}

fn order_id(nth: usize) -> String {
    format!("A{:05}", nth + 1)
}

fn euros(cents: i128, mark: char) -> String {
    format!("{}{mark}{:02}", cents / 100, cents % 100)
}

fn quoted(text: &str) -> String {
    if text.contains(['"', ';']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}
