//! Online Retail (UCI, Chen 2015): 13 months of a British gift wholesaler's invoices, a file a day.

use std::collections::{BTreeMap, HashSet};
use std::error::Error;
use std::fs::File;
use std::path::PathBuf;

use flate2::read::GzDecoder;
use jauge_forecast::calibrate::{Calibration, calibrate_additive, calibrate_distinct, calibrate_ratio};
use jauge_forecast::{AdditiveOptions, Curve, Daily, RatioOptions, Stretch};
use jiff::ToSpan;
use jiff::civil::{Date, date};

const FIRST: Date = date(2010, 12, 1);
/// The last file is a day cut short at noon.
const END: Date = date(2011, 12, 9);
const REGIONS: [&str; 3] = ["all", "UK", "rest"];

/// Counts and sums of one region's days.
#[derive(Clone, Default)]
struct Region {
    orders: Vec<f64>,
    revenue: Vec<f64>,
    refunds: Vec<f64>,
    refunded: Vec<f64>,
    customers: Vec<HashSet<String>>,
}

/// One line a region, KPI and length of period.
pub(crate) fn tallies() -> Result<Vec<(String, Calibration)>, Box<dyn Error>> {
    let regions = read()?;
    let weeks = periods(date(2010, 12, 6), 7.days())?;
    let months = periods(FIRST, 1.month())?;
    let mut rows = Vec::new();
    for (length, periods) in [("week", &weeks), ("month", &months)] {
        for (name, region) in REGIONS.iter().zip(&regions) {
            let of_region = region.tallies(periods)?;
            rows.extend(of_region.map(|(kpi, tally)| (format!("{kpi}, {name}, {length}"), tally)));
        }
        let (home, all) = (series(&regions[1].orders)?, series(&regions[0].orders)?);
        let shared = calibrate_ratio(&home, &all, periods, RatioOptions { shared_rows: true });
        rows.push((format!("orders, UK / all, {length}"), shared));
    }
    Ok(rows)
}

fn series(values: &[f64]) -> Result<Daily, jauge_forecast::Refusal> {
    Daily::new(FIRST, values.to_vec())
}

impl Region {
    fn tallies(&self, periods: &[Stretch]) -> Result<[(&'static str, Calibration); 6], Box<dyn Error>> {
        let (orders, revenue) = (series(&self.orders)?, series(&self.revenue)?);
        let sum = |values: &[f64]| {
            Ok::<_, Box<dyn Error>>(calibrate_additive(&series(values)?, periods, AdditiveOptions::default()))
        };
        Ok([
            ("orders", sum(&self.orders)?),
            ("revenue", sum(&self.revenue)?),
            ("refunds", sum(&self.refunds)?),
            ("refunded", sum(&self.refunded)?),
            ("revenue / orders", calibrate_ratio(&revenue, &orders, periods, RatioOptions::default())),
            ("customers", calibrate_distinct(&self.curves(periods))),
        ])
    }

    fn curves(&self, periods: &[Stretch]) -> Vec<Curve> {
        let day = |date: Date| (date - FIRST).get_days() as usize;
        let curve = |period: &Stretch| {
            let mut seen: HashSet<&str> = HashSet::new();
            let counts = self.customers[day(period.start())..day(period.end())].iter().map(|today| {
                seen.extend(today.iter().map(String::as_str));
                seen.len() as f64
            });
            Curve { period: *period, counts: counts.collect() }
        };
        periods.iter().map(curve).collect()
    }

    fn add(&mut self, day: usize, invoice: &str, from: &Invoice) {
        if invoice.starts_with('C') {
            self.refunds[day] += 1.0;
            self.refunded[day] += from.amount.abs();
            return;
        }
        self.orders[day] += 1.0;
        self.revenue[day] += from.amount.max(0.0);
        if !from.customer.is_empty() {
            self.customers[day].insert(from.customer.clone());
        }
    }
}

fn periods(mut start: Date, length: jiff::Span) -> Result<Vec<Stretch>, Box<dyn Error>> {
    let mut found = Vec::new();
    while start.checked_add(length)? <= END {
        found.push(Stretch::new(start, start.checked_add(length)?)?);
        start = start.checked_add(length)?;
    }
    Ok(found)
}

fn read() -> Result<Vec<Region>, Box<dyn Error>> {
    let data = std::env::var_os("JAUGE_REAL_DATA").ok_or("set `JAUGE_REAL_DATA` to the folder of `online-retail`")?;
    let folder = PathBuf::from(data).join("online-retail");
    if !folder.is_dir() {
        return Err(format!("`{}` is no folder", folder.display()).into());
    }
    let days = (END - FIRST).get_days() as usize;
    let none = vec![0.0; days];
    let empty = Region {
        orders: none.clone(),
        revenue: none.clone(),
        refunds: none.clone(),
        refunded: none,
        customers: vec![HashSet::new(); days],
    };
    let mut regions = vec![empty; REGIONS.len()];
    for day in 0..days {
        let today = FIRST.checked_add((day as i64).days())?;
        let path = folder.join(format!("{today}.csv.gz"));
        // The shop was closed on days without a file.
        if path.exists() {
            for (number, invoice) in invoices(File::open(path)?)? {
                for region in [0, if invoice.home { 1 } else { 2 }] {
                    regions[region].add(day, &number, &invoice);
                }
            }
        }
    }
    Ok(regions)
}

/// One invoice's rows.
#[derive(Default)]
struct Invoice {
    amount: f64,
    customer: String,
    home: bool,
}

fn invoices(file: File) -> Result<BTreeMap<String, Invoice>, Box<dyn Error>> {
    let mut reader = csv::Reader::from_reader(GzDecoder::new(file));
    let mut found: BTreeMap<String, Invoice> = BTreeMap::new();
    for row in reader.records() {
        let row = row?;
        let invoice = found.entry(row[0].to_owned()).or_default();
        invoice.amount += row[3].parse::<f64>()? * row[5].parse::<f64>()?;
        row[6].clone_into(&mut invoice.customer);
        invoice.home = &row[7] == "United Kingdom";
    }
    Ok(found)
}
