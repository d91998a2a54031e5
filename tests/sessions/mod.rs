//! Sessions under any order, split and lateness of loads, killed now and then: always what one look at all the files gives.

mod examples;
mod funnels;
mod generator;
mod kpis;
mod logs;
mod oracle;
mod rules;

use std::{thread, time::Duration};

use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};

use self::{
    generator::{Event, SOURCES, csv, histories},
    oracle::{Rules, derived, rows},
};
use crate::support::Workspace;

const SESSIONS: [(&str, &str); 23] = [
    ("visitor_id", "visitor_id"),
    ("is_bot", "is_bot"),
    ("session_id", "session"),
    ("cast(session_start AS BIGINT)", "start"),
    ("cast(session_end AS BIGINT)", "end"),
    ("cast(cast(day AS INT) AS BIGINT)", "day"),
    ("new_returning", "new_returning"),
    ("source", "source"),
    ("medium", "medium"),
    ("campaign", "campaign"),
    ("landing_page", "landing"),
    ("exit_page", "exit"),
    ("device_category", "device"),
    ("events", "events"),
    ("page_views", "page_views"),
    ("engaged_ms", "engaged_ms"),
    ("key_events", "key_events"),
    ("is_engaged", "is_engaged"),
    ("is_bounce", "is_bounce"),
    ("product_views", "product_views"),
    ("leads", "leads"),
    ("purchases", "purchases"),
    ("cast((cast(session_end AS BIGINT) - cast(session_start AS BIGINT)) / 1000 - duration_ms AS BIGINT)", "zero"),
];

const HITS: [(&str, &str); 15] = [
    ("event_id", "event_id"),
    ("visitor_id", "visitor_id"),
    ("is_bot", "is_bot"),
    ("session_id", "session"),
    ("cast(session_start AS BIGINT)", "session_start"),
    ("cast(cast(day AS INT) AS BIGINT)", "day"),
    ("source", "source"),
    ("medium", "medium"),
    ("campaign", "campaign"),
    ("landing_page", "session_landing"),
    ("exit_page", "session_exit"),
    ("new_returning", "session_new_returning"),
    ("is_entry", "is_entry"),
    ("is_exit", "is_exit"),
    ("is_key_event", "is_key_event"),
];

const VISITORS: [(&str, &str); 13] = [
    ("visitor_id", "visitor_id"),
    ("cast(first_seen AS BIGINT)", "first_seen"),
    ("cast(last_seen AS BIGINT)", "last_seen"),
    ("sessions", "sessions"),
    ("page_views", "page_views"),
    ("cast(cast(first_day AS INT) AS BIGINT)", "first_day"),
    ("days", "days"),
    ("landing_page", "landing"),
    ("source", "source"),
    ("device_category", "device"),
    ("active_d1", "active_d1"),
    ("active_d7", "active_d7"),
    ("active_d30", "active_d30"),
];

/// A workspace with the sources of [`generator`].
fn workspace(rules: &Rules) -> Workspace {
    let sources: String = (0..SOURCES)
        .map(|source| {
            format!(
                "[[source]]\nname = \"s{source}\"\npath = \"in/{source}/*.csv\"\nselect = \"SELECT event_id, event_time, event_name, \
                 visitor_id, session_id, page_path, source, medium, campaign, device_category, cast(is_bot = 'true' AS BOOLEAN) AS is_bot, \
                 value, transaction_id, engagement_ms FROM raw\"\n"
            )
        })
        .collect();
    Workspace::new(&format!(
        "[workspace]\nname = \"v\"\ntimezone = \"{}\"\n[sessions]\nlike = \"{}\"\nnew_referrer = {}\nheartbeat = {{ every = \"10s\", minimum = \"5s\" }}\n\
         [goals]\nkey_events = [\"{}\", \"{}\"]\n{sources}",
        rules.zone,
        if rules.matomo { "matomo" } else { "ga4" },
        rules.new_referrer,
        rules.key_events[0],
        rules.key_events[1],
    ))
}

/// What the workspace holds, as texts, sorted.
fn found(workspace: &Workspace, table: &str, columns: &[(&str, &str)]) -> Vec<String> {
    let columns = columns.iter().map(|(sql, _)| *sql).collect::<Vec<_>>().join(", ");
    let text = workspace.ok(&["sql", &format!("SELECT {columns} FROM {table}"), "--format", "csv"]);
    let mut rows: Vec<String> = text.lines().skip(1).map(str::to_owned).collect();
    rows.sort();
    rows
}

/// Holds what `workspace` says of `events`, which are in the order of their places, against the oracle.
fn same(workspace: &Workspace, events: &[Event], rules: &Rules) {
    let files: Vec<(String, String)> = (0..SOURCES)
        .map(|source| (format!("s{source}"), csv(events.iter().filter(|event| event.source == source))))
        .collect();
    let [hits, mut sessions, visitors] = derived(&files, rules);
    let zeros = vec![0i64; sessions.height()];
    sessions.with_column(polars::prelude::Column::new("zero".into(), zeros)).unwrap();
    let tables = [
        ("derived_sessions", &sessions, &SESSIONS[..]),
        ("derived_hits", &hits, &HITS),
        ("visitors", &visitors, &VISITORS),
    ];
    for (table, wanted, columns) in tables {
        let wanted = rows(wanted, &columns.iter().map(|(_, name)| *name).collect::<Vec<_>>());
        let found = found(workspace, table, columns);
        for (wanted, found) in wanted.iter().zip(&found) {
            let visitor = |row: &str| row.split(',').find(|cell| cell.starts_with('v')).unwrap_or_default().to_owned();
            let history = || {
                let mut history: Vec<_> = events.iter().filter(|event| event.visitor == visitor(wanted)).collect();
                history.sort_by_key(|event| (event.is_bot, event.time));
                history.iter().map(|event| format!("{event:?}\n")).collect::<String>()
            };
            assert_eq!(found, wanted, "{table} under {rules:?}\n{}", history());
        }
        assert_eq!(found.len(), wanted.len(), "{table} under {rules:?}");
    }
}

/// A thousand histories in twelve rounds, one for each pair of zone, rules and number of loads that can meet; each is loaded in up
/// to four parts and in any order.
#[test]
fn sessions_are_the_same_however_events_arrive() {
    let mut runner = TestRunner::deterministic();
    for round in 0..12 {
        let rules = Rules {
            zone: ["Europe/Paris", "America/Havana", "UTC"][round % 3],
            matomo: round % 2 == 1,
            new_referrer: round % 4 > 1,
            key_events: &["purchase", "quiz_done"],
        };
        let events = histories(&mut runner, 84);
        let workspace = workspace(&rules);
        let loads = 1 + round % 4;
        let parts = prop::collection::vec((0..loads, any::<u32>(), 0..loads, prop::bool::weighted(0.1)), events.len());
        let parts = parts.new_tree(&mut runner).unwrap().current();
        // Where files come in the order of loading turned round, rows that come again stand further in front than before.
        let name = |load: usize| if round % 2 == 0 { load } else { loads - load };
        let mut standing: Vec<_> = parts.iter().zip(&events).collect();
        standing.sort_by_key(|((first, order, again, repeated), event)| {
            let earlier = *repeated && again > first && name(*again) < name(*first);
            // Rows that come again are sorted by the same number in both files.
            (event.source, if earlier { name(*again) } else { name(*first) }, *order)
        });
        let standing: Vec<Event> = standing.into_iter().map(|(_, event)| event.clone()).collect();
        for load in 0..loads {
            // In any order within a file; some rows come again in a later one.
            let mut part: Vec<(u32, &Event)> = parts
                .iter()
                .zip(&events)
                .filter(|((first, _, again, repeated), _)| {
                    *first == load || (*repeated && *again == load && again > first)
                })
                .map(|((_, order, ..), event)| (*order, event))
                .collect();
            part.sort_by_key(|(order, _)| *order);
            for source in 0..SOURCES {
                let mine: Vec<&Event> =
                    part.iter().map(|(_, event)| *event).filter(|event| event.source == source).collect();
                if !mine.is_empty() {
                    workspace.write(&format!("in/{source}/{}.csv", name(load)), csv(mine.into_iter()));
                }
            }
            if round % 5 == 4 {
                kill(&workspace, load);
            }
            workspace.run(&["load", "--quiet"]);
        }
        assert_eq!(workspace.sql("SELECT count(*) FROM rejects"), "0");
        same(&workspace, &standing, &rules);
    }
}

/// Starts a load and kills it, early, late or in between.
fn kill(workspace: &Workspace, load: usize) {
    let mut process = workspace.command(&["load", "--quiet"]).stdout(std::process::Stdio::null()).spawn().unwrap();
    thread::sleep(Duration::from_millis(40 + 60 * load as u64));
    process.kill().unwrap();
    process.wait().unwrap();
}
