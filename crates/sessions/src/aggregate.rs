//! What a session's events add up to.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use arrow::array::{Array, ArrayRef, BooleanArray, StringArray};

use super::{
    assign::SessionRows,
    rows::{Rows, value},
    rules::Rules,
    specs::COUNTED,
};

/// One session's sums. Rows are those of the batch it was made from.
#[derive(Debug, Default)]
pub(crate) struct Aggregate {
    /// Rows of the first and the last page view.
    pub(crate) landing: Option<u32>,
    pub(crate) exit: Option<u32>,
    pub(crate) page_views: i64,
    /// Milliseconds in the foreground.
    pub(crate) engaged: i64,
    pub(crate) key_events: i64,
    /// By the columns of [`COUNTED`].
    pub(crate) counts: [i64; COUNTED.len()],
    pub(crate) orders: i64,
    /// Ten-thousandths.
    pub(crate) revenue: Option<i128>,
    /// What the revenue was paid in, where it is not 0.
    pub(crate) currencies: BTreeSet<String>,
    pub(crate) names: BTreeSet<String>,
    pub(crate) is_first_visit: bool,
    /// Something was done beyond looking at a page.
    pub(crate) interacted: bool,
}

/// Events that a page view sends along by itself.
const PASSIVE: [&str; 6] = ["page_view", "user_engagement", "scroll", "first_visit", "session_start", "view_item"];

/// What an event's name means, looked up once a name.
#[derive(Clone, Copy, Debug, Default)]
struct Meaning {
    counted: Option<usize>,
    key_event: bool,
    passive: bool,
    heartbeat: bool,
}

/// Adds up sessions under one set of rules.
pub(crate) struct Aggregating {
    rules: Arc<Rules>,
    meanings: HashMap<String, Meaning>,
}

impl Aggregating {
    pub(crate) fn new(rules: Arc<Rules>) -> Self {
        Self { rules, meanings: HashMap::new() }
    }

    /// What the events of `assigned` add up to.
    pub(crate) fn aggregate(&mut self, rows: &Rows, assigned: &SessionRows) -> Aggregate {
        let mut aggregate = Aggregate::default();
        let mut engagement = None;
        let mut beats = BTreeSet::new();
        let mut transactions = HashSet::new();
        for row in &assigned.rows {
            let at = *row as usize;
            let name = rows.name.value(at);
            let meaning = self.meaning(name);
            if !aggregate.names.contains(name) {
                aggregate.names.insert(name.to_owned());
            }
            if let Some(counted) = meaning.counted {
                aggregate.counts[counted] += 1;
            }
            aggregate.key_events += i64::from(meaning.key_event);
            aggregate.interacted |= !meaning.passive;
            if rows.engagement.is_valid(at) {
                engagement = Some(engagement.unwrap_or(0i64).saturating_add(rows.engagement.value(at)));
            }
            if let Some(beat) = self.rules.heartbeat.as_ref().filter(|_| meaning.heartbeat) {
                beats.insert(rows.time[at].div_euclid(beat.every));
            }
            match name {
                "page_view" => {
                    aggregate.page_views += 1;
                    aggregate.landing.get_or_insert(*row);
                    aggregate.exit = Some(*row);
                }
                "first_visit" => aggregate.is_first_visit = true,
                "purchase" if value(&rows.transaction, at).is_none_or(|id| transactions.insert(id)) => {
                    aggregate.orders += 1;
                    if rows.value.is_valid(at) {
                        aggregate.revenue = Some(aggregate.revenue.unwrap_or(0) + rows.value.value(at));
                        let currency = value(&rows.currency, at).or(self.rules.currency.as_deref());
                        let paid = currency.filter(|_| rows.value.value(at) != 0);
                        aggregate.currencies.extend(paid.map(str::to_owned));
                    }
                }
                _ => {}
            }
        }
        aggregate.engaged = engagement.unwrap_or_else(|| self.beaten(beats.len()));
        aggregate
    }

    /// Which of the events called `names` are goals.
    pub(crate) fn key_events(&mut self, names: &StringArray) -> ArrayRef {
        Arc::new(names.iter().map(|name| Some(self.meaning(name?).key_event)).collect::<BooleanArray>())
    }

    /// Milliseconds in the foreground by the number of beats: Snowplow's formula.
    fn beaten(&self, beats: usize) -> i64 {
        let Some(beat) = self.rules.heartbeat.as_ref().filter(|_| beats > 0) else { return 0 };
        (beat.every * (beats as i64 - 1) + beat.minimum) / 1000
    }

    fn meaning(&mut self, name: &str) -> Meaning {
        if let Some(meaning) = self.meanings.get(name) {
            return *meaning;
        }
        let meaning = Meaning {
            counted: COUNTED.iter().position(|(_, names)| names.contains(&name)),
            key_event: self.rules.key_events.iter().any(|key| key == name),
            passive: PASSIVE.contains(&name),
            heartbeat: self.rules.heartbeat.as_ref().is_some_and(|beat| beat.event == name),
        };
        self.meanings.insert(name.to_owned(), meaning);
        meaning
    }
}
