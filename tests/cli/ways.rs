//! The ways people go through the command.

use std::process::Command;

use crate::support::{Ran, Workspace, jauge, program};

fn run(dir: &std::path::Path, args: &[&str]) -> Ran {
    program().args(args).current_dir(dir).output().unwrap().into()
}

#[test]
fn what_init_makes_runs_at_once() {
    let home = tempfile::tempdir().unwrap();
    let ran = run(home.path(), &["init", "my-site"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let site = home.path().join("my-site");
    let ran = run(&site, &["load", "--format", "csv"]);
    assert_eq!(
        ran.stdout,
        "source,table,batch,files,read,new,updated,duplicate,rejected,removed\nexample,events,1,1,4,4,0,0,0,0\n"
    );
    let ran = run(&site, &["ask", "revenue", "page_views", "--period", "all", "--format", "csv"]);
    assert!(ran.stdout.contains("49.9000,3"), "{}", ran.stdout);
    for args in [
        &["kpi", "list"][..],
        &["kpi", "show", "revenue"],
        &["kpi", "explain", "*"],
        &["kpi", "check"],
        &["source", "list"],
        &["source", "check"],
        &["rebuild"],
        &["sql", "SELECT * FROM kpis('day')"],
    ] {
        let ran = run(&site, args);
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.stderr);
    }
    assert_eq!(run(home.path(), &["init", "my-site"]).code, 2, "a workspace is never overwritten");
}

fn shop() -> Workspace {
    let shop = Workspace::new(
        "[workspace]\nname = \"shop\"\ntimezone = \"Europe/Paris\"\ncurrency = \"EUR\"\n[[source]]\nname = \"in\"\npath = \"in/*\"\n\
         select = \"SELECT 'purchase' AS event_name, at AS event_time, who AS visitor_id, amount AS value FROM raw\"\n",
    );
    shop.write("in/a.csv", "at,who,amount\n2026-01-05 10:00:00,a,1234.50\n2026-02-06 10:00:00,b,2.50\n");
    shop.kpi("shop.revenue", "money", "SELECT sum(value) FROM events");
    shop
}

#[test]
fn a_dry_run_keeps_nothing() {
    let shop = shop();
    let ran = shop.run(&["load", "--dry-run", "--format", "json"]);
    assert!(ran.stdout.contains("\"new\": 2") || ran.stdout.contains("\"new\":2"), "{}", ran.stdout);
    assert!(!shop.path().join(".jauge").exists(), "nothing is written");
    assert_eq!(shop.sql("SELECT count(*) FROM events"), "0");
    assert_eq!(shop.json(&["load"])[0]["new"], 2);
}

#[test]
fn a_dry_run_and_a_check_make_no_key_and_know_what_is_loaded() {
    let shop = shop();
    let config = std::fs::read_to_string(shop.path().join("jauge.toml")).unwrap();
    shop.write("jauge.toml", config + "\n[privacy]\nhash = [\"visitor_id\"]\n");
    shop.ok(&["source", "check"]);
    shop.ok(&["load", "--dry-run"]);
    assert!(!shop.path().join(".jauge").exists(), "nothing is written");
    shop.ok(&["load"]);
    shop.write("in/b.csv", "at,who,amount\n2026-01-05 10:00:00,a,1234.50\n2026-03-01 10:00:00,c,5\n");
    let files = || {
        let mut find = std::process::Command::new("find");
        find.arg(shop.path().join(".jauge")).args(["-printf", "%p %s %T@\\n"]).output().unwrap().stdout
    };
    let before = files();
    let dry = shop.json(&["load", "--dry-run"]);
    assert_eq!([&dry[0]["new"], &dry[0]["duplicate"]], [1, 1], "{dry}");
    assert_eq!(files(), before);
}

#[test]
fn a_batch_can_be_taken_back_and_loaded_again() {
    let shop = shop();
    shop.ok(&["load"]);
    shop.write("in/b.csv", "at,who,amount\n2026-03-01 10:00:00,c,5\n");
    shop.ok(&["load"]);
    shop.ok(&["load", "--undo", "2"]);
    assert_eq!(shop.sql("SELECT count(*) FROM events"), "2");
    assert_eq!(shop.json(&["load"])[0]["new"], 1);
    assert_eq!(shop.run(&["load", "--undo", "77"]).code, 2);
}

#[test]
fn a_file_that_changed_is_said_and_replaced_on_request() {
    let shop = shop();
    shop.ok(&["load"]);
    shop.write("in/a.csv", "at,who,amount\n2026-01-05 10:00:00,a,1234.50\n");
    let ran = shop.run(&["load"]);
    assert!(ran.stderr.contains("`in/a.csv` changed since batch 1"), "{}", ran.stderr);
    assert_eq!(shop.sql("SELECT count(*) FROM events"), "2");
    let row = shop.json(&["load", "--replace", "in"]);
    assert_eq!([&row[0]["new"], &row[0]["removed"]], [1, 2]);
    assert_eq!(shop.sql("SELECT count(*) FROM events"), "1");
    assert_eq!(shop.json(&["load"])[0]["files"], 0);
}

#[test]
fn a_file_that_no_source_names() {
    let shop = shop();
    shop.write("once.csv", "when,visitor\n2026-01-05,z\n");
    shop.ok(&[
        "load",
        "--file",
        "once.csv",
        "--select",
        "SELECT 'x' AS event_name, \"when\" AS event_time, visitor AS visitor_id FROM raw",
    ]);
    assert_eq!(shop.sql("SELECT visitor_id FROM events"), "z");
    assert_eq!(shop.sql("SELECT source_name FROM events"), "once.csv");
    // jauge.toml does not name it: there is nothing to replace by name.
    let select = "SELECT 'y' AS event_name, \"when\" AS event_time, visitor AS visitor_id FROM raw";
    shop.write("once.csv", "when,visitor\n2026-01-06,z\n");
    let again = shop.run(&["load", "--file", "once.csv", "--select", select, "--dry-run"]);
    assert!(again.stderr.contains("other settings in batch 1") && again.stderr.contains("changed since batch 1"));
    assert!(again.stderr.contains("`jauge load --undo 1`") && !again.stderr.contains("--replace"), "{}", again.stderr);
}

/// Without a `select` the columns of a file are the table's own, its ids among them.
#[test]
fn a_file_that_fits_keeps_its_ids() {
    let shop = Workspace::new("[workspace]\nname = \"w\"\n[[source]]\nname = \"in\"\npath = \"in/*.csv\"\n");
    shop.write("in/a.csv", "event_time,event_name,visitor_id\n2026-01-01T00:00:00Z,x,v\n");
    shop.write(
        "in/b.csv",
        "event_id,event_time,event_name,visitor_id\none,2026-01-02T00:00:00Z,x,v\none,2026-01-02T00:00:00Z,y,v\n",
    );
    let row = shop.json(&["load"]);
    assert_eq!([&row[0]["new"], &row[0]["rejected"]], [2, 1]);
    assert_eq!(shop.sql("SELECT event_id FROM events WHERE event_time > '2026-01-01T12:00:00Z'"), "one");
    assert!(shop.sql("SELECT event_id FROM events WHERE event_time < '2026-01-01T12:00:00Z'").starts_with("jauge:"));
}

#[test]
fn every_format_and_language() {
    let shop = shop();
    shop.ok(&["load"]);
    let ask = |more: &[&str]| shop.ok(&[&["ask", "revenue", "--period", "2026-01"], more].concat());
    assert!(ask(&[]).contains("1,234.50 EUR"), "{}", ask(&[]));
    assert!(ask(&["--locale", "fr"]).contains("1\u{202f}234,50"), "{}", ask(&["--locale", "fr"]));
    assert!(ask(&["--format", "json"]).contains("\"value\": 1234.5000"));
    assert!(
        ask(&["--format", "ndjson"]).starts_with("{\"kpi\": \"shop.revenue\"")
            || ask(&["--format", "ndjson"]).starts_with("{\"kpi\":\"shop.revenue\"")
    );
    assert!(ask(&["--format", "md"]).starts_with('|'));
    assert!(ask(&["--format", "csv", "--locale", "fr"]).contains("1234,5000"));
}

/// A French workspace answers in French, but for the keys that programs read.
#[test]
fn a_workspace_speaks_its_language() {
    let shop = shop();
    let french = |args: &[&str]| shop.run(&[args, &["--locale", "fr"]].concat());
    let loaded = french(&["load"]);
    assert!(loaded.stderr.contains("jour") && loaded.stderr.contains("Kio"), "{}", loaded.stderr);
    assert!(loaded.stdout.lines().next().unwrap().contains("rejetées"), "{}", loaded.stdout);
    assert!(french(&["load"]).stderr.contains("rien de nouveau depuis le dernier chargement"));
    let keys = french(&["load", "--format", "csv"]).stdout;
    assert!(keys.starts_with("source;table;batch;files;read;new;"), "{keys}");
    assert!(french(&["source", "list"]).stdout.contains("dernier chargement"));
    let entry = french(&["kpi", "show", "revenue"]).stdout;
    assert!(entry.contains("Nature          un montant ; "), "{entry}");
    let wrong = french(&["load", "ordres"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("pas de source `ordres`"), "{}", wrong.stderr);
    assert!(wrong.stderr.contains("aide : "), "{}", wrong.stderr);
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let shop = shop();
    let script = format!(
        "{} sql 'SELECT * FROM generate_series(1, 200000)' --format csv | head -1; echo ${{PIPESTATUS[0]}}",
        jauge().display()
    );
    let ran: Ran = Command::new("bash").args(["-c", &script]).current_dir(shop.path()).output().unwrap().into();
    assert_eq!(ran.stdout, "value\n0\n", "{}", ran.stderr);
    assert_eq!(ran.stderr, "");
}

#[test]
fn every_command_has_help_with_examples() {
    let shop = shop();
    for command in ["init", "load", "ask", "sql", "demo"] {
        assert!(shop.ok(&[command, "--help"]).contains("Example"), "{command}");
    }
    for command in ["kpi", "source", "rebuild"] {
        assert!(shop.ok(&[command, "--help"]).contains("Usage"), "{command}");
    }
}

#[test]
fn one_scan_for_ten_kpis() {
    let shop = shop();
    shop.ok(&["load"]);
    for nth in 0..10 {
        let sql = format!("SELECT sum(10 / (value - {nth})) FROM events WHERE value <> {nth}");
        shop.kpi(&format!("shop.k{nth}"), "number", &sql);
    }
    let plan = shop.ok(&["kpi", "explain", "shop.k*", "--period", "all"]);
    assert!(plan.contains("events: one scan for shop.k0, shop.k1, shop.k2"), "{plan}");
    assert_eq!(plan.matches("DataSourceExec").count(), 1, "{plan}");
    let together = shop.json(&["ask", "shop.k*", "--period", "all", "--grain", "month"]);
    for nth in 0..10 {
        let id = format!("shop.k{nth}");
        let alone = shop.json(&["ask", &id, "--period", "all", "--grain", "month"]);
        let same: Vec<_> =
            together.as_array().unwrap().iter().filter(|row| row["kpi"] == id.as_str()).cloned().collect();
        assert_eq!(alone, serde_json::Value::Array(same));
    }
}
