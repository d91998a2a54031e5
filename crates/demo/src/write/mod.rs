//! The exports: each system's files, as that system writes them.

mod ads;
mod cells;
mod crm;
mod events;
mod helpdesk;
mod shop;

use std::io;
use std::path::Path;

use jiff::tz::TimeZoneDatabase;

use crate::site::{Plan, Site};
use crate::truth::Truth;
use cells::{create, euros};
use events::Tracker;

/// Writes two years of exports into `dir`, and what they add up to into `dir`/truth.csv.
///
/// # Errors
/// Whatever hinders files from being written.
pub fn write_site(dir: &Path, plan: Plan) -> io::Result<Truth> {
    let zone = TimeZoneDatabase::bundled().get("Europe/Paris").map_err(io::Error::other)?;
    let mut tracker = Tracker::create(&dir.join("exports/site"), zone.clone())?;
    let site = Site::run(plan, zone, &mut tracker)?;
    let counter = tracker.finish()?;
    shop::write(&dir.join("exports/shop"), &site)?;
    ads::write(&dir.join("exports/ads"), &site)?;
    crm::write(&dir.join("exports/crm"), &site)?;
    helpdesk::write(&dir.join("exports/helpdesk"), &site)?;
    let truth = counter.done(&site);
    write_truth(dir, &truth)?;
    Ok(truth)
}

fn write_truth(dir: &Path, truth: &Truth) -> io::Result<()> {
    let mut out = csv::Writer::from_writer(create(&dir.join("truth.csv"))?);
    out.write_record(["kpi", "month", "channel", "numerator", "denominator"])?;
    for figure in &truth.figures {
        let money = ["revenue", "refunds", "spend", "average_order_value", "won_amount"]
            .iter()
            .any(|name| figure.kpi.ends_with(name));
        let numerator = if money { euros(figure.numerator, '.') } else { figure.numerator.to_string() };
        let denominator = figure.denominator.map(|count| count.to_string()).unwrap_or_default();
        out.write_record([figure.kpi, &figure.month, figure.channel, &numerator, &denominator])?;
    }
    out.flush()
}
