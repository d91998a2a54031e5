//! A law of trees: whatever is asked, the contributions that are printed sum to the change that is printed; and where all models of a
//! tree count the same rows, its factors explain all of it.

use std::{fs, path::Path, sync::Arc};

use jauge_domain::{Compare, Kpi, KpiPack, Period, Question, Unit, Value, When};
use jauge_load::{BuiltIn, Options, Progress};
use jauge_workspace::{Settings, SourceConfig};
use jiff::{
    ToSpan,
    civil::{Date, date},
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use tempfile::TempDir;

use crate::{
    LoadWatcher, Workspace,
    snapshot::{Snapshot, View},
    tree::{ChangeTree, change_tree},
};

const FIRST: Date = date(2026, 1, 1);
const DAYS: i64 = 60;

const CONFIG: &str = r#"[workspace]
name = "trees"
timezone = "UTC"
currency = "EUR"
[[source]]
name = "tag"
path = "events.csv"
[[source]]
name = "desk"
path = "tickets.csv"
into = "tickets"
[[source]]
name = "crm"
path = "leads.csv"
into = "leads"
"#;

struct Nobody;

impl LoadWatcher for Nobody {
    fn waits(&self) {}
    fn begins(&self, _: &SourceConfig, _: Arc<Progress>) {}
    fn ends(&self, _: &SourceConfig) {}
}

/// A pack as it stands in `queries`.
fn pack(name: &str) -> KpiPack {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../queries").join(name);
    let mut files = Vec::new();
    for kind in ["models", "kpis"] {
        for entry in fs::read_dir(root.join(kind)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            files.push((format!("{kind}/{name}"), fs::read_to_string(&path).unwrap()));
        }
    }
    files.sort();
    KpiPack { name: name.to_owned(), origin: name.to_owned(), files }
}

/// What the visitors of a day do: more or less of it by its number, and each within the day.
fn events(day: i64) -> String {
    let mut lines = String::new();
    for who in 0..3 + day % 4 {
        let (visitor, date) = ((day * 7 + who * 5) % 23, FIRST + day.days());
        let mut minute = 0;
        let mut act = |name: &str, page: &str, rest: &str| {
            lines += &format!("{date}T{:02}:{minute:02}:00Z,{name},v{visitor},/{page},{rest}\n", 8 + who);
            minute += 1;
        };
        let source = if who % 2 == 0 { "google,cpc" } else { "," };
        act("page_view", &format!("news{who}"), &format!("{source},news,,,,"));
        act("user_engagement", &format!("news{who}"), &format!(",,,{},,,", 1000 * (day + who + 1)));
        if (day + who) % 2 == 0 {
            act("page_view", "prices", ",,,,,,");
        }
        if (day + who) % 3 == 0 {
            act("video_impression", "prices", ",,,,film,,");
        }
        if (day * who) % 5 == 1 {
            act("video_start", "prices", ",,,,film,,");
            act("video_progress", "prices", &format!(",,,{},film,,", 20_000 + 1000 * day));
        }
        if (day + who) % 4 == 0 {
            act("generate_lead", "prices", &format!(",,,,,L{day}-{who},"));
        }
        let steps = ["view_item", "add_to_cart", "begin_checkout"];
        let reached = usize::try_from((day + 2 * who) % 5).unwrap();
        for step in steps.iter().take(reached) {
            act(step, "shop", ",,,,,,");
        }
        if reached > steps.len() {
            act("purchase", "shop", &format!(",,,,,O{day}-{who},{}.50", 10 + (day * who) % 37));
        }
    }
    lines
}

/// A site of all four types, loaded.
async fn site() -> (TempDir, Snapshot) {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: String| fs::write(dir.path().join(name), text).unwrap();
    write("jauge.toml", CONFIG.to_owned());
    let head = "event_time,event_name,visitor_id,page_path,source,medium,content_group,engagement_ms,media_id,transaction_id,value\n";
    write("events.csv", head.to_owned() + &(0..DAYS).map(events).collect::<String>());
    let days = || (0..DAYS).flat_map(|day| (0..1 + day % 3).map(move |nth| (day, nth, FIRST + day.days())));
    let tickets = days().map(|(day, nth, date)| format!("T{day}-{nth},{date}T1{nth}:30:00Z\n"));
    write("tickets.csv", "ticket_id,created_at\n".to_owned() + &tickets.collect::<String>());
    let leads =
        days().map(|(day, nth, date)| format!("L{day}-{nth},{date}T2{nth}:00:00Z,v{}\n", (day * 7 + nth * 5) % 23));
    write("leads.csv", "lead_id,created_at,visitor_id\n".to_owned() + &leads.collect::<String>());
    let workspace = Workspace::open(Settings::open(dir.path()).unwrap()).unwrap();
    let sources = &workspace.settings().config.sources;
    let loaded =
        workspace.load(sources, Options::default(), &BuiltIn, Arc::new(Nobody), |why| format!("{why:?}")).await;
    assert!(loaded.sources.iter().all(|(_, outcome)| outcome.is_ok()), "{:?}", loaded.sources);
    workspace.derive(|| {}).await.unwrap();
    let packs = ["ecommerce", "leads", "content", "support"].map(pack);
    let snapshot = Snapshot::open(workspace.settings().clone(), View::default(), &packs).await.unwrap();
    (dir, snapshot)
}

/// Some days of the second month beside those before them or beside others, in all or by channel.
fn question(kpi: &Kpi, from: i64, length: i64, is_previous: bool, by_channel: bool) -> Question {
    let (first, last) = (FIRST + from.days(), FIRST + (from + length - 1).days());
    // What is divided by another count is no sum of its groups, and a desk knows no channel of a session.
    let is_sum = matches!(kpi.unit, Unit::Count | Unit::Money);
    let by_channel = by_channel && is_sum && kpi.id != "support.tickets";
    let other = Compare::Days { from: FIRST + (from / 4).days(), to: None };
    Question {
        kpis: vec![kpi.id.clone()],
        when: When::Period(Period::range(Some(first), Some(last)).unwrap()),
        by: if by_channel { vec!["channel".to_owned()] } else { Vec::new() },
        compare: Some(if is_previous { Compare::Previous } else { other }),
        ..Question::default()
    }
}

fn digits(value: &Value) -> i128 {
    match value {
        Value::Decimal(decimal) => decimal.digits,
        other => panic!("{other:?} is no decimal"),
    }
}

fn adds_up(tree: &ChangeTree, question: &Question) {
    let (total, parts) = tree.contributions(None);
    assert_eq!(parts.iter().map(digits).sum::<i128>(), digits(&total), "{question:?}");
    let counts_the_same_rows = ["core.", "content.", "support."].iter().any(|pack| tree.kpi.starts_with(pack));
    let unexplained = tree.parts.iter().find(|part| part.term.is_none());
    assert!(!counts_the_same_rows || unexplained.is_none(), "{question:?}: {unexplained:?}");
}

#[test]
fn two_hundred_random_changes_are_the_sum_of_their_contributions() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (_dir, snapshot) = runtime.block_on(site());
    let kpis: Vec<&Kpi> = snapshot.catalog.kpis.values().filter(|kpi| !kpi.tree.is_empty()).collect();
    assert!(kpis.len() > 10, "only {} KPIs have a tree", kpis.len());
    let asked = (0..kpis.len(), 20..40_i64, 1..15_i64, any::<bool>(), any::<bool>());
    let mut runner = TestRunner::deterministic();
    let now = "2026-06-01T00:00:00Z".parse().unwrap();
    let mut compared = 0;
    for _ in 0..200 {
        let (nth, from, length, is_previous, by_channel) = asked.new_tree(&mut runner).unwrap().current();
        let question = question(kpis[nth], from, length, is_previous, by_channel);
        match runtime.block_on(change_tree(&snapshot, &question, now)) {
            Ok(tree) => {
                adds_up(&tree, &question);
                compared += 1;
            }
            // A rate of nothing compares with nothing.
            Err(error) => assert!(error.is_of_data(), "{question:?}: {error:?}"),
        }
    }
    assert!(compared > 180, "only {compared} changes had two values");
}
