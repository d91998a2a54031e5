//! SQL reads and does nothing else, wherever it stands.

use std::fs;

use super::{fetched, said};
use crate::support::Workspace;

fn loaded() -> Workspace {
    let workspace = fetched("");
    workspace.ok(&["load"]);
    workspace
}

#[test]
fn sql_that_is_no_query_is_refused_with_a_sentence() {
    let workspace = loaded();
    let out = workspace.path().join("out.csv");
    let copy = format!("COPY (SELECT 1) TO '{}' STORED AS CSV", out.display());
    for (sql, name) in [
        ("INSERT INTO events SELECT * FROM events", "INSERT INTO"),
        (copy.as_str(), "COPY"),
        ("CREATE EXTERNAL TABLE t STORED AS CSV LOCATION '/etc/passwd'", "CREATE EXTERNAL TABLE"),
        ("DELETE FROM events WHERE true", "DELETE FROM"),
        ("UPDATE events SET visitor_id = 'x'", "UPDATE"),
        ("DROP TABLE events", "DROP TABLE"),
        ("SET datafusion.execution.batch_size = 1", "SET"),
        ("EXPLAIN ANALYZE INSERT INTO events SELECT * FROM events", "EXPLAIN ANALYZE INSERT INTO"),
        ("SELECT 1; DROP TABLE events", "DROP TABLE"),
        ("WITH x AS (DELETE FROM events) SELECT 1", "DELETE FROM"),
        ("SELECT * INTO other FROM events", "SELECT INTO"),
    ] {
        let ran = workspace.run(&["sql", sql]);
        let wanted = format!("only queries run here, and `{name}` is none");
        assert!(ran.code == 2 && said(&ran).contains(&wanted), "{sql}: {}", ran.stderr);
    }
    assert_eq!(workspace.sql("SELECT count(*) FROM events"), "1");
    assert!(!out.exists());
    workspace.ok(&["sql", "SHOW TABLES"]);
    workspace.ok(&["sql", "EXPLAIN SELECT * FROM events"]);
    workspace.ok(&["sql", "DESCRIBE events"]);
}

#[test]
fn no_path_and_no_function_reads_a_file() {
    let workspace = loaded();
    for from in
        ["'/etc/passwd'", "\"/etc/passwd\"", "'in/a.csv'", "read_csv('/etc/passwd')", "parquet_metadata('/etc/passwd')"]
    {
        let ran = workspace.run(&["sql", &format!("SELECT * FROM {from}")]);
        assert_eq!(ran.code, 2, "{from}: {}{}", ran.stdout, ran.stderr);
    }
}

#[test]
fn models_kpis_filters_and_selects_are_queries() {
    let workspace = loaded();
    let out = workspace.path().join("out.csv");
    let copy = format!("COPY (SELECT 1 AS count) TO '{}' STORED AS CSV", out.display());
    workspace.write("queries/models/m.sql", format!("/*---\nname = \"m\"\n---*/\n{copy}\n"));
    workspace
        .write("queries/models/ins.sql", "/*---\nname = \"ins\"\n---*/\nINSERT INTO events SELECT * FROM events\n");
    workspace.kpi("w.copied", "count", &copy);
    workspace.kpi("w.read", "count", "SELECT sum(count) FROM m");
    let listed = said(&workspace.run(&["kpi", "list"]));
    assert!(listed.contains("only queries run here, and `COPY` is none"), "{listed}");
    for args in [
        &["ask", "w.read", "--period", "all"][..],
        &["ask", "w.copied", "--period", "all"],
        &["sql", "SELECT * FROM m"],
        &["sql", "SELECT * FROM ins"],
        &["ask", "core.events", "--period", "all", "--where", "EXISTS (INSERT INTO events SELECT * FROM events)"],
        &["load", "--file", "in/a.csv", "--select", "INSERT INTO raw SELECT * FROM raw"],
        &["load", "--file", "in/a.csv", "--select", "SELECT * INTO other FROM raw"],
    ] {
        let ran = workspace.run(args);
        assert_ne!(ran.code, 0, "{args:?}: {}", ran.stdout);
        assert_ne!(ran.code, 5, "{args:?}: {}", ran.stderr);
    }
    fs::create_dir(workspace.path().join("objectives")).unwrap();
    let objective = "[[objective]]\nid = \"o\"\nkpi = \"core.events\"\ntarget = 5\nperiod = \"2026-01\"\nwhere = \"1 = 1; DROP TABLE \
                     events\"\n";
    workspace.write("objectives/o.toml", objective);
    workspace.run(&["evaluate", "--as-of", "2026-01-20"]);
    assert_eq!(workspace.sql("SELECT count(*) FROM events"), "1");
    assert!(!out.exists());
}
