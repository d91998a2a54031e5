//! Databases through ADBC, isolated: a real SQLite and a real PostgreSQL.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::unwrapped;
use crate::support::Workspace;

const ORDERS: &str = "
[table.orders]
key = [\"id\"]
columns = { id = \"integer\", customer = \"text\", amount = \"integer\" }
";

/// The driver that the environment names; a test without it says so and passes.
fn driver(variable: &str) -> Option<String> {
    let driver = env::var(variable).ok();
    if driver.is_none() {
        eprintln!(
            "skipped: {variable} does not name an ADBC driver (`plugins/source-adbc/fixtures/setup.sh` fetches them)"
        );
    }
    driver
}

fn workspace(driver: &str, settings: &str) -> Workspace {
    Workspace::new(&format!(
        "[workspace]\nname = \"w\"\n\n[[source]]\nname = \"db\"\nconnector = \"adbc\"\ndriver = {driver:?}\ninto = \
         \"orders\"\n{settings}\n{ORDERS}"
    ))
}

/// Runs SQL in the SQLite file of a workspace.
fn sqlite(workspace: &Workspace, sql: &str) {
    let python = env::var("JAUGE_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = "import sqlite3,sys; db=sqlite3.connect(sys.argv[1]); db.executescript(sys.argv[2]); db.commit()";
    let done =
        Command::new(python).args(["-c", script]).arg(workspace.path().join("shop.db")).arg(sql).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// A million rows, then only the new ones; `run` changes the database.
fn a_million_rows_then_only_the_new_ones(workspace: &Workspace, run: impl Fn(&str)) {
    let first = workspace.json(&["load"]);
    assert_eq!((&first[0]["read"], &first[0]["new"]), (&1_000_000.into(), &1_000_000.into()));
    assert_eq!(workspace.sql("SELECT sum(amount) FROM orders"), "499500000");
    run("INSERT INTO orders VALUES (1000001, 'new', 7), (1000002, 'new', 8)");
    let second = workspace.json(&["load"]);
    assert_eq!((&second[0]["read"], &second[0]["new"]), (&2.into(), &2.into()), "{second}");
    let third = workspace.run(&["load"]);
    assert!(third.stderr.contains("nothing new"), "{}", third.stderr);
    assert_eq!(workspace.sql("SELECT count(*) FROM orders"), "1000002");
}

#[test]
fn sqlite_gives_a_million_rows_then_only_the_new_ones() {
    let Some(driver) = driver("JAUGE_ADBC_SQLITE") else { return };
    let workspace = workspace(&driver, "file = \"shop.db\"\ntable = \"orders\"\ncursor = \"id\"");
    sqlite(
        &workspace,
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT, amount INTEGER);
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
         INSERT INTO orders SELECT i, 'c' || (i % 5000), i % 1000 FROM n;",
    );
    a_million_rows_then_only_the_new_ones(&workspace, |sql| sqlite(&workspace, sql));
}

/// SQLite lets a text stand in a column of numbers; where one comes up late, nothing is loaded and the row is named.
#[test]
fn a_mixed_column_fails_mid_stream_and_loads_nothing() {
    let Some(driver) = driver("JAUGE_ADBC_SQLITE") else { return };
    let workspace = workspace(&driver, "file = \"shop.db\"\ntable = \"orders\"\ncursor = \"id\"");
    sqlite(
        &workspace,
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT, amount);
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)
         INSERT INTO orders SELECT i, 'c', i FROM n;
         UPDATE orders SET amount = 'oops' WHERE id = 30000;",
    );
    let ran = workspace.run(&["load"]);
    let said = unwrapped(&ran.stderr);
    assert_eq!(ran.code, 4, "{said}");
    assert!(said.contains("adbc") && said.contains("30000") && said.contains("oops"), "{said}");
    assert_eq!(workspace.sql("SELECT count(*) FROM orders"), "0");
}

/// A PostgreSQL that ends with the test.
struct Server {
    folder: PathBuf,
    uri: String,
}

impl Server {
    fn script() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../plugins/source-adbc/fixtures/postgresql.sh")
    }

    fn start() -> Option<Self> {
        let folder = env::temp_dir().join(format!("jauge-postgresql-{}", std::process::id()));
        let started = Command::new("sh").arg(Self::script()).arg("start").arg(&folder).arg("54331").output().unwrap();
        if !started.status.success() {
            eprintln!("skipped: PostgreSQL does not start: {}", String::from_utf8_lossy(&started.stderr));
            return None;
        }
        Some(Self { folder, uri: String::from_utf8(started.stdout).unwrap().trim().to_owned() })
    }

    fn run(&self, sql: &str) {
        let bin = Command::new("sh").arg(Self::script()).arg("where").output().unwrap();
        let psql = Path::new(String::from_utf8_lossy(&bin.stdout).trim()).join("psql");
        let done = Command::new(psql).args(["-q", "-v", "ON_ERROR_STOP=1", "-c", sql]).arg(&self.uri).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = Command::new("sh").arg(Self::script()).arg("stop").arg(&self.folder).status();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn postgresql_gives_a_million_rows_then_only_the_new_ones() {
    let Some(driver) = driver("JAUGE_ADBC_POSTGRESQL") else { return };
    let Some(server) = Server::start() else { return };
    server.run("CREATE TABLE orders (id bigint PRIMARY KEY, customer text, amount bigint)");
    server.run("INSERT INTO orders SELECT i, 'c' || i % 5000, i % 1000 FROM generate_series(1, 1000000) AS i");
    let workspace = workspace(&driver, "uri = { file = \"uri.txt\" }\nsql = \"SELECT * FROM orders\"\ncursor = \"id\"");
    // A secret's file is as jauge.toml names it.
    let uri = workspace.path().join("uri.txt");
    fs::write(&uri, &server.uri).unwrap();
    let config = fs::read_to_string(workspace.path().join("jauge.toml")).unwrap();
    workspace.write("jauge.toml", config.replace("uri.txt", uri.to_str().unwrap()));
    a_million_rows_then_only_the_new_ones(&workspace, |sql| server.run(sql));
}

/// The query that docs/recipes.md has for Matomo's tables, and the recipe that reads its rows.
#[test]
fn matomos_database_is_read_by_the_query_of_the_docs() {
    let Some(driver) = driver("JAUGE_ADBC_SQLITE") else { return };
    let docs = include_str!("../../docs/recipes.md");
    let query = docs.split("sql = '''").nth(1).unwrap().split("'''").next().unwrap();
    let workspace = Workspace::new(&format!(
        "[workspace]\nname = \"w\"\ntimezone = \"UTC\"\ncurrency = \"EUR\"\n\n[[source]]\nname = \"db\"\nlike = \"matomo.database\"\nconnector \
         = \"adbc\"\ndriver = {driver:?}\nfile = \"shop.db\"\nsql = '''{query}'''\n"
    ));
    sqlite(
        &workspace,
        "CREATE TABLE matomo_log_visit (idvisit INTEGER PRIMARY KEY, idvisitor BLOB, user_id TEXT);
         CREATE TABLE matomo_log_action (idaction INTEGER PRIMARY KEY, name TEXT, type INTEGER, url_prefix INTEGER);
         CREATE TABLE matomo_log_link_visit_action (idlink_va INTEGER PRIMARY KEY, idvisit INTEGER, idvisitor BLOB, server_time TEXT,
           idaction_url INTEGER, idaction_name INTEGER, idaction_event_category INTEGER, idaction_content_name INTEGER,
           search_count INTEGER);
         CREATE TABLE matomo_log_conversion (idvisit INTEGER, idvisitor BLOB, server_time TEXT, url TEXT, idgoal INTEGER, buster
           INTEGER, idorder TEXT, revenue REAL, revenue_tax REAL, revenue_shipping REAL, revenue_discount REAL);
         INSERT INTO matomo_log_visit VALUES (1, x'AB12', 'anna');
         INSERT INTO matomo_log_action VALUES (2, 'a.example/x', 1, 3), (3, 'Hello', 4, NULL), (4, 'a.example/f.pdf', 3, 2);
         INSERT INTO matomo_log_link_visit_action VALUES (1, 1, x'AB12', '2026-01-05 10:00:00', 2, 3, NULL, NULL, NULL),
           (2, 1, x'AB12', '2026-01-05 10:01:00', 2, 3, 7, NULL, NULL),
           (3, 1, x'AB12', '2026-01-05 10:02:00', 4, NULL, NULL, NULL, NULL);
         INSERT INTO matomo_log_conversion VALUES
           (1, x'AB12', '2026-01-05 10:03:00', 'https://a.example/done', 0, 9, 'o-1', 12.5, 2.0, 0, 0),
           (1, x'AB12', '2026-01-05 10:04:00', '', -1, 0, NULL, 99, NULL, NULL, NULL);",
    );
    for _ in 0..2 {
        workspace.ok(&["load", "--quiet"]);
        let told = "SELECT string_agg(event_name, ' ' ORDER BY event_time) || ' ' || max(page_location) || ' ' || max(transaction_id) \
                    || ' ' || CAST(sum(value) AS VARCHAR) || ' ' || max(visitor_id) FROM events";
        let wanted = "page_view event file_download purchase https://www.a.example/x o-1 12.5000 ab12";
        assert_eq!(workspace.sql(told), wanted);
    }
}
