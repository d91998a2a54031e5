//! The connector with the real SQLite driver.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod support;

use std::{sync::Arc, time::Instant};

use jauge_plugin::{
    Filter, Op, Scan,
    arrow_array::{Array, cast::AsArray, types::Int64Type},
    arrow_schema::DataType,
    testkit::{self, Diagnostics},
};
use serde_json::{Value, json};
use support::{Place, after, connect, driver, execute, read};

const MILLION: &str = "INSERT INTO orders WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) \
                       SELECT i, 'order ' || i, i * 0.5, datetime('2026-01-01', '+' || i || ' seconds') FROM n";
const ORDERS: &str = "CREATE TABLE orders (id INTEGER PRIMARY KEY, name TEXT, price REAL, changed TEXT)";

/// A database in which `statements` were run, and the settings that read `table` of it.
fn database(name: &str, statements: &[&str], table: &str) -> Option<(Place, String, Value)> {
    let driver = driver("JAUGE_ADBC_SQLITE")?;
    let place = Place::new(name);
    execute(&driver, &place.file(), statements);
    let config = json!({"driver": driver, "file": place.file(), "table": table});
    Some((place, driver, config))
}

fn with(config: &Value, settings: Value) -> Value {
    let mut config = config.clone();
    for (name, value) in settings.as_object().unwrap() {
        config[name] = value.clone();
    }
    config
}

#[test]
fn the_declared_example_holds() {
    let Some(driver) = driver("JAUGE_ADBC_SQLITE") else { return };
    let mut plugin = source_adbc::plugin();
    plugin.sources[0].examples[0].config["driver"] = json!(driver);
    testkit::check(&plugin, ".").unwrap();
}

#[test]
fn a_driver_is_found_by_its_manifest_and_started_by_its_symbol() {
    let Some((place, driver, config)) = database("manifest", &[ORDERS], "orders") else { return };
    let manifest = place.0.join("mine.toml");
    std::fs::write(&manifest, format!("[Driver]\nshared = {driver:?}\n")).unwrap();
    assert_eq!(read(&with(&config, json!({"driver": manifest})), &Scan::default()).rows(), 0);
    let started = with(&config, json!({"entrypoint": "AdbcDriverSqliteInit"}));
    assert_eq!(read(&started, &Scan::default()).rows(), 0);
}

#[test]
fn a_million_rows_then_only_the_new_ones() {
    let Some((place, driver, config)) = database("million", &[ORDERS, MILLION], "orders") else { return };
    let config = with(&config, json!({"cursor": "id"}));
    let start = Instant::now();
    let all = read(&config, &Scan::default());
    eprintln!("SQLite: {} rows in {:?}", all.rows(), start.elapsed());
    assert_eq!((all.rows(), all.error), (1_000_000, None));
    let checkpoint = all.checkpoint.unwrap();
    assert_eq!(checkpoint, r#"{"column":"id","type":"int64","value":"1000000"}"#);
    let none = after(&config, &checkpoint);
    assert_eq!((none.rows(), none.checkpoint), (0, None));
    execute(&driver, &place.file(), &["INSERT INTO orders VALUES (1000001, NULL, 2, 'x'), (1000007, NULL, 3, 'y')"]);
    let new = after(&config, &checkpoint);
    assert_eq!(new.column("id").as_primitive::<Int64Type>().values(), &[1_000_001, 1_000_007]);
    // The first rows of the table tell the types, not these.
    assert_eq!(new.column("name").data_type(), &DataType::Utf8);
    assert_eq!(new.column("price").data_type(), &DataType::Float64);
    assert!(new.checkpoint.unwrap().contains("1000007"));
}

#[test]
fn a_time_is_read_again_so_that_none_of_its_rows_is_missed() {
    let statements = ["CREATE TABLE t (at TEXT)", "INSERT INTO t VALUES ('2026-01-02'), ('2026-01-01')"];
    let Some((place, driver, config)) = database("ties", &statements, "t") else { return };
    let config = with(&config, json!({"cursor": "AT"}));
    let checkpoint = read(&config, &Scan::default()).checkpoint.unwrap();
    assert_eq!(checkpoint, r#"{"column":"at","type":"text","value":"2026-01-02"}"#);
    execute(&driver, &place.file(), &["INSERT INTO t VALUES ('2026-01-02'), ('2026-01-03'), ('2025-01-01')"]);
    let texts = after(&config, &checkpoint).column("at");
    let texts: Vec<_> = texts.as_string::<i32>().iter().flatten().collect();
    assert_eq!(texts, ["2026-01-02", "2026-01-02", "2026-01-03"]);
}

#[test]
fn a_checkpoint_midway_goes_on_with_the_next_row() {
    let Some((_place, _, config)) = database("midway", &[ORDERS, MILLION], "orders") else { return };
    let config = with(&config, json!({"cursor": "id"}));
    let connector = connect(&config).unwrap();
    let stream = connector.streams().unwrap().remove(0);
    let mut rows = connector.scan(&stream, &Scan::default(), Arc::new(Diagnostics::default())).unwrap();
    let first = rows.batches.next().unwrap().unwrap().num_rows();
    let checkpoint = rows.checkpoint.unwrap().get().unwrap();
    drop(rows.batches);
    assert_eq!(first + after(&config, &checkpoint).rows(), 1_000_000);
}

#[test]
fn a_column_of_mixed_types_fails_at_its_row_by_name() {
    let mixed = "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) \
                 SELECT i, CASE i WHEN 30000 THEN 'oops' ELSE i END FROM n";
    let Some((_place, _, config)) = database("mixed", &["CREATE TABLE t (id INTEGER, v)", mixed], "t") else { return };
    for (settings, row) in [(json!({}), "row 30000:"), (json!({"cursor": "id"}), "row 30000 (at 30000):")] {
        let given = read(&with(&config, settings), &Scan::default());
        let said = given.error.as_ref().unwrap().to_string();
        assert!(given.batches.len() > 1, "it fails midway");
        assert!(said.starts_with("`t`: ") && said.contains(row) && said.contains("`v` is the text `oops`"), "{said}");
    }
    let mut sql = with(&config, json!({"sql": "SELECT * FROM t -- all"}));
    sql.as_object_mut().unwrap().remove("table");
    let said = read(&sql, &Scan::default()).error.unwrap().to_string();
    assert!(said.contains("row 30000: `v` is the text `oops`"), "{said}");
    // Later, where the batch itself tells other types than the first rows of the table do.
    let checkpoint = r#"{"column":"id","type":"int64","value":"29990"}"#;
    let said = after(&with(&config, json!({"cursor": "id"})), checkpoint).error.unwrap().to_string();
    assert!(said.contains("row 10 (at 30000): `v` is the text `oops`"), "{said}");
}

#[test]
fn a_column_has_one_type_whatever_the_first_rows_say() {
    let table = "CREATE TABLE t (id INTEGER, why TEXT, price DECIMAL(9, 2), any, seldom)";
    let rows = "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000) \
                SELECT i, CASE WHEN i > 30000 THEN 'late' END, i / 20000.0, NULL, CASE WHEN i = 35000 THEN 'once' END FROM n";
    let Some((place, driver, config)) = database("seldom", &[table, rows], "t") else { return };
    let config = with(&config, json!({"cursor": "id"}));
    let types = |given: &support::Given| {
        given.batches[0].schema().fields().iter().map(|field| field.data_type().clone()).collect::<Vec<_>>()
    };
    let expected = [DataType::Int64, DataType::Utf8, DataType::Float64, DataType::Int64, DataType::Utf8];
    let all = read(&config, &Scan::default());
    assert_eq!((all.rows(), &all.error), (40_000, &None));
    assert_eq!(types(&all), expected);
    execute(&driver, &place.file(), &["INSERT INTO t VALUES (40001, NULL, 7, NULL, NULL)"]);
    let new = after(&config, &all.checkpoint.clone().unwrap());
    assert_eq!((new.rows(), types(&new)), (1, expected.to_vec()));
    let scan = Scan { columns: Some(vec!["seldom".to_owned(), "id".to_owned()]), limit: Some(7), ..Scan::default() };
    assert_eq!(read(&config, &scan).rows(), 7);
    let mut sql = with(&config, json!({"sql": "SELECT * FROM t -- all"}));
    sql.as_object_mut().unwrap().remove("table");
    sql.as_object_mut().unwrap().remove("cursor");
    assert_eq!(read(&sql, &Scan::default()).rows(), 40_001);
}

#[test]
fn columns_filters_and_a_limit_go_to_the_database() {
    let statements = [ORDERS, "INSERT INTO orders VALUES (1, 'a', 1, ''), (2, NULL, 2, ''), (3, 'c', 3, '')"];
    let Some((_place, _, config)) = database("pushed", &statements, "orders") else { return };
    let filter = |column: &str, op, value| Filter { column: column.to_owned(), op, value };
    let scan = Scan {
        columns: Some(vec!["name".to_owned()]),
        filters: vec![filter("id", Op::GreaterOrEqual, json!(2)), filter("name", Op::IsNotNull, Value::Null)],
        limit: Some(5),
        ..Scan::default()
    };
    let given = read(&config, &scan);
    assert_eq!((given.rows(), given.applied.as_slice()), (1, [0, 1].as_slice()));
    assert_eq!(given.batches[0].num_columns(), 1);
    let scan = Scan { filters: vec![filter("name", Op::Equal, json!("a"))], limit: Some(1), ..Scan::default() };
    let given = read(&config, &scan);
    assert_eq!((given.rows(), given.applied.len()), (3, 0), "the limit is Jauge's where a filter is");
}

#[test]
fn hard_names_and_comments_do_no_harm() {
    let table = r#"CREATE TABLE "a.b ""c" ("select" INTEGER, "x]`y" TEXT)"#;
    let Some((_place, _, config)) = database("names", &[table, r#"INSERT INTO "a.b ""c" VALUES (1, 'z')"#], "x") else {
        return;
    };
    let named = with(&config, json!({"table": r#""a.b ""c""#, "cursor": "select"}));
    let scan = Scan { columns: Some(vec!["x]`y".to_owned()]), ..Scan::default() };
    assert_eq!(read(&named, &scan).rows(), 1);
    let mut sql = with(&config, json!({"sql": "SELECT 1 AS id -- one;\n ;", "cursor": "id"}));
    sql.as_object_mut().unwrap().remove("table");
    assert_eq!(read(&sql, &Scan::default()).rows(), 1);
}

#[test]
fn rows_without_a_cursor_value_are_rejected() {
    let statements = ["CREATE TABLE t (id INTEGER)", "INSERT INTO t VALUES (NULL), (1), (NULL), (2)"];
    let Some((_place, _, config)) = database("nulls", &statements, "t") else { return };
    let given = read(&with(&config, json!({"cursor": "id"})), &Scan::default());
    assert_eq!((given.rows(), given.heard.rejects().len()), (2, 2));
    assert_eq!(given.heard.rejects()[0].column.as_deref(), Some("id"));
}

#[test]
fn what_cannot_be_read_is_said() {
    let Some((place, _, config)) = database("wrong", &[ORDERS], "orders") else { return };
    let said = |config: &Value| {
        let connector = match connect(config) {
            Ok(connector) => connector,
            Err(error) => return error.to_string(),
        };
        let stream = connector.streams().unwrap().remove(0);
        match connector.scan(&stream, &Scan::default(), Arc::new(Diagnostics::default())) {
            Ok(_) => "nothing is wrong".to_owned(),
            Err(error) => error.to_string(),
        }
    };
    assert!(said(&with(&config, json!({"table": "order"}))).contains("no such table"));
    assert!(said(&with(&config, json!({"cursor": "time"}))).contains("there are `id`, `name`"));
    assert!(said(&with(&config, json!({"options": {"no.such": 1}}))).contains("no.such"));
    let missing = place.0.join("none.db");
    assert!(said(&with(&config, json!({"file": missing}))).contains("there is no file"));
    assert!(!missing.exists(), "a database that is not there is not made");
    assert!(said(&with(&config, json!({"driver": "/bin/true.so"}))).contains("there is no ADBC driver at"));
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    assert!(said(&with(&config, json!({"driver": source}))).contains("does not load"));
    assert!(said(&with(&config, json!({"driver": "no_such"}))).contains("/etc/adbc/drivers"));
}

#[test]
fn a_hard_text_stays_one_text() {
    let Some((_place, _, config)) = database("texts", &[ORDERS], "orders") else { return };
    for text in ["it's", "'", "''", "\\", "\\'", "\"", "a\nb", "%s", "?1", "$1", "-- x", "; DROP TABLE orders", "é🦀"]
    {
        let mut config = with(&config, json!({"cursor": "v"}));
        config.as_object_mut().unwrap().remove("table");
        config["sql"] = json!(format!("SELECT '{}' AS v", text.replace('\'', "''")));
        let mark = read(&config, &Scan::default()).checkpoint.unwrap();
        let again = after(&config, &mark);
        assert_eq!(again.column("v").as_string::<i32>().value(0), text);
    }
}
