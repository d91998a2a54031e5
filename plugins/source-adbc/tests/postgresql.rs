//! The connector with the real PostgreSQL driver and a PostgreSQL of its own.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod support;

use std::{
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

use jauge_plugin::{
    ConnectorError, Filter, Host, Op, Reject, Scan,
    arrow_array::{Array, cast::AsArray, types::Int64Type},
    arrow_schema::{DataType, TimeUnit},
    testkit::Diagnostics,
};
use serde_json::{Value, json};
use support::{Given, Place, after, connect, driver, execute, read};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/postgresql.sh");

/// A server that ends with it.
struct Server {
    place: Place,
    uri: String,
    driver: String,
}

impl Server {
    /// `None`, having said so, where there is no driver or PostgreSQL cannot be started.
    fn start(name: &str) -> Option<Self> {
        let driver = driver("JAUGE_ADBC_POSTGRESQL")?;
        let place = Place::new(name);
        let started = Command::new(SCRIPT).arg("start").arg(&place.0).output().unwrap();
        if !started.status.success() {
            eprintln!("SKIPPED: PostgreSQL does not start: {}", String::from_utf8_lossy(&started.stderr));
            return None;
        }
        let uri = String::from_utf8(started.stdout).unwrap().trim().to_owned();
        Some(Self { place, uri, driver })
    }

    fn run(&self, statements: &[&str]) {
        execute(&self.driver, &self.uri, statements);
    }

    fn config(&self, settings: Value) -> Value {
        let mut config = json!({"driver": self.driver, "uri": self.uri});
        config.as_object_mut().unwrap().extend(settings.as_object().unwrap().clone());
        config
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = Command::new(SCRIPT).arg("stop").arg(&self.place.0).status();
    }
}

fn texts(given: &Given, column: &str) -> Vec<String> {
    let batches = given.batches.iter().map(|batch| batch.column_by_name(column).unwrap().clone());
    let texts = batches.map(|column| column.as_string::<i32>().iter().flatten().map(str::to_owned).collect::<Vec<_>>());
    texts.flatten().collect()
}

// One server for all: starting it takes seconds.
#[test]
fn a_real_postgresql_is_read() {
    let Some(server) = Server::start("pg") else { return };
    a_million_rows_then_only_the_new_ones(&server);
    times_are_read_from_the_last_one_on(&server);
    types_arrive_as_they_are(&server);
    names_are_quoted_and_filters_pushed(&server);
    an_error_midway_ends_the_scan(&server);
    what_cannot_be_read_is_said_without_secrets(&server);
    nothing_is_written(&server);
    a_user_who_stops_waits_for_nothing(&server);
}

fn a_million_rows_then_only_the_new_ones(server: &Server) {
    server.run(&[
        "CREATE TABLE orders (id bigint PRIMARY KEY, name text, price numeric(12, 2), changed timestamptz)",
        "INSERT INTO orders SELECT i, 'order ' || i, i * 0.5, timestamptz '2026-01-01 UTC' + i * interval '1 s' \
         FROM generate_series(1, 1000000) i",
    ]);
    let config = server.config(json!({"table": "public.orders", "cursor": "id"}));
    let start = Instant::now();
    let all = read(&config, &Scan::default());
    eprintln!("PostgreSQL: {} rows in {:?}", all.rows(), start.elapsed());
    assert_eq!((all.rows(), all.error), (1_000_000, None));
    let checkpoint = all.checkpoint.unwrap();
    assert_eq!(checkpoint, r#"{"column":"id","type":"int64","value":"1000000"}"#);
    assert_eq!(after(&config, &checkpoint).rows(), 0);
    server.run(&["INSERT INTO orders VALUES (1000001, 'a', 1, now()), (1000005, NULL, NULL, NULL)"]);
    let new = after(&config, &checkpoint);
    assert_eq!(new.column("id").as_primitive::<Int64Type>().values(), &[1_000_001, 1_000_005]);
}

fn times_are_read_from_the_last_one_on(server: &Server) {
    for (data_type, shown) in
        [("timestamp", "2026-01-02 10:00:00.250"), ("timestamptz", "2026-01-02 10:00:00.250+00:00")]
    {
        server.run(&[
            "DROP TABLE IF EXISTS visits",
            &format!("CREATE TABLE visits (at {data_type}, what text)"),
            "SET timezone = 'UTC'; INSERT INTO visits VALUES ('2026-01-02 10:00:00.25', 'b'), ('2026-01-01', 'a'), (NULL, '?')",
        ]);
        let config = server.config(json!({"sql": "SELECT * FROM visits;", "cursor": "at"}));
        let all = read(&config, &Scan::default());
        assert_eq!((texts(&all, "what"), all.heard.rejects().len()), (vec!["a".to_owned(), "b".to_owned()], 1));
        let checkpoint = all.checkpoint.unwrap();
        assert!(checkpoint.contains(shown), "{checkpoint}");
        server.run(&[
            "SET timezone = 'UTC'; INSERT INTO visits VALUES ('2026-01-02 10:00:00.25', 'tie'), ('2026-01-03', 'c')",
        ]);
        let mut what = texts(&after(&config, &checkpoint), "what");
        what.sort();
        assert_eq!(what, ["b", "c", "tie"]);
    }
}

fn types_arrive_as_they_are(server: &Server) {
    let sql = "SELECT 1::int2 AS i, 1.50::numeric(9, 2) AS n, date '2026-01-01' AS d, timestamp '2026-01-01' AS t, \
               timestamptz '2026-01-01' AS z, true AS b, '{\"a\":1}'::jsonb AS j, \
               '00010203-0405-0607-0809-0a0b0c0d0e0f'::uuid AS u, 0.5::float8 AS f, NULL::text AS x";
    let given = read(&server.config(json!({"sql": sql})), &Scan::default());
    assert!(given.checkpoint.is_none());
    let types = given.batches[0].schema().fields().iter().map(|field| field.data_type().clone()).collect::<Vec<_>>();
    let micros = |zone: Option<&str>| DataType::Timestamp(TimeUnit::Microsecond, zone.map(Into::into));
    let expected = [
        DataType::Int16,
        DataType::Utf8,
        DataType::Date32,
        micros(None),
        micros(Some("UTC")),
        DataType::Boolean,
        DataType::Utf8,
        DataType::Utf8,
        DataType::Float64,
        DataType::Utf8,
    ];
    assert_eq!(types, expected);
    assert_eq!(texts(&given, "n"), ["1.50"]);
    assert_eq!(texts(&given, "u"), ["00010203-0405-0607-0809-0a0b0c0d0e0f"]);
    assert!(given.column("x").is_null(0));
}

fn names_are_quoted_and_filters_pushed(server: &Server) {
    server.run(&[
        r#"CREATE SCHEMA "Shop.1""#,
        r#"CREATE TABLE "Shop.1"."Or""ders" ("Id" int, "select" date, v text)"#,
        r#"INSERT INTO "Shop.1"."Or""ders" VALUES (1, '2026-01-01', 'a'), (2, '2026-01-02', NULL), (3, NULL, 'c')"#,
    ]);
    let config = server.config(json!({"table": r#""Shop.1"."Or""ders""#, "cursor": "id"}));
    let filter = |column: &str, op, value| Filter { column: column.to_owned(), op, value };
    let count = |filters: Vec<Filter>| {
        let given = read(&config, &Scan { filters, columns: Some(vec!["v".to_owned()]), ..Scan::default() });
        (given.rows(), given.applied)
    };
    assert_eq!(count(vec![filter("select", Op::NotEqual, json!("2026-01-01"))]), (1, vec![0]));
    assert_eq!(count(vec![filter("v", Op::Equal, json!("a")), filter("Id", Op::In, json!([1, 3]))]), (2, vec![1]));
    assert_eq!(count(vec![filter("v", Op::IsNull, Value::Null)]), (1, vec![0]));
    let text = server.config(json!({"sql": "SELECT 'it''s \\' AS v UNION ALL SELECT 'z'", "cursor": "v"}));
    let mark = json!({"column": "v", "type": "text", "value": "it's \\"}).to_string();
    assert_eq!(texts(&after(&text, &mark), "v"), ["it's \\", "z"]);
}

fn an_error_midway_ends_the_scan(server: &Server) {
    let config = server.config(json!({"sql": "SELECT id, 1 / (600000 - id) AS v FROM orders", "cursor": "id"}));
    let given = read(&config, &Scan::default());
    let said = given.error.as_ref().unwrap().to_string();
    assert!(given.rows() > 0 && given.rows() < 600_000);
    assert!(said.contains(&format!("after row {}: ", given.rows())) && said.contains("division by zero"), "{said}");
}

fn what_cannot_be_read_is_said_without_secrets(server: &Server) {
    let said = |config: &Value| {
        let host = Arc::new(Keeper(Instant::now()));
        let connector = match (source_adbc::plugin().sources[0].connect)(config, host) {
            Ok(connector) => connector,
            Err(error) => return error.to_string(),
        };
        let stream = connector.streams().unwrap().remove(0);
        connector.schema(&stream).map(|_| ()).unwrap_err().to_string()
    };
    assert!(said(&server.config(json!({"table": "Orders"}))).contains("upper and lower case told apart"));
    assert!(said(&server.config(json!({"sql": "SELEC 1"}))).contains("check `sql`"));
    let mut config = server.config(json!({"table": "t", "password": {"secret": "password"}}));
    config["uri"] = json!("postgresql://nobody@127.0.0.1:1/db");
    let refused = said(&config);
    assert!(refused.contains("refused") && !refused.contains("hunter2"), "{refused}");
    config["uri"] = json!("postgresql://nobody:hunter2@[127.0.0.1:1/db");
    let wrong = said(&config);
    assert!(!wrong.contains("hunter2"), "{wrong}");
}

fn nothing_is_written(server: &Server) {
    let config = server.config(json!({"sql": "DELETE FROM orders RETURNING id"}));
    let connector = connect(&config).unwrap();
    let stream = connector.streams().unwrap().remove(0);
    let said = connector.scan(&stream, &Scan::default(), Arc::new(Diagnostics::default())).map(|_| ()).unwrap_err();
    assert!(said.to_string().contains("read-only transaction"), "{said}");
}

fn a_user_who_stops_waits_for_nothing(server: &Server) {
    let connector = connect(&server.config(json!({"table": "orders"}))).unwrap();
    let stream = connector.streams().unwrap().remove(0);
    let mut rows = connector.scan(&stream, &Scan::default(), Arc::new(Keeper(Instant::now()))).unwrap();
    assert!(matches!(rows.batches.next(), Some(Err(ConnectorError::Cancelled))));
    assert!(rows.batches.next().is_none());
    let connector = connect(&server.config(json!({"sql": "SELECT pg_sleep(60)"}))).unwrap();
    let start = Instant::now();
    let host = Arc::new(Keeper(start + Duration::from_millis(500)));
    let stopped = match connector.scan(&stream, &Scan::default(), host) {
        Ok(mut rows) => rows.batches.next().unwrap().map(|_| ()),
        Err(error) => Err(error),
    };
    assert_eq!(stopped, Err(ConnectorError::Cancelled));
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}

/// Knows a password, and wants to stop from a moment on.
struct Keeper(Instant);

impl Host for Keeper {
    fn reject(&self, _: Reject) {}
    fn note(&self, _: &str) {}
    fn progress(&self, _: u64) {}
    fn is_cancelled(&self) -> bool {
        Instant::now() >= self.0
    }
    fn secret(&self, _: &str) -> Result<String, ConnectorError> {
        Ok("hunter2".to_owned())
    }
}
