//! Laws of events of one moment: how rows are cut into files, and the order of the loads, change neither sessions, nor their first
//! and last pages, nor funnels.

use std::{collections::BTreeMap, fs, ops::Range, sync::Arc};

use arrow::util::display::array_value_to_string;
use jauge_domain::{Funnel, Localized, Order, Per, Question, Reentry, Step, When};
use proptest::prelude::*;

use crate::{
    LoadWatcher, Workspace,
    snapshot::{Snapshot, View},
};
use jauge_load::{BuiltIn, Options, Progress};
use jauge_workspace::{Settings, SourceConfig};

/// A row: the second, who, what, on which page.
type Row = (u8, u8, u8, u8);

/// How a file goes on: how many rows, how many of them the one before has, too, and in which load it comes.
type Cut = (usize, usize, u8);

/// What a workspace says.
#[derive(Debug, PartialEq)]
struct Said {
    /// Landing and exit page of each visitor's session.
    pages: BTreeMap<String, [String; 2]>,
    /// How many reached each step of the funnel.
    reached: [u64; 2],
    /// The rows, by where they stood.
    standing: Vec<usize>,
}

const NAMES: [&str; 4] = ["page_view", "page_view", "view_item", "purchase"];

struct Nobody;

impl LoadWatcher for Nobody {
    fn waits(&self) {}
    fn begins(&self, _: &SourceConfig, _: Arc<Progress>) {}
    fn ends(&self, _: &SourceConfig) {}
}

fn line((nth, (second, who, name, page)): (usize, &Row)) -> String {
    let name = NAMES[usize::from(*name)];
    format!("2026-01-05 10:00:0{second},{name},v{who},/{page},{nth}\n")
}

/// The ranges of `rows` that files hold, each with the load it comes in. The last one takes what is left.
fn files(rows: usize, cuts: &[Cut], overlap: bool) -> Vec<(Range<usize>, u8)> {
    let (mut files, mut begin, mut end) = (Vec::new(), 0, 0);
    for (length, again, load) in cuts.iter().chain([&(rows, 0, 0)]).filter(|(length, ..)| *length > 0) {
        if end < rows {
            begin = if overlap { begin.max(end.saturating_sub(*again)) } else { end };
            end = rows.min(end + length);
            files.push((begin..end, *load));
        }
    }
    files
}

/// A workspace that loaded `rows` in such files, one load after the other.
async fn said(rows: &[Row], cuts: &[Cut], repeats: &str) -> Said {
    let dir = tempfile::tempdir().unwrap();
    let config = format!(
        "[workspace]\nname = \"w\"\ntimezone = \"UTC\"\n[[source]]\nname = \"s\"\npath = \"in/*.csv\"\nrepeats = \"{repeats}\"\n"
    );
    fs::write(dir.path().join("jauge.toml"), config).unwrap();
    fs::create_dir(dir.path().join("in")).unwrap();
    let workspace = Workspace::open(Settings::open(dir.path()).unwrap()).unwrap();
    let files = files(rows.len(), cuts, repeats == "overlapping");
    for turn in 0..3 {
        // The tenth comes after the ninth, whatever their letters say.
        for (nth, (range, _)) in files.iter().enumerate().filter(|(_, (_, load))| *load == turn) {
            let text: String = rows.iter().enumerate().skip(range.start).take(range.len()).map(line).collect();
            let text = format!("event_time,event_name,visitor_id,page_path,value\n{text}");
            fs::write(dir.path().join(format!("in/p{}.csv", 8 + nth)), text).unwrap();
        }
        if fs::read_dir(dir.path().join("in")).unwrap().count() > 0 {
            let sources = &workspace.settings().config.sources;
            let loaded =
                workspace.load(sources, Options::default(), &BuiltIn, Arc::new(Nobody), |why| format!("{why:?}")).await;
            assert!(loaded.sources.iter().all(|(_, outcome)| outcome.is_ok()), "{:?}", loaded.sources);
            workspace.derive(|| {}).await.unwrap();
        }
    }
    let snapshot = Snapshot::open(workspace.settings().clone(), View::default(), &[]).await.unwrap();
    let apart =
        "SELECT event_id FROM hits WHERE concat(event_id, place) NOT IN (SELECT concat(event_id, place) FROM events)";
    assert_eq!(table(&snapshot, apart).await, Vec::<Vec<String>>::new(), "hits stand where their events do");
    let pages = "SELECT visitor_id, coalesce(landing_page, ''), coalesce(exit_page, '') FROM sessions";
    let pages = table(&snapshot, pages).await.into_iter().map(|row| (row[0].clone(), [row[1].clone(), row[2].clone()]));
    let standing = table(&snapshot, "SELECT cast(value AS BIGINT) FROM events ORDER BY place").await;
    Said {
        pages: pages.collect(),
        reached: reached(&snapshot).await,
        standing: standing.iter().map(|row| row[0].parse().unwrap()).collect(),
    }
}

async fn table(snapshot: &Snapshot, sql: &str) -> Vec<Vec<String>> {
    let batches = snapshot.sql(sql, jiff::Timestamp::UNIX_EPOCH).await.unwrap().collect().await.unwrap();
    let mut rows = Vec::new();
    for batch in batches {
        let cell = |row, column: usize| array_value_to_string(batch.column(column), row).unwrap();
        rows.extend((0..batch.num_rows()).map(|row| (0..batch.num_columns()).map(|at| cell(row, at)).collect()));
    }
    rows
}

/// How many sessions look at an item, and how many then buy.
async fn reached(snapshot: &Snapshot) -> [u64; 2] {
    let step = |event: &str| Step { name: Localized::default(), event: event.to_owned(), filter: None, once: None };
    let funnel = Funnel {
        id: "t.f".to_owned(),
        title: Localized::default(),
        says: Localized::default(),
        per: Per::Session,
        order: Order::Strict,
        window: None,
        reentry: Reentry::First,
        steps: ["view_item", "purchase"].map(step).into(),
        file: String::new(),
    };
    let question = Question { when: When::All, ..Question::default() };
    let answers = snapshot.ask_funnel(&funnel, &question, jiff::Timestamp::UNIX_EPOCH).await.unwrap();
    [0, 1].map(|nth: usize| answers.get(nth).and_then(|answer| answer.entered).unwrap_or(0))
}

/// The same from the rows themselves: by second, then as they stand.
fn expected(rows: &[Row]) -> Said {
    let mut sorted: Vec<&Row> = rows.iter().collect();
    sorted.sort_by_key(|row| row.0);
    let mut pages: BTreeMap<String, [String; 2]> = BTreeMap::new();
    let mut bought: BTreeMap<u8, usize> = BTreeMap::new();
    for (_, who, name, page) in sorted {
        let [landing, exit] = pages.entry(format!("v{who}")).or_default();
        if NAMES[usize::from(*name)] == "page_view" {
            *exit = format!("/{page}");
            if landing.is_empty() {
                landing.clone_from(exit);
            }
        }
        let came = bought.entry(*who).or_default();
        *came += usize::from(["view_item", "purchase"].get(*came) == Some(&NAMES[usize::from(*name)]));
    }
    let reached = [1, 2].map(|step: usize| bought.values().filter(|came| **came >= step).count() as u64);
    Said { pages, reached, standing: (0..rows.len()).collect() }
}

prop_compose! {
    /// Many events of few moments; the first makes the source one that has sessions.
    fn rows()(rows in prop::collection::vec((0u8..3, 0u8..3, 0u8..4, 0u8..4), 1..40)) -> Vec<Row> {
        [vec![(0, 9, 0, 0)], rows].concat()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn what_stood_first_came_first_however_rows_are_cut_and_loaded(
        rows in rows(),
        cuts in prop::collection::vec((1usize..12, 0usize..10, 0u8..3), 0..5),
        overlapping: bool,
    ) {
        let repeats = if overlapping { "overlapping" } else { "disjoint" };
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        prop_assert_eq!(runtime.block_on(said(&rows, &cuts, repeats)), expected(&rows));
    }
}
