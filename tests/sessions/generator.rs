//! Random histories of visitors, dense where rules change their mind: ties, gaps of just the timeout, midnights, changes of
//! the clock.

use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};

/// One event as a file has it; an empty text is no value.
#[derive(Clone, Debug)]
pub struct Event {
    pub id: String,
    /// Microseconds since 1970.
    pub time: i64,
    pub name: &'static str,
    pub visitor: String,
    pub session: &'static str,
    pub path: &'static str,
    pub traffic: [&'static str; 3],
    pub device: &'static str,
    pub is_bot: bool,
    /// Hundredths.
    pub value: Option<i64>,
    pub transaction: &'static str,
    pub engagement: Option<i64>,
    /// The source that brings it; the last one sends no page views.
    pub source: usize,
}

/// The sources, by number.
pub const SOURCES: usize = 3;
const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;

/// Moments around which rules change their mind, as seconds since 1970: midnights and changes of the clock in Paris, Havana
/// and UTC, in March, October and November 2025.
const ANCHORS: [i64; 9] = [
    1_743_289_200, // 2025-03-30T00:00 in Paris
    1_743_296_400, // 02:00 there, where the clock goes forward
    1_761_440_400, // 2025-10-26T03:00 summer time, where it goes back
    1_761_429_600, // 2025-10-26T00:00 in Paris
    1_741_496_400, // 2025-03-09T00:00 in Havana, where the clock goes forward
    1_762_056_000, // 2025-11-02T00:00 there
    1_762_059_600, // 01:00, where it goes back to midnight
    1_743_379_200, // 2025-03-31T00:00 UTC
    1_742_000_000,
];

/// Steps from one event to the next.
const STEPS: [i64; 11] = [
    0,
    0,
    SECOND,
    45 * SECOND,
    10 * MINUTE,
    30 * MINUTE - 1,
    30 * MINUTE,
    30 * MINUTE + 1,
    29 * MINUTE,
    5 * 3600 * SECOND,
    86_400 * SECOND,
];

const NAMES: [&str; 14] = [
    "page_view",
    "page_view",
    "page_view",
    "page_view",
    "user_engagement",
    "scroll",
    "view_item",
    "add_to_cart",
    "purchase",
    "purchase",
    "generate_lead",
    "page_ping",
    "first_visit",
    "quiz_done",
];

const TRAFFIC: [[&str; 3]; 8] = [
    ["google", "organic", ""],
    ["google", "cpc", "spring"],
    ["", "", "spring"],
    ["news", "email", ""],
    ["", "email", ""],
    ["(direct)", "(none)", ""],
    ["blog.example", "referral", ""],
    // Where one pays: nobody comes from there.
    ["paypal.com", "referral", ""],
];

/// `visitors` histories. Ids are unique.
pub fn histories(runner: &mut TestRunner, visitors: usize) -> Vec<Event> {
    let mut all = Vec::new();
    for visitor in 0..visitors {
        let history = history().new_tree(runner).unwrap().current();
        all.extend(history.into_iter().enumerate().map(|(nth, event)| Event {
            // Ids do not follow time, so that ties are not in the order of writing.
            id: format!("{:03}-{visitor}", (nth * 7919) % 1000),
            visitor: format!("v{visitor}"),
            ..event
        }));
    }
    all
}

fn history() -> impl Strategy<Value = Vec<Event>> {
    let sends_ids = prop::sample::select(vec![0u8, 0, 0, 1, 2]);
    let anchors = prop::collection::vec((prop::sample::select(ANCHORS.to_vec()), -40i64..40), 1..4);
    (sends_ids, anchors).prop_flat_map(|(sends_ids, anchors)| {
        prop::collection::vec(event(sends_ids), 1..22).prop_map(move |steps| {
            let mut anchors = anchors.iter().map(|(at, minutes)| at * SECOND + minutes * MINUTE);
            let mut time = anchors.next().unwrap_or_default();
            let mut events = Vec::new();
            for (step, jump, event) in steps {
                time += step;
                if jump {
                    time = anchors.next().unwrap_or(time);
                }
                events.push(Event { time, ..event });
            }
            events
        })
    })
}

fn event(sends_ids: u8) -> impl Strategy<Value = (i64, bool, Event)> {
    let pick = |texts: Vec<&'static str>| prop::sample::select(texts);
    let session = pick(match sends_ids {
        0 => vec![""],
        1 => vec!["", "", "s1", "s2"],
        _ => vec!["s1", "s2", "s3"],
    });
    let traffic = prop::sample::select([[["", "", ""]; 8].to_vec(), TRAFFIC.to_vec()].concat());
    let page = pick(vec!["/", "/a", "/b", "/cart"]);
    let amount = prop::option::of(0i64..100_000);
    let rest = (pick(vec!["", "t1", "t1", "t2"]), prop::option::weighted(0.2, 0i64..20_000), prop::bool::weighted(0.1));
    let flags = (prop::bool::weighted(0.08), prop::sample::select(vec![0usize, 0, 1, 1, 2]));
    let step = prop::sample::select(STEPS.to_vec());
    (
        step,
        prop::bool::weighted(0.08),
        pick(NAMES.to_vec()),
        session,
        traffic,
        page,
        amount,
        rest,
        flags,
        pick(vec!["", "mobile", "desktop"]),
    )
        .prop_map(
            |(
                step,
                jump,
                name,
                session,
                traffic,
                page,
                amount,
                (transaction, engagement, is_bot),
                (_, source),
                device,
            )| {
                let is_page = name == "page_view";
                let sold = name == "purchase";
                let event = Event {
                    id: String::new(),
                    time: 0,
                    name,
                    visitor: String::new(),
                    session,
                    path: if is_page { page } else { "" },
                    traffic,
                    device,
                    is_bot,
                    value: amount.filter(|_| sold),
                    transaction: if sold { transaction } else { "" },
                    engagement,
                    // The last source has orders and such, and no page view.
                    source: if is_page && source == SOURCES - 1 { 0 } else { source },
                };
                (step, jump, event)
            },
        )
}

/// `events` as a CSV file.
pub fn csv<'a>(events: impl Iterator<Item = &'a Event>) -> String {
    let mut text = String::from(
        "event_id,event_time,event_name,visitor_id,session_id,page_path,source,medium,campaign,device_category,is_bot,value,transaction_id,engagement_ms\n",
    );
    for event in events {
        let time = jiff::Timestamp::from_microsecond(event.time).unwrap();
        let [source, medium, campaign] = event.traffic;
        let value = event.value.map(|value| format!("{}.{:02}", value / 100, value % 100)).unwrap_or_default();
        let engagement = event.engagement.map(|ms| ms.to_string()).unwrap_or_default();
        let is_bot = if event.is_bot { "true" } else { "" };
        let fields = [
            event.id.as_str(),
            &time.to_string(),
            event.name,
            &event.visitor,
            event.session,
            event.path,
            source,
            medium,
            campaign,
            event.device,
            is_bot,
            &value,
            event.transaction,
            &engagement,
        ];
        text.push_str(&fields.join(","));
        text.push('\n');
    }
    text
}
