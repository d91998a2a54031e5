//! What the tracker wrote: one JSON object an event, in the file of the month it was received in.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use flate2::{Compression, write::GzEncoder};
use jiff::tz::TimeZone;
use serde::Serialize;

use super::cells::{create, customer, lead_id, local, order_id, ticket_id, visitor};
use crate::catalogue::author_of;
use crate::site::{Detail, Hit, Line, MONTHS, Session, Site, Watcher, month, month_name};
use crate::truth::Counter;

const HOST: &str = "https://papeterie.example";

/// Every key stands in every row, so that each file has the same columns.
#[derive(Serialize)]
struct Row<'a> {
    id: String,
    time: String,
    event: &'a str,
    visitor: &'a str,
    user: Option<String>,
    url: String,
    referrer: Option<&'a str>,
    section: &'a str,
    author: Option<&'static str>,
    status: Option<i16>,
    agent: &'a str,
    country: Option<&'a str>,
    language: Option<&'a str>,
    ms: Option<i64>,
    #[serde(flatten)]
    detail: Details<'a>,
}

#[derive(Default, Serialize)]
struct Details<'a> {
    order: Option<String>,
    value: Option<f64>,
    tax: Option<f64>,
    shipping: Option<f64>,
    discount: Option<f64>,
    currency: Option<&'a str>,
    cost: Option<f64>,
    items: Option<Vec<Item>>,
    form: Option<&'a str>,
    field: Option<&'a str>,
    file: Option<&'a str>,
    term: Option<&'a str>,
    results: Option<i64>,
    media: Option<&'a str>,
    progress: Option<f64>,
    helpful: Option<bool>,
    score: Option<i64>,
}

#[derive(Serialize)]
struct Item {
    item_id: &'static str,
    item_name: &'static str,
    item_category: &'static str,
    price: f64,
    quantity: i64,
}

/// Writes sessions as they go by, and counts them.
pub(super) struct Tracker {
    months: Vec<GzEncoder<BufWriter<File>>>,
    counter: Counter,
    zone: TimeZone,
    events: u64,
    crawlers: u64,
}

/// Who did something.
struct Who<'a> {
    visitor: &'a str,
    agent: &'a str,
    country: Option<&'a str>,
    language: Option<&'a str>,
}

impl Tracker {
    pub(super) fn create(folder: &Path, zone: TimeZone) -> io::Result<Self> {
        let file = |month| create(&folder.join(format!("{}.ndjson.gz", month_name(month))));
        let months = (0..MONTHS).map(|month| Ok(GzEncoder::new(file(month)?, Compression::fast())));
        Ok(Self {
            months: months.collect::<io::Result<_>>()?,
            counter: Counter::new(zone.clone()),
            zone,
            events: 0,
            crawlers: 0,
        })
    }

    pub(super) fn finish(self) -> io::Result<Counter> {
        self.months.into_iter().try_for_each(|file| file.finish()?.flush())?;
        Ok(self.counter)
    }

    fn write(
        &mut self,
        hit: &Hit,
        url: String,
        referrer: Option<&str>,
        who: &Who<'_>,
        detail: Details<'_>,
    ) -> io::Result<()> {
        self.events += 1;
        let row = Row {
            id: format!("e{:08}", self.events),
            time: local(hit.at, &self.zone).strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string(),
            event: hit.name,
            visitor: who.visitor,
            user: hit.customer.map(customer),
            url,
            referrer,
            section: section(&hit.page),
            author: author_of(&hit.page).filter(|_| hit.name == "page_view"),
            status: (hit.name == "page_view").then_some(if matches!(hit.detail, Detail::NotFound) { 404 } else { 200 }),
            agent: who.agent,
            country: who.country,
            language: who.language,
            ms: Some(hit.foreground_ms).filter(|ms| *ms > 0),
            detail,
        };
        let mut line = serde_json::to_vec(&row)?;
        line.push(b'\n');
        let month = month(&local(hit.received, &self.zone));
        (0..=usize::from(hit.twice)).try_for_each(|_| self.months[month].write_all(&line))
    }
}

impl Watcher for Tracker {
    fn session(&mut self, session: &Session, site: &Site) -> io::Result<()> {
        let id = visitor(session.visitor);
        let known = &site.people.visitors[session.visitor];
        let who = Who {
            visitor: &id,
            agent: known.device.agent,
            country: Some(known.country),
            language: Some(known.language),
        };
        let mut before: Option<String> = None;
        for hit in &session.hits {
            let mut url = format!("{HOST}{}", hit.page);
            let traffic = session.traffic;
            let outside = Some(traffic.referrer).filter(|referrer| !referrer.is_empty());
            let referrer = before.as_deref().or(outside);
            if before.is_none() && traffic.is_tagged() {
                url += &format!(
                    "?utm_source={}&utm_medium={}&utm_campaign={}",
                    traffic.source, traffic.medium, traffic.campaign
                );
            }
            self.write(hit, url, referrer, &who, details(&hit.detail, site))?;
            if hit.name == "page_view" {
                before = Some(format!("{HOST}{}", hit.page));
            }
        }
        self.counter.session(session, id);
        Ok(())
    }

    fn crawl(&mut self, agent: &'static str, hits: &[Hit]) -> io::Result<()> {
        self.crawlers += 1;
        let id = format!("b{:06}", self.crawlers);
        let who = Who { visitor: &id, agent, country: None, language: None };
        hits.iter().try_for_each(|hit| self.write(hit, format!("{HOST}{}", hit.page), None, &who, Details::default()))
    }
}

fn section(page: &str) -> &str {
    match page.split('/').nth(1) {
        Some("journal") => "journal",
        Some("help" | "contact") => "help",
        Some("offices") => "offices",
        _ => "shop",
    }
}

fn details<'a>(detail: &'a Detail, site: &Site) -> Details<'a> {
    let amount = |cents: i64| Some(cents as f64 / 100.0);
    let none = Details::default();
    match detail {
        Detail::None | Detail::NotFound => none,
        Detail::Items(lines) => Details { items: Some(lines.iter().map(item).collect()), ..none },
        Detail::Order(nth) => {
            let order = &site.orders[*nth];
            Details {
                order: Some(order_id(*nth)),
                value: amount(order.cents()),
                tax: amount(order.tax()),
                shipping: amount(order.shipping),
                discount: amount(order.discount),
                currency: Some("EUR"),
                cost: amount(order.cost()),
                items: Some(order.lines.iter().map(item).collect()),
                ..none
            }
        }
        Detail::Form(form, field) => Details { form: Some(form), field: *field, ..none },
        Detail::Ticket(nth) => Details { form: Some("contact"), order: Some(ticket_id(*nth)), ..none },
        Detail::Lead(nth) => Details { order: Some(lead_id(*nth)), ..none },
        Detail::File(file) => Details { file: Some(file), ..none },
        Detail::Search(term, results) => Details { term: Some(term), results: Some(*results), ..none },
        Detail::Played(media, share) => Details { media: Some(media), progress: Some(*share), ..none },
        Detail::Vote(helpful) => Details { helpful: Some(*helpful), ..none },
        Detail::Score(score) => Details { score: Some(*score), ..none },
    }
}

fn item(line: &Line) -> Item {
    Item {
        item_id: line.product.id,
        item_name: line.product.name,
        item_category: line.product.category,
        price: line.price as f64 / 100.0,
        quantity: line.quantity,
    }
}
