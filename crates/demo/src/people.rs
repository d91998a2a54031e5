//! Who sessions: devices, countries, and what is remembered of a visitor.

use jiff::Timestamp;

use crate::random::Random;

/// A device by its user agent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Device {
    pub(crate) category: &'static str,
    pub(crate) agent: &'static str,
    weight: f64,
}

const fn device(category: &'static str, weight: f64, agent: &'static str) -> Device {
    Device { category, agent, weight }
}

const DEVICES: [Device; 7] = [
    device(
        "mobile",
        33.0,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
    ),
    device(
        "mobile",
        25.0,
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Mobile Safari/537.36",
    ),
    device(
        "desktop",
        20.0,
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Safari/537.36",
    ),
    device(
        "desktop",
        9.0,
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
    ),
    device("desktop", 4.0, "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:139.0) Gecko/20100101 Firefox/139.0"),
    device("desktop", 3.0, "Mozilla/5.0 (X11; Linux x86_64; rv:139.0) Gecko/20100101 Firefox/139.0"),
    device(
        "tablet",
        6.0,
        "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1",
    ),
];

/// Crawlers that say what they are.
pub(crate) const CRAWLERS: [&str; 2] = [
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
];

/// Country, language of the browser, weight.
const COUNTRIES: [(&str, &str, f64); 4] =
    [("FR", "fr-fr", 78.0), ("BE", "fr-be", 11.0), ("CH", "fr-ch", 7.0), ("CA", "fr-ca", 4.0)];

/// One visitor, as a cookie knows one: a person with two devices is two.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    pub(crate) device: Device,
    pub(crate) country: &'static str,
    pub(crate) language: &'static str,
    /// How much more readily they buy than a newcomer.
    pub(crate) trust: f64,
    /// Their number among customers, once they have an account.
    pub(crate) customer: Option<usize>,
    /// The end of the last session.
    pub(crate) seen: Timestamp,
}

/// Everybody who ever came.
#[derive(Debug, Default)]
pub(crate) struct People {
    pub(crate) visitors: Vec<Visitor>,
    pub(crate) customers: usize,
    /// Visitors by the time of each of their orders.
    buyers: Vec<usize>,
}

impl People {
    /// The number of somebody new, or of somebody who was here before.
    pub(crate) fn visitor(&mut self, random: &mut Random) -> usize {
        if !self.buyers.is_empty() && random.chance(0.07) {
            let back = random.unit().powi(2) * self.buyers.len() as f64;
            return self.buyers[self.buyers.len() - 1 - back as usize];
        }
        if !self.visitors.is_empty() && random.chance(0.36) {
            // Mostly those who came lately.
            let back = random.unit().powi(3) * self.visitors.len().min(9000) as f64;
            return self.visitors.len() - 1 - back as usize;
        }
        let device = DEVICES[random.weighted(DEVICES.iter().map(|device| device.weight))];
        let (country, language, _) = COUNTRIES[random.weighted(COUNTRIES.iter().map(|country| country.2))];
        // Some customers come back on another device.
        let customer = (self.customers > 0 && random.chance(0.02)).then(|| random.below(self.customers));
        let trust = if device.category == "mobile" { 0.6 } else { 0.95 };
        self.visitors.push(Visitor { device, country, language, trust, customer, seen: Timestamp::MIN });
        self.visitors.len() - 1
    }

    /// The customer that `visitor` is, from this order on.
    pub(crate) fn customer(&mut self, visitor: usize) -> usize {
        let next = self.customers;
        let customer = *self.visitors[visitor].customer.get_or_insert(next);
        self.customers = self.customers.max(customer + 1);
        self.buyers.push(visitor);
        customer
    }
}
