//! Web shops that never were: sessions, orders and revenue a day, from a seed.

use std::error::Error;
use std::f64::consts::TAU;
use std::ops::RangeInclusive;

use jauge_forecast::calibrate::{Calibration, calibrate_additive, calibrate_distinct, calibrate_ratio};
use jauge_forecast::{AdditiveOptions, Curve, Daily, RatioOptions, Stretch};
use jiff::civil::{Date, date};
use jiff::{Span, ToSpan, civil::Weekday};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Beta, Binomial, Distribution, Gamma, LogNormal, Normal, Poisson, Uniform};

const START: Date = date(2024, 1, 1);
const DAYS: usize = 820;

/// A shop's days.
struct Shop {
    sessions: Daily,
    orders: Daily,
    revenue: Daily,
    /// Few a day, so that whole numbers show.
    leads: Daily,
    /// How many people come at all.
    public: f64,
}

/// A length of period: its first start, how many of them a shop may be judged over, how many it is, and the first of the
/// eight or fewer whose visitors are counted.
struct Length {
    name: &'static str,
    span: Span,
    first: Date,
    range: i64,
    count: i64,
    curves: (Date, i64),
}

fn lengths() -> [Length; 3] {
    let year = date(2025, 1, 1);
    [
        Length {
            name: "week",
            span: 7.days(),
            first: date(2025, 1, 6),
            range: 60,
            count: 6,
            curves: (date(2025, 11, 3), 8),
        },
        Length { name: "month", span: 1.month(), first: year, range: 14, count: 3, curves: (date(2025, 6, 1), 8) },
        Length { name: "quarter", span: 3.months(), first: year, range: 4, count: 1, curves: (date(2025, 4, 1), 3) },
    ]
}

impl Length {
    // Every shop is judged over other periods.
    fn periods(&self, seed: u64) -> Vec<Stretch> {
        (0..self.count)
            .map(|index| (seed as i64 * 7 + index * 11) % self.range)
            .filter_map(|at| self.period(self.first, at))
            .collect()
    }

    fn period(&self, first: Date, index: i64) -> Option<Stretch> {
        let start = first.checked_add(self.span.checked_mul(index).ok()?).ok()?;
        Stretch::new(start, first.checked_add(self.span.checked_mul(index + 1).ok()?).ok()?).ok()
    }
}

impl Shop {
    // Sessions that are each by any of the public leave public · e^(−sessions / public) of it unseen.
    fn visitors(&self, length: &Length) -> Vec<Curve> {
        let (first, count) = length.curves;
        let curve = |period: Stretch| {
            let from = (period.start() - self.sessions.first()).get_days() as usize;
            let mut sessions = 0.0;
            let counts = self.sessions.values()[from..from + period.days() as usize].iter().map(|day| {
                sessions += day;
                (self.public * (1.0 - (-sessions / self.public).exp())).round()
            });
            Curve { period, counts: counts.collect() }
        };
        (0..count).filter_map(|index| length.period(first, index)).map(curve).collect()
    }

    fn tallies(&self, length: &Length, seed: u64) -> [(&'static str, Calibration); 7] {
        let periods = length.periods(seed);
        let sum = |series| calibrate_additive(series, &periods, AdditiveOptions::default());
        let ratio = |above, below, shared_rows| calibrate_ratio(above, below, &periods, RatioOptions { shared_rows });
        [
            ("sessions", sum(&self.sessions)),
            ("orders", sum(&self.orders)),
            ("revenue", sum(&self.revenue)),
            ("leads", sum(&self.leads)),
            ("orders / sessions", ratio(&self.orders, &self.sessions, true)),
            ("revenue / orders", ratio(&self.revenue, &self.orders, false)),
            ("visitors", calibrate_distinct(&self.visitors(length))),
        ]
    }
}

/// One line a KPI and length of period.
pub(crate) fn tallies(seeds: RangeInclusive<u64>) -> Result<Vec<(String, Calibration)>, Box<dyn Error>> {
    let shops: Result<Vec<(u64, Shop)>, Box<dyn Error>> = seeds.map(|seed| Ok((seed, shop(seed)?))).collect();
    let shops = shops?;
    let mut rows: Vec<(String, Calibration)> = Vec::new();
    for length in lengths() {
        let from = rows.len();
        for (seed, shop) in &shops {
            for (at, (kpi, tally)) in shop.tallies(&length, *seed).into_iter().enumerate() {
                if rows.len() == from + at {
                    rows.push((format!("{kpi}, {}", length.name), Calibration::default()));
                }
                rows[from + at].1 += tally;
            }
        }
    }
    Ok(rows)
}

fn shop(seed: u64) -> Result<Shop, Box<dyn Error>> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut between = |low: f64, high: f64| Uniform::new(low, high).sample(&mut random);
    let level = between(4.0, 9.0).exp();
    let yearly_growth = between(-0.25, 0.6);
    let (season, peak) = (between(0.0, 0.3), between(0.0, 0.8));
    let weekdays: Vec<f64> = (0..7).map(|_| between(0.7, 1.3)).collect();
    let closed_sundays = between(0.0, 1.0) < 0.15;
    let noise = between(0.03, 0.2);
    let conversion = between(0.008, 0.05);
    let conversion_spread = between(200.0, 3_000.0);
    let basket = between(20.0, 150.0);
    let promotions: Vec<(f64, f64, f64)> =
        (0..9).map(|_| (between(0.0, DAYS as f64), between(2.0, 8.0), between(1.15, 1.8))).collect();
    let shifts: Vec<(f64, f64)> = (0..2).map(|_| (between(-400.0, DAYS as f64), between(0.7, 1.35))).collect();
    // Shops are loaded with histories of different lengths: the first days of some are cut off.
    let cut = between(0.0, 400.0) as usize;
    let mut rare = ChaCha8Rng::seed_from_u64(seed + 1_000_000);
    let leads_a_day = Uniform::new(0.1, 2.0).sample(&mut rare);
    let mut leads = Vec::new();
    let public = level * between(3.0, 60.0);
    let (mut sessions, mut orders, mut revenue) = (Vec::new(), Vec::new(), Vec::new());
    let price = LogNormal::new(basket.ln() - 0.25, 0.7)?;
    let (mut mood, mut taste): (f64, f64) = (0.0, 0.0);
    for day in 0..DAYS {
        let when = day as f64;
        let today = START.saturating_add((day as i64).days());
        let year = TAU * when / 365.25;
        let christmas = (-((when.rem_euclid(365.25) - 345.0) / 18.0).powi(2)).exp();
        let promotion: f64 = promotions
            .iter()
            .filter(|(from, length, _)| (0.0..*length).contains(&(when - from)))
            .map(|p| p.2)
            .product();
        let shift: f64 = shifts.iter().filter(|(from, _)| when >= *from).map(|(_, factor)| factor).product();
        mood = 0.6 * mood + Normal::new(0.0, 0.5 * noise)?.sample(&mut random);
        taste = 0.97 * taste + Normal::new(0.0, 0.02)?.sample(&mut random);
        let weekday = weekdays[today.weekday().to_monday_zero_offset() as usize];
        let expected = level
            * (yearly_growth * when / 365.25).exp()
            * (1.0 + season * year.sin() + peak * christmas)
            * weekday
            * promotion
            * shift
            * mood.exp();
        // A gamma mixture of Poisson counts is negative binomial.
        let mixed = Gamma::new(1.0 / noise.powi(2), noise.powi(2))?.sample(&mut random) * expected;
        let shut = closed_sundays && today.weekday() == Weekday::Sunday;
        let visits = if shut { 0.0 } else { Poisson::new(mixed.max(1e-3))?.sample(&mut random) };
        let rate = (conversion * taste.exp() * promotion.sqrt()).min(0.5);
        let chance = Beta::new(rate * conversion_spread, (1.0 - rate) * conversion_spread)?.sample(&mut random);
        let bought = Binomial::new(visits as u64, chance)?.sample(&mut random);
        let value: f64 = price.sample_iter(&mut random).take(bought as usize).sum();
        leads.push(Poisson::new(leads_a_day * expected / level)?.sample(&mut rare));
        sessions.push(visits);
        orders.push(bought as f64);
        revenue.push((value * 100.0).round() / 100.0);
    }
    let series = |values: &[f64]| Daily::new(START.saturating_add((cut as i64).days()), values[cut..].to_vec());
    Ok(Shop {
        sessions: series(&sessions)?,
        orders: series(&orders)?,
        revenue: series(&revenue)?,
        leads: series(&leads)?,
        public,
    })
}
