//! One session, step by step: a landing page, and what its visitor came for.

use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};

use super::beside::{Lead, Ticket};
use super::orders::{Line, Order};
use super::session::{Detail, Hit, Session};
use super::state::Site;
use crate::catalogue::{ARTICLES, GUIDES, HELP, OFFER_FIELDS, PRODUCTS, SEARCHES, video_of};
use crate::channels::Traffic;

/// A session that goes on.
pub(super) struct Walk<'a> {
    site: &'a mut Site,
    at: Timestamp,
    /// Time in the foreground since the last hit.
    foreground_ms: i64,
    /// Once the visitor has logged in.
    customer: Option<usize>,
    session: Session,
}

impl<'a> Walk<'a> {
    pub(super) fn start(site: &'a mut Site, at: Timestamp, visitor: usize, traffic: &'static Traffic) -> Self {
        let session = Session { visitor, traffic, hits: Vec::new() };
        Self { site, at, foreground_ms: 0, customer: None, session }
    }

    /// Everything that is done, to the end.
    pub(super) fn whole(mut self) -> Session {
        let wishes = self.session.traffic.wishes;
        match self.site.random.weighted(wishes.iter().copied()) {
            0 => self.shop(),
            1 => self.read(),
            2 => self.help(),
            _ => self.ask_for_offer(),
        }
        let visitor = &mut self.site.people.visitors[self.session.visitor];
        visitor.trust = (visitor.trust * 1.2).min(2.0);
        if self.chance(0.5) {
            let page = self.session.hits.last().map(|hit| hit.page.clone()).unwrap_or_default();
            self.hit("user_engagement", &page, Detail::None);
        }
        self.session
    }

    fn shop(&mut self) {
        let landing = match self.session.traffic.channel {
            "Paid Search" | "Paid Social" | "Email" => "/offers",
            _ => "/",
        };
        self.page(landing, 40);
        if self.chance(0.012) {
            self.hit("page_view", "/old-catalogue", Detail::NotFound);
        }
        if self.chance(0.12) && !self.search() {
            return;
        }
        let trust = self.session.traffic.trust * self.site.people.visitors[self.session.visitor].trust;
        let mut cart: Vec<Line> = Vec::new();
        for _ in 0..7 {
            if !self.chance(0.6) {
                break;
            }
            let line = self.product();
            let page = format!("/product/{}", line.product.id);
            self.at_once("page_view", &page, Detail::None);
            self.hit("view_item", &page, Detail::Items(vec![line]));
            if self.chance((0.15 * trust).min(0.5)) && cart.iter().all(|known| known.product.id != line.product.id) {
                self.hit("add_to_cart", &page, Detail::Items(vec![line]));
                cart.push(line);
            }
        }
        if !cart.is_empty() {
            self.check_out(cart);
        }
    }

    fn check_out(&mut self, mut cart: Vec<Line>) {
        self.page("/cart", 30);
        if self.chance(0.1)
            && let Some(line) = cart.pop()
        {
            self.hit("remove_from_cart", "/cart", Detail::Items(vec![line]));
        }
        if cart.is_empty() || !self.chance(0.58) {
            return;
        }
        self.at_once("page_view", "/checkout", Detail::None);
        self.hit("begin_checkout", "/checkout", Detail::Items(cart.clone()));
        let known = self.site.people.visitors[self.session.visitor].customer;
        if known.is_some() {
            self.customer = known;
            self.hit("login", "/checkout", Detail::None);
        }
        // Since April 2026 the checkout is a single page, which helps on small screens.
        let is_mobile = self.site.people.visitors[self.session.visitor].device.category == "mobile";
        let goes_on = match (is_mobile, self.at.to_zoned(self.site.zone.clone()).date() >= date(2026, 4, 20)) {
            (true, false) => 0.66,
            (true, true) => 0.8,
            (false, _) => 0.86,
        };
        if !self.chance(goes_on) {
            return;
        }
        self.hit("add_shipping_info", "/checkout", Detail::None);
        if !self.chance(0.92) {
            return;
        }
        self.hit("add_payment_info", "/checkout", Detail::None);
        if self.chance(0.94) {
            self.buy(cart);
        }
    }

    fn buy(&mut self, lines: Vec<Line>) {
        let visitor = self.session.visitor;
        let customer = self.site.people.customer(visitor);
        self.customer = Some(customer);
        let goods: i64 = lines.iter().map(|line| line.quantity * line.price).sum();
        let has_code = self.session.traffic.channel == "Email" && self.chance(0.5);
        let is_tracked = !self.chance(0.03);
        self.site.orders.push(Order {
            at: self.at,
            visitor,
            customer,
            lines,
            discount: if has_code { goods / 10 } else { 0 },
            shipping: if goods < 5000 { 490 } else { 0 },
            channel: self.session.traffic.channel,
            is_tracked,
            is_first: false,
        });
        let order = self.site.orders.len() - 1;
        if is_tracked {
            self.hit("purchase", "/thanks", Detail::Order(order));
        }
        let visitor = &mut self.site.people.visitors[visitor];
        visitor.trust = (visitor.trust * 1.3).min(2.4);
    }

    /// What somebody looks at; in January and July at a sale's price.
    fn product(&mut self) -> Line {
        let product = &PRODUCTS[self.site.random.weighted(PRODUCTS.iter().map(|product| product.weight))];
        let random = &mut self.site.random;
        let quantity = 1 + random.between(0, 5) / 4 + random.between(0, 10) / 9;
        let sale = matches!(self.at.to_zoned(self.site.zone.clone()).month(), 1 | 7) && product.category != "gifts";
        Line { product, quantity, price: if sale { product.price * 80 / 100 } else { product.price } }
    }

    /// Searches; false where nothing was found and the visitor leaves.
    fn search(&mut self) -> bool {
        let (term, results, _) = SEARCHES[self.site.random.weighted(SEARCHES.iter().map(|search| search.2))];
        self.at_once("page_view", "/search", Detail::None);
        self.hit("view_search_results", "/search", Detail::Search(term, results));
        results > 0 || self.chance(0.4)
    }

    fn read(&mut self) {
        for _ in 0..4 {
            let (path, ..) = ARTICLES[self.site.random.weighted(ARTICLES.iter().map(|article| article.1))];
            self.page(path, 110);
            for share in [0.25, 0.5, 0.75, 0.9] {
                if !self.chance(0.78) {
                    break;
                }
                self.hit("scroll", path, Detail::Played(path.to_owned(), share));
            }
            if let Some(video) = video_of(path)
                && self.chance(0.25)
            {
                self.watch(path, video);
            }
            if self.chance(0.03) {
                self.hit("share", path, Detail::None);
            }
            if self.chance(0.025) {
                self.subscribe(path);
            }
            if !self.chance(0.33) {
                break;
            }
        }
        if self.chance(0.1) {
            let line = self.product();
            let page = format!("/product/{}", line.product.id);
            self.at_once("page_view", &page, Detail::None);
            self.hit("view_item", &page, Detail::Items(vec![line]));
        }
    }

    fn watch(&mut self, path: &str, video: &str) {
        let played = |share| Detail::Played(video.to_owned(), share);
        self.hit("video_start", path, played(0.0));
        for share in [0.25, 0.5, 0.75] {
            if !self.chance(0.8) {
                return;
            }
            self.hit("video_progress", path, played(share));
        }
        self.hit("video_complete", path, played(1.0));
    }

    fn subscribe(&mut self, path: &str) {
        self.hit("form_view", path, Detail::Form("newsletter", None));
        self.hit("form_start", path, Detail::Form("newsletter", Some("email")));
        if self.chance(0.7) {
            self.hit("form_submit", path, Detail::Form("newsletter", None));
            self.hit("sign_up", path, Detail::None);
        }
    }

    fn help(&mut self) {
        let (path, _, helps) = HELP[self.site.random.weighted(HELP.iter().map(|page| page.1))];
        if self.chance(0.3) && !self.search() {
            return;
        }
        self.page(path, 60);
        let is_helped = self.chance(helps);
        if self.chance(0.2) {
            self.hit("vote", path, Detail::Vote(is_helped));
        }
        if self.chance(0.15) {
            let file = GUIDES[self.site.random.below(GUIDES.len())];
            self.hit("file_download", path, Detail::File(file));
        }
        if !is_helped && self.chance(0.45) {
            self.page("/contact", 20);
            self.hit("form_view", "/contact", Detail::Form("contact", None));
            self.hit("form_start", "/contact", Detail::Form("contact", Some("subject")));
            if self.chance(0.75) {
                let ticket = Ticket::new(self.at, Some(self.session.visitor), &mut self.site.random);
                self.site.tickets.push(ticket);
                let opened = self.site.tickets.len() - 1;
                self.hit("form_submit", "/contact", Detail::Ticket(opened));
            }
        }
    }

    fn ask_for_offer(&mut self) {
        self.page("/offices", 45);
        self.hit("form_view", "/offices", Detail::Form("offer", None));
        if !self.chance(0.45) {
            return;
        }
        for (nth, (field, stops)) in OFFER_FIELDS.into_iter().enumerate() {
            let name = if nth == 0 { "form_start" } else { "form_field" };
            self.hit(name, "/offices", Detail::Form("offer", Some(field)));
            if self.chance(stops) {
                return;
            }
        }
        if self.chance(0.12) {
            self.hit("form_error", "/offices", Detail::Form("offer", Some("email")));
        }
        self.hit("form_submit", "/offices", Detail::Form("offer", None));
        let lead = Lead::new(self.at, self.session.visitor, self.session.traffic.channel, &mut self.site.random);
        self.site.leads.push(lead);
        let made = self.site.leads.len() - 1;
        self.hit("generate_lead", "/offices", Detail::Lead(made));
    }

    /// A page that is looked at for about so many seconds.
    fn page(&mut self, page: &str, seconds: i64) {
        self.push("page_view", page, Detail::None);
        self.wait(seconds / 3, seconds * 2);
    }

    fn hit(&mut self, name: &'static str, page: &str, detail: Detail) {
        self.push(name, page, detail);
        self.wait(3, 75);
    }

    /// A hit at the moment of the next one.
    fn at_once(&mut self, name: &'static str, page: &str, detail: Detail) {
        self.push(name, page, detail);
    }

    fn push(&mut self, name: &'static str, page: &str, detail: Detail) {
        let random = &mut self.site.random;
        let late = if random.chance(0.01) { random.between(3600, 3 * 86_400) } else { 0 };
        let last = self.site.close - SignedDuration::from_secs(1);
        self.session.hits.push(Hit {
            at: self.at,
            name,
            page: page.to_owned(),
            foreground_ms: std::mem::take(&mut self.foreground_ms),
            customer: self.customer,
            detail,
            received: (self.at + SignedDuration::from_secs(late)).min(last).max(self.at),
            twice: random.chance(0.002),
        });
    }

    /// Time passes, most of it in the foreground.
    fn wait(&mut self, least: i64, most: i64) {
        let ms = self.site.random.between(least * 1000, most * 1000);
        self.at += SignedDuration::from_millis(ms);
        self.foreground_ms = (ms as f64 * (0.5 + 0.5 * self.site.random.unit())) as i64;
    }

    fn chance(&mut self, share: f64) -> bool {
        self.site.random.chance(share)
    }
}
