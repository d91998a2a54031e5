//! Online Retail: a real shop's order lines, a file a day. Totals as its publishers and the data's README give them.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use crate::support::{Workspace, real_data};

/// One purchase an invoice with its items, one refund an invoice that starts with C.
pub const INVOICES: &str = "
SELECT CASE WHEN InvoiceNo LIKE 'C%' THEN 'refund' ELSE 'purchase' END AS event_name,
       InvoiceNo AS transaction_id, min(InvoiceDate) AS event_time,
       coalesce(min(CustomerID), 'invoice ' || InvoiceNo) AS visitor_id, min(Country) AS country,
       sum(Quantity * UnitPrice) AS value,
       array_agg(named_struct('item_id', StockCode, 'item_name', Description, 'price', UnitPrice,
                              'quantity', Quantity) ORDER BY \"#line\") AS items
FROM raw GROUP BY InvoiceNo";

/// One event a line, without ids.
const LINES: &str = "
SELECT 'line' AS event_name, InvoiceDate AS event_time, coalesce(CustomerID, 'unknown') AS visitor_id,
       InvoiceNo AS transaction_id, StockCode AS term, Description AS content, Country AS country,
       Quantity AS search_results, UnitPrice AS value FROM raw";

/// A workspace with the three KPIs of the user's own and one source over the files of `folder`.
pub fn shop(folder: &Path, select: &str, more: &str) -> Workspace {
    let workspace = Workspace::new(&format!(
        "[workspace]\nname = \"retail\"\ntimezone = \"Europe/London\"\ncurrency = \"GBP\"\n\n[[source]]\nname = \"invoices\"\n\
         path = \"{}/*.csv.gz\"\n{more}\nselect = '''{select}'''\n",
        folder.display()
    ));
    workspace.kpi("retail.orders", "count", "SELECT count(*) FROM events WHERE event_name = 'purchase'");
    workspace.kpi("retail.revenue", "money", "SELECT sum(value) FROM events WHERE event_name = 'purchase'");
    workspace.kpi("retail.refunds", "money", "SELECT -sum(value) FROM events WHERE event_name = 'refund'");
    workspace
}

/// All of it loaded at once, for tests that only read.
pub fn loaded() -> Option<&'static Workspace> {
    static SHOP: LazyLock<Option<Workspace>> = LazyLock::new(|| {
        let workspace = shop(&real_data("online-retail")?, INVOICES, "");
        workspace.ok(&["load"]);
        Some(workspace)
    });
    SHOP.as_ref()
}

/// The files of one month, in their order.
fn month(name: &str) -> Option<Vec<PathBuf>> {
    let mut files: Vec<_> =
        fs::read_dir(real_data("online-retail")?).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.file_name().unwrap().to_str().unwrap().starts_with(name));
    files.sort();
    Some(files)
}

/// Everything that must be equal however it was loaded.
pub fn content(workspace: &Workspace) -> String {
    workspace.ok(&[
        "sql",
        "SELECT event_id, event_time, event_name, visitor_id, transaction_id, country, value, items, source_name \
         FROM events ORDER BY event_id",
        "--format",
        "csv",
    ])
}

#[test]
fn totals_are_exact_month_by_month() {
    let Some(shop) = loaded() else { return };
    let answer =
        |args: &[&str]| shop.ok(&[&["ask", "orders", "revenue", "refunds", "--format", "json"], args].concat());
    let all = answer(&["--period", "all"]);
    assert!(all.contains(r#""value": 22064,"#), "{all}");
    assert!(all.contains(r#""value": 10644560.4240,"#), "{all}");
    assert!(all.contains(r#""value": 896812.4900,"#), "{all}");
    let months = answer(&["--period", "all", "--grain", "month"]);
    let value = |kpi: &str, start: &str| {
        let row = months.lines().find(|row| row.contains(kpi) && row.contains(&format!(r#""start": "{start}"#)));
        row.unwrap().split(r#""value": "#).nth(1).unwrap().split(',').next().unwrap().to_owned()
    };
    assert_eq!([value("retail.orders", "2010-12-01"), value("retail.revenue", "2010-12-01")], ["1699", "823746.1400"]);
    assert_eq!([value("retail.orders", "2011-11-01"), value("retail.revenue", "2011-11-01")], ["3021", "1509496.3300"]);
    assert_eq!(months.lines().filter(|row| row.contains("retail.orders")).count(), 13);
}

#[test]
fn the_amounts_of_items_are_kept_to_the_last_digit() {
    let Some(shop) = loaded() else { return };
    let lines = "SELECT count(*) FROM (SELECT unnest(items) AS item FROM events)";
    assert_eq!(shop.sql(lines), "541909");
    let total = "SELECT sum(item['price'] * item['quantity']) FROM (SELECT unnest(items) AS item FROM events)";
    let total = shop.ok(&["sql", total, "--format", "csv"]);
    assert!(total.lines().nth(1).unwrap().starts_with("9747747.9340"), "{total}");
}

#[test]
fn loading_again_adds_nothing() {
    let Some(shop) = loaded() else { return };
    let versions = || fs::read_dir(shop.path().join(".jauge/events/_delta_log")).unwrap().count();
    let before = versions();
    let row = shop.json(&["load"]);
    assert_eq!([&row[0]["files"], &row[0]["new"]], [0, 0]);
    assert!(row[0]["batch"].is_null());
    assert_eq!(versions(), before);
}

#[test]
fn file_by_file_in_reverse_or_in_two_processes_gives_the_table_of_one_load() {
    let Some(files) = month("2010-12") else { return };
    let at_once = shop(files[0].parent().unwrap(), INVOICES, "").with_path("2010-12-*.csv.gz");
    at_once.ok(&["load"]);
    let wanted = content(&at_once);

    let folder = tempfile::tempdir().unwrap();
    let backwards = shop(folder.path(), INVOICES, "");
    for file in files.iter().rev() {
        fs::copy(file, folder.path().join(file.file_name().unwrap())).unwrap();
        backwards.ok(&["load"]);
    }
    assert_eq!(content(&backwards), wanted);

    let both = shop(files[0].parent().unwrap(), INVOICES, "").with_path("2010-12-*.csv.gz");
    let mut first = both.command(&["load", "--quiet"]).stdout(std::process::Stdio::null()).spawn().unwrap();
    let mut second = both.command(&["load", "--quiet"]).stdout(std::process::Stdio::null()).spawn().unwrap();
    assert!(first.wait().unwrap().success() && second.wait().unwrap().success());
    assert_eq!(content(&both), wanted);
    assert_eq!(both.sql("SELECT count(DISTINCT batch_id) FROM events"), "1");
}

#[test]
fn bare_lines_are_all_kept_the_equal_ones_among_them() {
    let Some(folder) = real_data("online-retail") else { return };
    for repeats in ["overlapping", "disjoint"] {
        let shop = shop(&folder, LINES, &format!("repeats = \"{repeats}\""));
        let row = shop.json(&["load"]);
        assert_eq!(row[0]["new"], 541_909, "{repeats}");
        assert_eq!(shop.sql("SELECT count(*) FROM events"), "541909");
        let different = "SELECT count(*) FROM (SELECT DISTINCT event_time, visitor_id, transaction_id, term, content, \
                         country, search_results, value FROM events)";
        assert_eq!(shop.sql(&format!("SELECT 541909 - ({different})")), "5268");
        assert_eq!(shop.sql("SELECT count(DISTINCT event_id) FROM events"), "541909");
    }
}

/// The year in pieces, the last first, each loaded by two processes that race for it.
#[test]
fn a_year_in_any_order_gives_the_table_of_one_load() {
    let (Some(once), Some(mut files)) = (loaded(), month("")) else { return };
    let folder = tempfile::tempdir().unwrap();
    let pieces = shop(folder.path(), INVOICES, "");
    files.reverse();
    for piece in files.chunks(files.len().div_ceil(4)) {
        for file in piece {
            fs::copy(file, folder.path().join(file.file_name().unwrap())).unwrap();
        }
        let load = || pieces.command(&["load", "--quiet"]).stdout(std::process::Stdio::null()).spawn().unwrap();
        let both = [load(), load()];
        assert!(both.map(|mut process| process.wait().unwrap().success()) == [true, true]);
    }
    assert_eq!(pieces.sql("SELECT count(DISTINCT batch_id) FROM events"), "4");
    // Not `assert_eq`: nobody reads 60 MB.
    let all = |shop: &Workspace| {
        shop.ok(&[
            "sql",
            "SELECT * EXCEPT (batch_id, received_at, place) FROM events ORDER BY event_id",
            "--format",
            "csv",
        ])
    };
    assert!(all(&pieces) == all(once), "some column differs");
}
