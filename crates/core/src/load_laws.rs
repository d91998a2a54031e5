//! Laws of loading: how rows are cut into files, and the order of the loads, change nothing.

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use arrow::util::display::array_value_to_string;
use proptest::prelude::*;
use tempfile::TempDir;

use crate::snapshot::{Snapshot, View};
use jauge_load::{Loader, Options, Progress, Summary, undo};
use jauge_store::Store;
use jauge_workspace::Settings;

/// A row as its file has it.
type Row = (u8, u8, u8);

/// How often each row is there.
type Content = BTreeMap<String, u64>;

const SELECT: &str = "SELECT 'e' AS event_name, at AS event_time, who AS visitor_id, amount AS value";

/// A workspace whose source reads `in/*`.
fn workspace(repeats: &str, select: &str) -> (TempDir, Settings) {
    let dir = tempfile::tempdir().unwrap();
    let config = format!(
        "[workspace]\nname = \"w\"\ntimezone = \"Europe/Paris\"\n[[source]]\nname = \"s\"\npath = \"in/*.csv\"\nrepeats = \"{repeats}\"\n\
         select = \"{select} FROM raw\"\n"
    );
    fs::write(dir.path().join("jauge.toml"), config).unwrap();
    fs::create_dir(dir.path().join("in")).unwrap();
    let workspace = Settings::open(dir.path()).unwrap();
    (dir, workspace)
}

/// A row as text: a moment in the night the clocks go back, who, an amount.
fn line((minute, who, amount): Row) -> String {
    format!("2026-10-25 0{}:{:02}:00,v{who},{amount}.50\n", 1 + minute / 30, minute % 30)
}

fn write(dir: &Path, name: usize, rows: &[Row]) {
    let text: String = rows.iter().copied().map(line).collect();
    fs::write(dir.join(format!("in/{name}.csv")), format!("at,who,amount\n{text}")).unwrap();
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap().block_on(work)
}

fn load(workspace: &Settings, options: Options) -> Summary {
    let store = Store::open(workspace.store_dir()).unwrap();
    let loader = Loader::new(workspace, &store, options, Arc::new(Progress::default()), |why| format!("{why:?}"));
    run(loader.load(&workspace.config.sources[0])).unwrap()
}

/// What is in the table: each row, and its ids' number, which must be the row's.
fn content(workspace: &Settings) -> Content {
    run(async {
        let snapshot = Snapshot::open(workspace.clone(), View::default(), &[]).await.unwrap();
        let sql = "SELECT event_time, visitor_id, value, count(*) AS n, count(DISTINCT event_id) AS ids FROM events GROUP BY 1, 2, 3";
        let batches = snapshot.sql(sql, jiff::Timestamp::UNIX_EPOCH).await.unwrap().collect().await.unwrap();
        let mut content = Content::new();
        for batch in batches {
            for row in 0..batch.num_rows() {
                let cell = |column| array_value_to_string(batch.column(column), row).unwrap();
                assert_eq!(cell(3), cell(4), "two rows share an id");
                content.insert(format!("{},{},{}", cell(0), cell(1), cell(2)), cell(3).parse().unwrap());
            }
        }
        content
    })
}

/// The same from the rows themselves. 01:00 to 01:59 is summer time, and 02:00 to 02:59 the earlier of the two.
fn expected(counts: &BTreeMap<Row, u64>) -> Content {
    let shown = |(minute, who, amount): Row| {
        let hour = 1 + minute / 30;
        format!(
            "2026-10-{}T{:02}:{:02}:00Z,v{who},{amount}.5000",
            if hour < 2 { 24 } else { 25 },
            (hour + 22) % 24,
            minute % 30
        )
    };
    counts.iter().map(|(row, count)| (shown(*row), *count)).collect()
}

fn counted(rows: &[Row]) -> BTreeMap<Row, u64> {
    rows.iter().fold(BTreeMap::new(), |mut counts, row| {
        *counts.entry(*row).or_default() += 1;
        counts
    })
}

prop_compose! {
    /// Files of rows out of few, so that many are equal, within a file and among files; and in which load each comes.
    fn files()(files in prop::collection::vec((prop::collection::vec((0u8..60, 0u8..3, 0u8..2), 1..25), 0usize..3), 1..6))
        -> Vec<(Vec<Row>, usize)> { files }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn overlapping_files_count_a_row_as_often_as_the_file_that_has_it_most(files in files()) {
        let mut wanted = BTreeMap::new();
        for (rows, _) in &files {
            for (row, count) in counted(rows) {
                let most = wanted.entry(row).or_insert(0);
                *most = count.max(*most);
            }
        }
        let (dir, workspace) = workspace("overlapping", SELECT);
        for turn in 0..3 {
            for (name, (rows, _)) in files.iter().enumerate().filter(|(_, (_, load))| *load == turn) {
                write(dir.path(), name, rows);
            }
            if fs::read_dir(dir.path().join("in")).unwrap().count() > 0 {
                load(&workspace, Options::default());
            }
        }
        prop_assert_eq!(content(&workspace), expected(&wanted));
        prop_assert_eq!(load(&workspace, Options::default()).batch, None, "loading again adds nothing");
        load(&workspace, Options { replace: true, ..Options::default() });
        prop_assert_eq!(content(&workspace), expected(&wanted), "replacing by the same files changes nothing");
    }

    #[test]
    fn disjoint_files_count_every_row(files in files()) {
        // Two files with the same content are one file under two names, whatever the rows mean.
        let mut distinct: Vec<(Vec<Row>, usize)> = Vec::new();
        for file in files {
            let prefix = |rows: &Vec<Row>| rows.starts_with(&file.0) || file.0.starts_with(rows);
            if !distinct.iter().any(|(rows, _)| prefix(rows)) {
                distinct.push(file);
            }
        }
        let all: Vec<Row> = distinct.iter().flat_map(|(rows, _)| rows.clone()).collect();
        let (dir, workspace) = workspace("disjoint", SELECT);
        for turn in 0..3 {
            for (name, (rows, _)) in distinct.iter().enumerate().filter(|(_, (_, load))| *load == turn) {
                write(dir.path(), name, rows);
            }
            if fs::read_dir(dir.path().join("in")).unwrap().count() > 0 {
                load(&workspace, Options::default());
            }
        }
        prop_assert_eq!(content(&workspace), expected(&counted(&all)));
    }

    #[test]
    fn a_batch_taken_back_was_never_there(first in files(), second in prop::collection::vec((0u8..60, 3u8..6, 0u8..2), 1..25)) {
        let (dir, workspace) = workspace("overlapping", SELECT);
        for (name, (rows, _)) in first.iter().enumerate() {
            write(dir.path(), name, rows);
        }
        load(&workspace, Options::default());
        let before = content(&workspace);
        write(dir.path(), 99, &second);
        let batch = load(&workspace, Options::default()).batch.unwrap();
        let after = content(&workspace);
        let store = Store::open(workspace.store_dir()).unwrap();
        run(undo(&store, batch)).unwrap();
        prop_assert_eq!(content(&workspace), before);
        load(&workspace, Options::default());
        prop_assert_eq!(content(&workspace), after);
    }

    #[test]
    fn the_latest_row_of_a_key_stays(loads in prop::collection::vec(prop::collection::btree_map(0u8..5, 0u8..4, 1..5), 1..5)) {
        let dir = tempfile::tempdir().unwrap();
        let config = "[workspace]\nname = \"w\"\n[[source]]\nname = \"s\"\npath = \"in/*.csv\"\ninto = \"shop_orders\"\n";
        fs::write(dir.path().join("jauge.toml"), config).unwrap();
        fs::create_dir(dir.path().join("in")).unwrap();
        let workspace = Settings::open(dir.path()).unwrap();
        let mut wanted = BTreeMap::new();
        for (nth, rows) in loads.iter().enumerate() {
            let text: String = rows.iter().map(|(id, amount)| format!("o{id},2026-01-0{},{amount}\n", 1 + amount)).collect();
            fs::write(dir.path().join(format!("in/{nth}.csv")), format!("order_id,ordered_at,revenue\n{text}")).unwrap();
            let known = loads[..nth].iter().any(|earlier| earlier == rows);
            load(&workspace, Options::default());
            if !known {
                wanted.extend(rows.iter().map(|(id, amount)| (format!("o{id}"), format!("{amount}.0000"))));
            }
        }
        let found = run(async {
            let snapshot = Snapshot::open(workspace.clone(), View::default(), &[]).await.unwrap();
            let frame = snapshot.sql("SELECT order_id, revenue FROM shop_orders", jiff::Timestamp::UNIX_EPOCH).await.unwrap();
            let mut found = BTreeMap::new();
            for batch in frame.collect().await.unwrap() {
                for row in 0..batch.num_rows() {
                    let cell = |column| array_value_to_string(batch.column(column), row).unwrap();
                    assert_eq!(found.insert(cell(0), cell(1)), None, "an order is there twice");
                }
            }
            found
        });
        prop_assert_eq!(found, wanted);
    }
}
