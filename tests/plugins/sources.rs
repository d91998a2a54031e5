//! The connectors that come with Jauge, on real data, without a `select`.

use std::{fs, path::Path, process::Command};

use crate::support::{Ran, Workspace, data_home, jauge, real_data};

#[test]
fn ga4_loads_its_export_without_a_select() {
    let Some(folder) = real_data("ga4") else { return };
    let site = Workspace::new(&format!(
        "[workspace]\nname = \"ga4\"\ntimezone = \"America/Los_Angeles\"\n\n[[source]]\nname = \"export\"\nconnector = \
         \"ga4\"\npath = \"{}/*.parquet\"\n",
        folder.display()
    ));
    let loads = site.json(&["load"]);
    assert_eq!([&loads[0]["read"], &loads[0]["new"], &loads[0]["rejected"]], [24_219, 24_219, 0]);
    let count = |name: &str| site.sql(&format!("SELECT count(*) FROM events WHERE event_name = '{name}'"));
    let names = ["page_view", "view_item", "purchase", "add_to_cart", "view_search_results"];
    assert_eq!(names.map(count), ["7498", "2119", "624", "305", "144"]);
    assert_eq!(site.sql("SELECT sum(value) FROM events WHERE event_name = 'purchase'"), "41529.0");
    assert_eq!(site.sql("SELECT sum(cardinality(items)) FROM events"), "23294");
    assert_eq!(site.run(&["load"]).stderr.matches("nothing new").count(), 1);
}

/// A real log with no setting but its path: every line, the broken one by its number.
#[test]
fn weblog_reads_a_log_with_no_setting_but_its_path() {
    let Some(folder) = real_data("apache-logs") else { return };
    let site = Workspace::new(&format!(
        "[workspace]\nname = \"log\"\ntimezone = \"UTC\"\n\n[[source]]\nname = \"log\"\nconnector = \"weblog\"\npath = \
         \"{}/access.log\"\n",
        folder.display()
    ));
    let loads = site.json(&["load"]);
    assert_eq!([&loads[0]["read"], &loads[0]["new"], &loads[0]["rejected"]], [10_000, 9_999, 1]);
    assert_eq!(site.sql("SELECT line FROM rejects"), "8899");
    // Pages, what they are made of, what is fetched to keep, and what was not there.
    let count = |name: &str| site.sql(&format!("SELECT count(*) FROM events WHERE event_name = '{name}'"));
    assert_eq!(["page_view", "request", "file_download", "request_error"].map(count), ["3082", "6709", "73", "135"]);
    assert_eq!(site.sql("SELECT count(*) FROM events WHERE visitor_id LIKE '%.%.%.%'"), "0");
    assert!(site.run(&["load"]).stderr.contains("nothing new"));
}

#[test]
fn a_hidden_file_among_logs_is_named_and_passed_over() {
    let source = "[[source]]\nname = \"log\"\nconnector = \"weblog\"\npath = \"logs/*\"\n";
    let site = Workspace::new(&format!("[workspace]\nname = \"log\"\ntimezone = \"UTC\"\n{source}"));
    let hit = "1.2.3.4 - - [02/Sep/2025:05:01:29 +0000] \"GET / HTTP/1.1\" 200 166 \"-\" \"Mozilla/5.0\"\n";
    site.write("logs/access.log", hit).write("logs/.DS_Store", b"\0\0\0\x01Bud1\0");
    let ran = site.run(&["load"]);
    assert!(ran.code == 0 && ran.stderr.contains("logs/.DS_Store` is hidden"), "{}", ran.stderr);
    assert_eq!(site.sql("SELECT count(*) FROM events"), "1");
}

/// Everything a pack brings is read from its library once: after that neither the library is read nor a process started, so
/// that asking costs no more than with packs that are built in.
#[test]
fn asking_starts_no_plugin() {
    let shop = Workspace::new("[workspace]\nname = \"w\"\npacks = [\"ecommerce\"]\n");
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("../plugins/pack-ecommerce/plugin.toml");
    let library = jauge().with_file_name("libpack_ecommerce.so");
    let folder = shop.path().join("pack");
    fs::create_dir(&folder).unwrap();
    fs::copy(here, folder.join("plugin.toml")).unwrap();
    fs::copy(&library, folder.join("libpack_ecommerce.so")).unwrap();
    // A program beside which no plugin lies, or there would be two of one name.
    let alone = shop.path().join("jauge");
    fs::hard_link(jauge(), &alone).or_else(|_| fs::copy(jauge(), &alone).map(drop)).unwrap();
    let run = |args: &[&str]| {
        let mut command = Command::new(&alone);
        command.args(args).current_dir(shop.path()).env("XDG_DATA_HOME", data_home()).env_remove("JAUGE_TRUST");
        Ran::from(command.output().unwrap())
    };
    assert_eq!(run(&["plugin", "add", "pack"]).code, 0);
    let list = || run(&["kpi", "list", "--format", "json"]);
    let listed = list().stdout;
    assert!(listed.contains("ecommerce.purchase_conversion"), "{listed}");
    // A library that can no longer be loaded, and looks the same from outside: whoever started it would fail.
    let added = shop.path().join("plugins/ecommerce/libpack_ecommerce.so");
    let (bytes, modified) = fs::metadata(&added).map(|file| (file.len(), file.modified().unwrap())).unwrap();
    fs::write(&added, vec![0; usize::try_from(bytes).unwrap()]).unwrap();
    fs::File::options().write(true).open(&added).unwrap().set_modified(modified).unwrap();
    assert_eq!(list().stdout, listed);
    // Once it is seen to have changed it is read again, and refused.
    fs::File::options().write(true).open(&added).unwrap().set_modified(std::time::SystemTime::now()).unwrap();
    let ran = list();
    assert!(super::unwrapped(&ran.stderr).contains("is no shared library"), "{}", ran.stderr);
}

/// A connector in C, compiled with every warning an error, driven through the whole contract, then loaded.
#[test]
fn the_connector_in_c() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../plugins/source-counter");
    let dir = tempfile::tempdir().unwrap();
    let project = dir.path().join("counter");
    copy(&source, &project);
    let include = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/plugin/include").canonicalize().unwrap();
    let made = std::process::Command::new("make")
        .current_dir(&project)
        .args(["test", &format!("INCLUDE={}", include.display())])
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let workspace = Workspace::new(
        "[workspace]\nname = \"w\"\n\n[[source]]\nname = \"counters\"\nconnector = \"counter\"\npath = \
         \"logs/a.txt\"\ninto = \"counters\"\n\n[table.counters]\ntime = \"at\"\n",
    );
    workspace.write("logs/a.txt", "visits 3 1767600000\nnonsense\norders 1 1767600060\n");
    workspace.ok(&["plugin", "add", project.to_str().unwrap()]);
    let loads = workspace.json(&["load"]);
    assert_eq!([&loads[0]["new"], &loads[0]["rejected"]], [2, 1], "{loads}");
    assert_eq!(workspace.sql("SELECT line FROM rejects"), "2");
    assert_eq!(workspace.sql("SELECT sum(value) FROM counters"), "4");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, target).unwrap();
        }
    }
}

/// A text of a connector's is read as whatever the table keeps: the connector is asked for the text, and never for what is made of it.
#[test]
fn a_select_reads_a_connectors_texts_as_times_and_numbers() {
    let config = |select: &str| {
        format!(
            "[workspace]\nname = \"log\"\ntimezone = \"UTC\"\n\n[[source]]\nname = \"log\"\nconnector = \"weblog\"\npath = \
             \"a.log\"\nselect = '''{select}'''\n"
        )
    };
    let line = |agent: &str| {
        format!("203.0.113.7 - - [05/Jan/2026:10:00:00 +0000] \"GET / HTTP/1.1\" 200 512 \"-\" \"{agent}\"\n")
    };
    let site = Workspace::new(&config("SELECT event_name, user_agent AS event_time, client_ip AS visitor_id FROM raw"));
    site.write("a.log", format!("{}{}", line("2026-02-03T04:05:06Z"), line("no-time"))).ok(&["load", "--final", "-q"]);
    assert_eq!(site.sql("SELECT min(event_time) || ' ' || count(*) FROM events"), "2026-02-03T04:05:06Z 1");
    assert_eq!(site.sql("SELECT count(*) FROM rejects WHERE column_name = 'user_agent'"), "1");
    // Of a column that is read as a number nothing is told to the connector.
    let site = Workspace::new(&config(
        "SELECT event_name, event_time, client_ip AS visitor_id, user_agent AS value FROM raw WHERE user_agent > 5 LIMIT 1",
    ));
    site.write("a.log", [line("4"), line("x"), line("12.5"), line("7")].concat()).ok(&["load", "--final", "-q"]);
    assert_eq!(site.sql("SELECT sum(value) FROM events"), "12.5");
}
