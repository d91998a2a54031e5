//! Two years, day after day.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::asides::Asides;
use super::beside::{Spend, Ticket};
use super::orders::{Order, Refund};
use super::session::{Detail, Hit, Session};
use super::state::Site;
use super::walk::Walk;
use super::{FIRST_DAY, LAST_DAY, Plan, season};
use crate::channels::TRAFFIC;
use crate::people::{CRAWLERS, People};
use crate::random::Random;

/// Events of an ordinary session, as found by counting.
const EVENTS_A_VISIT: f64 = 6.0;
/// Days times what is usual on them.
const ORDINARY_DAYS: f64 = 730.0 * 1.17;

/// Sees every session once, and the sessions of crawlers.
pub(crate) trait Watcher {
    /// One session, whole.
    fn session(&mut self, session: &Session, site: &Site) -> std::io::Result<()>;

    /// What a crawler fetched.
    fn crawl(&mut self, agent: &'static str, hits: &[Hit]) -> std::io::Result<()>;
}

impl Site {
    /// Lets the site be open from the first day to the last.
    pub(crate) fn run(plan: Plan, zone: TimeZone, watcher: &mut dyn Watcher) -> std::io::Result<Self> {
        let close = LAST_DAY.tomorrow().and_then(|day| day.to_zoned(zone.clone())).map_err(std::io::Error::other)?;
        let mut site = Self {
            people: People::default(),
            orders: Vec::new(),
            refunds: Vec::new(),
            spend: Vec::new(),
            leads: Vec::new(),
            tickets: Vec::new(),
            random: Random(plan.seed),
            asides: Asides::new(plan.seed),
            zone,
            close: close.timestamp(),
        };
        let sessions = f64::from(plan.events) / EVENTS_A_VISIT / ORDINARY_DAYS;
        for day in FIRST_DAY.series(jiff::Span::new().days(1)).take_while(|day| *day <= LAST_DAY) {
            site.day(day, sessions, watcher)?;
        }
        site.sell_by_phone();
        site.tell_first_orders();
        site.orders_come_back();
        Ok(site)
    }

    fn day(&mut self, day: Date, sessions: f64, watcher: &mut dyn Watcher) -> std::io::Result<()> {
        let weights: Vec<f64> = TRAFFIC.iter().map(|traffic| traffic.weight(day)).collect();
        // A campaign brings sessions of its own; it takes none from others.
        let usual: f64 = 94.0;
        let count = sessions * season::busyness(day, &mut self.random) * weights.iter().sum::<f64>() / usual;
        // What is left of a fraction is a session now and then, so that small sites are not empty.
        let count = count.floor() as u32 + u32::from(self.random.chance(count.fract()));
        let mut starts = Vec::new();
        for _ in 0..count {
            starts.push(season::moment(day, &self.zone, &mut self.random).map_err(std::io::Error::other)?);
        }
        starts.sort();
        let mut clicks = [0_i64; TRAFFIC.len()];
        for at in starts {
            let way = self.random.weighted(weights.iter().copied());
            let visitor = self.people.visitor(&mut self.random);
            let at = at.max(self.people.visitors[visitor].seen + SignedDuration::from_mins(31));
            // Nobody is still looking around when the exports are made.
            if at > self.close - SignedDuration::from_hours(3) {
                continue;
            }
            clicks[way] += 1;
            let mut session = Walk::start(self, at, visitor, &TRAFFIC[way]).whole();
            self.asides.add_to(&mut session);
            if let Some(last) = session.hits.last() {
                self.people.visitors[visitor].seen = last.at;
            }
            watcher.session(&session, self)?;
        }
        self.pay(day, clicks);
        self.mail(day)?;
        self.crawl(day, sessions, watcher)
    }

    /// Ads are clicked more often than pages are seen: some leave before the tag is there.
    fn pay(&mut self, day: Date, clicks: [i64; TRAFFIC.len()]) {
        for (traffic, sessions) in TRAFFIC.iter().zip(clicks) {
            if traffic.click_cents == 0.0 || sessions == 0 {
                continue;
            }
            let clicks = sessions + self.random.between(0, 1 + sessions / 4);
            let cents = (clicks as f64 * traffic.click_cents * (0.9 + 0.2 * self.random.unit())).round() as i64;
            let impressions = clicks * self.random.between(18, 45);
            self.spend.push(Spend { day, traffic, cents, clicks, impressions });
        }
    }

    /// Tickets that come by mail.
    fn mail(&mut self, day: Date) -> std::io::Result<()> {
        if self.random.chance(0.3) {
            let at = season::moment(day, &self.zone, &mut self.random).map_err(std::io::Error::other)?;
            let ticket = Ticket::new(at, None, &mut self.random);
            self.tickets.push(ticket);
        }
        Ok(())
    }

    fn crawl(&mut self, day: Date, sessions: f64, watcher: &mut dyn Watcher) -> std::io::Result<()> {
        for agent in CRAWLERS {
            if !self.random.chance(0.5) {
                continue;
            }
            let mut at = season::moment(day, &self.zone, &mut self.random).map_err(std::io::Error::other)?;
            let mut hits = Vec::new();
            for nth in 0..self.random.between(2, 4 + (sessions * 0.2) as i64) {
                if at >= self.close {
                    break;
                }
                hits.push(Hit {
                    at,
                    name: "page_view",
                    page: format!("/product/{}", crate::catalogue::PRODUCTS[nth as usize % 12].id),
                    foreground_ms: 0,
                    customer: None,
                    detail: Detail::None,
                    received: at,
                    twice: false,
                });
                at += SignedDuration::from_secs(self.random.between(1, 20));
            }
            watcher.crawl(agent, &hits)?;
        }
        Ok(())
    }

    /// One more order of the last customer on the last evening, so that no export seems to have stopped before.
    fn sell_by_phone(&mut self) {
        if let Some(last) = self.orders.last().cloned() {
            let at = (self.close - SignedDuration::from_hours(2)).max(last.at + SignedDuration::from_mins(5));
            self.orders.push(Order { at, is_tracked: false, ..last });
        }
    }

    /// By the clock: a customer may have two devices at hand.
    fn tell_first_orders(&mut self) {
        let mut first: Vec<Option<(Timestamp, usize)>> = vec![None; self.people.customers];
        for (nth, order) in self.orders.iter().enumerate() {
            let known = &mut first[order.customer];
            *known = Some(known.map_or((order.at, nth), |known| known.min((order.at, nth))));
        }
        for nth in first.into_iter().flatten().map(|(_, nth)| nth) {
            self.orders[nth].is_first = true;
        }
    }

    /// Some orders come back within three weeks, whole or in part.
    fn orders_come_back(&mut self) {
        for order in 0..self.orders.len() {
            let after = SignedDuration::from_secs(self.random.between(3 * 86_400, 21 * 86_400));
            let at = self.orders[order].at + after;
            if !self.random.chance(0.045) || at >= self.close {
                continue;
            }
            let paid = self.orders[order].cents();
            let cents = if self.random.chance(0.3) { paid / 2 } else { paid };
            self.refunds.push(Refund { at, order, cents });
        }
        // And one on the last day, for the same reason as with orders.
        if let Some(last) = self.orders.len().checked_sub(1) {
            let at = (self.close - SignedDuration::from_hours(1)).max(self.orders[last].at);
            let cents = self.orders[last].cents() / 2;
            self.refunds.push(Refund { at, order: last, cents });
        }
        self.refunds.sort_by_key(|refund| refund.at);
    }
}
