//! What the generator counted while it wrote: the right answers.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Zoned};

use crate::site::{DESK_MONTHS, Detail, Hit, Lead, Session, Site, month, month_name};

/// Events that keep a session with one page view a bounce, wherever they stand.
const PASSIVE: [&str; 4] = ["page_view", "user_engagement", "scroll", "view_item"];
const KEY_EVENTS: [&str; 3] = ["purchase", "generate_lead", "sign_up"];
/// Steps of the shop's funnel, by the event that reaches each; a later one reaches it, too.
const STEPS: [&str; 6] =
    ["view_item", "add_to_cart", "begin_checkout", "add_shipping_info", "add_payment_info", "purchase"];

/// What one KPI is in one month, in one channel or in all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// A KPI's id, or `events.NAME` for the number of events of a name.
    pub kpi: &'static str,
    /// `2025-04`.
    pub month: String,
    /// GA4's channel; empty for all, with what has no channel.
    pub channel: &'static str,
    /// In cents where the KPI is an amount.
    pub numerator: i64,
    /// Of rates and means; whether it is 0 or not.
    pub denominator: Option<i64>,
}

/// Every [`Figure`], by KPI, month and channel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Truth {
    /// Those of all KPIs.
    pub figures: Vec<Figure>,
    /// Events that stand twice in their file.
    pub repeated: u64,
    /// Events that stand in a later month's file.
    pub late: u64,
}

type Key = (&'static str, usize, &'static str);

/// Counts what goes by.
pub(crate) struct Counter {
    zone: TimeZone,
    figures: BTreeMap<Key, (i64, Option<i64>)>,
    visitors: BTreeSet<(usize, &'static str, String)>,
    pub(crate) repeated: u64,
    pub(crate) late: u64,
}

impl Counter {
    pub(crate) fn new(zone: TimeZone) -> Self {
        Self { zone, figures: BTreeMap::new(), visitors: BTreeSet::new(), repeated: 0, late: 0 }
    }

    fn local(&self, at: jiff::Timestamp) -> Zoned {
        at.to_zoned(self.zone.clone())
    }

    fn month(&self, at: jiff::Timestamp) -> usize {
        month(&self.local(at))
    }

    /// Adds to the channel's figure, where there is one, and to that of all.
    fn add(&mut self, kpi: &'static str, month: usize, channel: Option<&'static str>, above: i64, below: Option<i64>) {
        for channel in channel.into_iter().chain([""]) {
            let figure = self.figures.entry((kpi, month, channel)).or_default();
            figure.0 += above;
            figure.1 = below.map(|below| figure.1.unwrap_or(0) + below).or(figure.1);
        }
    }

    pub(crate) fn session(&mut self, session: &Session, visitor: String) {
        let channel = Some(session.traffic.channel);
        for hit in &session.hits {
            self.hit(hit, channel);
            let month = self.month(hit.at);
            self.visitors.insert((month, session.traffic.channel, visitor.clone()));
            self.visitors.insert((month, "", visitor.clone()));
        }
        let month = self.month(session.start());
        let pages = session.hits.iter().filter(|hit| hit.name == "page_view").count() as i64;
        let foreground: i64 = session.hits.iter().map(|hit| hit.foreground_ms).sum();
        let has_key = KEY_EVENTS.iter().any(|name| session.has(name));
        let engaged = foreground > 10_000 || has_key || pages >= 2;
        let bounced = pages == 1 && !session.hits.iter().any(|hit| ends_bounce(session, hit));
        let count = |flag: bool| i64::from(flag);
        self.add("core.sessions", month, channel, 1, None);
        self.add("core.engaged_sessions", month, channel, count(engaged), None);
        self.add("core.engagement_rate", month, channel, count(engaged), Some(1));
        self.add("core.bounce_rate", month, channel, count(bounced), Some(1));
        self.add("core.views_per_session", month, channel, pages, Some(1));
        self.add("core.key_event_rate", month, channel, count(has_key), Some(1));
        self.steps(session, month, channel);
        self.others(session, month, channel);
    }

    /// What leads, content and support count of a session.
    fn others(&mut self, session: &Session, month: usize, channel: Option<&'static str>) {
        let has = |name: &str| i64::from(session.has(name));
        self.add("leads.converting_sessions", month, channel, has("generate_lead"), None);
        self.add("leads.lead_conversion", month, channel, has("generate_lead"), Some(1));
        self.add("content.subscribe_conversion", month, channel, has("sign_up"), Some(1));
        self.add("content.share_rate", month, channel, has("share"), Some(1));
        self.add("support.download_rate", month, channel, has("file_download"), Some(1));
        self.add("support.search_rate", month, channel, has("view_search_results"), Some(1));
    }

    fn hit(&mut self, hit: &Hit, channel: Option<&'static str>) {
        let month = self.month(hit.at);
        self.repeated += u64::from(hit.twice);
        self.late += u64::from(self.month(hit.received) > month);
        self.add("core.events", month, channel, 1, None);
        match hit.name {
            "page_view" => self.page(hit, month, channel),
            "file_download" => self.add("events.file_download", month, channel, 1, None),
            "video_impression" => self.add("events.video_impression", month, channel, 1, None),
            "cta_click" => self.add("events.cta_click", month, channel, 1, None),
            "unsubscribe" => self.add("events.unsubscribe", month, channel, 1, None),
            "view_search_results" => self.add("events.view_search_results", month, channel, 1, None),
            "video_complete" => self.add("events.video_complete", month, channel, 1, None),
            "form_submit" => self.add("events.form_submit", month, channel, 1, None),
            "generate_lead" => self.add("events.generate_lead", month, channel, 1, None),
            _ => {}
        }
        match (hit.name, &hit.detail) {
            ("file_download", _) => self.add("support.downloads", month, channel, 1, None),
            ("form_error", _) => self.add("support.form_errors", month, channel, 1, None),
            ("generate_lead", _) => self.add("leads.tracked_leads", month, channel, 1, None),
            (_, Detail::Search(_, results)) => {
                self.add("support.searches", month, channel, 1, None);
                self.add("support.zero_result_rate", month, channel, i64::from(*results == 0), Some(1));
            }
            (_, Detail::Vote(helpful)) => {
                self.add("support.helpful_rate", month, channel, i64::from(*helpful), Some(1));
            }
            (_, Detail::Score(score)) => {
                let points = 100 * (i64::from(*score >= 9) - i64::from(*score <= 6));
                self.add("support.nps", month, channel, points, Some(1));
            }
            _ => {}
        }
    }

    /// Every page has a section, so that all are content but those that are not there.
    fn page(&mut self, hit: &Hit, month: usize, channel: Option<&'static str>) {
        self.add("core.page_views", month, channel, 1, None);
        if !matches!(hit.detail, Detail::NotFound) {
            self.add("content.content_views", month, channel, 1, None);
        }
        if hit.page.starts_with("/help/") || hit.page == "/contact" {
            self.add("support.help_views", month, channel, 1, None);
        }
    }

    /// The shop's funnel.
    fn steps(&mut self, session: &Session, month: usize, channel: Option<&'static str>) {
        let reached = |step: usize| STEPS[step..].iter().any(|name| session.has(name));
        let [product, cart, checkout, purchase] = [0, 1, 2, 5].map(reached);
        let mut rate = |kpi, of: bool, yes: bool| {
            if of {
                self.add(kpi, month, channel, i64::from(yes), Some(1));
            }
        };
        rate("ecommerce.purchase_conversion", true, purchase);
        rate("ecommerce.product_view_rate", true, product);
        rate("ecommerce.view_to_cart", product, cart);
        rate("ecommerce.cart_to_checkout", cart, checkout);
        rate("ecommerce.checkout_to_purchase", checkout, purchase);
        rate("ecommerce.cart_abandonment", session.has("add_to_cart"), !purchase);
        rate("ecommerce.checkout_abandonment", session.has("begin_checkout"), !purchase);
        rate("ecommerce.cart_removal_rate", session.has("add_to_cart"), session.has("remove_from_cart"));
    }

    /// A lead and the steps that it took while the site was open.
    fn lead(&mut self, lead: &Lead, site: &Site) {
        let steps = [
            ("leads.leads", Some(lead.at), 1),
            ("leads.qualified_leads", lead.qualified, 1),
            ("leads.customers", lead.won, 1),
            ("leads.won_amount", lead.won, lead.cents),
        ];
        for (kpi, at, amount) in steps {
            if let Some(at) = at.filter(|at| *at < site.close) {
                let month = self.month(at);
                self.add(kpi, month, None, amount, None);
            }
        }
    }

    /// What is known at the end.
    pub(crate) fn done(mut self, site: &Site) -> Truth {
        for order in &site.orders {
            let month = self.month(order.at);
            let channel = order.is_tracked.then_some(order.channel);
            self.add("ecommerce.orders", month, channel, 1, None);
            self.add("ecommerce.revenue", month, channel, order.cents(), None);
            self.add("ecommerce.average_order_value", month, channel, order.cents(), Some(1));
            self.add("ecommerce.new_customers", month, channel, i64::from(order.is_first), None);
            self.add("ecommerce.orders_tracked", month, channel, i64::from(order.is_tracked), Some(1));
        }
        for refund in &site.refunds {
            let (month, order) = (self.month(refund.at), &site.orders[refund.order]);
            let channel = order.is_tracked.then_some(order.channel);
            self.add("ecommerce.refunds", month, channel, refund.cents, None);
            self.add("core.events", month, None, 1, None);
        }
        for lead in &site.leads {
            self.lead(lead, site);
        }
        for ticket in &site.tickets {
            let month = self.month(ticket.at);
            if month < DESK_MONTHS {
                self.add("support.tickets", month, None, 1, None);
            }
        }
        for spend in &site.spend {
            let month = month(
                &spend.day.at(12, 0, 0, 0).to_zoned(self.zone.clone()).unwrap_or_else(|_| self.local(site.close)),
            );
            self.add("ecommerce.spend", month, Some(spend.traffic.channel), spend.cents, None);
        }
        for (month, channel, _) in std::mem::take(&mut self.visitors) {
            self.figures.entry(("core.visitors", month, channel)).or_default().0 += 1;
        }
        let figure = |((kpi, month, channel), (numerator, denominator))| Figure {
            kpi,
            month: month_name(month),
            channel,
            numerator,
            denominator,
        };
        Truth { figures: self.figures.into_iter().map(figure).collect(), repeated: self.repeated, late: self.late }
    }
}

/// Whether `hit` is an interaction: within a second of the page view only what somebody must have done.
fn ends_bounce(session: &Session, hit: &Hit) -> bool {
    let is_done = KEY_EVENTS.contains(&hit.name) || hit.name == "click" || hit.name.starts_with("form_");
    let page = session.hits.iter().find(|hit| hit.name == "page_view");
    let is_near = page.is_some_and(|page| hit.at.duration_since(page.at).abs() <= SignedDuration::from_secs(1));
    !PASSIVE.contains(&hit.name) && (is_done || !is_near)
}
