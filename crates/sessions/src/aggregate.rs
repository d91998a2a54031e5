//! What a session's events add up to.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use arrow::array::{Array, ArrayRef, BooleanArray, StringArray};

use super::{
    assign::SessionRows,
    beats::Beats,
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
    pub(crate) names: BTreeSet<String>,
    pub(crate) is_first_visit: bool,
    pub(crate) is_bounce: bool,
}

/// Events that a page view sends along by itself.
const PASSIVE: [&str; 6] = ["page_view", "user_engagement", "scroll", "first_visit", "session_start", "view_item"];

/// Whether an event is more than looking at a page.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Interaction {
    /// A page sends it by itself.
    #[default]
    Never,
    /// Unless it came together with its page view: a player that starts alone, an error that is reported.
    Apart,
    /// Somebody did it.
    Always,
}

/// What an event's name means, looked up once a name.
#[derive(Clone, Copy, Debug, Default)]
struct Meaning {
    counted: Option<usize>,
    key_event: bool,
    interaction: Interaction,
    heartbeat: bool,
}

/// What somebody did in a session beyond looking at pages.
#[derive(Debug, Default)]
struct Interactions {
    count: u64,
    /// Some count wherever they stand.
    any: bool,
    /// The first and the last of those that count only apart from their page view.
    apart: Option<[i64; 2]>,
}

impl Interactions {
    fn note(&mut self, interaction: Interaction, time: i64) {
        self.count += u64::from(interaction != Interaction::Never);
        self.any |= interaction == Interaction::Always;
        if interaction == Interaction::Apart {
            let [first, last] = self.apart.unwrap_or([time, time]);
            self.apart = Some([first.min(time), last.max(time)]);
        }
    }

    /// Whether there are none but those within `within` of `page`, the time of the only page view.
    fn are_sent_along(&self, page: i64, within: i64) -> bool {
        !self.any && self.apart.is_none_or(|ends| ends.iter().all(|time| time.abs_diff(page) <= within.unsigned_abs()))
    }
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
        let rules = self.rules.clone();
        let mut aggregate = Aggregate::default();
        let mut interactions = Interactions::default();
        let mut engagement = None;
        let mut beats = Beats::default();
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
            interactions.note(meaning.interaction, rows.time[at]);
            if rows.engagement.is_valid(at) {
                engagement = Some(engagement.unwrap_or(0i64).saturating_add(rows.engagement.value(at)));
            }
            if let Some(heartbeat) = rules.heartbeat.as_ref().filter(|_| meaning.heartbeat) {
                beats.beat(rows.time[at], value(&rows.path, at), heartbeat);
            }
            match name {
                "page_view" => {
                    beats.view(*row, value(&rows.path, at));
                    aggregate.page_views += 1;
                    aggregate.landing.get_or_insert(*row);
                    aggregate.exit = Some(*row);
                }
                "first_visit" => aggregate.is_first_visit = true,
                _ => {}
            }
        }
        aggregate.engaged =
            engagement.unwrap_or_else(|| rules.heartbeat.as_ref().map_or(0, |beat| beats.engaged(beat)));
        aggregate.is_bounce = is_bounce(&aggregate, &interactions, rows, &rules);
        aggregate
    }

    /// Which of the events called `names` are goals.
    pub(crate) fn key_events(&mut self, names: &StringArray) -> ArrayRef {
        Arc::new(names.iter().map(|name| Some(self.meaning(name?).key_event)).collect::<BooleanArray>())
    }

    fn meaning(&mut self, name: &str) -> Meaning {
        if let Some(meaning) = self.meanings.get(name) {
            return *meaning;
        }
        let key_event = self.rules.key_events.iter().any(|key| key == name);
        let meaning = Meaning {
            counted: COUNTED.iter().position(|(_, names)| names.contains(&name)),
            key_event,
            interaction: interaction(name, key_event, &self.rules),
            heartbeat: self.rules.heartbeat_event == name,
        };
        self.meanings.insert(name.to_owned(), meaning);
        meaning
    }
}

fn interaction(name: &str, is_key_event: bool, rules: &Rules) -> Interaction {
    let is_listed = PASSIVE.contains(&name) || rules.passive.iter().any(|passive| passive == name);
    if is_listed || rules.heartbeat_event == name {
        Interaction::Never
    } else if is_key_event || name == "click" || name.starts_with("form_") {
        Interaction::Always
    } else {
        Interaction::Apart
    }
}

/// One page view, and nothing done but what was sent along with it.
///
/// By Matomo's rules a session of one download alone is a bounce, too: one action (`visit_total_actions` of
/// `Actions\Columns\VisitTotalActions`, of which 1 is a bounce in `LogAggregator`). Its events, which it takes for actions, are
/// judged as everywhere else: `kpi show bounce_rate` says so.
fn is_bounce(aggregate: &Aggregate, interactions: &Interactions, rows: &Rows, rules: &Rules) -> bool {
    match (aggregate.page_views, aggregate.landing) {
        (1, Some(page)) => interactions.are_sent_along(rows.time[page as usize], rules.passive_within),
        (0, _) => rules.lone_download && interactions.count == 1 && aggregate.names.contains("file_download"),
        _ => false,
    }
}
