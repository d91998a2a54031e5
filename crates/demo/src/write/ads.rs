//! What ads cost: a row a campaign and day, one file a year.

use std::io;
use std::path::Path;

use super::cells::{euros, spreadsheet};
use crate::site::{FIRST_DAY, LAST_DAY, Site};

const HEAD: [&str; 7] = ["date", "source", "medium", "campaign", "cost", "clicks", "impressions"];

pub(super) fn write(folder: &Path, site: &Site) -> io::Result<()> {
    for year in FIRST_DAY.year()..=LAST_DAY.year() {
        let mut out = spreadsheet(&folder.join(format!("spend-{year}.csv")), &HEAD)?;
        for spend in site.spend.iter().filter(|spend| spend.day.year() == year) {
            let traffic = spend.traffic;
            out.write_record([
                spend.day.strftime("%d/%m/%Y").to_string().as_str(),
                traffic.source,
                traffic.medium,
                traffic.campaign,
                &euros(spend.cents, ','),
                &spend.clicks.to_string(),
                &spend.impressions.to_string(),
            ])?;
        }
        out.flush()?;
    }
    Ok(())
}
