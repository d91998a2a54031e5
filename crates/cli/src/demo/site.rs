//! The shop's year: visits, what they look at, what they buy.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};

use super::random::Random;

/// The first day, and the one after the last: thirteen whole months, so that one can be compared with a year earlier.
pub(super) const DAYS: (Date, Date) = (date(2025, 1, 1), date(2026, 2, 1));
/// How many months that is.
pub(super) const MONTHS: usize = 13;

/// Code, name, category, price in cents, how often it is looked at.
type Product = (&'static str, &'static str, &'static str, i128, f64);
const PRODUCTS: [Product; 10] = [
    ("N-01", "Dotted notebook", "paper", 1290, 9.0),
    ("N-02", "Travel notebook", "paper", 990, 6.0),
    ("N-03", "Music notebook", "paper", 1150, 2.0),
    ("P-01", "Fountain pen", "pens", 4900, 5.0),
    ("P-02", "Gel pen, black", "pens", 350, 8.0),
    ("P-03", "Brush pen set", "pens", 2450, 4.0),
    ("I-01", "Ink, blue-black", "ink", 1690, 3.0),
    ("I-02", "Ink, \"old rose\"", "ink", 1790, 2.0),
    ("B-01", "Leather pen case", "bags", 3900, 2.0),
    ("B-02", "Desk organiser", "bags", 5900, 1.0),
];
/// Source, medium, campaign, referrer, weight.
const TRAFFIC: [(&str, &str, &str, &str, f64); 6] = [
    ("google", "organic", "", "https://www.google.com/", 38.0),
    ("(direct)", "(none)", "", "", 24.0),
    ("google", "cpc", "brand", "https://www.google.com/", 14.0),
    ("newsletter", "email", "monthly", "", 10.0),
    ("instagram", "social", "", "https://l.instagram.com/", 9.0),
    ("carnets.example", "referral", "", "https://carnets.example/avis", 5.0),
];
const DEVICES: [(&str, f64); 3] = [("mobile", 58.0), ("desktop", 36.0), ("tablet", 6.0)];
const COUNTRIES: [(&str, f64); 4] = [("France", 78.0), ("Belgium", 11.0), ("Switzerland", 7.0), ("Canada", 4.0)];
const HOURS: [f64; 24] = [
    2.0, 1.0, 0.5, 0.3, 0.3, 0.5, 1.0, 3.0, 5.0, 6.0, 6.0, 6.0, 7.0, 6.0, 5.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 9.0, 6.0,
    4.0,
];
/// From Monday: people shop when they are at home.
const WEEKDAYS: [f64; 7] = [1.05, 0.95, 0.95, 0.95, 0.90, 1.00, 1.20];
/// From January: sales, the summer lull, school, Christmas.
const SEASON: [f64; 12] = [1.05, 0.85, 0.90, 0.90, 0.95, 0.90, 0.80, 0.75, 1.20, 1.00, 1.25, 1.60];

/// Everything that happened, as the exports tell it.
pub(super) struct Site {
    /// Page events in the order they were received.
    pub(super) hits: Vec<Hit>,
    pub(super) orders: Vec<Order>,
    pub(super) refunds: Vec<Refund>,
    /// Who saw a page in each month.
    pub(super) seen: Vec<BTreeSet<usize>>,
    visitors: Vec<Visitor>,
    random: Random,
    zone: TimeZone,
}

/// One page event; `received` is later than `at` where a phone was offline.
pub(super) struct Hit {
    pub(super) at: Zoned,
    pub(super) received: Zoned,
    pub(super) event: &'static str,
    pub(super) visitor: usize,
    pub(super) page: String,
    pub(super) referrer: &'static str,
    pub(super) channel: [&'static str; 3],
    pub(super) device: &'static str,
    pub(super) country: &'static str,
    /// The tracker was not sure and sent it again.
    pub(super) twice: bool,
}

/// One order; `lines` are product, quantity and price in cents.
pub(super) struct Order {
    pub(super) at: Zoned,
    pub(super) visitor: usize,
    pub(super) country: &'static str,
    pub(super) lines: Vec<(&'static Product, i128, i128)>,
}

/// An order's money back.
pub(super) struct Refund {
    pub(super) at: Zoned,
    pub(super) order: usize,
}

struct Visitor {
    device: &'static str,
    country: &'static str,
    /// How much more readily they buy than a newcomer.
    trust: f64,
}

impl Order {
    /// What was paid, in cents.
    pub(super) fn cents(&self) -> i128 {
        self.lines.iter().map(|(_, quantity, price)| quantity * price).sum()
    }
}

impl Site {
    /// Lets the shop be open from the first day to the last.
    pub(super) fn run(seed: u64, visitors_per_day: u32, zone: TimeZone) -> Result<Self, jiff::Error> {
        let mut site = Self {
            hits: Vec::new(),
            orders: Vec::new(),
            refunds: Vec::new(),
            seen: vec![BTreeSet::new(); MONTHS],
            visitors: Vec::new(),
            random: Random(seed),
            zone,
        };
        let close = DAYS.1.to_zoned(site.zone.clone())?.timestamp();
        for (nth, day) in DAYS.0.series(jiff::Span::new().days(1)).take_while(|day| *day < DAYS.1).enumerate() {
            let growth = 1.0 + 0.25 * nth as f64 / 365.0;
            let usual = WEEKDAYS[day.weekday().to_monday_zero_offset() as usize] * SEASON[day.month() as usize - 1];
            let visits = f64::from(visitors_per_day) * growth * usual * (0.85 + 0.3 * site.random.unit());
            for _ in 0..visits.round() as u32 {
                let hour = site.random.weighted(HOURS.iter().copied()) as i8;
                let minute = site.random.between(0, 60) as i8;
                let second = site.random.between(0, 60) as i8;
                let at = day.at(hour, minute, second, 0).to_zoned(site.zone.clone())?.timestamp();
                // Nobody is still looking around when the year is over.
                site.visit(at.min(close - SignedDuration::from_hours(1)), close);
            }
        }
        site.hits.sort_by(|a, b| a.received.cmp(&b.received));
        site.orders.sort_by(|a, b| a.at.cmp(&b.at));
        site.refund(close);
        Ok(site)
    }

    /// Which of the months `at` is in.
    pub(super) fn month(at: &Zoned) -> usize {
        (usize::from(at.year() > 2025) * 12 + at.month() as usize - 1).min(MONTHS - 1)
    }

    /// One visit: a landing page, products, and for some the cart, the checkout and the till.
    fn visit(&mut self, mut at: Timestamp, close: Timestamp) {
        let visitor = self.visitor();
        let (source, medium, campaign, referrer, _) = TRAFFIC[self.random.weighted(TRAFFIC.iter().map(|t| t.4))];
        let mut hit = |site: &mut Self, event, page: String, referrer| {
            site.hit(at, close, visitor, event, page, referrer, [source, medium, campaign]);
            at += SignedDuration::from_secs(site.random.between(6, 150));
            at
        };
        let landing = if medium == "cpc" { "/offers".to_owned() } else { "/".to_owned() };
        hit(self, "page_view", landing, referrer);
        let mut basket: Vec<usize> = Vec::new();
        for _ in 0..8 {
            if !self.random.chance(0.58) {
                break;
            }
            let product = self.random.weighted(PRODUCTS.iter().map(|product| product.4));
            let page = format!("/product/{}", PRODUCTS[product].0);
            hit(self, "page_view", page.clone(), "");
            if !basket.contains(&product) && self.random.chance(0.24 * self.visitors[visitor].trust) {
                hit(self, "add_to_cart", page, "");
                basket.push(product);
            }
        }
        if basket.is_empty() {
            return;
        }
        hit(self, "page_view", "/cart".to_owned(), "");
        if !self.random.chance(0.55) {
            return;
        }
        hit(self, "begin_checkout", "/checkout".to_owned(), "");
        let paid = hit(self, "page_view", "/checkout".to_owned(), "");
        if self.random.chance(0.75) {
            self.buy(paid, visitor, basket);
        }
    }

    /// Somebody new, or somebody who was here before.
    fn visitor(&mut self) -> usize {
        if !self.visitors.is_empty() && self.random.chance(0.35) {
            // Mostly those who came lately.
            let back = self.random.unit().powi(3) * self.visitors.len().min(6000) as f64;
            return self.visitors.len() - 1 - back as usize;
        }
        let device = DEVICES[self.random.weighted(DEVICES.iter().map(|device| device.1))].0;
        let country = COUNTRIES[self.random.weighted(COUNTRIES.iter().map(|country| country.1))].0;
        self.visitors.push(Visitor { device, country, trust: if device == "mobile" { 0.8 } else { 1.2 } });
        self.visitors.len() - 1
    }

    #[allow(clippy::too_many_arguments, reason = "one row of the export, column by column")]
    fn hit(
        &mut self,
        at: Timestamp,
        close: Timestamp,
        visitor: usize,
        event: &'static str,
        page: String,
        referrer: &'static str,
        channel: [&'static str; 3],
    ) {
        let late = if self.random.chance(0.01) { self.random.between(3600, 3 * 86_400) } else { 0 };
        let received = (at + SignedDuration::from_secs(late)).min(close - SignedDuration::from_secs(1)).max(at);
        let at = at.to_zoned(self.zone.clone());
        if event == "page_view" {
            self.seen[Self::month(&at)].insert(visitor);
        }
        let Visitor { device, country, .. } = self.visitors[visitor];
        let (received, twice) = (received.to_zoned(self.zone.clone()), self.random.chance(0.002));
        self.hits.push(Hit { at, received, event, visitor, page, referrer, channel, device, country, twice });
    }

    fn buy(&mut self, at: Timestamp, visitor: usize, basket: Vec<usize>) {
        let at = at.to_zoned(self.zone.clone());
        let sale = matches!(at.month(), 1 | 7);
        let lines = basket.into_iter().map(|product| {
            let product = &PRODUCTS[product];
            let quantity = 1 + i128::from(self.random.between(0, 5) / 3 + self.random.between(0, 10) / 9);
            (product, quantity, if sale { product.3 * 80 / 100 } else { product.3 })
        });
        let lines = lines.collect();
        let buyer = &mut self.visitors[visitor];
        buyer.trust = (buyer.trust * 1.4).min(2.5);
        self.orders.push(Order { at, visitor, country: buyer.country, lines });
    }

    /// Some orders come back within three weeks.
    fn refund(&mut self, close: Timestamp) {
        for order in 0..self.orders.len() {
            let after = SignedDuration::from_secs(self.random.between(3 * 86_400, 21 * 86_400));
            let at = self.orders[order].at.timestamp() + after;
            if self.random.chance(0.04) && at < close {
                self.refunds.push(Refund { at: at.to_zoned(self.zone.clone()), order });
            }
        }
        self.refunds.sort_by(|a, b| a.at.cmp(&b.at));
    }
}
