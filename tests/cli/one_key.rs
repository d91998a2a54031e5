//! Rows of one key in one load.

use std::process::Command;

use crate::support::{Ran, Workspace, data_home, program};

const HEAD: &str = "order_id,ordered_at,revenue,status\n";

/// A workspace that loads orders by `select`.
fn shop(select: &str) -> Workspace {
    Workspace::new(&format!(
        "[workspace]\nname = \"w\"\n[[source]]\nname = \"shop\"\npath = \"in/*.csv\"\ninto = \"shop_orders\"\n{select}"
    ))
}

/// What was said, long lines whole.
fn said(ran: &Ran) -> String {
    ran.stderr.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn orders(shop: &Workspace) -> String {
    shop.sql("SELECT string_agg(order_id || ' ' || CAST(revenue AS VARCHAR), ', ' ORDER BY order_id) FROM shop_orders")
}

#[test]
fn lines_of_an_order_are_not_taken_for_states_of_it() {
    let lines = "1001,2026-01-05,50.00,paid\n1001,2026-01-05,,\n1002,2026-01-05,7.00,paid\n";
    let plain = shop("");
    plain.write("in/a.csv", format!("{HEAD}{lines}"));
    let ran = plain.run(&["load"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    for part in ["in/a.csv", "\"1001\"", "GROUP BY order_id"] {
        assert!(said(&ran).contains(part), "{part}: {}", ran.stderr);
    }
    assert_eq!(plain.sql("SELECT count(*) FROM shop_orders"), "0", "nothing of it is stored");
    let select = "select = \"SELECT order_id, min(ordered_at) AS ordered_at, max(revenue) AS revenue FROM raw GROUP BY order_id\"\n";
    let grouped = shop(select);
    grouped.write("in/a.csv", format!("{HEAD}{lines}")).ok(&["load", "-q"]);
    assert_eq!(orders(&grouped), "1001 50.0000, 1002 7.0000");
}

#[test]
fn the_same_row_twice_is_a_duplicate_and_another_file_brings_a_later_state() {
    let shop = shop("");
    shop.write("in/a.csv", format!("{HEAD}1,2026-01-05,50.00,paid\n1,2026-01-05,50.00,paid\n"));
    shop.write("in/b.csv", format!("{HEAD}1,2026-01-05,40.00,paid\n"));
    let loaded = &shop.json(&["load"])[0];
    assert_eq!((&loaded["new"], &loaded["duplicate"]), (&1.into(), &2.into()), "{loaded}");
    assert_eq!(orders(&shop), "1 40.0000");
}

#[test]
fn a_table_that_knows_the_later_row_takes_all_states_out_of_one_file() {
    let table = "[[source]]\nname = \"s\"\npath = \"a.csv\"\ninto = \"calls\"\n[table.calls]\nkey = [\"id\"]\n";
    let config = |more: &str| format!("[workspace]\nname = \"w\"\n{table}{more}");
    let rows = "id,version,state\n1,2,done\n1,1,new\n";
    let calls = Workspace::new(&config("on_duplicate = \"latest by version\"\n"));
    calls.write("a.csv", rows).ok(&["load", "-q"]);
    assert_eq!(calls.sql("SELECT state FROM calls"), "done");
    let unordered = Workspace::new(&config(""));
    let ran = unordered.write("a.csv", rows).run(&["load"]);
    assert!(ran.code == 2 && said(&ran).contains("GROUP BY id"), "{}", ran.stderr);
}

#[test]
fn costs_of_two_accounts_stand_side_by_side_and_each_is_restated_alone() {
    let config = "[workspace]\nname = \"w\"\n[[source]]\nname = \"ads\"\npath = \"in/*.csv\"\ninto = \"spend\"\n";
    let ads = Workspace::new(config);
    let head = "date,source,account,campaign,cost\n";
    ads.write("in/a.csv", format!("{head}2026-01-05,google,fr,x,1\n2026-01-05,google,fr,y,2\n"));
    ads.write("in/b.csv", format!("{head}2026-01-05,google,de,x,10\n"));
    ads.ok(&["load", "-q"]);
    let costs = "SELECT CAST(sum(cost) AS VARCHAR) || ' ' || CAST(count(*) AS VARCHAR) FROM spend";
    assert_eq!(ads.sql(costs), "13.0000 3");
    ads.write("in/c.csv", format!("{head}2026-01-05,google,fr,x,5\n")).ok(&["load", "-q"]);
    assert_eq!(ads.sql(costs), "15.0000 2");
    // Costs without an account are a slice of their own, whether a file has the column or not.
    ads.write("in/d.csv", format!("{head}2026-01-05,google,,x,7\n")).ok(&["load", "-q"]);
    ads.write("in/e.csv", "date,source,campaign,cost\n2026-01-05,google,x,8\n").ok(&["load", "-q"]);
    assert_eq!(ads.sql(costs), "23.0000 3");
}

/// A shop whose export has a line an item, of which the first alone has the order's amount.
fn lines(more: &str) -> Workspace {
    let sql = "SELECT \\\"Name\\\" AS order_id, max(\\\"Created at\\\") AS ordered_at, max(\\\"Total\\\") AS revenue, sum(\\\"Qty\\\") AS discount \
               FROM raw WHERE \\\"Name\\\" <> '' GROUP BY \\\"Name\\\"";
    shop(&format!("select = \"{sql}\"\n{more}"))
}

const EXPORT: &str = "Name,Created at,Total,Qty\n";

fn amounts(shop: &Workspace) -> String {
    let of = "order_id || ' ' || coalesce(CAST(revenue AS VARCHAR), '-') || ' ' || CAST(discount AS VARCHAR)";
    shop.sql(&format!("SELECT string_agg({of}, ', ' ORDER BY order_id) FROM shop_orders"))
}

#[test]
fn an_order_cut_between_two_files_is_whole_where_its_lines_are_gathered() {
    let a = format!("{EXPORT}A1,2026-01-05,10.00,1\nA2,2026-01-06,70.00,2\nA2,,,3\n");
    // The second file begins with what the first ends with, and goes on with the order.
    let b = format!("{EXPORT}A2,,,3\nA2,,,4\nA3,2026-01-07,5.00,1\n");
    let gathered = lines("lines_of = \"Name\"\n");
    gathered.write("in/a.csv", &a).write("in/b.csv", &b);
    let loaded = &gathered.json(&["load"])[0];
    assert_eq!((&loaded["files"], &loaded["new"], &loaded["rejected"]), (&2.into(), &3.into(), &0.into()), "{loaded}");
    assert_eq!(amounts(&gathered), "A1 10.0000 1.0000, A2 70.0000 9.0000, A3 5.0000 1.0000");
    assert_eq!(gathered.json(&["load"])[0]["new"], 0, "both files are known");
    // Files that never overlap have each line of their own.
    let disjoint = lines("lines_of = \"Name\"\nrepeats = \"disjoint\"\n");
    disjoint.write("in/a.csv", &a).write("in/b.csv", &b).ok(&["load", "-q"]);
    assert_eq!(amounts(&disjoint), "A1 10.0000 1.0000, A2 70.0000 12.0000, A3 5.0000 1.0000");
}

#[test]
fn a_gathered_file_without_a_column_that_is_read_is_said_to_lack_it() {
    let shop = lines("lines_of = \"Name\"\n");
    shop.write("in/a.csv", format!("{EXPORT}A1,2026-01-05,10.00,1\n"));
    shop.write("in/b.csv", "Name,Created at,Qty\nA2,2026-01-05,1\n");
    let ran = shop.run(&["load"]);
    assert!(ran.code == 2 && said(&ran).contains("no column `Total`"), "{}", said(&ran));
}

#[test]
fn more_files_than_a_system_lets_be_open_are_gathered() {
    let shop = lines("lines_of = \"Name\"\n");
    for nth in 0..150 {
        shop.write(&format!("in/{nth}.csv"), format!("{EXPORT}A{nth},2026-01-05,1.00,1\n"));
    }
    let mut limited = Command::new("sh");
    limited.args(["-c", "ulimit -n 100 && exec \"$0\" load -q"]).arg(program().get_program());
    let ran: Ran = limited.env("XDG_DATA_HOME", data_home()).current_dir(shop.path()).output().unwrap().into();
    assert_eq!(ran.code, 0, "{}", said(&ran));
    assert_eq!(shop.sql("SELECT count(*) FROM shop_orders"), "150");
}

#[test]
fn a_file_whose_only_own_row_is_rejected_is_not_read_again_without_the_others() {
    let shop = lines("lines_of = \"Name\"\n");
    shop.write("in/a.csv", format!("{EXPORT}A1,2026-01-05,10.00,1\n"));
    shop.write("in/b.csv", format!("{EXPORT}A1,,,2\nA2,2026-01-06,oops,1\n"));
    let loaded = &shop.json(&["load"])[0];
    assert_eq!((&loaded["new"], &loaded["rejected"]), (&1.into(), &1.into()), "{loaded}");
    assert_eq!(shop.json(&["load"])[0]["files"], 0);
    assert_eq!(amounts(&shop), "A1 10.0000 3.0000");
}

#[test]
fn a_later_load_of_a_source_whose_lines_are_gathered_brings_a_later_state() {
    let shop = lines("lines_of = \"Name\"\n");
    shop.write("in/a.csv", format!("{EXPORT}A1,2026-01-05,10.00,1\nA1,,,1\n")).ok(&["load", "-q"]);
    shop.write("in/b.csv", format!("{EXPORT}A1,2026-01-05,12.00,3\n")).ok(&["load", "-q"]);
    assert_eq!(amounts(&shop), "A1 12.0000 3.0000");
}

#[test]
fn lines_are_gathered_by_a_column_that_is_there_and_by_a_select() {
    let misspelt = lines("lines_of = \"Nane\"\n");
    misspelt.write("in/a.csv", format!("{EXPORT}A1,2026-01-05,10.00,1\n"));
    let ran = misspelt.run(&["load"]);
    assert!(ran.code == 2 && said(&ran).contains("did you mean `Name`?"), "{}", said(&ran));
    let ran = shop("lines_of = \"Name\"\n").run(&["load"]);
    assert!(ran.code == 2 && said(&ran).contains("GROUP BY"), "{}", said(&ran));
}
