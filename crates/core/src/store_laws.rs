//! Laws of what a store keeps: a load that never landed leaves nothing, and many small loads few files.

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use arrow::util::display::array_value_to_string;
use tempfile::TempDir;

use crate::{
    LoadWatcher, Workspace,
    snapshot::{Snapshot, View},
};
use jauge_load::{BuiltIn, Options, Progress};
use jauge_store::{LOADS, LedgerEntry, REJECTS, Store, StoreError, announce};
use jauge_workspace::{Settings, SourceConfig};

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(work)
}

struct Nobody;

impl LoadWatcher for Nobody {
    fn waits(&self) {}
    fn begins(&self, _: &SourceConfig, _: Arc<Progress>) {}
    fn ends(&self, _: &SourceConfig) {}
}

/// A workspace whose source reads `in/*`, files that never overlap.
fn workspace() -> (TempDir, Workspace) {
    let dir = tempfile::tempdir().unwrap();
    let config = "[workspace]\nname = \"w\"\ntimezone = \"UTC\"\n[[source]]\nname = \"s\"\npath = \"in/*.csv\"\nrepeats = \"disjoint\"\n";
    fs::write(dir.path().join("jauge.toml"), config).unwrap();
    fs::create_dir(dir.path().join("in")).unwrap();
    let workspace = Workspace::open(Settings::open(dir.path()).unwrap()).unwrap();
    (dir, workspace)
}

fn write(dir: &TempDir, name: &str, rows: &str) {
    let text = format!("event_time,event_name,visitor_id,value\n{rows}");
    fs::write(dir.path().join("in").join(name), text).unwrap();
}

async fn load(workspace: &Workspace, replace: bool) {
    let options = Options { replace, ..Options::default() };
    let sources = &workspace.settings().config.sources;
    let loaded = workspace.load(sources, options, &BuiltIn, Arc::new(Nobody), |why| format!("{why:?}")).await;
    assert!(loaded.sources.iter().all(|(_, outcome)| outcome.is_ok()), "{:?}", loaded.sources);
}

/// The first cell that `sql` answers.
async fn cell(snapshot: &Snapshot, sql: &str) -> String {
    let batches = snapshot.sql(sql, jiff::Timestamp::UNIX_EPOCH).await.unwrap().collect().await.unwrap();
    array_value_to_string(batches[0].column(0), 0).unwrap()
}

async fn opened(workspace: &Workspace) -> Snapshot {
    Snapshot::open(workspace.settings().clone(), View::default(), &[]).await.unwrap()
}

async fn look(workspace: &Workspace, sql: &str) -> String {
    cell(&opened(workspace).await, sql).await
}

/// As a load that is killed at its commit: what it was about to do is told of, and nothing was done.
async fn die(workspace: &Workspace, rows: &str) -> i64 {
    let content = format!("event_time,event_name,visitor_id,value\n{rows}");
    let (lock, ledger) = workspace.store().write(|| {}).await.unwrap();
    let entry = LedgerEntry {
        batch_id: ledger.next(),
        table_name: "events".to_owned(),
        source_name: "s".to_owned(),
        stream: Some("in/c.csv".to_owned()),
        bytes: content.len() as i64,
        hash: Some(blake3::hash(content.as_bytes()).to_hex().to_string()),
        loaded_at: "2026-01-07T00:00:00Z".to_owned(),
        ..LedgerEntry::default()
    };
    let reject = jauge_plugin::Reject {
        stream: "in/c.csv".to_owned(),
        line: Some(9),
        column: None,
        value: Some("lost".to_owned()),
        reason: "lost".to_owned(),
    };
    announce(workspace.store(), &lock, entry.batch_id, std::slice::from_ref(&entry), &[reject]).await.unwrap();
    entry.batch_id
}

/// The batches of all rows that lie in `table`, whether they count or not.
async fn batches(store: &Store, table: &str) -> Result<Vec<String>, StoreError> {
    let Some(table) = store.table(table).await? else { return Ok(Vec::new()) };
    let rows = datafusion::prelude::SessionContext::new().read_table(table.provider(None).await?).unwrap();
    let found = rows.select_columns(&["batch_id"]).unwrap().collect().await.unwrap();
    let cells = |batch: &arrow::array::RecordBatch| -> Vec<String> {
        (0..batch.num_rows()).map(|row| array_value_to_string(batch.column(0), row).unwrap()).collect()
    };
    Ok(found.iter().flat_map(cells).collect())
}

const A: &str = "2026-01-05 10:00:00,page_view,anna,\n2026-01-05 10:01:00,purchase,anna,10\nyesterday,page_view,ben,\n";
const B: &str = "2026-01-06 10:00:00,page_view,cid,\n2026-01-06 10:01:00,purchase,cid,5\n";
const C: &str = "2026-01-07 10:00:00,page_view,dan,\n2026-01-07 10:01:00,purchase,dan,5\n";

#[test]
fn a_load_that_died_leaves_nothing_whoever_writes_next() {
    run(async {
        for next in ["load", "replace", "undo", "forget", "rebuild", "derive"] {
            let (dir, workspace) = workspace();
            write(&dir, "a.csv", A);
            load(&workspace, false).await;
            write(&dir, "b.csv", B);
            load(&workspace, false).await;
            // One file holds all entries from here on.
            workspace.rebuild(|| {}).await.unwrap();
            let lost = die(&workspace, C).await;
            // Twice, because the second one must not take what the first left for landed.
            let later = die(&workspace, C).await;
            let visible = "SELECT concat((SELECT count(*) FROM loads), ' ', (SELECT count(*) FROM rejects))";
            assert_eq!(look(&workspace, visible).await, "2 1", "before {next}");
            match next {
                "load" => load(&workspace, false).await,
                "replace" => load(&workspace, true).await,
                "undo" => drop(workspace.undo(2, || {}).await.unwrap()),
                "forget" => drop(workspace.forget("nobody", false).await.unwrap()),
                "rebuild" => drop(workspace.rebuild(|| {}).await.unwrap()),
                // Under other rules sessions are derived anew.
                _ => {
                    let config = fs::read_to_string(dir.path().join("jauge.toml")).unwrap();
                    fs::write(dir.path().join("jauge.toml"), format!("{config}[sessions]\ntimeout = \"10m\"\n"))
                        .unwrap();
                    let other = Workspace::open(Settings::open(dir.path()).unwrap()).unwrap();
                    assert!(other.derive(|| {}).await.unwrap().is_some());
                }
            }
            for table in [LOADS, REJECTS] {
                let found = batches(workspace.store(), table).await.unwrap();
                let gone = [lost, later].map(|batch| batch.to_string());
                assert!(!found.iter().any(|batch| gone.contains(batch)), "after {next} `{table}` has {found:?}");
                assert!(found.contains(&"1".to_owned()), "after {next} `{table}` has {found:?}");
            }
            write(&dir, "c.csv", C);
            for _ in 0..2 {
                load(&workspace, false).await;
                let events = look(&workspace, "SELECT concat(count(*), ' ', sum(value)) FROM events").await;
                assert_eq!(events, "6 20.0000", "after {next}");
                let rejected = look(&workspace, "SELECT count(*) FROM rejects").await;
                assert_eq!(rejected, "1", "after {next}");
            }
        }
    });
}

/// How many files lie in the folder of each table, and how many in its log.
fn files(store: &Store) -> BTreeMap<String, (usize, usize)> {
    let count = |dir: &Path| fs::read_dir(dir).unwrap().flatten().filter(|entry| entry.path().is_file()).count();
    let counted = |name: String| {
        let dir = store.dir().join(&name);
        (name, (count(&dir), count(&dir.join("_delta_log"))))
    };
    store.names().unwrap().into_iter().map(counted).collect()
}

#[test]
fn many_small_loads_leave_few_files_and_take_none_from_who_reads() {
    run(async {
        let (dir, workspace) = workspace();
        let mut reader = None;
        for nth in 0..40 {
            let row = format!("2026-{:02}-{:02} 10:00:00,page_view,v{},\n", 1 + nth / 28, 1 + nth % 28, nth % 7);
            write(&dir, &format!("{nth:03}.csv"), &format!("{row}never,page_view,v1,\n"));
            load(&workspace, false).await;
            match nth {
                20 => reader = Some(opened(&workspace).await),
                35 => {
                    let reader = reader.take().unwrap();
                    let then =
                        cell(&reader, "SELECT concat(count(*), ' ', count(DISTINCT event_id)) FROM events").await;
                    assert_eq!(then, "21 21", "who reads has what there was");
                    assert_eq!(cell(&reader, "SELECT count(*) FROM derived_hits").await, "21");
                }
                _ => {}
            }
        }
        for (table, (data, log)) in files(workspace.store()) {
            assert!(data <= 21, "{data} files of `{table}`");
            assert!(log <= 20, "{log} files in the log of `{table}`");
        }
        let counts = "SELECT concat(count(*), ' ', count(DISTINCT batch_id), ' ', (SELECT count(*) FROM derived_hits), ' ', \
                  (SELECT count(*) FROM loads), ' ', (SELECT count(*) FROM rejects)) FROM events";
        assert_eq!(look(&workspace, counts).await, "40 40 40 40 40");
        // A batch is found in whatever file it has come to.
        assert_eq!(workspace.undo(17, || {}).await.unwrap().1, 1);
        assert_eq!(look(&workspace, counts).await, "39 39 39 40 39", "what takes back is an entry of its own");
    });
}
