//! Laws of repeated keys: what stays in a table of the user's own is what a map in the order of loading would hold.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    sync::Arc,
};

use arrow::util::display::array_value_to_string;
use proptest::prelude::*;

use crate::snapshot::{Snapshot, View};
use jauge_load::{Loader, Options, Progress};
use jauge_store::Store;
use jauge_workspace::Settings;

/// A row: key, version, amount.
type Row = (u8, u8, u8);

/// Loads one file after the other into a table of the user's own that is declared so; answers its rows.
fn after(declared: &str, files: &[Vec<Row>]) -> Vec<Row> {
    let dir = tempfile::tempdir().unwrap();
    let config = format!(
        "[workspace]\nname = \"w\"\n[[source]]\nname = \"s\"\npath = \"in/*.csv\"\ninto = \"own\"\n\
         select = \"SELECT cast(id AS BIGINT) AS id, cast(version AS BIGINT) AS version, cast(amount AS BIGINT) AS amount, day FROM raw\"\n\
         [table.own]\ntime = \"day\"\n{declared}\n"
    );
    fs::write(dir.path().join("jauge.toml"), config).unwrap();
    fs::create_dir(dir.path().join("in")).unwrap();
    let workspace = Settings::open(dir.path()).unwrap();
    let work = async {
        for (nth, rows) in files.iter().enumerate() {
            let line = |(id, version, amount): &Row| format!("{id},{version},{amount},2026-01-0{}\n", 1 + id);
            let text: String = rows.iter().map(line).collect();
            fs::write(dir.path().join(format!("in/{nth}.csv")), format!("id,version,amount,day\n{text}")).unwrap();
            let store = Store::open(workspace.store_dir()).unwrap();
            let loader = Loader::new(&workspace, &store, Options::default(), Arc::new(Progress::default()), |why| {
                format!("{why:?}")
            });
            loader.load(&workspace.config.sources[0]).await.unwrap();
        }
        let snapshot = Snapshot::open(workspace.clone(), View::default(), &[]).await.unwrap();
        let sql = "SELECT id, version, amount FROM own ORDER BY 1, 2, 3";
        let batches = snapshot.sql(sql, jiff::Timestamp::UNIX_EPOCH).await.unwrap().collect().await.unwrap();
        let mut rows = Vec::new();
        for batch in batches {
            let cell = |row, column| array_value_to_string(batch.column(column), row).unwrap().parse().unwrap();
            rows.extend((0..batch.num_rows()).map(|row| (cell(row, 0), cell(row, 1), cell(row, 2))));
        }
        rows
    };
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap().block_on(work)
}

/// The files that count: one with the content of an earlier one is known.
fn distinct(files: &[Vec<Row>]) -> impl Iterator<Item = &Vec<Row>> {
    files.iter().enumerate().filter(|(nth, rows)| !files[..*nth].contains(rows)).map(|(_, rows)| rows)
}

prop_compose! {
    fn files()(files in prop::collection::vec(prop::collection::vec((0u8..4, 0u8..5, 0u8..3), 1..10), 1..5)) -> Vec<Vec<Row>> {
        files
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn keep_holds_the_first_row_of_a_key(files in files()) {
        let mut wanted = BTreeMap::new();
        for row in distinct(&files).flatten() {
            wanted.entry(row.0).or_insert(*row);
        }
        let found = after("key = [\"id\"]\non_duplicate = \"keep\"", &files);
        prop_assert_eq!(found, wanted.into_values().collect::<Vec<_>>());
    }

    #[test]
    fn latest_by_holds_the_greatest_version_whatever_the_order(files in files()) {
        // One version of a key has one content, so that the order of loading cannot matter.
        let files: Vec<Vec<Row>> =
            files.into_iter().map(|rows| rows.into_iter().map(|(id, version, _)| (id, version, version)).collect()).collect();
        let mut wanted: BTreeMap<u8, Row> = BTreeMap::new();
        for row in files.iter().flatten() {
            let held = wanted.entry(row.0).or_insert(*row);
            *held = (*held).max(*row);
        }
        let wanted: Vec<Row> = wanted.into_values().collect();
        let declared = "key = [\"id\"]\non_duplicate = \"latest by version\"";
        prop_assert_eq!(&after(declared, &files), &wanted);
        let mut backwards = files;
        backwards.reverse();
        prop_assert_eq!(&after(declared, &backwards), &wanted);
    }

    #[test]
    fn a_slice_is_what_the_last_load_that_has_it_brought(files in files()) {
        let files: Vec<Vec<Row>> =
            files.into_iter().map(|rows| rows.into_iter().collect::<BTreeSet<_>>().into_iter().collect()).collect();
        let mut wanted: BTreeMap<u8, BTreeSet<Row>> = BTreeMap::new();
        for rows in distinct(&files) {
            let slices: BTreeSet<u8> = rows.iter().map(|row| row.0).collect();
            for slice in slices {
                wanted.insert(slice, rows.iter().filter(|row| row.0 == slice).copied().collect());
            }
        }
        let found = after("key = [\"id\"]\non_duplicate = \"replace slice\"", &files);
        prop_assert_eq!(found, wanted.into_values().flatten().collect::<Vec<_>>());
    }
}
