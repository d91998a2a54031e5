//! Where sessions come from, and what that costs.

use jiff::civil::{Date, date};

/// One way to the site.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Traffic {
    pub(crate) source: &'static str,
    pub(crate) medium: &'static str,
    pub(crate) campaign: &'static str,
    pub(crate) referrer: &'static str,
    /// GA4's channel for it.
    pub(crate) channel: &'static str,
    /// Share of an ordinary day's sessions.
    weight: f64,
    /// How much more readily such visitors buy.
    pub(crate) trust: f64,
    /// What visitors come for: the shop, the journal, help, an offer for an office.
    pub(crate) wishes: [f64; 4],
    /// Cents a session, where sessions are paid for.
    pub(crate) click_cents: f64,
}

const fn traffic(names: [&'static str; 5], weight: f64, trust: f64, wishes: [f64; 4], click_cents: f64) -> Traffic {
    let [source, medium, campaign, referrer, channel] = names;
    Traffic { source, medium, campaign, referrer, channel, weight, trust, wishes, click_cents }
}

const SHOP: [f64; 4] = [0.84, 0.06, 0.06, 0.04];
const MIXED: [f64; 4] = [0.52, 0.27, 0.15, 0.06];
const READERS: [f64; 4] = [0.30, 0.62, 0.05, 0.03];

/// Every way there is. Tagged ones have a medium; of others only the referrer tells.
pub(crate) const TRAFFIC: [Traffic; 12] = [
    traffic(["", "", "", "https://www.google.com/", "Organic Search"], 34.0, 1.0, MIXED, 0.0),
    traffic(["", "", "", "", "Direct"], 22.0, 1.2, SHOP, 0.0),
    traffic(["google", "cpc", "brand", "https://www.google.com/", "Paid Search"], 9.0, 1.3, SHOP, 55.0),
    traffic(["google", "cpc", "back-to-school", "https://www.google.com/", "Paid Search"], 0.0, 0.9, SHOP, 85.0),
    traffic(["google", "cpc", "christmas", "https://www.google.com/", "Paid Search"], 0.0, 1.1, SHOP, 95.0),
    traffic(["facebook", "paid_social", "retargeting", "https://m.facebook.com/", "Paid Social"], 5.0, 0.6, SHOP, 40.0),
    traffic(["newsletter", "email", "monthly", "", "Email"], 4.0, 1.7, SHOP, 0.0),
    traffic(["", "", "", "https://l.instagram.com/", "Organic Social"], 9.0, 0.5, READERS, 0.0),
    traffic(["", "", "", "https://carnets.example/reviews", "Referral"], 5.0, 1.1, MIXED, 0.0),
    traffic(["", "", "", "https://www.bing.com/", "Organic Search"], 3.0, 1.0, MIXED, 0.0),
    traffic(["", "", "", "https://chatgpt.com/", "AI Assistant"], 1.0, 1.0, READERS, 0.0),
    traffic(["affiliate-net", "affiliate", "gifts", "https://bonsplans.example/", "Affiliates"], 2.0, 0.8, SHOP, 60.0),
];

impl Traffic {
    /// How many of a day's sessions it brings, in the same measure as the others.
    pub(crate) fn weight(&self, day: Date) -> f64 {
        let within = |from: (i8, i8), to: (i8, i8)| {
            let year = day.year();
            date(year, from.0, from.1) <= day && day <= date(year, to.0, to.1)
        };
        match self.campaign {
            "back-to-school" if within((8, 18), (9, 14)) => 14.0,
            "christmas" if within((11, 20), (12, 20)) => 16.0,
            // Sent on the first Tuesday of a month.
            "monthly" if (2..=4).contains(&(day.day() - first_tuesday(day))) => 10.0,
            "monthly" if (0..=1).contains(&(day.day() - first_tuesday(day))) => 24.0,
            // Nobody asked an assistant two years ago.
            "" if self.channel == "AI Assistant" => {
                self.weight * (0.2 + 3.0 * f64::from((day - date(2024, 11, 1)).get_days()) / 730.0)
            }
            _ => self.weight,
        }
    }

    /// True for what the tag of a link tells.
    pub(crate) fn is_tagged(&self) -> bool {
        !self.medium.is_empty()
    }
}

/// The day of the month of its first Tuesday.
fn first_tuesday(day: Date) -> i8 {
    let weekday = day.first_of_month().weekday().to_monday_zero_offset();
    1 + (8 - weekday) % 7
}
